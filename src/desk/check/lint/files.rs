use std::collections::HashMap;
use std::io::Read;
use std::path::{Path, PathBuf};

use crate::desk::issue::document::not_other_markup;
use crate::desk::{
    DeskError, FileError, FirstStep, IssueError, LintError, LintOptions, Workspace, repository_above,
};
use crate::profile::{Pattern, may_be_an_issue};
use crate::root::EntryKind;

/// At most this many names are read from one folder.
const MAX_ENTRIES: usize = 100_000;

/// Finds all drafts and posts in `folder` and below, by the profile's file-name patterns, and the files in
/// their folders whose names are misspelt. Hidden folders are skipped.
///
/// # Errors
///
/// [`IssueError::NoDrafts`] or [`LintError::NoDrafts`] if no draft is found, and an error if a folder cannot be read.
pub(super) fn drafts_in(folder: &Path, workspace: &Workspace) -> Result<Vec<PathBuf>, DeskError> {
    let mut found = Vec::new();
    let mut other = None;
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        let entries = workspace.root.list(&folder, MAX_ENTRIES);
        for entry in entries.map_err(|source| FileError::from_root(&folder, source))? {
            let path = folder.join(&entry.name);
            let hidden = entry.name.to_str().is_none_or(|name| name.starts_with('.'));
            if entry.kind == EntryKind::Folder {
                if !hidden {
                    folders.push(path);
                }
            } else if is_issue(workspace, &path) {
                found.push(path);
            } else if other.is_none() && is_in_folder_of_issues(workspace, &path) {
                other = not_other_markup(&path).err();
            }
        }
    }
    if let Some(other) = other.filter(|_| found.is_empty()) {
        return Err(other.into());
    }
    if found.is_empty() {
        return Err(no_drafts(folder, workspace));
    }
    found.sort();
    Ok(found)
}

/// The error about a folder without drafts. A whole newsletter or repository without any needs its first one.
fn no_drafts(folder: &Path, workspace: &Workspace) -> DeskError {
    let folder = crate::root::absolute(folder).unwrap_or_else(|_| folder.to_owned());
    let is_whole = || {
        Workspace::is_configured(&workspace.root) || repository_above(&folder).as_deref() == Some(&*folder)
    };
    match folder == workspace.root.folder() && is_whole() {
        true => IssueError::NoDrafts { folder, first: FirstStep::new(workspace) }.into(),
        false => LintError::NoDrafts(folder).into(),
    }
}

/// Tells drafts and issues from other files, by the profile of each file's newsletter.
#[derive(Debug)]
pub struct IssuePaths<'o> {
    options: &'o LintOptions,
    /// By the folders of the files.
    workspaces: HashMap<PathBuf, Workspace>,
}

impl<'o> IssuePaths<'o> {
    pub fn new(options: &'o LintOptions) -> Self {
        Self { options, workspaces: HashMap::new() }
    }

    /// True if the path is that of a draft or an issue, or its name is a misspelt one.
    ///
    /// # Errors
    ///
    /// As [`LintOptions::workspace`].
    pub fn contain(&mut self, path: &Path) -> Result<bool, DeskError> {
        let path = crate::root::absolute(path).map_err(|error| FileError::read(path, error))?;
        let folder = path.parent().unwrap_or(&path).to_owned();
        if !self.workspaces.contains_key(&folder) {
            self.workspaces.insert(folder.clone(), self.options.workspace(&folder)?);
        }
        Ok(self.workspaces.get(&folder).is_some_and(|workspace| is_issue(workspace, &path)))
    }
}

/// True if the path is that of a draft or an issue, or its name is a misspelt one.
pub(in crate::desk) fn is_issue(workspace: &Workspace, path: &Path) -> bool {
    workspace.key_of(path).is_some() || is_misnamed(workspace, path)
}

/// True if a file is where the drafts or posts are.
fn is_in_folder_of_issues(workspace: &Workspace, path: &Path) -> bool {
    let files = &workspace.profile.files;
    let inner = path.strip_prefix(workspace.root.folder()).unwrap_or(path);
    let lies_in = |pattern: &Pattern| !pattern.folder().is_empty() && inner.starts_with(pattern.folder());
    lies_in(&files.drafts) || lies_in(&files.posts)
}

/// True if a file is in a folder of issues and looks like one except for its name.
fn is_misnamed(workspace: &Workspace, path: &Path) -> bool {
    let files = &workspace.profile.files;
    let inner = path.strip_prefix(workspace.root.folder()).unwrap_or(path);
    let lies_in = |pattern: &Pattern| !pattern.folder().is_empty() && pattern.is_place_of(inner);
    let name = path.file_name().and_then(|name| name.to_str()).unwrap_or("");
    may_be_an_issue(name)
        && (lies_in(&files.drafts) || lies_in(&files.posts))
        && has_front_matter(workspace, path)
}

/// Distinguishes a misnamed issue from notes next to the drafts, which have no front matter.
fn has_front_matter(workspace: &Workspace, path: &Path) -> bool {
    let mut start = [0; 4];
    let Ok(mut opened) = workspace.root.open(path) else { return false };
    opened.file.read_exact(&mut start).is_ok()
        && (start.starts_with(b"---") || start.starts_with(b"+++"))
        && matches!(start[3], b'\n' | b'\r')
}
