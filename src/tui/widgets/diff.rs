use ratatui::style::Style;
use ratatui::text::Line;

use crate::text::diff::{Change, RunKind, TextDiff};
use crate::tui::theme::Theme;
use crate::tui::widgets::wrap_words;

/// A line of a diff.
#[derive(Clone, Debug)]
pub struct DiffLine {
    pub change: Change,
    pub text: String,
}

impl DiffLine {
    pub fn new(change: Change, text: impl Into<String>) -> DiffLine {
        DiffLine { change, text: text.into() }
    }

    /// The line after its sign, which shows the change without colour.
    pub fn styled(&self, theme: &Theme) -> Line<'static> {
        let (text, style) = self.with_style(theme);
        Line::styled(text, style)
    }

    /// As [`DiffLine::styled`], to be wrapped.
    pub fn with_style(&self, theme: &Theme) -> (String, Style) {
        let style = match self.change {
            Change::Inserted => theme.good,
            Change::Deleted => theme.bad,
            Change::Equal => theme.dim,
        };
        (format!("{}{}", self.change.sign(), self.text), style)
    }
}

/// The lines in rows of at most `width` cells, with the style of each.
pub fn wrapped_diff(lines: &[DiffLine], width: u16, theme: &Theme) -> Vec<Line<'static>> {
    lines.iter().flat_map(|line| wrap_words([line.with_style(theme)], width)).collect()
}

/// Returns the changed lines with `context` unchanged lines around them.
pub fn diff_lines(before: &str, after: &str, context: usize) -> Vec<DiffLine> {
    changed_parts(&TextDiff::lines(before, after), context)
}

/// As [`diff_lines`], of a diff by lines.
pub fn changed_parts(diff: &TextDiff<'_>, context: usize) -> Vec<DiffLine> {
    lines_of(diff, context, |n, _| (n > 0).then(|| "⋯".to_owned()))
}

/// As [`diff_lines`], with the line number before each group of lines.
pub fn numbered_diff_lines(before: &str, after: &str, context: usize) -> Vec<DiffLine> {
    lines_of(&TextDiff::lines(before, after), context, |_, line| Some(format!("── line {line}")))
}

/// The lines of a diff. `head` gets the number of a group and that of its first line.
fn lines_of(
    diff: &TextDiff<'_>,
    context: usize,
    head: impl Fn(usize, usize) -> Option<String>,
) -> Vec<DiffLine> {
    let mut lines = Vec::new();
    for (n, group) in diff.groups(context).iter().enumerate() {
        let first = group.iter().find(|run| run.kind != RunKind::Equal);
        let head = head(n, first.map_or(1, |run| run.old.start + 1));
        lines.extend(head.map(|head| DiffLine::new(Change::Equal, head)));
        for (change, line) in group.iter().flat_map(|run| diff.changes(run)) {
            lines.push(DiffLine::new(change, line.trim_end()));
        }
    }
    lines
}

/// A text in pieces; each is true if the other text differs there.
pub type Words = Vec<(String, bool)>;

/// Returns both texts in pieces.
pub fn diff_words(ours: &str, theirs: &str) -> (Words, Words) {
    let diff = TextDiff::words(ours, theirs);
    let (mut left, mut right) = (Vec::new(), Vec::new());
    for (change, word) in diff.all_changes() {
        // A difference in white space is invisible.
        let differs = change != Change::Equal && !word.trim().is_empty();
        if change != Change::Inserted {
            push_word(&mut left, word, differs);
        }
        if change != Change::Deleted {
            push_word(&mut right, word, differs);
        }
    }
    (left, right)
}

fn push_word(pieces: &mut Words, word: &str, differs: bool) {
    match pieces.last_mut() {
        Some((last, so)) if *so == differs => last.push_str(word),
        _ => pieces.push((word.to_owned(), differs)),
    }
}
