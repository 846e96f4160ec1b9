//! The date and number of an issue.

use jiff::civil::Date;

use crate::draft::Draft;
use crate::profile::{FrontDateMeaning, Profile};

/// The date and number of an issue.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Issue {
    front: Option<Date>,
    front_is: FrontDateMeaning,
    file: Option<Date>,
    number: Option<u32>,
}

impl Issue {
    /// Reads the front matter. `file` is the date in the file's name.
    pub fn new(draft: &Draft, profile: &Profile, file: Option<Date>) -> Issue {
        let value = |key| draft.front_matter()?.value(key, draft.text());
        let keys = &profile.front_matter;
        let front = value(&keys.date).and_then(|value| Some(keys.read_date(value)?.date));
        let number = value("number").and_then(|number| number.parse().ok());
        Issue { front, front_is: keys.date_is, file, number }
    }

    /// Takes a number from elsewhere, such as the file's path, if the front matter has none.
    pub fn or_number(self, number: Option<u32>) -> Issue {
        Issue { number: self.number.or(number), ..self }
    }

    /// The issue's date: that of the front matter, or else that of the file's name. The other way round, if the
    /// front matter has the time of publishing.
    pub fn date(&self) -> Option<Date> {
        match self.front_is {
            FrontDateMeaning::Issue => self.front.or(self.file),
            FrontDateMeaning::PublishingTime => self.file.or(self.front),
        }
    }

    /// The date in the front matter, if it is valid. It may be the day of publishing.
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

    #[test]
    fn a_time_of_publishing_is_not_the_issues_date() {
        let mut profile = built_in("circuitpython").unwrap();
        profile.front_matter.date_is = FrontDateMeaning::PublishingTime;
        let draft = Draft::parse("---\ntitle: x\ndate: 2026-08-20 22:00:00 -0000\n---\n\nText.\n");
        let file = Some(date(2026, 8, 16));
        assert_eq!(Issue::new(&draft, &profile, file).date(), file);
        assert_eq!(Issue::new(&draft, &profile, None).date(), Some(date(2026, 8, 20)));
    }

    #[test]
    fn dates_in_words_and_toml_and_metadata_are_read() {
        let profile = built_in("circuitpython").unwrap();
        for text in [
            "---\ntitle: x\ndate: August 16, 2026\n---\n",
            "---\ntitle: x\ndate: 08-16-2026\n---\n",
            "+++\ntitle = \"x\"\ndate = 2026-08-16T07:00:00Z\n+++\n",
            "+++\ntitle = \"x\"\ndate = \"16 August 2026\"\n+++\n",
            "Title: x\nDate: August 16, 2026 10:00\n\nText.\n",
        ] {
            let issue = Issue::new(&Draft::parse(text), &profile, None);
            assert_eq!(issue.date(), Some(date(2026, 8, 16)), "{text}");
        }
    }
}
