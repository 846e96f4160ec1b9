//! Commits that the git program has to make, because libgit2 would skip something.
#![cfg(unix)]

use copydesk::git::Hint;
use copydesk::git::commit::CommitError;
use copydesk::git::commit::{CommittedBy, GitFeature, Route};

use crate::git_commit::{Desk, alone};

/// Commits a changed and a new file, with a third one staged, through the git program.
fn through_git(desk: &Desk, reason: &GitFeature) -> copydesk::git::commit::Committed {
    desk.write("drafts/draft.md", "changed\n");
    desk.write("drafts/[new].md", "new\n");
    desk.write("other.txt", "staged\n");
    desk.git(&["add", "other.txt"]);
    let paths = ["drafts/draft.md", "drafts/[new].md"];
    let plan = desk.plan(&paths).unwrap();
    let Route::GitProgram { reasons } = plan.route else { panic!("{:?}", plan.route) };
    assert!(reasons.contains(reason), "{reasons:?}");
    assert_eq!((plan.blocked, plan.changes.len()), (None, 2));

    let made = desk.commit(&paths, "# Through git\n\nText").unwrap();
    assert_eq!((made.via, made.summary.as_str()), (CommittedBy::GitProgram, "# Through git"));
    assert_eq!(made.oid, desk.git(&["rev-parse", "HEAD"]));
    assert_eq!(made.left_staged, [std::path::PathBuf::from("other.txt")]);
    assert_eq!(desk.last_paths(), ["drafts/[new].md", "drafts/draft.md"]);
    assert_eq!(desk.staged(), "other.txt");
    made
}

fn hooks(names: &[&str]) -> GitFeature {
    GitFeature::Hooks(names.iter().map(|name| (*name).to_owned()).collect())
}

#[test]
fn hooks_run_and_what_they_write_is_kept() {
    alone("git_commit::program::hooks_run_and_what_they_write_is_kept", || {
        let desk = Desk::new();
        // A hook's own wildcards must go on working.
        desk.script(".git/hooks/pre-commit", "echo checking; git diff --cached --name-only -- '*.md'");
        desk.script(".git/hooks/post-commit", "echo published >&2");
        desk.git(&["config", "advice.ignoredHook", "false"]);
        desk.write(".git/hooks/commit-msg", "not executable, so not run\n");
        let made = through_git(&desk, &hooks(&["pre-commit", "post-commit"]));
        assert_eq!(made.hook_output, "checking\ndrafts/[new].md\ndrafts/draft.md\npublished");
        desk.is_sound();
    });
}

#[test]
fn a_hook_that_refuses_leaves_everything_as_it_was() {
    alone("git_commit::program::a_hook_that_refuses_leaves_everything_as_it_was", || {
        let desk = Desk::new();
        desk.script(".git/hooks/pre-commit", "echo 'Line 3 is too long.'; echo more >&2; exit 1");
        desk.write("drafts/draft.md", "changed\n");
        desk.write("new.md", "new\n");
        desk.write("other.txt", "staged\n");
        desk.git(&["add", "other.txt"]);
        let before = desk.state();
        let index = std::fs::read(desk.at(".git/index")).unwrap();
        let error = desk.commit(&["drafts/draft.md", "new.md"], "Refused").unwrap_err();
        assert_eq!(
            error.with_hint(),
            "a commit hook refused the commit (“Line 3 is too long”): fix what it names, then commit again"
        );
        assert_eq!(error.output(), Some("Line 3 is too long.\nmore"));
        assert!(index == std::fs::read(desk.at(".git/index")).unwrap(), "the index has changed");
        assert_eq!(desk.state(), before);
    });
}

#[test]
fn a_hook_that_refuses_the_first_commit_leaves_no_index() {
    alone("git_commit::program::a_hook_that_refuses_the_first_commit_leaves_no_index", || {
        let desk = Desk::unborn();
        desk.script(".git/hooks/commit-msg", "exit 1");
        desk.write("new.md", "new\n");
        let error = desk.commit(&["new.md"], "Refused").unwrap_err();
        assert_eq!(error, CommitError::Hook { output: String::new() });
        assert!(!desk.at(".git/index").exists());
        std::fs::remove_file(desk.at(".git/hooks/commit-msg")).unwrap();
        desk.script(".git/hooks/post-commit", "true");
        assert_eq!(desk.commit(&["new.md"], "First").unwrap().via, CommittedBy::GitProgram);
        desk.is_sound();
    });
}

#[test]
fn hooks_in_a_configured_folder() {
    alone("git_commit::program::hooks_in_a_configured_folder", || {
        let desk = Desk::new();
        desk.git(&["config", "core.hooksPath", "tools/hooks"]);
        desk.script("tools/hooks/prepare-commit-msg", "echo prepared");
        desk.script(".git/hooks/pre-commit", "exit 1");
        let made = through_git(&desk, &hooks(&["prepare-commit-msg"]));
        assert_eq!(made.hook_output, "prepared");
    });
}

#[test]
fn signed_commits_carry_a_signature() {
    alone("git_commit::program::signed_commits_carry_a_signature", || {
        let desk = Desk::new();
        desk.script(
            "sign.sh",
            "cat >/dev/null\nprintf '\\n[GNUPG:] SIG_CREATED \\n' >&2\n\
             printf -- '-----BEGIN PGP SIGNATURE-----\\n\\nfake\\n-----END PGP SIGNATURE-----\\n'",
        );
        desk.git(&["config", "commit.gpgSign", "true"]);
        desk.git(&["config", "gpg.program", desk.at("sign.sh").to_str().unwrap()]);
        through_git(&desk, &GitFeature::Signing);
        assert!(desk.git(&["cat-file", "commit", "HEAD"]).contains("\ngpgsig -----BEGIN PGP SIGNATURE-----"));

        desk.script("sign.sh", "echo no secret key >&2; exit 1");
        desk.write("drafts/draft.md", "unsigned\n");
        desk.write("newer.md", "unsigned\n");
        let before = desk.state();
        let error = desk.commit(&["drafts/draft.md", "newer.md"], "Unsigned").unwrap_err();
        assert!(matches!(&error, CommitError::Signing { .. }), "{error:?}");
        assert_eq!(desk.state(), before);
    });
}

#[test]
fn a_filter_program_stores_the_file_in_its_own_form() {
    alone("git_commit::program::a_filter_program_stores_the_file_in_its_own_form", || {
        let desk = Desk::new();
        desk.git(&["config", "filter.lfs.clean", "sed 's/^/pointer to /'"]);
        desk.git(&["config", "filter.lfs.smudge", "sed 's/^pointer to //'"]);
        desk.git(&["config", "filter.lfs.required", "true"]);
        desk.write(".gitattributes", "*.png filter=lfs -text\n*.gif filter=unknown\n");
        desk.write("a.png", "image\n");
        desk.write("a.gif", "image\n");
        assert_eq!(desk.plan(&["drafts/draft.md", "a.gif"]).unwrap().route, Route::Libgit2);
        let plan = desk.plan(&["a.png"]).unwrap();
        assert_eq!(plan.route, Route::GitProgram { reasons: vec![GitFeature::Filter("lfs".into())] });
        assert!(plan.changes[0].binary && plan.changes[0].new.is_none());

        let made = desk.commit(&["a.png"], "Image").unwrap();
        assert_eq!(made.via, CommittedBy::GitProgram);
        assert_eq!(desk.git(&["cat-file", "blob", "HEAD:a.png"]), "pointer to image");
        // Compared in its stored form, the file is now as committed.
        assert_eq!(desk.plan(&["a.png"]).unwrap().blocked, Some(CommitError::NothingToCommit));
        desk.is_sound();
    });
}

#[test]
fn a_work_tree_encoding_is_left_to_git() {
    alone("git_commit::program::a_work_tree_encoding_is_left_to_git", || {
        let desk = Desk::new();
        desk.write(".gitattributes", "*.u16 text working-tree-encoding=UTF-16LE\n");
        desk.write("a.u16", b"h\0i\0\n\0");
        assert_eq!(desk.commit(&["a.u16"], "Encoded").unwrap().via, CommittedBy::GitProgram);
        assert_eq!(desk.git(&["cat-file", "blob", "HEAD:a.u16"]), "hi");
    });
}

#[test]
fn a_sparse_checkout_keeps_the_files_that_are_not_there() {
    alone("git_commit::program::a_sparse_checkout_keeps_the_files_that_are_not_there", || {
        for sparse_index in ["--no-sparse-index", "--sparse-index"] {
            let desk = Desk::new();
            desk.write("far/away/file.txt", "far\n");
            desk.git(&["add", "far"]);
            desk.git(&["commit", "-qm", "far"]);
            desk.git(&["sparse-checkout", "set", "--cone", sparse_index, "drafts"]);
            assert!(!desk.at("far").exists());
            through_git(&desk, &GitFeature::SparseCheckout);
            assert_eq!(desk.git(&["show", "HEAD:far/away/file.txt"]), "far");
            assert_eq!(desk.git(&["status", "--porcelain"]), "M  other.txt");
            desk.is_sound();
        }
    });
}

#[test]
fn a_split_index_is_left_to_git() {
    alone("git_commit::program::a_split_index_is_left_to_git", || {
        let desk = Desk::new();
        desk.git(&["update-index", "--split-index"]);
        through_git(&desk, &GitFeature::IndexFormat);
        desk.is_sound();
    });
}

#[test]
fn a_partial_clone_commits_without_the_missing_blobs() {
    alone("git_commit::program::a_partial_clone_commits_without_the_missing_blobs", || {
        let origin = Desk::new();
        origin.write("drafts/draft.md", "second\n");
        origin.git(&["commit", "-qam", "second"]);
        origin.git(&["config", "uploadpack.allowFilter", "true"]);
        let url = format!("file://{}", origin.dir.path().display());
        let desk = Desk { dir: tempfile::tempdir().unwrap() };
        desk.git(&["clone", "-q", "--filter=blob:none", &url, "."]);
        desk.git(&["config", "user.name", "Ed Itor"]);
        desk.git(&["config", "user.email", "ed@example.com"]);
        through_git(&desk, &GitFeature::PartialClone);
        assert_eq!(desk.git(&["rev-list", "--count", "HEAD"]), "3");
    });
}

#[test]
fn a_missing_git_program_is_named_with_what_needs_it() {
    alone("git_commit::program::a_missing_git_program_is_named_with_what_needs_it", || {
        let desk = Desk::new();
        desk.script(".git/hooks/pre-commit", "true");
        desk.git(&["config", "commit.gpgSign", "true"]);
        desk.write("drafts/draft.md", "changed\n");
        // The same body again in a process whose PATH is empty.
        if std::env::var_os("COPYDESK_TEST_REPO").is_none() {
            let child = std::process::Command::new(std::env::current_exe().unwrap())
                .args(["git_commit::program::without_git_in_path", "--exact", "--nocapture"])
                .env("COPYDESK_TEST_REPO", desk.dir.path())
                .env("PATH", desk.at("drafts"))
                .output()
                .unwrap();
            assert!(child.status.success(), "{}", String::from_utf8_lossy(&child.stderr));
        }
    });
}

/// The half of the test above that runs without PATH; alone it has nothing to do.
#[test]
fn without_git_in_path() {
    let Some(top) = std::env::var_os("COPYDESK_TEST_REPO") else { return };
    let repo = copydesk::git::Repo::discover(std::path::Path::new(&top)).unwrap().unwrap();
    let paths = [std::path::PathBuf::from("drafts/draft.md")];
    let error = copydesk::git::commit::commit(&repo, &paths, "Refused").unwrap_err();
    assert_eq!(
        error.with_hint(),
        "the git program is not in PATH, but the repository uses hooks (pre-commit), commit signing: install git, \
         then commit again"
    );
}
