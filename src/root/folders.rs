use std::ffi::OsString;
use std::path::{Path, PathBuf};

use cap_fs_ext::DirExt;

use super::walk::{LastLink, Target};
use super::{FileKind, Root, RootError};

/// What a name in a folder is, links not followed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EntryKind {
    File,
    Folder,
    Link,
    Other,
}

/// A name in a folder.
#[derive(Clone, Debug)]
pub struct Entry {
    pub name: OsString,
    pub kind: EntryKind,
}

impl Root {
    /// What is in a folder, in no order; at most `limit` entries. `.git` is left out.
    ///
    /// # Errors
    ///
    /// Where the path leads to no folder of the newsletter's.
    pub fn list(&self, folder: &Path, limit: usize) -> Result<Vec<Entry>, RootError> {
        let dir = match self.walk(folder, LastLink::Follow)? {
            Target::Root(dir) => dir,
            Target::Place(place) => {
                let about = place.about.ok_or(RootError::NotFound)?;
                if !about.is_dir() {
                    return Err(RootError::NotFound);
                }
                place.parent.open_dir_nofollow(&place.name)?
            }
        };
        let entry = |entry: cap_std::fs::DirEntry| {
            let kind = match entry.file_type().ok()? {
                kind if kind.is_file() => EntryKind::File,
                kind if kind.is_dir() => EntryKind::Folder,
                kind if kind.is_symlink() => EntryKind::Link,
                _ => EntryKind::Other,
            };
            Some(Entry { name: entry.file_name(), kind })
        };
        let entries = dir.entries()?.flatten().filter_map(entry);
        Ok(entries.filter(|entry| !super::dot_git::is_dot_git(&entry.name)).take(limit).collect())
    }

    /// Makes a folder and those that it stands in: what was made, the innermost first.
    ///
    /// # Errors
    ///
    /// Where it leads out of the newsletter's folder or can't be made; what was made on the way is
    /// removed again.
    pub fn make_folders(&self, folder: &Path) -> Result<Vec<PathBuf>, RootError> {
        match self.about(folder) {
            Ok(about) if about.kind == FileKind::Folder => return Ok(Vec::new()),
            Ok(_) => return Err(std::io::Error::from(std::io::ErrorKind::AlreadyExists).into()),
            Err(RootError::NotFound) => {}
            Err(error) => return Err(error),
        }
        let mut made = match folder.parent() {
            Some(parent) if self.contains(parent) || !folder.has_root() => self.make_folders(parent)?,
            _ => Vec::new(),
        };
        let own = self.place(folder, LastLink::Follow).and_then(|place| {
            if place.parent.dir_metadata()?.permissions().readonly() {
                return Err(std::io::Error::from(std::io::ErrorKind::PermissionDenied).into());
            }
            Ok(place.parent.create_dir(&place.name)?)
        });
        match own {
            Ok(()) => made.insert(0, folder.to_owned()),
            Err(error) => {
                self.remove_folders(&made);
                return Err(error);
            }
        }
        Ok(made)
    }

    /// Removes folders that were made for nothing; one that is not empty stays.
    pub fn remove_folders(&self, made: &[PathBuf]) {
        for folder in made {
            if let Ok(place) = self.place(folder, LastLink::Keep) {
                let _ = place.parent.remove_dir(&place.name);
            }
        }
    }
}
