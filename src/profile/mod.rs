//! The conventions of a newsletter's issues, read from YAML.

mod branch;
mod cadence;
mod check;
mod edit;
mod files;
mod front_date;
mod front_matter;
pub mod grammar;
mod heading;
mod images;
mod import;
mod inherit;
mod key_path;
mod kind;
mod language;
mod level;
mod load;
mod mail;
mod mail_overhead;
mod markup;
mod message;
mod mistakes;
mod naming;
mod path;
mod people;
mod placeholder;
mod recurring;
mod renderer;
mod section;
mod several;
mod style;
mod time_zone;
mod waiver;
mod write;
mod yes_or_no;

use serde::{Deserialize, Serialize};

pub use branch::Branch;
pub use cadence::{Cadence, LearntCadence, MonthDay, Nth, UnknownCadence, Weekdays};
pub use edit::{with_first_key, with_key, with_value};
pub use files::{DraftSign, Files};
pub(crate) use front_date::time_at_end;
pub use front_date::{DateForm, DateFormError, FrontDate, FrontDateMeaning};
pub use front_matter::{FrontMatter, FrontMatterSyntax};
pub use heading::{fits, normalise};
pub use images::Images;
pub use import::{Import, LabelledList, Libraries, News, PagePattern};
pub use key_path::KeyPath;
pub use kind::{Content, Extent, Nature, NewItemForm, Proof, SlotKind};
pub use language::{Language, QuoteStyle};
pub use level::{RuleLevel, RuleLevels};
pub use load::{BUILT_IN, Error, NO_BASE, built_in, built_in_template, load, load_checked};
pub use mail::{Mail, MailOverhead};
pub use mail_overhead::with_overhead;
pub use markup::{is_markdown, other_markup};
pub use mistakes::Mistake;
pub use naming::{
    IssueKey, IssueName, LearntPattern, NameMismatch, PathValues, Pattern, Period, Precision, learn_patterns,
    may_be_an_issue, parse_day,
};
pub use path::SiteRoot;
pub use people::with_person;
pub use placeholder::{VersionMismatch, version_mismatch};
pub use renderer::{Renderer, RendererExtension};
pub use section::{CountLine, Fact, FactForm, Section};
pub use several::{newsletters, wrong_newsletter};
pub use style::HouseStyle;
pub use time_zone::TimeZoneName;
pub use waiver::Waiver;
pub use write::to_yaml;

/// A newsletter's conventions: what its issues look like, and what is expected of them.
///
/// - Write only the differences to the profile that this one extends. Keys are merged one by one, also nested ones.
///   `sections` are merged by their `id`; a section with a new `id` is appended. Any other list replaces the inherited
///   one.
/// - `~` as a value drops the inherited one: `import: ~`, `checklist: ~`, `max_width: ~`. The list or table is then
///   empty, the text is not set, and the limit is gone. Only in `import.people` is `~` a value of its own. `drop: true`
///   beside the `id` of a section removes the inherited section.
/// - A newsletter with another `name` than the built-in profile that it extends inherits the layout, but not what
///   belongs to the built-in newsletter itself: `notes`, `checklist` and its lines in `always_check`, `placeholders`,
///   `front_matter.title_placeholders`, `style.spellings`, `style.sources`, `style.words`, `images.standing`,
///   `images.hosts`, `images.alt_placeholders`, `images.flash_warning`, `mail`, the `facts` and the `browser` of sections,
///   and `notes`, `people`, `libraries` and `news` of `import`. In the `form` of sections, its own sources become `site`.
///   Without a `name`, only `import.news.standing` is not inherited: it is printed as the newsletter's own words.
/// - Anything without effect is an error, reported with its key and line, so that a mistake in `copydesk.yml` is seen: an
///   unknown key or name, a pattern or a heading that can never match, an empty or repeated text in a list, a key that
///   nothing uses. A file over 1 MiB is an error, too.
/// - Defaults are those of `extends: none`. A key that is required may be inherited: the file itself need not have it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Profile {
    /// The built-in profile that this one changes: `circuitpython` or `this-week-in-rust`; or `none`, with which nothing
    /// of another newsletter is in it. A file with `files` may leave it out, which means `none`; any other file needs
    /// it.
    pub extends: Option<String>,
    /// The name of the newsletter. It also selects the built-in template that `copydesk new` falls back to.
    pub name: String,
    /// The language of the issues, such as `zh` or `pt-BR`. Rules about English words are off in other languages, and
    /// quotation marks are paired as the language pairs them.
    pub language: Language,
    /// Where the newsletter's files are.
    pub files: Files,
    /// The branch on which drafts are written.
    pub branch: Option<Branch>,
    /// The front matter of an issue.
    pub front_matter: FrontMatter,
    /// On which days issues are published. Without it, this is learnt from the newest eight issues of the last year.
    pub cadence: Option<Cadence>,
    /// The English name of the day on which issues are published, in any case, where only the distance between them is
    /// to be learnt. Without it, it is the day of most of the newest eight issues. Refused beside a `cadence` on another
    /// day.
    pub weekday: Option<String>,
    /// The time zone in which a day begins for the newsletter: "today" is the date there. Without it, the system's own.
    pub time_zone: Option<TimeZoneName>,
    /// The renderer that makes the page. Some rules depend on it.
    pub renderer: Option<Renderer>,
    /// Extensions and options of the renderer, such as `[extra, toc]`. Each belongs to one renderer.
    pub renderer_extensions: Vec<RendererExtension>,
    /// Beginnings, in any case, of paragraphs before the first heading that are for the editors only, and must not be
    /// published. A list right after such a paragraph belongs to it.
    pub notes: Vec<String>,
    /// The house style.
    pub style: HouseStyle,
    /// Limits and names of images.
    pub images: Images,
    /// How issues are sent as mails.
    pub mail: Option<Mail>,
    /// Levels of the headings that begin a section, 1 to 6. Deeper headings belong to the slot around them.
    pub section_levels: Vec<u8>,
    /// The section of an unknown heading before the first known one: its `id`, or `prose`.
    pub unknown_before: String,
    /// The section of an unknown heading after the first known one: its `id`, or `prose`.
    pub unknown_after: String,
    /// The sections of the issues.
    pub sections: Vec<Section>,
    /// Text that marks an unfilled place.
    pub placeholders: Placeholders,
    /// What proves the lines of the draft's task list.
    pub checklist: Vec<ChecklistEntry>,
    /// Proofs that are shown even if the task list has no line for them: the `line` of a `checklist` entry, or the name
    /// of a proof that needs no section or text.
    pub always_check: Vec<String>,
    /// Words of the template that the date and the number of a new issue replace.
    pub template: Template,
    /// The number of previous issues that a new one is compared with; 0 for none.
    #[serde(default = "default_archive")]
    pub archive: usize,
    /// How severe the problems of rules are, by the names of the rules, which `copydesk rules` lists. `--select` on the
    /// command line runs a rule that is off here, and `--ignore` turns off any rule.
    pub rules: RuleLevels,
    /// Addresses of pages that every issue may link to, such as `example.org/send`; `*` matches any text, and `https://`
    /// and `www.` need not be written.
    pub may_come_again: Vec<String>,
    /// Problems that are intended.
    pub waivers: Vec<Waiver>,
    /// How `copydesk import` reads the team's documents.
    pub import: Import,
}

fn default_archive() -> usize {
    8
}

/// Text that marks an unfilled place.
///
/// Placeholders of the newsletter's own template need no entry: words in place of an address, `{words}` and `$words` in
/// its text, texts around them in empty items, such as `on {date}`, and the headings of its empty stories.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Placeholders {
    /// Whole addresses, such as `[url, link]`.
    #[serde(default)]
    pub addresses: Vec<String>,
    /// Whole link texts, image descriptions or paragraphs.
    #[serde(default)]
    pub texts: Vec<String>,
    /// Texts anywhere in the body, such as `["####", "<!-- … here -->"]`; `…` matches any text on the same line.
    #[serde(default)]
    pub tokens: Vec<String>,
    /// Tokens at the end of a word: the letters and digits before the token belong to it, a `/` at its end does not.
    #[serde(default)]
    pub word_ends: Vec<String>,
    /// Words of the template for a number, in any case.
    #[serde(default)]
    pub numbers: Vec<String>,
    /// Endings of image paths in the template.
    #[serde(default)]
    pub images: Vec<String>,
}

/// A line of the draft's task list and its proof: `{ line: check the title, proof: title }`.
///
/// An open problem counts against the line that it concerns, unless it is waived or only a hint: problems of the date,
/// the title, the images, and of the section or slot that the line names.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChecklistEntry {
    /// Words of the task's line, in lower case. The first entry that matches applies.
    pub line: String,
    /// What proves that the task is done.
    pub proof: Proof,
    /// The `id` of the section that the proof is about; for `section` and `filled-section`.
    #[serde(default)]
    pub section: Option<String>,
    /// The `id`s of several sections; for `filled-section`.
    #[serde(default)]
    pub sections: Vec<String>,
    /// The text that must be a link; for `linked-text`.
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
///
/// The date in the front matter, or its placeholder, is always replaced. A time and a time zone after it stay. These
/// placeholders need no key:
///
/// | placeholder | replaced by |
/// |---|---|
/// | `YYYY-MM-DD`, `2025-mm-dd`, `yyyymmdd`, `DD.MM.YYYY`, `MM/DD/YYYY`, `YYYY` | the date, or the year |
/// | `Month DD, YYYY`, `DD Month YYYY`, `Month YYYY`, `MMMM D, YYYY` | the date in words |
/// | `${year}`, `$date`, `${year}-${month}-${day}`, `${year}-(TODO: MM-DD)` | the date, or a part of it |
/// | `POST_DATE`, `POST_SLUG_DATE`, `ISSUE_NUMBER` | the date, or the number |
/// | `{{ .Date }}` | the date |
/// | `YYYY-WNN`, `2024-WXX`, `WNN` | the week by ISO 8601 |
/// | `NNN`, `$number`, `${issue}` | the number |
/// | in values of the front matter and the main heading also: `DATE`, `NUMBER`, `{date}`, `{number}`, `{week}`, `{{ date }}`, `{{ .Date.Format "January 2, 2006" }}`, `{{ now \| date: "%Y-%m-%d" }}` | as they say |
///
/// A template may also be a past issue. Dates, weeks, months and numbers that are written out in its title, slug and
/// main heading move on: `Tide Weekly 2024-W44`, `Issue #200`, `Week Ending August 16, 2026`. So do the same values
/// elsewhere in the front matter. Dates in the body stay. In the date of a `publishing-time`, only a date or a
/// placeholder of one is replaced.
///
/// Items have dates of their own. So a line of the template that is one of a section's `form`, and a date with one of
/// the `placeholders.tokens`, such as `2026-MM-DD` with `MM-DD`, stay as they are. Only a date without separators, as in
/// the path of an image, is the issue's there, too.
///
/// Where there is no template, `copydesk new` uses the built-in one if the newsletter is that of a built-in profile: it
/// has its name, and its issues have its headings. Otherwise it makes the issue from what the last eight have in common:
/// the keys of the front matter with the values that stay equal, the headings of most issues in their order, and the
/// texts that more than three quarters of them share. Dates, weeks and numbers of these issues move on. Without two
/// issues it refuses.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Template {
    /// Words that the issue's date replaces: as `YYYYMMDD` for `yyyymmdd` in any case, else as `YYYY-MM-DD`.
    #[serde(default)]
    pub date: Vec<String>,
    /// Words that the issue's number replaces: one more than that of the newest issue.
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
        self.is_listed_placeholder(text)
            || self.tokens(text.trim()).any(|span| span.len() == text.trim().len())
    }

    /// Like [`Profile::is_text_placeholder`], but not for a token with `…`.
    pub(crate) fn is_listed_placeholder(&self, text: &str) -> bool {
        let text = text.trim();
        text.is_empty()
            || self.placeholders.texts.iter().chain(&self.placeholders.tokens).any(|one| one == text)
    }

    /// True if a fact has no value yet: `#.#.#`, `2026####`, `NUMBER`. No value has a `#`.
    pub fn is_fact_placeholder(&self, value: &str) -> bool {
        let is_number =
            || self.placeholders.numbers.iter().any(|word| word.eq_ignore_ascii_case(value.trim()));
        value.contains('#') || self.is_text_placeholder(value) || is_number()
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
