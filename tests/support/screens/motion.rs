//! Frames of a terminal as one SVG that moves.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::{Color, Modifier, Style};

use super::svg::{Look, runs, size, start};

/// In SVG units: the height of the line below the screen, and where its text is.
const CAPTION: (f32, f32) = (30.0, 20.0);

/// A screen that is shown for a while.
pub struct Frame {
    pub screen: Buffer,
    /// What is done here.
    pub caption: String,
    /// In tenths of a second.
    pub time: u32,
}

/// The screen of an emulator.
pub fn buffer(screen: &vt100::Screen) -> Buffer {
    let (rows, columns) = screen.size();
    let mut buffer = Buffer::empty(Rect::new(0, 0, columns.get(), rows.get()));
    for (y, x) in (0..rows.get()).flat_map(|y| (0..columns.get()).map(move |x| (y, x))) {
        let Some(cell) = screen.cell(y, x) else { continue };
        if !cell.contents().is_empty() {
            buffer[(x, y)].set_symbol(cell.contents());
        }
        buffer[(x, y)].set_style(style(cell));
    }
    let (y, x) = screen.cursor_position();
    if !screen.hide_cursor() && x < columns.get() {
        buffer[(x, y)].set_style(Style::new().add_modifier(Modifier::REVERSED));
    }
    buffer
}

fn style(cell: &vt100::Cell) -> Style {
    let colour = |colour| match colour {
        vt100::Color::Default => Color::Reset,
        vt100::Color::Idx(index) => Color::Indexed(index),
        vt100::Color::Rgb(red, green, blue) => Color::Rgb(red, green, blue),
    };
    let mut style = Style::new().fg(colour(cell.fgcolor())).bg(colour(cell.bgcolor()));
    for (is_set, modifier) in [
        (cell.bold(), Modifier::BOLD),
        (cell.italic(), Modifier::ITALIC),
        (cell.underline(), Modifier::UNDERLINED),
        (cell.inverse(), Modifier::REVERSED),
    ] {
        if is_set {
            style = style.add_modifier(modifier);
        }
    }
    style
}

/// The elements of a frame: those of its screen, and its caption.
pub fn elements(frame: &Frame, look: Look) -> Vec<String> {
    let mut elements = runs(&frame.screen, look);
    let caption = frame.caption.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    let base = size(&frame.screen).1 + CAPTION.1;
    elements.push(format!("<text x=\"8.4\" y=\"{base}\" font-weight=\"bold\">{caption}</text>\n"));
    elements
}

/// Shows the frames one after the other, for ever. Each element is written once, with the frames that have it. Where
/// people want no motion, only the frame `still` is shown.
pub fn motion(frames: &[Frame], still: usize, look: Look) -> String {
    assert!(frames.len() <= 64, "a set of frames is a number of 64 bits");
    let mut shown: BTreeMap<&str, u64> = BTreeMap::new();
    let elements: Vec<Vec<String>> = frames.iter().map(|frame| elements(frame, look)).collect();
    for (n, element) in elements.iter().enumerate().flat_map(|(n, all)| all.iter().map(move |one| (n, one))) {
        *shown.entry(element.as_str()).or_default() |= 1 << n;
    }
    let mut groups: BTreeMap<u64, Vec<&str>> = BTreeMap::new();
    for (element, set) in shown {
        groups.entry(set).or_default().push(element);
    }
    let (width, height) = size(&frames[0].screen);
    let mut out = start((width, height + CAPTION.0), look);
    let all = u64::MAX >> (64 - frames.len());
    if let Some(always) = groups.remove(&all) {
        out.extend(always);
    }
    let total: u32 = frames.iter().map(|frame| frame.time).sum();
    let _ = write!(
        out,
        "<style>\ng{{visibility:hidden;animation:{}.{}s step-end infinite}}\n",
        total / 10,
        total % 10
    );
    for (n, set) in groups.keys().enumerate() {
        let _ = writeln!(
            out,
            "#g{n}{{animation-name:k{n}}}@keyframes k{n}{{{}}}",
            key_frames(frames, *set, total)
        );
    }
    out.push_str(
        "@media (prefers-reduced-motion:reduce){g{animation:none}.still{visibility:visible}}\n</style>\n",
    );
    for (n, (set, elements)) in groups.into_iter().enumerate() {
        let class = if set & 1 << still == 0 { "" } else { " class=\"still\"" };
        let _ = write!(out, "<g id=\"g{n}\"{class}>\n{}</g>\n", elements.concat());
    }
    out.push_str("</svg>\n");
    out
}

/// When a group is seen and when not.
fn key_frames(frames: &[Frame], set: u64, total: u32) -> String {
    let mut out = String::new();
    let mut before = None;
    let mut time = 0;
    for (n, frame) in frames.iter().enumerate() {
        let is_seen = set & 1 << n != 0;
        if before != Some(is_seen) {
            let value = if is_seen { "visible" } else { "hidden" };
            let share = time * 10_000 / total;
            let _ = write!(out, "{}.{:02}%{{visibility:{value}}}", share / 100, share % 100);
            before = Some(is_seen);
        }
        time += frame.time;
    }
    out
}

#[test]
fn an_element_is_written_once_with_the_frames_that_have_it() {
    let screen = |text: &str| Buffer::with_lines([text]);
    let frame = |text: &str, time| Frame { screen: screen(text), caption: "Enter <opens>".to_owned(), time };
    let frames = [frame("a lamp", 10), frame("a bell", 20), frame("a lamp", 10)];
    let svg = motion(&frames, 1, Look::new(copydesk::tui::Background::Dark));
    assert_eq!(svg.matches(">a lamp<").count(), 1, "{svg}");
    // The caption is that of all frames, and does not move.
    assert!(svg.contains(">Enter &lt;opens&gt;</text>\n<style>"), "{svg}");
    assert!(svg.contains("animation:4.0s step-end infinite"), "{svg}");
    assert!(
        svg.contains("k1{0.00%{visibility:visible}25.00%{visibility:hidden}75.00%{visibility:visible}}"),
        "{svg}"
    );
    let still = svg.split("<g id=\"g0\" class=\"still\">").nth(1).unwrap();
    assert!(still.split("</g>").next().unwrap().contains(">a bell<"), "{svg}");
    assert!(svg.contains("(prefers-reduced-motion:reduce){g{animation:none}.still{visibility:visible}}"));
}
