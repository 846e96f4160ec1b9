//! The one way to a newsletter's files.
//!
//! A checkout comes from strangers: any file in it may be a link to another user's file, to git's
//! own configuration, to a device that never ends or to a pipe that never answers. [`Root`] follows
//! links itself, component by component, from a handle of the newsletter's folder, and opens what
//! it found relative to that handle, so that nothing can be exchanged between the check and the use.

mod attributes;
mod dot_git;
mod error;
mod folders;
mod named;
mod private;
mod read;
mod walk;
mod write;

use std::path::{Component, Path, PathBuf};

pub use error::RootError;
pub use folders::{Entry, EntryKind};
pub use named::{about_named, above, open_named, read_named};
pub use private::{make_private_folders, write_private};
pub use read::{About, FileKind, Opened};
pub use write::Written;

/// A newsletter's folder. What lies below it is read and written through its methods only.
///
/// Paths are absolute or relative to the folder. A path that leaves the folder, by `..` or by a
/// link, is refused, and so is one with a component `.git`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Root {
    folder: PathBuf,
}

impl Root {
    /// Takes a folder as a newsletter's; nothing is opened yet.
    pub fn new(folder: impl AsRef<Path>) -> Root {
        let folder = folder.as_ref();
        Root { folder: absolute(folder).unwrap_or_else(|_| folder.to_owned()) }
    }

    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// The path of a file of the newsletter's. Says nothing of what lies there.
    pub fn join(&self, path: impl AsRef<Path>) -> PathBuf {
        self.folder.join(path)
    }

    /// True if the path is spelled as one below the folder, wherever links on it lead. `a/../b` is
    /// `b` here.
    pub fn contains(&self, path: &Path) -> bool {
        absolute(path).is_ok_and(|path| without_dots(&path).starts_with(&self.folder))
    }
}

/// A path from the root of the file system. Where it goes up, through `..`, the file system is asked
/// where that leads, for the rest of the program goes by names.
///
/// # Errors
///
/// Where the folder that the program was started in is not known.
pub fn absolute(path: impl AsRef<Path>) -> std::io::Result<PathBuf> {
    let whole = std::path::absolute(path)?;
    let parts: Vec<Component<'_>> = whole.components().collect();
    let Some(last) = parts.iter().rposition(|part| *part == Component::ParentDir) else { return Ok(whole) };
    let (up, rest) = parts.split_at(last + 1);
    let real = std::fs::canonicalize(up.iter().collect::<PathBuf>());
    Ok(real.map_or_else(|_| without_dots(&whole), |real| real.join(rest.iter().collect::<PathBuf>())))
}

/// `a/../b` as `b`. Asks the file system nothing: where `a` is a link, that is another place.
pub fn without_dots(path: &Path) -> PathBuf {
    let mut clean = PathBuf::new();
    for part in path.components() {
        match part {
            Component::ParentDir => {
                clean.pop();
            }
            part => clean.push(part),
        }
    }
    clean
}
