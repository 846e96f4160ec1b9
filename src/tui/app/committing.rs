//! Planning a commit, showing it, and reporting what came of it.

use crate::desk::CommitKind;
use crate::desk::suggest_message;
use crate::git::Hint;
use crate::git::commit::{CommitError, Committed, FileChange, FileChangeKind, Plan};
use crate::merge::has_markers;
use crate::tui::action::Action;
use crate::tui::app::job::Job;
use crate::tui::app::job::commit::{PlanFor, Wish};
use crate::tui::app::saving;
use crate::tui::app::state::State;
use crate::tui::overlays::Overlay;
use crate::tui::overlays::commit::{CheckedText, CommitView};
use crate::tui::overlays::question::QuestionView;

pub(crate) fn plan(state: &mut State, kind: CommitKind) -> Vec<Job> {
    if let Some(fitting) = &state.image_work.fitting {
        let key = state.key_label(Action::CancelFitting);
        let said =
            format!("{} is being fitted; commit when it is there, or cancel it with {key}.", fitting.name);
        state.complain(said);
        return Vec::new();
    }
    if has_markers(state.session.draft.text()) {
        let key = state.key_label(Action::NextProblem);
        state.complain(format!("There are conflict markers in the draft, so it is not committed: resolve them first; {key} goes to them."));
        return Vec::new();
    }
    state.say("Comparing with the last commit …");
    // The checks that are shown with the commit are those of the files as they are now.
    let mut jobs = saving::look_again(state);
    jobs.push(Job::Plan {
        workspace: state.workspace.clone(),
        path: state.session.document.path.clone(),
        draft: Box::new(state.session.draft.clone()),
        wish: Wish { kind, wanted_for: PlanFor::Dialog },
    });
    jobs
}

/// Shows the plan of a commit, or the reason why nothing can be committed.
pub(crate) fn planned(state: &mut State, plan: Result<Plan, CommitError>, before: Option<&str>, wish: Wish) {
    let awaits = match shown(state) {
        Some(view) => view.awaits(wish),
        None => wish.wanted_for == PlanFor::Dialog,
    };
    if !awaits {
        // The dialog was closed, or does not want the other kind any more.
        return;
    }
    let plan = match plan {
        Ok(plan) => plan,
        Err(error) => {
            return match shown(state) {
                Some(view) => view.refuse_plan(&error, wish),
                None => state.complain(error.with_hint()),
            };
        }
    };
    state.say("");
    let checked = checked_of(state, &plan);
    let message = match &plan.amends {
        Some(last) => last.message.trim_end().to_owned(),
        None => state.kept.commit_message.take().unwrap_or_else(|| suggestion(state, &plan, before)),
    };
    if let Some(view) = shown(state) {
        return view.show(plan, &message, checked);
    }
    if plan.changes.is_empty() && plan.amends.is_none() {
        return state.say("Nothing to commit: the draft and its images are as in the last commit.");
    }
    state.overlays.push(Overlay::Commit(Box::new(CommitView::new(plan, &message, checked))));
}

/// The open commit dialog.
fn shown(state: &mut State) -> Option<&mut CommitView> {
    state.overlays.iter_mut().find_map(|overlay| match overlay {
        Overlay::Commit(view) => Some(view.as_mut()),
        _ => None,
    })
}

/// The problems and slots of the text that is committed.
fn checked_of(state: &mut State, plan: &Plan) -> CheckedText {
    let session = &state.session;
    let is_draft = |change: &&FileChange| session.document.path.ends_with(&change.path);
    let text = plan.changes.iter().find(is_draft).and_then(|change| change.new.as_deref());
    let text = text.unwrap_or(&session.document.base);
    if text == session.draft.text() {
        // The images' files may still be looked at.
        return CheckedText::Open { revision: session.revision };
    }
    CheckedText::Older(session.check_of(text, &state.workspace))
}

/// A message for the planned changes.
fn suggestion(state: &State, plan: &Plan, before: Option<&str>) -> String {
    let issue = state
        .issue()
        .date()
        .map_or_else(|| state.workspace.shown(&state.session.document.path), |date| date.to_string());
    let draft = &state.session.document.path;
    let is_image =
        |change: &&FileChange| change.kind == FileChangeKind::Modified && !draft.ends_with(&change.path);
    let images = plan.changes.iter().filter(is_image).count();
    suggest_message(&state.workspace, before, &state.session.draft, &issue, images)
}

/// Plans again: the files changed after the plan was shown.
pub(crate) fn plan_again(state: &mut State, error: &CommitError) -> Vec<Job> {
    refused(state, error);
    let kind = shown(state).map(|view| view.kind());
    let mut jobs = saving::reread(state);
    jobs.extend(plan(state, kind.unwrap_or(CommitKind::New)));
    jobs
}

/// Reports the commit that was made.
pub(crate) fn committed(state: &mut State, made: &Committed, joined: Option<&str>) {
    let verb = match shown(state).map(|view| view.kind()) {
        Some(CommitKind::Amend) => "Amended",
        _ => "Committed",
    };
    state.overlays.retain(|overlay| !matches!(overlay, Overlay::Commit(_)));
    state.kept.commit_message = None;
    let left = match made.left_staged.len() {
        0 => String::new(),
        1 => " Another staged path was left as it is.".to_owned(),
        n => format!(" {n} other staged paths were left as they are."),
    };
    let output = made.hook_output.trim();
    state.upstream.committed();
    let joined = joined.map(|said| format!(" {said}")).unwrap_or_default();
    state.say(format!("{verb} {}: {}.{left}{joined}", made.short(), made.summary));
    if !output.is_empty() {
        state.overlays.push(Overlay::Question(QuestionView::notice("Git and the hooks said", output)));
    }
}

/// Reports why git refused.
pub(crate) fn refused(state: &mut State, error: &CommitError) {
    match shown(state) {
        Some(view) => view.refuse(error),
        None => state.complain(error.with_hint()),
    }
}
