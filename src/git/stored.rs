//! Writes the objects of commits that are not made from the work tree: blobs as `git add` stores them,
//! trees and signed commits.

use std::fs::File;
use std::io::Write;
use std::path::{Path, PathBuf};

use git2::build::TreeUpdateBuilder;
use git2::{ErrorCode, FileMode, Index, IndexEntry, IndexTime, ObjectType, Oid, Tree, TreeEntry};

use super::commit::{CommitError, git_path};
use super::control::Control;
use super::error::GitError;
use super::repository::{Repo, author_error, plain};
use super::{program, session};
use crate::platform::make_executable;

const EXECUTABLE: i32 = 0o100_755;
const LINK: i32 = 0o120_000;

/// Settings of the user's work tree that make no sense in a temporary one.
const PLAIN: [&str; 4] =
    ["core.sparseCheckout=false", "core.splitIndex=false", "core.untrackedCache=false", "index.sparse=false"];

/// Writes the tree of `base` with `files` and returns its id. Only git knows what it stores for a file
/// (line endings, Git LFS, other filters). So git adds the files to a temporary index, in a temporary
/// work tree that contains only the attributes of `base`.
pub(super) fn tree_with(
    repo: &Repo,
    base: &Tree<'_>,
    files: &[(PathBuf, Vec<u8>)],
    control: &Control,
) -> Result<Oid, CommitError> {
    if files.is_empty() {
        return Ok(base.id());
    }
    super::commit::probe(&repo.git.commondir().join("objects"))?;
    let broken = |error: std::io::Error| GitError::Git(format!("a temporary folder: {error}"));
    let folder = tempfile::tempdir().map_err(broken)?;
    let top = folder.path().join("tree");
    std::fs::create_dir(&top).map_err(broken)?;
    let index_path = folder.path().join("index");
    let mut index = Index::open(&index_path)?;
    let mut paths = Vec::with_capacity(files.len());
    for (path, _) in files {
        let path = plain(path).ok_or_else(|| CommitError::Outside { path: path.clone() })?;
        write_attributes(repo, base, &path, &top)?;
        paths.push(path);
    }
    for (path, (_, bytes)) in paths.iter().zip(files) {
        let committed = file_in(base, path)?;
        let file = top.join(path);
        write(&file, bytes).map_err(broken)?;
        if let Some(committed) = committed {
            if committed.filemode() == EXECUTABLE {
                make_executable(&file).map_err(broken)?;
            }
            // Git looks at the committed file to decide on line endings.
            index.add(&entry(path, &committed))?;
        }
    }
    index.write()?;

    let mut command = program::bare_command();
    command.args(PLAIN.iter().flat_map(|setting| ["-c", setting]));
    command.args(["-c", "core.hooksPath=/dev/null", "-c", "core.fsmonitor=false", "add", "-f", "--"]);
    command.args(&paths).current_dir(&top).env("GIT_LITERAL_PATHSPECS", "1");
    command.env("GIT_DIR", repo.git.path()).env("GIT_WORK_TREE", &top).env("GIT_INDEX_FILE", &index_path);
    let ran = session::run(command, b"", control)?;
    if !ran.success {
        return Err(CommitError::GitProgram { output: ran.stderr });
    }
    let index = Index::open(&index_path)?;
    let mut updates = TreeUpdateBuilder::new();
    for path in &paths {
        let entry = index.get_path(path, 0).ok_or_else(|| CommitError::Missing { path: path.clone() })?;
        let mode = if i32::try_from(entry.mode) == Ok(EXECUTABLE) {
            FileMode::BlobExecutable
        } else {
            FileMode::Blob
        };
        updates.upsert(git_path(path), entry.id, mode);
    }
    let tree = updates.create_updated(&repo.git, base);
    Ok(tree.map_err(|error| GitError::from_write(&error, repo.git.path()))?)
}

/// Returns the entry of a file in `base`; `None` if there is nothing at `path`.
///
/// # Errors
///
/// [`CommitError::Occupied`] if something other than a file is there.
fn file_in(base: &Tree<'_>, path: &Path) -> Result<Option<TreeEntry<'static>>, CommitError> {
    let occupied = || CommitError::Occupied { path: path.to_path_buf() };
    for folder in path.ancestors().skip(1).filter(|folder| !folder.as_os_str().is_empty()) {
        if base.get_path(folder).is_ok_and(|entry| entry.kind() != Some(ObjectType::Tree)) {
            return Err(occupied());
        }
    }
    match base.get_path(path) {
        Ok(entry) if entry.kind() == Some(ObjectType::Blob) && entry.filemode() != LINK => Ok(Some(entry)),
        Ok(_) => Err(occupied()),
        Err(error) if error.code() == ErrorCode::NotFound => Ok(None),
        Err(error) => Err(error.into()),
    }
}

/// Writes the `.gitattributes` files of all folders above `path`.
fn write_attributes(repo: &Repo, base: &Tree<'_>, path: &Path, top: &Path) -> Result<(), GitError> {
    for folder in path.ancestors().skip(1) {
        let rel = folder.join(".gitattributes");
        let file = top.join(&rel);
        let Ok(entry) = base.get_path(&rel) else { continue };
        if file.exists() || entry.kind() != Some(ObjectType::Blob) {
            continue;
        }
        let blob = repo.git.find_blob(entry.id()).map_err(|_| GitError::NotFetched { path: rel })?;
        write(&file, blob.content())
            .map_err(|error| GitError::Git(format!("a temporary folder: {error}")))?;
    }
    Ok(())
}

fn write(file: &Path, bytes: &[u8]) -> std::io::Result<()> {
    if let Some(folder) = file.parent() {
        std::fs::create_dir_all(folder)?;
    }
    File::create(file)?.write_all(bytes)
}

fn entry(path: &Path, committed: &TreeEntry<'_>) -> IndexEntry {
    let unknown = IndexTime::new(0, 0);
    IndexEntry {
        ctime: unknown,
        mtime: unknown,
        dev: 0,
        ino: 0,
        mode: committed.filemode().try_into().unwrap_or_default(),
        uid: 0,
        gid: 0,
        file_size: 0,
        id: committed.id(),
        flags: 0,
        flags_extended: 0,
        path: git_path(path),
    }
}

/// Writes a commit object, signed if `commit.gpgSign` is on. No branch is moved.
///
/// Signing may ask for a passphrase only in a separate window, since a pinentry in this terminal would
/// draw over the program.
pub(super) fn commit_object(
    repo: &Repo,
    tree: Oid,
    parents: &[Oid],
    message: &str,
    control: &Control,
) -> Result<Oid, CommitError> {
    let git = &repo.git;
    let author = git.author_from_env().map_err(author_error)?;
    let committer = git.committer_from_env().map_err(author_error)?;
    if !repo.is_on("commit.gpgSign") {
        let parents = parents.iter().map(|id| repo.commit_at(*id)).collect::<Result<Vec<_>, _>>()?;
        let tree = git.find_tree(tree)?;
        return git
            .commit(None, &author, &committer, message, &tree, &parents.iter().collect::<Vec<_>>())
            .map_err(|error| GitError::from_write(&error, git.path()).into());
    }
    let mut command = program::plumbing(repo);
    command.env_remove("GPG_TTY").args(["commit-tree", "-S", "-F", "-"]);
    command.args(parents.iter().flat_map(|id| ["-p".to_owned(), id.to_string()])).arg(tree.to_string());
    let ran = session::run(command, message.as_bytes(), control)?;
    let id = String::from_utf8_lossy(&ran.stdout);
    match Oid::from_str(id.trim()) {
        Ok(id) if ran.success => Ok(id),
        _ => Err(CommitError::Signing { output: ran.stderr }),
    }
}
