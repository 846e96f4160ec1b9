//! A commit that merges any number of heads, with files made by the caller.

use std::path::{Path, PathBuf};

use git2::{Oid, Repository};
use thiserror::Error;

use super::commit::{CommitError, clean_message};
use super::control::Control;
use super::error::{GitError, Hint};
use super::operation::Operation;
use super::repository::Repo;
use super::{program, session, stored};

/// A merge to commit.
#[derive(Debug, Clone, Copy)]
pub struct MergeCommit<'a> {
    /// The branch to move, without `refs/heads/`.
    pub branch: &'a str,
    /// The commit that the branch must be at now; the first parent.
    pub ours: Oid,
    /// The other parents, in order. Duplicates, and `ours` itself, are ignored.
    pub heads: &'a [Oid],
    /// The files that differ from `ours`, with paths relative to the top of the repository.
    pub files: &'a [(PathBuf, Vec<u8>)],
    pub message: &'a str,
}

/// Why a merge could not be committed. Branch, index and work tree are unchanged.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum MergeCommitError {
    #[error("there is no branch named {name}")]
    NoBranch { name: String },
    #[error("{} has uncommitted changes, so nothing was merged", path.display())]
    Dirty { path: PathBuf },
    #[error("{} is in the folder but not in git, so nothing was merged over it", path.display())]
    Untracked { path: PathBuf },
    #[error(transparent)]
    Commit(#[from] CommitError),
}

impl Hint for MergeCommitError {
    fn hint(&self) -> Option<String> {
        let hint = match self {
            Self::NoBranch { .. } => "check its name with `git branch`",
            Self::Dirty { .. } => "commit them or stash them with `git stash`, then try again",
            Self::Untracked { .. } => "move it away or commit it, then try again",
            Self::Commit(error) => return error.hint(),
        };
        Some(hint.into())
    }
}

impl From<GitError> for MergeCommitError {
    fn from(error: GitError) -> Self {
        CommitError::from(error).into()
    }
}

impl From<git2::Error> for MergeCommitError {
    fn from(error: git2::Error) -> Self {
        CommitError::from(error).into()
    }
}

/// Commits a merge and moves the branch to it. If the branch is checked out, the changed files are
/// updated in the work tree and in the index, and nothing else is. They must not have uncommitted
/// changes. The commit is signed if `commit.gpgSign` is on. Hooks are not run.
///
/// # Errors
///
/// [`MergeCommitError`]; [`GitError::Moved`] if the branch is not at `ours`.
pub fn merge_commit(repo: &Repo, what: &MergeCommit<'_>, control: &Control) -> Result<Oid, MergeCommitError> {
    let message = clean_message(what.message)?;
    let name = format!("refs/heads/{}", what.branch);
    check_branch(repo, &name, what)?;
    let mut parents = vec![what.ours];
    let mut seen: std::collections::HashSet<Oid> = parents.iter().copied().collect();
    for head in what.heads {
        repo.commit_at(*head)?;
        parents.extend(seen.insert(*head).then_some(*head));
    }
    let base = repo.commit_at(what.ours)?.tree()?;
    let tree = stored::tree_with(repo, &base, what.files, control)?;
    if tree == base.id() && parents.len() == 1 {
        return Err(CommitError::NothingToCommit.into());
    }
    let work_tree = work_tree_of(repo, &name)?;
    if work_tree.is_none() && Operation::from_state(repo.git.state()) == Some(Operation::Rebase) {
        // The rebase may move this very branch at its end.
        return Err(CommitError::InProgress { operation: Operation::Rebase }.into());
    }
    if let Some(work_tree) = &work_tree {
        check_update(work_tree, base.id(), tree, control)?;
    }
    let oid = stored::commit_object(repo, tree, &parents, &message, control)?;

    // The branch stays locked while the work tree is updated, so that nobody moves it.
    let written = |error: git2::Error| GitError::from_write(&error, repo.git.path());
    let mut lock = repo.git.transaction()?;
    lock.lock_ref(&name).map_err(written)?;
    check_branch(repo, &name, what)?;
    let summary = message.lines().next().unwrap_or_default();
    lock.set_target(&name, oid, None, &format!("commit (merge): {summary}"))?;
    if let Some(work_tree) = &work_tree {
        update_work_tree(work_tree, base.id(), tree, what.files, control)?;
    }
    let moved = lock.commit().map_err(written);
    if let (Err(_), Some(work_tree)) = (&moved, &work_tree) {
        // Restore the work tree, also if the user has cancelled meanwhile.
        update_work_tree(work_tree, tree, base.id(), &[], &Control::default())?;
    }
    Ok(moved.map(|()| oid)?)
}

/// Checks that the branch is at the commit that is to be merged into.
fn check_branch(repo: &Repo, name: &str, what: &MergeCommit<'_>) -> Result<(), MergeCommitError> {
    match repo.git.refname_to_id(name) {
        Ok(oid) if oid == what.ours => Ok(()),
        Ok(_) => Err(GitError::Moved.into()),
        Err(_) => Err(MergeCommitError::NoBranch { name: what.branch.to_owned() }),
    }
}

/// Returns the work tree in which the branch is checked out, of all work trees of the repository; `None` if
/// it is checked out nowhere.
pub(super) fn work_tree_of(repo: &Repo, name: &str) -> Result<Option<Repo>, GitError> {
    let mut all = vec![Repository::open(repo.git.path())?];
    all.extend(Repository::open(repo.git.commondir()));
    for worktree in repo.git.worktrees()?.iter().flatten().flatten() {
        // A work tree whose folder was deleted can't be opened and is skipped.
        all.extend(repo.git.find_worktree(worktree).and_then(|it| Repository::open_from_worktree(&it)));
    }
    let has_branch = |git: &Repository| {
        let head = git.find_reference("HEAD");
        !git.is_bare() && head.is_ok_and(|head| head.symbolic_target_bytes() == Some(name.as_bytes()))
    };
    Ok(all.into_iter().find(has_branch).map(Repo::from))
}

/// Checks with git that the work tree can be updated from one tree to the other.
fn check_update(work_tree: &Repo, from: Oid, to: Oid, control: &Control) -> Result<(), MergeCommitError> {
    if let Some(operation) =
        Operation::from_state(work_tree.git.state()).filter(|it| *it != Operation::Bisect)
    {
        return Err(CommitError::InProgress { operation }.into());
    }
    let lock = work_tree.index_path().with_extension("lock");
    if lock.exists() {
        return Err(GitError::Locked { what: "index", lock }.into());
    }
    // A file with a new time but the same content counts as changed until the index is refreshed. The
    // refresh fails if a file has changed, which the next command reports.
    let mut command = program::plumbing(work_tree);
    command.args(["update-index", "-q", "--refresh"]);
    session::run(command, b"", control)?;
    read_tree(work_tree, &["--dry-run"], from, to, control)
}

/// Updates index and work tree from one tree to the other. On an error both are restored.
fn update_work_tree(
    work_tree: &Repo,
    from: Oid,
    to: Oid,
    files: &[(PathBuf, Vec<u8>)],
    control: &Control,
) -> Result<(), MergeCommitError> {
    let top = work_tree.workdir().ok_or(GitError::Bare)?;
    let before: Vec<_> = files.iter().map(|(path, _)| FileState::read(top.join(path))).collect();
    let updated = read_tree(work_tree, &[], from, to, control);
    if updated.is_err() {
        for file in &before {
            file.restore(top).map_err(|error| GitError::ReadOnly {
                path: file.path.clone(),
                cause: error.kind().to_string(),
            })?;
        }
    }
    updated
}

fn read_tree(
    work_tree: &Repo,
    options: &[&str],
    from: Oid,
    to: Oid,
    control: &Control,
) -> Result<(), MergeCommitError> {
    let mut command = program::plumbing(work_tree);
    command.args(["read-tree", "-m", "-u"]).args(options).args([from.to_string(), to.to_string()]);
    let ran = session::run(command, b"", control)?;
    if ran.success { Ok(()) } else { Err(obstacle(work_tree, ran.stderr)) }
}

/// Converts git's output to an error. The texts are those of git's `unpack-trees.c` for scripts.
fn obstacle(work_tree: &Repo, output: String) -> MergeCommitError {
    let quoted = |line: &str| line.split('\'').nth(1).map(PathBuf::from);
    for line in output.lines() {
        let Some(path) = quoted(line) else { continue };
        if line.contains("Untracked working tree file") || line.contains("would lose untracked files") {
            return MergeCommitError::Untracked { path };
        }
        if line.contains("not uptodate. Cannot merge") || line.contains("would be overwritten by merge") {
            return MergeCommitError::Dirty { path };
        }
        if line.contains("index.lock") {
            return GitError::Locked { what: "index", lock: path }.into();
        }
    }
    match super::fetch::local_write_error(&output) {
        Some(cause) => {
            let top = work_tree.workdir().unwrap_or(work_tree.git.path());
            GitError::ReadOnly { path: top.to_path_buf(), cause }.into()
        }
        None => CommitError::GitProgram { output }.into(),
    }
}

/// The earlier content of a file; `None` if there was no file.
struct FileState {
    path: PathBuf,
    bytes: Option<Vec<u8>>,
}

impl FileState {
    fn read(path: PathBuf) -> Self {
        Self { bytes: std::fs::read(&path).ok(), path }
    }

    fn restore(&self, top: &Path) -> std::io::Result<()> {
        let now = std::fs::read(&self.path).ok();
        if now == self.bytes {
            return Ok(());
        }
        let Some(bytes) = &self.bytes else {
            std::fs::remove_file(&self.path)?;
            // Remove the folders that were created for it. A folder with other files stays.
            let folders = self.path.ancestors().skip(1).take_while(|folder| *folder != top);
            let _ = folders.map(std::fs::remove_dir).take_while(Result::is_ok).count();
            return Ok(());
        };
        let folder = self.path.parent().unwrap_or(top);
        std::fs::create_dir_all(folder)?;
        let mut beside = tempfile::NamedTempFile::new_in(folder)?;
        std::io::Write::write_all(&mut beside, bytes)?;
        if let Ok(meta) = self.path.metadata() {
            beside.as_file().set_permissions(meta.permissions())?;
        }
        beside.persist(&self.path).map(drop).map_err(|error| error.error)
    }
}
