//! What is taken over from documents that a team keeps anyway.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::{Deserialize, Deserializer};

use super::grammar::Grammar;
use super::naming::{has_date_token, with_date};
use super::path::checked;

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Import {
    /// The page of a meeting's notes, by its day, where the notes do not tell it.
    pub notes: Option<PagePattern>,
    /// Handles in the notes, in lower case, and the names of those people in the draft; none for who
    /// writes no block there.
    pub people: BTreeMap<String, Option<String>>,
    /// The section that posts go to unless another is named.
    pub post: Option<String>,
    pub libraries: Option<Libraries>,
    /// The sentence that a day in a calendar becomes: `{name}`, `{dates}`, and `{place}` with what
    /// stands around it in square brackets, which goes where there is no place.
    pub event: Option<String>,
    /// What the notes of the next meeting take from an issue.
    pub news: Option<News>,
    /// What the documents look like.
    pub grammar: Grammar,
}

/// The address of a page with a day in it.
#[derive(Clone, Debug)]
pub struct PagePattern(String);

/// Why an address of a profile is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PageAddressError {
    #[error("write the whole address of the page, with https://")]
    NoScheme,
    #[error("the address has no {{date}}, {{yyyymmdd}} or {{yyyy}}, so it leads to one page for every day")]
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

    /// The address for that day.
    pub fn for_date(&self, date: Date) -> String {
        with_date(&self.0, date)
    }
}

/// Where numbers and lists of libraries stand.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Libraries {
    /// The section's name.
    pub section: String,
    /// The name of the fact that counts them.
    pub count: String,
    /// The bold labels of the two lists.
    pub new: String,
    pub updated: String,
    /// What stands in the place of both where there is nothing new.
    pub none: String,
    /// Downloads in all: `{downloads}`, `{libraries}`.
    pub total: Option<LabelledList>,
    /// The most loaded ones: `{name}`, `{package}`, `{downloads}`.
    pub top: Option<LabelledList>,
}

/// A list under a bold label.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct LabelledList {
    pub label: String,
    /// One line of it.
    pub row: String,
}

/// The part of the notes that tells of the newsletter.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct News {
    /// The heading of that part.
    pub title: String,
    /// Sections that give an item each, the first of them the headline.
    pub sections: Vec<String>,
    /// How many features are told after those.
    pub features: usize,
    /// What stands every week, with its heading.
    pub standing: String,
}
