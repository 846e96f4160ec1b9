//! What is staged for another commit.

use std::path::{Path, PathBuf};

use git2::{DiffOptions, Tree};

use super::super::error::GitError;
use super::super::repository::Repo;
use super::program;

/// Paths whose index entry differs from the last commit, without `ours`. Compares the index with
/// the tree and never looks at the work tree.
pub(super) fn others(
    repo: &Repo,
    head: Option<&Tree<'_>>,
    ours: &[PathBuf],
) -> Result<Vec<PathBuf>, GitError> {
    let Ok(mut index) = repo.git.index() else {
        return Ok(without(program::staged(repo)?, ours));
    };
    // The handle may be older than the last `git add`.
    index.read(false)?;
    let mut options = DiffOptions::new();
    options.ignore_submodules(false).skip_binary_check(true);
    let diff = repo.git.diff_tree_to_index(head, Some(&index), Some(&mut options))?;
    let path = |delta: git2::DiffDelta<'_>| {
        delta.new_file().path().or(delta.old_file().path()).map(Path::to_path_buf)
    };
    Ok(without(diff.deltas().filter_map(path).collect(), ours))
}

fn without(mut paths: Vec<PathBuf>, ours: &[PathBuf]) -> Vec<PathBuf> {
    paths.retain(|path| !ours.contains(path));
    paths
}
