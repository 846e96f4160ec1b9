//! The demo newsletter.

mod files;

use std::path::{Path, PathBuf};

use jiff::civil::Date;

use crate::desk::{DeskError, IssueError};
use crate::git;
use crate::root::Root;

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
            git::Snapshot {
                date: seconds(snapshot.date),
                message: snapshot.message,
                files: snapshot.files,
                removed: Vec::new(),
            }
        })
        .collect();
    let author = git::Author { name: "Tidewatch Desk".into(), email: "desk@example.org".into() };
    git::seed(dir, &author, &snapshots, git::Identity::SetIfUnknown)?;
    Ok(draft)
}

/// Nine in the morning of a date, in seconds since 1970.
fn seconds(date: Date) -> i64 {
    i64::from((date - Date::constant(1970, 1, 1)).get_days()) * 86_400 + 9 * 3_600
}
