//! The list of issues, the issue that is read, and the history of the draft.

use crate::desk::{DeskError, PastIssue};
use crate::tui::app::job::Job;
use crate::tui::app::job::history::{CommitDiff, ListedDrafts, Logged};
use crate::tui::app::state::State;
use crate::tui::overlays::Overlay;
use crate::tui::overlays::drafts::DraftsView;
use crate::tui::overlays::history::HistoryView;
use crate::tui::overlays::past::PastView;

/// Opens the list of drafts and past issues.
pub(crate) fn open_drafts(state: &mut State) -> Vec<Job> {
    let (view, job) = DraftsView::new(&state.context());
    state.overlays.push(Overlay::Drafts(Box::new(view)));
    vec![job]
}

/// Opens the history of the draft.
pub(crate) fn open_history(state: &mut State) -> Vec<Job> {
    let (view, job) = HistoryView::new(&state.context());
    state.overlays.push(Overlay::History(Box::new(view)));
    vec![job]
}

pub(crate) fn listed(state: &mut State, listed: ListedDrafts) {
    let (open, workspace) = (&state.session.document.path, &state.workspace);
    let mut overlays = state.overlays.iter_mut();
    if let Some(view) = overlays.find_map(|overlay| match overlay {
        Overlay::Drafts(view) => Some(view),
        _ => None,
    }) {
        view.learn(listed, workspace, open);
    }
}

/// Shows the issue over the list that it was chosen from.
pub(crate) fn read(state: &mut State, issue: Result<Box<PastIssue>, DeskError>) {
    if !matches!(state.overlays.last(), Some(Overlay::Drafts(_))) {
        return;
    }
    match issue {
        Ok(issue) => state.overlays.push(Overlay::Past(Box::new(PastView::new(issue)))),
        Err(error) => state.complain(error.to_string()),
    }
}

pub(crate) fn logged(state: &mut State, logged: Logged) -> Vec<Job> {
    history(state).and_then(|view| view.learn(logged)).into_iter().collect()
}

pub(crate) fn diff(state: &mut State, diff: CommitDiff) {
    if let Some(view) = history(state) {
        view.learn_diff(diff);
    }
}

fn history(state: &mut State) -> Option<&mut HistoryView> {
    state.overlays.iter_mut().find_map(|overlay| match overlay {
        Overlay::History(view) => Some(view.as_mut()),
        _ => None,
    })
}
