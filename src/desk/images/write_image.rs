//! Writes images atomically.

use std::path::{Path, PathBuf};

use crate::desk::{FileError, ImageFileError};
use crate::image::ImageError;
use crate::root::{FileInfo, Root, RootError, open_named};
use crate::text::limits::IMAGE_BYTES;

/// The greatest number that is appended to a taken name.
const MAX_NUMBER: usize = 10_000;

/// Reads a file that may be an image, in the newsletter's folder or, if the user named one, elsewhere.
///
/// # Errors
///
/// If the file is missing, empty, too large or not a regular file.
pub(in crate::desk) fn read_image(path: &Path, root: &Root) -> Result<Vec<u8>, ImageFileError> {
    let failed = |error| image_error(path, error);
    let opened = open_named(path, Some(root)).map_err(failed)?;
    if opened.about.bytes == 0 {
        return Err(ImageFileError::Unusable { path: path.to_owned(), source: ImageError::Empty });
    }
    opened.read(IMAGE_BYTES).map_err(failed)
}

/// The error for a file that cannot be read as an image.
pub(in crate::desk) fn image_error(path: &Path, error: RootError) -> ImageFileError {
    let source = match error {
        RootError::NotFound => return ImageFileError::NotFound(path.to_owned()),
        RootError::Outside | RootError::InGit | RootError::LinkLoop => {
            return ImageFileError::Outside(path.to_owned());
        }
        RootError::Folder => ImageError::Folder,
        RootError::NotAFile => ImageError::NotAFile,
        RootError::TooLarge { bytes, .. } => ImageError::TooHeavy { bytes },
        RootError::Io(error) => ImageError::Read(error),
    };
    ImageFileError::Unusable { path: path.to_owned(), source }
}

/// Writes a new file as `stem.ending`, or as `stem-2.ending` and so on if another image has that name.
/// Returns the path, and true if a file with the same bytes existed already.
///
/// # Errors
///
/// If it cannot be written; no file is left behind then.
pub(in crate::desk) fn put_new(
    root: &Root,
    folder: &Path,
    stem: &str,
    ending: &str,
    bytes: &[u8],
) -> Result<(PathBuf, bool), ImageFileError> {
    for number in 1..=MAX_NUMBER {
        let path = folder.join(numbered(stem, ending, number));
        if root.is_taken(&path) {
            if holds(root, &path, bytes) {
                return Ok((path, true));
            }
            continue;
        }
        match root.create(&path, bytes) {
            Ok(()) => return Ok((path, false)),
            // Another program took the name first: try the next number.
            Err(RootError::Io(error)) if error.kind() == std::io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(ImageFileError::root_write(&path, error)),
        }
    }
    let path = folder.join(numbered(stem, ending, 1));
    Err(ImageFileError::write(&path, std::io::ErrorKind::AlreadyExists.into()))
}

/// The name that [`put_new`] would choose; `taken` are the names chosen so far.
pub(in crate::desk) fn free_name(
    root: &Root,
    folder: &Path,
    stem: &str,
    ending: &str,
    bytes: &[u8],
    taken: &[PathBuf],
) -> Option<PathBuf> {
    (1..=MAX_NUMBER)
        .map(|number| folder.join(numbered(stem, ending, number)))
        .find(|path| !taken.contains(path) && (!root.is_taken(path) || holds(root, path, bytes)))
}

fn numbered(stem: &str, ending: &str, number: usize) -> String {
    if number == 1 { format!("{stem}.{ending}") } else { format!("{stem}-{number}.{ending}") }
}

/// True if the path is a regular file, not a link, with exactly these bytes.
fn holds(root: &Root, path: &Path, bytes: &[u8]) -> bool {
    let is_as_long = |opened: &crate::root::Opened| opened.about.bytes == bytes.len() as u64;
    let opened = root.open(path).ok().filter(|opened| !root.is_link(path) && is_as_long(opened));
    opened.is_some_and(|opened| opened.read(bytes.len() as u64).is_ok_and(|there| there == bytes))
}

/// Overwrites an image file and keeps its permissions. `was` describes the file when it was read; a file
/// that has changed since is not written.
///
/// # Errors
///
/// If it cannot be written, or another program changed it; the file is then unchanged.
pub(in crate::desk) fn replace(
    root: &Root,
    path: &Path,
    was: &FileInfo,
    bytes: &[u8],
) -> Result<(), ImageFileError> {
    let written = root.replace_unchanged(path, was, bytes);
    match written.map_err(|error| ImageFileError::root_write(path, error))? {
        Some(_) => Ok(()),
        None => Err(FileError::ChangedMeanwhile(path.to_owned()).into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_changed_meanwhile_is_left_as_it_is() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("a.png");
        std::fs::write(&path, "old").unwrap();
        let root = Root::new(dir.path());
        let was = root.about(&path).unwrap();
        std::fs::write(&path, "newer").unwrap();
        let error = replace(&root, &path, &was, b"fitted").unwrap_err();
        assert!(matches!(error, ImageFileError::File(FileError::ChangedMeanwhile(_))), "{error}");
        assert_eq!(std::fs::read(&path).unwrap(), b"newer");
        replace(&root, &path, &root.about(&path).unwrap(), b"fitted").unwrap();
        assert_eq!(std::fs::read(&path).unwrap(), b"fitted");
        assert_eq!(std::fs::read_dir(dir.path()).unwrap().count(), 1);
    }

    #[test]
    fn a_dry_run_gives_the_name_that_the_real_one_does() {
        let dir = tempfile::tempdir().unwrap();
        std::fs::write(dir.path().join("a.png"), "one").unwrap();
        for (bytes, name, was_there) in [
            ("one", "a.png", true),
            ("two", "a-2.png", false),
            ("three", "a-3.png", false),
            ("two", "a-2.png", true),
        ] {
            let wanted = (dir.path().join(name), was_there);
            let root = Root::new(dir.path());
            assert_eq!(
                free_name(&root, dir.path(), "a", "png", bytes.as_bytes(), &[]).as_ref(),
                Some(&wanted.0)
            );
            assert_eq!(put_new(&root, dir.path(), "a", "png", bytes.as_bytes()).unwrap(), wanted);
            assert_eq!(std::fs::read(wanted.0).unwrap(), bytes.as_bytes());
        }
    }
}
