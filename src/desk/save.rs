use std::fs::{File, Permissions};
use std::io::Write;
use std::path::Path;

use super::DeskError;

/// Writes a text in the place of a file, whole or not at all: to a new file beside it that then
/// takes its name. Keeps the file's permissions; follows a link to the file that it leads to.
///
/// # Errors
///
/// Where it can't be written; the file is then as it was.
pub fn save(path: &Path, text: &str) -> Result<(), DeskError> {
    save_bytes(path, text.as_bytes())
}

/// The same for what need not be text.
pub(super) fn save_bytes(path: &Path, bytes: &[u8]) -> Result<(), DeskError> {
    let failed = |error| DeskError::write(path, error);
    let target = if path.is_symlink() { path.canonicalize().map_err(failed)? } else { path.to_owned() };
    let folder = target.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let about = std::fs::metadata(&target);
    if let Ok(about) = &about
        && about.permissions().readonly()
    {
        return Err(failed(std::io::Error::from(std::io::ErrorKind::PermissionDenied)));
    }
    let mut file = tempfile::Builder::new().prefix(".copydesk-").tempfile_in(folder).map_err(failed)?;
    file.write_all(bytes).map_err(failed)?;
    match about {
        Ok(about) => file.as_file().set_permissions(about.permissions()).map_err(failed)?,
        Err(_) => set_default_mode(file.as_file()),
    }
    file.as_file().sync_data().map_err(failed)?;
    file.persist(&target).map_err(|error| failed(error.error))?;
    Ok(())
}

/// Temporary files are made for their owner alone; a draft is read by others too.
pub(super) fn set_default_mode(file: &File) {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        // A file system without permissions is no reason to lose the text.
        let _ = file.set_permissions(Permissions::from_mode(0o644));
    }
    #[cfg(not(unix))]
    let _ = file;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_save_keeps_permissions_and_leaves_no_other_file() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("draft.md");
        std::fs::write(&path, "old").unwrap();
        #[cfg(unix)]
        std::os::unix::fs::PermissionsExt::set_mode(
            &mut std::fs::metadata(&path).unwrap().permissions(),
            0o600,
        );
        save(&path, "new\r\n").unwrap();
        assert_eq!(std::fs::read(&path).unwrap(), b"new\r\n");
        assert_eq!(std::fs::read_dir(dir.path()).unwrap().count(), 1);
    }

    #[cfg(unix)]
    #[test]
    fn a_read_only_file_is_refused_and_left_alone() {
        use std::os::unix::fs::PermissionsExt;
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("draft.md");
        std::fs::write(&path, "old").unwrap();
        std::fs::set_permissions(&path, Permissions::from_mode(0o444)).unwrap();
        let error = save(&path, "new").unwrap_err();
        assert!(error.to_string().contains("permission denied"), "{error}");
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "old");
    }
}
