//! What is taken over from documents that a team keeps anyway.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::Pattern;

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Import {
    /// The page of a meeting's notes, by its day, where the notes do not tell it.
    #[serde(default)]
    pub notes: Option<Pattern>,
    /// Handles in the notes, in lower case, and the names of those people in the draft.
    #[serde(default)]
    pub people: BTreeMap<String, String>,
    /// The section that posts go to unless another is named.
    #[serde(default)]
    pub post: Option<String>,
    #[serde(default)]
    pub libraries: Option<Libraries>,
    /// The sentence that a day in a calendar becomes: `{name}`, `{dates}`, and `{place}` with what
    /// stands around it in square brackets, which goes where there is no place.
    #[serde(default)]
    pub event: Option<String>,
    /// What the notes of the next meeting take from an issue.
    #[serde(default)]
    pub news: Option<News>,
}

/// Where numbers and lists of libraries stand.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
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
    #[serde(default)]
    pub total: Option<LabelledList>,
    /// The most loaded ones: `{name}`, `{package}`, `{downloads}`.
    #[serde(default)]
    pub top: Option<LabelledList>,
}

/// A list under a bold label.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LabelledList {
    pub label: String,
    /// One line of it.
    pub row: String,
}

/// The part of the notes that tells of the newsletter.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct News {
    /// The heading of that part.
    pub title: String,
    /// Sections that give an item each, the first of them the headline.
    pub sections: Vec<String>,
    /// How many features are told after those.
    #[serde(default)]
    pub features: usize,
    /// What stands every week, with its heading.
    pub standing: String,
}
