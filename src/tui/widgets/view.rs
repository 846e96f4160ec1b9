//! Drawing and the mouse for a [`TextInput`].

use super::command::Anchor;
use super::input::TextInput;
use super::layout::Row;
use super::markdown_style::MarkdownStyle;
use super::paint::{Visible, draw_rows, patch};
use super::place;
use super::unit::units;
use crate::text::Span;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::{Modifier, Style};

/// The styles of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InputStyle {
    pub text: Style,
    pub selection: Style,
    pub placeholder: Style,
    /// Styles for Markdown; `None` draws all text alike.
    pub markdown: Option<MarkdownStyle>,
}

impl Default for InputStyle {
    fn default() -> Self {
        Self {
            text: Style::new(),
            selection: Style::new().add_modifier(Modifier::REVERSED),
            placeholder: Style::new().add_modifier(Modifier::ITALIC),
            markdown: None,
        }
    }
}

impl TextInput {
    /// Draws the visible part and returns the position of the terminal's cursor: none if the wheel has
    /// moved the view away from it, or if the area is empty.
    pub fn render(
        &mut self,
        text: &str,
        area: Rect,
        buf: &mut Buffer,
        style: &InputStyle,
    ) -> Option<Position> {
        self.render_marked(text, area, buf, style, &[])
    }

    /// As [`Self::render`], with the styles of `marks` over the text, such as the matches of a search.
    pub fn render_marked(
        &mut self,
        text: &str,
        area: Rect,
        buf: &mut Buffer,
        style: &InputStyle,
        marks: &[(Span, Style)],
    ) -> Option<Position> {
        let area = area.intersection(buf.area);
        if area.is_empty() {
            return None;
        }
        self.area = area;
        self.clamp(text);
        let rows = self.visible_rows(text);
        if text.is_empty() {
            let row = Row { span: Span::new(0, self.placeholder.len()), ends_line: true };
            let visible = Visible { text: &self.placeholder, rows: &[row], tabs: self.tabs() };
            draw_rows(visible, 0, None, area, buf, style.text);
            buf.set_style(area, style.placeholder);
            return Some(area.as_position());
        }
        let visible = Visible { text, rows: &rows, tabs: self.tabs() };
        let selection = self.selection().map(|span| (span, style.selection));
        draw_rows(visible, self.cursor, selection, area, buf, style.text);
        if let Some(markdown) = style.markdown.filter(|_| self.multiline) {
            let parts = markdown.marks(text, &rows, &mut self.checkpoints);
            patch(visible, area, &parts, buf);
        }
        patch(visible, area, marks, buf);
        // A selection is one bar, whatever is under it.
        if let Some(selection) = selection {
            patch(visible, area, &[selection], buf);
        }
        self.cursor_position(visible)
    }

    /// Moves the cursor to the mouse.
    pub fn click(&mut self, text: &str, column: u16, row: u16, anchor: Anchor) {
        self.clamp(text);
        let offset = self.offset_at(text, column, row);
        let anchor = (anchor == Anchor::Keep).then(|| self.anchor.unwrap_or(self.cursor));
        self.set_cursor(offset);
        self.anchor = anchor;
    }

    /// Selects the word under the mouse: a double click.
    pub fn click_word(&mut self, text: &str, column: u16, row: u16) {
        let offset = self.offset_at(text, column, row);
        self.select(text, place::word_at(text, offset));
    }

    /// The offset that was last drawn at a cell of the screen, or the nearest one.
    pub fn offset_at(&self, text: &str, column: u16, row: u16) -> usize {
        let x = usize::from(column.saturating_sub(self.area.x));
        let y =
            usize::from(row.saturating_sub(self.area.y)).min(usize::from(self.area.height).saturating_sub(1));
        let rows =
            if self.multiline { self.walk(text, self.top).rows(y + 1) } else { vec![self.one_row(text)] };
        let offset = rows.last().map_or(0, |row| row.offset(text, x));
        place::floor(text, offset)
    }

    fn cursor_position(&self, visible: Visible<'_>) -> Option<Position> {
        let y = visible.rows.iter().position(|row| self.is_in(*row))?;
        let before = Span::new(visible.rows.get(y)?.span.start, self.cursor);
        let column = units(visible.text, before, visible.tabs).fold(0, |x, unit| x + unit.cells(x));
        // A tab or a wide character may reach over the edge of a very narrow area.
        let x = column.min(self.width().saturating_sub(1));
        Some(Position::new(self.area.x + u16::try_from(x).ok()?, self.area.y + u16::try_from(y).ok()?))
    }
}
