use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::Read;
use std::path::{Path, PathBuf};

use super::DeskError;
use crate::draft::MAX_BYTES;

/// What tells that a file is still the one that was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fingerprint {
    hash: u64,
}

impl Fingerprint {
    pub fn of(text: &str) -> Self {
        let mut hasher = DefaultHasher::new();
        text.hash(&mut hasher);
        Self { hash: hasher.finish() }
    }

    pub(super) fn hash(self) -> u64 {
        self.hash
    }
}

/// A draft's file: where it is, and what was in it when it was last read or written.
#[derive(Clone, Debug)]
pub struct Document {
    pub path: PathBuf,
    /// The text on disk as far as we know.
    pub base: String,
}

impl Document {
    /// # Errors
    ///
    /// Where the file can't be a draft, in a sentence.
    pub fn open(path: &Path, root: &Path) -> Result<Document, DeskError> {
        stays_inside(path, root)?;
        let base = read(path)?;
        Ok(Document { path: path.to_owned(), base })
    }

    /// The text on disk, where it is not what we last saw.
    ///
    /// # Errors
    ///
    /// Where the file can't be read any more.
    pub fn changed_on_disk(&self) -> Result<Option<String>, DeskError> {
        let now = read(&self.path)?;
        Ok((Fingerprint::of(&now) != Fingerprint::of(&self.base)).then_some(now))
    }
}

/// Reads a text that may be a draft: UTF-8, no zero bytes, at most 16 MB.
///
/// # Errors
///
/// What it is instead.
pub fn read(path: &Path) -> Result<String, DeskError> {
    let about = std::fs::metadata(path).map_err(|error| DeskError::read(path, error))?;
    if about.is_dir() {
        return Err(DeskError::Folder(path.to_owned()));
    }
    if !about.is_file() {
        return Err(DeskError::NotAFile(path.to_owned()));
    }
    if about.len() > MAX_BYTES as u64 {
        return Err(DeskError::TooLarge { path: path.to_owned(), bytes: about.len() });
    }
    let file = std::fs::File::open(path).map_err(|error| DeskError::read(path, error))?;
    let mut bytes = Vec::with_capacity(about.len() as usize + 1);
    file.take(MAX_BYTES as u64 + 1).read_to_end(&mut bytes).map_err(|error| DeskError::read(path, error))?;
    text(path, bytes)
}

/// Takes bytes for a text, as [`read`] does.
///
/// # Errors
///
/// Where they are none.
pub fn text(path: &Path, bytes: Vec<u8>) -> Result<String, DeskError> {
    let path = || path.to_owned();
    if bytes.len() > MAX_BYTES {
        return Err(DeskError::TooLarge { path: path(), bytes: bytes.len() as u64 });
    }
    if let Some(at) = memchr::memchr(0, &bytes) {
        return Err(DeskError::Binary { path: path(), at });
    }
    String::from_utf8(bytes)
        .map_err(|error| DeskError::NotUtf8 { path: path(), at: error.utf8_error().valid_up_to() })
}

/// A link inside the newsletter's folder that leads out of it is not followed: saving would
/// change a file that is no part of the newsletter.
fn stays_inside(path: &Path, root: &Path) -> Result<(), DeskError> {
    let lies_inside = std::path::absolute(path).is_ok_and(|path| path.starts_with(root));
    if !path.is_symlink() || !lies_inside {
        return Ok(());
    }
    match (path.canonicalize(), root.canonicalize()) {
        (Ok(real), Ok(root)) if real.starts_with(&root) => Ok(()),
        (Ok(_), _) => Err(DeskError::LeavesRoot(path.to_owned())),
        (Err(error), _) => Err(DeskError::read(path, error)),
    }
}
