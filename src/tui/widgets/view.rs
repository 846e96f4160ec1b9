//! Drawing and the mouse for a [`TextInput`].

use super::input::TextInput;
use super::layout::Row;
use super::markdown_style::MarkdownStyle;
use super::place;
use super::unit::units;
use crate::text::Span;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::{Modifier, Style};
use ratatui::widgets::Widget as _;
use tui_textarea::TextArea;

/// How a text is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InputStyle {
    pub text: Style,
    pub selection: Style,
    pub placeholder: Style,
    /// Colours for Markdown; `None` draws every character alike.
    pub markdown: Option<MarkdownStyle>,
}

impl Default for InputStyle {
    fn default() -> Self {
        Self {
            text: Style::new(),
            selection: Style::new().add_modifier(Modifier::REVERSED),
            placeholder: Style::new().add_modifier(Modifier::DIM | Modifier::ITALIC),
            markdown: None,
        }
    }
}

impl TextInput {
    /// Draws what is in sight and returns where the terminal's cursor belongs: nowhere when the
    /// wheel has moved the view away from it, or when the area has no room.
    pub fn render(&mut self, area: Rect, buf: &mut Buffer, style: &InputStyle) -> Option<Position> {
        self.render_marked(area, buf, style, &[])
    }

    /// As [`Self::render`], with `marks` drawn over the text: matches of a search, faults.
    pub fn render_marked(
        &mut self,
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
        let rows = self.rows_in_sight();
        if self.text.is_empty() {
            let hint = Row { span: Span::new(0, self.placeholder.len()), ends_line: true };
            draw(&self.placeholder, &[hint], area, buf, style.text, self.multiline);
            buf.set_style(area, style.placeholder);
            return Some(area.as_position());
        }
        draw(&self.text, &rows, area, buf, style.text, self.multiline);
        if let Some(markdown) = style.markdown.filter(|_| self.multiline) {
            let parts = markdown.marks(&self.text, &rows, &mut self.checkpoints);
            self.patch(&rows, &parts, buf);
        }
        self.patch(&rows, marks, buf);
        if let Some(span) = self.selection() {
            self.patch(&rows, &[(span, style.selection)], buf);
            self.patch_line_ends(&rows, span, style.selection, buf);
        }
        self.cursor_position(&rows)
    }

    /// Puts the cursor where the mouse is. With `select` the selection is drawn to there: with
    /// Shift, and while the button is held.
    pub fn click(&mut self, column: u16, row: u16, select: bool) {
        let offset = self.offset_at(column, row);
        if select {
            self.anchor.get_or_insert(self.cursor);
        } else {
            self.anchor = None;
        }
        self.cursor = offset;
        self.goal = None;
        self.follow = true;
    }

    /// Selects the word under the mouse: a double click.
    pub fn click_word(&mut self, column: u16, row: u16) {
        let offset = self.offset_at(column, row);
        self.select(place::word_at(&self.text, offset));
    }

    /// The place in the text that was last drawn at a cell of the screen, or the nearest to it.
    pub fn offset_at(&self, column: u16, row: u16) -> usize {
        let x = usize::from(column.saturating_sub(self.area.x));
        let y =
            usize::from(row.saturating_sub(self.area.y)).min(usize::from(self.area.height).saturating_sub(1));
        let rows = if self.multiline { self.walk(self.top).rows(y + 1) } else { vec![self.one_row()] };
        let offset = rows.last().map_or(0, |row| row.offset(&self.text, x));
        place::floor(&self.text, offset)
    }

    /// Draws marks over the cells of the text that they cover.
    fn patch(&self, rows: &[Row], marks: &[(Span, Style)], buf: &mut Buffer) {
        let (Some(first), Some(last)) = (rows.first(), rows.last()) else { return };
        let seen = Span::new(first.span.start, last.span.end);
        let marks: Vec<_> =
            marks.iter().filter(|(span, _)| span.start < seen.end && span.end > seen.start).collect();
        if marks.is_empty() {
            return;
        }
        for (y, row) in (self.area.top()..self.area.bottom()).zip(rows) {
            let here: Vec<_> = marks
                .iter()
                .filter(|(span, _)| span.start < row.span.end && span.end > row.span.start)
                .collect();
            if here.is_empty() {
                continue;
            }
            let mut x = 0;
            for unit in units(&self.text, row.span, self.multiline) {
                let cells = unit.cells(x);
                for (span, style) in &here {
                    if span.start < unit.span.end && span.end > unit.span.start {
                        buf.set_style(cells_at(self.area, x, y, cells), *style);
                    }
                }
                x += cells;
            }
        }
    }

    /// Shows that a selection goes on past the end of a line, which an empty line could not
    /// show otherwise.
    fn patch_line_ends(&self, rows: &[Row], selection: Span, style: Style, buf: &mut Buffer) {
        for (y, row) in (self.area.top()..self.area.bottom()).zip(rows) {
            if row.ends_line && selection.start <= row.span.end && selection.end > row.span.end {
                let x = row.column(&self.text, row.span.end);
                buf.set_style(cells_at(self.area, x, y, 1), style);
            }
        }
    }

    fn cursor_position(&self, rows: &[Row]) -> Option<Position> {
        let y = rows.iter().position(|row| self.is_in(*row))?;
        let before = Span::new(rows.get(y)?.span.start, self.cursor);
        let column = units(&self.text, before, self.multiline).fold(0, |x, unit| x + unit.cells(x));
        // A tab or a wide character may reach over the edge of a very narrow area.
        let x = column.min(self.width().saturating_sub(1));
        Some(Position::new(self.area.x + u16::try_from(x).ok()?, self.area.y + u16::try_from(y).ok()?))
    }
}

/// The part of `area` that `cells` columns from column `x` on take in the screen row `y`.
fn cells_at(area: Rect, x: usize, y: u16, cells: usize) -> Rect {
    let clip = |n: usize| u16::try_from(n).unwrap_or(u16::MAX).min(area.width);
    let (left, right) = (clip(x), clip(x + cells));
    Rect::new(area.x + left, y, right - left, 1)
}

/// Has the text area draw `rows`, and puts the clusters that it can't count in their cells.
fn draw(text: &str, rows: &[Row], area: Rect, buf: &mut Buffer, style: Style, tabs: bool) {
    for position in area.positions() {
        if let Some(cell) = buf.cell_mut(position) {
            cell.set_symbol(" ");
        }
    }
    buf.set_style(area, style);
    let mut lines = Vec::with_capacity(rows.len());
    let mut patches = Vec::new();
    for (y, row) in (area.top()..area.bottom()).zip(rows) {
        let mut line = String::with_capacity(row.span.len());
        let mut x = 0;
        for unit in units(text, row.span, tabs) {
            let cells = unit.cells(x);
            line.extend(unit.glyphs());
            if unit.stand_in {
                patches.push((cells_at(area, x, y, cells), cells, unit.span));
            }
            x += cells;
        }
        lines.push(line);
    }
    let mut textarea = TextArea::new(lines);
    textarea.set_style(style);
    // The terminal's own cursor is shown, so none is drawn.
    textarea.set_cursor_style(style);
    textarea.set_cursor_line_style(Style::default());
    (&textarea).render(area, buf);
    for (place, cells, span) in patches {
        // A cluster that is cut off at the edge stays the blank that the text area made of it.
        if usize::from(place.width) < cells {
            continue;
        }
        for (index, position) in place.positions().enumerate() {
            if let Some(cell) = buf.cell_mut(position) {
                cell.set_symbol(if index == 0 { span.of(text) } else { " " });
            }
        }
    }
}
