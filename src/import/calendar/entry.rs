//! An event of a calendar.

use calcard::icalendar::{
    ICalendarComponent, ICalendarDuration, ICalendarParameterName, ICalendarPeriod, ICalendarProperty,
    ICalendarRecurrenceRule, ICalendarStatus, ICalendarValue,
};
use jiff::{SignedDuration, Span};

use super::when::{Zones, is_event};
use super::{Event, Remarks, When};
use crate::import::markdown::{escaped, first_link, one_line, plain};

#[derive(Debug)]
pub(super) struct Entry {
    pub line: usize,
    pub id: Option<String>,
    pub sequence: i64,
    pub is_cancelled: bool,
    pub starts: When,
    ends: Option<Ends>,
    pub rule: Option<ICalendarRecurrenceRule>,
    /// Additional days, and days on which it is cancelled.
    pub also: Vec<When>,
    pub except: Vec<When>,
    /// The occurrence that this event replaces.
    pub replaces: Option<When>,
    name: String,
    place: Option<String>,
    address: Option<String>,
    about: Option<String>,
}

#[derive(Debug)]
enum Ends {
    At(When),
    After(Span),
}

pub(super) fn read(
    line: usize,
    component: &ICalendarComponent,
    zones: &mut Zones,
    remarks: &mut Remarks,
) -> Option<Entry> {
    if !is_event(component) {
        remarks.unclear(line, "an event that can't be read");
        return None;
    }
    let mut read = Reader { line, component, zones, remarks };
    let Some(starts) = read.times(&ICalendarProperty::Dtstart).into_iter().next() else {
        read.remarks.unclear(line, "an event without the time at which it starts");
        return None;
    };
    let name = read.text(&ICalendarProperty::Summary).map(|name| one_line(&name)).unwrap_or_default();
    let ends = read.times(&ICalendarProperty::Dtend).into_iter().next().map(Ends::At).or_else(|| {
        match component.property(&ICalendarProperty::Duration)?.values.first()? {
            ICalendarValue::Duration(duration) => span(duration).map(Ends::After),
            _ => None,
        }
    });
    let description = read.text(&ICalendarProperty::Description).unwrap_or_default();
    let place = read.text(&ICalendarProperty::Location).map(|place| one_line(&lines_joined(&place)));
    let own_address = read.text(&ICalendarProperty::Url).and_then(|url| first_link(&url));
    // The address of an online event is often in the field for its place.
    let (place, place_address) = match place.filter(|place| !place.is_empty()) {
        Some(place) if place.starts_with("https://") || place.starts_with("http://") => {
            (None, first_link(&place))
        }
        place => (place, None),
    };
    let address = own_address.or_else(|| first_link(&description)).or(place_address);
    let about = plain(&description).lines().map(one_line).find(|line| !line.is_empty());
    let lower = name.to_lowercase();
    let is_cancelled = matches!(
        component.property(&ICalendarProperty::Status).and_then(|entry| entry.values.first()),
        Some(ICalendarValue::Status(ICalendarStatus::Cancelled))
    ) || ["canceled:", "cancelled:", "[canceled]", "[cancelled]"]
        .iter()
        .any(|mark| lower.starts_with(mark));
    if name.is_empty() && !is_cancelled {
        read.remarks.unclear(line, "an event without a name");
        return None;
    }
    let also = read.times(&ICalendarProperty::Rdate);
    let except = read.times(&ICalendarProperty::Exdate);
    let replaces = read.replaces();
    let rule = read.rule();
    let sequence = component.property(&ICalendarProperty::Sequence).and_then(|entry| entry.values.first());
    Some(Entry {
        line,
        id: component.uid().map(str::to_owned).filter(|id| !id.is_empty()),
        sequence: sequence.and_then(ICalendarValue::as_integer).unwrap_or(0),
        is_cancelled,
        starts,
        ends,
        rule,
        also,
        except,
        replaces,
        name: escaped(&name),
        place: place.map(|place| escaped(&place)),
        address,
        about: about.map(|about| escaped(&about)),
    })
}

/// Joins an address of several lines as in a sentence.
fn lines_joined(text: &str) -> String {
    let lines = text.lines().map(|line| line.trim().trim_end_matches(',')).filter(|line| !line.is_empty());
    lines.collect::<Vec<_>>().join(", ")
}

struct Reader<'r> {
    line: usize,
    component: &'r ICalendarComponent,
    zones: &'r mut Zones,
    remarks: &'r mut Remarks,
}

impl Reader<'_> {
    fn text(&self, property: &ICalendarProperty) -> Option<String> {
        let values = &self.component.property(property)?.values;
        // An unescaped comma separates two values, but people mean a comma.
        let texts: Vec<&str> = values.iter().filter_map(ICalendarValue::as_text).collect();
        (!texts.is_empty()).then(|| texts.join(", "))
    }

    fn times(&mut self, property: &ICalendarProperty) -> Vec<When> {
        let mut times = Vec::new();
        for entry in self.component.properties(property) {
            if let Some(name) = self.zones.unknown(entry) {
                self.remarks.unclear(self.line, format!("unknown time zone: {name}"));
            }
            for value in &entry.values {
                let value = match value {
                    ICalendarValue::PartialDateTime(value) => value,
                    ICalendarValue::Period(
                        ICalendarPeriod::Range { start, .. } | ICalendarPeriod::Duration { start, .. },
                    ) => start,
                    _ => {
                        self.remarks.unclear(self.line, "a time that can't be read");
                        continue;
                    }
                };
                match self.zones.when(entry, value) {
                    Ok(when) => times.push(when),
                    Err(problem) => self.remarks.unclear(self.line, problem),
                }
            }
        }
        times
    }

    fn replaces(&mut self) -> Option<When> {
        let property = self.component.property(&ICalendarProperty::RecurrenceId)?;
        if property.has_parameter(&ICalendarParameterName::Range) {
            self.remarks.unclear(self.line, "a change of all later occurrences: only this one is changed");
        }
        self.times(&ICalendarProperty::RecurrenceId).into_iter().next()
    }

    fn rule(&mut self) -> Option<ICalendarRecurrenceRule> {
        let mut rules = self.component.properties(&ICalendarProperty::Rrule);
        let first = rules.next()?;
        if rules.next().is_some() || self.component.has_property(&ICalendarProperty::Exrule) {
            self.remarks.unclear(self.line, "more than one recurrence rule: the first is used");
        }
        match first.values.first() {
            Some(ICalendarValue::RecurrenceRule(rule)) => Some((**rule).clone()),
            _ => {
                self.remarks.unclear(self.line, "a recurrence rule that can't be read");
                None
            }
        }
    }
}

impl Entry {
    pub fn repeats(&self) -> bool {
        self.rule.is_some() || !self.also.is_empty()
    }

    /// Returns the event on one of its days.
    pub fn event(&self, starts: When) -> Event {
        let ends = self.ends(&starts).filter(|ends| ends.civil() > starts.civil());
        Event {
            name: self.name.clone(),
            ends,
            starts,
            place: self.place.clone(),
            address: self.address.clone(),
            about: self.about.clone(),
            repeats: self.rule.is_some() || !self.also.is_empty() || self.replaces.is_some(),
            line: self.line,
        }
    }

    fn ends(&self, starts: &When) -> Option<When> {
        match (self.ends.as_ref()?, starts) {
            (Ends::After(span), When::Day(day)) => {
                day.checked_add(*span).ok()?.yesterday().ok().map(When::Day)
            }
            (Ends::After(span), When::Local(time)) => time.checked_add(*span).ok().map(When::Local),
            (Ends::After(span), When::At(time)) => time.checked_add(*span).ok().map(When::At),
            // The end is exclusive.
            (Ends::At(ends), When::Day(day)) => {
                let days = ends.date().since(self.starts.date()).ok()?;
                day.checked_add(days).ok()?.yesterday().ok().map(When::Day)
            }
            (Ends::At(When::At(ends)), When::At(starts)) => {
                let When::At(first) = &self.starts else { return None };
                let length = ends.timestamp().duration_since(first.timestamp());
                let ends_at = starts.timestamp().checked_add(length).ok()?;
                Some(When::At(ends_at.to_zoned(ends.time_zone().clone())))
            }
            (Ends::At(ends), starts) => {
                let length: SignedDuration = ends.civil().duration_since(self.starts.civil());
                starts.moved(starts.civil().checked_add(length).ok()?)
            }
        }
    }
}

fn span(duration: &ICalendarDuration) -> Option<Span> {
    if duration.neg {
        return None;
    }
    Span::new()
        .try_weeks(duration.weeks)
        .and_then(|span| span.try_days(duration.days))
        .and_then(|span| span.try_hours(duration.hours))
        .and_then(|span| span.try_minutes(duration.minutes))
        .and_then(|span| span.try_seconds(duration.seconds))
        .ok()
}
