//! A cadence as a text: the grammar of the profile's `cadence`.

use std::fmt;
use std::ops::RangeInclusive;
use std::str::FromStr;

use jiff::civil::Weekday;

use super::{Cadence, MonthDay, Nth, Weekdays};
use crate::profile::weekday_from_name;

/// The text has no form of a cadence.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "'{0}' is no cadence; write 'every Monday', 'every Tuesday and Friday', 'every 2 weeks on Thursday', 'every month on \
     day 28', 'every month on the first Monday', 'every month on the last weekday', 'every 3 months on day 1', 'every 3 \
     days' or 'irregular'"
)]
pub struct UnknownCadence(String);

/// How many weeks or months may be between two issues.
const COUNTS: RangeInclusive<u8> = 2..=12;
/// How many days may be between two issues.
const DAYS: RangeInclusive<u8> = 2..=60;

impl FromStr for Cadence {
    type Err = UnknownCadence;

    /// Reads one of the forms, in any case and with any space between the words.
    fn from_str(text: &str) -> Result<Cadence, UnknownCadence> {
        let lower = text.to_lowercase();
        let words: Vec<&str> = lower.split_whitespace().collect();
        cadence(&words).ok_or_else(|| UnknownCadence(text.trim().to_owned()))
    }
}

fn cadence(words: &[&str]) -> Option<Cadence> {
    match words {
        ["irregular"] => Some(Cadence::Irregular),
        ["every", "day"] => Some(Cadence::Days { count: 1 }),
        ["every", count, "days"] => Some(Cadence::Days { count: number(count, DAYS)? }),
        ["every", count, "weeks", "on", day] => {
            Some(Cadence::Weeks { count: number(count, COUNTS)?, weekday: weekday_from_name(day)? })
        }
        ["every", "month", "on", day @ ..] => Some(Cadence::Months { count: 1, day: month_day(day)? }),
        ["every", count, "months", "on", day @ ..] => {
            Some(Cadence::Months { count: number(count, COUNTS)?, day: month_day(day)? })
        }
        ["every", days @ ..] => Some(Cadence::Week(weekdays(days)?)),
        _ => None,
    }
}

fn number(word: &str, range: RangeInclusive<u8>) -> Option<u8> {
    word.parse().ok().filter(|number| range.contains(number))
}

/// `day 28`, `the first monday`, `the last weekday`
fn month_day(words: &[&str]) -> Option<MonthDay> {
    match words {
        ["day", day] => day.parse().ok().filter(|day| (1..=31).contains(day)).map(MonthDay::Day),
        ["the", "first", "weekday"] => Some(MonthDay::FirstWeekday),
        ["the", "last", "weekday"] => Some(MonthDay::LastWeekday),
        ["the", nth, day] => {
            let nth = Nth::ALL.into_iter().find(|one| one.word() == *nth)?;
            Some(MonthDay::Nth(nth, weekday_from_name(day)?))
        }
        _ => None,
    }
}

/// `monday`, `tuesday and friday`, `monday, wednesday and friday`; each day once.
fn weekdays(words: &[&str]) -> Option<Weekdays> {
    let days: Option<Vec<Weekday>> = match words {
        [only] => weekday_from_name(only).map(|day| vec![day]),
        [start @ .., before, "and", last] => {
            let listed = start.iter().map(|word| word.strip_suffix(',').unwrap_or(""));
            listed.chain([*before, *last]).map(weekday_from_name).collect()
        }
        _ => None,
    };
    let days = days?;
    let all = Weekdays::new(days.iter().copied())?;
    (all.count() == days.len()).then_some(all)
}

impl Nth {
    pub(super) fn word(self) -> &'static str {
        match self {
            Nth::First => "first",
            Nth::Second => "second",
            Nth::Third => "third",
            Nth::Fourth => "fourth",
            Nth::Last => "last",
        }
    }
}

impl fmt::Display for MonthDay {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            MonthDay::Day(day) => write!(out, "day {day}"),
            MonthDay::Nth(nth, weekday) => write!(out, "the {} {weekday:?}", nth.word()),
            MonthDay::FirstWeekday => out.write_str("the first weekday"),
            MonthDay::LastWeekday => out.write_str("the last weekday"),
        }
    }
}

impl Weekdays {
    /// The days with a word before the last one: `Monday, Wednesday and Friday`.
    pub(super) fn listed(self, word: &str) -> String {
        let names: Vec<String> = self.iter().map(|day| format!("{day:?}")).collect();
        match names.split_last() {
            Some((last, [])) => last.clone(),
            Some((last, others)) => format!("{} {word} {last}", others.join(", ")),
            None => String::new(),
        }
    }
}

impl fmt::Display for Cadence {
    /// Writes the text that is read back as the same cadence.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Cadence::Week(days) => write!(out, "every {}", days.listed("and")),
            Cadence::Weeks { count, weekday } => write!(out, "every {count} weeks on {weekday:?}"),
            Cadence::Months { count: 1, day } => write!(out, "every month on {day}"),
            Cadence::Months { count, day } => write!(out, "every {count} months on {day}"),
            Cadence::Days { count: 1 } => out.write_str("every day"),
            Cadence::Days { count } => write!(out, "every {count} days"),
            Cadence::Irregular => out.write_str("irregular"),
        }
    }
}
