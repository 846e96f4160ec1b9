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
    /// The author's UTC offset, in minutes.
    pub offset_minutes: i32,
    pub subject: String,
    /// True if the commit is on no remote, as of the last fetch or push. Always false without a remote.
    pub is_unpushed: bool,
}

/// The commits that changed a file, the newest first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FileLog {
    pub commits: Vec<LoggedCommit>,
    /// True if there may be older ones: the limit was reached, or the log was cancelled.
    pub is_truncated: bool,
}

impl LoggedCommit {
    /// The abbreviated id.
    pub fn short(&self) -> String {
        self.id.to_string()[..7].to_owned()
    }
}

impl Repo {
    /// The newest commits of HEAD that changed the file, at most [`LOGGED_COMMITS`]. A merge is
    /// included only if the file differs from that of all parents. Stops when `control` is cancelled.
    ///
    /// # Errors
    ///
    /// If the history can't be read.
    pub fn file_log(&self, path: &Path, control: &Control) -> Result<FileLog, GitError> {
        let mut log = FileLog::default();
        let Some(head) = self.head_commit()? else { return Ok(log) };
        let unpushed: HashSet<Oid> = self.unpushed()?.unwrap_or_default().into_iter().collect();
        let mut walk = self.git.revwalk()?;
        // Sorting would read the whole history first.
        walk.set_sorting(Sort::NONE)?;
        walk.push(head.id())?;
        let mut files = BlobIds { repo: self, path, known: HashMap::new() };
        for id in walk {
            if control.is_cancelled() || log.commits.len() == LOGGED_COMMITS {
                log.is_truncated = true;
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
    /// If a version can't be read.
    pub fn file_before_and_after(&self, commit: Oid, path: &Path) -> Result<[Option<Vec<u8>>; 2], GitError> {
        let parent = self.commit_at(commit)?.parent_id(0).ok();
        let before = parent.map(|parent| self.blob(parent, path)).transpose()?.flatten();
        Ok([before, self.blob(commit, path)?])
    }
}

/// The file's blob id in each commit. A commit and its child both need it, and it is read once.
struct BlobIds<'r> {
    repo: &'r Repo,
    path: &'r Path,
    known: HashMap<Oid, Option<Oid>>,
}

impl BlobIds<'_> {
    fn is_changed_by(&mut self, commit: &Commit<'_>) -> bool {
        let own = self.known.remove(&commit.id()).unwrap_or_else(|| self.read_blob_id(commit.id()));
        if commit.parent_count() == 0 {
            return own.is_some();
        }
        commit.parent_ids().all(|parent| self.blob_id(parent) != own)
    }

    fn blob_id(&mut self, commit: Oid) -> Option<Oid> {
        if let Some(known) = self.known.get(&commit) {
            return *known;
        }
        let read = self.read_blob_id(commit);
        self.known.insert(commit, read);
        read
    }

    /// `None` if the commit does not have the path, or if a shallow clone does not have the commit.
    fn read_blob_id(&self, commit: Oid) -> Option<Oid> {
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
