//! What the keys of the checklist and the problems do.

use crate::lint::{Diagnostic, Fix};
use crate::text::Coalesce;
use crate::tui::action::Action;
use crate::tui::app::edits;
use crate::tui::app::fixed::make_fix;
use crate::tui::app::import_image;
use crate::tui::app::job::Job;
use crate::tui::app::navigate::go_to_place;
use crate::tui::app::state::{Pane, State};
use crate::tui::overlays::Overlay;
use crate::tui::overlays::fix::FixView;
use crate::tui::overlays::waive::WaiveView;
use crate::tui::panes::checks::Selected;

pub(crate) fn tick(state: &mut State) {
    let Selected::Line(line) = state.panes.checks.selected(&state.session) else {
        return state.complain("Select a line of the checklist to tick.");
    };
    let line = &state.session.checklist[line];
    let Some(task) = line.task else {
        return state.say("The draft's task list has no such line; it is shown for its evidence.");
    };
    let contradicted = !task.done && line.verdict == crate::lint::Verdict::Contradicted;
    let said = match (task.done, contradicted) {
        (true, _) => "Took the tick back.".to_owned(),
        (false, true) => format!("Ticked, against the evidence: {}.", line.detail),
        (false, false) => "Ticked.".to_owned(),
    };
    edits::apply(state, &task.toggle(), Coalesce::No, &said);
}

fn no_fix(state: &State) -> &'static str {
    match state.panes.focus {
        Pane::Checks => "This problem has no safe fix; Enter goes there.",
        // Enter is a new line there.
        _ => "This problem has no safe fix; fix it by hand.",
    }
}

/// What the keys say where no problem is selected.
const SELECT: &str = "Select a problem first: Down goes there from the checklist, ] from any pane.";

pub(crate) fn fix(state: &mut State) -> Vec<Job> {
    refresh(state);
    let Some(problem) = selected(state) else {
        state.complain(SELECT);
        return Vec::new();
    };
    match problem.fix {
        Some(Fix::Text(edits) | Fix::Suggestion(edits)) => make_fix(state, &edits),
        Some(Fix::Image(dest)) => return import_image::fit(state, dest),
        None => state.complain(no_fix(state)),
    }
    Vec::new()
}

pub(crate) fn show_fix(state: &mut State) {
    refresh(state);
    let Some(problem) = selected(state) else { return state.complain(SELECT) };
    match problem.fix.clone() {
        Some(Fix::Text(edits) | Fix::Suggestion(edits)) => {
            let view = FixView::new(problem, edits, &state.context());
            state.overlays.push(Overlay::Fix(Box::new(view)));
        }
        Some(Fix::Image(_)) => state.say("Fixing fits the image's file into the limits; the text stays."),
        None => state.complain(no_fix(state)),
    }
}

pub(crate) fn waive(state: &mut State) {
    refresh(state);
    match selected(state) {
        Some(problem) => {
            let view = WaiveView::new(problem, state.session.revision);
            state.overlays.push(Overlay::Waive(Box::new(view)));
        }
        None => state.complain(SELECT),
    }
}

/// The next key may come before the checks have followed the last one.
fn refresh(state: &mut State) {
    if state.session.is_stale() {
        let held = state.panes.checks.held(&state.session);
        state.session.refresh(&state.workspace);
        state.panes.checks.hold(held, &state.session);
    }
}

fn selected(state: &State) -> Option<Diagnostic> {
    match state.panes.checks.selected(&state.session) {
        Selected::Problem(problem) => Some(state.session.diagnostics[problem].clone()),
        _ => None,
    }
}

pub(crate) fn step_problem(state: &mut State, forward: bool) {
    refresh(state);
    let from = state.cursor();
    match state.panes.checks.step(&state.session, forward, from) {
        Some(span) => {
            let problem = selected(state);
            go_to_place(state, span.start);
            let is_text = |one: &Diagnostic| matches!(one.fix, Some(Fix::Text(_) | Fix::Suggestion(_)));
            let key = state.key_label(Action::FixFound);
            let key = problem.as_ref().filter(|one| is_text(one)).map(|_| format!(" ({key} fixes it)"));
            let said = problem.map_or(String::new(), |problem| problem.message) + &key.unwrap_or_default();
            state.say(said);
        }
        None => state.say("There are no problems."),
    }
}
