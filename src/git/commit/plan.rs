//! Plans a commit: what it would contain, and what prevents it.

use std::path::{Path, PathBuf};

use git2::{ObjectType, Oid, Tree};

use super::super::error::GitError;
use super::super::operation::Operation;
use super::super::program;
use super::super::repository::{Author, Head, Repo, plain};
use super::change::{self, FileChange};
use super::error::CommitError;
use super::route::{self, Route};
use super::staged::Staging;
use crate::platform::real_path;

/// A commit before it is made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// The changes of the given paths since the last commit, in the given order.
    pub changes: Vec<FileChange>,
    /// Paths staged for another commit. They are left out of this one and stay staged.
    pub other_staged: Vec<PathBuf>,
    /// [`Head::Unborn`] if this will be the branch's first commit.
    pub branch: Head,
    pub author: Result<Author, GitError>,
    pub route: Route,
    /// The error that [`commit`](super::commit) would return now.
    pub blocked: Option<CommitError>,
    /// Images that can't be committed.
    pub left_out: Vec<LeftOut>,
    /// The last commit, if the new one replaces it.
    pub amends: Option<LastCommit>,
    pub(super) files: Vec<PlannedFile>,
}

/// The last commit, which is to be amended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LastCommit {
    pub(super) id: Oid,
    pub message: String,
}

/// An image of the draft that can't be part of its commit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeftOut {
    pub path: PathBuf,
    pub why: LeftOutReason,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LeftOutReason {
    /// Ignored by a `.gitignore` rule, and not tracked.
    Ignored,
    /// In a submodule, or in a repository inside this one.
    Submodule,
}

/// A path with the content that it had when the commit was planned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct PlannedFile {
    pub(super) path: PathBuf,
    pub(super) id: Oid,
}

/// Plans a commit of `paths`, which are relative to the top of the work tree. Reads those files, the
/// index and HEAD. Writes nothing.
pub fn plan(repo: &Repo, paths: &[PathBuf]) -> Result<Plan, CommitError> {
    plan_normalized(repo, &normalize(repo, paths)?)
}

/// Plans a commit of a draft and its images. Images that can't be committed are left out.
pub fn plan_draft(repo: &Repo, draft: &Path, images: &[PathBuf]) -> Result<Plan, CommitError> {
    let mut paths = normalize(repo, &[draft.to_path_buf()])?;
    let head = repo.head_tree()?;
    let staging = Staging::read(repo);
    let mut left_out = Vec::new();
    for path in normalize(repo, images)? {
        let why = if in_submodule(repo, head.as_ref(), &path) {
            Some(LeftOutReason::Submodule)
        } else {
            is_ignored(repo, &staging, &path).then_some(LeftOutReason::Ignored)
        };
        match why {
            Some(why) => left_out.push(LeftOut { path, why }),
            None if paths.contains(&path) => {}
            None => paths.push(path),
        }
    }
    Ok(Plan { left_out, ..plan_normalized(repo, &paths)? })
}

/// Plans to replace the last commit by one with the changes of a draft and its images as well. The
/// changes of the plan are those since the last commit; there may be none, to change the message.
///
/// # Errors
///
/// [`CommitError::AlreadyPushed`], [`CommitError::AmendMerge`], [`CommitError::NothingToAmend`], and as
/// [`plan_draft`].
pub fn plan_amend(repo: &Repo, draft: &Path, images: &[PathBuf]) -> Result<Plan, CommitError> {
    let amends = Some(last_commit(repo)?);
    let planned = plan_draft(repo, draft, images)?;
    let blocked = planned.blocked.filter(|blocked| *blocked != CommitError::NothingToCommit);
    Ok(Plan { amends, blocked, ..planned })
}

/// The last commit, if it may be replaced.
pub(super) fn last_commit(repo: &Repo) -> Result<LastCommit, CommitError> {
    let commit = repo.head_commit()?.ok_or(CommitError::NothingToAmend)?;
    if commit.parent_count() > 1 {
        return Err(CommitError::AmendMerge);
    }
    if repo.head_is_pushed()? {
        return Err(CommitError::AlreadyPushed);
    }
    let message = String::from_utf8_lossy(commit.message_bytes()).into_owned();
    Ok(LastCommit { id: commit.id(), message })
}

/// Returns the paths as git names them, without duplicates.
fn normalize(repo: &Repo, paths: &[PathBuf]) -> Result<Vec<PathBuf>, CommitError> {
    let workdir = repo.workdir().ok_or(GitError::Bare)?;
    let mut normalized: Vec<PathBuf> = Vec::with_capacity(paths.len());
    for path in paths {
        let clean = plain(path).ok_or_else(|| CommitError::Outside { path: path.clone() })?;
        let full = workdir.join(&clean);
        // A folder of the path may be a symbolic link. Git records no path beyond one.
        let real = repo.relative(&full).ok_or_else(|| {
            let target = full.parent().and_then(|folder| real_path(folder).ok()).unwrap_or_default();
            CommitError::Symlink { path: clean.clone(), target }
        })?;
        if !normalized.contains(&real) {
            normalized.push(real);
        }
    }
    Ok(normalized)
}

pub(super) fn plan_normalized(repo: &Repo, paths: &[PathBuf]) -> Result<Plan, CommitError> {
    let head = repo.head_tree()?;
    let (mut changes, mut files) = (Vec::new(), Vec::new());
    for path in paths {
        if in_submodule(repo, head.as_ref(), path) {
            return Err(CommitError::Submodule { path: path.clone() });
        }
        let (id, change) = change::compare(repo, head.as_ref(), path)?;
        files.push(PlannedFile { path: path.clone(), id });
        changes.extend(change);
    }
    let staging = Staging::read(repo);
    let route = route::choose(repo, paths, &staging);
    let other_staged = staging.others(repo, head.as_ref(), paths)?;
    let branch = repo.branch();
    let author = repo.author();
    let blocked = obstacle(repo, paths, &branch, &route, &staging)
        .or_else(|| author.as_ref().err().cloned().map(CommitError::from))
        .or_else(|| changes.is_empty().then_some(CommitError::NothingToCommit));
    Ok(Plan {
        changes,
        other_staged,
        branch,
        author,
        route,
        blocked,
        left_out: Vec::new(),
        amends: None,
        files,
    })
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

/// Returns the first problem that must be solved before the commit can be made.
fn obstacle(
    repo: &Repo,
    paths: &[PathBuf],
    branch: &Head,
    route: &Route,
    staging: &Staging,
) -> Option<CommitError> {
    let detached = matches!(branch, Head::Detached(_));
    match Operation::from_state(repo.git.state()) {
        // Git too commits during a bisection while a branch is checked out.
        Some(Operation::Bisect) if !detached => {}
        Some(operation) => return Some(CommitError::InProgress { operation }),
        None => {}
    }
    if let Head::Detached(at) = branch {
        return Some(CommitError::Detached { at: at.clone() });
    }
    if let Some(path) = paths.iter().find(|path| staging.is_unmerged(path)) {
        return Some(CommitError::Conflict { path: path.clone() });
    }
    if let Some(path) = paths.iter().find(|path| is_ignored(repo, staging, path)) {
        return Some(CommitError::Ignored { path: path.clone() });
    }
    let lock = repo.index_path().with_extension("lock");
    if lock.exists() {
        return Some(GitError::Locked { what: "index", lock }.into());
    }
    match route {
        Route::GitProgram { reasons } if !program::is_installed() => {
            Some(CommitError::NeedsGitProgram { reasons: reasons.clone() })
        }
        _ => None,
    }
}
