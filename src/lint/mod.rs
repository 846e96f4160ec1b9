//! The newsletter's proof-reader: one type for everything that finds fault, a table of rules,
//! and the checklist's evidence.

mod diagnostic;
mod evidence;
mod facts;
mod report;
mod rules;

use crate::draft::{Draft, Image, Task};
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

impl<'a> Context<'a> {
    /// The images that the issue will show: not the form in the task list, and not those of slots
    /// that nobody has touched.
    pub fn images(&self) -> impl Iterator<Item = &'a Image> + use<'a> {
        let untouched = self.outline.untouched();
        let tasks: Vec<Task> = self.draft.tasks().collect();
        self.draft.images().filter(move |image| {
            !untouched.iter().any(|slot| slot.contains(image.span))
                && !tasks.iter().any(|task| task.text.contains(image.span))
        })
    }
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
