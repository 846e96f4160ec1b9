use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::LintOptions;
use super::baseline::RevisionBaseline;
use super::profile_source::{LoadedNewsletter, root_of};
use crate::desk::issue::archive::Archive;
use crate::desk::{DeskError, FileError, LintError, Listing, Workspace};

/// A newsletter and the data shared by the checks of its files.
#[derive(Debug)]
pub(super) struct Newsletter {
    pub workspace: Workspace,
    pub listing: Listing,
    /// The newsletter at the revision to compare with.
    pub since: Option<RevisionBaseline>,
    /// Notices about the source of its profile and template.
    pub notices: Vec<String>,
}

/// The newsletters of a run, each found and listed once.
#[derive(Debug)]
pub(super) struct Newsletters<'l> {
    options: &'l LintOptions,
    /// The newsletter's root, by folder.
    roots: HashMap<PathBuf, PathBuf>,
    known: HashMap<PathBuf, Result<Newsletter, DeskError>>,
}

impl<'l> Newsletters<'l> {
    /// Finds the newsletter of each file. A file in no recognizable newsletter belongs to that of
    /// `directory` if it is inside of it; otherwise its folder is the newsletter.
    pub fn find<'a>(
        paths: impl Iterator<Item = &'a Path>,
        directory: &Path,
        options: &'l LintOptions,
    ) -> Newsletters<'l> {
        let mut all = Newsletters { options, roots: HashMap::new(), known: HashMap::new() };
        for path in paths {
            let Ok(folder) = folder_of(path) else { continue };
            if all.roots.contains_key(&folder) {
                continue;
            }
            let root = root_of(&folder, options).unwrap_or_else(|| {
                if folder.starts_with(directory) { directory.to_owned() } else { folder.clone() }
            });
            all.known.entry(root.clone()).or_insert_with(|| Newsletter::load(root.clone(), options));
            all.roots.insert(folder, root);
        }
        all
    }

    /// The notices of all newsletters, in the order of their folders.
    pub fn notices(&self) -> Vec<String> {
        let mut known: Vec<_> = self.known.iter().collect();
        known.sort_by_key(|(root, _)| *root);
        let mut notices: Vec<String> = known
            .into_iter()
            .filter_map(|(_, newsletter)| newsletter.as_ref().ok())
            .flat_map(|newsletter| newsletter.notices.clone())
            .collect();
        notices.dedup();
        notices
    }

    /// The newsletter that a file belongs to.
    ///
    /// # Errors
    ///
    /// If the newsletter's profile is invalid. The error repeats for each file that cannot be checked
    /// because of it.
    pub fn containing(&self, path: &Path) -> Result<&Newsletter, DeskError> {
        let missing = || FileError::NotFound(path.to_owned());
        let root = self.roots.get(&folder_of(path)?).ok_or_else(missing)?;
        match self.known.get(root).ok_or_else(missing)? {
            Ok(newsletter) => Ok(newsletter),
            Err(error) => Err(Newsletter::load(root.clone(), self.options).err().unwrap_or_else(|| {
                LintError::Profile { path: root.clone(), what: error.to_string() }.into()
            })),
        }
    }
}

impl Newsletter {
    fn load(root: PathBuf, options: &LintOptions) -> Result<Newsletter, DeskError> {
        let since = options.since.as_deref().map(|rev| RevisionBaseline::find(&root, rev)).transpose()?;
        let LoadedNewsletter { mut workspace, template, notices } =
            LoadedNewsletter::load(root, options, since.as_ref())?;
        workspace.profile.archive = options.archive.unwrap_or(workspace.profile.archive);
        let (template, archive) = (template.map(Arc::new), Arc::new(Archive::never_changing()));
        let listing = Listing { template, archive, ..workspace.listing() };
        Ok(Newsletter { workspace, listing, since, notices })
    }
}

fn folder_of(place: &Path) -> Result<PathBuf, DeskError> {
    let place = crate::root::absolute(place).map_err(|error| FileError::read(place, error))?;
    Ok(crate::desk::issue::workspace::folder_of(&place).to_owned())
}
