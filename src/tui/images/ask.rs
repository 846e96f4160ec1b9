//! Asks the terminal whether it shows kitty's images. The answer comes as keys, from the one
//! reader that there is, and is picked out of them: nobody waits for it, and no second reader can
//! eat what is typed (as in ratatui-image#202).

use crossterm::event::{Event, KeyCode, KeyModifiers};

/// How it is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Question {
    Plain,
    /// In the envelope in which tmux passes things on.
    ThroughTmux,
}

impl Question {
    /// An image of one pixel, which is only to be judged.
    pub fn text(self) -> &'static str {
        match self {
            Question::Plain => "\x1b_Gi=4711,s=1,v=1,a=q,t=d,f=24;AAAA\x1b\\",
            Question::ThroughTmux => "\x1bPtmux;\x1b\x1b_Gi=4711,s=1,v=1,a=q,t=d,f=24;AAAA\x1b\x1b\\\x1b\\",
        }
    }
}

/// How the answer begins; crossterm takes its `ESC _` for Alt-_, and the `ESC \` at its end for
/// Alt-\.
const START: &str = "Gi=4711;";
/// No answer is longer.
const LONGEST: usize = 80;

/// The outcome of an event.
#[derive(Debug, PartialEq)]
pub enum Heard {
    /// The user's; mostly one, more where they looked like an answer until now, none while they do.
    Events(Vec<Event>),
    /// The terminal has answered, and this is whether it shows kitty's images.
    Answer(bool),
}

/// Picks the answer out of the events.
#[derive(Debug, Default)]
pub struct Answer {
    /// Events that look like the answer so far.
    held: Vec<Event>,
    text: String,
}

impl Answer {
    pub fn hear(&mut self, event: Event) -> Heard {
        let key = match &event {
            Event::Key(key) => match key.code {
                KeyCode::Char(c) => Some((c, key.modifiers.contains(KeyModifiers::ALT))),
                _ => None,
            },
            _ => None,
        };
        self.held.push(event);
        match key {
            Some(('_', true)) if self.held.len() == 1 => Heard::Events(Vec::new()),
            Some(('\\', true)) if self.text.starts_with(START) => {
                self.held.clear();
                Heard::Answer(std::mem::take(&mut self.text)[START.len()..] == *"OK")
            }
            Some((c, false)) if self.held.len() > 1 && self.fits(c) => {
                self.text.push(c);
                Heard::Events(Vec::new())
            }
            _ => {
                self.text.clear();
                Heard::Events(std::mem::take(&mut self.held))
            }
        }
    }

    fn fits(&self, c: char) -> bool {
        match START[self.text.len().min(START.len())..].chars().next() {
            Some(wanted) => c == wanted,
            None => c.is_ascii() && self.text.len() < LONGEST,
        }
    }
}

#[cfg(test)]
mod tests {
    use crossterm::event::KeyEvent;

    use super::*;

    /// As crossterm reads them: an escape makes the next key an Alt.
    fn keys(text: &str) -> Vec<Event> {
        let mut out = Vec::new();
        let mut modifiers = KeyModifiers::NONE;
        for c in text.chars() {
            if c == '\x1b' {
                modifiers = KeyModifiers::ALT;
                continue;
            }
            let shift = if c.is_uppercase() { KeyModifiers::SHIFT } else { KeyModifiers::NONE };
            out.push(Event::Key(KeyEvent::new(KeyCode::Char(c), modifiers | shift)));
            modifiers = KeyModifiers::NONE;
        }
        out
    }

    fn heard(events: Vec<Event>) -> (Vec<Event>, Vec<bool>) {
        let mut answer = Answer::default();
        let (mut left, mut answers) = (Vec::new(), Vec::new());
        for event in events {
            match answer.hear(event) {
                Heard::Events(events) => left.extend(events),
                Heard::Answer(shows) => answers.push(shows),
            }
        }
        left.extend(answer.held);
        (left, answers)
    }

    #[test]
    fn an_answer_is_told_from_keys() {
        assert_eq!(heard(keys("ab\x1b_Gi=4711;OK\x1b\\\x1bxc")), (keys("ab\x1bxc"), vec![true]));
        assert_eq!(heard(keys("a\x1b_Gi=4711;ENOTSUPPORTED:no\x1b\\b")), (keys("ab"), vec![false]));
    }

    #[test]
    fn keys_that_look_like_one_for_a_while_all_arrive() {
        for typed in [
            "\x1b_Gull\x1b\\",
            "\x1b_",
            "\x1b_Gi=4711",
            "\x1b\\x",
            "Gi=4711;OK\x1b\\",
            "\x1b_\x1b_Gi=4711;OK\x1b\\",
            &format!("\x1b_Gi=4711;{}\x1b\\", "x".repeat(200)),
        ] {
            assert_eq!(heard(keys(typed)), (keys(typed), vec![]), "{}", typed.escape_debug());
        }
        let mut mixed = keys("\x1b_Gi=");
        mixed.push(Event::Resize(80, 24));
        assert_eq!(heard(mixed.clone()), (mixed, vec![]));
    }
}
