//! Which commits no remote has, and the files that change when HEAD or a remote's branch moves.

use std::path::PathBuf;

use git2::Oid;

use super::error::GitError;
use super::fetch;
use super::repository::{Head, Repo};
use crate::text::limits::UNPUSHED_COMMITS;

/// References that hold what a remote has: git's own, and those of this program's fetches.
const REMOTE_REFS: [&str; 2] = ["refs/remotes/*", "refs/copydesk/*"];

impl Repo {
    /// Returns the commits of HEAD that no remote had at the last fetch or push, newest first, at most
    /// [`UNPUSHED_COMMITS`]. Returns `None` without a commit, or if nothing was ever fetched or pushed and
    /// there is no remote.
    ///
    /// # Errors
    ///
    /// If the history can't be read.
    pub fn unpushed(&self) -> Result<Option<Vec<Oid>>, GitError> {
        let Some(head) = self.head_commit()? else { return Ok(None) };
        if self.remotes()?.is_empty() && self.git.references_glob(REMOTE_REFS[1])?.next().is_none() {
            return Ok(None);
        }
        let mut walk = self.git.revwalk()?;
        walk.push(head.id())?;
        for glob in REMOTE_REFS {
            walk.hide_glob(glob)?;
        }
        Ok(Some(walk.take(UNPUSHED_COMMITS).collect::<Result<_, _>>()?))
    }

    /// True if a remote had the commit of HEAD at the last fetch or push.
    pub(super) fn head_is_pushed(&self) -> Result<bool, GitError> {
        Ok(self.unpushed()?.is_some_and(|unpushed| unpushed.is_empty()))
    }

    /// The files in `.git` that change when HEAD moves, or when a fetch or a push moves what its upstream or
    /// the remote that it is pushed to had last. Some may not exist.
    pub fn head_files(&self) -> Vec<PathBuf> {
        let (own, common) = (self.git.path(), self.git.commondir());
        let mut files = vec![own.join("HEAD"), own.join("FETCH_HEAD"), common.join("packed-refs")];
        if let Head::Branch(branch) | Head::Unborn(branch) = self.branch() {
            files.push(common.join("refs/heads").join(&branch));
            let pushed = self.push_remote(&branch).ok().flatten().map(|remote| (remote.name, branch));
            for (remote, branch) in self.upstream().into_iter().chain(pushed) {
                // Fetches of this program, and pushes to an address, move the private reference.
                files.push(common.join(fetch::private_name(&remote, &format!("refs/heads/{branch}"))));
                if self.git.find_remote(&remote).is_ok() {
                    files.push(common.join("refs/remotes").join(remote).join(branch));
                }
            }
            files.sort();
            files.dedup();
        }
        files
    }
}
