use crossterm::event::{KeyCode, KeyEvent};
use ratatui::Frame;
use ratatui::layout::{Position, Rect};
use ratatui::text::{Line, Span as Piece};
use ratatui::widgets::Paragraph;

use super::{Answer, popup};
use crate::tui::action::{ACTIONS, Place};
use crate::tui::app::state::State;

/// All keys, from the same table that they are looked up in.
#[derive(Debug, Default)]
pub struct HelpView {
    offset: u16,
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

impl HelpView {
    pub fn key(&mut self, key: KeyEvent) -> Answer {
        match key.code {
            KeyCode::Down | KeyCode::Char('j') => self.offset += 1,
            KeyCode::Up | KeyCode::Char('k') => self.offset = self.offset.saturating_sub(1),
            KeyCode::PageDown | KeyCode::Char(' ') => self.offset += 10,
            KeyCode::PageUp => self.offset = self.offset.saturating_sub(10),
            KeyCode::Home => self.offset = 0,
            KeyCode::End => self.offset = u16::MAX,
            KeyCode::Esc | KeyCode::Enter | KeyCode::F(1) | KeyCode::Char('q') => return Answer::close(),
            _ => {}
        }
        Answer::stay()
    }

    pub fn scroll(&mut self, rows: i32) {
        self.offset = self.offset.saturating_add_signed(rows as i16);
    }

    pub fn draw(&mut self, frame: &mut Frame<'_>, area: Rect, state: &State) -> Option<Position> {
        let theme = &state.config.theme;
        let inner =
            popup(frame, area, 84, area.height.saturating_sub(2), "Keys — Esc closes, arrows scroll", theme);
        let mut lines: Vec<Line<'_>> = Vec::new();
        for place in [
            Place::Outline,
            Place::Form,
            Place::Picker,
            Place::Editor,
            Place::Checks,
            Place::Anywhere,
            Place::Conflict,
        ] {
            lines.push(Line::styled(place.title(), theme.title));
            for spec in ACTIONS.iter().filter(|spec| spec.place == place) {
                let keys = state.config.keys.labels(spec.action).join(", ");
                lines.push(Line::from(vec![
                    Piece::styled(format!("  {keys:<22} "), theme.key),
                    Piece::raw(spec.help),
                    Piece::styled(format!("  ({})", spec.name), theme.dim),
                ]));
            }
            lines.push(Line::default());
        }
        lines.push(Line::styled("While typing", theme.title));
        for (keys, help) in TEXT_KEYS {
            lines.push(Line::from(vec![
                Piece::styled(format!("  {keys:<22} "), theme.key),
                Piece::raw(*help),
            ]));
        }
        lines.push(Line::default());
        lines.push(Line::raw("The words in parentheses are the actions' names for `keys:` in config.yml."));
        self.offset = self.offset.min((lines.len() as u16).saturating_sub(inner.height));
        frame.render_widget(Paragraph::new(lines).scroll((self.offset, 0)), inner);
        None
    }
}
