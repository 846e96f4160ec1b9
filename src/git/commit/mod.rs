//! Commits a draft and its images, and nothing else.
//!
//! [`plan`] lists what a commit would contain and what prevents it. [`commit`] makes the commit, and
//! [`commit_planned`] makes exactly the one that was shown. Paths that are staged for another commit
//! stay staged and are left out, as with `git commit --only`. The git program makes the commit if the
//! repository uses something that libgit2 ignores (hooks, signing, filter programs): see [`Route`].

mod change;
mod eol;
mod error;
mod index_file;
mod index_lock;
mod library;
mod plan;
mod program;
mod route;
mod staged;

use std::path::{Path, PathBuf};

pub use change::{FileChange, FileChangeKind};
pub use error::CommitError;
pub use plan::{LastCommit, LeftOut, LeftOutReason, Plan, plan, plan_amend, plan_draft};
pub use route::{GitFeature, Route};

pub(super) use library::probe;

use super::repository::Repo;
use crate::text::CommitMessage;

/// Git's file mode of a symbolic link.
const LINK: u32 = 0o120_000;

/// A commit that was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Committed {
    /// The full commit id, in hexadecimal.
    pub oid: String,
    /// The first line of the recorded message, which a hook may have changed.
    pub summary: String,
    /// The output of hooks and git; empty for a commit made by libgit2.
    pub hook_output: String,
    pub via: CommittedBy,
    /// Paths staged for another commit. They are not in this one and are still staged.
    pub left_staged: Vec<PathBuf>,
}

impl Committed {
    /// The abbreviated id, as git prints it.
    pub fn short(&self) -> &str {
        self.oid.get(..7).unwrap_or(&self.oid)
    }
}

/// The program or library that made a commit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CommittedBy {
    Libgit2,
    GitProgram,
}

/// Commits `paths` (relative to the top of the work tree) as they are in the work tree, on top of
/// HEAD. Blocks while hooks run.
///
/// # Errors
///
/// [`CommitError`]. Nothing was committed then and the index is unchanged, unless the disk failed
/// between the last two steps, which the error says.
pub fn commit(repo: &Repo, paths: &[PathBuf], message: &str) -> Result<Committed, CommitError> {
    let message = clean_message(message)?;
    make(repo, plan(repo, paths)?, &message)
}

/// Makes the commit that was shown, or none.
///
/// The git program reads the files again, right after they were compared, and a hook may change what
/// is committed, as hooks are meant to.
///
/// # Errors
///
/// [`CommitError::Changed`] if a file or the branch is no longer what was shown, and as [`commit`].
pub fn commit_planned(repo: &Repo, shown: &Plan, message: &str) -> Result<Committed, CommitError> {
    let message = clean_message(message)?;
    let paths: Vec<PathBuf> = shown.files.iter().map(|file| file.path.clone()).collect();
    let now = plan::plan_normalized(repo, &paths)?;
    let changed = now.files.iter().zip(&shown.files).find(|(now, shown)| now != shown);
    if let Some((file, _)) = changed {
        return Err(CommitError::changed(&file.path));
    }
    // On top of another commit, the same files are a different change.
    if now.branch != shown.branch || now.changes != shown.changes {
        return Err(CommitError::Changed { what: "the branch".into() });
    }
    let Some(amends) = &shown.amends else { return make(repo, now, &message) };
    if plan::last_commit(repo)?.id != amends.id {
        return Err(CommitError::Changed { what: "the branch".into() });
    }
    let blocked = now.blocked.filter(|blocked| *blocked != CommitError::NothingToCommit);
    make(repo, Plan { amends: shown.amends.clone(), blocked, ..now }, &message)
}

/// Cleans up a message as git does. Every commit uses it.
pub(super) fn clean_message(message: &str) -> Result<String, CommitError> {
    let message = git2::message_prettify(CommitMessage(message).to_string(), None)?;
    if message.is_empty() { Err(CommitError::EmptyMessage) } else { Ok(message) }
}

fn make(repo: &Repo, plan: Plan, message: &str) -> Result<Committed, CommitError> {
    if let Some(blocked) = plan.blocked {
        return Err(blocked);
    }
    let amends = plan.amends.as_ref().map(|last| last.id);
    let (oid, hook_output, via) = match &plan.route {
        Route::Libgit2 => {
            let oid = library::commit(repo, &plan.files, message, amends)?;
            (oid, String::new(), CommittedBy::Libgit2)
        }
        Route::GitProgram { reasons } => {
            let paths: Vec<PathBuf> = plan.files.iter().map(|file| file.path.clone()).collect();
            let (oid, output) = program::commit(repo, &paths, message, amends, reasons)?;
            (oid, output, CommittedBy::GitProgram)
        }
    };
    let made = repo.git.find_commit(oid)?;
    let summary = String::from_utf8_lossy(made.summary_bytes().unwrap_or_default()).into_owned();
    Ok(Committed { oid: oid.to_string(), summary, hook_output, via, left_staged: plan.other_staged })
}

/// A path as git stores it: bytes with forward slashes.
pub(super) fn git_path(path: &Path) -> Vec<u8> {
    let parts: Vec<&[u8]> = path.iter().map(std::ffi::OsStr::as_encoded_bytes).collect();
    parts.join(&b'/')
}
