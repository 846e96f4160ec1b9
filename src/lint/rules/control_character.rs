use super::{Context, Diagnostic, Rule};
use crate::lint::Severity;
use crate::text::{Edits, Span};

pub(super) struct ControlCharacter;

impl Rule for ControlCharacter {
    fn name(&self) -> &'static str {
        "control-character"
    }

    fn summary(&self) -> &'static str {
        "A control character stands in the text."
    }

    fn why(&self) -> &'static str {
        "Mail programs and the site show it as a box, or cut the text there."
    }

    fn bad(&self) -> &'static str {
        issue!("The lamp\u{8} is bright.\n")
    }

    fn good(&self) -> &'static str {
        issue!("The lamp is bright.\n")
    }

    fn check(&self, context: &Context<'_>, found: &mut Vec<Diagnostic>) {
        let text = context.draft.text();
        for (at, byte) in text.bytes().enumerate() {
            if (byte >= b' ' && byte != 0x7f) || matches!(byte, b'\t' | b'\n' | b'\r') {
                continue;
            }
            let span = Span::new(at, at + 1);
            let message = format!("a control character (U+{byte:04X}) stands here");
            found.push(Diagnostic::new(self.name(), Severity::Error, span, message).fix(Edits::delete(span)));
        }
    }
}
