use jiff::civil::{Date, Weekday};
use jiff::{Span, ToSpan};

/// How often a newsletter comes out, and on which day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cadence {
    pub days: i32,
    pub weekday: Weekday,
}

/// How many issues the cadence is learnt from.
const NEWEST: usize = 8;
/// The longest cadence, in days.
const MAX_GAP: i32 = 62;

impl Cadence {
    /// Learns the cadence from the dates of the newest eight issues: the middle gap and
    /// the weekday that most of them have. `None` for fewer than two issues.
    pub fn infer(dates: &[Date]) -> Option<Cadence> {
        let mut dates = dates.to_vec();
        dates.sort_unstable();
        dates.dedup();
        let newest = &dates[dates.len().saturating_sub(NEWEST)..];
        let mut gaps: Vec<i32> = newest.windows(2).map(|pair| (pair[1] - pair[0]).get_days()).collect();
        // A pause of over two months is no cadence.
        gaps.retain(|days| *days <= MAX_GAP);
        gaps.sort_unstable();
        let days = *gaps.get(gaps.len() / 2)?;
        let weekdays: Vec<i32> =
            newest.iter().map(|date| i32::from(date.weekday().to_monday_one_offset())).collect();
        let weekday = Weekday::from_monday_one_offset(most_common(&weekdays)? as i8).ok()?;
        Some(Cadence { days, weekday })
    }

    /// The issue after the one of `last`, but not before `today`.
    pub fn next(&self, last: Date, today: Date) -> Date {
        let step: Span = self.days.max(1).days();
        let mut date = last.saturating_add(step);
        // A late or early issue does not move the day for good.
        if self.days % 7 == 0 && date.weekday() != self.weekday {
            let off = date.weekday().since(self.weekday);
            let back = if off > 3 { i32::from(off) - 7 } else { i32::from(off) };
            date = date.saturating_sub(back.days());
        }
        while date < today && date < Date::MAX {
            date = date.saturating_add(step);
        }
        date
    }
}

/// The value that occurs most often; of several such the one seen last, which is the newest.
fn most_common(values: &[i32]) -> Option<i32> {
    let count = |value: &i32| values.iter().filter(|other| *other == value).count();
    values.iter().max_by_key(|value| count(value)).copied()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_weekly_cadence_survives_a_late_issue() {
        let dates = [date(2026, 5, 4), date(2026, 5, 11), date(2026, 5, 19), date(2026, 5, 25)];
        let cadence = Cadence::infer(&dates).unwrap();
        assert_eq!(cadence, Cadence { days: 7, weekday: Weekday::Monday });
        assert_eq!(cadence.next(date(2026, 5, 26), date(2026, 5, 27)), date(2026, 6, 1));
        assert_eq!(cadence.next(date(2026, 5, 25), date(2026, 7, 1)), date(2026, 7, 6));
    }

    #[test]
    fn only_the_newest_eight_count() {
        let mut dates: Vec<Date> = (0..20).map(|n| date(2024, 1, 2).saturating_add((n * 7).days())).collect();
        let start = date(2024, 6, 5);
        dates.extend((0..8).map(|n| start.saturating_add((n * 14).days())));
        assert_eq!(Cadence::infer(&dates), Some(Cadence { days: 14, weekday: Weekday::Wednesday }));
        assert_eq!(Cadence::infer(&dates[..1]), None);
        assert_eq!(Cadence::infer(&[date(2023, 10, 9), date(2026, 6, 1)]), None);
    }
}
