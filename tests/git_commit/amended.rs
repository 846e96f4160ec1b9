//! Commits that replace the last one, and the history that they are in.

use std::path::{Path, PathBuf};

use copydesk::git::commit::{CommitError, CommittedBy, commit_planned, plan_amend};
use copydesk::git::{Control, Depth, FileLog, LoggedCommit, Push, Refspec, fetch, push};

use crate::git_commit::{Desk, alone};

const DRAFT: &str = "drafts/draft.md";

impl Desk {
    fn amend(&self, message: &str) -> Result<CommittedBy, CommitError> {
        let plan = plan_amend(&self.repo(), Path::new(DRAFT), &[])?;
        commit_planned(&self.repo(), &plan, message).map(|made| made.via)
    }

    fn save_and_commit(&self, text: &str, message: &str) {
        self.write(DRAFT, text);
        self.commit(&[DRAFT], message).unwrap();
    }

    /// A bare repository as the remote `origin`, which has all commits.
    fn with_remote(&self) -> tempfile::TempDir {
        let remote = tempfile::tempdir().unwrap();
        let address = remote.path().display().to_string();
        self.git(&["init", "-q", "--bare", &address]);
        self.git(&["remote", "add", "origin", &address]);
        self.git(&["push", "-q", "origin", "main"]);
        remote
    }

    fn log(&self) -> FileLog {
        self.repo().file_log(Path::new(DRAFT), &Control::default()).unwrap()
    }
}

fn subjects(log: &FileLog) -> Vec<&str> {
    log.commits.iter().map(|commit| commit.subject.as_str()).collect()
}

#[test]
fn the_last_commit_is_replaced_with_its_author_and_its_other_files() {
    alone("git_commit::amended::the_last_commit_is_replaced_with_its_author_and_its_other_files", || {
        let desk = Desk::new();
        desk.write(DRAFT, "one\ntwo\n");
        desk.write("other.txt", "theirs\n");
        desk.git(&["commit", "-qam", "Add two", "--author", "Zoe <zoe@example.org>"]);
        let before = desk.git(&["rev-parse", "HEAD^"]);
        desk.write("third.txt", "staged for another commit\n");
        desk.git(&["add", "third.txt"]);
        desk.write(DRAFT, "one\ntwo\nthree\n");

        let plan = plan_amend(&desk.repo(), Path::new(DRAFT), &[]).unwrap();
        assert_eq!(plan.blocked, None);
        assert_eq!(plan.amends.as_ref().unwrap().message, "Add two\n");
        assert_eq!(plan.changes[0].old.as_deref(), Some("one\ntwo\n"));
        assert_eq!(desk.amend("Add two and three").unwrap(), CommittedBy::Libgit2);

        assert_eq!(desk.git(&["rev-parse", "HEAD^"]), before);
        let shown = desk.git(&["log", "-1", "--format=%an|%cn|%B"]);
        assert_eq!(shown, "Zoe|Ed Itor|Add two and three");
        assert_eq!(desk.last_paths(), [DRAFT, "other.txt"]);
        assert_eq!(desk.git(&["show", "HEAD:drafts/draft.md"]), "one\ntwo\nthree");
        assert_eq!(desk.git(&["status", "--porcelain"]), "M  third.txt");
        let reflog = desk.git(&["reflog", "-1", "--format=%gs", "main"]);
        assert_eq!(reflog, "commit (amend): Add two and three");
        desk.is_sound();
    });
}

#[test]
fn only_the_message_of_the_first_commit_is_replaced() {
    alone("git_commit::amended::only_the_message_of_the_first_commit_is_replaced", || {
        let desk = Desk::new();
        let tree = desk.git(&["rev-parse", "HEAD^{tree}"]);
        desk.amend("Begin").unwrap();
        assert_eq!(desk.git(&["log", "--format=%s"]), "Begin");
        assert_eq!(desk.git(&["rev-parse", "HEAD^{tree}"]), tree);
        assert_eq!(desk.git(&["status", "--porcelain"]), "");
        desk.is_sound();
    });
}

#[cfg(unix)]
#[test]
fn a_repository_with_hooks_is_amended_by_git() {
    alone("git_commit::amended::a_repository_with_hooks_is_amended_by_git", || {
        let desk = Desk::new();
        desk.save_and_commit("one\ntwo\n", "Add two");
        desk.script(".git/hooks/commit-msg", "echo checked; grep -q Add \"$1\"");
        desk.write(DRAFT, "one\nTWO\n");
        let before = desk.state();
        assert!(matches!(desk.amend("two").unwrap_err(), CommitError::Hook { .. }));
        assert_eq!(desk.state(), before);
        assert_eq!(desk.amend("Add TWO").unwrap(), CommittedBy::GitProgram);
        assert_eq!(desk.git(&["log", "--format=%s"]), "Add TWO\nstart");
        assert_eq!(desk.git(&["show", "HEAD:drafts/draft.md"]), "one\nTWO");
    });
}

#[test]
fn a_pushed_commit_a_merge_and_a_moved_branch_are_not_amended() {
    alone("git_commit::amended::a_pushed_commit_a_merge_and_a_moved_branch_are_not_amended", || {
        let desk = Desk::new();
        let _remote = desk.with_remote();
        assert_eq!(desk.amend("Again").unwrap_err(), CommitError::AlreadyPushed);
        desk.save_and_commit("one\ntwo\n", "Add two");
        let plan = plan_amend(&desk.repo(), Path::new(DRAFT), &[]).unwrap();
        desk.git(&["commit", "-q", "--allow-empty", "-m", "Another program's"]);
        let refused = commit_planned(&desk.repo(), &plan, "Again").unwrap_err();
        assert_eq!(refused, CommitError::Changed { what: "the branch".into() });

        desk.git(&["switch", "-qc", "side", "HEAD~1"]);
        desk.git(&["commit", "-q", "--allow-empty", "-m", "Beside"]);
        desk.git(&["switch", "-q", "main"]);
        desk.git(&["merge", "-q", "--no-edit", "side"]);
        assert_eq!(desk.amend("Again").unwrap_err(), CommitError::AmendMerge);
        assert_eq!(desk.git(&["rev-list", "--count", "HEAD"]), "5");
        let unborn = Desk::unborn();
        assert_eq!(unborn.amend("Again").unwrap_err(), CommitError::NothingToAmend);
    });
}

#[test]
fn a_commit_that_was_pushed_to_an_address_is_not_amended() {
    alone("git_commit::amended::a_commit_that_was_pushed_to_an_address_is_not_amended", || {
        let desk = Desk::new();
        let remote = tempfile::tempdir().unwrap();
        let address = remote.path().display().to_string();
        desk.git(&["init", "-q", "--bare", &address]);
        assert_eq!(desk.amend("Again").unwrap(), CommittedBy::Libgit2);
        let to_address = Push { remote: Some(&address), ..Push::default() };
        push(&desk.repo(), to_address, &Control::default()).unwrap();
        assert_eq!(desk.amend("Once more").unwrap_err(), CommitError::AlreadyPushed);
        assert_eq!(desk.repo().unpushed().unwrap(), Some(Vec::new()));
        desk.save_and_commit("one\ntwo\n", "Add two");
        assert_eq!(desk.amend("Add 2").unwrap(), CommittedBy::Libgit2);
    });
}

#[test]
fn the_history_of_a_file_has_its_commits_only_and_says_what_is_not_pushed() {
    alone(
        "git_commit::amended::the_history_of_a_file_has_its_commits_only_and_says_what_is_not_pushed",
        || {
            let desk = Desk::new();
            assert_eq!(desk.repo().unpushed().unwrap(), None);
            let _remote = desk.with_remote();
            assert_eq!(desk.repo().unpushed().unwrap(), Some(Vec::new()));
            desk.save_and_commit("one\ntwo\n", "Add two");
            desk.write("other.txt", "changed\n");
            desk.commit(&["other.txt"], "Change another file").unwrap();
            assert_eq!(desk.repo().unpushed().unwrap().unwrap().len(), 2);

            let log = desk.log();
            assert_eq!((subjects(&log), log.is_truncated), (vec!["Add two", "start"], false));
            let [two, start] = &log.commits[..] else { panic!("{log:?}") };
            let facts = |commit: &LoggedCommit| (commit.author.name.clone(), commit.is_unpushed);
            assert_eq!(facts(two), ("Ed Itor".into(), true));
            assert_eq!(facts(start), ("Ed Itor".into(), false));
            assert_eq!(two.short(), desk.git(&["rev-parse", "--short=7", "HEAD^"]));
            let versions = |commit: &LoggedCommit| {
                let versions = desk.repo().file_before_and_after(commit.id, Path::new(DRAFT)).unwrap();
                versions.map(|text| text.map(|text| String::from_utf8(text).unwrap()))
            };
            assert_eq!(versions(two), [Some("one\n".into()), Some("one\ntwo\n".into())]);
            assert_eq!(versions(start), [None, Some("one\n".into())]);

            desk.git(&["push", "-q", "origin", "main"]);
            assert!(desk.log().commits.iter().all(|commit| !commit.is_unpushed));
            let cancelled = Control::default();
            cancelled.cancel();
            let log = desk.repo().file_log(Path::new(DRAFT), &cancelled).unwrap();
            assert_eq!((log.commits.len(), log.is_truncated), (0, true));
        },
    );
}

#[test]
fn a_merge_is_in_the_history_if_it_resolved_something() {
    alone("git_commit::amended::a_merge_is_in_the_history_if_it_resolved_something", || {
        let desk = Desk::new();
        desk.git(&["switch", "-qc", "side"]);
        desk.save_and_commit("one\nside\n", "Add side");
        desk.git(&["switch", "-q", "main"]);
        desk.git(&["commit", "-q", "--allow-empty", "-m", "Nothing"]);
        desk.git(&["merge", "-q", "-m", "Merge it", "side"]);
        let log = desk.log();
        let mut shown = subjects(&log);
        // All of them were made in the same second.
        shown.sort_unstable();
        assert_eq!(shown, ["Add side", "start"]);
        desk.git(&["switch", "-q", "side"]);
        desk.save_and_commit("one\nside two\n", "Change side");
        desk.git(&["switch", "-q", "main"]);
        desk.save_and_commit("one\nmain\n", "Change main");
        desk.output(&["merge", "-q", "side"]);
        desk.write(DRAFT, "one\nmain and side two\n");
        desk.git(&["commit", "-qam", "Resolve"]);
        let log = desk.log();
        assert!(subjects(&log).contains(&"Resolve"), "{log:?}");
        assert!(!subjects(&log).contains(&"Merge it"), "{log:?}");
    });
}

#[test]
fn the_files_of_head_change_when_a_branch_is_switched_moved_or_pushed() {
    alone("git_commit::amended::the_files_of_head_change_when_a_branch_is_switched_moved_or_pushed", || {
        let desk = Desk::new();
        let _remote = desk.with_remote();
        let read = |files: &[PathBuf]| -> Vec<Option<Vec<u8>>> {
            files.iter().map(|file| std::fs::read(file).ok()).collect()
        };
        let files = desk.repo().head_files();
        let mut last = read(&files);
        let mut differs = |what: &str| {
            let now = read(&files);
            assert_ne!(now, last, "{what}");
            last = now;
        };
        desk.save_and_commit("one\ntwo\n", "Add two");
        differs("commit");
        desk.git(&["push", "-q", "origin", "main"]);
        differs("push");
        desk.git(&["switch", "-qc", "side"]);
        differs("switch");
    });
}

#[test]
fn the_files_of_head_change_when_a_branch_is_pushed_to_an_address_or_fetched_by_copydesk() {
    alone(
        "git_commit::amended::the_files_of_head_change_when_a_branch_is_pushed_to_an_address_or_fetched_by_copydesk",
        || {
            let desk = Desk::new();
            let remote = desk.with_remote();
            let address = remote.path().display().to_string();
            let read = |files: &[PathBuf]| -> Vec<Option<Vec<u8>>> {
                files.iter().map(|file| std::fs::read(file).ok()).collect()
            };
            desk.git(&["config", "branch.main.pushRemote", &address]);
            let files = desk.repo().head_files();
            let git = desk.repo().folder().to_owned();
            assert!(files.iter().all(|file| file.starts_with(&git)), "{files:?}");
            let before = read(&files);
            push(&desk.repo(), Push::default(), &Control::default()).unwrap();
            assert_ne!(read(&files), before);

            desk.git(&["config", "--unset", "branch.main.pushRemote"]);
            desk.git(&["config", "branch.main.remote", "origin"]);
            desk.git(&["config", "branch.main.merge", "refs/heads/next"]);
            desk.git(&["push", "-q", "origin", "main:next"]);
            let files = desk.repo().head_files();
            let before = read(&files);
            let next = [Refspec::new("origin", "refs/heads/next")];
            fetch(&desk.repo(), "origin", &next, Depth::Kept, &Control::default()).unwrap();
            assert_ne!(read(&files), before);
        },
    );
}
