//! Soft wrapping: where a line continues on the next row of the screen.

use super::place;
use super::unit::{Tabs, Unit, units};
use crate::text::Span;
use unicode_segmentation::UnicodeSegmentation as _;

/// Returns the byte offsets in `line` at which its rows after the first begin, when rows are
/// `width` cells wide. Rows break between words; a word wider than a row breaks anywhere.
///
/// The space that no longer fits stays at the end of its row, in the column that is free for the
/// cursor: a row that begins with it would look indented.
pub fn row_starts(line: &str, width: usize) -> Vec<usize> {
    // Only a tab is wider than its bytes are many.
    if line.len() <= width && !line.contains('\t') {
        return Vec::new();
    }
    let mut rows = Rows { line, width, x: 0, starts: Vec::new() };
    let mut word: Option<Span> = None;
    for (start, part) in line.split_word_bound_indices() {
        let part = Span::new(start, start + part.len());
        // What closes belongs to the word before it.
        match &mut word {
            Some(word) if closes(part.of(line)) && !word.of(line).trim().is_empty() => word.end = part.end,
            Some(before) => rows.word(std::mem::replace(before, part)),
            None => word = Some(part),
        }
    }
    if let Some(word) = word {
        rows.word(word);
    }
    rows.starts
}

/// True for text with which no row begins.
pub fn closes(text: &str) -> bool {
    text.starts_with([',', '.', ']', ')'])
}

struct Rows<'a> {
    line: &'a str,
    width: usize,
    /// The column after the last unit of the current row.
    x: usize,
    starts: Vec<usize>,
}

impl Rows<'_> {
    fn units(&self, span: Span) -> impl Iterator<Item = Unit> + use<'_> {
        units(self.line, span, Tabs::Expanded)
    }

    fn word(&mut self, word: Span) {
        let end = self.units(word).fold(self.x, |x, unit| x + unit.cells(x));
        if end <= self.width {
            self.x = end;
            return;
        }
        let mut rest = word;
        if self.x > 0 {
            // A space may have a mark that makes it wider, and is then no space that can hang.
            let next = word.start + 1;
            let is_space = self.line.as_bytes()[word.start] == b' ' && place::ceil(self.line, next) == next;
            let hangs = is_space && next < self.line.len();
            rest.start += usize::from(hangs);
            self.begin_row(rest.start);
        }
        let units: Vec<Unit> = self.units(rest).collect();
        let mut first = 0;
        for (at, unit) in units.iter().enumerate() {
            if self.x > 0 && self.x + unit.cells(self.x) > self.width {
                let is_closing = |at: &usize| closes(units[*at].span.of(self.line));
                // A row of nothing else begins with it all the same.
                let start = (first + 1..=at).rev().find(|at| !is_closing(at)).unwrap_or(at);
                self.begin_row(units[start].span.start);
                self.x = units[start..at].iter().fold(0, |x, unit| x + unit.cells(x));
                first = start;
            }
            self.x += unit.cells(self.x);
        }
    }

    fn begin_row(&mut self, start: usize) {
        // A word boundary may be inside of a cluster.
        let start = place::ceil(self.line, start);
        if start < self.line.len() && self.starts.last() != Some(&start) {
            self.starts.push(start);
        }
        self.x = 0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_break_between_words_and_then_anywhere() {
        assert_eq!(row_starts("one two threefour", 4), [4, 8, 12, 16]);
        assert_eq!(row_starts("", 4), [0; 0]);
    }

    #[test]
    fn no_row_begins_with_what_closes() {
        let rows = |line: &str, width| {
            let mut starts = row_starts(line, width);
            starts.push(line.len());
            let mut from = 0;
            let row = |end| line[std::mem::replace(&mut from, end)..end].to_owned();
            starts.into_iter().map(row).collect::<Vec<_>>()
        };
        assert_eq!(rows("one two, six", 7), ["one ", "two, ", "six"]);
        assert_eq!(rows("one two. six", 7), ["one ", "two. ", "six"]);
        assert_eq!(rows("a [pier](x)", 7), ["a [", "pier](", "x)"]);
        assert_eq!(rows("a [pier]", 6), ["a [", "pier]"]);
        // Within a word that is wider than a row, too.
        assert_eq!(rows("abcdef,gh", 6), ["abcde", "f,gh"]);
        assert_eq!(rows("abcdef)],gh", 6), ["abcde", "f)],gh"]);
        assert_eq!(rows(",,,,,,", 4), [",,,,", ",,"]);
        // A space before it stays a place to break.
        assert_eq!(rows("one two .md", 7), ["one two ", ".md"]);
    }

    #[test]
    fn one_space_stays_on_the_row_before() {
        assert_eq!(row_starts("four five", 4), [5]);
        assert_eq!(row_starts("four  five", 4), [5, 6]);
        assert_eq!(row_starts("four \u{ff9e}", 4), [4]);
    }

    #[test]
    fn a_row_after_a_long_word_is_filled() {
        assert_eq!(row_starts("abcdefgh ij", 6), [6]);
    }

    #[test]
    fn joined_emoji_count_as_the_cells_that_they_are_drawn_in() {
        assert_eq!(row_starts("👨‍👩‍👧👨‍👩‍👧 ab", 5), [2 * "👨‍👩‍👧".len() + 1]);
        assert_eq!(row_starts("👨‍👩‍👧👨‍👩‍👧 ab", 7), [0; 0]);
    }
}
