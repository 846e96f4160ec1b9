use super::{Context, Diagnostic, Rule};
use crate::lint::Severity;
use crate::text::Span;

pub(super) struct StrayEmphasis;

impl Rule for StrayEmphasis {
    fn name(&self) -> &'static str {
        "stray-emphasis"
    }

    fn summary(&self) -> &'static str {
        "The stars of a bold text have no partner."
    }

    fn why(&self) -> &'static str {
        "They are shown as stars."
    }

    fn bad(&self) -> &'static str {
        issue!("The **lamp is bright.\n")
    }

    fn good(&self) -> &'static str {
        issue!("The **lamp** is bright.\n")
    }

    fn check(&self, context: &Context<'_>, found: &mut Vec<Diagnostic>) {
        for prose in context.draft.prose() {
            let text = prose.of(context.draft.text());
            for (at, _) in text.match_indices("**").filter(|(at, _)| !text[..*at].ends_with('*')) {
                let span = Span::new(prose.start + at, prose.start + at + 2);
                let message = "these stars have no partner, or a blank stands on their inner side";
                found.push(Diagnostic::new(self.name(), Severity::Warning, span, message));
            }
        }
    }
}
