//! The start of a contribution: the newest commit of the branch that it is for.

use std::path::{Path, PathBuf};

use super::ContributeOptions;
use super::base::{Wanted, base_by_profile};
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
    pub source: BranchSource,
    /// True if the repository is a small clone that fetches objects on demand.
    pub is_partial: bool,
}

/// Where the target branch was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum BranchSource {
    Remote,
    /// The remote does not have it yet, or the repository has no remote.
    Here,
}

/// A branch with its newest commit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Start {
    pub branch: String,
    pub commit: Oid,
    pub source: BranchSource,
}

impl Origin {
    /// The target branch for messages, such as `origin/main`.
    pub fn place(&self) -> String {
        match &self.remote {
            Some(remote) if self.source == BranchSource::Remote => format!("{remote}/{}", self.branch),
            _ => self.branch.clone(),
        }
    }
}

/// The location of the newsletter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// The clone around this folder; from that remote, if one is named.
    Clone { folder: PathBuf, remote: Option<String> },
    /// This address; a small clone is kept in the cache folder. `newsletter` is the newsletter's folder, if the
    /// repository has several.
    Address { address: String, newsletter: Option<String> },
}

pub(super) fn find(wanted: &ContributeOptions, control: &Control) -> Result<Origin, DeskError> {
    match &wanted.target {
        Target::Clone { folder, remote } => from_clone(wanted, folder, remote.as_deref(), control),
        Target::Address { address, newsletter } => {
            let folder = newsletter.as_deref().unwrap_or_default();
            from_address(wanted, address, Path::new(folder.trim_end_matches('/')), control)
        }
    }
}

fn from_clone(
    wanted: &ContributeOptions,
    folder: &Path,
    remote: Option<&str>,
    control: &Control,
) -> Result<Origin, DeskError> {
    let repo = Repo::discover(folder)?.ok_or(DeskError::NoRepository)?;
    let root = Workspace::root(folder);
    let folder = root.and_then(|root| repo.relative(&root)).unwrap_or_default();
    let remote = match remote {
        Some(remote) => Some(remote.to_owned()),
        None => repo.source_remote()?.map(|remote| remote.name),
    };
    let from = Lookup { repo: &repo, remote: remote.as_deref(), folder: &folder, depth: Depth::Kept };
    let Start { branch, commit, source } = from.start(wanted, control)?;
    let remote = remote.map(SecretUrl::from);
    Ok(Origin { repo, remote, branch, start: commit, folder, source, is_partial: false })
}

fn from_address(
    wanted: &ContributeOptions,
    address: &str,
    folder: &Path,
    control: &Control,
) -> Result<Origin, DeskError> {
    let place = cache_of(address).ok_or(ContributeError::NoCache)?;
    let repo = if about_named(&place, None).is_ok() {
        Repo::discover(&place)?.ok_or(DeskError::NoRepository)?
    } else {
        git::clone(address, &place, control)?
    };
    let from = Lookup { repo: &repo, remote: Some(address), folder, depth: Depth::Newest };
    let Start { branch, commit, source } = from.start(wanted, control)?;
    let (remote, folder) = (Some(address.into()), folder.to_owned());
    Ok(Origin { repo, remote, branch, start: commit, folder, source, is_partial: true })
}

/// Where branches are looked for.
#[derive(Clone, Copy)]
pub(super) struct Lookup<'a> {
    pub repo: &'a Repo,
    pub remote: Option<&'a str>,
    /// The newsletter's folder in the repository.
    pub folder: &'a Path,
    pub depth: Depth,
}

impl Lookup<'_> {
    /// The wanted branch, or else the profile's if it exists, or else the default branch.
    fn start(self, wanted: &ContributeOptions, control: &Control) -> Result<Start, DeskError> {
        if let Some(base) = &wanted.base {
            let found = self.branch(base, control)?;
            let place = self.remote.map_or_else(|| "this repository".into(), SecretUrl::from);
            return Ok(found.ok_or_else(|| ContributeError::NoBranch { place, branch: base.clone() })?);
        }
        let default = self.default_branch(control)?;
        let wanted = Wanted { issue: wanted.issue.as_deref(), now: &wanted.now };
        Ok(base_by_profile(self, &default, wanted, control)?.unwrap_or(default))
    }

    /// The remote's default branch; without a remote, the one that is checked out.
    fn default_branch(self, control: &Control) -> Result<Start, DeskError> {
        let Some(remote) = self.remote else {
            let commit = self.repo.commit_of("HEAD")?;
            let branch = match self.repo.branch() {
                git::Head::Branch(name) | git::Head::Unborn(name) => name,
                git::Head::Detached(at) => at,
            };
            return Ok(Start { branch, commit, source: BranchSource::Here });
        };
        let (branch, commit) = newest(self.repo, remote, self.depth, control)?;
        Ok(Start { branch, commit, source: BranchSource::Remote })
    }

    /// The newest commit of a branch: of the remote's, or else of the one here.
    pub fn branch(self, name: &str, control: &Control) -> Result<Option<Start>, DeskError> {
        let full = format!("refs/heads/{name}");
        if let Some(remote) = self.remote {
            let listing = git::list(Some(self.repo), remote, &[&full], control)?;
            if listing.refs.iter().any(|found| found.name == full) {
                git::fetch(self.repo, remote, &[Refspec::new(remote, &full)], self.depth, control)?;
                let commit = self.repo.commit_of(&private_name(remote, &full))?;
                return Ok(Some(Start { branch: name.to_owned(), commit, source: BranchSource::Remote }));
            }
        }
        let here = self.repo.has_branch(name).then(|| self.repo.commit_of(&full)).transpose()?;
        Ok(here.map(|commit| Start { branch: name.to_owned(), commit, source: BranchSource::Here }))
    }

    /// The names of the branches that match a glob, at the remote and here.
    pub fn branches(self, glob: &str, control: &Control) -> Result<Vec<String>, DeskError> {
        let pattern = format!("refs/heads/{glob}");
        let here = self.repo.branches_like(glob)?.into_iter().filter(|branch| branch.remote.is_none());
        let mut names: Vec<String> = here.map(|branch| branch.name).collect();
        if let Some(remote) = self.remote {
            let listing = git::list(Some(self.repo), remote, &[&pattern], control)?;
            let found = listing.refs.iter().filter_map(|found| found.name.strip_prefix("refs/heads/"));
            names.extend(found.map(str::to_owned));
        }
        Ok(names)
    }
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
