//! The rows of the screen that a text takes, found around one offset of it.

use super::place;
use super::row_starts::row_starts;
use super::unit::{Tabs, units};
use crate::outline::Direction;
use crate::text::Span;

/// A longer line is laid out in pieces of about this many bytes, so that a line of a megabyte costs no
/// more than its visible part. Each piece begins on a new row.
const PIECE: usize = 4096;

/// One row of the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Row {
    pub span: Span,
    /// True if the line ends here: then the cursor may be after the last character.
    pub ends_line: bool,
}

impl Row {
    /// Returns the column of `offset`, which must be in the row.
    pub fn column(self, text: &str, offset: usize) -> usize {
        let before = units(text, self.span, Tabs::Expanded).take_while(|unit| unit.span.start < offset);
        before.fold(0, |x, unit| x + unit.cells(x))
    }

    /// Returns the offset of the cluster in `column`; beyond the row, its last position for a cursor.
    pub fn offset(self, text: &str, column: usize) -> usize {
        let mut x = 0;
        let mut last = self.span.start;
        for unit in units(text, self.span, Tabs::Expanded) {
            x += unit.cells(x);
            last = unit.span.start;
            if column < x {
                return last;
            }
        }
        if self.ends_line { self.span.end } else { last }
    }
}

/// A line, or a part of a very long one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Piece {
    /// The start of the line, so that the next piece need not search for it.
    line: usize,
    span: Span,
    ends_line: bool,
}

impl Piece {
    /// Returns the piece of `offset`. Pieces are counted from the start of the line, so that they do not
    /// depend on where a walk begins.
    fn at(text: &str, offset: usize) -> Self {
        Self::in_line(text, place::line_start(text, offset), offset)
    }

    fn in_line(text: &str, line: usize, offset: usize) -> Self {
        let border = |n: usize| if n == 0 { line } else { place::floor(text, line + n * PIECE) };
        // The end of a line belongs to the piece with the line's last character.
        let ends = offset > line && (offset == text.len() || place::next_line(text, offset).is_some());
        let offset = if ends { place::before(text, offset) } else { offset };
        let mut n = (offset - line) / PIECE;
        // A border inside a cluster moves before it, so the cluster is in the next piece.
        if offset < text.len() && border(n + 1) <= offset {
            n += 1;
        }
        let start = border(n);
        let mut end = border(n + 1);
        if end <= start {
            // The cluster is longer than a piece, which ends at the first border after it.
            end = border((place::after(text, start) - line).div_ceil(PIECE));
        }
        // The end of the line is searched for within the piece only.
        let end_of_line = place::line_end(&text[..place::after(text, end)], start);
        if end_of_line <= end {
            Self { line, span: Span::new(start, end_of_line), ends_line: true }
        } else {
            Self { line, span: Span::new(start, end), ends_line: false }
        }
    }

    fn next(self, text: &str) -> Option<Self> {
        if self.ends_line {
            let line = place::next_line(text, self.span.end)?;
            Some(Self::in_line(text, line, line))
        } else {
            Some(Self::in_line(text, self.line, self.span.end))
        }
    }

    fn previous(self, text: &str) -> Option<Self> {
        let before = place::before(text, self.span.start);
        match self.span.start {
            0 => None,
            start if start == self.line => Some(Self::at(text, before)),
            _ => Some(Self::in_line(text, self.line, before)),
        }
    }

    fn rows(self, text: &str, width: usize) -> Vec<Row> {
        let starts = row_starts(self.span.of(text), width);
        let starts = std::iter::once(0).chain(starts).map(|start| self.span.start + start);
        let mut rows: Vec<Row> =
            starts.map(|start| Row { span: Span::new(start, self.span.end), ends_line: false }).collect();
        for at in 1..rows.len() {
            rows[at - 1].span.end = rows[at].span.start;
        }
        if let Some(last) = rows.last_mut() {
            last.ends_line = self.ends_line;
        }
        rows
    }
}

/// A row of a text, from which one can go up and down.
#[derive(Clone, Debug)]
pub struct Walk<'a> {
    text: &'a str,
    width: usize,
    piece: Piece,
    rows: Vec<Row>,
    at: usize,
}

impl<'a> Walk<'a> {
    /// Returns the row of `offset`, with rows of `width` columns. The last column stays free for the cursor
    /// after a full row.
    pub fn new(text: &'a str, offset: usize, width: usize) -> Self {
        let offset = place::floor(text, offset);
        let width = width.saturating_sub(1).max(1);
        let piece = Piece::at(text, offset);
        let rows = piece.rows(text, width);
        let at = rows.partition_point(|row| row.span.start <= offset).saturating_sub(1);
        Self { text, width, piece, rows, at }
    }

    pub fn row(&self) -> Row {
        let whole = Row { span: self.piece.span, ends_line: self.piece.ends_line };
        self.rows.get(self.at).copied().unwrap_or(whole)
    }

    /// Goes one row in that direction. Returns false at the end of the text.
    pub fn step(&mut self, direction: Direction) -> bool {
        match direction {
            Direction::Up => self.up(),
            Direction::Down => self.down(),
        }
    }

    /// Goes one row down, unless this is the last one.
    pub fn down(&mut self) -> bool {
        if self.at + 1 < self.rows.len() {
            self.at += 1;
            return true;
        }
        let Some(next) = self.piece.next(self.text) else { return false };
        self.piece = next;
        self.rows = next.rows(self.text, self.width);
        self.at = 0;
        true
    }

    /// Goes one row up, unless this is the first one.
    pub fn up(&mut self) -> bool {
        if self.at > 0 {
            self.at -= 1;
            return true;
        }
        let Some(previous) = self.piece.previous(self.text) else { return false };
        self.piece = previous;
        self.rows = previous.rows(self.text, self.width);
        self.at = self.rows.len().saturating_sub(1);
        true
    }

    /// Returns at most `height` rows from this one down.
    pub fn rows(mut self, height: usize) -> Vec<Row> {
        let mut rows = Vec::with_capacity(height.min(256));
        while rows.len() < height {
            rows.push(self.row());
            if !self.down() {
                break;
            }
        }
        rows
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(text: &str, width: usize) -> Vec<&str> {
        Walk::new(text, 0, width).rows(1000).iter().map(|row| row.span.of(text)).collect()
    }

    #[test]
    fn lines_wrap_between_words_and_long_words_anywhere() {
        assert_eq!(rows("The snakes are back\r\nin\n", 11), ["The snakes ", "are back", "in", ""]);
        assert_eq!(rows("abcdefgh", 5), ["abcd", "efgh"]);
        assert_eq!(rows("漢字漢字", 6), ["漢字", "漢字"]);
        assert_eq!(rows("", 0), [""]);
    }

    #[test]
    fn a_walk_up_has_the_rows_of_the_walk_down() {
        let text = "One line that wraps here\n\nand a second 👨‍👩‍👧 one\r\nend";
        let mut walk = Walk::new(text, 0, 9);
        let mut down = vec![walk.row()];
        while walk.down() {
            down.push(walk.row());
        }
        let mut up = vec![walk.row()];
        while walk.up() {
            up.push(walk.row());
        }
        up.reverse();
        assert_eq!(down, up);
        assert_eq!(down.last().unwrap().span.end, text.len());
    }

    #[test]
    fn a_very_long_line_is_laid_out_in_pieces_that_miss_nothing() {
        let text = format!("x\n{}\r\ny", "é 👩‍🚀 ".repeat(4000));
        let all = Walk::new(&text, 0, 80).rows(usize::MAX);
        for pair in all.windows(2) {
            let between = &text[pair[0].span.end..pair[1].span.start];
            assert!(between.is_empty() != pair[0].ends_line, "{pair:?}");
        }
        let heap = format!("a{}b", "\u{301}".repeat(9000));
        assert_eq!(rows(&heap, 80), [heap.as_str()]);
    }
}
