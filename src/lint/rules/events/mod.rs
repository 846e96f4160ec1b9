//! Rules about lists of events.

mod repeated_event;
mod stale_event;
mod unordered_events;
mod wrong_event_year;

use super::Rule;

pub(super) static RULES: &[&dyn Rule] = &[
    &repeated_event::RepeatedEvent,
    &stale_event::StaleEvent,
    &unordered_events::UnorderedEvents,
    &wrong_event_year::WrongEventYear,
];
