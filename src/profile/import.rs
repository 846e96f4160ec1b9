//! How a team's documents are imported.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::{Deserialize, Deserializer, Serialize};

use super::grammar::Grammar;
use super::naming::{has_date_token, with_date};
use super::path::checked;

/// How `copydesk import` reads the documents of the newsletter's team.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Import {
    /// The page of a meeting's notes, if the notes do not name it: an address with the meeting's date.
    pub notes: Option<PagePattern>,
    /// Who writes which block: the handle's letters and digits in lower case, and the name in the draft, or `~` for
    /// nobody: `{ adal: Ada, bo: ~ }`. `copydesk import notes` asks for missing handles and keeps the answer here.
    pub people: BTreeMap<String, Option<String>>,
    /// The `id` of the section where a blog post becomes a story.
    pub post: Option<String>,
    /// Where the numbers and lists of libraries are.
    pub libraries: Option<Libraries>,
    /// The sentence for an event of a calendar, with `{name}`, `{dates}` and `{place}`: `"{name} is held {dates}[ in
    /// {place}]"`. The brackets and the text in them are removed if the event has no place; `{place}` must be in them.
    pub event: Option<String>,
    /// What `copydesk notes` prints.
    pub news: Option<News>,
    /// Words by which documents are recognized and read.
    pub grammar: Grammar,
}

/// The address of a page, with `https://`, and with the date as `{date}`, `{yyyymmdd}` or `{yyyy}`, such as
/// `https://example.org/notes/{yyyy}/{date}.md`.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PagePattern(String);

/// Why an address of a profile is rejected.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PageAddressError {
    #[error("write the whole address of the page, with https://")]
    NoScheme,
    #[error(
        "the address has no {{date}}, {{yyyymmdd}} or {{yyyy}}, so it is the same page for every date; write one of them"
    )]
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
    /// The `id` of the section.
    pub section: String,
    /// The name of the fact of that section that counts the libraries.
    pub count: String,
    /// The bold label of the list of new libraries.
    pub new: String,
    /// The bold label of the list of updated libraries.
    pub updated: String,
    /// The text in place of both lists in a week without any.
    pub none: String,
    /// The list with the downloads of all libraries; `{downloads}` and `{libraries}` are replaced in its row.
    pub total: Option<LabelledList>,
    /// The list of the most downloaded libraries; `{name}`, `{package}` and `{downloads}` are replaced in its rows.
    pub top: Option<LabelledList>,
}

/// A list with statistics, under a bold label.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct LabelledList {
    /// The label.
    pub label: String,
    /// The form of one line, with the words in braces that are replaced.
    pub row: String,
}

/// What `copydesk notes` prints: the part of a meeting's notes about the newsletter.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct News {
    /// The heading.
    pub title: String,
    /// The `id`s of sections with one item each. The first one is the headline.
    pub sections: Vec<String>,
    /// The number of features after them.
    pub features: usize,
    /// The text of every week at the end, in Markdown, with its heading. It is inherited under the same `name` only.
    pub standing: Option<String>,
}
