use super::{Report, visible};

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
        out.push_str(&format!(
            "{}:{}:{}: {}: {} [{}]\n",
            visible(&file.path),
            one.start.line,
            one.start.column,
            one.severity.word(),
            visible(&one.message),
            one.rule
        ));
    }
    out
}
