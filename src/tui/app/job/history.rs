//! Listing issues, reading one, and the history of the draft.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::Done;
use crate::desk::{
    DeskError, Destination, Journal, KeptText, ListedIssue, PastIssue, PushedBranch, Workspace,
    draft_history, draft_versions, list_issues, push, read_issue,
};
use crate::git::{Control, FileLog, Oid};
use crate::tui::widgets::{DiffLine, diff_lines};

/// The commits of a draft.
#[derive(Debug)]
pub struct Logged {
    pub control: Arc<Control>,
    pub log: Result<FileLog, DeskError>,
}

/// What a commit changed in the draft.
#[derive(Debug)]
pub struct CommitDiff {
    pub commit: Oid,
    pub lines: Result<Vec<DiffLine>, DeskError>,
}

/// The drafts and the published issues, and the unsaved texts that were set aside.
#[derive(Debug)]
pub struct ListedDrafts {
    pub issues: Vec<ListedIssue>,
    pub kept: Vec<KeptText>,
}

pub(crate) fn list(workspace: &Workspace, journal: Option<&Journal>) -> ListedDrafts {
    let issues = list_issues(workspace);
    let paths = issues.iter().map(|issue| issue.path.as_path());
    let kept = journal.map_or(Vec::new(), |journal| journal.kept_texts(paths));
    ListedDrafts { issues, kept }
}

pub(crate) fn read(workspace: &Workspace, path: &Path) -> Result<Box<PastIssue>, DeskError> {
    Ok(read_issue(workspace, path).map(Box::new)?)
}

pub(crate) fn log(draft: &Path, control: Arc<Control>) -> Done {
    let log = draft_history(draft, &control);
    Done::Logged(Logged { control, log })
}

pub(crate) fn diff(draft: &Path, commit: Oid) -> Done {
    let lines = draft_versions(draft, commit).map(|versions| {
        let (before, after) = (versions.before.unwrap_or_default(), versions.after.unwrap_or_default());
        diff_lines(&before, &after, 3)
    });
    Done::CommitDiff(CommitDiff { commit, lines })
}

/// A push of the branch that is checked out.
#[derive(Debug)]
pub struct PushRequest {
    pub folder: PathBuf,
    pub control: Arc<Control>,
}

impl PushRequest {
    pub(crate) fn run(&self) -> Result<Box<PushedBranch>, DeskError> {
        push(&self.folder, Destination::Usual, None, &self.control).map(Box::new)
    }
}
