//! The problems of the draft: which are listed, their numbers, and where they are.

use std::sync::Arc;

use crate::desk::Workspace;
use crate::draft::Draft;
use crate::lint::{ChecklistLine, Context, Diagnostic, Facts, Severity, Subject, check, checklist};
use crate::outline::Counts;
use crate::text::{Span, counted};
use crate::tui::app::job::check::CheckedDraft;
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

/// What the checks have found in a draft.
#[derive(Debug)]
pub(crate) struct Found {
    /// In the order of the text; those of files come last.
    diagnostics: Vec<Diagnostic>,
    checklist: Vec<ChecklistLine>,
    /// `None` if the newsletter is not mailed.
    mail: Option<MailState>,
}

/// The size of the mail that the draft becomes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MailState {
    /// "86 of 102 kB · 203 links · 12 minutes"
    pub summary: String,
    /// The first block that Gmail does not show as a whole.
    pub cut: Option<Span>,
}

impl Found {
    pub fn new(context: &Context<'_>) -> Found {
        let mut diagnostics = check(context);
        let checklist = checklist(context, &diagnostics);
        diagnostics.sort_by_key(|one| one.subject);
        let size = context.profile.mail.as_ref().and_then(|_| context.mail_size());
        let mail = size.map(|size| MailState {
            summary: size.summary(context.reading_minutes()),
            cut: size.first_clipped(),
        });
        Found { diagnostics, checklist, mail }
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

    /// The index of the first problem at or after an offset.
    pub(crate) fn first_problem_from(&self, offset: usize) -> usize {
        self.diagnostics.partition_point(|one| order(one) < (Subject::Text, offset))
    }

    /// Where a place of a problem is in the text now. What was inserted at its ends is part of it.
    pub(crate) fn place_now(&self, span: Span) -> Span {
        self.unmapped.iter().fold(span, |span, edits| edits.map_span(span))
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

    /// The problems of the text itself, which come before those of files.
    pub fn text_problems(&self) -> impl Iterator<Item = &Diagnostic> {
        self.diagnostics.iter().take_while(|one| one.subject == Subject::Text)
    }

    /// The problems of the text itself that are in a part of it.
    pub fn problems_in(&self, part: Span) -> impl Iterator<Item = &Diagnostic> {
        self.text_problems().filter(move |one| part.contains(one.span))
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

    /// True if the problems and the checklist are those of the text and of the facts.
    pub fn is_checked(&self) -> bool {
        !self.unchecked
    }

    /// Brings problems and checklist up to the text, and the outline too. Takes long in a long draft: a key
    /// whose action does not need them leaves this to a job.
    pub fn check(&mut self, workspace: &Workspace) {
        self.refresh(workspace);
        if self.unchecked {
            let found = Found::new(&self.context(&self.draft, &self.outline, workspace));
            self.take_found(found);
        }
    }

    /// Takes what a job has found. Returns false if the text or the facts have changed since.
    pub(crate) fn learn_checks(&mut self, checked: CheckedDraft) -> bool {
        let is_current = self.unchecked
            && !self.stale
            && checked.revision == self.revision
            && Arc::ptr_eq(&checked.facts, &self.facts);
        if is_current {
            self.take_found(checked.found);
        }
        is_current
    }

    fn take_found(&mut self, found: Found) {
        let Found { diagnostics, checklist, mail } = found;
        let is_error = |(n, one): (usize, &Diagnostic)| (one.severity == Severity::Error).then_some(n);
        self.errors = diagnostics.iter().enumerate().filter_map(is_error).collect();
        self.checked = Checked::new(&diagnostics, self.outline.total());
        (self.diagnostics, self.checklist, self.mail) = (diagnostics, checklist, mail);
        self.unchecked = false;
    }

    /// Moves the places of the problems and of the checklist along with the changes since the last time.
    pub(super) fn map_places(&mut self) {
        for edits in std::mem::take(&mut self.unmapped) {
            for one in &mut self.diagnostics {
                one.span = edits.map_span(one.span);
            }
            if let Some(cut) = self.mail.as_mut().and_then(|mail| mail.cut.as_mut()) {
                *cut = edits.map_span(*cut);
            }
            for line in &mut self.checklist {
                line.place = line.place.map(|place| edits.map_span(place));
                if let Some(task) = &mut line.task {
                    (task.mark, task.text) = (edits.map_span(task.mark), edits.map_span(task.text));
                }
            }
        }
    }

    /// How many problems the draft has, those that are not kept included.
    pub fn problem_count(&self) -> usize {
        self.checked.problems()
    }
}
