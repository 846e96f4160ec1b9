use std::path::PathBuf;

use crate::profile;

/// Why drafts cannot be checked.
#[derive(Debug, thiserror::Error)]
pub enum LintError {
    #[error("there is no draft and no issue in {}; name another folder, or a file", .0.display())]
    NoDrafts(PathBuf),
    #[error("at {revision}: {source}")]
    ProfileAt { revision: String, source: profile::Error },
    #[error("{} is not a configuration: {what}", path.display())]
    Profile { path: PathBuf, what: String },
}
