//! How a team's documents are imported.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::{Deserialize, Deserializer, Serialize};

use super::grammar::Grammar;
use super::naming::{has_date_token, with_date};
use super::path::checked;

/// The `import` key of a profile.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Import {
    /// The address of a meeting's notes by date, if the notes do not contain it.
    pub notes: Option<PagePattern>,
    /// The name in the draft for each handle in the notes (in lower case). `None` for people without a block
    /// in the draft.
    pub people: BTreeMap<String, Option<String>>,
    /// The default section for posts.
    pub post: Option<String>,
    pub libraries: Option<Libraries>,
    /// The sentence for an event of a calendar: `{name}`, `{dates}` and `{place}`. Text in square brackets
    /// around `{place}` is left out if the event has no place.
    pub event: Option<String>,
    /// The content of an issue that the notes of the next meeting include.
    pub news: Option<News>,
    /// The grammar of the documents.
    pub grammar: Grammar,
}

/// The address of a page with a date in it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PagePattern(String);

/// Why an address of a profile is rejected.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PageAddressError {
    #[error("write the whole address of the page, with https://")]
    NoScheme,
    #[error("the address has no {{date}}, {{yyyymmdd}} or {{yyyy}}, so it is the same page for every date")]
    NoDate,
}

impl<'de> Deserialize<'de> for PagePattern {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        checked(deserializer, PagePattern::new)
    }
}

impl PagePattern {
    fn new(address: &str) -> Result<Self, PageAddressError> {
        if !(address.starts_with("https://") || address.starts_with("http://")) {
            return Err(PageAddressError::NoScheme);
        }
        if !has_date_token(address) {
            return Err(PageAddressError::NoDate);
        }
        Ok(Self(address.to_owned()))
    }

    /// The address for a date.
    pub fn for_date(&self, date: Date) -> String {
        with_date(&self.0, date)
    }
}

/// Where the numbers and lists of libraries are in an issue.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Libraries {
    /// The section's `id`.
    pub section: String,
    /// The name of the fact that counts the libraries.
    pub count: String,
    /// The bold labels of the two lists.
    pub new: String,
    pub updated: String,
    /// The text that replaces both lists if there is nothing new.
    pub none: String,
    /// All downloads: `{downloads}`, `{libraries}`.
    pub total: Option<LabelledList>,
    /// The most downloaded libraries: `{name}`, `{package}`, `{downloads}`.
    pub top: Option<LabelledList>,
}

/// A list under a bold label.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct LabelledList {
    pub label: String,
    /// The form of one line.
    pub row: String,
}

/// The part of the notes about the newsletter.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct News {
    /// The heading of that part.
    pub title: String,
    /// Sections with one item each. The first is the headline.
    pub sections: Vec<String>,
    /// How many features follow.
    pub features: usize,
    /// Boilerplate with its heading.
    pub standing: String,
}
