//! A commit on a branch of its own, made beside the user's work: neither HEAD, the index nor the
//! work tree change.

use std::path::PathBuf;

use git2::{ErrorCode, Oid};

use super::commit::tidy_message;
use super::control::Control;
use super::error::GitError;
use super::repository::Repo;
use super::stored;

/// A commit to be made.
#[derive(Debug, Clone, Copy)]
pub struct NewCommit<'a> {
    /// The commit that it starts from.
    pub start: Oid,
    /// What to write, by path from the top of the repository.
    pub files: &'a [(PathBuf, Vec<u8>)],
    pub message: &'a str,
    /// The new branch, such as `add/some-title`.
    pub branch: &'a str,
}

/// Makes the commit and the branch. It is signed where `commit.gpgSign` says so, files are stored
/// as `git add` would; hooks are not run, since they would look at the wrong work tree.
///
/// # Errors
///
/// [`GitError::BranchExists`], [`GitError::BranchBlocked`], [`GitError::BranchName`],
/// [`GitError::NothingToCommit`], [`GitError::EmptyMessage`], [`GitError::NoAuthor`],
/// [`GitError::NoCommit`], [`GitError::Occupied`], [`GitError::Outside`], [`GitError::Signing`],
/// [`GitError::GitProgram`] (a filter failed), [`GitError::ReadOnly`], [`GitError::Locked`]. No
/// branch was made then.
pub fn commit_on_branch(repo: &Repo, what: &NewCommit<'_>, control: &Control) -> Result<Oid, GitError> {
    let message = tidy_message(what.message)?;
    let name = is_free(repo, what.branch)?;
    let base = repo.commit_at(what.start)?.tree()?;
    let tree = stored::tree_with(repo, &base, what.files, control)?;
    if tree == base.id() {
        return Err(GitError::NothingToCommit);
    }
    let oid = stored::commit_object(repo, tree, &[what.start], &message, control)?;
    let summary = message.lines().next().unwrap_or_default();
    match repo.git.reference(&name, oid, false, &format!("commit: {summary}")) {
        Ok(_) => Ok(oid),
        Err(error) if error.code() == ErrorCode::Exists => {
            Err(GitError::BranchExists { name: what.branch.to_owned() })
        }
        Err(error) => Err(GitError::from_write(&error, repo.git.path())),
    }
}

/// The full name of a branch that can be made.
fn is_free(repo: &Repo, branch: &str) -> Result<String, GitError> {
    let name = format!("refs/heads/{branch}");
    if branch.starts_with('-') || branch == "HEAD" || !git2::Reference::is_valid_name(&name) {
        return Err(GitError::BranchName { name: branch.to_owned() });
    }
    if repo.git.find_reference(&name).is_ok() {
        return Err(GitError::BranchExists { name: branch.to_owned() });
    }
    let blocked =
        |blocking: &str| GitError::BranchBlocked { name: branch.to_owned(), blocking: blocking.to_owned() };
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
