//! Pushes to a fork, for people who may not write to the newsletter's repository.

use std::time::Duration;

use crate::desk::DeskError;
use crate::git::{
    self, Control, ForgeProgram, ForkError, Push, Pushed, Refusal, RemoteError, RemoteUrl, Repo, fork_address,
};
use crate::text::SecretUrl;

/// Where a branch is pushed to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Destination<'a> {
    /// As git is configured.
    #[default]
    Usual,
    /// A remote's name or the address of a fork.
    At(&'a str),
    /// The user's fork, which the site's own program makes or finds.
    OwnFork,
}

/// Why there is no fork to push to.
#[derive(Debug, thiserror::Error)]
pub enum NoForkError {
    #[error("neither gh nor glab is signed in at {host}; {}", make_it_there(page.as_deref()))]
    NoProgram { host: String, page: Option<String> },
    #[error("the repository at {0} is on no hosting site that can fork it; give the address of your copy")]
    NoSite(SecretUrl),
    #[error("{}", git::Hint::with_hint(.0))]
    Fork(#[from] ForkError),
}

fn make_it_there(page: Option<&str>) -> String {
    match page {
        Some(page) => format!("fork the repository at {page} and give the address of your fork"),
        None => "fork the repository there and give the address of your fork".to_owned(),
    }
}

/// How a user without the right to push gets a fork.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ForkHelp {
    /// The page that makes the fork, if the kind of site is known.
    pub page: Option<String>,
    /// The site's program, if the user is signed in with it.
    pub program: Option<ForgeProgram>,
}

impl ForkHelp {
    pub(in crate::desk) fn new(repo: &Repo, target: Option<&str>, control: &Control) -> ForkHelp {
        let Some(url) = target_url(repo, target) else { return ForkHelp::default() };
        ForkHelp { page: fork_address(&url), program: ForgeProgram::signed_in(&url, control) }
    }
}

/// Why a user can't push to a repository.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LackOfRights {
    pub message: String,
    /// False if git has no valid password for the site, so that the user's rights are unknown.
    pub is_signed_in: bool,
}

/// The lack of rights that made a push fail; `None` for other errors.
pub fn lacks_rights(error: &DeskError) -> Option<LackOfRights> {
    let DeskError::Remote(RemoteError::Refused(refused)) = error else { return None };
    let is_signed_in = match refused.refusal {
        Refusal::NoPermission {} => true,
        Refusal::Login {} | Refusal::LoginRefused {} => false,
        _ => return None,
    };
    Some(LackOfRights { message: refused.to_string(), is_signed_in })
}

/// How often a push to a new fork is tried: the site may need some seconds to make it.
const TRIES: usize = 6;
const BETWEEN_TRIES: Duration = Duration::from_secs(2);

/// Pushes a branch to the user's fork of `target`, a remote's name or address.
pub(in crate::desk) fn push_to_own_fork(
    repo: &Repo,
    target: Option<&str>,
    branch: Option<&str>,
    control: &Control,
    push: impl Fn(Push<'_>, Option<ForgeProgram>) -> Result<Pushed, RemoteError>,
) -> Result<Pushed, DeskError> {
    let address = target.unwrap_or_default();
    let url = target_url(repo, target).ok_or_else(|| NoForkError::NoSite(address.into()))?;
    let no_program = || NoForkError::NoProgram { host: url.host.clone(), page: fork_address(&url) };
    let program = ForgeProgram::signed_in(&url, control).ok_or_else(no_program)?;
    let fork = program.fork(&url, control).map_err(NoForkError::from)?;
    let what = Push { remote: Some(fork.expose()), branch, set_upstream: false };
    for _ in 1..TRIES {
        match push(what, Some(program)) {
            Err(RemoteError::Refused(refused)) if refused.refusal == (Refusal::NotFound {}) => {
                std::thread::sleep(BETWEEN_TRIES);
            }
            pushed => return Ok(pushed?),
        }
    }
    Ok(push(what, Some(program))?)
}

fn target_url(repo: &Repo, target: Option<&str>) -> Option<RemoteUrl> {
    let target = target?;
    let remotes = repo.remotes().ok()?;
    let named = remotes.into_iter().find(|remote| remote.name == target);
    repo.remote_url(&named.map_or_else(|| target.into(), |remote| remote.fetch_url))
}
