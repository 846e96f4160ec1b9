use std::path::{Path, PathBuf};

use thiserror::Error;

use super::GitFeature;
use crate::git::error::{GitError, Hint, first_line};
use crate::git::operation::Operation;

/// Why a commit could not be made.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum CommitError {
    #[error("HEAD is detached at {at}, so the commit would be on no branch")]
    Detached { at: String },
    #[error("a {operation} is in progress")]
    InProgress { operation: Operation },
    #[error("nothing to commit: the draft and its images are the same as in the last commit")]
    NothingToCommit,
    #[error("the last commit is on a remote already")]
    AlreadyPushed,
    #[error("the last commit is a merge")]
    AmendMerge,
    #[error("there is no commit to amend")]
    NothingToAmend,
    #[error("the commit message is empty")]
    EmptyMessage,
    #[error("{} has unresolved merge conflicts", path.display())]
    Conflict { path: PathBuf },
    #[error("{} is ignored by a .gitignore rule", path.display())]
    Ignored { path: PathBuf },
    #[error("{} is not a file in the work tree", path.display())]
    Missing { path: PathBuf },
    #[error("{} is outside the repository", path.display())]
    Outside { path: PathBuf },
    #[error("{} is reached through a symbolic link to {}, outside the repository", path.display(), target.display())]
    Symlink { path: PathBuf, target: PathBuf },
    #[error("cannot read {}: {cause}", path.display())]
    Unreadable { path: PathBuf, cause: String },
    #[error("{} is in a submodule", path.display())]
    Submodule { path: PathBuf },
    /// The commit would write a file where its parent has a folder or a link.
    #[error("{} is not a plain file in that commit", path.display())]
    Occupied { path: PathBuf },
    #[error("the git program is not in PATH, but the repository uses {}", listed(reasons))]
    NeedsGitProgram { reasons: Vec<GitFeature> },
    /// `output` is everything that git and the hook wrote.
    #[error("a commit hook refused the commit{}", first_line(output))]
    Hook { output: String },
    /// `output` is everything that git and the signing program wrote.
    #[error("the commit could not be signed{}", first_line(output))]
    Signing { output: String },
    /// `output` is everything that git wrote.
    #[error("the git program refused the commit{}", first_line(output))]
    GitProgram { output: String },
    /// A file or the branch is not what the plan of the commit showed.
    #[error("{what} has changed since this commit was shown, so nothing was committed")]
    Changed { what: String },
    #[error(transparent)]
    Git(#[from] GitError),
}

impl CommitError {
    pub(super) fn changed(path: &Path) -> Self {
        Self::Changed { what: path.display().to_string() }
    }

    /// The output of a hook, the signing program or git, to show below the message. `None` if the message is
    /// enough.
    pub fn output(&self) -> Option<&str> {
        match self {
            Self::Hook { output } | Self::Signing { output } | Self::GitProgram { output } => Some(output),
            Self::Git(error) => error.output(),
            _ => None,
        }
    }
}

impl Hint for CommitError {
    fn hint(&self) -> Option<String> {
        Some(match self {
            Self::Detached { .. } => {
                "run `git switch -c NAME` to make a branch here, then commit again".into()
            }
            Self::InProgress { operation } => format!(
                "finish it with {} or give it up with `{}`, then commit again",
                operation.finish(),
                operation.abort()
            ),
            Self::NothingToCommit => "save a change first".into(),
            Self::AlreadyPushed | Self::AmendMerge | Self::NothingToAmend => "make a new commit".into(),
            Self::EmptyMessage => "write one line that says what changed".into(),
            Self::Conflict { .. } => "resolve them, run `git add` on the file, then commit again".into(),
            Self::Ignored { .. } => {
                "remove the rule, or run `git add -f` on the file, then commit again".into()
            }
            Self::Missing { .. } => "save it there, or take it out of the draft".into(),
            Self::Outside { .. } => "move the file into it first".into(),
            Self::Symlink { .. } => "put the file itself into the repository".into(),
            Self::Unreadable { .. } => "check the file and its permissions".into(),
            Self::Submodule { .. } => "commit it there".into(),
            Self::Occupied { .. } => "choose another name for yours".into(),
            Self::NeedsGitProgram { .. } => "install git, then commit again".into(),
            Self::Hook { .. } => "fix what it names, then commit again".into(),
            Self::Signing { .. } => {
                "check your signing key, or run `git config commit.gpgsign false`, then commit again".into()
            }
            Self::GitProgram { .. } => "fix the cause, then commit again".into(),
            Self::Changed { .. } => "look at it again, then commit".into(),
            Self::Git(error) => return error.hint(),
        })
    }
}

impl From<git2::Error> for CommitError {
    fn from(error: git2::Error) -> Self {
        GitError::from(error).into()
    }
}

fn listed(reasons: &[GitFeature]) -> String {
    reasons.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
}
