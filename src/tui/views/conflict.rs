use crossterm::event::{KeyCode, KeyEvent};
use ratatui::Frame;
use ratatui::layout::{Position, Rect};
use ratatui::text::{Line, Span as Piece};
use ratatui::widgets::Paragraph;
use similar::{ChangeTag, TextDiff};

use super::{Answer, popup};
use crate::text::{Coalesce, Edits};
use crate::tui::job::AfterSave;
use crate::tui::state::{State, Work};
use crate::tui::update;
use crate::tui::views::editor::EditorView;

/// Two versions of the draft side by side: what is typed here, and what another program wrote.
#[derive(Debug)]
pub struct ConflictView {
    ours: String,
    theirs: String,
    marked: String,
    then: Option<AfterSave>,
    rows: Vec<(Side, String, Side, String)>,
    offset: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Side {
    Same,
    Differs,
    Absent,
}

impl ConflictView {
    pub fn new(ours: &str, theirs: &str, marked: String, then: Option<AfterSave>) -> ConflictView {
        let rows = rows(ours, theirs);
        let first = rows
            .iter()
            .position(|(left, _, right, _)| *left != Side::Same || *right != Side::Same)
            .unwrap_or(0);
        ConflictView {
            ours: ours.to_owned(),
            theirs: theirs.to_owned(),
            marked,
            then,
            rows,
            offset: first.saturating_sub(3),
        }
    }

    pub fn key(&mut self, key: KeyEvent, state: &mut State) -> Answer {
        match key.code {
            KeyCode::Down | KeyCode::Char('j') => self.scroll(1),
            KeyCode::Up | KeyCode::Char('k') => self.scroll(-1),
            KeyCode::PageDown => self.scroll(10),
            KeyCode::PageUp => self.scroll(-10),
            KeyCode::Esc => {
                state.say("Nothing was written: your text is here, the other is on disk.");
                return Answer::close();
            }
            KeyCode::Char('m') => {
                return self.choose(state, &self.ours.clone(), "Kept yours; save writes it over the file.");
            }
            KeyCode::Char('t') => {
                return self.choose(
                    state,
                    &self.theirs.clone(),
                    "Took the text on disk; undo brings yours back.",
                );
            }
            KeyCode::Char('b') => {
                let answer = self.choose(
                    state,
                    &self.marked.clone(),
                    "Both are in the text, with markers: keep what is right.",
                );
                let at = state.session.draft.text().find("<<<<<<<").unwrap_or(0);
                state.work = Work::Editor(Box::new(EditorView::new(&state.session, at)));
                state.focus = crate::tui::state::Pane::Work;
                return answer;
            }
            _ => {}
        }
        Answer::stay()
    }

    /// From now on what is on disk counts as seen, and the text is the chosen one.
    fn choose(&self, state: &mut State, text: &str, said: &str) -> Answer {
        state.session.document.base.clone_from(&self.theirs);
        let edits = Edits::between(state.session.draft.text(), text);
        update::change(state, &edits, Coalesce::No, said);
        let jobs = match self.then {
            Some(then) if text != self.marked => update::save(state, then),
            _ => Vec::new(),
        };
        Answer { close: true, jobs }
    }

    pub fn scroll(&mut self, rows: i32) {
        self.offset = self.offset.saturating_add_signed(rows as isize).min(self.rows.len().saturating_sub(1));
    }

    pub fn draw(&mut self, frame: &mut Frame<'_>, area: Rect, state: &State) -> Option<Position> {
        let theme = &state.config.theme;
        let inner =
            popup(frame, area, area.width, area.height, "Another program changed the same lines", theme);
        let half = inner.width / 2;
        let head = Rect { height: 1, ..inner };
        frame.render_widget(
            Paragraph::new(Piece::styled("Yours, not saved", theme.title)),
            Rect { width: half, ..head },
        );
        let right = Rect { x: inner.x + half, width: inner.width - half, ..head };
        frame.render_widget(Paragraph::new(Piece::styled("│ On disk", theme.title)), right);
        let list = Rect { y: inner.y + 1, height: inner.height.saturating_sub(2), ..inner };
        for (y, (left_side, left, right_side, right)) in
            self.rows.iter().skip(self.offset).take(usize::from(list.height)).enumerate()
        {
            let line = Rect { y: list.y + y as u16, height: 1, ..list };
            let look = |side: Side| match side {
                Side::Same => theme.dim,
                Side::Differs => theme.warn,
                Side::Absent => theme.dim,
            };
            let sign = |side: Side| if side == Side::Differs { "▌" } else { " " };
            let text = Line::styled(format!("{}{left}", sign(*left_side)), look(*left_side));
            frame.render_widget(Paragraph::new(text), Rect { width: half.saturating_sub(1), ..line });
            let text = Line::styled(format!("│{}{right}", sign(*right_side)), look(*right_side));
            frame.render_widget(
                Paragraph::new(text),
                Rect { x: line.x + half, width: line.width - half, ..line },
            );
        }
        let foot = Rect { y: inner.bottom().saturating_sub(1), height: 1, ..inner };
        let keys = [
            ("m", " keep mine  "),
            ("t", " take theirs  "),
            ("b", " both, with markers  "),
            ("Esc", " decide later"),
        ];
        let keys = keys.iter().flat_map(|(key, what)| [Piece::styled(*key, theme.key), Piece::raw(*what)]);
        frame.render_widget(Paragraph::new(Line::from(keys.collect::<Vec<_>>())), foot);
        None
    }
}

/// The lines of both side by side; a line that the other has not stands beside nothing.
fn rows(ours: &str, theirs: &str) -> Vec<(Side, String, Side, String)> {
    let diff = TextDiff::from_lines(ours, theirs);
    let mut rows: Vec<(Side, String, Side, String)> = Vec::new();
    for op in diff.ops() {
        let (mut left, mut right) = (Vec::new(), Vec::new());
        for change in diff.iter_changes(op) {
            let line = change.value().trim_end().to_owned();
            match change.tag() {
                ChangeTag::Equal => rows.push((Side::Same, line.clone(), Side::Same, line)),
                ChangeTag::Delete => left.push(line),
                ChangeTag::Insert => right.push(line),
            }
        }
        for n in 0..left.len().max(right.len()) {
            let side = |lines: &[String]| {
                lines.get(n).map_or((Side::Absent, String::new()), |line| (Side::Differs, line.clone()))
            };
            let ((left_side, left), (right_side, right)) = (side(&left), side(&right));
            rows.push((left_side, left, right_side, right));
        }
    }
    rows
}
