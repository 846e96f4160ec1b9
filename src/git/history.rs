//! Reads commits and their files, through libgit2.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use git2::{ErrorCode, ObjectType, Oid, Sort, Tree, TreeEntry};

use super::error::GitError;
use super::repository::{Author, Head, Repo};
use crate::platform::path_from_bytes;
use crate::text::limits::{COMPARED_ENTRIES, COMPARED_FILES, PATH_BYTES, SIGNATURE_CHARS};

impl Repo {
    /// Returns the commit of a reference, given in full or abbreviated.
    ///
    /// # Errors
    ///
    /// [`GitError::NoCommit`], or [`GitError::NoCommitYet`] for `HEAD` on a branch without a commit.
    pub fn commit_of(&self, name: &str) -> Result<Oid, GitError> {
        let commit = self.git.revparse_single(name).and_then(|object| object.peel(ObjectType::Commit));
        commit.map(|commit| commit.id()).map_err(|_| match name {
            "HEAD" if matches!(self.branch(), Head::Unborn(_)) => GitError::NoCommitYet,
            name => GitError::NoCommit { id: name.to_owned() },
        })
    }

    pub(super) fn commit_at(&self, id: Oid) -> Result<git2::Commit<'_>, GitError> {
        self.git.find_commit(id).map_err(|error| match error.code() {
            ErrorCode::NotFound => GitError::NoCommit { id: id.to_string() },
            _ => error.into(),
        })
    }

    /// The merge base of two commits; `None` if they have none, or if a shallow clone has cut it off.
    pub fn merge_base(&self, one: Oid, other: Oid) -> Result<Option<Oid>, GitError> {
        self.commit_at(one)?;
        self.commit_at(other)?;
        match self.git.merge_base(one, other) {
            Ok(base) => Ok(Some(base)),
            Err(error) if error.code() == ErrorCode::NotFound => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    /// True if `ancestor` is in the history of `commit`, or is that commit.
    pub fn is_ancestor(&self, ancestor: Oid, commit: Oid) -> Result<bool, GitError> {
        Ok(ancestor == commit || self.git.graph_descendant_of(commit, ancestor)?)
    }

    /// The files that differ between two commits, in order. A moved file counts as two. `None` if more
    /// than [`COMPARED_FILES`] differ, or if more than [`COMPARED_ENTRIES`] must be compared: a tree may
    /// contain another many times, on each of many levels. (libgit2's own diff also enters equal
    /// folders.)
    pub fn changed_paths(&self, base: Oid, head: Oid) -> Result<Option<Vec<PathBuf>>, GitError> {
        let mut changed = Vec::new();
        let mut compared = 0;
        let roots = (Some(self.commit_at(base)?.tree()?), Some(self.commit_at(head)?.tree()?));
        let mut folders = vec![(roots, Vec::new())];
        while let Some(((base, head), folder)) = folders.pop() {
            let (base, head) = (base.as_ref(), head.as_ref());
            let is_new = |entry: &TreeEntry<'_>| {
                base.is_none_or(|base| base.get_name_bytes(entry.name_bytes()).is_none())
            };
            let both = base.iter().flat_map(|base| base.iter());
            for entry in both.chain(head.iter().flat_map(|head| head.iter()).filter(is_new)) {
                compared += 1;
                let name = entry.name_bytes();
                let before = base.and_then(|base| base.get_name_bytes(name));
                let after = head.and_then(|head| head.get_name_bytes(name));
                let state = |entry: &TreeEntry<'_>| (entry.id(), entry.filemode());
                if before.as_ref().map(state) == after.as_ref().map(state) {
                    continue;
                }
                let path = [&folder, name].concat();
                let trees = (self.tree_of(before.as_ref())?, self.tree_of(after.as_ref())?);
                if is_file(before.as_ref()) || is_file(after.as_ref()) {
                    changed.push(path.clone());
                }
                if trees.0.is_some() || trees.1.is_some() {
                    folders.push((trees, [&path, &b"/"[..]].concat()));
                }
                let is_too_long = path.len() > PATH_BYTES;
                if is_too_long || compared > COMPARED_ENTRIES || changed.len() > COMPARED_FILES {
                    return Ok(None);
                }
            }
        }
        changed.sort();
        Ok(Some(changed.iter().map(|path| path_from_bytes(path)).collect()))
    }

    /// The tree of an entry; `None` if it is not a folder.
    fn tree_of(&self, entry: Option<&TreeEntry<'_>>) -> Result<Option<Tree<'_>>, GitError> {
        let entry = entry.filter(|entry| entry.kind() == Some(ObjectType::Tree));
        Ok(entry.map(|entry| self.git.find_tree(entry.id())).transpose()?)
    }

    /// The object id of a path in a commit; `None` if the commit does not have the path.
    ///
    /// # Errors
    ///
    /// [`GitError::NoCommit`].
    pub fn object_at(&self, commit: Oid, path: &Path) -> Result<Option<Oid>, GitError> {
        Ok(self.commit_at(commit)?.tree()?.get_path(path).ok().map(|entry| entry.id()))
    }

    /// The file's bytes in a commit; `None` if the commit has no such file. Content filters are not
    /// reversed.
    ///
    /// # Errors
    ///
    /// [`GitError::NotFetched`] in a partial clone; [`GitError::NoCommit`].
    pub fn blob(&self, commit: Oid, path: &Path) -> Result<Option<Vec<u8>>, GitError> {
        let entry = match self.commit_at(commit)?.tree()?.get_path(path) {
            Ok(entry) if entry.kind() == Some(ObjectType::Blob) => entry,
            Ok(_) => return Ok(None),
            Err(error) if error.code() == ErrorCode::NotFound => return Ok(None),
            Err(error) => return Err(error.into()),
        };
        match self.git.find_blob(entry.id()) {
            Ok(blob) => Ok(Some(blob.content().to_vec())),
            Err(error) if error.code() == ErrorCode::NotFound => {
                Err(GitError::NotFetched { path: path.to_path_buf() })
            }
            Err(error) => Err(error.into()),
        }
    }

    /// True if a path is a regular file in a commit, or not in it at all. Links and submodules are not.
    ///
    /// # Errors
    ///
    /// [`GitError::NoCommit`].
    pub fn is_plain_file(&self, commit: Oid, path: &Path) -> Result<bool, GitError> {
        let entry = self.commit_at(commit)?.tree()?.get_path(path).map(|entry| entry.filemode());
        Ok(entry.map_or(true, |mode| mode & 0o170_000 == 0o100_000))
    }

    /// The files below a folder of a commit, as paths from it with `depth` names each, in order; empty without
    /// such a folder.
    ///
    /// # Errors
    ///
    /// [`GitError::NoCommit`].
    pub fn files_in(&self, commit: Oid, folder: &Path, depth: usize) -> Result<Vec<String>, GitError> {
        Ok(self.files_below(self.commit_at(commit)?.tree()?, folder, depth))
    }

    pub(super) fn files_below(&self, root: Tree<'_>, folder: &Path, depth: usize) -> Vec<String> {
        let top = match folder.as_os_str().is_empty() {
            true => Some(root),
            false => root.get_path(folder).ok().and_then(|entry| self.git.find_tree(entry.id()).ok()),
        };
        let mut level: Vec<(String, Tree<'_>)> = top.map(|tree| (String::new(), tree)).into_iter().collect();
        for _ in 1..depth {
            let below = level.iter().flat_map(|(path, tree)| {
                let folders = tree.iter().filter_map(|entry| {
                    let name = entry.name().ok()?;
                    Some((format!("{path}{name}/"), self.git.find_tree(entry.id()).ok()?))
                });
                folders.collect::<Vec<_>>()
            });
            level = below.collect();
        }
        let files = level.iter().flat_map(|(path, tree)| {
            let files = tree.iter().filter(|entry| entry.kind() == Some(ObjectType::Blob));
            files.filter_map(|entry| Some(format!("{path}{}", entry.name().ok()?))).collect::<Vec<_>>()
        });
        files.collect()
    }

    /// The author of a commit. Long names are shortened.
    pub fn author_of(&self, commit: Oid) -> Result<Author, GitError> {
        let commit = self.commit_at(commit)?;
        let author = commit.author();
        Ok(Author { name: shortened(author.name_bytes()), email: shortened(author.email_bytes()) })
    }

    /// The first line of a commit's message, shortened if it is long.
    pub fn subject_of(&self, commit: Oid) -> Result<String, GitError> {
        let commit = self.commit_at(commit)?;
        Ok(shortened(commit.summary_bytes().unwrap_or_default()))
    }

    /// The committer's time, in seconds since 1970.
    pub fn commit_time(&self, commit: Oid) -> Result<i64, GitError> {
        Ok(self.commit_at(commit)?.time().seconds())
    }

    /// True if the history is cut off: a fetch may add older commits.
    pub fn is_shallow(&self) -> bool {
        self.git.is_shallow()
    }

    /// Returns the `heads` that are in the history of `tip`. This is one walk, which ends once all are found.
    /// A head that was not fetched is left out.
    pub fn merged_into(&self, heads: &[Oid], tip: Oid) -> Result<HashSet<Oid>, GitError> {
        let mut left: HashSet<Oid> = heads.iter().copied().collect();
        let mut merged = HashSet::new();
        let mut walk = self.git.revwalk()?;
        walk.set_sorting(Sort::NONE)?;
        walk.push(tip)?;
        for id in walk {
            if left.is_empty() {
                break;
            }
            merged.extend(left.take(&id?));
        }
        Ok(merged)
    }
}

fn is_file(entry: Option<&TreeEntry<'_>>) -> bool {
    entry.is_some_and(|entry| entry.kind() != Some(ObjectType::Tree))
}

/// Shortens a name or a subject to the limit.
pub(super) fn shortened(bytes: &[u8]) -> String {
    let text = String::from_utf8_lossy(&bytes[..bytes.len().min(4 * SIGNATURE_CHARS)]);
    match text.char_indices().nth(SIGNATURE_CHARS) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.into_owned(),
    }
}
