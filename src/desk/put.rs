//! Writing a picture, whole or not at all.

use std::io::Write;
use std::path::{Path, PathBuf};

use super::DeskError;
use super::save::set_default_mode;
use crate::image::{ImageError, MAX_BYTES};

/// A folder that is full of one name is no folder of a newsletter's.
const MAX_NUMBER: usize = 10_000;

/// Reads a file that may be a picture. What is no regular file is not opened: a pipe would wait
/// for ever.
///
/// # Errors
///
/// What it is instead, in a sentence.
pub(super) fn read_picture(path: &Path) -> Result<Vec<u8>, DeskError> {
    let failed = |source| DeskError::Image { path: path.to_owned(), source };
    let about = std::fs::metadata(path).map_err(|error| match error.kind() {
        std::io::ErrorKind::NotFound => DeskError::NoPicture(path.to_owned()),
        _ => failed(ImageError::Read(error)),
    })?;
    if about.is_dir() {
        return Err(failed(ImageError::Folder));
    }
    if !about.is_file() {
        return Err(failed(ImageError::NotAFile));
    }
    if about.len() == 0 {
        return Err(failed(ImageError::Empty));
    }
    if about.len() > MAX_BYTES {
        return Err(failed(ImageError::TooHeavy { bytes: about.len() }));
    }
    std::fs::read(path).map_err(|error| failed(ImageError::Read(error)))
}

/// Whether what is at `path` really lies in `root`, wherever links lead. Of a path that is not
/// there yet, the nearest folder that is counts.
pub(super) fn lies_inside(path: &Path, root: &Path) -> bool {
    let real = path.ancestors().find(|path| path.symlink_metadata().is_ok()).map(Path::canonicalize);
    match (real, root.canonicalize()) {
        (Some(Ok(real)), Ok(root)) => real.starts_with(root),
        _ => false,
    }
}

/// Puts a new file into a folder as `stem.ending`, or where that name is taken by another picture
/// as `stem-2.ending` and so on: the path, and whether the very same bytes were there already.
///
/// # Errors
///
/// Where it can't be written; nothing is left behind then.
pub(super) fn put_new(
    folder: &Path,
    stem: &str,
    ending: &str,
    bytes: &[u8],
) -> Result<(PathBuf, bool), DeskError> {
    let mut waiting: Option<tempfile::NamedTempFile> = None;
    for number in 1..=MAX_NUMBER {
        let path = folder.join(numbered(stem, ending, number));
        if path.symlink_metadata().is_ok() {
            if holds(&path, bytes) {
                return Ok((path, true));
            }
            continue;
        }
        let file = match waiting.take() {
            Some(file) => file,
            None => temporary(folder, bytes).map_err(|error| DeskError::write_image(&path, error))?,
        };
        set_default_mode(file.as_file());
        match file.persist_noclobber(&path) {
            Ok(_) => return Ok((path, false)),
            // Somebody was quicker: the next number is tried.
            Err(error) if error.error.kind() == std::io::ErrorKind::AlreadyExists => {
                waiting = Some(error.file);
            }
            Err(error) => return Err(DeskError::write_image(&path, error.error)),
        }
    }
    let path = folder.join(numbered(stem, ending, 1));
    Err(DeskError::write_image(&path, std::io::ErrorKind::AlreadyExists.into()))
}

/// The name that [`put_new`] would give, where `taken` are names given already.
pub(super) fn free_name(
    folder: &Path,
    stem: &str,
    ending: &str,
    bytes: &[u8],
    taken: &[PathBuf],
) -> Option<PathBuf> {
    (1..=MAX_NUMBER)
        .map(|number| folder.join(numbered(stem, ending, number)))
        .find(|path| !taken.contains(path) && (path.symlink_metadata().is_err() || holds(path, bytes)))
}

fn numbered(stem: &str, ending: &str, number: usize) -> String {
    if number == 1 { format!("{stem}.{ending}") } else { format!("{stem}-{number}.{ending}") }
}

/// Whether a regular file holds just these bytes.
fn holds(path: &Path, bytes: &[u8]) -> bool {
    let about = path.symlink_metadata();
    about.is_ok_and(|about| about.is_file() && about.len() == bytes.len() as u64)
        && std::fs::read(path).is_ok_and(|there| there == bytes)
}

/// Writes a picture in the place of a file that is there, and keeps the file's permissions. `was`
/// tells the file as it was when it was read; one that changed since stays as it is.
///
/// # Errors
///
/// Where it can't be written, or another program changed it; the file is then as it was.
pub(super) fn replace(path: &Path, was: &std::fs::Metadata, bytes: &[u8]) -> Result<(), DeskError> {
    let failed = |error| DeskError::write_image(path, error);
    let folder = path.parent().unwrap_or(Path::new("."));
    if was.permissions().readonly() {
        return Err(failed(std::io::ErrorKind::PermissionDenied.into()));
    }
    let file = temporary(folder, bytes).map_err(failed)?;
    file.as_file().set_permissions(was.permissions()).map_err(failed)?;
    let now = path.symlink_metadata().map_err(failed)?;
    if !now.is_file() || now.len() != was.len() || now.modified().ok() != was.modified().ok() {
        return Err(DeskError::ChangedMeanwhile(path.to_owned()));
    }
    file.persist(path).map_err(|error| failed(error.error))?;
    Ok(())
}

/// A file of these bytes beside the place where it will be; gone again where it is dropped.
fn temporary(folder: &Path, bytes: &[u8]) -> std::io::Result<tempfile::NamedTempFile> {
    if folder.metadata()?.permissions().readonly() {
        return Err(std::io::ErrorKind::PermissionDenied.into());
    }
    let mut file = tempfile::Builder::new().prefix(".copydesk-").tempfile_in(folder)?;
    file.write_all(bytes)?;
    file.as_file().sync_data()?;
    Ok(file)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_changed_meanwhile_is_left_as_it_is() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("a.png");
        std::fs::write(&path, "old").unwrap();
        let was = path.symlink_metadata().unwrap();
        std::fs::write(&path, "newer").unwrap();
        let error = replace(&path, &was, b"fitted").unwrap_err();
        assert!(matches!(error, DeskError::ChangedMeanwhile(_)), "{error}");
        assert_eq!(std::fs::read(&path).unwrap(), b"newer");
        replace(&path, &path.symlink_metadata().unwrap(), b"fitted").unwrap();
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
            assert_eq!(free_name(dir.path(), "a", "png", bytes.as_bytes(), &[]).as_ref(), Some(&wanted.0));
            assert_eq!(put_new(dir.path(), "a", "png", bytes.as_bytes()).unwrap(), wanted);
            assert_eq!(std::fs::read(wanted.0).unwrap(), bytes.as_bytes());
        }
    }
}
