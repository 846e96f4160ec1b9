use std::ops::Range;

/// A half-open range of bytes in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct Span {
    pub start: usize,
    pub end: usize,
}

impl Span {
    pub const fn new(start: usize, end: usize) -> Self {
        Self { start, end }
    }

    /// The empty span at `offset`, between two bytes.
    pub const fn at(offset: usize) -> Self {
        Self::new(offset, offset)
    }

    pub const fn len(self) -> usize {
        self.end - self.start
    }

    pub const fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// True if `offset` is in the span or at its end, where a text cursor can be.
    pub const fn touches(self, offset: usize) -> bool {
        self.start <= offset && offset <= self.end
    }

    /// True if both spans have a byte in common.
    pub const fn overlaps(self, other: Span) -> bool {
        self.start < other.end && other.start < self.end
    }

    pub const fn contains(self, other: Span) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// The part of `text` that the span covers. Empty if the span does not fit the text.
    pub fn of(self, text: &str) -> &str {
        text.get(self.start..self.end).unwrap_or("")
    }

    /// The smallest span that covers both.
    pub fn cover(self, other: Span) -> Span {
        Span::new(self.start.min(other.start), self.end.max(other.end))
    }

    /// The span with the whole lines that it begins and ends in, the last line break included.
    #[must_use]
    pub fn whole_lines(self, text: &str) -> Span {
        let start = text.get(..self.start).and_then(|before| before.rfind('\n')).map_or(0, |at| at + 1);
        let is_ended = text.get(..self.end).is_some_and(|before| before.ends_with('\n')) && !self.is_empty();
        let after = text.get(self.end..).unwrap_or("");
        let end = match after.find('\n') {
            _ if is_ended => self.end,
            Some(at) => self.end + at + 1,
            None => text.len(),
        };
        Span::new(start, end)
    }

    /// The line at an offset, without its line break.
    pub fn line_at(text: &str, offset: usize) -> Span {
        let start = text.get(..offset).and_then(|before| before.rfind('\n')).map_or(0, |at| at + 1);
        let end = text[start..].find('\n').map_or(text.len(), |at| start + at);
        Span::new(start, end)
    }

    /// The span moved by `delta` bytes.
    pub const fn shift(self, delta: isize) -> Span {
        Span::new(self.start.wrapping_add_signed(delta), self.end.wrapping_add_signed(delta))
    }

    /// The span without white space at its ends.
    pub fn trim(self, text: &str) -> Span {
        let inner = self.of(text);
        let start = self.start + (inner.len() - inner.trim_start().len());
        Span::new(start, start + inner.trim().len())
    }
}

impl From<Range<usize>> for Span {
    fn from(range: Range<usize>) -> Self {
        Span::new(range.start, range.end)
    }
}
