//! The conventions of a newsletter's issues, read from YAML.

mod branch;
mod cadence;
mod check;
mod edit;
mod front_date;
pub mod grammar;
mod heading;
mod import;
mod inherit;
mod key_path;
mod kind;
mod language;
mod level;
mod load;
mod markup;
mod naming;
mod path;
mod people;
mod placeholder;
mod recurring;
mod several;
mod style;
mod time_zone;
mod waiver;
mod write;

use serde::{Deserialize, Serialize};

pub use branch::Branch;
pub use cadence::{Cadence, LearntCadence, MonthDay, Nth, UnknownCadence, Weekdays};
pub use edit::{with_first_key, with_key, with_value};
pub(crate) use front_date::time_at_end;
pub use front_date::{DateForm, DateFormError, FrontDate, FrontDateMeaning};
pub use heading::{fits, normalise};
pub use import::{Import, LabelledList, Libraries, News, PagePattern};
pub use key_path::KeyPath;
pub use kind::{Extent, Nature, Proof, SlotKind};
pub use language::{Language, QuoteStyle};
pub use level::{RuleLevel, RuleLevels};
pub use load::{BUILT_IN, Error, NO_BASE, built_in, built_in_template, load};
pub use markup::{is_markdown, other_markup};
pub use naming::{
    IssueKey, IssueName, LearntPattern, NameMismatch, PathValues, Pattern, Period, Precision, learn_patterns,
    may_be_an_issue, parse_day,
};
pub use path::SiteRoot;
pub use people::with_person;
pub use placeholder::{VersionMismatch, version_mismatch};
pub use several::{newsletters, wrong_newsletter};
pub use style::HouseStyle;
pub use time_zone::TimeZoneName;
pub use waiver::Waiver;
pub use write::to_yaml;

/// A newsletter's conventions. Unknown keys and values without effect are rejected, so that a mistake in
/// `copydesk.yml` is reported.
///
/// Required keys may be missing in a file that extends a built-in profile. They are checked after merging.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Profile {
    /// The built-in profile that this one changes, or [`NO_BASE`].
    pub extends: Option<String>,
    pub name: String,
    /// Rules about words of a language apply only to newsletters in that language.
    pub language: Language,
    pub files: Files,
    /// The branch on which drafts are written.
    pub branch: Option<Branch>,
    pub front_matter: FrontMatter,
    /// On which days issues are published. Inferred from the newest issues if it is missing.
    pub cadence: Option<Cadence>,
    /// The weekday of issues, in English, if the distance between them is to be inferred.
    pub weekday: Option<String>,
    /// The time zone in which a day begins for the newsletter. The system's own if it is missing.
    pub time_zone: Option<TimeZoneName>,
    /// The Markdown renderer, if it matters to the rules.
    pub renderer: Option<Renderer>,
    /// First words, in any case, of paragraphs before the first heading that are notes of the editors. A
    /// list after such a paragraph belongs to it.
    pub notes: Vec<String>,
    pub style: HouseStyle,
    pub images: Images,
    /// Levels of headings that begin a section, 1 to 6.
    pub section_levels: Vec<u8>,
    /// The section of unknown headings before the first known one.
    pub unknown_before: String,
    /// The section of unknown headings after the first known one.
    pub unknown_after: String,
    pub sections: Vec<Section>,
    pub placeholders: Placeholders,
    pub checklist: Vec<ChecklistEntry>,
    pub always_check: Vec<String>,
    pub template: Template,
    /// The number of past issues that a new one is compared with.
    #[serde(default = "default_archive")]
    pub archive: usize,
    /// The severities of rules' problems, by the names of the rules.
    pub rules: RuleLevels,
    /// Addresses of pages that every issue may link to; `*` matches any text.
    pub may_come_again: Vec<String>,
    /// Problems that are not reported.
    pub waivers: Vec<Waiver>,
    pub import: Import,
}

fn default_archive() -> usize {
    8
}

/// A Markdown renderer with a syntax of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Renderer {
    /// Jekyll's renderer.
    Kramdown,
    /// Pelican's and MkDocs' renderer.
    PythonMarkdown,
    /// CommonMark and GitHub's extensions, as Zola, Hugo, Docusaurus and others render it.
    #[serde(rename = "commonmark")]
    CommonMark,
}

/// Paths relative to the newsletter's root, separated by `/`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Files {
    pub drafts: Pattern,
    pub posts: Pattern,
    pub assets: Option<Pattern>,
    /// Folders whose files the site has at its top, such as `static`.
    pub site_roots: Vec<SiteRoot>,
    /// Empty if the newsletter has no template.
    #[serde(deserialize_with = "path::deserialize_file_path")]
    pub template: String,
    /// Which issues are drafts, if `drafts` and `posts` are the same pattern.
    pub draft_is: Option<DraftSign>,
}

/// What distinguishes drafts from posts that have the same pattern.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DraftSign {
    /// Only the newest issue is a draft.
    #[default]
    Newest,
    /// The front matter has `draft: true` or `published: false`.
    Marked,
    /// The date in the front matter, or else in the path, is today or later.
    Upcoming,
}

impl Files {
    /// True if drafts and posts have the same paths, so that only their content or age tells which is which.
    pub fn are_shared(&self) -> bool {
        self.drafts == self.posts
    }
}

impl Files {
    /// The template's path, if the newsletter has one.
    pub fn template(&self) -> Option<&str> {
        Some(self.template.as_str()).filter(|path| !path.is_empty())
    }
}

/// The keys of the front matter.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct FrontMatter {
    /// The syntax that every issue has. Without it, an issue may have any of them.
    pub syntax: Option<FrontMatterSyntax>,
    pub required: Vec<String>,
    /// Empty if the issues have no title in the front matter.
    pub title: String,
    /// Empty if the issues have no date in the front matter.
    pub date: String,
    /// The form in which dates are written. Without it, they are written as the value before, or as
    /// `2026-06-01`.
    pub date_form: Option<DateForm>,
    /// Which date it is.
    pub date_is: FrontDateMeaning,
    pub title_placeholders: Vec<String>,
    /// The maximum length of a title in a mail's subject line, in characters.
    pub max_title: Option<usize>,
}

/// The syntax of the front matter in every issue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FrontMatterSyntax {
    Yaml,
    Toml,
    /// `Key: value` lines, as Pelican reads them.
    Metadata,
    /// Issues have no front matter.
    None,
}

/// Limits and names of images.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Images {
    /// In pixels of the file, not of the page.
    #[serde(default)]
    pub max_width: Option<u32>,
    /// In bytes.
    #[serde(default)]
    pub max_gif_bytes: Option<u64>,
    /// For images that are no animations, in bytes.
    #[serde(default)]
    pub max_still_bytes: Option<u64>,
    /// For all images of an issue together, in bytes.
    #[serde(default)]
    pub max_issue_bytes: Option<u64>,
    /// The file name of a new image, in which `*` is the image's own name.
    #[serde(default)]
    pub name: Option<Pattern>,
    /// File names of images that every issue may use, with any date. `*` matches any text.
    #[serde(default)]
    pub standing: Vec<String>,
    /// Hosts from which images may be loaded.
    #[serde(default)]
    pub hosts: Vec<String>,
    /// Alternative texts that are placeholders.
    #[serde(default)]
    pub alt_placeholders: Vec<String>,
    /// The warning in an issue with an image that flashes.
    #[serde(default)]
    pub flash_warning: Option<String>,
}

/// A section of issues: how it is recognized, and its content.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Section {
    pub id: String,
    pub title: String,
    /// Headings of this section, in lower case. `*` at one end matches any text.
    pub headings: Vec<String>,
    /// First words, in any case, of a paragraph or list item that is this section's slot in any section.
    pub lines: Vec<String>,
    /// The singular and plural of its items, for commit messages.
    pub noun: Vec<String>,
    /// The kinds of its slots.
    pub kinds: Vec<SlotKind>,
    /// True if every published issue has it.
    pub required: bool,
    /// The form of a new slot.
    pub form: Option<String>,
    /// Headings of empty slots.
    pub heading_placeholders: Vec<String>,
    /// True if a title follows in the heading: `Project of the Week: A lamp`.
    pub title_in_heading: bool,
    /// True if the text before the first image is boilerplate.
    pub intro: bool,
    /// The text that replaces a slot that is left out.
    pub left_out: Option<String>,
    /// True if items may be repeated in later issues: calls that stay open, proposals that are undecided.
    pub may_repeat: bool,
    /// Another name of `may_repeat`, which it overrides.
    pub allow_repeats: Option<bool>,
    /// The sections whose items this one repeats, such as highlights; `*` for all others.
    pub repeats: Vec<String>,
    /// The severities of rules' problems in this section, by the names of the rules.
    pub rules: RuleLevels,
    pub count_line: Option<CountLine>,
    /// Bold labels of the lists that are slots. If empty, all lists are.
    pub lists: Vec<String>,
    pub facts: Vec<Fact>,
    /// The text around the subject of a stream, which is `{}`.
    pub subjects: Vec<String>,
    /// The text around the date of a meeting, which is `{}`.
    pub meeting: Vec<String>,
    /// Words of the opening, in any case, that link the mail to the issue's page.
    pub browser: Option<String>,
    /// True if the opening's last paragraph is the same in every issue.
    pub outro: bool,
}

impl Section {
    /// True if items may be repeated in later issues.
    pub fn may_repeat(&self) -> bool {
        self.allow_repeats.unwrap_or(self.may_repeat)
    }

    /// True if items of `other` are repeated in this section by design.
    pub fn repeats(&self, other: &Section) -> bool {
        self.repeats.iter().any(|id| id == ALL_SECTIONS || *id == other.id) && other.id != self.id
    }
}

/// The name of all other sections in `repeats`.
const ALL_SECTIONS: &str = "*";

/// The sentence that counts the items of a list.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct CountLine {
    /// Words by which the sentence is found.
    pub anchor: Vec<String>,
    pub none: String,
    pub one: String,
    /// With `{}` for the number.
    pub many: String,
}

/// A number or version within boilerplate.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fact {
    pub name: String,
    /// The text around each occurrence of the value, which is `{}`. All occurrences are edited together.
    pub places: Vec<String>,
    #[serde(default)]
    pub form: Option<FactForm>,
    /// The template's placeholder, such as `v#.#.#`.
    #[serde(skip)]
    pub pattern: Option<String>,
    /// Its names in lists of releases, in any case.
    #[serde(default)]
    pub release: Vec<String>,
    /// For a pre-release: the words around the version (`{}`), which are removed from a stable release.
    #[serde(default)]
    pub clause: Option<String>,
}

/// The form of a fact's value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FactForm {
    /// `39,012`
    Number,
    /// `10.3.0-alpha.2`, `v1.28.0`, `3.15.0b1`
    Version,
    /// A date, such as `20260528`.
    Day,
}

/// The template's placeholders for text that is not written yet.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Placeholders {
    #[serde(default)]
    pub addresses: Vec<String>,
    #[serde(default)]
    pub texts: Vec<String>,
    /// Tokens that may be anywhere in the body; `…` matches anything on the line.
    #[serde(default)]
    pub tokens: Vec<String>,
    /// Tokens that end a word: the letters and digits before them belong to them, a final `/` does not.
    #[serde(default)]
    pub word_ends: Vec<String>,
    /// The template's words for a number, in any case.
    #[serde(default)]
    pub numbers: Vec<String>,
    #[serde(default)]
    pub images: Vec<String>,
}

/// The proof for a task of the checklist.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChecklistEntry {
    /// Words of the task, in lower case.
    pub line: String,
    pub proof: Proof,
    #[serde(default)]
    pub section: Option<String>,
    #[serde(default)]
    pub sections: Vec<String>,
    #[serde(default)]
    pub text: Option<String>,
}

impl ChecklistEntry {
    /// True if it refers to a section.
    pub fn is_about(&self, section: &str) -> bool {
        self.section.as_deref() == Some(section) || self.sections.iter().any(|id| id == section)
    }

    /// True if its proof requires that the section is filled.
    pub fn requires_filled(&self, section: &str) -> bool {
        self.proof == Proof::FilledSection && self.is_about(section)
    }
}

/// Words of the template that a new issue's date and number replace.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Template {
    #[serde(default)]
    pub date: Vec<String>,
    #[serde(default)]
    pub number: Vec<String>,
}

impl Profile {
    /// The first words of lines that are slots in any section, each with its own section.
    pub fn lines(&self) -> impl Iterator<Item = (&str, &Section)> {
        let may_have = |section: &&Section| section.kinds.iter().any(|kind| kind.is_of_lines());
        let sections = self.sections.iter().filter(may_have);
        sections.flat_map(|section| section.lines.iter().map(move |line| (line.as_str(), section)))
    }

    /// True if every issue may link to the page.
    pub fn may_come_again(&self, address: &str) -> bool {
        self.may_come_again.iter().any(|pattern| recurring::is_page(pattern, address))
    }

    pub fn section(&self, id: &str) -> Option<&Section> {
        self.sections.iter().find(|section| section.id == id)
    }

    /// True if a whole address is a placeholder.
    pub fn is_address_placeholder(&self, address: &str) -> bool {
        address.is_empty() || self.placeholders.addresses.iter().any(|one| one == address)
    }

    /// True if a whole text is a placeholder.
    pub fn is_text_placeholder(&self, text: &str) -> bool {
        let text = text.trim();
        text.is_empty()
            || self.placeholders.texts.iter().chain(&self.placeholders.tokens).any(|one| one == text)
            || self.tokens(text).any(|span| span.len() == text.len())
    }

    /// True if a heading is that of an empty slot.
    pub fn is_heading_placeholder(&self, heading: &str) -> bool {
        let mut all = self.sections.iter().flat_map(|section| &section.heading_placeholders);
        all.any(|one| one.eq_ignore_ascii_case(heading))
    }

    /// True if the path of an image is a placeholder.
    pub fn is_image_placeholder(&self, path: &str) -> bool {
        path.is_empty()
            || path.ends_with('/')
            || self.placeholders.images.iter().any(|end| path.ends_with(end.as_str()))
    }
}

impl Images {
    /// True if every issue may use the image with this file name, ignoring case.
    pub fn is_standing(&self, name: &str) -> bool {
        let name = name.to_lowercase();
        self.standing.iter().any(|pattern| naming::glob(&pattern.to_lowercase(), &name))
    }

    /// True if images may be loaded from a host: one of `hosts`, or a subdomain.
    pub fn allows_host(&self, host: &str) -> bool {
        let host = host.to_ascii_lowercase();
        self.hosts.iter().any(|own| {
            let own = own.to_ascii_lowercase();
            host.strip_suffix(own.as_str()).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
        })
    }

    /// True if an alternative text is a placeholder, ignoring case.
    pub fn is_alt_placeholder(&self, alt: &str) -> bool {
        self.alt_placeholders.iter().any(|one| one.to_lowercase() == alt.trim().to_lowercase())
    }
}

impl Profile {
    /// The weekday of issues, if the profile has one: that of its cadence, or else its `weekday`.
    pub fn weekday(&self) -> Option<jiff::civil::Weekday> {
        match self.cadence {
            Some(cadence) => cadence.weekday(),
            None => self.weekday.as_deref().and_then(weekday_from_name),
        }
    }
}

/// Parses an English weekday, ignoring case.
fn weekday_from_name(name: &str) -> Option<jiff::civil::Weekday> {
    use jiff::civil::Weekday;
    Weekday::Monday.cycle_forward().take(7).find(|day| format!("{day:?}").eq_ignore_ascii_case(name))
}
