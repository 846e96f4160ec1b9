use std::collections::HashMap;

use calcard::common::PartialDateTime;
use calcard::icalendar::timezone::TzResolver;
use calcard::icalendar::{
    ICalendar, ICalendarComponent, ICalendarComponentType, ICalendarEntry, ICalendarParameterName,
};
use jiff::Zoned;
use jiff::civil::{Date, DateTime, Time};
use jiff::tz::{TimeZone, TimeZoneDatabase};

/// A day, or a time with or without a time zone.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum When {
    Day(Date),
    Local(DateTime),
    At(Zoned),
}

impl When {
    /// The local day.
    pub fn date(&self) -> Date {
        self.civil().date()
    }

    /// The local time; `None` for a whole day.
    pub fn time(&self) -> Option<Time> {
        match self {
            Self::Day(_) => None,
            Self::Local(time) => Some(time.time()),
            Self::At(time) => Some(time.time()),
        }
    }

    /// Midnight for a whole day.
    pub(super) fn civil(&self) -> DateTime {
        match self {
            Self::Day(day) => day.to_datetime(Time::midnight()),
            Self::Local(time) => *time,
            Self::At(time) => time.datetime(),
        }
    }

    /// The local time in the time zone of `other`.
    pub(super) fn civil_at(&self, other: &Self) -> Option<DateTime> {
        match (self, other) {
            (Self::At(time), Self::At(other)) => {
                Some(time.timestamp().to_zoned(other.time_zone().clone()).datetime())
            }
            // A day without a time means the event of that day.
            (Self::Day(day), _) => Some(day.to_datetime(other.civil().time())),
            _ => Some(self.civil()),
        }
    }

    /// Returns the same kind of time at another day and hour.
    pub(super) fn moved(&self, to: DateTime) -> Option<Self> {
        match self {
            Self::Day(_) => Some(Self::Day(to.date())),
            Self::Local(_) => Some(Self::Local(to)),
            Self::At(time) => to.to_zoned(time.time_zone().clone()).ok().map(Self::At),
        }
    }
}

/// The time zones of a calendar. Their rules are bundled with the program, so that a calendar is
/// read in the same way on every machine.
pub(super) struct Zones {
    resolver: TzResolver<String>,
    /// The zone in which UTC times are shown.
    shown: Option<TimeZone>,
    known: HashMap<String, Option<TimeZone>>,
}

impl Zones {
    pub fn new(components: &[ICalendarComponent], shown: Option<&str>) -> Self {
        let calendar = ICalendar { components: components.to_vec() };
        let mut zones =
            Self { resolver: calendar.build_owned_tz_resolver(), shown: None, known: HashMap::new() };
        zones.shown = shown.and_then(|name| zones.get(name));
        zones
    }

    fn get(&mut self, name: &str) -> Option<TimeZone> {
        if let Some(known) = self.known.get(name) {
            return known.clone();
        }
        let found = self.look_up(name);
        self.known.insert(name.to_owned(), found.clone());
        found
    }

    fn look_up(&self, name: &str) -> Option<TimeZone> {
        let bundled = TimeZoneDatabase::bundled();
        // Some programs prefix the name: `/example.org/2024/Europe/Berlin`.
        let mut rest = name.trim_matches(|c: char| c == '"' || c.is_whitespace());
        for _ in 0..6 {
            if let Ok(zone) = bundled.get(rest) {
                return Some(zone);
            }
            match rest.split_once('/') {
                Some((_, next)) => rest = next,
                None => break,
            }
        }
        let known_as = self.resolver.resolve(name)?.name()?;
        bundled.get(&known_as).ok()
    }

    /// Reads a value in the time zone of its line. The error is the reason why it is unclear.
    pub fn when(&mut self, entry: &ICalendarEntry, value: &PartialDateTime) -> Result<When, String> {
        let day = date(value).ok_or("no such day")?;
        let Some(hour) = value.hour else { return Ok(When::Day(day)) };
        let time = Time::new(
            i8::try_from(hour).unwrap_or(i8::MAX),
            value.minute.map_or(0, |minute| i8::try_from(minute).unwrap_or(i8::MAX)),
            // A leap second becomes the second before it.
            value.second.map_or(0, |second| i8::try_from(second.min(59)).unwrap_or(59)),
            0,
        )
        .map_err(|_| "no such time")?;
        let time = day.to_datetime(time);
        if value.tz_hour.is_some() {
            let zoned = time.to_zoned(TimeZone::UTC).map_err(|_| "no such time")?;
            let shown = self.shown.clone().unwrap_or(TimeZone::UTC);
            return Ok(When::At(zoned.with_time_zone(shown)));
        }
        let named = entry.parameter(&ICalendarParameterName::Tzid).and_then(|value| value.as_text());
        match named {
            None => Ok(When::Local(time)),
            Some(name) => match self.get(name) {
                Some(zone) => time.to_zoned(zone).map(When::At).map_err(|_| "no such time".to_owned()),
                None => Ok(When::Local(time)),
            },
        }
    }

    /// The name of a line's time zone if it is unknown.
    pub fn unknown<'e>(&mut self, entry: &'e ICalendarEntry) -> Option<&'e str> {
        let name = entry.parameter(&ICalendarParameterName::Tzid).and_then(|value| value.as_text())?;
        self.get(name).is_none().then_some(name)
    }
}

fn date(value: &PartialDateTime) -> Option<Date> {
    let year = i16::try_from(value.year?).ok().filter(|year| (1900..=2200).contains(year))?;
    Date::new(year, i8::try_from(value.month?).ok()?, i8::try_from(value.day?).ok()?).ok()
}

/// Converts a time for the recurrence library, without its zone.
pub(super) fn partial(time: DateTime) -> PartialDateTime {
    PartialDateTime {
        year: u16::try_from(time.year()).ok(),
        month: u8::try_from(time.month()).ok(),
        day: u8::try_from(time.day()).ok(),
        hour: u8::try_from(time.hour()).ok(),
        minute: u8::try_from(time.minute()).ok(),
        second: u8::try_from(time.second()).ok(),
        tz_hour: None,
        tz_minute: None,
        tz_minus: false,
    }
}

pub(super) fn is_event(component: &ICalendarComponent) -> bool {
    component.component_type == ICalendarComponentType::VEvent
}
