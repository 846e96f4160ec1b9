mod detail;
mod draw;

use std::ops::Range;

use crate::lint::{ChecklistLine, Diagnostic, Subject};
use crate::text::Span;
use crate::tui::action::Action;
use crate::tui::app::session::{Filter, Listed, Session};
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
    /// Which problems are listed.
    filter: Filter,
    arrival: Arrival,
}

/// How the selection came to its problem.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Arrival {
    /// By a key or a click.
    #[default]
    Chosen,
    /// The problem that was selected is over, and this is the next one. Nobody has been there yet.
    Inherited,
}

/// What is selected.
#[derive(Clone, Copy, Debug)]
pub enum Selected {
    Line(usize),
    Problem(usize),
    Nothing,
}

/// The selected problem, to be found again after the next check.
#[derive(Debug)]
pub struct Held {
    problem: Diagnostic,
    /// Its place in the text as it is now.
    place: Span,
    arrival: Arrival,
}

impl ChecksView {
    pub fn selected(&self, session: &Session) -> Selected {
        let lines = session.checklist.len();
        match self.list.selected.checked_sub(lines) {
            None => Selected::Line(self.list.selected),
            Some(row) => self.listed(session).get(row).map_or(Selected::Nothing, Selected::Problem),
        }
    }

    /// The problems of the list.
    pub fn listed<'s>(&self, session: &'s Session) -> Listed<'s> {
        session.listed(self.filter)
    }

    pub fn filter(&self) -> Filter {
        self.filter
    }

    /// Lists the errors only, or all problems again. The selection stays, or goes to the next error.
    pub fn switch_filter(&mut self, session: &Session) {
        let selected = self.selected(session);
        self.filter = match self.filter {
            Filter::All => Filter::Errors,
            Filter::Errors => Filter::All,
        };
        self.problem_offset = 0;
        if let Selected::Problem(n) = selected {
            self.select_from(n, session);
            if !matches!(self.selected(session), Selected::Problem(now) if now == n) {
                self.arrival = Arrival::Inherited;
            }
        }
        self.keep_in_range(session);
    }

    /// Selects a problem, or the next one that is listed.
    fn select_from(&mut self, n: usize, session: &Session) {
        let listed = self.listed(session);
        let row = listed.rank(n).min(listed.len().saturating_sub(1));
        self.list.select(session.checklist.len() + row, self.rows(session));
    }

    /// Selects a problem for the user, who goes there. Lists all problems if this one is not listed.
    pub fn select_problem(&mut self, n: usize, session: &Session) {
        let listed = self.listed(session);
        if listed.get(listed.rank(n)) != Some(n) {
            self.filter = Filter::All;
        }
        self.arrival = Arrival::Chosen;
        self.select_from(n, session);
    }

    /// True if the selection came to its problem by itself.
    pub fn is_inherited(&self) -> bool {
        self.arrival == Arrival::Inherited
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
    pub fn held(&self, session: &Session) -> Option<Held> {
        let Selected::Problem(n) = self.selected(session) else { return None };
        let problem = session.diagnostics[n].clone();
        let place = session.place_now(problem.span);
        Some(Held { problem, place, arrival: self.arrival })
    }

    /// Selects a problem again, wherever it is in the list by now. Of one that is over, the
    /// selection goes on to the next in the text.
    pub fn hold(&mut self, held: Option<Held>, session: &Session) {
        if let Some(Held { problem, place, arrival }) = held {
            let same = session.find_problem(problem.rule, &problem.message, problem.subject, place);
            self.arrival = if same.is_some() { arrival } else { Arrival::Inherited };
            let next = || match problem.subject {
                Subject::Text => session.first_problem_from(place.start),
                Subject::Files => session.first_problem_from(usize::MAX),
            };
            self.select_from(same.unwrap_or_else(next), session);
        }
        self.keep_in_range(session);
    }

    fn keep_in_range(&mut self, session: &Session) {
        let len = self.rows(session);
        self.list.select(self.list.selected.min(len.saturating_sub(1)), len);
    }

    /// Selects an entry: the lines of the checklist come before the problems.
    pub fn select(&mut self, at: usize, session: &Session) {
        match at.checked_sub(session.checklist.len()) {
            Some(problem) => self.select_problem(problem, session),
            None => self.list.select(at, self.rows(session)),
        }
    }

    /// Goes from a problem to the checklist, to its first line in sight.
    pub fn go_to_checklist(&mut self, session: &Session) {
        let lines = session.checklist.len();
        if self.list.selected >= lines && lines > 0 {
            self.list.select(self.line_offset.min(lines - 1), self.rows(session));
        }
    }

    /// Goes from the checklist to the problems, to the first one in sight.
    pub fn go_to_problems(&mut self, session: &Session) {
        let (lines, problems) = (session.checklist.len(), self.listed(session).len());
        if self.list.selected < lines && problems > 0 {
            self.arrival = Arrival::Inherited;
            self.list.select(lines + self.problem_offset.min(problems - 1), self.rows(session));
        }
    }

    /// The rows of both lists.
    fn rows(&self, session: &Session) -> usize {
        session.checklist.len() + self.listed(session).len()
    }

    /// Moves the selection where `height` problems are in sight; returns false if the action is not a
    /// movement.
    pub fn navigate(&mut self, action: Option<Action>, height: u16, session: &Session) -> bool {
        let len = self.rows(session);
        let moves = move_selection(&mut self.list, action, usize::from(height.max(5)), len);
        if moves {
            self.arrival = Arrival::Chosen;
        }
        moves
    }

    pub fn scroll(&mut self, rows: i32, session: &Session) {
        let len = self.rows(session);
        self.arrival = Arrival::Chosen;
        self.list
            .select(self.list.selected.saturating_add_signed(rows as isize).min(len.saturating_sub(1)), len);
    }

    /// Scrolls both lists so that the selected entry is visible in the areas where they were drawn.
    pub fn scroll_to_selection(&mut self, areas: ChecksAreas, session: &Session) {
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
            self.arrival = Arrival::Chosen;
            self.list.select(found, self.rows(session));
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
        window.window(usize::from(height), self.listed(session).len())
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
