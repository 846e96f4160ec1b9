//! Dates in the text of a draft.

use std::sync::LazyLock;

use aho_corasick::packed::Searcher;
use jiff::civil::{Date, Weekday};

use crate::draft::Draft;
use crate::outline;
use crate::text::{MONTHS, Span};

/// A date as written in the text: `Friday, June 13th, 2026`, `13 June`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Day {
    pub span: Span,
    pub weekday: Option<Weekday>,
    /// May be greater than the number of days in the month.
    pub day: i8,
    pub month: i8,
    pub year: Option<i16>,
}

impl Day {
    /// The date. Without a year, the one nearest to the issue's date. `None` if there is no such day, or
    /// neither a year nor an issue's date.
    pub fn date(&self, issue: Option<Date>) -> Option<Date> {
        outline::Day::new(self.year, self.month, self.day)?.date(issue)
    }
}

/// Returns every date in the prose that has a day and a month.
pub(super) fn days(draft: &Draft) -> Vec<Day> {
    let mut found = Vec::new();
    let mut end = 0;
    // Most texts contain no month, so they are not split into words.
    for month in MONTH_STARTS.iter().flat_map(|starts| starts.find_iter(draft.text())) {
        if month.start() >= end
            && let Some(prose) = draft.prose_at(month.start())
        {
            found.extend(days_of(prose.of(draft.text()), prose.start));
            end = prose.end;
        }
    }
    found
}

/// True if the word is a month or an abbreviation of one.
pub(super) fn begins_a_month(word: &str) -> bool {
    word.len() >= 3 && MONTHS.iter().any(|month| month.starts_with(word))
}

/// Finds the first three letters of the months' names.
static MONTH_STARTS: LazyLock<Option<Searcher>> =
    LazyLock::new(|| Searcher::new(MONTHS.map(|month| &month[..3])));

const DAYS: [(&str, Weekday); 7] = [
    ("Monday", Weekday::Monday),
    ("Tuesday", Weekday::Tuesday),
    ("Wednesday", Weekday::Wednesday),
    ("Thursday", Weekday::Thursday),
    ("Friday", Weekday::Friday),
    ("Saturday", Weekday::Saturday),
    ("Sunday", Weekday::Sunday),
];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Word {
    Month(i8),
    Day(i8),
    Year(i16),
    Weekday(Weekday),
    Other,
}

fn days_of(text: &str, start: usize) -> Vec<Day> {
    let words = words(text);
    let mut found = Vec::new();
    for (at, (word, own)) in words.iter().enumerate() {
        let Word::Month(month) = *word else { continue };
        let joined = |a: usize, b: usize| is_joined(&text[words[a].1.end..words[b].1.start]);
        let before = at.checked_sub(1).filter(|before| joined(*before, at));
        let after = (at + 1 < words.len() && joined(at, at + 1)).then_some(at + 1);
        let day_of = |at: Option<usize>| {
            at.and_then(|at| if let Word::Day(day) = words[at].0 { Some((at, day)) } else { None })
        };
        // `June 13`, else `13 June`.
        let (first, last, day) = match (day_of(after), day_of(before)) {
            (Some((last, day)), _) => (at, last, day),
            (None, Some((first, day))) => (first, at, day),
            _ => continue,
        };
        let year = (last + 1 < words.len() && joined(last, last + 1)).then_some(last + 1);
        let year =
            year.and_then(|at| if let Word::Year(year) = words[at].0 { Some((at, year)) } else { None });
        let name = first.checked_sub(1).filter(|before| joined(*before, first));
        let name =
            name.and_then(|at| if let Word::Weekday(day) = words[at].0 { Some((at, day)) } else { None });
        let from = name.map_or(first, |(at, _)| at);
        let to = year.map_or(last, |(at, _)| at);
        let span = words[from].1.cover(words[to].1).cover(*own).shift(start as isize);
        found.push(Day {
            span,
            weekday: name.map(|(_, day)| day),
            day,
            month,
            year: year.map(|(_, year)| year),
        });
    }
    found
}

/// True if the words before and after can belong to one date.
fn is_joined(between: &str) -> bool {
    matches!(between, " " | ", " | ". " | "\n" | ",\n" | " the " | " of " | ", the ")
}

fn words(text: &str) -> Vec<(Word, Span)> {
    let mut found = Vec::new();
    let mut at = 0;
    for part in text.split(|c: char| !c.is_alphanumeric()) {
        let span = Span::new(at, at + part.len());
        at = span.end + text[span.end..].chars().next().map_or(0, char::len_utf8);
        if matches!(part, "" | "the" | "of") {
            continue;
        }
        // `3.14 May` and `10-13 June` do not contain the 14th and the 13th alone.
        let is_part = text[..span.start].ends_with(['.', '-', '–', '—', '/', ':', '#', '$', '+'])
            || text[span.end..].starts_with(['-', '–', '—', '/', ':', '%', '+']);
        found.push((if is_part { Word::Other } else { word(part) }, span));
    }
    found
}

fn word(part: &str) -> Word {
    let digits = part.len() - part.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    if digits > 0 {
        let is_bare = matches!(&part[digits..], "" | "st" | "nd" | "rd" | "th");
        return match part[..digits].parse::<i16>() {
            Ok(day @ 1..=31) if is_bare => Word::Day(day as i8),
            Ok(year @ 1990..=2099) if digits == part.len() => Word::Year(year),
            _ => Word::Other,
        };
    }
    if !part.starts_with(|c: char| c.is_ascii_uppercase()) {
        return Word::Other;
    }
    let is_short = |name: &str| part.len() == 3 && name.starts_with(part);
    let month = MONTHS
        .iter()
        .position(|name| *name == part || is_short(name) || (part == "Sept" && *name == "September"));
    if let Some(month) = month {
        return Word::Month(month as i8 + 1);
    }
    let day = DAYS.iter().find(|(name, _)| *name == part || is_short(name));
    day.map_or(Word::Other, |(_, day)| Word::Weekday(*day))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_found_with_their_weekday_and_year() {
        let friday = Some(Weekday::Friday);
        for (text, day) in [
            ("on Friday, June 13th, 2026 in", ("Friday, June 13th, 2026", friday, 13, 6, Some(2026))),
            ("on Fri 13 June", ("Fri 13 June", friday, 13, 6, None)),
            ("Friday the 13th of June", ("Friday the 13th of June", friday, 13, 6, None)),
            ("until Feb. 30, then", ("Feb. 30", None, 30, 2, None)),
            ("on June 31", ("June 31", None, 31, 6, None)),
        ] {
            let (words, weekday, day, month, year) = day;
            let start = text.find(words).unwrap();
            let span = Span::new(start, start + words.len());
            assert_eq!(days_of(text, 0), [Day { span, weekday, day, month, year }]);
        }
        for text in [
            "We may 5 times",
            "Python 3.14 May be",
            "May 2026",
            "10-13 June",
            "June 26-28, 2026",
            "7 Marchers",
        ] {
            assert_eq!(days_of(text, 0), [], "{text}");
        }
    }
}
