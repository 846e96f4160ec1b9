//! The front matter of a newsletter's issues.

use serde::{Deserialize, Serialize};

use super::{DateForm, FrontDateMeaning};

/// The front matter of an issue. Case does not matter in its keys.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct FrontMatter {
    /// The syntax of every issue's front matter. Without it, each of them is accepted, but a front matter is expected.
    pub syntax: Option<FrontMatterSyntax>,
    /// Keys that every issue must have, such as `[title, date]`.
    pub required: Vec<String>,
    /// The key of the title; `''` if the issues have none.
    pub title: String,
    /// The key of the date, which is a day with or without a time after it; `''` if the issues have none.
    pub date: String,
    /// How dates are written. Without it, a date is written in the form of the one that it replaces, or else as
    /// `2026-06-01`.
    pub date_form: Option<DateForm>,
    /// Which date it is.
    pub date_is: FrontDateMeaning,
    /// Titles that mean that none is written yet. The title of the newsletter's own template always counts as one.
    pub title_placeholders: Vec<String>,
    /// The maximum number of characters of a title, as the subject line of a mail. Without it, there is no limit.
    pub max_title: Option<usize>,
}

/// The syntax of the front matter in every issue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FrontMatterSyntax {
    /// YAML between lines of `---`.
    Yaml,
    /// TOML between lines of `+++`.
    Toml,
    /// `Key: value` lines at the start, as Pelican reads them.
    Metadata,
    /// Issues have no front matter. None is missed, and the other keys are refused.
    None,
}
