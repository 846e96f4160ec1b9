//! Draws the visible rows of a text with a `TextArea`.

use super::layout::Row;
use super::unit::{Tabs, units};
use crate::text::Span;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::widgets::Widget as _;
use tui_textarea::{CursorMove, TextArea};

/// A text and its visible rows.
#[derive(Clone, Copy, Debug)]
pub struct Visible<'a> {
    pub text: &'a str,
    pub rows: &'a [Row],
    pub tabs: Tabs,
}

impl Visible<'_> {
    /// The row's text before the offset `end`, cut to `width` cells.
    fn line(&self, row: Row, end: usize, width: usize) -> String {
        let mut line = String::with_capacity(row.span.len());
        let mut x = 0;
        for unit in units(self.text, Span::new(row.span.start, end), self.tabs) {
            let cells = unit.cells(x);
            if x + cells > width {
                // Fill the rest with spaces: half of a wide character can't be drawn.
                line.extend(std::iter::repeat_n(' ', width - x));
                break;
            }
            unit.push_to(&mut line, self.text, x);
            x += cells;
        }
        line
    }

    /// The lines of the text area, one for each row.
    ///
    /// Leaves out the space at the end of a wrapped row: for a selection that continues in the next row, the text area
    /// draws a selected space there. The empty line after the last row is never drawn; it holds the end of a selection
    /// that leaves the view.
    fn lines(&self, width: usize) -> Vec<String> {
        let line = |row: &Row| {
            let end = row.span.end;
            let ends_with_wrap_space = !row.ends_line && row.span.of(self.text).ends_with(' ');
            self.line(*row, end - usize::from(ends_with_wrap_space), width)
        };
        self.rows.iter().map(line).chain([String::new()]).collect()
    }

    /// The line and column in the text area, of the offset or the nearest visible one.
    fn position(&self, offset: usize, width: usize) -> (usize, usize) {
        let before = self.rows.partition_point(|row| row.span.start <= offset);
        let Some((y, row)) = before.checked_sub(1).and_then(|y| Some((y, self.rows.get(y)?))) else {
            return (0, 0);
        };
        if offset > row.span.end || (offset == row.span.end && !row.ends_line) {
            return (y + 1, 0);
        }
        (y, self.line(*row, offset, width).chars().count())
    }
}

/// Draws the rows in `area`, with the cursor or the selection. The text area's cursor is invisible: the
/// terminal shows its own.
pub fn draw_rows(
    visible: Visible<'_>,
    cursor: usize,
    selection: Option<(Span, Style)>,
    area: Rect,
    buf: &mut Buffer,
    style: Style,
) {
    let width = usize::from(area.width);
    let mut textarea = TextArea::new(visible.lines(width));
    textarea.set_style(style);
    textarea.set_cursor_style(style);
    textarea.set_cursor_line_style(Style::default());
    // The text area scrolls to its cursor, so the cursor must be visible. It is placed at the start of a selection, because
    // only the end can be below the view.
    let jump = |(y, x)| CursorMove::Jump(to_u16(y), to_u16(x));
    let place = |offset| visible.position(offset, width);
    let selection = selection.map(|(span, style)| (place(span.start), place(span.end), style));
    match selection.filter(|(start, end, _)| start != end) {
        Some((start, end, style)) => {
            textarea.set_selection_style(style);
            textarea.set_cursor_style(style);
            textarea.move_cursor(jump(end));
            textarea.start_selection();
            textarea.move_cursor(jump(start));
        }
        None => {
            let at = place(cursor);
            if at.0 < visible.rows.len() {
                textarea.move_cursor(jump(at));
            }
        }
    }
    // The text area counts each character of a joined emoji as a column and would scroll sideways, so it is drawn into a
    // rectangle of the maximal width, and the canvas cuts that off.
    let mut canvas = Buffer::empty(area);
    canvas.set_style(area, style);
    (&textarea).render(Rect { width: u16::MAX - area.x, ..area }, &mut canvas);
    for position in area.positions() {
        if let (Some(to), Some(from)) = (buf.cell_mut(position), canvas.cell_mut(position)) {
            std::mem::swap(to, from);
        }
    }
}

/// Patches styles onto the cells of the text that they cover.
pub fn patch(visible: Visible<'_>, area: Rect, marks: &[(Span, Style)], buf: &mut Buffer) {
    let Visible { text, rows, tabs } = visible;
    let (Some(first), Some(last)) = (rows.first(), rows.last()) else { return };
    let visible_span = Span::new(first.span.start, last.span.end);
    let marks: Vec<_> = marks.iter().filter(|(span, _)| span.overlaps(visible_span)).collect();
    for (y, row) in (area.top()..area.bottom()).zip(rows) {
        let here: Vec<_> = marks.iter().filter(|(span, _)| span.overlaps(row.span)).collect();
        if here.is_empty() {
            continue;
        }
        let mut x = 0;
        for unit in units(text, row.span, tabs) {
            let cells = unit.cells(x);
            for (_, style) in here.iter().filter(|(span, _)| span.overlaps(unit.span)) {
                buf.set_style(cells_at(area, x, y, cells), *style);
            }
            x += cells;
        }
    }
}

/// The rectangle of `cells` columns from column `x` of `area` on, in the screen row `y`.
fn cells_at(area: Rect, x: usize, y: u16, cells: usize) -> Rect {
    let clip = |n: usize| to_u16(n).min(area.width);
    let (left, right) = (clip(x), clip(x + cells));
    Rect::new(area.x + left, y, right - left, 1)
}

fn to_u16(n: usize) -> u16 {
    u16::try_from(n).unwrap_or(u16::MAX)
}
