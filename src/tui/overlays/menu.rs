//! What can be done in the pane or the list below, each with the key that does it.

use crossterm::event::KeyEvent;
use ratatui::Frame;
use ratatui::layout::{Position, Rect};
use ratatui::text::{Line, Span as Piece};
use unicode_width::UnicodeWidthStr;

use super::{draw_line, popup};
use crate::tui::action::{ACTIONS, Action, KeyContext, Spec};
use crate::tui::app::command::Command;
use crate::tui::app::context::Context;
use crate::tui::key::Key;
use crate::tui::keymap::{Keymap, is_portable};
use crate::tui::theme::Theme;

const WIDTH: u16 = 80;

/// The space between two columns.
const GAP: usize = 1;

/// The menu: its next key runs an action.
#[derive(Debug)]
pub struct MenuView {
    groups: Vec<Group>,
    below: Below,
}

/// What the menu is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Below {
    /// The panes: the app runs the action.
    Pane,
    /// An overlay with these contexts, which handles its own keys.
    Overlay(&'static [KeyContext]),
}

#[derive(Debug)]
struct Group {
    title: &'static str,
    entries: Vec<Entry>,
}

#[derive(Debug)]
struct Entry {
    spec: &'static Spec,
    /// The keys that run it here. The first one is shown.
    keys: Vec<Key>,
}

impl Entry {
    fn label(&self) -> String {
        self.keys.first().map_or_else(String::new, |key| key.label())
    }

    /// The name of the action as words: "Next problem".
    fn name(&self) -> String {
        let words = self.spec.name.replace('-', " ");
        let mut letters = words.chars();
        letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
    }
}

impl MenuView {
    /// The menu of the pane that has the keys.
    pub fn of_pane(context: &Context<'_>) -> MenuView {
        Self::of_context(context.keys_below, &context.config.keys)
    }

    fn of_context(pane: KeyContext, keys: &Keymap) -> MenuView {
        let (own, all): (Vec<KeyContext>, Vec<KeyContext>) = Keymap::menu_contexts(pane)
            .into_iter()
            .partition(|one| !matches!(one, KeyContext::NotInText | KeyContext::Anywhere));
        Self::new(vec![(pane.title(), own), ("Everywhere", all)], Below::Pane, keys)
    }

    /// The menu of an overlay with these contexts.
    pub fn of_overlay(contexts: &'static [KeyContext], keys: &Keymap) -> MenuView {
        let groups = contexts.iter().map(|context| (context.title(), vec![*context]));
        Self::new(groups.collect(), Below::Overlay(contexts), keys)
    }

    fn new(contexts: Vec<(&'static str, Vec<KeyContext>)>, below: Below, keys: &Keymap) -> MenuView {
        let mut taken = keys.menu_keys(Action::CloseMenu);
        let mut groups = Vec::new();
        for (title, contexts) in contexts {
            let specs = contexts.iter().flat_map(|context| {
                ACTIONS.iter().filter(|spec| spec.context == *context && spec.action != Action::Menu)
            });
            let entries: Vec<Entry> = specs.filter_map(|spec| entry(spec, keys, &mut taken)).collect();
            if !entries.is_empty() {
                groups.push(Group { title, entries });
            }
        }
        MenuView { groups, below }
    }

    pub fn key(&mut self, key: KeyEvent, context: &Context<'_>) -> Vec<Command> {
        let pressed = Key::of(key);
        if context.config.keys.first(pressed, &[KeyContext::Menu]) == Some(Action::CloseMenu) {
            return vec![Command::Close];
        }
        let found = self.entries().find(|entry| entry.keys.contains(&pressed));
        let command = match (found, self.below) {
            (Some(entry), Below::Pane) => Command::Act(entry.spec.action),
            (Some(_), Below::Overlay(_)) => Command::Press(key),
            (None, below) => {
                let keys = &context.config.keys;
                let menu = match below {
                    Below::Pane => keys.label_in(Action::Menu, context.keys_below),
                    Below::Overlay(contexts) => keys.free_label(Action::Menu, contexts),
                };
                Command::Complain(format!("{} is not in the menu; {menu} opens it again.", pressed.label()))
            }
        };
        vec![Command::Close, command]
    }

    fn entries(&self) -> impl Iterator<Item = &Entry> {
        self.groups.iter().flat_map(|group| &group.entries)
    }

    /// The lines: with the whole help of each action if there is room, else names in columns.
    fn lines(&self, width: usize, height: usize, theme: &Theme) -> Vec<Line<'static>> {
        let helps = self.one_column(theme);
        if helps.len() <= height && helps.iter().all(|line| line.width() <= width) {
            return helps;
        }
        self.groups.iter().flat_map(|group| columns(group, width, theme)).collect()
    }

    fn one_column(&self, theme: &Theme) -> Vec<Line<'static>> {
        let keys = self.entries().map(|entry| entry.label().width()).max().unwrap_or(0);
        let line = |entry: &Entry| {
            let key = format!("  {:<keys$}  ", entry.label());
            Line::from(vec![Piece::styled(key, theme.key), Piece::raw(entry.spec.help)])
        };
        let of_group = |group: &Group| {
            let title = Line::styled(group.title, theme.title);
            std::iter::once(title).chain(group.entries.iter().map(line)).collect::<Vec<_>>()
        };
        self.groups.iter().flat_map(of_group).collect()
    }

    pub fn draw(&self, frame: &mut Frame<'_>, area: Rect, context: &Context<'_>) -> Option<Position> {
        let theme = &context.config.theme;
        let width = usize::from(WIDTH.min(area.width).saturating_sub(2));
        let lines = self.lines(width, usize::from(area.height.saturating_sub(2)), theme);
        let close = context.config.keys.label(Action::CloseMenu);
        let title = format!("Menu — a key runs it, {close} closes");
        let height = u16::try_from(lines.len()).unwrap_or(u16::MAX).saturating_add(2);
        let inner = popup(frame, area, WIDTH, height, &title, theme);
        for (y, line) in (0..inner.height).zip(lines) {
            draw_line(frame, Rect { y: inner.y + y, height: 1, ..inner }, line);
        }
        None
    }
}

/// An entry with the keys that no entry before it has; `None` if those that every keyboard has are gone.
fn entry(spec: &'static Spec, keys: &Keymap, taken: &mut Vec<Key>) -> Option<Entry> {
    let all = keys.menu_keys(spec.action);
    let own: Vec<Key> = all.iter().copied().filter(|key| !taken.contains(key)).collect();
    let has = |keys: &[Key]| keys.iter().any(|key| is_portable(*key));
    if own.is_empty() || has(&all) && !has(&own) {
        return None;
    }
    taken.extend(&own);
    Some(Entry { spec, keys: own })
}

/// The most columns that are still read as columns.
const MOST_COLUMNS: usize = 3;

/// The entries of one column, with the cells of the longest key and name among them.
struct Column<'e> {
    entries: &'e [Entry],
    keys: usize,
    names: usize,
}

impl Column<'_> {
    fn new(entries: &[Entry]) -> Column<'_> {
        let longest = |text: fn(&Entry) -> String| entries.iter().map(|entry| text(entry).width()).max();
        let (keys, names) = (longest(Entry::label).unwrap_or(0), longest(Entry::name).unwrap_or(0));
        Column { entries, keys, names }
    }

    fn width(&self) -> usize {
        2 + self.keys + 1 + self.names
    }
}

/// The title of a group, and its keys and names in as many columns as there is room for.
fn columns(group: &Group, width: usize, theme: &Theme) -> Vec<Line<'static>> {
    let rows_in = |count: usize| group.entries.len().div_ceil(count).max(1);
    let split = |count: usize| group.entries.chunks(rows_in(count)).map(Column::new).collect::<Vec<_>>();
    let fits = |columns: &Vec<Column<'_>>| {
        columns.iter().map(Column::width).sum::<usize>() + GAP * columns.len().saturating_sub(1) <= width
    };
    let columns = (1..=MOST_COLUMNS).rev().map(split).find(fits).unwrap_or_else(|| split(1));
    let rows = columns.first().map_or(0, |column| column.entries.len());
    let row = |row: usize| {
        let cells = columns.iter().filter_map(|column| Some((column, column.entries.get(row)?)));
        let cell = |(n, (Column { keys, names, .. }, entry)): (usize, (&Column<'_>, &Entry))| {
            let gap = " ".repeat(if n > 0 { GAP } else { 0 });
            [
                Piece::styled(format!("{gap}  {:<keys$} ", entry.label()), theme.key),
                Piece::raw(format!("{:<names$}", entry.name())),
            ]
        };
        Line::from(cells.enumerate().flat_map(cell).collect::<Vec<_>>())
    };
    std::iter::once(Line::styled(group.title, theme.title)).chain((0..rows).map(row)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn menu(context: KeyContext) -> Vec<String> {
        let view = MenuView::of_context(context, &Keymap::default());
        let lines = view.lines(78, 21, &Theme::fallback());
        lines.iter().map(|line| line.to_string().trim_end().to_owned()).collect()
    }

    #[test]
    fn the_menus_of_the_panes_fit_on_the_smallest_screen_uncut() {
        for context in [KeyContext::Outline, KeyContext::Checks, KeyContext::Form, KeyContext::Editor] {
            let lines = menu(context);
            assert!(lines.len() <= 21, "{context:?} needs {} lines:\n{}", lines.len(), lines.join("\n"));
            assert!(lines.iter().all(|line| line.width() <= 78), "{}", lines.join("\n"));
        }
    }

    #[test]
    fn a_key_is_in_a_menu_once() {
        for context in [KeyContext::Outline, KeyContext::Checks, KeyContext::Form, KeyContext::Editor] {
            let view = MenuView::of_context(context, &Keymap::default());
            let keys: Vec<Key> = view.entries().flat_map(|entry| entry.keys.clone()).collect();
            for (n, key) in keys.iter().enumerate() {
                assert!(!keys[..n].contains(key), "{context:?} has {} twice", key.label());
            }
        }
    }
}
