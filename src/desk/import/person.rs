use std::path::Path;

use crate::desk::issue::document;
use crate::desk::issue::workspace::PROFILE_FILE;
use crate::desk::{DeskError, ImportError, Workspace, save};
use crate::profile::{load, with_person};

/// Keeps in the newsletter's `copydesk.yml` whose block somebody writes, by the handle that the notes
/// have: `None` for nobody's. It replaces another answer. Where there is no such file, it is made; where
/// the file says so already, it is not changed. Gives the newsletter as it is then.
///
/// # Errors
///
/// Where the file is written in a way that leaves no place for it, or can't be read or written.
pub fn keep_person(workspace: &Workspace, handle: &str, name: Option<&str>) -> Result<Workspace, DeskError> {
    let root = &workspace.root;
    let known = workspace.profile.import.people.get(handle);
    if known.is_some_and(|known| known.as_deref() == name) {
        return Ok(workspace.clone());
    }
    let path = root.join(PROFILE_FILE);
    let own = document::read_if_there(Path::new(PROFILE_FILE), root)?;
    let base = || format!("extends: {}\n", workspace.profile.name);
    let before = own.clone().unwrap_or_default();
    let after = with_person(&own.unwrap_or_else(base), handle, name).filter(|text| load(text).is_ok());
    let said = format!("{handle}: {}", name.unwrap_or("~"));
    let after = after.ok_or(ImportError::NoPlaceForPerson(said))?;
    save(&path, root, &before, &after, None)?;
    Workspace::load(root.folder().to_owned())
}
