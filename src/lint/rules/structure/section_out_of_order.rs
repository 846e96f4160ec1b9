use crate::lint::rules::{Context, Findings, Meta, Rule};
use std::collections::HashSet;

use crate::lint::Severity;
use crate::lint::order::out_of_order;
use crate::lint::template::main_sections;
use crate::outline::Section;

pub(super) struct SectionOutOfOrder;

const META: Meta = Meta {
    name: "section-out-of-order",
    severity: Severity::Hint,
    summary: "A section is not in the template's order.",
    why: "Readers rely on the order of the previous issues.",
    bad: issue!(
        "## Latest Releases\n\nNone.\n\n## News From Around the Web\n\nA lamp - [Site](https://example.org).\n\n## Upcoming Events\n\n* [Lamp Days](https://example.org/days) are on June 23, 2026 in Town.\n"
    ),
    good: issue!(
        "## News From Around the Web\n\nA lamp - [Site](https://example.org).\n\n## Upcoming Events\n\n* [Lamp Days](https://example.org/days) are on June 23, 2026 in Town.\n\n## Latest Releases\n\nNone.\n"
    ),
};

impl Rule for SectionOutOfOrder {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn keys(&self) -> &'static [&'static str] {
        &["files.template"]
    }

    fn check(&self, context: &Context<'_>, found: &mut Findings) {
        let Some(template) = context.facts.template.as_ref().filter(|_| !context.has_unknown_habits()) else {
            return;
        };
        // The first heading of each section, with the section's position in the template.
        let mut seen = HashSet::new();
        let placed: Vec<(usize, &Section)> = main_sections(context.outline)
            .filter_map(|section| Some((template.rank(&section.id)?, section)))
            .filter(|(rank, _)| seen.insert(*rank))
            .collect();
        let ranks: Vec<usize> = placed.iter().map(|(rank, _)| *rank).collect();
        for at in out_of_order(&ranks) {
            let (rank, section) = placed[at];
            let after = ranks.iter().filter(|other| **other < rank).max();
            let after =
                placed.iter().find(|(other, _)| Some(other) == after).map(|(_, section)| &section.title);
            let Some(heading) = section.heading else { continue };
            let place = after.map_or("at the beginning".to_owned(), |title| format!("after '{title}'"));
            let message = format!("in the template, '{}' is {place}", section.title);
            found.push(self.problem(heading, message));
        }
    }
}
