mod detail;
mod draw;

use std::ops::Range;

use crate::lint::{ChecklistLine, Diagnostic};
use crate::text::Span;
use crate::tui::action::Action;
use crate::tui::app::session::Session;
use crate::tui::overlays::list::move_selection;
use crate::tui::widgets::ListState;

pub use draw::ChecksAreas;

/// The checklist, and under it the problems: one list to go through.
#[derive(Debug, Default)]
pub struct ChecksView {
    list: ListState,
    /// The first line of the checklist that is in sight.
    line_offset: usize,
    problem_offset: usize,
}

/// What is selected.
#[derive(Clone, Copy, Debug)]
pub enum Selected {
    Line(usize),
    Problem(usize),
    Nothing,
}

impl ChecksView {
    pub fn selected(&self, session: &Session) -> Selected {
        let lines = session.checklist.len();
        match self.list.selected {
            n if n < lines => Selected::Line(n),
            n if n - lines < session.diagnostics.len() => Selected::Problem(n - lines),
            _ => Selected::Nothing,
        }
    }

    /// The place that the selected line or problem is about.
    pub fn place(&self, session: &Session) -> Option<Span> {
        match self.selected(session) {
            Selected::Line(n) => {
                session.checklist[n].place.or(session.checklist[n].task.map(|task| task.text))
            }
            Selected::Problem(n) => Some(session.diagnostics[n].span),
            Selected::Nothing => None,
        }
    }

    /// The selected problem, to be found again after the next check.
    pub fn held(&self, session: &Session) -> Option<(usize, Diagnostic)> {
        match self.selected(session) {
            Selected::Problem(n) => Some((n, session.diagnostics[n].clone())),
            _ => None,
        }
    }

    /// Selects a problem again, wherever it is in the list by now. Of one that is over, the
    /// selection goes on to the next in the text.
    pub fn hold(&mut self, held: Option<(usize, Diagnostic)>, session: &Session) {
        if let Some((was, problem)) = held {
            let (lines, all) = (session.checklist.len(), &session.diagnostics);
            let same = all
                .iter()
                .enumerate()
                .filter(|(_, one)| (one.rule, &one.message) == (problem.rule, &problem.message))
                .min_by_key(|(n, _)| n.abs_diff(was))
                .map(|(n, _)| n);
            let next = || all.iter().position(|one| one.span.start >= problem.span.start);
            let found = same.or_else(next).unwrap_or(all.len().saturating_sub(1));
            self.list.select(lines + found, lines + all.len());
        }
        self.keep_in_range(session);
    }

    /// Selects the next problem, or the one before, and returns its place. Where none is selected,
    /// it is the next one from the cursor.
    pub fn step(&mut self, session: &Session, forward: bool, cursor: usize) -> Option<Span> {
        let lines = session.checklist.len();
        let len = session.diagnostics.len();
        if len == 0 {
            return None;
        }
        let at = match self.selected(session) {
            Selected::Problem(n) if forward => (n + 1) % len,
            Selected::Problem(n) => (n + len - 1) % len,
            _ if forward => session.diagnostics.iter().position(|one| one.span.start >= cursor).unwrap_or(0),
            _ => session.diagnostics.iter().rposition(|one| one.span.start < cursor).unwrap_or(len - 1),
        };
        self.list.select(lines + at, lines + len);
        Some(session.diagnostics[at].span)
    }

    /// Selects an entry: the lines of the checklist come before the problems.
    pub fn select(&mut self, at: usize, session: &Session) {
        self.list.select(at, session.checklist.len() + session.diagnostics.len());
    }

    fn keep_in_range(&mut self, session: &Session) {
        let len = session.checklist.len() + session.diagnostics.len();
        self.list.select(self.list.selected.min(len.saturating_sub(1)), len);
    }

    /// Moves the selection where `height` problems are in sight; returns false if the action is not a
    /// movement.
    pub fn navigate(&mut self, action: Option<Action>, height: u16, session: &Session) -> bool {
        let len = session.checklist.len() + session.diagnostics.len();
        move_selection(&mut self.list, action, usize::from(height.max(5)), len)
    }

    pub fn scroll(&mut self, rows: i32, session: &Session) {
        let len = session.checklist.len() + session.diagnostics.len();
        self.list
            .select(self.list.selected.saturating_add_signed(rows as isize).min(len.saturating_sub(1)), len);
    }

    /// Scrolls both lists so that the selected entry is visible in the areas where they were drawn.
    pub fn keep_in_sight(&mut self, areas: ChecksAreas, session: &Session) {
        if areas.checklist.height > 0 {
            self.line_offset = self.visible_lines(areas.checklist.height, session).start;
        }
        if areas.problems.height > 0 {
            self.problem_offset = self.visible_problems(areas.problems.height, session).start;
        }
    }

    /// Selects what was drawn in that row.
    pub fn click(&mut self, row: u16, areas: ChecksAreas, session: &Session) {
        let lines = session.checklist.len();
        let found = if areas.problems.height > 0 && row >= areas.problems.y {
            let visible = self.visible_problems(areas.problems.height, session);
            let at = visible.start + usize::from(row - areas.problems.y);
            visible.contains(&at).then_some(lines + at)
        } else {
            self.line_at(row.saturating_sub(areas.checklist.y), areas.checklist.height, session)
        };
        if let Some(found) = found {
            self.list.select(found, lines + session.diagnostics.len());
        }
    }

    /// The line of the checklist in a row of its area.
    fn line_at(&self, row: u16, height: u16, session: &Session) -> Option<usize> {
        let with_evidence = shows_evidence(height, session);
        let mut end = 0;
        self.visible_lines(height, session).find(|n| {
            end += rows_of(&session.checklist[*n], with_evidence);
            row < end
        })
    }

    /// The lines of the checklist that `height` rows show.
    fn visible_lines(&self, height: u16, session: &Session) -> Range<usize> {
        let len = session.checklist.len();
        if shows_evidence(height, session) {
            return 0..len;
        }
        // A selected problem leaves the checklist where it is.
        let selected = if self.list.selected < len { self.list.selected } else { self.line_offset };
        ListState { selected, offset: self.line_offset }.window(usize::from(height), len)
    }

    fn visible_problems(&self, height: u16, session: &Session) -> Range<usize> {
        let selected = self.list.selected.checked_sub(session.checklist.len());
        let selected = selected.unwrap_or(self.problem_offset);
        let window = ListState { selected, offset: self.problem_offset };
        window.window(usize::from(height), session.diagnostics.len())
    }
}

/// True if the rows are enough for all lines of the checklist with their evidence.
fn shows_evidence(height: u16, session: &Session) -> bool {
    height >= session.checklist.iter().map(|line| rows_of(line, true)).sum()
}

/// The rows of a line of the checklist.
fn rows_of(line: &ChecklistLine, with_evidence: bool) -> u16 {
    1 + u16::from(with_evidence && !line.detail.is_empty())
}
