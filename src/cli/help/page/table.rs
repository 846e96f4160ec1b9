//! Tables whose columns are aligned, and wrapped where the terminal is narrow.

use unicode_width::UnicodeWidthChar;

use super::{Face, Piece, Word, width, words, wrap};

/// The columns between two cells.
const GAP: usize = 2;

/// The narrowest that a column becomes for the sake of others.
const NARROWEST: usize = 10;

/// The lines of a table, whose first row is its head.
pub(super) fn lines(rows: Vec<Vec<Vec<Piece>>>, columns: usize) -> Vec<Vec<Word>> {
    let cells: Vec<Vec<Vec<Word>>> =
        rows.iter().map(|row| row.iter().map(|cell| words(cell)).collect()).collect();
    let widths = widths(&cells, columns);
    let mut lines = Vec::new();
    for (n, row) in cells.into_iter().enumerate() {
        lines.extend(row_lines(row, &widths));
        if n == 0 {
            lines.push(widths.iter().map(|width| word("-".repeat(*width))).collect());
        }
    }
    lines.into_iter().map(spaced).collect()
}

fn word(text: String) -> Word {
    vec![(text, Face::Plain)]
}

/// The widths of the columns: as wide as their cells, or narrower so that the table fits. The widest columns lose
/// first, but none gets narrower than its longest word, if that is short.
fn widths(cells: &[Vec<Vec<Word>>], columns: usize) -> Vec<usize> {
    let count = cells.iter().map(Vec::len).max().unwrap_or(0);
    let of_column = |at: usize, size: fn(&[Word]) -> usize| {
        cells.iter().filter_map(|row| row.get(at)).map(|cell| size(cell)).max().unwrap_or(0)
    };
    let whole =
        |cell: &[Word]| cell.iter().map(|word| width(word)).sum::<usize>() + cell.len().saturating_sub(1);
    let longest = |cell: &[Word]| cell.iter().map(|word| width(word)).max().unwrap_or(0);
    let mut widths: Vec<usize> = (0..count).map(|at| of_column(at, whole)).collect();
    let least: Vec<usize> = (0..count).map(|at| of_column(at, longest).max(NARROWEST)).collect();
    let room = columns.saturating_sub(GAP * count.saturating_sub(1));
    // Where even the longest words are too long, they are broken.
    for least in [least, vec![NARROWEST; count]] {
        while widths.iter().sum::<usize>() > room {
            let widest = (0..count).filter(|at| widths[*at] > least[*at]).max_by_key(|at| widths[*at]);
            let Some(widest) = widest else { break };
            widths[widest] -= 1;
        }
    }
    widths
}

/// The lines of a row: each has one part of every cell, as a word that is as wide as its column.
fn row_lines(row: Vec<Vec<Word>>, widths: &[usize]) -> Vec<Vec<Word>> {
    let cells: Vec<Vec<Vec<Word>>> =
        row.into_iter().zip(widths).map(|(cell, width)| wrap(broken(cell, *width), *width)).collect();
    let height = cells.iter().map(Vec::len).max().unwrap_or(0);
    let line = |n: usize| {
        let parts = cells.iter().zip(widths).map(|(cell, wide)| {
            let mut part: Word = Vec::new();
            for word in cell.get(n).into_iter().flatten() {
                if !part.is_empty() {
                    part.push((" ".to_owned(), Face::Plain));
                }
                part.extend(word.iter().cloned());
            }
            part.push((" ".repeat(wide.saturating_sub(width(&part))), Face::Plain));
            part
        });
        parts.collect::<Vec<Word>>()
    };
    (0..height).map(line).collect()
}

/// Breaks words that are longer than their column.
fn broken(cell: Vec<Word>, columns: usize) -> Vec<Word> {
    let mut words = Vec::new();
    for word in cell {
        if width(&word) <= columns {
            words.push(word);
            continue;
        }
        let mut part: Word = Vec::new();
        for (text, face) in word {
            for c in text.chars() {
                if width(&part) + c.width().unwrap_or(0) > columns {
                    words.push(std::mem::take(&mut part));
                }
                match part.last_mut().filter(|(_, own)| *own == face) {
                    Some((text, _)) => text.push(c),
                    None => part.push((c.to_string(), face)),
                }
            }
        }
        words.push(part);
    }
    words
}

/// Widens the gaps between cells: words are joined with one space.
fn spaced(mut line: Vec<Word>) -> Vec<Word> {
    let last = line.len().saturating_sub(1);
    for cell in &mut line[..last] {
        cell.push((" ".repeat(GAP - 1), Face::Plain));
    }
    line
}
