use crate::lint::Severity;
use crate::lint::rules::{Context, Findings, Meta, Rule};
use crate::text::Span;

pub(super) struct StrayBacktick;

const META: Meta = Meta {
    name: "stray-backtick",
    severity: Severity::Warning,
    summary: "A backtick has no partner.",
    why: "The code that it should mark is shown as plain text, with the backtick.",
    bad: issue!("Call `lamp.on() now.\n"),
    good: issue!("Call `lamp.on()` now.\n"),
};

impl Rule for StrayBacktick {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check(&self, context: &Context<'_>, found: &mut Findings) {
        let text = context.draft.text();
        let backticks = context.marks().iter().filter(|sign| sign.byte == b'`').map(|sign| sign.at);
        for at in backticks.filter(|at| !text[..*at].ends_with(['\\', '`'])) {
            let message = "this backtick has no partner";
            found.push(
                self.problem(Span::new(at, at + 1), message)
                    .help("add one at the other end of the code, or remove this one"),
            );
        }
    }
}
