//! Lines and columns of the protocol. Both count from 0; the client and the server agree on the unit of columns.

use super::protocol::{Position, PositionEncodingKind, Range};
use crate::text::Span;

/// The unit of columns.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Encoding {
    /// Bytes, as everywhere else in the program.
    Utf8,
    /// Units of UTF-16, which every client supports.
    #[default]
    Utf16,
    /// Characters.
    Utf32,
}

impl Encoding {
    /// The best encoding that the client offers.
    pub fn negotiate(offered: &[PositionEncodingKind]) -> Encoding {
        let has = |kind| offered.contains(&kind);
        if has(PositionEncodingKind::UTF8) {
            Encoding::Utf8
        } else if has(PositionEncodingKind::UTF16) || !has(PositionEncodingKind::UTF32) {
            Encoding::Utf16
        } else {
            Encoding::Utf32
        }
    }

    pub fn kind(self) -> PositionEncodingKind {
        match self {
            Encoding::Utf8 => PositionEncodingKind::UTF8,
            Encoding::Utf16 => PositionEncodingKind::UTF16,
            Encoding::Utf32 => PositionEncodingKind::UTF32,
        }
    }

    fn len(self, text: &str) -> usize {
        match self {
            Encoding::Utf8 => text.len(),
            _ if text.is_ascii() => text.len(),
            Encoding::Utf16 => text.chars().map(char::len_utf16).sum(),
            Encoding::Utf32 => text.chars().count(),
        }
    }
}

/// The lines of a text. They end in `\n`, `\r\n` or `\r`.
#[derive(Debug)]
pub(super) struct Positions<'t> {
    text: &'t str,
    starts: Vec<usize>,
    encoding: Encoding,
}

impl<'t> Positions<'t> {
    pub fn new(text: &'t str, encoding: Encoding) -> Positions<'t> {
        let bytes = text.as_bytes();
        let ends = memchr::memchr2_iter(b'\n', b'\r', bytes);
        let ends = ends.filter(|at| bytes[*at] == b'\n' || bytes.get(at + 1) != Some(&b'\n'));
        let starts = std::iter::once(0).chain(ends.map(|at| at + 1)).collect();
        Positions { text, starts, encoding }
    }

    /// The line of an offset, from 0.
    pub fn line(&self, offset: usize) -> usize {
        self.starts.partition_point(|start| *start <= offset).saturating_sub(1)
    }

    /// The span of a line without its line break.
    fn line_span(&self, line: usize) -> Span {
        let start = self.starts.get(line).copied().unwrap_or(self.text.len());
        let end = self.starts.get(line + 1).copied().unwrap_or(self.text.len());
        let line = self.text.get(start..end).unwrap_or("");
        let is_last = end == self.text.len() && !line.ends_with(['\n', '\r']);
        let len = if is_last { line.len() } else { line.trim_end_matches(['\n', '\r']).len() };
        Span::new(start, start + len)
    }

    pub fn position(&self, offset: usize) -> Position {
        let line = self.line(offset);
        let start = self.starts.get(line).copied().unwrap_or(0);
        let column = self.text.get(start..offset).map_or(0, |before| self.encoding.len(before));
        Position { line: line as u32, character: column as u32 }
    }

    pub fn range(&self, span: Span) -> Range {
        Range { start: self.position(span.start), end: self.position(span.end) }
    }

    /// The offset of a position. A column after the end of its line is the end of the line, and a line after the
    /// last one the end of the text. A position within a character is its start.
    pub fn offset(&self, position: Position) -> usize {
        let line = self.line_span(position.line as usize);
        let (text, column) = (line.of(self.text), position.character as usize);
        if self.encoding == Encoding::Utf8 || text.is_ascii() {
            return line.start + floor(text, column);
        }
        let mut units = 0;
        let unit = |c: char| if self.encoding == Encoding::Utf16 { c.len_utf16() } else { 1 };
        let past = text.char_indices().find(|(_, c)| {
            units += unit(*c);
            units > column
        });
        past.map_or(line.end, |(at, _)| line.start + at)
    }

    pub fn span(&self, range: Range) -> Span {
        let (start, end) = (self.offset(range.start), self.offset(range.end));
        Span::new(start.min(end), end.max(start))
    }
}

/// The nearest boundary of a character at or before an index.
fn floor(text: &str, index: usize) -> usize {
    let index = index.min(text.len());
    (0..=index).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const ALL: [Encoding; 3] = [Encoding::Utf8, Encoding::Utf16, Encoding::Utf32];

    fn at(line: u32, character: u32) -> Position {
        Position { line, character }
    }

    #[test]
    fn columns_count_units_of_the_encoding() {
        let text = "a🛟潮x\r\nb\rc\n";
        for (encoding, column) in [(Encoding::Utf8, 8), (Encoding::Utf16, 4), (Encoding::Utf32, 3)] {
            let positions = Positions::new(text, encoding);
            let x = text.find('x').unwrap();
            assert_eq!(positions.position(x), at(0, column));
            assert_eq!(positions.offset(at(0, column)), x);
            assert_eq!(positions.position(text.find('c').unwrap()), at(2, 0));
            assert_eq!(positions.position(text.len()), at(3, 0));
            assert_eq!(positions.offset(at(0, 99)), text.find('\r').unwrap());
            assert_eq!(positions.offset(at(9, 0)), text.len());
        }
        // In the middle of the emoji.
        assert_eq!(Positions::new(text, Encoding::Utf16).offset(at(0, 2)), 1);
        assert_eq!(Positions::new(text, Encoding::Utf8).offset(at(0, 3)), 1);
    }

    #[test]
    fn utf_8_is_preferred_and_utf_16_is_the_default() {
        use PositionEncodingKind as Kind;
        assert_eq!(Encoding::negotiate(&[Kind::UTF16, Kind::UTF8]), Encoding::Utf8);
        assert_eq!(Encoding::negotiate(&[Kind::UTF32, Kind::UTF16]), Encoding::Utf16);
        assert_eq!(Encoding::negotiate(&[Kind::UTF32]), Encoding::Utf32);
        assert_eq!(Encoding::negotiate(&[]), Encoding::Utf16);
    }

    proptest! {
        #[test]
        fn an_offset_has_one_position(text in "[a🛟潮é\n\r ]{0,40}") {
            for encoding in ALL {
                let positions = Positions::new(&text, encoding);
                for (offset, _) in text.char_indices().chain([(text.len(), ' ')]) {
                    // Between `\r` and `\n` there is no position.
                    if !text[..offset].ends_with('\r') || !text[offset..].starts_with('\n') {
                        prop_assert_eq!(positions.offset(positions.position(offset)), offset);
                    }
                }
            }
        }
    }
}
