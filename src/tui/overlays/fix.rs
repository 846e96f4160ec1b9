use crossterm::event::KeyEvent;
use ratatui::Frame;
use ratatui::layout::{Position, Rect};
use ratatui::text::{Line, Text};
use ratatui::widgets::{Paragraph, Wrap};

use super::{CHANGED, popup, rows_of};
use crate::lint::Diagnostic;
use crate::text::Edits;
use crate::tui::action::{Action, KeyContext};
use crate::tui::app::command::Command;
use crate::tui::app::context::Context;
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
    pub fn new(problem: Diagnostic, edits: Edits, context: &Context<'_>) -> FixView {
        let before = context.session.draft.text();
        let lines = diff_lines(before, &edits.apply(before), 1);
        let theme = &context.config.theme;
        let diff = lines.into_iter().map(|line| line.styled(theme)).collect();
        FixView { problem, edits, revision: context.session.revision, diff, offset: 0 }
    }

    pub fn key(&mut self, key: KeyEvent, context: &Context<'_>) -> Vec<Command> {
        let contexts = [KeyContext::Fix, KeyContext::Checks, KeyContext::Anywhere, KeyContext::List];
        match context.config.keys.first(Key::of(key), &contexts) {
            Some(Action::CloseFix) => return vec![Command::Close],
            Some(Action::ApplyFix | Action::Fix | Action::FixFound) => {
                let is_current = context.session.revision == self.revision;
                let command = match is_current {
                    true => Command::MakeFix(self.edits.clone()),
                    false => Command::Complain(CHANGED.to_owned()),
                };
                return vec![Command::Close, command];
            }
            action => self.scroll(rows_of(action).unwrap_or(0).signum()),
        }
        Vec::new()
    }

    pub fn scroll(&mut self, rows: i32) {
        let last = u16::try_from(self.diff.lines.len()).unwrap_or(u16::MAX).saturating_sub(1);
        self.offset = self.offset.saturating_add_signed(rows as i16).min(last);
    }

    pub fn draw(&mut self, frame: &mut Frame<'_>, area: Rect, context: &Context<'_>) -> Option<Position> {
        let theme = &context.config.theme;
        let label = |action| context.config.keys.label(action);
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
