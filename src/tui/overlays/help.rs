use crossterm::event::KeyEvent;
use ratatui::Frame;
use ratatui::layout::{Position, Rect};
use ratatui::text::{Line, Span as Piece};
use ratatui::widgets::Paragraph;

use super::{popup, rows_of};
use crate::tui::action::{ACTIONS, Action, KeyContext, Keymap};
use crate::tui::app::command::Command;
use crate::tui::app::context::Context;
use crate::tui::key::Key;
use crate::tui::theme::Theme;

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
    pub fn key(&mut self, key: KeyEvent, context: &Context<'_>) -> Vec<Command> {
        let contexts = [KeyContext::Help, KeyContext::List, KeyContext::Anywhere];
        match context.config.keys.first(Key::of(key), &contexts) {
            Some(Action::CloseHelp | Action::Help) => return vec![Command::Close],
            Some(Action::HelpPage) => self.scroll(10),
            action => self.scroll(rows_of(action).unwrap_or(0)),
        }
        Vec::new()
    }

    pub fn scroll(&mut self, rows: i32) {
        let rows = rows.clamp(i32::from(i16::MIN), i32::from(i16::MAX)) as i16;
        self.offset = self.offset.saturating_add_signed(rows);
    }

    pub fn draw(&mut self, frame: &mut Frame<'_>, area: Rect, context: &Context<'_>) -> Option<Position> {
        let theme = &context.config.theme;
        let close = context.config.keys.label(Action::CloseHelp);
        let title = format!("Keys — {close} closes, arrows scroll");
        let inner = popup(frame, area, 84, area.height.saturating_sub(2), &title, theme);
        let lines = lines(&context.config.keys, theme);
        self.offset = self.offset.min((lines.len() as u16).saturating_sub(inner.height));
        frame.render_widget(Paragraph::new(lines).scroll((self.offset, 0)), inner);
        None
    }
}

/// Every key with its action, under the heading of its context.
fn lines(keys: &Keymap, theme: &Theme) -> Vec<Line<'static>> {
    let mut lines: Vec<Line<'static>> = Vec::new();
    for context in KeyContext::ALL {
        lines.push(Line::styled(context.title(), theme.title));
        for spec in ACTIONS.iter().filter(|spec| spec.context == *context) {
            let labels = keys.labels(spec.action).join(", ");
            lines.push(Line::from(vec![
                Piece::styled(format!("  {labels:<22} "), theme.key),
                Piece::raw(spec.help),
                Piece::styled(format!("  ({})", spec.name), theme.dim),
            ]));
        }
        lines.push(Line::default());
    }
    lines.push(Line::styled("While typing", theme.title));
    for (keys, help) in TEXT_KEYS {
        lines.push(Line::from(vec![Piece::styled(format!("  {keys:<22} "), theme.key), Piece::raw(*help)]));
    }
    lines.push(Line::default());
    lines.push(Line::raw("The words in parentheses are the actions' names for `keys:` in config.yml."));
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_of_every_context_are_shown_as_they_are_configured() {
        let mut keys = Keymap::default();
        keys.set(Action::GatherTick, vec![Key::parse("ctrl-y").unwrap()]);
        let lines: Vec<String> = lines(&keys, &Theme::fallback()).iter().map(Line::to_string).collect();
        for context in KeyContext::ALL {
            assert!(lines.iter().any(|line| line == context.title()), "{context:?}");
        }
        let tick = lines.iter().find(|line| line.ends_with("(gather-tick)")).unwrap();
        assert!(tick.starts_with("  Ctrl-Y "), "{tick}");
    }
}
