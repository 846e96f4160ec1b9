//! By what means this terminal shows pictures. Decided by the environment alone: nothing is asked
//! of the terminal, so no answer can be taken for keys, nothing waits, and tmux is left as it is.

/// How a picture gets onto the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Means {
    Off,
    /// Two pixels in a cell, as its two colours: everywhere.
    HalfBlocks {
        /// Any colour, rather than the nearest of 256.
        true_colour: bool,
    },
    Kitty,
    Sixel,
    Iterm2,
}

/// The values that `images` in the configuration can have.
pub const NAMES: [&str; 6] = ["auto", "off", "halfblocks", "kitty", "sixel", "iterm2"];

impl Means {
    /// What `images` in the configuration asks for; `None` for what it can't be.
    pub fn by_name(name: &str, no_color: bool, variable: &dyn Fn(&str) -> String) -> Option<Means> {
        let half_blocks = Means::HalfBlocks { true_colour: has_true_colour(variable) };
        Some(match name {
            // Half blocks are nothing but colours, and kitty's pictures are named by one.
            "auto" if no_color => Means::Off,
            "auto" => guess(half_blocks, variable),
            "off" => Means::Off,
            "halfblocks" => half_blocks,
            "kitty" => Means::Kitty,
            "sixel" => Means::Sixel,
            "iterm2" => Means::Iterm2,
            _ => return None,
        })
    }

    /// Whether it needs to know how many pixels a cell has.
    pub fn has_pixels(self) -> bool {
        matches!(self, Means::Kitty | Means::Sixel | Means::Iterm2)
    }
}

fn guess(half_blocks: Means, variable: &dyn Fn(&str) -> String) -> Means {
    let (term, program) = (variable("TERM"), variable("TERM_PROGRAM"));
    let is = |names: &[&str]| names.iter().any(|name| term.starts_with(name));
    if term.is_empty() || term == "dumb" || is(&["linux", "vt1", "vt2", "vt3", "vt5"]) {
        return Means::Off;
    }
    // What is outside of a multiplexer may change, and what it passes on is the user's to say.
    if is(&["tmux", "screen"])
        || program == "tmux"
        || !variable("TMUX").is_empty()
        || !variable("STY").is_empty()
    {
        return half_blocks;
    }
    if is(&["xterm-kitty", "xterm-ghostty"]) || program == "ghostty" {
        return Means::Kitty;
    }
    if is(&["foot", "mlterm", "contour", "yaft"]) {
        return Means::Sixel;
    }
    let iterm2 = ["iTerm.app", "WezTerm", "mintty", "rio", "WarpTerminal"];
    if iterm2.contains(&program.as_str()) || variable("LC_TERMINAL") == "iTerm2" {
        return Means::Iterm2;
    }
    // Of a terminal that was started out of kitty, it would be a left-over.
    if program.is_empty() && !variable("KITTY_WINDOW_ID").is_empty() {
        return Means::Kitty;
    }
    half_blocks
}

fn has_true_colour(variable: &dyn Fn(&str) -> String) -> bool {
    matches!(variable("COLORTERM").as_str(), "truecolor" | "24bit") || variable("TERM").ends_with("-direct")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn auto(variables: &[(&str, &str)], no_color: bool) -> Means {
        let variable = |name: &str| {
            variables.iter().find(|(own, _)| *own == name).map_or(String::new(), |(_, value)| (*value).into())
        };
        Means::by_name("auto", no_color, &variable).unwrap()
    }

    #[test]
    fn the_environment_tells_the_means() {
        let coarse = Means::HalfBlocks { true_colour: false };
        let fine = Means::HalfBlocks { true_colour: true };
        for (variables, means) in [
            (&[("TERM", "xterm-kitty")][..], Means::Kitty),
            (&[("TERM", "xterm-256color"), ("KITTY_WINDOW_ID", "1")], Means::Kitty),
            (&[("TERM", "foot"), ("KITTY_WINDOW_ID", "1")], Means::Sixel),
            (&[("TERM", "xterm-256color"), ("TERM_PROGRAM", "WezTerm")], Means::Iterm2),
            (&[("TERM", "xterm-256color"), ("LC_TERMINAL", "iTerm2")], Means::Iterm2),
            (&[("TERM", "xterm-256color")], coarse),
            (&[("TERM", "xterm-256color"), ("COLORTERM", "truecolor")], fine),
            (&[("TERM", "tmux-256color"), ("KITTY_WINDOW_ID", "1")], coarse),
            (&[("TERM", "xterm-kitty"), ("TMUX", "/tmp/tmux-0/default,1,0")], coarse),
            (&[("TERM", "screen"), ("COLORTERM", "truecolor")], fine),
            (&[("TERM", "dumb")], Means::Off),
            (&[("TERM", "linux")], Means::Off),
            (&[], Means::Off),
        ] {
            assert_eq!(auto(variables, false), means, "{variables:?}");
        }
        assert_eq!(auto(&[("TERM", "xterm-kitty")], true), Means::Off);
    }

    #[test]
    fn what_is_asked_for_wins_over_the_environment() {
        let tmux = |name: &str| if name == "TMUX" { "x".to_owned() } else { String::new() };
        assert_eq!(Means::by_name("kitty", true, &tmux), Some(Means::Kitty));
        assert_eq!(Means::by_name("off", false, &tmux), Some(Means::Off));
        assert_eq!(Means::by_name("fax", false, &tmux), None);
    }
}
