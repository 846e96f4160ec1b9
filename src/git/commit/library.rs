//! A commit made by libgit2.

use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use git2::build::TreeUpdateBuilder;
use git2::{ErrorCode, FileMode, Index, IndexEntry, Oid};

use super::super::error::GitError;
use super::super::repository::{Repo, author_error};
use super::CommitError;
use super::index_file::IndexFile;
use super::index_lock::{IndexLock, Update, updated};
use super::plan::PlannedFile;
use super::{LINK, change, git_path};

const EXECUTABLE: u32 = 0o100_755;
const PLAIN: u32 = 0o100_644;

/// Commits files as they were planned. While the index is locked, writes the objects, moves the
/// branch and replaces the index, in this order. Replaces the commit `amends`, which is HEAD's.
pub(super) fn commit(
    repo: &Repo,
    files: &[PlannedFile],
    message: &str,
    amends: Option<Oid>,
) -> Result<Oid, CommitError> {
    let paths: Vec<PathBuf> = files.iter().map(|file| file.path.clone()).collect();
    probe(&repo.git.commondir().join("objects"))?;
    let path = repo.index_path();
    let mut lock = IndexLock::take(&path)?;
    let written = path.metadata().and_then(|meta| meta.modified()).ok();
    let written = written.and_then(|time| time.duration_since(UNIX_EPOCH).ok());
    let written = written.map_or(0, |time| i64::try_from(time.as_secs()).unwrap_or(i64::MAX));

    let Some(index) = IndexFile::read(&path).filter(|_| !change::needs_libgit2(repo, &paths)) else {
        drop(lock);
        return with_libgit2_index(repo, files, &paths, message, amends);
    };
    let updates = write_blobs(repo, &index, files)?;
    let entries: Vec<_> = updates.iter().map(|one| (one.path.clone(), one.id, one.mode)).collect();
    let Some(bytes) = updated(&index, updates, written) else {
        drop(lock);
        return with_libgit2_index(repo, files, &paths, message, amends);
    };
    let oid = write_commit(repo, &entries, message, amends)?;
    lock.write(&bytes)?;
    let moved = move_branch(repo, oid, message, amends);
    moved.map_err(|error| GitError::from_write(&error, repo.git.path()))?;
    lock.replace()?;
    Ok(oid)
}

/// Writes each file's blob, with the line endings that git stores.
fn write_blobs(repo: &Repo, index: &IndexFile, files: &[PlannedFile]) -> Result<Vec<Update>, CommitError> {
    let head = repo.head_tree()?;
    let mut updates = Vec::with_capacity(files.len());
    for PlannedFile { path, id: planned } in files {
        let stored = change::read(repo, head.as_ref(), path)?;
        let id =
            repo.git.blob(&stored.bytes).map_err(|error| GitError::from_write(&error, repo.git.path()))?;
        if id != *planned {
            return Err(CommitError::changed(path));
        }
        let name = git_path(path);
        let mode = match (stored.is_link, stored.executable) {
            (true, _) => LINK,
            // If permissions don't count, the recorded bit is kept.
            (false, None) if index.mode_of(&name) == Some(EXECUTABLE) => EXECUTABLE,
            (false, Some(true)) => EXECUTABLE,
            _ => PLAIN,
        };
        updates.push(Update { path: name, id, mode, meta: stored.meta });
    }
    Ok(updates)
}

/// Writes the trees that contain the entries, and the commit.
fn write_commit(
    repo: &Repo,
    entries: &[(Vec<u8>, Oid, u32)],
    message: &str,
    amends: Option<Oid>,
) -> Result<Oid, CommitError> {
    let git = &repo.git;
    let written = |error: git2::Error| GitError::from_write(&error, git.path());
    let parent = repo.head_commit()?;
    let base = match &parent {
        Some(parent) => parent.tree()?,
        None => git.find_tree(git.treebuilder(None)?.write().map_err(written)?)?,
    };
    let mut updates = TreeUpdateBuilder::new();
    for (path, id, mode) in entries {
        updates.upsert(path.as_slice(), *id, file_mode(*mode));
    }
    let tree = git.find_tree(updates.create_updated(git, &base).map_err(written)?)?;
    if tree.id() == base.id() && amends.is_none() {
        return Err(CommitError::NothingToCommit);
    }
    let committer = git.committer_from_env().map_err(author_error)?;
    let amended = amends.map(|amended| repo.commit_at(amended)).transpose()?;
    let author = match &amended {
        Some(amended) => amended.author().to_owned(),
        None => git.author_from_env().map_err(author_error)?,
    };
    let parents: Vec<_> = match &amended {
        Some(amended) => amended.parents().collect(),
        None => parent.into_iter().collect(),
    };
    let parents: Vec<_> = parents.iter().collect();
    Ok(git.commit(None, &author, &committer, message, &tree, &parents).map_err(written)?)
}

/// Moves the branch, if it is still at the commit's parent, or at the commit that this one amends.
fn move_branch(repo: &Repo, oid: Oid, message: &str, amends: Option<Oid>) -> Result<(), git2::Error> {
    let git = &repo.git;
    let commit = git.find_commit(oid)?;
    let summary = message.lines().next().unwrap_or_default();
    let head = git.find_reference("HEAD")?;
    let name = head.symbolic_target()?.unwrap_or("HEAD").to_owned();
    if let Some(amended) = amends {
        git.reference_matching(&name, oid, true, amended, &format!("commit (amend): {summary}"))?;
        return Ok(());
    }
    match commit.parent_id(0) {
        Ok(parent) => git.reference_matching(&name, oid, true, parent, &format!("commit: {summary}"))?,
        Err(_) => match git.reference(&name, oid, false, &format!("commit (initial): {summary}")) {
            Err(error) if error.code() == ErrorCode::Exists => {
                let class = error.class();
                return Err(git2::Error::new(ErrorCode::Modified, class, error.message()));
            }
            made => made?,
        },
    };
    Ok(())
}

/// Commits through libgit2's index, for a form that [`IndexFile`] does not read. libgit2 can't hold
/// the index's lock while the branch moves, so the index is written first and restored if the move
/// fails. If the program stops between the two, the paths are staged and nothing else has changed.
fn with_libgit2_index(
    repo: &Repo,
    files: &[PlannedFile],
    paths: &[PathBuf],
    message: &str,
    amends: Option<Oid>,
) -> Result<Oid, CommitError> {
    let gitdir = repo.git.path();
    let written = |error: git2::Error| GitError::from_write(&error, gitdir);
    let mut index = repo.git.index()?;
    index.read(false)?;
    let before: Vec<Option<IndexEntry>> = paths.iter().map(|path| index.get_path(path, 0)).collect();
    let made = add(&mut index, paths, gitdir)
        .and_then(|entries| check_unchanged(repo, files).map(|()| entries))
        .and_then(|entries| write_commit(repo, &entries, message, amends))
        .and_then(|oid| Ok(index.write().map(|()| oid).map_err(written)?));
    let oid = match made {
        Ok(oid) => oid,
        Err(error) => {
            // The additions were made in memory only.
            index.read(true)?;
            return Err(error);
        }
    };
    if let Err(error) = move_branch(repo, oid, message, amends) {
        restore(&mut index, paths, &before).map_err(written)?;
        return Err(GitError::from_write(&error, gitdir).into());
    }
    Ok(oid)
}

/// Checks that the files are still those of the plan. The ids that libgit2 computed can't be compared,
/// since it may convert a file differently.
fn check_unchanged(repo: &Repo, files: &[PlannedFile]) -> Result<(), CommitError> {
    let head = repo.head_tree()?;
    for file in files {
        if change::read(repo, head.as_ref(), &file.path)?.id()? != file.id {
            return Err(CommitError::changed(&file.path));
        }
    }
    Ok(())
}

fn add(index: &mut Index, paths: &[PathBuf], gitdir: &Path) -> Result<Vec<(Vec<u8>, Oid, u32)>, CommitError> {
    let mut entries = Vec::with_capacity(paths.len());
    for path in paths {
        index.add_path(path).map_err(|error| GitError::from_write(&error, gitdir))?;
        let entry = index.get_path(path, 0).ok_or_else(|| CommitError::Missing { path: path.clone() })?;
        entries.push((entry.path, entry.id, entry.mode));
    }
    Ok(entries)
}

fn restore(index: &mut Index, paths: &[PathBuf], before: &[Option<IndexEntry>]) -> Result<(), git2::Error> {
    for (path, entry) in paths.iter().zip(before) {
        match entry {
            Some(entry) => index.add(entry)?,
            None => index.remove(path, 0)?,
        }
    }
    index.write()
}

fn file_mode(mode: u32) -> FileMode {
    match mode {
        LINK => FileMode::Link,
        EXECUTABLE => FileMode::BlobExecutable,
        _ => FileMode::Blob,
    }
}

/// Checks that a file can be created in `folder` by creating one. Permissions, read-only disks and
/// quotas all show that way.
///
/// # Errors
///
/// [`GitError::ReadOnly`].
pub(in crate::git) fn probe(folder: &Path) -> Result<(), GitError> {
    match tempfile::Builder::new().prefix("tmp_obj_").tempfile_in(folder) {
        Ok(_) => Ok(()),
        Err(error) => {
            let cause = error.kind().to_string();
            Err(GitError::ReadOnly { path: folder.to_path_buf(), cause })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_probe_leaves_no_file_behind() {
        let dir = tempfile::tempdir().unwrap();
        assert_eq!(probe(dir.path()), Ok(()));
        assert_eq!(dir.path().read_dir().unwrap().count(), 0);
    }

    #[test]
    fn a_file_in_place_of_a_folder_is_read_only() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("objects");
        std::fs::write(&file, "").unwrap();
        assert!(matches!(probe(&file), Err(GitError::ReadOnly { path, .. }) if path == file));
    }

    #[test]
    fn a_branch_that_was_moved_by_others_is_not_moved_again() {
        use super::super::super::{Author, Identity, Snapshot, seed};
        let dir = tempfile::tempdir().unwrap();
        let author = Author { name: "A".into(), email: "a@example.com".into() };
        let snapshot = |date: i64, text: &str| Snapshot {
            date,
            message: text.into(),
            files: vec![("draft.md".into(), text.into())],
            removed: vec![],
        };
        let history = [snapshot(1, "one"), snapshot(2, "two")];
        let repo = seed(dir.path(), &author, &history, Identity::Leave).unwrap();
        let tip = repo.head_commit().unwrap().unwrap();
        let first = tip.parent(0).unwrap();
        let (by, tree) = (tip.author(), tip.tree().unwrap());
        let late = repo.git.commit(None, &by, &by, "late", &tree, &[&first]).unwrap();
        let root = repo.git.commit(None, &by, &by, "root", &tree, &[]).unwrap();
        for oid in [late, root] {
            let error = move_branch(&repo, oid, "late", None).unwrap_err();
            assert_eq!(GitError::from_write(&error, repo.git.path()), GitError::Moved);
        }
        assert_eq!(repo.head_commit().unwrap().unwrap().id(), tip.id());
    }
}
