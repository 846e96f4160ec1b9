//! Keys as people write them: `ctrl-s`, `alt-up`, `f8`, `?`.

use crossterm::event::{Event, KeyCode, KeyEvent, KeyModifiers};

/// Enter in place of Ctrl-J, which readline accepts as Enter too. A terminal sends it for an Enter that is
/// pressed while the program takes the terminal over.
pub(crate) fn with_enter(event: Event) -> Event {
    match event {
        Event::Key(key) if key.code == KeyCode::Char('j') && key.modifiers == KeyModifiers::CONTROL => {
            Event::Key(KeyEvent { code: KeyCode::Enter, modifiers: KeyModifiers::NONE, ..key })
        }
        event => event,
    }
}

/// A key with its modifiers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Key {
    pub code: KeyCode,
    pub modifiers: KeyModifiers,
}

impl Key {
    pub fn of(event: KeyEvent) -> Key {
        let mut modifiers =
            event.modifiers & (KeyModifiers::CONTROL | KeyModifiers::ALT | KeyModifiers::SHIFT);
        let mut code = event.code;
        match code {
            // The letter says it already.
            KeyCode::Char(c) if !c.is_ascii_lowercase() => {
                modifiers -= KeyModifiers::SHIFT;
                if modifiers.contains(KeyModifiers::CONTROL) {
                    code = KeyCode::Char(c.to_ascii_lowercase());
                }
            }
            KeyCode::BackTab => {
                code = KeyCode::Tab;
                modifiers |= KeyModifiers::SHIFT;
            }
            _ => {}
        }
        Key { code, modifiers }.normalised()
    }

    /// Terminals send one byte for Ctrl-_, Ctrl-/ and Ctrl-7. Ctrl-J is Enter, as [`with_enter`] says.
    fn normalised(self) -> Key {
        match self.code {
            KeyCode::Char('j') if self.modifiers == KeyModifiers::CONTROL => {
                Key { code: KeyCode::Enter, modifiers: KeyModifiers::NONE }
            }
            KeyCode::Char('_' | '/' | '7') if self.modifiers == KeyModifiers::CONTROL => {
                Key { code: KeyCode::Char('_'), ..self }
            }
            _ => self,
        }
    }

    pub fn has_alt(self) -> bool {
        self.modifiers.contains(KeyModifiers::ALT)
    }

    /// The character that the key types into a text.
    pub fn character(self) -> Option<char> {
        match self.code {
            KeyCode::Char(c) if self.modifiers.difference(KeyModifiers::SHIFT).is_empty() => Some(c),
            _ => None,
        }
    }

    /// The key with a small letter, as without Shift and Caps Lock.
    pub fn lowercase(self) -> Key {
        match self.code {
            KeyCode::Char(c) => Key { code: KeyCode::Char(c.to_ascii_lowercase()), ..self },
            _ => self,
        }
    }

    /// The key of the same letter, small or capital; `None` if it is no letter.
    pub fn swap_case(self) -> Option<Key> {
        let KeyCode::Char(c) = self.code else { return None };
        let other = if c.is_uppercase() { c.to_lowercase().next() } else { c.to_uppercase().next() };
        other.filter(|other| *other != c).map(|other| Key { code: KeyCode::Char(other), ..self })
    }

    /// Parses a key; `None` if it is not one.
    pub fn parse(text: &str) -> Option<Key> {
        let mut modifiers = KeyModifiers::NONE;
        let mut rest = text;
        loop {
            let lower = rest.to_ascii_lowercase();
            let (flag, len) = if lower.starts_with("ctrl-") && rest.len() > 5 {
                (KeyModifiers::CONTROL, 5)
            } else if lower.starts_with("alt-") && rest.len() > 4 {
                (KeyModifiers::ALT, 4)
            } else if lower.starts_with("shift-") && rest.len() > 6 {
                (KeyModifiers::SHIFT, 6)
            } else {
                break;
            };
            modifiers |= flag;
            rest = &rest[len..];
        }
        let mut chars = rest.chars();
        let code = match (chars.next(), chars.next()) {
            (Some(c), None) => KeyCode::Char(c),
            _ => named(&rest.to_ascii_lowercase())?,
        };
        Some(Key { code, modifiers }.normalised())
    }

    /// The key as it is shown: `Ctrl-S`.
    pub fn label(self) -> String {
        let mut out = String::new();
        for (flag, word) in
            [(KeyModifiers::CONTROL, "Ctrl-"), (KeyModifiers::ALT, "Alt-"), (KeyModifiers::SHIFT, "Shift-")]
        {
            if self.modifiers.contains(flag) {
                out.push_str(word);
            }
        }
        match self.code {
            KeyCode::Char(' ') => out.push_str("Space"),
            KeyCode::Char(',') => out.push_str("Comma"),
            KeyCode::Char(c) if self.modifiers.is_empty() => out.push(c),
            KeyCode::Char(c) => out.extend(c.to_uppercase()),
            KeyCode::F(n) => out.push_str(&format!("F{n}")),
            code => {
                out.push_str(NAMED.iter().find(|(_, known)| *known == code).map_or("?", |(name, _)| name))
            }
        }
        out
    }
}

const NAMED: [(&str, KeyCode); 15] = [
    ("Enter", KeyCode::Enter),
    ("Tab", KeyCode::Tab),
    ("Esc", KeyCode::Esc),
    ("Space", KeyCode::Char(' ')),
    // Labels are listed with commas between them.
    ("Comma", KeyCode::Char(',')),
    ("Up", KeyCode::Up),
    ("Down", KeyCode::Down),
    ("Left", KeyCode::Left),
    ("Right", KeyCode::Right),
    ("Home", KeyCode::Home),
    ("End", KeyCode::End),
    ("PageUp", KeyCode::PageUp),
    ("PageDown", KeyCode::PageDown),
    ("Delete", KeyCode::Delete),
    ("Backspace", KeyCode::Backspace),
];

fn named(name: &str) -> Option<KeyCode> {
    if let Some(number) = name.strip_prefix('f').and_then(|number| number.parse::<u8>().ok()) {
        return (1..=24).contains(&number).then_some(KeyCode::F(number));
    }
    NAMED.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, code)| *code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_read_as_they_are_shown() {
        for text in ["Ctrl-S", "Alt-Up", "F8", "Shift-Tab", "Space", "Ctrl-Alt-Delete", "?"] {
            assert_eq!(Key::parse(&text.to_lowercase()).unwrap().label(), text);
        }
        assert_eq!(Key::parse("hyper-x"), None);
        assert_eq!(Key::parse(""), None);
        for text in ["ctrl-/", "ctrl-7", "ctrl-_"] {
            assert_eq!(Key::parse(text).unwrap().label(), "Ctrl-_", "one byte for all of them");
        }
        let sent = KeyEvent::new(KeyCode::Char('7'), KeyModifiers::CONTROL);
        assert_eq!(Key::of(sent), Key::parse("ctrl-_").unwrap());
        assert_eq!(Key::parse("ctrl-j").unwrap().label(), "Enter");
        let line_feed = KeyEvent::new(KeyCode::Char('j'), KeyModifiers::CONTROL);
        assert_eq!(with_enter(Event::Key(line_feed)), Event::Key(KeyCode::Enter.into()));
        let typed = KeyEvent::new(KeyCode::BackTab, KeyModifiers::SHIFT);
        assert_eq!(Key::of(typed), Key::parse("shift-tab").unwrap());
    }
}
