//! Emoji of several characters: with a variation selector or a skin colour, flags, joined families. Terminals differ in
//! the cells that they give them, and some leave parts of the old ones behind. A row that holds such a cluster is
//! therefore written as a whole when it changes.

use std::collections::HashMap;

use ratatui::buffer::{Buffer, Cell, CellDiffOption};

/// True for a symbol whose width terminals do not agree on.
pub(crate) fn is_cluster(symbol: &str) -> bool {
    // Shorter ones are a single character. Images are escape sequences.
    symbol.len() > 4 && !symbol.contains('\u{1b}') && symbol.chars().any(joins)
}

/// True for the characters that make a cluster: a variation selector, a joiner, the frame of a key, the letters of
/// flags and skin colours.
fn joins(c: char) -> bool {
    matches!(c, '\u{fe0f}' | '\u{200d}' | '\u{20e3}' | '\u{1f1e6}'..='\u{1f1ff}' | '\u{1f3fb}'..='\u{1f3ff}')
}

/// The rows of the last frame that held clusters.
#[derive(Debug, Default)]
pub(crate) struct ClusterRows {
    rows: HashMap<usize, Vec<Cell>>,
}

impl ClusterRows {
    /// Marks the rows of a new frame that are to be written as a whole.
    pub fn mark(&mut self, buffer: &mut Buffer) {
        let width = usize::from(buffer.area.width).max(1);
        for (y, row) in buffer.content.chunks_mut(width).enumerate() {
            let has_clusters = row.iter().any(|cell| is_cluster(cell.symbol()));
            let before = self.rows.remove(&y);
            if !has_clusters && before.is_none() {
                continue;
            }
            let is_changed = before.is_none_or(|before| before != row);
            if has_clusters {
                self.rows.insert(y, row.to_vec());
            }
            if is_changed {
                for cell in row.iter_mut().filter(|cell| cell.diff_option == CellDiffOption::None) {
                    cell.set_diff_option(CellDiffOption::AlwaysUpdate);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use ratatui::layout::Rect;
    use ratatui::style::Style;

    use super::*;

    #[test]
    fn emoji_of_several_characters_are_clusters() {
        for symbol in ["❤️", "🇩🇪", "👩‍🚀", "👨‍👩‍👧", "👍🏽", "1️⃣"] {
            assert!(is_cluster(symbol), "{symbol}");
        }
        for symbol in
            ["a", "é", "e\u{301}", "漢", "🐙", "\u{1b}_Gi=1;\u{fe0f}\u{1b}\\", "\u{10eeee}\u{305}\u{305}"]
        {
            assert!(!is_cluster(symbol), "{}", symbol.escape_debug());
        }
    }

    /// Draws two rows, and returns how many cells of each are sent after the frame before.
    fn sent(rows: &mut ClusterRows, before: &mut Buffer, lines: [&str; 2]) -> [usize; 2] {
        let mut buffer = Buffer::empty(Rect::new(0, 0, 12, 2));
        for (y, line) in (0..).zip(lines) {
            buffer.set_string(0, y, line, Style::new());
        }
        rows.mark(&mut buffer);
        let count = |y: u16| before.diff_iter(&buffer).filter(|(_, row, _)| *row == y).count();
        let counts = [count(0), count(1)];
        *before = buffer;
        counts
    }

    #[test]
    fn a_row_with_clusters_is_sent_as_a_whole_when_it_changes() {
        let mut rows = ClusterRows::default();
        let mut before = Buffer::empty(Rect::new(0, 0, 12, 2));
        sent(&mut rows, &mut before, ["❤️ Tide", "Pier"]);
        // Ratatui compares the marks too, so the row is sent once more.
        sent(&mut rows, &mut before, ["❤️ Tide", "Pier"]);
        assert_eq!(sent(&mut rows, &mut before, ["❤️ Tide", "Pier"]), [0, 0]);
        // One letter of each row: all columns but the one under the emoji, and one.
        assert_eq!(sent(&mut rows, &mut before, ["❤️ Tida", "Pies"]), [11, 1]);
        // The emoji has gone.
        assert_eq!(sent(&mut rows, &mut before, ["Tide", "Pies"]), [12, 0]);
    }
}
