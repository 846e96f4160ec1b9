//! A reader of git's index file, after gitformat-index(5).
//!
//! Why not libgit2: it checks and sorts every entry before it answers, which takes most of a plan's
//! time in a repository with many files (about 20 ms). A plan only looks up a few paths and the
//! cached tree ids, so this reader scans the bytes once. [`super::index_lock`] has the writer and the
//! second reason, the lock.
//!
//! The reader knows versions 2 and 3. It returns `None` for every other form, and the commit then
//! goes through libgit2 or the git program. `tests/git_commit/index_forms.rs` compares the commits
//! with those of git for every form.

use std::cmp::Ordering;
use std::io::ErrorKind;
use std::ops::Range;
use std::path::Path;

use git2::Oid;

const HEADER: usize = 12;
pub(super) const ID: usize = 20;
/// The length of an entry's fields before its path.
const FIXED: usize = 62;
const MODE: usize = 24;
const OID: usize = 40;
const FLAGS: usize = 60;
const EXTENDED: u16 = 0x4000;
const INTENT_TO_ADD: u16 = 0x2000;

/// The entries of an index in versions 2 and 3, sorted by path.
#[derive(Debug, Default)]
pub(super) struct IndexFile {
    bytes: Vec<u8>,
    entries: Vec<Entry>,
    pub(super) cached: Option<CachedTree>,
    /// The extension that records resolved conflicts, with its header.
    resolve_undo: Range<usize>,
}

#[derive(Debug)]
pub(super) struct Entry {
    start: usize,
    end: usize,
    path: Range<usize>,
    /// 0, or 1 to 3 for the sides of a conflict.
    pub(super) stage: u16,
    /// True for an entry of `git add -N`: no content is staged for it.
    pub(super) intent_to_add: bool,
}

/// A folder in the index's cache of tree ids.
#[derive(Debug)]
pub(super) struct CachedTree {
    pub(super) name: Vec<u8>,
    /// The number of entries below this folder.
    pub(super) count: usize,
    /// `None` if an entry below has changed since.
    pub(super) id: Option<Oid>,
    pub(super) folders: Vec<CachedTree>,
}

impl IndexFile {
    /// Reads an index; `None` for a form that only libgit2 or git can read. A missing file is an empty
    /// index.
    pub(super) fn read(path: &Path) -> Option<Self> {
        match std::fs::read(path) {
            Ok(bytes) => Self::parse(bytes),
            Err(error) if error.kind() == ErrorKind::NotFound => Some(Self::default()),
            Err(_) => None,
        }
    }

    fn parse(bytes: Vec<u8>) -> Option<Self> {
        let end = bytes.len().checked_sub(ID)?;
        if bytes.get(..4)? != b"DIRC" || !matches!(number(&bytes, 4)?, 2 | 3) {
            return None;
        }
        let count = number(&bytes, 8)?;
        let mut entries = Vec::with_capacity(count.min(end / FIXED));
        let mut at = HEADER;
        for _ in 0..count {
            let (entry, next) = Entry::parse(&bytes, at)?;
            entries.push(entry);
            at = next;
        }
        let (mut cached, mut resolve_undo) = (None, 0..0);
        while at < end {
            let (name, size) = (bytes.get(at..at + 4)?, number(&bytes, at + 4)?);
            let body = bytes.get(at + 8..at.checked_add(8)?.checked_add(size)?)?;
            if name == b"TREE" {
                cached = CachedTree::parse(body).map(|(tree, _)| tree);
            } else if name == b"REUC" {
                resolve_undo = at..at + 8 + size;
            } else if !name[0].is_ascii_uppercase() {
                // A mandatory extension, such as a split or sparse index: the entries are incomplete.
                return None;
            }
            at += 8 + size;
        }
        Some(Self { bytes, entries, cached, resolve_undo })
    }

    pub(super) fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// 2, or 3 if an entry has extended flags.
    pub(super) fn version(&self) -> u8 {
        self.bytes.get(7).copied().unwrap_or(2)
    }

    /// The bytes of an entry.
    pub(super) fn raw(&self, entry: &Entry) -> &[u8] {
        &self.bytes[entry.start..entry.end]
    }

    pub(super) fn raw_resolve_undo(&self) -> &[u8] {
        &self.bytes[self.resolve_undo.clone()]
    }

    pub(super) fn path(&self, entry: &Entry) -> &[u8] {
        &self.bytes[entry.path.clone()]
    }

    pub(super) fn id(&self, entry: &Entry) -> Option<Oid> {
        Oid::from_bytes(&self.bytes[entry.start + OID..entry.start + OID + ID]).ok()
    }

    pub(super) fn mode(&self, entry: &Entry) -> usize {
        number(&self.bytes, entry.start + MODE).unwrap_or_default()
    }

    /// True if there is an entry with this path and stage.
    pub(super) fn has(&self, path: &[u8], stage: u16) -> bool {
        self.find(path, stage).is_some()
    }

    /// The recorded mode of a path; `None` if it is not in the index.
    pub(super) fn mode_of(&self, path: &[u8]) -> Option<u32> {
        u32::try_from(self.mode(self.find(path, 0)?)).ok()
    }

    fn find(&self, path: &[u8], stage: u16) -> Option<&Entry> {
        let order = |entry: &Entry| -> Ordering { (self.path(entry), entry.stage).cmp(&(path, stage)) };
        self.entries.binary_search_by(order).ok().map(|at| &self.entries[at])
    }
}

impl Entry {
    fn parse(bytes: &[u8], start: usize) -> Option<(Self, usize)> {
        let flags = short(bytes, start + FLAGS)?;
        let more = if flags & EXTENDED == 0 { 0 } else { short(bytes, start + FIXED)? };
        let begin = start + FIXED + if flags & EXTENDED == 0 { 0 } else { 2 };
        let length = match usize::from(flags & 0xfff) {
            0xfff => bytes.get(begin..)?.iter().position(|byte| *byte == 0)?,
            length => length,
        };
        bytes.get(begin..begin + length)?;
        // Entries are padded with one to eight zero bytes.
        let end = start + ((begin - start + length + 8) & !7);
        let (stage, intent_to_add) = ((flags >> 12) & 3, more & INTENT_TO_ADD != 0);
        bytes.get(start..end)?;
        Some((Self { start, end, path: begin..begin + length, stage, intent_to_add }, end))
    }
}

impl CachedTree {
    /// Reads a folder with its subfolders, and returns it with the number of bytes read; `None` if the bytes
    /// are malformed.
    fn parse(bytes: &[u8]) -> Option<(Self, usize)> {
        let zero = bytes.iter().position(|byte| *byte == 0)?;
        let line = zero + 1 + bytes.get(zero + 1..)?.iter().position(|byte| *byte == b'\n')?;
        let numbers = std::str::from_utf8(bytes.get(zero + 1..line)?).ok()?;
        let (count, folders) = numbers.split_once(' ')?;
        let mut at = line + 1;
        let (mut id, mut entries) = (None, 0);
        if !count.starts_with('-') {
            id = Some(Oid::from_bytes(bytes.get(at..at + ID)?).ok()?);
            at += ID;
            entries = count.parse().ok()?;
        }
        let mut below = Vec::new();
        for _ in 0..folders.parse::<usize>().ok()? {
            let (tree, size) = Self::parse(bytes.get(at..)?)?;
            below.push(tree);
            at += size;
        }
        Some((Self { name: bytes[..zero].to_vec(), count: entries, id, folders: below }, at))
    }

    pub(super) fn folder(&self, name: &[u8]) -> Option<&Self> {
        self.folders.iter().find(|folder| folder.name == name)
    }
}

fn number(bytes: &[u8], at: usize) -> Option<usize> {
    let four: [u8; 4] = bytes.get(at..at + 4)?.try_into().ok()?;
    usize::try_from(u32::from_be_bytes(four)).ok()
}

fn short(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_be_bytes(bytes.get(at..at + 2)?.try_into().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn other_versions_and_mandatory_extensions_are_not_read() {
        let index = |version: u8, extension: &[u8]| {
            let mut bytes = b"DIRC\0\0\0\0\0\0\0\0".to_vec();
            bytes[7] = version;
            bytes.extend(extension);
            bytes.extend([0; ID]);
            IndexFile::parse(bytes)
        };
        assert!(index(2, b"").is_some_and(|index| index.entries().is_empty()));
        assert!(index(2, b"UNTR\0\0\0\x02ab").is_some());
        assert!(index(2, b"UNTR\0\0\0\xffab").is_none());
        assert!(index(2, b"sdir\0\0\0\0").is_none());
        assert!(index(4, b"").is_none());
    }

    proptest! {
        #[test]
        fn damaged_bytes_never_panic(bytes in proptest::collection::vec(any::<u8>(), 0..300), count in 0u8..5) {
            let mut all = b"DIRC\0\0\0\x03\0\0\0".to_vec();
            all.push(count);
            all.extend(bytes);
            let _ = IndexFile::parse(all);
        }
    }
}
