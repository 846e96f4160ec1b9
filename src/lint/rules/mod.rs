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
    /// A text in which the rule finds a problem, under the `circuitpython` profile.
    pub bad: &'static str,
    /// The same text without the problem.
    pub good: &'static str,
}

/// A rule finds problems. It does not change the draft: the caller applies the fixes.
pub trait Rule: Sync {
    fn meta(&self) -> &'static Meta;

    fn name(&self) -> &'static str {
        self.meta().name
    }

    /// Returns a problem of this rule, with its default severity.
    fn problem(&self, span: Span, message: impl Into<String>) -> Diagnostic
    where
        Self: Sized,
    {
        Diagnostic::new(self.name(), self.meta().severity, span, message)
    }

    /// The path of the bad text's file, for problems of the path itself.
    fn bad_path(&self) -> &'static str {
        EXAMPLE_PATH
    }

    fn check(&self, context: &Context<'_>, found: &mut Findings);

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

/// Every rule, sorted by name.
pub static RULES: LazyLock<Vec<&'static dyn Rule>> = LazyLock::new(|| {
    let folders =
        [text::RULES, links::RULES, images::RULES, events::RULES, structure::RULES, front_matter::RULES];
    let mut rules = folders.concat();
    rules.sort_by_key(|rule| rule.name());
    rules
});
