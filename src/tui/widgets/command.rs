use crossterm::event::{KeyCode, KeyEvent, KeyEventKind, KeyModifiers};

/// A motion of the cursor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Motion {
    Left,
    Right,
    WordLeft,
    WordRight,
    /// One row of the screen up: a wrapped line has several.
    Up,
    Down,
    LineStart,
    LineEnd,
    PageUp,
    PageDown,
    TextStart,
    TextEnd,
}

/// The effect of a motion on the selection, whose other end is the anchor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Anchor {
    /// The selection ends.
    Drop,
    /// The selection begins at the cursor, or is extended.
    Keep,
}

impl Anchor {
    /// Returns [`Self::Keep`] while Shift or the mouse button is held.
    pub fn held(is_held: bool) -> Anchor {
        if is_held { Anchor::Keep } else { Anchor::Drop }
    }
}

/// A command to a text, from a key or a paste.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EditCommand {
    Insert(char),
    Newline,
    Paste(String),
    Backspace,
    Delete,
    DeleteWordBack,
    /// Cuts the selection or, without one, deletes the word before the cursor.
    CutOrDeleteWordBack,
    DeleteWordForward,
    DeleteToLineEnd,
    DeleteToLineStart,
    Move(Motion, Anchor),
    SelectAll,
    Copy,
    Cut,
}

/// True for a key that writes or deletes something in a text.
pub fn is_typed(key: KeyEvent) -> bool {
    use EditCommand as Is;
    !matches!(command_for(key), None | Some(Is::Move(..) | Is::SelectAll | Is::Copy | Is::Cut))
}

/// Returns the command of a key while a text has the focus.
///
/// Tab, Escape and function keys have none: they belong to the surrounding view.
pub fn command_for(key: KeyEvent) -> Option<EditCommand> {
    if is_for_desktop(key) {
        return None;
    }
    let ctrl = key.modifiers.contains(KeyModifiers::CONTROL);
    let alt = key.modifiers.contains(KeyModifiers::ALT);
    if let KeyCode::Char(c) = key.code {
        return match (ctrl, alt) {
            (false, false) => Some(EditCommand::Insert(c)),
            (true, false) => ctrl_command(c),
            (false, true) => alt_command(c),
            // Some terminals report AltGr as both, for characters that have no key.
            (true, true) => (!c.is_ascii_alphanumeric()).then_some(EditCommand::Insert(c)),
        };
    }
    let word = ctrl || alt;
    Some(match key.code {
        KeyCode::Enter => EditCommand::Newline,
        KeyCode::Backspace if word => EditCommand::DeleteWordBack,
        KeyCode::Backspace => EditCommand::Backspace,
        KeyCode::Delete if word => EditCommand::DeleteWordForward,
        KeyCode::Delete => EditCommand::Delete,
        code => {
            let anchor = Anchor::held(key.modifiers.contains(KeyModifiers::SHIFT));
            EditCommand::Move(motion(code, word)?, anchor)
        }
    })
}

/// True for the release of a key, and for keys with the Windows or Command key: they are the desktop's.
pub(super) fn is_for_desktop(key: KeyEvent) -> bool {
    let modifiers = KeyModifiers::SUPER | KeyModifiers::HYPER | KeyModifiers::META;
    key.kind == KeyEventKind::Release || key.modifiers.intersects(modifiers)
}

fn motion(code: KeyCode, word: bool) -> Option<Motion> {
    Some(match (code, word) {
        (KeyCode::Left, false) => Motion::Left,
        (KeyCode::Left, true) => Motion::WordLeft,
        (KeyCode::Right, false) => Motion::Right,
        (KeyCode::Right, true) => Motion::WordRight,
        (KeyCode::Up, false) => Motion::Up,
        (KeyCode::Down, false) => Motion::Down,
        (KeyCode::Home, false) => Motion::LineStart,
        (KeyCode::Home, true) => Motion::TextStart,
        (KeyCode::End, false) => Motion::LineEnd,
        (KeyCode::End, true) => Motion::TextEnd,
        (KeyCode::PageUp, false) => Motion::PageUp,
        (KeyCode::PageDown, false) => Motion::PageDown,
        _ => return None,
    })
}

/// The keys of a shell's command line, and copy. Ctrl-W cuts a selection, as in Emacs. Views that use one of them for something else
/// handle the key before the text does.
fn ctrl_command(c: char) -> Option<EditCommand> {
    Some(match c.to_ascii_lowercase() {
        'a' => EditCommand::Move(Motion::LineStart, Anchor::Drop),
        'e' => EditCommand::Move(Motion::LineEnd, Anchor::Drop),
        'k' => EditCommand::DeleteToLineEnd,
        'u' => EditCommand::DeleteToLineStart,
        'w' => EditCommand::CutOrDeleteWordBack,
        'd' => EditCommand::Delete,
        // Some terminals send this for the Backspace key.
        'h' => EditCommand::Backspace,
        'j' => EditCommand::Newline,
        'c' => EditCommand::Copy,
        _ => return None,
    })
}

fn alt_command(c: char) -> Option<EditCommand> {
    Some(match c.to_ascii_lowercase() {
        'b' => EditCommand::Move(Motion::WordLeft, Anchor::held(c == 'B')),
        'f' => EditCommand::Move(Motion::WordRight, Anchor::held(c == 'F')),
        'd' => EditCommand::DeleteWordForward,
        'a' => EditCommand::SelectAll,
        'w' => EditCommand::Copy,
        '<' => EditCommand::Move(Motion::TextStart, Anchor::Drop),
        '>' => EditCommand::Move(Motion::TextEnd, Anchor::Drop),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(code: KeyCode, modifiers: KeyModifiers) -> Option<EditCommand> {
        command_for(KeyEvent::new(code, modifiers))
    }

    #[test]
    fn letters_are_typed_and_shifted_arrows_select() {
        assert_eq!(key(KeyCode::Char('É'), KeyModifiers::SHIFT), Some(EditCommand::Insert('É')));
        assert_eq!(
            key(KeyCode::Char('@'), KeyModifiers::ALT | KeyModifiers::CONTROL),
            Some(EditCommand::Insert('@'))
        );
        assert_eq!(
            key(KeyCode::Right, KeyModifiers::SHIFT),
            Some(EditCommand::Move(Motion::Right, Anchor::Keep))
        );
        assert_eq!(
            key(KeyCode::Left, KeyModifiers::SHIFT | KeyModifiers::CONTROL),
            Some(EditCommand::Move(Motion::WordLeft, Anchor::Keep))
        );
        assert_eq!(
            key(KeyCode::Home, KeyModifiers::CONTROL),
            Some(EditCommand::Move(Motion::TextStart, Anchor::Drop))
        );
    }

    #[test]
    fn keys_of_the_surrounding_view_are_left_to_it() {
        assert_eq!(key(KeyCode::Tab, KeyModifiers::NONE), None);
        assert_eq!(key(KeyCode::Esc, KeyModifiers::NONE), None);
        assert_eq!(key(KeyCode::F(1), KeyModifiers::NONE), None);
        assert_eq!(key(KeyCode::Char('s'), KeyModifiers::CONTROL), None);
        assert_eq!(key(KeyCode::Char('s'), KeyModifiers::SUPER), None);
    }

    #[test]
    fn a_released_key_does_nothing() {
        let release = KeyEvent::new_with_kind(KeyCode::Char('x'), KeyModifiers::NONE, KeyEventKind::Release);
        assert_eq!(command_for(release), None);
    }
}
