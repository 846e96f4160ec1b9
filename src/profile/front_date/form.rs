use jiff::civil::Date;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::profile::path::{PathError, checked};
use crate::profile::{IssueName, Pattern, Period, Precision};

/// The form of a date, with the [tokens of paths](Pattern): `{mm}-{dd}-{yyyy}`, `{month} {d}, {yyyy}`.
///
/// It must give one day, and have no other tokens. Days and months are read with and without a zero, and names of months
/// long or short.
///
/// Without a form, dates are read as `2026-08-16`, `20260816`, `August 16, 2026`, `16 Aug 2026`, `8/16/2026`,
/// `08-16-2026` (the month first, unless there is no such month), `16.8.2026` and similar ones, and a date is written in
/// the form of the one that it replaces.
#[derive(Clone, Debug)]
pub struct DateForm(Pattern);

impl PartialEq for DateForm {
    fn eq(&self, other: &Self) -> bool {
        self.form() == other.form()
    }
}

impl Eq for DateForm {}

/// Why a form of a date is rejected.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DateFormError {
    #[error("'{form}' is no form of a date: {why}")]
    Pattern { form: String, why: PathError },
    #[error("'{0}' gives no day; write such as {{mm}}-{{dd}}-{{yyyy}} or {{month}} {{d}}, {{yyyy}}")]
    NoDay(String),
    #[error("'{0}' is no form of a date alone; {{number}}, {{slug}}, {{week}} and * are for paths")]
    NotOnlyDate(String),
}

impl DateForm {
    /// # Errors
    ///
    /// If it does not give one day, or has tokens of something else.
    pub fn new(form: &str) -> Result<DateForm, DateFormError> {
        let pattern =
            Pattern::new(form).map_err(|why| DateFormError::Pattern { form: form.to_owned(), why })?;
        if pattern.needs_more_than_date() || form.contains('*') || form.contains("{week") {
            return Err(DateFormError::NotOnlyDate(form.to_owned()));
        }
        match pattern.precision() {
            Some(Precision::Day) => Ok(DateForm(pattern)),
            _ => Err(DateFormError::NoDay(form.to_owned())),
        }
    }

    /// The form in the profile.
    pub fn form(&self) -> &str {
        self.0.path()
    }

    /// True if the month is a word, so that numbers can't be confused.
    pub(super) fn has_name(&self) -> bool {
        self.form().contains("{month")
    }

    /// The day, if all of the text has this form.
    pub fn read(&self, text: &str) -> Option<Date> {
        match self.0.read(text)?.period? {
            Period::Day(day) => Some(day),
            Period::Week(_) | Period::Month(_) | Period::Year(_) => None,
        }
    }

    pub fn write(&self, date: Date) -> String {
        self.0.write(&IssueName { date: Some(date), ..IssueName::default() }).unwrap_or_default()
    }
}

impl<'de> Deserialize<'de> for DateForm {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        checked(deserializer, DateForm::new)
    }
}

impl Serialize for DateForm {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.form())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::ToSpan;
    use jiff::civil::date;
    use proptest::prelude::*;

    #[test]
    fn a_form_gives_one_day_and_nothing_else() {
        for form in ["{mm}-{dd}-{yyyy}", "{month} {d}, {yyyy}", "{d}. {month:short} {yyyy}", "{m}/{d}/{yy}"] {
            assert_eq!(DateForm::new(form).unwrap().form(), form);
        }
        for (form, part) in [
            ("{mm}-{yyyy}", "gives no day"),
            ("{yyyy}", "gives no day"),
            ("today", "gives no day"),
            ("{date}-{number}", "alone"),
            ("{date}*", "alone"),
            ("{date} in week {week}", "alone"),
            ("{m}{d}{yyyy}", "two ways"),
            ("{dd}-{yyyy}", "the day has no month"),
            ("", "is empty"),
        ] {
            let error = DateForm::new(form).unwrap_err().to_string();
            assert!(error.contains(part), "{form}: {error}");
        }
    }

    proptest! {
        #[test]
        fn a_written_date_is_read_as_the_same(
            form in prop::sample::select(vec![
                "{mm}-{dd}-{yyyy}", "{m}/{d}/{yyyy}", "{month} {dd}, {yyyy}", "{d} {month:short} {yyyy}", "{date}",
                "{yyyymmdd}", "{yyyy}年{m}月{d}日",
            ]),
            day in 0..36_000i64,
        ) {
            let form = DateForm::new(form).unwrap();
            let day = date(2000, 1, 1).saturating_add(day.days());
            prop_assert_eq!(form.read(&form.write(day)), Some(day));
        }
    }
}
