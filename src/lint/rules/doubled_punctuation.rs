use super::{Context, Diagnostic, Rule};
use crate::lint::Severity;
use crate::text::{Edits, Span};

pub(super) struct DoubledPunctuation;

impl Rule for DoubledPunctuation {
    fn name(&self) -> &'static str {
        "doubled-punctuation"
    }

    fn summary(&self) -> &'static str {
        "A comma, a full stop or the like stands twice."
    }

    fn why(&self) -> &'static str {
        "It is a slip of the hand that stays in the mail."
    }

    fn bad(&self) -> &'static str {
        issue!("The lamp is bright,, and warm.\n")
    }

    fn good(&self) -> &'static str {
        issue!("The lamp is bright, and warm.\n")
    }

    fn check(&self, context: &Context<'_>, found: &mut Vec<Diagnostic>) {
        for prose in context.draft.prose() {
            let text = prose.of(context.draft.text());
            let bytes = text.as_bytes();
            let mut at = 0;
            while at + 1 < bytes.len() {
                let byte = bytes[at];
                let len = bytes[at..].iter().take_while(|next| **next == byte).count();
                let is_doubled = len == 2
                    && matches!(byte, b',' | b';' | b'.')
                    && at > 0
                    && bytes[at - 1].is_ascii_alphanumeric()
                    && bytes.get(at + 2).is_none_or(|next| next.is_ascii_whitespace());
                if is_doubled {
                    let span = Span::new(prose.start + at, prose.start + at + 2);
                    let message = format!("'{0}' stands twice", char::from(byte));
                    let fix = Edits::delete(Span::new(span.start + 1, span.end));
                    found.push(Diagnostic::new(self.name(), Severity::Warning, span, message).fix(fix));
                }
                at += len;
            }
        }
    }
}
