//! The sources of pictures, kept beside what was made of them: on request, and where nobody else
//! has them.

use std::path::{Path, PathBuf};

use super::DeskError;
use super::put::{lies_inside, put_new};
use crate::git::Repo;

/// Where they are kept, in the folder of the pictures themselves.
const ORIGINALS: &str = "originals";

/// How it is said.
pub(super) const KEPT: &str = "original kept in originals/";

/// A source that is kept by now.
#[derive(Debug)]
pub(super) struct Kept {
    path: PathBuf,
    was_there: bool,
    folders: Vec<PathBuf>,
}

impl Kept {
    /// Takes it away again, where the picture was not written after all.
    pub(super) fn undo(self) {
        if !self.was_there {
            let _ = std::fs::remove_file(&self.path);
        }
        remove_folders(&self.folders);
    }
}

/// Puts the source as it is into `originals/` beside the picture that was made of it.
///
/// # Errors
///
/// Where it can't be written; nothing is left behind then.
pub(super) fn keep(root: &Path, picture: &Path, ending: &str, bytes: &[u8]) -> Result<Kept, DeskError> {
    let folder = picture.with_file_name(ORIGINALS);
    if !lies_inside(&folder, root) {
        return Err(DeskError::FolderOutside(folder));
    }
    let stem = picture.file_stem().and_then(|stem| stem.to_str()).unwrap_or("image");
    let folders = make_folders(&folder)?;
    let (path, was_there) =
        put_new(&folder, stem, ending, bytes).inspect_err(|_| remove_folders(&folders))?;
    Ok(Kept { path, was_there, folders })
}

/// Whether git has these very bytes, and can bring them back. Where it can't be asked, it has not.
pub(super) fn is_in_git(picture: &Path, bytes: &[u8]) -> bool {
    Repo::discover(picture).ok().flatten().is_some_and(|repo| repo.has(bytes))
}

/// Keeps the source of a picture that is to be written over or removed, unless git has it.
///
/// # Errors
///
/// As of [`keep`].
pub(super) fn keep_unless_in_git(
    root: &Path,
    picture: &Path,
    bytes: &[u8],
) -> Result<Option<Kept>, DeskError> {
    if is_in_git(picture, bytes) {
        return Ok(None);
    }
    let ending = picture.extension().and_then(|ending| ending.to_str()).unwrap_or("bin");
    keep(root, picture, ending, bytes).map(Some)
}

/// Makes a folder and those that it stands in: what was made, the innermost first.
pub(super) fn make_folders(folder: &Path) -> Result<Vec<PathBuf>, DeskError> {
    let made: Vec<PathBuf> =
        folder.ancestors().take_while(|path| path.symlink_metadata().is_err()).map(Path::to_owned).collect();
    let failed = |error| DeskError::write_image(folder, error);
    if let Some(parent) = made.last().and_then(|first| first.parent())
        && parent.metadata().map_err(failed)?.permissions().readonly()
    {
        return Err(failed(std::io::ErrorKind::PermissionDenied.into()));
    }
    std::fs::create_dir_all(folder).map_err(failed).inspect_err(|_| remove_folders(&made))?;
    Ok(made)
}

/// Takes away folders that were made for nothing; one that is not empty stays.
pub(super) fn remove_folders(made: &[PathBuf]) {
    for folder in made {
        let _ = std::fs::remove_dir(folder);
    }
}
