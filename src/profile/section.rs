//! The sections of a newsletter's issues.

use serde::{Deserialize, Serialize};

use super::yes_or_no::{yes_or_no, yes_or_no_if_set};
use super::{RuleLevels, SlotKind};

/// A section of the issues: how it is found, and its content. The list is in any order.
///
/// A section needs `headings` or `lines`, unless `unknown_before` or `unknown_after` names it. The section with the id
/// `opening` has no headings: it is the text before the first heading. An inherited section is removed by `drop: true`,
/// beside its `id` and no other key: `{ id: news, drop: true }`.
///
/// A heading matches an entry of `headings` if it is equal in lower case. It also matches if it starts with an entry of
/// five letters or more and a new word follows. `*` at the start or the end of an entry matches any text. If several
/// entries match, the longest wins.
///
/// Keys that name kinds of slots in parentheses are refused in sections of other kinds, because nothing uses them.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Section {
    /// The name of the section in the profile, by which other keys and `copydesk add --section` name it.
    pub id: String,
    /// The name on the screen if the draft has no heading for it.
    pub title: String,
    /// Headings of this section, in lower case and without a mark at the end, such as `[news, "news from *"]`.
    pub headings: Vec<String>,
    /// Beginnings, in any case, of a paragraph or list item that is this section's slot in any section.
    pub lines: Vec<String>,
    /// The singular and plural of its items in commit messages, such as `[link, links]`; `[item, items]` if it is
    /// absent.
    pub noun: Vec<String>,
    /// What its slots are. Several are allowed: `[prose, links]` for a text above a list, `[topics, links]` for a list
    /// above headings, `[paragraphs, links]` where both are items.
    pub kinds: Vec<SlotKind>,
    /// True if every published issue must have the section.
    #[serde(deserialize_with = "yes_or_no")]
    pub required: bool,
    /// The Markdown of a new slot, or of a new line in a list; `{yyyymmdd}` is the date. The newsletter's own
    /// template takes precedence. `docs/profile.md` shows one for each kind.
    pub form: Option<String>,
    /// Headings of an unfilled slot, in any case.
    pub heading_placeholders: Vec<String>,
    /// True if the heading continues with a title, as in `Project of the Week: A lamp`.
    #[serde(deserialize_with = "yes_or_no")]
    pub title_in_heading: bool,
    /// True if the text before the first image is boilerplate and no slot.
    #[serde(deserialize_with = "yes_or_no")]
    pub intro: bool,
    /// The Markdown that replaces a slot that is left out for a week. Without it, the slot is removed; a list with a
    /// `count_line` has that line's `none`.
    pub left_out: Option<String>,
    /// True if items may appear in several issues: calls that run for weeks, proposals that are still open.
    #[serde(deserialize_with = "yes_or_no")]
    pub may_repeat: bool,
    /// Another name of `may_repeat`, which it overrides.
    #[serde(deserialize_with = "yes_or_no_if_set")]
    pub allow_repeats: Option<bool>,
    /// The `id`s of sections whose items this one repeats by design, as highlights do; `["*"]` for all others.
    pub repeats: Vec<String>,
    /// How severe the problems of rules are in this section, such as `{ empty-link: off }`. They override those of the
    /// top level.
    pub rules: RuleLevels,
    /// The sentence that contains the number of a list's items.
    pub count_line: Option<CountLine>,
    /// Bold labels of the lists that are slots, in lower case and without a mark at the end. Without them, every list
    /// is.
    pub lists: Vec<String>,
    /// Numbers and versions in boilerplate.
    pub facts: Vec<Fact>,
    /// The text around a stream's subject, which replaces `{}`; words must precede it.
    pub subjects: Vec<String>,
    /// The text around the meeting's date, which replaces `{}`; words must precede it.
    pub meeting: Vec<String>,
    /// Words, in any case, that link from the mail to the page. They become a link with the address that is
    /// filled in.
    pub browser: Option<String>,
    /// True if every issue has the same last paragraph after the line with `browser`.
    #[serde(deserialize_with = "yes_or_no")]
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

/// The sentence that counts the items of a list: the text from its `anchor` to the end of the line, without the
/// punctuation mark there. That text is replaced.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct CountLine {
    /// Words that identify the sentence, in lower case.
    pub anchor: Vec<String>,
    /// The sentence for no item.
    pub none: String,
    /// The sentence for one item.
    pub one: String,
    /// The sentence for more items; `{}` is their number.
    pub many: String,
}

/// A number or version in boilerplate, which is edited as one value: `{ name: Stars, places: ["has {} stars"] }`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fact {
    /// The name of the fact in the form.
    pub name: String,
    /// The text around the value (`{}`), in any case; words must precede it. The value is changed in all places at
    /// once.
    pub places: Vec<String>,
    /// The form of the value. Other values are reported. Without it, the form is that of the template's placeholder:
    /// `#,###` is a number, `v#.#.#` a version, `2026####` a day.
    #[serde(default)]
    pub form: Option<FactForm>,
    /// The template's placeholder, such as `v#.#.#`.
    #[serde(skip)]
    pub pattern: Option<String>,
    /// Names of the fact, in any case, in a list of releases that `copydesk import releases` reads, such as
    /// `[micropython]`.
    #[serde(default)]
    pub release: Vec<String>,
    /// The words around a version (`{}`) that is a pre-release, such as `" and {} is on its way"`. They are removed in
    /// weeks without a pre-release.
    #[serde(default)]
    pub clause: Option<String>,
}

/// The form of a fact's value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FactForm {
    /// A number such as `39,012`.
    Number,
    /// A version such as `10.3.0-alpha.2`, `v1.28.0` or `3.15.0b1`. One that does not match the template's placeholder
    /// is reported, too.
    Version,
    /// A date such as `20260528`.
    Day,
}
