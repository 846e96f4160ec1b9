//! The program's own files in the user's folders, which nobody else may read.

use std::io::{self, Write};
use std::path::Path;

/// Writes a file atomically, readable by the user alone. Missing folders are created.
///
/// # Errors
///
/// If it can't be written.
pub fn write_private(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let folder = path.parent().unwrap_or(Path::new("."));
    make_private_folders(folder)?;
    // A temporary file has permissions for its owner alone, and keeps them.
    let mut file = tempfile::Builder::new().prefix(".copydesk-").tempfile_in(folder)?;
    file.write_all(bytes)?;
    file.as_file().sync_data()?;
    file.persist(path).map_err(|error| error.error)?;
    Ok(())
}

/// Creates a folder and its missing parents, accessible to the user alone.
///
/// # Errors
///
/// If one can't be created.
pub fn make_private_folders(folder: &Path) -> io::Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    crate::platform::make_private(&mut builder);
    builder.create(folder)
}
