use std::collections::HashMap;
use std::path::{Path, PathBuf};

use super::workspace::PROFILE_FILE;
use crate::desk::{Workspace, probe_image};
use crate::git::{GitError, Head, Oid, Repo};
use crate::root::{Stamp, about_named};

/// Detects changes to the files of an open draft by their size and modification time. Reads no file but those
/// of `.git`, and these only after a change.
#[derive(Clone, Debug, Default)]
pub struct Watcher {
    seen: HashMap<PathBuf, Seen>,
    /// The files in `.git` that change when HEAD or its upstream moves; `None` before the first look.
    head_files: Option<Vec<PathBuf>>,
}

/// The state of a file at the last look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Seen {
    File(Stamp),
    /// The file did not exist, or its state could not be read.
    Missing,
    /// The next look reports the file as changed in any case.
    ToReport,
}

/// A change since the last look. The first look reports the branch too.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WatchedChange {
    Draft,
    /// An image that the draft shows.
    Images,
    /// The profile or the template.
    Settings,
    Branch(BranchState),
}

/// HEAD, its upstream and the number of unpushed commits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BranchState {
    pub head: Head,
    /// The commit of HEAD.
    pub commit: Option<Oid>,
    /// The upstream branch as of the last fetch.
    pub upstream: Option<Oid>,
    /// The number of commits that are on no remote, at most [`UNPUSHED_COMMITS`]; 0 if there is no remote.
    ///
    /// [`UNPUSHED_COMMITS`]: crate::text::limits::UNPUSHED_COMMITS
    pub unpushed: usize,
}

impl Watcher {
    /// Returns what changed since the last call. `dests` are the draft's image destinations.
    ///
    /// A draft or image that is new to the watcher counts as changed, because it may have changed since it
    /// was read. The first call also reports the branch.
    pub fn look(&mut self, draft: &Path, dests: &[String], workspace: &Workspace) -> Vec<WatchedChange> {
        let images = dests.iter().filter_map(|dest| probe_image(dest, draft, &workspace.root));
        let images: Vec<PathBuf> = images.collect();
        let settings = [Some(PROFILE_FILE), workspace.profile.files.template()].into_iter().flatten();
        let settings: Vec<PathBuf> = settings.map(|path| workspace.root.join(path)).collect();
        let before = std::mem::take(&mut self.seen);
        let mut changes = Vec::new();
        if self.record(&before, &[draft.to_owned()], workspace, NewFile::Changed) {
            changes.push(WatchedChange::Draft);
        }
        if self.record(&before, &images, workspace, NewFile::Changed) {
            changes.push(WatchedChange::Images);
        }
        // New settings are no change: the workspace was just loaded with them.
        if self.record(&before, &settings, workspace, NewFile::Unchanged) {
            changes.push(WatchedChange::Settings);
        }
        changes.extend(self.look_at_head(&before, draft, workspace).map(WatchedChange::Branch));
        changes
    }

    /// Makes the next look report a watched file as changed.
    pub fn report_again(&mut self, path: &Path) {
        self.seen.insert(path.to_owned(), Seen::ToReport);
    }

    fn look_at_head(
        &mut self,
        before: &HashMap<PathBuf, Seen>,
        draft: &Path,
        workspace: &Workspace,
    ) -> Option<BranchState> {
        let is_first = self.head_files.is_none();
        let files = self.head_files.clone().unwrap_or_default();
        if !self.record(before, &files, workspace, NewFile::Unchanged) && !is_first {
            return None;
        }
        // Record the state before reading, so that the next look sees a change in between.
        let repo = Repo::discover(draft).ok().flatten();
        let files = repo.as_ref().map(Repo::head_files).unwrap_or_default();
        self.record(before, &files, workspace, NewFile::Unchanged);
        self.head_files = Some(files);
        // The next commit or push reports git's error; the watcher only lacks the state of the branch.
        repo.and_then(|repo| branch_state(&repo).ok())
    }

    /// Records the state of `files`. Returns true if one has changed since the last look.
    fn record(
        &mut self,
        before: &HashMap<PathBuf, Seen>,
        files: &[PathBuf],
        workspace: &Workspace,
        new_file: NewFile,
    ) -> bool {
        let mut is_changed = false;
        for path in files {
            let info = about_named(path, Some(&workspace.root).filter(|_| !is_of_git(path)));
            let now = info.map_or(Seen::Missing, |info| Seen::File(info.stamp()));
            is_changed |= match before.get(path) {
                Some(before) => *before != now,
                None => new_file == NewFile::Changed,
            };
            self.seen.insert(path.clone(), now);
        }
        is_changed
    }
}

/// How a file counts that the watcher has not seen before.
#[derive(Clone, Copy, PartialEq, Eq)]
enum NewFile {
    Changed,
    Unchanged,
}

/// True for the repository's own files, which [`Root`](crate::root::Root) refuses.
fn is_of_git(path: &Path) -> bool {
    path.iter().any(|part| part == ".git")
}

fn branch_state(repo: &Repo) -> Result<BranchState, GitError> {
    let upstream = repo.upstream().map(|(remote, branch)| format!("refs/remotes/{remote}/{branch}"));
    Ok(BranchState {
        head: repo.branch(),
        commit: repo.commit_of("HEAD").ok(),
        upstream: upstream.and_then(|name| repo.commit_of(&name).ok()),
        unpushed: repo.unpushed()?.map_or(0, |commits| commits.len()),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::profile::built_in;
    use crate::root::Root;

    #[test]
    fn each_file_is_reported_once_after_it_changed() {
        let dir = tempfile::tempdir().unwrap();
        let write = |name: &str, text: &str| {
            let path = dir.path().join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(&path, text).unwrap();
            path
        };
        let draft = write("_drafts/2026-06-08-draft.md", "one");
        let workspace = Workspace {
            root: Root::new(dir.path()),
            profile: built_in("circuitpython").unwrap(),
            today: None,
        };
        let mut watcher = Watcher::default();
        let look = |watcher: &mut Watcher| watcher.look(&draft, &["a.png".to_owned()], &workspace);
        let first = look(&mut watcher);
        assert_eq!(first, [WatchedChange::Draft, WatchedChange::Images]);
        assert_eq!(look(&mut watcher), []);
        write("_drafts/2026-06-08-draft.md", "longer");
        write("copydesk.yml", "extends: circuitpython\n");
        assert_eq!(look(&mut watcher), [WatchedChange::Draft, WatchedChange::Settings]);
        write("_drafts/a.png", "an image");
        assert_eq!(look(&mut watcher), [WatchedChange::Images]);
        std::fs::remove_file(dir.path().join("_drafts/template.md")).unwrap_err();
        std::fs::remove_file(&draft).unwrap();
        assert_eq!(look(&mut watcher), [WatchedChange::Draft]);
        assert_eq!(look(&mut watcher), []);
        watcher.report_again(&draft);
        assert_eq!(look(&mut watcher), [WatchedChange::Draft]);
        // Also for files that are no change when they are new: a change is not hidden.
        write("copydesk.yml", "extends: this-week-in-rust\n");
        watcher.report_again(&dir.path().join("copydesk.yml"));
        assert_eq!(look(&mut watcher), [WatchedChange::Settings]);
        watcher.report_again(&dir.path().join("copydesk.yml"));
        assert_eq!(look(&mut watcher), [WatchedChange::Settings]);
        assert_eq!(look(&mut watcher), []);
    }

    #[test]
    fn reports_branch_switches_with_unpushed_commits() {
        use crate::git::{Author, Identity, Snapshot, seed};
        let dir = tempfile::tempdir().unwrap();
        let author = Author { name: "A".into(), email: "a@example.com".into() };
        let files = vec![("_drafts/2026-06-08-draft.md".into(), "one".into())];
        let one = Snapshot { date: 1, message: "one".into(), files, removed: vec![] };
        let repo = seed(dir.path(), &author, &[one], Identity::Leave).unwrap();
        let workspace = Workspace {
            root: Root::new(dir.path()),
            profile: built_in("circuitpython").unwrap(),
            today: None,
        };
        let draft = dir.path().join("_drafts/2026-06-08-draft.md");
        let mut watcher = Watcher::default();
        let state = |changes: Vec<WatchedChange>| {
            changes.into_iter().find_map(|change| match change {
                WatchedChange::Branch(state) => Some(state),
                _ => None,
            })
        };
        let first = state(watcher.look(&draft, &[], &workspace)).unwrap();
        let Head::Branch(branch) = &first.head else { panic!("{first:?}") };
        assert_eq!(first.unpushed, 0);
        assert_eq!(state(watcher.look(&draft, &[], &workspace)), None);
        let git = repo.folder().to_owned();
        let tip = std::fs::read(git.join("refs/heads").join(branch)).unwrap();
        std::fs::write(git.join("refs/heads/side-branch"), tip).unwrap();
        std::fs::write(git.join("HEAD"), "ref: refs/heads/side-branch\n").unwrap();
        let config = std::fs::read_to_string(git.join("config")).unwrap();
        let remote = "[remote \"origin\"]\n\turl = /nowhere\n\tfetch = +refs/heads/*:refs/remotes/origin/*\n";
        std::fs::write(git.join("config"), config + remote).unwrap();
        let second = state(watcher.look(&draft, &[], &workspace)).unwrap();
        assert_eq!((&second.head, second.unpushed), (&Head::Branch("side-branch".into()), 1));
        assert_eq!(second.commit, first.commit);
        assert_eq!(state(watcher.look(&draft, &[], &workspace)), None);
    }
}
