//! Fetches contributions, except those above the size limits.

use std::collections::{HashMap, HashSet};

use super::{Contribution, Gathering, MergeState};
use crate::desk::DeskError;
use crate::git::{self, ContributionHead, Control, Depth, Heavy, Oid, Requests, Weight};
use crate::text::limits::{FETCHED_IMAGE_BYTES, REQUEST_UNPACKED_BYTES, REQUESTS_BYTES};

impl Gathering {
    /// Fetches the missing contributions and their target branch (its commit and name at the remote),
    /// and returns those that are too heavy. A contribution that the remote has updated since it was
    /// listed is removed from `found`: the next listing has it.
    pub(super) fn fetch(
        &self,
        found: &mut Vec<ContributionHead>,
        target: Option<(Option<Oid>, String)>,
        control: &Control,
    ) -> Result<HashMap<Oid, Heavy>, DeskError> {
        let remote = self.remote.expose();
        let requests = git::not_fetched(&self.repo, remote, found);
        if requests.is_empty() {
            return Ok(HashMap::new());
        }
        let target = target.map(|(oid, name)| (oid, git::Refspec::new(remote, &name)));
        let is_kept = |oid: &Option<Oid>, it: &git::Refspec| {
            oid.is_some() && self.repo.commit_of(it.private()).ok() == *oid
        };
        let target = target.filter(|(oid, it)| !is_kept(oid, it)).map(|(_, it)| it);
        let depth = Depth::Related(self.ours);
        let wanted =
            Requests { remote, requests: &requests, target: target.as_ref(), depth, base: self.ours };
        let heavy = git::fetch_requests(&self.repo, wanted, control)?;
        let heavy: HashMap<Oid, Heavy> = heavy.into_iter().map(|heavy| (heavy.oid, heavy)).collect();
        found.retain(|head| heavy.contains_key(&head.oid) || self.repo.commit_time(head.oid).is_ok());
        Ok(heavy)
    }

    /// False if it is known that a heavy contribution does not touch this draft.
    pub(super) fn may_touch(&self, heavy: &Heavy) -> bool {
        let changed = heavy.head.as_ref().and_then(|head| head.changed.as_ref());
        changed.is_none_or(|changed| changed.contains(&self.draft))
    }

    pub(super) fn heavy_contribution(&self, head: &ContributionHead, heavy: &Heavy) -> Contribution {
        let mb = |bytes: u64| bytes / 1_000_000;
        let what = match &heavy.weight {
            Weight::File => format!("adds a file of more than {} MB", mb(FETCHED_IMAGE_BYTES)),
            Weight::Whole => format!("adds more than {} MB", mb(REQUESTS_BYTES)),
            Weight::Unpacked => format!("unpacks to more than {} MB", mb(REQUEST_UNPACKED_BYTES)),
            Weight::Unreadable(words) => format!("can't be read by git ({words})"),
        };
        let (remote, name) = (&self.remote, &head.name);
        let reason = format!("it {what}, so it is not fetched; look at it with `git fetch {remote} {name}`");
        Contribution {
            author: heavy.head.as_ref().map(|head| head.author.clone()),
            subject: heavy.head.as_ref().map_or_else(String::new, |head| head.subject.clone()),
            state: MergeState::LeftOut(reason),
            ..Contribution::unread(head)
        }
    }
}

impl Contribution {
    /// A contribution of which only the name is known.
    pub(super) fn unread(head: &ContributionHead) -> Contribution {
        Contribution {
            number: head.number,
            name: head.name.clone(),
            oid: head.oid,
            author: None,
            subject: String::new(),
            is_open: None,
            changes: Vec::new(),
            images: Vec::new(),
            summary: String::new(),
            state: MergeState::Clean,
            problems: Vec::new(),
            also_in: Vec::new(),
            pages: HashSet::new(),
            texts: None,
            files: Vec::new(),
        }
    }
}
