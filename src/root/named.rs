//! Files that the user named, anywhere on the machine.

use std::path::{Path, PathBuf};

use cap_fs_ext::OpenOptionsSyncExt;
use cap_std::ambient_authority;
use cap_std::fs::{File, OpenOptions};

use super::{FileInfo, FileKind, Opened, Root, RootError};

/// Opens a file that the user named: through the root if it is there, or else directly, with links
/// followed.
///
/// # Errors
///
/// If it is not a regular file. A pipe or a device is refused without waiting for it.
pub fn open_named(path: &Path, root: Option<&Root>) -> Result<Opened, RootError> {
    match root {
        Some(root) if root.contains(path) => root.open(path),
        _ => {
            // Opening a device may have an effect, so check the kind first.
            about_named(path, None)?.regular()?;
            let mut options = OpenOptions::new();
            options.read(true).nonblock(true);
            Opened::new(File::open_ambient_with(path, &options, ambient_authority())?.into_std())
        }
    }
}

/// Reads a file that the user named, of at most `limit` bytes. See [`open_named`].
///
/// # Errors
///
/// As [`open_named`], and [`RootError::TooLarge`].
pub fn read_named(path: &Path, root: Option<&Root>, limit: u64) -> Result<Vec<u8>, RootError> {
    open_named(path, root)?.read(limit)
}

/// Reads the kind, size and time of a file that the user named. See [`open_named`].
///
/// # Errors
///
/// If it does not exist.
pub fn about_named(path: &Path, root: Option<&Root>) -> Result<FileInfo, RootError> {
    match root {
        Some(root) if root.contains(path) => root.about(path),
        _ => Ok(FileInfo::from_std(&std::fs::metadata(path)?)),
    }
}

/// Returns the nearest ancestor of an absolute folder, or the folder itself, that contains one of the
/// markers. [`FileKind::Other`] means any kind.
pub fn above(folder: &Path, markers: &[(&str, FileKind)]) -> Option<PathBuf> {
    let has = |folder: &Path, (name, kind): &(&str, FileKind)| {
        let about = std::fs::metadata(folder.join(name));
        about.is_ok_and(|about| *kind == FileKind::Other || FileInfo::from_std(&about).kind == *kind)
    };
    folder.ancestors().find(|folder| markers.iter().any(|marker| has(folder, marker))).map(Path::to_owned)
}
