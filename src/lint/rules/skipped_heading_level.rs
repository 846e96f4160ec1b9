use super::{Context, Diagnostic, Findings, Rule};
use crate::draft::BlockKind;
use crate::lint::Severity;

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
        let mut above: Option<u8> = None;
        for block in context.draft.blocks() {
            let BlockKind::Heading { level, text } = block.kind else { continue };
            if let Some(above) = above.filter(|above| level > above + 1) {
                let message = format!("a heading of level {level} stands under one of level {above}");
                found.push(Diagnostic::new(self.name(), Severity::Hint, text, message));
            }
            above = Some(level);
        }
    }
}
