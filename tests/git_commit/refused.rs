//! What prevents a commit: the message, and that nothing was changed.

use std::path::PathBuf;

use copydesk::git::commit::{self, CommitError, LeftOutReason};
use copydesk::git::{GitError, Hint, Operation, Repo};

use crate::git_commit::{Desk, alone};
use crate::support::require::{Need, missing};

/// Changes the draft and returns why it can't be committed. Nothing else may change.
fn refusal(desk: &Desk) -> CommitError {
    desk.write("drafts/draft.md", "changed\n");
    let before = desk.state();
    let error = desk.commit(&["drafts/draft.md"], "Refused").unwrap_err();
    assert_eq!(desk.state(), before);
    assert!(!desk.at(".git/index.lock").exists());
    assert_eq!(desk.plan(&["drafts/draft.md"]).unwrap().blocked, Some(error.clone()));
    error
}

#[test]
fn no_name_and_address() {
    alone("git_commit::refused::no_name_and_address", || {
        let desk = Desk::new();
        desk.git(&["config", "--unset", "user.name"]);
        desk.git(&["config", "--unset", "user.email"]);
        if desk.output(&["config", "--file", "/etc/gitconfig", "user.name"]).status.success() {
            missing(Need::NoGitName, "this machine has a system-wide user.name");
            return;
        }
        assert_eq!(
            refusal(&desk).with_hint(),
            "git does not know your name and e-mail address: run `git config --global user.name \"Your Name\"` \
             and `git config --global user.email you@example.com`, then try again"
        );
        assert_eq!(desk.repo().author(), Err(GitError::NoAuthor));
    });
}

#[test]
fn a_detached_head() {
    alone("git_commit::refused::a_detached_head", || {
        let desk = Desk::new();
        desk.git(&["checkout", "-q", "--detach"]);
        let short = desk.git(&["rev-parse", "--short", "HEAD"]);
        assert_eq!(
            refusal(&desk).with_hint(),
            format!(
                "HEAD is detached at {short}, so the commit would be on no branch: run `git switch -c NAME` \
                 to make a branch here, then commit again"
            )
        );
    });
}

#[test]
fn a_locked_index() {
    alone("git_commit::refused::a_locked_index", || {
        let desk = Desk::new();
        desk.write("drafts/draft.md", "changed\n");
        desk.write(".git/index.lock", "");
        let error = desk.commit(&["drafts/draft.md"], "Refused").unwrap_err();
        assert_eq!(
            error.with_hint(),
            format!(
                "the index is locked by another git process ({}): wait for it to end, or remove that file if \
                 none is running",
                desk.at(".git/index.lock").display()
            )
        );
        std::fs::remove_file(desk.at(".git/index.lock")).unwrap();
        assert_eq!(desk.staged(), "");
        desk.commit(&["drafts/draft.md"], "Now").unwrap();
    });
}

#[test]
fn an_index_that_is_locked_while_the_commit_is_planned() {
    alone("git_commit::refused::an_index_that_is_locked_while_the_commit_is_planned", || {
        let desk = Desk::new();
        desk.write("drafts/draft.md", "changed\n");
        let paths = [PathBuf::from("drafts/draft.md")];
        let (before, index) = (desk.state(), std::fs::read(desk.at(".git/index")).unwrap());
        desk.write(".git/index.lock", "of another git");
        let plan = commit::plan(&desk.repo(), &paths).unwrap();
        let lock = desk.at(".git/index.lock");
        let blocked = plan.blocked.clone().unwrap();
        assert_eq!(blocked, CommitError::Git(GitError::Locked { what: "index", lock: lock.clone() }));
        let named = format!("the index is locked by another git process ({})", lock.display());
        assert_eq!(blocked.to_string(), named);
        // What was planned can still be shown, and is not committed.
        assert_eq!(plan.changes.len(), 1);
        assert_eq!(commit::commit_planned(&desk.repo(), &plan, "Refused"), Err(blocked));
        assert_eq!(std::fs::read(&lock).unwrap(), b"of another git");
        assert_eq!(std::fs::read(desk.at(".git/index")).unwrap(), index);
        std::fs::remove_file(&lock).unwrap();
        assert_eq!(desk.state(), before);
        commit::commit_planned(&desk.repo(), &plan, "Now").unwrap();
    });
}

#[test]
fn a_locked_branch_leaves_the_index_as_it_was() {
    alone("git_commit::refused::a_locked_branch_leaves_the_index_as_it_was", || {
        for version in ["2", "4"] {
            let desk = Desk::new();
            desk.git(&["update-index", "--index-version", version]);
            desk.write("drafts/draft.md", "changed\n");
            desk.write("new.md", "new\n");
            let before = desk.state();
            desk.write(".git/refs/heads/main.lock", "");
            let error = desk.commit(&["drafts/draft.md", "new.md"], "Refused").unwrap_err();
            assert!(error.to_string().starts_with("the branch is locked by another git process"), "{error}");
            std::fs::remove_file(desk.at(".git/refs/heads/main.lock")).unwrap();
            assert_eq!(desk.state(), before);
            assert!(!desk.at(".git/index.lock").exists());
        }
    });
}

#[test]
fn a_file_in_the_place_of_a_committed_folder() {
    alone("git_commit::refused::a_file_in_the_place_of_a_committed_folder", || {
        let desk = Desk::new();
        std::fs::remove_dir_all(desk.at("drafts")).unwrap();
        desk.write("drafts", "now a file\n");
        let before = desk.state();
        assert!(matches!(desk.commit(&["drafts"], "Refused"), Err(CommitError::Git(GitError::Git(_)))));
        assert_eq!(desk.state(), before);
        // Once the folder is committed away, the index may still have been a step behind.
        desk.git(&["rm", "-rq", "--cached", "drafts/draft.md"]);
        desk.git(&["commit", "-qm", "gone"]);
        desk.commit(&["drafts"], "A file").unwrap();
        assert_eq!(desk.git(&["status", "--porcelain"]), "");
        desk.is_sound();
    });
}

#[test]
fn a_merge_a_rebase_and_a_cherry_pick_in_progress() {
    alone("git_commit::refused::a_merge_a_rebase_and_a_cherry_pick_in_progress", || {
        let desk = Desk::new();
        desk.git(&["switch", "-qc", "side"]);
        desk.write("other.txt", "side\n");
        desk.git(&["commit", "-qam", "side"]);
        desk.git(&["switch", "-q", "main"]);
        desk.write("other.txt", "main\n");
        desk.git(&["commit", "-qam", "main"]);
        for (begin, abort, operation) in [
            (["merge", "-q", "side"].as_slice(), "merge", Operation::Merge),
            (&["rebase", "-q", "side"], "rebase", Operation::Rebase),
            (&["cherry-pick", "side"], "cherry-pick", Operation::CherryPick),
            (&["revert", "--no-edit", "HEAD~1"], "revert", Operation::Revert),
        ] {
            desk.output(begin);
            let error = refusal(&desk);
            assert_eq!(error, CommitError::InProgress { operation });
            assert_eq!(
                error.with_hint(),
                format!(
                    "a {abort} is in progress: finish it with `git {abort} --continue` or give it up with `git \
                     {abort} --abort`, then commit again"
                )
            );
            desk.git(&["checkout", "-q", "HEAD", "--", "drafts"]);
            desk.git(&[abort, "--abort"]);
        }
    });
}

#[test]
fn a_path_with_conflicts_left_by_a_stash() {
    alone("git_commit::refused::a_path_with_conflicts_left_by_a_stash", || {
        let desk = Desk::new();
        desk.write("drafts/draft.md", "stashed\n");
        desk.git(&["stash", "-q"]);
        desk.write("drafts/draft.md", "committed\n");
        desk.git(&["commit", "-qam", "other"]);
        assert!(!desk.output(&["stash", "pop"]).status.success());
        assert_eq!(refusal(&desk), CommitError::Conflict { path: "drafts/draft.md".into() });
    });
}

#[cfg(unix)]
#[test]
fn a_repository_of_another_user() {
    alone("git_commit::refused::a_repository_of_another_user", || {
        let desk = Desk::new();
        let top = desk.at("");
        for path in [top.clone(), desk.at(".git")] {
            if std::os::unix::fs::chown(path, Some(12345), None).is_err() {
                missing(Need::Root, "only root can give a folder away");
                return;
            }
        }
        let error = Repo::discover(&desk.at("drafts/draft.md")).unwrap_err();
        let top = top.display().to_string();
        let top = top.trim_end_matches('/');
        assert_eq!(
            error.with_hint(),
            format!(
                "the repository at {top} belongs to another user: if you trust it, run `git config --global --add \
                 safe.directory {top}` and try again"
            )
        );
        // The command in the sentence does what it says.
        desk.git(&["config", "--global", "--add", "safe.directory", top]);
        desk.write("drafts/draft.md", "changed\n");
        desk.commit(&["drafts/draft.md"], "Trusted").unwrap();
    });
}

#[test]
fn objects_that_cannot_be_written() {
    alone("git_commit::refused::objects_that_cannot_be_written", || {
        let desk = Desk::new();
        // A file in the place of each folder: even root can't write an object.
        for byte in 0..=255u8 {
            let folder = desk.at(&format!(".git/objects/{byte:02x}"));
            if !folder.exists() {
                std::fs::write(folder, "").unwrap();
            }
        }
        desk.write("drafts/draft.md", "changed\n");
        let before = desk.state();
        let error = desk.commit(&["drafts/draft.md"], "Refused").unwrap_err();
        assert!(matches!(error, CommitError::Git(GitError::ReadOnly { .. })), "{error:?}");
        assert!(error.to_string().starts_with("cannot write to the repository ("), "{error}");
        assert_eq!(desk.state(), before);
    });
}

#[cfg(unix)]
#[test]
fn a_git_folder_without_write_permission() {
    alone("git_commit::refused::a_git_folder_without_write_permission", || {
        use std::os::unix::fs::PermissionsExt;
        let desk = Desk::new();
        desk.write("drafts/draft.md", "changed\n");
        for folder in [".git", ".git/objects"] {
            std::fs::set_permissions(desk.at(folder), PermissionsExt::from_mode(0o555)).unwrap();
            let free = std::fs::write(desk.at(folder).join("probe"), "").is_ok();
            let result = if free { None } else { Some(desk.commit(&["drafts/draft.md"], "Refused")) };
            std::fs::set_permissions(desk.at(folder), PermissionsExt::from_mode(0o755)).unwrap();
            match result {
                None => missing(Need::User, "permissions do not bind this user"),
                Some(result) => {
                    assert!(matches!(result, Err(CommitError::Git(GitError::ReadOnly { .. }))), "{result:?}")
                }
            }
        }
    });
}

#[test]
fn nothing_changed_and_no_message() {
    alone("git_commit::refused::nothing_changed_and_no_message", || {
        let desk = Desk::new();
        assert_eq!(desk.commit(&["drafts/draft.md"], "Nothing"), Err(CommitError::NothingToCommit));
        assert_eq!(desk.plan(&["drafts/draft.md"]).unwrap().blocked, Some(CommitError::NothingToCommit));
        desk.write("drafts/draft.md", "changed\n");
        assert_eq!(desk.commit(&["drafts/draft.md"], " \n\n"), Err(CommitError::EmptyMessage));
    });
}

#[test]
fn paths_that_are_no_files_of_the_repository() {
    alone("git_commit::refused::paths_that_are_no_files_of_the_repository", || {
        let desk = Desk::new();
        desk.write(".gitignore", "*.tmp\n");
        desk.write("a.tmp", "ignored\n");
        let path = PathBuf::from;
        assert_eq!(desk.plan(&["none.md"]), Err(CommitError::Missing { path: path("none.md") }));
        assert_eq!(desk.plan(&["drafts"]), Err(CommitError::Missing { path: path("drafts") }));
        assert_eq!(desk.plan(&["../x.md"]), Err(CommitError::Outside { path: path("../x.md") }));
        assert_eq!(desk.commit(&["a.tmp"], "Ignored"), Err(CommitError::Ignored { path: path("a.tmp") }));
        desk.git(&["add", "-f", "a.tmp"]);
        desk.commit(&["a.tmp"], "Forced").unwrap();
    });
}

#[test]
fn what_is_no_longer_what_was_shown() {
    alone("git_commit::refused::what_is_no_longer_what_was_shown", || {
        let paths = ["drafts/draft.md".into(), "a.png".into()];
        for hook in [false, true] {
            let desk = Desk::new();
            #[cfg(unix)]
            if hook {
                desk.script(".git/hooks/pre-commit", "exit 0");
            }
            desk.write("drafts/draft.md", "shown\n");
            desk.write("a.png", b"\x89PNG\0");
            let shown = commit::plan(&desk.repo(), &paths).unwrap();
            let refused = |what: &str| {
                let before = desk.state();
                let error = commit::commit_planned(&desk.repo(), &shown, "Shown").unwrap_err();
                assert_eq!(error, CommitError::Changed { what: what.into() });
                assert_eq!(desk.state(), before);
            };
            desk.write("drafts/draft.md", "shown\nUNSEEN\n");
            refused("drafts/draft.md");
            desk.write("drafts/draft.md", "shown\n");
            desk.write("a.png", b"\x89PNG\x01");
            refused("a.png");
            desk.write("a.png", b"\x89PNG\0");
            desk.git(&["checkout", "-qb", "side"]);
            refused("the branch");
            desk.git(&["checkout", "-q", "main"]);
            commit::commit_planned(&desk.repo(), &shown, "Shown").unwrap();
            assert_eq!(desk.git(&["show", "HEAD:drafts/draft.md"]), "shown");
            assert_eq!(desk.git(&["status", "--porcelain"]), "");
            desk.is_sound();
        }
    });
}

#[test]
fn images_that_git_does_not_take_in_are_left_out() {
    alone("git_commit::refused::images_that_git_does_not_take_in_are_left_out", || {
        let desk = Desk::new();
        desk.write(".gitignore", "*.tmp.png\n");
        desk.write("modules/inner/x", "x");
        desk.git(&["init", "-q", "modules/inner"]);
        for name in ["user.name=E", "user.email=e@example.com"] {
            let (key, value) = name.split_once('=').unwrap();
            desk.git(&["-C", "modules/inner", "config", key, value]);
        }
        desk.git(&["-C", "modules/inner", "add", "."]);
        desk.git(&["-C", "modules/inner", "commit", "-qm", "inner"]);
        desk.git(&["add", "."]);
        desk.git(&["commit", "-qm", "with a submodule"]);
        desk.write("a.tmp.png", "ignored");
        desk.write("b.png", "new");
        desk.write("modules/inner/c.png", "theirs");
        desk.write("drafts/draft.md", "changed\n");

        let images = ["a.tmp.png", "b.png", "modules/inner/c.png"].map(PathBuf::from);
        let draft = PathBuf::from("drafts/draft.md");
        let plan = commit::plan_draft(&desk.repo(), &draft, &images).unwrap();
        assert_eq!(plan.blocked, None);
        let left: Vec<_> = plan.left_out.iter().map(|left| (left.path.to_str().unwrap(), left.why)).collect();
        assert_eq!(
            left,
            [("a.tmp.png", LeftOutReason::Ignored), ("modules/inner/c.png", LeftOutReason::Submodule)]
        );
        commit::commit_planned(&desk.repo(), &plan, "Draft").unwrap();
        assert_eq!(desk.last_paths(), ["b.png", "drafts/draft.md"]);
        desk.is_sound();

        desk.write("b.png", "newer");
        let own = desk.plan(&["b.png", "modules/inner/c.png"]);
        assert_eq!(own, Err(CommitError::Submodule { path: "modules/inner/c.png".into() }));
        // What is tracked in spite of the rule is no longer left out.
        desk.git(&["add", "-f", "a.tmp.png"]);
        let plan = commit::plan_draft(&desk.repo(), &draft, &images).unwrap();
        assert_eq!((plan.changes.len(), plan.left_out.len()), (2, 1));
    });
}

#[test]
fn a_bare_repository_and_one_libgit2_cannot_read() {
    alone("git_commit::refused::a_bare_repository_and_one_libgit2_cannot_read", || {
        let bare = Desk { dir: tempfile::tempdir().unwrap() };
        bare.git(&["init", "-q", "--bare"]);
        assert_eq!(bare.plan(&["a.md"]), Err(CommitError::Git(GitError::Bare)));

        let desk = Desk::new();
        desk.git(&["config", "core.repositoryFormatVersion", "1"]);
        desk.git(&["config", "extensions.partialClone", "origin"]);
        let error = Repo::discover(desk.dir.path()).unwrap_err();
        assert!(matches!(error, GitError::Unsupported { .. }), "{error}");
    });
}
