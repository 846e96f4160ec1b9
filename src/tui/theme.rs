use ratatui::style::{Color, Modifier, Style};

use crate::lint::{Severity, Verdict};
use crate::outline::SlotState;
use crate::tui::widgets::{InputStyle, MarkdownStyle};

/// The looks. Colours are the terminal's own sixteen, so that its palette decides, and each state
/// has a sign or a modifier of its own as well.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Theme {
    pub name: &'static str,
    pub text: Style,
    pub dim: Style,
    pub title: Style,
    /// The frame of the pane that has the keys, and of the others.
    pub focused: Style,
    pub unfocused: Style,
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

impl Theme {
    pub fn by_name(name: &str) -> Option<Theme> {
        let bar = |background, text| Style::new().bg(background).fg(text);
        Some(match name {
            "dark" => Theme {
                selected_elsewhere: bar(Color::DarkGray, Color::White),
                ..Self::coloured("dark", Color::Gray, Color::Cyan, Color::DarkGray, Color::Yellow)
            },
            "light" => Theme {
                selected_elsewhere: bar(Color::Gray, Color::Black),
                ..Self::coloured("light", Color::DarkGray, Color::Blue, Color::Gray, Color::Magenta)
            },
            "high-contrast" => Self::high_contrast(),
            "none" => Self::none(),
            _ => return None,
        })
    }

    /// The theme that needs nothing of the terminal.
    pub fn fallback() -> Theme {
        Self::none()
    }

    fn coloured(name: &'static str, dim: Color, accent: Color, frame: Color, warn: Color) -> Theme {
        let plain = Style::new();
        Theme {
            name,
            text: plain,
            dim: plain.fg(dim).add_modifier(Modifier::DIM),
            title: plain.fg(accent).add_modifier(Modifier::BOLD),
            focused: plain.fg(accent).add_modifier(Modifier::BOLD),
            unfocused: plain.fg(frame),
            selected: plain.add_modifier(Modifier::REVERSED),
            good: plain.fg(Color::Green),
            warn: plain.fg(warn),
            bad: plain.fg(Color::Red).add_modifier(Modifier::BOLD),
            key: plain.fg(accent).add_modifier(Modifier::BOLD),
            status: plain.add_modifier(Modifier::REVERSED),
            markdown: MarkdownStyle::default(),
            ..Self::none()
        }
    }

    fn high_contrast() -> Theme {
        let bold = Style::new().add_modifier(Modifier::BOLD);
        let plain = Style::new();
        Theme {
            dim: plain,
            unfocused: plain,
            focused: bold.fg(Color::Yellow),
            title: bold,
            warn: bold.fg(Color::Yellow),
            good: bold.fg(Color::Green),
            bad: bold.fg(Color::Red).add_modifier(Modifier::UNDERLINED),
            ..Self { name: "high-contrast", ..Self::none() }
        }
    }

    /// No colour at all, as `NO_COLOR` asks: bold, dim, underline and reverse only.
    fn none() -> Theme {
        let plain = Style::new();
        let bold = plain.add_modifier(Modifier::BOLD);
        let mut markdown = MarkdownStyle::default();
        for style in [
            &mut markdown.heading,
            &mut markdown.marker,
            &mut markdown.link_text,
            &mut markdown.link_address,
            &mut markdown.image,
            &mut markdown.bold,
            &mut markdown.italic,
            &mut markdown.code,
            &mut markdown.quote,
            &mut markdown.bullet,
            &mut markdown.comment,
            &mut markdown.front_matter,
            &mut markdown.key,
        ] {
            style.fg = None;
        }
        Theme {
            name: "none",
            text: plain,
            dim: plain.add_modifier(Modifier::DIM),
            title: bold,
            focused: bold,
            unfocused: plain.add_modifier(Modifier::DIM),
            selected: plain.add_modifier(Modifier::REVERSED),
            selected_elsewhere: bold.add_modifier(Modifier::UNDERLINED),
            good: plain,
            warn: bold,
            bad: bold.add_modifier(Modifier::UNDERLINED),
            key: bold,
            status: plain.add_modifier(Modifier::REVERSED),
            markdown,
        }
    }

    /// The selected line of a pane.
    pub fn selection(&self, focused: bool) -> Style {
        if focused { self.selected } else { self.selected_elsewhere }
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
        InputStyle { text: self.text, markdown: markdown.then_some(self.markdown), ..InputStyle::default() }
    }
}
