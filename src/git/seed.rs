//! Makes a repository with a given history, for `copydesk demo` and for tests.

use std::path::{Path, PathBuf};

use git2::build::{CheckoutBuilder, TreeUpdateBuilder};
use git2::{FileMode, Oid, Repository, RepositoryInitOptions, Signature, Time};

use super::error::GitError;
use super::repository::{Author, Repo};

/// One commit of a seeded history.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Snapshot {
    /// Author and committer time, in seconds since 1970 (UTC).
    pub date: i64,
    pub message: String,
    /// The files that this commit writes, with their paths in the repository.
    pub files: Vec<(PathBuf, Vec<u8>)>,
    /// The files that this commit removes.
    pub removed: Vec<PathBuf>,
}

/// Says if [`seed`] writes the author into the new repository's configuration.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Identity {
    /// Write it if git knows no name and address, so that a commit in the demo works.
    SetIfUnknown,
    Leave,
}

/// Makes an empty repository on the branch `main`. The user's template is not used, since its hooks
/// would run on the first commit.
pub fn init(dir: &Path) -> Result<Repo, GitError> {
    let mut options = RepositoryInitOptions::new();
    options.initial_head("main").external_template(false).no_reinit(true);
    Ok(Repository::init_opts(dir, &options)?.into())
}

/// Makes a repository with a commit on `main` for each snapshot, oldest first, and checks out the last
/// one. The commit ids depend only on the input.
pub fn seed(
    dir: &Path,
    author: &Author,
    snapshots: &[Snapshot],
    identity: Identity,
) -> Result<Repo, GitError> {
    let repo = init(dir)?;
    if identity == Identity::SetIfUnknown && repo.author().is_err() {
        let mut config = repo.git.config()?.open_level(git2::ConfigLevel::Local)?;
        config.set_str("user.name", &author.name)?;
        config.set_str("user.email", &author.email)?;
    }
    let mut tip = None;
    for snapshot in snapshots {
        tip = Some(add_commit(&repo.git, author, snapshot, tip)?);
    }
    if let Some(tip) = tip {
        repo.git.reference("refs/heads/main", tip, false, "seed: initial history")?;
        repo.git.checkout_head(Some(CheckoutBuilder::new().force()))?;
    }
    Ok(repo)
}

/// A commit on top of a seeded history, and the names that it has at the remote.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeededBranch {
    pub author: Author,
    pub commit: Snapshot,
    /// Whole names, such as `refs/heads/news`.
    pub refs: Vec<String>,
}

/// The bare repository in the folder of a seeded one, which has no files there.
const ORIGIN: &str = "origin.git";

/// Gives a repository that [`seed`] made from these snapshots a remote on the same machine, with the same history and
/// further branches. The repository knows its `main`, and follows it.
///
/// # Errors
///
/// If the repository has other commits, or a remote.
pub fn seed_origin(
    dir: &Path,
    author: &Author,
    snapshots: &[Snapshot],
    branches: &[SeededBranch],
) -> Result<(), GitError> {
    let git = Repository::open(dir)?;
    let place = git.path().join(ORIGIN);
    let mut options = RepositoryInitOptions::new();
    options.initial_head("main").external_template(false).no_reinit(true).bare(true);
    let origin = Repository::init_opts(&place, &options)?;
    let mut tip = None;
    for snapshot in snapshots {
        tip = Some(add_commit(&origin, author, snapshot, tip)?);
    }
    let Some(tip) = tip else { return Ok(()) };
    origin.reference("refs/heads/main", tip, false, "seed: initial history")?;
    for branch in branches {
        let commit = add_commit(&origin, &branch.author, &branch.commit, Some(tip))?;
        for name in &branch.refs {
            origin.reference(name, commit, false, "seed: contribution")?;
        }
    }
    git.remote("origin", &place.to_string_lossy())?;
    git.reference("refs/remotes/origin/main", tip, false, "seed: initial history")?;
    git.find_branch("main", git2::BranchType::Local)?.set_upstream(Some("origin/main"))?;
    Ok(())
}

fn add_commit(
    git: &Repository,
    author: &Author,
    snapshot: &Snapshot,
    parent: Option<Oid>,
) -> Result<Oid, GitError> {
    let parent = parent.map(|id| git.find_commit(id)).transpose()?;
    let before = match &parent {
        Some(parent) => parent.tree()?,
        None => git.find_tree(git.treebuilder(None)?.write()?)?,
    };
    let mut updates = TreeUpdateBuilder::new();
    for path in &snapshot.removed {
        updates.remove(path.as_path());
    }
    for (path, bytes) in &snapshot.files {
        updates.upsert(path.as_path(), git.blob(bytes)?, FileMode::Blob);
    }
    let tree = git.find_tree(updates.create_updated(git, &before)?)?;
    let by = Signature::new(&author.name, &author.email, &Time::new(snapshot.date, 0))?;
    let message = git2::message_prettify(snapshot.message.as_str(), None)?;
    Ok(git.commit(None, &by, &by, &message, &tree, &parent.iter().collect::<Vec<_>>())?)
}
