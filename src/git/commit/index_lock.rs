//! Writes the index under its lock, as git does.
//!
//! Why not libgit2: `git_index_write` takes `index.lock` itself and releases it when it returns, so
//! the lock can't be held until the branch has moved. Another process could then change the index
//! between the two steps, and a commit that fails at its last step would leave the index changed.
//! A commit also changes only a few entries. The others are copied byte for byte, while libgit2
//! would parse, sort and write all of them (about 20 ms in a large repository).
//!
//! `tests/git_commit/index_forms.rs` shows that the result agrees with `git commit --only`.

use std::fs::{File, Metadata};
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

use git2::Oid;
use sha1::{Digest, Sha1};

use super::super::error::GitError;
use super::index_file::{CachedTree, ID, IndexFile};
use crate::platform::index_numbers;

const MTIME: usize = 8;
const SIZE: usize = 36;
const LONGEST_IN_FLAGS: usize = 0xfff;

/// An index entry to write.
#[derive(Debug)]
pub(super) struct Update {
    pub(super) path: Vec<u8>,
    pub(super) id: Oid,
    pub(super) mode: u32,
    /// The metadata of the file, read before its content.
    pub(super) meta: Metadata,
}

/// The lock of the index. Dropping it releases the lock and leaves the index unchanged.
#[derive(Debug)]
pub(super) struct IndexLock {
    index: PathBuf,
    lock: PathBuf,
    file: Option<File>,
    is_held: bool,
}

impl IndexLock {
    /// Creates the lock file.
    ///
    /// # Errors
    ///
    /// [`GitError::Locked`] if another process holds the lock; [`GitError::ReadOnly`].
    pub(super) fn take(index: &Path) -> Result<Self, GitError> {
        let lock = index.with_extension("lock");
        match File::create_new(&lock) {
            Ok(file) => Ok(Self { index: index.to_path_buf(), lock, file: Some(file), is_held: true }),
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {
                Err(GitError::Locked { what: "index", lock })
            }
            Err(error) => Err(read_only(&lock, &error)),
        }
    }

    /// Writes the new index into the lock file.
    pub(super) fn write(&mut self, bytes: &[u8]) -> Result<(), GitError> {
        let Some(file) = &mut self.file else { return Ok(()) };
        let kept = match self.index.metadata() {
            Ok(old) => file.set_permissions(old.permissions()),
            Err(_) => Ok(()),
        };
        kept.and_then(|()| file.write_all(bytes)).map_err(|error| read_only(&self.lock, &error))
    }

    /// Replaces the index by the lock file. The branch has moved by then, so the error says that the
    /// commit was made.
    pub(super) fn replace(mut self) -> Result<(), GitError> {
        drop(self.file.take());
        let moved = std::fs::rename(&self.lock, &self.index);
        self.is_held = moved.is_err();
        moved.map_err(|error| {
            GitError::Git(format!("the commit was made, but cannot write the index: {error}"))
        })
    }
}

impl Drop for IndexLock {
    fn drop(&mut self) {
        if self.is_held {
            drop(self.file.take());
            // The error can't be returned from here. The next commit names a lock file that remains.
            let _ = std::fs::remove_file(&self.lock);
        }
    }
}

fn read_only(path: &Path, error: &std::io::Error) -> GitError {
    GitError::ReadOnly { path: path.to_path_buf(), cause: error.kind().to_string() }
}

/// Returns the bytes of `index` with `updates`. `written` is the time of its last write, in seconds.
/// `None` if a file replaces a folder or the reverse, which is left to libgit2.
pub(super) fn updated(index: &IndexFile, mut updates: Vec<Update>, written: i64) -> Option<Vec<u8>> {
    updates.sort_by(|one, other| one.path.cmp(&other.path));
    if updates.iter().any(|update| collides(index, &update.path)) {
        return None;
    }
    let mut out = b"DIRC\0\0\0".to_vec();
    out.push(index.version());
    out.extend([0; 4]);
    let mut count: u32 = 0;
    let mut new = updates.iter().peekable();
    for entry in index.entries() {
        let path = index.path(entry);
        while let Some(update) = new.next_if(|update| update.path.as_slice() < path) {
            write_entry(&mut out, update)?;
            count += 1;
        }
        if new.peek().is_some_and(|update| update.path == path) {
            continue;
        }
        let start = out.len();
        out.extend(index.raw(entry));
        count += 1;
        // "Racy git": git trusts an entry that is older than its index. An entry as young as the old
        // index may have changed unnoticed, and the new index is younger still. Without a size, git
        // reads the file again.
        let changed = u32::from_be_bytes(out[start + MTIME..start + MTIME + 4].try_into().ok()?);
        if i64::from(changed) >= written {
            out[start + SIZE..start + SIZE + 4].fill(0);
        }
    }
    for update in new {
        write_entry(&mut out, update)?;
        count += 1;
    }
    out[8..12].copy_from_slice(&count.to_be_bytes());
    if let Some(cached) = &index.cached {
        let mut body = Vec::new();
        let paths: Vec<&[u8]> = updates.iter().map(|update| update.path.as_slice()).collect();
        write_cached(&mut body, cached, &paths);
        out.extend(b"TREE");
        out.extend(u32::try_from(body.len()).ok()?.to_be_bytes());
        out.extend(body);
    }
    out.extend(index.raw_resolve_undo());
    let sum = Sha1::digest(&out);
    debug_assert_eq!(sum.len(), ID);
    out.extend_from_slice(&sum);
    Some(out)
}

/// True if the index has a file where `path` has a folder, or a folder where `path` is a file.
fn collides(index: &IndexFile, path: &[u8]) -> bool {
    let has = |path: &[u8]| (0..=3).any(|stage| index.has(path, stage));
    let above = path.iter().enumerate().filter(|(_, byte)| **byte == b'/').any(|(at, _)| has(&path[..at]));
    let folder = [path, b"/"].concat();
    let next = index.entries().partition_point(|entry| index.path(entry) < folder.as_slice());
    above || index.entries().get(next).is_some_and(|entry| index.path(entry).starts_with(&folder))
}

fn write_entry(out: &mut Vec<u8>, update: &Update) -> Option<()> {
    let start = out.len();
    for number in index_numbers(&update.meta, update.mode) {
        out.extend(number.to_be_bytes());
    }
    out.extend(update.id.as_bytes());
    let length = u16::try_from(update.path.len().min(LONGEST_IN_FLAGS)).ok()?;
    out.extend(length.to_be_bytes());
    out.extend(&update.path);
    let padding = 8 - (out.len() - start) % 8;
    out.resize(out.len() + padding, 0);
    Some(())
}

/// Writes the cached trees, without the ids of folders that contain one of `paths`.
fn write_cached(out: &mut Vec<u8>, tree: &CachedTree, paths: &[&[u8]]) {
    out.extend(&tree.name);
    out.push(0);
    match tree.id.filter(|_| paths.is_empty()) {
        Some(id) => {
            out.extend(format!("{} {}\n", tree.count, tree.folders.len()).bytes());
            out.extend(id.as_bytes());
        }
        None => out.extend(format!("-1 {}\n", tree.folders.len()).bytes()),
    }
    for folder in &tree.folders {
        let name = folder.name.as_slice();
        let below: Vec<&[u8]> =
            paths.iter().filter_map(|path| path.strip_prefix(name)?.strip_prefix(b"/")).collect();
        write_cached(out, folder, &below);
    }
}
