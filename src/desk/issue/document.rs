use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};

use crate::desk::FileError;
use crate::profile::other_markup;
use crate::root::{Root, Stamp};
use crate::text::limits::DRAFT_BYTES;

/// Detects that a file has changed since it was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fingerprint {
    hash: u64,
}

impl Fingerprint {
    pub fn new(text: &str) -> Self {
        let mut hasher = DefaultHasher::new();
        text.hash(&mut hasher);
        Self { hash: hasher.finish() }
    }
}

/// A draft's file: its path and its text when it was last read or written.
#[derive(Clone, Debug)]
pub struct Document {
    pub path: PathBuf,
    /// The text on disk at the last read or write.
    pub base: String,
}

impl Document {
    /// # Errors
    ///
    /// If the file cannot be a draft.
    pub fn open(path: &Path, root: &Root) -> Result<Document, FileError> {
        let base = read(path, root)?;
        Ok(Document { path: path.to_owned(), base })
    }

    /// The text on disk, if it is not the last known one.
    ///
    /// # Errors
    ///
    /// If the file cannot be read any more.
    pub fn changed_on_disk(&self, root: &Root) -> Result<Option<String>, FileError> {
        let now = read(&self.path, root)?;
        Ok((Fingerprint::new(&now) != Fingerprint::new(&self.base)).then_some(now))
    }
}

/// Reads a text of the newsletter that may be a draft: UTF-8, no zero bytes, at most 16 MB.
///
/// # Errors
///
/// If the file is not such a text, or is outside of the newsletter's folder.
pub fn read(path: &Path, root: &Root) -> Result<String, FileError> {
    read_with_stamp(path, root).map(|(text, _)| text)
}

/// As [`read`], with the stamp of the file.
pub(in crate::desk) fn read_with_stamp(path: &Path, root: &Root) -> Result<(String, Stamp), FileError> {
    not_other_markup(path)?;
    let failed = |error| FileError::from_root(path, error);
    let opened = root.open(path).map_err(failed)?;
    let stamp = opened.about.stamp();
    let bytes = opened.read(DRAFT_BYTES as u64).map_err(failed)?;
    Ok((text(path, bytes)?, stamp))
}

/// As [`read`]; `None` if the file does not exist.
pub(in crate::desk) fn read_if_there(path: &Path, root: &Root) -> Result<Option<String>, FileError> {
    match read(path, root) {
        Ok(text) => Ok(Some(text)),
        Err(FileError::NotFound(_)) => Ok(None),
        Err(error) => Err(error),
    }
}

/// Refuses a file in another markup language than Markdown.
///
/// # Errors
///
/// [`FileError::NotMarkdown`], by the extension of its name.
pub(in crate::desk) fn not_other_markup(path: &Path) -> Result<(), FileError> {
    match path.to_str().and_then(other_markup) {
        Some(language) => Err(FileError::NotMarkdown { path: path.to_owned(), language }),
        None => Ok(()),
    }
}

/// Converts bytes to text, with the checks of [`read`].
///
/// # Errors
///
/// If they are not such a text.
pub fn text(path: &Path, bytes: Vec<u8>) -> Result<String, FileError> {
    let path = || path.to_owned();
    if bytes.len() > DRAFT_BYTES {
        return Err(FileError::TooLarge { path: path(), bytes: bytes.len() as u64 });
    }
    if let Some(at) = memchr::memchr(0, &bytes) {
        return Err(FileError::Binary { path: path(), at });
    }
    String::from_utf8(bytes)
        .map_err(|error| FileError::NotUtf8 { path: path(), at: error.utf8_error().valid_up_to() })
}
