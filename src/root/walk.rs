use std::ffi::{OsStr, OsString};
use std::path::{Component, Path, PathBuf};

use cap_fs_ext::DirExt;
use cap_std::ambient_authority;
use cap_std::fs::{Dir, Metadata};

use super::dot_git::is_dot_git;
use super::{Root, RootError};

/// As many links one path may follow; the limit of Linux.
const MAX_LINKS: usize = 40;

/// What becomes of a link that is the path's last component.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum LastLink {
    Follow,
    Keep,
}

/// Where a path leads: a name in an open folder, with no link left to follow.
#[derive(Debug)]
pub(super) struct Place {
    pub parent: Dir,
    pub name: OsString,
    /// What stands there; `None` for a name that is free.
    pub about: Option<Metadata>,
    /// The path without links, from the newsletter's folder.
    pub real: PathBuf,
}

/// What a path of the newsletter's names.
#[derive(Debug)]
pub(super) enum Target {
    /// The newsletter's folder itself.
    Root(Dir),
    Place(Box<Place>),
}

impl Root {
    /// Follows the path from the newsletter's folder.
    ///
    /// # Errors
    ///
    /// Where it leads out of the folder or into `.git`, and where a folder on it is missing.
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
                return Ok(Target::Place(Box::new(Place { parent, name, about, real })));
            } else {
                let next = folder.open_dir_nofollow(&name)?;
                folders.push((next, name));
            }
        }
        self.folder_itself(top, folders)
    }

    /// As [`Root::walk`], for what can't be the newsletter's folder itself.
    pub(super) fn place(&self, path: &Path, last: LastLink) -> Result<Place, RootError> {
        match self.walk(path, last)? {
            Target::Root(_) => Err(RootError::Folder),
            Target::Place(place) => Ok(*place),
        }
    }

    /// A path that ended in `..`: the folder that it came back to.
    fn folder_itself(&self, top: Dir, mut folders: Vec<(Dir, OsString)>) -> Result<Target, RootError> {
        let real: PathBuf = folders.iter().map(|(_, name)| name.as_os_str()).collect();
        let Some((own, name)) = folders.pop() else { return Ok(Target::Root(top)) };
        let about = Some(own.dir_metadata()?);
        let parent = folders.pop().map_or(top, |(folder, _)| folder);
        Ok(Target::Place(Box::new(Place { parent, name, about, real })))
    }

    /// The path from the newsletter's folder, as it is spelled.
    fn inner(&self, path: &Path) -> Result<PathBuf, RootError> {
        if !path.has_root() {
            return Ok(path.to_owned());
        }
        path.strip_prefix(&self.folder).map(Path::to_owned).map_err(|_| RootError::Outside)
    }

    /// An absolute link may name the folder as the user spells it, or as the system does.
    fn inner_of_link(&self, target: &Path) -> Result<PathBuf, RootError> {
        let inner = self.inner(target);
        if inner.is_ok() {
            return inner;
        }
        let own = self.folder.canonicalize()?;
        if let Ok(inner) = target.strip_prefix(&own) {
            return Ok(inner.to_owned());
        }
        let real = target.canonicalize().map_err(|_| RootError::Outside)?;
        real.strip_prefix(&own).map(Path::to_owned).map_err(|_| RootError::Outside)
    }
}

/// One component of a path that is still to go.
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
