//! A commit on a branch of its own, which leaves the user's work alone.

use std::path::PathBuf;

use copydesk::git::commit::CommitError;
use copydesk::git::{BranchError, Control, Hint, NewCommit, Oid, commit_on_branch};

use crate::git_remote::{Desk, alone, everything, script};

fn files(list: &[(&str, &[u8])]) -> Vec<(PathBuf, Vec<u8>)> {
    list.iter().map(|(path, bytes)| (PathBuf::from(path), bytes.to_vec())).collect()
}

fn make(desk: &Desk, list: &[(&str, &[u8])], branch: &str) -> Result<Oid, BranchError> {
    let repo = desk.repo();
    let what = NewCommit {
        start: repo.commit_of("main").unwrap(),
        files: &files(list),
        message: "Add a story\n\nBy hand.\n\n",
        branch,
    };
    commit_on_branch(&repo, &what, &Control::default())
}

#[test]
fn a_dirty_tree_on_another_branch_stays_as_it_is() {
    alone("git_remote::aside::a_dirty_tree_on_another_branch_stays_as_it_is", || {
        let desk = Desk::new();
        desk.script("tool.sh", "true");
        desk.git(&["add", "."]);
        desk.git(&["commit", "-qm", "tool"]);
        desk.git(&["switch", "-qc", "elsewhere"]);
        desk.write("drafts/draft.md", "half a sentence\n");
        desk.write("other.txt", "staged\n");
        desk.git(&["add", "other.txt"]);
        desk.git(&["rm", "-q", "third.txt"]);
        let before = everything(&desk);
        for hook in ["pre-commit", "commit-msg", "post-commit", "reference-transaction", "post-index-change"]
        {
            desk.script(&format!(".git/hooks/{hook}"), "echo $0 >> \"$HOME/ran\"; exit 1");
        }
        let made = make(
            &desk,
            &[("drafts/draft.md", b"one\ntwo\n"), ("a/[b].png", b"\x89PNG\0"), ("tool.sh", b"new")],
            "add/story",
        )
        .unwrap();
        desk.git(&["config", "core.hooksPath", "/dev/null"]);
        let after = everything(&desk);
        assert_eq!(after[..3], before[..3]);
        assert_eq!(after[4..], before[4..]);
        let home = std::env::var("HOME").unwrap();
        assert!(!PathBuf::from(home).join("ran").exists(), "a hook has run");

        assert_eq!(desk.git(&["rev-parse", "add/story"]), made.to_string());
        assert_eq!(
            desk.git(&["diff", "--name-only", "main", "add/story"]),
            "a/[b].png\ndrafts/draft.md\ntool.sh"
        );
        assert!(desk.git(&["ls-tree", "add/story", "tool.sh"]).starts_with("100755"));
        assert_eq!(
            desk.git(&["log", "-1", "--format=%an|%B|%P", "add/story"]),
            format!("Ed Itor|Add a story\n\nBy hand.\n|{}", desk.git(&["rev-parse", "main"]))
        );
        assert_eq!(desk.git(&["reflog", "-1", "--format=%gs", "add/story"]), "commit: Add a story");
        desk.is_sound();
    });
}

#[test]
fn files_are_stored_as_git_stores_them() {
    alone("git_remote::aside::files_are_stored_as_git_stores_them", || {
        let desk = Desk::new();
        desk.git(&["config", "filter.lfs.clean", "sed 's/^/pointer to /'"]);
        desk.git(&["config", "filter.lfs.required", "true"]);
        desk.write(".gitattributes", "*.png filter=lfs -text\n*.md text\n");
        desk.write("drafts/.gitattributes", "*.u16 text working-tree-encoding=UTF-16LE\n");
        desk.git(&["add", "."]);
        desk.git(&["commit", "-qm", "attributes"]);
        // The user's own branch knows nothing of them.
        desk.git(&["switch", "-qc", "old", "main~1"]);
        let list: [(&str, &[u8]); 4] = [
            ("drafts/draft.md", b"a\r\nb\r\n"),
            ("x/a.png", b"image\n"),
            ("drafts/a.u16", b"h\0i\0\n\0"),
            ("raw.txt", b"a\r\n"),
        ];
        make(&desk, &list, "add/x").unwrap();
        let stored = |path: &str| desk.output(&["cat-file", "blob", &format!("add/x:{path}")]).stdout;
        assert_eq!(stored("drafts/draft.md"), b"a\nb\n");
        assert_eq!(stored("x/a.png"), b"pointer to image\n");
        assert_eq!(stored("drafts/a.u16"), b"hi\n");
        assert_eq!(stored("raw.txt"), b"a\r\n");
        desk.git(&["config", "core.autocrlf", "input"]);
        make(&desk, &[("raw.txt", b"a\r\n")], "add/y").unwrap();
        assert_eq!(desk.output(&["cat-file", "blob", "add/y:raw.txt"]).stdout, b"a\n");
        desk.is_sound();
    });
}

#[test]
fn a_signed_one() {
    alone("git_remote::aside::a_signed_one", || {
        let desk = Desk::new();
        let sign = desk.at(".git/sign.sh");
        script(
            &sign,
            "cat >/dev/null\nprintf '\\n[GNUPG:] SIG_CREATED \\n' >&2\n\
             printf -- '-----BEGIN PGP SIGNATURE-----\\n\\nfake\\n-----END PGP SIGNATURE-----\\n'",
        );
        desk.git(&["config", "commit.gpgSign", "true"]);
        desk.git(&["config", "gpg.program", sign.to_str().unwrap()]);
        make(&desk, &[("drafts/draft.md", b"two\n")], "add/x").unwrap();
        assert!(
            desk.git(&["cat-file", "commit", "add/x"]).contains("\ngpgsig -----BEGIN PGP SIGNATURE-----")
        );
        script(&sign, "echo no secret key >&2; exit 1");
        let before = everything(&desk);
        let error = make(&desk, &[("drafts/draft.md", b"three\n")], "add/y").unwrap_err();
        assert!(
            matches!(&error, BranchError::Commit(CommitError::Signing { output }) if output.contains("no secret key")),
            "{error:?}"
        );
        assert_eq!(everything(&desk), before);
    });
}

#[test]
fn what_keeps_it_from_being_made() {
    alone("git_remote::aside::what_keeps_it_from_being_made", || {
        let desk = Desk::new();
        std::os::unix::fs::symlink("other.txt", desk.at("link.txt")).unwrap();
        desk.git(&["add", "."]);
        desk.git(&["commit", "-qm", "link"]);
        let draft: [(&str, &[u8]); 1] = [("drafts/draft.md", b"two\n")];
        make(&desk, &draft, "add/x").unwrap();
        let before = everything(&desk);
        let text = |list: &[(&str, &[u8])], branch: &str| make(&desk, list, branch).unwrap_err().with_hint();
        assert_eq!(
            text(&draft, "add/x"),
            "a branch named add/x exists already: choose another name, or remove that one with `git branch -D add/x`"
        );
        assert_eq!(
            text(&draft, "add/x/y"),
            "the branch add/x prevents one named add/x/y: choose another name"
        );
        assert_eq!(text(&draft, "add"), "the branch add/x prevents one named add: choose another name");
        for bad in ["", "-x", "a b", "a..b", "HEAD", "x.lock", "a//b"] {
            assert!(matches!(make(&desk, &draft, bad), Err(BranchError::Name { .. })), "{bad}");
        }
        let occupied = |path: &str| Err(BranchError::Commit(CommitError::Occupied { path: path.into() }));
        assert_eq!(make(&desk, &[("link.txt", b"x")], "y"), occupied("link.txt"));
        assert_eq!(make(&desk, &[("drafts", b"x")], "y"), occupied("drafts"));
        assert_eq!(make(&desk, &[("other.txt/x", b"x")], "y"), occupied("other.txt/x"));
        assert!(matches!(
            make(&desk, &[("../x", b"x")], "y"),
            Err(BranchError::Commit(CommitError::Outside { .. }))
        ));
        assert!(matches!(
            make(&desk, &[(".git/config", b"x")], "y"),
            Err(BranchError::Commit(CommitError::Outside { .. }))
        ));
        assert_eq!(
            make(&desk, &[("drafts/draft.md", b"one\n")], "y"),
            Err(CommitError::NothingToCommit.into())
        );
        assert_eq!(everything(&desk), before);
    });
}
