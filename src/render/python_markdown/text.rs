use std::ops::{Deref, Range};
use std::rc::Rc;

use crate::text::Span;

/// A string that knows which bytes of the source it was made of. Slices share the string.
///
/// Python-Markdown rewrites its text in each step: it removes indentation, joins lines, and replaces parts by
/// placeholders. The pieces keep the way back to the draft through all of these steps.
#[derive(Clone, Debug, Default)]
pub(super) struct Text {
    whole: Rc<Whole>,
    range: Range<usize>,
    /// True if no inline pattern reads the text, such as that of code.
    pub atomic: bool,
}

#[derive(Debug, Default)]
struct Whole {
    string: String,
    pieces: Vec<Piece>,
}

/// Where the source of a part of a string is. The part ends where the next piece begins.
#[derive(Clone, Copy, Debug)]
struct Piece {
    at: usize,
    source: Span,
}

impl Deref for Text {
    type Target = str;

    #[inline]
    fn deref(&self) -> &str {
        &self.whole.string[self.range.clone()]
    }
}

impl Text {
    /// A text whose bytes are those of the source.
    #[cfg(test)]
    pub fn copied(source: &str) -> Self {
        let mut builder = Builder::default();
        builder.copy(source, 0);
        builder.finish()
    }

    /// A text that was made for a part of the source.
    pub fn made(text: &str, source: Span) -> Self {
        let mut builder = Builder::default();
        builder.make(text, source);
        builder.finish()
    }

    #[inline]
    pub fn slice(&self, range: Range<usize>) -> Self {
        let start = self.range.start + range.start;
        Self { whole: Rc::clone(&self.whole), range: start..self.range.start + range.end, atomic: false }
    }

    #[inline]
    pub fn from(&self, start: usize) -> Self {
        self.slice(start..self.len())
    }

    #[inline]
    pub fn until(&self, end: usize) -> Self {
        self.slice(0..end)
    }

    pub fn atomic(mut self) -> Self {
        self.atomic = true;
        self
    }

    /// A part of this text, which is one of its own slices.
    #[inline]
    fn part(&self, part: &str) -> Self {
        let start = part.as_ptr() as usize - self.as_ptr() as usize;
        self.slice(start..start + part.len())
    }

    pub fn trimmed(&self) -> Self {
        self.part(self.trim_matches(is_space))
    }

    pub fn trimmed_start(&self) -> Self {
        self.part(self.trim_start_matches(is_space))
    }

    pub fn trimmed_end(&self) -> Self {
        self.part(self.trim_end_matches(is_space))
    }

    /// Without the character at its start and end.
    pub fn without(&self, character: char) -> Self {
        self.part(self.trim_matches(character))
    }

    pub fn without_at_start(&self, character: char) -> Self {
        self.part(self.trim_start_matches(character))
    }

    pub fn without_at_end(&self, character: char) -> Self {
        self.part(self.trim_end_matches(character))
    }

    pub fn is_blank(&self) -> bool {
        self.chars().all(is_space)
    }

    /// The lines between `\n`.
    pub fn split_lines(&self) -> impl Iterator<Item = Text> + '_ {
        self.split('\n').map(|line| self.part(line))
    }

    /// The blocks between blank lines.
    pub fn blocks(&self) -> Vec<Text> {
        self.split("\n\n").map(|block| self.part(block)).collect()
    }

    /// The bytes of the source from the first to the last byte of the text.
    pub fn source(&self) -> Span {
        let start = self.place(0).start;
        let end = match self.len() {
            0 => start,
            length => self.place(length - 1).end,
        };
        Span::new(start, end.max(start))
    }

    /// The source of a part.
    pub fn source_of(&self, range: Range<usize>) -> Span {
        self.slice(range).source()
    }

    /// The source of the byte at an offset.
    fn place(&self, offset: usize) -> Span {
        let at = self.range.start + offset;
        let after = self.whole.pieces.partition_point(|piece| piece.at <= at);
        let Some(piece) = after.checked_sub(1).and_then(|index| self.whole.pieces.get(index)) else {
            return Span::default();
        };
        let end = self.whole.pieces.get(after).map_or(self.whole.string.len(), |next| next.at);
        if end - piece.at == piece.source.len() {
            let start = piece.source.start + (at - piece.at);
            Span::new(start, (start + 1).min(piece.source.end.max(start)))
        } else {
            piece.source
        }
    }

    /// Appends a text. Amortised linear, if no other text shares the string.
    pub fn append(&mut self, other: &Text) {
        if self.is_empty() {
            *self = other.clone();
            return;
        }
        self.atomic = false;
        if self.range.end == self.whole.string.len()
            && let Some(whole) = Rc::get_mut(&mut self.whole)
        {
            push(whole, other);
            self.range.end = whole.string.len();
            return;
        }
        let mut builder = Builder::default();
        builder.push(self);
        builder.push(other);
        *self = builder.finish();
    }

    pub fn append_line_break(&mut self) {
        let end = Span::at(self.source().end);
        self.append(&Text::made("\n", end));
    }
}

fn push(whole: &mut Whole, text: &Text) {
    if text.is_empty() {
        return;
    }
    let offset = whole.string.len();
    let pieces = &text.whole.pieces;
    let first = pieces.partition_point(|piece| piece.at <= text.range.start).saturating_sub(1);
    for (index, piece) in pieces.iter().enumerate().skip(first) {
        if piece.at >= text.range.end {
            break;
        }
        let end = pieces.get(index + 1).map_or(text.whole.string.len(), |next| next.at);
        let (from, to) = (piece.at.max(text.range.start), end.min(text.range.end));
        let is_copy = end - piece.at == piece.source.len();
        let source = if is_copy {
            let start = piece.source.start + (from - piece.at);
            Span::new(start, start + (to - from))
        } else {
            piece.source
        };
        push_piece(whole, offset + (from - text.range.start), source, to - from);
    }
    whole.string.push_str(text);
}

/// Adds a piece, or extends the last one if both are one part of the source.
fn push_piece(whole: &mut Whole, at: usize, source: Span, length: usize) {
    if let Some(last) = whole.pieces.last_mut()
        && last.source.end == source.start
        && at - last.at == last.source.len()
        && source.len() == length
    {
        last.source.end = source.end;
        return;
    }
    whole.pieces.push(Piece { at, source });
}

#[derive(Debug, Default)]
pub(super) struct Builder {
    whole: Whole,
}

impl Builder {
    pub fn push(&mut self, text: &Text) {
        push(&mut self.whole, text);
    }

    /// Appends bytes of the source, which begin at `start` there.
    pub fn copy(&mut self, source: &str, start: usize) {
        self.piece(source, Span::new(start, start + source.len()));
    }

    /// Appends a text that was made for a part of the source.
    pub fn make(&mut self, text: &str, source: Span) {
        self.piece(text, source);
    }

    fn piece(&mut self, text: &str, source: Span) {
        if !text.is_empty() {
            let at = self.whole.string.len();
            push_piece(&mut self.whole, at, source, text.len());
            self.whole.string.push_str(text);
        }
    }

    /// Appends a line break at the end of the source so far.
    pub fn line_break(&mut self) {
        let end = self.whole.pieces.last().map_or(0, |piece| piece.source.end);
        self.piece("\n", Span::at(end));
    }

    pub fn as_str(&self) -> &str {
        &self.whole.string
    }

    pub fn finish(self) -> Text {
        let range = 0..self.whole.string.len();
        Text { whole: Rc::new(self.whole), range, atomic: false }
    }
}

/// Joins lines, with a line break between each two.
pub(super) fn joined(lines: impl IntoIterator<Item = Text>) -> Text {
    let mut builder = Builder::default();
    for (index, line) in lines.into_iter().enumerate() {
        if index > 0 {
            let end = builder.whole.pieces.last().map_or(0, |piece| piece.source.end);
            // The line break of the source, if the lines are neighbours there.
            let source =
                if builder.as_str().is_empty() { Span::at(line.source().start) } else { Span::at(end) };
            builder.make("\n", source);
        }
        builder.push(&line);
    }
    builder.finish()
}

/// White space as in Python: also four separators that Unicode's property lacks.
#[inline]
pub(super) fn is_space(character: char) -> bool {
    character.is_whitespace() || ('\x1c'..='\x1f').contains(&character)
}

/// A letter, digit or underscore (`\w`).
#[inline]
pub(super) fn is_word(character: char) -> bool {
    character.is_alphanumeric() || character == '_'
}

/// The number of bytes at the start that are `byte`.
#[inline]
pub(super) fn run(text: &str, byte: u8) -> usize {
    text.bytes().take_while(|own| *own == byte).count()
}

/// The end of the line that `at` is in, without its line break.
pub(super) fn line_end(text: &str, at: usize) -> usize {
    memchr::memchr(b'\n', &text.as_bytes()[at..]).map_or(text.len(), |found| at + found)
}

/// The starts of the lines of a text.
pub(super) fn line_starts(text: &str) -> impl Iterator<Item = usize> + '_ {
    std::iter::once(0).chain(memchr::memchr_iter(b'\n', text.as_bytes()).map(|at| at + 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rewritten_text_knows_its_source() {
        let source = "one\n    two\n    three\n";
        let text = Text::copied(source);
        let lines: Vec<Text> = text.split_lines().map(|line| line.trimmed()).collect();
        let text = joined(lines);
        assert_eq!(&*text, "one\ntwo\nthree\n");
        let at = text.find("three").unwrap();
        let span = text.source_of(at..at + 5);
        assert_eq!(span.of(source), "three");
        let mut builder = Builder::default();
        builder.push(&text.until(at));
        builder.make("[3]", span);
        builder.push(&text.from(at + 5));
        let text = builder.finish();
        assert_eq!(text.source_of(at + 1..at + 2).of(source), "three");
        assert_eq!(text.source().of(source), source.trim_end());
    }
}
