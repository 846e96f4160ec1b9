//! Opens, reads and describes files of the newsletter.

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::atomic::Ordering;
use std::time::SystemTime;

use cap_fs_ext::{FollowSymlinks, OpenOptionsFollowExt, OpenOptionsSyncExt};
use cap_std::fs::OpenOptions;

use super::walk::{LastLink, Location, Target};
use super::{Root, RootError};

/// The kind of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileKind {
    File,
    Folder,
    /// A device, a pipe or a socket.
    Other,
}

/// The kind, size and modification time of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FileInfo {
    pub kind: FileKind,
    pub bytes: u64,
    pub modified: Option<SystemTime>,
}

/// The size and modification time of a file. A file with another stamp has changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stamp {
    bytes: u64,
    modified: Option<SystemTime>,
}

/// A regular file that is open for reading.
#[derive(Debug)]
pub struct Opened {
    pub file: File,
    pub about: FileInfo,
}

impl Root {
    /// Opens a regular file for reading.
    ///
    /// # Errors
    ///
    /// If the path is not a regular file of the newsletter. A pipe or a device is refused without
    /// waiting for it.
    pub fn open(&self, path: &Path) -> Result<Opened, RootError> {
        let opened = self.locate(path, LastLink::Follow)?.open()?;
        self.opened.0.fetch_add(1, Ordering::Relaxed);
        Ok(opened)
    }

    /// Reads a regular file of at most `limit` bytes.
    ///
    /// # Errors
    ///
    /// As [`Root::open`], and [`RootError::TooLarge`].
    pub fn read(&self, path: &Path, limit: u64) -> Result<Vec<u8>, RootError> {
        self.open(path)?.read(limit)
    }

    /// Describes a file. Links are followed.
    ///
    /// # Errors
    ///
    /// If it does not exist in the newsletter.
    pub fn about(&self, path: &Path) -> Result<FileInfo, RootError> {
        match self.walk(path, LastLink::Follow)? {
            Target::Root(folder) => Ok(FileInfo::from_cap(&folder.dir_metadata()?)),
            Target::Location(location) => {
                location.about.as_ref().map(FileInfo::from_cap).ok_or(RootError::NotFound)
            }
        }
    }

    pub fn is_file(&self, path: &Path) -> bool {
        self.about(path).is_ok_and(|about| about.kind == FileKind::File)
    }

    pub fn is_folder(&self, path: &Path) -> bool {
        self.about(path).is_ok_and(|about| about.kind == FileKind::Folder)
    }

    /// True if the name is taken, also by a broken link or a link out of the folder.
    pub fn is_taken(&self, path: &Path) -> bool {
        match self.walk(path, LastLink::Keep) {
            Ok(Target::Root(_)) => true,
            Ok(Target::Location(location)) => location.about.is_some(),
            Err(_) => false,
        }
    }

    pub fn is_link(&self, path: &Path) -> bool {
        let location = self.locate(path, LastLink::Keep);
        location.is_ok_and(|location| location.about.is_some_and(|about| about.is_symlink()))
    }

    /// Resolves the links of a path. The result is below the folder as that is spelled. The file itself
    /// need not exist.
    ///
    /// # Errors
    ///
    /// If the path is outside of the newsletter.
    pub fn real(&self, path: &Path) -> Result<PathBuf, RootError> {
        match self.walk(path, LastLink::Follow)? {
            Target::Root(_) => Ok(self.folder().to_owned()),
            Target::Location(location) => Ok(self.folder().join(location.real)),
        }
    }
}

impl Location {
    pub(super) fn open(&self) -> Result<Opened, RootError> {
        let about = FileInfo::from_cap(self.about.as_ref().ok_or(RootError::NotFound)?);
        about.regular()?;
        let mut options = OpenOptions::new();
        options.read(true).follow(FollowSymlinks::No).nonblock(true);
        // The file may have been exchanged since, so check the open handle again.
        Opened::new(self.parent.open_with(&self.name, &options)?.into_std())
    }
}

impl Opened {
    /// # Errors
    ///
    /// If the handle is not of a regular file.
    pub(super) fn new(file: File) -> Result<Opened, RootError> {
        let about = FileInfo::from_std(&file.metadata()?);
        about.regular()?;
        Ok(Opened { file, about })
    }

    /// Reads the file, which may have at most `limit` bytes.
    ///
    /// # Errors
    ///
    /// [`RootError::TooLarge`], also if the file grows while it is read.
    pub fn read(self, limit: u64) -> Result<Vec<u8>, RootError> {
        let too_large = |bytes| RootError::TooLarge { bytes, limit };
        if self.about.bytes > limit {
            return Err(too_large(self.about.bytes));
        }
        let mut bytes = Vec::with_capacity(usize::try_from(self.about.bytes).unwrap_or(0) + 1);
        self.file.take(limit + 1).read_to_end(&mut bytes)?;
        if bytes.len() as u64 > limit { Err(too_large(bytes.len() as u64)) } else { Ok(bytes) }
    }
}

impl FileInfo {
    pub fn stamp(&self) -> Stamp {
        Stamp { bytes: self.bytes, modified: self.modified }
    }

    fn from_cap(about: &cap_std::fs::Metadata) -> FileInfo {
        let kind = match about.file_type() {
            kind if kind.is_file() => FileKind::File,
            kind if kind.is_dir() => FileKind::Folder,
            _ => FileKind::Other,
        };
        FileInfo { kind, bytes: about.len(), modified: about.modified().ok().map(|time| time.into_std()) }
    }

    pub(super) fn from_std(about: &std::fs::Metadata) -> FileInfo {
        let kind = match about.file_type() {
            kind if kind.is_file() => FileKind::File,
            kind if kind.is_dir() => FileKind::Folder,
            _ => FileKind::Other,
        };
        FileInfo { kind, bytes: about.len(), modified: about.modified().ok() }
    }

    /// # Errors
    ///
    /// If it is not a regular file.
    pub(super) fn regular(&self) -> Result<(), RootError> {
        match self.kind {
            FileKind::File => Ok(()),
            FileKind::Folder => Err(RootError::Folder),
            FileKind::Other => Err(RootError::NotAFile),
        }
    }
}
