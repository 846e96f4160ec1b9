//! The last step of every frame: nothing that steers the terminal or hides from the reader leaves the
//! program, whoever drew it.

use ratatui::buffer::{Buffer, CellDiffOption, CellWidth as _};

use crate::text::is_plain;

/// Replaces a symbol with a hidden character in it.
const SIGN: &str = "\u{fffd}";

/// Replaces the symbol of each cell that holds a control character, a mark of direction or an
/// invisible format character. Widgets append such characters to the symbol before them.
///
/// Images are drawn by escape sequences; their cells say how wide they are, which no text does.
pub(crate) fn sanitize(buffer: &mut Buffer) {
    let width = usize::from(buffer.area.width).max(1);
    for row in buffer.content.chunks_mut(width) {
        let mut wide_until = 0;
        for x in 0..row.len() {
            let symbol = row[x].symbol();
            // Most cells, in every frame.
            if matches!(symbol.as_bytes(), [b' '..=b'~']) {
                wide_until = wide_until.max(x + 1);
                continue;
            }
            if row[x].diff_option != CellDiffOption::None {
                continue;
            }
            if is_plain(symbol) {
                if x >= wide_until {
                    wide_until = x + usize::from(symbol.cell_width().max(1));
                }
                continue;
            }
            // The second cell of a wide symbol is not drawn: what was appended to it would stay unseen.
            let is_covered = x < wide_until;
            row[x].set_symbol(if is_covered { " " } else { SIGN });
            if is_covered && let Some(before) = x.checked_sub(1) {
                row[before].set_symbol(SIGN);
            }
            wide_until = x + 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use ratatui::layout::Rect;
    use ratatui::text::Line;
    use ratatui::widgets::Widget as _;

    use super::*;

    fn drawn(text: &str) -> Vec<String> {
        let mut buffer = Buffer::empty(Rect::new(0, 0, 8, 1));
        Line::raw(text).render(buffer.area, &mut buffer);
        sanitize(&mut buffer);
        buffer.content.iter().map(|cell| cell.symbol().to_owned()).collect()
    }

    #[test]
    fn hidden_characters_are_shown_and_columns_stay() {
        assert_eq!(drawn("Ga\u{202e}tes")[..6], ["G", SIGN, "t", "e", "s", " "]);
        assert_eq!(drawn("\u{202e}Gate")[..5], [SIGN, "a", "t", "e", " "]);
        assert_eq!(drawn("漢\u{2067}x")[..3], [SIGN, " ", "x"]);
        assert_eq!(drawn("a\u{e0041}\u{e0042}")[..2], [SIGN, " "]);
    }

    #[test]
    fn emoji_and_marks_stay() {
        assert_eq!(drawn("👩‍🚀e\u{301}❤️")[..6], ["👩‍🚀", " ", "e\u{301}", "❤️", " ", " "]);
    }

    #[test]
    fn images_keep_their_escape_sequences() {
        let mut buffer = Buffer::empty(Rect::new(0, 0, 2, 1));
        let image = "\u{1b}_Gi=1;AAAA\u{1b}\\";
        buffer.content[0].set_symbol(image).set_diff_option(CellDiffOption::Skip);
        buffer.content[1].set_symbol(image);
        sanitize(&mut buffer);
        assert_eq!([buffer.content[0].symbol(), buffer.content[1].symbol()], [image, SIGN]);
    }
}
