//! The list of all overlays: its rows, and the line that filters it.

use crossterm::event::KeyEvent;
use ratatui::Frame;
use ratatui::layout::{Position, Rect};
use ratatui::text::Span as Piece;
use ratatui::widgets::Paragraph;

use crate::tui::action::{Action, Keymap};
use crate::tui::key::Key;
use crate::tui::theme::Theme;
use crate::tui::widgets::{ListState, TextBox};

/// Moves the selection of a list; returns false if the action is not a movement.
pub(crate) fn move_selection(
    list: &mut ListState,
    action: Option<Action>,
    height: usize,
    len: usize,
) -> bool {
    match action {
        Some(Action::ListDown) => list.next(len),
        Some(Action::ListUp) => list.previous(),
        Some(Action::ListPageDown) => list.page_down(height, len),
        Some(Action::ListPageUp) => list.page_up(height),
        Some(Action::ListTop) => list.home(),
        Some(Action::ListBottom) => list.end(len),
        _ => return false,
    }
    true
}

/// Moves the selection by rows of the mouse wheel.
pub(crate) fn scroll_selection(list: &mut ListState, rows: i32, len: usize) {
    for _ in 0..rows.unsigned_abs() {
        if rows > 0 { list.next(len) } else { list.previous() }
    }
}

/// Draws the entries in sight, the selected one highlighted, and returns how many are below them.
pub(crate) fn draw_rows(
    frame: &mut Frame<'_>,
    area: Rect,
    list: &mut ListState,
    len: usize,
    theme: &Theme,
    mut draw_row: impl FnMut(&mut Frame<'_>, Rect, usize),
) -> usize {
    let visible = list.visible(usize::from(area.height), len);
    let below = len - visible.end;
    for (y, at) in visible.enumerate() {
        let place = Rect { y: area.y + y as u16, height: 1, ..area };
        draw_row(frame, place, at);
        if at == list.selected {
            frame.buffer_mut().set_style(place, theme.selected);
        }
    }
    below
}

/// A list below a line that is typed in to filter it. Letters belong to that line, so only keys
/// without a character move the selection.
#[derive(Debug)]
pub(crate) struct FilteredList {
    input: TextBox,
    /// The entries that match, by index, the best first.
    shown: Vec<usize>,
    list: ListState,
    height: usize,
}

impl FilteredList {
    pub fn new(count: usize) -> FilteredList {
        FilteredList {
            input: TextBox::one_line(""),
            shown: (0..count).collect(),
            list: ListState::default(),
            height: 10,
        }
    }

    /// What is typed.
    pub fn text(&self) -> &str {
        self.input.line()
    }

    pub fn clear_text(&mut self) {
        self.input.set_text("");
    }

    /// The selected entry.
    pub fn selected(&self) -> Option<usize> {
        self.shown.get(self.list.selected).copied()
    }

    /// Shows these entries, with the first one selected.
    pub fn show(&mut self, entries: Vec<usize>) {
        self.shown = entries;
        self.list.select(0, self.shown.len());
    }

    pub fn is_empty(&self) -> bool {
        self.shown.is_empty()
    }

    /// True if not all matching entries are in sight.
    pub fn is_cut(&self) -> bool {
        self.shown.len() > self.height
    }

    /// Moves the selection or types; returns true if the text may have changed.
    pub fn key(&mut self, key: KeyEvent, keys: &Keymap) -> bool {
        let movement = keys.movement_while_typing(Key::of(key));
        if move_selection(&mut self.list, movement, self.height, self.shown.len()) {
            return false;
        }
        self.input.key(key);
        true
    }

    pub fn paste(&mut self, text: String) {
        self.input.paste(&text);
    }

    pub fn scroll(&mut self, rows: i32) {
        scroll_selection(&mut self.list, rows, self.shown.len());
    }

    /// Draws the line that is typed in, and returns the cursor.
    pub fn draw_input(&mut self, frame: &mut Frame<'_>, line: Rect, theme: &Theme) -> Option<Position> {
        frame.render_widget(Paragraph::new(Piece::styled("> ", theme.key)), line);
        let prompt = Rect { x: line.x + 2, width: line.width.saturating_sub(2), ..line };
        self.input.render(prompt, frame.buffer_mut(), &theme.input(false))
    }

    /// Draws the matching entries; `draw_row` gets an entry's index.
    pub fn draw_list(
        &mut self,
        frame: &mut Frame<'_>,
        area: Rect,
        theme: &Theme,
        mut draw_row: impl FnMut(&mut Frame<'_>, Rect, usize),
    ) {
        self.height = usize::from(area.height);
        let shown = &self.shown;
        draw_rows(frame, area, &mut self.list, shown.len(), theme, |frame, place, at| {
            draw_row(frame, place, shown[at]);
        });
    }
}

#[cfg(test)]
mod tests {
    use crossterm::event::{KeyCode, KeyModifiers};

    use super::*;

    #[test]
    fn letters_are_typed_and_arrows_select() {
        let press = |code| KeyEvent::new(code, KeyModifiers::NONE);
        let keys = Keymap::default();
        let mut list = FilteredList::new(3);
        assert!(!list.key(press(KeyCode::Down), &keys));
        assert_eq!(list.selected(), Some(1));
        assert!(list.key(press(KeyCode::Char('j')), &keys));
        assert_eq!(list.text(), "j");
        list.show(vec![2]);
        assert_eq!(list.selected(), Some(2));
        list.scroll(3);
        assert_eq!(list.selected(), Some(2));
        list.show(Vec::new());
        assert_eq!((list.selected(), list.is_empty()), (None, true));
    }
}
