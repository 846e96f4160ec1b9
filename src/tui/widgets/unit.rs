//! Text as it is drawn: one unit for each grapheme cluster, with the cells that it takes.

use super::place;
use crate::text::{Span, is_hidden, is_plain};
use ratatui::buffer::CellWidth as _;

/// Columns between two tab stops.
const TAB: usize = 4;
/// A cluster of more cells or bytes than this is drawn as one replacement character: a heap of
/// combining marks must not spill over its neighbours.
const MAX_CELLS: usize = 8;
const MAX_BYTES: usize = 64;

/// One grapheme cluster on the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unit {
    pub span: Span,
    /// What is handed to the text area for it: a character as wide as the cluster.
    pub glyph: char,
    /// Cells; for a tab it depends on where the tab stands.
    cells: u8,
    /// The cluster itself has to be put where the glyph was drawn.
    pub stand_in: bool,
}

impl Unit {
    fn new(span: Span, glyph: char, cells: usize, stand_in: bool) -> Self {
        // At most `MAX_CELLS`, so the cast keeps the value.
        Self { span, glyph, cells: cells as u8, stand_in }
    }

    /// The cells that it takes when it stands in column `x`.
    pub fn cells(self, x: usize) -> usize {
        if self.glyph == '\t' { TAB - x % TAB } else { usize::from(self.cells) }
    }

    /// Hands its characters for the text area to `push`. The text area counts by `char`; a
    /// cluster of three cells or more is that many narrow letters to it.
    pub fn glyphs(self) -> impl Iterator<Item = char> {
        std::iter::repeat_n(self.glyph, self.glyph_count())
    }

    pub fn glyph_count(self) -> usize {
        if self.cells > 2 { usize::from(self.cells) } else { 1 }
    }
}

/// The units of `span`, which must begin and end at grapheme boundaries. With `tabs` a tab goes
/// to the next tab stop, otherwise it is drawn as a sign.
pub fn units(text: &str, span: Span, tabs: bool) -> impl Iterator<Item = Unit> {
    let slice = span.of(text);
    let mut at = 0;
    std::iter::from_fn(move || {
        let next = slice.as_bytes().get(at).copied()?;
        let ascii_follows = slice.as_bytes().get(at + 1).is_none_or(u8::is_ascii);
        let end =
            if (b' '..=b'~').contains(&next) && ascii_follows { at + 1 } else { place::after(slice, at) };
        let cluster = Span::new(at, end);
        let unit = unit(cluster.of(slice), cluster.shift(span.start as isize), tabs);
        at = end;
        Some(unit)
    })
}

fn unit(cluster: &str, span: Span, tabs: bool) -> Unit {
    let mut chars = cluster.chars();
    let first = chars.next().unwrap_or(' ');
    let alone = chars.next().is_none();
    if alone && (' '..='~').contains(&first) {
        return Unit::new(span, first, 1, false);
    }
    if alone && first == '\t' && tabs {
        return Unit::new(span, '\t', 0, false);
    }
    if let Some(sign) = sign(cluster, first) {
        return Unit::new(span, sign, 1, false);
    }
    if cluster.len() > MAX_BYTES {
        return Unit::new(span, '\u{fffd}', 1, false);
    }
    let cells = usize::from(cluster.cell_width());
    match cells {
        // A joiner or a mark with nothing to stand on: a person must see that it is there.
        0 => Unit::new(span, '·', 1, false),
        _ if cells > MAX_CELLS => Unit::new(span, '\u{fffd}', 1, false),
        _ if char_cells(first) == cells && cells <= 2 => Unit::new(span, first, cells, !alone),
        2 => Unit::new(span, '口', 2, true),
        _ => Unit::new(span, 'x', cells, true),
    }
}

fn char_cells(c: char) -> usize {
    if c.is_control() { 0 } else { usize::from(c.encode_utf8(&mut [0; 4]).cell_width()) }
}

/// The visible sign for what a terminal would obey or hide: control characters, direction marks that
/// can make a line read differently from what it says, and format characters without a glyph.
fn sign(cluster: &str, first: char) -> Option<char> {
    if cluster == "\r\n" {
        return Some('␤');
    }
    match first {
        '\0'..='\u{1f}' => char::from_u32(0x2400 + u32::from(first)),
        '\u{7f}' => Some('␡'),
        '\u{80}'..='\u{9f}' => Some('·'),
        _ if is_hidden(first) => Some('·'),
        // Such as a letter that carries invisible tags.
        _ if !is_plain(cluster) => Some('\u{fffd}'),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(text: &str) -> Vec<(&str, char, usize)> {
        units(text, Span::new(0, text.len()), true)
            .map(|unit| (unit.span.of(text), unit.glyph, unit.cells(0)))
            .collect()
    }

    #[test]
    fn each_cluster_has_a_glyph_as_wide_as_it_is_drawn() {
        assert_eq!(
            drawn("a\te\u{301}漢👨‍👩‍👧🇩🇪"),
            [
                ("a", 'a', 1),
                ("\t", '\t', 4),
                ("e\u{301}", 'e', 1),
                ("漢", '漢', 2),
                ("👨‍👩‍👧", '👨', 2),
                ("🇩🇪", '口', 2)
            ]
        );
    }

    #[test]
    fn what_a_terminal_would_hide_or_obey_is_shown() {
        assert_eq!(drawn("\u{1b}"), [("\u{1b}", '␛', 1)]);
        assert_eq!(drawn("\r"), [("\r", '␍', 1)]);
        assert_eq!(drawn("\u{202e}"), [("\u{202e}", '·', 1)]);
        assert_eq!(drawn("\u{200b}"), [("\u{200b}", '·', 1)]);
        assert_eq!(drawn("\u{feff}"), [("\u{feff}", '·', 1)]);
        let heap = format!("o{}", "\u{301}".repeat(500));
        assert_eq!(drawn(&heap), [(heap.as_str(), '\u{fffd}', 1)]);
    }
}
