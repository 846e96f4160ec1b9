//! Reads documents: a file, standard input, or an address from the user.

use std::io::Read;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use crate::desk::{FileError, ImportError};
use crate::platform::is_reserved;
use crate::root::{FileKind, Root, RootError, about_named, read_named};
use crate::text::SecretUrl;
use crate::text::limits::{FETCHED_IMAGE_BYTES, IMPORT_BYTES};
use crate::web::{Client, Limits};

/// A document and its name in messages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportSource {
    pub name: String,
    pub bytes: Vec<u8>,
}

/// The time limit of a download.
const PATIENCE: Duration = Duration::from_secs(30);

/// Opens a document: a file in `directory`, `-` for standard input, or an https address. A file inside
/// the newsletter is read through its root.
///
/// # Errors
///
/// If it does not exist, is larger than [`IMPORT_BYTES`], or cannot be fetched.
pub fn open_source(name: &str, directory: &Path, root: Option<&Root>) -> Result<ImportSource, ImportError> {
    let bytes = if name == "-" {
        limited(std::io::stdin().lock(), Path::new("standard input"))?
    } else if name.contains("://") {
        fetched(name, "text/*, application/*;q=0.5, */*;q=0.1", IMPORT_BYTES)?
    } else {
        let path = directory.join(name);
        let failed = |error| match error {
            RootError::NotFound => ImportError::NoDocument(path.clone()),
            RootError::Folder => ImportError::DocumentIsFolder(path.clone()),
            error => ImportError::Read { path: path.clone(), source: error.into() },
        };
        let kind = about_named(&path, root).map_err(failed)?.kind;
        if kind == FileKind::Other && !root.is_some_and(|root| root.contains(&path)) {
            // A pipe that the user makes is allowed: `<(pandoc notes.docx)`.
            let pipe = std::fs::File::open(&path).map_err(|error| failed(error.into()))?;
            limited(pipe, &path)?
        } else {
            // One byte more than the limit is enough to know that there are too many.
            match read_named(&path, root, IMPORT_BYTES + 1) {
                Err(RootError::TooLarge { .. }) => vec![0; IMPORT_BYTES as usize + 1],
                bytes => bytes.map_err(failed)?,
            }
        }
    };
    let name = if name.contains("://") { SecretUrl::from(name).to_string() } else { name.to_owned() };
    Ok(ImportSource { name, bytes })
}

/// Reads at most one byte more than the limit, which is enough to detect a larger source.
fn limited(source: impl Read, path: &Path) -> Result<Vec<u8>, ImportError> {
    let mut bytes = Vec::new();
    let read = source.take(IMPORT_BYTES + 1).read_to_end(&mut bytes);
    read.map_err(|source| ImportError::Read { path: path.to_owned(), source })?;
    Ok(bytes)
}

fn fetched(address: &str, accept: &'static str, bytes: u64) -> Result<Vec<u8>, ImportError> {
    let deadline = Instant::now() + PATIENCE;
    Ok(Client::new(Limits { deadline, bytes, accept }).get(address)?.body)
}

/// An image from the web, in a temporary folder that is removed with this value.
pub(super) struct FetchedImage {
    pub path: PathBuf,
    _folder: tempfile::TempDir,
}

impl FetchedImage {
    /// # Errors
    ///
    /// As [`open_source`] for addresses, and if the file cannot be written.
    pub fn get(address: &str) -> Result<FetchedImage, ImportError> {
        let bytes = fetched(address, "image/*", FETCHED_IMAGE_BYTES)?;
        let folder = tempfile::tempdir().map_err(|error| FileError::write(&std::env::temp_dir(), error))?;
        // The image's name comes from the last part of its address.
        let end = address.split(['?', '#']).next().unwrap_or(address).rsplit('/').next().unwrap_or_default();
        let end = crate::text::percent::decode_lossy(end);
        let (stem, extension) = end.rsplit_once('.').unwrap_or((&end, ""));
        let stem = Some(slug::slugify(stem)).filter(|stem| !stem.is_empty() && !is_reserved(stem));
        let name = format!("{}.{}", stem.as_deref().unwrap_or("picture"), slug::slugify(extension));
        let path = folder.path().join(name);
        std::fs::write(&path, bytes).map_err(|error| FileError::write(&path, error))?;
        Ok(FetchedImage { path, _folder: folder })
    }
}
