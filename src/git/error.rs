//! Everything that can keep a commit from being made, each in one sentence with the way out.

use std::path::{Path, PathBuf};

use git2::{ErrorClass, ErrorCode};
use thiserror::Error;

use super::commit::Reason;
use super::operation::Operation;
use super::refusal::Refused;
use crate::text::Redacted;

/// Why git work could not be done. Each message is one sentence: what is wrong, what to do next.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum GitError {
    #[error(
        "Git does not know who you are: run `git config --global user.name \"Your Name\"` and \
         `git config --global user.email you@example.com`, then commit again."
    )]
    NoAuthor,
    #[error(
        "This newsletter is in no git repository, so there is nothing to commit to: run `git init` in its folder, then commit again."
    )]
    NoRepository,
    #[error(
        "HEAD is detached at {at}, so a commit would belong to no branch: run `git switch -c NAME` \
         to make a branch here, then commit again."
    )]
    Detached { at: String },
    #[error(
        "The {what} is locked by another git process ({}): wait for it to end, or remove that file \
         if none is running.",
        lock.display()
    )]
    Locked { what: &'static str, lock: PathBuf },
    #[error(
        "A {operation} is in progress: finish it with {} or give it up with `{}`, then commit again.",
        operation.finish(), operation.abort()
    )]
    InProgress { operation: Operation },
    #[error(
        "The repository at {} belongs to another user: if you trust it, run \
         `git config --global --add safe.directory {}` and try again.",
        path.display(), quoted(path)
    )]
    Ownership { path: PathBuf },
    #[error(
        "The repository cannot be written to ({}: {cause}): make that folder writable for you, or \
         work in a clone of your own.",
        path.display()
    )]
    ReadOnly { path: PathBuf, cause: String },
    #[error(
        "the path of copydesk can't be written into git's configuration ({}): move the program to a folder with a plain name \
         and run `copydesk init --merge-driver` again",
        program.display()
    )]
    NoDriverPath { program: PathBuf },
    #[error(
        "{} does not merge drafts when git runs it, so git was not set up ({said}): install copydesk where git's shell can \
         run it and run `copydesk init --merge-driver` again",
        program.display()
    )]
    DriverFails { program: PathBuf, said: String },
    #[error(
        "There is nothing to commit: the draft and its images are the same as in the last commit, \
         so save a change first."
    )]
    NothingToCommit,
    #[error("The commit message is empty: write one line that says what changed.")]
    EmptyMessage,
    #[error(
        "{} has unresolved merge conflicts: settle them, run `git add` on the file, then commit again.",
        path.display()
    )]
    Conflict { path: PathBuf },
    #[error(
        "{} is ignored by a .gitignore rule: remove the rule, or run `git add -f` on the file, then \
         commit again.",
        path.display()
    )]
    Ignored { path: PathBuf },
    #[error(
        "{} is not a file in the work tree: save it there, or take it out of the draft.",
        path.display()
    )]
    Missing { path: PathBuf },
    #[error("{} is outside the repository: move the file into it first.", path.display())]
    Outside { path: PathBuf },
    #[error(
        "{} leads outside the repository through a symbolic link to {}: put the file itself into the \
         repository.",
        path.display(), target.display()
    )]
    Symlink { path: PathBuf, target: PathBuf },
    #[error("{} cannot be read ({cause}): check the file and its permissions.", path.display())]
    Unreadable { path: PathBuf, cause: String },
    #[error(
        "The repository has no work tree to commit from: clone it with `git clone` and open the draft \
         in the clone."
    )]
    Bare,
    #[error(
        "This repository uses a feature that copydesk cannot read ({detail}): commit with `git` itself, \
         or work in a plain clone."
    )]
    Unsupported { detail: String },
    #[error(
        "The commit needs the git program, which is not in PATH, because the repository uses {}: \
         install git, then commit again.",
        listed(reasons)
    )]
    NeedsGitProgram { reasons: Vec<Reason> },
    /// A hook said no. `output` is all that git and the hook wrote.
    #[error("A commit hook refused the commit{}: put right what it names, then commit again.", said(output))]
    Hook { output: String },
    /// The signing program failed. `output` is all that git and it wrote.
    #[error(
        "The commit could not be signed{}: check your signing key, or run \
         `git config commit.gpgsign false`, then commit again.",
        said(output)
    )]
    Signing { output: String },
    /// The git program failed for another reason. `output` is all that it wrote.
    #[error("The git program refused the commit{}: put that right, then commit again.", said(output))]
    GitProgram { output: String },
    #[error(
        "The branch moved while the commit was being made: look at the new commits with `git log`, then \
         commit again."
    )]
    Moved,
    /// A file or the branch is not what the plan of the commit showed.
    #[error(
        "{what} has changed since this commit was shown, so nothing was committed: look at it again, then commit."
    )]
    Changed { what: String },
    /// A revision that this checkout does not have; `fetch` is the command that brings it.
    #[error("There is no '{name}' in this checkout: run `{fetch}`, then check again.")]
    NoRevision { name: String, fetch: String },
    #[error(
        "This newsletter is in no git repository, so nothing tells what is new in it: check without --since."
    )]
    NothingSince,
    #[error("{} lies in a submodule: commit it there.", path.display())]
    Submodule { path: PathBuf },
    #[error(
        "There is a branch named {name} already: choose another name, or remove that one with \
         `git branch -D {name}`."
    )]
    BranchExists { name: String },
    /// Git keeps branches as files in folders, and one stands where the other would go.
    #[error("The branch {blocking} stands in the way of one named {name}: choose another name.")]
    BranchBlocked { name: String, blocking: String },
    #[error("'{name}' can't be the name of a branch: use letters, digits, hyphens and single slashes.")]
    BranchName { name: String },
    #[error("The branch {name} is checked out: commit there, or switch to another branch first.")]
    CheckedOut { name: String },
    #[error("There is no branch named {name} here: check its name with `git branch`.")]
    NoBranch { name: String },
    #[error("There is no commit {id} in this repository: fetch it, then try again.")]
    NoCommit { id: String },
    /// A commit is to write a file where it holds something else.
    #[error("{} is not a plain file in that commit: choose another name for yours.", path.display())]
    Occupied { path: PathBuf },
    /// A merge would have to write over something in the work tree.
    #[error(
        "{} has changes that are not committed, so nothing was merged: commit them or put them aside \
         with `git stash`, then try again.",
        path.display()
    )]
    Dirty { path: PathBuf },
    #[error(
        "{} is in the folder but not in git, so nothing was merged over it: move it away or commit it, then \
         try again.",
        path.display()
    )]
    Untracked { path: PathBuf },
    /// A partial clone has not fetched that file's content.
    #[error("{} has not been fetched into this partial clone: fetch it, then try again.", path.display())]
    NotFetched { path: PathBuf },
    #[error("There is something at {} already: name another folder for the clone.", path.display())]
    FolderExists { path: PathBuf },
    #[error("The git program, which is needed for this, is not in PATH: install git, then try again.")]
    NoGitProgram,
    #[error("This was cancelled: nothing has changed.")]
    Cancelled,
    /// `output` is what git wrote until then.
    #[error(
        "There was no answer within {seconds} seconds, so this was given up and nothing has changed: check \
         your connection, then try again."
    )]
    TimedOut { seconds: u64, output: String },
    /// A remote, or the way to it.
    #[error("{0}")]
    Remote(Box<Refused>),
    #[error(
        "Git could not do this ({0}): run `git status` in the repository to see its state, then try again."
    )]
    Git(String),
}

impl GitError {
    pub(super) fn changed(path: &Path) -> Self {
        Self::Changed { what: path.display().to_string() }
    }

    /// What a hook, the signing program or git itself wrote, to show below the message.
    pub fn output(&self) -> Option<&str> {
        match self {
            Self::Hook { output }
            | Self::Signing { output }
            | Self::GitProgram { output }
            | Self::TimedOut { output, .. } => Some(output),
            Self::Remote(refused) => Some(&refused.output),
            _ => None,
        }
    }

    /// Reads an error met while writing into the repository, where libgit2 reports a folder
    /// without write permission as a lock and a read-only disk as a plain system error.
    pub(super) fn from_write(error: &git2::Error, gitdir: &Path) -> Self {
        let message = error.message();
        let named = between_quotes(message).map(PathBuf::from);
        if error.code() == ErrorCode::Locked {
            return match named {
                Some(path) if path.extension().is_some_and(|end| end == "lock") && path.exists() => {
                    let what = if path.ends_with("index.lock") { "index" } else { "branch" };
                    Self::Locked { what, lock: path }
                }
                Some(path) => Self::ReadOnly { path, cause: "permission denied".into() },
                None => Self::Git(message.into()),
            };
        }
        if error.code() == ErrorCode::Modified {
            return Self::Moved;
        }
        const DENIED: [&str; 5] = [
            "Permission denied",
            "Read-only file system",
            "Operation not permitted",
            "Not a directory",
            "it is not a directory",
        ];
        let system = matches!(error.class(), ErrorClass::Os | ErrorClass::Filesystem);
        match DENIED.iter().find(|text| message.contains(**text)) {
            Some(text) => Self::ReadOnly {
                path: named.unwrap_or_else(|| gitdir.to_path_buf()),
                cause: text.to_lowercase(),
            },
            None if system => {
                Self::ReadOnly { path: gitdir.to_path_buf(), cause: message.trim_end_matches('.').into() }
            }
            None => Self::Git(message.into()),
        }
    }
}

impl From<git2::Error> for GitError {
    fn from(error: git2::Error) -> Self {
        let message = error.message();
        let unsupported = ["unsupported extension", "unsupported repository", "unsupported mandatory"];
        if unsupported.iter().any(|text| message.contains(text)) || message.contains("unknown object format")
        {
            return Self::Unsupported { detail: message.into() };
        }
        Self::Git(Redacted(message).to_string())
    }
}

fn between_quotes(message: &str) -> Option<&str> {
    let start = message.find('\'')? + 1;
    let end = start + message[start..].find('\'')?;
    Some(&message[start..end])
}

/// A path as a shell takes it.
fn quoted(path: &Path) -> String {
    let text = path.display().to_string();
    let plain = |c: char| c.is_alphanumeric() || "/._-+@%:,\\".contains(c);
    if text.chars().all(plain) { text } else { format!("'{}'", text.replace('\'', r"'\''")) }
}

fn listed(reasons: &[Reason]) -> String {
    reasons.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
}

/// The first line of the output, for the sentence; the rest is for the pane below it.
fn said(output: &str) -> String {
    match output.lines().map(str::trim).find(|line| !line.is_empty()) {
        Some(line) => format!(" (“{}”)", line.trim_end_matches(['.', ':'])),
        None => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_with_a_space_is_quoted_for_the_shell() {
        assert_eq!(quoted(Path::new("/srv/news")), "/srv/news");
        assert_eq!(quoted(Path::new("/srv/my news")), "'/srv/my news'");
        assert_eq!(quoted(Path::new("/srv/it's")), r"'/srv/it'\''s'");
    }

    #[test]
    fn a_lock_that_is_not_there_means_a_folder_without_write_permission() {
        let error = git2::Error::new(
            ErrorCode::Locked,
            ErrorClass::Os,
            "failed open - '/nowhere/index.lock' is locked",
        );
        let read = GitError::from_write(&error, Path::new("/nowhere"));
        assert!(matches!(read, GitError::ReadOnly { .. }), "{read}");
    }

    #[test]
    fn a_read_only_disk_is_named() {
        let error = git2::Error::new(
            ErrorCode::GenericError,
            ErrorClass::Os,
            "failed to create '/srv/.git/objects/aa': Read-only file system",
        );
        assert_eq!(
            GitError::from_write(&error, Path::new("/srv/.git")).to_string(),
            "The repository cannot be written to (/srv/.git/objects/aa: read-only file system): make that \
             folder writable for you, or work in a clone of your own."
        );
    }
}
