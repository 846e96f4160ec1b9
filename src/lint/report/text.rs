use super::{Problem, Remedy, Report, Severity};

/// Whether to colour the report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Look {
    Plain,
    Coloured,
}

const BOLD: &str = "\x1b[1m";
const DIM: &str = "\x1b[34m";

fn colour(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "\x1b[1;31m",
        Severity::Warning => "\x1b[1;33m",
        Severity::Hint => "\x1b[1;36m",
    }
}

/// For people: each problem with its line, the part of it that is meant, and what to do, in the
/// manner of rustc; then a summary of all files.
pub fn text(report: &Report, look: Look) -> String {
    let paint = |style: &str, words: &str| match look {
        Look::Plain => words.to_owned(),
        Look::Coloured => format!("{style}{words}\x1b[0m"),
    };
    let mut out = String::new();
    for (file, one) in report.problems() {
        let Problem { excerpt, severity, .. } = one;
        let style = colour(*severity);
        let gutter = excerpt.line.to_string().len();
        let bar = format!("{:gutter$} {}", "", paint(DIM, "|"));
        let head = format!("{}[{}]", severity.word(), one.rule);
        out.push_str(&format!(
            "{}{}\n{:gutter$}{} {}:{}:{}\n{bar}\n",
            paint(style, &head),
            paint(BOLD, &format!(": {}", one.message)),
            "",
            paint(DIM, "-->"),
            file.path,
            one.start.line,
            one.start.column,
        ));
        out.push_str(&format!("{} {}\n", paint(DIM, &format!("{} |", excerpt.line)), excerpt.text));
        let carets = "^".repeat(excerpt.width);
        out.push_str(&format!("{bar} {:before$}{}\n", "", paint(style, &carets), before = excerpt.before));
        let cure = match &one.remedy {
            Some(Remedy::Text { is_safe: true, .. }) => Some("`--fix` fixes it".to_owned()),
            Some(Remedy::Image(dest)) => Some(format!("`copydesk image fit` fixes {dest}")),
            _ => None,
        };
        for help in one.help.as_ref().map(ToString::to_string).into_iter().chain(cure) {
            out.push_str(&format!("{:gutter$} {} {help}\n", "", paint(DIM, "= help:")));
        }
        out.push('\n');
    }
    out.push_str(&report.tally());
    out.push('\n');
    for line in report.fixed() {
        out.push_str(&line);
        out.push('\n');
    }
    out
}
