use std::path::{Path, PathBuf};

use super::{DeskError, Workspace};
use crate::draft::Draft;
use crate::image::Control;
use crate::text::Edits;

/// What became of the images of a draft.
#[derive(Debug)]
pub struct FittedImages {
    /// In the order of the draft.
    pub images: Vec<FittedImage>,
    /// What the draft must say now, where files got other names.
    pub edits: Edits,
    /// The files that nothing refers to once the edits are saved.
    pub obsolete: Vec<PathBuf>,
}

#[derive(Debug)]
pub struct FittedImage {
    /// What the draft calls it.
    pub reference: String,
    pub result: Result<Fit, DeskError>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fit {
    AlreadyRight,
    /// What was done (or would be), in words.
    Done {
        said: String,
        /// What the draft calls it now, where that had to change.
        renamed: Option<String>,
    },
}

/// Brings the images that a draft refers to within the limits, in place. With `only`, just those
/// that the draft calls so; with `dry_run`, tells what it would do and writes nothing.
pub fn fit_images(
    workspace: &Workspace,
    path: &Path,
    draft: &Draft,
    only: Option<&[String]>,
    dry_run: bool,
    control: &Control,
) -> FittedImages {
    let _ = (workspace, path, draft, only, dry_run, control);
    FittedImages { images: Vec::new(), edits: Edits::default(), obsolete: Vec::new() }
}
