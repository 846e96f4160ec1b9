use super::{
    ContributeError, FileError, GatherError, ImageFileError, ImportError, IssueError, LintError,
    MailUseError, MergeFilesError, NoForkError,
};
use crate::git::{self, Hint};
use crate::lint::UnknownRule;
use crate::profile;

/// Any failure of a use case: each use case has an error type, and this is their sum.
///
/// Messages say what happened and what to do next; they name no option of the command line.
#[derive(Debug, thiserror::Error)]
pub enum DeskError {
    #[error(transparent)]
    File(#[from] FileError),
    #[error(transparent)]
    Issue(#[from] IssueError),
    #[error(transparent)]
    Image(#[from] ImageFileError),
    #[error(transparent)]
    Lint(#[from] LintError),
    #[error(transparent)]
    Import(#[from] ImportError),
    #[error(transparent)]
    Contribute(#[from] ContributeError),
    #[error(transparent)]
    NoFork(#[from] NoForkError),
    #[error(transparent)]
    Gather(#[from] GatherError),
    #[error(transparent)]
    Mail(#[from] MailUseError),
    #[error(transparent)]
    Merge(#[from] MergeFilesError),
    #[error("this folder is in no git repository; run this in the newsletter's clone")]
    NoRepository,
    #[error(transparent)]
    UnknownRule(#[from] UnknownRule),
    #[error(transparent)]
    Profile(#[from] profile::Error),
    #[error("{}", .0.with_hint())]
    Git(#[from] git::GitError),
    #[error("{}", .0.with_hint())]
    Commit(#[from] git::commit::CommitError),
    #[error("{}", .0.with_hint())]
    Branch(#[from] git::BranchError),
    #[error("{}", .0.with_hint())]
    MergeCommit(#[from] git::MergeCommitError),
    #[error("{}", .0.with_hint())]
    Remote(#[from] git::RemoteError),
    #[error("{}", .0.with_hint())]
    Revision(#[from] git::RevisionError),
    #[error("{}", .0.with_hint())]
    Worktree(#[from] git::WorktreeError),
    #[error("{}", .0.with_hint())]
    MergeDriver(#[from] git::DriverError),
}
