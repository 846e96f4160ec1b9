//! A screen as an SVG.

use std::fmt::Write as _;

use copydesk::tui::Background;
use ratatui::buffer::{Buffer, Cell};
use ratatui::style::{Color, Modifier};
use unicode_width::UnicodeWidthStr as _;

/// In SVG units: a cell of the monospaced font.
const CELL: (f32, f32) = (8.4, 18.0);
/// The base line of a row.
const BASE: f32 = 13.5;

/// The colours of the terminal itself.
#[derive(Clone, Copy, Debug)]
pub struct Look {
    text: &'static str,
    background: &'static str,
}

impl Look {
    pub fn new(background: Background) -> Look {
        match background {
            Background::Dark => Look { text: "#dddddd", background: "#1c1f26" },
            Background::Light => Look { text: "#1f2328", background: "#ffffff" },
        }
    }

    /// The colours of a cell's text and background.
    fn of(self, cell: &Cell) -> (String, String) {
        let text = colour(cell.fg).unwrap_or_else(|| self.text.to_owned());
        let background = colour(cell.bg).unwrap_or_else(|| self.background.to_owned());
        if cell.modifier.contains(Modifier::REVERSED) { (background, text) } else { (text, background) }
    }
}

/// Draws each run of cells that look the same.
pub fn svg(buffer: &Buffer, look: Look) -> String {
    let mut out = start(size(buffer), look);
    out.extend(runs(buffer, look));
    out.push_str("</svg>\n");
    out
}

/// In SVG units.
pub fn size(buffer: &Buffer) -> (f32, f32) {
    (f32::from(buffer.area.width) * CELL.0, f32::from(buffer.area.height) * CELL.1)
}

/// The element and its background.
pub fn start((width, height): (f32, f32), look: Look) -> String {
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width:.1} {height}\" font-family=\"ui-monospace, \
         Menlo, 'DejaVu Sans Mono', monospace\" font-size=\"14\" fill=\"{}\" xml:space=\"preserve\">\n<style>text{{white-space:pre}}</style>\n<rect width=\"100%\" \
         height=\"100%\" fill=\"{}\"/>\n",
        look.text, look.background
    )
}

/// The runs of cells that look the same, in order; nothing for blanks on the screen's own background.
pub fn runs(buffer: &Buffer, look: Look) -> Vec<String> {
    let mut runs = Vec::new();
    for y in 0..buffer.area.height {
        let mut x = 0;
        while x < buffer.area.width {
            let first = &buffer[(x, y)];
            let start = x;
            let mut text = String::new();
            while x < buffer.area.width && is_same(first, &buffer[(x, y)]) {
                let symbol = buffer[(x, y)].symbol();
                text.push_str(symbol);
                x += (symbol.width() as u16).max(1);
            }
            let mut out = String::new();
            run(&mut out, (start, y), x - start, &text, first, look);
            runs.push(out);
        }
    }
    runs.retain(|run| !run.is_empty());
    runs
}

fn is_same(a: &Cell, b: &Cell) -> bool {
    (a.fg, a.bg, a.modifier) == (b.fg, b.bg, b.modifier)
}

/// A run of cells: its background where it has one, and its text without the blanks around it.
fn run(out: &mut String, (x, y): (u16, u16), cells: u16, text: &str, first: &Cell, look: Look) {
    let (ink, background) = look.of(first);
    let (left, top) = (f32::from(x) * CELL.0, f32::from(y) * CELL.1);
    if background != look.background {
        let width = f32::from(cells) * CELL.0;
        let _ = writeln!(
            out,
            "<rect x=\"{left:.1}\" y=\"{top}\" width=\"{width:.1}\" height=\"{}\" fill=\"{background}\"/>",
            CELL.1
        );
    }
    let shown = text.trim_matches(' ');
    if shown.is_empty() {
        return;
    }
    let indent = text.len() - text.trim_start_matches(' ').len();
    let left = left + indent as f32 * CELL.0;
    let width = shown.width() as f32 * CELL.0;
    let mut style = if ink == look.text { String::new() } else { format!(" fill=\"{ink}\"") };
    for (modifier, attribute) in [
        (Modifier::BOLD, " font-weight=\"bold\""),
        (Modifier::ITALIC, " font-style=\"italic\""),
        (Modifier::UNDERLINED, " text-decoration=\"underline\""),
        (Modifier::DIM, " opacity=\"0.66\""),
    ] {
        if first.modifier.contains(modifier) {
            style.push_str(attribute);
        }
    }
    let escaped = shown.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    let base = top + BASE;
    let _ =
        writeln!(out, "<text x=\"{left:.1}\" y=\"{base}\" textLength=\"{width:.1}\"{style}>{escaped}</text>");
}

/// The colour; `None` for the terminal's own.
fn colour(colour: Color) -> Option<String> {
    const LEVELS: [u8; 6] = [0, 95, 135, 175, 215, 255];
    let (red, green, blue) = match colour {
        Color::Rgb(red, green, blue) => (red, green, blue),
        Color::Indexed(index @ 232..) => {
            let level = 8 + 10 * (index - 232);
            (level, level, level)
        }
        Color::Indexed(index @ 16..) => {
            let n = usize::from(index - 16);
            (LEVELS[n / 36], LEVELS[n / 6 % 6], LEVELS[n % 6])
        }
        _ => return None,
    };
    Some(format!("#{red:02x}{green:02x}{blue:02x}"))
}
