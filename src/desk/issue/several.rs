//! The newsletters of a repository whose `copydesk.yml` lists several.

use std::path::{Path, PathBuf};

use super::document;
use super::workspace::{PROFILE_FILE, folder_of};
use crate::desk::{DeskError, FileError, IssueError, Workspace};
use crate::profile::{newsletters, wrong_newsletter};
use crate::root::{Root, RootError};
use crate::text::limits::PROFILE_BYTES;

/// The newsletters that a `copydesk.yml` lists.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Newsletters {
    /// The folder of the list.
    root: PathBuf,
    /// Relative to the root, with `/` between folders.
    names: Vec<String>,
}

impl Newsletters {
    /// The list that is nearest above a folder or file; `None` if a newsletter is nearer, or nothing is listed.
    ///
    /// # Errors
    ///
    /// If the list is invalid, or a folder of it has no profile.
    pub fn find(start: &Path) -> Result<Option<Newsletters>, DeskError> {
        let start = crate::root::absolute(start).map_err(|error| FileError::read(start, error))?;
        let Some(folder) = Workspace::root_above(folder_of(&start)) else { return Ok(None) };
        let root = Root::new(folder);
        let Some(yaml) = profile_text(&root, "")? else { return Ok(None) };
        let Some(names) = newsletters(&yaml)? else { return Ok(None) };
        for (n, name) in names.iter().enumerate() {
            let wrong = |what: String| DeskError::from(wrong_newsletter(&yaml, n, what));
            let profile = match profile_text(&root, name) {
                Ok(Some(profile)) => profile,
                Ok(None) => {
                    return Err(wrong(format!("{name} has no copydesk.yml; write one, or remove it here")));
                }
                Err(error) => return Err(wrong(error.to_string())),
            };
            if newsletters(&profile).is_ok_and(|list| list.is_some()) {
                return Err(wrong(format!("{name}/copydesk.yml is a list, too; list its newsletters here")));
            }
        }
        Ok(Some(Newsletters { root: root.folder().to_owned(), names }))
    }

    /// The folders, as they are listed.
    pub fn names(&self) -> &[String] {
        &self.names
    }

    pub fn folders(&self) -> impl Iterator<Item = PathBuf> {
        self.names.iter().map(|name| self.root.join(name))
    }

    /// The folder of a listed newsletter. A slash at the end of the name does not count.
    pub fn folder(&self, name: &str) -> Option<PathBuf> {
        let name = name.strip_prefix("./").unwrap_or(name).trim_end_matches('/');
        self.names.iter().find(|known| *known == name).map(|name| self.root.join(name))
    }
}

/// The error of a folder whose `copydesk.yml` is a list, if it is one.
pub(super) fn refuse_list(yaml: &str) -> Result<(), DeskError> {
    match newsletters(yaml)? {
        Some(folders) => Err(IssueError::SeveralNewsletters { folders }.into()),
        None => Ok(()),
    }
}

/// The text of the `copydesk.yml` in a folder of the root; `None` without one.
fn profile_text(root: &Root, folder: &str) -> Result<Option<String>, DeskError> {
    let path = root.join(folder).join(PROFILE_FILE);
    match root.read(&path, PROFILE_BYTES as u64) {
        Ok(bytes) => Ok(Some(document::text(&path, bytes)?)),
        Err(RootError::NotFound) => Ok(None),
        Err(error) => Err(FileError::from_root(&path, error).into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with_files(files: &[(&str, &str)]) -> tempfile::TempDir {
        let dir = tempfile::tempdir().unwrap();
        for (name, text) in files {
            let path = dir.path().join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        }
        dir
    }

    const LIST: (&str, &str) = ("copydesk.yml", "newsletters:\n  - en\n  - more/fr\n");
    const EN: (&str, &str) = ("en/copydesk.yml", "extends: circuitpython\n");
    const FR: (&str, &str) = ("more/fr/copydesk.yml", "extends: this-week-in-rust\n");

    #[test]
    fn the_nearest_copydesk_yml_is_the_newsletter_or_the_list() {
        let dir = with_files(&[LIST, EN, FR, ("tools/a.md", "x")]);
        for inside in ["", "tools", "tools/a.md", "more"] {
            let listed = Newsletters::find(&dir.path().join(inside)).unwrap().unwrap();
            assert_eq!(listed.names(), ["en", "more/fr"], "{inside}");
            assert_eq!(listed.folder("more/fr/"), Some(listed.root.join("more/fr")));
            assert_eq!(listed.folder("tools"), None);
            let error = Workspace::find(&dir.path().join(inside)).unwrap_err().to_string();
            assert_eq!(error, "copydesk.yml lists several newsletters: en, more/fr");
        }
        for (inside, name) in [("en", "circuitpython"), ("more/fr", "this-week-in-rust")] {
            assert_eq!(Newsletters::find(&dir.path().join(inside)).unwrap(), None);
            assert_eq!(Workspace::find(&dir.path().join(inside)).unwrap().profile.name, name);
        }
    }

    #[test]
    fn a_listed_folder_needs_a_profile_of_its_own() {
        for (files, message) in [
            (vec![LIST, EN], "copydesk.yml:3: newsletters[1]: more/fr has no copydesk.yml"),
            (
                vec![LIST, EN, ("more/fr/copydesk.yml", "newsletters: [a]\n")],
                "copydesk.yml:3: newsletters[1]: more/fr/copydesk.yml is a list, too",
            ),
        ] {
            let dir = with_files(&files);
            let error = Newsletters::find(dir.path()).unwrap_err().to_string();
            assert!(error.starts_with(message), "{error}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn a_listed_folder_that_is_a_link_out_of_the_repository_is_refused() {
        let elsewhere = with_files(&[("copydesk.yml", "extends: circuitpython\n")]);
        let dir = with_files(&[("copydesk.yml", "newsletters: [en]\n")]);
        std::os::unix::fs::symlink(elsewhere.path(), dir.path().join("en")).unwrap();
        let error = Newsletters::find(dir.path()).unwrap_err().to_string();
        assert!(error.starts_with("copydesk.yml:1: newsletters[0]: "), "{error}");
    }
}
