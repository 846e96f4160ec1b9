//! The problems of the draft: which are listed, their numbers, and where they are.

use std::sync::Arc;

use crate::desk::Workspace;
use crate::draft::Draft;
use crate::lint::{Diagnostic, Facts, Severity, Subject, check};
use crate::outline::Counts;
use crate::text::{Bias, Span, counted};
use crate::tui::app::session::Session;

/// Which problems are listed, and gone to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Filter {
    #[default]
    All,
    Errors,
}

/// The problems that a filter lets through, as indexes of [`Session::diagnostics`].
#[derive(Clone, Copy, Debug)]
pub enum Listed<'s> {
    All(usize),
    Some(&'s [usize]),
}

impl Listed<'_> {
    pub fn len(self) -> usize {
        match self {
            Listed::All(len) => len,
            Listed::Some(all) => all.len(),
        }
    }

    /// The problem in a row of the list.
    pub fn get(self, row: usize) -> Option<usize> {
        match self {
            Listed::All(len) => Some(row).filter(|row| *row < len),
            Listed::Some(all) => all.get(row).copied(),
        }
    }

    /// The number of listed problems before problem `n`.
    pub fn rank(self, n: usize) -> usize {
        match self {
            Listed::All(len) => n.min(len),
            Listed::Some(all) => all.partition_point(|one| *one < n),
        }
    }
}

/// The numbers that describe a checked text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Checked {
    pub errors: usize,
    pub warnings: usize,
    pub hints: usize,
    pub slots: Counts,
}

impl Checked {
    pub(super) fn new(problems: &[Diagnostic], slots: Counts) -> Checked {
        let count = |severity| {
            let own = problems.iter().filter(|one| one.severity == severity);
            own.map(Diagnostic::count).sum()
        };
        Checked {
            errors: count(Severity::Error),
            warnings: count(Severity::Warning),
            hints: count(Severity::Hint),
            slots,
        }
    }

    pub fn problems(&self) -> usize {
        self.errors + self.warnings + self.hints
    }

    /// "3 errors, 12 warnings", without counts of zero.
    pub fn in_words(&self) -> String {
        let all = [(self.errors, "error"), (self.warnings, "warning"), (self.hints, "hint")];
        let words: Vec<String> =
            all.iter().filter(|(count, _)| *count > 0).map(|(count, noun)| counted(*count, noun)).collect();
        if words.is_empty() { "no problems".to_owned() } else { words.join(", ") }
    }
}

/// The order of the list: by place in the text, and then the problems of files.
fn order(one: &Diagnostic) -> (Subject, usize) {
    (one.subject, one.span.start)
}

impl Session {
    pub fn listed(&self, filter: Filter) -> Listed<'_> {
        match filter {
            Filter::All => Listed::All(self.diagnostics.len()),
            Filter::Errors => Listed::Some(&self.errors),
        }
    }

    /// The index of the first problem at or after an offset of the text that was checked.
    pub(crate) fn first_problem_from(&self, offset: usize) -> usize {
        self.diagnostics.partition_point(|one| order(one) < (Subject::Text, offset))
    }

    /// Where a place of the text that was checked last is in the text now. What was inserted at its ends
    /// is part of it.
    pub(crate) fn since_check(&self, span: Span) -> Span {
        self.unchecked.iter().fold(span, |span, edits| {
            let start = edits.map(span.start, Bias::Before);
            Span::new(start, edits.map(span.end, Bias::After).max(start))
        })
    }

    /// The problem with this message in a part of the text; of files, the one with this message.
    pub(crate) fn find_problem(
        &self,
        rule: &str,
        message: &str,
        subject: Subject,
        part: Span,
    ) -> Option<usize> {
        let is_same = |one: &Diagnostic| one.rule == rule && one.message == message && one.subject == subject;
        let is_here = |one: &Diagnostic| {
            let start = one.span.start;
            subject == Subject::Files || start == part.start || part.start < start && start < part.end
        };
        self.diagnostics.iter().position(|one| is_same(one) && is_here(one))
    }

    /// The problems with exactly this place. Searches the list, which is in the order of the text.
    pub(super) fn problems_at(&self, span: Span) -> impl Iterator<Item = &Diagnostic> {
        let key = |one: &Diagnostic| (one.subject, one.span);
        let first = self.diagnostics.partition_point(|one| key(one) < (Subject::Text, span));
        self.diagnostics[first..].iter().take_while(move |one| key(one) == (Subject::Text, span))
    }

    /// The problems of the text itself that are in a part of it.
    pub fn problems_in(&self, part: Span) -> impl Iterator<Item = &Diagnostic> {
        let is_here = move |one: &&Diagnostic| one.subject == Subject::Text && part.contains(one.span);
        self.diagnostics.iter().filter(is_here)
    }

    /// The numbers of problems and slots, those that are not kept included.
    pub fn checked(&self) -> Checked {
        self.checked
    }

    /// The numbers of another version of the draft.
    pub fn check_of(&self, text: &str, workspace: &Workspace) -> Checked {
        let draft = Draft::parse(text);
        let outline = self.facts.outline(&draft, &workspace.profile);
        Checked::new(&check(&self.context(&draft, &outline, workspace)), outline.total())
    }

    /// What is known from outside of the draft, for a job that checks.
    pub(crate) fn facts(&self) -> Arc<Facts> {
        self.facts.clone()
    }

    /// How many problems the draft has, those that are not kept included.
    pub fn problem_count(&self) -> usize {
        self.checked.problems()
    }
}
