//! By what means this terminal shows images. The environment decides it where it can; else the
//! terminal is asked, but never a multiplexer, unless the user says so.

use crate::platform::IS_UNIX;
use crate::tui::ask::Question;
use crate::tui::theme::Colours;

/// How an image gets onto the screen.
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
pub const NAMES: [&str; 7] = ["auto", "ask", "off", "halfblocks", "kitty", "sixel", "iterm2"];

impl Means {
    /// What `images` in the configuration says, and what the terminal is to be asked; `None` for
    /// what it can't say.
    pub fn by_name(
        name: &str,
        no_color: bool,
        colours: Colours,
        variable: &dyn Fn(&str) -> String,
    ) -> Option<(Means, Option<Question>)> {
        let half_blocks = Means::HalfBlocks { true_colour: colours == Colours::Rgb };
        // They need the colours of the cube.
        let where_possible = if colours == Colours::Sixteen { Means::Off } else { half_blocks };
        let means = match name {
            // Half blocks are nothing but colours, and kitty's images are named by one.
            "auto" | "ask" if no_color => Means::Off,
            "auto" | "ask" => return Some(guess(where_possible, name == "ask", variable)),
            "off" => Means::Off,
            "halfblocks" => half_blocks,
            "kitty" => Means::Kitty,
            "sixel" => Means::Sixel,
            "iterm2" => Means::Iterm2,
            _ => return None,
        };
        Some((means, None))
    }

    /// True if it needs the number of pixels in a cell.
    pub fn has_pixels(self) -> bool {
        matches!(self, Means::Kitty | Means::Sixel | Means::Iterm2)
    }
}

/// `through` says that a multiplexer may be asked.
fn guess(half_blocks: Means, through: bool, variable: &dyn Fn(&str) -> String) -> (Means, Option<Question>) {
    let (term, program) = (variable("TERM"), variable("TERM_PROGRAM"));
    let is = |names: &[&str]| names.iter().any(|name| term.starts_with(name));
    if term.is_empty() || term == "dumb" || is(&["linux", "vt1", "vt2", "vt3", "vt5"]) {
        return (Means::Off, None);
    }
    // What is outside of a multiplexer may change, and what it passes on is the user's to say.
    if program == "tmux" || is(&["tmux"]) || !variable("TMUX").is_empty() {
        return (half_blocks, through.then_some(Question::ThroughTmux));
    }
    if is(&["screen"]) || !variable("STY").is_empty() {
        return (half_blocks, None);
    }
    if is(&["xterm-ghostty"]) || program == "ghostty" {
        return (Means::Kitty, None);
    }
    // Older versions show placeholders as unknown characters.
    if is(&["xterm-kitty"]) {
        return (half_blocks, Some(Question::Version));
    }
    if is(&["foot", "mlterm", "contour", "yaft"]) || !variable("MLTERM").is_empty() {
        return (Means::Sixel, None);
    }
    let iterm2 = ["iTerm.app", "WezTerm", "mintty", "rio", "WarpTerminal"];
    if iterm2.contains(&program.as_str()) || variable("LC_TERMINAL") == "iTerm2" {
        return (Means::Iterm2, None);
    }
    // Of a terminal that was started out of kitty, it would be a left-over.
    if program.is_empty() && !variable("KITTY_WINDOW_ID").is_empty() {
        return (half_blocks, Some(Question::Version));
    }
    // It says yes to kitty's images, but has none of the kind that stays within its cells. Its sixels stay on
    // the screen under what is drawn later.
    if !variable("KONSOLE_VERSION").is_empty() {
        return (half_blocks, None);
    }
    if program == "Apple_Terminal" {
        // It would print the question.
        return (half_blocks, None);
    }
    // What is typed before the answer about its attributes is read in another way, so only xterm is asked for them
    // without a request for it.
    let is_asked = IS_UNIX && (through || !variable("XTERM_VERSION").is_empty());
    (half_blocks, Some(if is_asked { Question::Attributes } else { Question::Plain }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn by_name(name: &str, variables: &[(&str, &str)], no_color: bool) -> Option<(Means, Option<Question>)> {
        let variable = |name: &str| {
            variables.iter().find(|(own, _)| *own == name).map_or(String::new(), |(_, value)| (*value).into())
        };
        Means::by_name(name, no_color, Colours::from_environment(&variable), &variable)
    }

    #[test]
    fn the_environment_tells_the_means() {
        let coarse = Means::HalfBlocks { true_colour: false };
        let fine = Means::HalfBlocks { true_colour: true };
        for (variables, means, question) in [
            (&[("TERM", "xterm-kitty")][..], coarse, Some(Question::Version)),
            (&[("TERM", "xterm-256color"), ("KITTY_WINDOW_ID", "1")], coarse, Some(Question::Version)),
            (&[("TERM", "xterm-ghostty")], Means::Kitty, None),
            (&[("TERM", "foot"), ("KITTY_WINDOW_ID", "1")], Means::Sixel, None),
            (&[("TERM", "xterm-256color"), ("TERM_PROGRAM", "WezTerm")], Means::Iterm2, None),
            (&[("TERM", "xterm-256color"), ("LC_TERMINAL", "iTerm2")], Means::Iterm2, None),
            (&[("TERM", "xterm-256color")], coarse, Some(Question::Plain)),
            (&[("TERM", "xterm-256color"), ("COLORTERM", "truecolor")], fine, Some(Question::Plain)),
            (
                &[("TERM", "xterm"), ("XTERM_VERSION", "XTerm(379)")],
                coarse,
                Some(if IS_UNIX { Question::Attributes } else { Question::Plain }),
            ),
            (&[("TERM", "xterm"), ("MLTERM", "3.9.0")], Means::Sixel, None),
            (&[("TERM", "tmux-256color"), ("XTERM_VERSION", "XTerm(379)")], coarse, None),
            (&[("TERM", "xterm-256color"), ("KONSOLE_VERSION", "230800")], coarse, None),
            (&[("TERM", "xterm-256color"), ("KONSOLE_VERSION", "211200")], coarse, None),
            (&[("TERM", "xterm-256color"), ("TERM_PROGRAM", "Apple_Terminal")], coarse, None),
            (&[("TERM", "tmux-256color"), ("KITTY_WINDOW_ID", "1")], coarse, None),
            (&[("TERM", "xterm-kitty"), ("TMUX", "/tmp/tmux-0/default,1,0")], coarse, None),
            (&[("TERM", "screen"), ("COLORTERM", "truecolor")], fine, None),
            (&[("TERM", "screen")], Means::Off, None),
            (&[("TERM", "xterm")], Means::Off, Some(Question::Plain)),
            (&[("TERM", "dumb")], Means::Off, None),
            (&[("TERM", "linux")], Means::Off, None),
            (&[], Means::Off, None),
        ] {
            assert_eq!(by_name("auto", variables, false), Some((means, question)), "{variables:?}");
        }
        assert_eq!(by_name("auto", &[("TERM", "xterm-kitty")], true), Some((Means::Off, None)));
    }

    #[test]
    fn a_multiplexer_is_asked_only_where_the_user_says_so() {
        let coarse = Means::HalfBlocks { true_colour: false };
        for (variables, question) in [
            (&[("TERM", "tmux-256color")][..], Some(Question::ThroughTmux)),
            (&[("TERM", "xterm-256color"), ("TMUX", "x")], Some(Question::ThroughTmux)),
            (&[("TERM", "screen.xterm-256color")], None),
        ] {
            assert_eq!(by_name("auto", variables, false), Some((coarse, None)), "{variables:?}");
            assert_eq!(by_name("ask", variables, false), Some((coarse, question)), "{variables:?}");
        }
    }

    #[test]
    fn what_is_said_wins_over_the_environment() {
        let tmux = &[("TMUX", "x"), ("TERM", "tmux")];
        assert_eq!(by_name("kitty", tmux, true), Some((Means::Kitty, None)));
        assert_eq!(by_name("off", tmux, false), Some((Means::Off, None)));
        assert_eq!(by_name("fax", tmux, false), None);
        let coarse = Means::HalfBlocks { true_colour: false };
        assert_eq!(by_name("halfblocks", &[("TERM", "xterm")], false), Some((coarse, None)));
    }
}
