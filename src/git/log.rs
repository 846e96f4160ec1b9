//! The commits that changed a file.

use std::collections::{HashMap, HashSet};
use std::path::Path;

use git2::{Commit, Oid, Sort};

use super::control::Control;
use super::error::GitError;
use super::repository::{Author, Repo};
use crate::text::limits::LOGGED_COMMITS;

/// A commit that changed the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LoggedCommit {
    pub id: Oid,
    pub author: Author,
    /// The author's time, in seconds since 1970.
    pub time: i64,
    /// The author's distance from UTC, in minutes.
    pub offset_minutes: i32,
    pub subject: String,
    /// False if a remote had the commit at the last fetch or push, or if there is no remote.
    pub is_unpushed: bool,
}

/// The commits that changed a file, the newest first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FileLog {
    pub commits: Vec<LoggedCommit>,
    /// True if there may be older ones: the limit was reached, or the work was cancelled.
    pub is_cut: bool,
}

impl LoggedCommit {
    /// The abbreviated id.
    pub fn short(&self) -> String {
        self.id.to_string()[..7].to_owned()
    }
}

impl Repo {
    /// The newest commits of HEAD that changed the file, at most [`LOGGED_COMMITS`]. A merge is among
    /// them if the file differs from that of each parent. Stops when `control` is cancelled.
    ///
    /// # Errors
    ///
    /// If the history can't be read.
    pub fn log_of(&self, path: &Path, control: &Control) -> Result<FileLog, GitError> {
        let mut log = FileLog::default();
        let Some(head) = self.head_commit()? else { return Ok(log) };
        let unpushed: HashSet<Oid> = self.unpushed()?.unwrap_or_default().into_iter().collect();
        let mut walk = self.git.revwalk()?;
        // Without sorting, the walk begins at once and shows a commit before its parents.
        walk.set_sorting(Sort::NONE)?;
        walk.push(head.id())?;
        let mut files = FileIds { repo: self, path, known: HashMap::new() };
        for id in walk {
            if control.is_cancelled() || log.commits.len() == LOGGED_COMMITS {
                log.is_cut = true;
                break;
            }
            let commit = self.commit_at(id?)?;
            if files.is_changed_by(&commit) {
                log.commits.push(logged(&commit, unpushed.contains(&commit.id())));
            }
        }
        Ok(log)
    }

    /// The file before and after a commit; `None` where the commit does not have it. For a merge, the
    /// version before is that of its first parent.
    ///
    /// # Errors
    ///
    /// As [`Repo::blob`].
    pub fn versions_of(&self, commit: Oid, path: &Path) -> Result<[Option<Vec<u8>>; 2], GitError> {
        let parent = self.commit_at(commit)?.parent_id(0).ok();
        let before = parent.map(|parent| self.blob(parent, path)).transpose()?.flatten();
        Ok([before, self.blob(commit, path)?])
    }
}

/// The object ids of one path. Each is needed twice: for a commit and for its child.
struct FileIds<'r> {
    repo: &'r Repo,
    path: &'r Path,
    known: HashMap<Oid, Option<Oid>>,
}

impl FileIds<'_> {
    fn is_changed_by(&mut self, commit: &Commit<'_>) -> bool {
        let own = match self.known.remove(&commit.id()) {
            Some(own) => own,
            None => self.read(commit.id()),
        };
        let parents: Vec<Oid> = commit.parent_ids().collect();
        match parents.is_empty() {
            // A root commit changes the file if it has it.
            true => own.is_some(),
            false => {
                // Each parent is read, since the walk goes on to it.
                let same = parents.into_iter().filter(|parent| self.of(*parent) == own).count();
                same == 0
            }
        }
    }

    fn of(&mut self, commit: Oid) -> Option<Oid> {
        if let Some(known) = self.known.get(&commit) {
            return *known;
        }
        let read = self.read(commit);
        self.known.insert(commit, read);
        read
    }

    /// The object of the path in a commit; `None` if the commit does not have the path, or a shallow clone
    /// not the commit.
    fn read(&self, commit: Oid) -> Option<Oid> {
        self.repo.object_at(commit, self.path).ok().flatten()
    }
}

fn logged(commit: &Commit<'_>, is_unpushed: bool) -> LoggedCommit {
    let author = commit.author();
    let text = super::history::shortened;
    LoggedCommit {
        id: commit.id(),
        author: Author { name: text(author.name_bytes()), email: text(author.email_bytes()) },
        time: author.when().seconds(),
        offset_minutes: author.when().offset_minutes(),
        subject: text(commit.summary_bytes().unwrap_or_default()),
        is_unpushed,
    }
}
