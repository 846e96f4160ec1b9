//! Changes of files and of the branch by other programs.

use std::sync::Arc;

use crate::desk::{BranchState, DeskError, WatchedChange, Watcher};
use crate::git::Head;
use crate::text::counted;
use crate::tui::app::job::Job;
use crate::tui::app::job::watch::{Reloaded, WatchOutcome, WatchRequest};
use crate::tui::app::saving;
use crate::tui::app::state::State;

/// What was seen at the last look.
#[derive(Debug)]
pub struct Watch {
    /// `None` while a job looks.
    watcher: Option<Watcher>,
    branch: Option<BranchState>,
}

impl Default for Watch {
    fn default() -> Self {
        Watch { watcher: Some(Watcher::default()), branch: None }
    }
}

/// Returns the job that looks at the files, unless one looks already.
pub(crate) fn look(state: &mut State) -> Vec<Job> {
    let Some(watcher) = state.watch.watcher.take() else { return Vec::new() };
    vec![Job::Watch(Box::new(WatchRequest {
        watcher,
        draft: state.session.document.path.clone(),
        dests: state.session.all_images(),
        workspace: state.workspace.clone(),
    }))]
}

/// Reacts to what has changed.
pub(crate) fn looked(state: &mut State, outcome: WatchOutcome) -> Vec<Job> {
    let WatchOutcome { mut watcher, draft, changes } = outcome;
    let is_open = draft == state.session.document.path;
    let mut jobs = Vec::new();
    for change in changes {
        match change {
            // The file is read when the save is done: the change may be the save's own.
            WatchedChange::Draft if state.saving.is_running() => watcher.report_again(&draft),
            WatchedChange::Draft if is_open => jobs.extend(saving::reread(state)),
            WatchedChange::Images if is_open => {
                state.browser.has_new_images = true;
                jobs.extend(saving::look_again(state));
            }
            WatchedChange::Draft | WatchedChange::Images => {}
            WatchedChange::Settings => jobs.push(reload(state)),
            WatchedChange::Branch(branch) => branch_changed(state, branch),
        }
    }
    state.watch.watcher = Some(watcher);
    jobs
}

fn reload(state: &State) -> Job {
    Job::Reload {
        workspace: state.workspace.clone(),
        path: state.session.document.path.clone(),
        draft: Box::new(state.session.draft.clone()),
    }
}

/// Takes settings that were loaded again, or says why the old ones still apply.
pub(crate) fn reloaded(state: &mut State, reloaded: Result<Box<Reloaded>, DeskError>) -> Vec<Job> {
    let reloaded = match reloaded {
        Ok(reloaded) => *reloaded,
        Err(error) => {
            state.complain(format!("The changed settings are not used: {error}"));
            return Vec::new();
        }
    };
    if reloaded.draft != state.session.document.path {
        // Another draft was opened meanwhile; its facts are needed.
        return vec![reload(state)];
    }
    state.workspace = Arc::new(reloaded.workspace);
    state.series.listing = reloaded.listing;
    state.session.template = reloaded.template;
    state.session.replace_facts(reloaded.facts);
    // Settings often change together with the branch, which has been named then.
    let message = &state.message;
    let named = if message.bad || message.stays { "" } else { message.text.as_str() };
    let said = format!("{named} The changed settings of the newsletter are used now.");
    state.say(said.trim_start());
    Vec::new()
}

fn branch_changed(state: &mut State, branch: BranchState) {
    let Some(was) = state.watch.branch.replace(branch.clone()) else { return };
    if (was.commit, was.upstream) != (branch.commit, branch.upstream) {
        state.upstream.is_due = true;
    }
    if was.head != branch.head {
        let (was, now) = (name_of(&was.head), name_of(&branch.head));
        state.say(format!("Another program switched from {was} to {now}."));
    }
}

fn name_of(head: &Head) -> String {
    match head {
        Head::Branch(name) | Head::Unborn(name) => format!("the branch {name}"),
        Head::Detached(at) => format!("the commit {at}, on no branch"),
    }
}

/// "2 commits not pushed", for the line at the top.
pub(crate) fn flag(state: &State) -> Option<String> {
    let unpushed = state.watch.branch.as_ref()?.unpushed;
    (unpushed > 0).then(|| format!("{} not pushed", counted(unpushed, "commit")))
}
