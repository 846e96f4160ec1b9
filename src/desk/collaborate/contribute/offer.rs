//! Committing a contribution to a branch of its own, and pushing that.

use std::path::{Path, PathBuf};

use super::{NewContribution, Preview};
use crate::desk::images::write_image::read_image;
use crate::desk::{ContributeError, DeskError};
use crate::draft::Draft;
use crate::git::commit::CommitError;
use crate::git::{
    self, Amend, BranchError, Control, Depth, GitError, NewCommit, Oid, Push, Pushed, Refusal, RemoteError,
    pull_request_address,
};
use crate::lint::Address;
use crate::outline::NewItem;
use crate::text::SecretUrl;

use super::origin::Origin;

/// A contribution that was committed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contributed {
    pub branch: String,
    pub oid: Oid,
    pub done: BranchOutcome,
    /// From the top of the repository.
    pub files: Vec<PathBuf>,
    /// The hooks that `git commit` would have run, and this did not.
    pub hooks_left_out: Vec<String>,
}

/// The change to the branch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BranchOutcome {
    Made,
    Amended,
    /// It has just this already.
    Kept,
}

/// A contribution that was pushed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PushedBranch {
    pub pushed: Pushed,
    /// The page at which to open the pull request, where the site's kind is known.
    pub page: Option<String>,
}

/// How to treat a branch that has the same page already.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SamePage {
    /// It stays, and nothing is committed.
    #[default]
    Refuse,
    /// Its item is replaced.
    Amend,
}

/// How many branch names are tried.
const MAX_BRANCHES: usize = 100;
/// The length of a branch's own name, in characters.
const MAX_SLUG: usize = 50;

impl NewContribution {
    /// Commits an item on a branch that starts from the remote's newest commit, with the item and
    /// its picture and nothing else. Where a branch of the name has another item, it gets a number.
    ///
    /// # Errors
    ///
    /// [`ContributeError::ContributedBefore`], and as [`git::commit_on_branch`] and
    /// [`git::amend_branch`]; nothing has changed then.
    pub fn commit(
        &self,
        preview: &Preview,
        item: &NewItem,
        same_page: SamePage,
        control: &Control,
    ) -> Result<Contributed, DeskError> {
        let mut files = vec![(self.place(&self.copy.draft), preview.text.clone().into_bytes())];
        // An imported image that the item does not show is left out.
        let picture = self.picture.as_ref().filter(|one| preview.markdown.contains(&one.reference));
        if let Some(picture) = picture {
            let bytes = read_image(&picture.path, &self.copy.workspace.root)?;
            files.push((self.place(&picture.path), bytes));
        }
        let message = format!("Add {} to {}", preview.title, preview.section);
        let (repo, start) = (&self.origin.repo, self.origin.start);
        let mut taken = None;
        for branch in branches(&slug_of(&preview.title, &item.url)) {
            let new = NewCommit { start, files: &files, message: &message, branch: &branch };
            let is_own = self.has_same_page(&branch, &item.url)?;
            let made = match (is_own, same_page) {
                (Some(_), SamePage::Refuse) => {
                    return Err(ContributeError::ContributedBefore { branch }.into());
                }
                (Some(was), SamePage::Amend) => {
                    let amend = self.how_to_amend(&branch, was, control)?;
                    git::amend_branch(repo, &new, amend, control)
                }
                (None, _) => git::commit_on_branch(repo, &new, control),
            };
            match made {
                Err(error @ BranchError::Exists { .. }) => taken = Some(error),
                Err(error) => return Err(error.into()),
                Ok(oid) => {
                    return Ok(Contributed {
                        branch,
                        oid,
                        done: match is_own {
                            None => BranchOutcome::Made,
                            Some(was) if was == oid => BranchOutcome::Kept,
                            Some(_) => BranchOutcome::Amended,
                        },
                        files: files.into_iter().map(|(path, _)| path).collect(),
                        hooks_left_out: repo.commit_hooks(),
                    });
                }
            }
        }
        Err(taken.unwrap_or(CommitError::NothingToCommit.into()).into())
    }

    /// The commit of a branch that leads to the same page, where the draft that it is for does not.
    fn has_same_page(&self, branch: &str, url: &str) -> Result<Option<Oid>, DeskError> {
        let repo = &self.origin.repo;
        let Ok(oid) = repo.commit_of(&format!("refs/heads/{branch}")) else { return Ok(None) };
        let Some(page) = Address::new(url).map(|address| address.page()) else { return Ok(None) };
        let text = match repo.blob(oid, Path::new(&self.place(&self.copy.draft))) {
            Ok(text) => text.map(String::from_utf8),
            Err(GitError::NotFetched { .. }) => None,
            Err(error) => return Err(error.into()),
        };
        let Some(Ok(text)) = text else { return Ok(None) };
        let leads = |draft: &Draft| {
            let pages = draft.links().filter_map(|link| Address::new(draft.slice(link.dest)));
            pages.into_iter().any(|address| address.page() == page)
        };
        Ok((leads(&Draft::parse(text)) && !leads(&self.before)).then_some(oid))
    }

    /// A branch that was pushed goes on, so that it can be pushed again without force.
    fn how_to_amend(&self, branch: &str, was: Oid, control: &Control) -> Result<Amend, DeskError> {
        let Origin { repo, remote, is_partial, .. } = &self.origin;
        let to = match remote.as_ref().filter(|_| *is_partial) {
            Some(address) => Some(address.clone()),
            None => repo.push_remote(branch)?.map(|remote| remote.name.into()),
        };
        let Some(to) = to else { return Ok(Amend::Replace(was)) };
        let name = format!("refs/heads/{branch}");
        let is_there =
            git::list(Some(repo), to.expose(), &[&name], control)?.refs.iter().any(|one| one.name == name);
        Ok(if is_there { Amend::After(was) } else { Amend::Replace(was) })
    }

    /// Pushes a contribution's branch, and says where the pull request is opened.
    ///
    /// # Errors
    ///
    /// As [`git::push`]; the branch stays here then.
    pub fn push(&self, branch: &str, control: &Control) -> Result<PushedBranch, DeskError> {
        let Origin { repo, remote, branch: base, is_partial, .. } = &self.origin;
        let address = remote.as_ref().map(SecretUrl::expose);
        let to = address.filter(|_| *is_partial);
        let what = Push { remote: to, branch: Some(branch), set_upstream: false };
        let pushed = match git::push(repo, what, control) {
            // A fork that lags behind can't take what a small clone has: all of it is fetched then.
            Err(RemoteError::Refused(refused)) if *is_partial && refused.refusal == (Refusal::Shallow {}) => {
                let name = format!("refs/heads/{base}");
                let from = address.unwrap_or_default();
                git::fetch(repo, from, &[git::Refspec::new(from, &name)], Depth::Whole, control)?;
                git::push(repo, what, control)?
            }
            pushed => pushed?,
        };
        let page = page_for(repo, address, base, &pushed)?;
        Ok(PushedBranch { pushed, page })
    }
}

/// The page at which a pushed branch can be asked to be merged into `base` of the remote that it
/// is for; `None` where the sites are of no known kind, or the branch is that one itself.
pub(in crate::desk) fn page_for(
    repo: &git::Repo,
    target: Option<&str>,
    base: &str,
    pushed: &Pushed,
) -> Result<Option<String>, DeskError> {
    let remotes = repo.remotes()?;
    let address = |name: &str, is_push: bool| {
        let remote = remotes.iter().find(|remote| remote.name == name);
        remote.map_or_else(
            || name.into(),
            |remote| if is_push { remote.push_url.clone() } else { remote.fetch_url.clone() },
        )
    };
    let source = repo.remote_url(&address(pushed.remote.expose(), true));
    let target = repo.remote_url(&address(target.unwrap_or(pushed.remote.expose()), false));
    let (Some(target), Some(source)) = (target, source) else { return Ok(None) };
    if target.is_same_repository(&source) && base == pushed.branch {
        return Ok(None);
    }
    Ok(pull_request_address(&target, base, &source, &pushed.branch))
}

/// The names that a branch may get.
fn branches(slug: &str) -> impl Iterator<Item = String> {
    (1..MAX_BRANCHES).map(move |number| match number {
        1 => format!("add/{slug}"),
        number => format!("add/{slug}-{number}"),
    })
}

fn slug_of(title: &str, url: &str) -> String {
    let words = [title, url].into_iter().map(slug::slugify).find(|slug| !slug.is_empty());
    let slug = words.unwrap_or_else(|| "item".to_owned());
    match slug.char_indices().nth(MAX_SLUG) {
        Some((end, _)) => slug[..end].rsplit_once('-').map_or(&slug[..end], |(start, _)| start).to_owned(),
        None => slug,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_branch_is_named_after_the_title_or_the_address() {
        assert_eq!(slug_of("A lamp, that hums!", ""), "a-lamp-that-hums");
        assert_eq!(slug_of("", "https://lamp.example/a"), "https-lamp-example-a");
        assert_eq!(slug_of("!!!", ""), "item");
        let long = slug_of(&"word ".repeat(30), "");
        assert!(long.len() <= MAX_SLUG && long.ends_with("word"), "{long}");
    }
}
