use crate::lint::Severity;
use crate::lint::archive::headings;
use crate::lint::rules::{Context, Findings, Meta, Rule};

pub(super) struct SkippedHeadingLevel;

const META: Meta = Meta {
    name: "skipped-heading-level",
    severity: Severity::Hint,
    summary: "A heading skips a level after the one before it.",
    why: "Readers who listen to the mail navigate by its headings, and a skipped level confuses them.",
    bad: issue!("## Lamps\n\n#### Bright ones\n\nHere.\n"),
    good: issue!("## Lamps\n\n### Bright ones\n\nHere.\n"),
};

impl Rule for SkippedHeadingLevel {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check(&self, context: &Context<'_>, found: &mut Findings) {
        let archive = &context.facts.archive;
        for heading in headings(context.draft) {
            let Some(levels) = heading.skip() else { continue };
            let last = archive.first().is_some_and(|last| last.skips(levels));
            if last || context.has_unknown_habits() {
                continue;
            }
            let (above, level) = levels;
            let message = format!("a heading of level {level} follows one of level {above}");
            found.push(self.problem(heading.text, message));
        }
    }
}
