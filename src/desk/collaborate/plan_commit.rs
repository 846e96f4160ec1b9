//! The commit of a draft and its images, before it is made.

use std::path::{Path, PathBuf};

use crate::desk::{Workspace, commit_paths};
use crate::draft::Draft;
use crate::git::commit::{CommitError, Plan, plan_amend, plan_draft};
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

/// Plans a commit of the draft and its images. Also returns the draft as of the last commit.
///
/// # Errors
///
/// If there is no repository, or the draft can't be committed.
pub fn plan_commit(
    workspace: &Workspace,
    path: PathBuf,
    draft: &Draft,
    kind: CommitKind,
) -> Result<(Plan, Option<String>), CommitError> {
    let root = &workspace.root;
    let paths = commit_paths(workspace, &path, draft);
    let repo = Repo::discover(root.folder())?.ok_or(GitError::NoRepository)?;
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

/// The paths from the repository's root, which may be above the newsletter's.
fn in_repository(repo: &Repo, root: &Path, paths: &[PathBuf]) -> Vec<PathBuf> {
    paths.iter().filter_map(|path| repo.relative(&root.join(path))).collect()
}
