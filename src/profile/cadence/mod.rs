//! On which days a newsletter is published.

mod infer;
mod occurrence;
mod text;

use std::fmt;

use jiff::civil::{Date, Weekday};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::Precision;
use super::path::checked;

pub use infer::LearntCadence;
pub use text::UnknownCadence;

/// On which days a newsletter is published. It is one of these texts, in any case:
///
/// | text | issues |
/// |---|---|
/// | `every Monday` | each week |
/// | `every Tuesday and Friday`, `every Monday, Wednesday and Friday` | several times a week |
/// | `every 2 weeks on Thursday` | every 2 to 12 weeks |
/// | `every month on day 28` | each month; `day 31` is the last day of a shorter one |
/// | `every month on the first Monday` | `first`, `second`, `third`, `fourth` or `last`, of any day of the week |
/// | `every month on the last weekday` | `first` or `last`, from Monday to Friday |
/// | `every 3 months on day 1` | every 2 to 12 months, with any day that `every month on` takes |
/// | `every day`, `every 3 days` | every 1 to 60 days |
/// | `irregular` | when the editors choose: `copydesk new DATE` |
///
/// Weeks, months and days are counted from the last issue. An issue that was late or early counts for the nearest day of
/// the cadence, so the next one is on its usual day. After a pause, the next issue is on the first day of the cadence
/// that is not over.
///
/// Without the key, the cadence is the one that most of the newest eight issues follow, in their days and in the
/// distances between them. `copydesk new` says which issues show it. Issues that follow none are irregular, and no
/// weekday is expected of them. Paths that say only a week or a month show only the distance. If paths have no dates,
/// those of the last front matters count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Cadence {
    /// On some days of each week.
    Week(Weekdays),
    Weeks {
        count: u8,
        weekday: Weekday,
    },
    Months {
        count: u8,
        day: MonthDay,
    },
    Days {
        count: u8,
    },
    Irregular,
}

/// A day of each month.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum MonthDay {
    /// 1 to 31. The last day of a month that is shorter.
    Day(i8),
    Nth(Nth, Weekday),
    /// The first of Monday to Friday.
    FirstWeekday,
    /// The last of Monday to Friday.
    LastWeekday,
}

/// Which one of the same weekdays of a month.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Nth {
    First,
    Second,
    Third,
    Fourth,
    Last,
}

/// Some days of the week, at least one.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Weekdays(u8);

impl Weekdays {
    /// `None` without a day.
    pub fn new(days: impl IntoIterator<Item = Weekday>) -> Option<Weekdays> {
        let bits = days.into_iter().fold(0, |bits, day| bits | Self::one(day).0);
        (bits != 0).then_some(Weekdays(bits))
    }

    pub fn one(day: Weekday) -> Weekdays {
        Weekdays(1 << day.to_monday_zero_offset())
    }

    /// From Monday to Sunday.
    pub fn iter(self) -> impl Iterator<Item = Weekday> {
        let week = Weekday::Monday.cycle_forward().take(7);
        week.filter(move |day| self.0 & Self::one(*day).0 != 0)
    }

    pub fn count(self) -> usize {
        self.iter().count()
    }

    /// The day, if it is the only one.
    pub fn single(self) -> Option<Weekday> {
        let mut days = self.iter();
        days.next().filter(|_| days.next().is_none())
    }
}

impl fmt::Debug for Weekdays {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_set().entries(self.iter()).finish()
    }
}

impl Cadence {
    /// The weekday of all issues. `None` if they are on several ones.
    pub fn weekday(self) -> Option<Weekday> {
        match self {
            Cadence::Week(days) => days.single(),
            Cadence::Weeks { weekday, .. } | Cadence::Months { day: MonthDay::Nth(_, weekday), .. } => {
                Some(weekday)
            }
            Cadence::Months { .. } | Cadence::Days { .. } | Cadence::Irregular => None,
        }
    }

    /// The same distance between issues, all on one weekday. A newsletter without a weekday of its own becomes a
    /// weekly one, or stays in its part of the month.
    pub fn on(self, weekday: Weekday) -> Cadence {
        match self {
            Cadence::Weeks { count, .. } => Cadence::Weeks { count, weekday },
            Cadence::Months { count, day } => {
                Cadence::Months { count, day: MonthDay::Nth(day.nth(), weekday) }
            }
            Cadence::Week(_) | Cadence::Days { .. } | Cadence::Irregular => {
                Cadence::Week(Weekdays::one(weekday))
            }
        }
    }

    /// The date of the next issue after `last`, not before `today`. Without a last issue, the first one from
    /// `today` on. `None` for an irregular newsletter.
    ///
    /// An issue that was early or late counts for the nearest day of the cadence, so that it does not move the
    /// next ones.
    pub fn next(self, last: Option<Date>, today: Date) -> Option<Date> {
        let step = self.step()?;
        let Some(last) = last else {
            let start = self.nearest(today)? - step;
            let (start, step) = match self {
                // Every third month is January, April, July and October.
                Cadence::Months { .. } => (start.div_euclid(step) * step, step),
                _ => (start, 1),
            };
            return self.first_after(start, step, |date| date >= today);
        };
        self.first_after(self.nearest(last)?, step, |date| date > last && date >= today)
    }

    /// As [`next`](Self::next), for issues whose paths say their dates only as exactly as `precision`: a date is
    /// then that of the whole week or month. The issue about a month may be made during the next one.
    pub fn next_of(self, last: Option<Date>, today: Date, precision: Precision) -> Option<Date> {
        match precision {
            Precision::Day | Precision::Year => self.next(last, today),
            Precision::Week => self.next(last, occurrence::monday_of(today)),
            Precision::Month => {
                let (count, day) = match self {
                    Cadence::Months { count, day } => (count, day),
                    Cadence::Irregular => return None,
                    _ => (1, MonthDay::Day(1)),
                };
                let this = occurrence::month_number(today);
                let step = i32::from(count.max(1));
                let next = last.map_or(this, |last| occurrence::month_number(last) + step);
                // The first one that is not before the last month.
                let late = (this - 1 - next).max(0);
                Cadence::Months { count, day }.at(next + (late + step - 1) / step * step)
            }
        }
    }

    /// The first occurrence after the one with the number `start`, in steps, that `fits`.
    fn first_after(self, start: i32, step: i32, fits: impl Fn(Date) -> bool) -> Option<Date> {
        let mut number = start;
        loop {
            number = number.checked_add(step)?;
            let date = self.at(number)?;
            if fits(date) {
                return Some(date);
            }
        }
    }
}

impl<'de> Deserialize<'de> for Cadence {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        checked(deserializer, |text| text.parse::<Cadence>())
    }
}

impl Serialize for Cadence {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(test)]
mod tests;
