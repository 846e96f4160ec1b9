use crate::lint::Severity;
use crate::lint::events::years;
use crate::lint::rules::{Context, Findings, Meta, Rule};
use crate::text::SpanSet;

pub(super) struct StaleEvent;

const META: Meta = Meta {
    name: "stale-event",
    severity: Severity::Error,
    summary: "An event is over before the issue comes out.",
    why: "Readers are invited to an event that they have missed.",
    bad: issue!(
        "## Upcoming Events\n\n* [Lamp Days](https://example.org/days) are on May 23rd and 24th, 2026 in Town.\n"
    ),
    good: issue!(
        "## Upcoming Events\n\n* [Lamp Days](https://example.org/days) are on June 23rd and 24th, 2026 in Town.\n"
    ),
};

impl Rule for StaleEvent {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn check(&self, context: &Context<'_>, found: &mut Findings) {
        let Some(issue) = context.issue.date() else { return };
        // `wrong-event-year` reports events under a future year.
        let years = years(context).into_iter().filter(|list| list.year > issue.year());
        let misdated = SpanSet::new(years.flat_map(|list| list.slots).map(|slot| slot.span));
        for slot in context.outline.slots.iter().filter(|slot| slot.kind.has_days()) {
            if misdated.contains(slot.span) {
                continue;
            }
            if let Some((_, last)) = slot.dates(context.issue.date()).filter(|(_, last)| *last < issue) {
                let message = format!("'{}' was over on {last}, before this issue of {issue}", slot.title);
                found.push(self.problem(slot.span, message).help("remove it, or report on it elsewhere"));
            }
        }
    }
}
