//! Reports for people and programs. All formats print the same values in the same order: by file as
//! named on the command line, then by position.

mod brief;
mod excerpt;
mod github;
mod json;
mod junit;
mod positions;
mod sarif;
mod status;
mod text;

use super::{Diagnostic, Fix, Omitted, Severity, Status};
use crate::text::{Outside, Position, Span, counted};
use excerpt::Excerpt;
use positions::Positions;

pub use brief::{brief, brief_problems, brief_summary};
pub use github::{annotations, summary};
pub use json::json;
pub use junit::junit;
pub use sarif::sarif;
pub use status::status_json;
pub use text::{TextStyle, text, text_problems, text_summary};

/// The results of a run.
#[derive(Clone, Debug, Default)]
pub struct Report {
    pub files: Vec<FileReport>,
    pub failures: Vec<Failure>,
}

/// The problems of one file. Of the file's text it keeps only the excerpts that it prints.
#[derive(Clone, Debug)]
pub struct FileReport {
    /// The file's path as the report prints it.
    pub path: Outside,
    pub problems: Vec<Problem>,
    pub counts: ProblemCounts,
    /// The rules whose problems were fixed, with the number of fixed problems.
    pub fixed: Vec<(&'static str, usize)>,
    /// The status of the issue, if requested.
    pub status: Option<Status>,
}

/// The parts of a problem that a report keeps, besides its position, message and rule. A run can have
/// millions of problems, so a part that the format does not print is not kept.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Detail {
    #[default]
    All,
    /// The excerpt and the help text.
    Excerpt,
    /// The help text and the changes of a fix.
    Changes,
    /// The help text.
    Help,
    None,
}

/// The numbers of problems of a file, including omitted ones.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ProblemCounts {
    pub errors: usize,
    pub warnings: usize,
    pub hints: usize,
    /// Problems that `--fix` fixes.
    fixes: usize,
    /// Problems that `copydesk image fit` fixes.
    image_fixes: usize,
}

impl ProblemCounts {
    fn add(&mut self, problem: &Problem) {
        let count = problem.count();
        match problem.severity {
            Severity::Error => self.errors += count,
            Severity::Warning => self.warnings += count,
            Severity::Hint => self.hints += count,
        }
        self.fixes += problem.fixes();
        self.image_fixes += problem.image_fixes();
    }

    pub fn get(&self, severity: Severity) -> usize {
        match severity {
            Severity::Error => self.errors,
            Severity::Warning => self.warnings,
            Severity::Hint => self.hints,
        }
    }
}

/// A file that could not be checked, with the reason.
#[derive(Clone, Debug)]
pub struct Failure {
    pub path: Outside,
    pub message: Outside,
}

/// A problem with its position in lines and columns.
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
    /// Set if it represents problems that are not kept.
    pub omitted: Option<Box<Omitted>>,
    excerpt: Option<Box<Excerpt>>,
}

/// The way in which a problem can be fixed.
#[derive(Clone, Debug)]
pub enum Remedy {
    /// Changes of the text; `--fix` makes the safe ones.
    Text { is_safe: bool, changes: Vec<Change> },
    /// `copydesk image fit` on the image with this path, as the draft writes it.
    Image(Outside),
}

/// A replacement of the text between two positions.
#[derive(Clone, Debug)]
pub struct Change {
    pub span: Span,
    pub start: Position,
    pub end: Position,
    pub text: String,
}

impl FileReport {
    pub fn new(path: impl Into<Outside>, text: &str, diagnostics: &[Diagnostic]) -> FileReport {
        FileReport::with_detail(path, text, diagnostics, Detail::All)
    }

    /// Creates a report that keeps only the given parts of each problem.
    pub fn with_detail(
        path: impl Into<Outside>,
        text: &str,
        diagnostics: &[Diagnostic],
        detail: Detail,
    ) -> FileReport {
        let positions = Positions::new(text);
        let problems: Vec<Problem> =
            diagnostics.iter().map(|one| Problem::new(one, &positions, text, detail)).collect();
        let mut counts = ProblemCounts::default();
        problems.iter().for_each(|problem| counts.add(problem));
        FileReport { path: path.into(), problems, counts, fixed: Vec::new(), status: None }
    }

    /// Drops the problems after they were printed. The counts stay.
    pub fn drop_problems(&mut self) {
        self.problems = Vec::new();
    }
}

impl Problem {
    fn new(one: &Diagnostic, positions: &Positions, text: &str, detail: Detail) -> Problem {
        let has_changes = matches!(detail, Detail::All | Detail::Changes);
        let has_excerpt = matches!(detail, Detail::All | Detail::Excerpt);
        let has_help = detail != Detail::None;
        let place = |span: Span| (positions.position(span.start, text), positions.position(span.end, text));
        let change = |(span, new): (Span, &str)| {
            let (start, end) = place(span);
            Change { span, start, end, text: new.to_owned() }
        };
        let remedy = one.fix.as_ref().map(|fix| match fix {
            Fix::Text(edits) | Fix::Suggestion(edits) => Remedy::Text {
                is_safe: matches!(fix, Fix::Text(_)),
                changes: edits
                    .iter()
                    .filter(|_| has_changes)
                    .map(|edit| change((edit.span, edit.text.as_str())))
                    .collect(),
            },
            Fix::Image(dest) => Remedy::Image(dest.as_str().into()),
        });
        let (start, end) = place(one.span);
        Problem {
            rule: one.rule,
            severity: one.severity,
            message: one.message.as_str().into(),
            help: one.help.as_deref().filter(|_| has_help).map(Into::into),
            span: one.span,
            start,
            end,
            remedy,
            omitted: one.omitted.map(Box::new),
            excerpt: has_excerpt.then(|| Box::new(Excerpt::new(one.span, positions, text))),
        }
    }

    /// The number of problems that it represents.
    pub fn count(&self) -> usize {
        self.omitted.as_ref().map_or(1, |omitted| omitted.count)
    }

    /// The number of them that `--fix` fixes.
    fn fixes(&self) -> usize {
        let is_safe = matches!(self.remedy, Some(Remedy::Text { is_safe: true, .. }));
        self.omitted.as_ref().map_or(usize::from(is_safe), |omitted| omitted.fixes)
    }

    /// The number of them that `copydesk image fit` fixes.
    fn image_fixes(&self) -> usize {
        let is_image = matches!(self.remedy, Some(Remedy::Image(_)));
        self.omitted.as_ref().map_or(usize::from(is_image), |omitted| omitted.image_fixes)
    }
}

impl Report {
    fn problems(&self) -> impl Iterator<Item = (&FileReport, &Problem)> {
        self.files.iter().flat_map(|file| file.problems.iter().map(move |problem| (file, problem)))
    }

    /// The number of problems of a severity.
    pub fn count(&self, severity: Severity) -> usize {
        self.files.iter().map(|file| file.counts.get(severity)).sum()
    }

    /// The number of problems, including omitted ones.
    fn total(&self) -> usize {
        Severity::ALL.into_iter().map(|severity| self.count(severity)).sum()
    }

    /// The severity of the most severe problem.
    pub fn worst(&self) -> Option<Severity> {
        Severity::ALL.into_iter().find(|severity| self.count(*severity) > 0)
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

    /// One line for the fixed problems, and one for the fixable ones.
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
        let fixable: usize = self.files.iter().map(|file| file.counts.fixes).sum();
        if fixable > 0 {
            lines.push(format!("`--fix` fixes {fixable} of them"));
        }
        let images: usize = self.files.iter().map(|file| file.counts.image_fixes).sum();
        if images > 0 {
            lines.push(format!("`copydesk image fit` fixes {images} of them"));
        }
        lines
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Edits;

    /// 8,000 drafts with a thousand problems each must fit into memory.
    #[test]
    fn a_problem_that_is_kept_is_small() {
        assert!(size_of::<Problem>() <= 192, "{} bytes", size_of::<Problem>());
        let text = format!("A  lamp {}", "x".repeat(500));
        let problem = Diagnostic::new("double-space", Severity::Hint, Span::new(1, 3), "two spaces")
            .help("write one")
            .fix(Edits::replace(Span::new(1, 3), " "));
        let kept = |detail| FileReport::with_detail("a.md", &text, std::slice::from_ref(&problem), detail);
        for (detail, has_help, has_excerpt, has_changes) in [
            (Detail::All, true, true, true),
            (Detail::Excerpt, true, true, false),
            (Detail::Changes, true, false, true),
            (Detail::Help, true, false, false),
            (Detail::None, false, false, false),
        ] {
            let file = kept(detail);
            let one = &file.problems[0];
            assert_eq!(one.help.is_some(), has_help, "{detail:?}");
            assert_eq!(one.excerpt.is_some(), has_excerpt, "{detail:?}");
            let Some(Remedy::Text { is_safe: true, changes }) = &one.remedy else { panic!("{detail:?}") };
            assert_eq!(!changes.is_empty(), has_changes, "{detail:?}");
        }
    }

    #[test]
    fn counts_stay_when_problems_are_dropped() {
        let problem = Diagnostic::new("a-rule", Severity::Warning, Span::at(0), "wrong");
        let fixable = problem.clone().fix(Edits::insert(0, "x"));
        let mut file = FileReport::new("a.md", "A lamp.\n", &[problem, fixable]);
        let summary =
            |file: &FileReport| text_summary(&Report { files: vec![file.clone()], failures: Vec::new() });
        let before = summary(&file);
        assert_eq!(before, "1 file checked, 2 problems: 2 warnings\n`--fix` fixes 1 of them\n");
        file.drop_problems();
        assert!(file.problems.is_empty());
        assert_eq!(summary(&file), before);
        let report = Report { files: vec![file], failures: Vec::new() };
        assert_eq!(report.worst(), Some(Severity::Warning));
    }
}
