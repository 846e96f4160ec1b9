use std::path::Path;

use super::contribute::{PushedBranch, page_for};
use crate::desk::DeskError;
use crate::git::{self, Control, Push, Repo};

/// Pushes a branch of the repository around `folder`, by default the checked-out one.
///
/// # Errors
///
/// As [`git::push`]; nothing has changed then.
pub fn push(
    folder: &Path,
    remote: Option<&str>,
    branch: Option<&str>,
    control: &Control,
) -> Result<PushedBranch, DeskError> {
    let repo = Repo::discover(folder)?.ok_or(DeskError::NoRepository)?;
    let pushed = git::push(&repo, Push { remote, branch, set_upstream: false }, control)?;
    let target = repo.source_remote()?.map(|remote| remote.name);
    let base = target.as_deref().and_then(|target| repo.default_branch_of(target));
    let page = match base {
        Some(base) => page_for(&repo, target.as_deref(), &base, &pushed)?,
        None => None,
    };
    Ok(PushedBranch { pushed, page })
}
