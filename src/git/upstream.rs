//! What the branch that is checked out follows, and how far the two are apart.

use std::path::{Path, PathBuf};

use git2::{FileMode, ObjectType, Oid, Sort, Tree};

use super::error::GitError;
use super::repository::{Head, Repo};

/// Files with what is in them, by their paths from the top of the repository.
pub type Files = Vec<(PathBuf, Vec<u8>)>;

impl Repo {
    /// The remote and the branch there that the branch which is checked out is set up to follow.
    pub fn upstream(&self) -> Option<(String, String)> {
        let Head::Branch(branch) = self.branch() else { return None };
        let remote = self.setting(&format!("branch.{branch}.remote"))?;
        let name = self.setting(&format!("branch.{branch}.merge"))?;
        let followed = name.strip_prefix("refs/heads/")?.to_owned();
        // `.` stands for a branch of this repository.
        self.git.find_remote(&remote).is_ok().then_some((remote, followed))
    }

    /// The default branch of a remote, where the clone has noted it.
    pub fn default_branch(&self, remote: &str) -> Option<String> {
        let head = self.git.find_reference(&format!("refs/remotes/{remote}/HEAD")).ok()?;
        let target = String::from_utf8_lossy(head.symbolic_target_bytes()?).into_owned();
        target.strip_prefix(&format!("refs/remotes/{remote}/")).map(str::to_owned)
    }

    /// How many commits `ours` has that `theirs` has not, and the other way round.
    pub fn ahead_behind(&self, ours: Oid, theirs: Oid) -> Result<(usize, usize), GitError> {
        Ok(self.git.graph_ahead_behind(ours, theirs)?)
    }

    /// How many commits that `theirs` has and `ours` has not change the file. Merges that only pass
    /// on what a parent has do not count.
    pub fn commits_changing(&self, path: &Path, ours: Oid, theirs: Oid) -> Result<usize, GitError> {
        let file = |id: Oid| -> Option<Oid> {
            let tree = self.git.find_commit(id).and_then(|commit| commit.tree()).ok()?;
            tree.get_path(path).ok().map(|entry| entry.id())
        };
        let mut walk = self.git.revwalk()?;
        walk.set_sorting(Sort::NONE)?;
        walk.push(theirs)?;
        walk.hide(ours)?;
        let mut count = 0;
        for id in walk {
            let commit = self.git.find_commit(id?)?;
            let own = file(commit.id());
            // A root has the file anew, or has none.
            let changes = match commit.parent_count() {
                0 => own.is_some(),
                _ => commit.parent_ids().all(|parent| file(parent) != own),
            };
            count += usize::from(changes);
        }
        Ok(count)
    }

    /// The files that `theirs` changed since `base` and `ours` did not, as they are there; `except`
    /// is left out. `None` where that is not all there is to merge: a file that both changed, one
    /// that was removed, one that is no plain file, or more files than are compared.
    pub fn changed_by_theirs(
        &self,
        (base, ours, theirs): (Oid, Oid, Oid),
        except: &Path,
    ) -> Result<Option<Files>, GitError> {
        let tree = |id: Oid| -> Result<Tree<'_>, GitError> { Ok(self.commit_at(id)?.tree()?) };
        let (old, own, new) = (tree(base)?, tree(ours)?, tree(theirs)?);
        let at = |tree: &Tree<'_>, path: &Path| {
            tree.get_path(path).ok().map(|entry| (entry.id(), entry.filemode()))
        };
        let mut files = Vec::new();
        let Some(changed) = self.changed_paths(base, theirs)? else { return Ok(None) };
        for path in changed {
            let (before, mine, others) = (at(&old, &path), at(&own, &path), at(&new, &path));
            if path == except || mine == others {
                continue;
            }
            let Some((_, mode)) = others else { return Ok(None) };
            let is_plain = mode == i32::from(FileMode::Blob)
                || (mode == i32::from(FileMode::BlobExecutable) && before.is_some());
            let keeps_mode = before.is_none_or(|(_, was)| was == mode);
            let mut folders = path.ancestors().skip(1).filter(|folder| !folder.as_os_str().is_empty());
            let is_in_the_way = |folder: &Path| {
                own.get_path(folder).is_ok_and(|entry| entry.kind() != Some(ObjectType::Tree))
            };
            if mine != before || !is_plain || !keeps_mode || folders.any(is_in_the_way) {
                return Ok(None);
            }
            let Some(bytes) = self.blob(theirs, &path)? else { return Ok(None) };
            files.push((path, bytes));
        }
        Ok(Some(files))
    }
}
