//! The only access to a newsletter's files.
//!
//! A checkout is not trusted: any file in it may be a link to another user's file or to git's
//! configuration, a device that never ends, or a pipe that never answers. [`Root`] follows links
//! itself, component by component, from a handle of the newsletter's folder. It opens the file
//! relative to that handle, so that nothing can be exchanged between check and use.

mod dot_git;
mod error;
mod folders;
mod named;
mod private;
mod read;
mod walk;
mod write;

use std::hash::{Hash, Hasher};
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

pub use error::RootError;
pub use folders::{Entry, EntryKind};
pub use named::{about_named, above, open_named, read_named};
pub use private::{make_private_folders, write_private};
pub use read::{FileInfo, FileKind, Opened, Stamp};
pub use write::Written;

use crate::platform::real_path;

/// A newsletter's folder. Files below it are read and written through its methods only.
///
/// Paths are absolute or relative to the folder. A path that leaves the folder, through `..` or a link,
/// is refused, and so is a path with a component `.git`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Root {
    folder: PathBuf,
    /// Folders whose files the site has at its top, from `folder`.
    site_roots: Vec<PathBuf>,
    opened: OpenCount,
}

/// How many files a [`Root`] and its clones opened. Two folders are equal regardless of it.
#[derive(Clone, Debug, Default)]
struct OpenCount(Arc<AtomicUsize>);

impl PartialEq for OpenCount {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for OpenCount {}

impl Hash for OpenCount {
    fn hash<H: Hasher>(&self, _: &mut H) {}
}

impl Root {
    /// A newsletter in this folder. Nothing is opened yet.
    pub fn new(folder: impl AsRef<Path>) -> Root {
        let folder = folder.as_ref();
        let folder = absolute(folder).unwrap_or_else(|_| folder.to_owned());
        Root { folder, site_roots: Vec::new(), opened: OpenCount::default() }
    }

    /// How many files were opened for reading, by this root and its clones. It shows what a use case costs in a
    /// large repository.
    pub fn opened(&self) -> usize {
        self.opened.0.load(Ordering::Relaxed)
    }

    /// The same newsletter, whose site has the files of these folders at its top.
    #[must_use]
    pub fn with_site_roots(self, folders: impl IntoIterator<Item = PathBuf>) -> Root {
        Root { site_roots: folders.into_iter().collect(), ..self }
    }

    /// The paths that `/path` on the site may have, the likelier ones first. They need not exist. None for a path
    /// out of the site's folders.
    pub fn on_site(&self, path: &str) -> impl Iterator<Item = PathBuf> {
        let folders = self.site_roots.iter().map(|root| self.folder.join(root));
        folders.chain([self.folder.clone()]).filter_map(move |folder| {
            let place = without_dots(&folder.join(path));
            place.starts_with(&folder).then_some(place)
        })
    }

    /// The path that the site has for a file in one of its folders, without a `/` at its start.
    pub fn path_on_site<'p>(&self, path: &'p Path) -> Option<&'p Path> {
        let inner = path.strip_prefix(&self.folder).ok()?;
        self.site_roots.iter().find_map(|root| inner.strip_prefix(root).ok())
    }

    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// The path of a file of the newsletter, which need not exist.
    pub fn join(&self, path: impl AsRef<Path>) -> PathBuf {
        self.folder.join(path)
    }

    /// True if the path is below the folder as it is spelled. Links are not followed, and `a/../b` is
    /// `b`.
    pub fn contains(&self, path: &Path) -> bool {
        absolute(path).is_ok_and(|path| without_dots(&path).starts_with(&self.folder))
    }
}

/// Returns an absolute path without `..`. The file system resolves each `..`, because the folder before
/// it may be a link, and the rest of the program compares paths by name.
///
/// # Errors
///
/// If the current folder is unknown.
pub fn absolute(path: impl AsRef<Path>) -> std::io::Result<PathBuf> {
    let whole = std::path::absolute(path)?;
    let parts: Vec<Component<'_>> = whole.components().collect();
    let Some(last) = parts.iter().rposition(|part| *part == Component::ParentDir) else { return Ok(whole) };
    let (up, rest) = parts.split_at(last + 1);
    let real = real_path(&up.iter().collect::<PathBuf>());
    Ok(real.map_or_else(|_| without_dots(&whole), |real| real.join(rest.iter().collect::<PathBuf>())))
}

/// Returns `b` for `a/../b`. The file system is not asked, so the result differs if `a` is a link.
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
