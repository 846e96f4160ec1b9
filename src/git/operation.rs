//! Operations of git that take several steps, such as a rebase.

use git2::RepositoryState;

/// An operation that git has begun and not finished.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Operation {
    Merge,
    Rebase,
    CherryPick,
    Revert,
    ApplyMailbox,
    Bisect,
}

impl Operation {
    /// The operation in progress. A bisection alone does not prevent a commit, but its detached HEAD
    /// does.
    pub(super) fn from_state(state: RepositoryState) -> Option<Self> {
        match state {
            RepositoryState::Clean => None,
            RepositoryState::Merge => Some(Self::Merge),
            RepositoryState::Revert | RepositoryState::RevertSequence => Some(Self::Revert),
            RepositoryState::CherryPick | RepositoryState::CherryPickSequence => Some(Self::CherryPick),
            RepositoryState::Bisect => Some(Self::Bisect),
            RepositoryState::Rebase | RepositoryState::RebaseInteractive | RepositoryState::RebaseMerge => {
                Some(Self::Rebase)
            }
            RepositoryState::ApplyMailbox | RepositoryState::ApplyMailboxOrRebase => Some(Self::ApplyMailbox),
        }
    }

    /// The commands that finish it.
    pub fn finish(self) -> &'static str {
        match self {
            Self::Merge => "`git merge --continue`",
            Self::Rebase => "`git rebase --continue`",
            Self::CherryPick => "`git cherry-pick --continue`",
            Self::Revert => "`git revert --continue`",
            Self::ApplyMailbox => "`git am --continue`",
            Self::Bisect => "`git bisect good` and `git bisect bad`",
        }
    }

    /// The command that gives it up.
    pub fn abort(self) -> &'static str {
        match self {
            Self::Merge => "git merge --abort",
            Self::Rebase => "git rebase --abort",
            Self::CherryPick => "git cherry-pick --abort",
            Self::Revert => "git revert --abort",
            Self::ApplyMailbox => "git am --abort",
            Self::Bisect => "git bisect reset",
        }
    }
}

impl std::fmt::Display for Operation {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Merge => "merge",
            Self::Rebase => "rebase",
            Self::CherryPick => "cherry-pick",
            Self::Revert => "revert",
            Self::ApplyMailbox => "`git am`",
            Self::Bisect => "bisection",
        })
    }
}
