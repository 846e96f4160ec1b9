//! Grapheme clusters, words and lines around an offset of a text. Each function reads only the text near
//! the offset, so that a key costs the same in a long text as in a short one.

use crate::text::Span;
use unicode_segmentation::{GraphemeCursor, UnicodeSegmentation};

/// The nearest grapheme boundary at or before `offset`.
pub fn floor(text: &str, offset: usize) -> usize {
    let offset = char_floor(text, offset);
    if is_boundary(text, offset) { offset } else { before(text, offset) }
}

/// The nearest grapheme boundary at or after `offset`.
pub fn ceil(text: &str, offset: usize) -> usize {
    let at = char_floor(text, offset);
    if at == offset.min(text.len()) && is_boundary(text, at) { at } else { after(text, at) }
}

/// The grapheme boundary after `offset`, or the end of the text.
pub fn after(text: &str, offset: usize) -> usize {
    if offset >= text.len() {
        return text.len();
    }
    // There is a boundary between any two ASCII characters except CR LF.
    if let [a, b, ..] = text.as_bytes()[offset..]
        && a.is_ascii()
        && b.is_ascii()
        && a != b'\r'
    {
        return offset + 1;
    }
    GraphemeCursor::new(offset, text.len(), true).next_boundary(text, 0).ok().flatten().unwrap_or(text.len())
}

/// The grapheme boundary before `offset`, or the start of the text.
pub fn before(text: &str, offset: usize) -> usize {
    GraphemeCursor::new(offset, text.len(), true).prev_boundary(text, 0).ok().flatten().unwrap_or(0)
}

fn char_floor(text: &str, offset: usize) -> usize {
    let mut at = offset.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

fn is_boundary(text: &str, offset: usize) -> bool {
    GraphemeCursor::new(offset, text.len(), true).is_boundary(text, 0).unwrap_or(true)
}

pub fn line_start(text: &str, offset: usize) -> usize {
    text.get(..offset).and_then(|head| head.rfind('\n')).map_or(0, |at| at + 1)
}

/// The end of the line of `offset`, before its `\n` or `\r\n`.
pub fn line_end(text: &str, offset: usize) -> usize {
    let tail = text.get(offset..).unwrap_or("");
    let Some(at) = tail.find('\n') else { return text.len() };
    let end = offset + at;
    if end > offset && text.as_bytes()[end - 1] == b'\r' { end - 1 } else { end }
}

/// The start of the line after the one that ends at `end`; `None` at the end of the text.
pub fn next_line(text: &str, end: usize) -> Option<usize> {
    match text.as_bytes().get(end..)? {
        [b'\r', b'\n', ..] => Some(end + 2),
        [b'\n', ..] => Some(end + 1),
        _ => None,
    }
}

/// The end of the next word of the line; from the end of a line, the end of its line break.
pub fn word_right(text: &str, offset: usize) -> usize {
    let end = line_end(text, offset);
    if offset >= end {
        return after(text, offset);
    }
    let tail = Span::new(offset, end).of(text);
    let word = tail.split_word_bound_indices().find(|(_, word)| is_word(word));
    word.map_or(end, |(at, word)| ceil(text, offset + at + word.len()))
}

/// The start of the previous word of the line; from the start of a line, the end of the line before.
pub fn word_left(text: &str, offset: usize) -> usize {
    let start = line_start(text, offset);
    if offset <= start {
        return before(text, offset);
    }
    let head = Span::new(start, offset).of(text);
    let word = head.split_word_bound_indices().rev().find(|(_, word)| is_word(word));
    word.map_or(start, |(at, _)| floor(text, start + at))
}

/// The word at `offset`, or the run between two words: a double click selects it.
pub fn word_at(text: &str, offset: usize) -> Span {
    let line = Span::new(line_start(text, offset), line_end(text, offset));
    // In a very long line, the search starts near the offset.
    let from = floor(text, offset.saturating_sub(1024).max(line.start));
    let words = Span::new(from, line.end).of(text).split_word_bound_indices();
    let word =
        words.map(|(at, word)| Span::new(from + at, from + at + word.len())).find(|word| word.end > offset);
    word.map_or(Span::at(offset), |word| Span::new(floor(text, word.start), ceil(text, word.end)))
}

fn is_word(chunk: &str) -> bool {
    chunk.chars().any(char::is_alphanumeric)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_family_is_one_step_and_so_is_a_line_break() {
        let text = "a👨‍👩‍👧b\r\ne\u{301}";
        let family = "👨‍👩‍👧".len();
        assert_eq!(after(text, 1), 1 + family);
        assert_eq!(before(text, 1 + family), 1);
        assert_eq!(floor(text, 7), 1);
        assert_eq!(ceil(text, 7), 1 + family);
        let end = 2 + family;
        assert_eq!(after(text, end), end + 2);
        assert_eq!(floor(text, end + 1), end);
        assert_eq!(after(text, end + 2), text.len());
        assert_eq!(floor(text, text.len() + 9), text.len());
    }

    #[test]
    fn words_stop_at_the_ends_of_the_line() {
        let text = "Ship it: v9.1\r\nnaïve, (really)\n";
        assert_eq!(word_right(text, 0), 4);
        assert_eq!(word_right(text, 7), 13);
        assert_eq!(word_right(text, 13), 15);
        assert_eq!(word_left(text, 15), 13);
        assert_eq!(word_left(text, 13), 9);
        assert_eq!(word_left(text, 7), 5);
        assert_eq!(word_at(text, 17).of(text), "naïve");
        assert_eq!(word_right(text, text.len()), text.len());
        assert_eq!(word_left(text, 0), 0);
    }

    #[test]
    fn lines_end_before_their_break() {
        let text = "one\r\ntwo\nthree";
        assert_eq!(line_end(text, 1), 3);
        assert_eq!(next_line(text, 3), Some(5));
        assert_eq!(line_start(text, 7), 5);
        assert_eq!(line_end(text, 8), 8);
        assert_eq!(next_line(text, 14), None);
    }
}
