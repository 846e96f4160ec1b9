use std::path::Path;

use crate::desk::issue::document::text;
use crate::desk::{DeskError, FileError};
use crate::git::{Control, FileLog, GitError, Oid, Repo};

/// A draft before and after a commit; `None` where the commit does not have it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DraftVersions {
    pub before: Option<String>,
    pub after: Option<String>,
}

/// The commits that changed a draft; see [`Repo::file_log`].
///
/// # Errors
///
/// [`DeskError::NoRepository`], and if the history can't be read.
pub fn draft_history(draft: &Path, control: &Control) -> Result<FileLog, DeskError> {
    let repo = Repo::discover(draft)?.ok_or(DeskError::NoRepository)?;
    let Some(path) = repo.relative(draft) else { return Ok(FileLog::default()) };
    Ok(repo.file_log(&path, control)?)
}

/// The changes of a commit to a draft.
///
/// # Errors
///
/// As [`draft_history`], and if a version is no text.
pub fn draft_versions(draft: &Path, commit: Oid) -> Result<DraftVersions, DeskError> {
    let repo = Repo::discover(draft)?.ok_or(DeskError::NoRepository)?;
    let path = repo.relative(draft).ok_or(GitError::NoCommit { id: commit.to_string() })?;
    let [before, after] = repo.file_before_and_after(commit, &path)?;
    let text = |bytes: Option<Vec<u8>>| -> Result<Option<String>, FileError> {
        bytes.map(|bytes| text(&path, bytes)).transpose()
    };
    Ok(DraftVersions { before: text(before)?, after: text(after)? })
}
