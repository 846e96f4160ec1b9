//! The error of the newsletter's files.

use std::io;

/// Why a file of the newsletter can't be used. The message never contains the file's content.
#[derive(Debug, thiserror::Error)]
pub enum RootError {
    #[error("does not exist")]
    NotFound,
    #[error("is outside the newsletter's folder")]
    Outside,
    #[error("is in a repository's `.git`")]
    InGit,
    #[error("is a folder")]
    Folder,
    #[error("is not a regular file")]
    NotAFile,
    #[error("follows too many links")]
    LinkLoop,
    /// The file has `bytes`, or more if it grows while it is read.
    #[error("is {bytes} bytes, over the limit of {limit}")]
    TooLarge { bytes: u64, limit: u64 },
    #[error(transparent)]
    Io(io::Error),
}

impl From<io::Error> for RootError {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => Self::NotFound,
            io::ErrorKind::IsADirectory => Self::Folder,
            _ => Self::Io(error),
        }
    }
}

impl From<RootError> for io::Error {
    fn from(error: RootError) -> Self {
        match error {
            RootError::Io(error) => error,
            RootError::NotFound => io::ErrorKind::NotFound.into(),
            other => io::Error::other(other),
        }
    }
}
