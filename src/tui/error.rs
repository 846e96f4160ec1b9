use std::path::PathBuf;

use crate::desk::{DeskError, FileError};

/// Why the terminal program cannot start or go on.
#[derive(Debug, thiserror::Error)]
pub enum TuiError {
    #[error("there is no terminal to draw on ({0}); `copydesk lint` works without one")]
    Terminal(std::io::Error),
    #[error("{} is not a configuration: {what}", path.display())]
    Config { path: PathBuf, what: String },
    #[error(transparent)]
    Desk(#[from] DeskError),
}

impl From<FileError> for TuiError {
    fn from(error: FileError) -> Self {
        Self::Desk(error.into())
    }
}
