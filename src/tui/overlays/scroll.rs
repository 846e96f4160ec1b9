//! Texts that can be scrolled, and marks where rows are hidden.

use std::ops::Range;

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;
use unicode_width::UnicodeWidthStr;

use crate::tui::overlays::draw_line;
use crate::tui::theme::Theme;

/// The number of rows that are hidden above and below the visible ones.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Hidden {
    pub above: usize,
    pub below: usize,
}

/// Draws how many rows are hidden at the right end of the rows above and below `area`, such as
/// `↓ 12 more`.
pub(crate) fn draw_hidden(frame: &mut Frame<'_>, area: Rect, hidden: Hidden, theme: &Theme) {
    let mut draw = |sign: &str, count: usize, y: Option<u16>| {
        let Some(y) = y.filter(|_| count > 0) else { return };
        let text = format!(" {sign} {count} more");
        let width = (text.width() as u16).min(area.width);
        let place = Rect { x: area.right() - width, y, width, height: 1 }.intersection(frame.area());
        draw_line(frame, place, Line::styled(text, theme.dim));
    };
    draw("↑", hidden.above, area.y.checked_sub(1));
    draw("↓", hidden.below, Some(area.bottom()));
}

/// The first visible row of a text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Scroll {
    offset: usize,
}

impl Scroll {
    /// A text that begins with this row.
    pub fn at(offset: usize) -> Scroll {
        Scroll { offset }
    }

    /// Scrolls a text of `len` rows, of which `height` are visible, but not beyond its end.
    pub fn by(&mut self, rows: i32, height: u16, len: usize) {
        self.offset = self.window(height, len).start.saturating_add_signed(rows as isize);
        self.offset = self.window(height, len).start;
    }

    /// The visible rows.
    pub fn window(self, height: u16, len: usize) -> Range<usize> {
        let start = self.offset.min(len.saturating_sub(usize::from(height)));
        start..len.min(start + usize::from(height))
    }

    /// Draws the visible rows, and in the rows above and below `area` how many are hidden.
    pub fn draw(self, frame: &mut Frame<'_>, area: Rect, lines: &[Line<'_>], theme: &Theme) {
        let visible = self.window(area.height, lines.len());
        let hidden = Hidden { above: visible.start, below: lines.len() - visible.end };
        for (y, line) in lines[visible].iter().enumerate() {
            draw_line(frame, Rect { y: area.y + y as u16, height: 1, ..area }, line.clone());
        }
        draw_hidden(frame, area, hidden, theme);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_scrolled_to_its_end_and_no_further() {
        let mut scroll = Scroll::default();
        scroll.by(i32::MAX, 4, 10);
        assert_eq!(scroll.window(4, 10), 6..10);
        scroll.by(-1, 4, 10);
        assert_eq!(scroll.window(4, 10), 5..9);
        scroll.by(i32::MIN, 4, 10);
        assert_eq!(scroll.window(4, 10), 0..4);
        scroll.by(5, 12, 10);
        assert_eq!(scroll.window(12, 10), 0..10);
    }

    #[test]
    fn a_window_that_grew_shows_the_end_without_empty_rows() {
        let mut scroll = Scroll::default();
        scroll.by(8, 2, 10);
        assert_eq!(scroll.window(6, 10), 4..10);
        scroll.by(-1, 6, 10);
        assert_eq!(scroll.window(6, 10), 3..9);
    }
}
