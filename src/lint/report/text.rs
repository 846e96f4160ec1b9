use super::{FileReport, Problem, Remedy, Report, Severity};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TextStyle {
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

/// Prints each problem with its line, a marker under the faulty part and the help text, as rustc does,
/// and a summary of all files.
pub fn text(report: &Report, style: TextStyle) -> String {
    let problems = report.files.iter().map(|file| text_problems(file, style));
    problems.chain([text_summary(report)]).collect()
}

/// Prints the problems of one file.
pub fn text_problems(file: &FileReport, style: TextStyle) -> String {
    let paint = |code: &str, words: &str| match style {
        TextStyle::Plain => words.to_owned(),
        TextStyle::Coloured => format!("{code}{words}\x1b[0m"),
    };
    let mut out = String::new();
    for one in &file.problems {
        let Problem { severity, start, .. } = one;
        let code = colour(*severity);
        let gutter = start.line.to_string().len();
        let bar = format!("{:gutter$} {}", "", paint(DIM, "|"));
        let head = format!("{}[{}]", severity.word(), one.rule);
        out.push_str(&format!(
            "{}{}\n{:gutter$}{} {}:{}:{}\n{bar}\n",
            paint(code, &head),
            paint(BOLD, &format!(": {}", one.message)),
            "",
            paint(DIM, "-->"),
            file.path,
            start.line,
            start.column,
        ));
        if let Some(excerpt) = &one.excerpt {
            let carets = paint(code, &"^".repeat(excerpt.width));
            out.push_str(&format!("{} {}\n", paint(DIM, &format!("{} |", start.line)), excerpt.text));
            out.push_str(&format!("{bar} {:before$}{carets}\n", "", before = excerpt.before));
        }
        let fix = match &one.remedy {
            Some(Remedy::Text { is_safe: true, .. }) => Some("`--fix` fixes it".to_owned()),
            Some(Remedy::Image(dest)) => Some(format!("`copydesk image fit` fixes {dest}")),
            _ => None,
        };
        for help in one.help.as_ref().map(ToString::to_string).into_iter().chain(fix) {
            out.push_str(&format!("{:gutter$} {} {help}\n", "", paint(DIM, "= help:")));
        }
        out.push('\n');
    }
    out
}

/// Prints the numbers of files and problems, and what was fixed or can be.
pub fn text_summary(report: &Report) -> String {
    let lines = [report.tally()].into_iter().chain(report.fixed());
    lines.map(|line| format!("{line}\n")).collect()
}
