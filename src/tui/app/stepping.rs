//! Going from problem to problem, from where the user is.

use crate::lint::{Diagnostic, Fix, Subject};
use crate::text::Span;
use crate::tui::action::Action;
use crate::tui::app::fixed::removes_slot;
use crate::tui::app::navigate::{go_to_place, go_to_row, open_slot};
use crate::tui::app::session::{Filter, Marker, Place, Session};
use crate::tui::app::state::{Pane, State, Work};
use crate::tui::panes::checks::Selected;

/// The problem that a key went to or fixed last. It counts while the cursor stays where the key left it.
#[derive(Debug)]
pub struct Visit {
    /// Where the cursor was left, with the text that was typed there since.
    landing: Marker,
    /// Where the problem is or was.
    place: Marker,
    rule: &'static str,
    message: String,
    subject: Subject,
    outcome: Outcome,
}

/// What became of a problem that was visited.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    Seen,
    Fixed,
}

/// Where a search begins in the list of problems.
#[derive(Clone, Copy, Debug)]
struct Origin {
    /// The first problem that the next one may be.
    next: usize,
    /// The problem after the last one that the previous one may be.
    previous: usize,
}

impl Origin {
    /// Between two problems.
    fn before(n: usize) -> Origin {
        Origin { next: n, previous: n }
    }

    /// At a problem that was seen.
    fn at(n: usize) -> Origin {
        Origin { next: n + 1, previous: n }
    }
}

/// Direction through the problems.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    Next,
    Previous,
}

/// Where a key that goes to a problem leaves the user.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Arrives {
    /// At the problem's line of the outline, where letters are keys.
    InOutline,
    /// In its field, or in the whole file.
    InText,
}

/// Goes to the next problem or the one before, and says which of how many it is.
pub(crate) fn step(state: &mut State, step: Step, arrives: Arrives) {
    let listed = state.panes.checks.listed(&state.session);
    let len = listed.len();
    if len == 0 {
        let said = none_listed(state);
        return state.say(said);
    }
    let origin = origin(state);
    let row = match step {
        Step::Next => Some(listed.rank(origin.next)).filter(|row| *row < len),
        Step::Previous => listed.rank(origin.previous).checked_sub(1),
    };
    let (row, wrapped) = match (row, step) {
        (Some(row), _) => (row, ""),
        (None, Step::Next) => (0, ", again from the top"),
        (None, Step::Previous) => (len - 1, ", again from the end"),
    };
    let Some(problem) = listed.get(row) else { return };
    let errors = match state.panes.checks.filter() {
        Filter::All => "",
        Filter::Errors if len == 1 => " error",
        Filter::Errors => " errors",
    };
    let number = format!("{} of {len}{errors}{wrapped}", row + 1);
    go_to(state, problem, arrives);
    // The key that fixes it is that of the pane that was gone to.
    let said = format!("{number}: {}", description(state, problem));
    state.say(said);
}

fn none_listed(state: &State) -> String {
    match (state.panes.checks.filter(), state.session.problem_count()) {
        (Filter::Errors, all @ 1..) => {
            let key = state.key_label(Action::ErrorsOnly);
            format!("There are no errors; {key} in the list of problems shows all {all} problems.")
        }
        _ => "There are no problems.".to_owned(),
    }
}

/// The message of a problem, with the key that fixes it, or what else can be done about a file.
fn description(state: &State, n: usize) -> String {
    let problem = &state.session.diagnostics[n];
    let message = &problem.message;
    match (&problem.fix, problem.subject) {
        (Some(Fix::Text(edits) | Fix::Suggestion(edits)), _) => {
            let what = if removes_slot(&state.session, edits) { "removes it" } else { "fixes it" };
            format!("{message} ({} {what})", state.key_label(Action::FixFound))
        }
        (_, Subject::Files) => about_files(problem),
        _ => message.clone(),
    }
}

/// Describes a problem that has no place in the text.
pub(crate) fn about_files(problem: &Diagnostic) -> String {
    let help = problem.help.as_ref().map_or(String::new(), |help| format!(" ({help})"));
    format!("{}; it has no place in the text{help}", problem.message)
}

/// Goes to the place of a problem. A problem of files has none, and is only selected in the list.
pub(crate) fn go_to(state: &mut State, n: usize, arrives: Arrives) {
    state.panes.checks.select_problem(n, &state.session);
    let problem = state.session.diagnostics[n].clone();
    let place = state.session.mark(problem.span, Place::Text);
    match (problem.subject, arrives) {
        (Subject::Files, _) => {}
        // A form would take the next key as a letter.
        (Subject::Text, Arrives::InOutline) => go_to_row(state, problem.span.start),
        (Subject::Text, Arrives::InText)
            if state.panes.focus == Pane::Work && matches!(state.panes.work, Work::Form(_)) =>
        {
            go_to_form(state, &problem);
        }
        (Subject::Text, Arrives::InText) => go_to_place(state, problem.span.start),
    }
    visited(state, &problem, place, Outcome::Seen);
}

/// Goes to the field of a problem. The form of its slot shows a problem that no field has.
fn go_to_form(state: &mut State, problem: &Diagnostic) {
    let at = problem.span.start;
    let slots = &state.session.outline.slots;
    let slot = slots.iter().position(|slot| slot.span.contains(problem.span));
    match (&mut state.panes.work, slot) {
        (Work::Form(form), Some(_)) if form.span.contains(problem.span) => form.go_to(at),
        (_, Some(slot)) => open_slot(state, slot, Some(at)),
        _ => go_to_place(state, at),
    }
}

/// Remembers the problem that was visited, whose place is marked, and where the cursor is now.
pub(crate) fn visited(state: &mut State, problem: &Diagnostic, place: Marker, outcome: Outcome) {
    let here = state.place();
    let landing = state.session.mark(here, Place::Text);
    let Diagnostic { rule, subject, .. } = *problem;
    let visit = Visit { landing, place, rule, message: problem.message.clone(), subject, outcome };
    if let Some(old) = state.panes.visit.replace(visit) {
        state.session.release(old.landing);
        state.session.release(old.place);
    }
}

/// Opens or closes something where the cursor is. A problem that was gone to counts there as visited too.
pub(crate) fn keep_visit(state: &mut State, move_on: impl FnOnce(&mut State)) {
    // The field that was gone to may have been left for others of the same form.
    let form = match &state.panes.work {
        Work::Form(form) if state.panes.focus == Pane::Work => Some(form.span),
        _ => None,
    };
    let stayed = state.panes.visit.as_ref().is_some_and(|visit| {
        visit.is_at(&state.session, state.place())
            || form.is_some_and(|form| visit.is_in(&state.session, form))
    });
    move_on(state);
    let here = state.place();
    if let Some(visit) = state.panes.visit.as_mut().filter(|_| stayed) {
        let landing = state.session.mark(here, Place::Text);
        state.session.release(std::mem::replace(&mut visit.landing, landing));
    }
}

/// The problem that was gone to, if the cursor is still there and the problem too.
pub(crate) fn visited_problem(state: &State) -> Option<usize> {
    let visit = state.panes.visit.as_ref().filter(|visit| visit.outcome == Outcome::Seen)?;
    visit.problem(&state.session).filter(|_| visit.is_at(&state.session, state.place()))
}

impl Visit {
    fn is_in(&self, session: &Session, part: Span) -> bool {
        session.marked(self.landing).is_some_and(|landing| part.contains(landing))
    }

    /// True if the cursor is where the key left it.
    fn is_at(&self, session: &Session, cursor: Span) -> bool {
        session.marked(self.landing).is_some_and(|landing| landing.touches(cursor.start))
    }

    /// The problem as the last check found it.
    fn problem(&self, session: &Session) -> Option<usize> {
        session.find_problem(self.rule, &self.message, self.subject, session.marked(self.place)?)
    }

    /// Where the search goes on from the visited problem; `None` if the cursor was moved away.
    fn origin(&self, session: &Session, cursor: usize) -> Option<Origin> {
        let (landing, place) = (session.marked(self.landing)?, session.marked(self.place)?);
        let stayed = landing.touches(cursor);
        match self.problem(session).filter(|_| self.outcome == Outcome::Seen) {
            Some(n) => stayed.then_some(Origin::at(n)),
            // It is over: others may begin at its place. It may have been typed over.
            None if stayed || place.touches(cursor) => {
                Some(Origin::before(session.first_problem_from(place.start)))
            }
            None => None,
        }
    }
}

fn origin(state: &State) -> Origin {
    let (session, checks) = (&state.session, &state.panes.checks);
    if let (Pane::Checks, Selected::Problem(n)) = (state.panes.focus, checks.selected(session)) {
        return if checks.is_inherited() { Origin::before(n) } else { Origin::at(n) };
    }
    let cursor = state.place().start;
    let visit = state.panes.visit.as_ref().and_then(|visit| visit.origin(session, cursor));
    visit.unwrap_or_else(|| match (state.panes.focus, &state.panes.work) {
        (Pane::Work, Work::Form(form)) => Origin {
            next: session.first_problem_from(form.min_offset_below(&session.draft)),
            previous: session.first_problem_from(form.max_offset_above(&session.draft)),
        },
        _ => Origin::before(session.first_problem_from(cursor)),
    })
}
