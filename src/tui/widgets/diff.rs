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

    /// The line behind its sign, which tells without colour what became of it.
    pub fn styled(&self, theme: &Theme) -> Line<'static> {
        let (sign, style) = match self.tag {
            ChangeTag::Insert => ("+", theme.good),
            ChangeTag::Delete => ("-", theme.bad),
            ChangeTag::Equal => (" ", theme.dim),
        };
        Line::styled(format!("{sign}{}", self.text), style)
    }
}

/// What changed, with some lines around it.
pub fn diff_lines(before: &str, after: &str, around: usize) -> Vec<DiffLine> {
    let diff = TextDiff::from_lines(before, after);
    let mut lines = Vec::new();
    for (n, group) in diff.grouped_ops(around).iter().enumerate() {
        if n > 0 {
            lines.push(DiffLine::new(ChangeTag::Equal, "⋯"));
        }
        for change in group.iter().flat_map(|op| diff.iter_changes(op)) {
            lines.push(DiffLine::new(change.tag(), change.value().trim_end()));
        }
    }
    lines
}
