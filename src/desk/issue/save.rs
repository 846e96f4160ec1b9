use std::path::Path;

use crate::desk::{FileError, Journal};
use crate::root::Root;

/// Replaces a text of the newsletter, which was `base` when it was read, or creates the file. The file
/// on disk is always the old or the new one; owner, mode and access control lists are kept, and a
/// symbolic link's target is written.
///
/// A file that cannot be replaced (it has several hard links, or access rights that cannot be copied) is
/// written in place; `journal`, or a new one, holds both texts until that is synced.
///
/// # Errors
///
/// If it cannot be written; the file is then unchanged, or its new text is in the journal.
pub fn save(
    path: &Path,
    root: &Root,
    base: &str,
    text: &str,
    journal: Option<&Journal>,
) -> Result<(), FileError> {
    let mut created = None;
    let before_in_place = || match journal {
        Some(journal) => journal.keep(base, text).map_err(std::io::Error::other),
        None => {
            let Some(state) = Journal::state_folder() else { return Ok(()) };
            created.insert(Journal::new(&state, path)).keep(base, text).map_err(std::io::Error::other)
        }
    };
    root.replace(path, text.as_bytes(), before_in_place)
        .map_err(|error| FileError::root_save(path, error))?;
    if let Some(journal) = created {
        journal.forget();
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn saved(path: &Path, text: &str) -> Result<(), FileError> {
        let base = std::fs::read_to_string(path).unwrap_or_default();
        save(path, &Root::new(path.parent().unwrap()), &base, text, None)
    }

    #[cfg(unix)]
    #[test]
    fn a_save_keeps_all_mode_bits_and_leaves_no_other_file() {
        use std::os::unix::fs::PermissionsExt;
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("draft.md");
        std::fs::write(&path, "old").unwrap();
        for mode in [0o600, 0o2664, 0o755] {
            std::fs::set_permissions(&path, std::fs::Permissions::from_mode(mode)).unwrap();
            saved(&path, "new\r\n").unwrap();
            assert_eq!(std::fs::read(&path).unwrap(), b"new\r\n");
            assert_eq!(path.metadata().unwrap().permissions().mode() & 0o7777, mode);
        }
        assert_eq!(std::fs::read_dir(dir.path()).unwrap().count(), 1);
    }

    #[cfg(unix)]
    #[test]
    fn a_read_only_file_is_refused_and_left_alone() {
        use std::os::unix::fs::PermissionsExt;
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("draft.md");
        std::fs::write(&path, "old").unwrap();
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o444)).unwrap();
        let error = saved(&path, "new").unwrap_err();
        assert!(error.to_string().contains("permission denied"), "{error}");
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "old");
    }

    #[cfg(unix)]
    #[test]
    fn a_file_with_two_names_keeps_both() {
        let dir = tempfile::tempdir().unwrap();
        let (path, other) = (dir.path().join("draft.md"), dir.path().join("other.md"));
        std::fs::write(&path, "old and longer").unwrap();
        std::fs::hard_link(&path, &other).unwrap();
        let journal = Journal::new(&dir.path().join("state"), &path);
        let root = Root::new(dir.path());
        save(&path, &root, "old and longer", "new", Some(&journal)).unwrap();
        assert_eq!(std::fs::read_to_string(&other).unwrap(), "new");
        // The desk clears the journal once the file is synced.
        assert_eq!(journal.recovered().unwrap().text, "new");
    }
}
