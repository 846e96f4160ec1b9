//! Lines of styled text in a given width.

use ratatui::style::Style;
use ratatui::text::{Line, Span as Piece};
use unicode_width::UnicodeWidthStr;

use crate::tui::widgets::wrap_words;

/// The lines that are written so far.
#[derive(Debug)]
pub(super) struct Page {
    pub width: u16,
    pub lines: Vec<Line<'static>>,
}

impl Page {
    pub fn new(width: u16) -> Page {
        Page { width, lines: Vec::new() }
    }

    /// Leaves a blank line before what follows.
    pub fn gap(&mut self) {
        if self.lines.last().is_some_and(|line| line.width() > 0) {
            self.lines.push(Line::default());
        }
    }

    /// Adds a text after a sign; its further lines are indented by the width of the sign.
    pub fn signed(&mut self, sign: (String, Style), text: impl IntoIterator<Item = (String, Style)>) {
        let indent = sign.0.width();
        let width = self.width.saturating_sub(indent as u16).max(8);
        for (n, line) in wrap_words(text, width).into_iter().enumerate() {
            let first =
                if n == 0 { Piece::styled(sign.0.clone(), sign.1) } else { Piece::raw(" ".repeat(indent)) };
            self.lines.push(Line::from_iter(std::iter::once(first).chain(line.spans)));
        }
    }

    pub fn text(&mut self, text: impl Into<String>, style: Style) {
        self.lines.extend(wrap_words([(text.into(), style)], self.width));
    }
}
