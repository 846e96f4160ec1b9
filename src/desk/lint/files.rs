use std::path::{Path, PathBuf};

use crate::desk::{DeskError, Workspace};

/// Every draft or issue in a folder and in those under it, by the profile's file names. Hidden
/// folders are left out.
///
/// # Errors
///
/// [`DeskError::NothingIn`] where there is none, and where a folder can't be read.
pub fn drafts_in(folder: &Path) -> Result<Vec<PathBuf>, DeskError> {
    let workspace = Workspace::find(folder)?;
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        let entries = std::fs::read_dir(&folder).map_err(|source| DeskError::read(&folder, source))?;
        for entry in entries.flatten() {
            let path = entry.path();
            let hidden = entry.file_name().to_str().is_none_or(|name| name.starts_with('.'));
            match entry.file_type() {
                Ok(kind) if kind.is_dir() && !hidden => folders.push(path),
                Ok(kind) if !kind.is_dir() && workspace.date_of(&path).is_some() => found.push(path),
                _ => {}
            }
        }
    }
    if found.is_empty() {
        return Err(DeskError::NothingIn(folder.to_owned()));
    }
    found.sort();
    Ok(found)
}
