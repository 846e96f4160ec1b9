use super::{Report, Severity};

/// For build servers: a suite of tests for each file, and a test for each problem. What is less
/// than `fail_on` is a test that was skipped, so that the build fails where the exit code says so.
pub fn junit(report: &Report, fail_on: Severity) -> String {
    let fails = |severity: Severity| severity >= fail_on;
    let failures = report.problems().filter(|(_, one)| fails(one.severity)).count();
    let tests: usize = report.files.iter().map(|file| file.problems.len().max(1)).sum();
    let errors = report.failures.len();
    let mut out = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"copydesk\" tests=\"{}\" failures=\"{failures}\" errors=\"{errors}\">\n",
        tests + errors
    );
    for file in &report.files {
        let path = escaped(&file.path);
        let failing = file.problems.iter().filter(|one| fails(one.severity)).count();
        out.push_str(&format!(
            "  <testsuite name=\"{path}\" tests=\"{}\" failures=\"{failing}\" errors=\"0\" skipped=\"{}\">\n",
            file.problems.len().max(1),
            file.problems.len() - failing
        ));
        if file.problems.is_empty() {
            out.push_str(&format!("    <testcase classname=\"{path}\" name=\"no problems\"/>\n"));
        }
        for one in &file.problems {
            let place = format!("{}:{}", one.start.line, one.start.column);
            let message = escaped(&one.message);
            out.push_str(&format!(
                "    <testcase classname=\"{path}\" name=\"{} at {place}\" file=\"{path}\" line=\"{}\">\n",
                one.rule, one.start.line
            ));
            if fails(one.severity) {
                let help = one.help.as_deref().map(|help| format!("\nhelp: {help}")).unwrap_or_default();
                out.push_str(&format!(
                    "      <failure type=\"{}\" message=\"{message}\">{path}:{place}: {message}{}</failure>\n",
                    one.severity.word(),
                    escaped(&help)
                ));
            } else {
                out.push_str(&format!("      <skipped message=\"{}: {message}\"/>\n", one.severity.word()));
            }
            out.push_str("    </testcase>\n");
        }
        out.push_str("  </testsuite>\n");
    }
    for failure in &report.failures {
        let (path, message) = (escaped(&failure.path), escaped(&failure.message));
        out.push_str(&format!(
            "  <testsuite name=\"{path}\" tests=\"1\" failures=\"0\" errors=\"1\">\n    <testcase classname=\"{path}\" name=\"can be checked\">\n      <error message=\"{message}\"/>\n    </testcase>\n  </testsuite>\n"
        ));
    }
    out.push_str("</testsuites>\n");
    out
}

/// For attributes and text; what XML has no place for becomes a replacement character.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&apos;"),
            '\n' => out.push_str("&#10;"),
            '\t' => out.push_str("&#9;"),
            '\0'..='\u{1f}' | '\u{7f}'..='\u{9f}' | '\u{fffe}' | '\u{ffff}' => out.push('\u{fffd}'),
            c => out.push(c),
        }
    }
    out
}
