//! Three-way merges of the edited text. A merge takes longer than a key may, so it is a job.

use std::path::PathBuf;
use std::sync::Arc;

use crate::desk::{Reconciled, Recovered, Workspace, reconcile};
use crate::tui::app::merging::Merging;

/// A version of the draft to merge into the text.
#[derive(Debug)]
pub struct MergeRequest {
    pub base: String,
    pub ours: String,
    pub theirs: String,
    /// The session's revision that `ours` is from.
    pub revision: u64,
    /// True if its conflicts are shown at once, as the user waits for the merge.
    pub is_awaited: bool,
    /// The draft that was open.
    pub draft: PathBuf,
    pub workspace: Arc<Workspace>,
    pub merging: Merging,
}

#[derive(Debug)]
pub struct MergeOutcome {
    pub request: MergeRequest,
    pub merged: Reconciled,
}

impl MergeRequest {
    pub(crate) fn run(self) -> MergeOutcome {
        let MergeRequest { base, ours, theirs, workspace, merging, .. } = &self;
        let merged = reconcile(base, ours, theirs, &workspace.profile, &merging.markers());
        MergeOutcome { request: self, merged }
    }
}

/// Text of an earlier run to merge into the text as it is now.
#[derive(Debug)]
pub struct RestoreRequest {
    pub recovered: Recovered,
    /// The file as it was read.
    pub disk: String,
    /// The text in the session.
    pub text: String,
    /// The session's revision that `text` is from.
    pub revision: u64,
    /// The draft that was open.
    pub draft: PathBuf,
    pub workspace: Arc<Workspace>,
}

#[derive(Debug)]
pub struct RestoreOutcome {
    pub request: RestoreRequest,
    pub merging: Merging,
    pub merged: Reconciled,
}

impl RestoreRequest {
    /// What was typed is a change of the text that it was typed over: the file may have changed since.
    pub(crate) fn run(self) -> RestoreOutcome {
        let RestoreRequest { recovered, disk, text, workspace, .. } = &self;
        let merging = Merging::Disk { theirs: disk.clone(), then: None };
        let merged =
            reconcile(&recovered.base, &recovered.text, text, &workspace.profile, &merging.markers());
        RestoreOutcome { request: self, merging, merged }
    }
}
