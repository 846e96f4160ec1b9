//! What a newsletter's issues look like: data, read from YAML.

mod cadence;
mod check;
pub mod grammar;
mod heading;
mod import;
mod key_path;
mod kind;
mod load;
mod naming;
mod path;
mod people;
mod placeholder;

use std::collections::BTreeMap;
use std::sync::OnceLock;

use aho_corasick::{AhoCorasick, MatchKind};
use serde::Deserialize;

pub use cadence::Cadence;
pub use heading::{fits, normalise};
pub use import::{Import, LabelledList, Libraries, News, PagePattern};
pub use key_path::KeyPath;
pub use kind::{Nature, Proof, SlotKind};
pub use load::{BUILT_IN, Error, built_in, built_in_template, commented, load};
pub use naming::{NameMismatch, Pattern, may_be_an_issue, parse_day};
pub use people::with_person;
pub use placeholder::{VersionMismatch, version_mismatch};

/// A newsletter's conventions. Unknown keys and values without effect are refused, so that a slip
/// in `copydesk.yml` is reported and not ignored.
///
/// Keys that are required may be missing when it is read, for a file lays only some keys over a
/// built-in profile; they are checked in the whole.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Profile {
    /// The built-in profile that this one is laid over.
    pub extends: Option<String>,
    pub name: String,
    pub files: Files,
    pub front_matter: FrontMatter,
    /// The day an issue carries, in English; learnt from the newest issues where it is absent.
    pub weekday: Option<String>,
    /// What makes the page of the Markdown, where the rules have to know it.
    pub renderer: Option<Renderer>,
    /// What paragraphs before the first heading begin with that are for the editors only, in any
    /// case; a list right after one belongs to it.
    pub notes: Vec<String>,
    pub style: HouseStyle,
    pub images: Images,
    pub section_levels: Vec<u8>,
    pub unknown_before: String,
    pub unknown_after: String,
    pub sections: Vec<Section>,
    pub placeholders: Placeholders,
    pub checklist: Vec<Check>,
    pub always_check: Vec<String>,
    pub template: Template,
    /// How many of the last issues a new one is compared with.
    #[serde(default = "usual_archive")]
    pub archive: usize,
    /// Problems that are meant to be there.
    pub waivers: Vec<Waiver>,
    pub import: Import,
}

fn usual_archive() -> usize {
    8
}

/// A rule that does not count for some files, or for all.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Waiver {
    /// The rule's name.
    pub rule: String,
    /// The files that it does not count for, from the newsletter's root; `*` stands for anything.
    /// All files where it is absent.
    #[serde(default)]
    pub path: Option<String>,
    pub reason: String,
}

impl Waiver {
    /// Whether it is meant for the file at that place in the newsletter's folder, or for a file
    /// without a place.
    pub fn is_for(&self, file: Option<&str>) -> bool {
        match (&self.path, file) {
            (None, _) => true,
            (Some(path), Some(file)) => naming::glob(path.strip_prefix("./").unwrap_or(path), file),
            (Some(_), None) => false,
        }
    }

    /// Whether it names one file only.
    pub fn is_for_one_file(&self) -> bool {
        self.path.as_ref().is_some_and(|path| !path.contains('*'))
    }
}

/// What makes pages of Markdown in a way of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Renderer {
    /// As Jekyll uses it.
    Kramdown,
}

/// How the newsletter writes.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HouseStyle {
    /// A name or word as the house writes it, and the other ways that are found. Capitals count.
    #[serde(default)]
    pub spellings: BTreeMap<String, Vec<String>>,
    /// What stands around the source that ends a story, in place of `{}`.
    #[serde(default)]
    pub source: Option<String>,
    /// Whether titles are left as others wrote them: the words of links, and what stands in double
    /// quotes.
    #[serde(default)]
    pub keep_titles: bool,
    /// Words that are spelt right, in lower case, whatever the dictionary takes them for.
    #[serde(default)]
    pub words: Vec<String>,
    /// What finds the other ways; made when it is first asked for, and not at every key.
    #[serde(skip)]
    finder: OnceLock<Option<AhoCorasick>>,
}

impl HouseStyle {
    /// Each way in which the house does not write a word, with how it does.
    pub fn other_spellings(&self) -> impl Iterator<Item = (&str, &str)> {
        let all = self.spellings.iter();
        all.flat_map(|(right, wrong)| wrong.iter().map(move |wrong| (wrong.as_str(), right.as_str())))
    }

    /// What finds the longest of the other spellings, by their order; `None` where there are none.
    pub fn finder(&self) -> Option<&AhoCorasick> {
        let make = || {
            let wrong: Vec<&str> = self.other_spellings().map(|(wrong, _)| wrong).collect();
            let builder = AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).build(&wrong);
            builder.ok().filter(|_| !wrong.is_empty())
        };
        self.finder.get_or_init(make).as_ref()
    }
}

/// Where things are, relative to the newsletter's root, with `/` between folders.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Files {
    pub drafts: Pattern,
    pub posts: Pattern,
    pub assets: Option<Pattern>,
    #[serde(deserialize_with = "path::deserialize_file_path")]
    pub template: String,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct FrontMatter {
    pub required: Vec<String>,
    pub title: String,
    pub date: String,
    pub title_placeholders: Vec<String>,
    /// How many characters of a title a mail's subject line holds.
    pub max_title: Option<usize>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Images {
    /// In pixels of the file, whatever the page says.
    #[serde(default)]
    pub max_width: Option<u32>,
    /// In bytes.
    #[serde(default)]
    pub max_gif_bytes: Option<u64>,
    /// Of an image that does not move, in bytes.
    #[serde(default)]
    pub max_still_bytes: Option<u64>,
    /// Of all images of an issue together, in bytes.
    #[serde(default)]
    pub max_issue_bytes: Option<u64>,
    /// What a new image of an issue is called; `*` stands for its own name.
    #[serde(default)]
    pub name: Option<Pattern>,
    /// The names of pictures that every issue may show, whatever week their names say; `*` stands
    /// for anything.
    #[serde(default)]
    pub standing: Vec<String>,
    /// Servers that images may be shown from.
    #[serde(default)]
    pub hosts: Vec<String>,
    /// Alternative texts that mean that none has been written.
    #[serde(default)]
    pub alt_placeholders: Vec<String>,
    /// What an issue says that has an image which flashes.
    #[serde(default)]
    pub flash_warning: Option<String>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Section {
    pub id: String,
    pub title: String,
    /// Lower-case headings that mean this section; `*` at an end stands for anything.
    pub headings: Vec<String>,
    /// What a paragraph or a line of a list begins with, in any case, that is the section's slot
    /// wherever it stands.
    pub lines: Vec<String>,
    /// What one and several of its items are called in a commit's message.
    pub noun: Vec<String>,
    /// The slot kinds that are looked for in it.
    pub kinds: Vec<SlotKind>,
    /// Whether every issue that goes out has it.
    pub required: bool,
    /// What a new slot of it starts as.
    pub form: Option<String>,
    /// Headings that an unfilled slot has.
    pub heading_placeholders: Vec<String>,
    /// Whether the heading goes on with a title: `Project of the Week: A lamp`.
    pub title_in_heading: bool,
    /// Whether what stands before the first picture is standing text.
    pub intro: bool,
    /// The words for a slot that is left out for a week.
    pub left_out: Option<String>,
    /// Whether items may come again: calls that stand for weeks, proposals that are still open.
    pub may_repeat: bool,
    pub count_line: Option<CountLine>,
    /// Bold labels of the lists that are slots; all lists are where there are none.
    pub lists: Vec<String>,
    pub facts: Vec<Fact>,
    /// Where a stream's subject stands: text before and after `{}`.
    pub subjects: Vec<String>,
    /// Where the meeting's date stands.
    pub meeting: Vec<String>,
    /// What leads from the mail to the issue's page, in any case: where the opening says so, it becomes
    /// a link.
    pub browser: Option<String>,
    /// Whether the opening's last paragraph is the same in every issue.
    pub outro: bool,
}

/// The sentence that says how many items a list has.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct CountLine {
    /// Words by which the sentence is found.
    pub anchor: Vec<String>,
    pub none: String,
    pub one: String,
    /// With `{}` for the number.
    pub many: String,
}

/// A number or version that stands in fixed text.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fact {
    pub name: String,
    /// Text around the value, which stands for `{}`: it is changed in all of them at once.
    pub places: Vec<String>,
    #[serde(default)]
    pub form: Option<FactForm>,
    /// What the newsletter's template has in its place, such as `v#.#.#`.
    #[serde(skip)]
    pub pattern: Option<String>,
    /// What lists of releases call it, in any case.
    #[serde(default)]
    pub release: Vec<String>,
    /// Whether it is of a pre-release: the words around it, which go where there is none, with
    /// `{}` for the version.
    #[serde(default)]
    pub clause: Option<String>,
}

/// What a fact's value is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FactForm {
    /// `39,012`
    Number,
    /// `10.3.0-alpha.2`, `v1.28.0`, `3.15.0b1`
    Version,
    /// A day, as `20260528`.
    Day,
}

/// What text that nobody has written yet looks like.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Placeholders {
    #[serde(default)]
    pub addresses: Vec<String>,
    #[serde(default)]
    pub texts: Vec<String>,
    /// Tokens that may be anywhere in the body; `…` stands for anything on the line.
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

/// What proves a line of the task list.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Check {
    /// Words of the line, in any case.
    pub line: String,
    pub proof: Proof,
    #[serde(default)]
    pub section: Option<String>,
    #[serde(default)]
    pub sections: Vec<String>,
    #[serde(default)]
    pub text: Option<String>,
}

impl Check {
    /// Whether it is about a section.
    pub fn is_about(&self, section: &str) -> bool {
        self.section.as_deref() == Some(section) || self.sections.iter().any(|id| id == section)
    }

    /// Whether it is proven only where the section is filled.
    pub fn wants_filled(&self, section: &str) -> bool {
        self.proof == Proof::FilledSection && self.is_about(section)
    }
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Template {
    #[serde(default)]
    pub date: Vec<String>,
    #[serde(default)]
    pub number: Vec<String>,
}

impl Profile {
    /// What lines begin with that are slots of a section wherever they stand, each with the section.
    pub fn lines(&self) -> impl Iterator<Item = (&str, &Section)> {
        let may_have = |section: &&Section| section.kinds.iter().any(|kind| kind.is_of_lines());
        let sections = self.sections.iter().filter(may_have);
        sections.flat_map(|section| section.lines.iter().map(move |line| (line.as_str(), section)))
    }

    pub fn section(&self, id: &str) -> Option<&Section> {
        self.sections.iter().find(|section| section.id == id)
    }

    /// Whether a whole address is one of the template's.
    pub fn is_address_placeholder(&self, address: &str) -> bool {
        address.is_empty() || self.placeholders.addresses.iter().any(|one| one == address)
    }

    /// Whether a whole text is one of the template's.
    pub fn is_text_placeholder(&self, text: &str) -> bool {
        let text = text.trim();
        text.is_empty()
            || self.placeholders.texts.iter().chain(&self.placeholders.tokens).any(|one| one == text)
            || self.tokens(text).any(|span| span.len() == text.len())
    }

    /// Whether a heading is one that an unfilled slot has.
    pub fn is_heading_placeholder(&self, heading: &str) -> bool {
        let mut all = self.sections.iter().flat_map(|section| &section.heading_placeholders);
        all.any(|one| one.eq_ignore_ascii_case(heading))
    }

    /// Whether an image's path is one of the template's.
    pub fn is_image_placeholder(&self, path: &str) -> bool {
        path.is_empty()
            || path.ends_with('/')
            || self.placeholders.images.iter().any(|end| path.ends_with(end.as_str()))
    }
}

impl Images {
    /// Whether every issue may show the picture of that file name. Case does not matter.
    pub fn is_standing(&self, name: &str) -> bool {
        let name = name.to_lowercase();
        self.standing.iter().any(|pattern| naming::glob(&pattern.to_lowercase(), &name))
    }

    /// Whether images may be shown from that server: a host that is named, or one under it.
    pub fn allows_host(&self, host: &str) -> bool {
        let host = host.to_ascii_lowercase();
        self.hosts.iter().any(|own| {
            let own = own.to_ascii_lowercase();
            host.strip_suffix(own.as_str()).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
        })
    }

    /// Whether a whole alternative text is the template's, in any case.
    pub fn is_alt_placeholder(&self, alt: &str) -> bool {
        self.alt_placeholders.iter().any(|one| one.to_lowercase() == alt.trim().to_lowercase())
    }
}

impl Profile {
    /// The weekday that the profile names.
    pub fn weekday(&self) -> Option<jiff::civil::Weekday> {
        self.weekday.as_deref().and_then(cadence_weekday)
    }
}

/// A weekday by its English name, in any case.
fn cadence_weekday(name: &str) -> Option<jiff::civil::Weekday> {
    use jiff::civil::Weekday;
    Weekday::Monday.cycle_forward().take(7).find(|day| format!("{day:?}").eq_ignore_ascii_case(name))
}
