//! Committing a draft and its images, and nothing else.
//!
//! [`plan`] says what a commit would hold and what stands in its way; [`commit`] makes it, and
//! [`commit_planned`] makes exactly the one that was shown. Paths
//! that somebody staged for another commit stay staged and are left out, as with
//! `git commit --only`. What libgit2 does not honour (hooks, signing, filter programs, …) is done
//! by the git program instead: see [`Route`].

mod change;
mod eol;
mod index_file;
mod index_lock;
mod library;
mod plan;
mod program;
mod route;
mod staged;

use std::path::{Path, PathBuf};

pub use change::{Change, ChangeKind};
pub use plan::{LeftOut, Plan, Why, plan, plan_draft};
pub use route::{Reason, Route};

pub(super) use program::path_from;

pub(super) use library::probe;

use super::error::GitError;
use super::repository::Repo;
use crate::text::CommitMessage;

/// Git's mode of a symbolic link.
const LINK: u32 = 0o120_000;

/// A commit that was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Committed {
    /// The full commit id, in hexadecimal.
    pub oid: String,
    /// The first line of the message as it was recorded (a hook may have changed it).
    pub summary: String,
    /// What hooks and git wrote; empty for a commit made by libgit2.
    pub hook_output: String,
    pub via: Via,
    /// Paths staged for another commit: still staged, and not in this one.
    pub left_staged: Vec<PathBuf>,
}

impl Committed {
    /// The id as people write it.
    pub fn short(&self) -> &str {
        self.oid.get(..7).unwrap_or(&self.oid)
    }
}

/// What made a commit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Via {
    Libgit2,
    GitProgram,
}

/// Commits `paths` (relative to the top of the work tree) as they are in the work tree, on top of
/// HEAD. Blocks while hooks run. On an error nothing has been committed and the index is as it was
/// (but for a disk that fails between the two last steps, of which the error tells).
pub fn commit(repo: &Repo, paths: &[PathBuf], message: &str) -> Result<Committed, GitError> {
    let message = tidy_message(message)?;
    make(repo, plan(repo, paths)?, &message)
}

/// Makes the commit that was shown, or none: [`GitError::Changed`] where a file or the branch is
/// no longer what it was then. (The git program reads the files itself, right after they were
/// compared, and a hook may change what is committed: that is what hooks are for.)
pub fn commit_planned(repo: &Repo, shown: &Plan, message: &str) -> Result<Committed, GitError> {
    let message = tidy_message(message)?;
    let paths: Vec<PathBuf> = shown.files.iter().map(|file| file.path.clone()).collect();
    let now = plan::of_tidy(repo, &paths)?;
    let changed = now.files.iter().zip(&shown.files).find(|(now, shown)| now != shown);
    if let Some((file, _)) = changed {
        return Err(GitError::changed(&file.path));
    }
    // The same files on top of another commit are another change.
    if now.branch != shown.branch || now.changes != shown.changes {
        return Err(GitError::Changed { what: "The branch".into() });
    }
    make(repo, now, &message)
}

/// The message as it is committed: every commit's message comes through here.
pub(super) fn tidy_message(message: &str) -> Result<String, GitError> {
    let message = git2::message_prettify(CommitMessage(message).to_string(), None)?;
    if message.is_empty() { Err(GitError::EmptyMessage) } else { Ok(message) }
}

fn make(repo: &Repo, plan: Plan, message: &str) -> Result<Committed, GitError> {
    if let Some(blocked) = plan.blocked {
        return Err(blocked);
    }
    let (oid, hook_output, via) = match &plan.route {
        Route::Libgit2 => (library::commit(repo, &plan.files, message)?, String::new(), Via::Libgit2),
        Route::GitProgram { reasons } => {
            let paths: Vec<PathBuf> = plan.files.iter().map(|file| file.path.clone()).collect();
            let (oid, output) = program::commit(repo, &paths, message, reasons)?;
            (oid, output, Via::GitProgram)
        }
    };
    let made = repo.git.find_commit(oid)?;
    let summary = String::from_utf8_lossy(made.summary_bytes().unwrap_or_default()).into_owned();
    Ok(Committed { oid: oid.to_string(), summary, hook_output, via, left_staged: plan.other_staged })
}

/// A path as git writes it: bytes with forward slashes.
pub(super) fn git_path(path: &Path) -> Vec<u8> {
    let parts: Vec<&[u8]> = path.iter().map(std::ffi::OsStr::as_encoded_bytes).collect();
    parts.join(&b'/')
}
