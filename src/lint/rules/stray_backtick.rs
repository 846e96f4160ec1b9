use super::{Context, Diagnostic, Findings, Rule};
use crate::lint::Severity;
use crate::text::Span;

pub(super) struct StrayBacktick;

impl Rule for StrayBacktick {
    fn name(&self) -> &'static str {
        "stray-backtick"
    }

    fn summary(&self) -> &'static str {
        "A backtick has no partner."
    }

    fn why(&self) -> &'static str {
        "The code that it should mark is shown as plain text, with the backtick."
    }

    fn bad(&self) -> &'static str {
        issue!("Call `lamp.on() now.\n")
    }

    fn good(&self) -> &'static str {
        issue!("Call `lamp.on()` now.\n")
    }

    fn check(&self, context: &Context<'_>, found: &mut Findings) {
        let text = context.draft.text();
        let backticks = context.signs().iter().filter(|sign| sign.byte == b'`').map(|sign| sign.at);
        for at in backticks.filter(|at| !text[..*at].ends_with(['\\', '`'])) {
            let message = "this backtick has no partner";
            found.push(
                Diagnostic::new(self.name(), Severity::Warning, Span::new(at, at + 1), message)
                    .help("put one at the other end of the code, or take this one away"),
            );
        }
    }
}
