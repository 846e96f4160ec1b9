//! Commits a contribution to a separate branch and pushes it.

use std::path::PathBuf;

use super::{NewContribution, Preview};
use crate::desk::collaborate::fork::push_to_own_fork;
use crate::desk::images::write_image::read_image;
use crate::desk::{ContributeError, DeskError, Destination, ForkHelp};
use crate::draft::Draft;
use crate::git::{
    self, Amend, BranchError, Control, Depth, ForgeProgram, GitError, NewCommit, Oid, Push, Pushed, Refusal,
    RemoteError, pull_request_address,
};
use crate::lint::{Address, Page};
use crate::outline::NewItem;
use crate::platform::is_reserved;
use crate::text::SecretUrl;

use super::origin::Origin;

/// A committed contribution.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contributed {
    pub branch: String,
    pub oid: Oid,
    pub done: BranchOutcome,
    /// The committed files; paths start at the top of the repository.
    pub files: Vec<PathBuf>,
    /// The hooks that `git commit` would have run and that were not run.
    pub hooks_left_out: Vec<String>,
}

/// The change to the branch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BranchOutcome {
    Made,
    Amended,
    /// The branch has the same commit content already.
    Kept,
}

/// A pushed contribution.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PushedBranch {
    pub pushed: Pushed,
    /// The page that opens the pull request, if the kind of site is known.
    pub page: Option<String>,
}

/// How to treat a branch of the user that has the same page already.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SamePage<'a> {
    /// Keep it and commit nothing.
    #[default]
    Refuse,
    /// Replace its item, so that the branch can still be pushed there without force.
    Amend(Destination<'a>),
}

/// A branch of the user with a contribution.
struct OwnBranch {
    name: String,
    oid: Oid,
}

/// The beginning of the names of contributions' branches.
const BRANCHES: &str = "add/";
/// How many branch names are tried.
const MAX_BRANCHES: usize = 100;
/// The length of a branch's slug, in characters.
const MAX_SLUG: usize = 50;

impl NewContribution {
    /// Checks that git knows who commits.
    ///
    /// # Errors
    ///
    /// [`git::GitError::NoAuthor`].
    pub fn check_author(&self) -> Result<(), DeskError> {
        self.origin.repo.author()?;
        Ok(())
    }

    /// Commits an item and its image on a branch that starts from the remote's newest commit. If a
    /// branch of the name has another item, a number is appended.
    ///
    /// # Errors
    ///
    /// [`ContributeError::ContributedBefore`], [`ContributeError::NothingToAmend`], and as [`git::commit_on_branch`] and
    /// [`git::amend_branch`]; nothing is changed.
    pub fn commit(
        &self,
        preview: &Preview,
        item: &NewItem,
        same_page: SamePage<'_>,
        control: &Control,
    ) -> Result<Contributed, DeskError> {
        let mut files = vec![(self.place(&self.copy.draft), preview.text.clone().into_bytes())];
        // An imported image that the item does not show is left out.
        let image = self.image.as_ref().filter(|image| preview.markdown.contains(&image.reference));
        if let Some(image) = image {
            let bytes = read_image(&image.path, &self.copy.workspace.root)?;
            files.push((self.place(&image.path), bytes));
        }
        let message = format!("Add {} to {}", preview.title, preview.section);
        let (repo, start) = (&self.origin.repo, self.origin.start);
        let slug = slug_of(&preview.title, &item.url);
        let own = self.branch_with_page(&slug, &item.url)?;
        let new = NewCommit { start, files: &files, message: &message, branch: "" };
        let (branch, oid, done) = match (own, same_page) {
            (Some(OwnBranch { name, oid }), SamePage::Refuse) if self.is_at(oid, &files)? => {
                (name, oid, BranchOutcome::Kept)
            }
            (Some(own), SamePage::Refuse) => {
                return Err(ContributeError::ContributedBefore { branch: own.name }.into());
            }
            (Some(OwnBranch { name, oid: was }), SamePage::Amend(to)) => {
                let amend = self.how_to_amend(&name, was, to, control)?;
                let oid = git::amend_branch(repo, &NewCommit { branch: &name, ..new }, amend, control)?;
                let done = if was == oid { BranchOutcome::Kept } else { BranchOutcome::Amended };
                (name, oid, done)
            }
            (None, SamePage::Amend(_)) if repo.has_branch(&branch_name(&slug)) => {
                return Err(ContributeError::NothingToAmend { branch: branch_name(&slug) }.into());
            }
            (None, _) => {
                let (branch, oid) = commit_on_free_branch(&slug, |branch| {
                    git::commit_on_branch(repo, &NewCommit { branch, ..new }, control)
                })?;
                (branch, oid, BranchOutcome::Made)
            }
        };
        let files = files.into_iter().map(|(path, _)| path).collect();
        Ok(Contributed { branch, oid, done, files, hooks_left_out: repo.commit_hooks() })
    }

    /// The user's branch with the same page, unless it has just this item.
    ///
    /// # Errors
    ///
    /// If the branches cannot be read.
    pub fn own_branch(&self, preview: &Preview, url: &str) -> Result<Option<String>, DeskError> {
        let slug = slug_of(&preview.title, url);
        let draft = [(self.place(&self.copy.draft), preview.text.clone().into_bytes())];
        match self.branch_with_page(&slug, url)? {
            Some(own) if !self.is_at(own.oid, &draft)? => Ok(Some(own.name)),
            _ => Ok(None),
        }
    }

    /// True if a commit has these files.
    fn is_at(&self, commit: Oid, files: &[(PathBuf, Vec<u8>)]) -> Result<bool, DeskError> {
        for (path, bytes) in files {
            if self.origin.repo.blob(commit, path)?.as_ref() != Some(bytes) {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// The user's branch whose draft links to the same page, which the current draft does not. The branch
    /// that is named after the item comes first.
    fn branch_with_page(&self, slug: &str, url: &str) -> Result<Option<OwnBranch>, DeskError> {
        let Some(page) = Address::new(url).map(|address| address.page()) else { return Ok(None) };
        if links_to(&self.before, page) {
            return Ok(None);
        }
        let mut branches = self.origin.repo.branches(BRANCHES)?;
        branches.sort_by_key(|(name, _)| *name != branch_name(slug));
        for (name, oid) in branches {
            if self.has_page(oid, page)? {
                return Ok(Some(OwnBranch { name, oid }));
            }
        }
        Ok(None)
    }

    /// True if the draft of a commit links to a page.
    fn has_page(&self, oid: Oid, page: Page) -> Result<bool, DeskError> {
        let text = match self.origin.repo.blob(oid, &self.place(&self.copy.draft)) {
            Ok(text) => text.map(String::from_utf8),
            Err(GitError::NotFetched { .. }) => None,
            Err(error) => return Err(error.into()),
        };
        let Some(Ok(text)) = text else { return Ok(false) };
        Ok(links_to(&Draft::parse(text), page))
    }

    /// A pushed branch gets a new commit instead of an amended one, so that it can be pushed again
    /// without force.
    fn how_to_amend(
        &self,
        branch: &str,
        was: Oid,
        to: Destination<'_>,
        control: &Control,
    ) -> Result<Amend, DeskError> {
        let Origin { repo, remote, is_partial, .. } = &self.origin;
        let configured = || repo.configured_push_remote(branch).map(|found| found.map(|to| to.name.into()));
        let to = match (to, is_partial) {
            // The fork's address is not known yet.
            (Destination::OwnFork, _) => return Ok(Amend::After(was)),
            (Destination::At(remote), _) => Some(remote.into()),
            (Destination::Usual, true) => configured()?.or_else(|| remote.clone()),
            (Destination::Usual, false) => repo.push_remote(branch)?.map(|remote| remote.name.into()),
        };
        let Some(to) = to else { return Ok(Amend::Replace(was)) };
        let name = format!("refs/heads/{branch}");
        let is_there = git::list(Some(repo), to.expose(), &[&name], control)?
            .refs
            .iter()
            .any(|reference| reference.name == name);
        Ok(if is_there { Amend::After(was) } else { Amend::Replace(was) })
    }

    /// Pushes a contribution's branch. Returns the page that opens the pull request, too.
    ///
    /// # Errors
    ///
    /// As [`git::push`], and [`NoForkError`](crate::desk::NoForkError); the local branch stays.
    pub fn push(
        &self,
        branch: &str,
        to: Destination<'_>,
        control: &Control,
    ) -> Result<PushedBranch, DeskError> {
        let Origin { repo, branch: base, is_partial, .. } = &self.origin;
        let address = self.origin.remote.as_ref().map(SecretUrl::expose);
        let push = |what: Push<'_>, program| self.push_whole(what, program, control);
        let pushed = match to {
            Destination::OwnFork => push_to_own_fork(repo, address, Some(branch), control, push)?,
            Destination::At(remote) => {
                push(Push { remote: Some(remote), branch: Some(branch), set_upstream: false }, None)?
            }
            Destination::Usual => {
                let configured = repo.configured_push_remote(branch)?;
                let configured = configured.as_ref().map(|remote| remote.name.as_str());
                let remote = if *is_partial { configured.or(address) } else { None };
                push(Push { remote, branch: Some(branch), set_upstream: false }, None)?
            }
        };
        let page = page_for(repo, address, base, &pushed)?;
        Ok(PushedBranch { pushed, page })
    }

    /// Pushes a branch. A small clone cannot push to a fork that is behind: the whole history is fetched
    /// first then.
    fn push_whole(
        &self,
        what: Push<'_>,
        program: Option<ForgeProgram>,
        control: &Control,
    ) -> Result<Pushed, RemoteError> {
        let Origin { repo, remote, branch: base, is_partial, .. } = &self.origin;
        match git::push_signed_in(repo, what, program, control) {
            Err(RemoteError::Refused(refused)) if *is_partial && refused.refusal == (Refusal::Shallow {}) => {
                let name = format!("refs/heads/{base}");
                let from = remote.as_ref().map(SecretUrl::expose).unwrap_or_default();
                git::fetch(repo, from, &[git::Refspec::new(from, &name)], Depth::Whole, control)?;
                git::push_signed_in(repo, what, program, control)
            }
            pushed => pushed,
        }
    }

    /// How a user without the right to push gets a fork.
    pub fn fork_help(&self, control: &Control) -> ForkHelp {
        let target = self.origin.remote.as_ref().map(SecretUrl::expose);
        ForkHelp::new(&self.origin.repo, target, control)
    }
}

/// True if a draft links to a page.
pub(super) fn links_to(draft: &Draft, page: Page) -> bool {
    let mut addresses = draft.links().filter_map(|link| Address::new(draft.slice(link.dest)));
    addresses.any(|address| address.page() == page)
}

/// The page that opens a pull request from a pushed branch into `base` of the target remote; `None` if
/// the kind of the sites is unknown, the remotes are on different sites, or the branch is `base` itself.
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

/// Makes a commit on the first branch of these names that does not exist yet.
fn commit_on_free_branch(
    slug: &str,
    commit: impl Fn(&str) -> Result<Oid, BranchError>,
) -> Result<(String, Oid), BranchError> {
    let first = branch_name(slug);
    let mut taken = match commit(&first) {
        Err(taken @ BranchError::Exists { .. }) => taken,
        made => return made.map(|oid| (first, oid)),
    };
    for number in 2..MAX_BRANCHES {
        let branch = format!("{first}-{number}");
        match commit(&branch) {
            Err(error @ BranchError::Exists { .. }) => taken = error,
            made => return made.map(|oid| (branch, oid)),
        }
    }
    Err(taken)
}

/// The branch that is named after an item.
fn branch_name(slug: &str) -> String {
    format!("{BRANCHES}{slug}")
}

fn slug_of(title: &str, url: &str) -> String {
    let words = [title, url].into_iter().map(slug::slugify).find(|slug| !slug.is_empty());
    let slug = words.unwrap_or_else(|| "item".to_owned());
    // A branch is a file, which Windows would give to a device.
    let slug = if is_reserved(&slug) { format!("{slug}-item") } else { slug };
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
        assert_eq!(slug_of("Aux", ""), "aux-item");
        let long = slug_of(&"word ".repeat(30), "");
        assert!(long.len() <= MAX_SLUG && long.ends_with("word"), "{long}");
    }
}
