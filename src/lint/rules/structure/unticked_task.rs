use crate::lint::Severity;
use crate::lint::rules::{Context, Findings, Meta, Rule};

pub(super) struct UntickedTask;

const META: Meta = Meta {
    name: "unticked-task",
    severity: Severity::Error,
    summary: "A task is not ticked when the issue is published.",
    why: "The editor works by the list: an unticked task was not done, or not checked.",
    bad: issue!("- [ ] change date\n"),
    good: issue!("- [x] change date\n"),
};

impl Rule for UntickedTask {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn severities_in_draft(&self) -> &'static [Severity] {
        &[]
    }

    fn check(&self, context: &Context<'_>, found: &mut Findings) {
        if !context.goes_out() {
            return;
        }
        for task in context.draft.tasks().filter(|task| !task.done) {
            let message = format!("'{}' is not ticked", context.draft.slice(task.text));
            found.push(
                self.problem(task.text, message).help("do it and tick it before the issue is published"),
            );
        }
    }
}
