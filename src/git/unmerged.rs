//! Files that a merge, rebase or cherry-pick of git's left in conflict.

use std::path::{Path, PathBuf};

use git2::{ConfigLevel, IndexEntry};

use super::commit::path_from;
use super::control::Control;
use super::error::GitError;
use super::repository::Repo;
use super::{program, session};

/// The three versions of a file in conflict, as git has them; `None` where that side has no such file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Unmerged {
    pub base: Option<Vec<u8>>,
    pub ours: Option<Vec<u8>>,
    pub theirs: Option<Vec<u8>>,
}

impl Repo {
    /// The files in conflict, by path from the top of the work tree.
    pub fn unmerged(&self) -> Result<Vec<PathBuf>, GitError> {
        let index = self.git.index()?;
        let mut paths = Vec::new();
        for conflict in index.conflicts()? {
            let conflict = conflict?;
            let entry = conflict.our.or(conflict.their).or(conflict.ancestor);
            paths.extend(entry.map(|entry| path_from(&entry.path)));
        }
        paths.sort();
        paths.dedup();
        Ok(paths)
    }

    /// The versions of a file in conflict; `None` where it is in none.
    pub fn unmerged_file(&self, rel: &Path) -> Result<Option<Unmerged>, GitError> {
        let index = self.git.index()?;
        let blob = |stage: i32| -> Result<Option<Vec<u8>>, GitError> {
            let read = |entry: IndexEntry| Ok(self.git.find_blob(entry.id)?.content().to_vec());
            index.get_path(rel, stage).map(read).transpose()
        };
        let found = Unmerged { base: blob(1)?, ours: blob(2)?, theirs: blob(3)? };
        Ok(Some(found).filter(|found| *found != Unmerged::default()))
    }

    /// Marks a file as settled, as `git add` does.
    ///
    /// # Errors
    ///
    /// [`GitError::GitProgram`] with what git said; it is in conflict still.
    pub fn settle(&self, rel: &Path) -> Result<(), GitError> {
        let mut command = program::command(self);
        command.env("GIT_LITERAL_PATHSPECS", "1").args(["add", "--"]).arg(rel);
        let ran = session::run(command, b"", &Control::default())?;
        if ran.success { Ok(()) } else { Err(GitError::GitProgram { output: ran.stderr }) }
    }

    /// Sets something in the repository's own configuration; says whether that changed it.
    pub fn configure(&self, name: &str, value: &str) -> Result<bool, GitError> {
        let mut config = self.git.config()?.open_level(ConfigLevel::Local)?;
        if config.get_string(name).is_ok_and(|now| now == value) {
            return Ok(false);
        }
        config.set_str(name, value).map_err(|error| GitError::from_write(&error, self.git.path()))?;
        Ok(true)
    }
}
