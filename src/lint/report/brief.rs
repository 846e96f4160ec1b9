use super::{FileReport, Report};
use crate::text::Line;

/// Prints one line for each problem (`path:line:column: severity: message [rule]`), as editors and
/// search tools read it, and a summary of all files. Lines and columns count from 1, columns in
/// characters.
pub fn brief(report: &Report) -> String {
    list(report) + &brief_summary(report)
}

/// Prints the lines of one file.
pub fn brief_problems(file: &FileReport) -> String {
    let mut out = String::new();
    // Editors open the path, so a path that looks like a command of a build server gets a prefix that
    // does not change which file it names.
    let prefix = if file.path.raw().trim_start().starts_with(':') { "./" } else { "" };
    for one in &file.problems {
        let line = format!(
            "{prefix}{}:{}:{}: {}: {} [{}]",
            file.path,
            one.start.line,
            one.start.column,
            one.severity.word(),
            one.message,
            one.rule
        );
        out.push_str(&format!("{}\n", Line(&line)));
    }
    out
}

pub fn brief_summary(report: &Report) -> String {
    format!("{}\n", report.tally())
}

/// Prints the lines of all files.
pub(super) fn list(report: &Report) -> String {
    report.files.iter().map(brief_problems).collect()
}
