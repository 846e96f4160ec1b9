//! The branch on which an issue's draft is written, if the profile names one, and drafts that lie on another
//! branch than the one that is checked out.

use std::path::{Path, PathBuf};

use jiff::civil::Date;

use super::choose::is_next;
use crate::desk::{Choice, DeskError, Listing, Workspace};
use crate::git::{BranchRef, Head, Oid, Repo};
use crate::profile::{Branch, DraftSign, IssueKey};

/// The most branches in which drafts are looked for: those of the newest issues.
const MAX_BRANCHES: usize = 20;

/// A draft on another branch than the one that is checked out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DraftElsewhere {
    pub key: IssueKey,
    pub branch: BranchRef,
    /// The draft, relative to the newsletter's folder.
    pub path: String,
    /// The branch that is checked out, or the commit.
    pub current: String,
}

/// The branch of an issue, by the profile.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IssueBranch {
    pub name: String,
    /// The branch that is checked out, or the commit.
    pub current: String,
    pub state: IssueBranchState,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IssueBranchState {
    CheckedOut,
    /// It exists here or, as of the last fetch, at a remote.
    Exists,
    Missing,
}

/// A newsletter in a work tree of a branch.
#[derive(Debug)]
pub struct OpenedElsewhere {
    pub workspace: Workspace,
    pub choice: Choice,
    /// The top of the work tree.
    pub folder: PathBuf,
    /// True if the work tree was made just now.
    pub is_new: bool,
}

impl std::fmt::Display for DraftElsewhere {
    /// `the draft of the issue of 2026-06-07 is on the branch next (main is checked out)`
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (issue, branch) = (self.key.phrase(), &self.branch.name);
        write!(f, "the draft of {issue} is on the branch {branch}")?;
        if let Some(remote) = &self.branch.remote {
            write!(f, " of {remote}")?;
        }
        write!(f, " ({} is checked out)", self.current)
    }
}

impl IssueBranch {
    /// The branch of an issue; `None` if the profile names none, or the newsletter is in no repository.
    ///
    /// # Errors
    ///
    /// If the branches cannot be listed.
    pub fn new(
        workspace: &Workspace,
        date: Option<Date>,
        number: Option<u32>,
    ) -> Result<Option<IssueBranch>, DeskError> {
        let Some(branch) = &workspace.profile.branch else { return Ok(None) };
        let Some(name) = branch.name(date, number) else { return Ok(None) };
        let Some(repo) = Repo::discover(workspace.root.folder())? else { return Ok(None) };
        let current = current(&repo);
        let state = match () {
            () if current == name => IssueBranchState::CheckedOut,
            () if !repo.branches_like(&name)?.is_empty() => IssueBranchState::Exists,
            () => IssueBranchState::Missing,
        };
        Ok(Some(IssueBranch { name, current, state }))
    }
}

impl DraftElsewhere {
    /// The draft of a wanted issue, or else of the next one, if the profile's branch has it and is not checked
    /// out. `None` if the draft is here.
    ///
    /// # Errors
    ///
    /// If the repository cannot be read.
    pub fn find(
        workspace: &Workspace,
        listing: &Listing,
        wanted: Option<IssueKey>,
        today: Date,
    ) -> Result<Option<DraftElsewhere>, DeskError> {
        let Some(branch) = &workspace.profile.branch else { return Ok(None) };
        let Some(repo) = Repo::discover(workspace.root.folder())? else { return Ok(None) };
        let search = Search { workspace, branch, repo: &repo, current: current(&repo) };
        let mut drafts = search.drafts()?;
        drafts.retain(|(draft, _)| !listing.posts.iter().any(|post| post.key == draft.key));
        // Issues that the branch began with are the same here.
        let inner = repo.relative(workspace.root.folder()).unwrap_or_default();
        let head = repo.commit_of("HEAD").ok();
        drafts.retain(|(draft, _)| {
            let file = |commit: Oid| repo.object_at(commit, &inner.join(&draft.path)).ok().flatten();
            head.and_then(file) != file(draft.branch.oid)
        });
        let found = match wanted {
            Some(key) => drafts.into_iter().find(|(draft, number)| {
                draft.key == key || number.is_some_and(|number| key == IssueKey::Number(number))
            }),
            None => {
                let is_next = is_next(listing, today);
                let published = listing.posts.last().map(|post| post.key);
                let at = drafts.iter().position(|(draft, _)| is_next(draft.key));
                let is_late = |draft: &DraftElsewhere| published.is_none_or(|last| draft.key > last);
                let newest = drafts.len().checked_sub(1).filter(|last| is_late(&drafts[*last].0));
                let found = at.or(newest).map(|at| drafts.swap_remove(at));
                // A draft that is here and comes before it is the next one. Among issues of another branch than that of
                // drafts, the newest one is published.
                let files = &workspace.profile.files;
                let is_published = files.are_shared()
                    && files.draft_is.unwrap_or_default() == DraftSign::Newest
                    && branch.read(&search.current).is_none();
                let here = listing.drafts.iter().map(|draft| draft.key).find(|key| is_next(*key));
                let here = here.filter(|_| !is_published);
                found.filter(|(draft, _)| here.is_none_or(|here| is_next(draft.key) && draft.key <= here))
            }
        };
        Ok(found.map(|(draft, _)| draft))
    }

    /// Opens the draft in a work tree of its branch: in the one that there is, or in a new one beside the
    /// repository.
    ///
    /// # Errors
    ///
    /// As [`Repo::check_out_beside`], and if the newsletter there cannot be read.
    pub fn open(&self, workspace: &Workspace) -> Result<OpenedElsewhere, DeskError> {
        let root = workspace.root.folder();
        let repo = Repo::discover(root)?.ok_or(DeskError::NoRepository)?;
        let inner = repo.relative(root).unwrap_or_default();
        let work_tree = repo.check_out_beside(&self.branch)?;
        let found = Workspace::find(&work_tree.folder.join(inner))?;
        let workspace = Workspace { today: workspace.today, ..found };
        let path = workspace.root.join(&self.path);
        let why = format!("{} on the branch {}", self.key.phrase(), self.branch.name);
        let choice = Choice { path, why, next: None, elsewhere: None };
        Ok(OpenedElsewhere { workspace, choice, folder: work_tree.folder, is_new: work_tree.is_new })
    }

    /// The folder in which [`open`](Self::open) opens it, and whether it exists. `None` if there is no place for
    /// one.
    ///
    /// # Errors
    ///
    /// If the work trees cannot be listed.
    pub fn place(&self, workspace: &Workspace) -> Result<Option<PathBuf>, DeskError> {
        let Some(repo) = Repo::discover(workspace.root.folder())? else { return Ok(None) };
        let known = repo.work_tree_with(&self.branch.name)?;
        Ok(known.or_else(|| repo.place_beside(&self.branch.name)))
    }
}

/// The branch that is checked out, or the commit.
fn current(repo: &Repo) -> String {
    match repo.branch() {
        Head::Branch(name) | Head::Unborn(name) => name,
        Head::Detached(commit) => format!("commit {commit}"),
    }
}

/// A search for drafts on the branches that the profile names.
struct Search<'a> {
    workspace: &'a Workspace,
    branch: &'a Branch,
    repo: &'a Repo,
    current: String,
}

impl Search<'_> {
    /// The drafts on all branches but the current one, each with the number in its path or branch, in the order
    /// of the issues.
    fn drafts(&self) -> Result<Vec<(DraftElsewhere, Option<u32>)>, DeskError> {
        let weekday = self.workspace.profile.weekday();
        let branches = self.repo.branches_like(&self.branch.glob())?;
        let mut branches: Vec<(IssueKey, BranchRef)> = branches
            .into_iter()
            .filter(|branch| branch.name != self.current)
            .filter_map(|branch| Some((self.branch.read(&branch.name)?.key(weekday), branch)))
            .collect();
        branches.sort_by(|(one, a), (other, b)| (other, &b.name).cmp(&(one, &a.name)));
        branches.truncate(MAX_BRANCHES);
        let mut drafts = Vec::new();
        for (key, branch) in branches {
            for (path, values) in self.paths(branch.oid)? {
                let date = values.period.and_then(|period| period.exact_day(weekday));
                let own = match values.key(weekday) {
                    IssueKey::Next => key,
                    own => own,
                };
                let name = self.branch.name(date, values.number);
                if name.is_some_and(|name| name != branch.name) && own != key {
                    // A draft of another issue, which this branch began with.
                    continue;
                }
                let number = values.number.or_else(|| self.branch.read(&branch.name)?.number);
                let current = self.current.clone();
                drafts.push((DraftElsewhere { key: own, branch: branch.clone(), path, current }, number));
            }
        }
        drafts.sort_by_key(|(one, _)| one.key);
        Ok(drafts)
    }

    /// The drafts of a commit, relative to the newsletter's folder, with the values in their paths.
    fn paths(&self, commit: Oid) -> Result<Vec<(String, crate::profile::PathValues)>, DeskError> {
        let drafts = &self.workspace.profile.files.drafts;
        let inner = self.repo.relative(self.workspace.root.folder()).unwrap_or_default();
        if drafts.is_one_file() {
            let is_there = self.repo.object_at(commit, &inner.join(drafts.path()))?.is_some();
            let path = is_there.then(|| (drafts.path().to_owned(), crate::profile::PathValues::default()));
            return Ok(path.into_iter().collect());
        }
        let folder = Path::new(drafts.folder());
        let names = self.repo.files_in(commit, &inner.join(folder), drafts.depth())?;
        let with_values = |name: String| {
            let path = if drafts.folder().is_empty() { name } else { format!("{}/{name}", drafts.folder()) };
            drafts.read(&path).map(|values| (path, values))
        };
        Ok(names.into_iter().filter_map(with_values).collect())
    }
}
