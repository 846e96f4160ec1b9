//! What the terminal's colours are: how many it has, and whether its background is dark.

/// How many colours the terminal has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Colours {
    /// The sixteen of its palette, which its user chooses.
    Sixteen,
    /// Also a fixed cube and fixed greys, 16–255.
    Indexed,
    Rgb,
}

impl Colours {
    /// Decides by `TERM`, `COLORTERM` and the variables that terminals with 256 colours set.
    pub fn from_environment(variable: &dyn Fn(&str) -> String) -> Colours {
        let term = variable("TERM");
        if matches!(variable("COLORTERM").as_str(), "truecolor" | "24bit") || term.ends_with("-direct") {
            return Colours::Rgb;
        }
        // Their names do not say it.
        let known = [
            "alacritty",
            "contour",
            "foot",
            "iterm2",
            "mlterm",
            "rio",
            "wezterm",
            "xterm-ghostty",
            "xterm-kitty",
        ];
        let has_cube = term.contains("256color") || known.iter().any(|name| term.starts_with(name));
        let is_set = |name: &str| !variable(name).is_empty();
        if has_cube || ["COLORTERM", "MLTERM", "WT_SESSION", "XTERM_VERSION"].into_iter().any(is_set) {
            Colours::Indexed
        } else {
            Colours::Sixteen
        }
    }
}

/// The terminal's background.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Background {
    #[default]
    Dark,
    Light,
}

impl Background {
    /// Reads `COLORFGBG`, such as `15;0` or `0;default;15`: the last number is the background.
    pub fn from_colorfgbg(value: &str) -> Option<Background> {
        match value.rsplit_once(';')?.1.parse().ok()? {
            0..=6 | 8 => Some(Background::Dark),
            7 | 9..=15 => Some(Background::Light),
            _ => None,
        }
    }

    /// The background on which text of the opposite kind has more contrast.
    pub fn from_rgb(rgb: [u8; 3]) -> Background {
        // Black and white have the same contrast with a luminance of 0.179.
        if luminance(rgb) > 0.179 { Background::Light } else { Background::Dark }
    }
}

/// The relative luminance of an sRGB colour, as defined by WCAG 2.
pub fn luminance(rgb: [u8; 3]) -> f64 {
    let linear = |value: u8| {
        let value = f64::from(value) / 255.0;
        if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
    };
    let [red, green, blue] = rgb.map(linear);
    0.2126 * red + 0.7152 * green + 0.0722 * blue
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_environment_says_how_many_colours_there_are() {
        for (variables, colours) in [
            (&[("TERM", "linux")][..], Colours::Sixteen),
            (&[("TERM", "xterm")], Colours::Sixteen),
            (&[("TERM", "screen")], Colours::Sixteen),
            (&[("TERM", "xterm-256color")], Colours::Indexed),
            (&[("TERM", "xterm-kitty")], Colours::Indexed),
            (&[("TERM", "foot")], Colours::Indexed),
            (&[("TERM", "mlterm")], Colours::Indexed),
            (&[("TERM", "xterm"), ("MLTERM", "3.9.0")], Colours::Indexed),
            (&[("TERM", "xterm"), ("COLORTERM", "1")], Colours::Indexed),
            (&[("TERM", "xterm-direct")], Colours::Rgb),
            (&[("TERM", "screen"), ("COLORTERM", "truecolor")], Colours::Rgb),
        ] {
            let variable = |name: &str| {
                let found = variables.iter().find(|(own, _)| *own == name);
                found.map_or(String::new(), |(_, value)| (*value).to_owned())
            };
            assert_eq!(Colours::from_environment(&variable), colours, "{variables:?}");
        }
    }

    #[test]
    fn colorfgbg_ends_in_the_background() {
        for (value, background) in [
            ("15;0", Some(Background::Dark)),
            ("12;8", Some(Background::Dark)),
            ("0;15", Some(Background::Light)),
            ("0;default;15", Some(Background::Light)),
            ("0;7", Some(Background::Light)),
            ("default;default", None),
            ("15", None),
            ("", None),
        ] {
            assert_eq!(Background::from_colorfgbg(value), background, "{value}");
        }
    }

    #[test]
    fn a_background_is_light_where_black_text_is_read_better() {
        for (rgb, background) in [
            ([0, 0, 0], Background::Dark),
            ([0x00, 0x2b, 0x36], Background::Dark),
            ([0x2e, 0x34, 0x36], Background::Dark),
            ([0xfd, 0xf6, 0xe3], Background::Light),
            ([0x9a, 0x9a, 0x9a], Background::Light),
        ] {
            assert_eq!(Background::from_rgb(rgb), background, "{rgb:?}");
        }
    }
}
