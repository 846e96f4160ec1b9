use super::{Context, Diagnostic, Findings, Rule};
use crate::lint::Severity;

pub(super) struct UntickedTask;

impl Rule for UntickedTask {
    fn name(&self) -> &'static str {
        "unticked-task"
    }

    fn summary(&self) -> &'static str {
        "A line of the task list is not ticked when the issue is published."
    }

    fn why(&self) -> &'static str {
        "The list is what the editor goes by: what is not ticked was not done, or not looked at."
    }

    fn bad(&self) -> &'static str {
        issue!("- [ ] change date\n")
    }

    fn good(&self) -> &'static str {
        issue!("- [x] change date\n")
    }

    fn check(&self, context: &Context<'_>, found: &mut Findings) {
        if !context.goes_out() {
            return;
        }
        for task in context.draft.tasks().filter(|task| !task.done) {
            let message = format!("'{}' is not ticked", context.draft.slice(task.text));
            found.push(
                Diagnostic::new(self.name(), Severity::Error, task.text, message)
                    .help("see to it and tick it before the issue goes out"),
            );
        }
    }
}
