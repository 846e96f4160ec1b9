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
        let draft = context.draft;
        let text = draft.text();
        for mark in [",,", ";;", ".."] {
            for at in memchr::memmem::find_iter(text.as_bytes(), mark) {
                let byte = mark.as_bytes().first();
                let is_doubled = text[..at].ends_with(|c: char| c.is_ascii_alphanumeric())
                    && text.as_bytes().get(at + 2).is_none_or(|next| next.is_ascii_whitespace())
                    && text.as_bytes().get(at + 2) != byte;
                let prose = draft.prose_at(at).filter(|prose| prose.start < at && at + 2 <= prose.end);
                let word = text[..at].rsplit(char::is_whitespace).next().unwrap_or("");
                if is_doubled && prose.is_some() && !word.contains("://") {
                    let span = Span::new(at, at + 2);
                    let message = format!("'{}' stands twice", &mark[1..]);
                    let fix = Edits::delete(Span::new(at + 1, at + 2));
                    let one = Diagnostic::new(self.name(), Severity::Warning, span, message);
                    // Two stops within a line may be what is left of three.
                    let is_last = text[at + 2..].lines().next().unwrap_or("").trim().is_empty();
                    found.push(if mark != ".." || is_last { one.fix(fix) } else { one.suggest(fix) });
                }
            }
        }
    }
}
