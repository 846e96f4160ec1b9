//! Compares paths with the last commit, and returns the texts to show.

use std::fs::Metadata;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use git2::{AttrCheckFlags, AttrValue, ErrorCode, ObjectType, Oid, Tree, TreeEntry};

use super::super::error::GitError;
use super::super::repository::Repo;
use super::{CommitError, eol, program, route};
use crate::platform::{IS_UNIX, is_executable, real_path};

/// Git calls a file binary if one of its first bytes, up to this many, is zero.
const BINARY_PREFIX: usize = 8000;

/// A path that the commit would record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileChange {
    /// Relative to the top of the work tree.
    pub path: PathBuf,
    pub kind: FileChangeKind,
    /// True if there is no text to show: an image, or a file that a filter program stores in another
    /// form.
    pub binary: bool,
    /// The text in the last commit; `None` for a new or a binary file.
    pub old: Option<String>,
    /// The text to be committed, with the line endings that git stores; `None` for a binary file.
    pub new: Option<String>,
    /// The size of the file in the work tree.
    pub bytes: u64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileChangeKind {
    New,
    Modified,
}

/// A file of the work tree in the form that git stores.
pub(super) struct StoredFile {
    /// The content with git's line endings, or the target of a symbolic link.
    pub(super) bytes: Vec<u8>,
    pub(super) is_link: bool,
    /// `None` if permissions don't count (`core.fileMode` is off).
    pub(super) executable: Option<bool>,
    /// Read before the content.
    pub(super) meta: Metadata,
}

impl StoredFile {
    /// The blob id, which shows if the file is still the one that was shown.
    pub(super) fn id(&self) -> Result<Oid, GitError> {
        Ok(Oid::hash_object(ObjectType::Blob, &self.bytes)?)
    }
}

/// Compares a path's content and executable bit with the last commit. Returns the id of the content,
/// and the change if there is one. Reads only that file.
pub(super) fn compare(
    repo: &Repo,
    head: Option<&Tree<'_>>,
    rel: &Path,
) -> Result<(Oid, Option<FileChange>), CommitError> {
    let file = read(repo, head, rel)?;
    let id_in_work_tree = file.id()?;
    let entry = entry(head, rel)?;
    let filtered = !file.is_link && route::is_filtered(repo, rel);
    if let Some(entry) = &entry {
        let id = if filtered { program::hash(repo, rel) } else { None };
        if id.unwrap_or(id_in_work_tree) == entry.id() && same_mode(&file, entry.filemode()) {
            return Ok((id_in_work_tree, None));
        }
    }
    let old = entry.as_ref().and_then(|entry| repo.git.find_blob(entry.id()).ok());
    let old = old.as_ref().map(git2::Blob::content);
    let binary = filtered || is_binary(&file.bytes) || old.is_some_and(is_binary);
    let text = |bytes: &[u8]| (!binary).then(|| String::from_utf8_lossy(bytes).into_owned());
    let change = FileChange {
        path: rel.to_path_buf(),
        kind: if entry.is_some() { FileChangeKind::Modified } else { FileChangeKind::New },
        binary,
        old: old.and_then(text),
        new: text(&file.bytes),
        bytes: file.meta.len(),
    };
    Ok((id_in_work_tree, Some(change)))
}

fn entry(head: Option<&Tree<'_>>, rel: &Path) -> Result<Option<TreeEntry<'static>>, GitError> {
    match head.map(|tree| tree.get_path(rel)) {
        Some(Ok(entry)) => Ok(Some(entry)),
        Some(Err(error)) if error.code() != ErrorCode::NotFound => Err(error.into()),
        _ => Ok(None),
    }
}

/// Reads a path in the form that git stores, without filter programs.
pub(super) fn read(repo: &Repo, head: Option<&Tree<'_>>, rel: &Path) -> Result<StoredFile, CommitError> {
    let path = repo.workdir().ok_or(GitError::Bare)?.join(rel);
    let missing = || CommitError::Missing { path: rel.to_path_buf() };
    let unreadable = |error: std::io::Error| match error.kind() {
        ErrorKind::NotFound | ErrorKind::NotADirectory => missing(),
        _ => CommitError::Unreadable { path: rel.to_path_buf(), cause: error.to_string() },
    };
    let meta = path.symlink_metadata().map_err(unreadable)?;
    if meta.is_symlink() {
        let target = std::fs::read_link(&path).map_err(unreadable)?;
        let real = real_path(&path).map_err(unreadable)?;
        if repo.relative(&real).is_none() {
            return Err(CommitError::Symlink { path: rel.to_path_buf(), target });
        }
        let bytes = target.as_os_str().as_encoded_bytes().to_vec();
        return Ok(StoredFile { bytes, is_link: true, executable: None, meta });
    }
    if !meta.is_file() {
        return Err(missing());
    }
    let bytes = std::fs::read(&path).map_err(unreadable)?;
    let is_trusted = repo.git.config().and_then(|config| config.get_bool("core.fileMode")).unwrap_or(IS_UNIX);
    let committed = || {
        let blob = entry(head, rel).ok()?.and_then(|entry| repo.git.find_blob(entry.id()).ok())?;
        Some(blob.content().to_vec())
    };
    let bytes = eol::to_stored_line_endings(repo, rel, bytes, committed);
    Ok(StoredFile { bytes, is_link: false, executable: is_trusted.then(|| is_executable(&meta)), meta })
}

/// True if only libgit2's own reading of a file stores one of the paths correctly: `$Id$` marks must
/// be stripped, or line endings that can't be restored must be refused.
pub(super) fn needs_libgit2(repo: &Repo, paths: &[PathBuf]) -> bool {
    if repo.is_on("core.safecrlf") {
        return true;
    }
    let flags = AttrCheckFlags::FILE_THEN_INDEX;
    repo.rules().is_ok_and(|rules| {
        paths.iter().any(|path| {
            rules
                .get_attr(path, "ident", flags)
                .is_ok_and(|value| AttrValue::from_string(value) == AttrValue::True)
        })
    })
}

fn same_mode(file: &StoredFile, mode: i32) -> bool {
    let is_link = i32::try_from(super::LINK).is_ok_and(|link| mode == link);
    if file.is_link || is_link {
        return file.is_link == is_link;
    }
    file.executable.is_none_or(|executable| executable == (mode & 0o111 != 0))
}

fn is_binary(bytes: &[u8]) -> bool {
    bytes.iter().take(BINARY_PREFIX).any(|byte| *byte == 0)
}
