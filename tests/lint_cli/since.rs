//! `--since`: what a branch has brought in, in whole and in shallow checkouts.

use std::path::Path;
use std::process::Command;

use crate::lint_cli::Folder;
use crate::lint_cli::folder::CLEAN;

const FILE: &str = "_drafts/2026-06-08-draft.md";
const OLD: &str = "See [the plans]().\n\nAnd [the lamp](), at the the gate.";

pub fn git(folder: &Path, args: &[&str]) -> String {
    let output = Command::new("git")
        .args(["-c", "user.name=Ed", "-c", "user.email=ed@example.com", "-c", "protocol.file.allow=always"])
        .args(args)
        .current_dir(folder)
        .env_clear()
        .env("PATH", std::env::var_os("PATH").unwrap_or_default())
        .env("HOME", folder)
        .env("GIT_CONFIG_NOSYSTEM", "1")
        .output()
        .unwrap();
    assert!(output.status.success(), "git {args:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap().trim().to_owned()
}

pub fn commit(folder: &Path) {
    git(folder, &["add", "-A"]);
    git(folder, &["commit", "-q", "-m", "A change"]);
}

/// A repository whose draft has three problems, with a branch `mine` begun on it.
fn repository() -> Folder {
    let folder = Folder::with_draft(CLEAN.replace("Good morning.", OLD));
    git(folder.path(), &["init", "-q", "-b", "main"]);
    commit(folder.path());
    git(folder.path(), &["switch", "-q", "-c", "mine"]);
    folder
}

fn add_item(folder: &Folder) {
    let item = "## Gates and Gardens\n\nA hedge with [a hole]().";
    folder.write(FILE, folder.read(FILE).replace("## Gates and Gardens", item));
}

const NEW: &str = "_drafts/2026-06-08-draft.md:14:14: error: the link 'a hole' has no address [empty-link]\n1 file checked, 1 problem: 1 error\n";

#[test]
fn only_what_the_branch_brought_in_is_told() {
    let folder = repository();
    let since = "lint --format concise --fail-on hint --since main";
    assert_eq!(folder.run(since).exits(0).out, "1 file checked, no problems\n");
    add_item(&folder);
    // Before it is committed, and after.
    assert_eq!(folder.run(since).exits(1).out, NEW);
    commit(folder.path());
    assert_eq!(folder.run(since).exits(1).out, NEW);
    folder.run("lint --format concise").exits(1).says("4 problems: 3 errors, 1 warning");
    assert_eq!(folder.run("lint --since HEAD --fail-on hint").exits(0).out, "1 file checked, no problems\n");
    assert_eq!(folder.run("lint --format concise --since HEAD~1").exits(1).out, NEW);
}

#[test]
fn what_was_fixed_elsewhere_meanwhile_is_not_called_new() {
    let folder = repository();
    add_item(&folder);
    commit(folder.path());
    git(folder.path(), &["switch", "-q", "main"]);
    folder.write(FILE, CLEAN);
    commit(folder.path());
    git(folder.path(), &["switch", "-q", "mine"]);
    assert_eq!(folder.run("lint --format concise --since main").exits(1).out, NEW);
}

#[test]
fn an_issue_that_is_published_is_compared_with_its_draft() {
    let folder = repository();
    git(folder.path(), &["mv", FILE, "moved.md"]);
    std::fs::create_dir_all(folder.join("_posts")).unwrap();
    git(folder.path(), &["mv", "moved.md", "_posts/2026-06-08-gates.md"]);
    folder.run("lint _posts --since main --fail-on hint").exits(0).says("no problems");
}

#[test]
fn what_must_not_go_out_is_new_where_a_draft_is_published() {
    let folder = Folder::with_draft(CLEAN.replace("Good morning.", "We are *insert a word* today."));
    git(folder.path(), &["init", "-q", "-b", "main"]);
    commit(folder.path());
    folder.run("lint . --since HEAD").exits(0);
    std::fs::create_dir_all(folder.join("_posts")).unwrap();
    git(folder.path(), &["mv", FILE, "_posts/2026-06-08-draft.md"]);
    folder.run("lint . --since HEAD").exits(1).says("is still the template's");
    folder.run("lint . --since HEAD --stage contribution").exits(0);
}

#[test]
fn a_draft_that_moved_to_another_day_keeps_its_past() {
    let folder = repository();
    git(folder.path(), &["mv", FILE, "_drafts/2026-06-15-draft.md"]);
    let moved = "_drafts/2026-06-15-draft.md";
    folder.write(moved, folder.read(moved).replace("2026-06-08", "2026-06-15"));
    folder.run("lint . --since main --fail-on hint").exits(0).says("no problems");
}

#[test]
fn before_the_first_commit_everything_is_new() {
    let folder = Folder::with_draft(CLEAN.replace("Good morning.", OLD));
    git(folder.path(), &["init", "-q", "-b", "main"]);
    folder.run("lint . --since HEAD").exits(1).says("3 problems");
}

#[test]
fn a_file_that_is_new_is_new_as_a_whole() {
    let folder = repository();
    folder.write("_drafts/2026-06-15-draft.md", folder.read(FILE).replace("2026-06-08", "2026-06-15"));
    let run = folder.run("lint _drafts --since main --format concise").exits(1);
    assert!(run.out.contains("2 files checked, 3 problems"), "{}", run.out);
    assert!(!run.out.contains(FILE), "{}", run.out);
}

#[test]
fn a_file_that_was_changed_under_an_old_line_is_new() {
    let folder = Folder::new();
    let image = "![A gate](../assets/20260608/20260608gate.png)";
    folder.write(FILE, CLEAN.replace("Good morning.", image));
    let image = |width: u32| {
        std::fs::create_dir_all(folder.join("assets/20260608")).unwrap();
        let image = image::RgbImage::from_pixel(width, 40, image::Rgb([40, 90, 60]));
        image.save(folder.join("assets/20260608/20260608gate.png")).unwrap();
    };
    image(800);
    git(folder.path(), &["init", "-q", "-b", "main"]);
    commit(folder.path());
    let since = "lint --since main --format concise --fail-on hint";
    folder.run(since).exits(0);
    image(900);
    folder.run(since).exits(1).says("is 900×40 pixels");
    std::fs::remove_file(folder.join("assets/20260608/20260608gate.png")).unwrap();
    folder.run(since).exits(1).says("[missing-image]");
}

#[test]
fn only_what_is_new_is_fixed() {
    let folder = repository();
    let text = folder.read(FILE).replace("## Gates and Gardens", "## Gates and Gardens\n\nA a hedge.");
    folder.write(FILE, &text);
    folder.run("lint --fix --since main").exits(0).says("fixed 1 problem: 1 repeated-word");
    assert_eq!(folder.read(FILE), text.replace("A a hedge.", "A hedge."));
}

#[test]
fn a_shallow_checkout_needs_that_one_commit_only() {
    let origin = repository();
    add_item(&origin);
    commit(origin.path());
    // `main` goes on, so that a shallow checkout has no commit in common with it.
    git(origin.path(), &["switch", "-q", "main"]);
    origin.write("notes.txt", "x");
    commit(origin.path());
    let folder = Folder::new();
    let url = format!("file://{}", origin.path().display());
    git(folder.path(), &["clone", "-q", "--depth=1", "--single-branch", "-b", "mine", &url, "letter"]);
    let check = "-C letter lint --format concise --since main";
    let run =
        folder.run(check).fails("there is no 'main' in this checkout: run `git fetch --depth=1 origin main`");
    assert_eq!(run.out, "");
    folder.run("-C letter lint --since origin/main").fails("run `git fetch --depth=1 origin main`");
    git(&folder.join("letter"), &["fetch", "-q", "--depth=1", "origin", "main"]);
    assert_eq!(folder.run(check).exits(1).out, NEW);
    assert_eq!(folder.run("-C letter lint --format concise --since origin/main").exits(1).out, NEW);
    assert_eq!(folder.run("-C letter lint --format concise --since FETCH_HEAD").exits(1).out, NEW);
    let id = git(origin.path(), &["rev-parse", "main"]);
    assert_eq!(folder.run(&format!("-C letter lint --format concise --since {id}")).exits(1).out, NEW);
    folder.run("-C letter lint --since HEAD~5").fails("run `git fetch --unshallow`");
}

#[test]
fn a_tag_that_was_fetched_counts_and_a_branch_of_another_name_does_not() {
    let origin = repository();
    git(origin.path(), &["tag", "-a", "-m", "one", "v1"]);
    add_item(&origin);
    commit(origin.path());
    let folder = Folder::new();
    let url = format!("file://{}", origin.path().display());
    git(folder.path(), &["clone", "-q", "--depth=1", "--no-tags", "-b", "mine", &url, "letter"]);
    folder.run("-C letter lint --since v1").fails("run `git fetch --depth=1 origin v1`");
    git(&folder.join("letter"), &["fetch", "-q", "--depth=1", "--no-tags", "origin", "v1"]);
    assert_eq!(folder.run("-C letter lint --format concise --since v1").exits(1).out, NEW);
    git(&folder.join("letter"), &["fetch", "-q", "--depth=1", "origin", "main"]);
    folder.run("-C letter lint --since release/main").fails("there is no 'release/main' in this checkout");
}

#[test]
fn what_can_t_be_compared_is_told_once() {
    let folder = Folder::with_draft(CLEAN);
    folder.run("lint --since main").fails("is not in a git repository");
    let folder = repository();
    folder.write("_drafts/2026-06-15-draft.md", CLEAN);
    folder
        .run("lint _drafts --since gone")
        .fails("there is no 'gone' in this checkout: run `git fetch origin gone`");
}
