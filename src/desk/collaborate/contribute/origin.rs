//! The start of a contribution: the remote's newest commit.

use std::path::{Path, PathBuf};

use crate::desk::{ContributeError, DeskError, Workspace};
use crate::git::{self, Control, Depth, Oid, Refspec, Repo, private_name};
use crate::root::about_named;
use crate::text::SecretUrl;

/// The commit to start from, with its repository.
#[derive(Debug)]
pub(super) struct Origin {
    pub repo: Repo,
    /// The name or address of the remote that it was fetched from; `None` if the repository has none.
    pub remote: Option<SecretUrl>,
    /// The target branch of the contribution.
    pub branch: String,
    pub start: Oid,
    /// The newsletter's folder in the repository.
    pub folder: PathBuf,
    /// True if the repository is a small clone that fetches objects on demand.
    pub is_partial: bool,
}

impl Origin {
    /// The remote's branch for messages, such as `origin/main`.
    pub fn place(&self) -> String {
        match &self.remote {
            Some(remote) => format!("{remote}/{}", self.branch),
            None => self.branch.clone(),
        }
    }
}

/// The location of the newsletter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// The clone around this folder; from that remote, if one is named.
    Clone { folder: PathBuf, remote: Option<String> },
    /// This address; a small clone is kept in the cache folder.
    Address(String),
}

pub(super) fn find(target: &Target, control: &Control) -> Result<Origin, DeskError> {
    match target {
        Target::Clone { folder, remote } => from_clone(folder, remote.as_deref(), control),
        Target::Address(address) => from_address(address, control),
    }
}

fn from_clone(folder: &Path, remote: Option<&str>, control: &Control) -> Result<Origin, DeskError> {
    let repo = Repo::discover(folder)?.ok_or(DeskError::NoRepository)?;
    let root = Workspace::root(folder);
    let folder = root.and_then(|root| repo.relative(&root)).unwrap_or_default();
    let remote = match remote {
        Some(remote) => Some(remote.to_owned()),
        None => repo.source_remote()?.map(|remote| remote.name),
    };
    let Some(remote) = remote else {
        let start = repo.commit_of("HEAD")?;
        let branch = match repo.branch() {
            git::Head::Branch(name) | git::Head::Unborn(name) => name,
            git::Head::Detached(at) => at,
        };
        return Ok(Origin { repo, remote: None, branch, start, folder, is_partial: false });
    };
    let (branch, start) = newest(&repo, &remote, Depth::Kept, control)?;
    Ok(Origin { repo, remote: Some(remote.into()), branch, start, folder, is_partial: false })
}

fn from_address(address: &str, control: &Control) -> Result<Origin, DeskError> {
    let place = cache_of(address).ok_or(ContributeError::NoCache)?;
    let repo = if about_named(&place, None).is_ok() {
        Repo::discover(&place)?.ok_or(DeskError::NoRepository)?
    } else {
        git::clone(address, &place, control)?
    };
    let (branch, start) = newest(&repo, address, Depth::Newest, control)?;
    let remote = Some(address.into());
    Ok(Origin { repo, remote, branch, start, folder: PathBuf::new(), is_partial: true })
}

/// The remote's default branch and its newest commit.
pub(super) fn newest(
    repo: &Repo,
    remote: &str,
    depth: Depth,
    control: &Control,
) -> Result<(String, Oid), DeskError> {
    let listing = git::list(Some(repo), remote, &[], control)?;
    let branch = listing.default_branch.ok_or_else(|| ContributeError::EmptyRemote(remote.into()))?;
    let name = format!("refs/heads/{branch}");
    git::fetch(repo, remote, &[Refspec::new(remote, &name)], depth, control)?;
    let start = repo.commit_of(&private_name(remote, &name))?;
    Ok((branch, start))
}

/// A separate folder for each address.
fn cache_of(address: &str) -> Option<PathBuf> {
    use etcetera::BaseStrategy;
    let cache = etcetera::choose_base_strategy().ok()?.cache_dir();
    Some(cache.join("copydesk").join("clones").join(git::location_name(address)))
}
