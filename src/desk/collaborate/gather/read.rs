//! Lists and reads the contributions of a remote.

use std::collections::{HashMap, HashSet};
use std::ffi::OsStr;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use super::head::DraftHead;
use super::parsed_draft::ParsedDraft;
use super::shown_images::ShownImages;
use super::{Contribution, GatherOptions, Gathering, ImageChange, MergeState, Texts};
use crate::desk::DeskError;
use crate::desk::images::nearest::has_image_extension;
use crate::desk::issue::document;
use crate::git::{self, ContributionHead, Control, GitError, Heavy, Hint, Oid, OpenRequests, RemoteUrl};
use crate::text::is_plain;
use crate::text::limits::{GATHERED_BYTES, REQUEST_TEXT_BYTES};

/// The files that a contribution changes.
struct ChangedFiles {
    /// The merge base.
    base: Oid,
    /// The draft in the base; `None` if the base has none.
    draft: Option<Oid>,
    /// The changed paths; empty if there are too many.
    paths: Vec<PathBuf>,
}

/// The drafts at the merge bases, by their objects.
type Bases = HashMap<Option<Oid>, Arc<ParsedDraft>>;

/// Why a contribution is not read.
enum ReadError {
    /// It cannot be gathered, for this reason.
    LeftOut(String),
    Git(GitError),
}

impl From<GitError> for ReadError {
    fn from(error: GitError) -> Self {
        ReadError::Git(error)
    }
}

/// The local state of a contribution that may touch the draft.
enum Fetched<'h> {
    Here(ChangedFiles),
    Heavy(&'h Heavy),
}

/// The contributions of the remote.
struct RemoteRequests {
    /// The heads, newest first.
    contributions: Vec<ContributionHead>,
    /// The heads that were not fetched, by their commits.
    heavy: HashMap<Oid, Heavy>,
    /// The open requests, if the site lists them.
    open: Option<OpenRequests>,
}

impl Gathering {
    pub(super) fn list(&mut self, wanted: &GatherOptions, control: &Control) -> Result<(), DeskError> {
        let RemoteRequests { contributions: found, heavy, open } = self.refs(wanted, control)?;
        let heads: Vec<Oid> = found.iter().map(|head| head.oid).collect();
        // `refs` left out what is merged. Only in a shallow clone does the fetch show more of our history.
        let merged = match self.repo.is_shallow() {
            true => self.repo.merged_into(&heads, self.ours)?,
            false => HashSet::new(),
        };
        let mut seen = HashSet::new();
        let mut touching = Vec::new();
        for head in found.into_iter().filter(|head| !merged.contains(&head.oid) && seen.insert(head.oid)) {
            let reach = match heavy.get(&head.oid) {
                Some(heavy) => self.may_touch(heavy).then_some(Fetched::Heavy(heavy)),
                None => self.change(&head)?.map(Fetched::Here),
            };
            match reach {
                Some(reach) => touching.push((head, reach)),
                None => self.elsewhere += 1,
            }
        }
        // In a partial clone even the drafts may be missing.
        let mut files = Vec::new();
        for (head, reach) in &touching {
            if let Fetched::Here(change) = reach {
                files.push((change.base, self.draft.as_path()));
                files.extend(change.paths.iter().map(|path| (head.oid, path.as_path())));
            }
        }
        git::fetch_files(&self.repo, self.remote.expose(), &files, control)?;
        let mut bases = Bases::new();
        for (head, reach) in &touching {
            let mut contribution = match reach {
                Fetched::Here(change) => self.contribution(head, change, &mut bases)?,
                Fetched::Heavy(heavy) => self.heavy_contribution(head, heavy),
            };
            let request = open.as_ref().zip(head.number);
            contribution.is_open = request.and_then(|(open, number)| open.is_open(number));
            self.contributions.push(contribution);
        }
        Ok(())
    }

    /// Lists and fetches the contributions of the remote.
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
        // The target branch is not a contribution.
        let default_branch = listing.default_branch.as_ref().map(|branch| format!("refs/heads/{branch}"));
        found.retain(|head| Some(&head.name) != default_branch.as_ref());
        let open = match (&url, &branches) {
            (Some(url), None) if !found.is_empty() => self.ask(url, control),
            (None, None) if !found.is_empty() => {
                self.unknown = Some("the remote is not a known site".to_owned());
                None
            }
            _ => None,
        };
        // A closed request keeps its reference for ever.
        if let Some(open) = &open {
            found.retain(|head| head.number.is_none_or(|number| open.is_open(number) != Some(false)));
        }
        let newest = listing.head.filter(|_| listing.default_branch.as_ref() == Some(&self.branch));
        let heads: Vec<Oid> = found.iter().map(|head| head.oid).chain(newest).collect();
        let merged = self.repo.merged_into(&heads, self.ours)?;
        found.retain(|head| !merged.contains(&head.oid));
        self.is_behind = newest.is_some_and(|newest| !merged.contains(&newest));
        self.not_looked_at = found.len().saturating_sub(wanted.newest);
        found.truncate(wanted.newest);
        let default_branch = default_branch.map(|default_branch| (listing.head, default_branch));
        let heavy = self.fetch(&mut found, default_branch, control)?;
        Ok(RemoteRequests { contributions: found, heavy, open })
    }

    /// Asks the site for the open requests. If it does not answer, the reason is kept in `unknown`.
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

    /// The files that a contribution changes; `None` if the draft is not among them, or if the contribution
    /// has no commit in common with the branch.
    fn change(&self, head: &ContributionHead) -> Result<Option<ChangedFiles>, DeskError> {
        let Some(base) = self.repo.merge_base(head.oid, self.ours)? else { return Ok(None) };
        let draft = self.repo.object_at(base, &self.draft)?;
        if draft == self.repo.object_at(head.oid, &self.draft)? {
            return Ok(None);
        }
        let paths = self.repo.changed_paths(base, head.oid)?.unwrap_or_default();
        Ok(Some(ChangedFiles { base, draft, paths }))
    }

    /// Builds a contribution from its commits.
    fn contribution(
        &self,
        head: &ContributionHead,
        change: &ChangedFiles,
        bases: &mut Bases,
    ) -> Result<Contribution, DeskError> {
        let mut contribution = Contribution {
            author: Some(self.repo.author_of(head.oid)?),
            subject: self.repo.subject_of(head.oid)?,
            ..Contribution::unread(head)
        };
        match self.read(&mut contribution, change, bases) {
            Ok(()) => {}
            Err(ReadError::LeftOut(reason)) => contribution.state = MergeState::LeftOut(reason),
            Err(ReadError::Git(error)) => return Err(error.into()),
        }
        Ok(contribution)
    }

    /// Reads the base, the head and the images of a contribution.
    fn read(
        &self,
        contribution: &mut Contribution,
        change: &ChangedFiles,
        bases: &mut Bases,
    ) -> Result<(), ReadError> {
        let (base, changed) = (change.base, &change.paths);
        if changed.is_empty() {
            return Err(ReadError::LeftOut("it changes more than is compared; merge it with git".to_owned()));
        }
        let before = self.base(change, bases)?;
        let head = self.draft_at(contribution.oid)?;
        let head = head.ok_or_else(|| ReadError::LeftOut("it deletes the draft".to_owned()))?;
        if head.len() > before.text().len() + REQUEST_TEXT_BYTES {
            let most = REQUEST_TEXT_BYTES / 1024;
            return Err(ReadError::LeftOut(format!(
                "it makes the draft more than {most} KiB longer; merge it with git"
            )));
        }
        // Most requests change only the draft.
        let shows = (changed.len() > 1).then(|| ShownImages::new(&head, self.places()));
        contribution.texts = Some(Texts { base: before, head: DraftHead::new(&head) });
        let taken: u64 = self.contributions.iter().map(Contribution::size).sum();
        let room = GATHERED_BYTES.saturating_sub(taken);
        for path in changed {
            if !self.repo.is_plain_file(contribution.oid, path)? {
                return Err(ReadError::LeftOut(format!(
                    "{} is not a regular file in it; merge it with git",
                    path.display()
                )));
            }
        }
        for path in changed.iter().filter(|path| **path != self.draft) {
            if !self.is_image(path) {
                return Err(ReadError::LeftOut(format!(
                    "it also changes {}; merge it with git",
                    path.display()
                )));
            }
            let Some(bytes) = self.repo.blob(contribution.oid, path)? else {
                return Err(ReadError::LeftOut(format!("it deletes {}; merge it with git", path.display())));
            };
            let (was, ours) = (self.repo.blob(base, path)?, self.repo.blob(self.ours, path)?);
            if ours.as_ref() == Some(&bytes) {
                continue;
            }
            let is_new = was.is_none();
            if ours != was && !is_new {
                return Err(ReadError::LeftOut(format!(
                    "{} is a different image here; rename one of them",
                    path.display()
                )));
            }
            if contribution.size() + bytes.len() as u64 > room {
                contribution.files.clear();
                return Err(ReadError::LeftOut(format!(
                    "the requests bring more than {} MB of images together; gather some of the others first",
                    GATHERED_BYTES / 1_000_000
                )));
            }
            if let Some(why) = shows.as_ref().and_then(|shows| shows.objection(path, &bytes)) {
                return Err(ReadError::LeftOut(format!("its {} {why}; merge it with git", path.display())));
            }
            contribution.files.push((path.clone(), bytes));
            contribution.images.push(match is_new {
                true => ImageChange::Added(path.clone()),
                false => ImageChange::Replaced(path.clone()),
            });
            if ours != was {
                let (draft, root, top) = self.places();
                let is_free = |path: &Path| {
                    !changed.iter().any(|file| file == path)
                        && self.repo.blob(self.ours, path).is_ok_and(|blob| blob.is_none())
                };
                if contribution.rename_image(path, (&draft, root, top), is_free).is_none() {
                    return Err(ReadError::LeftOut(format!("{} is a different image here", path.display())));
                }
            }
        }
        Ok(())
    }

    /// The draft in a commit; `None` if the commit has none.
    fn draft_at(&self, commit: Oid) -> Result<Option<String>, ReadError> {
        let bytes = self.repo.blob(commit, &self.draft)?;
        let read = |bytes| document::text(&self.draft, bytes);
        bytes.map(read).transpose().map_err(|error| ReadError::LeftOut(error.to_string()))
    }

    /// The draft at the merge base, which is read and parsed once for all contributions.
    fn base(&self, change: &ChangedFiles, bases: &mut Bases) -> Result<Arc<ParsedDraft>, ReadError> {
        if let Some(base) = bases.get(&change.draft) {
            return Ok(base.clone());
        }
        let text = self.draft_at(change.base)?.unwrap_or_default();
        let base = Arc::new(self.target.parse(&text, &self.workspace));
        bases.insert(change.draft, base.clone());
        Ok(base)
    }

    /// True if the path is an image in the newsletter's folder of images.
    fn is_image(&self, path: &Path) -> bool {
        let root = self.repo.relative(self.workspace.root.folder()).unwrap_or_default();
        let Ok(inner) = path.strip_prefix(&root) else { return false };
        // Only a hostile tree has paths like `assets/../x.png`, or names that reverse the text after
        // them.
        let is_plain = |name: &OsStr| name.to_str().is_some_and(is_plain);
        if !path.components().all(|part| matches!(part, Component::Normal(name) if is_plain(name))) {
            return false;
        }
        let assets = self.profile().files.assets.as_ref().map(|assets| {
            // Compare only the part of the pattern before the issue's date.
            let path = assets.path();
            PathBuf::from(path.split('{').next().unwrap_or_default())
        });
        has_image_extension(path) && assets.is_some_and(|assets| inner.starts_with(assets))
    }
}
