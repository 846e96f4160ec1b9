//! Merges files, as git's merge driver and in the work tree after a conflict.

use std::path::{Path, PathBuf};

use crate::desk::{DeskError, FileError, MergeFilesError, Workspace, reconcile};
use crate::git::{Names, Repo, merge_lines};
use crate::merge::{Markers, MergeError};
use crate::profile::{BUILT_IN, Profile, built_in};
use crate::root::{Root, RootError, read_named};
use crate::text::limits::DRAFT_BYTES;

/// The result of merging a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MergedFile {
    /// The number of conflicts, which are marked in the file.
    pub conflicts: usize,
    /// Why the file was merged line by line; `None` if it was merged as a draft.
    pub by_lines: Option<LineMergeReason>,
    /// A copy of the file as it was, if it had been edited after git's merge.
    pub backup: Option<PathBuf>,
}

/// Why a file was merged line by line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LineMergeReason {
    #[error(transparent)]
    NotMerged(#[from] MergeError),
    #[error("it is not UTF-8 text")]
    NotUtf8,
}

/// Merges three files as git's merge driver: the result is written to `ours`.
///
/// # Errors
///
/// If a file cannot be read or `ours` cannot be written; `ours` is then unchanged.
pub fn merge_driver(
    base: &Path,
    ours: &Path,
    theirs: &Path,
    profile: &Profile,
    markers: &Markers,
) -> Result<MergedFile, DeskError> {
    let (bytes, merged) = merge_bytes(&read(base)?, &read(ours)?, &read(theirs)?, profile, markers);
    // `ours` is a temporary file of git, which discards it if this fails.
    std::fs::write(ours, bytes).map_err(|source| MergeFilesError::Write { path: ours.to_owned(), source })?;
    Ok(merged)
}

/// Reads a temporary file of git that may be a draft.
fn read(path: &Path) -> Result<Vec<u8>, DeskError> {
    read_named(path, None, DRAFT_BYTES as u64).map_err(|error| match error {
        RootError::NotFound => MergeFilesError::MissingVersion(path.to_owned()).into(),
        error => FileError::from_root(path, error).into(),
    })
}

/// Refuses a version that is too large: a merge takes many times its memory.
fn check_size(path: &Path, bytes: u64) -> Result<(), DeskError> {
    if bytes > DRAFT_BYTES as u64 {
        return Err(FileError::TooLarge { path: path.to_owned(), bytes }.into());
    }
    Ok(())
}

/// The unmerged files of the repository around `folder`.
///
/// # Errors
///
/// If there is no repository, or its index cannot be read.
pub fn conflicted_files(folder: &Path) -> Result<Vec<PathBuf>, DeskError> {
    let repo = Repo::discover(folder)?.ok_or(DeskError::NoRepository)?;
    let top = repo.workdir().unwrap_or(folder).to_owned();
    Ok(repo.unmerged()?.iter().map(|path| top.join(path)).collect())
}

/// Merges a file with conflicts again from its three versions. Marks it as resolved if there are no
/// conflicts. If somebody has edited the file, its content is kept next to it.
///
/// # Errors
///
/// If the file has no conflict or no markers, was deleted on one side, or can't be written. It is then unchanged.
pub fn merge_conflicted_file(path: &Path) -> Result<MergedFile, DeskError> {
    let repo = Repo::discover(path)?.ok_or(DeskError::NoRepository)?;
    let not_in_conflict = || MergeFilesError::NotInConflict(path.to_owned());
    let rel = repo.relative(path).ok_or_else(not_in_conflict)?;
    let sides = repo.unmerged_file(&rel)?.ok_or_else(not_in_conflict)?;
    let (Some(ours), Some(theirs)) = (&sides.ours, &sides.theirs) else {
        return Err(MergeFilesError::DeletedOnOneSide(path.to_owned()).into());
    };
    let base = sides.base.as_deref().unwrap_or_default();
    for side in [base, ours, theirs] {
        check_size(path, side.len() as u64)?;
    }
    let root = Workspace::root_of_file(path);
    let on_disk = root.read(path, DRAFT_BYTES as u64).map_err(|error| FileError::from_root(path, error))?;
    // Git writes no markers into a file that it takes for binary, and leaves our side.
    let is_ours_by_git = on_disk == *ours && repo.is_binary_to_merge(&rel, &[base, ours, theirs]);
    if !has_markers(&on_disk) && !is_ours_by_git {
        return Err(MergeFilesError::NoMarkersLeft(path.to_owned()).into());
    }
    let (bytes, mut merged) = merge_bytes(base, ours, theirs, &profile_for(path)?, &Markers::default());
    let bytes = if is_crlf(&on_disk) && !is_crlf(&bytes) { with_crlf(&bytes) } else { bytes };
    if !is_ours_by_git && !is_as_git_left_it(&on_disk, [base, ours, theirs], &bytes) {
        merged.backup = Some(write_backup(path, &root, &on_disk)?);
    }
    write(path, &root, &bytes)?;
    if merged.conflicts == 0 {
        repo.mark_resolved(&rel)?;
    }
    Ok(merged)
}

/// The profile of a file's newsletter. If it cannot be read, perhaps because of conflicts in it, a
/// built-in profile is used.
///
/// # Errors
///
/// Only if no built-in profile can be read.
pub fn profile_for(path: &Path) -> Result<Profile, DeskError> {
    match Workspace::find(path) {
        Ok(workspace) => Ok(workspace.profile),
        Err(_) => Ok(built_in(BUILT_IN[0].0)?),
    }
}

fn merge_bytes(
    base: &[u8],
    ours: &[u8],
    theirs: &[u8],
    profile: &Profile,
    markers: &Markers,
) -> (Vec<u8>, MergedFile) {
    let text = |bytes| std::str::from_utf8(bytes).ok();
    let (Some(b), Some(o), Some(t)) = (text(base), text(ours), text(theirs)) else {
        let marker = u16::try_from(markers.len).unwrap_or(7);
        let names = Names { base: &markers.base, ours: &markers.ours, theirs: &markers.theirs, marker };
        let (bytes, conflicts) = match merge_lines(base, ours, theirs, names) {
            Ok(bytes) => (bytes, 0),
            Err(bytes) => (bytes, 1),
        };
        return (bytes, MergedFile { conflicts, by_lines: Some(LineMergeReason::NotUtf8), backup: None });
    };
    let result = reconcile(b, o, t, profile, markers);
    let (conflicts, by_lines) = (result.conflicts(), result.by_lines.map(LineMergeReason::from));
    (result.text.into_bytes(), MergedFile { conflicts, by_lines, backup: None })
}

/// True if nobody has edited a file with conflicts: its lines are those of git's merge, with or without the base between
/// the markers, or those of our merge (`merged_again`). Markers and blank lines are ignored.
fn is_as_git_left_it(on_disk: &[u8], [base, ours, theirs]: [&[u8]; 3], merged_again: &[u8]) -> bool {
    let names = Names { base: "base", ours: "ours", theirs: "theirs", marker: 7 };
    let (Ok(marked) | Err(marked)) = merge_lines(base, ours, theirs, names);
    let mut in_base = false;
    let without_base = marked.split(|byte| *byte == b'\n').filter(|line| {
        in_base = (in_base || line.starts_with(b"|||||||")) && !line.starts_with(b"=======");
        !in_base
    });
    let on_disk = content_lines(on_disk.split(|byte| *byte == b'\n'));
    let has_lines = |bytes: &[u8]| content_lines(bytes.split(|byte| *byte == b'\n')) == on_disk;
    content_lines(without_base) == on_disk || has_lines(&marked) || has_lines(merged_again)
}

/// The lines that are neither blank nor markers.
fn content_lines<'b>(lines: impl Iterator<Item = &'b [u8]>) -> Vec<&'b [u8]> {
    lines.map(<[u8]>::trim_ascii).filter(|line| !line.is_empty() && !is_marker(line)).collect()
}

fn has_markers(bytes: &[u8]) -> bool {
    bytes.split(|byte| *byte == b'\n').any(|line| line.starts_with(b"<<<<<<<"))
}

fn is_marker(line: &[u8]) -> bool {
    [&b"<<<<<<<"[..], b"|||||||", b"=======", b">>>>>>>"].iter().any(|marker| line.starts_with(marker))
}

/// Writes bytes to a new file next to a file.
fn write_backup(path: &Path, root: &Root, bytes: &[u8]) -> Result<PathBuf, DeskError> {
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let free = (1..).map(|number| match number {
        1 => path.with_file_name(format!("{name}.orig")),
        _ => path.with_file_name(format!("{name}.orig{number}")),
    });
    let backup = free.take(1000).find(|backup| !root.is_taken(backup));
    let backup = backup.ok_or_else(|| FileError::write(path, std::io::ErrorKind::AlreadyExists.into()))?;
    write(&backup, root, bytes)?;
    Ok(backup)
}

/// Replaces a file. If a write in place is interrupted, git still has the three versions, so no journal is kept.
fn write(path: &Path, root: &Root, bytes: &[u8]) -> Result<(), DeskError> {
    root.replace(path, bytes, || Ok(())).map_err(|error| FileError::root_write(path, error))?;
    Ok(())
}

fn is_crlf(bytes: &[u8]) -> bool {
    memchr::memchr(b'\n', bytes).is_some_and(|at| at > 0 && bytes[at - 1] == b'\r')
}

fn with_crlf(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len());
    for (at, byte) in bytes.iter().enumerate() {
        if *byte == b'\n' && (at == 0 || bytes[at - 1] != b'\r') {
            out.push(b'\r');
        }
        out.push(*byte);
    }
    out
}
