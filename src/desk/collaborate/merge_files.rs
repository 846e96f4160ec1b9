//! Merges files, as git's merge driver and in the work tree after a conflict.

use std::collections::HashSet;
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
    /// Why the merge was done by lines, if it was.
    pub by_lines: Option<Plain>,
    /// The copy of the file's previous content, if somebody had edited it.
    pub kept: Option<PathBuf>,
}

/// Why a file was merged line by line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Plain {
    #[error(transparent)]
    Unreadable(#[from] MergeError),
    #[error("it is not UTF-8 text")]
    NoText,
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
    let (bytes, merged) = merged(&read(base)?, &read(ours)?, &read(theirs)?, profile, markers);
    // `ours` is a temporary file of git, which discards it if this fails.
    std::fs::write(ours, bytes).map_err(|source| MergeFilesError::Write { path: ours.to_owned(), source })?;
    Ok(merged)
}

/// Reads a temporary file of git that may be a draft.
fn read(path: &Path) -> Result<Vec<u8>, DeskError> {
    read_named(path, None, DRAFT_BYTES as u64).map_err(|error| match error {
        RootError::NotFound => MergeFilesError::NoVersion(path.to_owned()).into(),
        error => FileError::from_root(path, error).into(),
    })
}

/// A merge takes many times the memory of its inputs.
fn fits(path: &Path, bytes: u64) -> Result<(), DeskError> {
    if bytes > DRAFT_BYTES as u64 {
        return Err(FileError::TooLarge { path: path.to_owned(), bytes }.into());
    }
    Ok(())
}

/// The files with conflicts in the repository around `folder`.
///
/// # Errors
///
/// If there is no repository, or its index cannot be read.
pub fn files_in_conflict(folder: &Path) -> Result<Vec<PathBuf>, DeskError> {
    let repo = Repo::discover(folder)?.ok_or(DeskError::NoRepository)?;
    let top = repo.workdir().unwrap_or(folder).to_owned();
    Ok(repo.unmerged()?.iter().map(|path| top.join(path)).collect())
}

/// Merges a file with conflicts again from its three versions. Marks it as resolved if there are no
/// conflicts. If somebody has edited the file, its content is kept next to it.
///
/// # Errors
///
/// If the file has no conflict, one side deleted it, or it cannot be written; it is then unchanged.
pub fn merge_in_conflict(path: &Path) -> Result<MergedFile, DeskError> {
    let repo = Repo::discover(path)?.ok_or(DeskError::NoRepository)?;
    let in_no_conflict = || MergeFilesError::NotInConflict(path.to_owned());
    let rel = repo.relative(path).ok_or_else(in_no_conflict)?;
    let sides = repo.unmerged_file(&rel)?.ok_or_else(in_no_conflict)?;
    let (Some(ours), Some(theirs)) = (&sides.ours, &sides.theirs) else {
        return Err(MergeFilesError::DeletedOnOneSide(path.to_owned()).into());
    };
    for side in [Some(ours), Some(theirs), sides.base.as_ref()].into_iter().flatten() {
        fits(path, side.len() as u64)?;
    }
    let root = Workspace::root_of_file(path);
    let now = root.read(path, DRAFT_BYTES as u64).map_err(|error| FileError::from_root(path, error))?;
    let base = sides.base.clone().unwrap_or_default();
    let (bytes, mut merged) = merged(&base, ours, theirs, &profile_for(path)?, &Markers::default());
    let bytes = if is_crlf(&now) && !is_crlf(&bytes) { with_crlf(&bytes) } else { bytes };
    if !is_as_git_left_it(&now, [&base, ours, theirs], &bytes) {
        if !has_marks(&now) {
            return Err(MergeFilesError::NoMarksLeft(path.to_owned()).into());
        }
        merged.kept = Some(keep(path, &root, &now)?);
    }
    put(path, &root, &bytes)?;
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

fn merged(
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
        return (bytes, MergedFile { conflicts, by_lines: Some(Plain::NoText), kept: None });
    };
    let result = reconcile(b, o, t, profile, markers);
    let (conflicts, by_lines) = (result.conflicts(), result.by_lines.map(Plain::from));
    (result.text.into_bytes(), MergedFile { conflicts, by_lines, kept: None })
}

/// True if nobody has edited a file with conflicts: its lines are those of git's merge, with or without
/// the base between the markers, those of our merge (`merged_again`), or our side, if git could not
/// merge.
fn is_as_git_left_it(now: &[u8], [base, ours, theirs]: [&Vec<u8>; 3], merged_again: &[u8]) -> bool {
    let marked = match merge_lines(
        base,
        ours,
        theirs,
        Names { base: "base", ours: "ours", theirs: "theirs", marker: 7 },
    ) {
        Ok(bytes) | Err(bytes) => bytes,
    };
    let now = lines(now.split(|byte| *byte == b'\n'));
    let mut in_base = false;
    let without_base = marked.split(|byte| *byte == b'\n').filter(|line| {
        in_base = (in_base || line.starts_with(b"|||||||")) && !line.starts_with(b"=======");
        !in_base
    });
    let without_base = lines(without_base);
    let of = |bytes: &'_ [u8]| lines(bytes.split(|byte| *byte == b'\n')) == now;
    without_base == now || of(&marked) || of(merged_again) || of(ours)
}

/// The lines that are neither blank nor markers.
fn lines<'b>(lines: impl Iterator<Item = &'b [u8]>) -> HashSet<&'b [u8]> {
    lines.map(<[u8]>::trim_ascii).filter(|line| !line.is_empty() && !is_mark(line)).collect()
}

fn has_marks(bytes: &[u8]) -> bool {
    bytes.split(|byte| *byte == b'\n').any(|line| line.starts_with(b"<<<<<<<"))
}

fn is_mark(line: &[u8]) -> bool {
    [&b"<<<<<<<"[..], b"|||||||", b"=======", b">>>>>>>"].iter().any(|mark| line.starts_with(mark))
}

/// Writes bytes to a new file next to a file.
fn keep(path: &Path, root: &Root, bytes: &[u8]) -> Result<PathBuf, DeskError> {
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let free = (1..).map(|number| match number {
        1 => path.with_file_name(format!("{name}.orig")),
        _ => path.with_file_name(format!("{name}.orig{number}")),
    });
    let kept = free.take(1000).find(|kept| !root.is_taken(kept));
    let kept = kept.ok_or_else(|| FileError::write(path, std::io::ErrorKind::AlreadyExists.into()))?;
    put(&kept, root, bytes)?;
    Ok(kept)
}

/// No journal is needed: git still has the three versions if a write in place is interrupted.
fn put(path: &Path, root: &Root, bytes: &[u8]) -> Result<(), DeskError> {
    root.replace(path, bytes, || Ok(())).map_err(|error| FileError::root_write(path, error))?;
    Ok(())
}

fn is_crlf(bytes: &[u8]) -> bool {
    memchr::memchr(b'\n', bytes).is_some_and(|at| at > 0 && bytes[at - 1] == b'\r')
}

fn with_crlf(bytes: &[u8]) -> Vec<u8> {
    bytes.split_inclusive(|byte| *byte == b'\n').fold(Vec::with_capacity(bytes.len()), |mut out, line| {
        match line.strip_suffix(b"\n").map(|words| words.strip_suffix(b"\r").unwrap_or(words)) {
            Some(words) => {
                out.extend(words);
                out.extend(b"\r\n");
            }
            None => out.extend(line),
        }
        out
    })
}
