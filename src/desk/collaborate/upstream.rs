//! The remote's version of a draft.
//!
//! Only [`fetch_remote_draft`] contacts the remote; it stores the result below `refs/copydesk/`, outside
//! of the user's references. All other functions read references of this repository.

use std::path::{Path, PathBuf};

use crate::desk::issue::document::text;
use crate::desk::{FileError, reconcile};
use crate::git::{
    Control, Depth, GitError, Head, Hint, MergeCommit, MergeCommitError, Oid, Refspec, RemoteError, Repo,
    fetch, fetch_files, list, merge_commit, private_name,
};
use crate::merge::Markers;
use crate::profile::Profile;

/// The remote's draft as of the last fetch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RemoteDraft {
    pub remote: String,
    /// The upstream branch of the checked-out branch.
    pub branch: String,
    /// The head of that branch.
    pub head: Oid,
    /// The draft there; `None` if it was moved or removed.
    pub text: Option<String>,
    /// The draft at the merge base; `None` if it did not exist then.
    pub base: Option<String>,
    /// The number of commits that the remote does not have.
    pub ahead: usize,
    /// The number of the remote's commits that are not here.
    pub behind: usize,
    /// The number of these commits that change the draft.
    pub newer: usize,
}

/// Why the state of the remote is unknown.
#[derive(Debug, thiserror::Error)]
pub enum UpstreamError {
    #[error("this repository has no remote to fetch from; `git remote add origin ADDRESS` names one")]
    NoRemote,
    #[error("there is no commit here yet to compare with; commit the draft first")]
    NoCommit,
    #[error("{remote} has no branch {branch}; `git branch --set-upstream-to` sets the upstream branch")]
    NoBranch { remote: String, branch: String },
    #[error(
        "{name} and the branch here have no commit in common, so their drafts can't be merged; look at `git remote -v` and `git status`"
    )]
    Unrelated { name: String },
    #[error("the draft of {name} can't be read: {source}")]
    Text { name: String, source: FileError },
    #[error("{}", .0.with_hint())]
    Git(#[from] GitError),
    #[error("{}", .0.with_hint())]
    Remote(#[from] RemoteError),
    #[error("{}", .0.with_hint())]
    MergeCommit(#[from] MergeCommitError),
}

impl RemoteDraft {
    /// The name of the branch, such as `origin/main`.
    pub fn name(&self) -> String {
        format!("{}/{}", self.remote, self.branch)
    }

    /// True if the remote's draft has changed since the merge base.
    pub fn is_newer(&self) -> bool {
        self.text.is_some() && self.text != self.base
    }

    /// True if a text contains all changes of the remote's draft.
    pub fn is_merged_into(&self, ours: &str, profile: &Profile) -> bool {
        let (base, theirs) = (self.base.as_deref().unwrap_or(""), self.text.as_deref().unwrap_or(""));
        let merged = reconcile(base, ours, theirs, profile, &Markers::default());
        !merged.has_conflicts && merged.text == ours
    }

    /// True if the remote has moved or removed the draft.
    pub fn is_gone(&self) -> bool {
        self.text.is_none() && self.base.is_some()
    }
}

/// The remote's draft as of the last fetch, without network access. `Ok(None)` if there is no repository,
/// no commit or no remote, or nothing was fetched yet.
///
/// # Errors
///
/// [`UpstreamError::Unrelated`], [`UpstreamError::Text`], [`UpstreamError::Git`].
pub fn remote_draft(draft: &Path) -> Result<Option<RemoteDraft>, UpstreamError> {
    let Some((repo, path)) = located(draft)? else { return Ok(None) };
    let Ok(ours) = repo.commit_of("HEAD") else { return Ok(None) };
    let Some((remote, branch)) = candidates(&repo)? else { return Ok(None) };
    let known = branch.into_iter().find_map(|branch| {
        let head = newest(&repo, &remote, &branch)?;
        Some((branch, head))
    });
    let Some((branch, head)) = known else { return Ok(None) };
    compare(&repo, &path, ours, Place { remote, branch, head }).map(Some)
}

/// Contacts the remote, fetches its branch if it has moved, and compares.
///
/// # Errors
///
/// Any [`UpstreamError`]; nothing is changed.
pub fn fetch_remote_draft(draft: &Path, control: &Control) -> Result<RemoteDraft, UpstreamError> {
    let (repo, path) = located(draft)?.ok_or(GitError::NoRepository)?;
    let ours = repo.commit_of("HEAD").map_err(|_| UpstreamError::NoCommit)?;
    let (remote, mut branches) = candidates(&repo)?.ok_or(UpstreamError::NoRemote)?;
    let listing = list(Some(&repo), &remote, &["refs/heads/*"], control)?;
    // The remote's default branch is tried before a guess.
    if branches.len() > 1 {
        branches.splice(0..0, listing.default_branch.clone());
    }
    let at = |branch: &String| {
        let name = format!("refs/heads/{branch}");
        Some((branch.clone(), listing.refs.iter().find(|it| it.name == name)?.oid))
    };
    let Some((branch, listed)) = branches.iter().find_map(at) else {
        let branch = branches.into_iter().next().unwrap_or_default();
        return Err(UpstreamError::NoBranch { remote, branch });
    };
    let name = format!("refs/heads/{branch}");
    let is_here = listed == ours || kept(&repo, &remote, &branch).contains(&listed);
    let (repo, head) = if is_here {
        (repo, listed)
    } else {
        let wanted = [Refspec::new(&remote, &name)];
        if !fetch(&repo, &remote, &wanted, Depth::Related(ours), control)?.is_empty() {
            return Err(UpstreamError::NoBranch { remote, branch });
        }
        // The fetch may have deepened the history, which an open repository does not see.
        let (repo, _) = located(draft)?.ok_or(GitError::NoRepository)?;
        let head = repo.commit_of(wanted[0].private())?;
        (repo, head)
    };
    if let Some(base) = repo.merge_base(ours, head)? {
        // In a partial clone the files themselves may be missing.
        for commit in [base, head] {
            fetch_files(&repo, &remote, &[(commit, &path)], control)?;
        }
    }
    compare(&repo, &path, ours, Place { remote, branch, head })
}

/// Joins the checked-out branch with the remote's by a merge commit. The committed draft contains the
/// remote's draft already. Returns true if everything else merges without conflict, or is merged
/// already; otherwise, and on an error, nothing has changed.
///
/// # Errors
///
/// [`UpstreamError::Git`] if git refuses the merge.
pub fn join_histories(draft: &Path, name: &str, theirs: Oid) -> Result<bool, UpstreamError> {
    let (repo, path) = located(draft)?.ok_or(GitError::NoRepository)?;
    let Head::Branch(branch) = repo.branch() else { return Ok(false) };
    let ours = repo.commit_of("HEAD")?;
    if repo.is_ancestor(theirs, ours)? {
        return Ok(true);
    }
    let Some(base) = repo.merge_base(ours, theirs)? else { return Ok(false) };
    let Some(files) = repo.changed_by_theirs((base, ours, theirs), &path)? else { return Ok(false) };
    let message = format!("Merge remote-tracking branch '{name}'");
    let merge = MergeCommit { branch: &branch, ours, heads: &[theirs], files: &files, message: &message };
    merge_commit(&repo, &merge, &Control::default())?;
    Ok(true)
}

struct Place {
    remote: String,
    branch: String,
    head: Oid,
}

/// The repository around the draft, and the draft's path in it.
fn located(draft: &Path) -> Result<Option<(Repo, PathBuf)>, UpstreamError> {
    let Some(repo) = Repo::discover(draft)? else { return Ok(None) };
    let path = repo.relative(draft);
    Ok(path.map(|path| (repo, path)))
}

/// The remote, and the candidates for its branch, the most likely first.
fn candidates(repo: &Repo) -> Result<Option<(String, Vec<String>)>, UpstreamError> {
    if let Some((remote, branch)) = repo.upstream() {
        return Ok(Some((remote, vec![branch])));
    }
    let Some(remote) = repo.default_remote()? else { return Ok(None) };
    let mut branches: Vec<String> = repo.default_branch(&remote.name).into_iter().collect();
    branches.extend(["main", "master"].map(str::to_owned));
    Ok(Some((remote.name, branches)))
}

/// The commits of the remote's branch as of earlier fetches: copydesk's and the user's own.
fn kept(repo: &Repo, remote: &str, branch: &str) -> Vec<Oid> {
    let names =
        [private_name(remote, &format!("refs/heads/{branch}")), format!("refs/remotes/{remote}/{branch}")];
    names.iter().filter_map(|name| repo.commit_of(name).ok()).collect()
}

/// The newest of the commits as of earlier fetches: a descendant is newer than its ancestor; otherwise commit
/// times decide.
fn newest(repo: &Repo, remote: &str, branch: &str) -> Option<Oid> {
    let kept = kept(repo, remote, branch);
    let (first, second) = (*kept.first()?, *kept.last()?);
    let is_older = |first, second| repo.is_ancestor(first, second).unwrap_or(false);
    let time = |id| repo.commit_time(id).unwrap_or_default();
    let second_is_newer = is_older(first, second) || (!is_older(second, first) && time(second) > time(first));
    Some(if second_is_newer { second } else { first })
}

fn compare(repo: &Repo, path: &Path, ours: Oid, place: Place) -> Result<RemoteDraft, UpstreamError> {
    let Place { remote, branch, head } = place;
    let name = format!("{remote}/{branch}");
    let Some(base) = repo.merge_base(ours, head)? else { return Err(UpstreamError::Unrelated { name }) };
    let read = |commit: Oid| -> Result<Option<String>, UpstreamError> {
        let Some(bytes) = repo.blob(commit, path)? else { return Ok(None) };
        text(path, bytes).map(Some).map_err(|source| UpstreamError::Text { name: name.clone(), source })
    };
    let (base, text) = (read(base)?, read(head)?);
    let (ahead, behind) = repo.ahead_behind(ours, head)?;
    let newer = if base == text { 0 } else { repo.commits_changing(path, ours, head)? };
    Ok(RemoteDraft { remote, branch, head, text, base, ahead, behind, newer })
}

#[cfg(test)]
mod tests;
