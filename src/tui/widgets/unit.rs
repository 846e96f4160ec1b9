//! Text as it is drawn: one unit for each grapheme cluster, with its width in cells.

use super::place;
use crate::text::{Span, is_hidden, is_plain};
use ratatui::buffer::CellWidth as _;

/// Columns between two tab stops.
const TAB: usize = 4;
/// A cluster of more cells or bytes than this is drawn as one replacement character, so that a
/// heap of combining marks does not cover its neighbours.
const MAX_CELLS: usize = 8;
const MAX_BYTES: usize = 64;

/// One grapheme cluster on the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unit {
    pub span: Span,
    glyph: Glyph,
    /// Width in cells; 0 for a tab, whose width depends on its column.
    cells: u8,
}

/// What is drawn for a cluster.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Glyph {
    /// The cluster itself.
    Cluster,
    /// Spaces up to the next tab stop.
    Tab,
    /// A visible sign for a cluster that a terminal would obey, hide or misplace.
    Sign(char),
}

impl Unit {
    fn new(span: Span, glyph: Glyph, cells: usize) -> Self {
        // At most `MAX_CELLS`, so the cast keeps the value.
        Self { span, glyph, cells: cells as u8 }
    }

    /// The width in cells when it starts in column `x`.
    pub fn cells(self, x: usize) -> usize {
        if self.glyph == Glyph::Tab { TAB - x % TAB } else { usize::from(self.cells) }
    }

    /// Appends what is drawn in column `x` for it. `text` is the text that it is a part of.
    pub fn push_to(self, line: &mut String, text: &str, x: usize) {
        match self.glyph {
            Glyph::Cluster => line.push_str(self.span.of(text)),
            Glyph::Tab => line.extend(std::iter::repeat_n(' ', self.cells(x))),
            Glyph::Sign(sign) => line.push(sign),
        }
    }
}

/// How tabs are drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tabs {
    /// As spaces up to the next tab stop.
    Expanded,
    /// As a sign of one cell.
    Sign,
}

/// The units of `span`, which must begin and end at grapheme boundaries.
pub fn units(text: &str, span: Span, tabs: Tabs) -> impl Iterator<Item = Unit> {
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

fn unit(cluster: &str, span: Span, tabs: Tabs) -> Unit {
    if matches!(cluster.as_bytes(), [b' '..=b'~']) {
        return Unit::new(span, Glyph::Cluster, 1);
    }
    if cluster == "\t" && tabs == Tabs::Expanded {
        return Unit::new(span, Glyph::Tab, 0);
    }
    if let Some(sign) = sign(cluster) {
        return Unit::new(span, Glyph::Sign(sign), 1);
    }
    if cluster.len() > MAX_BYTES {
        return Unit::new(span, Glyph::Sign('\u{fffd}'), 1);
    }
    match usize::from(cluster.cell_width()) {
        // A joiner or a mark without a base: a person must see that it is there.
        0 => Unit::new(span, Glyph::Sign('·'), 1),
        cells if cells > MAX_CELLS => Unit::new(span, Glyph::Sign('\u{fffd}'), 1),
        cells => Unit::new(span, Glyph::Cluster, cells),
    }
}

/// The visible sign for what a terminal would obey or hide: control characters, direction marks that
/// can make a line read differently from what it says, and format characters without a glyph.
fn sign(cluster: &str) -> Option<char> {
    if cluster == "\r\n" {
        return Some('␤');
    }
    match cluster.chars().next()? {
        first @ '\0'..='\u{1f}' => char::from_u32(0x2400 + u32::from(first)),
        '\u{7f}' => Some('␡'),
        '\u{80}'..='\u{9f}' => Some('·'),
        first if is_hidden(first) => Some('·'),
        // Such as a letter that carries invisible tags.
        _ if !is_plain(cluster) => Some('\u{fffd}'),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(text: &str) -> Vec<(&str, String, usize)> {
        let one = |unit: Unit| {
            let mut line = String::new();
            unit.push_to(&mut line, text, 0);
            (unit.span.of(text), line, unit.cells(0))
        };
        units(text, Span::new(0, text.len()), Tabs::Expanded).map(one).collect()
    }

    #[test]
    fn each_cluster_is_drawn_as_itself_in_its_cells() {
        let expected = [
            ("a", "a", 1),
            ("\t", "    ", 4),
            ("e\u{301}", "e\u{301}", 1),
            ("漢", "漢", 2),
            ("👨‍👩‍👧", "👨‍👩‍👧", 2),
            ("🇩🇪", "🇩🇪", 2),
        ];
        let expected = expected.map(|(cluster, line, cells)| (cluster, line.to_owned(), cells));
        assert_eq!(drawn("a\te\u{301}漢👨‍👩‍👧🇩🇪"), expected);
    }

    #[test]
    fn what_a_terminal_would_hide_or_obey_is_shown() {
        assert_eq!(drawn("\u{1b}"), [("\u{1b}", "␛".to_owned(), 1)]);
        assert_eq!(drawn("\r"), [("\r", "␍".to_owned(), 1)]);
        assert_eq!(drawn("\u{202e}"), [("\u{202e}", "·".to_owned(), 1)]);
        assert_eq!(drawn("\u{200b}"), [("\u{200b}", "·".to_owned(), 1)]);
        assert_eq!(drawn("\u{feff}"), [("\u{feff}", "·".to_owned(), 1)]);
        let heap = format!("o{}", "\u{301}".repeat(500));
        assert_eq!(drawn(&heap), [(heap.as_str(), "\u{fffd}".to_owned(), 1)]);
    }
}
