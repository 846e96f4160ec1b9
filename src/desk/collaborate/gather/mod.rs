//! Gathers contributions: merges pull requests and branches that change a draft by one commit that has
//! the head of each as a parent, so that the hosting site marks each as merged.

mod describe;
mod edited_text;
mod error;
mod head;
mod heavy;
mod left_out;
mod merge_selected;
mod parsed_draft;
mod read;
mod rename_image;
mod running_merge;
mod shown_images;
mod summary;
mod target;

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::desk::{DeskError, FileError, Now, Workspace, choose};
use crate::draft::Draft;
use crate::git::{self, Author, ContributionHead, Control, Head, MergeCommit, Oid, Repo};
use crate::lint::report::Problem;
use crate::lint::{Page, Severity};
use crate::merge::Change;
use crate::outline::Outline;
use crate::profile::Profile;
use crate::root::Root;
use crate::text::{CommitWords, SecretUrl};

use head::DraftHead;
use parsed_draft::ParsedDraft;
use target::TargetDraft;

pub use error::GatherError;
pub use left_out::LeftOut;
pub use merge_selected::{MergedDraft, ProblemPolicy, Selection};

/// How many of the newest requests are read by default.
pub const NEWEST_REQUESTS: usize = 300;

/// Which contributions to gather, and for which draft.
#[derive(Clone, Debug)]
pub struct GatherOptions {
    pub folder: PathBuf,
    /// The remote's name or address; `None` for the branch's remote, `upstream` or `origin`.
    pub remote: Option<String>,
    /// A date or a path; `None` for the next issue.
    pub issue: Option<String>,
    pub now: Now,
    /// A pattern with `*` for branches to gather instead of requests.
    pub branches: Option<String>,
    /// How many of the newest are read if the site does not say which are open.
    pub newest: usize,
}

/// The contributions to a draft at the time of the listing.
#[derive(Debug)]
pub struct Gathering {
    repo: Repo,
    pub workspace: Workspace,
    /// The checked-out branch, which they are merged into.
    pub branch: String,
    ours: Oid,
    /// The remote's name or its address.
    pub remote: SecretUrl,
    /// The draft; its path starts at the top of the repository.
    pub draft: PathBuf,
    /// The draft as it was last committed.
    pub text: String,
    target: TargetDraft,
    pub contributions: Vec<Contribution>,
    /// The number of contributions that do not touch this draft.
    pub elsewhere: usize,
    /// The number of contributions that are too old to be read.
    pub not_looked_at: usize,
    /// The reason why it is unknown which requests are open.
    pub unknown: Option<String>,
    /// True if the remote's branch of this name has commits that are missing here: their changes are
    /// shown as if they were the contributions'.
    pub is_behind: bool,
}

/// A contribution and its state.
#[derive(Clone, Debug)]
pub struct Contribution {
    /// The number of the pull or merge request; `None` for a branch.
    pub number: Option<u32>,
    /// The name of the branch or the reference.
    pub name: String,
    pub oid: Oid,
    /// The author of its last commit; `None` if that was not fetched.
    pub author: Option<Author>,
    /// The first line of its last commit's message; empty if that was not fetched.
    pub subject: String,
    /// True if the request is open; `None` if the site did not say.
    pub is_open: Option<bool>,
    /// Its changes to the draft since its merge base.
    pub changes: Vec<Change>,
    pub images: Vec<ImageChange>,
    /// A one-line summary: "1 news item, 1 image", or "adds 1 link; removes 5 links".
    pub summary: String,
    pub state: MergeState,
    /// The problems that it adds to the draft.
    pub problems: Vec<Problem>,
    /// The names of other contributions that link to one of the same pages.
    pub also_in: Vec<String>,
    /// The pages that its changes are about and that the draft does not link to.
    pages: HashSet<Page>,
    /// `None` if the draft was not read.
    texts: Option<Texts>,
    files: Vec<(PathBuf, Vec<u8>)>,
}

/// The draft before and after a contribution.
#[derive(Clone, Debug)]
struct Texts {
    base: Arc<ParsedDraft>,
    head: DraftHead,
}

/// A contribution's change to an image. Paths start at the top of the repository.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ImageChange {
    Added(PathBuf),
    Replaced(PathBuf),
}

/// How a contribution alone would merge into the current draft.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MergeState {
    Clean,
    /// The draft contains all of it.
    Present,
    /// The number of conflicts with changes here.
    Conflicts(usize),
    /// It cannot be gathered, for this reason.
    LeftOut(String),
}

/// A committed merge of contributions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gathered {
    pub oid: Oid,
    pub branch: String,
    pub count: usize,
    /// The hooks that `git merge` and `git commit` would have run and that were not run.
    pub hooks_left_out: Vec<String>,
}

impl MergeState {
    /// True if it cannot be gathered.
    pub fn is_left_out(&self) -> bool {
        matches!(self, MergeState::LeftOut(_))
    }
}

impl std::fmt::Display for MergeState {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            MergeState::Clean => f.write_str("merges"),
            MergeState::Present => f.write_str("is in the draft already"),
            MergeState::Conflicts(1) => f.write_str("one conflict"),
            MergeState::Conflicts(count) => write!(f, "{count} conflicts"),
            MergeState::LeftOut(reason) => f.write_str(reason),
        }
    }
}

impl Contribution {
    /// The name for messages: `#17`, or the branch.
    pub fn label(&self) -> String {
        ContributionHead { number: self.number, name: self.name.clone(), oid: self.oid }.label()
    }

    /// The name with the author: `#17 by Ada`.
    pub fn label_with_author(&self) -> String {
        match &self.author {
            Some(author) => format!("{} by {}", self.label(), author.name),
            None => self.label(),
        }
    }

    /// The author's name, or `unknown author`.
    pub fn author_name(&self) -> &str {
        self.author.as_ref().map_or("unknown author", |author| &author.name)
    }

    /// True if it can be gathered without a review: it merges without conflict, has no problems, and
    /// only adds items to sections that take them.
    pub fn is_clean(&self) -> bool {
        matches!(self.state, MergeState::Clean | MergeState::Present)
            && self.only_adds()
            && self.problems.is_empty()
            && self.is_open != Some(false)
    }

    /// True if it only adds items and their images.
    pub fn only_adds(&self) -> bool {
        self.changes.iter().all(Change::adds_item)
            && self.images.iter().all(|image| matches!(image, ImageChange::Added(_)))
    }

    /// The size of its images in bytes.
    fn size(&self) -> u64 {
        self.files.iter().map(|(_, bytes)| bytes.len() as u64).sum()
    }

    pub fn errors(&self) -> usize {
        self.problems.iter().filter(|problem| problem.severity == Severity::Error).count()
    }
}

impl Gathering {
    /// Fetches and assesses the contributions.
    ///
    /// # Errors
    ///
    /// If there is no repository, no draft or no remote, or the remote cannot be reached.
    pub fn open(wanted: &GatherOptions, control: &Control) -> Result<Gathering, DeskError> {
        let repo = Repo::discover(&wanted.folder)?.ok_or(DeskError::NoRepository)?;
        let workspace = Workspace::find(&wanted.folder)?;
        let branch = match repo.branch() {
            Head::Branch(name) => name,
            Head::Unborn(_) => return Err(git::GitError::NoCommitYet.into()),
            Head::Detached(at) => return Err(git::commit::CommitError::Detached { at }.into()),
        };
        let today = wanted.now.today(&workspace.profile);
        let choice = choose(&workspace, &workspace.listing(), wanted.issue.as_deref(), today)?;
        let draft = repo.relative(&choice.path).ok_or_else(|| FileError::NotFound(choice.path.clone()))?;
        let ours = repo.commit_of("HEAD")?;
        let text = repo.blob(ours, &draft)?.ok_or_else(|| GatherError::NotCommitted(choice.path.clone()))?;
        let text = crate::desk::issue::document::text(&choice.path, text)?;
        let remote = match &wanted.remote {
            Some(remote) => remote.as_str().into(),
            None => repo.default_remote()?.ok_or(GatherError::NoRemote)?.name.into(),
        };
        let top = repo.workdir().unwrap_or(workspace.root.folder());
        let target = TargetDraft::new(&workspace, &top.join(&draft), top, &text)?;
        let mut gathering = Gathering {
            repo,
            workspace,
            target,
            branch,
            ours,
            remote,
            draft,
            text,
            contributions: Vec::new(),
            elsewhere: 0,
            not_looked_at: 0,
            unknown: None,
            is_behind: false,
        };
        gathering.list(wanted, control)?;
        gathering.describe();
        Ok(gathering)
    }

    fn profile(&self) -> &Profile {
        &self.workspace.profile
    }

    /// A warning if the branch is behind its remote.
    pub fn behind(&self) -> Option<String> {
        let (branch, remote) = (&self.branch, &self.remote);
        self.is_behind.then(|| {
            format!("{branch} is behind {remote}, whose newer changes count as the contributions' own here: `git pull` first")
        })
    }

    /// The path of the draft.
    fn draft_path(&self) -> PathBuf {
        self.repo.workdir().unwrap_or(Path::new("")).join(&self.draft)
    }

    /// The paths of the draft, the newsletter and the repository.
    fn places(&self) -> (PathBuf, &Root, &Path) {
        let root = &self.workspace.root;
        (self.draft_path(), root, self.repo.workdir().unwrap_or(root.folder()))
    }

    /// The issue's date or path, for messages.
    pub fn issue(&self) -> String {
        let date = self.workspace.date_of(&self.draft);
        date.map_or_else(|| self.draft.display().to_string(), |date| date.to_string())
    }

    /// The titles of the sections that items can be moved to.
    pub fn sections(&self) -> Vec<String> {
        let outline = Outline::new(&Draft::parse(self.text.as_str()), self.profile());
        let takes = |section: &&crate::outline::Section| {
            let spec = self.profile().section(&section.id);
            section.heading.is_some()
                && spec.is_some_and(|spec| spec.kinds.iter().any(|kind| kind.takes_items()))
        };
        outline.sections.iter().filter(takes).map(|section| section.title.clone()).collect()
    }

    /// Commits a merge: the draft, its images, and the head of each contribution as a parent.
    ///
    /// # Errors
    ///
    /// As [`git::merge_commit`]; nothing is changed.
    pub fn commit(&self, merged: &MergedDraft, control: &Control) -> Result<Gathered, DeskError> {
        let included: Vec<&Contribution> =
            merged.included.iter().map(|at| &self.contributions[*at]).collect();
        if included.is_empty() {
            return Err(GatherError::NothingGathered.into());
        }
        let heads: Vec<Oid> = included.iter().map(|contribution| contribution.oid).collect();
        let mut files = merged.files.clone();
        if merged.text != self.text {
            files.push((self.draft.clone(), merged.text.clone().into_bytes()));
        }
        let merge = MergeCommit {
            branch: &self.branch,
            ours: self.ours,
            heads: &heads,
            files: &files,
            message: &self.message(&included),
        };
        let oid = git::merge_commit(&self.repo, &merge, control)?;
        Ok(Gathered {
            oid,
            branch: self.branch.clone(),
            count: included.len(),
            hooks_left_out: self.repo.merge_hooks(),
        })
    }

    /// The commit message: names every contribution and credits each author once.
    fn message(&self, included: &[&Contribution]) -> String {
        let count = included.len();
        let what = if count == 1 { "a contribution".to_owned() } else { format!("{count} contributions") };
        let mut message = format!("Gather {what} to {}\n\n", self.issue());
        for contribution in included {
            let (name, subject) =
                (CommitWords(contribution.author_name()), CommitWords(&contribution.subject));
            message.push_str(&format!("* {} by {name}: {subject}\n", CommitWords(&contribution.label())));
        }
        let mut credited = vec![self.repo.author().map(|author| author.email).unwrap_or_default()];
        let mut trailers = String::new();
        let authors = included.iter().filter_map(|contribution| contribution.author.as_ref());
        for author in authors.filter(|author| !author.email.is_empty()) {
            if !credited.contains(&author.email) {
                credited.push(author.email.clone());
                let (name, email) = (CommitWords(&author.name), CommitWords(&author.email));
                trailers.push_str(&format!("Co-authored-by: {name} <{email}>\n"));
            }
        }
        if !trailers.is_empty() {
            message.push_str(&format!("\n{trailers}"));
        }
        message
    }
}
