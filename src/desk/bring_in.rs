use std::path::{Path, PathBuf};

use jiff::civil::Date;

use super::{DeskError, Workspace};
use crate::image::Control;

/// A picture to bring into an issue.
#[derive(Clone, Debug)]
pub struct BringIn {
    /// Anywhere on this machine.
    pub source: PathBuf,
    /// The draft that will refer to it.
    pub draft: PathBuf,
    /// The day.
    pub date: Date,
    /// What it is to be called, without date and ending; by its own name where there is none.
    pub name: Option<String>,
    /// Whether the source is kept beside it, in `originals/`.
    pub keep_original: bool,
}

/// A picture that is in its place.
#[derive(Clone, Debug)]
pub struct BroughtIn {
    pub path: PathBuf,
    /// What the draft writes to show it.
    pub reference: String,
    /// What was done to it, in words.
    pub said: String,
    /// The very same picture was there already.
    pub is_reused: bool,
}

/// Fits a picture and puts it into the folder under the right name. Nothing that is there
/// is written over.
///
/// # Errors
///
/// Where it can't be read, fitted or written; nothing is left behind then.
pub fn bring_in(workspace: &Workspace, wanted: &BringIn, control: &Control) -> Result<BroughtIn, DeskError> {
    let _ = (workspace, control);
    Err(DeskError::NoFile(wanted.source.clone()))
}

/// What a draft writes to show a file of the newsletter's.
pub fn reference(path: &Path, draft: &Path, root: &Path) -> String {
    let _ = (draft, root);
    path.display().to_string()
}
