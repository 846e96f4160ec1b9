use crossterm::event::KeyEvent;
use ratatui::Frame;
use ratatui::layout::{Position, Rect};
use ratatui::text::{Line, Text};
use ratatui::widgets::{Paragraph, Wrap};

use super::{Answer, CHANGED, popup, rows_of};
use crate::lint::Diagnostic;
use crate::text::Edits;
use crate::tui::action::{Action, KeyContext};
use crate::tui::app::fixed::make_fix;
use crate::tui::app::state::State;
use crate::tui::key::Key;
use crate::tui::widgets::diff_lines;

/// What fixing a problem would change.
#[derive(Debug)]
pub struct FixView {
    problem: Diagnostic,
    edits: Edits,
    /// Of the text that the edits are for.
    revision: u64,
    diff: Text<'static>,
    offset: u16,
}

impl FixView {
    pub fn new(problem: Diagnostic, edits: Edits, state: &State) -> FixView {
        let before = state.session.draft.text();
        let lines = diff_lines(before, &edits.apply(before), 1);
        let theme = &state.config.theme;
        let diff = lines.into_iter().map(|line| line.styled(theme)).collect();
        FixView { problem, edits, revision: state.session.revision, diff, offset: 0 }
    }

    pub fn key(&mut self, key: KeyEvent, state: &mut State) -> Answer {
        let contexts = [KeyContext::Fix, KeyContext::Checks, KeyContext::Anywhere, KeyContext::List];
        match state.config.keys.first(Key::of(key), &contexts) {
            Some(Action::CloseFix) => return Answer::close(),
            Some(Action::ApplyFix | Action::Fix | Action::FixFound) => {
                if state.session.revision != self.revision {
                    state.complain(CHANGED);
                    return Answer::close();
                }
                make_fix(state, &self.edits);
                return Answer::close();
            }
            action => self.scroll(rows_of(action).unwrap_or(0).signum()),
        }
        Answer::stay()
    }

    pub fn scroll(&mut self, rows: i32) {
        let last = u16::try_from(self.diff.lines.len()).unwrap_or(u16::MAX).saturating_sub(1);
        self.offset = self.offset.saturating_add_signed(rows as i16).min(last);
    }

    pub fn draw(&mut self, frame: &mut Frame<'_>, area: Rect, state: &State) -> Option<Position> {
        let theme = &state.config.theme;
        let label = |action| state.config.keys.label(action);
        let title = format!(
            "What fixing changes — {} or {} fixes, {} back",
            label(Action::Fix),
            label(Action::ApplyFix),
            label(Action::CloseFix)
        );
        let width = area.width.min(100);
        let wrapped = |text: &Text<'_>| -> usize {
            text.lines.iter().map(|line| 1 + line.width() / usize::from(width.saturating_sub(2)).max(1)).sum()
        };
        let height = (wrapped(&self.diff) + 5).clamp(8, usize::from(area.height)) as u16;
        let inner = popup(frame, area, width, height, &title, theme);
        let head = Rect { height: 2.min(inner.height), ..inner };
        let what = Line::styled(format!("{}.", self.problem.message), theme.text);
        frame.render_widget(Paragraph::new(what).wrap(Wrap { trim: true }), head);
        let rest = Rect { y: inner.y + head.height, height: inner.height - head.height, ..inner };
        let diff = Paragraph::new(self.diff.clone()).wrap(Wrap { trim: false }).scroll((self.offset, 0));
        frame.render_widget(diff, rest);
        None
    }
}
