//! Replaces, creates and removes files of the newsletter.

use std::ffi::OsString;
use std::fs::File;
use std::hash::{BuildHasher, RandomState};
use std::io::{self, Write};
use std::path::Path;

use cap_fs_ext::{FollowSymlinks, OpenOptionsFollowExt, OpenOptionsSyncExt};
use cap_std::fs::{Dir, OpenOptions};

use super::walk::{LastLink, Location};
use super::{FileInfo, FileKind, Root, RootError};
use crate::platform::{Mode, copy_attributes, has_one_name, replace_file, set_mode};

/// How a file was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Written {
    /// A new file replaced the old one.
    Replaced,
    /// The old file was overwritten, because it has several names, or an owner or access list that can't
    /// be copied to a new file.
    InPlace,
}

impl Root {
    /// Writes a file atomically: after a crash, the file on disk is the old one or the new one. Owner,
    /// mode and access lists are kept. A file that does not exist is created.
    ///
    /// A file that can't be replaced that way is overwritten, which a crash can interrupt. Then
    /// `before_in_place` is called first, to keep the bytes elsewhere.
    ///
    /// # Errors
    ///
    /// If the path is outside of the newsletter, or if the file is read-only or can't be written. The file is
    /// unchanged, unless writing in place failed midway.
    pub fn replace(
        &self,
        path: &Path,
        bytes: &[u8],
        before_in_place: impl FnOnce() -> io::Result<()>,
    ) -> Result<Written, RootError> {
        let location = self.locate(path, LastLink::Follow)?;
        if location.about.is_none() {
            Temporary::new(&location, bytes, Mode::New)?.persist(&location)?;
            return Ok(Written::Replaced);
        }
        let old = location.open()?;
        if old.file.metadata()?.permissions().readonly() {
            return Err(io::Error::from(io::ErrorKind::PermissionDenied).into());
        }
        if has_one_name(&old.file)? {
            let new = Temporary::new(&location, bytes, Mode::Private)?;
            if copy_attributes(&old.file, &new.file).is_ok() {
                // Windows replaces no file that is open here.
                drop(old);
                return new.persist(&location).map(|()| Written::Replaced);
            }
        }
        before_in_place()?;
        write_in_place(&location, bytes)?;
        Ok(Written::InPlace)
    }

    /// As [`Root::replace`], but returns `Ok(None)` and writes nothing if the file no longer matches
    /// `expected`.
    ///
    /// # Errors
    ///
    /// As [`Root::replace`].
    pub fn replace_unchanged(
        &self,
        path: &Path,
        expected: &FileInfo,
        bytes: &[u8],
    ) -> Result<Option<Written>, RootError> {
        let now = self.about(path)?;
        if now != *expected || now.kind != FileKind::File {
            return Ok(None);
        }
        self.replace(path, bytes, || Ok(())).map(Some)
    }

    /// Creates a file with these bytes.
    ///
    /// # Errors
    ///
    /// [`io::ErrorKind::AlreadyExists`] if the name is taken, also by a broken link.
    pub fn create(&self, path: &Path, bytes: &[u8]) -> Result<(), RootError> {
        let location = self.locate(path, LastLink::Keep)?;
        if location.about.is_some() {
            return Err(io::Error::from(io::ErrorKind::AlreadyExists).into());
        }
        Temporary::new(&location, bytes, Mode::New)?.persist_new(&location)
    }

    /// Removes a file, or a link but not its target.
    ///
    /// # Errors
    ///
    /// If it does not exist or can't be removed.
    pub fn remove_file(&self, path: &Path) -> Result<(), RootError> {
        let location = self.locate(path, LastLink::Keep)?;
        Ok(location.parent.remove_file(&location.name)?)
    }
}

/// A temporary file beside its final name. Dropping it removes the file, unless it has got that name.
struct Temporary<'p> {
    folder: &'p Dir,
    name: OsString,
    file: File,
    is_persisted: bool,
}

/// The number of temporary names that are tried.
const MAX_TRIES: u64 = 100;

impl<'p> Temporary<'p> {
    fn new(location: &'p Location, bytes: &[u8], mode: Mode) -> Result<Temporary<'p>, RootError> {
        let folder = &location.parent;
        if folder.dir_metadata()?.permissions().readonly() {
            return Err(io::Error::from(io::ErrorKind::PermissionDenied).into());
        }
        let mut options = OpenOptions::new();
        options.write(true).create_new(true).follow(FollowSymlinks::No);
        set_mode(&mut options, mode);
        let random = RandomState::new();
        for number in 0..MAX_TRIES {
            let name = OsString::from(format!(".copydesk-{:016x}", random.hash_one(number)));
            match folder.open_with(&name, &options) {
                Ok(file) => {
                    let mut new = Temporary { folder, name, file: file.into_std(), is_persisted: false };
                    new.file.write_all(bytes)?;
                    new.file.sync_data()?;
                    return Ok(new);
                }
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                Err(error) => return Err(error.into()),
            }
        }
        Err(io::Error::from(io::ErrorKind::AlreadyExists).into())
    }

    fn persist(mut self, location: &Location) -> Result<(), RootError> {
        replace_file(|| self.folder.rename(&self.name, &location.parent, &location.name))?;
        self.is_persisted = true;
        Ok(())
    }

    /// Gives the file its final name, unless that is taken.
    fn persist_new(self, location: &Location) -> Result<(), RootError> {
        match self.folder.hard_link(&self.name, &location.parent, &location.name) {
            Ok(()) => Ok(()),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Err(error.into()),
            // A file system without hard links: check the name, then rename.
            Err(_) if location.parent.symlink_metadata(&location.name).is_err() => self.persist(location),
            Err(_) => Err(io::Error::from(io::ErrorKind::AlreadyExists).into()),
        }
    }
}

impl Drop for Temporary<'_> {
    fn drop(&mut self) {
        if !self.is_persisted {
            let _ = self.folder.remove_file(&self.name);
        }
    }
}

fn write_in_place(location: &Location, bytes: &[u8]) -> Result<(), RootError> {
    let mut options = OpenOptions::new();
    options.write(true).follow(FollowSymlinks::No).nonblock(true);
    let mut file = location.parent.open_with(&location.name, &options)?.into_std();
    FileInfo::from_std(&file.metadata()?).regular()?;
    file.write_all(bytes)?;
    file.set_len(bytes.len() as u64)?;
    Ok(file.sync_all()?)
}

#[cfg(all(test, unix))]
mod tests {
    use std::os::unix::fs::{MetadataExt, PermissionsExt};

    use super::*;

    fn mode(path: &Path) -> u32 {
        path.metadata().unwrap().permissions().mode() & 0o7777
    }

    #[test]
    fn a_replaced_file_keeps_its_mode() {
        let dir = tempfile::tempdir().unwrap();
        let (root, path) = (Root::new(dir.path()), dir.path().join("draft.md"));
        for bits in [0o640, 0o755, 0o600, 0o664, 0o2664] {
            std::fs::write(&path, "old").unwrap();
            std::fs::set_permissions(&path, PermissionsExt::from_mode(bits)).unwrap();
            let inode = path.metadata().unwrap().ino();
            let written = root.replace(&path, b"new", || unreachable!("it can be replaced")).unwrap();
            assert_eq!((written, mode(&path)), (Written::Replaced, bits), "{bits:o}");
            assert_ne!(path.metadata().unwrap().ino(), inode, "a new file has the name");
            assert_eq!(std::fs::read(&path).unwrap(), b"new");
        }
        assert_eq!(dir.path().read_dir().unwrap().count(), 1, "no temporary file is left");
    }

    #[test]
    fn a_file_with_two_names_is_overwritten_and_keeps_its_mode() {
        let dir = tempfile::tempdir().unwrap();
        let (root, path) = (Root::new(dir.path()), dir.path().join("draft.md"));
        let other = dir.path().join("other.md");
        std::fs::write(&path, "the longer old text").unwrap();
        std::fs::set_permissions(&path, PermissionsExt::from_mode(0o640)).unwrap();
        std::fs::hard_link(&path, &other).unwrap();
        let mut is_kept = false;
        let keep = || {
            is_kept = true;
            Ok(())
        };
        assert_eq!(root.replace(&path, b"new", keep).unwrap(), Written::InPlace);
        assert!(is_kept);
        assert_eq!((mode(&path), std::fs::read(&other).unwrap()), (0o640, b"new".to_vec()));
    }

    #[test]
    fn a_new_file_has_the_mode_that_any_program_gives_it() {
        let dir = tempfile::tempdir().unwrap();
        let (root, usual) = (Root::new(dir.path()), dir.path().join("usual.md"));
        std::fs::write(&usual, "").unwrap();
        root.replace(&dir.path().join("new.md"), b"new", || Ok(())).unwrap();
        root.create(&dir.path().join("created.md"), b"new").unwrap();
        for name in ["new.md", "created.md"] {
            assert_eq!(mode(&dir.path().join(name)), mode(&usual), "{name}");
        }
    }
}
