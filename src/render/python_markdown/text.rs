use std::ops::{Deref, Range};
use std::rc::Rc;

use crate::text::Span;

/// A string that knows which bytes of the source it was made of. Slices share the string.
///
/// Python-Markdown rewrites its text in each step: it removes indentation, joins lines, and replaces parts by
/// placeholders. The pieces keep the way back to the draft through all of these steps.
#[derive(Clone, Debug, Default)]
pub(super) struct Text {
    /// `None` for an empty text, which needs no memory.
    whole: Option<Rc<Whole>>,
    range: Range<usize>,
    /// True if no inline pattern reads the text, such as that of code.
    pub atomic: bool,
}

#[derive(Debug, Default)]
struct Whole {
    string: String,
    /// The source of the first piece. Most strings have no other.
    first: Span,
    later: Vec<Piece>,
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
        self.whole.as_ref().map_or("", |whole| &whole.string[self.range.clone()])
    }
}

impl Whole {
    /// The piece that an offset is in: its start, its end and its source.
    #[inline]
    fn piece_at(&self, at: usize) -> (Range<usize>, Span) {
        let after = self.later.partition_point(|piece| piece.at <= at);
        let (start, source) = match after.checked_sub(1).and_then(|index| self.later.get(index)) {
            Some(piece) => (piece.at, piece.source),
            None => (0, self.first),
        };
        (start..self.later.get(after).map_or(self.string.len(), |next| next.at), source)
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
        Self { whole: self.whole.clone(), range: start..self.range.start + range.end, atomic: false }
    }

    #[inline]
    pub fn len(&self) -> usize {
        self.range.len()
    }

    #[inline]
    pub fn is_empty(&self) -> bool {
        self.range.is_empty()
    }

    /// As of a string, but no character boundary is checked.
    #[inline]
    pub fn as_bytes(&self) -> &[u8] {
        self.whole.as_ref().map_or(&[], |whole| &whole.string.as_bytes()[self.range.clone()])
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
        let bytes = self.as_bytes();
        let (mut blocks, mut start) = (Vec::new(), 0);
        for at in memchr::memchr_iter(b'\n', bytes) {
            if at >= start && bytes.get(at + 1) == Some(&b'\n') {
                blocks.push(self.slice(start..at));
                start = at + 2;
            }
        }
        blocks.push(self.from(start));
        blocks
    }

    /// The bytes of the source from the first to the last byte of the text.
    pub fn source(&self) -> Span {
        self.source_of(0..self.len())
    }

    /// The source of a part.
    pub fn source_of(&self, range: Range<usize>) -> Span {
        let Some(whole) = &self.whole else { return Span::default() };
        let (start, end) = (self.range.start + range.start, self.range.start + range.end);
        let (piece, source) = whole.piece_at(start);
        let first = byte_in(&piece, source, start);
        let end = match range.len() {
            0 => first.start,
            _ if end <= piece.end => byte_in(&piece, source, end - 1).end,
            _ => {
                let (piece, source) = whole.piece_at(end - 1);
                byte_in(&piece, source, end - 1).end
            }
        };
        Span::new(first.start, end.max(first.start))
    }

    /// Appends a text. Amortised linear, if no other text shares the string.
    pub fn append(&mut self, other: &Text) {
        if self.is_empty() {
            *self = other.clone();
            return;
        }
        self.atomic = false;
        if let Some(whole) = self.whole.as_mut().and_then(Rc::get_mut)
            && self.range.end == whole.string.len()
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

/// The source of a byte in a piece.
#[inline]
fn byte_in(piece: &Range<usize>, source: Span, at: usize) -> Span {
    if piece.len() != source.len() {
        return source;
    }
    let start = source.start + (at - piece.start);
    Span::new(start, (start + 1).min(source.end.max(start)))
}

fn push(whole: &mut Whole, text: &Text) {
    let Some(from) = text.whole.as_ref().filter(|_| !text.is_empty()) else { return };
    let offset = whole.string.len();
    let mut start = text.range.start;
    while start < text.range.end {
        let (piece, source) = from.piece_at(start);
        let end = piece.end.min(text.range.end);
        let is_copy = piece.len() == source.len();
        let source = if is_copy {
            let first = source.start + (start - piece.start);
            Span::new(first, first + (end - start))
        } else {
            source
        };
        push_piece(whole, offset + (start - text.range.start), source, end - start);
        start = end;
    }
    whole.string.push_str(text);
}

/// Adds a piece, or extends the last one if both are one part of the source.
fn push_piece(whole: &mut Whole, at: usize, source: Span, length: usize) {
    if at == 0 {
        whole.first = source;
        return;
    }
    let (last_at, last) = match whole.later.last_mut() {
        Some(last) => (last.at, &mut last.source),
        None => (0, &mut whole.first),
    };
    if last.end == source.start && at - last_at == last.len() && source.len() == length {
        last.end = source.end;
    } else {
        whole.later.push(Piece { at, source });
    }
}

#[derive(Debug, Default)]
pub(super) struct Builder {
    whole: Whole,
}

impl Builder {
    /// A builder of a text with about this many bytes.
    pub fn with_capacity(bytes: usize) -> Self {
        Self { whole: Whole { string: String::with_capacity(bytes), ..Whole::default() } }
    }

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

    /// Appends the text that `write` makes for a part of the source. It is not empty.
    pub fn write(&mut self, source: Span, write: impl FnOnce(&mut String)) {
        let at = self.whole.string.len();
        write(&mut self.whole.string);
        let length = self.whole.string.len() - at;
        push_piece(&mut self.whole, at, source, length);
    }

    /// The end of the source so far.
    fn end(&self) -> usize {
        self.whole.later.last().map_or(self.whole.first, |piece| piece.source).end
    }

    /// Appends a line break at the end of the source so far.
    pub fn line_break(&mut self) {
        self.piece("\n", Span::at(self.end()));
    }

    pub fn as_str(&self) -> &str {
        &self.whole.string
    }

    pub fn finish(self) -> Text {
        if self.whole.string.is_empty() {
            return Text::default();
        }
        let range = 0..self.whole.string.len();
        Text { whole: Some(Rc::new(self.whole)), range, atomic: false }
    }
}

/// Joins lines, with a line break between each two.
pub(super) fn joined(lines: impl IntoIterator<Item = Text>) -> Text {
    let mut builder = Builder::default();
    for (index, line) in lines.into_iter().enumerate() {
        if index > 0 {
            // The line break of the source, if the lines are neighbours there.
            let end = if builder.as_str().is_empty() { line.source().start } else { builder.end() };
            let source = Span::at(end);
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
