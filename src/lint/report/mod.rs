//! What was found in some files, in the forms that people and programs read. All of them are made
//! of the same values, in the same order: by file as they were named, then by place.

mod brief;
mod excerpt;
mod github;
mod json;
mod junit;
mod positions;
mod sarif;
mod status;
mod text;

use super::{Diagnostic, Fix, Rest, Severity, Status};
use crate::text::{Outside, Position, Span, counted};
use excerpt::Excerpt;
use positions::Positions;

pub use brief::brief;
pub use github::{annotations, summary};
pub use json::json;
pub use junit::junit;
pub use sarif::sarif;
pub use status::status_json;
pub use text::{Look as TextLook, text};

/// All that a run has to tell.
#[derive(Clone, Debug, Default)]
pub struct Report {
    pub files: Vec<FileReport>,
    pub failures: Vec<Failure>,
}

/// The problems of one file. It holds nothing of the text but the lines that it shows.
#[derive(Clone, Debug)]
pub struct FileReport {
    /// What the file is called in the report.
    pub path: Outside,
    pub problems: Vec<Problem>,
    /// The rules whose problems were fixed, and how many of each.
    pub fixed: Vec<(&'static str, usize)>,
    /// How far the issue is, where that was asked for.
    pub status: Option<Status>,
}

/// A file that could not be checked, and why not.
#[derive(Clone, Debug)]
pub struct Failure {
    pub path: Outside,
    pub message: Outside,
}

/// A problem with its place as people and programs outside count it.
#[derive(Clone, Debug)]
pub struct Problem {
    pub rule: &'static str,
    pub severity: Severity,
    pub message: Outside,
    pub help: Option<Outside>,
    pub span: Span,
    pub start: Position,
    pub end: Position,
    pub remedy: Option<Remedy>,
    /// Set where it stands for problems that are not kept.
    pub rest: Option<Rest>,
    excerpt: Excerpt,
}

/// What fixes a problem.
#[derive(Clone, Debug)]
pub enum Remedy {
    /// Changes of the text; `--fix` makes those that are safe.
    Text { is_safe: bool, changes: Vec<Change> },
    /// Fitting the image that the draft calls this.
    Image(Outside),
}

/// The text between two places becomes another one.
#[derive(Clone, Debug)]
pub struct Change {
    pub span: Span,
    pub start: Position,
    pub end: Position,
    pub text: String,
}

impl FileReport {
    pub fn new(path: impl Into<Outside>, text: &str, diagnostics: &[Diagnostic]) -> FileReport {
        let positions = Positions::new(text);
        let problems = diagnostics.iter().map(|one| Problem::new(one, &positions, text)).collect();
        FileReport { path: path.into(), problems, fixed: Vec::new(), status: None }
    }
}

impl Problem {
    fn new(one: &Diagnostic, positions: &Positions, text: &str) -> Problem {
        let place = |span: Span| (positions.position(span.start, text), positions.position(span.end, text));
        let change = |(span, new): (Span, &str)| {
            let (start, end) = place(span);
            Change { span, start, end, text: new.to_owned() }
        };
        let remedy = one.fix.as_ref().map(|fix| match fix {
            Fix::Text(edits) | Fix::Suggestion(edits) => Remedy::Text {
                is_safe: matches!(fix, Fix::Text(_)),
                changes: edits.iter().map(|edit| change((edit.span, edit.text.as_str()))).collect(),
            },
            Fix::Image(dest) => Remedy::Image(dest.as_str().into()),
        });
        let (start, end) = place(one.span);
        Problem {
            rule: one.rule,
            severity: one.severity,
            message: one.message.as_str().into(),
            help: one.help.as_deref().map(Into::into),
            span: one.span,
            start,
            end,
            remedy,
            rest: one.rest,
            excerpt: Excerpt::new(one.span, positions, text),
        }
    }

    /// How many problems it stands for.
    pub fn count(&self) -> usize {
        self.rest.map_or(1, |rest| rest.count)
    }

    /// How many of them `--fix` fixes.
    fn fixes(&self) -> usize {
        let is_safe = matches!(self.remedy, Some(Remedy::Text { is_safe: true, .. }));
        self.rest.map_or(usize::from(is_safe), |rest| rest.fixes)
    }

    /// How many of them fitting an image fixes.
    fn image_fixes(&self) -> usize {
        let is_image = matches!(self.remedy, Some(Remedy::Image(_)));
        self.rest.map_or(usize::from(is_image), |rest| rest.image_fixes)
    }
}

impl Report {
    fn problems(&self) -> impl Iterator<Item = (&FileReport, &Problem)> {
        self.files.iter().flat_map(|file| file.problems.iter().map(move |problem| (file, problem)))
    }

    /// How many problems of a severity there are.
    pub fn count(&self, severity: Severity) -> usize {
        let own = self.problems().filter(|(_, problem)| problem.severity == severity);
        own.map(|(_, problem)| problem.count()).sum()
    }

    /// How many problems there are, those that are not kept included.
    fn total(&self) -> usize {
        self.problems().map(|(_, problem)| problem.count()).sum()
    }

    /// The most severe problem.
    pub fn worst(&self) -> Option<Severity> {
        self.problems().map(|(_, problem)| problem.severity).max()
    }

    /// "2 files checked, 3 problems: 1 error, 2 hints"
    fn tally(&self) -> String {
        let files = counted(self.files.len(), "file");
        let parts: Vec<String> = Severity::ALL
            .into_iter()
            .map(|severity| (self.count(severity), severity))
            .filter(|(count, _)| *count > 0)
            .map(|(count, severity)| counted(count, severity.word()))
            .collect();
        match self.total() {
            0 => format!("{files} checked, no problems"),
            total => format!("{files} checked, {}: {}", counted(total, "problem"), parts.join(", ")),
        }
    }

    /// What was fixed, and what can be: a sentence each.
    fn fixed(&self) -> Vec<String> {
        let mut fixed: Vec<(&str, usize)> = Vec::new();
        for (rule, count) in self.files.iter().flat_map(|file| &file.fixed) {
            match fixed.iter_mut().find(|(known, _)| known == rule) {
                Some((_, sum)) => *sum += count,
                None => fixed.push((rule, *count)),
            }
        }
        fixed.sort_unstable();
        let mut lines = Vec::new();
        let total: usize = fixed.iter().map(|(_, count)| count).sum();
        if total > 0 {
            let parts: Vec<String> = fixed.iter().map(|(rule, count)| format!("{count} {rule}")).collect();
            lines.push(format!("fixed {}: {}", counted(total, "problem"), parts.join(", ")));
        }
        let fixable: usize = self.problems().map(|(_, problem)| problem.fixes()).sum();
        if fixable > 0 {
            lines.push(format!("`--fix` fixes {fixable} of them"));
        }
        let images: usize = self.problems().map(|(_, problem)| problem.image_fixes()).sum();
        if images > 0 {
            lines.push(format!("`copydesk image fit` fixes {images} of them"));
        }
        lines
    }
}
