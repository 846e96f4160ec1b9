use super::{Context, Diagnostic, Findings, Rule};
use crate::lint::Severity;
use crate::lint::archive::{Heading, headings, is_usual};

pub(super) struct SkippedHeadingLevel;

impl Rule for SkippedHeadingLevel {
    fn name(&self) -> &'static str {
        "skipped-heading-level"
    }

    fn summary(&self) -> &'static str {
        "A heading is two levels under the one before it."
    }

    fn why(&self) -> &'static str {
        "Those who listen to the mail go by its headings, and miss a level that is not there."
    }

    fn bad(&self) -> &'static str {
        issue!("## Lamps\n\n#### Bright ones\n\nHere.\n")
    }

    fn good(&self) -> &'static str {
        issue!("## Lamps\n\n### Bright ones\n\nHere.\n")
    }

    fn check(&self, context: &Context<'_>, found: &mut Findings) {
        for (Heading { text, level, above }, odd) in headings(context.draft) {
            let title = context.draft.slice(text);
            if !odd.skips_level || is_usual(&context.facts.archive, title, |odd| odd.skips_level) {
                continue;
            }
            if let Some(above) = above {
                let message = format!("a heading of level {level} stands under one of level {above}");
                found.push(Diagnostic::new(self.name(), Severity::Hint, text, message));
            }
        }
    }
}
