//! Whether the draft that a contribution goes to is over, as in a fork that nobody synced.

use std::path::Path;

use jiff::civil::Date;

use super::NewContribution;
use super::origin::newest;
use crate::git::{self, Control, Depth, Forge};
use crate::text::SecretUrl;

/// A draft is stale after this many days: yesterday's may still be on its way out.
const MAX_DAYS: i32 = 7;

/// The newest draft of a remote is for a day that is over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StaleDraft {
    pub date: Date,
    /// How long ago that is.
    pub days: i32,
    /// Where the draft is taken from, such as `origin/main`.
    pub place: String,
    pub newer: Vec<NewerDraft>,
}

/// Where a newer draft is, or may be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NewerDraft {
    /// Another remote of the clone, and the day of its newest draft.
    Remote { name: String, date: Date },
    /// The repository that the remote was forked from.
    Source { address: String },
}

impl NewContribution {
    /// Looks for newer drafts where this one is over and nobody asked for it by its date.
    pub fn stale(&self, control: &Control) -> Option<StaleDraft> {
        let (today, date) = (self.today?, self.date?);
        let days = today.since(date).ok()?.get_days();
        if days <= MAX_DAYS {
            return None;
        }
        let branch = &self.origin.branch;
        let place = match &self.origin.remote {
            Some(remote) => format!("{remote}/{branch}"),
            None => branch.clone(),
        };
        let newer = if self.origin.is_partial { Vec::new() } else { self.newer(date, control) };
        Some(StaleDraft { date, days, place, newer })
    }

    fn newer(&self, date: Date, control: &Control) -> Vec<NewerDraft> {
        let repo = &self.origin.repo;
        let remotes = repo.remotes().unwrap_or_default();
        let others = remotes
            .iter()
            .filter(|one| Some(one.name.as_str()) != self.origin.remote.as_ref().map(SecretUrl::expose));
        let mut newer: Vec<NewerDraft> = others
            .filter_map(|one| {
                // A remote that can't be reached has nothing to offer.
                let (_, start) = newest(repo, &one.name, Depth::Kept, control).ok()?;
                let found = self.newest_draft(start)?;
                (found > date).then(|| NewerDraft::Remote { name: one.name.clone(), date: found })
            })
            .collect();
        newer.sort_by_key(|one| !matches!(one, NewerDraft::Remote { name, .. } if name == "upstream"));
        let own = remotes
            .iter()
            .find(|one| Some(one.name.as_str()) == self.origin.remote.as_ref().map(SecretUrl::expose));
        if newer.is_empty()
            && let Some(url) = own.and_then(|one| repo.remote_url(&one.fetch_url))
            && url.forge != Forge::Unknown
            && let Ok(Some(address)) = git::forked_from(repo, &url, control)
        {
            newer.push(NewerDraft::Source { address });
        }
        newer
    }

    fn newest_draft(&self, commit: git::Oid) -> Option<Date> {
        let drafts = &self.copy.workspace.profile.files.drafts;
        let folder = self.origin.folder.join(Path::new(drafts.folder()));
        let names = self.origin.repo.files_in(commit, &folder).ok()?;
        names.iter().filter_map(|name| drafts.date_of(name)).max()
    }
}
