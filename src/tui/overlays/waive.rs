use crossterm::event::KeyEvent;
use ratatui::Frame;
use ratatui::layout::{Position, Rect};
use ratatui::text::{Line, Span as Piece};
use ratatui::widgets::{Paragraph, Wrap};

use super::{CHANGED, popup};
use crate::draft::WaiverKind;
use crate::lint::Diagnostic;
use crate::text::StepKind;
use crate::tui::action::{Action, KeyContext};
use crate::tui::app::command::Command;
use crate::tui::app::context::Context;
use crate::tui::key::Key;
use crate::tui::widgets::TextBox;

/// For a problem that no comment can waive.
pub(crate) const NO_WAIVER_FITS: &str =
    "No comment fits at this place; write a waiver in copydesk.yml (see `copydesk help profile`).";

/// What was waived, and where it holds.
pub(crate) fn waived(problem: &Diagnostic, kind: WaiverKind) -> String {
    let place = match kind {
        WaiverKind::Line | WaiverKind::NextLine => "by a comment",
        WaiverKind::Rest | WaiverKind::File | WaiverKind::Enable => {
            "in the whole draft, also where it comes later"
        }
    };
    format!("Waived {place}: {}; undo takes it back.", problem.rule)
}

/// Asks why a problem is not one.
#[derive(Debug)]
pub struct WaiveView {
    problem: Diagnostic,
    /// Of the text that the problem was found in.
    revision: u64,
    reason: TextBox,
    refused: Option<&'static str>,
}

impl WaiveView {
    pub fn new(problem: Diagnostic, revision: u64) -> WaiveView {
        WaiveView { problem, revision, reason: TextBox::one_line(""), refused: None }
    }

    pub fn key(&mut self, key: KeyEvent, context: &Context<'_>) -> Vec<Command> {
        match context.config.keys.first(Key::of(key), &[KeyContext::Waive]) {
            Some(Action::CloseWaiver) => return vec![Command::Close],
            Some(Action::ApplyWaiver) => return self.waive(context),
            _ => {
                self.refused = None;
                self.reason.key(key);
            }
        }
        Vec::new()
    }

    pub fn paste(&mut self, text: String) {
        self.reason.paste(&text);
    }

    fn waive(&mut self, context: &Context<'_>) -> Vec<Command> {
        let reason = self.reason.line().trim();
        self.refused = match reason {
            "" => Some("Say why: the next editor will want to know."),
            _ if reason.contains("-->") => Some("A reason can't hold '-->', which ends the comment."),
            _ => None,
        };
        if self.refused.is_some() {
            return Vec::new();
        }
        if context.session.revision != self.revision {
            return vec![Command::Close, Command::Complain(CHANGED.to_owned())];
        }
        match context.session.waiver(&self.problem, reason, context.workspace) {
            Some(waiver) => {
                let message = waived(&self.problem, waiver.kind);
                vec![Command::Close, Command::Apply { edits: waiver.edits, kind: StepKind::Waiver, message }]
            }
            None => vec![Command::Close, Command::Complain(NO_WAIVER_FITS.to_owned())],
        }
    }

    pub fn draw(&self, frame: &mut Frame<'_>, area: Rect, context: &Context<'_>) -> Option<Position> {
        let theme = &context.config.theme;
        let label = |action| context.config.keys.label(action);
        let title = format!(
            "Waive this problem — {} waives, {} back",
            label(Action::ApplyWaiver),
            label(Action::CloseWaiver)
        );
        let inner = popup(frame, area, 76, 9, &title, theme);
        let row = |y: u16, height: u16| Rect { y: inner.y + y, height, ..inner }.intersection(inner);
        let what = format!("{}. [{}]", self.problem.message, self.problem.rule);
        frame.render_widget(Paragraph::new(what).wrap(Wrap { trim: true }), row(0, 3));
        frame.render_widget(Line::styled("Why is it right as it is?", theme.title), row(4, 1));
        frame.render_widget(Piece::styled("> ", theme.key), row(5, 1));
        let input = Rect { x: inner.x + 2, width: inner.width.saturating_sub(2), ..row(5, 1) };
        let cursor = self.reason.render(input, frame.buffer_mut(), &theme.input(false));
        if let Some(refused) = self.refused {
            frame.render_widget(Line::styled(refused, theme.bad), row(6, 1));
        }
        cursor
    }
}
