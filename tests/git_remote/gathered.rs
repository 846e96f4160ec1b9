//! One commit that merges many heads.

use std::path::PathBuf;

use copydesk::git::commit::CommitError;
use copydesk::git::{Control, GitError, Hint, MergeCommit, MergeCommitError, Oid, merge_commit};

use crate::git_remote::{Desk, alone, everything, import};

/// `count` commits on top of main, which no branch leads to.
fn heads(desk: &Desk, count: usize) -> Vec<Oid> {
    let tree = desk.git(&["rev-parse", "main^{tree}"]);
    let made = (0..count).map(|n| desk.git(&["commit-tree", "-p", "main", "-m", &format!("c{n}"), &tree]));
    made.map(|id| id.parse().unwrap()).collect()
}

fn gather(desk: &Desk, heads: &[Oid], files: &[(&str, &str)]) -> Result<Oid, MergeCommitError> {
    let repo = desk.repo();
    let files: Vec<(PathBuf, Vec<u8>)> =
        files.iter().map(|(path, text)| (PathBuf::from(path), text.as_bytes().to_vec())).collect();
    let ours = repo.commit_of("main").unwrap();
    let what = MergeCommit { branch: "main", ours, heads, files: &files, message: "Gather" };
    merge_commit(&repo, &what, &Control::default())
}

#[test]
fn the_work_tree_follows_only_where_files_have_changed() {
    alone("git_remote::gathered::the_work_tree_follows_only_where_files_have_changed", || {
        let desk = Desk::new();
        desk.git(&["config", "core.autocrlf", "true"]);
        desk.write("third.txt", "not ours\n");
        desk.write("other.txt", "staged\n");
        desk.git(&["add", "other.txt"]);
        // Touched only.
        desk.write("drafts/draft.md", "one\n");
        let heads = heads(&desk, 3);
        let main = desk.git(&["rev-parse", "main"]);
        let twice = [&heads[..], &heads[..1]].concat();
        let made = gather(&desk, &twice, &[("drafts/draft.md", "one\ntwo\n"), ("new/a.md", "a\n")]).unwrap();
        assert_eq!(desk.git(&["rev-parse", "main"]), made.to_string());
        let parents: Vec<String> = heads.iter().map(ToString::to_string).collect();
        assert_eq!(desk.git(&["log", "-1", "--format=%P"]), format!("{main} {}", parents.join(" ")));
        assert_eq!(std::fs::read(desk.at("drafts/draft.md")).unwrap(), b"one\r\ntwo\r\n");
        assert_eq!(desk.git(&["status", "--porcelain"]), "M  other.txt\n M third.txt");
        assert_eq!(desk.git(&["show", "HEAD:other.txt"]), "other");
        assert_eq!(desk.git(&["reflog", "-1", "--format=%gs"]), "commit (merge): Gather");
        assert_eq!(desk.git(&["reflog", "-1", "--format=%gs", "main"]), "commit (merge): Gather");
        for head in heads {
            assert!(desk.git(&["branch", "--contains", &head.to_string()]).contains("main"));
        }
        desk.is_sound();
    });
}

#[test]
fn a_branch_that_is_not_checked_out_or_elsewhere() {
    alone("git_remote::gathered::a_branch_that_is_not_checked_out_or_elsewhere", || {
        let desk = Desk::new();
        let heads = heads(&desk, 2);
        desk.git(&["switch", "-qc", "side"]);
        desk.write("drafts/draft.md", "typing\n");
        gather(&desk, &heads[..1], &[("drafts/draft.md", "two\n")]).unwrap();
        assert_eq!(desk.git(&["status", "--porcelain"]), " M drafts/draft.md");
        assert_eq!(desk.git(&["show", "main:drafts/draft.md"]), "two");
        let other = tempfile::tempdir().unwrap();
        let there = other.path().join("work");
        desk.git(&["worktree", "add", "-q", there.to_str().unwrap(), "main"]);
        gather(&desk, &heads[1..], &[("drafts/draft.md", "three\n")]).unwrap();
        assert_eq!(std::fs::read_to_string(there.join("drafts/draft.md")).unwrap(), "three\n");
        assert_eq!(desk.git(&["-C", there.to_str().unwrap(), "status", "--porcelain"]), "");
        desk.is_sound();
    });
}

#[test]
fn a_thousand_parents() {
    alone("git_remote::gathered::a_thousand_parents", || {
        let desk = Desk::new();
        // One process for all of them.
        let mut input = String::new();
        for n in 0..1000 {
            input += &format!(
                "commit refs/pull/{n}\ncommitter C <c@example.com> {} +0000\ndata 1\nx\nfrom refs/heads/main^0\n\
                 M 644 inline p/{n}\ndata 1\nx\n",
                1_700_000_000 + n
            );
        }
        import(desk.dir.path(), &input);
        let list = desk.git(&["for-each-ref", "--format=%(objectname)", "refs/pull"]);
        let heads: Vec<Oid> = list.lines().map(|id| id.parse().unwrap()).collect();
        gather(&desk, &heads, &[("drafts/draft.md", "two\n")]).unwrap();
        assert_eq!(desk.git(&["log", "-1", "--format=%P"]).split(' ').count(), 1001);
        let repo = desk.repo();
        let (tip, first) = (repo.commit_of("main").unwrap(), repo.commit_of("main~1").unwrap());
        assert_eq!(repo.merged_into(&heads, tip).unwrap().len(), 1000);
        assert_eq!(repo.merged_into(&heads, first).unwrap().len(), 0);
        assert_eq!(repo.merge_base(heads[0], tip), Ok(Some(heads[0])));
        assert_eq!(repo.merge_base(heads[0], heads[1]), Ok(Some(first)));
        assert_eq!(repo.is_ancestor(heads[0], tip), Ok(true));
        assert_eq!(repo.changed_paths(first, heads[0]).unwrap(), Some(vec![PathBuf::from("p/0")]));
        assert_eq!(repo.author_of(heads[0]).unwrap().email, "c@example.com");
        assert_eq!(repo.commit_time(heads[0]), Ok(1_700_000_000));
    });
}

#[test]
fn what_keeps_it_from_being_made_leaves_all_as_it_was() {
    alone("git_remote::gathered::what_keeps_it_from_being_made_leaves_all_as_it_was", || {
        let desk = Desk::new();
        let heads = heads(&desk, 1);
        let new = [("drafts/draft.md", "two\n"), ("new.md", "new\n")];
        let refused = |wanted: &str| {
            let before = everything(&desk);
            let error = gather(&desk, &heads, &new).unwrap_err();
            assert_eq!(error.with_hint(), wanted);
            assert_eq!(everything(&desk), before);
        };
        let dirty = "drafts/draft.md has uncommitted changes, so nothing was merged: commit them or stash them \
                     with `git stash`, then try again";
        desk.write("drafts/draft.md", "typing\n");
        refused(dirty);
        desk.git(&["add", "."]);
        refused(dirty);
        desk.git(&["reset", "-q", "--hard"]);
        desk.write("new.md", "not in git\n");
        refused(
            "new.md is in the folder but not in git, so nothing was merged over it: move it away or commit it, \
             then try again",
        );
        std::fs::remove_file(desk.at("new.md")).unwrap();
        let lock = desk.at(".git/index.lock");
        std::fs::write(&lock, "").unwrap();
        refused(&format!(
            "the index is locked by another git process ({}): wait for it to end, or remove that file if none is \
             running",
            lock.display()
        ));
        std::fs::remove_file(lock).unwrap();
        let lock = desk.at(".git/refs/heads/main.lock");
        std::fs::write(&lock, "").unwrap();
        refused(&format!(
            "the branch is locked by another git process ({}): wait for it to end, or remove that file if none is \
             running",
            lock.display()
        ));
        std::fs::remove_file(lock).unwrap();
        // A smudge filter that fails comes after the plan, in the middle of the work.
        desk.write(".gitattributes", "new.md filter=bad\n");
        desk.git(&["add", "."]);
        desk.git(&["commit", "-qm", "attributes"]);
        desk.git(&["config", "filter.bad.smudge", "false"]);
        desk.git(&["config", "filter.bad.required", "true"]);
        desk.git(&["config", "filter.bad.clean", "cat"]);
        let before = everything(&desk);
        let error = gather(&desk, &heads, &new).unwrap_err();
        assert!(matches!(error, MergeCommitError::Commit(CommitError::GitProgram { .. })), "{error:?}");
        assert_eq!(everything(&desk), before);
        assert!(!desk.at("new.md").exists());

        desk.write("other.txt", "side\n");
        desk.git(&["commit", "-qam", "side"]);
        desk.git(&["switch", "-qc", "away", "main~1"]);
        desk.write("other.txt", "away\n");
        desk.git(&["commit", "-qam", "away"]);
        desk.git(&["switch", "-q", "main"]);
        desk.output(&["rebase", "-q", "away"]);
        refused(
            "a rebase is in progress: finish it with `git rebase --continue` or give it up with `git rebase \
             --abort`, then commit again",
        );
        desk.git(&["rebase", "--abort"]);

        let repo = desk.repo();
        let ours = heads[0];
        let what = MergeCommit { branch: "main", ours, heads: &[], files: &[], message: "x" };
        assert_eq!(merge_commit(&repo, &what, &Control::default()), Err(GitError::Moved.into()));
        let none = MergeCommit { branch: "none", ..what };
        assert_eq!(
            merge_commit(&repo, &none, &Control::default()).unwrap_err().with_hint(),
            "there is no branch named none: check its name with `git branch`"
        );
    });
}
