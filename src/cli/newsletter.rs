//! The newsletter of a command, if a repository has several.

use std::io::IsTerminal;
use std::path::{Path, PathBuf};

use super::{CliContext, CliError, choose_one};
use crate::desk::{DeskError, IssueError, LintError, Newsletters};
use crate::root::{FileKind, about_named};

impl CliContext {
    /// The folder in which a command looks for its newsletter: that of `--newsletter`, the one that the user
    /// chooses from the list in `copydesk.yml`, or the current folder.
    ///
    /// # Errors
    ///
    /// If several are listed, none is named, and there is no terminal on which to ask.
    pub(super) fn folder(&self) -> Result<PathBuf, CliError> {
        let listed = Newsletters::find(&self.directory)?;
        match (self.newsletter.get(), &listed) {
            (Some(name), Some(listed)) => named(listed, name),
            (Some(name), None) => self.with_profile(name),
            (None, Some(listed)) => {
                let name = one_of(listed)?;
                let folder = named(listed, &name)?;
                // Asked once for all parts of a command.
                let _ = self.newsletter.set(name);
                Ok(folder)
            }
            (None, None) => Ok(self.directory.clone()),
        }
    }

    /// The listed newsletters of a command that is for all of them; `None` if there is one, or one is named.
    pub(super) fn all_newsletters(&self) -> Result<Option<Newsletters>, CliError> {
        match self.newsletter.get() {
            Some(_) => Ok(None),
            None => Ok(Newsletters::find(&self.directory)?),
        }
    }

    /// A folder that need not be listed.
    fn with_profile(&self, name: &str) -> Result<PathBuf, CliError> {
        let folder = self.directory.join(name);
        let about = about_named(&folder.join("copydesk.yml"), None);
        match about.is_ok_and(|about| about.kind == FileKind::File) {
            true => Ok(crate::root::absolute(&folder).unwrap_or(folder)),
            false => Err(CliError::usage(format!("{name} is no newsletter: it has no copydesk.yml"))
                .hint("name a folder that has one")),
        }
    }
}

fn named(listed: &Newsletters, name: &str) -> Result<PathBuf, CliError> {
    listed.folder(name).ok_or_else(|| {
        CliError::usage(format!("copydesk.yml lists no newsletter '{name}'"))
            .hint(format!("there are: {}", listed.names().join(", ")))
    })
}

fn one_of(listed: &Newsletters) -> Result<String, CliError> {
    let names = listed.names();
    let can_ask = std::io::stdin().is_terminal() && std::io::stdout().is_terminal();
    let chosen = match names {
        [only] => Some(only.clone()),
        names if can_ask => choose_one("which newsletter?", names).map(|at| names[at].clone()),
        _ => None,
    };
    chosen.ok_or_else(|| IssueError::SeveralNewsletters { folders: names.to_vec() }.into())
}

/// The listed newsletters inside a folder whose nearest `copydesk.yml` is a list, or else the folder itself.
///
/// # Errors
///
/// If the list is invalid, or none of its newsletters is inside.
pub(super) fn newsletters_in(folder: &Path) -> Result<Vec<PathBuf>, DeskError> {
    let Some(listed) = Newsletters::find(folder)? else { return Ok(vec![folder.to_owned()]) };
    let top = crate::root::absolute(folder).unwrap_or_else(|_| folder.to_owned());
    let inside: Vec<PathBuf> = listed.folders().filter(|newsletter| newsletter.starts_with(&top)).collect();
    if inside.is_empty() {
        return Err(LintError::NoDrafts(folder.to_owned()).into());
    }
    Ok(inside)
}
