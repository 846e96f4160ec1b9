use crate::text::{LineIndex, Position, Span};

/// Computes lines and columns of a text. It counts columns from checkpoints and not from the beginning of
/// the line, which may be megabytes away.
pub(super) struct Positions {
    lines: LineIndex,
    /// The number of characters before every [`STEP`]th byte. Empty for ASCII texts.
    marks: Vec<usize>,
}

const STEP: usize = 1024;

impl Positions {
    pub fn new(text: &str) -> Positions {
        let mut marks = Vec::new();
        if !text.is_ascii() {
            let mut sum = 0;
            for chunk in text.as_bytes().chunks(STEP) {
                marks.push(sum);
                sum += starts(chunk);
            }
        }
        Positions { lines: LineIndex::new(text), marks }
    }

    pub fn position(&self, offset: usize, text: &str) -> Position {
        let line = self.lines.line(offset);
        let start = self.lines.span(line, text).start;
        Position { line: line + 1, column: self.chars(offset, text) - self.chars(start, text) + 1 }
    }

    /// The span of a line, without its line break. Lines count from 1.
    pub fn line(&self, line: usize, text: &str) -> Span {
        self.lines.span(line.saturating_sub(1), text)
    }

    /// The number of characters before `offset`.
    fn chars(&self, offset: usize, text: &str) -> usize {
        let Some(before) = self.marks.get(offset / STEP) else {
            return offset.min(text.len()) - self.beyond(text);
        };
        let from = offset / STEP * STEP;
        before + starts(text.as_bytes().get(from..offset).unwrap_or(&[]))
    }

    /// The number of continuation bytes of the whole text.
    fn beyond(&self, text: &str) -> usize {
        if self.marks.is_empty() { 0 } else { text.len() - starts(text.as_bytes()) }
    }
}

fn starts(bytes: &[u8]) -> usize {
    bytes.iter().filter(|byte| (**byte as i8) >= -0x40).count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn columns_equal_those_counted_from_the_beginning_of_the_line(
            parts in prop::collection::vec("[aé潮]{0,600}(\n|\r\n)?", 0..6)
        ) {
            let text = parts.concat();
            let (fast, plain) = (Positions::new(&text), LineIndex::new(&text));
            for (offset, _) in text.char_indices().step_by(7).chain([(text.len(), ' ')]) {
                prop_assert_eq!(fast.position(offset, &text), plain.position(offset, &text));
            }
        }
    }
}
