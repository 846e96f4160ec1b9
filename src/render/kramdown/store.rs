use crate::text::Span;

/// All text that the parser reads: the source, and after it each text that it makes of parts of the source, such as
/// the content of a list item without its indentation. A place in any of them is an offset in the store.
#[derive(Debug, Default)]
pub(super) struct Store {
    text: String,
    /// Offsets of the store, in order, at which another part of the source begins, and its offset in the source.
    marks: Vec<(usize, usize)>,
}

impl Store {
    /// The source with `\n` as the only line break, and one at its end. Returns the place of the whole text.
    pub fn new(source: &str) -> (Self, Span) {
        let mut store = Self { text: String::with_capacity(source.len() * 2), marks: vec![(0, 0)] };
        let mut copied = 0;
        for (at, _) in source.match_indices('\r') {
            store.text.push_str(&source[copied..at]);
            let is_pair = source[at..].starts_with("\r\n");
            if !is_pair {
                store.text.push('\n');
            }
            copied = at + 1;
            store.marks.push((store.text.len(), copied));
        }
        store.text.push_str(&source[copied..]);
        if !store.text.ends_with('\n') {
            store.text.push('\n');
        }
        let whole = Span::new(0, store.text.len());
        (store, whole)
    }

    pub fn of(&self, span: Span) -> &str {
        span.of(&self.text)
    }

    /// The offset that the next text gets.
    pub fn len(&self) -> usize {
        self.text.len()
    }

    /// Appends a part of the store again.
    pub fn copy(&mut self, span: Span) {
        let mut from = self.mark_at(span.start);
        let mut at = span.start;
        loop {
            let next = self.marks.get(from + 1).map_or(usize::MAX, |(next, _)| *next);
            let (own, source) = self.marks[from];
            self.marks.push((self.text.len() + (at - span.start), source + (at - own)));
            if next >= span.end {
                break;
            }
            (from, at) = (from + 1, next);
        }
        self.text.extend_from_within(span.start..span.end);
    }

    /// Appends a text that belongs to a place.
    pub fn push(&mut self, text: &str, at: usize) {
        let source = self.source(at);
        self.marks.push((self.text.len(), source));
        self.text.push_str(text);
    }

    fn mark_at(&self, at: usize) -> usize {
        self.marks.partition_point(|(own, _)| *own <= at).saturating_sub(1)
    }

    fn source(&self, at: usize) -> usize {
        let (own, source) = self.marks[self.mark_at(at)];
        source + (at - own)
    }

    /// The span of the source that a span of the store is made of.
    pub fn in_source(&self, span: Span) -> Span {
        let mark = self.mark_at(span.start);
        let (own, source) = self.marks[mark];
        let start = source + (span.start - own);
        // The last byte decides where the span ends, because the next one may belong to another part.
        let is_one_part = self.marks.get(mark + 1).is_none_or(|(next, _)| *next >= span.end);
        let end = match span.end.checked_sub(1) {
            Some(last) if !span.is_empty() && is_one_part => source + (last - own) + 1,
            Some(last) if !span.is_empty() => self.source(last) + 1,
            _ => start,
        };
        Span::new(start, end.max(start))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_of_copies_are_those_of_the_source() {
        let source = "- a\r\n  b\r\n";
        let (mut store, whole) = Store::new(source);
        assert_eq!(store.of(whole), "- a\n  b\n");
        let start = store.len();
        store.copy(Span::new(2, 4));
        store.copy(Span::new(6, 8));
        let item = Span::new(start, store.len());
        assert_eq!(store.of(item), "a\nb\n");
        let again = store.len();
        store.copy(item);
        for start in [start, again] {
            assert_eq!(store.in_source(Span::new(start, start + 1)).of(source), "a");
            assert_eq!(store.in_source(Span::new(start + 2, start + 3)).of(source), "b");
            assert_eq!(store.in_source(Span::new(start, start + 3)).of(source), "a\r\n  b");
        }
    }
}
