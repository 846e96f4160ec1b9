//! What the keys of the checklist and the problems do.

use std::sync::Arc;

use crate::lint::{Diagnostic, Fix, Subject};
use crate::text::{Edits, StepKind};
use crate::tui::action::{Action, KeyContext};
use crate::tui::app::at_cursor::problem_at_cursor;
use crate::tui::app::edits;
use crate::tui::app::fixed::make_fix;
use crate::tui::app::import_image;
use crate::tui::app::job::Job;
use crate::tui::app::job::check::CheckedDraft;
use crate::tui::app::job::fix::{FixAllRequest, FoundFixes};
use crate::tui::app::navigate::go_to_place;
use crate::tui::app::session::Filter;
use crate::tui::app::state::{Checking, Pane, State};
use crate::tui::app::stepping::{self, Arrives, Step};
use crate::tui::overlays::Overlay;
use crate::tui::overlays::fix::FixView;
use crate::tui::overlays::waive::WaiveView;
use crate::tui::panes::checks::Selected;

pub(crate) fn tick(state: &mut State) {
    state.check_now();
    let Selected::Line(line) = state.panes.checks.selected(&state.session) else {
        return state.complain("Select a line of the checklist to tick.");
    };
    let line = &state.session.checklist[line];
    let Some(task) = line.task else {
        return state.say("The draft's task list has no such line; it is shown for its evidence.");
    };
    let contradicted = !task.done && line.verdict == crate::lint::Verdict::Contradicted;
    let kind = if task.done { StepKind::Untick } else { StepKind::Tick };
    let said = match (task.done, contradicted) {
        (true, _) => "Took the tick back.".to_owned(),
        (false, true) => format!("Ticked, against the evidence: {}.", line.detail),
        (false, false) => "Ticked.".to_owned(),
    };
    edits::apply(state, &task.toggle(), kind, &said);
}

/// Says why a problem is not fixed by a key, with the keys that help.
fn no_fix(state: &State, problem: &Diagnostic) -> String {
    let key = |action| state.key_label(action);
    let waive = key(Action::WaiveFound);
    let by_hand = match (state.panes.focus, problem.subject) {
        (Pane::Checks, Subject::Files) => format!("{} waives it", key(Action::Waive)),
        (Pane::Checks, Subject::Text) => {
            format!("{} goes there, {} waives it", key(Action::GoTo), key(Action::Waive))
        }
        (Pane::Work | Pane::Outline, _) => format!("fix it by hand, or {waive} waives it"),
    };
    let help = problem.help.as_ref().map_or(String::new(), |help| format!("; {help}"));
    format!("This problem has no safe fix; {by_hand}: {}{help}", problem.message)
}

/// Returns the problem that a key is about, and selects it in the list. Without one, says what to do
/// instead.
fn current(state: &mut State) -> Option<Diagnostic> {
    state.check_now();
    let Some(n) = problem_at_cursor(state) else {
        let said = not_here(state);
        state.complain(said);
        return None;
    };
    if state.panes.focus != Pane::Checks {
        state.panes.checks.select_problem(n, &state.session);
    }
    Some(state.session.diagnostics[n].clone())
}

/// Selects the problem at the cursor in the list, for an action there that was chosen from elsewhere.
pub(crate) fn select_at_cursor(state: &mut State) {
    state.check_now();
    if let Some(n) = problem_at_cursor(state) {
        state.panes.checks.select_problem(n, &state.session);
    }
}

/// The key that goes to the next problem from the pane in use.
fn next_key(state: &State) -> String {
    let stays = state.key_context() == KeyContext::Outline;
    state.key_label(if stays { Action::SelectNextProblem } else { Action::NextProblem })
}

fn not_here(state: &State) -> String {
    let key = next_key(state);
    match (state.panes.focus, state.session.diagnostics.is_empty()) {
        (_, true) => "There are no problems.".to_owned(),
        (Pane::Checks, _) => {
            let down = state.key_label(Action::ListDown);
            format!("Select a problem first: {down} goes there from the checklist, {key} from anywhere.")
        }
        _ => format!("There is no problem here; {key} goes to the next one."),
    }
}

/// Makes a safe fix, and shows any other one first: it needs review, and `--fix` does not make it either.
pub(crate) fn fix(state: &mut State) -> Vec<Job> {
    let Some(problem) = current(state) else { return Vec::new() };
    if let Some(Fix::Suggestion(edits)) = problem.fix.clone() {
        show_edits(state, problem, edits);
        return Vec::new();
    }
    fix_problem(state, &problem)
}

fn show_edits(state: &mut State, problem: Diagnostic, edits: Edits) {
    let view = FixView::one(problem, edits, &state.context());
    state.overlays.push(Overlay::Fix(Box::new(view)));
}

pub(crate) fn fix_problem(state: &mut State, problem: &Diagnostic) -> Vec<Job> {
    match &problem.fix {
        Some(Fix::Text(edits) | Fix::Suggestion(edits)) => make_fix(state, problem, edits),
        Some(Fix::Image(dest)) => return import_image::fit(state, dest.clone()),
        None => {
            let said = no_fix(state, problem);
            state.complain(said);
        }
    }
    Vec::new()
}

pub(crate) fn show_fix(state: &mut State) {
    let Some(problem) = current(state) else { return };
    match problem.fix.clone() {
        Some(Fix::Text(edits) | Fix::Suggestion(edits)) => show_edits(state, problem, edits),
        Some(Fix::Image(_)) => state.say("Fixing fits the image's file into the limits; the text stays."),
        None => {
            let said = no_fix(state, &problem);
            state.complain(said);
        }
    }
}

/// Looks for all safe fixes, to show what they would change.
pub(crate) fn fix_all(state: &mut State) -> Vec<Job> {
    state.say("Looking for safe fixes …");
    vec![Job::FixAll(Box::new(FixAllRequest {
        workspace: state.workspace.clone(),
        facts: state.session.facts(),
        path: state.session.document.path.clone(),
        draft: state.session.draft.clone(),
        revision: state.session.revision,
    }))]
}

/// Shows what all safe fixes would change.
pub(crate) fn fixes_found(state: &mut State, found: FoundFixes) -> Vec<Job> {
    if !state.overlays.is_empty() {
        // The user has gone on to something else, or the fixes are shown already.
        return Vec::new();
    }
    if found.path != state.session.document.path {
        let shown = state.workspace.shown(&found.path);
        state.say(format!("The safe fixes of {shown} are not shown: another draft is open now."));
        return Vec::new();
    }
    if found.revision != state.session.revision {
        // Something was typed meanwhile.
        return fix_all(state);
    }
    state.say("");
    state.check_now();
    if found.edits.is_empty() {
        let key = next_key(state);
        let said = match state.session.problem_count() {
            0 => "There are no problems.".to_owned(),
            1 => format!("The only problem has no safe fix; {key} goes there."),
            all => format!("None of {all} problems has a safe fix; {key} goes to the next one."),
        };
        state.say(said);
        return Vec::new();
    }
    let view = FixView::all(found, &state.context());
    state.overlays.push(Overlay::Fix(Box::new(view)));
    Vec::new()
}

pub(crate) fn waive(state: &mut State) {
    if let Some(problem) = current(state) {
        let view = WaiveView::new(problem, state.session.revision);
        state.overlays.push(Overlay::Waive(Box::new(view)));
    }
}

/// Goes to the selected problem, or to what a line of the checklist is about.
pub(crate) fn go_to_selected(state: &mut State) {
    state.check_now();
    match state.panes.checks.selected(&state.session) {
        Selected::Problem(n) => {
            let problem = &state.session.diagnostics[n];
            let said = (problem.subject == Subject::Files).then(|| stepping::about_files(problem));
            stepping::go_to(state, n, Arrives::InText);
            if let Some(said) = said {
                state.say(said);
            }
        }
        _ => match state.panes.checks.place(&state.session) {
            Some(span) => go_to_place(state, span.start),
            None => state.say("There is no place in the draft for this line."),
        },
    }
}

/// Lists the errors only, or all problems.
pub(crate) fn errors_only(state: &mut State) {
    state.check_now();
    state.panes.checks.switch_filter(&state.session);
    let (errors, all) = (state.session.checked().errors, state.session.problem_count());
    let next = next_key(state);
    state.say(match state.panes.checks.filter() {
        Filter::Errors => {
            format!("Errors only: {errors} of {all} problems; {next} goes from error to error.")
        }
        Filter::All => format!("All {all} problems again."),
    });
}

pub(crate) fn step_problem(state: &mut State, step: Step, arrives: Arrives) {
    state.check_now();
    stepping::step(state, step, arrives);
}

/// Takes the checks of a job. If they are of an older text, the next job checks that of now.
pub(crate) fn checked(state: &mut State, checked: CheckedDraft) {
    state.checking = Checking::Idle;
    let held = state.panes.checks.held(&state.session);
    if Arc::ptr_eq(&checked.workspace, &state.workspace) && state.session.learn_checks(checked) {
        state.panes.checks.hold(held, &state.session);
    }
}
