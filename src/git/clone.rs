//! A small clone for whoever has none: enough to read drafts and to push a commit.
//!
//! It is bare, holds the newest commit with its folders, and of the files only those that were
//! asked for: of 19,000 commits and their images a contributor needs one draft. libgit2 can't
//! fetch what is missing, so [`fetch_files`] does, in one request.

use std::collections::BTreeSet;
use std::path::Path;

use git2::{ErrorCode, ObjectType, Oid, TreeWalkMode, TreeWalkResult};

use super::control::Control;
use super::error::GitError;
use super::repository::Repo;
use super::{fetch, program, session};

/// Clones `url` into `folder`, which must not exist; on an error it does not exist afterwards
/// either. A server that can't leave files out sends those of the newest commit.
///
/// # Errors
///
/// [`GitError::FolderExists`], [`GitError::ReadOnly`], and as [`list`](super::list).
pub fn clone(url: &str, folder: &Path, control: &Control) -> Result<Repo, GitError> {
    if folder.symlink_metadata().is_ok() {
        return Err(GitError::FolderExists { path: folder.to_path_buf() });
    }
    let read_only = |error: std::io::Error| GitError::ReadOnly {
        path: folder.to_path_buf(),
        cause: error.kind().to_string(),
    };
    let parent = folder.parent().unwrap_or(Path::new("."));
    std::fs::create_dir_all(parent).map_err(read_only)?;
    let beside = tempfile::Builder::new().prefix(".clone-").tempdir_in(parent).map_err(read_only)?;
    let new = beside.path().join("repository");
    let mut command = program::bare_command();
    // No template: its hooks would be somebody's for another purpose.
    command.args(["clone", "--bare", "--depth=1", "--filter=blob:none", "--single-branch", "--no-tags"]);
    command.args(["--no-local", "--template=", "--progress", "--"]).arg(url).arg(&new);
    let ran = session::run(command, b"", control)?;
    if let Some(cause) = fetch::local_trouble(&ran.stderr).filter(|_| !ran.success) {
        return Err(GitError::ReadOnly { path: folder.to_path_buf(), cause });
    }
    fetch::finish(None, (url, &url.into()), ran)?;
    std::fs::rename(&new, folder).map_err(read_only)?;
    Ok(git2::Repository::open_bare(folder)?.into())
}

/// Fetches what is missing of files (or folders with all that is in them) in commits, in one
/// request, and gives how many files that were. In a whole clone nothing is missing.
///
/// # Errors
///
/// [`GitError::NoCommit`], and as [`list`](super::list).
pub fn fetch_files(
    repo: &Repo,
    remote: &str,
    wanted: &[(Oid, &Path)],
    control: &Control,
) -> Result<usize, GitError> {
    let missing = missing(repo, wanted)?;
    if missing.is_empty() {
        return Ok(0);
    }
    let address = repo.address(remote, false)?;
    let lines: Vec<String> = missing.iter().map(|id| format!("{id}\n")).collect();
    // As git itself does it: who has a commit is taken to have its files, so none is named.
    let mut command = fetch::fetching(repo, &["fetch.negotiationAlgorithm=noop"]);
    command.args(["--filter=blob:none", "--progress", "--stdin", "--", remote]);
    command.env("GIT_NO_LAZY_FETCH", "1");
    let ran = session::run(command, lines.concat().as_bytes(), control)?;
    fetch::finish(Some(repo), (remote, &address), ran)?;
    Ok(missing.len())
}

fn missing(repo: &Repo, wanted: &[(Oid, &Path)]) -> Result<BTreeSet<Oid>, GitError> {
    let odb = repo.git.odb()?;
    let mut missing = BTreeSet::new();
    let mut want = |id: Oid| {
        if !odb.exists(id) {
            missing.insert(id);
        }
    };
    for (commit, path) in wanted {
        let tree = repo.commit_at(*commit)?.tree()?;
        let (id, kind) = match tree.get_path(path) {
            _ if path.as_os_str().is_empty() => (tree.id(), Some(ObjectType::Tree)),
            Ok(entry) => (entry.id(), entry.kind()),
            Err(error) if error.code() == ErrorCode::NotFound => continue,
            Err(error) => return Err(error.into()),
        };
        match kind {
            Some(ObjectType::Blob) => want(id),
            Some(ObjectType::Tree) => repo.git.find_tree(id)?.walk(TreeWalkMode::PreOrder, |_, entry| {
                if entry.kind() == Some(ObjectType::Blob) {
                    want(entry.id());
                }
                TreeWalkResult::Ok
            })?,
            _ => {}
        }
    }
    Ok(missing)
}
