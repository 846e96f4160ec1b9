//! Where each motion takes the cursor of a [`TextInput`].

use super::command::Motion;
use super::input::TextInput;
use super::layout::Walk;
use super::place;
use super::unit::Tabs;
use crate::outline::Direction;

impl TextInput {
    pub(super) fn move_cursor(&mut self, text: &str, motion: Motion) {
        let page = usize::from(self.area.height).saturating_sub(1).max(1);
        match motion {
            Motion::Left => self.cursor = place::before(text, self.cursor),
            Motion::Right => self.cursor = place::after(text, self.cursor),
            Motion::WordLeft => self.cursor = place::word_left(text, self.cursor),
            Motion::WordRight => self.cursor = place::word_right(text, self.cursor),
            Motion::LineStart => self.cursor = place::line_start(text, self.cursor),
            Motion::LineEnd => self.cursor = place::line_end(text, self.cursor),
            Motion::TextStart => self.cursor = 0,
            Motion::TextEnd => self.cursor = text.len(),
            Motion::Up => self.move_rows(text, 1, Direction::Up),
            Motion::Down => self.move_rows(text, 1, Direction::Down),
            Motion::PageUp => self.move_page(text, page, Direction::Up),
            Motion::PageDown => self.move_page(text, page, Direction::Down),
        }
    }

    /// Moves by rows of the screen and keeps to the column in which the first of these moves began. In
    /// the first or the last row, and in a field of one line, the cursor stays, so that the surrounding
    /// view can use the key.
    fn move_rows(&mut self, text: &str, count: usize, direction: Direction) {
        if !self.multiline {
            return;
        }
        let mut walk = self.walk(text, self.cursor);
        let column = self.goal.unwrap_or_else(|| walk.row().column(text, self.cursor));
        let moved = (0..count).take_while(|_| walk.step(direction)).count();
        if moved > 0 {
            self.cursor = walk.row().offset(text, column);
            self.goal = Some(column);
        }
    }

    /// Moves the view as far as the cursor, so that the cursor keeps its row on the screen. In the first
    /// or the last page, the cursor goes to the end of the text.
    fn move_page(&mut self, text: &str, count: usize, direction: Direction) {
        let before = self.cursor;
        self.scroll_rows(text, count, direction);
        self.move_rows(text, count, direction);
        if before == self.cursor && self.multiline {
            self.cursor = if direction == Direction::Up { 0 } else { text.len() };
        }
    }

    /// The row of `offset`, at the width that was last drawn.
    pub(super) fn walk<'t>(&self, text: &'t str, offset: usize) -> Walk<'t> {
        Walk::new(text, offset, self.width())
    }

    pub(super) fn tabs(&self) -> Tabs {
        if self.multiline { Tabs::Expanded } else { Tabs::Sign }
    }

    /// The width of the area in columns.
    pub(super) fn width(&self) -> usize {
        usize::from(self.area.width)
    }
}
