use std::path::PathBuf;

use crate::desk::FileError;
use crate::web::WebError;

/// Why documents cannot be imported.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    #[error("there is no file {}; fix its name, or name an https address", .0.display())]
    NoDocument(PathBuf),
    #[error("{} is a folder; name a document in it", .0.display())]
    DocumentIsFolder(PathBuf),
    #[error("{} can't be read: {source}", .path.display())]
    Read { path: PathBuf, source: std::io::Error },
    #[error("there is no issue before this one")]
    NoPreviousIssue,
    #[error("copydesk.yml has no place for `{0}`: write it there, under import.people")]
    NoPlaceForPerson(String),
    #[error(transparent)]
    Web(#[from] WebError),
    #[error(transparent)]
    File(#[from] FileError),
}
