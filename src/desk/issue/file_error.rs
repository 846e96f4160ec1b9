use std::path::{Path, PathBuf};

use crate::root::RootError;
use crate::text::limits::DRAFT_BYTES;

/// Why a file of the newsletter cannot be read or written.
#[derive(Debug, thiserror::Error)]
pub enum FileError {
    #[error("{} can't be read: {source}", path.display())]
    Read { path: PathBuf, source: std::io::Error },
    #[error("{} can't be written: {}; fix that and run this again", path.display(), reason(source))]
    Write { path: PathBuf, source: std::io::Error },
    /// A text that is still open could not be saved.
    #[error("{} can't be written: {}; your text is kept here, and the file on disk is unchanged; fix that and save again", path.display(), reason(source))]
    Save { path: PathBuf, source: std::io::Error },
    #[error("{} is a folder; name a draft in it", .0.display())]
    Folder(PathBuf),
    #[error("{} is not a regular file, so it can't be a draft", .0.display())]
    NotAFile(PathBuf),
    #[error("{} is {} MB; a draft is at most {} MB", path.display(), bytes / 1_000_000, DRAFT_BYTES / 1_048_576)]
    TooLarge { path: PathBuf, bytes: u64 },
    #[error("{} is not UTF-8 text (byte {at}); save it again as UTF-8", path.display())]
    NotUtf8 { path: PathBuf, at: usize },
    #[error("{} is a binary file (a zero byte at {at}), not a draft", path.display())]
    Binary { path: PathBuf, at: usize },
    #[error("{} is {language}; copydesk reads issues in Markdown only (.md, .markdown, .mdx)", path.display())]
    NotMarkdown { path: PathBuf, language: &'static str },
    #[error("{} leads out of the newsletter's folder; name the file itself", .0.display())]
    LeavesRoot(PathBuf),
    #[error("{} leads into a repository's `.git`, which has no files of a newsletter", .0.display())]
    InsideGit(PathBuf),
    #[error("{} follows too many links; name the file itself", .0.display())]
    LinkLoop(PathBuf),
    #[error("{} is {bytes} bytes, over the limit of {limit}", path.display())]
    TooLong { path: PathBuf, bytes: u64, limit: u64 },
    #[error("{} does not exist; fix its name, or create the next issue with `copydesk new`", .0.display())]
    NotFound(PathBuf),
    #[error("there is no folder {}; create it, or name another one", .0.display())]
    NoFolder(PathBuf),
    #[error("{} is not a folder; name the folder of the newsletter", .0.display())]
    NotAFolder(PathBuf),
    #[error("{} has changes that are not saved; save it and run this again", .0.display())]
    NotSaved(PathBuf),
    #[error("{} was changed by another program and was not overwritten; run this again", .0.display())]
    ChangedMeanwhile(PathBuf),
}

impl FileError {
    pub(in crate::desk) fn read(path: &Path, source: std::io::Error) -> Self {
        if source.kind() == std::io::ErrorKind::NotFound {
            return Self::NotFound(path.to_owned());
        }
        Self::Read { path: path.to_owned(), source }
    }

    pub(in crate::desk) fn write(path: &Path, source: std::io::Error) -> Self {
        Self::Write { path: path.to_owned(), source }
    }

    /// A failed read through the newsletter's [`Root`](crate::root::Root).
    pub(crate) fn from_root(path: &Path, source: RootError) -> Self {
        let path = path.to_owned();
        match source {
            RootError::NotFound => Self::NotFound(path),
            RootError::Outside => Self::LeavesRoot(path),
            RootError::InGit => Self::InsideGit(path),
            RootError::LinkLoop => Self::LinkLoop(path),
            RootError::Folder => Self::Folder(path),
            RootError::NotAFile => Self::NotAFile(path),
            RootError::TooLarge { bytes, limit } if limit == DRAFT_BYTES as u64 => {
                Self::TooLarge { path, bytes }
            }
            RootError::TooLarge { bytes, limit } => Self::TooLong { path, bytes, limit },
            RootError::Io(source) => Self::Read { path, source },
        }
    }

    /// A failed save of an open text.
    pub(crate) fn root_save(path: &Path, source: RootError) -> Self {
        match Self::root_write(path, source) {
            Self::Write { path, source } => Self::Save { path, source },
            other => other,
        }
    }

    /// A failed write through the newsletter's [`Root`](crate::root::Root).
    pub(crate) fn root_write(path: &Path, source: RootError) -> Self {
        match source {
            RootError::Io(source) => Self::write(path, source),
            RootError::NotFound => Self::write(path, std::io::ErrorKind::NotFound.into()),
            source => Self::from_root(path, source),
        }
    }
}

/// The reason of a failed write, in plainer words than the system's for the common cases.
pub(in crate::desk) fn reason(source: &std::io::Error) -> String {
    use std::io::ErrorKind;
    match source.kind() {
        ErrorKind::StorageFull => "the disk is full".into(),
        ErrorKind::PermissionDenied => "permission denied".into(),
        ErrorKind::ReadOnlyFilesystem => "the file system is read-only".into(),
        _ => source.to_string(),
    }
}
