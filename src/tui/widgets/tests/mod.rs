mod drawing;
mod editing;
mod random;
mod text_box;

use super::{Anchor, EditCommand, InputStyle, Outcome, TextInput, command_for};
use crate::text::Edits;
use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

/// A text with its input. It makes the edits, as the owner of a text does.
#[derive(Debug)]
struct Editing {
    text: String,
    input: TextInput,
}

impl Editing {
    fn one_line(text: impl Into<String>) -> Editing {
        let mut editing = Editing { text: text.into(), input: TextInput::one_line() };
        editing.input.set_cursor(editing.text.len());
        editing
    }

    fn many_lines(text: impl Into<String>) -> Editing {
        Editing { text: text.into(), input: TextInput::many_lines() }
    }

    fn with_crlf(mut self, crlf: bool) -> Editing {
        self.input = self.input.with_crlf(crlf);
        self
    }

    fn with_placeholder(mut self, placeholder: &str) -> Editing {
        self.input = self.input.with_placeholder(placeholder);
        self
    }

    fn text(&self) -> &str {
        &self.text
    }

    fn cursor(&self) -> usize {
        self.input.cursor()
    }

    fn selected_text(&self) -> Option<&str> {
        self.input.selected(&self.text)
    }

    fn set_cursor(&mut self, offset: usize) {
        self.input.set_cursor(offset);
    }

    fn set_text(&mut self, text: &str) {
        self.text = text.to_owned();
        self.input.forget_text();
        self.input.clamp(&self.text);
    }

    fn key(&mut self, key: KeyEvent) -> Outcome {
        command_for(key).map_or(Outcome::Ignored, |command| self.run(command))
    }

    fn edit(&mut self, command: EditCommand) -> Option<Edits> {
        match self.run(command) {
            Outcome::Edited(edits) | Outcome::Cut(_, edits) => Some(edits),
            _ => None,
        }
    }

    fn run(&mut self, command: EditCommand) -> Outcome {
        let outcome = self.input.run(&self.text, command);
        if let Outcome::Edited(edits) | Outcome::Cut(_, edits) = &outcome {
            self.text = edits.apply(&self.text);
            self.input.edited(edits, &self.text);
        }
        outcome
    }

    fn apply_external(&mut self, edits: &Edits) {
        self.text = edits.apply(&self.text);
        self.input.apply_external(edits);
        self.input.clamp(&self.text);
    }

    fn apply_undo(&mut self, edits: &Edits) {
        self.text = edits.apply(&self.text);
        self.input.apply_undo(edits);
        self.input.clamp(&self.text);
    }

    fn render(&mut self, area: Rect, buf: &mut Buffer, style: &InputStyle) -> Option<Position> {
        self.input.render(&self.text, area, buf, style)
    }

    fn click(&mut self, column: u16, row: u16, anchor: Anchor) {
        self.input.click(&self.text, column, row, anchor);
    }

    fn click_word(&mut self, column: u16, row: u16) {
        self.input.click_word(&self.text, column, row);
    }

    fn scroll(&mut self, rows: i32) {
        self.input.scroll(&self.text, rows);
    }

    fn rows_at(&self, width: u16, most: u16) -> u16 {
        self.input.rows_at(&self.text, width, most)
    }
}

/// A text with its input from a text in which `|` is the cursor and `^`, if there, the selection's
/// anchor.
fn given(marked: &str, multiline: bool) -> Editing {
    let plain = marked.replace(['|', '^'], "");
    let cursor = marked.replace('^', "").find('|').unwrap();
    let anchor = marked.replace('|', "").find('^');
    let mut editing = if multiline { Editing::many_lines(plain) } else { Editing::one_line(plain) };
    editing.set_cursor(cursor);
    editing.input.anchor = anchor;
    editing
}

/// The text with its cursor and anchor marked as in [`given`].
fn marked(editing: &Editing) -> String {
    let mut marks = vec![(editing.cursor(), '|')];
    marks.extend(editing.input.selection().and(editing.input.anchor).map(|anchor| (anchor, '^')));
    marks.sort();
    let mut out = editing.text.clone();
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

/// Presses the named keys one after the other.
fn press(input: &mut Editing, keys: &str) {
    for name in keys.split(' ') {
        input.key(key(name));
    }
}

fn paste(input: &mut Editing, text: &str) {
    input.run(EditCommand::Paste(text.to_owned()));
}
