//! Resolves a path of the newsletter, link by link, from a handle of its folder.

use std::ffi::{OsStr, OsString};
use std::path::{Component, Path, PathBuf};

use cap_fs_ext::DirExt;
use cap_std::ambient_authority;
use cap_std::fs::{Dir, Metadata};

use super::dot_git::is_dot_git;
use super::{Root, RootError};
use crate::platform::real_path;

/// The most links in a path; the limit of Linux.
const MAX_LINKS: usize = 40;

/// Says if a link as the last component of a path is followed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum LastLink {
    Follow,
    Keep,
}

/// A resolved path: a name in an open folder, with all links followed.
#[derive(Debug)]
pub(super) struct Location {
    pub parent: Dir,
    pub name: OsString,
    /// The file of that name; `None` if the name is free.
    pub about: Option<Metadata>,
    /// The path without links, relative to the newsletter's folder.
    pub real: PathBuf,
}

/// The target of a path.
#[derive(Debug)]
pub(super) enum Target {
    /// The newsletter's folder itself.
    Root(Dir),
    Location(Box<Location>),
}

impl Root {
    /// Resolves a path from the newsletter's folder.
    ///
    /// # Errors
    ///
    /// If it leaves the folder or enters `.git`, or if a folder of it is missing.
    pub(super) fn walk(&self, path: &Path, last: LastLink) -> Result<Target, RootError> {
        let top = Dir::open_ambient_dir(&self.folder, ambient_authority())?;
        let mut left = reversed(&self.inner(path)?);
        let mut folders: Vec<(Dir, OsString)> = Vec::new();
        let mut links = 0;
        while let Some(step) = left.pop() {
            let Step::Down(name) = step else {
                folders.pop().ok_or(RootError::Outside)?;
                continue;
            };
            if is_dot_git(&name) {
                return Err(RootError::InGit);
            }
            let folder = folders.last().map_or(&top, |(folder, _)| folder);
            let about = match folder.symlink_metadata(&name) {
                Ok(about) => Some(about),
                Err(error) if error.kind() == std::io::ErrorKind::NotFound && left.is_empty() => None,
                Err(error) => return Err(error.into()),
            };
            let is_link = about.as_ref().is_some_and(Metadata::is_symlink);
            if is_link && !(left.is_empty() && last == LastLink::Keep) {
                links += 1;
                if links > MAX_LINKS {
                    return Err(RootError::LinkLoop);
                }
                let target = folder.read_link_contents(&name)?;
                if target.has_root() {
                    folders.clear();
                    left.extend(reversed(&self.inner_of_link(&target)?));
                } else {
                    left.extend(reversed(&target));
                }
            } else if left.is_empty() {
                let real = folders.iter().map(|(_, name)| name.as_os_str()).chain([name.as_os_str()]);
                let real = real.collect();
                let parent = folders.pop().map_or(top, |(folder, _)| folder);
                return Ok(Target::Location(Box::new(Location { parent, name, about, real })));
            } else {
                let next = folder.open_dir_nofollow(&name)?;
                folders.push((next, name));
            }
        }
        self.folder_itself(top, folders)
    }

    /// As [`Root::walk`], for a path that must not be the newsletter's folder itself.
    pub(super) fn locate(&self, path: &Path, last: LastLink) -> Result<Location, RootError> {
        match self.walk(path, last)? {
            Target::Root(_) => Err(RootError::Folder),
            Target::Location(location) => Ok(*location),
        }
    }

    /// The target of a path that ended in `..`.
    fn folder_itself(&self, top: Dir, mut folders: Vec<(Dir, OsString)>) -> Result<Target, RootError> {
        let real: PathBuf = folders.iter().map(|(_, name)| name.as_os_str()).collect();
        let Some((own, name)) = folders.pop() else { return Ok(Target::Root(top)) };
        let about = Some(own.dir_metadata()?);
        let parent = folders.pop().map_or(top, |(folder, _)| folder);
        Ok(Target::Location(Box::new(Location { parent, name, about, real })))
    }

    /// Makes a path relative to the newsletter's folder, as that is spelled.
    fn inner(&self, path: &Path) -> Result<PathBuf, RootError> {
        if !path.has_root() {
            return Ok(path.to_owned());
        }
        path.strip_prefix(&self.folder).map(Path::to_owned).map_err(|_| RootError::Outside)
    }

    /// As [`Root::inner`] for an absolute link, which may spell the folder as the user or as the system
    /// does.
    fn inner_of_link(&self, target: &Path) -> Result<PathBuf, RootError> {
        let inner = self.inner(target);
        if inner.is_ok() {
            return inner;
        }
        let own = real_path(&self.folder)?;
        if let Ok(inner) = target.strip_prefix(&own) {
            return Ok(inner.to_owned());
        }
        let real = real_path(target).map_err(|_| RootError::Outside)?;
        real.strip_prefix(&own).map(Path::to_owned).map_err(|_| RootError::Outside)
    }
}

/// A component of a path that is still to be resolved.
enum Step {
    Down(OsString),
    Up,
}

fn reversed(path: &Path) -> Vec<Step> {
    let step = |component: Component| match component {
        Component::Normal(name) => Some(Step::Down(OsStr::to_owned(name))),
        Component::ParentDir => Some(Step::Up),
        Component::CurDir | Component::RootDir | Component::Prefix(_) => None,
    };
    path.components().rev().filter_map(step).collect()
}
