use jiff::civil::Date;

use crate::text::{MONTHS, month_begun_by};

enum Token {
    Day(i8),
    Month(i8),
    Year(i16),
    Other,
}

/// A valid day of a month, with or without a year: `June 13`, `13 June 2026`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Day {
    year: Option<i16>,
    month: i8,
    day: i8,
}

impl Day {
    /// Returns `None` if the month has no such day.
    pub fn new(year: Option<i16>, month: i8, day: i8) -> Option<Day> {
        // Without a year, February 29 is valid.
        Date::new(year.unwrap_or(2000), month, day).ok()?;
        Some(Day { year, month, day })
    }

    /// True if one of `days` is this day. A day without a year is the day of any year.
    pub fn is_in(&self, days: &[Day]) -> bool {
        days.iter().any(|day| {
            let same_year = self.year.zip(day.year).is_none_or(|(one, other)| one == other);
            (self.month, self.day) == (day.month, day.day) && same_year
        })
    }

    /// The date. Without a year, it is the one nearest to the issue's date. `None` if there is no such day,
    /// or neither a year nor an issue's date.
    pub fn date(&self, issue: Option<Date>) -> Option<Date> {
        let in_year = |year| Date::new(year, self.month, self.day).ok();
        match (self.year, issue) {
            (Some(year), _) => in_year(year),
            (None, Some(issue)) => {
                let near = (issue.year() - 1..=issue.year() + 1).filter_map(in_year);
                near.min_by_key(|date| (*date - issue).get_days().abs())
            }
            (None, None) => None,
        }
    }
}

/// The first and last date of `days`; `None` if none of them is a date.
pub fn first_and_last(days: &[Day], issue: Option<Date>) -> Option<(Date, Date)> {
    let dates = || days.iter().filter_map(|day| day.date(issue));
    Some((dates().min()?, dates().max()?))
}

/// The first and last date in a text of an issue with the date `issue`; `None` if the text has no date.
pub fn dates_in(text: &str, issue: Date) -> Option<(Date, Date)> {
    first_and_last(&days_in(text), Some(issue))
}

/// The days in an event's text, in common English notations: `June 24`, `13-19 July, 2026`,
/// `26 Aug. 2026 – 30 Aug. 2026`, `2026-06-24`.
pub fn days_in(text: &str) -> Vec<Day> {
    // Fast path: most texts have no digits.
    if !text.bytes().any(|byte| byte.is_ascii_digit()) {
        return Vec::new();
    }
    let tokens = tokens(text);
    let mut found: Vec<Day> = text
        .split(|c: char| !(c.is_ascii_digit() || c == '-'))
        .filter_map(crate::profile::parse_day)
        .filter_map(|date| Day::new(Some(date.year()), date.month(), date.day()))
        .collect();
    for (at, token) in tokens.iter().enumerate() {
        let Token::Month(month) = token else { continue };
        let is_day = |token: &Token| matches!(token, Token::Day(_));
        let after: Vec<i8> =
            tokens[at + 1..].iter().take_while(|token| is_day(token)).filter_map(day).collect();
        let before: Vec<i8> =
            tokens[..at].iter().rev().take_while(|token| is_day(token)).filter_map(day).collect();
        // `25 July – 26 July`: the day after this month belongs to the next one.
        let use_before = after.is_empty() || (!before.is_empty() && is_day_then_month(&tokens[at + 1..]));
        let days = if use_before { before } else { after };
        let year = year_after(*month, &tokens[at + 1..]);
        found.extend(days.into_iter().filter_map(|day| Day::new(year, *month, day)));
    }
    found
}

/// How many tokens after a day its year may be.
const YEAR_WITHIN: usize = 100;

/// The year after a month. `December 30 – January 2, 2027` begins a year earlier.
fn year_after(month: i8, tokens: &[Token]) -> Option<i16> {
    let mut turns = false;
    for token in tokens.iter().take(YEAR_WITHIN) {
        match token {
            Token::Year(year) => return Some(*year - i16::from(turns)),
            Token::Month(next) => turns |= *next < month,
            _ => {}
        }
    }
    None
}

/// True for one day followed by a month.
fn is_day_then_month(tokens: &[Token]) -> bool {
    let rest = tokens.iter().skip_while(|token| matches!(token, Token::Day(_)));
    let days = tokens.iter().take_while(|token| matches!(token, Token::Day(_))).count();
    days == 1 && matches!(rest.into_iter().next(), Some(Token::Month(_)))
}

fn day(token: &Token) -> Option<i8> {
    match token {
        Token::Day(day) => Some(*day),
        _ => None,
    }
}

fn tokens(text: &str) -> Vec<Token> {
    let split = |c: char| !c.is_alphanumeric();
    text.split(split).filter(|word| !word.is_empty()).filter_map(token).collect()
}

/// Words between two days, which are skipped.
const BETWEEN: [&str; 7] = ["and", "to", "through", "until", "the", "from", "of"];

fn token(word: &str) -> Option<Token> {
    if BETWEEN.iter().any(|between| word.eq_ignore_ascii_case(between)) {
        return None;
    }
    let month = month_begun_by(word);
    if !word.starts_with(|c: char| c.is_ascii_digit()) && month.is_none() {
        return Some(Token::Other);
    }
    let lower = word.to_lowercase();
    let digits = lower.trim_end_matches(['s', 't', 'n', 'd', 'r', 'h']);
    if let Ok(number) = digits.parse::<i16>() {
        return Some(match number {
            1..=31 => Token::Day(number as i8),
            2000..=2099 if digits == lower => Token::Year(number),
            _ => Token::Other,
        });
    }
    let month = month.filter(|n| MONTHS[*n].to_lowercase().starts_with(&lower) || lower == "sept");
    Some(month.map_or(Token::Other, |n| Token::Month(n as i8 + 1)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn days_are_read_in_common_notations() {
        let issue = date(2026, 6, 1);
        for (text, first, last) in [
            ("The next meetup will be on June 24 in town", (2026, 6, 24), (2026, 6, 24)),
            ("is coming to Town 13-19 July, 2026. Join", (2026, 7, 13), (2026, 7, 19)),
            ("in Town on May 23rd and 24th, 2026.", (2026, 5, 23), (2026, 5, 24)),
            ("from 25 July through 26 July, 2026 this year", (2026, 7, 25), (2026, 7, 26)),
            ("will be 26 Aug. 2026 – 30 Aug. 2026 in Town", (2026, 8, 26), (2026, 8, 30)),
            ("October 13-15 & October 20-22, 2026", (2026, 10, 13), (2026, 10, 22)),
            ("this Oct 31st - Nov 2nd in Town", (2026, 10, 31), (2026, 11, 2)),
            ("on January 8", (2026, 1, 8), (2026, 1, 8)),
            ("2026-06-24 | Town", (2026, 6, 24), (2026, 6, 24)),
        ] {
            let day = |(y, m, d)| date(y, m, d);
            assert_eq!(dates_in(text, issue), Some((day(first), day(last))), "{text}");
        }
        let turn = Some((date(2026, 12, 30), date(2027, 1, 2)));
        for text in ["December 30 – January 2, 2027", "December 30 – January 2", "30 Dec - 2 Jan 2027"] {
            assert_eq!(dates_in(text, date(2026, 12, 14)), turn, "{text}");
        }
        assert_eq!(dates_in("on February 30", issue), None);
        assert_eq!(days_in("on February 29").len(), 1);
        assert_eq!(dates_in("We may march on with 3 boards", issue), None);
        assert_eq!(dates_in("on January 8", date(2026, 12, 7)), Some((date(2027, 1, 8), date(2027, 1, 8))));
        let past = date(2026, 12, 28);
        assert_eq!(dates_in("on December 28th", date(2027, 1, 4)), Some((past, past)));
    }
}
