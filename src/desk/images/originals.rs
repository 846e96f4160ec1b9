//! Keeps the sources of images that are not in git, or that the user wants to keep.

use std::path::{Path, PathBuf};

use super::write_image::{NewImage, write_new};
use crate::desk::{ImageFileError, Journal};
use crate::git::{self, Repo};
use crate::root::{Root, RootError, about_named, write_private};

/// The name of the folder next to the images, and of the one in the user's state folder.
const ORIGINALS: &str = "originals";

/// The place where sources are kept.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Originals {
    /// In `originals/` next to the image, which git ignores: an original may contain the location where
    /// it was taken.
    Beside,
    /// In a folder outside of the newsletter.
    In(PathBuf),
    /// Nowhere: an image whose source would have to be kept is not changed.
    #[default]
    Nowhere,
}

/// A source that was kept.
#[derive(Debug)]
pub(in crate::desk) struct Kept {
    path: PathBuf,
    /// The newsletter and the folders created for it, if the file was created just now.
    made: Option<(Root, Vec<PathBuf>)>,
}

impl Originals {
    /// In the user's state folder, if there is one.
    pub fn of_user() -> Originals {
        Journal::state_folder().map_or(Originals::Nowhere, |state| Originals::In(state.join(ORIGINALS)))
    }

    /// The place where sources are kept, for a message about an image.
    pub(in crate::desk) fn description(&self) -> String {
        match self {
            Originals::Beside => format!("original kept in {ORIGINALS}/"),
            Originals::In(folder) => format!("original kept in {}", folder.display()),
            Originals::Nowhere => "original not kept".to_owned(),
        }
    }
}

impl Kept {
    /// Removes the source again, if the image was not written after all. A copy in the state folder
    /// stays: another image may have the same source.
    pub(in crate::desk) fn undo(self) {
        if let Some((root, folders)) = self.made {
            let _ = root.remove_file(&self.path);
            root.remove_folders(&folders);
        }
    }
}

/// Writes the unchanged source into `originals/` next to the image. Its `.gitignore` keeps it out of
/// commits.
///
/// # Errors
///
/// If it cannot be written. No new file remains.
pub(in crate::desk) fn keep_beside(
    root: &Root,
    image: &Path,
    extension: &str,
    bytes: &[u8],
) -> Result<Kept, ImageFileError> {
    let folder = image.with_file_name(ORIGINALS);
    let failed = |error| ImageFileError::root_write(&folder, error);
    let stem = image.file_stem().and_then(|stem| stem.to_str()).unwrap_or("image");
    let folders = root.make_folders(&folder).map_err(failed)?;
    let ignore = folder.join(".gitignore");
    let ignored = match root.create(&ignore, b"*\n") {
        Err(RootError::Io(error)) if error.kind() == std::io::ErrorKind::AlreadyExists => Ok(false),
        result => result.map(|()| true).map_err(failed),
    };
    let written = ignored.and_then(|is_new| {
        write_new(root, &folder, stem, extension, bytes).inspect_err(|_| {
            if is_new {
                let _ = root.remove_file(&ignore);
            }
        })
    });
    let NewImage { path, is_reused } = written.inspect_err(|_| root.remove_folders(&folders))?;
    Ok(Kept { path, made: (!is_reused).then(|| (root.clone(), folders)) })
}

/// True if git has exactly these bytes; false if git cannot be asked.
pub(in crate::desk) fn is_in_git(image: &Path, bytes: &[u8]) -> bool {
    Repo::discover(image).ok().flatten().is_some_and(|repo| repo.has(bytes))
}

/// Keeps the source of an image that will be overwritten or removed, unless git has it.
///
/// # Errors
///
/// If it cannot be written, and [`ImageFileError::NoState`].
pub(in crate::desk) fn keep_unless_in_git(
    root: &Root,
    image: &Path,
    bytes: &[u8],
    originals: &Originals,
) -> Result<Option<Kept>, ImageFileError> {
    if is_in_git(image, bytes) {
        return Ok(None);
    }
    match originals {
        Originals::Beside => {
            let extension = image.extension().and_then(|extension| extension.to_str()).unwrap_or("bin");
            keep_beside(root, image, extension, bytes).map(Some)
        }
        Originals::In(folder) => {
            let name = image.file_name().unwrap_or_default().to_string_lossy();
            let path = folder.join(format!("{}-{name}", git::content_id(bytes)));
            // The name contains a hash: an existing file has the same content.
            if about_named(&path, None).is_err() {
                write_private(&path, bytes).map_err(|error| ImageFileError::write(&path, error))?;
            }
            Ok(Some(Kept { path, made: None }))
        }
        Originals::Nowhere => Err(ImageFileError::NoState),
    }
}
