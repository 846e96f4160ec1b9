use crossterm::event::{KeyCode, KeyEvent};
use ratatui::Frame;
use ratatui::layout::{Position, Rect};
use ratatui::text::{Line, Span as Piece};
use ratatui::widgets::{Paragraph, Wrap};

use super::{Answer, CHANGED, popup};
use crate::lint::Diagnostic;
use crate::text::Coalesce;
use crate::tui::app::state::State;
use crate::tui::app::update;
use crate::tui::widgets::TextBox;

/// Asks for the reason that a problem is none.
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

    pub fn key(&mut self, key: KeyEvent, state: &mut State) -> Answer {
        match key.code {
            KeyCode::Esc => return Answer::close(),
            KeyCode::Enter => return self.waive(state),
            _ => {
                self.refused = None;
                self.reason.key(key);
            }
        }
        Answer::stay()
    }

    pub fn paste(&mut self, text: String) {
        self.reason.paste(&text);
    }

    fn waive(&mut self, state: &mut State) -> Answer {
        let reason = self.reason.line().trim();
        self.refused = match reason {
            "" => Some("Say why: the next editor will want to know."),
            _ if reason.contains("-->") => Some("A reason can't hold '-->', which ends the comment."),
            _ => None,
        };
        if self.refused.is_some() {
            return Answer::stay();
        }
        if state.session.revision != self.revision {
            state.complain(CHANGED);
            return Answer::close();
        }
        match state.session.waiver(&self.problem, reason, &state.workspace) {
            Some(edits) => {
                let said = format!("Waived by a comment: {}; undo takes it back.", self.problem.rule);
                update::change(state, &edits, Coalesce::No, &said);
            }
            None => state.complain(
                "No comment fits at this place; write a waiver in copydesk.yml (see docs/profile.md).",
            ),
        }
        Answer::close()
    }

    pub fn draw(&mut self, frame: &mut Frame<'_>, area: Rect, state: &State) -> Option<Position> {
        let theme = &state.config.theme;
        let title = "Waive this problem — Enter waives, Esc back";
        let inner = popup(frame, area, 76, 9, title, theme);
        let row = |y: u16, height: u16| Rect { y: inner.y + y, height, ..inner }.intersection(inner);
        let what = format!("{}. [{}]", self.problem.message, self.problem.rule);
        frame.render_widget(Paragraph::new(what).wrap(Wrap { trim: true }), row(0, 3));
        frame.render_widget(Line::styled("Why is it right as it stands?", theme.title), row(4, 1));
        frame.render_widget(Piece::styled("> ", theme.key), row(5, 1));
        let input = Rect { x: inner.x + 2, width: inner.width.saturating_sub(2), ..row(5, 1) };
        let cursor = self.reason.render(input, frame.buffer_mut(), &theme.input(false));
        if let Some(refused) = self.refused {
            frame.render_widget(Line::styled(refused, theme.bad), row(6, 1));
        }
        cursor
    }
}
