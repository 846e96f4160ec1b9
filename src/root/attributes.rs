//! Copies owner, mode and access lists from an old file to the new one that replaces it.

use std::fs::File;
use std::io;

use cap_std::fs::OpenOptions;

/// The permissions of a new file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mode {
    /// As the user's umask allows.
    New,
    /// Only the user, until the attributes of another file are copied to it.
    Private,
}

#[cfg(unix)]
mod system {
    use std::os::unix::fs::{MetadataExt, PermissionsExt, fchown};

    use cap_std::fs::OpenOptionsExt;
    use xattr::FileExt;

    use super::{File, Mode, OpenOptions, io};

    pub(in super::super) fn set_mode(options: &mut OpenOptions, mode: Mode) {
        options.mode(match mode {
            Mode::New => 0o666,
            Mode::Private => 0o600,
        });
    }

    /// True unless the file has other names (hard links), which a new file would not have.
    pub(in super::super) fn has_one_name(file: &File) -> io::Result<bool> {
        Ok(file.metadata()?.nlink() == 1)
    }

    /// Copies owner, mode and extended attributes from `old` to `new`. On Linux these include access
    /// lists.
    ///
    /// # Errors
    ///
    /// If one of them can't be copied exactly.
    pub(in super::super) fn copy(old: &File, new: &File) -> io::Result<()> {
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
}

#[cfg(not(unix))]
mod system {
    use super::{File, Mode, OpenOptions, io};

    pub(in super::super) fn set_mode(_: &mut OpenOptions, _: Mode) {}

    pub(in super::super) fn has_one_name(_: &File) -> io::Result<bool> {
        Ok(true)
    }

    pub(in super::super) fn copy(old: &File, new: &File) -> io::Result<()> {
        new.set_permissions(old.metadata()?.permissions())
    }
}

pub(super) use system::{copy, has_one_name, set_mode};
