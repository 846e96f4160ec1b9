mod drawing;
mod editing;
mod random;

use super::{EditCommand, TextInput};
use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

/// A text input from a text in which `|` is the cursor and `^`, if there, the selection's anchor.
fn given(marked: &str, multiline: bool) -> TextInput {
    let plain = marked.replace(['|', '^'], "");
    let cursor = marked.replace('^', "").find('|').unwrap();
    let anchor = marked.replace('|', "").find('^');
    let mut input = if multiline { TextInput::many_lines(plain) } else { TextInput::one_line(plain) };
    input.set_cursor(cursor);
    input.anchor = anchor;
    input
}

/// The text with its cursor and anchor marked as in [`given`].
fn marked(input: &TextInput) -> String {
    let mut marks = vec![(input.cursor, '|')];
    marks.extend(input.selection().and(input.anchor).map(|anchor| (anchor, '^')));
    marks.sort();
    let mut out = input.text.clone();
    for (at, mark) in marks.into_iter().rev() {
        out.insert(at, mark);
    }
    out
}

fn key(name: &str) -> KeyEvent {
    let mut modifiers = KeyModifiers::NONE;
    let mut rest = name;
    while let Some((modifier, tail)) = rest.split_once('-').filter(|(_, tail)| !tail.is_empty()) {
        modifiers |= match modifier {
            "C" => KeyModifiers::CONTROL,
            "A" => KeyModifiers::ALT,
            "S" => KeyModifiers::SHIFT,
            other => panic!("no such modifier: {other}"),
        };
        rest = tail;
    }
    let code = match rest {
        "left" => KeyCode::Left,
        "right" => KeyCode::Right,
        "up" => KeyCode::Up,
        "down" => KeyCode::Down,
        "home" => KeyCode::Home,
        "end" => KeyCode::End,
        "pgup" => KeyCode::PageUp,
        "pgdn" => KeyCode::PageDown,
        "bs" => KeyCode::Backspace,
        "del" => KeyCode::Delete,
        "enter" => KeyCode::Enter,
        "space" => KeyCode::Char(' '),
        one => KeyCode::Char(one.chars().next().unwrap()),
    };
    KeyEvent::new(code, modifiers)
}

/// Presses the keys that are named in `keys`, one after the other.
fn press(input: &mut TextInput, keys: &str) {
    for name in keys.split(' ') {
        input.key(key(name));
    }
}

fn paste(input: &mut TextInput, text: &str) {
    input.run(EditCommand::Paste(text.to_owned()));
}
