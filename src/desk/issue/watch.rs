use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use super::workspace::PROFILE_FILE;
use crate::desk::{Workspace, probe_image};
use crate::git::{GitError, Head, Oid, Repo};
use crate::root::about_named;

/// Notices by size and modification time that the files of an open draft have changed. No file is
/// read, except for git's own after they have changed.
#[derive(Clone, Debug, Default)]
pub struct Watcher {
    seen: HashMap<PathBuf, Option<Stamp>>,
    /// The files that change when HEAD or the remote's copy of its branch moves.
    head_files: Option<Vec<PathBuf>>,
}

/// `None` in [`Watcher::seen`] is a file that does not exist.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Stamp {
    bytes: u64,
    modified: Option<SystemTime>,
}

/// A change since the last look.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WatchedChange {
    Draft,
    /// An image that the draft shows.
    Images,
    /// The profile or the template.
    Settings,
    Branch(BranchState),
}

/// Where HEAD is, and how many of its commits no remote has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BranchState {
    pub head: Head,
    /// The commit of HEAD.
    pub commit: Option<Oid>,
    /// The upstream branch as of the last fetch.
    pub upstream: Option<Oid>,
    /// 0 also without a remote. Counts up to the limit of [`Repo::unpushed`].
    pub unpushed: usize,
}

impl Watcher {
    /// Looks at the draft, the images that it shows (`dests` are their references), the settings and
    /// HEAD. At the first look at a draft or an image, it counts as changed: it may have changed since
    /// it was read.
    pub fn look(&mut self, draft: &Path, dests: &[String], workspace: &Workspace) -> Vec<WatchedChange> {
        let images = dests.iter().filter_map(|dest| probe_image(dest, draft, workspace.root.folder()));
        let images: Vec<PathBuf> = images.collect();
        let settings = [PROFILE_FILE, workspace.profile.files.template.as_str()];
        let settings: Vec<PathBuf> = settings.iter().map(|path| workspace.root.join(path)).collect();
        let was = std::mem::take(&mut self.seen);
        let mut changes = Vec::new();
        if self.stamp(&was, &[draft.to_owned()], workspace, FirstLook::IsAChange) {
            changes.push(WatchedChange::Draft);
        }
        if self.stamp(&was, &images, workspace, FirstLook::IsAChange) {
            changes.push(WatchedChange::Images);
        }
        if self.stamp(&was, &settings, workspace, FirstLook::IsNoChange) {
            changes.push(WatchedChange::Settings);
        }
        changes.extend(self.look_at_head(&was, draft, workspace).map(WatchedChange::Branch));
        changes
    }

    /// Makes the next look report the file as changed.
    pub fn forget(&mut self, path: &Path) {
        self.seen.remove(path);
    }

    fn look_at_head(
        &mut self,
        was: &HashMap<PathBuf, Option<Stamp>>,
        draft: &Path,
        workspace: &Workspace,
    ) -> Option<BranchState> {
        let is_first = self.head_files.is_none();
        let files = self.head_files.clone().unwrap_or_default();
        if !self.stamp(was, &files, workspace, FirstLook::IsNoChange) && !is_first {
            return None;
        }
        // Stamp the files before they are read: what changes meanwhile is seen by the next look.
        let repo = Repo::discover(draft).ok().flatten();
        let files = repo.as_ref().map(Repo::head_files).unwrap_or_default();
        self.stamp(was, &files, workspace, FirstLook::IsNoChange);
        self.head_files = Some(files);
        repo.and_then(|repo| branch_state(&repo).ok())
    }

    /// Notes the files' sizes and times; true if any differs from the last look.
    fn stamp(
        &mut self,
        was: &HashMap<PathBuf, Option<Stamp>>,
        files: &[PathBuf],
        workspace: &Workspace,
        first: FirstLook,
    ) -> bool {
        let mut is_changed = false;
        for path in files {
            let about = about_named(path, Some(&workspace.root).filter(|_| !is_of_git(path))).ok();
            let stamp = about.map(|about| Stamp { bytes: about.bytes, modified: about.modified });
            is_changed |= match was.get(path) {
                Some(was) => *was != stamp,
                None => first == FirstLook::IsAChange,
            };
            self.seen.insert(path.clone(), stamp);
        }
        is_changed
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum FirstLook {
    IsAChange,
    IsNoChange,
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
        let workspace =
            Workspace { root: Root::new(dir.path()), profile: built_in("circuitpython").unwrap() };
        let mut watcher = Watcher::default();
        let look = |watcher: &mut Watcher| watcher.look(&draft, &["a.png".to_owned()], &workspace);
        let first = look(&mut watcher);
        assert_eq!(first, [WatchedChange::Draft, WatchedChange::Images]);
        assert_eq!(look(&mut watcher), []);
        write("_drafts/2026-06-08-draft.md", "longer");
        write("copydesk.yml", "name: circuitpython\n");
        assert_eq!(look(&mut watcher), [WatchedChange::Draft, WatchedChange::Settings]);
        write("_drafts/a.png", "an image");
        assert_eq!(look(&mut watcher), [WatchedChange::Images]);
        std::fs::remove_file(dir.path().join("_drafts/template.md")).unwrap_err();
        std::fs::remove_file(&draft).unwrap();
        assert_eq!(look(&mut watcher), [WatchedChange::Draft]);
        assert_eq!(look(&mut watcher), []);
        watcher.forget(&draft);
        assert_eq!(look(&mut watcher), [WatchedChange::Draft]);
    }

    #[test]
    fn a_switched_branch_and_a_commit_are_reported_with_what_is_not_pushed() {
        use crate::git::{Author, Identity, Snapshot, seed};
        let dir = tempfile::tempdir().unwrap();
        let author = Author { name: "A".into(), email: "a@example.com".into() };
        let files = vec![("_drafts/2026-06-08-draft.md".into(), "one".into())];
        let one = Snapshot { date: 1, message: "one".into(), files, removed: vec![] };
        let repo = seed(dir.path(), &author, &[one], Identity::Leave).unwrap();
        let workspace =
            Workspace { root: Root::new(dir.path()), profile: built_in("circuitpython").unwrap() };
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
