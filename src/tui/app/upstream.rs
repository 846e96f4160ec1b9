//! The remote's draft: comparing, fetching and merging it into the text.

use std::path::Path;
use std::sync::Arc;

use crate::desk::RemoteDraft;
use crate::git::{Control, Oid};
use crate::tui::action::Action;
use crate::tui::app::job::Job;
use crate::tui::app::job::upstream::{Join, UpstreamCheck, UpstreamResult};
use crate::tui::app::merging::{self, Merging};
use crate::tui::app::state::State;

/// State of the remote's draft, as of the last comparison.
#[derive(Debug)]
pub struct Upstream {
    remote: Option<RemoteDraft>,
    /// The remote's commit whose draft is in the text.
    merged: Option<Oid>,
    /// The remote's branch and commit that the user has merged into the text.
    joins: Option<(String, Oid)>,
    /// True if the merge may have been undone.
    in_doubt: bool,
    /// True if this repository must be compared again. That never asks the remote.
    pub(crate) is_due: bool,
    is_looking: bool,
    fetching: Option<Arc<Control>>,
}

impl Default for Upstream {
    fn default() -> Self {
        Upstream {
            remote: None,
            merged: None,
            joins: None,
            in_doubt: false,
            is_due: true,
            is_looking: false,
            fetching: None,
        }
    }
}

impl Upstream {
    pub fn is_fetching(&self) -> bool {
        self.fetching.is_some()
    }

    /// Another draft is open.
    pub fn forget(&mut self) {
        let (fetching, is_looking) = (self.fetching.take(), self.is_looking);
        *self = Upstream { fetching, is_looking, ..Upstream::default() };
    }

    /// The remote's draft is in the text from now on.
    pub fn merged(&mut self, name: String, head: Oid) {
        self.merged = Some(head);
        self.joins = Some((name, head));
    }

    /// A commit was made, and joined as far as that goes.
    pub fn committed(&mut self) {
        self.joins = None;
        self.is_due = true;
    }

    /// Notes an undo or redo: the merge may be gone from the text.
    pub fn doubt(&mut self) {
        if self.remote.is_some() {
            self.in_doubt = true;
            self.is_due = true;
        }
    }

    /// The remote's branch that a commit of the text is joined with. It must be certain that what was
    /// merged has not been undone: the remote's changes would be lost.
    pub fn join(&self, draft: &Path) -> Option<Join> {
        let is_certain = !self.is_due && !self.is_looking;
        let (name, head) = self.joins.clone().filter(|_| is_certain)?;
        self.merged.filter(|merged| *merged == head)?;
        Some(Join { name, head, draft: draft.to_owned() })
    }

    /// The remote's draft, if it is newer than the text.
    fn news(&self) -> Option<&RemoteDraft> {
        let has_news = |remote: &&RemoteDraft| {
            remote.is_gone() || (remote.is_newer() && self.merged != Some(remote.head))
        };
        self.remote.as_ref().filter(has_news)
    }
}

/// Returns the job that compares with the remote-tracking state, if it is due.
pub(crate) fn look(state: &mut State) -> Option<Job> {
    let upstream = &mut state.upstream;
    if !upstream.is_due || upstream.is_looking || upstream.is_fetching() {
        return None;
    }
    upstream.is_due = false;
    upstream.is_looking = true;
    Some(check_job(state, None))
}

fn check_job(state: &mut State, fetch: Option<Arc<Control>>) -> Job {
    let in_doubt = std::mem::take(&mut state.upstream.in_doubt);
    Job::CheckUpstream(UpstreamCheck {
        draft: state.session.document.path.clone(),
        text: state.session.draft.text().to_owned(),
        workspace: state.workspace.clone(),
        in_doubt,
        fetch,
    })
}

/// Asks the remote, or stops asking.
pub(crate) fn fetch(state: &mut State) -> Vec<Job> {
    if let Some(control) = &state.upstream.fetching {
        control.cancel();
        return Vec::new();
    }
    let control = Arc::new(Control::default());
    state.upstream.fetching = Some(control.clone());
    vec![check_job(state, Some(control))]
}

/// Takes the result of a comparison or a fetch.
pub(crate) fn checked(state: &mut State, result: UpstreamResult) {
    let upstream = &mut state.upstream;
    if result.is_fetched {
        upstream.fetching = None;
    } else {
        upstream.is_looking = false;
    }
    if result.draft != state.session.document.path {
        upstream.is_due = true;
        return;
    }
    let remote = match result.remote {
        Ok(remote) => remote,
        // The user did not ask, so this is not reported; the next fetch reports it.
        Err(_) if !result.is_fetched => return,
        Err(error) => return state.complain(error.to_string()),
    };
    if result.is_in {
        upstream.merged = remote.as_ref().map(|remote| remote.head);
    } else if result.in_doubt {
        upstream.merged = None;
    }
    upstream.remote = remote;
    if result.is_fetched {
        let said = notice(state).unwrap_or_else(|| up_to_date(state));
        state.say(said);
    }
}

fn up_to_date(state: &State) -> String {
    match &state.upstream.remote {
        Some(remote) if remote.is_newer() => {
            format!("All that {} did to this draft is in the text already.", remote.name())
        }
        Some(remote) => format!("{} has nothing newer of this draft.", remote.name()),
        None => String::new(),
    }
}

/// Merges the remote's draft into the text, as far as it is known.
pub(crate) fn merge(state: &mut State) -> Vec<Job> {
    let key = state.key_label(Action::FetchRemote);
    let Some(remote) = state.upstream.news() else {
        let said = up_to_date(state);
        let said = if said.is_empty() { "Nothing is known of a remote draft.".to_owned() } else { said };
        state.say(format!("{said} {key} asks the remote."));
        return Vec::new();
    };
    let merging = Merging::Remote { name: remote.name(), head: remote.head };
    let Some(theirs) = remote.text.clone() else {
        let said = notice(state).unwrap_or_default();
        state.complain(said);
        return Vec::new();
    };
    let base = remote.base.clone().unwrap_or_default();
    vec![merging::request(state, base, theirs, merging)]
}

/// A sentence about the newer remote draft, with the key that merges it.
pub(crate) fn notice(state: &State) -> Option<String> {
    let remote = state.upstream.news()?;
    let name = remote.name();
    if remote.is_gone() {
        return Some(format!(
            "{name} has this draft no more: it was moved or removed there; `git pull` follows."
        ));
    }
    let key = state.key_label(Action::MergeRemote);
    Some(match remote.newer {
        0 => format!("{name} has a newer draft: {key} merges it."),
        1 => format!("{name} has 1 newer commit of this draft: {key} merges it."),
        n => format!("{name} has {n} newer commits of this draft: {key} merges them."),
    })
}

/// The same in a word or two, for the line at the top.
pub(crate) fn flag(state: &State) -> Option<String> {
    let remote = state.upstream.news()?;
    Some(match remote.newer {
        _ if remote.is_gone() => format!("gone from {}", remote.name()),
        0 => format!("{} is newer", remote.name()),
        n => format!("{} +{n}", remote.name()),
    })
}

/// How far a fetch is, with the key that cancels it.
pub(crate) fn progress(state: &State) -> Option<String> {
    let control = state.upstream.fetching.as_ref()?;
    Some(progress_of(control, "fetching", &state.key_label(Action::FetchRemote)))
}

/// How far work on a remote is: "fetching: receiving objects 40 % … — R cancels".
pub(crate) fn progress_of(control: &Control, what: &str, key: &str) -> String {
    if control.is_cancelled() {
        return format!("cancelling: {what} …");
    }
    let progress = control.progress();
    let phase = if progress.phase.is_empty() { "asking the remote" } else { &progress.phase };
    let percent = progress.percent.map(|percent| format!(" {percent} %")).unwrap_or_default();
    format!("{what}: {}{percent} … — {key} cancels", phase.to_lowercase())
}
