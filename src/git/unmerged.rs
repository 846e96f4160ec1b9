//! Files that a merge, rebase or cherry-pick by git left in conflict.

use std::path::{Path, PathBuf};

use git2::{AttrCheckFlags, AttrValue, ConfigLevel, IndexEntry};

use super::commit::CommitError;
use super::control::Control;
use super::error::GitError;
use super::repository::Repo;
use super::{program, session};
use crate::platform::path_from_bytes;

/// In so many bytes of a file, git looks for a zero byte.
const BINARY_SEARCHED: usize = 8000;

/// The three versions of a file in conflict; `None` for a side without the file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Unmerged {
    pub base: Option<Vec<u8>>,
    pub ours: Option<Vec<u8>>,
    pub theirs: Option<Vec<u8>>,
}

impl Repo {
    /// The files in conflict, relative to the top of the work tree.
    pub fn unmerged(&self) -> Result<Vec<PathBuf>, GitError> {
        let index = self.git.index()?;
        let mut paths = Vec::new();
        for conflict in index.conflicts()? {
            let conflict = conflict?;
            let entry = conflict.our.or(conflict.their).or(conflict.ancestor);
            paths.extend(entry.map(|entry| path_from_bytes(&entry.path)));
        }
        paths.sort();
        paths.dedup();
        Ok(paths)
    }

    /// The versions of a file in conflict; `None` if it is not in conflict.
    pub fn unmerged_file(&self, rel: &Path) -> Result<Option<Unmerged>, GitError> {
        let index = self.git.index()?;
        let blob = |stage: i32| -> Result<Option<Vec<u8>>, GitError> {
            let read = |entry: IndexEntry| Ok(self.git.find_blob(entry.id)?.content().to_vec());
            index.get_path(rel, stage).map(read).transpose()
        };
        let versions = Unmerged { base: blob(1)?, ours: blob(2)?, theirs: blob(3)? };
        Ok(Some(versions).filter(|versions| *versions != Unmerged::default()))
    }

    /// True if git writes no markers into a file: its attributes say that it is binary (`-merge`, or the macro `binary`),
    /// or a version has a zero byte near its start, as in `buffer_is_binary` of git's `xdiff-interface.c`.
    pub fn is_binary_to_merge(&self, rel: &Path, versions: &[&[u8]]) -> bool {
        let rules = self.rules().ok();
        let merge =
            rules.and_then(|rules| rules.get_attr(rel, "merge", AttrCheckFlags::FILE_THEN_INDEX).ok());
        AttrValue::from_string(merge.flatten()) == AttrValue::False
            || versions.iter().any(|bytes| bytes.iter().take(BINARY_SEARCHED).any(|byte| *byte == 0))
    }

    /// Marks a file as resolved, as `git add` does.
    ///
    /// # Errors
    ///
    /// [`CommitError::GitProgram`] with git's output. The file stays in conflict.
    pub fn mark_resolved(&self, rel: &Path) -> Result<(), CommitError> {
        let mut command = program::command(self);
        command.env("GIT_LITERAL_PATHSPECS", "1").args(["add", "--"]).arg(rel);
        let output = session::run(command, b"", &Control::default())?;
        if output.success { Ok(()) } else { Err(CommitError::GitProgram { output: output.stderr }) }
    }

    /// Sets a value in the repository's own configuration. Returns true if that changed it.
    pub fn configure(&self, name: &str, value: &str) -> Result<bool, GitError> {
        let mut config = self.git.config()?.open_level(ConfigLevel::Local)?;
        if config.get_string(name).is_ok_and(|now| now == value) {
            return Ok(false);
        }
        config.set_str(name, value).map_err(|error| GitError::from_write(&error, self.git.path()))?;
        Ok(true)
    }
}
