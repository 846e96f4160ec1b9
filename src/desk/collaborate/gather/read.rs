//! Which contributions there are.

use std::collections::{HashMap, HashSet};
use std::ffi::OsStr;
use std::path::{Component, Path, PathBuf};

use super::shown_images::ShownImages;
use super::{Contribution, GatherOptions, Gathering, ImageChange, MergeState};
use crate::desk::DeskError;
use crate::desk::images::nearest::has_image_extension;
use crate::git::{self, ContributionHead, Control, Heavy, Hint, Oid, OpenRequests, RemoteUrl};
use crate::text::is_plain;
use crate::text::limits::{GATHERED_BYTES, REQUEST_TEXT_BYTES};

/// What a contribution changes.
struct ChangedFiles {
    /// What it started from.
    base: Oid,
    /// Empty where they are too many.
    paths: Vec<PathBuf>,
}

/// How far a contribution that may touch the draft is here.
enum Fetched<'h> {
    Here(ChangedFiles),
    Heavy(&'h Heavy),
}

/// What the remote has.
struct RemoteRequests {
    /// The newest first.
    contributions: Vec<ContributionHead>,
    /// Those of them that were not fetched, by their commits.
    heavy: HashMap<Oid, Heavy>,
    /// Where the site tells.
    open: Option<OpenRequests>,
}

impl Gathering {
    pub(super) fn list(&mut self, wanted: &GatherOptions, control: &Control) -> Result<(), DeskError> {
        let RemoteRequests { contributions: found, heavy, open } = self.refs(wanted, control)?;
        let heads: Vec<Oid> = found.iter().map(|one| one.oid).collect();
        let merged = self.repo.merged_into(&heads, self.ours)?;
        let mut seen = HashSet::new();
        let mut touching = Vec::new();
        for one in found.into_iter().filter(|one| !merged.contains(&one.oid) && seen.insert(one.oid)) {
            let reach = match heavy.get(&one.oid) {
                Some(heavy) => self.may_touch(heavy).then_some(Fetched::Heavy(heavy)),
                None => self.change(&one)?.map(Fetched::Here),
            };
            match reach {
                Some(reach) => touching.push((one, reach)),
                None => self.elsewhere += 1,
            }
        }
        // In a partial clone not even the drafts are here.
        let mut files = Vec::new();
        for (one, reach) in &touching {
            if let Fetched::Here(change) = reach {
                files.push((change.base, self.draft.as_path()));
                files.extend(change.paths.iter().map(|path| (one.oid, path.as_path())));
            }
        }
        git::fetch_files(&self.repo, self.remote.expose(), &files, control)?;
        for (one, reach) in &touching {
            let mut waiting = match reach {
                Fetched::Here(change) => self.waiting(one, change)?,
                Fetched::Heavy(heavy) => self.waiting_heavy(one, heavy),
            };
            let asked = open.as_ref().zip(one.number);
            waiting.is_open = asked.and_then(|(open, number)| open.is_open(number));
            self.contributions.push(waiting);
        }
        Ok(())
    }

    /// Fetches what the remote has.
    fn refs(&mut self, wanted: &GatherOptions, control: &Control) -> Result<RemoteRequests, DeskError> {
        let remotes = self.repo.remotes()?;
        let address = remotes.iter().find(|remote| remote.name == self.remote.expose());
        let address = address.map_or(self.remote.clone(), |remote| remote.fetch_url.clone());
        let url = self.repo.remote_url(&address);
        let branches = wanted.branches.as_ref().map(|pattern| format!("refs/heads/{pattern}"));
        let patterns: Vec<&str> = match &branches {
            Some(pattern) => vec![pattern],
            None => url.as_ref().map_or(git::Forge::Unknown, |url| url.forge).requests().to_vec(),
        };
        let listing = git::list(Some(&self.repo), self.remote.expose(), &patterns, control)?;
        let mut found = listing.contributions();
        // The branch that they are for is none of them.
        let own = listing.default_branch.as_ref().map(|branch| format!("refs/heads/{branch}"));
        found.retain(|one| Some(&one.name) != own.as_ref());
        let open = match (&url, &branches) {
            (Some(url), None) if !found.is_empty() => self.ask(url, control),
            (None, None) if !found.is_empty() => {
                self.unknown = Some("the remote is no site that could be asked".to_owned());
                None
            }
            _ => None,
        };
        // A closed request keeps its reference for ever.
        if let Some(open) = &open {
            found.retain(|one| one.number.is_none_or(|number| open.is_open(number) != Some(false)));
        }
        let newest = listing.head.filter(|_| listing.default_branch.as_ref() == Some(&self.branch));
        let heads: Vec<Oid> = found.iter().map(|one| one.oid).chain(newest).collect();
        let merged = self.repo.merged_into(&heads, self.ours)?;
        found.retain(|one| !merged.contains(&one.oid));
        self.is_behind = newest.is_some_and(|newest| !merged.contains(&newest));
        self.not_looked_at = found.len().saturating_sub(wanted.newest);
        found.truncate(wanted.newest);
        let own = own.map(|own| (listing.head, own));
        let heavy = self.fetch(&mut found, own, control)?;
        Ok(RemoteRequests { contributions: found, heavy, open })
    }

    /// Which requests are open, as the site says; where it does not, why.
    fn ask(&mut self, url: &RemoteUrl, control: &Control) -> Option<OpenRequests> {
        match git::open_requests(&self.repo, url, control) {
            Ok(open) => {
                self.unknown = open.rest.as_ref().map(Hint::with_hint);
                Some(open)
            }
            Err(why) => {
                self.unknown = Some(why.with_hint());
                None
            }
        }
    }

    /// What a contribution changes; `None` where that is not the draft.
    fn change(&self, one: &ContributionHead) -> Result<Option<ChangedFiles>, DeskError> {
        let Some(base) = self.repo.merge_base(one.oid, self.ours)? else { return Ok(None) };
        let draft = |commit| self.repo.object_at(commit, &self.draft);
        if draft(base)? == draft(one.oid)? {
            return Ok(None);
        }
        let paths = self.repo.changed_paths(base, one.oid)?.unwrap_or_default();
        Ok(Some(ChangedFiles { base, paths }))
    }

    /// A contribution as far as git tells.
    fn waiting(&self, one: &ContributionHead, change: &ChangedFiles) -> Result<Contribution, DeskError> {
        let mut waiting = Contribution {
            author: Some(self.repo.author_of(one.oid)?),
            subject: self.repo.subject_of(one.oid)?,
            ..Contribution::unread(one)
        };
        if let Err(reason) = self.read(&mut waiting, change)? {
            waiting.state = MergeState::LeftOut(reason);
        }
        Ok(waiting)
    }

    /// Reads what a contribution changes. In words, why that can't be gathered.
    fn read(
        &self,
        waiting: &mut Contribution,
        change: &ChangedFiles,
    ) -> Result<Result<(), String>, DeskError> {
        let (base, changed) = (change.base, &change.paths);
        let text = |oid: Oid| -> Result<Option<Result<String, String>>, DeskError> {
            let bytes = self.repo.blob(oid, &self.draft)?;
            let read = |bytes| {
                crate::desk::issue::document::text(&self.draft, bytes).map_err(|error| error.to_string())
            };
            Ok(bytes.map(read))
        };
        if changed.is_empty() {
            return Ok(Err("it changes more than is compared; merge it with git".to_owned()));
        }
        waiting.base = match text(base)? {
            Some(Ok(text)) => text,
            Some(Err(reason)) => return Ok(Err(reason)),
            None => String::new(),
        };
        waiting.head = match text(waiting.oid)? {
            Some(Ok(text)) => text,
            Some(Err(reason)) => {
                // Nothing tells what it changes.
                waiting.base.clear();
                return Ok(Err(reason));
            }
            None => return Ok(Err("it deletes the draft".to_owned())),
        };
        if waiting.head.len() > waiting.base.len() + REQUEST_TEXT_BYTES {
            (waiting.base, waiting.head) = Default::default();
            let most = REQUEST_TEXT_BYTES / 1024;
            return Ok(Err(format!("it makes the draft more than {most} KiB longer; merge it with git")));
        }
        // Most requests bring nothing beside the draft.
        let shows = (changed.len() > 1).then(|| ShownImages::new(&waiting.head, self.places()));
        let taken: u64 = self.contributions.iter().map(Contribution::size).sum();
        let room = GATHERED_BYTES.saturating_sub(taken);
        for path in changed {
            if !self.repo.is_plain_file(waiting.oid, path)? {
                return Ok(Err(format!("{} is no plain file in it; merge it with git", path.display())));
            }
        }
        for path in changed.iter().filter(|path| **path != self.draft) {
            if !self.is_picture(path) {
                return Ok(Err(format!("it also changes {}; merge it with git", path.display())));
            }
            let Some(bytes) = self.repo.blob(waiting.oid, path)? else {
                return Ok(Err(format!("it deletes {}; merge it with git", path.display())));
            };
            let (was, ours) = (self.repo.blob(base, path)?, self.repo.blob(self.ours, path)?);
            if ours.as_ref() == Some(&bytes) {
                continue;
            }
            let is_new = was.is_none();
            if ours != was && !is_new {
                return Ok(Err(format!("{} is another picture here; rename one of them", path.display())));
            }
            if waiting.size() + bytes.len() as u64 > room {
                waiting.files.clear();
                return Ok(Err(format!(
                    "the requests bring more than {} MB of pictures together; gather some of the others first",
                    GATHERED_BYTES / 1_000_000
                )));
            }
            if let Some(why) = shows.as_ref().and_then(|shows| shows.objection(path, &bytes)) {
                return Ok(Err(format!("its {} {why}; merge it with git", path.display())));
            }
            waiting.files.push((path.clone(), bytes));
            waiting.pictures.push(match is_new {
                true => ImageChange::Added(path.clone()),
                false => ImageChange::Replaced(path.clone()),
            });
            if ours != was {
                let (draft, root, top) = self.places();
                let is_free = |path: &Path| {
                    !changed.iter().any(|file| file == path)
                        && self.repo.blob(self.ours, path).is_ok_and(|blob| blob.is_none())
                };
                if waiting.rename_image(path, (&draft, root, top), is_free).is_none() {
                    return Ok(Err(format!("{} is another picture here", path.display())));
                }
            }
        }
        Ok(Ok(()))
    }

    /// Whether a file is a picture where the newsletter keeps its pictures.
    fn is_picture(&self, path: &Path) -> bool {
        let root = self.repo.relative(self.workspace.root.folder()).unwrap_or_default();
        let Ok(inner) = path.strip_prefix(&root) else { return false };
        // `assets/../x.png`, or a name that turns the text after it, is one that only a hostile tree has.
        let is_plain = |name: &OsStr| name.to_str().is_some_and(is_plain);
        if !path.components().all(|part| matches!(part, Component::Normal(name) if is_plain(name))) {
            return false;
        }
        let assets = self.profile().files.assets.as_ref().map(|assets| {
            // Up to the folder that is named after the issue.
            let path = assets.path();
            PathBuf::from(path.split('{').next().unwrap_or_default())
        });
        has_image_extension(path) && assets.is_some_and(|assets| inner.starts_with(assets))
    }
}
