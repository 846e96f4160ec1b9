use crossterm::event::KeyEvent;
use ratatui::Frame;
use ratatui::layout::{Position, Rect};
use ratatui::text::Line;
use ratatui::widgets::{Paragraph, Wrap};

use super::{CHANGED, popup, popup_inner, rows_of};
use crate::lint::Diagnostic;
use crate::text::Edits;
use crate::tui::action::{Action, KeyContext};
use crate::tui::app::command::Command;
use crate::tui::app::context::Context;
use crate::tui::key::Key;
use crate::tui::overlays::scroll::Scroll;
use crate::tui::theme::Theme;
use crate::tui::widgets::{DiffLine, diff_lines, wrap_words};

const WIDTH: u16 = 100;
/// Rows of the problem's message.
const HEAD: u16 = 2;

/// What fixing a problem would change.
#[derive(Debug)]
pub struct FixView {
    problem: Diagnostic,
    edits: Edits,
    /// Of the text that the edits are for.
    revision: u64,
    diff: Vec<DiffLine>,
    scroll: Scroll,
}

impl FixView {
    pub fn new(problem: Diagnostic, edits: Edits, context: &Context<'_>) -> FixView {
        let before = context.session.draft.text();
        let diff = diff_lines(before, &edits.apply(before), 1);
        FixView { problem, edits, revision: context.session.revision, diff, scroll: Scroll::default() }
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
            action => self.scroll(rows_of(action).unwrap_or(0), context),
        }
        Vec::new()
    }

    pub fn scroll(&mut self, rows: i32, context: &Context<'_>) {
        let lines = self.lines(context.screen, &context.config.theme);
        let area = Self::diff_area(context.screen, lines.len());
        self.scroll.by(rows, area.height, lines.len());
    }

    /// The diff, wrapped.
    fn lines(&self, area: Rect, theme: &Theme) -> Vec<Line<'static>> {
        let width = popup_inner(area, WIDTH, area.height).width;
        let wrapped = |line: Line<'static>| wrap_words([(line.to_string(), line.style)], width);
        self.diff.iter().flat_map(|line| wrapped(line.styled(theme))).collect()
    }

    fn height(area: Rect, lines: usize) -> u16 {
        (lines + 5).clamp(8, usize::from(area.height).max(8)) as u16
    }

    /// Where the diff is drawn: below the message.
    fn diff_area(area: Rect, lines: usize) -> Rect {
        let inner = popup_inner(area, WIDTH, Self::height(area, lines));
        let head = HEAD.min(inner.height);
        Rect { y: inner.y + head, height: inner.height - head, ..inner }
    }

    pub fn draw(&self, frame: &mut Frame<'_>, area: Rect, context: &Context<'_>) -> Option<Position> {
        let theme = &context.config.theme;
        let label = |action| context.config.keys.label(action);
        let title = format!(
            "What fixing changes — {} or {} fixes, {} back",
            label(Action::Fix),
            label(Action::ApplyFix),
            label(Action::CloseFix)
        );
        let lines = self.lines(area, theme);
        let inner = popup(frame, area, WIDTH, Self::height(area, lines.len()), &title, theme);
        let head = Rect { height: HEAD.min(inner.height), ..inner };
        let what = Line::styled(format!("{}.", self.problem.message), theme.text);
        frame.render_widget(Paragraph::new(what).wrap(Wrap { trim: true }), head);
        self.scroll.draw(frame, Self::diff_area(area, lines.len()), &lines, theme);
        None
    }
}
