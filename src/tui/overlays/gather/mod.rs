//! The contributions that wait for the draft: looked at, ticked, moved, edited, and merged.

mod choosing;
mod detail;
mod preview;

use std::sync::Arc;

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use ratatui::Frame;
use ratatui::layout::{Position, Rect};
use ratatui::text::Line;
use ratatui::widgets::{Paragraph, Wrap};

use super::{Answer, draw_line, hints, navigate, popup};
use crate::desk::{DeskError, Gathering, ProblemPolicy};
use crate::git::Control;
use crate::tui::app::job::Job;
use crate::tui::app::state::State;
use crate::tui::widgets::ListState;
use choosing::{Choosing, Mark};

/// A pane over the whole screen.
#[derive(Debug)]
pub struct GatherView {
    step: Step,
    control: Arc<Control>,
    list: ListState,
    height: usize,
}

#[derive(Debug)]
enum Step {
    Fetching,
    Choosing(Box<Choosing>),
    /// The commit is being made; the choice is kept in case it is refused.
    Committing(Vec<Mark>),
}

impl GatherView {
    pub(in crate::tui) fn new(control: Arc<Control>) -> GatherView {
        GatherView { step: Step::Fetching, control, list: ListState::default(), height: 1 }
    }

    /// Whether it waits for what this control belongs to.
    pub(in crate::tui) fn waits_for(&self, control: &Arc<Control>) -> bool {
        Arc::ptr_eq(&self.control, control)
    }

    /// How far the fetch is, in words.
    fn progress(&self) -> String {
        let progress = self.control.progress();
        let percent = progress.percent.map(|percent| format!(" {percent} %")).unwrap_or_default();
        match progress.phase.as_str() {
            "" => "Asking the remote …".to_owned(),
            phase => format!("{phase}{percent} …"),
        }
    }

    pub(in crate::tui) fn is_busy(&self) -> bool {
        !matches!(self.step, Step::Choosing(_))
    }

    /// Takes the contributions, with what had been chosen before.
    pub(in crate::tui) fn learn(&mut self, gathering: Box<Gathering>, refused: Option<&DeskError>) {
        let kept = match &mut self.step {
            Step::Committing(marks) => std::mem::take(marks),
            _ => Vec::new(),
        };
        let marks = match kept.len() == gathering.contributions.len() {
            true => kept,
            false => vec![Mark::default(); gathering.contributions.len()],
        };
        let behind = gathering.behind();
        let refused = refused.map(ToString::to_string).or(behind);
        self.step = Step::Choosing(Box::new(Choosing::new(gathering, marks, refused)));
    }

    pub fn key(&mut self, key: KeyEvent, state: &mut State) -> Answer {
        let Step::Choosing(choosing) = &mut self.step else {
            if key.code == KeyCode::Esc {
                self.control.cancel();
                return if matches!(self.step, Step::Fetching) { Answer::close() } else { Answer::stay() };
            }
            return Answer::stay();
        };
        choosing.refused = None;
        let leaves = std::mem::take(&mut choosing.leaves);
        let at = self.list.selected;
        if let Some(input) = &mut choosing.editing {
            match key.code {
                KeyCode::Esc => choosing.editing = None,
                KeyCode::Char('s') if key.modifiers.contains(KeyModifiers::CONTROL) => {
                    choosing.marks[at].text = Some(input.text());
                    choosing.marks[at].ticked = true;
                    choosing.editing = None;
                }
                _ => input.key(key),
            }
            return Answer::stay();
        }
        if let Some(preview) = &mut choosing.preview {
            match key.code {
                KeyCode::Enter if preview.is_something() => return self.commit(),
                KeyCode::Esc | KeyCode::Enter => choosing.preview = None,
                KeyCode::Char('p') if preview.leaves_out_problems() => choosing.fold(ProblemPolicy::Take),
                code => preview.key(code),
            }
            return Answer::stay();
        }
        let len = choosing.marks.len();
        match key.code {
            KeyCode::Esc if leaves || choosing.marks.iter().all(|mark| !mark.ticked) => {
                return Answer::close();
            }
            KeyCode::Esc => {
                choosing.refused =
                    Some("Esc again leaves, and forgets what is ticked, moved and edited.".to_owned());
                choosing.leaves = true;
                return Answer::stay();
            }
            code if navigate(&mut self.list, code, self.height, len) => {}
            _ if len == 0 => {}
            KeyCode::Char(' ') => {
                choosing.marks[at].ticked = !choosing.marks[at].ticked;
                self.list.next(len);
            }
            KeyCode::Char('a') => choosing.tick_clean(),
            KeyCode::Char('m') | KeyCode::Right => choosing.move_by(at, 1),
            KeyCode::Char('M') | KeyCode::Left => choosing.move_by(at, -1),
            KeyCode::Char('e') => choosing.edit(at),
            KeyCode::Enter => choosing.fold(ProblemPolicy::LeaveOut),
            _ => {}
        }
        let _ = state;
        Answer::stay()
    }

    /// Sends the fold off to be committed.
    fn commit(&mut self) -> Answer {
        let step = std::mem::replace(&mut self.step, Step::Committing(Vec::new()));
        let Step::Choosing(choosing) = step else { return Answer::stay() };
        let Choosing { gathering, marks, preview, .. } = *choosing;
        self.step = Step::Committing(marks);
        self.control = Arc::new(Control::default());
        let folded = preview.map(|preview| preview.folded).unwrap_or_default();
        let job = Job::CommitGathering { gathering, folded: Box::new(folded), control: self.control.clone() };
        Answer { close: false, jobs: vec![job] }
    }

    pub fn paste(&mut self, text: String) {
        if let Step::Choosing(choosing) = &mut self.step
            && let Some(input) = &mut choosing.editing
        {
            input.paste(&text);
        }
    }

    pub fn scroll(&mut self, rows: i32) {
        let Step::Choosing(choosing) = &mut self.step else { return };
        if let Some(preview) = &mut choosing.preview {
            preview.scroll(rows as isize);
        } else if choosing.editing.is_none() {
            for _ in 0..rows.unsigned_abs() {
                if rows > 0 { self.list.next(choosing.marks.len()) } else { self.list.previous() }
            }
        }
    }

    pub fn draw(&mut self, frame: &mut Frame<'_>, area: Rect, state: &State) -> Option<Position> {
        let theme = &state.config.theme;
        let title = match &self.step {
            Step::Choosing(choosing) => choosing.title(),
            _ => "Contributions".to_owned(),
        };
        let inner = popup(frame, area, area.width, area.height, &title, theme);
        if inner.height < 3 {
            return None;
        }
        let foot = Rect { y: inner.bottom() - 1, height: 1, ..inner };
        let body = Rect { height: inner.height - 1, ..inner };
        let busy = match &self.step {
            Step::Fetching => Some(self.progress()),
            Step::Committing(_) => Some("Merging …".to_owned()),
            Step::Choosing(_) => None,
        };
        if let Some(busy) = busy {
            draw_line(frame, body, Line::styled(busy, theme.dim));
            draw_line(frame, foot, hints(&[("Esc", "cancel")], theme));
            return None;
        }
        let Step::Choosing(choosing) = &mut self.step else { return None };
        if let Some(preview) = &mut choosing.preview {
            preview.draw(frame, body, &choosing.gathering, theme);
            draw_line(frame, foot, hints(&preview.keys(), theme));
            return None;
        }
        if choosing.marks.is_empty() {
            let text = choosing.nothing();
            frame.render_widget(Paragraph::new(text).style(theme.dim).wrap(Wrap { trim: true }), body);
            draw_line(frame, foot, hints(&[("Esc", "back")], theme));
            return None;
        }
        let len = choosing.marks.len();
        let rows = (body.height * 2 / 5).max(1).min(len as u16);
        let list = Rect { height: rows, ..body };
        let detail = Rect { y: body.y + rows + 1, height: body.height.saturating_sub(rows + 1), ..body };
        self.height = usize::from(rows);
        for (y, at) in self.list.visible(self.height, len).enumerate() {
            let place = Rect { y: list.y + y as u16, height: 1, ..list };
            draw_line(frame, place, choosing.row(at, theme));
            if at == self.list.selected {
                frame.buffer_mut().set_style(place, theme.selected);
            }
        }
        let at = self.list.selected;
        if let Some(input) = &mut choosing.editing {
            draw_line(frame, detail, Line::styled("What it adds:", theme.title));
            let place = Rect { y: detail.y + 1, height: detail.height.saturating_sub(1), ..detail };
            let cursor = input.render(place, frame.buffer_mut(), &theme.input(true));
            draw_line(frame, foot, hints(&[("Ctrl-S", "take this"), ("Esc", "leave it as it was")], theme));
            return cursor;
        }
        choosing.draw_detail(at, frame, detail, theme);
        match &choosing.refused {
            Some(refused) => draw_line(frame, foot, Line::styled(refused.as_str(), theme.bad)),
            None => draw_line(
                frame,
                foot,
                hints(
                    &[
                        ("Space", "tick"),
                        ("a", "all clean ones"),
                        ("m", "move"),
                        ("e", "edit"),
                        ("Enter", "merge"),
                        ("Esc", "back"),
                    ],
                    theme,
                ),
            ),
        }
        None
    }
}
