//! The frame around a pane: its title, and what of its content is out of sight.

use std::ops::Range;

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;
use ratatui::widgets::{Block, BorderType};
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use crate::tui::overlays::scroll::{Hidden, draw_hidden};
use crate::tui::theme::Theme;

/// Draws the frame of a pane and returns the area inside.
pub(crate) fn draw_frame(
    frame: &mut Frame<'_>,
    area: Rect,
    title: &str,
    focused: bool,
    theme: &Theme,
) -> Rect {
    // The marks of a list that is scrolled need the right end of the upper edge.
    let room = area.width.saturating_sub(16).max(24).min(area.width.saturating_sub(6));
    let title = shorten(title, usize::from(room));
    // The frame of the pane with the keys is thick, so that it is recognised without colour.
    let kind = if focused { BorderType::Thick } else { BorderType::Plain };
    let block = Block::bordered()
        .border_type(kind)
        .border_style(if focused { theme.focused } else { theme.unfocused })
        .title(format!(" {title} "))
        .title_style(if focused { theme.title } else { theme.text });
    let inner = block.inner(area);
    frame.render_widget(block, area);
    inner
}

/// Writes a note into the lower edge of a frame.
pub(crate) fn draw_note_below(frame: &mut Frame<'_>, area: Rect, note: Line<'_>) {
    if area.height < 2 || area.width < 6 {
        return;
    }
    let width = (note.width() as u16).min(area.width - 4);
    frame.render_widget(note, Rect { x: area.x + 2, y: area.bottom() - 1, width, height: 1 });
}

/// Writes into the frame around `inner` how many of `count` rows are above and below the visible ones.
pub(crate) fn draw_marks(
    frame: &mut Frame<'_>,
    inner: Rect,
    visible: &Range<usize>,
    count: usize,
    theme: &Theme,
) {
    let hidden = Hidden { above: visible.start, below: count.saturating_sub(visible.end) };
    draw_hidden(frame, inner, hidden, theme);
}

/// Cuts a text to `room` cells, with `…` at its end.
pub(crate) fn shorten(text: &str, room: usize) -> String {
    if text.width() <= room {
        return text.to_owned();
    }
    let (mut out, mut width) = (String::new(), 0);
    for c in text.chars() {
        width += c.width().unwrap_or(0);
        if width >= room {
            break;
        }
        out.push(c);
    }
    out.push('…');
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_title_is_cut_to_its_room() {
        assert_eq!(shorten("a lamp", 6), "a lamp");
        assert_eq!(shorten("two lamps", 6), "two l…");
        assert_eq!(shorten("日本語です", 6), "日本…");
    }
}
