use std::path::PathBuf;

use crate::desk::issue::file_error::reason;

/// Why a file in conflict cannot be merged.
#[derive(Debug, thiserror::Error)]
pub enum MergeFilesError {
    #[error("{} does not exist; git runs this with three versions of a draft that it has just written. To merge files that are in conflict, run `copydesk merge`", .0.display())]
    MissingVersion(PathBuf),
    #[error("{} has no conflict; `git status` lists the files that have one", .0.display())]
    NotInConflict(PathBuf),
    #[error("{} was deleted on one side and changed on the other; keep it with `git add`, or delete it with `git rm`", .0.display())]
    DeletedOnOneSide(PathBuf),
    #[error("{} has no conflict markers left: `git add` it, or start over with `git checkout --merge` on it", .0.display())]
    NoMarkersLeft(PathBuf),
    #[error("{} can't be written: {}; nothing was merged", path.display(), reason(source))]
    Write { path: PathBuf, source: std::io::Error },
}
