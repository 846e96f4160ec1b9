//! What the terminal sends before crossterm reads it: the answer about the device attributes, whose content crossterm
//! drops, and the keys that were typed before the answer.

use crossterm::event::{Event, KeyCode, KeyEvent, KeyModifiers};

use super::Answer;

/// Asks for the number of colour registers (XTSMGRAPHICS), and then for the device attributes (DA1), which every
/// terminal answers.
pub const QUESTION: &str = "\x1b[?1;1;0S\x1b[c";

/// With fewer colours, half blocks show more of an image.
const LEAST_COLOURS: u32 = 17;

const ESC: u8 = 0x1b;
const PASTE_START: &[u8] = b"200~";
const PASTE_END: &[u8] = b"\x1b[201~";

/// What a byte completes.
#[derive(Clone, Debug, PartialEq)]
pub enum Early {
    Typed(Event),
    /// The last answer that is read here. Everything after it is crossterm's.
    Attributes(Answer),
}

/// What bytes are, from the first one on.
#[derive(Clone, Debug, PartialEq)]
enum Part {
    Incomplete,
    Typed(Event),
    Registers(u32),
    Attributes { has_sixels: bool },
    Unknown,
}

/// Takes the bytes one by one.
#[derive(Debug, Default)]
pub struct Reader {
    bytes: Vec<u8>,
    registers: Option<u32>,
}

impl Reader {
    /// Takes the next byte.
    pub fn take(&mut self, byte: u8) -> Option<Early> {
        if byte == ESC && self.bytes == [ESC] {
            return self.end_with(vec![ESC]);
        }
        self.bytes.push(byte);
        let part = part_of(&self.bytes);
        if part != Part::Incomplete {
            self.bytes.clear();
        }
        match part {
            Part::Typed(event) => Some(Early::Typed(event)),
            Part::Registers(count) => {
                self.registers = Some(count);
                None
            }
            Part::Attributes { has_sixels } => {
                let has_colours = self.registers.is_none_or(|count| count >= LEAST_COLOURS);
                let shows = has_sixels && has_colours;
                Some(Early::Attributes(if shows { Answer::ShowsSixels } else { Answer::Nothing }))
            }
            Part::Incomplete | Part::Unknown => None,
        }
    }

    /// True between the bytes of a key or an answer.
    pub fn is_within(&self) -> bool {
        !self.bytes.is_empty()
    }

    /// Ends what is not complete, as nothing follows: an escape is a key.
    pub fn pause(&mut self) -> Option<Early> {
        self.end_with(Vec::new())
    }

    fn end_with(&mut self, next: Vec<u8>) -> Option<Early> {
        let is_escape = self.bytes == [ESC];
        self.bytes = next;
        is_escape.then(|| Early::Typed(key(KeyCode::Esc, KeyModifiers::NONE)))
    }
}

fn key(code: KeyCode, modifiers: KeyModifiers) -> Event {
    Event::Key(KeyEvent::new(code, modifiers))
}

fn part_of(bytes: &[u8]) -> Part {
    match bytes {
        [ESC] | [ESC, b'O'] => Part::Incomplete,
        [ESC, b'[', rest @ ..] => sequence(rest),
        [ESC, b'O', end] => {
            code_of(*end).map_or(Part::Unknown, |code| Part::Typed(key(code, modifiers_of(1))))
        }
        [ESC, rest @ ..] => character(rest, KeyModifiers::ALT),
        rest => character(rest, KeyModifiers::NONE),
    }
}

/// A character, with the keys of crossterm for those that are not printed.
fn character(bytes: &[u8], modifiers: KeyModifiers) -> Part {
    let c = match std::str::from_utf8(bytes) {
        Ok(text) => text.chars().next(),
        Err(error) if error.error_len().is_none() => return Part::Incomplete,
        Err(_) => None,
    };
    let Some(c) = c else { return Part::Unknown };
    let control = |base: u8, first: char| {
        let offset = (u32::from(c) - u32::from(first)) as u8;
        (KeyCode::Char(char::from(base + offset)), KeyModifiers::CONTROL)
    };
    let (code, own) = match c {
        '\r' => (KeyCode::Enter, KeyModifiers::NONE),
        '\t' => (KeyCode::Tab, KeyModifiers::NONE),
        '\x7f' => (KeyCode::Backspace, KeyModifiers::NONE),
        '\0' => (KeyCode::Char(' '), KeyModifiers::CONTROL),
        '\x01'..='\x1a' => control(b'a', '\x01'),
        '\x1c'..='\x1f' => control(b'4', '\x1c'),
        _ if c.is_uppercase() => (KeyCode::Char(c), KeyModifiers::SHIFT),
        _ => (KeyCode::Char(c), KeyModifiers::NONE),
    };
    Part::Typed(key(code, modifiers | own))
}

/// What follows `ESC [`.
fn sequence(bytes: &[u8]) -> Part {
    if let Some(paste) = bytes.strip_prefix(PASTE_START) {
        let Some(text) = paste.strip_suffix(PASTE_END) else { return Part::Incomplete };
        return Part::Typed(Event::Paste(String::from_utf8_lossy(text).into_owned()));
    }
    let [parameters @ .., end @ 0x40..=0x7e] = bytes else { return Part::Incomplete };
    let Ok(parameters) = std::str::from_utf8(parameters) else { return Part::Unknown };
    if let Some(answer) = parameters.strip_prefix('?') {
        return answer_of(answer, *end);
    }
    let mut numbers = parameters.split(';').map_while(|number| number.parse::<u8>().ok());
    let (number, modifiers) = (numbers.next(), numbers.next().unwrap_or(1));
    let code = match end {
        b'~' => number.and_then(code_of_number),
        b'I' => return Part::Typed(Event::FocusGained),
        b'O' => return Part::Typed(Event::FocusLost),
        b'Z' => return Part::Typed(key(KeyCode::BackTab, KeyModifiers::SHIFT)),
        _ if parameters.starts_with('<') => None,
        end => code_of(*end),
    };
    code.map_or(Part::Unknown, |code| Part::Typed(key(code, modifiers_of(modifiers))))
}

/// Reads what is between `ESC [ ?` and the last character.
fn answer_of(text: &str, end: u8) -> Part {
    match end {
        b'c' => Part::Attributes { has_sixels: text.split(';').any(|number| number == "4") },
        b'S' => {
            let count = text.strip_prefix("1;0;").and_then(|count| count.parse().ok());
            count.map_or(Part::Unknown, Part::Registers)
        }
        _ => Part::Unknown,
    }
}

/// The key of a sequence's last character.
fn code_of(end: u8) -> Option<KeyCode> {
    Some(match end {
        b'A' => KeyCode::Up,
        b'B' => KeyCode::Down,
        b'C' => KeyCode::Right,
        b'D' => KeyCode::Left,
        b'F' => KeyCode::End,
        b'H' => KeyCode::Home,
        b'P'..=b'S' => KeyCode::F(end - b'P' + 1),
        _ => return None,
    })
}

/// The key of a sequence such as `ESC [ 5 ~`.
fn code_of_number(number: u8) -> Option<KeyCode> {
    Some(match number {
        1 | 7 => KeyCode::Home,
        2 => KeyCode::Insert,
        3 => KeyCode::Delete,
        4 | 8 => KeyCode::End,
        5 => KeyCode::PageUp,
        6 => KeyCode::PageDown,
        11..=15 => KeyCode::F(number - 10),
        17..=21 => KeyCode::F(number - 11),
        23 | 24 => KeyCode::F(number - 12),
        _ => return None,
    })
}

/// The modifiers of a number that is one more than their bits.
fn modifiers_of(number: u8) -> KeyModifiers {
    let bits = number.saturating_sub(1);
    let all = [(1, KeyModifiers::SHIFT), (2, KeyModifiers::ALT), (4, KeyModifiers::CONTROL)];
    all.into_iter().filter(|(bit, _)| bits & bit != 0).map(|(_, modifier)| modifier).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<Early> {
        let mut reader = Reader::default();
        let mut read: Vec<Early> = text.bytes().filter_map(|byte| reader.take(byte)).collect();
        read.extend(reader.pause());
        read
    }

    fn typed(code: KeyCode, modifiers: KeyModifiers) -> Early {
        Early::Typed(key(code, modifiers))
    }

    #[test]
    fn sixels_need_the_attribute_and_more_than_sixteen_colours() {
        for (answer, said) in [
            ("\x1b[?1;0;256S\x1b[?63;1;2;4;6;9c", Answer::ShowsSixels),
            ("\x1b[?1;0;16S\x1b[?63;1;2;4;6;9c", Answer::Nothing),
            ("\x1b[?63;1;2;4c", Answer::ShowsSixels),
            ("\x1b[?1;3;0S\x1b[?63;4c", Answer::ShowsSixels),
            ("\x1b[?1;0;256S\x1b[?64;1;2;6;44;14c", Answer::Nothing),
            ("\x1b[?6c", Answer::Nothing),
        ] {
            assert_eq!(read(answer), [Early::Attributes(said)], "{}", answer.escape_debug());
        }
    }

    #[test]
    fn what_is_typed_before_the_answer_is_read_as_crossterm_reads_it() {
        let none = KeyModifiers::NONE;
        for (bytes, keys) in [
            ("aÄ", vec![(KeyCode::Char('a'), none), (KeyCode::Char('Ä'), KeyModifiers::SHIFT)]),
            ("\r\t\x7f", vec![(KeyCode::Enter, none), (KeyCode::Tab, none), (KeyCode::Backspace, none)]),
            ("\x13", vec![(KeyCode::Char('s'), KeyModifiers::CONTROL)]),
            ("\x1f", vec![(KeyCode::Char('7'), KeyModifiers::CONTROL)]),
            ("\x1bu", vec![(KeyCode::Char('u'), KeyModifiers::ALT)]),
            ("\x1b", vec![(KeyCode::Esc, none)]),
            ("\x1b\x1b[B", vec![(KeyCode::Esc, none), (KeyCode::Down, none)]),
            ("\x1b[A\x1bOB", vec![(KeyCode::Up, none), (KeyCode::Down, none)]),
            ("\x1bOP\x1b[17~", vec![(KeyCode::F(1), none), (KeyCode::F(6), none)]),
            ("\x1b[1;5F", vec![(KeyCode::End, KeyModifiers::CONTROL)]),
            ("\x1b[1;2H", vec![(KeyCode::Home, KeyModifiers::SHIFT)]),
            ("\x1b[Z", vec![(KeyCode::BackTab, KeyModifiers::SHIFT)]),
        ] {
            let keys: Vec<Early> = keys.into_iter().map(|(code, modifiers)| typed(code, modifiers)).collect();
            assert_eq!(read(bytes), keys, "{}", bytes.escape_debug());
            let mut answered = keys;
            answered.push(Early::Attributes(Answer::ShowsSixels));
            let bytes = format!("{bytes}\x1b[?62;4c");
            assert_eq!(read(&bytes), answered, "{}", bytes.escape_debug());
        }
    }

    #[test]
    fn a_paste_stays_one_and_unknown_sequences_are_nothing() {
        let paste = Early::Typed(Event::Paste("one\ntwo \x1b[A".to_owned()));
        assert_eq!(read("\x1b[200~one\ntwo \x1b[A\x1b[201~"), [paste]);
        assert_eq!(
            read("\x1b[I\x1b[<0;10;5M\x1b[99zx"),
            [Early::Typed(Event::FocusGained), typed(KeyCode::Char('x'), KeyModifiers::NONE)]
        );
    }
}
