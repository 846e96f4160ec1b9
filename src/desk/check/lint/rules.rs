//! Whose profile and template decide what is a problem.

use std::path::{Path, PathBuf};

use super::Lint;
use super::baseline::RevisionBaseline;
use crate::desk::issue::workspace::{PROFILE_FILE, read_profile};
use crate::desk::{DeskError, LintError, Workspace};
use crate::lint::TemplateFacts;
use crate::root::Root;

/// Whose profile and template count where only what is new since a revision is reported.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum RulesFrom {
    /// The revision's: a pull request does not choose the rules that it is checked by.
    #[default]
    Revision,
    /// Those of the work tree.
    WorkTree,
}

/// A newsletter with the rules that count for it.
#[derive(Debug)]
pub(super) struct Ruled {
    pub workspace: Workspace,
    pub template: Option<TemplateFacts>,
    /// A sentence for each file that the revision does not have, so that the work tree's is used.
    pub notices: Vec<String>,
}

impl Ruled {
    /// The rules of a check.
    ///
    /// # Errors
    ///
    /// As [`of_revision`](Self::of_revision).
    pub fn of(root: PathBuf, lint: &Lint, since: Option<&RevisionBaseline>) -> Result<Ruled, DeskError> {
        match since {
            Some(since) if lint.rules == RulesFrom::Revision => Self::of_revision(root, since),
            _ => Self::of_work_tree(root),
        }
    }

    /// By the files of the work tree.
    fn of_work_tree(root: PathBuf) -> Result<Ruled, DeskError> {
        let workspace = Workspace::load(root)?;
        let template = workspace.template()?.map(|text| TemplateFacts::new(&text, &workspace.profile));
        Ok(Ruled { workspace, template, notices: Vec::new() })
    }

    /// By the files of a revision; where it has none, by those of the work tree.
    ///
    /// # Errors
    ///
    /// Where they can't be read from the repository, and what is wrong with the profile.
    fn of_revision(root: PathBuf, since: &RevisionBaseline) -> Result<Ruled, DeskError> {
        let root = Root::new(root);
        let mut notices = Vec::new();
        let mut from_here = |file: &str| {
            if root.is_taken(Path::new(file)) {
                notices.push(format!("{file} is not in {}, so the one of the work tree counts", since.name));
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
        let template = match since.text_of(&root.join(&profile.files.template))? {
            Some(text) => Some(text),
            None => {
                from_here(&profile.files.template);
                Workspace::template_in(&root, &profile)?
            }
        };
        let workspace = Workspace::new(root, profile, template.as_deref());
        let template = template.map(|text| TemplateFacts::new(&text, &workspace.profile));
        Ok(Ruled { workspace, template, notices })
    }
}

/// The root of the newsletter that an absolute folder is in; `None` where it is in none.
pub(super) fn root_of(folder: &Path, lint: &Lint) -> Option<PathBuf> {
    let revision = lint.since.as_deref().filter(|_| lint.rules == RulesFrom::Revision);
    revision.and_then(|revision| root_at(folder, revision)).or_else(|| Workspace::root_above(folder))
}

/// The folder of the newsletter that `folder` was in at the revision: the nearest one upwards that had
/// a profile. One that a pull request adds further down founds no newsletter of its own.
fn root_at(folder: &Path, revision: &str) -> Option<PathBuf> {
    let since = RevisionBaseline::find(folder, revision).ok()?;
    let has_profile = |folder: &&Path| matches!(since.text_of(&folder.join(PROFILE_FILE)), Ok(Some(_)));
    folder.ancestors().take_while(|folder| since.is_inside(folder)).find(has_profile).map(Path::to_owned)
}
