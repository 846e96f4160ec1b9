//! Planning and making a commit of the draft.

use std::path::{Path, PathBuf};

use super::Done;
use super::upstream::Join;
use crate::desk::{Workspace, commit_paths};
use crate::draft::Draft;
use crate::git::commit::{CommitError, Plan, commit_planned, plan_amend, plan_draft};
use crate::git::{GitError, Repo};

/// What a commit does with the last one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CommitKind {
    /// Comes after it.
    New,
    /// Replaces it.
    Amend,
}

impl CommitKind {
    pub fn other(self) -> CommitKind {
        match self {
            CommitKind::New => CommitKind::Amend,
            CommitKind::Amend => CommitKind::New,
        }
    }
}

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
    let (plan, before) = match plan_of(workspace, path, draft, wish.kind) {
        Ok((plan, before)) => (Ok(plan), before),
        Err(error) => (Err(error), None),
    };
    Done::Planned { plan, before, wish }
}

fn plan_of(
    workspace: &Workspace,
    path: PathBuf,
    draft: &Draft,
    kind: CommitKind,
) -> Result<(Plan, Option<String>), CommitError> {
    let root = &workspace.root;
    let paths = commit_paths(workspace, &path, draft);
    let repo = discover(root.folder())?;
    // A link inside the newsletter's folder is committed as the file that it links to.
    let path = root.real(&path).unwrap_or(path);
    let images: Vec<PathBuf> = paths.into_iter().filter(|image| root.join(image) != path).collect();
    let images = in_repository(&repo, root.folder(), &images);
    let Some(path) = repo.relative(&root.join(&path)) else {
        return Err(CommitError::Outside { path });
    };
    let before = repo.head_blob(&path);
    let before = before.and_then(|bytes| String::from_utf8(bytes).ok());
    let plan = match kind {
        CommitKind::New => plan_draft(&repo, &path, &images)?,
        CommitKind::Amend => plan_amend(&repo, &path, &images)?,
    };
    Ok((plan, before))
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

/// The paths from the repository's root, which may be above the newsletter's.
fn in_repository(repo: &Repo, root: &Path, paths: &[PathBuf]) -> Vec<PathBuf> {
    paths.iter().filter_map(|path| repo.relative(&root.join(path))).collect()
}
