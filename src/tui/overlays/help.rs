use crossterm::event::KeyEvent;
use ratatui::Frame;
use ratatui::layout::{Position, Rect};
use ratatui::text::{Line, Span as Piece};

use super::{draw_line, popup, popup_inner};
use crate::tui::action::{ACTIONS, Action, KeyContext, Keymap};
use crate::tui::app::command::Command;
use crate::tui::app::context::Context;
use crate::tui::key::Key;
use crate::tui::overlays::list::FilteredList;
use crate::tui::theme::Theme;

/// All keys, from the same table that they are looked up in.
#[derive(Debug)]
pub struct HelpView {
    rows: Vec<Row>,
    list: FilteredList,
}

const TEXT_KEYS: &[(&str, &str)] = &[
    ("Arrows, Home, End", "Move; with Shift, select"),
    ("Ctrl-Left, Ctrl-Right", "Move by words"),
    ("Alt-A", "Select all"),
    (
        "Ctrl-C, Ctrl-X, Ctrl-V",
        "Copy, cut, paste (Ctrl-V: what was copied here; the terminal's own paste works too)",
    ),
    ("Ctrl-W, Alt-D", "Delete the word before, after"),
    ("Ctrl-K, Ctrl-U", "Delete to the line's end, start"),
    ("Shift-drag", "The terminal's own selection"),
];

const WIDTH: u16 = 84;

impl HelpView {
    pub fn new(keys: &Keymap) -> HelpView {
        let rows = rows(keys);
        HelpView { list: FilteredList::new(rows.len()), rows }
    }

    pub fn key(&mut self, key: KeyEvent, context: &Context<'_>) -> Vec<Command> {
        let (keys, height) = (&context.config.keys, Self::inner(context.screen).height);
        if self.list.is_typing() {
            if self.list.type_key(key, keys, height) {
                self.list.filter(|n| self.rows[n].text());
            }
            return Vec::new();
        }
        let contexts = [KeyContext::Help, KeyContext::List, KeyContext::Anywhere];
        match keys.first(Key::of(key), &contexts) {
            Some(Action::CloseHelp) if self.list.end_search() => {}
            Some(Action::CloseHelp | Action::Help) => return vec![Command::Close],
            Some(Action::HelpPage) => drop(self.list.act(Some(Action::ListPageDown), height)),
            action => drop(self.list.act(action, height)),
        }
        Vec::new()
    }

    pub fn paste(&mut self, text: &str) {
        if self.list.paste(text) {
            self.list.filter(|n| self.rows[n].text());
        }
    }

    pub fn scroll(&mut self, rows: i32, context: &Context<'_>) {
        self.list.scroll(rows, Self::inner(context.screen).height);
    }

    /// Where the rows are drawn.
    fn inner(area: Rect) -> Rect {
        popup_inner(area, WIDTH, area.height.saturating_sub(2))
    }

    pub fn draw(&self, frame: &mut Frame<'_>, area: Rect, context: &Context<'_>) -> Option<Position> {
        let theme = &context.config.theme;
        let label = |action| context.config.keys.label(action);
        let (close, search) = (label(Action::CloseHelp), label(Action::ListSearch));
        let title = format!("Keys — {close} closes, arrows scroll, {search} searches");
        popup(frame, area, WIDTH, area.height.saturating_sub(2), &title, theme);
        self.list.draw(frame, Self::inner(area), theme, |frame, place, at| {
            draw_line(frame, place, self.rows[at].line(theme));
        })
    }
}

/// A line of the help.
#[derive(Debug)]
enum Row {
    Heading(&'static str),
    Keys {
        keys: String,
        help: &'static str,
        /// The action's name in the configuration.
        name: Option<&'static str>,
    },
    Text(&'static str),
}

impl Row {
    /// The text that a search looks at.
    fn text(&self) -> String {
        self.line(&Theme::fallback()).to_string()
    }

    fn line(&self, theme: &Theme) -> Line<'static> {
        match self {
            Row::Heading(text) => Line::styled(*text, theme.title),
            Row::Text(text) => Line::raw(*text),
            Row::Keys { keys, help, name } => {
                let name = name.map(|name| format!("  ({name})")).unwrap_or_default();
                Line::from(vec![
                    Piece::styled(format!("  {keys:<22} "), theme.key),
                    Piece::raw(*help),
                    Piece::styled(name, theme.dim),
                ])
            }
        }
    }
}

/// Every key with its action, under the heading of its context.
fn rows(keys: &Keymap) -> Vec<Row> {
    let mut rows = Vec::new();
    for context in KeyContext::ALL {
        rows.push(Row::Heading(context.title()));
        let own = ACTIONS.iter().filter(|spec| spec.context == *context);
        rows.extend(own.map(|spec| {
            let keys = keys.labels(spec.action).join(", ");
            Row::Keys { keys, help: spec.help, name: Some(spec.name) }
        }));
        rows.push(Row::Text(""));
    }
    rows.push(Row::Heading("While typing"));
    rows.extend(TEXT_KEYS.iter().map(|(keys, help)| Row::Keys {
        keys: (*keys).to_owned(),
        help,
        name: None,
    }));
    rows.push(Row::Text(""));
    rows.push(Row::Text("The words in parentheses are the actions' names for `keys:` in config.yml."));
    rows
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_of_every_context_are_shown_as_they_are_configured() {
        let mut keys = Keymap::default();
        keys.set(Action::GatherTick, vec![Key::parse("ctrl-y").unwrap()]);
        let lines: Vec<String> = rows(&keys).iter().map(Row::text).collect();
        for context in KeyContext::ALL {
            assert!(lines.iter().any(|line| line == context.title()), "{context:?}");
        }
        let tick = lines.iter().find(|line| line.ends_with("(gather-tick)")).unwrap();
        assert!(tick.starts_with("  Ctrl-Y "), "{tick}");
    }
}
