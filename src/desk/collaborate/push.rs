use std::path::Path;

use super::contribute::{PushedBranch, page_for};
use super::fork::{Destination, ForkHelp, push_to_own_fork};
use crate::desk::DeskError;
use crate::git::{self, Control, Push, Repo};

/// Pushes a branch of the repository around `folder`, by default the checked-out one.
///
/// # Errors
///
/// As [`git::push`], and [`NoForkError`](crate::desk::NoForkError); nothing is changed.
pub fn push(
    folder: &Path,
    to: Destination<'_>,
    branch: Option<&str>,
    control: &Control,
) -> Result<PushedBranch, DeskError> {
    let repo = Repo::discover(folder)?.ok_or(DeskError::NoRepository)?;
    let target = repo.source_remote()?.map(|remote| remote.name);
    let push = |what: Push<'_>, program| git::push_signed_in(&repo, what, program, control);
    let what = Push { remote: None, branch, set_upstream: false };
    let pushed = match to {
        Destination::Usual => push(what, None)?,
        Destination::At(remote) => push(Push { remote: Some(remote), ..what }, None)?,
        Destination::OwnFork => push_to_own_fork(&repo, target.as_deref(), branch, control, push)?,
    };
    let base = target.as_deref().and_then(|target| repo.default_branch_of(target));
    let page = match base {
        Some(base) => page_for(&repo, target.as_deref(), &base, &pushed)?,
        None => None,
    };
    Ok(PushedBranch { pushed, page })
}

/// How a user without the right to push to the newsletter's repository gets a fork.
pub fn fork_help(folder: &Path, control: &Control) -> ForkHelp {
    let Ok(Some(repo)) = Repo::discover(folder) else { return ForkHelp::default() };
    let target = repo.source_remote().ok().flatten().map(|remote| remote.name);
    ForkHelp::new(&repo, target.as_deref(), control)
}
