//! Owner, mode and access lists of files, which a new file takes over from the old one.

use std::fs::File;
use std::io;

use cap_std::fs::OpenOptions;

/// Who may use a file that is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mode {
    /// Whoever the user's umask lets.
    New,
    /// The user alone, until it has the attributes of another file.
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

    /// True unless the file is known by further names, which a new file would not have.
    pub(in super::super) fn has_one_name(file: &File) -> io::Result<bool> {
        Ok(file.metadata()?.nlink() == 1)
    }

    /// Gives `new` the owner, the mode and the extended attributes of `old`; access lists are
    /// among these on Linux.
    pub(in super::super) fn copy(old: &File, new: &File) -> io::Result<()> {
        let (was, is) = (old.metadata()?, new.metadata()?);
        if (was.uid(), was.gid()) != (is.uid(), is.gid()) {
            fchown(new, Some(was.uid()), Some(was.gid()))?;
        }
        // After the owner, since changing that takes the set-group bit away.
        new.set_permissions(std::fs::Permissions::from_mode(was.mode() & 0o7777))?;
        let names = match old.list_xattr() {
            Ok(names) => names,
            Err(error) if error.kind() == io::ErrorKind::Unsupported => return Ok(()),
            Err(error) => return Err(error),
        };
        let names: Vec<_> = names.collect();
        // What the folder gives to every new file in it, and the old one does not have.
        for name in new.list_xattr()?.filter(|name| !names.contains(name)) {
            new.remove_xattr(&name)?;
        }
        for name in names {
            let (value, there) = (old.get_xattr(&name)?, new.get_xattr(&name).ok().flatten());
            if let Some(value) = value.filter(|value| Some(value) != there.as_ref()) {
                new.set_xattr(&name, &value)?;
            }
        }
        if new.metadata()?.mode() & 0o7777 == was.mode() & 0o7777 {
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
