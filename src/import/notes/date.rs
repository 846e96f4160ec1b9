use jiff::civil::{Date, Weekday};

use super::lines::head;
use crate::text::month_begun_by;

const WEEKDAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

/// Returns the first full date in a line: `May 6, 2024`, `6th May 2024`, `2024-05-06`,
/// `2024_05_06`, `20240506`, `5/6/2024` (month first).
pub fn date_in(text: &str) -> Option<Date> {
    // Dates are at the beginning of these texts.
    let text = head(text, 1000);
    let words: Vec<(usize, &str)> = words(text).collect();
    (0..words.len()).find_map(|n| day_at(text, &words[n..]))
}

/// Returns the date in the name of a file: the first in the last part of its path or address.
pub fn date_of_file(name: &str) -> Option<Date> {
    let path = name.split(['?', '#']).next().unwrap_or(name);
    date_in(path.rsplit(['/', '\\']).next().unwrap_or(path))
}

/// Returns the weekday in a text if it has exactly one, in full.
pub(super) fn weekday_in(text: &str) -> Option<Weekday> {
    let named = |(_, word): (usize, &str)| {
        let at = WEEKDAYS.iter().position(|day| day.eq_ignore_ascii_case(word))?;
        Weekday::from_monday_zero_offset(i8::try_from(at).ok()?).ok()
    };
    let mut named = words(head(text, 1000)).filter_map(named);
    named.next().filter(|first| named.all(|other| other == *first))
}

pub(super) fn weekday_name(day: Weekday) -> &'static str {
    WEEKDAYS[usize::try_from(day.to_monday_zero_offset()).unwrap_or_default() % WEEKDAYS.len()]
}

/// Runs of letters and digits, with their ends.
fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut rest = 0;
    std::iter::from_fn(move || {
        let start = rest + text[rest..].find(|c: char| c.is_ascii_alphanumeric())?;
        let length = text[start..].find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(text.len() - start);
        rest = start + length;
        Some((rest, &text[start..rest]))
    })
}

fn day_at(text: &str, words: &[(usize, &str)]) -> Option<Date> {
    let word = |n: usize| words.get(n).map(|(_, word)| *word);
    let first = word(0)?;
    if first.len() == 8 && first.bytes().all(|b| b.is_ascii_digit()) {
        return date(&first[..4], number(&first[4..6])?, &first[6..]);
    }
    let (second, third) = (word(1)?, word(2)?);
    if let Some(month) = month(first) {
        return date(third, month, second);
    }
    if let Some(month) = month(second) {
        return date(third, month, first);
    }
    let between = words.get(..3).map(|three| {
        let sign = |n: usize| text[three[n].0..].chars().next();
        (sign(0), sign(1))
    })?;
    match between {
        (Some('-'), Some('-')) | (Some('_'), Some('_')) | (Some('/'), Some('/')) if first.len() == 4 => {
            date(first, number(second)?, third)
        }
        (Some('/'), Some('/')) => date(third, number(first)?, second),
        _ => None,
    }
}

fn date(year: &str, month: i8, day: &str) -> Option<Date> {
    let day = ["st", "nd", "rd", "th"].into_iter().find_map(|end| day.strip_suffix(end)).unwrap_or(day);
    let year = year.parse().ok().filter(|year| year_is_known(*year))?;
    Date::new(year, month, number(day)?).ok()
}

fn year_is_known(year: i16) -> bool {
    (2000..2100).contains(&year)
}

fn number(text: &str) -> Option<i8> {
    text.parse().ok().filter(|_| text.len() <= 2 && text.bytes().all(|b| b.is_ascii_digit()))
}

/// `May`, `Sept`, `September`.
fn month(word: &str) -> Option<i8> {
    let at = month_begun_by(word).filter(|_| word.bytes().all(|b| b.is_ascii_alphabetic()))?;
    i8::try_from(at + 1).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_in_any_of_its_forms_is_read() {
        for text in [
            "The Weekly for May 6, 2024",
            "Weekly May 6th, 2024",
            "Weekly for 6 May 2024 (TUESDAY!)",
            "Meeting for Monday May 6th 2024",
            "Meeting — 6th of something, 06 May, 2024",
            "2024-05-06.md",
            "2024_05_06",
            "report_20240506.txt",
            "on 5/6/2024",
        ] {
            assert_eq!(date_in(text).unwrap().to_string(), "2024-05-06", "{text}");
        }
    }

    #[test]
    fn a_file_is_named_after_a_day() {
        for name in [
            "2024-05-06.md",
            "2023/2024_05_06.txt",
            "C:\\notes\\2024-05-06.md",
            "https://example.org/2023-01-01/2024-05-06.md?raw=2022-02-02#top",
        ] {
            assert_eq!(date_of_file(name).unwrap().to_string(), "2024-05-06", "{name}");
        }
        assert_eq!(date_of_file("2024-05-06/notes.md"), None);
        assert_eq!(date_of_file("-"), None);
    }

    #[test]
    fn what_is_no_day_is_none() {
        for text in
            ["May 6", "Monday, 1023", "May 36, 2024", "8.2.4", "12 boards, 13 authors, 14 reviewers", ""]
        {
            assert_eq!(date_in(text), None, "{text}");
        }
    }
}
