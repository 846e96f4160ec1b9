use super::{Diagnostic, Severity};
use crate::text::{LineIndex, Position};

/// The problems of one file.
#[derive(Debug)]
pub struct Report<'a> {
    /// What the file is called in the report.
    pub path: &'a str,
    pub text: &'a str,
    pub diagnostics: &'a [Diagnostic],
}

/// One line a problem (`path:line:column: severity: message [rule]`), lines and columns from 1,
/// columns in characters; then a summary of all files.
pub fn text(reports: &[Report<'_>]) -> String {
    let mut out = String::new();
    let mut counts = [0usize; 3];
    for report in reports {
        let lines = LineIndex::new(report.text);
        // Problems come in the order of the text: on a very long line each goes on counting
        // columns where the one before it stopped.
        let mut last: Option<(usize, Position)> = None;
        for one in report.diagnostics {
            let offset = one.span.start;
            let line = lines.line(offset) + 1;
            let at = match last {
                Some((from, at)) if at.line == line && from <= offset => {
                    let between = report.text.get(from..offset).unwrap_or("");
                    Position { line, column: at.column + between.chars().count() }
                }
                _ => lines.position(offset, report.text),
            };
            last = Some((offset, at));
            let Diagnostic { severity, message, rule, .. } = one;
            out.push_str(&format!(
                "{}:{}:{}: {}: {} [{rule}]\n",
                visible(report.path),
                at.line,
                at.column,
                severity.word(),
                visible(message)
            ));
            counts[*severity as usize] += 1;
        }
    }
    let total: usize = counts.iter().sum();
    let files = plural(reports.len(), "file");
    if total == 0 {
        out.push_str(&format!("{files} checked, no problems\n"));
    } else {
        let parts: Vec<String> = [Severity::Error, Severity::Warning, Severity::Hint]
            .into_iter()
            .filter(|severity| counts[*severity as usize] > 0)
            .map(|severity| plural(counts[severity as usize], severity.word()))
            .collect();
        out.push_str(&format!("{files} checked, {}: {}\n", plural(total, "problem"), parts.join(", ")));
    }
    out
}

/// Text of the draft's in which nothing can steer the terminal: control characters are escaped.
fn visible(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_control() { out.extend(c.escape_default()) } else { out.push(c) }
    }
    out
}

fn plural(count: usize, word: &str) -> String {
    if count == 1 { format!("1 {word}") } else { format!("{count} {word}s") }
}
