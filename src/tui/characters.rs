//! The characters of frames and marks. In some terminals, "ambiguous" ones take two cells, as in East Asian fonts;
//! the program then draws with characters that are one cell everywhere.

use ratatui::buffer::{Buffer, CellDiffOption};

/// The characters to draw with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Characters {
    #[default]
    Unicode,
    Ascii,
}

/// The values that `characters` in the configuration can have.
pub const NAMES: [&str; 3] = ["auto", "unicode", "ascii"];

/// Draws an ambiguous character in the corner, asks for the cursor's column, and clears the row.
pub const PROBE: &str = "\x1b[H●\x1b[6n\x1b[2K\x1b[H";

/// The column of the cursor after [`PROBE`] where its character takes two cells.
pub const WIDE_COLUMN: u16 = 2;

impl Characters {
    /// Replaces the characters of a frame that has been drawn: those of the program, and the same ones in texts.
    /// Text is only shown so, and never changed.
    pub fn apply(self, buffer: &mut Buffer) {
        if self == Characters::Unicode {
            return;
        }
        for cell in &mut buffer.content {
            let mut characters = cell.symbol().chars();
            let (Some(c), None) = (characters.next(), characters.next()) else { continue };
            if !c.is_ascii()
                && cell.diff_option == CellDiffOption::None
                && let Some(ascii) = ascii(c)
            {
                cell.set_char(ascii);
            }
        }
    }
}

/// A character that looks similar, for those that frames, marks and punctuation consist of.
fn ascii(c: char) -> Option<char> {
    Some(match c {
        '─' | '━' | '╌' | '┄' | '–' | '—' | '‐' => '-',
        '═' => '=',
        '│' | '┃' | '║' => '|',
        '\u{250c}'..='\u{254b}' | '\u{2552}'..='\u{256c}' | '\u{256d}'..='\u{2570}' => '+',
        '●' | '•' => '*',
        '◐' => '%',
        '○' => 'o',
        // A sign of its own for each state: the arrows of lists and hints are letters already.
        '✓' => '+',
        '✗' | '×' => 'x',
        '▾' | '↓' => 'v',
        '▸' | '→' => '>',
        '←' => '<',
        '↑' => '^',
        '▣' => '#',
        '…' => '~',
        '·' => '.',
        '“' | '”' => '"',
        '‘' | '’' => '\'',
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use ratatui::layout::Rect;
    use ratatui::text::Line;
    use ratatui::widgets::{Block, BorderType, Widget as _};
    use unicode_width::UnicodeWidthStr as _;

    use super::*;

    fn drawn(border: BorderType) -> Buffer {
        let mut buffer = Buffer::empty(Rect::new(0, 0, 24, 3));
        Block::bordered().border_type(border).title(" ● Tide ").render(buffer.area, &mut buffer);
        Line::raw("◐ ○ ✓ ✗ ▾ ▸ ↑↓→← … · “a”").render(Rect::new(1, 1, 22, 1), &mut buffer);
        buffer
    }

    #[test]
    fn frames_and_marks_take_one_cell_each_where_others_take_two() {
        for border in [BorderType::Plain, BorderType::Thick, BorderType::Double] {
            let mut buffer = drawn(border);
            Characters::Ascii.apply(&mut buffer);
            for cell in &buffer.content {
                assert_eq!(cell.symbol().width_cjk(), 1, "{:?}", cell.symbol());
            }
        }
    }

    #[test]
    fn the_frame_is_drawn_with_signs_of_the_keyboard() {
        let mut buffer = drawn(BorderType::Plain);
        Characters::Ascii.apply(&mut buffer);
        let row = |y: u16| (0..24).map(|x| buffer[(x, y)].symbol()).collect::<String>();
        assert_eq!(row(0), "+ * Tide --------------+");
        assert_eq!(row(1), "|% o + x v > ^v>< ~ . \"|");
    }

    #[test]
    fn each_state_has_a_sign_of_its_own() {
        let signs = ['●', '◐', '○', '✓', '✗', '▾', '▸', '▣'].map(|sign| ascii(sign).unwrap());
        for (n, sign) in signs.iter().enumerate() {
            assert!(!signs[..n].contains(sign), "{signs:?}");
        }
    }

    #[test]
    fn letters_and_images_stay() {
        let mut buffer = Buffer::empty(Rect::new(0, 0, 4, 1));
        Line::raw("é漢●").render(buffer.area, &mut buffer);
        buffer[(3, 0)].set_diff_option(CellDiffOption::Skip);
        Characters::Ascii.apply(&mut buffer);
        let symbols: Vec<&str> = buffer.content.iter().map(|cell| cell.symbol()).collect();
        assert_eq!(symbols, ["é", "漢", " ", "●"]);
    }
}
