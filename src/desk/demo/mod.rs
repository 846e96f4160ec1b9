//! The demo newsletter.

mod contributions;
mod files;

use std::path::{Path, PathBuf};

use jiff::civil::Date;

use crate::desk::{DeskError, IssueError};
use crate::git;
use crate::root::Root;

use contributions::CONTRIBUTIONS;

/// Creates the demo newsletter in a new folder, with the history of its issues, and returns the path of
/// its draft.
///
/// # Errors
///
/// [`IssueError::NotEmpty`] if the folder is not empty.
pub fn lay_out(dir: &Path, today: Date) -> Result<PathBuf, DeskError> {
    if !Root::new(dir).list(dir, 1).unwrap_or_default().is_empty() {
        return Err(IssueError::NotEmpty(dir.to_owned()).into());
    }
    let mut draft = PathBuf::new();
    let snapshots: Vec<git::Snapshot> = files::files(today)
        .into_iter()
        .map(|snapshot| {
            if let Some((path, _)) = snapshot
                .files
                .iter()
                .find(|(path, _)| path.starts_with("_drafts") && !path.ends_with("template.md"))
            {
                draft = dir.join(path);
            }
            of_git(snapshot)
        })
        .collect();
    git::seed(dir, &author(), &snapshots, git::Identity::SetIfUnknown)?;
    Ok(draft)
}

/// Gives the demo in a folder a remote on this machine, `origin`, with its branch and three contributions to its draft,
/// so that commands that need one can be tried. It is in the demo's `.git`, and goes with it.
///
/// # Errors
///
/// If there is no demo of this day in the folder, or it has a remote.
pub fn add_origin(dir: &Path, today: Date) -> Result<(), DeskError> {
    let snapshots = files::files(today);
    let due = files::due(today);
    let contributions = CONTRIBUTIONS.iter().filter_map(|own| {
        let commit = of_git(own.snapshot(snapshots.last()?, due)?);
        let author = git::Author { name: own.author.into(), email: "readers@example.org".into() };
        let refs = vec![format!("refs/pull/{}/head", own.number), format!("refs/heads/{}", own.branch)];
        Some(git::SeededBranch { author, commit, refs })
    });
    let contributions: Vec<git::SeededBranch> = contributions.collect();
    let snapshots: Vec<git::Snapshot> = snapshots.into_iter().map(of_git).collect();
    Ok(git::seed_origin(dir, &author(), &snapshots, &contributions)?)
}

fn author() -> git::Author {
    git::Author { name: "Tidewatch Desk".into(), email: "desk@example.org".into() }
}

fn of_git(snapshot: files::Snapshot) -> git::Snapshot {
    git::Snapshot {
        date: seconds(snapshot.date),
        message: snapshot.message,
        files: snapshot.files,
        removed: Vec::new(),
    }
}

/// Nine in the morning of a date, in seconds since 1970.
fn seconds(date: Date) -> i64 {
    i64::from((date - Date::constant(1970, 1, 1)).get_days()) * 86_400 + 9 * 3_600
}
