//! The date and number of an issue.

use jiff::civil::Date;

use crate::draft::Draft;
use crate::profile::{Profile, parse_day};
use crate::text::Span;

/// The date and number of an issue.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Issue {
    front: Option<Date>,
    file: Option<Date>,
    number: Option<u32>,
}

impl Issue {
    /// Reads the front matter. `file` is the date in the file's name.
    pub fn new(draft: &Draft, profile: &Profile, file: Option<Date>) -> Issue {
        let value = |key| draft.front_matter()?.value(key, draft.text());
        let front = value(&profile.front_matter.date).and_then(|value| parse_day(day_of(value).of(value)));
        Issue { front, file, number: value("number").and_then(|number| number.parse().ok()) }
    }

    /// Takes a number from elsewhere, such as the file's path, if the front matter has none.
    pub fn or_number(self, number: Option<u32>) -> Issue {
        Issue { number: self.number.or(number), ..self }
    }

    /// The issue's date: that of the front matter, or else that of the file's name.
    pub fn date(&self) -> Option<Date> {
        self.front.or(self.file)
    }

    /// The date in the front matter, if it is valid.
    pub fn front_date(&self) -> Option<Date> {
        self.front
    }

    /// The date in the file's name.
    pub fn file_date(&self) -> Option<Date> {
        self.file
    }

    /// The number in the front matter, or else the one from [`or_number`](Self::or_number).
    pub fn number(&self) -> Option<u32> {
        self.number
    }
}

/// The span of the day in a date of the front matter, which may have a time after it.
pub fn day_of(value: &str) -> Span {
    let is_end = |c: char| c.is_whitespace() || matches!(c, 'T' | 't');
    Span::new(0, value.find(is_end).unwrap_or(value.len()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::profile::built_in;
    use jiff::civil::date;

    #[test]
    fn the_date_comes_from_the_front_matter_or_else_the_file_name() {
        let profile = built_in("circuitpython").unwrap();
        let file = Some(date(2026, 11, 23));
        for (value, day) in [
            ("2026-11-30", date(2026, 11, 30)),
            ("20261130", date(2026, 11, 30)),
            ("\"20261130\"", date(2026, 11, 30)),
            ("2026-11-30 07:00:00 -0800", date(2026, 11, 30)),
            ("2026-11-30T07:00:00Z", date(2026, 11, 30)),
            ("20261130T0700", date(2026, 11, 30)),
            ("! '2026-11-30'", date(2026, 11, 30)),
            ("TODO", date(2026, 11, 23)),
            ("2026-13-30", date(2026, 11, 23)),
            ("", date(2026, 11, 23)),
        ] {
            let draft = Draft::parse(format!("---\ntitle: x\ndate: {value}\nnumber: 12\n---\n\nText.\n"));
            let issue = Issue::new(&draft, &profile, file);
            assert_eq!((issue.date(), issue.number()), (Some(day), Some(12)), "{value}");
            assert_eq!(issue.front_date().is_some(), Some(day) != file, "{value}");
        }
        assert_eq!(Issue::new(&Draft::parse("Text.\n"), &profile, None).date(), None);
    }
}
