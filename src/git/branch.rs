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

/// How a branch that exists gets another commit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Amend {
    /// The branch was at this commit, which the new one takes the place of.
    Replace(Oid),
    /// The branch was at this commit, which others have already: it becomes a parent of the new one.
    After(Oid),
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
    let name = is_free(repo, what.branch)?;
    let oid = commit(repo, what, &[what.start], control)?;
    match repo.git.reference(&name, oid, false, &log_line("commit", what)) {
        Ok(_) => Ok(oid),
        Err(error) if error.code() == ErrorCode::Exists => {
            Err(GitError::BranchExists { name: what.branch.to_owned() })
        }
        Err(error) => Err(GitError::from_write(&error, repo.git.path())),
    }
}

/// The same on a branch that exists. Its files are those of `start` with what is written: nothing
/// but that is kept of the commit that the branch was at.
///
/// # Errors
///
/// [`GitError::CheckedOut`], [`GitError::Moved`], and as [`commit_on_branch`]. Where the branch has
/// just these files already, it stays where it is.
pub fn amend_branch(
    repo: &Repo,
    what: &NewCommit<'_>,
    amend: Amend,
    control: &Control,
) -> Result<Oid, GitError> {
    let name = format!("refs/heads/{}", what.branch);
    // The work tree would not follow.
    if super::merge_commit::holder(repo, &name)?.is_some() {
        return Err(GitError::CheckedOut { name: what.branch.to_owned() });
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
        Err(error) if error.code() == ErrorCode::Modified => Err(GitError::Moved),
        Err(error) => Err(GitError::from_write(&error, repo.git.path())),
    }
}

/// Makes the commit, which no branch leads to yet.
fn commit(repo: &Repo, what: &NewCommit<'_>, parents: &[Oid], control: &Control) -> Result<Oid, GitError> {
    let message = tidy_message(what.message)?;
    let base = repo.commit_at(what.start)?.tree()?;
    let tree = stored::tree_with(repo, &base, what.files, control)?;
    if tree == base.id() {
        return Err(GitError::NothingToCommit);
    }
    stored::commit_object(repo, tree, parents, &message, control)
}

fn log_line(verb: &str, what: &NewCommit<'_>) -> String {
    format!("{verb}: {}", what.message.trim().lines().next().unwrap_or_default())
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
