use std::sync::Arc;

use crate::lint::rules::{Context, Findings, Meta, Rule};
use crate::lint::words::is_near;
use crate::lint::{PastIssue, Severity};
use crate::text::SpanSet;

pub(super) struct UnknownSection;

const META: Meta = Meta {
    name: "unknown-section",
    severity: Severity::Warning,
    summary: "The profile has no section with this heading.",
    why: "It is often a misspelling, and then the section is not found. Otherwise it may belong in the profile.",
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

    fn severities(&self) -> &'static [Severity] {
        &[Severity::Warning, Severity::Hint]
    }

    fn keys(&self) -> &'static [&'static str] {
        &["sections.headings"]
    }

    fn check(&self, context: &Context<'_>, found: &mut Findings) {
        let (draft, outline, profile) = (context.draft, context.outline, context.profile);
        let is_placeholder = SpanSet::new(context.placeholder_headings());
        for section in outline.sections.iter().filter(|section| !section.known) {
            let Some(heading) = section.heading.filter(|heading| !is_placeholder.contains(*heading)) else {
                continue;
            };
            let words = draft.slice(heading);
            let had = |issue: &&Arc<PastIssue>| issue.has_heading(&words.to_lowercase());
            let before = context.facts.archive.iter().filter(had).count();
            // A heading of an earlier issue is spelled as intended.
            if let Some(meant) = meant(context, words).filter(|_| before == 0) {
                let message = format!("'{words}' is probably '{meant}'");
                found.push(
                    self.problem(heading, message)
                        .help("write it as in the other issues, so that the section is found"),
                );
            } else if before > 0 && section.id == "prose" && profile.section(&section.id).is_none() {
                let message = format!("the profile has no section '{words}'");
                found.push(
                    self.problem(heading, message)
                        .severity(Severity::Hint)
                        .help("add a recurring section to the profile"),
                );
            }
        }
    }
}

/// Headings of fewer letters are similar to too many others.
const MIN_LENGTH: usize = 8;

/// Returns the heading of a missing section that differs in one or two letters.
fn meant(context: &Context<'_>, words: &str) -> Option<String> {
    let words = words.to_lowercase();
    let words = words.trim_end_matches(['!', '.', ':', '?', ' ']);
    let is_long = |heading: &str| heading.chars().count() >= MIN_LENGTH;
    if !is_long(words) {
        return None;
    }
    let missing =
        context.profile.sections.iter().filter(|section| context.outline.find(&section.id).is_none());
    let headings = missing.flat_map(|section| &section.headings);
    headings.filter(|heading| is_long(heading)).find(|heading| is_near(heading, words, 2)).cloned()
}
