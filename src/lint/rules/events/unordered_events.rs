use crate::lint::rules::{Context, Findings, Meta, Rule};
use jiff::civil::Date;

use crate::lint::Severity;
use crate::lint::events::dated_lists;
use crate::lint::order::out_of_order;

pub(super) struct UnorderedEvents;

const META: Meta = Meta {
    name: "unordered-events",
    severity: Severity::Warning,
    summary: "Events are not in the order of their dates.",
    why: "Readers look for the next event at the top and overlook those in between.",
    bad: issue!(
        "## Upcoming Events\n\n* [Lamp Days](https://example.org/days) are on June 23, 2026 in Town.\n* [Box Days](https://example.org/boxes) are on July 24, 2026 in Town.\n* [Jar Days](https://example.org/jars) are on June 12, 2026 in Town.\n"
    ),
    good: issue!(
        "## Upcoming Events\n\n* [Jar Days](https://example.org/jars) are on June 12, 2026 in Town.\n* [Lamp Days](https://example.org/days) are on June 23, 2026 in Town.\n* [Box Days](https://example.org/boxes) are on July 24, 2026 in Town.\n"
    ),
};

impl Rule for UnorderedEvents {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check(&self, context: &Context<'_>, found: &mut Findings) {
        for list in dated_lists(context) {
            let days: Vec<Date> = list.iter().map(|(day, _)| *day).collect();
            for at in out_of_order(&days) {
                let (day, span) = list[at];
                let message = format!("this is on {day}, but the rest of the list is in date order");
                found.push(self.problem(context.first_line(span), message).help("move it to its place"));
            }
        }
    }
}
