//! What a commit would hold, and what stands in its way.

use std::path::PathBuf;

use super::super::error::GitError;
use super::super::operation::Operation;
use super::super::repository::{Author, Head, Repo, plain};
use super::change::{self, Change};
use super::program;
use super::route::{self, Route};
use super::staged::Staging;

/// A commit before it is made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// Which of the given paths differ from the last commit, in the given order.
    pub changes: Vec<Change>,
    /// Paths staged for another commit; this one leaves them out and staged.
    pub other_staged: Vec<PathBuf>,
    /// [`Head::Unborn`] means that this will be the branch's first commit.
    pub branch: Head,
    pub author: Result<Author, GitError>,
    pub route: Route,
    /// Why [`commit`](super::commit) would refuse now.
    pub blocked: Option<GitError>,
}

/// Plans a commit of `paths`, which are relative to the top of the work tree. Reads those files,
/// the index and HEAD, and writes nothing.
pub fn plan(repo: &Repo, paths: &[PathBuf]) -> Result<Plan, GitError> {
    of_tidy(repo, &tidy(repo, paths)?)
}

/// The paths as git names them, each once.
pub(super) fn tidy(repo: &Repo, paths: &[PathBuf]) -> Result<Vec<PathBuf>, GitError> {
    let workdir = repo.workdir().ok_or(GitError::Bare)?;
    let mut tidied: Vec<PathBuf> = Vec::with_capacity(paths.len());
    for path in paths {
        let clean = plain(path).ok_or_else(|| GitError::Outside { path: path.clone() })?;
        let full = workdir.join(&clean);
        // A folder on the way may be a symbolic link; git records no path beyond one.
        let real = repo.relative(&full).ok_or_else(|| {
            let target = full.parent().and_then(|folder| folder.canonicalize().ok()).unwrap_or_default();
            GitError::Symlink { path: clean.clone(), target }
        })?;
        if !tidied.contains(&real) {
            tidied.push(real);
        }
    }
    Ok(tidied)
}

pub(super) fn of_tidy(repo: &Repo, paths: &[PathBuf]) -> Result<Plan, GitError> {
    let head = repo.head_tree()?;
    let mut changes = Vec::new();
    for path in paths {
        changes.extend(change::of(repo, head.as_ref(), path)?);
    }
    let staging = Staging::read(repo);
    let route = route::of(repo, paths, &staging);
    let other_staged = staging.others(repo, head.as_ref(), paths)?;
    let branch = repo.branch();
    let author = repo.author();
    let blocked = obstacle(repo, paths, &branch, &route, &staging)
        .or_else(|| author.as_ref().err().cloned())
        .or_else(|| changes.is_empty().then_some(GitError::NothingToCommit));
    Ok(Plan { changes, other_staged, branch, author, route, blocked })
}

/// The first thing that has to be put right before a commit can be made.
fn obstacle(
    repo: &Repo,
    paths: &[PathBuf],
    branch: &Head,
    route: &Route,
    staging: &Staging,
) -> Option<GitError> {
    let detached = matches!(branch, Head::Detached(_));
    match Operation::of(repo.git.state()) {
        // Git itself commits during a bisection that has a branch checked out.
        Some(Operation::Bisect) if !detached => {}
        Some(operation) => return Some(GitError::InProgress { operation }),
        None => {}
    }
    if let Head::Detached(at) = branch {
        return Some(GitError::Detached { at: at.clone() });
    }
    if let Some(path) = paths.iter().find(|path| staging.is_unsettled(path)) {
        return Some(GitError::Conflict { path: path.clone() });
    }
    let ignored = |path: &&PathBuf| {
        staging.is_tracked(path) == Some(false)
            && repo.rules().is_ok_and(|rules| rules.is_path_ignored(path).unwrap_or(false))
    };
    if let Some(path) = paths.iter().find(ignored) {
        return Some(GitError::Ignored { path: path.clone() });
    }
    let lock = repo.index_path().with_extension("lock");
    if lock.exists() {
        return Some(GitError::Locked { what: "index", lock });
    }
    match route {
        Route::GitProgram { reasons } if !program::is_installed() => {
            Some(GitError::NeedsGitProgram { reasons: reasons.clone() })
        }
        _ => None,
    }
}
