//! The documents themselves: a file, standard input, or an address that somebody gave.

use std::io::Read;
use std::path::Path;
use std::time::{Duration, Instant};

use crate::desk::DeskError;
use crate::import::LIMIT;
use crate::web::{Client, Limits};

/// A document, and what people call it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportSource {
    pub name: String,
    pub bytes: Vec<u8>,
}

/// How long a download may take.
const PATIENCE: Duration = Duration::from_secs(30);

/// Opens a document: a file in `directory`, `-` for standard input, or an address of https.
///
/// # Errors
///
/// Where it is not there, is larger than [`LIMIT`], or can't be fetched.
pub fn open_source(name: &str, directory: &Path) -> Result<ImportSource, DeskError> {
    let bytes = if name == "-" {
        limited(std::io::stdin().lock(), Path::new("standard input"))?
    } else if name.contains("://") {
        let deadline = Instant::now() + PATIENCE;
        let limits = Limits { deadline, bytes: LIMIT, accept: "text/*, application/*;q=0.5, */*;q=0.1" };
        Client::new(limits).get(name)?.body
    } else {
        let path = directory.join(name);
        if path.is_dir() {
            return Err(DeskError::DocumentIsFolder(path));
        }
        // A pipe will do: `<(pandoc notes.docx)`.
        let file = std::fs::File::open(&path).map_err(|source| match source.kind() {
            std::io::ErrorKind::NotFound => DeskError::NoDocument(path.clone()),
            _ => DeskError::Document { path: path.clone(), source },
        })?;
        limited(file, &path)?
    };
    Ok(ImportSource { name: name.to_owned(), bytes })
}

/// One byte more than the limit is enough to know that there are too many.
fn limited(source: impl Read, path: &Path) -> Result<Vec<u8>, DeskError> {
    let mut bytes = Vec::new();
    let read = source.take(LIMIT + 1).read_to_end(&mut bytes);
    read.map_err(|source| DeskError::Document { path: path.to_owned(), source })?;
    Ok(bytes)
}
