use super::{Context, Diagnostic, Rule};
use crate::lint::Severity;
use crate::text::{Edits, Span};

pub(super) struct DoubleSpace;

impl Rule for DoubleSpace {
    fn name(&self) -> &'static str {
        "double-space"
    }

    fn summary(&self) -> &'static str {
        "Two blanks stand between two words."
    }

    fn why(&self) -> &'static str {
        "Some mail programs show them as a gap."
    }

    fn bad(&self) -> &'static str {
        issue!("The lamp  is bright.\n")
    }

    fn good(&self) -> &'static str {
        issue!("The lamp is bright.\n")
    }

    fn check(&self, context: &Context<'_>, found: &mut Vec<Diagnostic>) {
        for prose in context.draft.prose() {
            let text = prose.of(context.draft.text());
            for (at, _) in text.match_indices("  ") {
                let blanks = text[at..].bytes().take_while(|byte| *byte == b' ').count();
                let after = text.as_bytes().get(at + blanks);
                // After a sentence, two are an old habit that nobody calls a slip.
                let is_between = text[..at]
                    .ends_with(|c: char| !c.is_whitespace() && !matches!(c, '.' | '!' | '?' | ':'))
                    && after.is_some_and(|byte| !byte.is_ascii_whitespace());
                if is_between {
                    let span = Span::new(prose.start + at, prose.start + at + blanks);
                    let message = format!("{blanks} blanks stand between two words");
                    found.push(
                        Diagnostic::new(self.name(), Severity::Hint, span, message)
                            .fix(Edits::replace(span, " ")),
                    );
                }
            }
        }
    }
}
