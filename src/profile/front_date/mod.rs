//! The date in a front matter: the only reader and writer of it.

mod form;
mod time;

use std::sync::LazyLock;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::FrontMatter;
use super::naming::parse_day;
use crate::text::Span;

pub use form::{DateForm, DateFormError};
pub(crate) use time::time_at_end;

/// Which date the front matter has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum FrontDateMeaning {
    /// That of the issue, as in its path.
    #[default]
    Issue,
    /// When the page was published, which may be days after the issue's date, which is then that of its path.
    PublishingTime,
}

/// The date in a value of the front matter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FrontDate {
    pub date: Date,
    /// Its place in the value, without the time after it.
    pub span: Span,
}

/// The forms that are read without a `date_form`, the usual ones first. Of three numbers with dashes or slashes
/// between them and the year at the end, the first one is the month, as JavaScript reads them.
static FORMS: LazyLock<Vec<DateForm>> = LazyLock::new(|| {
    let forms = [
        "{date}",
        "{yyyy}-{m}-{d}",
        "{month} {d}, {yyyy}",
        "{month} {dd}, {yyyy}",
        "{month:short} {d}, {yyyy}",
        "{month:short} {dd}, {yyyy}",
        "{d} {month} {yyyy}",
        "{dd} {month} {yyyy}",
        "{d} {month:short} {yyyy}",
        "{dd} {month:short} {yyyy}",
        "{month} {d} {yyyy}",
        "{yyyy}/{mm}/{dd}",
        "{yyyy}/{m}/{d}",
        "{yyyy}.{mm}.{dd}",
        "{mm}-{dd}-{yyyy}",
        "{m}-{d}-{yyyy}",
        "{mm}/{dd}/{yyyy}",
        "{m}/{d}/{yyyy}",
        "{dd}.{mm}.{yyyy}",
        "{d}.{m}.{yyyy}",
        "{d}. {month} {yyyy}",
        "{dd}-{mm}-{yyyy}",
        "{dd}/{mm}/{yyyy}",
    ];
    forms.into_iter().filter_map(|form| DateForm::new(form).ok()).collect()
});

impl FrontMatter {
    /// Reads the date at the beginning of a value, which may have a time after it.
    pub fn read_date(&self, value: &str) -> Option<FrontDate> {
        let whole = self.day_span(value);
        let first_word = Span::new(whole.start, word_end(value, whole.start));
        let after_weekday = Span::new(weekday_end(value, whole), whole.end);
        let mut spans = [whole, first_word, after_weekday].into_iter();
        spans.find_map(|span| Some(FrontDate { date: self.date_of(span.of(value))?, span }))
    }

    /// What follows the date in a value and is no time of day, such as the `25:99` of `2026-08-16 25:99`. `None` if the
    /// value has no date, or nothing else.
    pub fn after_date(&self, value: &str) -> Option<Span> {
        let date = self.read_date(value)?.span;
        let rest = Span::new(date.end, value.len()).trim(value);
        let time = rest.of(value).trim_start_matches([',', 'T', 't', ' ']);
        // ISO 8601 has neither dashes nor colons in its basic format: `20260816T0700`.
        let is_basic = !date.of(value).contains('-') && rest.of(value).starts_with('T');
        let is_time = time::is_time(time) || is_basic && time::is_basic_time(time);
        (!rest.is_empty() && !is_time).then_some(rest)
    }

    /// The place of the day in a value, whether it can be read or not: all but the time after it.
    pub fn day_span(&self, value: &str) -> Span {
        let end = time_at_end(value).unwrap_or(value.len());
        let is_before_time = end < value.len();
        let day = Span::new(0, end).trim(value);
        // A comma may separate the day from its time.
        let comma = usize::from(is_before_time && day.of(value).ends_with(','));
        Span::new(day.start, day.end - comma)
    }

    /// Writes a date in the profile's form, or else in that of the day that it replaces.
    pub fn write_date(&self, old: &str, date: Date) -> String {
        let own = self.date_form.as_ref();
        let like_old = || {
            let day = self.date_of(old)?;
            FORMS.iter().find(|form| form.write(day) == old)
        };
        own.or_else(like_old).map_or_else(|| date.to_string(), |form| form.write(date))
    }

    fn date_of(&self, day: &str) -> Option<Date> {
        let own = self.date_form.as_ref();
        let read = || own.and_then(|form| form.read(day)).or_else(|| parse_day(day));
        // With a form of its own, a newsletter's numbers have a known order.
        let others = FORMS.iter().filter(|form| own.is_none() || form.has_name());
        read().or_else(|| others.into_iter().find_map(|form| form.read(day)))
    }
}

/// The end of the first word, which a `T` before a time ends, too.
fn word_end(value: &str, start: usize) -> usize {
    let is_end = |c: char| c.is_whitespace() || matches!(c, 'T' | 't');
    value[start..].find(is_end).map_or(value.len(), |at| start + at)
}

/// The end of a weekday with a comma at the beginning of a day: `Sun, 16 Aug 2026`.
fn weekday_end(value: &str, day: Span) -> usize {
    let names = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
    let word = day.of(value).split_once(", ").map(|(word, _)| word.to_ascii_lowercase());
    let is_weekday = |word: &String| names.iter().any(|name| *name == word || name[..3] == **word);
    let word = word.filter(is_weekday);
    word.map_or(day.start, |word| day.start + word.len() + ", ".len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn with_form(form: &str) -> FrontMatter {
        FrontMatter { date_form: Some(DateForm::new(form).unwrap()), ..FrontMatter::default() }
    }

    #[test]
    fn dates_are_read_in_the_usual_forms() {
        let front = FrontMatter::default();
        for (value, day) in [
            ("2026-08-16", "2026-08-16"),
            ("2026-8-16", "2026-8-16"),
            ("20260816", "20260816"),
            ("2026-08-16 07:00:00 -0800", "2026-08-16"),
            ("2026-08-16T07:00:00.000Z", "2026-08-16"),
            ("20260816T0700", "20260816"),
            ("2026-08-16 in the evening", "2026-08-16"),
            ("08-16-2026", "08-16-2026"),
            ("8/16/2026 10:00", "8/16/2026"),
            ("16.08.2026", "16.08.2026"),
            // There is no month 16.
            ("16-08-2026", "16-08-2026"),
            ("2026/08/16", "2026/08/16"),
            ("August 16, 2026", "August 16, 2026"),
            ("Aug 16, 2026 22:00", "Aug 16, 2026"),
            ("16 August 2026", "16 August 2026"),
            ("16 aug 2026", "16 aug 2026"),
            ("Sun, 16 Aug 2026 07:00:00 +0000", "16 Aug 2026"),
            ("Sunday, August 16, 2026", "August 16, 2026"),
            (" August 16, 2026 ", "August 16, 2026"),
        ] {
            let found = front.read_date(value).unwrap_or_else(|| panic!("{value}"));
            assert_eq!((found.date, found.span.of(value)), (date(2026, 8, 16), day), "{value}");
        }
        for value in ["", "TODO", "10:00", "2026-13-30", "August 2026", "August 32, 2026", "the 16th", "2026"]
        {
            assert_eq!(front.read_date(value), None, "{value}");
        }
    }

    #[test]
    fn what_follows_a_date_is_a_time_or_reported() {
        let front = FrontMatter::default();
        let after = |value: &str| front.after_date(value).map(|span| span.of(value).to_owned());
        for value in [
            "2026-08-16",
            "2026-08-16 07:00",
            "2026-08-16, 07:00",
            "2026-08-16 07:00:00 -0800",
            "2026-08-16T07:00:00.000Z",
            "20260816T0700",
            "2026-08-16 8 pm",
            "August 16, 2026 8:00 pm",
            "Sun, 16 Aug 2026 07:00:00 +0000",
            "TODO",
            "",
        ] {
            assert_eq!(after(value), None, "{value}");
        }
        for (value, rest) in [
            ("2026-08-16 25:99", "25:99"),
            ("2026-08-16T25:99", "T25:99"),
            ("2026-08-16 0800Tides", "0800Tides"),
            ("2026-08-16T0700", "T0700"),
            ("20260816T2599", "T2599"),
            ("2026-08-16 08:00:00 -9900", "08:00:00 -9900"),
            ("2026-08-16 in the evening ", "in the evening"),
        ] {
            assert_eq!(after(value).as_deref(), Some(rest), "{value}");
        }
    }

    #[test]
    fn a_form_of_its_own_comes_first() {
        let day_first = with_form("{dd}-{mm}-{yyyy}");
        let read = |value: &str| day_first.read_date(value).map(|found| found.date);
        assert_eq!(read("05-08-2026"), Some(date(2026, 8, 5)));
        assert_eq!(read("05-08-2026 10:00"), Some(date(2026, 8, 5)));
        assert_eq!(read("2026-08-05"), Some(date(2026, 8, 5)));
        assert_eq!(read("August 5, 2026"), Some(date(2026, 8, 5)));
        // The month would be the 25th.
        assert_eq!(read("08-25-2026"), None);
        assert_eq!(FrontMatter::default().read_date("05-08-2026").unwrap().date, date(2026, 5, 8));
    }

    #[test]
    fn a_date_is_written_in_the_form_that_it_replaces() {
        let front = FrontMatter::default();
        for (old, new) in [
            ("2026-06-01", "2026-08-09"),
            ("20260601", "2026-08-09"),
            ("June 1, 2026", "August 9, 2026"),
            ("June 01, 2026", "August 09, 2026"),
            ("Jun 1, 2026", "Aug 9, 2026"),
            ("1 June 2026", "9 August 2026"),
            ("06-01-2026", "08-09-2026"),
            ("6/1/2026", "8/9/2026"),
            ("01.06.2026", "09.08.2026"),
            ("TODO", "2026-08-09"),
            ("", "2026-08-09"),
        ] {
            assert_eq!(front.write_date(old, date(2026, 8, 9)), new, "{old}");
        }
        assert_eq!(
            with_form("{month} {dd}, {yyyy}").write_date("2026-06-01", date(2026, 8, 9)),
            "August 09, 2026"
        );
        assert_eq!(with_form("{m}-{d}-{yyyy}").write_date("", date(2026, 8, 9)), "8-9-2026");
    }
}
