#[cfg(test)]
mod contrast;
#[cfg(test)]
mod palettes;
mod terminal;

use ratatui::style::{Color, Modifier, Style};

use crate::lint::{Severity, Verdict};
use crate::outline::SlotState;
use crate::tui::widgets::{InputStyle, MarkdownStyle};

#[cfg(test)]
pub(crate) use terminal::luminance;
pub use terminal::{Background, Colours};

/// The looks. Each state has a sign or a modifier as well as a colour.
///
/// Text has the terminal's own colour or one of the cube of 256 colours, which no palette changes. Of the
/// sixteen colours of a palette, few are readable in every terminal: Solarized's bright ones are greys, and
/// its bright black is its background. `contrast.rs` computes the contrast of every theme.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Theme {
    pub name: &'static str,
    pub text: Style,
    pub dim: Style,
    pub title: Style,
    /// The frame of the pane that has the keys, and of the others.
    pub focused: Style,
    pub unfocused: Style,
    /// The bar of the selected line: the same colours in all of its cells.
    pub selected: Style,
    /// The selected line of a pane that does not have the keys: a grey bar, underlined without colours.
    pub selected_elsewhere: Style,
    pub good: Style,
    pub warn: Style,
    pub bad: Style,
    pub key: Style,
    pub status: Style,
    pub markdown: MarkdownStyle,
}

/// The names that `theme` in the configuration can have.
pub const NAMES: [&str; 4] = ["dark", "light", "high-contrast", "none"];

/// The theme that the user has chosen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ThemeChoice {
    /// None: dark or light, as the terminal's background is.
    #[default]
    AsBackground,
    Dark,
    Light,
    HighContrast,
    /// No colours.
    None,
}

impl ThemeChoice {
    pub fn by_name(name: &str) -> Option<ThemeChoice> {
        Some(match name {
            "dark" => ThemeChoice::Dark,
            "light" => ThemeChoice::Light,
            "high-contrast" => ThemeChoice::HighContrast,
            "none" => ThemeChoice::None,
            _ => return None,
        })
    }

    /// True if the theme depends on the terminal's background.
    pub fn depends_on_background(self) -> bool {
        matches!(self, ThemeChoice::AsBackground | ThemeChoice::HighContrast)
    }

    pub fn theme(self, colours: Colours, background: Background) -> Theme {
        match (self, background) {
            (ThemeChoice::None, _) => Theme::none(),
            (ThemeChoice::HighContrast, background) => Theme::high_contrast(colours, background),
            (ThemeChoice::Dark, _) | (ThemeChoice::AsBackground, Background::Dark) => Theme::dark(colours),
            (ThemeChoice::Light, _) | (ThemeChoice::AsBackground, Background::Light) => Theme::light(colours),
        }
    }
}

/// The colours of a theme, as indices into the 256.
struct Inks {
    dim: u8,
    /// Of the focus and of keys.
    accent: u8,
    frame: u8,
    good: u8,
    warn: u8,
    bad: u8,
    image: u8,
    code: u8,
    quote: u8,
    bar: Bar,
    grey_bar: Bar,
    status: Bar,
}

/// A bar over a whole line.
struct Bar {
    background: u8,
    text: u8,
}

impl Bar {
    fn style(&self) -> Style {
        Style::new().bg(Color::Indexed(self.background)).fg(Color::Indexed(self.text))
    }

    /// The same colours, by reversing the opposite ones: a terminal that does not know them shows a bar too.
    fn reversed(&self) -> Style {
        let ink = Style::new().fg(Color::Indexed(self.background)).bg(Color::Indexed(self.text));
        ink.add_modifier(Modifier::REVERSED)
    }
}

/// No blue: it has little contrast with black.
const DARK: Inks = Inks {
    dim: 248,
    accent: 44,
    frame: 245,
    good: 114,
    warn: 221,
    bad: 210,
    image: 182,
    code: 150,
    quote: 222,
    bar: Bar { background: 37, text: 16 },
    grey_bar: Bar { background: 246, text: 16 },
    status: Bar { background: 238, text: 231 },
};

const LIGHT: Inks = Inks {
    dim: 241,
    accent: 23,
    frame: 244,
    good: 22,
    warn: 94,
    bad: 124,
    image: 90,
    code: 22,
    quote: 94,
    bar: Bar { background: 23, text: 231 },
    grey_bar: Bar { background: 243, text: 231 },
    status: Bar { background: 252, text: 16 },
};

impl Theme {
    /// The theme that needs nothing of the terminal.
    pub fn fallback() -> Theme {
        Self::none()
    }

    fn dark(colours: Colours) -> Theme {
        if colours != Colours::Sixteen {
            return Self::coloured("dark", &DARK);
        }
        // These two are readable on every palette. Red is not, and what has no colour is bold.
        let accent = Style::new().fg(Color::LightCyan).add_modifier(Modifier::BOLD);
        Theme {
            name: "dark",
            focused: accent,
            key: accent,
            warn: Style::new().fg(Color::Yellow).add_modifier(Modifier::BOLD),
            selected: reversed(),
            ..Self::none()
        }
    }

    /// On a light background, none of the sixteen colours is readable on every palette.
    fn light(colours: Colours) -> Theme {
        match colours {
            Colours::Sixteen => Theme { name: "light", ..Self::none() },
            Colours::Indexed | Colours::Rgb => Self::coloured("light", &LIGHT),
        }
    }

    fn coloured(name: &'static str, inks: &Inks) -> Theme {
        let plain = Style::new();
        let ink = |index| plain.fg(Color::Indexed(index));
        let accent = ink(inks.accent).add_modifier(Modifier::BOLD);
        let markdown = MarkdownStyle::default();
        let over = |style: Style, index| style.fg(Color::Indexed(index));
        Theme {
            name,
            dim: ink(inks.dim),
            focused: accent,
            unfocused: ink(inks.frame),
            selected: inks.bar.reversed(),
            selected_elsewhere: inks.grey_bar.style(),
            good: ink(inks.good),
            warn: ink(inks.warn),
            bad: ink(inks.bad).add_modifier(Modifier::BOLD),
            key: accent,
            status: inks.status.reversed(),
            markdown: MarkdownStyle {
                marker: over(markdown.marker, inks.dim),
                link_address: over(markdown.link_address, inks.dim),
                image: over(markdown.image, inks.image),
                code: over(markdown.code, inks.code),
                quote: over(markdown.quote, inks.quote),
                bullet: over(markdown.bullet, inks.quote),
                comment: over(markdown.comment, inks.dim),
                front_matter: over(markdown.front_matter, inks.code),
                key: over(markdown.key, inks.code),
                ..markdown
            },
            ..Self::none()
        }
    }

    /// Few colours, and those with a contrast of 7 at least. Nothing is dim.
    fn high_contrast(colours: Colours, background: Background) -> Theme {
        let bold = Style::new().add_modifier(Modifier::BOLD);
        let plain = Self { name: "high-contrast", good: bold, selected: reversed(), ..Self::none() };
        let ink = |index| bold.fg(Color::Indexed(index));
        let [accent, warn, good, bad, bar, grey_bar] = match (colours, background) {
            (Colours::Sixteen, Background::Light) => return plain,
            (Colours::Sixteen, Background::Dark) => {
                let accent = bold.fg(Color::Yellow);
                return Theme { focused: accent, key: accent, warn: accent, ..plain };
            }
            (_, Background::Dark) => [
                ink(226),
                ink(226),
                ink(120),
                ink(217),
                Bar { background: 231, text: 16 }.reversed(),
                Bar { background: 248, text: 16 }.style(),
            ],
            (_, Background::Light) => [
                ink(18),
                ink(52),
                bold,
                ink(88),
                Bar { background: 16, text: 231 }.reversed(),
                Bar { background: 239, text: 231 }.style(),
            ],
        };
        Theme {
            focused: accent,
            key: accent,
            warn,
            good,
            bad: bad.add_modifier(Modifier::UNDERLINED),
            selected: bar,
            selected_elsewhere: grey_bar.add_modifier(Modifier::UNDERLINED),
            ..plain
        }
    }

    /// No colour at all, as `NO_COLOR` asks: bold, italic, underline and reverse only. Nothing is dim: of a
    /// palette with little contrast, that would be unreadable.
    fn none() -> Theme {
        let plain = Style::new();
        let bold = plain.add_modifier(Modifier::BOLD);
        Theme {
            name: "none",
            text: plain,
            dim: plain,
            title: bold,
            focused: bold,
            unfocused: plain,
            selected: plain.add_modifier(Modifier::REVERSED),
            selected_elsewhere: bold.add_modifier(Modifier::UNDERLINED),
            good: plain,
            warn: bold,
            bad: bold.add_modifier(Modifier::UNDERLINED),
            key: bold,
            status: plain.add_modifier(Modifier::REVERSED),
            markdown: MarkdownStyle::default(),
        }
    }

    /// The selected line of a pane.
    pub fn selection(&self, focused: bool) -> Style {
        if focused { self.selected } else { self.selected_elsewhere }
    }

    /// The theme of a list beside the part that has the keys.
    pub fn elsewhere(&self) -> Theme {
        Theme { selected: self.selected_elsewhere, ..*self }
    }

    pub fn severity(&self, severity: Severity) -> Style {
        match severity {
            Severity::Error => self.bad,
            Severity::Warning => self.warn,
            Severity::Hint => self.dim,
        }
    }

    /// Sign and style of a verdict.
    pub fn verdict(&self, verdict: Verdict) -> (&'static str, Style) {
        match verdict {
            Verdict::Proven => ("✓", self.good),
            Verdict::Contradicted => ("✗", self.bad),
            Verdict::Unknown => ("?", self.dim),
        }
    }

    /// The sign and the look of how far a slot is.
    pub fn state(&self, state: SlotState) -> (&'static str, Style) {
        match state {
            SlotState::Empty => ("○", self.dim),
            SlotState::Half => ("◐", self.warn),
            SlotState::Filled => ("●", self.good),
        }
    }

    pub fn input(&self, markdown: bool) -> InputStyle {
        InputStyle {
            text: self.text,
            selection: self.selected,
            placeholder: self.dim.add_modifier(Modifier::ITALIC),
            markdown: markdown.then_some(self.markdown),
        }
    }
}

/// The text's own colours, swapped in all cells of a line alike.
fn reversed() -> Style {
    Style::new().fg(Color::Reset).bg(Color::Reset).add_modifier(Modifier::REVERSED)
}
