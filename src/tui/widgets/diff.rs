use ratatui::text::Line;
use similar::{ChangeTag, TextDiff};

use crate::tui::theme::Theme;

/// A line of a diff.
#[derive(Clone, Debug)]
pub struct DiffLine {
    pub tag: ChangeTag,
    pub text: String,
}

impl DiffLine {
    pub fn new(tag: ChangeTag, text: impl Into<String>) -> DiffLine {
        DiffLine { tag, text: text.into() }
    }

    /// The line after its sign, which shows the change without colour.
    pub fn styled(&self, theme: &Theme) -> Line<'static> {
        let (sign, style) = match self.tag {
            ChangeTag::Insert => ("+", theme.good),
            ChangeTag::Delete => ("-", theme.bad),
            ChangeTag::Equal => (" ", theme.dim),
        };
        Line::styled(format!("{sign}{}", self.text), style)
    }
}

/// Returns the changed lines with `context` unchanged lines around them.
pub fn diff_lines(before: &str, after: &str, context: usize) -> Vec<DiffLine> {
    let diff = TextDiff::from_lines(before, after);
    let mut lines = Vec::new();
    for (n, group) in diff.grouped_ops(context).iter().enumerate() {
        if n > 0 {
            lines.push(DiffLine::new(ChangeTag::Equal, "⋯"));
        }
        for change in group.iter().flat_map(|op| diff.iter_changes(op)) {
            lines.push(DiffLine::new(change.tag(), change.value().trim_end()));
        }
    }
    lines
}

/// A text in pieces; each is true if the other text differs there.
pub type Words = Vec<(String, bool)>;

/// Returns both texts in pieces.
pub fn diff_words(ours: &str, theirs: &str) -> (Words, Words) {
    let diff = TextDiff::from_words(ours, theirs);
    let (mut left, mut right) = (Vec::new(), Vec::new());
    for change in diff.iter_all_changes() {
        let word = change.value();
        // A difference in white space is invisible.
        let differs = change.tag() != ChangeTag::Equal && !word.trim().is_empty();
        if change.tag() != ChangeTag::Insert {
            push_word(&mut left, word, differs);
        }
        if change.tag() != ChangeTag::Delete {
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
