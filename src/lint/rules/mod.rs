//! The rules: one file each, in folders by what they look at. A folder's `mod.rs` lists its rules.

/// An issue of 2026-06-08 that nothing is wrong with but what its body has.
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
use super::{Context, Diagnostic, Findings, Selection};

/// The file of the examples.
pub(super) const EXAMPLE_PATH: &str = "_drafts/2026-06-08-draft.md";

/// What is said of a rule, in reports and documents.
#[derive(Clone, Copy, Debug)]
pub struct Meta {
    /// After what it forbids.
    pub name: &'static str,
    /// One line.
    pub summary: &'static str,
    /// Why it matters.
    pub why: &'static str,
    /// A text in which the rule finds a problem, under the `circuitpython` profile.
    pub bad: &'static str,
    /// The same text without the problem.
    pub good: &'static str,
}

/// A rule only looks; whoever asks makes the fixes.
pub trait Rule: Sync {
    fn meta(&self) -> &'static Meta;

    fn name(&self) -> &'static str {
        self.meta().name
    }

    /// The file that the bad text is in, where the problem is the file's.
    fn bad_path(&self) -> &'static str {
        EXAMPLE_PATH
    }

    fn check(&self, context: &Context<'_>, found: &mut Findings);

    /// Whether the facts that it goes by are at hand.
    fn is_able(&self, _context: &Context<'_>) -> bool {
        true
    }

    /// Whether it looks at what the other rules have found, and so comes after them.
    fn is_last(&self) -> bool {
        false
    }

    /// What is wrong with the waivers, once all problems are found and those waived are gone. Only
    /// rules about waivers have something to say here.
    fn check_waivers(
        &self,
        _context: &Context<'_>,
        _waivers: &Waivers,
        _selection: &Selection,
        _found: &mut Findings,
    ) {
    }
}

/// Every rule, by its name.
pub static RULES: LazyLock<Vec<&'static dyn Rule>> = LazyLock::new(|| {
    let folders =
        [text::RULES, links::RULES, images::RULES, events::RULES, structure::RULES, front_matter::RULES];
    let mut rules = folders.concat();
    rules.sort_by_key(|rule| rule.name());
    rules
});
