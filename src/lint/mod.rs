//! The newsletter's proof-reader: one type for everything that finds fault, a table of rules,
//! and the checklist's evidence.

mod address;
mod diagnostic;
mod evidence;
mod facts;
mod images;
mod places;
mod reference;
mod report;
mod rules;
mod spelling;
mod words;

use crate::draft::{Draft, Field};
use crate::outline::Outline;
use crate::profile::Profile;
use places::Places;

pub use diagnostic::{Diagnostic, Fix, Severity};
pub use evidence::{Line, Verdict, checklist};
pub use facts::{Bars, Facts, ImageFact, ImageInfo, Look, Stage};
pub use images::local_path;
pub use reference::{explain, reference};
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
    /// The title's line of the front matter.
    pub fn title_field(&self) -> Option<&'a Field> {
        self.draft.front_matter()?.field(&self.profile.front_matter.title, self.draft.text())
    }

    /// The date's line of the front matter.
    pub fn date_field(&self) -> Option<&'a Field> {
        self.draft.front_matter()?.field(&self.profile.front_matter.date, self.draft.text())
    }

    /// The slots that nobody has touched.
    fn untouched(&self) -> Places {
        Places::new(self.outline.untouched())
    }

    /// The lines of the task list, which carry forms to copy.
    fn tasks(&self) -> Places {
        Places::new(self.draft.tasks().map(|task| task.text))
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

/// The first `most` of some names, and how many more there are: "a, b and 3 more".
fn list(names: impl Iterator<Item = String>, most: usize) -> String {
    let names: Vec<String> = names.collect();
    let shown = names[..names.len().min(most)].join(", ");
    match names.len().saturating_sub(most) {
        0 => shown,
        more => format!("{shown} and {more} more"),
    }
}
