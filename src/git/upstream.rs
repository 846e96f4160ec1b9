//! The upstream of the branch that is checked out, and how far the two have diverged.

use std::path::{Path, PathBuf};

use git2::{FileMode, ObjectType, Oid, Sort, Tree};

use super::error::GitError;
use super::repository::{Head, Repo};

/// Files with their content. Paths are relative to the top of the repository.
pub type Files = Vec<(PathBuf, Vec<u8>)>;

impl Repo {
    /// The remote and the remote branch that are configured as upstream of the branch that is checked
    /// out. `None` without one, and for an upstream in this repository.
    pub fn upstream(&self) -> Option<(String, String)> {
        let Head::Branch(branch) = self.branch() else { return None };
        let remote = self.setting(&format!("branch.{branch}.remote"))?;
        let name = self.setting(&format!("branch.{branch}.merge"))?;
        let upstream = name.strip_prefix("refs/heads/")?.to_owned();
        // `.` means a branch of this repository.
        self.git.find_remote(&remote).is_ok().then_some((remote, upstream))
    }

    /// The default branch of a remote as of the clone; `None` if that was not recorded.
    pub fn default_branch(&self, remote: &str) -> Option<String> {
        let head = self.git.find_reference(&format!("refs/remotes/{remote}/HEAD")).ok()?;
        let target = String::from_utf8_lossy(head.symbolic_target_bytes()?).into_owned();
        target.strip_prefix(&format!("refs/remotes/{remote}/")).map(str::to_owned)
    }

    /// Counts the commits that only `ours` has, and the commits that only `theirs` has.
    pub fn ahead_behind(&self, ours: Oid, theirs: Oid) -> Result<(usize, usize), GitError> {
        Ok(self.git.graph_ahead_behind(ours, theirs)?)
    }

    /// Counts the commits that only `theirs` has and that change the file. A merge does not count if it
    /// takes the file from a parent.
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
            // A root commit changes the file if it has it.
            let changes = match commit.parent_count() {
                0 => own.is_some(),
                _ => commit.parent_ids().all(|parent| file(parent) != own),
            };
            count += usize::from(changes);
        }
        Ok(count)
    }

    /// The files that only `theirs` changed since `base`, with their new content, without `except`.
    /// `None` if there is more to merge: a file that both changed, that was removed or that is not a
    /// regular file, or too many files to compare.
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
            let (in_base, in_ours, in_theirs) = (at(&old, &path), at(&own, &path), at(&new, &path));
            if path == except || in_ours == in_theirs {
                continue;
            }
            let Some((_, mode)) = in_theirs else { return Ok(None) };
            let is_plain = mode == i32::from(FileMode::Blob)
                || (mode == i32::from(FileMode::BlobExecutable) && in_base.is_some());
            let keeps_mode = in_base.is_none_or(|(_, was)| was == mode);
            let mut folders = path.ancestors().skip(1).filter(|folder| !folder.as_os_str().is_empty());
            let is_in_the_way = |folder: &Path| {
                own.get_path(folder).is_ok_and(|entry| entry.kind() != Some(ObjectType::Tree))
            };
            if in_ours != in_base || !is_plain || !keeps_mode || folders.any(is_in_the_way) {
                return Ok(None);
            }
            let Some(bytes) = self.blob(theirs, &path)? else { return Ok(None) };
            files.push((path, bytes));
        }
        Ok(Some(files))
    }
}
