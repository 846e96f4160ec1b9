//! The rules: one file each, in folders by what they look at. A folder's `mod.rs` lists its rules.

/// An issue of 2026-06-08 whose only problems are those of the given body.
macro_rules! issue {
    ($body:literal) => {
        concat!(
            "---\nlayout: post\ntitle: \"A lamp\"\ndate: 2026-06-08 07:00:00 -0800\ncategories: weekly\n---\n\n",
            $body
        )
    };
}

mod events;
mod front_matter;
mod images;
mod links;
mod mail;
mod site;
mod structure;
#[cfg(test)]
mod tests;
mod text;

use std::sync::LazyLock;

use super::waiver::Waivers;
use super::{Context, Diagnostic, Findings, Selection, Severity};
use crate::text::Span;

/// The path of the examples' file.
pub(super) const EXAMPLE_PATH: &str = "_drafts/2026-06-08-draft.md";

/// A rule's metadata, as reports and documents print it.
#[derive(Clone, Copy, Debug)]
pub struct Meta {
    /// In lower case with hyphens, after what the rule forbids.
    pub name: &'static str,
    /// The severity of a problem at the publish stage, unless the rule chooses another one for it.
    pub severity: Severity,
    /// One line.
    pub summary: &'static str,
    /// The reason for the rule.
    pub why: &'static str,
    /// A text in which the rule finds a problem, under the rule's [example profile](Rule::example_profile).
    pub bad: &'static str,
    /// The same text without the problem.
    pub good: &'static str,
}

/// What a rule offers to fix a problem. A rule may offer different things for different problems.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FixKind {
    /// A safe change of the text, which `--fix` makes.
    Safe,
    /// A change of the text that needs review.
    Suggestion,
    /// Fitting the image file.
    Image,
}

/// A rule finds problems. It does not change the draft: the caller applies the fixes.
pub trait Rule: Sync {
    fn meta(&self) -> &'static Meta;

    fn name(&self) -> &'static str {
        self.meta().name
    }

    /// The severities of its problems in an issue that goes out, the most severe first.
    fn severities(&self) -> &'static [Severity] {
        match self.meta().severity {
            Severity::Error => &[Severity::Error],
            Severity::Warning => &[Severity::Warning],
            Severity::Hint => &[Severity::Hint],
        }
    }

    /// The severities of its problems in a draft that is still written, the most severe first. Empty if it
    /// reports nothing there.
    fn severities_in_draft(&self) -> &'static [Severity] {
        self.severities()
    }

    /// What it offers to fix its problems.
    fn fixes(&self) -> &'static [FixKind] {
        &[]
    }

    /// The keys of the profile that it depends on, sorted. `rules` and `waivers` apply to every rule.
    fn keys(&self) -> &'static [&'static str] {
        &[]
    }

    /// Returns a problem of this rule, with its default severity.
    fn problem(&self, span: Span, message: impl Into<String>) -> Diagnostic
    where
        Self: Sized,
    {
        Diagnostic::new(self.name(), self.meta().severity, span, message)
    }

    /// The built-in profile of the examples.
    fn example_profile(&self) -> &'static str {
        "circuitpython"
    }

    /// Keys of the examples' profile, in YAML, for what no built-in profile has.
    fn example_keys(&self) -> &'static str {
        ""
    }

    /// The path of the bad text's file, for problems of the path itself.
    fn bad_path(&self) -> &'static str {
        EXAMPLE_PATH
    }

    fn check(&self, context: &Context<'_>, found: &mut Findings);

    /// True if the rule knows the words of English only, and so is off in other languages.
    fn is_about_english(&self) -> bool {
        false
    }

    /// True if the facts that the rule needs are available.
    fn has_facts(&self, _context: &Context<'_>) -> bool {
        true
    }

    /// True if the rule reads the problems that other rules found, and so must run after them.
    fn reads_findings(&self) -> bool {
        false
    }

    /// Checks the waivers, after all problems were found. Only rules about waivers implement it.
    fn check_waivers(
        &self,
        _context: &Context<'_>,
        _waivers: &Waivers,
        _selection: &Selection,
        _found: &mut Findings,
    ) {
    }
}

/// True if problems of the rule may be within a section. The others are about the front matter, the file or
/// the issue as a whole.
pub(super) fn is_in_sections(rule: &dyn Rule) -> bool {
    let is_one = |other: &&dyn Rule| other.name() == rule.name();
    !front_matter::RULES.iter().any(is_one) && !OF_THE_ISSUE.contains(&rule.name())
}

/// True if the rule is about what readers read. Scripts and the marks of a merge are found everywhere.
pub(super) fn is_about_prose(rule: &str) -> bool {
    let mut rules = text::RULES.iter().chain(site::RULES);
    rules.any(|one| one.name() == rule) && !["active-content", "conflict-marker"].contains(&rule)
}

/// Rules about the issue as a whole in other folders than that of the front matter.
const OF_THE_ISSUE: [&str; 7] = [
    "byte-order-mark",
    "clipped-mail",
    "heavy-issue",
    "long-subject",
    "missing-preheader",
    "missing-section",
    "unused-image",
];

/// The rules of a folder.
pub(super) struct Group {
    /// The heading of the group in the documentation.
    pub title: &'static str,
    /// What its rules look at.
    pub about: &'static str,
    pub rules: &'static [&'static dyn Rule],
}

impl Group {
    const fn new(title: &'static str, about: &'static str, rules: &'static [&'static dyn Rule]) -> Group {
        Group { title, about, rules }
    }
}

/// The folders in the order of the documentation.
pub(super) static GROUPS: [Group; 8] = [
    Group::new("Text", "the words, also those of headings, and the characters of the file", text::RULES),
    Group::new("Links", "the addresses and the texts of links", links::RULES),
    Group::new("Images", "images, their files and their descriptions", images::RULES),
    Group::new("Events", "the days of events and meetings", events::RULES),
    Group::new("Structure", "sections, slots, headings, the task list and waivers", structure::RULES),
    Group::new("Front matter", "the keys before the text, and the name of the file", front_matter::RULES),
    Group::new("Site", "the page that the site's generator makes", site::RULES),
    Group::new("Mail", "the mail that is made of the issue", mail::RULES),
];

/// Every rule, sorted by name.
pub static RULES: LazyLock<Vec<&'static dyn Rule>> = LazyLock::new(|| {
    let mut rules: Vec<&'static dyn Rule> = GROUPS.iter().flat_map(|group| group.rules).copied().collect();
    rules.sort_by_key(|rule| rule.name());
    rules
});
