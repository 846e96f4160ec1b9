//! Expands recurring events within the requested weeks.

use std::collections::HashSet;

use calcard::common::timezone::Tz;
use calcard::icalendar::{
    ICalendar, ICalendarComponent, ICalendarComponentType, ICalendarEntry, ICalendarFrequency,
    ICalendarProperty, ICalendarRecurrenceRule, ICalendarValue,
};
use jiff::civil::{Date, DateTime, Time};
use jiff::tz::TimeZone;
use jiff::{Span, Timestamp};

use super::When;
use super::entry::Entry;
use super::when::partial;

/// The number of occurrences of one event that are expanded. More is not an event.
const MOST: usize = 20_000;

/// The remaining budget for a calendar.
pub(super) struct Budget {
    /// Rules that never match, such as February 30: the search for each spans centuries.
    never: usize,
    /// Occurrences of all events.
    repetitions: usize,
}

impl Default for Budget {
    fn default() -> Self {
        Self { never: 20, repetitions: 2_000_000 }
    }
}

/// Returns the starts of all occurrences that overlap the days from `from` to `to`, and possibly
/// some earlier ones. The error is the reason why they are unclear.
pub(super) fn starts(
    entry: &Entry,
    from: Date,
    to: Date,
    budget: &mut Budget,
) -> Result<Vec<When>, &'static str> {
    let first = entry.starts.civil();
    let mut starts = match &entry.rule {
        Some(rule) => by_rule(entry, rule, from, to, budget)?,
        None => vec![first],
    };
    starts.extend(entry.also.iter().filter_map(|when| when.civil_at(&entry.starts)));
    let (days, times): (Vec<_>, Vec<_>) = entry.except.iter().partition(|when| matches!(when, When::Day(_)));
    let days: HashSet<Date> = days.into_iter().map(When::date).collect();
    let times: HashSet<DateTime> =
        times.into_iter().filter_map(|when| when.civil_at(&entry.starts)).collect();
    starts.retain(|start| !days.contains(&start.date()) && !times.contains(start));
    starts.sort_unstable();
    starts.dedup();
    Ok(starts.into_iter().filter_map(|start| entry.starts.moved(start)).collect())
}

fn by_rule(
    entry: &Entry,
    rule: &ICalendarRecurrenceRule,
    from: Date,
    to: Date,
    budget: &mut Budget,
) -> Result<Vec<DateTime>, &'static str> {
    let first = entry.starts.civil();
    let mut last = to.to_datetime(Time::constant(23, 59, 59, 0));
    if let Some(until) = &rule.until {
        last = last.min(civil_until(until, &entry.starts).ok_or("a recurrence rule with an invalid end")?);
    }
    if last < first {
        return Ok(Vec::new());
    }
    let length =
        entry.event(entry.starts.clone()).last_day().since(first.date()).map_or(0, |span| span.get_days());
    let begin = if rule.count.is_some() { first } else { near(first, rule, from, length) };
    let rule = ICalendarRecurrenceRule { until: Some(partial(last)), ..rule.clone() };
    if budget.never == 0 || budget.repetitions == 0 {
        return Err("too many occurrences in one calendar: only the first day is used");
    }
    let property = |name, value| ICalendarEntry { name, params: Vec::new(), values: vec![value] };
    let event = ICalendarComponent {
        component_type: ICalendarComponentType::VEvent,
        entries: vec![
            property(ICalendarProperty::Dtstart, ICalendarValue::PartialDateTime(Box::new(partial(begin)))),
            property(ICalendarProperty::Rrule, ICalendarValue::RecurrenceRule(Box::new(rule))),
        ],
        component_ids: Vec::new(),
    };
    let expanded = ICalendar { components: vec![event] }.expand_dates(Tz::Floating, MOST);
    if !expanded.errors.is_empty() {
        return Err("a recurrence rule that can't be expanded: only the first day is used");
    }
    if expanded.events.is_empty() {
        budget.never -= 1;
    }
    budget.repetitions = budget.repetitions.saturating_sub(expanded.events.len());
    if expanded.events.len() >= MOST {
        return Err("an event that repeats too often: only the first day is used");
    }
    Ok(expanded
        .events
        .iter()
        .filter_map(|event| Timestamp::from_second(event.start.timestamp()).ok())
        .map(|time| time.to_zoned(TimeZone::UTC).datetime())
        .collect())
}

/// The end of a rule in the event's local time.
fn civil_until(until: &calcard::common::PartialDateTime, starts: &When) -> Option<DateTime> {
    let day = Date::new(
        i16::try_from(until.year?).ok()?,
        i8::try_from(until.month?).ok()?,
        i8::try_from(until.day?).ok()?,
    )
    .ok()?;
    let Some(hour) = until.hour else { return Some(day.to_datetime(Time::constant(23, 59, 59, 0))) };
    let part = |value: Option<u8>| i8::try_from(value.unwrap_or(0)).ok();
    let time =
        Time::new(i8::try_from(hour).ok()?, part(until.minute)?, part(until.second)?.min(59), 0).ok()?;
    let time = day.to_datetime(time);
    match starts {
        When::At(starts) if until.tz_hour.is_some() => {
            let zoned = time.to_zoned(TimeZone::UTC).ok()?;
            Some(zoned.with_time_zone(starts.time_zone().clone()).datetime())
        }
        // The end is a day without a time: include the whole day.
        When::Day(_) => Some(day.to_datetime(Time::constant(23, 59, 59, 0))),
        _ => Some(time),
    }
}

/// Returns an earlier start for the expansion: a whole number of intervals after the first
/// occurrence and before the requested days.
fn near(first: DateTime, rule: &ICalendarRecurrenceRule, from: Date, length: i32) -> DateTime {
    let step = match rule.freq {
        ICalendarFrequency::Weekly => 7 * 24 * 3600,
        ICalendarFrequency::Daily => 24 * 3600,
        ICalendarFrequency::Hourly => 3600,
        ICalendarFrequency::Minutely => 60,
        ICalendarFrequency::Secondly => 1,
        ICalendarFrequency::Monthly => return years_later(first, rule, from, length, 1),
        ICalendarFrequency::Yearly => return years_later(first, rule, from, length, 12),
    };
    let step = step * i64::from(rule.interval.unwrap_or(1).max(1));
    let first_needed =
        from.to_datetime(Time::midnight()).checked_sub(Span::new().days(length.clamp(0, 4000) + 1));
    let Ok(needed) = first_needed else { return first };
    let ahead = needed.duration_since(first).as_secs();
    if ahead < step {
        return first;
    }
    first.checked_add(Span::new().seconds(ahead / step * step)).unwrap_or(first)
}

/// The same for intervals of months: a whole number of intervals that is a multiple of four years,
/// after which the calendar repeats.
fn years_later(
    first: DateTime,
    rule: &ICalendarRecurrenceRule,
    from: Date,
    length: i32,
    months: i64,
) -> DateTime {
    let interval = months * i64::from(rule.interval.unwrap_or(1).max(1));
    // The least common multiple of the interval and four years.
    let (mut divisor, mut rest) = (interval, 48);
    while rest != 0 {
        (divisor, rest) = (rest, divisor % rest);
    }
    let step = interval / divisor * 48;
    let years = i64::from(from.year()) - i64::from(first.year()) - 1 - i64::from(length.max(0) / 365);
    let ahead = years * 12 / step * step;
    // Only some centuries have a missing leap day.
    let later = if ahead > 0 { first.checked_add(Span::new().months(ahead)).ok() } else { None };
    later.filter(|later| later.day() == first.day()).unwrap_or(first)
}
