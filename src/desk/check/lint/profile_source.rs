//! The source of the profile and template that a check uses.

use std::path::{Path, PathBuf};

use super::LintOptions;
use super::baseline::RevisionBaseline;
use crate::desk::issue::workspace::{PROFILE_FILE, read_profile};
use crate::desk::{DeskError, LintError, Workspace};
use crate::lint::TemplateFacts;
use crate::profile::newsletters;
use crate::root::Root;

/// Where the profile and the template come from if only problems new since a revision are reported.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ProfileSource {
    /// The revision, because a pull request must not choose the profile that it is checked by.
    #[default]
    Revision,
    /// The work tree.
    WorkTree,
}

/// A newsletter with the profile and template that the check uses.
#[derive(Debug)]
pub(super) struct LoadedNewsletter {
    pub workspace: Workspace,
    pub template: Option<TemplateFacts>,
    /// A notice for each profile or template that the revision lacks and that was read from the work tree
    /// instead.
    pub notices: Vec<String>,
}

impl LoadedNewsletter {
    /// Loads the newsletter with the profile and template from the source that the options name.
    ///
    /// # Errors
    ///
    /// As [`from_revision`](Self::from_revision).
    pub fn load(
        root: PathBuf,
        options: &LintOptions,
        since: Option<&RevisionBaseline>,
    ) -> Result<LoadedNewsletter, DeskError> {
        match since {
            Some(since) if options.profile_source == ProfileSource::Revision => {
                Self::from_revision(root, since)
            }
            _ => Self::from_work_tree(root),
        }
    }

    /// Loads profile and template from the work tree.
    fn from_work_tree(root: PathBuf) -> Result<LoadedNewsletter, DeskError> {
        let workspace = Workspace::load(root)?;
        let template = workspace.template()?.map(|text| TemplateFacts::new(&text, &workspace.profile));
        Ok(LoadedNewsletter { workspace, template, notices: Vec::new() })
    }

    /// Loads profile and template from a revision, and files that it lacks from the work tree.
    ///
    /// # Errors
    ///
    /// If they cannot be read from the repository, or the profile is invalid.
    fn from_revision(root: PathBuf, since: &RevisionBaseline) -> Result<LoadedNewsletter, DeskError> {
        let root = Root::new(root);
        let mut notices = Vec::new();
        let mut from_here = |file: &str| {
            if root.is_taken(Path::new(file)) {
                notices.push(format!("{file} is not in {}, so the work tree's is used", since.name));
            }
        };
        let at_revision = |source| LintError::ProfileAt { revision: since.name.clone(), source };
        let profile = match since.text_of(&root.join(PROFILE_FILE))? {
            Some(yaml) => read_profile(&yaml).map_err(at_revision)?,
            None => {
                from_here(PROFILE_FILE);
                Workspace::profile_in(&root)?
            }
        };
        let file = profile.files.template();
        let template = match file.map(|file| since.text_of(&root.join(file))).transpose()?.flatten() {
            Some(text) => Some(text),
            None => {
                file.into_iter().for_each(&mut from_here);
                Workspace::template_in(&root, &profile)?
            }
        };
        let workspace = Workspace::new(root, profile, template.as_deref());
        let template = template.map(|text| TemplateFacts::new(&text, &workspace.profile));
        Ok(LoadedNewsletter { workspace, template, notices })
    }
}

/// The root of the newsletter around an absolute folder; `None` outside of a newsletter.
pub(super) fn root_of(folder: &Path, options: &LintOptions) -> Option<PathBuf> {
    let revision = options.since.as_deref().filter(|_| options.profile_source == ProfileSource::Revision);
    revision.and_then(|revision| root_at(folder, revision)).or_else(|| Workspace::root_above(folder))
}

/// The newsletter's folder at the revision: the nearest ancestor of `folder` that had a profile then. A
/// profile that a pull request adds in a subfolder does not create a new newsletter.
fn root_at(folder: &Path, revision: &str) -> Option<PathBuf> {
    let since = RevisionBaseline::find(folder, revision).ok()?;
    // A list of newsletters is no profile.
    let is_profile = |yaml: &str| newsletters(yaml).is_ok_and(|list| list.is_none());
    let has_profile = |folder: &&Path| matches!(since.text_of(&folder.join(PROFILE_FILE)), Ok(Some(yaml)) if is_profile(&yaml));
    folder.ancestors().take_while(|folder| since.is_inside(folder)).find(has_profile).map(Path::to_owned)
}
