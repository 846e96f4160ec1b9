//! One commit that merges any number of heads, with its files made by the caller.

use std::path::{Path, PathBuf};

use git2::{Oid, Repository};

use super::commit::tidy_message;
use super::control::Control;
use super::error::GitError;
use super::operation::Operation;
use super::repository::Repo;
use super::{program, session, stored};

/// A merge to be committed.
#[derive(Debug, Clone, Copy)]
pub struct MergeCommit<'a> {
    /// The branch to move, without `refs/heads/`.
    pub branch: &'a str,
    /// Where it must be now: the first parent.
    pub ours: Oid,
    /// The other parents, in order. One that is named twice, or is `ours`, counts once.
    pub heads: &'a [Oid],
    /// What differs from `ours`, by path from the top of the repository.
    pub files: &'a [(PathBuf, Vec<u8>)],
    pub message: &'a str,
}

/// Commits a merge and moves the branch to it. Where the branch is checked out, the changed files
/// follow in the work tree and in the index, and nothing else does; they must be as committed there.
/// Signed where `commit.gpgSign` says so; hooks are not run.
///
/// # Errors
///
/// [`GitError::Moved`], [`GitError::Dirty`], [`GitError::Untracked`], [`GitError::InProgress`],
/// [`GitError::Locked`], [`GitError::NoBranch`], and as
/// [`commit_on_branch`](super::commit_on_branch). Branch, index and work tree are as before then.
pub fn merge_commit(repo: &Repo, what: &MergeCommit<'_>, control: &Control) -> Result<Oid, GitError> {
    let message = tidy_message(what.message)?;
    let name = format!("refs/heads/{}", what.branch);
    is_at(repo, &name, what)?;
    let mut parents = vec![what.ours];
    let mut seen: std::collections::HashSet<Oid> = parents.iter().copied().collect();
    for head in what.heads {
        repo.commit_at(*head)?;
        parents.extend(seen.insert(*head).then_some(*head));
    }
    let base = repo.commit_at(what.ours)?.tree()?;
    let tree = stored::tree_with(repo, &base, what.files, control)?;
    if tree == base.id() && parents.len() == 1 {
        return Err(GitError::NothingToCommit);
    }
    let holder = holder(repo, &name)?;
    if holder.is_none() && Operation::of(repo.git.state()) == Some(Operation::Rebase) {
        // It may be this branch that git will move at the end.
        return Err(GitError::InProgress { operation: Operation::Rebase });
    }
    if let Some(holder) = &holder {
        could_follow(holder, base.id(), tree, control)?;
    }
    let oid = stored::commit_object(repo, tree, &parents, &message, control)?;

    // Under the branch's lock: nobody moves it while the work tree follows.
    let written = |error: git2::Error| GitError::from_write(&error, repo.git.path());
    let mut lock = repo.git.transaction()?;
    lock.lock_ref(&name).map_err(written)?;
    is_at(repo, &name, what)?;
    let summary = message.lines().next().unwrap_or_default();
    lock.set_target(&name, oid, None, &format!("commit (merge): {summary}"))?;
    if let Some(holder) = &holder {
        follow(holder, base.id(), tree, what.files, control)?;
    }
    let moved = lock.commit().map_err(written);
    if let (Err(_), Some(holder)) = (&moved, &holder) {
        // The work tree goes back, even where the user has given up meanwhile.
        follow(holder, tree, base.id(), &[], &Control::default())?;
    }
    moved.map(|()| oid)
}

fn is_at(repo: &Repo, name: &str, what: &MergeCommit<'_>) -> Result<(), GitError> {
    match repo.git.refname_to_id(name) {
        Ok(oid) if oid == what.ours => Ok(()),
        Ok(_) => Err(GitError::Moved),
        Err(_) => Err(GitError::NoBranch { name: what.branch.to_owned() }),
    }
}

/// The work tree, of all that belong to the repository, in which the branch is checked out.
pub(super) fn holder(repo: &Repo, name: &str) -> Result<Option<Repo>, GitError> {
    let mut all = vec![Repository::open(repo.git.path())?];
    all.extend(Repository::open(repo.git.commondir()));
    for worktree in repo.git.worktrees()?.iter().flatten().flatten() {
        // One whose folder is gone holds nothing.
        all.extend(repo.git.find_worktree(worktree).and_then(|it| Repository::open_from_worktree(&it)));
    }
    let holds = |git: &Repository| {
        let head = git.find_reference("HEAD");
        !git.is_bare() && head.is_ok_and(|head| head.symbolic_target_bytes() == Some(name.as_bytes()))
    };
    Ok(all.into_iter().find(holds).map(Repo::from))
}

/// Asks git whether the work tree could go from one tree to the other, without doing it.
fn could_follow(holder: &Repo, from: Oid, to: Oid, control: &Control) -> Result<(), GitError> {
    if let Some(operation) = Operation::of(holder.git.state()).filter(|it| *it != Operation::Bisect) {
        return Err(GitError::InProgress { operation });
    }
    let lock = holder.index_path().with_extension("lock");
    if lock.exists() {
        return Err(GitError::Locked { what: "index", lock });
    }
    // A file that was only touched counts as changed until git has looked at it again; where one
    // really has changed, this fails, and what follows tells of it.
    let mut command = program::plumbing(holder);
    command.args(["update-index", "-q", "--refresh"]);
    session::run(command, b"", control)?;
    read_tree(holder, &["--dry-run"], from, to, control)
}

/// Moves index and work tree from one tree to the other. On an error both are as they were.
fn follow(
    holder: &Repo,
    from: Oid,
    to: Oid,
    files: &[(PathBuf, Vec<u8>)],
    control: &Control,
) -> Result<(), GitError> {
    let top = holder.workdir().ok_or(GitError::Bare)?;
    let before: Vec<_> = files.iter().map(|(path, _)| Before::of(top.join(path))).collect();
    let followed = read_tree(holder, &[], from, to, control);
    if followed.is_err() {
        for file in &before {
            file.put_back(top).map_err(|error| GitError::ReadOnly {
                path: file.path.clone(),
                cause: error.kind().to_string(),
            })?;
        }
    }
    followed
}

fn read_tree(holder: &Repo, options: &[&str], from: Oid, to: Oid, control: &Control) -> Result<(), GitError> {
    let mut command = program::plumbing(holder);
    command.args(["read-tree", "-m", "-u"]).args(options).args([from.to_string(), to.to_string()]);
    let ran = session::run(command, b"", control)?;
    if ran.success { Ok(()) } else { Err(obstacle(holder, ran.stderr)) }
}

/// What stood in git's way; the texts are those of git's `unpack-trees.c` for scripts.
fn obstacle(holder: &Repo, output: String) -> GitError {
    let quoted = |line: &str| line.split('\'').nth(1).map(PathBuf::from);
    for line in output.lines() {
        let Some(path) = quoted(line) else { continue };
        if line.contains("Untracked working tree file") || line.contains("would lose untracked files") {
            return GitError::Untracked { path };
        }
        if line.contains("not uptodate. Cannot merge") || line.contains("would be overwritten by merge") {
            return GitError::Dirty { path };
        }
        if line.contains("index.lock") {
            return GitError::Locked { what: "index", lock: path };
        }
    }
    match super::fetch::local_trouble(&output) {
        Some(cause) => {
            let top = holder.workdir().unwrap_or(holder.git.path());
            GitError::ReadOnly { path: top.to_path_buf(), cause }
        }
        None => GitError::GitProgram { output },
    }
}

/// A file as it was.
struct Before {
    path: PathBuf,
    bytes: Option<Vec<u8>>,
}

impl Before {
    fn of(path: PathBuf) -> Self {
        Self { bytes: std::fs::read(&path).ok(), path }
    }

    fn put_back(&self, top: &Path) -> std::io::Result<()> {
        let now = std::fs::read(&self.path).ok();
        if now == self.bytes {
            return Ok(());
        }
        let Some(bytes) = &self.bytes else {
            std::fs::remove_file(&self.path)?;
            // Folders that were made for it; one that holds something stays.
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
