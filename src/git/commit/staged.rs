//! What the index says: which paths are known, unsettled, or staged for another commit.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use git2::{Delta, DiffOptions, IndexEntryExtendedFlag, ObjectType, Oid, Tree, TreeWalkMode, TreeWalkResult};

use super::super::error::GitError;
use super::super::repository::Repo;
use super::index_file::{CachedTree, Entry, IndexFile};
use super::{git_path, program};

/// The index, read by the quickest means that understands it.
pub(super) enum Staging {
    Scanned(IndexFile),
    Library(git2::Index),
    /// A sparse or split index.
    Program,
}

impl Staging {
    pub(super) fn read(repo: &Repo) -> Self {
        if let Some(index) = IndexFile::read(&repo.index_path()) {
            return Self::Scanned(index);
        }
        match repo.git.index().and_then(|mut index| index.read(false).map(|()| index)) {
            Ok(index) => Self::Library(index),
            Err(_) => Self::Program,
        }
    }

    pub(super) fn is_unsettled(&self, path: &Path) -> bool {
        (1..=3).any(|stage| self.has(path, stage).unwrap_or(false))
    }

    /// Whether the path is tracked; `None` if only git could tell.
    pub(super) fn is_tracked(&self, path: &Path) -> Option<bool> {
        self.has(path, 0)
    }

    fn has(&self, path: &Path, stage: u16) -> Option<bool> {
        match self {
            Self::Scanned(index) => Some(index.has(&git_path(path), stage)),
            Self::Library(index) => Some(index.get_path(path, stage.into()).is_some()),
            Self::Program => None,
        }
    }

    /// Paths whose index entry differs from the last commit, without `ours`. Never looks at the
    /// work tree.
    pub(super) fn others(
        &self,
        repo: &Repo,
        head: Option<&Tree<'_>>,
        ours: &[PathBuf],
    ) -> Result<Vec<PathBuf>, GitError> {
        let mut paths = match self {
            Self::Scanned(index) => scan(repo, index, head)?,
            Self::Library(index) => {
                let mut options = DiffOptions::new();
                options.skip_binary_check(true);
                let diff = repo.git.diff_tree_to_index(head, Some(index), Some(&mut options))?;
                // As in `git diff --cached`: a new file under `git add -N` is not staged.
                let flag = IndexEntryExtendedFlag::INTENT_TO_ADD.bits();
                let announced = |path: &Path| {
                    index.get_path(path, 0).is_some_and(|entry| entry.flags_extended & flag != 0)
                };
                let path = |delta: git2::DiffDelta<'_>| {
                    let path = delta.new_file().path().or(delta.old_file().path())?;
                    let hidden = delta.status() == Delta::Added && announced(path);
                    (!hidden).then(|| path.to_path_buf())
                };
                diff.deltas().filter_map(path).collect()
            }
            Self::Program => program::staged(repo)?,
        };
        paths.retain(|path| !ours.contains(path));
        Ok(paths)
    }
}

fn scan(repo: &Repo, index: &IndexFile, head: Option<&Tree<'_>>) -> Result<Vec<PathBuf>, GitError> {
    let mut found = BTreeSet::new();
    Scan { repo, index, found: &mut found }.folder(head, 0, index.entries(), index.cached.as_ref())?;
    Ok(found.iter().map(|path| program::path_from(path)).collect())
}

/// A walk over index and tree that skips every folder whose tree git has in its cache.
struct Scan<'a> {
    repo: &'a Repo,
    index: &'a IndexFile,
    found: &'a mut BTreeSet<Vec<u8>>,
}

impl Scan<'_> {
    /// Compares `entries`, whose paths share their first `depth` bytes, with a folder's tree.
    fn folder(
        &mut self,
        tree: Option<&Tree<'_>>,
        depth: usize,
        entries: &[Entry],
        cached: Option<&CachedTree>,
    ) -> Result<(), GitError> {
        let index = self.index;
        let remembered = cached.and_then(|cached| cached.id);
        if remembered.is_some() && tree.map(Tree::id) == remembered {
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
                    self.found.insert(index.path(entry).to_vec());
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
        for gone in tree.iter().filter(|gone| !matched.contains(gone.name_bytes())) {
            let path = [prefix, gone.name_bytes()].concat();
            match gone.kind() {
                Some(ObjectType::Tree) => self.removed(gone.id(), &path)?,
                _ => _ = self.found.insert(path),
            }
        }
        Ok(())
    }

    /// Every file of a folder that the index no longer has.
    fn removed(&mut self, id: Oid, path: &[u8]) -> Result<(), GitError> {
        let tree = self.repo.git.find_tree(id)?;
        tree.walk(TreeWalkMode::PreOrder, |folder, entry| {
            if entry.kind() != Some(ObjectType::Tree) {
                self.found.insert([path, b"/", folder.as_bytes(), entry.name_bytes()].concat());
            }
            TreeWalkResult::Ok
        })?;
        Ok(())
    }
}
