//! The status of an issue: its checklist with the evidence, and the state of its sections.

use jiff::civil::Date;

use super::{ChecklistLine, Context, Diagnostic, Severity, Verdict, checklist};
use crate::outline::{Counts, Section};
use crate::profile::SlotKind;

/// The status of an issue.
#[derive(Clone, Debug)]
pub struct Status {
    /// The issue's date.
    pub date: Option<Date>,
    /// The issue's number.
    pub number: Option<u32>,
    /// True if the draft is still being written.
    pub in_progress: bool,
    pub checklist: Vec<ChecklistLine>,
    /// The sections that have slots or could have some, in order.
    pub sections: Vec<SectionStatus>,
    pub errors: usize,
    pub warnings: usize,
    pub hints: usize,
}

/// The numbers of filled and empty slots of a section.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SectionStatus {
    pub title: String,
    pub counts: Counts,
    /// True if items can be added to it.
    pub takes_items: bool,
}

/// The status of a checklist line, from the evidence and the tick.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LineStatus {
    /// The draft proves it.
    Proven,
    /// It is ticked, and the draft does not contradict it.
    Ticked,
    /// The draft contradicts it, even if it is ticked.
    Contradicted,
    /// It is neither proven nor ticked.
    Open,
}

impl LineStatus {
    pub fn new(line: &ChecklistLine) -> LineStatus {
        match line.verdict {
            Verdict::Proven => LineStatus::Proven,
            Verdict::Contradicted => LineStatus::Contradicted,
            Verdict::Unknown if line.task.is_some_and(|task| task.done) => LineStatus::Ticked,
            Verdict::Unknown => LineStatus::Open,
        }
    }

    pub fn is_done(self) -> bool {
        matches!(self, LineStatus::Proven | LineStatus::Ticked)
    }

    /// The word in reports.
    pub fn word(self) -> &'static str {
        match self {
            LineStatus::Proven => "proven",
            LineStatus::Ticked => "said",
            LineStatus::Contradicted => "contradicted",
            LineStatus::Open => "open",
        }
    }

    /// The character in reports.
    pub fn sign(self) -> char {
        match self {
            LineStatus::Proven => '✓',
            LineStatus::Ticked => '·',
            LineStatus::Contradicted => '✗',
            LineStatus::Open => '?',
        }
    }
}

impl SectionStatus {
    /// `None` for a section of which nothing is to fill, such as text that is the same in every issue.
    fn new(context: &Context<'_>, index: usize, section: &Section) -> Option<SectionStatus> {
        let counts = context.outline.counts(index);
        let spec = context.outline.spec(index, context.profile);
        let kinds = spec.map(|spec| spec.kinds.as_slice()).unwrap_or_default();
        let is_expected =
            section.heading.is_some() && kinds.iter().any(|kind| *kind != SlotKind::Boilerplate);
        let takes_items = kinds.iter().any(|kind| kind.takes_items());
        let title = section.title.clone();
        (counts.total() > 0 || is_expected).then_some(SectionStatus { title, counts, takes_items })
    }
}

impl Status {
    /// Creates the status. `found` has all problems that the rules find in the draft.
    pub fn new(context: &Context<'_>, found: &[Diagnostic]) -> Status {
        let outline = context.outline;
        let count = |severity: Severity| {
            found.iter().filter(|one| one.severity == severity).map(|one| one.count()).sum()
        };
        let sections =
            outline.sections.iter().enumerate().map(|(n, section)| SectionStatus::new(context, n, section));
        Status {
            date: context.issue.date(),
            number: context.issue.number(),
            in_progress: context.facts.in_progress,
            checklist: checklist(context, found),
            sections: sections.flatten().collect(),
            errors: count(Severity::Error),
            warnings: count(Severity::Warning),
            hints: count(Severity::Hint),
        }
    }

    /// True if every line of the checklist is proven or ticked.
    pub fn is_ready(&self) -> bool {
        self.checklist.iter().all(|line| LineStatus::new(line).is_done())
    }
}
