//! Dates, weeks and numbers that are written out in a title or a heading: `R Weekly 2024-W44`, `Issue #200`.

use jiff::civil::Date;

use super::part::{Part, Values};
use crate::text::{MONTHS, Span, month_begun_by};

/// A date, week, month or number in a text, with the form in which it is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::outline) struct Concrete {
    pub span: Span,
    pub value: Value,
    pub parts: Vec<Part>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::outline) enum Value {
    Date(Date),
    /// By ISO 8601. The year may be missing.
    Week {
        year: Option<i16>,
        week: i8,
    },
    Month {
        year: i16,
        month: i8,
    },
    Number(u32),
}

impl Value {
    /// True if an issue has this value.
    pub fn is_of(self, issue: Values) -> bool {
        let of_date = |is: &dyn Fn(Date) -> bool| issue.date.is_some_and(is);
        match self {
            Value::Date(date) => issue.date == Some(date),
            Value::Week { year, week } => of_date(&|date| {
                let own = date.iso_week_date();
                own.week() == week && year.is_none_or(|year| year == own.year())
            }),
            Value::Month { year, month } => of_date(&|date| (date.year(), date.month()) == (year, month)),
            Value::Number(number) => issue.number == Some(number),
        }
    }

    /// True if another value says the same less exactly: the week or month of a date.
    pub fn covers(self, other: Value) -> bool {
        let is_of_date = |date| other.is_of(Values { date: Some(date), number: None });
        self == other || matches!(self, Value::Date(date) if is_of_date(date))
    }
}

/// The years that are taken for years.
const YEARS: std::ops::RangeInclusive<i16> = 1990..=2099;
/// Larger numbers are no issue's.
const NUMBER_DIGITS: usize = 6;

/// The values in a text, in order.
pub(in crate::outline) fn values_in(text: &str) -> Vec<Concrete> {
    let words = Words::new(text);
    let mut found = Vec::new();
    let mut at = 0;
    while at < words.spans.len() {
        match words.value_at(at) {
            Some((count, value, parts)) => {
                let span = Span::new(words.spans[at].start, words.spans[at + count - 1].end);
                found.push(Concrete { span, value, parts });
                at += count;
            }
            None => at += 1,
        }
    }
    found
}

/// The runs of letters and digits of a text.
struct Words<'t> {
    text: &'t str,
    spans: Vec<Span>,
}

/// How many words a value has, the value, and its form.
type At = (usize, Value, Vec<Part>);

impl<'t> Words<'t> {
    fn new(text: &'t str) -> Self {
        let mut spans = Vec::new();
        let mut start = None;
        for (at, c) in text.char_indices().chain([(text.len(), ' ')]) {
            match (c.is_ascii_alphanumeric(), start) {
                (true, None) => start = Some(at),
                (false, Some(from)) => {
                    spans.push(Span::new(from, at));
                    start = None;
                }
                _ => {}
            }
        }
        Words { text, spans }
    }

    fn word(&self, at: usize) -> &'t str {
        self.spans.get(at).map_or("", |span| span.of(self.text))
    }

    /// The text between a word and the next one.
    fn gap(&self, at: usize) -> &'t str {
        match (self.spans.get(at), self.spans.get(at + 1)) {
            (Some(one), Some(next)) => &self.text[one.end..next.start],
            _ => "",
        }
    }

    fn value_at(&self, at: usize) -> Option<At> {
        self.numeric(at)
            .or_else(|| self.year_and_week(at))
            .or_else(|| self.in_words(at))
            .or_else(|| self.compact(at))
            .or_else(|| self.number(at))
    }

    /// `2026-06-01`, `2026/6/1`, and `2026-06` without a day.
    fn numeric(&self, at: usize) -> Option<At> {
        let year = year(self.word(at))?;
        let gap = self.gap(at);
        if !matches!(gap, "-" | "/" | ".") {
            return None;
        }
        let part = |word: &str, padded, bare| if word.len() == 2 { padded } else { bare };
        let (month, day) = (self.word(at + 1), self.word(at + 2));
        let month_part = part(month, Part::Month, Part::BareMonth);
        let text = |gap: &str| Part::Text(gap.to_owned());
        if self.gap(at + 1) == gap
            && let Some(date) = small(month).zip(small(day)).and_then(|(m, d)| Date::new(year, m, d).ok())
        {
            let day_part = part(day, Part::Day, Part::BareDay);
            let parts = vec![Part::Year, text(gap), month_part, text(gap), day_part];
            return Some((3, Value::Date(date), parts));
        }
        let month = small(month).filter(|n| month.len() == 2 && (1..=12).contains(n) && gap == "-")?;
        let parts = vec![Part::Year, text(gap), month_part];
        Some((2, Value::Month { year, month }, parts))
    }

    /// `2024-W44`, `W44`, `Week 44`, `Week 44, 2024`
    fn year_and_week(&self, at: usize) -> Option<At> {
        let text = |gap: &str| Part::Text(gap.to_owned());
        let week = |word: &str| small(word.strip_prefix('W')?).filter(|week| (1..=53).contains(week));
        // `W00` is a week that is not known yet.
        let any_week = |word: &str| week(word).or_else(|| (word == "W00").then_some(0));
        let form = |word: &str| if word.len() == 2 { Part::BareWeek } else { Part::Week };
        if let Some(year) = year(self.word(at))
            && matches!(self.gap(at), "-" | " ")
            && let Some(week) = any_week(self.word(at + 1))
        {
            let parts = vec![Part::WeekYear, text(self.gap(at)), text("W"), form(self.word(at + 1))];
            return Some((2, Value::Week { year: Some(year), week }, parts));
        }
        if let Some(week) = week(self.word(at)).filter(|_| self.word(at).len() == 3) {
            return Some((1, Value::Week { year: None, week }, vec![text("W"), form(self.word(at))]));
        }
        if self.word(at).eq_ignore_ascii_case("week") && self.gap(at) == " " {
            let number = self.word(at + 1);
            let week = small(number).filter(|week| (1..=53).contains(week))?;
            let form = if number.starts_with('0') { Part::Week } else { Part::BareWeek };
            let mut parts = vec![text(self.word(at)), text(" "), form];
            let year = year(self.word(at + 2)).filter(|_| matches!(self.gap(at + 1), ", " | " " | "/"));
            if year.is_some() {
                parts.extend([text(self.gap(at + 1)), Part::WeekYear]);
            }
            return Some((2 + usize::from(year.is_some()), Value::Week { year, week }, parts));
        }
        None
    }

    /// `August 16, 2026`, `16 August 2026`, `August 2026`
    fn in_words(&self, at: usize) -> Option<At> {
        let text = |gap: &str| Part::Text(gap.to_owned());
        let is_gap = |gap: &str| matches!(gap, " " | ", " | ". " | "-" | "/");
        let day_part = |word: &str| if word.starts_with('0') { Part::Day } else { Part::BareDay };
        let (first, second, third) = (self.word(at), self.word(at + 1), self.word(at + 2));
        let (one, other) = (self.gap(at), self.gap(at + 1));
        if let Some((month, name)) = month(first).filter(|_| is_gap(one)) {
            if let Some(year) = year(third).filter(|_| is_gap(other))
                && let Some(date) = small(second).and_then(|day| Date::new(year, month, day).ok())
            {
                let parts = vec![name, text(one), day_part(second), text(other), Part::Year];
                return Some((3, Value::Date(date), parts));
            }
            let year = year(second)?;
            return Some((2, Value::Month { year, month }, vec![name, text(one), Part::Year]));
        }
        let (month, name) = month(second).filter(|_| is_gap(one) && is_gap(other))?;
        let date = Date::new(year(third)?, month, small(first)?).ok()?;
        let parts = vec![day_part(first), text(one), name, text(other), Part::Year];
        Some((3, Value::Date(date), parts))
    }

    /// `20260601`
    fn compact(&self, at: usize) -> Option<At> {
        let word = self.word(at);
        let is_compact = word.len() == 8 && word.bytes().all(|byte| byte.is_ascii_digit());
        let year = year(word.get(..4)?).filter(|_| is_compact)?;
        let date = Date::new(year, small(&word[4..6])?, small(&word[6..])?).ok()?;
        Some((1, Value::Date(date), vec![Part::Year, Part::Month, Part::Day]))
    }

    /// `200`, but no part of `3.14`.
    fn number(&self, at: usize) -> Option<At> {
        let word = self.word(at);
        let is_digits = |word: &str| !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_digit());
        let is_decimal = (self.gap(at) == "." && is_digits(self.word(at + 1)))
            || at
                .checked_sub(1)
                .is_some_and(|before| self.gap(before) == "." && is_digits(self.word(before)));
        if !is_digits(word) || word.len() > NUMBER_DIGITS || is_decimal {
            return None;
        }
        let width = if word.starts_with('0') { word.len() } else { 1 };
        Some((1, Value::Number(word.parse().ok()?), vec![Part::Number { width }]))
    }
}

fn year(word: &str) -> Option<i16> {
    let year = word.parse().ok().filter(|_| word.len() == 4 && word.bytes().all(|b| b.is_ascii_digit()))?;
    YEARS.contains(&year).then_some(year)
}

/// A number of one or two digits.
fn small(word: &str) -> Option<i8> {
    let is_small = matches!(word.len(), 1 | 2) && word.bytes().all(|byte| byte.is_ascii_digit());
    word.parse().ok().filter(|_| is_small)
}

/// A month by its whole English name, or by three letters.
fn month(word: &str) -> Option<(i8, Part)> {
    let at = month_begun_by(word)?;
    let number = i8::try_from(at + 1).ok()?;
    match word.len() {
        3 if MONTHS[at].len() > 3 => Some((number, Part::ShortMonthName)),
        _ => word.eq_ignore_ascii_case(MONTHS[at]).then_some((number, Part::MonthName)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn values_are_found_with_their_forms() {
        let next = Values { date: Some(date(2026, 8, 3)), number: Some(201) };
        for (text, moved) in [
            ("R Weekly 2024-W44", "R Weekly 2026-W32"),
            ("R Weekly 2024-W00", "R Weekly 2026-W32"),
            ("Notes of W44", "Notes of W32"),
            ("Week 5, 2024", "Week 32, 2026"),
            ("Issue #200: 3.14 of them", "Issue #201: 3.14 of them"),
            ("issue-007", "issue-201"),
            ("issue-0007", "issue-0201"),
            ("Week Ending July 05, 2026", "Week Ending August 03, 2026"),
            ("Week Ending July 5, 2026", "Week Ending August 3, 2026"),
            ("5 Jul 2026 and 20260705", "3 Aug 2026 and 20260803"),
            ("This month: June 2026", "This month: August 2026"),
            ("2026-07-05-update", "2026-08-03-update"),
            ("news-2026-07", "news-2026-08"),
            ("Lamps（第 407 期）：bells", "Lamps（第 201 期）：bells"),
            ("We may march on, 2026 and v1.2.3", "We may march on, 201 and v1.2.3"),
        ] {
            let mut out = String::new();
            let mut done = 0;
            for found in values_in(text) {
                out.push_str(&text[done..found.span.start]);
                out.push_str(&Part::write_all(&found.parts, next).unwrap());
                done = found.span.end;
            }
            assert_eq!(out + &text[done..], moved, "{text}");
        }
    }

    #[test]
    fn a_value_is_that_of_one_issue() {
        let issue = Values { date: Some(date(2024, 12, 30)), number: Some(12) };
        let is_own =
            |text: &str| values_in(text).iter().map(|one| one.value.is_of(issue)).collect::<Vec<_>>();
        assert_eq!(is_own("2025-W01 of 2024-12-30, 12 items, December 2024"), [true, true, true, true]);
        assert_eq!(is_own("2024-W01 of 2024-12-29, 13 items, June 2024"), [false, false, false, false]);
    }
}
