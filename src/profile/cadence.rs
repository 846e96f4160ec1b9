use jiff::civil::{Date, Weekday};
use jiff::{Span, ToSpan};

/// How often a newsletter is published, and on which weekday.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cadence {
    /// Days between two issues.
    pub days: i32,
    /// `None` if the days are not whole weeks.
    pub weekday: Option<Weekday>,
}

/// How many issues the cadence is inferred from.
const NEWEST: usize = 8;
/// The longest cadence, in days.
const MAX_GAP: i32 = 62;

impl Cadence {
    /// Infers the cadence from the newest eight issues within a year of `day`: the median distance and the
    /// most common weekday. Returns `None` if no two neighbours are at most 62 days apart.
    pub fn infer(dates: impl IntoIterator<Item = Date>, day: Date) -> Option<Cadence> {
        let (first, last) = (day.saturating_sub(1.year()), day.saturating_add(1.year()));
        let mut dates: Vec<Date> = dates.into_iter().filter(|date| (first..=last).contains(date)).collect();
        dates.sort_unstable();
        dates.dedup();
        let newest = &dates[dates.len().saturating_sub(NEWEST)..];
        let mut gaps: Vec<i32> = newest.windows(2).map(|pair| (pair[1] - pair[0]).get_days()).collect();
        // A longer distance is a pause.
        gaps.retain(|days| *days <= MAX_GAP);
        gaps.sort_unstable();
        let days = *gaps.get(gaps.len() / 2)?;
        let weekdays: Vec<i32> =
            newest.iter().map(|date| i32::from(date.weekday().to_monday_one_offset())).collect();
        let weekday = Weekday::from_monday_one_offset(most_common(&weekdays)? as i8).ok();
        Some(Cadence { days, weekday: weekday.filter(|_| days % 7 == 0) })
    }

    /// The date of the next issue after `last`, not before `today`.
    pub fn next(&self, last: Date, today: Date) -> Date {
        let step: Span = self.days.max(1).days();
        let mut date = last;
        loop {
            date = date.saturating_add(step);
            // A late or early issue does not change the weekday of the next ones.
            let on_its_day = self.weekday.map_or(date, |weekday| nearest(date, weekday));
            if (on_its_day >= today && on_its_day > last) || date == Date::MAX {
                return on_its_day;
            }
        }
    }
}

fn nearest(date: Date, weekday: Weekday) -> Date {
    let off = date.weekday().since(weekday);
    let back = if off > 3 { i32::from(off) - 7 } else { i32::from(off) };
    date.saturating_sub(back.days())
}

/// The most common value. Of several, the last one, which is the newest.
fn most_common(values: &[i32]) -> Option<i32> {
    let count = |value: &i32| values.iter().filter(|other| *other == value).count();
    values.iter().max_by_key(|value| count(value)).copied()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_late_issue_does_not_change_a_weekly_cadence() {
        let dates = [date(2026, 5, 4), date(2026, 5, 11), date(2026, 5, 19), date(2026, 5, 25)];
        let cadence = Cadence::infer(dates, dates[3]).unwrap();
        assert_eq!(cadence, Cadence { days: 7, weekday: Some(Weekday::Monday) });
        assert_eq!(cadence.next(date(2026, 5, 26), date(2026, 5, 27)), date(2026, 6, 1));
        assert_eq!(cadence.next(date(2026, 5, 25), date(2026, 7, 1)), date(2026, 7, 6));
    }

    #[test]
    fn only_the_newest_eight_count() {
        let mut dates: Vec<Date> = (0..20).map(|n| date(2024, 1, 2).saturating_add((n * 7).days())).collect();
        let start = date(2024, 6, 5);
        dates.extend((0..8).map(|n| start.saturating_add((n * 14).days())));
        let fortnight = Cadence { days: 14, weekday: Some(Weekday::Wednesday) };
        assert_eq!(Cadence::infer(dates.iter().copied(), start), Some(fortnight));
        assert_eq!(Cadence::infer(dates[..1].iter().copied(), start), None);
        assert_eq!(Cadence::infer([date(2023, 10, 9), date(2026, 6, 1)], date(2026, 6, 1)), None);
    }

    #[test]
    fn an_issue_of_over_a_year_ago_does_not_count() {
        let dates = [date(2025, 6, 2), date(2025, 6, 9), date(2025, 6, 16)];
        let monday = Some(Cadence { days: 7, weekday: Some(Weekday::Monday) });
        assert_eq!(Cadence::infer(dates, date(2026, 6, 9)), monday);
        assert_eq!(Cadence::infer(dates, date(2026, 6, 10)), None);
    }

    #[test]
    fn a_named_weekday_counts_more_than_the_gaps() {
        let next =
            |days, last| Cadence { days, weekday: Some(Weekday::Monday) }.next(last, date(2023, 10, 4));
        assert_eq!(next(7, date(2023, 10, 3)), date(2023, 10, 9));
        assert_eq!(next(10, date(2023, 10, 3)), date(2023, 10, 16));
        // Never the day of the last issue again.
        assert_eq!(next(1, date(2023, 10, 9)), date(2023, 10, 16));
        let irregular = [date(2026, 5, 1), date(2026, 5, 11), date(2026, 5, 22)];
        assert_eq!(Cadence::infer(irregular, date(2026, 6, 1)), Some(Cadence { days: 11, weekday: None }));
    }

    #[test]
    fn a_date_moves_to_the_nearest_weekday_by_at_most_three_days() {
        let next = |days| {
            Cadence { days, weekday: Some(Weekday::Monday) }.next(date(2023, 10, 3), date(2023, 10, 4))
        };
        // Thursday the 12th, and Friday the 13th.
        assert_eq!(next(9), date(2023, 10, 9));
        assert_eq!(next(10), date(2023, 10, 16));
    }

    #[test]
    fn a_cadence_of_three_days_has_no_weekday() {
        let dates = [date(2026, 6, 1), date(2026, 6, 4), date(2026, 6, 7), date(2026, 6, 10)];
        let cadence = Cadence::infer(dates, dates[3]).unwrap();
        assert_eq!(cadence, Cadence { days: 3, weekday: None });
        assert_eq!(cadence.next(dates[3], dates[3]), date(2026, 6, 13));
        assert_eq!(cadence.next(dates[3], date(2026, 6, 14)), date(2026, 6, 16));
    }
}
