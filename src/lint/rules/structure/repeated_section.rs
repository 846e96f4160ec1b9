use crate::lint::rules::{Context, Findings, Meta, Rule};
use std::collections::HashMap;

use crate::lint::Severity;
use crate::text::Span;

pub(super) struct RepeatedSection;

const META: Meta = Meta {
    name: "repeated-section",
    severity: Severity::Warning,
    summary: "A section appears twice.",
    why: "What belongs together is split.",
    bad: issue!(
        "## Upcoming Events\n\n* [Lamp Days](https://example.org/days) are on June 23, 2026 in Town.\n\n## Upcoming Events\n\n* [Box Days](https://example.org/boxes) are on June 24, 2026 in Town.\n"
    ),
    good: issue!(
        "## Upcoming Events\n\n* [Lamp Days](https://example.org/days) are on June 23, 2026 in Town.\n* [Box Days](https://example.org/boxes) are on June 24, 2026 in Town.\n"
    ),
};

impl Rule for RepeatedSection {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check(&self, context: &Context<'_>, found: &mut Findings) {
        let draft = context.draft;
        let mut seen: HashMap<&str, Span> = HashMap::new();
        for section in context.outline.sections.iter().filter(|section| section.known) {
            let Some(heading) = section.heading.filter(|heading| !heading.is_empty()) else { continue };
            let words = draft.slice(heading);
            if let Some(first) = seen.insert(words, heading) {
                let line = context.line_number(first.start);
                let message = format!("the section '{words}' is already on line {line}");
                found.push(self.problem(heading, message));
            }
        }
    }
}
