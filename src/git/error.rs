//! The error that all git work has in common, and how errors and hints are shown.

use std::fmt;
use std::path::{Path, PathBuf};

use git2::{ErrorClass, ErrorCode};
use thiserror::Error;

use crate::text::Redacted;

/// Why a repository can't be used. Work that can fail in more ways has an error type of its own
/// beside its function, with this one as a variant.
///
/// Displayed, an error says what happened. [`Hint::hint`] says what to do next.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum GitError {
    #[error("git does not know your name and e-mail address")]
    NoAuthor,
    #[error("this newsletter is not in a git repository")]
    NoRepository,
    #[error("the {what} is locked by another git process ({})", lock.display())]
    Locked { what: &'static str, lock: PathBuf },
    #[error("the repository at {} belongs to another user", path.display())]
    Ownership { path: PathBuf },
    #[error("cannot write to the repository ({}: {cause})", path.display())]
    ReadOnly { path: PathBuf, cause: String },
    #[error("the repository has no work tree")]
    Bare,
    #[error("the repository uses a feature that copydesk cannot read ({detail})")]
    Unsupported { detail: String },
    /// The branch was moved by another process.
    #[error("the branch moved while the commit was being made")]
    Moved,
    #[error("this repository has no commit yet")]
    NoCommitYet,
    #[error("there is no commit {id} in this repository")]
    NoCommit { id: String },
    /// A partial clone lacks the file's content.
    #[error("{} was not fetched into this partial clone", path.display())]
    NotFetched { path: PathBuf },
    #[error("the git program is needed for this and is not in PATH")]
    NoGitProgram,
    #[error("cancelled; nothing was changed")]
    Cancelled,
    /// `output` is what git wrote until then.
    #[error("no answer within {seconds} seconds; nothing was changed")]
    TimedOut { seconds: u64, output: String },
    #[error("git failed ({0})")]
    Git(String),
}

/// An error with the next step for the user.
pub trait Hint: fmt::Display {
    /// The next step, without a full stop; `None` if no step is known.
    fn hint(&self) -> Option<String>;

    /// The message and the hint as one line.
    fn with_hint(&self) -> String {
        match self.hint() {
            Some(hint) => format!("{self}: {hint}"),
            None => self.to_string(),
        }
    }
}

impl Hint for GitError {
    fn hint(&self) -> Option<String> {
        Some(match self {
            Self::NoAuthor => "run `git config --global user.name \"Your Name\"` and \
                 `git config --global user.email you@example.com`, then try again"
                .into(),
            Self::NoRepository => "run `git init` in its folder, then try again".into(),
            Self::Locked { .. } => "wait for it to end, or remove that file if none is running".into(),
            Self::Ownership { path } => format!(
                "if you trust it, run `git config --global --add safe.directory {}` and try again",
                quoted(path)
            ),
            Self::ReadOnly { .. } => {
                "make that folder writable for you, or work in a clone of your own".into()
            }
            Self::Bare => "clone it with `git clone` and open the draft in the clone".into(),
            Self::Unsupported { .. } => "commit with `git` itself, or work in a plain clone".into(),
            Self::Moved => "look at the new commits with `git log`, then commit again".into(),
            Self::NoCommitYet => "commit the newsletter first, then try again".into(),
            Self::NoCommit { .. } | Self::NotFetched { .. } => "fetch it, then try again".into(),
            Self::NoGitProgram => "install git, then try again".into(),
            Self::Cancelled => return None,
            Self::TimedOut { .. } => "check your connection, then try again".into(),
            Self::Git(_) => "run `git status` in the repository to see its state, then try again".into(),
        })
    }
}

impl GitError {
    /// The output of git, to show below the message. `None` if the message is enough.
    pub fn output(&self) -> Option<&str> {
        match self {
            Self::TimedOut { output, .. } => Some(output),
            _ => None,
        }
    }

    /// Converts an error met while writing into the repository. libgit2 reports a folder without
    /// write permission as a lock, and a read-only disk as a plain system error.
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

/// Quotes a path for a shell, if that is necessary.
fn quoted(path: &Path) -> String {
    let text = path.display().to_string();
    let plain = |c: char| c.is_alphanumeric() || "/._-+@%:,\\".contains(c);
    if text.chars().all(plain) { text } else { format!("'{}'", text.replace('\'', r"'\''")) }
}

/// The first line of git's output in parentheses, for a message. The rest is shown below it.
pub(super) fn first_line(output: &str) -> String {
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
            GitError::from_write(&error, Path::new("/srv/.git")).with_hint(),
            "cannot write to the repository (/srv/.git/objects/aa: read-only file system): make that \
             folder writable for you, or work in a clone of your own"
        );
    }
}
