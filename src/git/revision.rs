//! Reads files of an earlier commit, in shallow checkouts too.

use std::path::Path;

use git2::{ErrorCode, ObjectType, Oid, Repository};
use thiserror::Error;

use super::error::{GitError, Hint};
use super::repository::Repo;

/// The files of an earlier commit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Revision {
    tree: Oid,
}

/// Why there is no earlier version to compare with.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum RevisionError {
    /// `fetch` is the command that gets it.
    #[error("there is no '{name}' in this checkout")]
    Missing { name: String, fetch: String },
    #[error("this newsletter is not in a git repository, so it has no earlier version")]
    NoRepository,
    #[error(transparent)]
    Git(#[from] GitError),
}

impl Hint for RevisionError {
    fn hint(&self) -> Option<String> {
        match self {
            Self::Missing { fetch, .. } => Some(format!("run `{fetch}`, then check again")),
            Self::NoRepository => Some("check without --since".into()),
            Self::Git(error) => error.hint(),
        }
    }
}

impl From<git2::Error> for RevisionError {
    fn from(error: git2::Error) -> Self {
        GitError::from(error).into()
    }
}

impl Repo {
    /// Returns the commit where the branch that is checked out began: its merge base with the commit
    /// of that name, or that commit itself if the checkout is too shallow to find one. The name may be
    /// a remote's branch, with or without the remote.
    ///
    /// # Errors
    ///
    /// [`RevisionError::Missing`] with the command that fetches it.
    pub fn revision(&self, name: &str) -> Result<Revision, RevisionError> {
        let missing =
            || RevisionError::Missing { name: name.to_owned(), fetch: fetch_command(&self.git, name) };
        let head = self.head_commit()?.map(|commit| commit.id());
        if head.is_none() && name == "HEAD" {
            // Before the first commit there are no files.
            return Ok(Revision { tree: self.git.treebuilder(None)?.write()? });
        }
        let named = self.resolve(name).filter(|_| !name.is_empty()).ok_or_else(missing)?;
        // In a shallow checkout the merge base may be cut off.
        let base = head.and_then(|head| self.git.merge_base(named, head).ok()).unwrap_or(named);
        let tree = self.git.find_commit(base).and_then(|commit| commit.tree()).map_err(|_| missing())?;
        Ok(Revision { tree: tree.id() })
    }

    fn resolve(&self, name: &str) -> Option<Oid> {
        let commit = |name: &str| {
            let object = self.git.revparse_single(name).ok()?;
            object.peel(ObjectType::Commit).ok().map(|commit| commit.id())
        };
        let of_remote = || {
            let remotes = self.git.remotes().ok()?;
            let names: Vec<&str> = remotes.iter().flatten().flatten().collect();
            names.into_iter().find_map(|remote| commit(&format!("refs/remotes/{remote}/{name}")))
        };
        commit(name).or_else(of_remote).or_else(|| self.fetched(name))
    }

    /// Looks a branch up in FETCH_HEAD, because a checkout of a single branch keeps no names of others.
    /// `None` if the last fetch did not include it.
    fn fetched(&self, name: &str) -> Option<Oid> {
        let list = std::fs::read_to_string(self.git.path().join("FETCH_HEAD")).ok()?;
        let remotes = self.git.remotes().ok()?;
        let is_remote = |part: &str| remotes.iter().flatten().flatten().any(|remote| remote == part);
        let branch =
            name.split_once('/').filter(|(remote, _)| is_remote(remote)).map_or(name, |(_, branch)| branch);
        let is_match = |line: &&str| {
            [name, branch].iter().any(|name| {
                ["branch", "tag"].iter().any(|kind| line.contains(&format!("{kind} '{name}' of ")))
            })
        };
        let id = list.lines().find(is_match)?.split('\t').next()?;
        let object = self.git.find_object(Oid::from_str(id).ok()?, None).ok()?;
        object.peel(ObjectType::Commit).ok().map(|commit| commit.id())
    }

    /// The file's bytes at the revision; `None` if it did not exist. Content filters are not reversed.
    pub fn file_at(&self, revision: Revision, rel: &Path) -> Result<Option<Vec<u8>>, GitError> {
        let entry = match self.git.find_tree(revision.tree)?.get_path(rel) {
            Ok(entry) => entry,
            Err(error) if error.code() == ErrorCode::NotFound => return Ok(None),
            Err(error) => return Err(error.into()),
        };
        if entry.kind() != Some(ObjectType::Blob) {
            return Ok(None);
        }
        let blob = self.git.find_blob(entry.id()).map_err(|error| match error.code() {
            // In a partial clone git fetches a missing blob. libgit2 does not.
            ErrorCode::NotFound => GitError::Unsupported {
                detail: format!("the earlier {} is not in this partial clone", rel.display()),
            },
            _ => error.into(),
        })?;
        Ok(Some(blob.content().to_vec()))
    }

    /// The files below a folder at the revision, as paths from it with `depth` names each, in order; empty
    /// without such a folder.
    pub fn files_at(&self, revision: Revision, folder: &Path, depth: usize) -> Vec<String> {
        let tree = self.git.find_tree(revision.tree).ok();
        tree.map(|tree| self.files_below(tree, folder, depth)).unwrap_or_default()
    }

    /// True if the file in the work tree is the same as at the revision. A file of Git LFS counts as
    /// unchanged if it exists in both.
    pub fn is_unchanged(&self, revision: Revision, rel: &Path) -> bool {
        let Some(file) = self.workdir().map(|top| top.join(rel)) else { return false };
        let entry = self.git.find_tree(revision.tree).ok().and_then(|tree| tree.get_path(rel).ok());
        match (entry, file.is_file()) {
            (None, is_there) => !is_there,
            (Some(_), false) => false,
            (Some(entry), true) => {
                let is_pointer =
                    |blob: git2::Blob<'_>| blob.content().starts_with(b"version https://git-lfs");
                Oid::hash_file(ObjectType::Blob, &file).is_ok_and(|id| id == entry.id())
                    || self.git.find_blob(entry.id()).is_ok_and(is_pointer)
            }
        }
    }
}

/// Returns the command that fetches a revision. In a full clone a depth would cut off its history.
fn fetch_command(repo: &Repository, name: &str) -> String {
    let is_shallow = repo.is_shallow();
    if name.contains(['~', '^', '@', ':']) {
        return if is_shallow { "git fetch --unshallow" } else { "git fetch" }.to_owned();
    }
    if name.is_empty() {
        return "git fetch origin BRANCH".to_owned();
    }
    let name = name.strip_prefix("refs/remotes/").unwrap_or(name);
    let name = name.strip_prefix("origin/").unwrap_or(name);
    format!("git fetch {}origin {name}", if is_shallow { "--depth=1 " } else { "" })
}
