//! The list of all overlays: its rows, its search, and marks where rows are hidden.

use crossterm::event::KeyEvent;
use ratatui::Frame;
use ratatui::layout::{Position, Rect};
use ratatui::text::{Line, Span as Piece};

use crate::text::contains_in_any_case;
use crate::tui::action::{Action, KeyContext, Keymap};
use crate::tui::key::Key;
use crate::tui::overlays::draw_line;
use crate::tui::overlays::scroll::{Hidden, draw_hidden};
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

/// Draws the visible entries, the selected one highlighted, and in the rows above and below `area` how
/// many are hidden.
pub(crate) fn draw_list(
    frame: &mut Frame<'_>,
    area: Rect,
    list: &ListState,
    len: usize,
    theme: &Theme,
    mut draw_row: impl FnMut(&mut Frame<'_>, Rect, usize),
) {
    let visible = list.window(usize::from(area.height), len);
    draw_hidden(frame, area, Hidden { above: visible.start, below: len - visible.end }, theme);
    for (y, at) in visible.enumerate() {
        let place = Rect { y: area.y + y as u16, height: 1, ..area };
        draw_row(frame, place, at);
        if at == list.selected {
            frame.buffer_mut().set_style(place, theme.selected);
        }
    }
}

/// True if the text contains every word of `wanted`, in any order and case.
pub(crate) fn contains_words(text: &str, wanted: &str) -> bool {
    wanted.to_lowercase().split_whitespace().all(|word| contains_in_any_case(text, word))
}

/// What is typed to find entries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Search {
    /// All letters are typed, as in the palette.
    Always,
    /// Letters are keys of the overlay.
    Off,
    /// Letters are typed until the search is kept or cleared.
    Typing,
    /// The matching entries stay, and letters are keys of the overlay again.
    Kept,
}

/// A list whose entries can be searched: all the time, or after the key for it.
#[derive(Debug)]
pub(crate) struct FilteredList {
    input: TextBox,
    search: Search,
    /// The number of entries.
    count: usize,
    /// The entries that match, by index, the best first.
    shown: Vec<usize>,
    list: ListState,
}

impl FilteredList {
    /// A list in which letters are keys. [`Action::ListSearch`] opens its search.
    pub fn new(count: usize) -> FilteredList {
        FilteredList {
            input: TextBox::one_line(""),
            search: Search::Off,
            count,
            shown: (0..count).collect(),
            list: ListState::default(),
        }
    }

    /// A list below a line that letters are typed in.
    pub fn with_prompt(count: usize) -> FilteredList {
        FilteredList { search: Search::Always, ..Self::new(count) }
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

    /// Selects an entry, if it is shown.
    pub fn select(&mut self, entry: usize) {
        if let Some(at) = self.shown.iter().position(|shown| *shown == entry) {
            self.list.select(at, self.shown.len());
        }
    }

    /// Selects an entry of a list that shows all, with the entry in the first visible row.
    pub fn show_from(&mut self, entry: usize) {
        self.list = ListState { selected: entry, offset: entry };
    }

    pub fn select_next(&mut self) {
        self.list.next(self.shown.len());
    }

    /// Shows these entries, with the first one selected.
    pub fn show(&mut self, entries: Vec<usize>) {
        self.shown = entries;
        self.list.home();
    }

    /// Shows all entries of a list that has `count` by now, and ends the search.
    pub fn show_all(&mut self, count: usize) {
        let selected = self.selected();
        self.count = count;
        if self.search != Search::Always {
            self.search = Search::Off;
        }
        self.clear_text();
        self.shown = (0..count).collect();
        self.list.select(selected.unwrap_or(0), count);
    }

    /// Takes the entries of a list that was empty until now, or that has changed. What was typed to search
    /// them stays, and so does the search.
    pub fn learn(&mut self, count: usize, text_of: impl Fn(usize) -> String) {
        self.count = count;
        self.filter(text_of);
    }

    /// Shows the entries that contain all words typed, and keeps the selected one if it is shown.
    pub fn filter(&mut self, text_of: impl Fn(usize) -> String) {
        let selected = self.selected();
        let wanted = self.input.line();
        self.shown = (0..self.count).filter(|entry| contains_words(&text_of(*entry), wanted)).collect();
        self.list.home();
        if let Some(selected) = selected {
            self.select(selected);
        }
    }

    pub fn is_empty(&self) -> bool {
        self.shown.is_empty()
    }

    /// True while letters are typed into the search.
    pub fn is_typing(&self) -> bool {
        matches!(self.search, Search::Always | Search::Typing)
    }

    /// Handles a key while letters are typed; `height` is the number of visible rows. Returns true if the
    /// text may have changed: then the entries are to be filtered.
    pub fn type_key(&mut self, key: KeyEvent, keys: &Keymap, height: u16) -> bool {
        let action = keys.first(Key::of(key), &[KeyContext::Search]);
        match (self.search, action) {
            (Search::Typing, Some(Action::KeepSearch)) => {
                self.search = if self.text().is_empty() { Search::Off } else { Search::Kept };
                return false;
            }
            (Search::Typing, Some(Action::ClearSearch)) => return self.end_search(),
            _ => {}
        }
        if self.act(keys.movement_while_typing(Key::of(key)), height) {
            return false;
        }
        self.input.key(key);
        true
    }

    /// Moves the selection, or opens the search; returns false if the action does neither.
    pub fn act(&mut self, action: Option<Action>, height: u16) -> bool {
        if action == Some(Action::ListSearch) && self.search != Search::Always {
            self.search = Search::Typing;
            return true;
        }
        let (height, len) = (usize::from(height), self.shown.len());
        let moves = move_selection(&mut self.list, action, height, len);
        self.list.visible(height, len);
        moves
    }

    /// Ends the search and shows all entries again; returns false if there was none.
    pub fn end_search(&mut self) -> bool {
        let searched = matches!(self.search, Search::Typing | Search::Kept);
        if searched {
            self.show_all(self.count);
        }
        searched
    }

    /// Pastes into the search, if one is typed. Returns true if the entries are to be filtered.
    pub fn paste(&mut self, text: &str) -> bool {
        if self.is_typing() {
            self.input.paste(text);
        }
        self.is_typing()
    }

    /// Moves the selection by rows of the mouse wheel.
    pub fn scroll(&mut self, rows: i32, height: u16) {
        let action = if rows > 0 { Action::ListDown } else { Action::ListUp };
        for _ in 0..rows.unsigned_abs() {
            self.act(Some(action), height);
        }
    }

    /// Draws the line that is typed in, and returns the cursor.
    pub fn draw_input(&self, frame: &mut Frame<'_>, line: Rect, theme: &Theme) -> Option<Position> {
        let mark = if self.search == Search::Always { "> " } else { "/ " };
        frame.render_widget(Piece::styled(mark, theme.key), line);
        let prompt = Rect { x: line.x + 2, width: line.width.saturating_sub(2), ..line };
        self.input.render(prompt, frame.buffer_mut(), &theme.input(false))
    }

    /// Draws the matching entries; `draw_row` gets an entry's index. The row below `area` contains the
    /// search, whose cursor is returned.
    pub fn draw(
        &self,
        frame: &mut Frame<'_>,
        area: Rect,
        theme: &Theme,
        mut draw_row: impl FnMut(&mut Frame<'_>, Rect, usize),
    ) -> Option<Position> {
        let mut cursor = None;
        if matches!(self.search, Search::Typing | Search::Kept) {
            let line = Rect { y: area.bottom(), height: 1, ..area };
            let line = line.intersection(frame.area());
            frame.render_widget(ratatui::widgets::Clear, line);
            cursor = self.draw_input(frame, line, theme).filter(|_| self.search == Search::Typing);
        }
        if self.is_empty() && self.count > 0 {
            draw_line(frame, area, Line::styled("Nothing fits.", theme.dim));
        }
        let shown = &self.shown;
        draw_list(frame, area, &self.list, shown.len(), theme, |frame, place, at| {
            draw_row(frame, place, shown[at]);
        });
        cursor
    }
}

#[cfg(test)]
mod tests {
    use ratatui::Terminal;
    use ratatui::backend::TestBackend;

    use super::*;

    const NAMES: [&str; 5] = ["gulls", "lake", "gull watch", "night", "pond"];

    fn press(list: &mut FilteredList, keys: &str) {
        let keymap = Keymap::default();
        for name in keys.split(' ') {
            let Key { code, modifiers } = Key::parse(name).unwrap();
            let key = KeyEvent::new(code, modifiers);
            if list.is_typing() {
                if list.type_key(key, &keymap, 2) {
                    list.filter(|n| NAMES[n].to_owned());
                }
            } else {
                list.act(keymap.first(Key::of(key), &[KeyContext::List]), 2);
            }
        }
    }

    fn drawn(list: &FilteredList) -> Vec<String> {
        let mut terminal = Terminal::new(TestBackend::new(16, 4)).unwrap();
        let area = Rect { x: 0, y: 1, width: 16, height: 2 };
        let draw = |frame: &mut Frame<'_>| {
            list.draw(frame, area, &Theme::fallback(), |frame, place, at| {
                draw_line(frame, place, Line::raw(NAMES[at]));
            });
        };
        terminal.draw(draw).unwrap();
        let buffer = terminal.backend().buffer();
        let row = |y| (0..16).map(|x| buffer[(x, y)].symbol()).collect::<String>().trim_end().to_owned();
        (0..4).map(row).collect()
    }

    #[test]
    fn letters_are_typed_below_a_prompt_and_arrows_select() {
        let mut list = FilteredList::with_prompt(NAMES.len());
        press(&mut list, "down");
        assert_eq!(list.selected(), Some(1));
        press(&mut list, "n i");
        assert_eq!((list.text(), list.selected()), ("ni", Some(3)));
        press(&mut list, "/");
        assert_eq!((list.selected(), list.is_empty()), (None, true));
        list.clear_text();
        list.show(vec![2]);
        list.scroll(3, 2);
        assert_eq!(list.selected(), Some(2));
    }

    #[test]
    fn hidden_rows_are_counted_above_and_below() {
        let mut list = FilteredList::new(NAMES.len());
        assert_eq!(drawn(&list), ["", "gulls", "lake", "        ↓ 3 more"]);
        press(&mut list, "j j");
        assert_eq!(drawn(&list), ["        ↑ 1 more", "lake", "gull watch", "        ↓ 2 more"]);
        press(&mut list, "G");
        assert_eq!(drawn(&list), ["        ↑ 3 more", "night", "pond", ""]);
    }

    #[test]
    fn a_search_is_typed_kept_and_cleared() {
        let mut list = FilteredList::new(NAMES.len());
        press(&mut list, "j / g u l");
        assert!(list.is_typing());
        assert_eq!(drawn(&list), ["", "gulls", "gull watch", "/ gul"]);
        press(&mut list, "enter j");
        assert_eq!((list.is_typing(), list.selected()), (false, Some(2)));
        assert!(list.end_search());
        assert_eq!(list.selected(), Some(2), "the entry that was found stays selected");
        assert!(!list.end_search());
        press(&mut list, "/ x esc");
        assert_eq!((list.is_typing(), list.is_empty()), (false, false));
    }

    #[test]
    fn a_search_that_was_typed_before_the_entries_are_known_finds_them() {
        let mut list = FilteredList::new(0);
        press(&mut list, "/ g u l");
        list.learn(NAMES.len(), |n| NAMES[n].to_owned());
        assert_eq!((list.is_typing(), list.selected()), (true, Some(0)));
        press(&mut list, "enter j");
        assert_eq!(list.selected(), Some(2));
    }

    #[test]
    fn words_are_found_in_any_order_and_case() {
        assert!(contains_words("Gull watch at the Lake", "lake gull"));
        assert!(!contains_words("Gull watch", "gull lake"));
        assert!(contains_words("anything", ""));
    }
}
