use std::io;

/// Why a file of the newsletter's can't be used. Says nothing of the file's content.
#[derive(Debug, thiserror::Error)]
pub enum RootError {
    #[error("does not exist")]
    NotFound,
    #[error("leads out of the newsletter's folder")]
    Outside,
    #[error("leads into a repository's `.git`")]
    InGit,
    #[error("is a folder")]
    Folder,
    #[error("is not a regular file")]
    NotAFile,
    #[error("follows too many links")]
    LinkLoop,
    /// Of `bytes`, or of more where that can't be known.
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
