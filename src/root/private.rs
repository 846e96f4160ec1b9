//! Files of this program's own in the user's folders, which nobody else may read.

use std::io::{self, Write};
use std::path::Path;

/// Writes a file whole or not at all, for the user alone; makes its folders.
///
/// # Errors
///
/// Where it can't be written.
pub fn write_private(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let folder = path.parent().unwrap_or(Path::new("."));
    make_private_folders(folder)?;
    // A temporary file is made for its owner alone, and stays so.
    let mut file = tempfile::Builder::new().prefix(".copydesk-").tempfile_in(folder)?;
    file.write_all(bytes)?;
    file.as_file().sync_data()?;
    file.persist(path).map_err(|error| error.error)?;
    Ok(())
}

/// Makes a folder and those that it stands in, as far as they are missing, for the user alone.
///
/// # Errors
///
/// Where one can't be made.
pub fn make_private_folders(folder: &Path) -> io::Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}
