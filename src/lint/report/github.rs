use std::fmt::{self, Display, Formatter, Write};

use super::{Report, Severity, brief};
use crate::text::{Outside, counted};

/// Prints annotations for a GitHub workflow and a list of all problems for its log. The most severe come
/// first, because GitHub shows only ten of each kind.
pub fn annotations(report: &Report) -> String {
    let mut out = String::new();
    // Failures come first, because they make the step fail.
    for failure in &report.failures {
        out.push_str(&format!(
            "::error file={},title=not checked::{}\n",
            Property(&failure.path),
            Data(&failure.message)
        ));
    }
    for severity in Severity::ALL {
        let command = match severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Hint => "notice",
        };
        for (file, one) in report.problems().filter(|(_, one)| one.severity == severity) {
            let help = one.help.as_ref().map(|help| format!("%0A{}", Data(help))).unwrap_or_default();
            // GitHub does not allow an end column in another line.
            let end = match one.end.line == one.start.line && one.end.column > one.start.column {
                true => format!(",endLine={},endColumn={}", one.end.line, one.end.column),
                false => String::new(),
            };
            out.push_str(&format!(
                "::{command} file={},line={},col={}{end},title={}::{}{help}\n",
                Property(&file.path),
                one.start.line,
                one.start.column,
                one.rule,
                Data(&one.message)
            ));
        }
    }
    let list = brief::list(report);
    if !list.is_empty() {
        out.push_str("::group::All problems\n");
        out.push_str(&list);
        out.push_str("::endgroup::\n");
    }
    out.push_str(&report.tally());
    out.push('\n');
    out
}

/// The message of a workflow command: one line, with `%` escaped.
struct Data<'a>(&'a Outside);

impl Display for Data<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.to_string().replace('%', "%25"))
    }
}

/// A property of a workflow command, with colons and commas escaped.
struct Property<'a>(&'a Outside);

impl Display for Property<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str(&Data(self.0).to_string().replace(':', "%3A").replace(',', "%2C"))
    }
}

/// The largest summary, in bytes. GitHub rejects summaries over 1 MiB; this leaves room for other steps.
const MAX_SUMMARY: usize = 900_000;

/// Prints a report as Markdown, for the summary of a workflow.
pub fn summary(report: &Report) -> String {
    let mut out = format!("### copydesk: {}\n", report.tally());
    for line in report.fixed() {
        out.push_str(&format!("\n{line}\n"));
    }
    for failure in &report.failures {
        out.push_str(&format!("\n- {}\n", Cell(&failure.message)));
    }
    for checklist in report.files.iter().filter_map(super::status::summary) {
        if out.len() + checklist.len() + 100 < MAX_SUMMARY {
            out.push_str(&checklist);
        }
    }
    let total = report.total();
    if total > 0 {
        out.push_str("\n| place | | problem | rule |\n|---|---|---|---|\n");
    }
    let mut printed = 0;
    for severity in Severity::ALL {
        for (file, one) in report.problems().filter(|(_, one)| one.severity == severity) {
            let row = format!(
                "| {}:{}:{} | {} | {} | `{}` |\n",
                Cell(&file.path),
                one.start.line,
                one.start.column,
                severity.word(),
                Cell(&one.message),
                one.rule
            );
            // All later rows are left out, too.
            if printed < total && out.len() + row.len() + 100 > MAX_SUMMARY {
                out.push_str(&format!("\n… and {}\n", counted(total - printed, "more problem")));
                return out;
            }
            out.push_str(&row);
            printed += one.count();
        }
    }
    out
}

/// Text for a table cell, with Markdown and `@` mentions escaped.
pub(super) struct Cell<'a>(pub &'a Outside);

impl Display for Cell<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        for c in self.0.to_string().chars() {
            match c {
                '&' => f.write_str("&amp;")?,
                '<' => f.write_str("&lt;")?,
                '>' => f.write_str("&gt;")?,
                '|' => f.write_str("&#124;")?,
                '@' => f.write_str("&#64;")?,
                '\\' | '`' | '*' | '_' | '[' | ']' | '~' | '#' | '!' | '$' => {
                    f.write_char('\\')?;
                    f.write_char(c)?;
                }
                c => f.write_char(c)?,
            }
        }
        Ok(())
    }
}
