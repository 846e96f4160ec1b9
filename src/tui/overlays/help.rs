use crossterm::event::KeyEvent;
use ratatui::Frame;
use ratatui::layout::{Position, Rect};
use ratatui::style::{Modifier, Style};
use ratatui::text::{Line, Span as Piece};

use super::{draw_line, popup, popup_inner};
use crate::tui::action::{ACTIONS, Action, KeyContext, Keymap};
use crate::tui::app::command::Command;
use crate::tui::app::context::Context;
use crate::tui::key::Key;
use crate::tui::overlays::list::FilteredList;
use crate::tui::theme::Theme;
use crate::tui::widgets::wrap_words;

/// All keys, from the same table that they are looked up in.
#[derive(Debug)]
pub struct HelpView {
    rows: Vec<Row>,
    list: FilteredList,
}

const TEXT_KEYS: &[(&str, &str)] = &[
    ("Arrows, Home, End", "Move; with Shift, select"),
    ("Ctrl-Left, Ctrl-Right", "Move by words"),
    (
        "Ctrl-C, Ctrl-X, Ctrl-V",
        "Copy, cut, paste (Ctrl-X: with nothing selected, the menu; the terminal's own paste works too)",
    ),
    ("Ctrl-W, Ctrl-Delete, Alt-D", "Delete the word before, after"),
    ("Ctrl-K, Ctrl-U", "Delete to the line's end, start"),
    ("Drag", "Select, and copy when the button is let go"),
    ("Shift-drag", "The terminal's own selection"),
];

const WIDTH: u16 = 84;

/// The columns inside of the frame on a screen of 80.
const SMALLEST: u16 = 78;

/// The column of the help, after the keys.
const HELP_COLUMN: u16 = 25;

impl HelpView {
    /// The keys of all contexts in lines for this screen, from the section of the pane in use on.
    pub fn new(keys: &Keymap, here: KeyContext, screen: Rect) -> HelpView {
        // Lines that fit on the smallest screen stay whole where the window becomes smaller.
        let rows = rows(keys, Self::inner(screen).width.clamp(HELP_COLUMN + 10, SMALLEST));
        let mut list = FilteredList::new(rows.len());
        let title = Row::heading(here.title());
        list.show_from(rows.iter().position(|row| *row == title).unwrap_or(0));
        HelpView { list, rows }
    }

    pub fn key(&mut self, key: KeyEvent, context: &Context<'_>) -> Vec<Command> {
        let (keys, height) = (&context.config.keys, Self::inner(context.screen).height);
        if self.list.is_typing() {
            if self.list.type_key(key, keys, height) {
                self.list.filter(|n| self.rows[n].found_by.clone());
            }
            return Vec::new();
        }
        let contexts = [KeyContext::Help, KeyContext::List, KeyContext::Anywhere];
        match keys.first(Key::of(key), &contexts) {
            Some(Action::CloseHelp | Action::Help) => return vec![Command::Close],
            Some(Action::HelpPage) => drop(self.list.act(Some(Action::ListPageDown), height)),
            action => drop(self.list.act(action, height)),
        }
        Vec::new()
    }

    pub fn paste(&mut self, text: &str) {
        if self.list.paste(text) {
            self.list.filter(|n| self.rows[n].found_by.clone());
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
#[derive(Clone, Debug, PartialEq, Eq)]
struct Row {
    keys: String,
    text: String,
    /// The action's name in the configuration, or the part of it on this line.
    name: String,
    kind: Kind,
    /// The text that a search looks at: that of the whole entry.
    found_by: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Heading,
    Keys,
    Text,
}

impl Row {
    fn new(kind: Kind, text: &str) -> Row {
        let (text, found_by) = (text.to_owned(), text.to_owned());
        Row { keys: String::new(), text, name: String::new(), kind, found_by }
    }

    fn heading(text: &str) -> Row {
        Row::new(Kind::Heading, text)
    }

    /// The lines of an entry: its keys beside its help, both broken between words.
    fn entry(keys: &str, help: &str, name: Option<&str>, width: u16) -> Vec<Row> {
        let name = name.map(|name| format!("({name})")).unwrap_or_default();
        let found_by = format!("{keys} {help} {name}");
        // Only the style separates the name from the help.
        let plain = [(format!("{help}  "), Style::new()), (name, Style::new().add_modifier(Modifier::DIM))];
        let helps = wrap_words(plain, width.saturating_sub(HELP_COLUMN));
        let keys = wrap_words([(keys.to_owned(), Style::new())], HELP_COLUMN - 3);
        let row = |n: usize| {
            let of = |lines: &[Line<'_>], is_name: bool| -> String {
                let pieces = lines.get(n).into_iter().flat_map(|line| &line.spans);
                let is_dim = |piece: &&Piece<'_>| piece.style.add_modifier.contains(Modifier::DIM);
                pieces.filter(|piece| is_dim(piece) == is_name).map(|piece| piece.content.as_ref()).collect()
            };
            let (keys, text, name) = (of(&keys, false), of(&helps, false), of(&helps, true));
            Row { keys, text, name, kind: Kind::Keys, found_by: found_by.clone() }
        };
        (0..helps.len().max(keys.len())).map(row).collect()
    }

    fn line(&self, theme: &Theme) -> Line<'_> {
        match self.kind {
            Kind::Heading => Line::styled(self.text.as_str(), theme.title),
            Kind::Text => Line::raw(self.text.as_str()),
            Kind::Keys => Line::from(vec![
                Piece::styled(format!("  {:<22} ", self.keys.trim_end()), theme.key),
                Piece::raw(self.text.as_str()),
                Piece::styled(self.name.as_str(), theme.dim),
            ]),
        }
    }
}

/// Every key with its action, under the heading of its context, in lines of `width` columns.
fn rows(keys: &Keymap, width: u16) -> Vec<Row> {
    let mut rows = Vec::new();
    let paragraph = |kind, text: &str| {
        let lines = wrap_words([(text.to_owned(), Style::new())], width);
        lines.iter().map(|line| Row::new(kind, &line.to_string())).collect::<Vec<_>>()
    };
    for context in KeyContext::ALL {
        rows.push(Row::heading(context.title()));
        for spec in ACTIONS.iter().filter(|spec| spec.context == *context) {
            let keys = keys.labels(spec.action).join(", ");
            rows.extend(Row::entry(&keys, spec.help, Some(spec.name), width));
        }
        rows.push(Row::new(Kind::Text, ""));
    }
    rows.push(Row::heading("While typing"));
    rows.extend(TEXT_KEYS.iter().flat_map(|(keys, help)| Row::entry(keys, help, None, width)));
    rows.push(Row::new(Kind::Text, ""));
    let names = "The words in parentheses are the actions' names for `keys:` and `letters:` in config.yml.";
    rows.extend(paragraph(Kind::Text, names));
    rows
}

#[cfg(test)]
mod tests {
    use unicode_width::UnicodeWidthStr;

    use super::*;

    fn lines(keys: &Keymap, width: u16) -> Vec<String> {
        rows(keys, width).iter().map(|row| row.line(&Theme::fallback()).to_string()).collect()
    }

    #[test]
    fn keys_of_every_context_are_shown_as_they_are_configured() {
        let mut keys = Keymap::default();
        keys.set(Action::GatherTick, vec![Key::parse("ctrl-y").unwrap()]).unwrap();
        let lines = lines(&keys, 82);
        for context in KeyContext::ALL {
            assert!(lines.iter().any(|line| line == context.title()), "{context:?}");
        }
        let tick = lines.iter().find(|line| line.contains("Tick the contribution")).unwrap();
        assert!(tick.starts_with("  Ctrl-Y "), "{tick}");
    }

    #[test]
    fn nothing_is_cut_on_the_smallest_screen() {
        let keys = Keymap::default();
        let all = lines(&keys, 78);
        for line in &all {
            assert!(line.width() <= 78, "{line}");
        }
        let text: String = all.iter().flat_map(|line| line.split_whitespace()).collect();
        for spec in ACTIONS {
            let help: String = spec.help.split_whitespace().collect();
            let found = format!("{help}({})", spec.name);
            // Where the keys take two lines, they come between the lines of the help.
            let is_whole = text.contains(&found) || keys.labels(spec.action).join(", ").width() > 22;
            assert!(is_whole, "{}", spec.name);
        }
    }

    #[test]
    fn the_help_begins_with_the_section_of_the_pane_in_use() {
        let screen = Rect::new(0, 0, 80, 23);
        for context in [KeyContext::Form, KeyContext::Checks, KeyContext::Drafts] {
            let view = HelpView::new(&Keymap::default(), context, screen);
            assert_eq!(view.rows[view.list.selected().unwrap()].text, context.title());
        }
    }
}
