use super::Report;
use crate::text::Line;

/// One line a problem (`path:line:column: severity: message [rule]`), lines and columns from 1,
/// columns in characters, as editors and search tools read it; then a summary of all files.
pub fn brief(report: &Report) -> String {
    let mut out = list(report);
    out.push_str(&report.tally());
    out.push('\n');
    out
}

/// The problems without the summary.
pub(super) fn list(report: &Report) -> String {
    let mut out = String::new();
    for (file, one) in report.problems() {
        // Editors open the path, so one that looks like a command of a build server gets a prefix
        // that leads to the same file.
        let prefix = if file.path.raw().trim_start().starts_with(':') { "./" } else { "" };
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
