use super::{Report, Severity, brief, plural, visible};

/// For a workflow on GitHub: annotations, the most severe first, because only ten of each kind are
/// shown; then the whole list for the log.
pub fn annotations(report: &Report) -> String {
    let mut out = String::new();
    // What could not be checked comes before all else: it is why the step fails.
    for failure in &report.failures {
        out.push_str(&format!(
            "::error file={},title=not checked::{}\n",
            property(&failure.path),
            data(&failure.message)
        ));
    }
    for severity in Severity::ALL {
        let command = match severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Hint => "notice",
        };
        for (file, one) in report.problems().filter(|(_, one)| one.severity == severity) {
            let help = one.help.as_deref().map(|help| format!("\n{}", visible(help))).unwrap_or_default();
            // An end in another line may not say its column.
            let end = match one.end.line == one.start.line && one.end.column > one.start.column {
                true => format!(",endLine={},endColumn={}", one.end.line, one.end.column),
                false => String::new(),
            };
            out.push_str(&format!(
                "::{command} file={},line={},col={}{end},title={}::{}\n",
                property(&file.path),
                one.start.line,
                one.start.column,
                one.rule,
                data(&format!("{}{help}", visible(&one.message)))
            ));
        }
    }
    let list = brief::list(report);
    if !list.is_empty() {
        out.push_str("::group::All problems\n");
        for line in list.lines() {
            // A line that begins with a colon could be taken for a command.
            out.push_str(if line.starts_with(':') { "./" } else { "" });
            // The older form is one anywhere in a line.
            out.push_str(&line.replace("##[", "# #["));
            out.push('\n');
        }
        out.push_str("::endgroup::\n");
    }
    out.push_str(&report.tally());
    out.push('\n');
    out
}

fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

/// GitHub refuses a summary of over 1 MiB; this leaves room for those of other steps.
const MAX_SUMMARY: usize = 900_000;

/// The same as a Markdown page, for a workflow's summary.
pub fn summary(report: &Report) -> String {
    let mut out = format!("### copydesk: {}\n", report.tally());
    for line in report.mended() {
        out.push_str(&format!("\n{line}\n"));
    }
    for failure in &report.failures {
        out.push_str(&format!("\n- {}\n", cell(&failure.message)));
    }
    let total = report.total();
    if total > 0 {
        out.push_str("\n| place | | problem | rule |\n|---|---|---|---|\n");
    }
    let mut told = 0;
    for severity in Severity::ALL {
        for (file, one) in report.problems().filter(|(_, one)| one.severity == severity) {
            let row = format!(
                "| {}:{}:{} | {} | {} | `{}` |\n",
                cell(&file.path),
                one.start.line,
                one.start.column,
                severity.word(),
                cell(&one.message),
                one.rule
            );
            // Once one is left out, so are all after it.
            if told < total && out.len() + row.len() + 100 > MAX_SUMMARY {
                out.push_str(&format!("\n… and {}\n", plural(total - told, "more problem")));
                return out;
            }
            out.push_str(&row);
            told += one.count();
        }
    }
    out
}

/// Text that means nothing to Markdown, for a cell of a table. It can't name anybody either.
fn cell(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in visible(text).chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '|' => out.push_str("&#124;"),
            '@' => out.push_str("&#64;"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '~' | '#' | '!' | '$' => {
                out.push('\\');
                out.push(c);
            }
            c => out.push(c),
        }
    }
    out
}
