//! The date and the place at the start of an event: `2026-06-24 | Nordvik, NO | …`.

use jiff::civil::Date;

use crate::outline::{Day, days_in};

/// A text that begins with a date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::outline) struct Dated<'t> {
    pub date: &'t str,
    /// True for dates like `2026-06-24`.
    pub is_iso: bool,
    /// The characters between two dates in ISO form.
    pub range: Option<&'t str>,
    /// The characters between date and place; `None` without a place.
    pub before_place: Option<&'t str>,
    pub place: &'t str,
    /// The end of the place, or of the date without one.
    pub end: usize,
}

/// Characters between a date, a place and a link.
const SEPARATORS: [char; 9] = [' ', '\t', '|', ',', ':', ';', '-', '–', '—'];
/// Words within a date of several days.
const BETWEEN: [&str; 10] = ["and", "to", "through", "until", "the", "of", "-", "–", "—", "&"];

/// Reads a date and the place after it. `None` if the text does not begin with a date.
pub(in crate::outline) fn read_dated(text: &str) -> Option<Dated<'_>> {
    let date_end = leading_date(text)?;
    let date = &text[..date_end];
    let rest = &text[date_end..];
    let place = rest.trim_start_matches(SEPARATORS).trim_end_matches(SEPARATORS);
    let gap = rest.len() - rest.trim_start_matches(SEPARATORS).len();
    let has_place = !place.is_empty();
    // Words directly after the date, without a separator, are a sentence.
    let separator = &rest[..gap];
    if has_place && separator.trim().is_empty() {
        return None;
    }
    Some(Dated {
        date,
        is_iso: date.split(SEPARATORS_OF_ISO).filter(|word| !word.is_empty()).all(is_iso),
        range: range(date),
        before_place: has_place.then_some(separator),
        place,
        end: if has_place { date_end + gap + place.len() } else { date_end },
    })
}

/// Characters around the dates of `2026-06-24 - 2026-06-26, 2026-06-30`.
const SEPARATORS_OF_ISO: [char; 4] = [' ', ',', '–', '—'];

fn is_iso(word: &str) -> bool {
    word == "-" || crate::profile::parse_day(word).is_some()
}

fn range(date: &str) -> Option<&str> {
    let first = date.split(SEPARATORS_OF_ISO).next().filter(|word| is_iso(word))?;
    let last = date.rsplit(SEPARATORS_OF_ISO).next().filter(|word| is_iso(word))?;
    date.get(first.len()..date.len().checked_sub(last.len())?).filter(|between| !between.is_empty())
}

/// The length of the date at the start of a text.
pub(super) fn leading_date(text: &str) -> Option<usize> {
    let mut end = 0;
    let mut at = 0;
    for word in text.split_inclusive([' ', '|']) {
        let plain = word.trim_end_matches([' ', '|']);
        let words = plain.trim_end_matches([',', ':', ';', '.']);
        if is_date_word(words) {
            end = at + words.len();
        } else if !BETWEEN.contains(&words) && !words.is_empty() {
            break;
        }
        at += word.len();
        // A colon, a bar or a semicolon ends the date.
        if word.contains('|') || plain.ends_with([':', ';']) {
            break;
        }
    }
    (end > 0 && !days_in(&text[..end]).is_empty()).then_some(end)
}

/// True for `24`, `24th`, `2026-06-24`, `13-19` and names of months and weekdays.
fn is_date_word(word: &str) -> bool {
    let digits = word.trim_end_matches(['s', 't', 'n', 'd', 'r', 'h']);
    if digits.starts_with(|c: char| c.is_ascii_digit()) {
        return digits.chars().all(|c| c.is_ascii_digit() || matches!(c, '-' | '–' | '/'));
    }
    let is_name = word.chars().all(char::is_alphabetic) && word.len() >= 3;
    // A month is recognized where a day follows it.
    is_name && (!days_in(&format!("{word} 1")).is_empty() || is_weekday(word))
}

fn is_weekday(word: &str) -> bool {
    let lower = word.to_lowercase();
    let days = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
    days.iter().any(|day| *day == lower || (lower.len() <= 4 && day.starts_with(&lower)))
}

/// The forms of a single day in words, as `strftime` writes them.
const FORMS: [&str; 18] = [
    "%B %-d",
    "%b %-d",
    "%-d %B",
    "%-d %b",
    "%B %-d, %Y",
    "%b %-d, %Y",
    "%-d %B %Y",
    "%-d %b %Y",
    "%A, %B %-d",
    "%a, %B %-d",
    "%a, %b %-d",
    "%A %-d %B",
    "%a %-d %B",
    "%a %-d %b",
    "%A, %-d %B",
    "%A, %B %-d, %Y",
    "%A, %-d %B %Y",
    "%a, %-d %b %Y",
];

/// The years that a date without a year is tried in: each day has all weekdays in them.
const YEARS: std::ops::Range<i16> = 2000..2028;

/// The form of a date that is a single day in words, such as `June 24`. `None` for any other form.
pub(super) fn form_in_words(date: &str) -> Option<&'static str> {
    let [day] = days_in(date)[..] else { return None };
    let in_year = |year: i16| day.date(Date::new(year, 7, 1).ok());
    FORMS
        .into_iter()
        .find(|form| YEARS.filter_map(in_year).any(|date_in| date_in.strftime(form).to_string() == date))
}

/// Writes the days of a date in ISO form, such as `2026-12-30 to 2027-01-02`, in words. `None` for any other date, and
/// for more than two days.
pub(super) fn in_words(date: &str, form: &str) -> Option<String> {
    let words = date.split([' ', ',']).filter(|word| !word.is_empty() && !BETWEEN.contains(word));
    let days: Vec<Date> = words.map(crate::profile::parse_day).collect::<Option<_>>()?;
    let written = |day: &Date| day.strftime(form).to_string();
    match &days[..] {
        [day] => Some(written(day)),
        [first, last] => Some(format!("{} – {}", written(first), written(last))),
        _ => None,
    }
}

/// Writes a date in ISO form, with `range` between the first and the last day. `None` if the text has
/// no date.
pub(super) fn iso(date: &str, issue: Option<Date>, range: &str) -> Option<String> {
    let days: Vec<Date> = days_in(date).iter().filter_map(|day: &Day| day.date(issue)).collect();
    let (first, last) = (days.iter().min()?, days.iter().max()?);
    Some(if first == last { first.to_string() } else { format!("{first}{range}{last}") })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_leading_date_and_its_place_are_read() {
        for (text, date, between, place) in [
            ("2026-06-24 | Nordvik, NO | ", "2026-06-24", Some(" | "), "Nordvik, NO"),
            ("2026-06-24| Nordvik", "2026-06-24", Some("| "), "Nordvik"),
            ("2026-06-24 - 2026-06-26 | Nordvik", "2026-06-24 - 2026-06-26", Some(" | "), "Nordvik"),
            ("June 24, Nordvik", "June 24", Some(", "), "Nordvik"),
            ("24 June 2026: Nordvik", "24 June 2026", Some(": "), "Nordvik"),
            ("Wed, June 24 – Nordvik", "Wed, June 24", Some(" – "), "Nordvik"),
            ("2026-06-24 | ", "2026-06-24", None, ""),
        ] {
            let read = read_dated(text).unwrap_or_else(|| panic!("{text}"));
            assert_eq!((read.date, read.before_place, read.place), (date, between, place), "{text}");
        }
        assert_eq!(read_dated("June 24 is the day"), None);
        assert_eq!(read_dated("Nordvik, June 24"), None);
        assert_eq!(read_dated("24 gulls"), None);
    }

    #[test]
    fn the_form_of_a_day_in_words_is_recognized() {
        let date = jiff::civil::date(2026, 12, 9);
        for (example, written) in [
            ("June 24", "December 9"),
            ("Jun 24", "Dec 9"),
            ("24 June 2026", "9 December 2026"),
            ("Wed, June 24", "Wed, December 9"),
            ("Wednesday, 24 June", "Wednesday, 9 December"),
        ] {
            let form = form_in_words(example).unwrap_or_else(|| panic!("{example}"));
            assert_eq!(date.strftime(form).to_string(), written, "{example}");
        }
        for other in ["June 24-26", "2026-06-24", "June 24th", "Gulls"] {
            assert_eq!(form_in_words(other), None, "{other}");
        }
    }

    #[test]
    fn days_in_iso_form_are_written_in_words() {
        let in_words = |date| in_words(date, "%B %-d, %Y");
        assert_eq!(in_words("2026-12-17").as_deref(), Some("December 17, 2026"));
        for range in ["2026-12-30 to 2027-01-02", "2026-12-30 – 2027-01-02", "2026-12-30 - 2027-01-02"] {
            assert_eq!(in_words(range).as_deref(), Some("December 30, 2026 – January 2, 2027"), "{range}");
        }
        for other in ["", "June 24", "2026-12-30 at noon", "2026-12-01, 2026-12-08 and 2026-12-15"] {
            assert_eq!(in_words(other), None, "{other}");
        }
    }

    #[test]
    fn iso_dates_and_their_ranges_are_recognized() {
        let range = |text| read_dated(text).map(|dated| (dated.is_iso, dated.range));
        assert_eq!(range("2026-06-24 - 2026-06-26 | Oslo"), Some((true, Some(" - "))));
        assert_eq!(range("2026-06-24 | Oslo"), Some((true, None)));
        assert_eq!(range("June 24-26 | Oslo"), Some((false, None)));
        let issue = Some(jiff::civil::date(2026, 6, 1));
        assert_eq!(iso("June 24-26", issue, " - ").as_deref(), Some("2026-06-24 - 2026-06-26"));
        assert_eq!(iso("24 June", issue, " - ").as_deref(), Some("2026-06-24"));
        assert_eq!(iso("soon", issue, " - "), None);
    }
}
