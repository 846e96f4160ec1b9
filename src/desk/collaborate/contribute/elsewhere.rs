//! Finds contributions that already link to the same page.

use std::path::Path;

use super::NewContribution;
use super::offer::links_to;
use crate::desk::DeskError;
use crate::draft::Draft;
use crate::git::{self, ContributionHead, Control, Depth, Forge, Requests};
use crate::lint::{Address, Page};

/// How many of the newest contributions are read; in a small clone each costs a request.
const NEWEST: usize = 50;
const NEWEST_IN_A_SMALL_CLONE: usize = 10;
/// The branches of the user's contributions.
const OWN: &str = "refs/heads/add/*";

impl NewContribution {
    /// The names of contributions that link to the same page: pull requests, which may be closed, and the
    /// user's own branches. The newest are read, except those that are too large to fetch.
    ///
    /// # Errors
    ///
    /// If the remote cannot be reached. The contribution can go on without the result.
    pub fn also_in(&self, address: &str, control: &Control) -> Result<Vec<String>, DeskError> {
        let page = Address::new(address).map(|address| address.page());
        let (Some(page), Some(remote)) = (page, &self.origin.remote) else { return Ok(Vec::new()) };
        let remote = remote.expose();
        let repo = &self.origin.repo;
        let remotes = repo.remotes()?;
        let url = remotes
            .iter()
            .find(|known| known.name == remote)
            .map_or_else(|| remote.into(), |known| known.fetch_url.clone());
        let forge = repo.remote_url(&url).map_or(Forge::Unknown, |url| url.forge);
        let patterns: Vec<&str> = forge.requests().iter().copied().chain([OWN]).collect();
        let mut found = git::list(Some(repo), remote, &patterns, control)?.contributions();
        found.truncate(if self.origin.is_partial { NEWEST_IN_A_SMALL_CLONE } else { NEWEST });
        let requests = git::not_fetched(repo, remote, &found);
        let depth = if self.origin.is_partial { Depth::Newest } else { Depth::Kept };
        if !requests.is_empty() {
            let base = self.origin.start;
            let wanted = Requests { remote, requests: &requests, target: None, depth, base };
            git::fetch_requests(repo, wanted, control)?;
        }
        // Contributions that are too large to fetch cannot be read.
        found.retain(|head| repo.commit_time(head.oid).is_ok());
        let mut names = Vec::new();
        for head in &found {
            if repo.is_ancestor(head.oid, self.origin.start).unwrap_or(false) {
                continue;
            }
            if self.adds(head, page, remote, control)? {
                names.push(head.label());
            }
        }
        Ok(names)
    }

    /// True if the draft of a contribution links to a page that ours does not link to.
    fn adds(
        &self,
        head: &ContributionHead,
        page: Page,
        remote: &str,
        control: &Control,
    ) -> Result<bool, DeskError> {
        let path = self.place(&self.copy.draft);
        if self.origin.is_partial {
            git::fetch_files(&self.origin.repo, remote, &[(head.oid, path.as_path())], control)?;
        }
        let text = self.origin.repo.blob(head.oid, Path::new(&path))?.map(String::from_utf8);
        let Some(Ok(text)) = text else { return Ok(false) };
        Ok(links_to(&Draft::parse(text), page) && !links_to(&self.before, page))
    }
}
