//! Makes a small clone for contributors without one: enough to read drafts and to push a commit.
//!
//! The clone is bare. It contains the newest commit with its folders, and only the files that were asked
//! for: of 19,000 commits and their images a contributor needs one draft. libgit2 can't fetch missing
//! files, so [`fetch_files`] does it in one request.

use std::collections::BTreeSet;
use std::path::Path;

use git2::{ErrorCode, ObjectType, Oid, TreeWalkMode, TreeWalkResult};

use super::control::Control;
use super::error::GitError;
use super::remote::{Direction, RemoteError};
use super::repository::Repo;
use super::url::RemoteUrl;
use super::{fetch, program, session};

/// Clones `url` into `folder`, which must not exist. A server that can't leave files out sends those of
/// the newest commit.
///
/// # Errors
///
/// [`RemoteError`]. The folder does not exist then either.
pub fn clone(url: &str, folder: &Path, control: &Control) -> Result<Repo, RemoteError> {
    if folder.symlink_metadata().is_ok() {
        return Err(RemoteError::FolderExists { path: folder.to_path_buf() });
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
    // No template: its hooks are meant for other repositories.
    command.args(["clone", "--bare", "--depth=1", "--filter=blob:none", "--single-branch", "--no-tags"]);
    command.args(["--no-local", "--template=", "--progress", "--"]).arg(url).arg(&new);
    let _waiting = control.waiting(format_args!("Cloning from {}", RemoteUrl::short_name(url)));
    let output = session::run(command, b"", control)?;
    if let Some(cause) = fetch::local_write_error(&output.stderr).filter(|_| !output.success) {
        return Err(GitError::ReadOnly { path: folder.to_path_buf(), cause }.into());
    }
    fetch::finish(None, (url, &url.into()), output)?;
    std::fs::rename(&new, folder).map_err(read_only)?;
    Ok(git2::Repository::open_bare(folder)?.into())
}

/// Fetches the missing files of commits in one request, and returns their number. A path may also be a
/// folder, with everything in it. A full clone lacks nothing.
///
/// # Errors
///
/// [`GitError::NoCommit`], and as [`list`](super::list).
pub fn fetch_files(
    repo: &Repo,
    remote: &str,
    files: &[(Oid, &Path)],
    control: &Control,
) -> Result<usize, RemoteError> {
    let missing = missing(repo, files)?;
    if missing.is_empty() {
        return Ok(0);
    }
    let address = repo.address(remote, Direction::Fetch)?;
    let lines: Vec<String> = missing.iter().map(|id| format!("{id}\n")).collect();
    // As git does: a server expects whoever has a commit to have its files, so no commit is announced.
    let mut command = fetch::fetching(repo, &["fetch.negotiationAlgorithm=noop"]);
    command.args(["--filter=blob:none", "--progress", "--stdin", "--", remote]);
    command.env("GIT_NO_LAZY_FETCH", "1");
    let _waiting = control.waiting(format_args!("Fetching from {}", RemoteUrl::short_name(remote)));
    let output = session::run(command, lines.concat().as_bytes(), control)?;
    fetch::finish(Some(repo), (remote, &address), output)?;
    Ok(missing.len())
}

/// Returns the ids of the missing files.
fn missing(repo: &Repo, files: &[(Oid, &Path)]) -> Result<BTreeSet<Oid>, GitError> {
    let odb = repo.git.odb()?;
    let mut missing = BTreeSet::new();
    let mut note = |id: Oid| {
        if !odb.exists(id) {
            missing.insert(id);
        }
    };
    for (commit, path) in files {
        let tree = repo.commit_at(*commit)?.tree()?;
        let (id, kind) = match tree.get_path(path) {
            _ if path.as_os_str().is_empty() => (tree.id(), Some(ObjectType::Tree)),
            Ok(entry) => (entry.id(), entry.kind()),
            Err(error) if error.code() == ErrorCode::NotFound => continue,
            Err(error) => return Err(error.into()),
        };
        match kind {
            Some(ObjectType::Blob) => note(id),
            Some(ObjectType::Tree) => repo.git.find_tree(id)?.walk(TreeWalkMode::PreOrder, |_, entry| {
                if entry.kind() == Some(ObjectType::Blob) {
                    note(entry.id());
                }
                TreeWalkResult::Ok
            })?,
            _ => {}
        }
    }
    Ok(missing)
}
