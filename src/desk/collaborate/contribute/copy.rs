//! A temporary copy of the newsletter at a commit, with the files that adding an item needs.

use std::path::{Path, PathBuf};

use super::origin::Origin;
use crate::desk::{
    ContributeError, DeskError, FileError, IssueError, Now, Workspace, built_in_layout, choose,
};
use crate::git::{self, Control};
use crate::platform::real_path;
use crate::profile::Pattern;
use crate::root::Root;

/// The temporary folder with its newsletter and the chosen draft.
#[derive(Debug)]
pub(super) struct Copy {
    pub workspace: Workspace,
    /// The draft's path in the temporary folder.
    pub draft: PathBuf,
    /// The folder, which is removed when this is dropped.
    _folder: tempfile::TempDir,
}

/// Configuration files outside of the folders of drafts and posts.
const CONFIGURATION: [&str; 2] = ["copydesk.yml", ".gitattributes"];

impl Copy {
    pub fn new(
        origin: &Origin,
        issue: Option<&str>,
        now: &Now,
        control: &Control,
    ) -> Result<Copy, DeskError> {
        let failed = |error| FileError::write(&std::env::temp_dir(), error);
        let folder = tempfile::Builder::new().prefix("copydesk-").tempdir().map_err(failed)?;
        // The system's temporary folder may be a link.
        let root = Root::new(real_path(folder.path()).map_err(failed)?);
        let writer = Writer { origin, root: &root, control };
        writer.fetch(&CONFIGURATION.map(PathBuf::from))?;
        for name in CONFIGURATION {
            writer.file(Path::new(name))?;
        }
        writer.folders()?;
        let workspace = Workspace::load(root.folder().to_owned()).map_err(|error| match error {
            DeskError::Profile(source) => ContributeError::ProfileAt { place: origin.place(), source }.into(),
            error => error,
        })?;
        let files = &workspace.profile.files;
        let mut needed: Vec<PathBuf> = files.template().map(PathBuf::from).into_iter().collect();
        writer.names(&files.drafts)?;
        needed.extend(writer.names(&files.posts)?.into_iter().rev().take(workspace.profile.archive));
        // Only an editor creates a draft: the advice for the newsletter's own clone is wrong here.
        let is_configured =
            Workspace::is_configured(&workspace.root) || built_in_layout(&workspace.root).is_some();
        let no_draft = |issue| ContributeError::NoDraft { place: origin.place(), issue, is_configured };
        let today = now.today(&workspace.profile);
        let choice = choose(&workspace, &workspace.listing(), issue, today).map_err(|error| match error {
            DeskError::Issue(IssueError::NoDraftOf { key, .. }) => no_draft(Some(key)).into(),
            DeskError::Issue(IssueError::NoDrafts { .. }) => no_draft(None).into(),
            error => error,
        })?;
        let draft = choice.path.strip_prefix(root.folder()).unwrap_or(&choice.path).to_owned();
        if files.posts.is_place_of(&draft) && !files.drafts.is_place_of(&draft) {
            return Err(match workspace.key_of(&choice.path) {
                Some(key) if issue.is_some() => ContributeError::IssueIsOut(key.phrase()).into(),
                _ => no_draft(None).into(),
            });
        }
        needed.push(draft);
        writer.fetch(&needed)?;
        for path in &needed {
            writer.file(path)?;
        }
        if let Some((assets, date)) = files.assets.as_ref().zip(workspace.date_of(&choice.path)) {
            writer.images(Path::new(&assets.for_date(date)))?;
        }
        // Reload: the template and the posts have been written since.
        let workspace = Workspace::load(root.folder().to_owned())?;
        Ok(Copy { workspace, draft: choice.path, _folder: folder })
    }

    /// Writes the contents of files that the commit has, by their paths in the temporary folder.
    pub fn write_files(
        &self,
        origin: &Origin,
        files: &[PathBuf],
        control: &Control,
    ) -> Result<(), DeskError> {
        let root = &self.workspace.root;
        let writer = Writer { origin, root, control };
        let inner = files.iter().filter_map(|file| file.strip_prefix(root.folder()).ok());
        let inner: Vec<PathBuf> = inner.map(Path::to_owned).collect();
        writer.fetch(&inner)?;
        inner.iter().try_for_each(|path| writer.file(path))
    }
}

struct Writer<'a> {
    origin: &'a Origin,
    root: &'a Root,
    control: &'a Control,
}

impl Writer<'_> {
    /// Fetches the contents of these files if the clone is partial.
    fn fetch(&self, paths: &[PathBuf]) -> Result<(), DeskError> {
        let Some(remote) = self.origin.remote.as_ref().filter(|_| self.origin.is_partial) else {
            return Ok(());
        };
        let full: Vec<PathBuf> = paths.iter().map(|path| self.origin.folder.join(path)).collect();
        let full: Vec<(git::Oid, &Path)> =
            full.iter().map(|path| (self.origin.start, path.as_path())).collect();
        git::fetch_files(&self.origin.repo, remote.expose(), &full, self.control)?;
        Ok(())
    }

    fn put(&self, path: &Path, bytes: &[u8]) -> Result<(), DeskError> {
        let place = self.root.join(path);
        let failed = |error| FileError::root_write(&place, error);
        self.root.make_folders(place.parent().unwrap_or(self.root.folder())).map_err(failed)?;
        Ok(self.root.replace(&place, bytes, || Ok(())).map(|_| ()).map_err(failed)?)
    }

    fn file(&self, path: &Path) -> Result<(), DeskError> {
        let Origin { repo, start, folder, .. } = self.origin;
        match repo.blob(*start, &folder.join(path))? {
            Some(bytes) => self.put(path, &bytes),
            None => Ok(()),
        }
    }

    /// Creates the folders that identify the built-in profile, without their files.
    fn folders(&self) -> Result<(), DeskError> {
        for (name, _, _) in crate::profile::BUILT_IN {
            let files = crate::profile::built_in(name)?.files;
            for folder in [files.drafts.folder(), files.posts.folder()] {
                if !self.listed(Path::new(folder), 1)?.is_empty() {
                    let place = Path::new(folder);
                    self.root.make_folders(place).map_err(|error| FileError::root_write(place, error))?;
                }
            }
        }
        Ok(())
    }

    fn listed(&self, folder: &Path, depth: usize) -> Result<Vec<String>, DeskError> {
        Ok(self.origin.repo.files_in(self.origin.start, &self.origin.folder.join(folder), depth)?)
    }

    /// Creates empty files with the names of the drafts or posts: only their names are used.
    fn names(&self, pattern: &Pattern) -> Result<Vec<PathBuf>, DeskError> {
        let folder = Path::new(pattern.folder());
        let names =
            self.listed(folder, pattern.depth())?.into_iter().filter(|name| pattern.read_end(name).is_some());
        let paths: Vec<PathBuf> = names.map(|name| folder.join(name)).collect();
        for path in &paths {
            self.put(path, b"")?;
        }
        Ok(paths)
    }

    /// Creates empty files with the names of the issue's images, so that a new image gets another name.
    fn images(&self, folder: &Path) -> Result<(), DeskError> {
        for name in self.listed(folder, 1)? {
            self.put(&folder.join(name), b"")?;
        }
        Ok(())
    }
}
