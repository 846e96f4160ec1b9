//! What a commit would hold, and what stands in its way.

use std::path::{Path, PathBuf};

use git2::{ObjectType, Oid, Tree};

use super::super::error::GitError;
use super::super::operation::Operation;
use super::super::program;
use super::super::repository::{Author, Head, Repo, plain};
use super::change::{self, Change};
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
    /// Images that git does not take in.
    pub left_out: Vec<LeftOut>,
    pub(super) files: Vec<Seen>,
}

/// A file that belongs to the draft and can't be part of its commit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeftOut {
    pub path: PathBuf,
    pub why: Why,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// By a `.gitignore` rule, and not tracked.
    Ignored,
    /// It lies in a submodule, or in a repository inside this one.
    Submodule,
}

/// A path with the content that was seen there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Seen {
    pub(super) path: PathBuf,
    pub(super) id: Oid,
}

/// Plans a commit of `paths`, which are relative to the top of the work tree. Reads those files,
/// the index and HEAD, and writes nothing.
pub fn plan(repo: &Repo, paths: &[PathBuf]) -> Result<Plan, GitError> {
    of_tidy(repo, &tidy(repo, paths)?)
}

/// Plans a commit of a draft and its images, without those that git does not take in.
pub fn plan_draft(repo: &Repo, draft: &Path, images: &[PathBuf]) -> Result<Plan, GitError> {
    let mut paths = tidy(repo, &[draft.to_path_buf()])?;
    let head = repo.head_tree()?;
    let staging = Staging::read(repo);
    let mut left_out = Vec::new();
    for path in tidy(repo, images)? {
        let why = if in_submodule(repo, head.as_ref(), &path) {
            Some(Why::Submodule)
        } else {
            is_ignored(repo, &staging, &path).then_some(Why::Ignored)
        };
        match why {
            Some(why) => left_out.push(LeftOut { path, why }),
            None if paths.contains(&path) => {}
            None => paths.push(path),
        }
    }
    Ok(Plan { left_out, ..of_tidy(repo, &paths)? })
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
    let (mut changes, mut files) = (Vec::new(), Vec::new());
    for path in paths {
        if in_submodule(repo, head.as_ref(), path) {
            return Err(GitError::Submodule { path: path.clone() });
        }
        let (id, change) = change::of(repo, head.as_ref(), path)?;
        files.push(Seen { path: path.clone(), id });
        changes.extend(change);
    }
    let staging = Staging::read(repo);
    let route = route::of(repo, paths, &staging);
    let other_staged = staging.others(repo, head.as_ref(), paths)?;
    let branch = repo.branch();
    let author = repo.author();
    let blocked = obstacle(repo, paths, &branch, &route, &staging)
        .or_else(|| author.as_ref().err().cloned())
        .or_else(|| changes.is_empty().then_some(GitError::NothingToCommit));
    Ok(Plan { changes, other_staged, branch, author, route, blocked, left_out: Vec::new(), files })
}

fn in_submodule(repo: &Repo, head: Option<&Tree<'_>>, path: &Path) -> bool {
    let folders = path.ancestors().skip(1).filter(|folder| !folder.as_os_str().is_empty());
    folders.into_iter().any(|folder| {
        let entry = head.and_then(|head| head.get_path(folder).ok());
        entry.is_some_and(|entry| entry.kind() == Some(ObjectType::Commit))
            || repo.workdir().is_some_and(|top| top.join(folder).join(".git").exists())
    })
}

fn is_ignored(repo: &Repo, staging: &Staging, path: &Path) -> bool {
    staging.is_tracked(path) == Some(false)
        && repo.rules().is_ok_and(|rules| rules.is_path_ignored(path).unwrap_or(false))
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
    if let Some(path) = paths.iter().find(|path| is_ignored(repo, staging, path)) {
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
