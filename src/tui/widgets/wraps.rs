//! How the text area wraps a line, and a memory of the lines in sight.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::widgets::Widget as _;
use std::cell::RefCell;
use tui_textarea::{TextArea, WrapMode};

/// Lines remembered: some screens full.
const CAPACITY: usize = 256;

/// The rows of lines that were wrapped lately. A key changes one line; without this, every line
/// in sight would be cut into words again for it.
#[derive(Clone, Debug, Default)]
pub struct Wraps {
    memory: RefCell<Memory>,
}

#[derive(Clone, Debug, Default)]
struct Memory {
    entries: Vec<Entry>,
    /// The entry that makes room next.
    oldest: usize,
}

#[derive(Clone, Debug)]
struct Entry {
    line: String,
    width: usize,
    starts: Vec<usize>,
}

impl Wraps {
    /// What `make` gives for a line and a width, asked once for each.
    pub fn get(&self, line: &str, width: usize, make: impl FnOnce() -> Vec<usize>) -> Vec<usize> {
        let Ok(mut memory) = self.memory.try_borrow_mut() else { return make() };
        if let Some(known) = memory.entries.iter().find(|entry| entry.width == width && entry.line == line) {
            return known.starts.clone();
        }
        let starts = make();
        let entry = Entry { line: line.to_owned(), width, starts: starts.clone() };
        let oldest = memory.oldest;
        if memory.entries.len() < CAPACITY {
            memory.entries.push(entry);
        } else if let Some(place) = memory.entries.get_mut(oldest) {
            *place = entry;
            memory.oldest = (oldest + 1) % CAPACITY;
        }
        starts
    }
}

/// Where the text area wraps a line: for each row but the first, the `char` it begins with.
pub fn wrap(line: String, width: usize) -> Vec<usize> {
    let mut area = TextArea::new(vec![line]);
    area.set_wrap_mode(WrapMode::WordOrGlyph);
    // It wraps when it is drawn at a new size; no rows are asked for, so nothing is drawn.
    let size = Rect::new(0, 0, u16::try_from(width).unwrap_or(u16::MAX), 0);
    (&area).render(size, &mut Buffer::empty(Rect::ZERO));
    let mut starts = Vec::new();
    let mut last = 0;
    for row in 1.. {
        // Rows past the end answer with the last one.
        let start = area.screen_to_data(row, 0).1;
        if start <= last {
            break;
        }
        starts.push(start);
        last = start;
    }
    starts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_text_area_wraps_by_words_and_then_anywhere() {
        assert_eq!(wrap("one two threefour".into(), 4), [4, 8, 12, 16]);
        assert_eq!(wrap(String::new(), 4), [0; 0]);
    }

    #[test]
    fn a_line_is_wrapped_once_for_each_width() {
        let wraps = Wraps::default();
        assert_eq!(wraps.get("line", 4, || vec![2]), [2]);
        assert_eq!(wraps.get("line", 4, || panic!("asked again")), [2]);
        assert_eq!(wraps.get("line", 5, || vec![3]), [3]);
        for n in 0..2 * CAPACITY {
            wraps.get(&n.to_string(), 4, Vec::new);
        }
        assert_eq!(wraps.get("line", 4, || vec![1]), [1]);
        assert_eq!(wraps.memory.borrow().entries.len(), CAPACITY);
    }
}
