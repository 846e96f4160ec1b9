//! How far an issue is: its checklist with the evidence, and what its sections still want.

use jiff::civil::Date;

use super::{Context, Diagnostic, Line, Severity, Verdict, checklist};
use crate::outline::Counts;

/// How far one issue is.
#[derive(Clone, Debug)]
pub struct Status {
    /// The issue's day.
    pub date: Option<Date>,
    /// Whether somebody is still at work on it.
    pub in_progress: bool,
    pub checklist: Vec<Line>,
    /// The sections with slots, in order.
    pub sections: Vec<SectionStatus>,
    pub errors: usize,
    pub warnings: usize,
    pub hints: usize,
}

/// How many slots of a section are filled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SectionStatus {
    pub title: String,
    pub counts: Counts,
}

/// What the evidence and somebody's tick say of a line together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LineStanding {
    /// The draft shows it.
    Proven,
    /// Somebody has ticked it, and nothing speaks against it.
    Said,
    /// The draft shows that it is not so, even if it is ticked.
    Contradicted,
    /// Nobody and nothing says so.
    Open,
}

impl LineStanding {
    pub fn new(line: &Line) -> LineStanding {
        match line.verdict {
            Verdict::Proven => LineStanding::Proven,
            Verdict::Contradicted => LineStanding::Contradicted,
            Verdict::Unknown if line.task.is_some_and(|task| task.done) => LineStanding::Said,
            Verdict::Unknown => LineStanding::Open,
        }
    }

    pub fn is_done(self) -> bool {
        matches!(self, LineStanding::Proven | LineStanding::Said)
    }

    /// The word for it in reports.
    pub fn word(self) -> &'static str {
        match self {
            LineStanding::Proven => "proven",
            LineStanding::Said => "said",
            LineStanding::Contradicted => "contradicted",
            LineStanding::Open => "open",
        }
    }

    /// The sign for it in reports.
    pub fn sign(self) -> char {
        match self {
            LineStanding::Proven => '✓',
            LineStanding::Said => '·',
            LineStanding::Contradicted => '✗',
            LineStanding::Open => '?',
        }
    }
}

impl Status {
    /// `found` is all that the rules find in the draft.
    pub fn new(context: &Context<'_>, found: &[Diagnostic]) -> Status {
        let outline = context.outline;
        let count = |severity: Severity| {
            found.iter().filter(|one| one.severity == severity).map(|one| one.count()).sum()
        };
        let sections = outline
            .sections
            .iter()
            .enumerate()
            .map(|(n, section)| SectionStatus { title: section.title.clone(), counts: outline.counts(n) });
        Status {
            date: context.issue.date(),
            in_progress: context.facts.in_progress,
            checklist: checklist(context, found),
            sections: sections.filter(|section| section.counts.total() > 0).collect(),
            errors: count(Severity::Error),
            warnings: count(Severity::Warning),
            hints: count(Severity::Hint),
        }
    }

    /// Whether every line of the checklist is proven or said.
    pub fn is_ready(&self) -> bool {
        self.checklist.iter().all(|line| LineStanding::new(line).is_done())
    }
}
