//! Lists, creates and removes folders.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use cap_fs_ext::DirExt;

use super::walk::{LastLink, Target};
use super::{FileKind, Root, RootError};

/// The kind of a folder's entry. Links are not followed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EntryKind {
    File,
    Folder,
    Link,
    Other,
}

/// An entry of a folder.
#[derive(Clone, Debug)]
pub struct Entry {
    pub name: OsString,
    pub kind: EntryKind,
}

impl Root {
    /// Lists at most `limit` entries of a folder, in no particular order, without `.git`.
    ///
    /// # Errors
    ///
    /// If the path is not a folder of the newsletter.
    pub fn list(&self, folder: &Path, limit: usize) -> Result<Vec<Entry>, RootError> {
        let dir = match self.walk(folder, LastLink::Follow)? {
            Target::Root(dir) => dir,
            Target::Location(location) => {
                let about = location.about.ok_or(RootError::NotFound)?;
                if !about.is_dir() {
                    return Err(RootError::NotFound);
                }
                location.parent.open_dir_nofollow(&location.name)?
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

    /// Creates a folder and its missing parents. Returns the created folders, the innermost first.
    ///
    /// # Errors
    ///
    /// If the folder is outside of the newsletter's or can't be created. Parents that were created are
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
        let own = self.locate(folder, LastLink::Follow).and_then(|location| {
            if location.parent.dir_metadata()?.permissions().readonly() {
                return Err(std::io::Error::from(std::io::ErrorKind::PermissionDenied).into());
            }
            Ok(location.parent.create_dir(&location.name)?)
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

    /// Removes folders that turned out not to be needed. A folder that is not empty stays.
    pub fn remove_folders(&self, made: &[PathBuf]) {
        for folder in made {
            if let Ok(location) = self.locate(folder, LastLink::Keep) {
                let _ = location.parent.remove_dir(&location.name);
            }
        }
    }
}
