//! Learns the cadence from the dates of issues.

use jiff::ToSpan;
use jiff::civil::{Date, Weekday};

use super::{Cadence, MonthDay, Nth, Weekdays};
use crate::profile::Precision;

/// A cadence with the evidence for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LearntCadence {
    pub cadence: Cadence,
    /// How many issues are on a day of the cadence.
    fitting: usize,
    /// How many issues were compared.
    issues: usize,
    precision: Precision,
}

/// How many issues the cadence is learnt from.
const NEWEST: usize = 8;
/// The longest distance in days between two issues that are the only ones.
const LONGEST_OF_TWO: i32 = 62;
/// The longest distances that are tried.
const MAX_WEEKS: i32 = 12;
const MAX_MONTHS: i32 = 12;
const MAX_DAYS: i32 = 60;
/// A month in days, on average.
const MONTH: f64 = 30.44;

impl Cadence {
    /// Learns the cadence from the newest eight issues within a year of `day`: the one that most of them follow, in
    /// their days and in the distances between them. Distances of more than twice the usual one are pauses.
    ///
    /// Irregular if three issues or more follow none. `None` if there are fewer than two, or two that follow none.
    pub fn infer(dates: impl IntoIterator<Item = Date>, day: Date) -> Option<LearntCadence> {
        Cadence::infer_of(dates, day, Precision::Day)
    }

    /// As [`infer`](Self::infer), for dates that are only as exact as `precision`: of months their first days, of
    /// weeks always the same weekday.
    pub fn infer_of(
        dates: impl IntoIterator<Item = Date>,
        day: Date,
        precision: Precision,
    ) -> Option<LearntCadence> {
        let (first, last) = (day.saturating_sub(1.year()), day.saturating_add(1.year()));
        let mut dates: Vec<Date> = dates.into_iter().filter(|date| (first..=last).contains(date)).collect();
        dates.sort_unstable();
        dates.dedup();
        let newest = &dates[dates.len().saturating_sub(NEWEST)..];
        let issues = newest.len();
        if issues < 2 || (issues == 2 && (newest[1] - newest[0]).get_days() > LONGEST_OF_TWO) {
            return None;
        }
        let candidates = candidates(newest).into_iter().filter(|cadence| is_of(*cadence, precision));
        let mut best: Option<Fit> = None;
        for fit in candidates.filter_map(|cadence| Fit::new(cadence, newest)) {
            if best.as_ref().is_none_or(|best| fit.score() > best.score()) {
                best = Some(fit);
            }
        }
        match best {
            Some(Fit { cadence, on_day, .. }) => {
                Some(LearntCadence { cadence, fitting: on_day, issues, precision })
            }
            None if issues > 2 => {
                Some(LearntCadence { cadence: Cadence::Irregular, fitting: issues, issues, precision })
            }
            None => None,
        }
    }
}

/// True if dates of a precision can show such a cadence.
fn is_of(cadence: Cadence, precision: Precision) -> bool {
    match precision {
        Precision::Month => matches!(cadence, Cadence::Months { day: MonthDay::Day(1), .. }),
        Precision::Week => matches!(cadence, Cadence::Week(_) | Cadence::Weeks { .. }),
        Precision::Day | Precision::Year => true,
    }
}

/// How well dates follow a cadence.
struct Fit {
    cadence: Cadence,
    /// The dates that are on a day of the cadence.
    on_day: usize,
    /// The distances that are those of the cadence.
    steps: usize,
}

impl Fit {
    /// `None` if most of the dates do not follow it.
    fn new(cadence: Cadence, dates: &[Date]) -> Option<Fit> {
        let step = cadence.step()?;
        let numbers: Vec<i32> = dates.iter().map(|date| cadence.nearest(*date)).collect::<Option<_>>()?;
        let is_on = |(date, number): &(&Date, &i32)| cadence.at(**number) == Some(**date);
        let on_day = dates.iter().zip(&numbers).filter(is_on).count();
        let longest = 2 * match cadence {
            Cadence::Week(days) => i32::try_from(days.count()).ok()?,
            _ => step,
        };
        let gaps = numbers.windows(2).map(|pair| pair[1] - pair[0]).filter(|gap| *gap <= longest);
        let gaps: Vec<i32> = gaps.collect();
        let steps = gaps.iter().filter(|gap| **gap == step).count();
        let all = dates.len() - 1;
        let agree = match cadence {
            // Every date is on some day, so more distances must agree.
            Cadence::Days { .. } => all > 1 && steps * 4 >= all * 3,
            _ => steps * 2 > gaps.len() && steps * 3 >= all,
        };
        (on_day * 2 > dates.len() && steps > 0 && agree).then_some(Fit { cadence, on_day, steps })
    }

    fn score(&self) -> usize {
        self.on_day + self.steps
    }
}

/// The cadences that some of the dates may follow. Of those that fit equally well, the first one is taken.
fn candidates(dates: &[Date]) -> Vec<Cadence> {
    let days: Vec<i32> = dates.windows(2).map(|pair| (pair[1] - pair[0]).get_days()).collect();
    let counts = |per: f64, most: i32| {
        let mut counts: Vec<i32> = days.iter().map(|days| (f64::from(*days) / per).round() as i32).collect();
        counts.sort_unstable();
        counts.dedup();
        counts.retain(|count| (1..=most).contains(count));
        counts.into_iter().filter_map(|count| u8::try_from(count).ok()).collect::<Vec<u8>>()
    };
    let weekdays = Weekdays::new(dates.iter().map(|date| date.weekday()));
    let single = || weekdays.into_iter().flat_map(Weekdays::iter);
    let mut all: Vec<Cadence> = single().map(|day| Cadence::Week(Weekdays::one(day))).collect();
    all.extend(sets(dates).map(Cadence::Week));
    let months: Vec<MonthDay> = month_days(dates);
    for count in counts(MONTH, MAX_MONTHS) {
        all.extend(months.iter().map(|day| Cadence::Months { count, day: *day }));
    }
    for count in counts(7.0, MAX_WEEKS).into_iter().filter(|count| *count > 1) {
        all.extend(single().map(|weekday| Cadence::Weeks { count, weekday }));
    }
    let counts = counts(1.0, MAX_DAYS).into_iter().filter(|count| count % 7 != 0);
    all.extend(counts.map(|count| Cadence::Days { count }));
    all
}

/// Several days of each week: those of all dates, and those of at least two. Dates of two weeks or more must show
/// them.
fn sets(dates: &[Date]) -> impl Iterator<Item = Weekdays> {
    let times = |day: Weekday| dates.iter().filter(|date| date.weekday() == day).count();
    let of = |fewest: usize| {
        Weekdays::new(Weekday::Monday.cycle_forward().take(7).filter(|day| times(*day) >= fewest))
    };
    let enough = dates.len();
    let sets = [of(1), of(2)].into_iter().flatten();
    sets.filter(move |set| (2..=6).contains(&set.count()) && enough >= (2 * set.count()).min(NEWEST))
}

/// The days of the month on which the dates may be.
fn month_days(dates: &[Date]) -> Vec<MonthDay> {
    let mut days: Vec<MonthDay> = Vec::new();
    let mut add = |day: MonthDay| {
        if !days.contains(&day) {
            days.push(day);
        }
    };
    for date in dates {
        add(MonthDay::Day(date.day()));
    }
    for date in dates {
        let nth = [Nth::First, Nth::Second, Nth::Third, Nth::Fourth];
        if let Some(nth) = nth.get(usize::from(date.day().unsigned_abs() - 1) / 7) {
            add(MonthDay::Nth(*nth, date.weekday()));
        }
        if date.day() + 7 > date.days_in_month() {
            add(MonthDay::Nth(Nth::Last, date.weekday()));
        }
    }
    add(MonthDay::FirstWeekday);
    add(MonthDay::LastWeekday);
    days
}

impl LearntCadence {
    /// Why this is the cadence: `7 of the last 8 issues were on a Thursday, 14 days apart`.
    pub fn reason(&self) -> String {
        let LearntCadence { cadence, fitting, issues, precision } = *self;
        let apart = |count: u8, unit: &str| match count {
            1 => format!("one {unit} apart"),
            count => format!("{count} {unit}s apart"),
        };
        match (precision, cadence) {
            (_, Cadence::Irregular) => format!("the last {issues} issues were on no regular days"),
            (Precision::Month, Cadence::Months { count, .. }) => {
                format!("by their paths, most of the last {issues} issues were {}", apart(count, "month"))
            }
            (Precision::Week, Cadence::Weeks { count, .. }) => {
                format!("by their paths, most of the last {issues} issues were {}", apart(count, "week"))
            }
            (Precision::Week, Cadence::Week(_)) => {
                format!("by their paths, most of the last {issues} issues were one week apart")
            }
            (_, Cadence::Days { count }) => {
                format!("most of the last {issues} issues were {}", apart(count, "day"))
            }
            (_, cadence) => format!("{fitting} of the last {issues} issues were on {}", days_of(cadence)),
        }
    }
}

/// The days of a cadence in a sentence: `a Thursday, 14 days apart`.
fn days_of(cadence: Cadence) -> String {
    match cadence {
        Cadence::Week(days) => match days.single() {
            Some(day) => format!("a {day:?}, 7 days apart"),
            None => format!("a {}", days.listed("or")),
        },
        Cadence::Weeks { count, weekday } => format!("a {weekday:?}, {} days apart", u32::from(count) * 7),
        Cadence::Months { count: 1, day } => format!("{day} of a month"),
        Cadence::Months { count, day } => format!("{day} of a month, {count} months apart"),
        Cadence::Days { .. } | Cadence::Irregular => cadence.to_string(),
    }
}
