use crate::lint::rules::{Context, Findings, Meta, Rule};
use std::collections::HashMap;
use std::collections::hash_map::Entry;

use jiff::civil::Date;

use crate::lint::Severity;
use crate::lint::address::{Address, Page};
use crate::text::Span;

pub(super) struct RepeatedEvent;

/// The page, the first and last date, the title if there is no date, and the section.
type Key<'a> = (Page, Option<(Date, Date)>, &'a str, usize);

const META: Meta = Meta {
    name: "repeated-event",
    severity: Severity::Warning,
    summary: "An event is listed twice.",
    why: "Readers take it for two events.",
    bad: issue!(
        "## Upcoming Events\n\n* [Lamp Days](https://example.org/days) are on June 23, 2026 in Town.\n* [Lamp Days](https://example.org/days) are on June 23, 2026.\n"
    ),
    good: issue!(
        "## Upcoming Events\n\n* [Lamp Days](https://example.org/days) are on June 23, 2026 in Town.\n* [Lamp Days](https://example.org/days) are on June 30, 2026.\n"
    ),
};

impl Rule for RepeatedEvent {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check(&self, context: &Context<'_>, found: &mut Findings) {
        let draft = context.draft;
        let mut seen: HashMap<Key<'_>, Span> = HashMap::new();
        let issue = context.issue.date();
        for slot in context.outline.slots.iter().filter(|slot| slot.kind.has_days()) {
            let link = draft.links_in(slot.span).find(|link| !link.shows_image);
            let Some(address) = link.and_then(|link| Address::new(draft.slice(link.dest))) else { continue };
            // A hybrid event is listed under its place and under "Virtual", so the section counts. Without a
            // readable date, the title distinguishes the meetings of a group.
            let dates = slot.dates(issue);
            let words = if dates.is_none() { slot.title.as_str() } else { "" };
            match seen.entry((address.page(), dates, words, slot.section)) {
                Entry::Vacant(entry) => {
                    entry.insert(slot.span);
                }
                Entry::Occupied(entry) => {
                    let line = context.line_number(entry.get().start);
                    let message = format!("'{}' is already listed on line {line}", slot.title);
                    found.push(self.problem(slot.span, message));
                }
            }
        }
    }
}
