use std::sync::Arc;

use crate::lint::places::Places;
use crate::lint::rules::{Context, Diagnostic, Findings, Meta, Rule};
use crate::lint::words::is_near;
use crate::lint::{PastIssue, Severity};

pub(super) struct UnknownSection;

const META: Meta = Meta {
    name: "unknown-section",
    summary: "The profile does not know a heading.",
    why: "It is often a slip of spelling, by which the section is not found any more; else it may belong into the profile.",
    bad: issue!(
        "## News From Around the Web\n\nA lamp - [Site](https://example.org).\n\n## Upcomming Events\n\n* [Lamp Days](https://example.org/days) are on June 23, 2026 in Town.\n"
    ),
    good: issue!(
        "## News From Around the Web\n\nA lamp - [Site](https://example.org).\n\n## Upcoming Events\n\n* [Lamp Days](https://example.org/days) are on June 23, 2026 in Town.\n"
    ),
};

impl Rule for UnknownSection {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check(&self, context: &Context<'_>, found: &mut Findings) {
        let (draft, outline, profile) = (context.draft, context.outline, context.profile);
        let is_placeholder = Places::new(context.placeholder_headings());
        for section in outline.sections.iter().filter(|section| !section.known) {
            let Some(heading) = section.heading.filter(|heading| !is_placeholder.hold(*heading)) else {
                continue;
            };
            let words = draft.slice(heading);
            let had = |issue: &&Arc<PastIssue>| issue.has_heading(&words.to_lowercase());
            let before = context.facts.archive.iter().filter(had).count();
            // What came before is how the newsletter writes it.
            if let Some(meant) = meant(context, words).filter(|_| before == 0) {
                let message = format!("'{words}' is probably '{meant}'");
                found.push(
                    Diagnostic::new(self.name(), Severity::Warning, heading, message)
                        .help("write it as in the other issues, so that the section is found"),
                );
            } else if before > 0 && section.id == "prose" && profile.section(&section.id).is_none() {
                let message = format!("'{words}' is no section that the profile knows");
                found.push(
                    Diagnostic::new(self.name(), Severity::Hint, heading, message)
                        .help("a section that comes again belongs into the profile"),
                );
            }
        }
    }
}

/// Shorter headings are near to too many others.
const MIN_LENGTH: usize = 8;

/// The section's heading that differs in a letter or two, where the issue has no such section.
fn meant(context: &Context<'_>, words: &str) -> Option<String> {
    let words = words.to_lowercase();
    let words = words.trim_end_matches(['!', '.', ':', '?', ' ']);
    if words.len() < MIN_LENGTH {
        return None;
    }
    let missing =
        context.profile.sections.iter().filter(|section| context.outline.find(&section.id).is_none());
    let headings = missing.flat_map(|section| &section.headings);
    headings.filter(|heading| heading.len() >= MIN_LENGTH).find(|heading| is_near(heading, words, 2)).cloned()
}
