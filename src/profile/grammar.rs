//! The phrases by which documents are recognized and read: titles, labels and remarks of a team's
//! meeting notes and reports.

use std::collections::BTreeMap;

use serde::{Deserialize, Deserializer, Serialize};

use super::path::checked;

/// Words by which documents of the newsletter's team are recognized and read. Case does not matter.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Grammar {
    /// What distinguishes an issue from other documents.
    pub issue: IssueGrammar,
    /// The notes of a meeting, and the library report in them.
    pub notes: NotesGrammar,
}

/// Phrases that distinguish an issue from other documents.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct IssueGrammar {
    /// Parts of titles that only issues have.
    pub titles: Vec<Phrase>,
    /// Parts of lines that only issues have.
    pub lines: Vec<Phrase>,
    /// Words in the front matter of an issue that otherwise looks like a post.
    pub front_matter: Vec<Phrase>,
}

/// Phrases of meeting notes, and of the library report in them.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct NotesGrammar {
    /// The project whose releases are announced.
    pub project: Option<Phrase>,
    /// The titles of the parts of notes. The first title of a part is the usual one.
    pub titles: Titles,
    /// Text that may precede a title, such as `mini-`.
    pub title_prefixes: Vec<Phrase>,
    /// For a part, the singular and plural of its items in messages: `hugs: [hug report, hug reports]`. Without them, its
    /// usual title.
    pub nouns: BTreeMap<Part, Nouns>,
    /// Whole titles that only meeting notes have.
    pub only_notes: Vec<Phrase>,
    /// Whole titles of library reports, which notes may have too.
    pub only_report: Vec<Phrase>,
    /// How notes present the newsletter itself.
    pub newsletter: NewsletterGrammar,
    /// How the parts of people begin.
    pub people: PeopleGrammar,
    /// The lines of the library report.
    pub state: StateGrammar,
}

/// A part of meeting notes or of a library report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    /// The text before the first title.
    #[serde(skip)]
    Opening,
    /// News of the community.
    News,
    /// The state of the project, with the parts from `overall` to `updates`.
    State,
    /// The state of all of the project.
    Overall,
    /// The state of its core.
    Core,
    /// The state of its libraries.
    Libraries,
    /// Supported boards.
    Boards,
    /// Numbers of downloads.
    Downloads,
    /// New and updated libraries.
    Updates,
    /// Thanks to people.
    Hugs,
    /// What people did and will do.
    Status,
    /// Discussions.
    Weeds,
    /// The end of the meeting.
    WrapUp,
    /// A title with a time code among the people that is neither a known title nor a name.
    #[serde(skip)]
    Other,
}

/// The titles of parts, ignoring case.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(from = "BTreeMap<Part, Vec<Phrase>>", into = "BTreeMap<Part, Vec<Phrase>>")]
pub struct Titles {
    parts: BTreeMap<Part, Vec<Phrase>>,
    /// Longer titles first: `hug reports` begins with `hug report`.
    by_length: Vec<(Phrase, Part)>,
    /// The characters with which titles begin, in lower case, each once.
    first_characters: Vec<char>,
}

/// A singular and a plural: `[hug report, hug reports]`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Nouns(pub String, pub String);

/// Phrases by which notes present the newsletter itself, which is not news.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct NewsletterGrammar {
    /// Whole titles.
    pub titles: Vec<Phrase>,
    /// First words of titles that end with `newsletter`.
    pub title_beginnings: Vec<Phrase>,
    /// Parts of its first sentence.
    pub sentences: Vec<Phrase>,
}

/// Phrases at the start of people's parts.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct PeopleGrammar {
    /// Remarks on how somebody takes part, such as `text only today`.
    pub remarks: Vec<Phrase>,
    /// First words of remarks of one or two words, such as `lurking`.
    pub remark_beginnings: Vec<Phrase>,
    /// First words of titles that are no names, such as `last` week.
    pub not_names: Vec<Phrase>,
    /// Words after a name that thank somebody.
    pub thanks: Vec<Phrase>,
}

/// Phrases of the library report.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct StateGrammar {
    /// Text between the number of downloads and the number of libraries.
    pub downloads: Vec<Phrase>,
    /// Text before the number of boards.
    pub boards: Vec<Phrase>,
    /// The name of the software that supports those boards, for messages.
    pub boards_by: Option<String>,
    /// Text before the number of libraries in the project's bundle.
    pub own_bundle: Vec<Phrase>,
    /// Text before the number of libraries in the community's bundle.
    pub community_bundle: Vec<Phrase>,
    /// Text before the number of all libraries.
    pub all_libraries: Vec<Phrase>,
    /// The end of a line before the first title that counts the project's bundle.
    pub bundle_count: Vec<Phrase>,
    /// Words that may be between `new` or `updated` and `libraries` in the title of a list.
    pub list_owners: Vec<Phrase>,
    /// Parts of lines without content for a newsletter.
    pub ignored: Vec<Phrase>,
    /// The first cell of a table's row of versions.
    pub version_cells: Vec<Phrase>,
    /// The beginning of a line with a version.
    pub version_lines: Vec<Phrase>,
    /// The beginning of the line with the report's date.
    pub date: Vec<Phrase>,
}

/// Words that documents are searched for, in any case. A blank text, or one with spaces at its ends, is refused.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct Phrase(String);

/// Why a phrase is rejected.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadPhrase {
    #[error("a phrase is blank, so it has no effect; write words, or remove it")]
    Blank,
    #[error("a phrase has spaces at its ends, so it is never found; remove them")]
    Untrimmed,
}

impl<'de> Deserialize<'de> for Phrase {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        checked(deserializer, Phrase::new)
    }
}

impl Phrase {
    fn new(text: &str) -> Result<Self, BadPhrase> {
        match text.trim() {
            "" => Err(BadPhrase::Blank),
            trimmed if trimmed.len() < text.len() => Err(BadPhrase::Untrimmed),
            _ => Ok(Self(text.to_lowercase())),
        }
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// True if the text equals the phrase, ignoring ASCII case.
    pub fn is(&self, text: &str) -> bool {
        self.0.eq_ignore_ascii_case(text)
    }

    /// The position of the phrase in a text in lower case.
    pub fn find_in(&self, lower: &str) -> Option<usize> {
        memchr::memmem::find(lower.as_bytes(), self.0.as_bytes())
    }

    /// True if the text ends with the phrase, ignoring ASCII case.
    pub fn ends(&self, text: &str) -> bool {
        let start = text.len().checked_sub(self.0.len());
        start.and_then(|start| text.get(start..)).is_some_and(|end| self.is(end))
    }

    /// Removes the phrase from the start of a text, ignoring ASCII case.
    pub fn strip_from<'t>(&self, text: &'t str) -> Option<&'t str> {
        let (start, rest) = text.split_at_checked(self.0.len())?;
        self.is(start).then_some(rest)
    }

    /// Like [`Phrase::strip_from`], for a phrase that a space follows.
    pub fn strip_word_from<'t>(&self, text: &'t str) -> Option<&'t str> {
        self.strip_from(text)?.strip_prefix(' ')
    }
}

impl From<BTreeMap<Part, Vec<Phrase>>> for Titles {
    fn from(parts: BTreeMap<Part, Vec<Phrase>>) -> Self {
        let each = parts.iter().flat_map(|(part, titles)| titles.iter().map(|title| (title.clone(), *part)));
        let mut by_length: Vec<(Phrase, Part)> = each.collect();
        by_length.sort_by_key(|(title, _)| std::cmp::Reverse(title.0.len()));
        let mut first_characters: Vec<char> =
            by_length.iter().filter_map(|(title, _)| title.0.chars().next()).collect();
        first_characters.sort_unstable();
        first_characters.dedup();
        Self { parts, by_length, first_characters }
    }
}

impl From<Titles> for BTreeMap<Part, Vec<Phrase>> {
    fn from(titles: Titles) -> Self {
        titles.parts
    }
}

impl Titles {
    pub fn is_empty(&self) -> bool {
        self.by_length.is_empty()
    }

    /// The usual title of a part, in lower case; `None` if the part has no titles.
    pub fn of_part(&self, part: Part) -> Option<&str> {
        self.parts.get(&part)?.first().map(Phrase::as_str)
    }

    /// All titles, in lower case.
    pub fn all(&self) -> impl Iterator<Item = &str> {
        self.by_length.iter().map(|(title, _)| title.as_str())
    }

    /// The part whose title begins a text, and the rest of the text; `None` if the text begins with no title.
    pub fn find<'t>(&self, text: &'t str) -> Option<(Part, &'t str)> {
        self.by_length.iter().find_map(|(title, part)| Some((*part, title.strip_from(text)?)))
    }

    /// True if a title begins with the character, in either case.
    pub fn begin_with(&self, c: char) -> bool {
        self.first_characters.contains(&c.to_ascii_lowercase())
    }

    /// Titles that more than one part has.
    pub(super) fn repeated(&self) -> impl Iterator<Item = (&str, Part, Part)> {
        self.by_length.iter().enumerate().filter_map(|(n, (title, part))| {
            let (_, first) = self.by_length[..n].iter().find(|(other, _)| other == title)?;
            Some((title.as_str(), *first, *part))
        })
    }
}

impl NotesGrammar {
    /// The singular and plural noun for the entries of a part: its nouns, or else its title.
    pub fn nouns(&self, part: Part) -> (&str, &str) {
        match self.nouns.get(&part) {
            Some(Nouns(one, many)) => (one, many),
            None => {
                let title = self.titles.of_part(part).unwrap_or_default();
                (title, title)
            }
        }
    }
}

impl Part {
    /// The name of the part in the profile.
    pub fn name(self) -> &'static str {
        match self {
            Part::Opening => "opening",
            Part::News => "news",
            Part::State => "state",
            Part::Overall => "overall",
            Part::Core => "core",
            Part::Libraries => "libraries",
            Part::Boards => "boards",
            Part::Downloads => "downloads",
            Part::Updates => "updates",
            Part::Hugs => "hugs",
            Part::Status => "status",
            Part::Weeds => "weeds",
            Part::WrapUp => "wrap_up",
            Part::Other => "other",
        }
    }

    /// True for the state and its parts.
    pub fn is_of_state(self) -> bool {
        use Part::{Boards, Core, Downloads, Libraries, Overall, State, Updates};
        matches!(self, State | Overall | Core | Libraries | Boards | Downloads | Updates)
    }
}

#[cfg(test)]
mod tests {
    use crate::profile::{built_in, load};

    use super::*;

    fn error(yaml: &str) -> String {
        load(&format!("import:\n  grammar:\n    notes:\n{yaml}extends: circuitpython\n"))
            .unwrap_err()
            .to_string()
    }

    #[test]
    fn the_longest_title_is_found_and_case_does_not_matter() {
        let titles = built_in("circuitpython").unwrap().import.grammar.notes.titles;
        assert_eq!(titles.find("HUG REPORTS (late)"), Some((Part::Hugs, " (late)")));
        assert_eq!(titles.find("Hug Report"), Some((Part::Hugs, "")));
        assert_eq!(titles.find("Hugs"), None);
        assert_eq!(titles.of_part(Part::WrapUp), Some("wrap-up"));
    }

    #[test]
    fn a_repository_replaces_the_titles_of_a_part() {
        let yaml = "extends: circuitpython\nimport: {grammar: {notes: {titles: {hugs: [Thank You]}}}}";
        let titles = load(yaml).unwrap().import.grammar.notes.titles;
        assert_eq!(titles.find("thank you"), Some((Part::Hugs, "")));
        assert_eq!(titles.find("hug reports"), None);
        assert_eq!(titles.find("status updates"), Some((Part::Status, "")));
    }

    #[test]
    fn phrases_without_effect_are_refused_with_their_line() {
        let blank = error("      titles:\n        hugs: [\" \"]\n");
        assert!(blank.starts_with("copydesk.yml:5") && blank.contains("is blank"), "{blank}");
        let untrimmed = error("      title_prefixes: [\"mini \"]\n");
        assert!(untrimmed.contains("spaces at its ends"), "{untrimmed}");
        let unknown = error("      titles:\n        weather: [sun]\n");
        assert!(unknown.contains("'weather' is none of the values; write "), "{unknown}");
        let repeated = error("      titles:\n        weeds: [core]\n");
        assert!(repeated.contains("'core' is a title of the part `core` too"), "{repeated}");
    }
}
