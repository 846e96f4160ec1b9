//! What the keys of the checklist and the problems do.

use super::bring;
use super::job::Job;
use super::navigate::go_to_place;
use super::state::State;
use super::update::change;
use super::views::checks::Selected;
use crate::lint::Fix;
use crate::text::Coalesce;

pub(super) fn tick(state: &mut State) {
    let Selected::Line(line) = state.checks.selected(&state.session) else {
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
    change(state, &task.toggle(), Coalesce::No, &said);
}

pub(super) fn fix(state: &mut State) -> Vec<Job> {
    let Selected::Problem(problem) = state.checks.selected(&state.session) else {
        state.complain("Select a problem to mend.");
        return Vec::new();
    };
    match state.session.diagnostics[problem].fix.clone() {
        Some(Fix::Text(edits) | Fix::Suggestion(edits)) => {
            change(state, &edits, Coalesce::No, "Mended; undo takes it back.")
        }
        Some(Fix::Image(dest)) => return bring::fit(state, dest),
        None => state.complain("This problem has no safe fix; Enter goes there."),
    }
    Vec::new()
}

pub(super) fn step_problem(state: &mut State, forward: bool) {
    let from = state.cursor();
    match state.checks.step(&state.session, forward, from) {
        Some(span) => {
            let said = match state.checks.selected(&state.session) {
                Selected::Problem(n) => state.session.diagnostics[n].message.clone(),
                _ => String::new(),
            };
            go_to_place(state, span.start);
            state.say(said);
        }
        None => state.say("There are no problems."),
    }
}
