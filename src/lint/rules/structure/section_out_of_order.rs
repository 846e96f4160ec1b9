use crate::lint::rules::{Context, Diagnostic, Findings, Meta, Rule};
use std::collections::HashSet;

use crate::lint::Severity;
use crate::lint::order::out_of_order;
use crate::lint::standing::main_sections;
use crate::outline::Section;

pub(super) struct SectionOutOfOrder;

const META: Meta = Meta {
    name: "section-out-of-order",
    summary: "A section stands elsewhere than in the template.",
    why: "Readers find their way by the order of the weeks before.",
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

    fn check(&self, context: &Context<'_>, found: &mut Findings) {
        let Some(standing) = context.facts.standing.as_ref().filter(|_| !context.is_of_unknown_time()) else {
            return;
        };
        // Each section's first heading with its place in the template.
        let mut seen = HashSet::new();
        let placed: Vec<(usize, &Section)> = main_sections(context.outline)
            .filter_map(|section| Some((standing.rank(&section.id)?, section)))
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
            let message = format!("'{}' stands {place} in the template", section.title);
            found.push(Diagnostic::new(self.name(), Severity::Hint, heading, message));
        }
    }
}
