use std::fmt;

use jiff::ToSpan;
use jiff::civil::{Date, ISOWeekDate, Weekday};

/// The values that a path gives.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PathValues {
    /// `None` if the pattern has no date.
    pub period: Option<Period>,
    /// `None` if the pattern has no `{number}`.
    pub number: Option<u32>,
    /// `None` if the pattern has no `{slug}`.
    pub slug: Option<String>,
}

/// When an issue is published, as exactly as its path says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Period {
    Day(Date),
    /// A week by ISO 8601.
    Week(ISOWeekDate),
    /// A month, as its first day.
    Month(Date),
    Year(i16),
}

/// How exactly a pattern says when an issue is published.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Precision {
    Day,
    Week,
    Month,
    Year,
}

impl PathValues {
    /// The issue's place among the others. A week counts as its `weekday`, or else its Monday.
    pub fn key(&self, weekday: Option<Weekday>) -> IssueKey {
        let day = self.period.and_then(|period| period.day(weekday)).map(IssueKey::Day);
        day.or(self.number.map(IssueKey::Number)).unwrap_or(IssueKey::Next)
    }
}

impl Period {
    pub(super) fn month(year: i16, month: i8) -> Option<Period> {
        Date::new(year, month, 1).ok().map(Period::Month)
    }

    pub(super) fn week(year: i16, week: i8) -> Option<Period> {
        ISOWeekDate::new(year, week, Weekday::Monday).ok().map(Period::Week)
    }

    /// The day of the issue, if it is certain: also that of a week whose `weekday` is known. An issue about a month
    /// often appears after it.
    pub fn exact_day(self, weekday: Option<Weekday>) -> Option<Date> {
        match self {
            Period::Day(day) => Some(day),
            Period::Week(_) => self.day(Some(weekday?)),
            Period::Month(_) | Period::Year(_) => None,
        }
    }

    /// The day of the issue: of a week its `weekday` or else its Monday, of a month its first day. `None` for a
    /// year, in which several issues appear.
    pub fn day(self, weekday: Option<Weekday>) -> Option<Date> {
        match self {
            Period::Day(day) | Period::Month(day) => Some(day),
            Period::Week(week) => {
                let days = weekday.map_or(0, |weekday| weekday.since(Weekday::Monday));
                week.date().checked_add(i64::from(days).days()).ok()
            }
            Period::Year(_) => None,
        }
    }
}

/// The place of an issue among the others: by its date, or else by its number.
///
/// A newsletter's issues have either dates or numbers; a draft whose path is always the same comes after them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum IssueKey {
    Day(Date),
    Number(u32),
    /// A draft without a date or number in its path: the next issue.
    Next,
}

impl IssueKey {
    pub fn day(self) -> Option<Date> {
        match self {
            IssueKey::Day(day) => Some(day),
            IssueKey::Number(_) | IssueKey::Next => None,
        }
    }

    /// The issue on the command line, such as that of `copydesk new`. Empty for the next one.
    pub fn argument(self) -> String {
        match self {
            IssueKey::Day(day) => day.to_string(),
            IssueKey::Number(number) => number.to_string(),
            IssueKey::Next => String::new(),
        }
    }

    /// The issue in a message: `the issue of 2026-06-01`, `issue 407`, `the next issue`.
    pub fn phrase(self) -> String {
        match self {
            IssueKey::Day(day) => format!("the issue of {day}"),
            IssueKey::Number(number) => format!("issue {number}"),
            IssueKey::Next => "the next issue".to_owned(),
        }
    }
}

impl From<Date> for IssueKey {
    fn from(day: Date) -> IssueKey {
        IssueKey::Day(day)
    }
}

impl fmt::Display for IssueKey {
    /// Formats the date or the number alone, for lists.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            IssueKey::Day(day) => out.pad(&day.to_string()),
            IssueKey::Number(number) => out.pad(&format!("no. {number}")),
            IssueKey::Next => out.pad("next"),
        }
    }
}
