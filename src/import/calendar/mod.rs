//! Calendars: the events of the following weeks.

mod component;
mod entry;
mod recur;
mod when;

use std::collections::{HashMap, HashSet};

use jiff::civil::Date;

use component::split;
use entry::Entry;
pub use when::When;
use when::Zones;

use super::decode::unix_lines;
use super::recognise::expect;
use super::{Kind, Reading, Refusal, Remark, Tone};
use crate::profile::grammar::Grammar;

/// An event, or an occurrence of a recurring event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// As Markdown.
    pub name: String,
    pub starts: When,
    /// The last day of an all-day event; `None` if it ends when it starts.
    pub ends: Option<When>,
    /// As Markdown, in one line.
    pub place: Option<String>,
    /// The event's page, or the first link of its description.
    pub address: Option<String>,
    /// The first line of its description, as Markdown.
    pub about: Option<String>,
    pub repeats: bool,
    /// The first line of the event, counted from 1.
    pub line: usize,
}

impl Event {
    /// The last day of the event.
    pub fn last_day(&self) -> Date {
        self.ends.as_ref().map_or_else(|| self.starts.date(), |ends| ends.date().max(self.starts.date()))
    }
}

/// True for the first line of a calendar, or of a single event.
pub(super) fn begins(first: &str) -> bool {
    let first = first.trim_start_matches('\u{feff}').trim_end();
    first.eq_ignore_ascii_case("BEGIN:VCALENDAR") || first.eq_ignore_ascii_case("BEGIN:VEVENT")
}

/// Reads the events on days from `from` to `to`, both inclusive, sorted by start. Endless
/// recurrences are expanded within these days only. Cancelled and repeated events are left out.
///
/// # Errors
///
/// If the text is empty or is not a calendar.
pub fn read(text: &str, from: Date, to: Date, grammar: &Grammar) -> Result<Reading<Vec<Event>>, Refusal> {
    expect(Kind::Events, text, grammar)?;
    let text = unix_lines(text.trim_start_matches('\u{feff}'));
    if !text.lines().map(str::trim).find(|line| !line.is_empty()).is_some_and(begins) {
        return Err(Refusal::Nothing(Kind::Events));
    }
    let mut remarks = Remarks::default();
    let parts = split(&text, &mut remarks);
    let mut zones = Zones::new(&parts.zones, parts.zone.as_deref());
    let mut groups: Vec<Vec<Entry>> = Vec::new();
    let mut by_id: HashMap<String, usize> = HashMap::new();
    for (line, component) in parts.events {
        let Some(mut entry) = entry::read(line, &component, &mut zones, &mut remarks) else { continue };
        entry.is_cancelled |= parts.is_cancelled;
        let next = groups.len();
        let at = entry.id.as_ref().map_or(next, |id| *by_id.entry(id.clone()).or_insert(next));
        match groups.get_mut(at) {
            Some(group) => group.push(entry),
            None => groups.push(vec![entry]),
        }
    }
    let mut collector = EventCollector::new(from, to);
    let mut recurrence = recur::Budget::default();
    for group in groups {
        collector.add_group(group, &mut recurrence, &mut remarks);
    }
    Ok(collector.reading(remarks))
}

/// Remarks about lines. Those over the limit are only counted.
#[derive(Default)]
pub(super) struct Remarks {
    kept: Vec<Remark>,
    omitted: usize,
}

impl Remarks {
    const LIMIT: usize = 20;

    fn unclear(&mut self, line: usize, text: impl Into<String>) {
        if self.kept.len() < Self::LIMIT {
            self.kept.push(Remark::unclear(line, text));
        } else {
            self.omitted += 1;
        }
    }
}

/// Collects the events of the requested days, and counts the others.
struct EventCollector {
    from: Date,
    to: Date,
    events: Vec<Event>,
    /// Compares name and start: in calendars that were merged, the same event has two identifiers.
    known: HashSet<(String, When)>,
    past: usize,
    later: usize,
    cancelled: usize,
    duplicates: usize,
}

impl EventCollector {
    fn new(from: Date, to: Date) -> Self {
        Self {
            from,
            to,
            events: Vec::new(),
            known: HashSet::new(),
            past: 0,
            later: 0,
            cancelled: 0,
            duplicates: 0,
        }
    }

    /// Adds all events with one identifier: an event, and the occurrences that differ.
    fn add_group(&mut self, group: Vec<Entry>, budget: &mut recur::Budget, remarks: &mut Remarks) {
        let (days, mut masters): (Vec<Entry>, Vec<Entry>) =
            group.into_iter().partition(|entry| entry.replaces.is_some());
        // The newest first: an older version of an event is ignored.
        masters.sort_by_key(|entry| std::cmp::Reverse(entry.sequence));
        let newest = masters.first().map(|entry| entry.sequence);
        for master in masters {
            if Some(master.sequence) != newest {
                self.duplicates += 1;
            } else if master.is_cancelled {
                self.cancelled += 1;
            } else if master.repeats() {
                let replaced: HashSet<_> =
                    days.iter().filter_map(|day| day.replaces.as_ref()?.civil_at(&master.starts)).collect();
                let starts = recur::starts(&master, self.from, self.to, budget).unwrap_or_else(|problem| {
                    remarks.unclear(master.line, problem);
                    vec![master.starts.clone()]
                });
                for start in starts {
                    if !start.civil_at(&master.starts).is_some_and(|civil| replaced.contains(&civil)) {
                        self.add(&master, start);
                    }
                }
            } else {
                self.add(&master, master.starts.clone());
            }
        }
        for day in days {
            if day.is_cancelled {
                self.cancelled += 1;
            } else {
                self.add(&day, day.starts.clone());
            }
        }
    }

    fn add(&mut self, entry: &Entry, starts: When) {
        let event = entry.event(starts);
        if event.last_day() < self.from {
            self.past += usize::from(!event.repeats);
        } else if event.starts.date() > self.to {
            self.later += usize::from(!event.repeats);
        } else if self.known.insert((event.name.clone(), event.starts.clone())) {
            self.events.push(event);
        } else {
            self.duplicates += 1;
        }
    }

    fn reading(mut self, unclear: Remarks) -> Reading<Vec<Event>> {
        self.events
            .sort_by(|a, b| (a.starts.civil(), &a.name, a.line).cmp(&(b.starts.civil(), &b.name, b.line)));
        let mut remarks: Vec<Remark> =
            self.events.iter().map(|event| Remark::found(event.line, event.name.clone())).collect();
        // One identifier for all occurrences.
        remarks.sort_by_key(|remark| remark.line);
        remarks.dedup();
        remarks.truncate(Remarks::LIMIT * 5);
        remarks.extend(unclear.kept);
        remarks.sort_by_key(|remark| remark.line);
        let counts = [
            (unclear.omitted, Tone::Unclear, "more unclear lines"),
            (self.past, Tone::Found, "past events left out"),
            (self.later, Tone::Found, "later events left out"),
            (self.cancelled, Tone::Found, "cancelled events left out"),
            (self.duplicates, Tone::Found, "duplicate events"),
        ];
        for (count, tone, text) in counts {
            if count > 0 {
                remarks.push(Remark { tone, line: None, text: format!("{text}: {count}") });
            }
        }
        if self.events.is_empty() {
            remarks.push(Remark::missing(format!("events from {} to {}", self.from, self.to)));
        }
        Reading { value: self.events, remarks }
    }
}

#[cfg(test)]
mod tests;
