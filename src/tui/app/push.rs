//! Pushing the branch that is checked out.

use std::sync::Arc;

use crate::desk::{DeskError, PushedBranch};
use crate::git::{Control, Outcome};
use crate::tui::action::Action;
use crate::tui::app::job::Job;
use crate::tui::app::job::history::PushRequest;
use crate::tui::app::state::State;
use crate::tui::app::{saving, upstream, watch};

/// Pushes, or cancels the push that runs.
pub(crate) fn push(state: &mut State) -> Vec<Job> {
    if let Some(control) = &state.pushing {
        control.cancel();
        return Vec::new();
    }
    let control = Arc::new(Control::default());
    state.pushing = Some(control.clone());
    vec![Job::Push(Box::new(PushRequest { folder: state.workspace.root.folder().to_owned(), control }))]
}

/// Gives the push up and leaves.
pub(crate) fn leave(state: &mut State) -> Vec<Job> {
    if let Some(control) = state.pushing.take() {
        control.cancel();
    }
    saving::quit(state)
}

/// Reports the push, and compares with the remote again.
pub(crate) fn pushed(state: &mut State, pushed: Result<Box<PushedBranch>, DeskError>) -> Vec<Job> {
    state.pushing = None;
    match pushed {
        Ok(pushed) => {
            let said = said(&pushed);
            state.say(said);
        }
        Err(error) => state.complain(error.to_string()),
    }
    state.upstream.is_due = true;
    watch::look(state)
}

fn said(PushedBranch { pushed, page }: &PushedBranch) -> String {
    let (branch, remote) = (&pushed.branch, &pushed.remote);
    let done = match pushed.outcome {
        Outcome::Created => format!("Pushed the new branch {branch} to {remote}."),
        Outcome::Updated => format!("Pushed {branch} to {remote}."),
        Outcome::UpToDate => format!("{remote} has all commits of {branch} already."),
    };
    let page = page.as_ref().map(|page| format!(" A pull request is opened at {page}"));
    format!("{done}{}", page.unwrap_or_default())
}

/// How far a push is, with the key that cancels it.
pub(crate) fn progress(state: &State) -> Option<String> {
    let control = state.pushing.as_ref()?;
    Some(upstream::progress_of(control, "pushing", &state.key_label(Action::Push)))
}
