use std::path::{Path, PathBuf};

use crate::desk::FileError;
use crate::desk::issue::file_error::reason;
use crate::image::ImageError;
use crate::root::RootError;

/// Why an image file cannot be read, fitted or written.
#[derive(Debug, thiserror::Error)]
pub enum ImageFileError {
    #[error("{} {source}", path.display())]
    Unusable { path: PathBuf, source: ImageError },
    #[error("there is no image {}; fix its name", .0.display())]
    NotFound(PathBuf),
    #[error("{} is not in the newsletter's folder, so it stays as it is", .0.display())]
    Outside(PathBuf),
    #[error("there is no state folder to keep originals in; set XDG_STATE_HOME")]
    NoState,
    #[error("{} is a link; name the file that it links to", .0.display())]
    Link(PathBuf),
    #[error("{} leads out of the newsletter's folder, so no image is written there; replace the link by a folder", .0.display())]
    FolderOutside(PathBuf),
    #[error("{} can't be written: {}; the file was not changed", path.display(), reason(source))]
    Write { path: PathBuf, source: std::io::Error },
    #[error(transparent)]
    File(#[from] FileError),
}

impl ImageFileError {
    pub(in crate::desk) fn write(path: &Path, source: std::io::Error) -> Self {
        Self::Write { path: path.to_owned(), source }
    }

    /// A failed write through the newsletter's [`Root`](crate::root::Root).
    pub(in crate::desk) fn root_write(path: &Path, source: RootError) -> Self {
        match source {
            RootError::Outside => Self::FolderOutside(path.to_owned()),
            RootError::InGit | RootError::LinkLoop => FileError::from_root(path, source).into(),
            source => Self::write(path, source.into()),
        }
    }
}
