use super::Span;

/// A line and a column, both counted from 1. The column counts characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    pub line: usize,
    pub column: usize,
}

/// The start offset of each line of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LineIndex {
    starts: Vec<usize>,
}

impl LineIndex {
    pub fn new(text: &str) -> Self {
        let mut starts = vec![0];
        starts.extend(memchr::memchr_iter(b'\n', text.as_bytes()).map(|at| at + 1));
        Self { starts }
    }

    /// The number of lines. A text that ends in a line break has an empty last line.
    pub fn count(&self) -> usize {
        self.starts.len()
    }

    /// The line that contains `offset`, counted from 0.
    pub fn line(&self, offset: usize) -> usize {
        self.starts.partition_point(|start| *start <= offset).saturating_sub(1)
    }

    /// The span of a line, counted from 0, without its line break (`\n` or `\r\n`).
    pub fn span(&self, line: usize, text: &str) -> Span {
        let start = self.starts.get(line).copied().unwrap_or(text.len());
        let end = self.starts.get(line + 1).map_or(text.len(), |next| next - 1);
        let end = if end > start && text.as_bytes().get(end - 1) == Some(&b'\r') { end - 1 } else { end };
        Span::new(start, end)
    }

    pub fn position(&self, offset: usize, text: &str) -> Position {
        let line = self.line(offset);
        let start = self.starts.get(line).copied().unwrap_or(0);
        let column = text.get(start..offset).map_or(0, |before| before.chars().count());
        Position { line: line + 1, column: column + 1 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters_from_one() {
        let text = "é!\r\nzwei\n";
        let lines = LineIndex::new(text);
        assert_eq!(lines.position(2, text), Position { line: 1, column: 2 });
        assert_eq!(lines.position(7, text), Position { line: 2, column: 3 });
        assert_eq!(lines.span(0, text).of(text), "é!");
        assert_eq!(lines.count(), 3);
    }
}
