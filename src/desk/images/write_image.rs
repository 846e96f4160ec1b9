//! Reads, names and writes image files.

use std::path::{Path, PathBuf};

use crate::desk::{FileError, ImageFileError};
use crate::image::ImageError;
use crate::root::{FileInfo, Root, RootError, open_named};
use crate::text::limits::IMAGE_BYTES;

/// The highest suffix that is tried, as in `name-2.png`.
const MAX_NUMBER: usize = 10_000;

/// Reads an image file, in the newsletter's folder or at a path that the user gave. Does not check that it is
/// an image.
///
/// # Errors
///
/// If the file is missing, empty, too large or not a regular file, or if a path in the newsletter leads out
/// of it, into a `.git` or through too many links.
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
            return FileError::from_root(path, error).into();
        }
        RootError::Folder => ImageError::Folder,
        RootError::NotAFile => ImageError::NotAFile,
        RootError::TooLarge { bytes, .. } => ImageError::TooHeavy { bytes },
        RootError::Io(error) => ImageError::Read(error),
    };
    ImageFileError::Unusable { path: path.to_owned(), source }
}

/// The file that [`write_new`] wrote or found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::desk) struct NewImage {
    pub path: PathBuf,
    /// True if the file existed with the same bytes.
    pub is_reused: bool,
}

/// Writes a new file `stem.extension`, or `stem-2.extension` and so on if the name is taken. If a file with
/// the same bytes has one of these names, returns it instead.
///
/// # Errors
///
/// If the file cannot be written. No partial file remains.
pub(in crate::desk) fn write_new(
    root: &Root,
    folder: &Path,
    stem: &str,
    extension: &str,
    bytes: &[u8],
) -> Result<NewImage, ImageFileError> {
    for number in 1..=MAX_NUMBER {
        let path = folder.join(numbered(stem, extension, number));
        if root.is_taken(&path) {
            if has_bytes(root, &path, bytes) {
                return Ok(NewImage { path, is_reused: true });
            }
            continue;
        }
        match root.create(&path, bytes) {
            Ok(()) => return Ok(NewImage { path, is_reused: false }),
            // Another program took the name first: try the next number.
            Err(RootError::Io(error)) if error.kind() == std::io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(ImageFileError::root_write(&path, error)),
        }
    }
    let path = folder.join(numbered(stem, extension, 1));
    Err(ImageFileError::write(&path, std::io::ErrorKind::AlreadyExists.into()))
}

/// Returns the path that [`write_new`] would use, for dry runs. `reserved` are the paths of earlier results.
/// Returns `None` if all names are taken.
pub(in crate::desk) fn free_path(
    root: &Root,
    folder: &Path,
    stem: &str,
    extension: &str,
    bytes: &[u8],
    reserved: &[PathBuf],
) -> Option<PathBuf> {
    (1..=MAX_NUMBER)
        .map(|number| folder.join(numbered(stem, extension, number)))
        .find(|path| !reserved.contains(path) && (!root.is_taken(path) || has_bytes(root, path, bytes)))
}

fn numbered(stem: &str, extension: &str, number: usize) -> String {
    if number == 1 { format!("{stem}.{extension}") } else { format!("{stem}-{number}.{extension}") }
}

/// True if the path is a regular file, not a link, with exactly these bytes. The target of a link may change
/// or be removed without a change to the link, so a link is never reused.
fn has_bytes(root: &Root, path: &Path, bytes: &[u8]) -> bool {
    let len = bytes.len() as u64;
    let opened = root.open(path).ok().filter(|opened| !root.is_link(path) && opened.about.bytes == len);
    opened.is_some_and(|opened| opened.read(len).is_ok_and(|there| there == bytes))
}

/// Overwrites an image file and keeps its permissions. Fails if the file no longer matches `expected`, its
/// state when it was read.
///
/// # Errors
///
/// If the file cannot be written, or another program changed it. It is then unchanged, unless it has several
/// names or an access list that cannot be copied: such a file is overwritten in place, which may end midway.
pub(in crate::desk) fn replace(
    root: &Root,
    path: &Path,
    expected: &FileInfo,
    bytes: &[u8],
) -> Result<(), ImageFileError> {
    let written = root.replace_unchanged(path, expected, bytes);
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
    fn dry_run_predicts_the_name() {
        let dir = tempfile::tempdir().unwrap();
        std::fs::write(dir.path().join("a.png"), "one").unwrap();
        for (bytes, name, is_reused) in [
            ("one", "a.png", true),
            ("two", "a-2.png", false),
            ("three", "a-3.png", false),
            ("two", "a-2.png", true),
        ] {
            let wanted = NewImage { path: dir.path().join(name), is_reused };
            let root = Root::new(dir.path());
            assert_eq!(
                free_path(&root, dir.path(), "a", "png", bytes.as_bytes(), &[]).as_ref(),
                Some(&wanted.path)
            );
            assert_eq!(write_new(&root, dir.path(), "a", "png", bytes.as_bytes()).unwrap(), wanted);
            assert_eq!(std::fs::read(wanted.path).unwrap(), bytes.as_bytes());
        }
    }

    #[cfg(unix)]
    #[test]
    fn a_path_that_is_not_opened_is_refused_with_its_own_reason() {
        use std::os::unix::fs::symlink;
        let dir = tempfile::tempdir().unwrap();
        let root = Root::new(dir.path().join("letter"));
        std::fs::create_dir_all(root.join(".git")).unwrap();
        std::fs::write(root.join(".git/a.png"), "x").unwrap();
        std::fs::write(dir.path().join("out.png"), "x").unwrap();
        symlink("../out.png", root.join("out.png")).unwrap();
        symlink("loop.png", root.join("loop.png")).unwrap();
        for (name, reason) in [
            ("out.png", "leads out of the newsletter's folder; name the file itself"),
            (".git/a.png", "leads into a repository's `.git`, which has no files of a newsletter"),
            ("loop.png", "follows too many links; name the file itself"),
        ] {
            let error = read_image(&root.join(name), &root).unwrap_err().to_string();
            assert!(error.ends_with(&format!("{name} {reason}")), "{error}");
        }
        // Writing into `.git` has its reason too.
        let error = write_new(&root, &root.join(".git"), "b", "png", b"x").unwrap_err().to_string();
        assert!(error.contains("leads into a repository's `.git`"), "{error}");
    }
}
