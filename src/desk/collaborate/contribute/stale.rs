//! Warns if the draft of a contribution is for a past date, as in a fork that was not synced.

use std::path::Path;

use jiff::civil::Date;

use super::NewContribution;
use super::origin::newest;
use crate::git::{self, Control, Depth, Forge};
use crate::text::SecretUrl;

/// A draft is stale after this many days: yesterday's may still be waiting for publication.
const MAX_DAYS: i32 = 7;

/// A remote whose newest draft is for a past date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StaleDraft {
    pub date: Date,
    /// The number of days since that date.
    pub days: i32,
    /// The branch of the draft, such as `origin/main`.
    pub place: String,
    pub newer: Vec<NewerDraft>,
}

/// A place that has, or may have, a newer draft.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NewerDraft {
    /// Another remote of the clone, and the date of its newest draft.
    Remote { name: String, date: Date },
    /// The repository that the remote was forked from.
    Source { address: String },
}

impl NewContribution {
    /// Looks for newer drafts if this draft is stale and the user did not name it.
    pub fn stale(&self, control: &Control) -> Option<StaleDraft> {
        let (today, date) = (self.today?, self.date?);
        let days = today.since(date).ok()?.get_days();
        if days <= MAX_DAYS {
            return None;
        }
        let place = self.origin.place();
        let newer = if self.origin.is_partial { Vec::new() } else { self.newer(date, control) };
        Some(StaleDraft { date, days, place, newer })
    }

    fn newer(&self, date: Date, control: &Control) -> Vec<NewerDraft> {
        let repo = &self.origin.repo;
        let remotes = repo.remotes().unwrap_or_default();
        let others = remotes.iter().filter(|remote| {
            Some(remote.name.as_str()) != self.origin.remote.as_ref().map(SecretUrl::expose)
        });
        let mut newer: Vec<NewerDraft> = others
            .filter_map(|remote| {
                // A remote that cannot be reached is skipped.
                let (_, start) = newest(repo, &remote.name, Depth::Kept, control).ok()?;
                let found = self.newest_draft(start)?;
                (found > date).then(|| NewerDraft::Remote { name: remote.name.clone(), date: found })
            })
            .collect();
        newer.sort_by_key(|remote| !matches!(remote, NewerDraft::Remote { name, .. } if name == "upstream"));
        let source = remotes
            .iter()
            .find(|remote| Some(remote.name.as_str()) == self.origin.remote.as_ref().map(SecretUrl::expose));
        if newer.is_empty()
            && let Some(url) = source.and_then(|remote| repo.remote_url(&remote.fetch_url))
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
        let names = self.origin.repo.files_in(commit, &folder, drafts.depth()).ok()?;
        names.iter().filter_map(|name| drafts.date_of(name)).max()
    }
}
