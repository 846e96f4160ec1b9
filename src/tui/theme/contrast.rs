//! The contrast of every text and frame that a theme can draw, on the palettes that terminals have.

use ratatui::style::{Color, Modifier, Style};

use super::palettes::{PALETTES, Palette};
use super::{Background, Colours, Theme, ThemeChoice, luminance};

/// What WCAG 2 asks of text (1.4.3), and of frames and bars (1.4.11).
const TEXT: f64 = 4.5;
const FRAME: f64 = 3.0;
/// What it asks of text with enhanced contrast (1.4.6).
const ENHANCED: f64 = 7.0;

type Rgb = [u8; 3];

fn rgb(value: u32) -> Rgb {
    let [_, red, green, blue] = value.to_be_bytes();
    [red, green, blue]
}

/// A colour of the cube or the greys, which are the same in all terminals.
fn fixed(index: u8) -> Rgb {
    const LEVELS: [u8; 6] = [0, 95, 135, 175, 215, 255];
    match index {
        0..=15 => panic!("{index} is a colour of the palette"),
        16..=231 => {
            let n = usize::from(index - 16);
            [LEVELS[n / 36], LEVELS[n / 6 % 6], LEVELS[n % 6]]
        }
        232..=255 => [8 + 10 * (index - 232); 3],
    }
}

fn colour(colour: Color, default: u32, palette: &Palette) -> Rgb {
    let own = |n: usize| rgb(palette.colours[n]);
    match colour {
        Color::Reset => rgb(default),
        Color::Indexed(index) => fixed(index),
        Color::Yellow => own(3),
        Color::LightCyan => own(14),
        other => panic!("no theme uses {other:?}"),
    }
}

/// What a style shows on a palette: the colours of text and background.
fn shown(style: Style, palette: &Palette) -> (Rgb, Rgb) {
    let mut text = colour(style.fg.unwrap_or(Color::Reset), palette.foreground, palette);
    let mut background = colour(style.bg.unwrap_or(Color::Reset), palette.background, palette);
    if style.add_modifier.contains(Modifier::REVERSED) {
        std::mem::swap(&mut text, &mut background);
    }
    if style.add_modifier.contains(Modifier::DIM) {
        // Terminals draw it two thirds of the way from the background.
        let dim = |n: usize| ((u16::from(text[n]) * 2 + u16::from(background[n])) / 3) as u8;
        text = [dim(0), dim(1), dim(2)];
    }
    (text, background)
}

fn contrast(one: Rgb, other: Rgb) -> f64 {
    let (one, other) = (luminance(one) + 0.05, luminance(other) + 0.05);
    one.max(other) / one.min(other)
}

/// Every style of text that the theme has, by its name.
fn texts(theme: &Theme) -> Vec<(&'static str, Style)> {
    let Theme {
        text, dim, title, focused, selected, selected_elsewhere, good, warn, bad, key, status, ..
    } = *theme;
    let own = [
        ("text", text),
        ("dim", dim),
        ("title", title),
        ("focused", focused),
        ("selected", selected),
        ("selected elsewhere", selected_elsewhere),
        ("good", good),
        ("warn", warn),
        ("bad", bad),
        ("key", key),
        ("status", status),
        ("placeholder", theme.input(false).placeholder),
        ("selection in a text", theme.input(true).selection),
    ];
    let markdown = theme.markdown;
    let parts = [
        ("heading", markdown.heading),
        ("marker", markdown.marker),
        ("link text", markdown.link_text),
        ("link address", markdown.link_address),
        ("image", markdown.image),
        ("bold", markdown.bold),
        ("italic", markdown.italic),
        ("code", markdown.code),
        ("quote", markdown.quote),
        ("bullet", markdown.bullet),
        ("comment", markdown.comment),
        ("front matter", markdown.front_matter),
        ("front matter key", markdown.key),
    ];
    let lies_on_a_bar = |(name, style): (&'static str, Style)| {
        let bars = [selected, selected_elsewhere].map(|bar| style.patch(bar));
        [(name, style), (name, bars[0]), (name, bars[1])]
    };
    own.into_iter().chain(parts).flat_map(lies_on_a_bar).collect()
}

/// The themes with the background that they are for.
fn themes() -> Vec<(Theme, Background)> {
    let mut themes = Vec::new();
    for colours in [Colours::Sixteen, Colours::Indexed, Colours::Rgb] {
        for background in [Background::Dark, Background::Light] {
            let choices = match background {
                Background::Dark => [ThemeChoice::Dark, ThemeChoice::HighContrast, ThemeChoice::None],
                Background::Light => [ThemeChoice::Light, ThemeChoice::HighContrast, ThemeChoice::None],
            };
            themes.extend(choices.map(|choice| (choice.theme(colours, background), background)));
        }
    }
    themes
}

/// True for the terminal's own text on its own background, also reversed: its user has chosen them.
/// On Solarized's light background, it has a contrast of 4.1.
fn is_own(style: Style) -> bool {
    let is_own = |colour: Option<Color>| colour.is_none_or(|colour| colour == Color::Reset);
    is_own(style.fg) && is_own(style.bg) && !style.add_modifier.contains(Modifier::DIM)
}

#[test]
fn every_text_is_readable_in_every_theme_on_every_palette() {
    let mut low = Vec::new();
    for (theme, background) in themes() {
        for palette in PALETTES.iter().filter(|palette| palette.kind == background) {
            for (name, style) in texts(&theme).into_iter().filter(|(_, style)| !is_own(*style)) {
                let (text, under) = shown(style, palette);
                let contrast = contrast(text, under);
                if contrast < TEXT {
                    low.push(format!("{}: {name} on {}: {contrast:.2} {style:?}", theme.name, palette.name));
                }
            }
        }
    }
    assert!(low.is_empty(), "{}", low.join("\n"));
}

#[test]
fn every_frame_and_bar_is_visible_in_every_theme_on_every_palette() {
    let mut low = Vec::new();
    for (theme, background) in themes() {
        for palette in PALETTES.iter().filter(|palette| palette.kind == background) {
            let frames = [("unfocused", theme.unfocused), ("focused", theme.focused)];
            let bars = [("selected", theme.selected), ("elsewhere", theme.selected_elsewhere)];
            let frames = frames.map(|(name, style)| (name, shown(style, palette).0));
            // Without colours, the second bar is an underline.
            let bars = bars.into_iter().filter(|(_, style)| !is_own(*style));
            let bars = bars.map(|(name, style)| (name, shown(style, palette).1));
            for (name, line) in frames.into_iter().chain(bars) {
                let contrast = contrast(line, rgb(palette.background));
                if contrast < FRAME {
                    low.push(format!("{}: {name} on {}: {contrast:.2}", theme.name, palette.name));
                }
            }
        }
    }
    assert!(low.is_empty(), "{}", low.join("\n"));
}

#[test]
fn the_colours_of_high_contrast_have_more_of_it_and_nothing_is_dim() {
    for background in [Background::Dark, Background::Light] {
        let theme = ThemeChoice::HighContrast.theme(Colours::Indexed, background);
        for (name, style) in texts(&theme) {
            assert!(!style.add_modifier.contains(Modifier::DIM), "{name}");
            for palette in PALETTES.iter().filter(|one| one.kind == background && !is_own(style)) {
                let (text, under) = shown(style, palette);
                let contrast = contrast(text, under);
                assert!(contrast >= ENHANCED, "{name} on {}: {contrast:.2}", palette.name);
            }
        }
    }
}

#[test]
fn a_bar_has_one_pair_of_colours_whatever_lies_under_it() {
    for (theme, _) in themes() {
        for bar in [theme.selected, theme.selected_elsewhere] {
            let on_bar = |style: Style| (style.patch(bar).fg, style.patch(bar).bg);
            for style in [theme.good, theme.warn, theme.bad, theme.dim, theme.key] {
                let same = on_bar(style) == on_bar(theme.text);
                // A line without a background of its own keeps its colours.
                assert!(same || bar.bg.is_none(), "{} {bar:?} {style:?}", theme.name);
            }
        }
    }
}

#[test]
fn the_contrast_of_wcag_is_computed() {
    assert!((contrast([0; 3], [255; 3]) - 21.0).abs() < 0.01);
    assert!((contrast(rgb(0x76_7676), [255; 3]) - 4.54).abs() < 0.01);
    assert_eq!(fixed(16), [0, 0, 0]);
    assert_eq!(fixed(44), [0, 215, 215]);
    assert_eq!(fixed(248), [168, 168, 168]);
}
