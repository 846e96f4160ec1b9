//! Saving the draft, and reading it again.

use super::{AfterSave, Done, IfDeleted};
use crate::desk::{Document, FileError, Journal, save};
use crate::root::Root;

pub(crate) fn reread(document: &Document, root: &Root) -> Done {
    match document.changed_on_disk(root) {
        Ok(None) => Done::AsKnown { path: document.path.clone() },
        Ok(Some(theirs)) => Done::ChangedOnDisk { path: document.path.clone(), theirs, then: None },
        Err(FileError::NotFound(path)) => Done::Missing { path },
        Err(error) => Done::Gone { error: error.into() },
    }
}

/// Writes the text, unless another program changed or deleted the file.
pub(crate) fn save_text(
    document: &Document,
    root: &Root,
    text: String,
    journal: Option<&Journal>,
    if_deleted: IfDeleted,
    then: AfterSave,
) -> Done {
    match document.changed_on_disk(root) {
        Ok(Some(theirs)) if theirs != text => {
            return Done::ChangedOnDisk { path: document.path.clone(), theirs, then: Some(then) };
        }
        Ok(_) => {}
        Err(FileError::NotFound(_)) if if_deleted == IfDeleted::Ask => return Done::Deleted { then },
        Err(FileError::NotFound(_)) => {
            let folder = document.path.parent().unwrap_or(root.folder());
            if let Err(error) = root.make_folders(folder) {
                return Done::SaveFailed { error: FileError::root_save(folder, error).into() };
            }
        }
        Err(error) => return Done::SaveFailed { error: error.into() },
    }
    match save(&document.path, root, &document.base, &text, journal) {
        Ok(()) => Done::Saved { text, then },
        Err(error) => Done::SaveFailed { error: error.into() },
    }
}
