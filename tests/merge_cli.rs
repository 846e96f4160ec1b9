//! Merging at the command line: as git's merge driver, and what git left in conflict.
#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use crate::support::program;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

const BASE: &str = "---\ntitle: Issue\ndate: 2026-06-01\n---\n\n## News\n\n* [one](https://one.example)\n* [two](https://two.example)\n\n## Events\n";
const DRAFT: &str = "_drafts/2026-06-01-draft.md";

/// A newsletter's repository with one draft, away from the user's settings.
struct Desk {
    dir: tempfile::TempDir,
}

impl Desk {
    fn new() -> Desk {
        let desk = Desk { dir: tempfile::tempdir().unwrap() };
        desk.git(&["init", "-q", "-b", "main"]);
        desk.write(DRAFT, BASE);
        desk.git(&["add", "."]);
        desk.git(&["commit", "-qm", "base"]);
        desk
    }

    fn at(&self, path: &str) -> PathBuf {
        self.dir.path().join(path)
    }

    fn write(&self, path: &str, text: &str) {
        std::fs::create_dir_all(self.at(path).parent().unwrap()).unwrap();
        std::fs::write(self.at(path), text).unwrap();
    }

    fn read(&self, path: &str) -> String {
        std::fs::read_to_string(self.at(path)).unwrap()
    }

    fn run(&self, program: &str, arguments: &[&str]) -> Output {
        let bin = Path::new(env!("CARGO_BIN_EXE_copydesk")).parent().unwrap();
        let path = std::env::var_os("PATH").unwrap_or_default();
        let path = std::env::join_paths(std::iter::once(bin.to_owned()).chain(std::env::split_paths(&path)));
        let mut command = Command::new(program);
        command.args(arguments).current_dir(self.dir.path()).env("PATH", path.unwrap());
        command
            .env("HOME", self.dir.path())
            .env("GIT_CONFIG_NOSYSTEM", "1")
            .env("GIT_CONFIG_GLOBAL", "/dev/null");
        for role in ["AUTHOR", "COMMITTER"] {
            command
                .env(format!("GIT_{role}_NAME"), "Ada")
                .env(format!("GIT_{role}_EMAIL"), "ada@example.com");
        }
        command.env("GIT_EDITOR", ":").output().unwrap()
    }

    fn git(&self, arguments: &[&str]) -> String {
        let out = self.run("git", arguments);
        let said =
            format!("{}{}", String::from_utf8_lossy(&out.stdout), String::from_utf8_lossy(&out.stderr));
        assert!(out.status.success(), "git {arguments:?}: {said}");
        said.trim().to_owned()
    }

    fn copydesk(&self, arguments: &[&str]) -> (i32, String, String) {
        let out = self.run(env!("CARGO_BIN_EXE_copydesk"), arguments);
        let text = |bytes: &[u8]| {
            String::from_utf8_lossy(bytes).replace(&self.dir.path().display().to_string(), "[folder]")
        };
        (out.status.code().unwrap(), text(&out.stdout), text(&out.stderr))
    }

    /// Two branches, `main` and `other`, that changed the draft in two ways.
    fn part(&self, ours: &str, theirs: &str) {
        self.git(&["switch", "-qc", "other"]);
        self.write(DRAFT, theirs);
        self.git(&["commit", "-qam", "theirs"]);
        self.git(&["switch", "-q", "main"]);
        self.write(DRAFT, ours);
        self.git(&["commit", "-qam", "ours"]);
    }
}

fn with(from: &str, to: &str) -> String {
    assert!(BASE.contains(from));
    BASE.replacen(from, to, 1)
}

fn ours() -> String {
    with("* [two]", "* [ours](https://ours.example)\n* [two]")
}

fn theirs() -> String {
    with("* [two]", "* [theirs](https://theirs.example)\n* [two]")
}

fn both() -> String {
    with("* [two]", "* [ours](https://ours.example)\n* [theirs](https://theirs.example)\n* [two]")
}

#[test]
fn git_merges_rebases_and_picks_drafts_with_the_driver() {
    for way in ["merge", "rebase", "cherry-pick"] {
        let desk = Desk::new();
        let (code, said, _) = desk.copydesk(&["init", "--merge-driver"]);
        assert_eq!(code, 0);
        assert!(said.contains("_drafts/*-draft.md merge=copydesk"), "{said}");
        desk.git(&["add", ".gitattributes"]);
        desk.git(&["commit", "-qm", "driver"]);
        desk.part(&ours(), &theirs());
        match way {
            "merge" => desk.git(&["merge", "-q", "--no-edit", "other"]),
            "cherry-pick" => desk.git(&["cherry-pick", "other"]),
            _ => {
                desk.git(&["switch", "-q", "other"]);
                desk.git(&["rebase", "-q", "main"])
            }
        };
        assert_eq!(desk.read(DRAFT), both(), "{way}");
        assert_eq!(desk.git(&["status", "--porcelain", "-uno"]), "", "{way}");
    }
}

#[test]
fn the_driver_marks_what_cannot_be_merged_and_git_knows_it() {
    let desk = Desk::new();
    desk.copydesk(&["init", "--merge-driver"]);
    desk.part(
        &with("[one]", "[uno]"),
        &with("[one]", "[eins]").replace("## Events\n", "## Events\n\nNone.\n"),
    );
    let out = desk.run("git", &["merge", "other"]);
    assert_eq!(out.status.code(), Some(1));
    assert_eq!(desk.git(&["diff", "--name-only", "--diff-filter=U"]), DRAFT);
    let marked = "<<<<<<< ours\n* [uno](https://one.example)\n||||||| base\n* [one](https://one.example)\n=======\n* [eins](https://one.example)\n>>>>>>> theirs\n";
    assert_eq!(
        desk.read(DRAFT),
        with("* [one](https://one.example)\n", marked).replace("## Events\n", "## Events\n\nNone.\n")
    );
}

#[test]
fn the_driver_is_set_up_once_and_what_was_there_stays() {
    let desk = Desk::new();
    desk.write(".gitattributes", "*.png binary\r\n_drafts/*-draft.md merge=union");
    desk.copydesk(&["init", "--merge-driver"]);
    let text = desk.read(".gitattributes");
    assert_eq!(
        text,
        "*.png binary\r\n_drafts/*-draft.md merge=union\r\n_drafts/*-draft.md merge=copydesk\r\n_posts/*-*.md merge=copydesk\r\n"
    );
    let again = desk.copydesk(&["init", "--merge-driver"]);
    assert_eq!(again.1, "git merges drafts with copydesk here already\n");
    assert_eq!(desk.read(".gitattributes"), text);
}

#[test]
fn the_driver_says_129_where_it_cannot_run_and_leaves_ours_as_it_was() {
    let desk = Desk::new();
    desk.write("ours", "ours\n");
    desk.write("theirs", "theirs\n");
    let (code, out, error) = desk.copydesk(&["merge-driver", "no-such-file", "ours", "theirs", "7", DRAFT]);
    assert_eq!((code, out.as_str()), (129, ""));
    assert!(error.contains("no-such-file does not exist"), "{error}");
    assert!(error.contains("run `copydesk merge`") && !error.contains("copydesk new"), "{error}");
    assert_eq!(desk.read("ours"), "ours\n");
    assert_eq!(desk.copydesk(&["merge-driver"]).0, 129);
    assert_eq!(desk.copydesk(&["merge-driver", "a", "b", "c", "many"]).0, 129);
}

/// A desk whose driver is a program that was copied to a folder with an odd name.
fn with_driver_at(folder: &str) -> (Desk, PathBuf) {
    let desk = Desk::new();
    let program = desk.at(folder).join("copydesk");
    program::copy(env!("CARGO_BIN_EXE_copydesk"), &program);
    let out = desk.run(program.to_str().unwrap(), &["init", "--merge-driver"]);
    let said = String::from_utf8_lossy(&out.stdout).into_owned();
    assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
    assert!(said.contains("after copydesk was moved"), "{said}");
    (desk, program)
}

#[test]
fn git_finds_the_program_that_set_it_up_without_any_path() {
    let (desk, program) = with_driver_at("it's 100% $HOME; (a copy)");
    desk.part(&ours(), &theirs());
    let git = std::env::split_paths(&std::env::var_os("PATH").unwrap())
        .map(|folder| folder.join("git"))
        .find(|git| git.is_file())
        .unwrap();
    let path = std::env::join_paths([git.parent().unwrap(), Path::new("/bin")]).unwrap();
    let mut command = Command::new(&git);
    command.args(["merge", "-q", "--no-edit", "other"]).current_dir(desk.dir.path());
    command.env("PATH", path).env("HOME", desk.dir.path()).env("GIT_CONFIG_GLOBAL", "/dev/null");
    for role in ["AUTHOR", "COMMITTER"] {
        command.env(format!("GIT_{role}_NAME"), "Ada").env(format!("GIT_{role}_EMAIL"), "ada@example.com");
    }
    let out = command.output().unwrap();
    assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
    assert_eq!(desk.read(DRAFT), both());
    assert!(program.exists());
}

#[test]
fn a_program_that_is_gone_leaves_merging_of_lines_and_says_how_to_renew_it() {
    let (desk, program) = with_driver_at("bin");
    std::fs::remove_file(program).unwrap();
    // Both add at one place, which is a conflict of lines.
    desk.part(&ours(), &theirs());
    let out = desk.run("git", &["merge", "other"]);
    let said = String::from_utf8_lossy(&out.stderr).into_owned();
    assert!(said.contains("run `copydesk init --merge-driver` again"), "{said}");
    assert_eq!(out.status.code(), Some(1));
    assert_eq!(desk.git(&["diff", "--name-only", "--diff-filter=U"]), DRAFT);
    assert!(desk.read(DRAFT).contains("<<<<<<< ours\n"), "{}", desk.read(DRAFT));
    desk.git(&["merge", "--abort"]);
    assert_eq!(desk.read(DRAFT), ours());
    // The program at its new place sets it up again.
    let (code, said, _) = desk.copydesk(&["init", "--merge-driver"]);
    assert_eq!(code, 0);
    assert!(said.contains("merge.copydesk.driver runs "), "{said}");
    desk.git(&["merge", "-q", "--no-edit", "other"]);
    assert_eq!(desk.read(DRAFT), both());
}

#[test]
fn a_driver_that_fails_is_a_failure_for_git_and_no_merge() {
    let (desk, program) = with_driver_at("bin");
    desk.part(&ours(), &theirs());
    program::write(&program, "#!/bin/sh\nexit 2\n");
    let out = desk.run("git", &["merge", "other"]);
    assert!(!out.status.success());
    assert_eq!(desk.git(&["log", "-1", "--format=%s"]), "ours");
    assert_eq!(desk.read(DRAFT), ours());
}

#[test]
fn the_driver_takes_the_length_of_markers_and_files_that_are_no_text() {
    let desk = Desk::new();
    desk.write("base", "a\n");
    desk.write("ours", "b\n");
    desk.write("theirs", "c\n");
    assert_eq!(desk.copydesk(&["merge-driver", "base", "ours", "theirs", "9", DRAFT]).0, 1);
    assert_eq!(desk.read("ours"), "<<<<<<<<< ours\nb\n||||||||| base\na\n=========\nc\n>>>>>>>>> theirs\n");

    std::fs::write(desk.at("base"), b"a\n\xff\nc\nd\ne\n").unwrap();
    std::fs::write(desk.at("ours"), b"A\n\xff\nc\nd\ne\n").unwrap();
    std::fs::write(desk.at("theirs"), b"a\n\xff\nc\nd\nE\n").unwrap();
    let (code, _, error) = desk.copydesk(&["merge-driver", "base", "ours", "theirs", "7", DRAFT]);
    assert_eq!(code, 0);
    assert_eq!(error, format!("copydesk: {DRAFT}: merged by lines: it is not UTF-8 text\n"));
    assert_eq!(std::fs::read(desk.at("ours")).unwrap(), b"A\n\xff\nc\nd\nE\n");
}

#[test]
fn what_git_left_in_conflict_is_merged_again_and_resolved() {
    let desk = Desk::new();
    desk.part(&ours(), &theirs());
    assert!(!desk.run("git", &["merge", "other"]).status.success());
    assert!(desk.read(DRAFT).contains("<<<<<<<"));
    let (code, out, _) = desk.copydesk(&["merge"]);
    assert_eq!((code, out), (0, format!("{DRAFT}: merged, and marked as resolved\n")));
    assert_eq!(desk.read(DRAFT), both());
    assert_eq!(desk.git(&["status", "--porcelain"]), format!("M  {DRAFT}"));
    assert_eq!(desk.copydesk(&["merge"]).1, "no draft is in conflict\n");
    let (code, _, error) = desk.copydesk(&["merge", DRAFT]);
    assert_eq!(code, 2);
    assert!(error.contains("has no conflict"), "{error}");
}

#[test]
fn a_conflict_that_is_left_is_told_and_stays_one_for_git() {
    let desk = Desk::new();
    desk.part(&with("[one]", "[uno]"), &with("[one]", "[eins]"));
    assert!(!desk.run("git", &["merge", "other"]).status.success());
    let mine = desk.read(DRAFT) + "\nA word of my own.\n";
    desk.write(DRAFT, &mine);
    let (code, out, _) = desk.copydesk(&["merge", DRAFT]);
    assert_eq!(code, 1);
    assert_eq!(
        out,
        format!(
            "{DRAFT}: one conflict is left; resolve it at its markers, then run `git add` on the file; the previous text is kept in [folder]/{DRAFT}.orig\n"
        )
    );
    assert_eq!(desk.read(&format!("{DRAFT}.orig")), mine);
    assert_eq!(desk.git(&["diff", "--name-only", "--diff-filter=U"]), DRAFT);
}

#[test]
fn what_somebody_has_resolved_is_neither_undone_nor_lost() {
    let desk = Desk::new();
    let change = |title: &str, one: &str| with("title: Issue", title).replace("[one]", one);
    desk.part(&change("title: Numero", "[uno]"), &change("title: Nummer", "[eins]"));
    assert!(!desk.run("git", &["merge", "other"]).status.success());
    // One of two is resolved by taking a side, which is kept beside the file.
    let left = desk.read(DRAFT);
    let (start, end) = (left.find("<<<<<<<").unwrap(), left.find(">>>>>>>").unwrap());
    let end = end + left[end..].find('\n').unwrap() + 1;
    let mine = format!("{}title: Numero\n{}", &left[..start], &left[end..]);
    desk.write(DRAFT, &mine);
    let (code, out, _) = desk.copydesk(&["merge"]);
    assert_eq!(code, 1, "{out}");
    assert_eq!(desk.read(&format!("{DRAFT}.orig")), mine, "{out}");
    // Both are resolved: nothing is written.
    let resolved = change("title: Numero", "[eins]");
    desk.write(DRAFT, &resolved);
    let (code, _, error) = desk.copydesk(&["merge"]);
    assert_eq!(code, 2);
    assert!(error.contains("has no conflict markers left: `git add` it"), "{error}");
    assert_eq!(desk.read(DRAFT), resolved);
}

#[test]
fn a_resolution_from_lines_of_both_sides_is_not_undone() {
    for resolve in [&["checkout", "-q", "--ours", DRAFT], &["checkout", "-q", "--theirs", DRAFT]] {
        let desk = in_conflict();
        desk.git(resolve);
        is_left(&desk);
    }
    // Both sides are kept: only the markers are deleted.
    let desk = in_conflict();
    let both: String = desk.read(DRAFT).split_inclusive('\n').filter(|line| !is_marker(line)).collect();
    desk.write(DRAFT, &both);
    is_left(&desk);
}

/// A desk on a draft that both sides changed at one place.
fn in_conflict() -> Desk {
    let desk = Desk::new();
    desk.part(&with("[one]", "[uno]"), &with("[one]", "[eins]"));
    assert!(!desk.run("git", &["merge", "other"]).status.success());
    desk
}

fn is_marker(line: &str) -> bool {
    ["<<<<<<<", "|||||||", "=======", ">>>>>>>"].iter().any(|marker| line.starts_with(marker))
}

/// Merging again refuses the draft and changes nothing.
fn is_left(desk: &Desk) {
    let before = desk.read(DRAFT);
    let (code, _, error) = desk.copydesk(&["merge"]);
    assert_eq!(code, 2, "{error}");
    assert!(error.contains("has no conflict markers left"), "{error}");
    assert_eq!(desk.read(DRAFT), before);
}

#[test]
fn a_reordered_conflict_is_kept_beside_the_file() {
    let desk = in_conflict();
    let left = desk.read(DRAFT);
    let lines: Vec<&str> = left.split_inclusive('\n').collect();
    let mut moved = lines.clone();
    moved.swap(1, 2);
    assert_ne!(moved, lines);
    let mine = moved.concat();
    desk.write(DRAFT, &mine);
    let (code, out, error) = desk.copydesk(&["merge"]);
    assert_eq!(code, 1, "{error}");
    assert_eq!(desk.read(&format!("{DRAFT}.orig")), mine, "{out}");
}

/// Git takes the file for binary, writes no markers and leaves our side.
#[test]
fn a_draft_that_git_did_not_merge_is_merged() {
    let desk = Desk::new();
    desk.part(&with("[one]", "[uno]"), &with("title: Issue", "title: Nummer"));
    desk.write(".git/info/attributes", "*.md -merge\n");
    assert!(!desk.run("git", &["merge", "other"]).status.success());
    assert!(!desk.read(DRAFT).contains("<<<<<<<"));
    let (code, _, error) = desk.copydesk(&["merge"]);
    assert_eq!(code, 0, "{error}");
    let merged = desk.read(DRAFT);
    assert!(merged.contains("[uno]") && merged.contains("title: Nummer"), "{merged}");
}

#[test]
fn a_file_deleted_on_one_side_is_left_to_the_editor() {
    let desk = Desk::new();
    desk.git(&["switch", "-qc", "other"]);
    desk.git(&["rm", "-q", DRAFT]);
    desk.git(&["commit", "-qm", "gone"]);
    desk.git(&["switch", "-q", "main"]);
    desk.write(DRAFT, &ours());
    desk.git(&["commit", "-qam", "ours"]);
    assert!(!desk.run("git", &["merge", "other"]).status.success());
    let (code, _, error) = desk.copydesk(&["merge", DRAFT]);
    assert_eq!(code, 2);
    assert!(
        error.contains("was deleted on one side and changed on the other; keep it with `git add`"),
        "{error}"
    );
    assert_eq!(desk.read(DRAFT), ours());
}

#[test]
fn a_repository_without_a_newsletter_is_left_as_it_is() {
    let desk = Desk::new();
    desk.git(&["rm", "-qr", "."]);
    let (code, _, error) = desk.copydesk(&["init", "--merge-driver"]);
    assert_eq!(code, 2);
    assert!(error.contains("there are no drafts and no issues in"), "{error}");
    assert!(!desk.at(".gitattributes").exists());
}

#[test]
fn a_file_too_large_for_a_draft_is_not_merged_and_ours_stays() {
    let desk = Desk::new();
    let large = "word ".repeat(4_000_000);
    for (name, text) in [("base", BASE), ("ours", "ours\n"), ("theirs", &large)] {
        desk.write(name, text);
    }
    let out = desk.run("copydesk", &["merge-driver", "base", "ours", "theirs", "7", DRAFT]);
    assert_eq!(out.status.code(), Some(129));
    let said = String::from_utf8_lossy(&out.stderr).into_owned();
    assert!(said.contains("theirs is 20 MB; a draft is at most 16 MB"), "{said}");
    assert_eq!(desk.read("ours"), "ours\n");
}

#[test]
fn a_draft_of_very_many_parts_is_merged_by_lines() {
    let desk = Desk::new();
    let stories = |word: &str| (0..20_000).map(|n| format!("Story {n} {word}.\n\n")).collect::<String>();
    for word in ["base", "ours", "theirs"] {
        desk.write(word, &format!("{BASE}\n{}", stories(word)));
    }
    let limited = r#"ulimit -t 60 && exec copydesk merge-driver base ours theirs 7 "$0""#;
    let out = desk.run("/bin/sh", &["-c", limited, DRAFT]);
    assert_eq!(out.status.code(), Some(1));
    let said = String::from_utf8_lossy(&out.stderr).into_owned();
    assert!(said.contains("merged by lines: it has more than 5,000 parts"), "{said}");
}
