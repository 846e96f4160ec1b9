//! Planning and making a commit of the draft.

use std::path::{Path, PathBuf};

use super::Done;
use super::upstream::Join;
use crate::desk::{CommitKind, Workspace, plan_commit};
use crate::draft::Draft;
use crate::git::commit::{CommitError, Plan, commit_planned};
use crate::git::{GitError, Repo};

/// Who asked for a plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PlanFor {
    /// A dialog that opens, or shows its commit as the files are now.
    Dialog,
    /// The open dialog, which waits for the other kind of commit.
    OtherKind,
}

/// The commit that is to be planned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wish {
    pub kind: CommitKind,
    pub wanted_for: PlanFor,
}

/// Plans a commit of the draft and its images, with the draft as of the last commit.
pub(crate) fn plan(workspace: &Workspace, path: PathBuf, draft: &Draft, wish: Wish) -> Done {
    let (plan, before) = match plan_commit(workspace, path, draft, wish.kind) {
        Ok((plan, before)) => (Ok(plan), before),
        Err(error) => (Err(error), None),
    };
    Done::Planned { plan, before, wish }
}

/// Makes a planned commit and joins it with the remote's branch.
pub(crate) fn commit(root: &Path, plan: &Plan, message: &str, join: Option<Join>) -> Done {
    let made = discover(root).map_err(CommitError::from);
    let made = made.and_then(|repo| commit_planned(&repo, plan, message));
    let joined = join.filter(|_| made.is_ok()).map(Join::run);
    Done::Committed { made, joined }
}

fn discover(root: &Path) -> Result<Repo, GitError> {
    Repo::discover(root)?.ok_or(GitError::NoRepository)
}
