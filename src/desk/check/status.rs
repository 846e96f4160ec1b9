//! The status of an issue.

use std::path::Path;

use crate::desk::{DeskError, Document, Listing, Probe, Workspace, collect};
use crate::draft::Draft;
use crate::lint::{Context, Status, check};

/// Checks a draft as `lint` does, at the draft's stage.
///
/// # Errors
///
/// If it cannot be read.
pub fn status(workspace: &Workspace, listing: &Listing, path: &Path) -> Result<Status, DeskError> {
    let document = Document::open(path, &workspace.root)?;
    let draft = Draft::parse(document.base);
    let facts = collect(workspace, listing, Some(path), &draft, &mut Probe::default());
    let outline = facts.outline(&draft, &workspace.profile);
    let context = Context::new(&draft, &outline, &workspace.profile, &facts);
    Ok(Status::new(&context, &check(&context)))
}
