//! Rows: what of the text stands on one line of the screen, found around one place of the text.

use super::place;
use super::unit::units;
use super::wraps::{Wraps, wrap};
use crate::text::Span;

/// A line longer than this is laid out in pieces of about this many bytes, so that one line of a
/// megabyte costs no more than what of it is in sight. A piece begins on a row of its own.
const PIECE: usize = 4096;

/// One row of the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Row {
    pub span: Span,
    /// Whether the line ends here: then the cursor may stand behind the last character.
    pub ends_line: bool,
}

impl Row {
    /// The column of `offset`, which must be in the row.
    pub fn column(self, text: &str, offset: usize) -> usize {
        let before = units(text, self.span, true).take_while(|unit| unit.span.start < offset);
        before.fold(0, |x, unit| x + unit.cells(x))
    }

    /// The offset of what stands in `column`; beyond the row, its last place for a cursor.
    pub fn offset(self, text: &str, column: usize) -> usize {
        let mut x = 0;
        let mut last = self.span.start;
        for unit in units(text, self.span, true) {
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
    /// Where the line begins, so that the next piece need not look for it.
    line: usize,
    span: Span,
    ends_line: bool,
}

impl Piece {
    /// The piece that `offset` is in. Pieces lie on a grid that is counted from the line's start,
    /// so that they are the same from wherever one looks.
    fn at(text: &str, offset: usize) -> Self {
        Self::in_line(text, place::line_start(text, offset), offset)
    }

    fn in_line(text: &str, line: usize, offset: usize) -> Self {
        let border = |n: usize| if n == 0 { line } else { place::floor(text, line + n * PIECE) };
        // The end of a line belongs to the piece with the line's last character.
        let ends = offset > line && (offset == text.len() || place::next_line(text, offset).is_some());
        let offset = if ends { place::before(text, offset) } else { offset };
        let mut n = (offset - line) / PIECE;
        // A cluster across the border belongs to the piece that it begins in, after the border.
        if offset < text.len() && border(n + 1) <= offset {
            n += 1;
        }
        let start = border(n);
        let mut end = border(n + 1);
        if end <= start {
            // A cluster longer than a piece: to the first border behind it.
            end = border((place::after(text, start) - line).div_ceil(PIECE));
        }
        // The end of the line, looked for no further than the piece can reach.
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

    fn rows(self, text: &str, width: usize, wraps: &Wraps) -> Vec<Row> {
        let slice = self.span.of(text);
        // No character but a tab takes more cells than it has bytes.
        let starts = if slice.len() <= width && !slice.contains('\t') {
            Vec::new()
        } else {
            wraps.get(slice, width, || row_starts(slice, width))
        };
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

/// Where the rows of `line` after the first begin.
fn row_starts(line: &str, width: usize) -> Vec<usize> {
    let all: Vec<_> = units(line, Span::new(0, line.len()), true).collect();
    let cells = all.iter().fold(0, |x, unit| x + unit.cells(x));
    if cells <= width {
        return Vec::new();
    }
    let mut wrapped = wrap(all.iter().flat_map(|unit| unit.glyphs()).collect(), width).into_iter().peekable();
    let mut starts = Vec::new();
    let mut glyphs = 0;
    let mut last = 0;
    for (at, unit) in all.iter().enumerate() {
        glyphs += unit.glyph_count();
        let mut begins = false;
        while wrapped.next_if(|start| *start < glyphs).is_some() {
            begins = true;
        }
        // The space between two words hangs at the end of the row, in the column that is kept
        // free there: a row that begins with it looks indented.
        let hangs = unit.glyph == ' ' && at + 1 < all.len();
        let start = if hangs { unit.span.end } else { unit.span.start };
        if begins && start > last {
            starts.push(start);
            last = start;
        }
    }
    starts
}

/// A place among the rows of a text that can go up and down.
#[derive(Clone, Debug)]
pub struct Walk<'a> {
    text: &'a str,
    width: usize,
    wraps: &'a Wraps,
    piece: Piece,
    rows: Vec<Row>,
    at: usize,
}

impl<'a> Walk<'a> {
    /// The row with `offset` in it, when rows are `width` columns wide. The last column is kept
    /// free for the cursor behind a full row.
    pub fn new(text: &'a str, offset: usize, width: usize, wraps: &'a Wraps) -> Self {
        let offset = place::floor(text, offset);
        let width = width.saturating_sub(1).max(1);
        let piece = Piece::at(text, offset);
        let rows = piece.rows(text, width, wraps);
        let at = rows.partition_point(|row| row.span.start <= offset).saturating_sub(1);
        Self { text, width, wraps, piece, rows, at }
    }

    pub fn row(&self) -> Row {
        let whole = Row { span: self.piece.span, ends_line: self.piece.ends_line };
        self.rows.get(self.at).copied().unwrap_or(whole)
    }

    /// Goes one row down, unless this is the last one.
    pub fn down(&mut self) -> bool {
        if self.at + 1 < self.rows.len() {
            self.at += 1;
            return true;
        }
        let Some(next) = self.piece.next(self.text) else { return false };
        self.piece = next;
        self.rows = next.rows(self.text, self.width, self.wraps);
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
        self.rows = previous.rows(self.text, self.width, self.wraps);
        self.at = self.rows.len().saturating_sub(1);
        true
    }

    /// At most `height` rows from here down.
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
        Walk::new(text, 0, width, &Wraps::default()).rows(1000).iter().map(|row| row.span.of(text)).collect()
    }

    #[test]
    fn lines_wrap_between_words_and_long_words_anywhere() {
        assert_eq!(rows("The snakes are back\r\nin\n", 11), ["The snakes ", "are back", "in", ""]);
        assert_eq!(rows("abcdefgh", 5), ["abcd", "efgh"]);
        assert_eq!(rows("漢字漢字", 6), ["漢字", "漢字"]);
        assert_eq!(rows("", 0), [""]);
    }

    #[test]
    fn a_walk_up_meets_the_rows_of_the_walk_down() {
        let text = "One line that wraps here\n\nand a second 👨‍👩‍👧 one\r\nend";
        let wraps = Wraps::default();
        let mut walk = Walk::new(text, 0, 9, &wraps);
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
        let all = Walk::new(&text, 0, 80, &Wraps::default()).rows(usize::MAX);
        for pair in all.windows(2) {
            let between = &text[pair[0].span.end..pair[1].span.start];
            assert!(between.is_empty() != pair[0].ends_line, "{pair:?}");
        }
        let heap = format!("a{}b", "\u{301}".repeat(9000));
        assert_eq!(rows(&heap, 80), [heap.as_str()]);
    }
}
