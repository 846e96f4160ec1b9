use crate::lint::Severity;
use crate::lint::archive::headings;
use crate::lint::rules::{Context, Diagnostic, Findings, Meta, Rule};

pub(super) struct SkippedHeadingLevel;

const META: Meta = Meta {
    name: "skipped-heading-level",
    summary: "A heading is two levels under the one before it.",
    why: "Those who listen to the mail go by its headings, and miss a level that is not there.",
    bad: issue!("## Lamps\n\n#### Bright ones\n\nHere.\n"),
    good: issue!("## Lamps\n\n### Bright ones\n\nHere.\n"),
};

impl Rule for SkippedHeadingLevel {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check(&self, context: &Context<'_>, found: &mut Findings) {
        let archive = &context.facts.archive;
        for (heading, _) in headings(context.draft) {
            let Some(levels) = heading.skip() else { continue };
            let last = archive.first().is_some_and(|last| last.skips(levels));
            if last || context.is_of_unknown_time() {
                continue;
            }
            let (above, level) = levels;
            let message = format!("a heading of level {level} stands under one of level {above}");
            found.push(Diagnostic::new(self.name(), Severity::Hint, heading.text, message));
        }
    }
}
