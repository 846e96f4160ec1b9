//! Branches as they are here and as they were fetched, and work trees in which one is checked out beside the
//! user's own.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use git2::{BranchType, Oid, WorktreeAddOptions, WorktreePruneOptions};
use thiserror::Error;

use super::error::{GitError, Hint};
use super::merge_commit::work_tree_of;
use super::repository::Repo;

/// A branch of this repository, or a remote's as of the last fetch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BranchRef {
    /// Without `refs/heads/` and without the remote.
    pub name: String,
    /// `None` for a branch of this repository.
    pub remote: Option<String>,
    pub oid: Oid,
}

/// Why a branch could not be checked out in a work tree of its own. Nothing was changed.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum WorktreeError {
    #[error("{} exists already, and {branch} is not checked out there", path.display())]
    FolderTaken { path: PathBuf, branch: String },
    #[error("there is no folder in which {branch} could get a work tree")]
    NoPlace { branch: String },
    #[error(transparent)]
    Git(#[from] GitError),
}

impl Hint for WorktreeError {
    fn hint(&self) -> Option<String> {
        match self {
            Self::FolderTaken { branch, .. } => Some(format!(
                "move it away, or check {branch} out elsewhere with `git worktree add PATH {branch}`"
            )),
            Self::NoPlace { branch } => Some(format!("check it out with `git worktree add PATH {branch}`")),
            Self::Git(error) => error.hint(),
        }
    }
}

impl From<git2::Error> for WorktreeError {
    fn from(error: git2::Error) -> Self {
        GitError::from(error).into()
    }
}

/// A work tree in which a branch is checked out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorkTree {
    pub folder: PathBuf,
    /// True if it was made just now.
    pub is_new: bool,
}

impl Repo {
    /// The branches whose names match a glob, in which `*` matches any text: those of this repository, and those
    /// of its remotes as of the last fetch. Each name is in the list once: the branch here, or else that of the
    /// first remote, where `upstream` comes first.
    pub fn branches_like(&self, glob: &str) -> Result<Vec<BranchRef>, GitError> {
        let mut found: Vec<BranchRef> = Vec::new();
        let mut names: HashSet<String> = HashSet::new();
        let mut remotes: Vec<String> = self.remotes()?.into_iter().map(|remote| remote.name).collect();
        remotes.sort_by_key(|name| name != "upstream");
        for remote in std::iter::once(None).chain(remotes.into_iter().map(Some)) {
            let folder = match &remote {
                Some(remote) => format!("refs/remotes/{remote}/"),
                None => "refs/heads/".to_owned(),
            };
            for reference in self.git.references_glob(&format!("{folder}{glob}"))? {
                let reference = reference?;
                let full = String::from_utf8_lossy(reference.name_bytes()).into_owned();
                let (Some(name), Some(oid)) = (full.strip_prefix(&folder), reference.target()) else {
                    continue;
                };
                if names.insert(name.to_owned()) {
                    found.push(BranchRef { name: name.to_owned(), remote: remote.clone(), oid });
                }
            }
        }
        Ok(found)
    }

    /// The branches with the newest commits, the newest first: at most `most` of those whose names fit.
    ///
    /// # Errors
    ///
    /// As [`branches_like`](Self::branches_like).
    pub fn newest_branches(
        &self,
        most: usize,
        fits: impl Fn(&str) -> bool,
    ) -> Result<Vec<BranchRef>, GitError> {
        let branches = self.branches_like("*")?.into_iter().filter(|branch| fits(&branch.name));
        let with_times = branches.filter_map(|branch| {
            let commit = self.git.find_commit(branch.oid).ok()?;
            Some((commit.time().seconds(), branch))
        });
        let mut branches: Vec<(i64, BranchRef)> = with_times.collect();
        branches.sort_by(|(one, a), (other, b)| (other, &b.name).cmp(&(one, &a.name)));
        branches.truncate(most);
        Ok(branches.into_iter().map(|(_, branch)| branch).collect())
    }

    /// The folder of the work tree in which a branch is checked out, if there is one.
    pub fn work_tree_with(&self, branch: &str) -> Result<Option<PathBuf>, GitError> {
        let work_tree = work_tree_of(self, &format!("refs/heads/{branch}"))?;
        Ok(work_tree.and_then(|work_tree| work_tree.workdir().map(Path::to_owned)))
    }

    /// Where [`check_out_beside`](Self::check_out_beside) puts the work tree of a branch: beside the repository
    /// `news`, in `news.worktrees/BRANCH`.
    pub fn place_beside(&self, branch: &str) -> Option<PathBuf> {
        let common = self.git.commondir();
        let is_dot_git = common.file_name().is_some_and(|name| name == ".git");
        let top = match self.workdir().filter(|_| !self.git.is_worktree()) {
            Some(top) => top,
            None if is_dot_git => common.parent()?,
            None => common,
        };
        let name = top.file_name()?.to_str()?;
        let name = name.strip_suffix(".git").filter(|name| !name.is_empty()).unwrap_or(name);
        Some(top.parent()?.join(format!("{name}.worktrees")).join(as_folder(branch)))
    }

    /// Returns a work tree in which a branch is checked out: the one that there is, or a new one at
    /// [`place_beside`](Self::place_beside). A remote's branch gets a branch here that tracks it. A folder that
    /// exists already is never touched.
    ///
    /// # Errors
    ///
    /// [`WorktreeError`].
    pub fn check_out_beside(&self, branch: &BranchRef) -> Result<WorkTree, WorktreeError> {
        if let Some(folder) = self.work_tree_with(&branch.name)? {
            return Ok(WorkTree { folder, is_new: false });
        }
        let no_place = || WorktreeError::NoPlace { branch: branch.name.clone() };
        let folder = self.place_beside(&branch.name).ok_or_else(no_place)?;
        if folder.symlink_metadata().is_ok() {
            return Err(WorktreeError::FolderTaken { path: folder, branch: branch.name.clone() });
        }
        self.forget_deleted(&folder)?;
        let parent = folder.parent().ok_or_else(no_place)?;
        std::fs::create_dir_all(parent).map_err(|error| GitError::ReadOnly {
            path: parent.to_owned(),
            cause: error.kind().to_string(),
        })?;
        let is_made_here = branch.remote.is_some() && !self.has_branch(&branch.name);
        if is_made_here {
            self.track(branch)?;
        }
        let added = self.add(branch, &folder);
        if added.is_err() {
            // Only an empty folder is removed.
            let _ = std::fs::remove_dir(parent);
            if is_made_here && let Ok(mut made) = self.git.find_branch(&branch.name, BranchType::Local) {
                let _ = made.delete();
            }
        }
        added.map(|()| WorkTree { folder, is_new: true })
    }

    fn add(&self, branch: &BranchRef, folder: &Path) -> Result<(), WorktreeError> {
        let reference = self.git.find_reference(&format!("refs/heads/{}", branch.name))?;
        let mut options = WorktreeAddOptions::new();
        options.reference(Some(&reference));
        self.git.worktree(&self.free_name(&branch.name)?, folder, Some(&options))?;
        Ok(())
    }

    /// Creates the branch that tracks a remote's.
    fn track(&self, branch: &BranchRef) -> Result<(), GitError> {
        let commit = self.commit_at(branch.oid)?;
        let mut made = self.git.branch(&branch.name, &commit, false)?;
        if let Some(remote) = &branch.remote {
            made.set_upstream(Some(&format!("{remote}/{}", branch.name)))?;
        }
        Ok(())
    }

    /// Removes git's record of a work tree whose folder was deleted, which would still claim its branch.
    fn forget_deleted(&self, folder: &Path) -> Result<(), GitError> {
        for name in self.git.worktrees()?.iter().flatten().flatten() {
            let worktree = self.git.find_worktree(name)?;
            if worktree.path() == folder && worktree.validate().is_err() {
                worktree.prune(Some(&mut WorktreePruneOptions::new()))?;
            }
        }
        Ok(())
    }

    /// A name for git's record of a work tree.
    fn free_name(&self, branch: &str) -> Result<String, GitError> {
        let worktrees = self.git.worktrees()?;
        let taken: Vec<&str> = worktrees.iter().flatten().flatten().collect();
        let first = as_folder(branch);
        let numbered = (2..).map(|n| format!("{first}-{n}"));
        let names = std::iter::once(first.clone()).chain(numbered);
        Ok(names.into_iter().find(|name| !taken.contains(&name.as_str())).unwrap_or_default())
    }
}

/// A branch as the name of one folder.
fn as_folder(branch: &str) -> String {
    let kept = |c: char| if c.is_alphanumeric() || "-_.".contains(c) { c } else { '-' };
    branch.chars().map(kept).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::process::Command;

    fn git(folder: &Path, arguments: &[&str]) {
        let mut command = Command::new("git");
        command.current_dir(folder).args(arguments).env("GIT_CONFIG_NOSYSTEM", "1").env("HOME", folder);
        for role in ["AUTHOR", "COMMITTER"] {
            command
                .env(format!("GIT_{role}_NAME"), "Mira")
                .env(format!("GIT_{role}_EMAIL"), "mira@example.org");
        }
        assert!(command.output().unwrap().status.success(), "git {}", arguments.join(" "));
    }

    /// A repository `news` on `main`, whose branch `next/one` has a draft, and its clone `clone`.
    fn world() -> (tempfile::TempDir, PathBuf) {
        let dir = tempfile::tempdir().unwrap();
        let top = dir.path().canonicalize().unwrap();
        let news = top.join("news");
        std::fs::create_dir(&news).unwrap();
        git(&news, &["init", "-q", "-b", "main"]);
        std::fs::write(news.join("README.md"), "About us.\n").unwrap();
        git(&news, &["add", "."]);
        git(&news, &["commit", "-qm", "Begin"]);
        git(&news, &["switch", "-qc", "next/one"]);
        std::fs::write(news.join("draft.md"), "The draft.\n").unwrap();
        git(&news, &["add", "."]);
        git(&news, &["commit", "-qm", "Write the draft"]);
        git(&news, &["switch", "-q", "main"]);
        git(&top, &["clone", "-q", "news", "clone"]);
        (dir, top)
    }

    fn branch(repo: &Repo) -> BranchRef {
        let found = repo.branches_like("next/*").unwrap();
        assert_eq!(found.len(), 1, "{found:?}");
        found[0].clone()
    }

    #[test]
    fn a_branch_is_checked_out_beside_the_repository_and_found_there_again() {
        let (_dir, top) = world();
        let repo = Repo::discover(&top.join("news")).unwrap().unwrap();
        let branch = branch(&repo);
        assert_eq!((branch.name.as_str(), &branch.remote), ("next/one", &None));
        let made = repo.check_out_beside(&branch).unwrap();
        assert_eq!(made, WorkTree { folder: top.join("news.worktrees/next-one"), is_new: true });
        assert_eq!(std::fs::read_to_string(made.folder.join("draft.md")).unwrap(), "The draft.\n");
        // Also from a work tree of the same repository.
        for from in ["news", "news.worktrees/next-one"] {
            let repo = Repo::discover(&top.join(from)).unwrap().unwrap();
            let again = repo.check_out_beside(&branch).unwrap();
            assert!(!again.is_new, "{from}");
            assert_eq!(again.folder.canonicalize().unwrap(), made.folder, "{from}");
        }
        assert!(!top.join("news/draft.md").exists());
        git(&made.folder, &["fsck"]);
    }

    #[test]
    fn branches_are_listed_by_the_time_of_their_commits() {
        let (_dir, top) = world();
        let news = top.join("news");
        for (name, day) in [("a", 1), ("b/c", 3), ("d", 2)] {
            git(&news, &["switch", "-qc", name]);
            let identity = ["-c", "user.name=Mira", "-c", "user.email=mira@example.org"];
            let mut command = Command::new("git");
            command.current_dir(&news).env("GIT_CONFIG_NOSYSTEM", "1").env("HOME", &news);
            command.env("GIT_COMMITTER_DATE", format!("2026-06-0{day}T10:00:00Z"));
            command.args(identity).args(["commit", "-q", "--allow-empty", "-m", name]);
            assert!(command.output().unwrap().status.success(), "{name}");
        }
        let repo = Repo::discover(&news).unwrap().unwrap();
        let newest = repo.newest_branches(2, |name| name.len() < 4 && name != "main").unwrap();
        let names: Vec<&str> = newest.iter().map(|branch| branch.name.as_str()).collect();
        assert_eq!(names, ["b/c", "d"]);
    }

    #[test]
    fn a_remotes_branch_gets_a_branch_here_that_tracks_it() {
        let (_dir, top) = world();
        let repo = Repo::discover(&top.join("clone")).unwrap().unwrap();
        let branch = branch(&repo);
        assert_eq!(branch.remote.as_deref(), Some("origin"));
        let made = repo.check_out_beside(&branch).unwrap();
        assert_eq!(made.folder, top.join("clone.worktrees/next-one"));
        let there = Repo::discover(&made.folder).unwrap().unwrap();
        assert_eq!(there.upstream(), Some(("origin".to_owned(), "next/one".to_owned())));
    }

    #[test]
    fn a_folder_that_exists_is_left_alone_and_a_deleted_one_made_again() {
        let (_dir, top) = world();
        let repo = Repo::discover(&top.join("news")).unwrap().unwrap();
        let branch = branch(&repo);
        let place = top.join("news.worktrees/next-one");
        std::fs::create_dir_all(&place).unwrap();
        std::fs::write(place.join("mine.txt"), "mine").unwrap();
        let error = repo.check_out_beside(&branch).unwrap_err();
        assert!(matches!(error, WorktreeError::FolderTaken { .. }), "{error}");
        assert_eq!(std::fs::read_dir(&place).unwrap().count(), 1);
        std::fs::remove_dir_all(&place).unwrap();
        assert!(repo.check_out_beside(&branch).unwrap().is_new);
        std::fs::remove_dir_all(&place).unwrap();
        assert!(repo.check_out_beside(&branch).unwrap().is_new);
        assert!(place.join("draft.md").exists());
    }
}
