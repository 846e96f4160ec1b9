//! Which of the given paths differ from the last commit, with the texts to show.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use git2::{ObjectType, Oid, Tree};

use super::super::error::GitError;
use super::super::repository::Repo;
use super::{eol, program, route};

/// How far git looks for a zero byte to call a file binary.
const BINARY_PREFIX: usize = 8000;

/// One path that the commit would record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// Relative to the top of the work tree.
    pub path: PathBuf,
    pub kind: ChangeKind,
    /// No text to show: an image, or a file that a filter program stores in another form.
    pub binary: bool,
    /// The text as of the last commit; `None` for a new or a binary file.
    pub old: Option<String>,
    /// The text to be committed, with the line endings git stores; `None` for a binary file.
    pub new: Option<String>,
    /// The size in the work tree.
    pub bytes: u64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChangeKind {
    New,
    Modified,
}

/// A file of the work tree as git sees it.
struct WorkFile {
    bytes: Vec<u8>,
    executable: bool,
    link: bool,
}

/// Compares one path's content (and executable bit) with the last commit. Reads that file only.
pub(super) fn of(repo: &Repo, head: Option<&Tree<'_>>, rel: &Path) -> Result<Option<Change>, GitError> {
    let file = read(repo, rel)?;
    let entry = match head.map(|tree| tree.get_path(rel)) {
        Some(Ok(entry)) => Some(entry),
        Some(Err(error)) if error.code() != git2::ErrorCode::NotFound => return Err(error.into()),
        _ => None,
    };
    let old = entry.as_ref().and_then(|entry| repo.git.find_blob(entry.id()).ok());
    let old = old.as_ref().map(git2::Blob::content);
    let filtered = !file.link && route::filtered(repo, rel);
    let bytes = file.bytes.len() as u64;
    let content = match (file.link, filtered) {
        (false, false) => eol::stored(repo, rel, file.bytes, old),
        _ => file.bytes,
    };
    if let Some(entry) = &entry {
        let id = if filtered { program::hash(repo, rel) } else { None };
        let id = id.map_or_else(|| Oid::hash_object(ObjectType::Blob, &content), Ok)?;
        if id == entry.id() && same_mode(repo, file.link, file.executable, entry.filemode()) {
            return Ok(None);
        }
    }
    let binary = filtered || is_binary(&content) || old.is_some_and(is_binary);
    let text = |bytes: &[u8]| (!binary).then(|| String::from_utf8_lossy(bytes).into_owned());
    Ok(Some(Change {
        path: rel.to_path_buf(),
        kind: if entry.is_some() { ChangeKind::Modified } else { ChangeKind::New },
        binary,
        old: old.and_then(text),
        new: text(&content),
        bytes,
    }))
}

fn read(repo: &Repo, rel: &Path) -> Result<WorkFile, GitError> {
    let path = repo.workdir().ok_or(GitError::Bare)?.join(rel);
    let missing = || GitError::Missing { path: rel.to_path_buf() };
    let unreadable = |error: std::io::Error| match error.kind() {
        ErrorKind::NotFound | ErrorKind::NotADirectory => missing(),
        _ => GitError::Unreadable { path: rel.to_path_buf(), cause: error.to_string() },
    };
    let meta = path.symlink_metadata().map_err(unreadable)?;
    if meta.is_symlink() {
        let target = std::fs::read_link(&path).map_err(unreadable)?;
        let real = path.canonicalize().map_err(unreadable)?;
        if repo.relative(&real).is_none() {
            return Err(GitError::Symlink { path: rel.to_path_buf(), target });
        }
        return Ok(WorkFile { bytes: super::git_path(&target), executable: false, link: true });
    }
    if !meta.is_file() {
        return Err(missing());
    }
    let bytes = std::fs::read(&path).map_err(unreadable)?;
    Ok(WorkFile { bytes, executable: executable(&meta), link: false })
}

fn same_mode(repo: &Repo, link: bool, executable: bool, mode: i32) -> bool {
    const LINK: i32 = 0o120000;
    if link || mode == LINK {
        return link == (mode == LINK);
    }
    let trusted = repo.git.config().and_then(|config| config.get_bool("core.fileMode")).unwrap_or(cfg!(unix));
    !trusted || executable == (mode & 0o111 != 0)
}

#[cfg(unix)]
pub(super) fn executable(meta: &std::fs::Metadata) -> bool {
    use std::os::unix::fs::PermissionsExt;
    meta.permissions().mode() & 0o111 != 0
}

#[cfg(not(unix))]
pub(super) fn executable(_: &std::fs::Metadata) -> bool {
    // Git for Windows runs a hook whatever its permissions; core.fileMode is off there.
    true
}

fn is_binary(bytes: &[u8]) -> bool {
    bytes.iter().take(BINARY_PREFIX).any(|byte| *byte == 0)
}
