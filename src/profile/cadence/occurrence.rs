//! The occurrences of a cadence, numbered: the one before and the one after have the neighbouring numbers.

use jiff::ToSpan;
use jiff::civil::{Date, Weekday, date};

use super::{Cadence, MonthDay, Nth, Weekdays};

/// The Monday from which weeks and days are counted.
const MONDAY: Date = date(1970, 1, 5);

impl Cadence {
    /// How many occurrences after an issue the next one is. Of `every 2 weeks`, each week has an occurrence. `None`
    /// for an irregular newsletter.
    pub(super) fn step(self) -> Option<i32> {
        match self {
            Cadence::Week(_) => Some(1),
            Cadence::Weeks { count, .. } | Cadence::Months { count, .. } | Cadence::Days { count } => {
                Some(i32::from(count.max(1)))
            }
            Cadence::Irregular => None,
        }
    }

    /// The date of an occurrence. `None` if there is no such date.
    pub(super) fn at(self, number: i32) -> Option<Date> {
        match self {
            Cadence::Week(days) => at_week(days, number),
            Cadence::Weeks { weekday, .. } => at_week(Weekdays::one(weekday), number),
            Cadence::Months { day, .. } => day.in_month(first_of_month(number)?),
            Cadence::Days { .. } => MONDAY.checked_add(number.days()).ok(),
            Cadence::Irregular => None,
        }
    }

    /// The number of the occurrence that is nearest to a date. Of two, the earlier one: issues are late more often
    /// than early.
    pub(super) fn nearest(self, date: Date) -> Option<i32> {
        let (about, around) = match self {
            Cadence::Week(days) => {
                let count = i32::try_from(days.count()).ok()?;
                (days_since_monday(date).div_euclid(7) * count, 2 * count)
            }
            Cadence::Weeks { .. } => (days_since_monday(date).div_euclid(7), 1),
            Cadence::Months { .. } => (month_number(date), 1),
            Cadence::Days { .. } => (days_since_monday(date), 0),
            Cadence::Irregular => return None,
        };
        let distance = |at: Date| (date - at).get_days().abs();
        let numbers = about - around..=about + around;
        let near = numbers.filter_map(|number| Some((distance(self.at(number)?), number)));
        near.min().map(|(_, number)| number)
    }
}

impl MonthDay {
    /// The day in the month that begins with `first`.
    fn in_month(self, first: Date) -> Option<Date> {
        match self {
            MonthDay::Day(day) => {
                Date::new(first.year(), first.month(), day.clamp(1, first.days_in_month())).ok()
            }
            MonthDay::Nth(nth, weekday) => first.nth_weekday_of_month(nth.number(), weekday).ok(),
            MonthDay::FirstWeekday => (0..7i64).find_map(|n| working_day(first.checked_add(n.days()).ok()?)),
            MonthDay::LastWeekday => {
                (0..7i64).find_map(|n| working_day(first.last_of_month().checked_sub(n.days()).ok()?))
            }
        }
    }

    /// The part of the month, counted in weeks.
    pub(super) fn nth(self) -> Nth {
        match self {
            MonthDay::Nth(nth, _) => nth,
            MonthDay::FirstWeekday => Nth::First,
            MonthDay::LastWeekday => Nth::Last,
            MonthDay::Day(day) => match day {
                ..=7 => Nth::First,
                8..=14 => Nth::Second,
                15..=21 => Nth::Third,
                22..=28 => Nth::Fourth,
                _ => Nth::Last,
            },
        }
    }
}

impl Nth {
    pub(super) const ALL: [Nth; 5] = [Nth::First, Nth::Second, Nth::Third, Nth::Fourth, Nth::Last];

    /// As `jiff` counts them.
    fn number(self) -> i8 {
        match self {
            Nth::First => 1,
            Nth::Second => 2,
            Nth::Third => 3,
            Nth::Fourth => 4,
            Nth::Last => -1,
        }
    }
}

/// The date if it is from Monday to Friday.
fn working_day(date: Date) -> Option<Date> {
    (!matches!(date.weekday(), Weekday::Saturday | Weekday::Sunday)).then_some(date)
}

fn at_week(days: Weekdays, number: i32) -> Option<Date> {
    let count = i32::try_from(days.count()).ok()?;
    let day = days.iter().nth(usize::try_from(number.rem_euclid(count)).ok()?)?;
    let offset = i64::from(day.to_monday_zero_offset());
    MONDAY.checked_add((i64::from(number.div_euclid(count)) * 7 + offset).days()).ok()
}

fn days_since_monday(date: Date) -> i32 {
    (date - MONDAY).get_days()
}

/// The Monday of a date's week.
pub(super) fn monday_of(date: Date) -> Date {
    date.saturating_sub(i64::from(date.weekday().to_monday_zero_offset()).days())
}

/// The months up to a date's month, from the year 0 on.
pub(super) fn month_number(date: Date) -> i32 {
    i32::from(date.year()) * 12 + i32::from(date.month()) - 1
}

fn first_of_month(number: i32) -> Option<Date> {
    let year = i16::try_from(number.div_euclid(12)).ok()?;
    let month = i8::try_from(number.rem_euclid(12) + 1).ok()?;
    Date::new(year, month, 1).ok()
}
