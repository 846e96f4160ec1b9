use std::path::{Path, PathBuf};

use super::document;
use super::workspace::PROFILE_FILE;
use crate::desk::{DeskError, FileError, FirstStep, IssueError, Now, Workspace, check_profile, save};
use crate::git::{MergeDriver, Repo};
use crate::profile::{self, Pattern};
use crate::root::{Root, RootError};

/// The YAML of a profile that changes nothing of a built-in one.
///
/// # Errors
///
/// [`profile::Error::UnknownBase`].
pub fn profile_extending(base: &str) -> Result<String, DeskError> {
    profile::built_in(base)?;
    Ok(format!(
        "# How copydesk reads and checks this newsletter: as the built-in profile, except for what follows.\nextends: {base}\n"
    ))
}

/// Writes a new `copydesk.yml`. Never overwrites one.
///
/// # Errors
///
/// [`IssueError::HasProfile`] if the file exists.
pub fn init(root: &Root, yaml: &str) -> Result<PathBuf, DeskError> {
    let path = root.join(PROFILE_FILE);
    root.create(&path, yaml.as_bytes()).map_err(|error| match error {
        RootError::Io(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {
            DeskError::from(IssueError::HasProfile(path.clone()))
        }
        error => FileError::root_write(&path, error).into(),
    })?;
    Ok(path)
}

/// The error of a newsletter that has a `copydesk.yml`: without issues to compare it with, the next step is another one.
pub fn has_profile(root: &Root, now: &Now) -> DeskError {
    let path = root.join(PROFILE_FILE);
    match check_profile(root, now) {
        Err(DeskError::Issue(IssueError::NothingToCompare { first, .. })) => {
            IssueError::HasProfileOnly { path, first }.into()
        }
        _ => IssueError::HasProfile(path).into(),
    }
}

/// Makes copydesk the merge driver for the newsletter's drafts and posts. Adds the missing lines to
/// `.gitattributes`, which all clones share, and sets `program` as the driver in the configuration of
/// this clone. Returns the changes, for messages.
///
/// # Errors
///
/// If there is no repository, one of the two cannot be written, or a test merge with the program fails.
pub fn init_merge_driver(workspace: &Workspace, program: &Path) -> Result<Vec<String>, DeskError> {
    let repo = Repo::discover(workspace.root.folder())?.ok_or(DeskError::NoRepository)?;
    let listing = workspace.listing();
    let is_configured = workspace.root.is_file(Path::new("copydesk.yml"));
    if listing.drafts.is_empty() && listing.posts.is_empty() && !is_configured {
        let folder = workspace.root.folder().to_owned();
        return Err(IssueError::NoDrafts { folder, first: FirstStep::new(workspace) }.into());
    }
    let driver = MergeDriver::new(program)?;
    driver.check()?;
    let path = workspace.root.join(".gitattributes");
    let before = document::read_if_there(&path, &workspace.root)?.unwrap_or_default();
    let missing = missing_lines(workspace, &before);
    let mut done = Vec::new();
    if !missing.is_empty() {
        let newline = if before.contains("\r\n") { "\r\n" } else { "\n" };
        let mut text = before.clone();
        if !text.is_empty() && !text.ends_with('\n') {
            text.push_str(newline);
        }
        for line in missing {
            text.push_str(&line);
            text.push_str(newline);
            done.push(format!("{}: {line}", workspace.shown(&path)));
        }
        save(&path, &workspace.root, &before, &text, None)?;
    }
    let name = repo.configure("merge.copydesk.name", "merges newsletters by section and item")?;
    if repo.configure("merge.copydesk.driver", driver.command())? || name {
        done.push(format!("this clone's configuration: merge.copydesk.driver runs {}", program.display()));
    }
    Ok(done)
}

/// The lines that `.gitattributes` lacks for the merge driver. All of them if it can't be read.
pub(in crate::desk) fn missing_attributes(workspace: &Workspace) -> Vec<String> {
    let path = workspace.root.join(".gitattributes");
    let text = document::read_if_there(&path, &workspace.root).ok().flatten();
    missing_lines(workspace, &text.unwrap_or_default())
}

fn missing_lines(workspace: &Workspace, attributes: &str) -> Vec<String> {
    let files = &workspace.profile.files;
    let line = |pattern: &Pattern| format!("{} merge=copydesk", glob(pattern));
    let mut wanted = vec![line(&files.drafts), line(&files.posts)];
    wanted.dedup();
    let is_missing = |line: &String| !attributes.lines().any(|there| there.trim() == line);
    wanted.into_iter().filter(is_missing).collect()
}

/// The glob pattern for `.gitattributes`.
fn glob(pattern: &Pattern) -> String {
    let path = pattern.path();
    let mut out = String::new();
    let mut rest = path;
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        out.push('*');
        rest = after.split_once('}').map_or("", |(_, after)| after);
    }
    out.push_str(rest);
    out
}
