use std::ffi::OsString;
use std::fs::File;
use std::hash::{BuildHasher, RandomState};
use std::io::{self, Write};
use std::path::Path;

use cap_fs_ext::{FollowSymlinks, OpenOptionsFollowExt, OpenOptionsSyncExt};
use cap_std::fs::{Dir, OpenOptions};

use super::attributes;
use super::walk::{LastLink, Place};
use super::{About, FileKind, Root, RootError};

/// How a file was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Written {
    /// A new file took the old one's name.
    Replaced,
    /// The old file has the new bytes: it has several names, or an owner or a list of access rights
    /// that can't be given to a new file.
    InPlace,
}

impl Root {
    /// Puts new bytes into a file that is there, or makes it. The file on disk is the old one or
    /// the new one; its owner, mode and access lists stay.
    ///
    /// A file that can't be replaced so is written in place, which a crash can interrupt:
    /// `before_in_place` is called before that, to keep the bytes elsewhere.
    ///
    /// # Errors
    ///
    /// Where the path leads to no place of the newsletter's, where the file is read-only, and where
    /// it can't be written; the file is then as it was.
    pub fn replace(
        &self,
        path: &Path,
        bytes: &[u8],
        before_in_place: impl FnOnce() -> io::Result<()>,
    ) -> Result<Written, RootError> {
        let place = self.place(path, LastLink::Follow)?;
        if place.about.is_none() {
            Temporary::new(&place, bytes, attributes::Mode::New)?.persist(&place)?;
            return Ok(Written::Replaced);
        }
        let old = place.open()?;
        if old.file.metadata()?.permissions().readonly() {
            return Err(io::Error::from(io::ErrorKind::PermissionDenied).into());
        }
        if attributes::has_one_name(&old.file)? {
            let new = Temporary::new(&place, bytes, attributes::Mode::Private)?;
            if attributes::copy(&old.file, &new.file).is_ok() {
                return new.persist(&place).map(|()| Written::Replaced);
            }
        }
        before_in_place()?;
        write_in_place(&place, bytes)?;
        Ok(Written::InPlace)
    }

    /// As [`Root::replace`], unless the file is another one than `was` by now.
    ///
    /// # Errors
    ///
    /// As [`Root::replace`]; `Ok(None)` where it changed meanwhile.
    pub fn replace_unchanged(
        &self,
        path: &Path,
        was: &About,
        bytes: &[u8],
    ) -> Result<Option<Written>, RootError> {
        let now = self.about(path)?;
        if now != *was || now.kind != FileKind::File {
            return Ok(None);
        }
        self.replace(path, bytes, || Ok(())).map(Some)
    }

    /// Makes a new file of these bytes.
    ///
    /// # Errors
    ///
    /// [`io::ErrorKind::AlreadyExists`] where the name is taken, be it by a link to nowhere.
    pub fn create(&self, path: &Path, bytes: &[u8]) -> Result<(), RootError> {
        let place = self.place(path, LastLink::Keep)?;
        if place.about.is_some() {
            return Err(io::Error::from(io::ErrorKind::AlreadyExists).into());
        }
        Temporary::new(&place, bytes, attributes::Mode::New)?.persist_new(&place)
    }

    /// Removes a file, or a link and not what it leads to.
    ///
    /// # Errors
    ///
    /// Where there is none, or it can't be removed.
    pub fn remove_file(&self, path: &Path) -> Result<(), RootError> {
        let place = self.place(path, LastLink::Keep)?;
        Ok(place.parent.remove_file(&place.name)?)
    }
}

/// A file beside the place where it will be; removed where it is dropped before.
struct Temporary<'p> {
    folder: &'p Dir,
    name: OsString,
    file: File,
    is_placed: bool,
}

/// So many names are tried.
const MAX_TRIES: u64 = 100;

impl<'p> Temporary<'p> {
    fn new(place: &'p Place, bytes: &[u8], mode: attributes::Mode) -> Result<Temporary<'p>, RootError> {
        let folder = &place.parent;
        if folder.dir_metadata()?.permissions().readonly() {
            return Err(io::Error::from(io::ErrorKind::PermissionDenied).into());
        }
        let mut options = OpenOptions::new();
        options.write(true).create_new(true).follow(FollowSymlinks::No);
        attributes::set_mode(&mut options, mode);
        let random = RandomState::new();
        for number in 0..MAX_TRIES {
            let name = OsString::from(format!(".copydesk-{:016x}", random.hash_one(number)));
            match folder.open_with(&name, &options) {
                Ok(file) => {
                    let mut new = Temporary { folder, name, file: file.into_std(), is_placed: false };
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

    fn persist(mut self, place: &Place) -> Result<(), RootError> {
        self.folder.rename(&self.name, &place.parent, &place.name)?;
        self.is_placed = true;
        Ok(())
    }

    /// Gives it the name, unless that is taken by now.
    fn persist_new(self, place: &Place) -> Result<(), RootError> {
        match self.folder.hard_link(&self.name, &place.parent, &place.name) {
            Ok(()) => Ok(()),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Err(error.into()),
            // A file system without hard links: there the name is tried by a look.
            Err(_) if place.parent.symlink_metadata(&place.name).is_err() => self.persist(place),
            Err(_) => Err(io::Error::from(io::ErrorKind::AlreadyExists).into()),
        }
    }
}

impl Drop for Temporary<'_> {
    fn drop(&mut self) {
        if !self.is_placed {
            let _ = self.folder.remove_file(&self.name);
        }
    }
}

fn write_in_place(place: &Place, bytes: &[u8]) -> Result<(), RootError> {
    let mut options = OpenOptions::new();
    options.write(true).follow(FollowSymlinks::No).nonblock(true);
    let mut file = place.parent.open_with(&place.name, &options)?.into_std();
    About::from_std(&file.metadata()?).regular()?;
    file.write_all(bytes)?;
    file.set_len(bytes.len() as u64)?;
    Ok(file.sync_all()?)
}
