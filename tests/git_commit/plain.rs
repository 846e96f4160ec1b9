//! Commits that libgit2 makes.

use copydesk::git::commit::{CommitError, CommittedBy, FileChangeKind, Route};
use copydesk::git::{Head, Repo};

use crate::git_commit::{Desk, alone};

#[test]
fn a_changed_draft_and_its_new_image_become_one_commit() {
    alone("git_commit::plain::a_changed_draft_and_its_new_image_become_one_commit", || {
        let desk = Desk::new();
        desk.write("drafts/draft.md", "one\ntwo\n");
        desk.write("assets/a b/[1].png", b"\x89PNG\0\0");
        desk.write("third.txt", "changed, and not ours\n");
        let paths = ["drafts/draft.md", "assets/a b/[1].png"];

        let plan = desk.plan(&paths).unwrap();
        assert_eq!(plan.blocked, None);
        assert_eq!(plan.route, Route::Libgit2);
        assert_eq!(plan.branch, Head::Branch("main".into()));
        assert_eq!(plan.author.unwrap().email, "ed@example.com");
        let [draft, image] = &plan.changes[..] else { panic!("{:?}", plan.changes) };
        assert_eq!((draft.kind, draft.binary, draft.bytes), (FileChangeKind::Modified, false, 8));
        assert_eq!((draft.old.as_deref(), draft.new.as_deref()), (Some("one\n"), Some("one\ntwo\n")));
        assert_eq!((image.kind, image.binary, &image.new), (FileChangeKind::New, true, &None));

        let made = desk.commit(&paths, "Add the second line\n\nAnd why.  \n\n\n").unwrap();
        assert_eq!((made.via, made.summary.as_str()), (CommittedBy::Libgit2, "Add the second line"));
        assert_eq!(made.oid, desk.git(&["rev-parse", "HEAD"]));
        assert_eq!(
            desk.git(&["log", "-1", "--format=%an <%ae>|%cn|%B"]),
            "Ed Itor <ed@example.com>|Ed Itor|Add the second line\n\nAnd why."
        );
        assert_eq!(
            desk.git(&["show", "--format=", "--name-only", "-z"]).replace('\0', "|"),
            "assets/a b/[1].png|drafts/draft.md|"
        );
        assert_eq!(desk.git(&["status", "--porcelain"]), " M third.txt");
        assert_eq!(desk.git(&["reflog", "-1", "--format=%gs", "main"]), "commit: Add the second line");
        assert_eq!(desk.git(&["reflog", "-1", "--format=%gs"]), "commit: Add the second line");
        desk.is_sound();
    });
}

#[test]
fn a_first_commit_on_an_unborn_branch_is_its_root() {
    alone("git_commit::plain::a_first_commit_on_an_unborn_branch_is_its_root", || {
        let desk = Desk::unborn();
        desk.write("draft.md", "one\n");
        desk.write("left.md", "left\n");
        desk.git(&["add", "left.md"]);
        let plan = desk.plan(&["draft.md"]).unwrap();
        assert_eq!((plan.branch, plan.blocked), (Head::Unborn("main".into()), None));

        let made = desk.commit(&["draft.md"], "First").unwrap();
        assert_eq!(desk.git(&["rev-list", "--count", "HEAD"]), "1");
        assert_eq!(desk.git(&["ls-tree", "-r", "--name-only", "HEAD"]), "draft.md");
        assert_eq!(made.left_staged, [std::path::PathBuf::from("left.md")]);
        assert_eq!(desk.git(&["status", "--porcelain"]), "A  left.md");
        assert_eq!(desk.git(&["reflog", "-1", "--format=%gs"]), "commit (initial): First");
        desk.is_sound();
    });
}

#[test]
fn what_others_staged_stays_staged_and_is_left_out() {
    alone("git_commit::plain::what_others_staged_stays_staged_and_is_left_out", || {
        let desk = Desk::new();
        desk.write("drafts/draft.md", "two\n");
        desk.write("other.txt", "staged\n");
        desk.write("drafts/new.txt", "staged\n");
        desk.git(&["add", "other.txt", "drafts/new.txt"]);
        desk.git(&["rm", "-q", "--cached", "third.txt"]);
        let left = ["drafts/new.txt", "other.txt", "third.txt"].map(std::path::PathBuf::from);
        assert_eq!(desk.plan(&["drafts/draft.md"]).unwrap().other_staged, left);

        let made = desk.commit(&["drafts/draft.md"], "Draft").unwrap();
        assert_eq!(made.left_staged, left);
        assert_eq!(desk.last_paths(), ["drafts/draft.md"]);
        assert_eq!(desk.staged(), "drafts/new.txt\nother.txt\nthird.txt");
        // The next one too, now that the index was written by libgit2.
        desk.write("drafts/draft.md", "three\n");
        assert_eq!(desk.commit(&["drafts/draft.md"], "Draft again").unwrap().left_staged, left);
        assert_eq!(desk.staged(), "drafts/new.txt\nother.txt\nthird.txt");
        desk.is_sound();
    });
}

#[test]
fn a_draft_staged_in_an_older_form_is_committed_as_it_is_now() {
    alone("git_commit::plain::a_draft_staged_in_an_older_form_is_committed_as_it_is_now", || {
        let desk = Desk::new();
        desk.write("drafts/draft.md", "staged\n");
        desk.git(&["add", "drafts/draft.md"]);
        desk.write("drafts/draft.md", "now\n");
        let made = desk.commit(&["drafts/draft.md"], "Now").unwrap();
        assert!(made.left_staged.is_empty());
        assert_eq!(desk.git(&["show", "HEAD:drafts/draft.md"]), "now");
        assert_eq!(desk.git(&["status", "--porcelain"]), "");
    });
}

#[cfg(unix)]
#[test]
fn the_executable_bit_is_kept_and_alone_makes_a_change() {
    alone("git_commit::plain::the_executable_bit_is_kept_and_alone_makes_a_change", || {
        let desk = Desk::new();
        desk.script("run.sh", "true");
        desk.commit(&["run.sh"], "Script").unwrap();
        assert!(desk.git(&["ls-tree", "HEAD", "run.sh"]).starts_with("100755"));
        std::fs::set_permissions(desk.at("other.txt"), std::os::unix::fs::PermissionsExt::from_mode(0o755))
            .unwrap();
        desk.commit(&["other.txt", "run.sh"], "Mode").unwrap();
        assert!(desk.git(&["ls-tree", "HEAD", "other.txt"]).starts_with("100755"));
        assert_eq!(desk.last_paths(), ["other.txt"]);
        assert_eq!(desk.git(&["status", "--porcelain"]), "");
    });
}

#[cfg(unix)]
#[test]
fn a_link_inside_is_committed_as_a_link_and_one_that_leads_out_is_refused() {
    alone(
        "git_commit::plain::a_link_inside_is_committed_as_a_link_and_one_that_leads_out_is_refused",
        || {
            use std::os::unix::fs::symlink;
            let desk = Desk::new();
            let outside = tempfile::tempdir().unwrap();
            std::fs::write(outside.path().join("a.png"), "x").unwrap();
            symlink("drafts/draft.md", desk.at("in.md")).unwrap();
            symlink(outside.path().join("a.png"), desk.at("out.png")).unwrap();
            symlink(outside.path(), desk.at("outdir")).unwrap();
            symlink(desk.at("drafts"), desk.at("indir")).unwrap();

            desk.commit(&["in.md"], "Link").unwrap();
            assert!(desk.git(&["ls-tree", "HEAD", "in.md"]).starts_with("120000"));
            for path in ["out.png", "outdir/a.png"] {
                let error = desk.commit(&[path], "Out").unwrap_err();
                assert!(matches!(error, CommitError::Symlink { .. }), "{error}");
            }
            // Through a folder that is a link, git knows the file by its real name.
            desk.write("drafts/draft.md", "through a link\n");
            assert_eq!(
                desk.plan(&["indir/draft.md"]).unwrap().changes[0].path,
                std::path::Path::new("drafts/draft.md")
            );
            desk.is_sound();
        },
    );
}

#[test]
fn line_endings_are_stored_as_the_attributes_say() {
    alone("git_commit::plain::line_endings_are_stored_as_the_attributes_say", || {
        let desk = Desk::new();
        desk.write(".gitattributes", "*.md text\n*.raw -text\n*.auto text=auto\n");
        desk.write("drafts/draft.md", "one\r\n");
        // Only the work tree's line endings differ: nothing to commit.
        assert_eq!(desk.plan(&["drafts/draft.md"]).unwrap().blocked, Some(CommitError::NothingToCommit));

        desk.write("drafts/draft.md", "one\r\ntwo\r\n");
        desk.write("a.raw", "one\r\n");
        desk.write("a.auto", "one\r\n");
        let plan = desk.plan(&["drafts/draft.md", "a.raw", "a.auto"]).unwrap();
        assert_eq!(plan.route, Route::Libgit2);
        assert_eq!(plan.changes[0].new.as_deref(), Some("one\ntwo\n"));
        desk.commit(&["drafts/draft.md", "a.raw", "a.auto"], "Endings").unwrap();
        let blob = |path: &str| desk.output(&["cat-file", "blob", &format!("HEAD:{path}")]).stdout;
        assert_eq!(blob("drafts/draft.md"), b"one\ntwo\n");
        assert_eq!(blob("a.raw"), b"one\r\n");
        assert_eq!(blob("a.auto"), b"one\n");
        assert_eq!(desk.git(&["status", "--porcelain"]), "?? .gitattributes");

        desk.git(&["config", "core.autocrlf", "true"]);
        desk.write("other.txt", "other\r\n");
        assert_eq!(desk.plan(&["other.txt"]).unwrap().blocked, Some(CommitError::NothingToCommit));
    });
}

/// Git's program adds the same files to a repository of its own.
#[test]
fn each_value_of_an_attribute_stores_what_git_stores() {
    alone("git_commit::plain::each_value_of_an_attribute_stores_what_git_stores", || {
        let attributes = [
            "text",
            "-text",
            "text=auto",
            "text=input",
            "text=other",
            "!text",
            "crlf",
            "-crlf",
            "crlf=input",
            "crlf=auto",
            "crlf=other",
            "eol=lf",
            "eol=crlf",
            "eol=native",
            "eol",
            "-eol",
            "text eol=lf",
            "-text eol=lf",
            "text=auto eol=crlf",
            "binary",
        ];
        let rules: String =
            attributes.iter().enumerate().map(|(n, rule)| format!("f{n}.md {rule}\n")).collect();
        let names: Vec<String> = (0..=attributes.len()).map(|n| format!("f{n}.md")).collect();
        for setting in ["false", "true", "input"] {
            let [ours, gits] = [Desk::new(), Desk::new()];
            for desk in [&ours, &gits] {
                desk.git(&["config", "core.autocrlf", setting]);
                desk.write(".gitattributes", &rules);
                for name in &names {
                    desk.write(name, "one\r\ntwo\r\n");
                }
            }
            let names: Vec<&str> = names.iter().map(String::as_str).collect();
            ours.commit(&names, "Endings").unwrap();
            gits.output(&[&["add", "--"], &names[..]].concat());
            gits.git(&["commit", "-qm", "Endings"]);
            for (n, name) in names.iter().enumerate() {
                let blob = |desk: &Desk| desk.output(&["cat-file", "blob", &format!("HEAD:{name}")]).stdout;
                assert_eq!(blob(&ours), blob(&gits), "{:?}, autocrlf={setting}", attributes.get(n));
            }
        }
    });
}

#[test]
fn a_linked_work_tree_commits_to_its_own_branch() {
    alone("git_commit::plain::a_linked_work_tree_commits_to_its_own_branch", || {
        let desk = Desk::new();
        let place = tempfile::tempdir().unwrap();
        let tree = place.path().canonicalize().unwrap().join("tree");
        desk.git(&["worktree", "add", "-q", "-b", "next", tree.to_str().unwrap()]);
        std::fs::write(tree.join("drafts/draft.md"), "in the other tree\n").unwrap();
        let repo = Repo::discover(&tree.join("drafts/not-yet-there.md")).unwrap().unwrap();
        assert_eq!(repo.branch(), Head::Branch("next".into()));
        let paths = [repo.relative(&tree.join("drafts/draft.md")).unwrap()];
        copydesk::git::commit::commit(&repo, &paths, "Elsewhere").unwrap();
        assert_eq!(desk.git(&["log", "-1", "--format=%s", "next"]), "Elsewhere");
        assert_eq!(desk.git(&["log", "-1", "--format=%s", "main"]), "start");
        assert_eq!(desk.git(&["-C", tree.to_str().unwrap(), "status", "--porcelain"]), "");
        desk.is_sound();
    });
}

#[test]
fn facts_about_a_repository_and_a_folder_without_one() {
    alone("git_commit::plain::facts_about_a_repository_and_a_folder_without_one", || {
        let desk = Desk::new();
        let repo = desk.repo();
        let draft = std::path::Path::new("drafts/draft.md");
        assert_eq!(repo.head_blob(draft).unwrap(), b"one\n");
        assert_eq!(repo.head_blob(std::path::Path::new("none.md")), None);
        assert_eq!(repo.relative(&desk.at("drafts/draft.md")).unwrap(), draft);
        assert_eq!(
            repo.relative(&desk.at("new/deep/draft.md")).unwrap(),
            std::path::Path::new("new/deep/draft.md")
        );
        assert_eq!(repo.relative(std::path::Path::new("/elsewhere/draft.md")), None);
        assert_eq!(repo.relative(&desk.at(".git/config")), None);
        let plain = tempfile::tempdir().unwrap();
        assert!(Repo::discover(plain.path()).unwrap().is_none());
    });
}

#[test]
fn what_is_staged_is_what_git_says() {
    alone("git_commit::plain::what_is_staged_is_what_git_says", || {
        for version in ["2", "4"] {
            let desk = Desk::unborn();
            for path in ["a/b/c/1", "a/b/2", "a/3", "a.txt", "a0", "drafts/draft.md", "z/y/x", "z/y/w", "top"]
            {
                desk.write(path, path);
            }
            let check = |step: &[&str]| {
                desk.git(step);
                desk.write("drafts/draft.md", step.join(" "));
                let found = desk.plan(&["drafts/draft.md"]).unwrap().other_staged;
                let said = desk.git(&["diff", "--cached", "--name-only", "--no-renames"]);
                let said: Vec<_> = said.lines().filter(|path| *path != "drafts/draft.md").collect();
                let said: Vec<_> = said.into_iter().map(std::path::PathBuf::from).collect();
                assert_eq!(found, said, "version {version}, after {step:?}");
            };
            check(&["add", "a", "top"]);
            desk.git(&["update-index", "--index-version", version]);
            desk.git(&["add", "."]);
            desk.git(&["commit", "-qm", "all"]);
            check(&["status"]);
            desk.write("a/b/c/1", "changed");
            check(&["add", "a"]);
            check(&["rm", "-rq", "--cached", "z"]);
            desk.git(&["commit", "-qm", "some"]);
            // From here on the cached trees have holes, and HEAD has moved past the index.
            desk.commit(&["drafts/draft.md"], "ours").unwrap();
            check(&["add", "-N", "z/y/x"]);
            check(&["add", "z/y/w"]);
            check(&["update-index", "--chmod=+x", "a/b/2"]);
            check(&["reset", "-q", "--soft", "HEAD~2"]);
            check(&["rm", "-rqf", "--cached", "a"]);
            std::fs::remove_dir_all(desk.at("a")).unwrap();
            desk.write("a", "a file where a folder was");
            check(&["add", "a", "a0"]);
            check(&["reset", "-q", "HEAD", "--", "top"]);
            desk.commit(&["drafts/draft.md"], "ours").unwrap();
            check(&["read-tree", "HEAD"]);
            check(&["read-tree", "--empty"]);
        }
    });
}

#[test]
fn new_files_take_their_place_in_the_order_of_the_index() {
    alone("git_commit::plain::new_files_take_their_place_in_the_order_of_the_index", || {
        let desk = Desk::new();
        let long = format!("{}/x", "l".repeat(200));
        let paths = ["a/b", "a-b", "a.b", "a0", "ä.md", "drafts/a", "drafts.md", "zz", &long, "a/b.c/d"];
        for path in paths {
            desk.write(path, path);
        }
        desk.commit(&paths, "Many").unwrap();
        assert_eq!(desk.last_paths().len(), paths.len());
        assert_eq!(desk.git(&["ls-files"]).lines().count(), paths.len() + 3);
        assert_eq!(desk.git(&["status", "--porcelain"]), "");
        assert_eq!(desk.git(&["diff-files", "--name-only"]), "");
        desk.is_sound();
        // With git's own index of the same content, all stays as it is.
        let entries = desk.git(&["ls-files", "--stage"]);
        desk.git(&["read-tree", "HEAD"]);
        assert_eq!(desk.git(&["ls-files", "--stage"]), entries);
    });
}

#[test]
fn a_file_changed_in_the_second_of_its_staging_is_still_seen_as_changed() {
    alone("git_commit::plain::a_file_changed_in_the_second_of_its_staging_is_still_seen_as_changed", || {
        let desk = Desk::new();
        desk.git(&["config", "core.trustctime", "false"]);
        desk.write("other.txt", "before");
        let time = desk.at("other.txt").metadata().unwrap().modified().unwrap();
        desk.git(&["add", "other.txt"]);
        desk.git(&["commit", "-qm", "before"]);
        desk.write("other.txt", "behind");
        let index = std::fs::File::options().append(true).open(desk.at(".git/index")).unwrap();
        index.set_modified(time).unwrap();
        let other = std::fs::File::options().append(true).open(desk.at("other.txt")).unwrap();
        other.set_modified(time).unwrap();
        desk.write("drafts/draft.md", "changed\n");
        desk.commit(&["drafts/draft.md"], "Ours").unwrap();
        let index = std::fs::File::options().append(true).open(desk.at(".git/index")).unwrap();
        index.set_modified(time + std::time::Duration::from_secs(10)).unwrap();
        assert_eq!(desk.git(&["status", "--porcelain"]), " M other.txt");
    });
}

#[test]
fn id_marks_and_checked_line_endings_are_left_to_libgit2() {
    alone("git_commit::plain::id_marks_and_checked_line_endings_are_left_to_libgit2", || {
        let desk = Desk::new();
        desk.write(".gitattributes", "*.md ident\n");
        desk.write("drafts/draft.md", "$Id: 0123 $\nmore\n");
        desk.commit(&["drafts/draft.md"], "Marked").unwrap();
        assert_eq!(desk.git(&["cat-file", "blob", "HEAD:drafts/draft.md"]), "$Id$\nmore");
        desk.git(&["config", "core.autocrlf", "true"]);
        desk.git(&["config", "core.safecrlf", "true"]);
        desk.write("other.txt", "one\r\ntwo\n");
        let before = desk.state();
        assert!(desk.commit(&["other.txt"], "Mixed").is_err());
        assert_eq!(desk.state(), before);
    });
}

#[test]
fn text_with_a_lone_carriage_return_is_stored_as_git_stores_it() {
    alone("git_commit::plain::text_with_a_lone_carriage_return_is_stored_as_git_stores_it", || {
        for setting in ["input", "true"] {
            let desk = Desk::new();
            desk.git(&["config", "core.autocrlf", setting]);
            let lines = "a line of the draft\r\n".repeat(460);
            for (name, text) in [
                ("drafts/draft.md", lines.clone()),
                ("drafts/draft.md", format!("{lines}old\rmark\r\n")),
                ("drafts/draft.md", format!("{lines}\x01\x02 controls\r\n")),
            ] {
                desk.write(name, &text);
                desk.commit(&[name], "Endings").unwrap();
                let head = desk.git(&["rev-parse", &format!("HEAD:{name}")]);
                assert_eq!(head, desk.git(&["hash-object", name]), "{setting}: {text:?}");
                assert_eq!(desk.git(&["status", "--porcelain"]), "");
            }
        }
    });
}
