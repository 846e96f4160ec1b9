//! The newsletter's proof-reader: one type for everything that finds fault, a table of rules,
//! and the checklist's evidence.

mod diagnostic;
mod evidence;
mod facts;
mod report;
mod rules;

use crate::draft::Draft;
use crate::outline::Outline;
use crate::profile::Profile;

pub use diagnostic::{Diagnostic, Severity};
pub use evidence::{Line, Verdict, checklist};
pub use facts::{Facts, ImageFact, local_path};
pub use report::{Report, text as report_text};
pub use rules::{RULES, Rule};

/// What a rule may look at.
#[derive(Clone, Copy, Debug)]
pub struct Context<'a> {
    pub draft: &'a Draft,
    pub outline: &'a Outline,
    pub profile: &'a Profile,
    pub facts: &'a Facts,
}

/// Everything that the rules find, in the order of the text.
pub fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for rule in RULES {
        rule.check(context, &mut found);
    }
    found.sort_by_key(|one| (one.span.start, one.span.end, one.rule));
    found
}
