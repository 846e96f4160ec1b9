//! How far an issue is: the checklist with its evidence, and what its sections still want.

use std::path::{Path, PathBuf};

use jiff::civil::Date;

use super::{DeskError, Document, Listing, Probe, Workspace, collect};
use crate::draft::Draft;
use crate::lint::{Context, Line, Severity, Verdict, check, checklist};
use crate::outline::Counts;

/// How far one issue is.
#[derive(Clone, Debug)]
pub struct Status {
    pub path: PathBuf,
    /// The issue's day.
    pub date: Option<Date>,
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
}

impl Status {
    /// Whether every line of the checklist is proven or said.
    pub fn is_ready(&self) -> bool {
        self.checklist.iter().all(|line| LineStanding::new(line).is_done())
    }
}

/// Looks at a draft as `lint` does, at the stage that it is in.
///
/// # Errors
///
/// Where it can't be read.
pub fn status(workspace: &Workspace, listing: &Listing, path: &Path) -> Result<Status, DeskError> {
    let document = Document::open(path, &workspace.root)?;
    let draft = Draft::parse(document.base);
    let facts = collect(workspace, listing, Some(path), &draft, &mut Probe::default());
    let outline = facts.outline(&draft, &workspace.profile);
    let context = Context::new(&draft, &outline, &workspace.profile, &facts);
    let found = check(&context);
    let count =
        |severity: Severity| found.iter().filter(|one| one.severity == severity).map(|one| one.count()).sum();
    let sections = outline
        .sections
        .iter()
        .enumerate()
        .map(|(n, section)| SectionStatus { title: section.title.clone(), counts: outline.counts(n) });
    Ok(Status {
        path: path.to_owned(),
        date: context.issue.date(),
        checklist: checklist(&context, &found),
        sections: sections.filter(|section| section.counts.total() > 0).collect(),
        errors: count(Severity::Error),
        warnings: count(Severity::Warning),
        hints: count(Severity::Hint),
    })
}
