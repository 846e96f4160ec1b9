//! Screens with their attributes, as text.

use ratatui::buffer::{Buffer, Cell};
use ratatui::style::{Color, Modifier};

/// The rows of a screen. Below a row that has attributes, each cell has the letter of its own: `R` for
/// reversed, `B` for bold, `U` for underlined, `X` for bold and underlined, `i` for italic, `.` for dim.
pub(crate) fn with_attributes(buffer: &Buffer, text: &str) -> String {
    let mut out = String::new();
    for (y, line) in (0..buffer.area.height).zip(text.lines()) {
        out.push_str(&format!(" {line}\n"));
        let marks: String = (0..buffer.area.width).map(|x| mark(&buffer[(x, y)])).collect();
        if !marks.trim().is_empty() {
            out.push_str(&format!("~{}\n", marks.trim_end()));
        }
    }
    out
}

fn mark(cell: &Cell) -> char {
    let has = |modifier| cell.modifier.contains(modifier);
    match () {
        () if has(Modifier::REVERSED) => 'R',
        // Frames differ in their characters.
        () if cell.symbol().chars().all(|c| ('\u{2500}'..='\u{257f}').contains(&c)) => ' ',
        // A blank looks the same in bold.
        () if cell.symbol().trim().is_empty() && !has(Modifier::UNDERLINED) => ' ',
        () if has(Modifier::BOLD | Modifier::UNDERLINED) => 'X',
        () if has(Modifier::BOLD) => 'B',
        () if has(Modifier::UNDERLINED) => 'U',
        () if has(Modifier::ITALIC) => 'i',
        () if has(Modifier::DIM) => '.',
        () => ' ',
    }
}

/// Fails where a cell has a colour.
pub(crate) fn assert_colourless(buffer: &Buffer, text: &str) {
    for cell in &buffer.content {
        assert_eq!((cell.fg, cell.bg), (Color::Reset, Color::Reset), "{text}");
    }
}
