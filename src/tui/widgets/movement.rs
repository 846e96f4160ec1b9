//! Where each motion takes the cursor of a [`TextInput`].

use super::command::Motion;
use super::input::TextInput;
use super::layout::Walk;
use super::place;

impl TextInput {
    pub(super) fn move_cursor(&mut self, motion: Motion) {
        let page = usize::from(self.area.height).saturating_sub(1).max(1);
        match motion {
            Motion::Left => self.cursor = place::before(&self.text, self.cursor),
            Motion::Right => self.cursor = place::after(&self.text, self.cursor),
            Motion::WordLeft => self.cursor = place::word_left(&self.text, self.cursor),
            Motion::WordRight => self.cursor = place::word_right(&self.text, self.cursor),
            Motion::LineStart => self.cursor = place::line_start(&self.text, self.cursor),
            Motion::LineEnd => self.cursor = place::line_end(&self.text, self.cursor),
            Motion::TextStart => self.cursor = 0,
            Motion::TextEnd => self.cursor = self.text.len(),
            Motion::Up => self.move_rows(1, true),
            Motion::Down => self.move_rows(1, false),
            Motion::PageUp => self.move_page(page, true),
            Motion::PageDown => self.move_page(page, false),
        }
    }

    /// Moves by rows of the screen and keeps to the column that the first of these moves began
    /// in. In the first or the last row, and in a field of one line, the cursor stays, so that
    /// the view around can take the key for itself.
    fn move_rows(&mut self, count: usize, up: bool) {
        if !self.multiline {
            return;
        }
        let mut walk = self.walk(self.cursor);
        let column = self.goal.unwrap_or_else(|| walk.row().column(&self.text, self.cursor));
        let mut moved = false;
        for _ in 0..count {
            if !(if up { walk.up() } else { walk.down() }) {
                break;
            }
            moved = true;
        }
        if moved {
            self.cursor = walk.row().offset(&self.text, column);
            self.goal = Some(column);
        }
    }

    /// A page moves the view as far as the cursor, so that the cursor keeps its place on the
    /// screen. Where no page is left, the cursor goes to the end of the text.
    fn move_page(&mut self, count: usize, up: bool) {
        let before = self.cursor;
        self.scroll_rows(count, up);
        self.move_rows(count, up);
        if before == self.cursor && self.multiline {
            self.cursor = if up { 0 } else { self.text.len() };
        }
    }

    /// The row that `offset` is in, as rows were last drawn.
    pub(super) fn walk(&self, offset: usize) -> Walk<'_> {
        Walk::new(&self.text, offset, self.width(), &self.wraps)
    }

    /// Columns that rows are wrapped at.
    pub(super) fn width(&self) -> usize {
        usize::from(self.area.width)
    }
}
