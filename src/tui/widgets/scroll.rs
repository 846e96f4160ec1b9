//! What of a [`TextInput`] is in sight.

use super::input::TextInput;
use super::layout::{Row, Walk};
use super::place;
use super::unit::units;
use crate::text::Span;

impl TextInput {
    /// The first byte in sight: for a scroll bar, whose thumb it places well enough.
    pub fn top(&self) -> usize {
        self.top
    }

    /// How many rows the text takes at a width, counted up to `most`: for a field that grows.
    pub fn rows_at(&self, width: u16, most: u16) -> u16 {
        if !self.multiline {
            return 1;
        }
        let rows = Walk::new(&self.text, 0, usize::from(width), &self.wraps).rows(usize::from(most));
        u16::try_from(rows.len()).unwrap_or(most)
    }

    /// Moves the view by rows, down when positive, and leaves the cursor where it is; the next
    /// key brings the cursor back into sight.
    pub fn scroll(&mut self, rows: i32) {
        let count = usize::try_from(rows.unsigned_abs()).unwrap_or(usize::MAX);
        self.scroll_rows(count, rows < 0);
        self.follow = false;
    }

    pub(super) fn scroll_rows(&mut self, count: usize, up: bool) {
        if !self.multiline {
            return;
        }
        let height = usize::from(self.area.height).max(1);
        let mut walk = self.walk(self.top);
        if up {
            for _ in 0..count {
                if !walk.up() {
                    break;
                }
            }
            self.top = walk.row().span.start;
        } else {
            // The last row of the text goes no higher than the last row of the screen.
            let rows = walk.rows(height.saturating_add(count));
            let top = count.min(rows.len().saturating_sub(height));
            self.top = rows.get(top).map_or(self.top, |row| row.span.start);
        }
    }

    /// The rows to draw, after the view has been moved to where the cursor is.
    pub(super) fn rows_in_sight(&mut self) -> Vec<Row> {
        if !self.multiline {
            self.scroll_sideways();
            return vec![self.one_row()];
        }
        let height = usize::from(self.area.height);
        let mut rows = self.walk(self.top).rows(height);
        if self.follow && !rows.iter().any(|row| self.is_in(*row)) {
            let top = self.top_for_cursor(&rows, height);
            rows = self.walk(top).rows(height);
        }
        if rows.len() < height
            && let Some(first) = rows.first()
        {
            // The text has become shorter: rows below its end would stay empty for nothing.
            let mut walk = self.walk(first.span.start);
            let missing = height - rows.len();
            if (0..missing).take_while(|_| walk.up()).count() > 0 {
                rows = walk.rows(height);
            }
        }
        self.top = rows.first().map_or(0, |row| row.span.start);
        rows
    }

    /// The first row to draw so that the cursor is in sight: just so when it is a row or a
    /// screen away from `rows`, and with text on both sides when it comes from far.
    fn top_for_cursor(&self, rows: &[Row], height: usize) -> usize {
        let at_cursor = self.walk(self.cursor);
        let (first, last) =
            (rows.first().map_or(0, |row| row.span.start), rows.last().map_or(0, |row| row.span.start));
        let mut middle = at_cursor.clone();
        if self.cursor < first {
            let below = at_cursor.clone().rows(height);
            if below.iter().any(|row| row.span.start >= first) {
                return at_cursor.row().span.start;
            }
        } else {
            let mut top = at_cursor;
            for _ in 1..height {
                top.up();
            }
            if top.row().span.start <= last {
                return top.row().span.start;
            }
        }
        for _ in 0..height / 2 {
            middle.up();
        }
        middle.row().span.start
    }

    pub(super) fn is_in(&self, row: Row) -> bool {
        let Span { start, end } = row.span;
        start <= self.cursor && (self.cursor < end || (self.cursor == end && row.ends_line))
    }

    /// What a field of one line shows: from `top` on, as much as there is room for.
    pub(super) fn one_row(&self) -> Row {
        let all = Span::new(place::floor(&self.text, self.top), self.text.len());
        let mut x = 0;
        let fits = units(&self.text, all, false).take_while(|unit| {
            x += unit.cells(x);
            x <= self.width()
        });
        let end = fits.last().map_or(all.start, |unit| unit.span.end);
        Row { span: Span::new(all.start, end), ends_line: true }
    }

    fn scroll_sideways(&mut self) {
        let room = self.width().saturating_sub(1);
        let mut left = place::floor(&self.text, self.top);
        if self.cursor < left {
            // Some of the text before the cursor comes into sight with it.
            left = self.reach_back(self.cursor, room / 3);
        }
        left = left.max(self.reach_back(self.cursor, room));
        // No empty cells at the right while text is hidden at the left.
        self.top = left.min(self.reach_back(self.text.len(), room));
    }

    /// The furthest place before `offset` from which the text up to it takes at most `room` cells.
    fn reach_back(&self, offset: usize, room: usize) -> usize {
        let mut left = offset;
        let mut used = 0;
        while left > 0 {
            let before = place::before(&self.text, left);
            used +=
                units(&self.text, Span::new(before, left), false).map(|unit| unit.cells(0)).sum::<usize>();
            if used > room {
                break;
            }
            left = before;
        }
        left
    }
}
