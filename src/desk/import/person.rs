use std::path::Path;

use crate::desk::issue::document;
use crate::desk::issue::workspace::PROFILE_FILE;
use crate::desk::{DeskError, ImportError, Workspace, save};
use crate::profile::{load, with_person};

/// Records in the newsletter's `copydesk.yml` who writes the block with this handle in the notes; `None`
/// for nobody. Replaces another answer and creates the file if necessary. Returns the newsletter with
/// the new profile.
///
/// # Errors
///
/// If the file's form leaves no place for the entry, or it cannot be read or written.
pub fn keep_person(workspace: &Workspace, handle: &str, name: Option<&str>) -> Result<Workspace, DeskError> {
    let root = &workspace.root;
    let known = workspace.profile.import.people.get(handle);
    if known.is_some_and(|known| known.as_deref() == name) {
        return Ok(workspace.clone());
    }
    let path = root.join(PROFILE_FILE);
    let existing = document::read_if_there(Path::new(PROFILE_FILE), root)?;
    // Without a file, the newsletter is the built-in one, and keeps its name.
    let base = || format!("extends: {name}\nname: {name}\n", name = workspace.profile.name);
    let before = existing.clone().unwrap_or_default();
    let after = with_person(&existing.unwrap_or_else(base), handle, name).filter(|text| load(text).is_ok());
    let entry = format!("{handle}: {}", name.unwrap_or("~"));
    let after = after.ok_or(ImportError::NoPlaceForPerson(entry))?;
    save(&path, root, &before, &after, None)?;
    Workspace::load(root.folder().to_owned())
}
