use std::fmt::{self, Display, Formatter, Write};

use super::{Report, Severity};
use crate::text::Outside;

/// Prints JUnit XML for build servers: a test suite for each file and a test case for each problem.
/// Problems below `fail_on` are skipped test cases, so that the build fails if the exit code does.
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
        let path = Escaped(&file.path);
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
            let message = Escaped(&one.message);
            out.push_str(&format!(
                "    <testcase classname=\"{path}\" name=\"{} at {place}\" file=\"{path}\" line=\"{}\">\n",
                one.rule, one.start.line
            ));
            if fails(one.severity) {
                let help = one.help.as_ref().map(|help| format!("&#10;help: {}", Escaped(help)));
                out.push_str(&format!(
                    "      <failure type=\"{}\" message=\"{message}\">{path}:{place}: {message}{}</failure>\n",
                    one.severity.word(),
                    help.unwrap_or_default()
                ));
            } else {
                out.push_str(&format!("      <skipped message=\"{}: {message}\"/>\n", one.severity.word()));
            }
            out.push_str("    </testcase>\n");
        }
        out.push_str("  </testsuite>\n");
    }
    for failure in &report.failures {
        let (path, message) = (Escaped(&failure.path), Escaped(&failure.message));
        out.push_str(&format!(
            "  <testsuite name=\"{path}\" tests=\"1\" failures=\"0\" errors=\"1\">\n    <testcase classname=\"{path}\" name=\"can be checked\">\n      <error message=\"{message}\"/>\n    </testcase>\n  </testsuite>\n"
        ));
    }
    out.push_str("</testsuites>\n");
    out
}

/// Text with XML escapes, for attributes and elements. Invalid characters are already removed.
struct Escaped<'a>(&'a Outside);

impl Display for Escaped<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        for c in self.0.to_string().chars() {
            match c {
                '&' => f.write_str("&amp;")?,
                '<' => f.write_str("&lt;")?,
                '>' => f.write_str("&gt;")?,
                '"' => f.write_str("&quot;")?,
                '\'' => f.write_str("&apos;")?,
                '\u{fffe}' | '\u{ffff}' => f.write_char('\u{fffd}')?,
                c => f.write_char(c)?,
            }
        }
        Ok(())
    }
}
