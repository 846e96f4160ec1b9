//! Attributes of files, and their replacement.

use std::fs::{DirBuilder, File, Metadata};
use std::io;
use std::path::{Path, PathBuf};

use cap_std::fs::OpenOptions;

/// The permissions of a new file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// As the user's umask allows.
    New,
    /// Only the user, until the attributes of another file are copied to it.
    Private,
}

#[cfg(unix)]
mod system {
    use std::os::unix::ffi::OsStrExt;
    use std::os::unix::fs::{DirBuilderExt, MetadataExt, PermissionsExt, fchown};

    use cap_std::fs::OpenOptionsExt;
    use xattr::FileExt;

    use super::*;

    pub fn set_mode(options: &mut OpenOptions, mode: Mode) {
        options.mode(match mode {
            Mode::New => 0o666,
            Mode::Private => 0o600,
        });
    }

    /// Creates folders that only the user can enter.
    pub fn make_private(builder: &mut DirBuilder) {
        builder.mode(0o700);
    }

    /// Lets a file be run.
    pub fn make_executable(file: &Path) -> io::Result<()> {
        std::fs::set_permissions(file, std::fs::Permissions::from_mode(0o755))
    }

    /// True unless the file has other names (hard links), which a new file would not have.
    pub fn has_one_name(file: &File) -> io::Result<bool> {
        Ok(file.metadata()?.nlink() == 1)
    }

    /// True if this open file is the one that has the path.
    pub fn is_file_at(file: &File, path: &Path) -> bool {
        let same =
            |first: Metadata, second: Metadata| (first.dev(), first.ino()) == (second.dev(), second.ino());
        file.metadata().is_ok_and(|first| path.metadata().is_ok_and(|second| same(first, second)))
    }

    /// Copies owner, mode and extended attributes from `old` to `new`. On Linux these include access
    /// lists.
    ///
    /// # Errors
    ///
    /// If one of them can't be copied exactly.
    pub fn copy_attributes(old: &File, new: &File) -> io::Result<()> {
        let (old_meta, new_meta) = (old.metadata()?, new.metadata()?);
        if (old_meta.uid(), old_meta.gid()) != (new_meta.uid(), new_meta.gid()) {
            fchown(new, Some(old_meta.uid()), Some(old_meta.gid()))?;
        }
        // After the owner, because changing the owner clears the set-group bit.
        new.set_permissions(std::fs::Permissions::from_mode(old_meta.mode() & 0o7777))?;
        let names = match old.list_xattr() {
            Ok(names) => names,
            Err(error) if error.kind() == io::ErrorKind::Unsupported => return Ok(()),
            Err(error) => return Err(error),
        };
        let names: Vec<_> = names.collect();
        // Remove attributes that the folder sets on new files and that the old file does not have.
        for name in new.list_xattr()?.filter(|name| !names.contains(name)) {
            new.remove_xattr(&name)?;
        }
        for name in names {
            let (value, current) = (old.get_xattr(&name)?, new.get_xattr(&name).ok().flatten());
            if let Some(value) = value.filter(|value| Some(value) != current.as_ref()) {
                new.set_xattr(&name, &value)?;
            }
        }
        if new.metadata()?.mode() & 0o7777 == old_meta.mode() & 0o7777 {
            Ok(())
        } else {
            Err(io::ErrorKind::PermissionDenied.into())
        }
    }

    /// The numbers by which git's index knows that a file has not changed, each truncated to 32 bits as git does.
    pub fn index_numbers(meta: &Metadata, mode: u32) -> [u32; 10] {
        let truncate = |number: i64| number as u32;
        [
            truncate(meta.ctime()),
            truncate(meta.ctime_nsec()),
            truncate(meta.mtime()),
            truncate(meta.mtime_nsec()),
            meta.dev() as u32,
            meta.ino() as u32,
            mode,
            meta.uid(),
            meta.gid(),
            meta.size() as u32,
        ]
    }

    /// The path that git writes with these bytes.
    pub fn path_from_bytes(bytes: &[u8]) -> PathBuf {
        PathBuf::from(std::ffi::OsStr::from_bytes(bytes))
    }

    /// Gives a file another one's name, also while other programs have that one open.
    pub fn replace_file(rename: impl Fn() -> io::Result<()>) -> io::Result<()> {
        rename()
    }
}

#[cfg(not(unix))]
mod system {
    use std::time::Duration;

    use super::*;

    pub fn set_mode(_: &mut OpenOptions, _: Mode) {}

    /// The user's folders are private already.
    pub fn make_private(_: &mut DirBuilder) {}

    /// `core.fileMode` is off there, and git keeps the bit that the index has.
    pub fn make_executable(_: &Path) -> io::Result<()> {
        Ok(())
    }

    pub fn has_one_name(_: &File) -> io::Result<bool> {
        Ok(true)
    }

    /// True: a file that is open keeps its name.
    pub fn is_file_at(_: &File, _: &Path) -> bool {
        true
    }

    pub fn copy_attributes(old: &File, new: &File) -> io::Result<()> {
        new.set_permissions(old.metadata()?.permissions())
    }

    /// Git computes them in its own way. With zeros, it reads the file and fills them in.
    pub fn index_numbers(_: &Metadata, mode: u32) -> [u32; 10] {
        [0, 0, 0, 0, 0, 0, mode, 0, 0, 0]
    }

    pub fn path_from_bytes(bytes: &[u8]) -> PathBuf {
        PathBuf::from(String::from_utf8_lossy(bytes).into_owned())
    }

    /// How often a name is tried that another program, such as a search index or a virus scanner, keeps for a moment.
    const TRIES: u32 = 8;

    /// Gives a file another one's name. A program that has that one open without sharing it is waited for, half a second
    /// at most.
    pub fn replace_file(rename: impl Fn() -> io::Result<()>) -> io::Result<()> {
        for n in 0..TRIES {
            match rename() {
                Err(error) if is_locked(&error) => std::thread::sleep(Duration::from_millis(2 << n)),
                done => return done,
            }
        }
        rename()
    }

    /// ERROR_ACCESS_DENIED and ERROR_SHARING_VIOLATION.
    fn is_locked(error: &io::Error) -> bool {
        matches!(error.raw_os_error(), Some(5 | 32))
    }
}

pub use system::*;
