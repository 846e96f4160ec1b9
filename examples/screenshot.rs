//! Renders the desk on the demo newsletter as an SVG: `cargo run --example screenshot > assets/screen.svg`.

use std::fmt::Write as _;
use std::process::ExitCode;

use copydesk::desk::{Workspace, choose, lay_out_demo};
use copydesk::tui::{Config, Event, Headless, open};
use crossterm::event::{Event as Input, KeyCode, KeyEvent, KeyModifiers};
use ratatui::buffer::{Buffer, Cell};
use ratatui::style::{Color, Modifier};

const WIDTH: u16 = 160;
const HEIGHT: u16 = 42;
/// In SVG units: a cell of the monospaced font.
const CELL: (f32, f32) = (8.4, 18.0);

fn main() -> ExitCode {
    match screen() {
        Ok(svg) => {
            print_out(&svg);
            ExitCode::SUCCESS
        }
        Err(error) => {
            print_out(&format!("<!-- {error} -->"));
            ExitCode::FAILURE
        }
    }
}

fn print_out(text: &str) {
    use std::io::Write;
    // A closed pipe is the reader's choice.
    let _ = std::io::stdout().write_all(text.as_bytes());
}

/// Opens the demo, goes to a story, and draws.
fn screen() -> Result<String, Box<dyn std::error::Error>> {
    let today = jiff::civil::date(2026, 6, 3);
    let dir = tempfile::tempdir()?;
    lay_out_demo(dir.path(), today)?;
    let workspace = Workspace::find(dir.path())?;
    let listing = workspace.listing();
    let choice = choose(&workspace, &listing, None, today)?;
    let state = open(workspace, listing, &choice, today, Config::default(), None)?;
    let mut program = Headless::new(state, WIDTH, HEIGHT);
    for _ in 0..5 {
        program.send(key(KeyCode::Down));
    }
    program.send(key(KeyCode::Enter));
    Ok(svg(program.buffer()))
}

fn key(code: KeyCode) -> Event {
    Event::Terminal(Input::Key(KeyEvent::new(code, KeyModifiers::NONE)))
}

fn svg(buffer: &Buffer) -> String {
    let (width, height) = (f32::from(buffer.area.width) * CELL.0, f32::from(buffer.area.height) * CELL.1);
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" font-family=\"ui-monospace, Menlo, 'DejaVu Sans Mono', monospace\" font-size=\"14\">\n<rect width=\"100%\" height=\"100%\" fill=\"#1c1f26\"/>\n"
    );
    for y in 0..buffer.area.height {
        let mut x = 0;
        while x < buffer.area.width {
            let first = &buffer[(x, y)];
            let start = x;
            let mut text = String::new();
            while x < buffer.area.width && same_look(first, &buffer[(x, y)]) {
                let symbol = buffer[(x, y)].symbol();
                text.push_str(symbol);
                x += (unicode_width::UnicodeWidthStr::width(symbol) as u16).max(1);
            }
            run(&mut out, start, y, x - start, &text, first);
        }
    }
    out.push_str("</svg>\n");
    out
}

fn same_look(a: &Cell, b: &Cell) -> bool {
    (a.fg, a.bg, a.modifier) == (b.fg, b.bg, b.modifier)
}

/// A run of cells of one look: its ground where it has one, and its text.
fn run(out: &mut String, x: u16, y: u16, cells: u16, text: &str, look: &Cell) {
    let (mut ink, mut ground) = (colour(look.fg, "#d6dae2"), colour(look.bg, "#1c1f26"));
    if look.modifier.contains(Modifier::REVERSED) {
        std::mem::swap(&mut ink, &mut ground);
    }
    let (left, top) = (f32::from(x) * CELL.0, f32::from(y) * CELL.1);
    let width = f32::from(cells) * CELL.0;
    if ground != "#1c1f26" {
        let _ = writeln!(
            out,
            "<rect x=\"{left}\" y=\"{top}\" width=\"{width}\" height=\"{}\" fill=\"{ground}\"/>",
            CELL.1
        );
    }
    if text.trim().is_empty() {
        return;
    }
    let mut style = String::new();
    for (modifier, attribute) in [
        (Modifier::BOLD, " font-weight=\"bold\""),
        (Modifier::ITALIC, " font-style=\"italic\""),
        (Modifier::UNDERLINED, " text-decoration=\"underline\""),
        (Modifier::DIM, " opacity=\"0.65\""),
    ] {
        if look.modifier.contains(modifier) {
            style.push_str(attribute);
        }
    }
    let escaped = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    let base = top + 13.5;
    let _ = writeln!(
        out,
        "<text x=\"{left}\" y=\"{base}\" textLength=\"{width}\" fill=\"{ink}\"{style} xml:space=\"preserve\">{escaped}</text>"
    );
}

fn colour(colour: Color, default: &'static str) -> &'static str {
    match colour {
        Color::Red => "#f07178",
        Color::Green => "#a5d075",
        Color::Yellow => "#e6c07b",
        Color::Blue => "#6cb6ff",
        Color::Magenta => "#d2a6ff",
        Color::Cyan => "#5ccfe6",
        Color::Gray => "#a0a8b7",
        Color::DarkGray => "#6b7280",
        _ => default,
    }
}
