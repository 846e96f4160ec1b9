//! Makes a commit on another branch. HEAD, the index and the work tree are not changed.

use std::path::PathBuf;

use git2::{ErrorCode, Oid};
use thiserror::Error;

use super::commit::{CommitError, clean_message};
use super::control::Control;
use super::error::{GitError, Hint};
use super::repository::Repo;
use super::stored;

/// A commit to make on another branch.
#[derive(Debug, Clone, Copy)]
pub struct NewCommit<'a> {
    /// The commit to start from.
    pub start: Oid,
    /// The files to write, with paths relative to the top of the repository.
    pub files: &'a [(PathBuf, Vec<u8>)],
    pub message: &'a str,
    /// The branch, such as `add/some-title`.
    pub branch: &'a str,
}

/// How a commit is put on an existing branch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Amend {
    /// The branch was at this commit, which the new one replaces.
    Replace(Oid),
    /// The branch was at this commit, which was already published. It becomes a parent of the new one.
    After(Oid),
}

/// Why a commit could not be put on another branch. No branch was made or moved.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum BranchError {
    #[error("a branch named {name} exists already")]
    Exists { name: String },
    /// Git keeps branches as files in folders, and the two names exclude one another.
    #[error("the branch {blocking} prevents one named {name}")]
    Blocked { name: String, blocking: String },
    #[error("'{name}' can't be the name of a branch")]
    Name { name: String },
    #[error("the branch {name} is checked out")]
    CheckedOut { name: String },
    #[error(transparent)]
    Commit(#[from] CommitError),
}

impl Hint for BranchError {
    fn hint(&self) -> Option<String> {
        Some(match self {
            Self::Exists { name } => {
                format!("choose another name, or remove that one with `git branch -D {name}`")
            }
            Self::Blocked { .. } => "choose another name".into(),
            Self::Name { .. } => "use letters, digits, hyphens and single slashes".into(),
            Self::CheckedOut { .. } => "commit there, or switch to another branch first".into(),
            Self::Commit(error) => return error.hint(),
        })
    }
}

impl From<GitError> for BranchError {
    fn from(error: GitError) -> Self {
        CommitError::from(error).into()
    }
}

impl From<git2::Error> for BranchError {
    fn from(error: git2::Error) -> Self {
        CommitError::from(error).into()
    }
}

impl Repo {
    /// The local branches whose names begin with `start`, with their commits, by name.
    pub fn branches(&self, start: &str) -> Result<Vec<(String, Oid)>, GitError> {
        let mut branches = Vec::new();
        for branch in self.git.references_glob(&format!("refs/heads/{start}*"))? {
            let branch = branch?;
            let name = String::from_utf8_lossy(branch.name_bytes()).into_owned();
            let name = name.strip_prefix("refs/heads/").map(str::to_owned);
            branches.extend(name.zip(branch.target()));
        }
        branches.sort();
        Ok(branches)
    }

    /// True if there is a local branch of that name.
    pub fn has_branch(&self, name: &str) -> bool {
        self.git.find_reference(&format!("refs/heads/{name}")).is_ok()
    }
}

/// Makes the commit and a new branch for it. The commit is signed if `commit.gpgSign` is on, and files
/// are stored as `git add` would. Hooks are not run, since they would look at the wrong work tree.
///
/// # Errors
///
/// [`BranchError`].
pub fn commit_on_branch(repo: &Repo, what: &NewCommit<'_>, control: &Control) -> Result<Oid, BranchError> {
    let name = check_name(repo, what.branch)?;
    let oid = commit(repo, what, &[what.start], control)?;
    match repo.git.reference(&name, oid, false, &log_line("commit", what)) {
        Ok(_) => Ok(oid),
        Err(error) if error.code() == ErrorCode::Exists => {
            Err(BranchError::Exists { name: what.branch.to_owned() })
        }
        Err(error) => Err(GitError::from_write(&error, repo.git.path()).into()),
    }
}

/// As [`commit_on_branch`], on an existing branch. The new commit has the files of `start` and the
/// written ones. Other files of the branch's old commit are not kept. If the branch already has
/// exactly these files, it is not moved.
///
/// # Errors
///
/// [`BranchError::CheckedOut`], [`GitError::Moved`], and as [`commit_on_branch`].
pub fn amend_branch(
    repo: &Repo,
    what: &NewCommit<'_>,
    amend: Amend,
    control: &Control,
) -> Result<Oid, BranchError> {
    let name = format!("refs/heads/{}", what.branch);
    // The work tree would not be updated.
    if super::merge_commit::work_tree_of(repo, &name)?.is_some() {
        return Err(BranchError::CheckedOut { name: what.branch.to_owned() });
    }
    let (was, parents) = match amend {
        Amend::Replace(was) => (was, vec![what.start]),
        Amend::After(was) if repo.is_ancestor(what.start, was)? => (was, vec![was]),
        Amend::After(was) => (was, vec![was, what.start]),
    };
    let oid = commit(repo, what, &parents, control)?;
    if repo.commit_at(was)?.tree_id() == repo.commit_at(oid)?.tree_id() {
        return Ok(was);
    }
    match repo.git.reference_matching(&name, oid, true, was, &log_line("commit (amend)", what)) {
        Ok(_) => Ok(oid),
        Err(error) if error.code() == ErrorCode::Modified => Err(GitError::Moved.into()),
        Err(error) => Err(GitError::from_write(&error, repo.git.path()).into()),
    }
}

/// Makes the commit object. No branch is moved.
fn commit(repo: &Repo, what: &NewCommit<'_>, parents: &[Oid], control: &Control) -> Result<Oid, BranchError> {
    let message = clean_message(what.message)?;
    let base = repo.commit_at(what.start)?.tree()?;
    let tree = stored::tree_with(repo, &base, what.files, control)?;
    if tree == base.id() {
        return Err(CommitError::NothingToCommit.into());
    }
    Ok(stored::commit_object(repo, tree, parents, &message, control)?)
}

fn log_line(verb: &str, what: &NewCommit<'_>) -> String {
    format!("{verb}: {}", what.message.trim().lines().next().unwrap_or_default())
}

/// Checks that a branch can be created, and returns its full name.
fn check_name(repo: &Repo, branch: &str) -> Result<String, BranchError> {
    let name = format!("refs/heads/{branch}");
    if branch.starts_with('-') || branch == "HEAD" || !git2::Reference::is_valid_name(&name) {
        return Err(BranchError::Name { name: branch.to_owned() });
    }
    if repo.has_branch(branch) {
        return Err(BranchError::Exists { name: branch.to_owned() });
    }
    let blocked =
        |blocking: &str| BranchError::Blocked { name: branch.to_owned(), blocking: blocking.to_owned() };
    let above = branch.match_indices('/').map(|(at, _)| &branch[..at]);
    for above in above {
        if repo.git.find_reference(&format!("refs/heads/{above}")).is_ok() {
            return Err(blocked(above));
        }
    }
    let below = repo.git.references_glob(&format!("{name}/*"))?.names().flatten().next().map(str::to_owned);
    match below {
        Some(below) => Err(blocked(below.strip_prefix("refs/heads/").unwrap_or(&below))),
        None => Ok(name),
    }
}
