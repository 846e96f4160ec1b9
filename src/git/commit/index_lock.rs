//! Writing the index under its lock, as git does it.
//!
//! A commit changes a few entries; the others are copied byte for byte. libgit2 would read, sort
//! and write each of them anew, and it can't hold the lock while the branch is moved.

use std::fs::{File, Metadata};
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

use git2::Oid;
use sha1::{Digest, Sha1};

use super::super::error::GitError;
use super::index_file::{CachedTree, ID, IndexFile};

const MTIME: usize = 8;
const SIZE: usize = 36;
const LONGEST_IN_FLAGS: usize = 0xfff;

/// An index entry to be written.
#[derive(Debug)]
pub(super) struct Update {
    pub(super) path: Vec<u8>,
    pub(super) id: Oid,
    pub(super) mode: u32,
    /// Of the file, taken before it was read.
    pub(super) meta: Metadata,
}

/// The right to replace the index. Dropping it gives the right back and changes nothing.
#[derive(Debug)]
pub(super) struct IndexLock {
    index: PathBuf,
    lock: PathBuf,
    file: Option<File>,
    held: bool,
}

impl IndexLock {
    pub(super) fn take(index: &Path) -> Result<Self, GitError> {
        let lock = index.with_extension("lock");
        match File::create_new(&lock) {
            Ok(file) => Ok(Self { index: index.to_path_buf(), lock, file: Some(file), held: true }),
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {
                Err(GitError::Locked { what: "index", lock })
            }
            Err(error) => Err(read_only(&lock, &error)),
        }
    }

    /// Writes the new index beside the old one.
    pub(super) fn fill(&mut self, bytes: &[u8]) -> Result<(), GitError> {
        let Some(file) = &mut self.file else { return Ok(()) };
        let kept = match self.index.metadata() {
            Ok(old) => file.set_permissions(old.permissions()),
            Err(_) => Ok(()),
        };
        kept.and_then(|()| file.write_all(bytes)).map_err(|error| read_only(&self.lock, &error))
    }

    /// Puts the new index in the place of the old one. The branch has moved by then, so a failure
    /// says that the commit was made.
    pub(super) fn replace(mut self) -> Result<(), GitError> {
        drop(self.file.take());
        let moved = std::fs::rename(&self.lock, &self.index);
        self.held = moved.is_err();
        moved.map_err(|error| {
            GitError::Git(format!("the commit was made, but its index could not be written: {error}"))
        })
    }
}

impl Drop for IndexLock {
    fn drop(&mut self) {
        if self.held {
            drop(self.file.take());
            // There is nobody left to tell; the next commit names a lock that stays behind.
            let _ = std::fs::remove_file(&self.lock);
        }
    }
}

fn read_only(path: &Path, error: &std::io::Error) -> GitError {
    GitError::ReadOnly { path: path.to_path_buf(), cause: error.kind().to_string() }
}

/// The bytes of `index` with `updates` put in. `written` is when it was last written, in seconds.
/// `None` where a file takes a folder's place or the reverse, which libgit2 sorts out.
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
        // The next index is younger than this one, and git trusts an entry older than its index.
        // One as young as the index may have changed unseen: without a size, git looks again.
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
    out.extend(index.raw_settled());
    let sum = Sha1::digest(&out);
    debug_assert_eq!(sum.len(), ID);
    out.extend_from_slice(&sum);
    Some(out)
}

/// Whether the index has a file where `path` has a folder, or a folder where `path` is a file.
fn collides(index: &IndexFile, path: &[u8]) -> bool {
    let has = |path: &[u8]| (0..=3).any(|stage| index.has(path, stage));
    let above = path.iter().enumerate().filter(|(_, byte)| **byte == b'/').any(|(at, _)| has(&path[..at]));
    let folder = [path, b"/"].concat();
    let next = index.entries().partition_point(|entry| index.path(entry) < folder.as_slice());
    above || index.entries().get(next).is_some_and(|entry| index.path(entry).starts_with(&folder))
}

fn write_entry(out: &mut Vec<u8>, update: &Update) -> Option<()> {
    let start = out.len();
    for number in stat(&update.meta, update.mode) {
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

/// What git compares to see whether a file has changed; each number cut to 32 bits, as git cuts it.
#[cfg(unix)]
fn stat(meta: &Metadata, mode: u32) -> [u32; 10] {
    use std::os::unix::fs::MetadataExt;
    let cut = |number: i64| number as u32;
    [
        cut(meta.ctime()),
        cut(meta.ctime_nsec()),
        cut(meta.mtime()),
        cut(meta.mtime_nsec()),
        meta.dev() as u32,
        meta.ino() as u32,
        mode,
        meta.uid(),
        meta.gid(),
        meta.size() as u32,
    ]
}

/// Elsewhere git's numbers are its own affair: with none, it reads the file and fills them in.
#[cfg(not(unix))]
fn stat(_: &Metadata, mode: u32) -> [u32; 10] {
    [0, 0, 0, 0, 0, 0, mode, 0, 0, 0]
}

/// Writes the cached trees, without the ids of the folders above `paths`.
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
