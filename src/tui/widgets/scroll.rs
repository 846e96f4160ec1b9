//! The visible part of a [`TextInput`].

use super::input::TextInput;
use super::layout::{Row, Walk};
use super::place;
use super::unit::{Tabs, units};
use crate::outline::Direction;
use crate::text::Span;

impl TextInput {
    /// The offset of the first visible byte.
    pub fn top(&self) -> usize {
        self.top
    }

    /// The number of rows that the text takes at a width, at most `most`: for a field that grows.
    pub fn rows_at(&self, text: &str, width: u16, most: u16) -> u16 {
        if !self.multiline {
            return 1;
        }
        let rows = Walk::new(text, 0, usize::from(width)).rows(usize::from(most));
        u16::try_from(rows.len()).unwrap_or(most)
    }

    /// The numbers of rows above and below the visible ones, each at most 999.
    pub fn hidden_rows(&self, text: &str) -> (usize, usize) {
        const MOST: usize = 999;
        if !self.multiline {
            return (0, 0);
        }
        let top = Walk::new(text, self.top, self.width());
        let (mut up, mut down) = (top.clone(), top);
        let above = (0..MOST).take_while(|_| up.up()).count();
        let visible = (1..usize::from(self.area.height)).take_while(|_| down.down()).count();
        let is_at_end = visible + 1 < usize::from(self.area.height);
        let below = if is_at_end { 0 } else { (0..MOST).take_while(|_| down.down()).count() };
        (above, below)
    }

    /// Moves the view by rows, down if positive. The cursor stays; the next key makes it visible again.
    pub fn scroll(&mut self, text: &str, rows: i32) {
        self.clamp(text);
        let count = usize::try_from(rows.unsigned_abs()).unwrap_or(usize::MAX);
        self.scroll_rows(text, count, if rows < 0 { Direction::Up } else { Direction::Down });
        self.follows_cursor = false;
    }

    pub(super) fn scroll_rows(&mut self, text: &str, count: usize, direction: Direction) {
        if !self.multiline {
            return;
        }
        let height = usize::from(self.area.height).max(1);
        let mut walk = self.walk(text, self.top);
        if direction == Direction::Up {
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

    /// The rows to draw, after the view has moved to the cursor.
    pub(super) fn visible_rows(&mut self, text: &str) -> Vec<Row> {
        if !self.multiline {
            self.scroll_sideways(text);
            return vec![self.one_row(text)];
        }
        let height = usize::from(self.area.height);
        let mut rows = self.walk(text, self.top).rows(height);
        if self.follows_cursor && !rows.iter().any(|row| self.is_in(*row)) {
            let top = self.top_for_cursor(text, &rows, height);
            rows = self.walk(text, top).rows(height);
        }
        if rows.len() < height
            && let Some(first) = rows.first()
        {
            // The text has become shorter: no rows stay empty below its end while text is above.
            let mut walk = self.walk(text, first.span.start);
            let missing = height - rows.len();
            if (0..missing).take_while(|_| walk.up()).count() > 0 {
                rows = walk.rows(height);
            }
        }
        self.top = rows.first().map_or(0, |row| row.span.start);
        rows
    }

    /// The first row to draw so that the cursor is visible: at the edge if it is within a screen of
    /// `rows`, otherwise in the middle.
    fn top_for_cursor(&self, text: &str, rows: &[Row], height: usize) -> usize {
        let at_cursor = self.walk(text, self.cursor);
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

    /// True if a line is not longer than the field.
    pub(super) fn fits(&self, text: &str) -> bool {
        reach_back(text, text.len(), self.width().saturating_sub(1)) == 0
    }

    /// The visible part of a field of one line: as much as fits from `top` on.
    pub(super) fn one_row(&self, text: &str) -> Row {
        let all = Span::new(place::floor(text, self.top), text.len());
        let mut x = 0;
        let fits = units(text, all, Tabs::Sign).take_while(|unit| {
            x += unit.cells(x);
            x <= self.width()
        });
        let end = fits.last().map_or(all.start, |unit| unit.span.end);
        Row { span: Span::new(all.start, end), ends_line: true }
    }

    fn scroll_sideways(&mut self, text: &str) {
        let room = self.width().saturating_sub(1);
        let mut left = place::floor(text, self.top);
        if self.cursor < left {
            // Some text before the cursor becomes visible with it.
            left = reach_back(text, self.cursor, room / 3);
        }
        left = left.max(reach_back(text, self.cursor, room));
        // No cells stay empty at the right while text is hidden at the left.
        self.top = left.min(reach_back(text, text.len(), room));
    }
}

/// The first offset from which the text before `offset` takes at most `room` cells.
fn reach_back(text: &str, offset: usize, room: usize) -> usize {
    let mut left = offset;
    let mut used = 0;
    while left > 0 {
        let before = place::before(text, left);
        used += units(text, Span::new(before, left), Tabs::Sign).map(|unit| unit.cells(0)).sum::<usize>();
        if used > room {
            break;
        }
        left = before;
    }
    left
}
