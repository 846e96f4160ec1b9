//! Reads from the index which paths are tracked, unmerged, or staged for another commit.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use git2::{Delta, DiffOptions, IndexEntryExtendedFlag, ObjectType, Oid, Tree, TreeWalkMode, TreeWalkResult};

use super::super::error::GitError;
use super::super::repository::Repo;
use super::index_file::{CachedTree, Entry, IndexFile};
use super::{git_path, program};
use crate::platform::path_from_bytes;

/// The index, opened by the fastest reader that understands it.
pub(super) enum Staging {
    /// Versions 2 and 3.
    Own(IndexFile),
    /// Version 4.
    Libgit2(git2::Index),
    /// A sparse or split index, and any form that is unknown here.
    GitProgram,
}

impl Staging {
    pub(super) fn read(repo: &Repo) -> Self {
        if let Some(index) = IndexFile::read(&repo.index_path()) {
            return Self::Own(index);
        }
        match repo.git.index().and_then(|mut index| index.read(false).map(|()| index)) {
            Ok(index) => Self::Libgit2(index),
            Err(_) => Self::GitProgram,
        }
    }

    pub(super) fn is_unmerged(&self, path: &Path) -> bool {
        (1..=3).any(|stage| self.has(path, stage).unwrap_or(false))
    }

    /// True if the path is tracked; `None` if only git knows.
    pub(super) fn is_tracked(&self, path: &Path) -> Option<bool> {
        self.has(path, 0)
    }

    fn has(&self, path: &Path, stage: u16) -> Option<bool> {
        match self {
            Self::Own(index) => Some(index.has(&git_path(path), stage)),
            Self::Libgit2(index) => Some(index.get_path(path, stage.into()).is_some()),
            Self::GitProgram => None,
        }
    }

    /// Returns the paths whose index entry differs from the last commit, without `ours`. Does not read
    /// the work tree.
    pub(super) fn others(
        &self,
        repo: &Repo,
        head: Option<&Tree<'_>>,
        ours: &[PathBuf],
    ) -> Result<Vec<PathBuf>, GitError> {
        let mut paths = match self {
            Self::Own(index) => scan(repo, index, head)?,
            Self::Libgit2(index) => {
                let mut options = DiffOptions::new();
                options.skip_binary_check(true);
                let diff = repo.git.diff_tree_to_index(head, Some(index), Some(&mut options))?;
                // As in `git diff --cached`: a new file of `git add -N` is not staged.
                let flag = IndexEntryExtendedFlag::INTENT_TO_ADD.bits();
                let is_intent_to_add = |path: &Path| {
                    index.get_path(path, 0).is_some_and(|entry| entry.flags_extended & flag != 0)
                };
                let path = |delta: git2::DiffDelta<'_>| {
                    let path = delta.new_file().path().or(delta.old_file().path())?;
                    let hidden = delta.status() == Delta::Added && is_intent_to_add(path);
                    (!hidden).then(|| path.to_path_buf())
                };
                diff.deltas().filter_map(path).collect()
            }
            Self::GitProgram => program::staged(repo)?,
        };
        paths.retain(|path| !ours.contains(path));
        Ok(paths)
    }
}

fn scan(repo: &Repo, index: &IndexFile, head: Option<&Tree<'_>>) -> Result<Vec<PathBuf>, GitError> {
    let mut staged = BTreeSet::new();
    Scan { repo, index, staged: &mut staged }.folder(head, 0, index.entries(), index.cached.as_ref())?;
    Ok(staged.iter().map(|path| path_from_bytes(path)).collect())
}

/// A parallel walk over index and tree. It skips each folder whose cached tree id is the tree's.
struct Scan<'a> {
    repo: &'a Repo,
    index: &'a IndexFile,
    staged: &'a mut BTreeSet<Vec<u8>>,
}

impl Scan<'_> {
    /// Compares `entries` with a folder's tree. Their paths share the first `depth` bytes.
    fn folder(
        &mut self,
        tree: Option<&Tree<'_>>,
        depth: usize,
        entries: &[Entry],
        cached: Option<&CachedTree>,
    ) -> Result<(), GitError> {
        let index = self.index;
        let cached_id = cached.and_then(|cached| cached.id);
        if cached_id.is_some() && tree.map(Tree::id) == cached_id {
            return Ok(());
        }
        let mut matched = BTreeSet::new();
        let mut rest = entries;
        while let Some(entry) = rest.first() {
            let name = &index.path(entry)[depth..];
            let Some(slash) = name.iter().position(|byte| *byte == b'/') else {
                let known = tree.and_then(|tree| tree.get_name_bytes(name));
                let kept = known.filter(|known| known.kind() != Some(ObjectType::Tree));
                let same = kept.as_ref().is_some_and(|kept| {
                    Some(kept.id()) == index.id(entry)
                        && usize::try_from(kept.filemode()).ok() == Some(index.mode(entry))
                });
                if (entry.stage != 0 || !same) && !(entry.intent_to_add && kept.is_none()) {
                    self.staged.insert(index.path(entry).to_vec());
                }
                if kept.is_some() {
                    matched.insert(name);
                }
                rest = &rest[1..];
                continue;
            };
            let (folder, prefix) = (&name[..slash], &index.path(entry)[..=depth + slash]);
            let size = rest.partition_point(|entry| index.path(entry).starts_with(prefix));
            let known = tree.and_then(|tree| tree.get_name_bytes(folder));
            let below = known.filter(|known| known.kind() == Some(ObjectType::Tree));
            if below.is_some() {
                matched.insert(folder);
            }
            let cached = cached.and_then(|cached| cached.folder(folder));
            let id = below.map(|below| below.id());
            if id.is_none() || id != cached.and_then(|cached| cached.id) {
                let below = id.map(|id| self.repo.git.find_tree(id)).transpose()?;
                self.folder(below.as_ref(), depth + slash + 1, &rest[..size], cached)?;
            }
            rest = &rest[size..];
        }
        let Some(tree) = tree else { return Ok(()) };
        let prefix = entries.first().map_or(&[][..], |entry| &index.path(entry)[..depth]);
        for entry in tree.iter().filter(|entry| !matched.contains(entry.name_bytes())) {
            let path = [prefix, entry.name_bytes()].concat();
            match entry.kind() {
                Some(ObjectType::Tree) => self.removed(entry.id(), &path)?,
                _ => _ = self.staged.insert(path),
            }
        }
        Ok(())
    }

    /// Adds every file of a folder that the index no longer has.
    fn removed(&mut self, id: Oid, path: &[u8]) -> Result<(), GitError> {
        let tree = self.repo.git.find_tree(id)?;
        tree.walk(TreeWalkMode::PreOrder, |folder, entry| {
            if entry.kind() != Some(ObjectType::Tree) {
                self.staged.insert([path, b"/", folder.as_bytes(), entry.name_bytes()].concat());
            }
            TreeWalkResult::Ok
        })?;
        Ok(())
    }
}
