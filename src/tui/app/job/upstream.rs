//! Jobs that look at the remote's draft, fetch it, and join histories.

use std::path::PathBuf;
use std::sync::Arc;

use crate::desk::{RemoteDraft, UpstreamError, Workspace, fetch_remote_draft, join_histories, remote_draft};
use crate::git::{Control, GitError, Oid};

/// Joining a commit with the remote's branch.
#[derive(Debug)]
pub struct Join {
    pub(crate) name: String,
    pub(crate) head: Oid,
    pub(crate) draft: PathBuf,
}

impl Join {
    /// What became of it, in a sentence.
    pub(crate) fn run(self) -> String {
        let name = self.name;
        match join_histories(&self.draft, &name, self.head) {
            Ok(true) => format!("It is joined with {name} by a merge commit."),
            Ok(false) => {
                format!("Other files were changed as well in {name}: `git pull` has still to join them.")
            }
            Err(error) => format!("`git pull` has still to join it with {name}: {error}"),
        }
    }
}

/// Looking at what the remote has.
#[derive(Debug)]
pub struct UpstreamCheck {
    pub(crate) draft: PathBuf,
    /// The text that may have it already.
    pub(crate) text: String,
    pub(crate) workspace: Arc<Workspace>,
    /// True if the merge may have been undone.
    pub(crate) in_doubt: bool,
    /// With this the remote is asked; else nothing leaves the machine.
    pub(crate) fetch: Option<Arc<Control>>,
}

/// The result.
#[derive(Debug)]
pub struct UpstreamResult {
    pub(crate) draft: PathBuf,
    pub(crate) remote: Result<Option<RemoteDraft>, UpstreamError>,
    /// True if the text already contains it.
    pub(crate) is_in: bool,
    pub(crate) in_doubt: bool,
    pub(crate) is_fetched: bool,
}

impl UpstreamCheck {
    /// Blocks, with a control as long as the remote takes.
    pub(crate) fn run(self) -> UpstreamResult {
        let remote = match &self.fetch {
            Some(control) => fetch_remote_draft(&self.draft, control).map(Some),
            None => remote_draft(&self.draft),
        };
        let newer = remote.as_ref().ok().and_then(Option::as_ref).filter(|remote| remote.is_newer());
        let is_in = newer.is_some_and(|remote| remote.is_merged_into(&self.text, &self.workspace.profile));
        let is_fetched = self.fetch.is_some();
        UpstreamResult { draft: self.draft, remote, is_in, in_doubt: self.in_doubt, is_fetched }
    }

    /// The result if it panicked.
    pub(crate) fn failed(&self) -> UpstreamResult {
        let remote = Err(UpstreamError::Git(GitError::Git("the comparison broke down".into())));
        let (draft, is_fetched) = (self.draft.clone(), self.fetch.is_some());
        UpstreamResult { draft, remote, is_in: false, in_doubt: self.in_doubt, is_fetched }
    }
}
