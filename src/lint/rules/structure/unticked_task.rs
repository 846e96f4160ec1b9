use crate::lint::Severity;
use crate::lint::rules::{Context, Diagnostic, Findings, Meta, Rule};

pub(super) struct UntickedTask;

const META: Meta = Meta {
    name: "unticked-task",
    summary: "A line of the task list is not ticked when the issue is published.",
    why: "The list is what the editor goes by: what is not ticked was not done, or not looked at.",
    bad: issue!("- [ ] change date\n"),
    good: issue!("- [x] change date\n"),
};

impl Rule for UntickedTask {
    fn meta(&self) -> &'static Meta {
        &META
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
