//! Committing, and starting, in a repository as large as an old newsletter's. The peer of a commit
//! is `git add` and `git commit` of the same file.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::print_stdout)]

mod support;

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use copydesk::git::{Repo, commit};
use support::large::{DRAFT, git, repository, reset};
use support::{compare, is_measuring, timed};

fn main() {
    if !is_measuring() {
        return;
    }
    let root = repository();
    commits(&root);
    process_start(&root);
    reset(&root);
}

/// The commit of the draft, with other content each time.
fn commits(root: &Path) {
    let path = root.join(DRAFT);
    let text = std::fs::read_to_string(&path).unwrap();
    let mut turn = 0;
    let mut change = || {
        turn += 1;
        std::fs::write(&path, format!("{text}\nTurn {turn}.\n")).unwrap();
    };
    let repo = Repo::discover(root).unwrap().unwrap();
    change();
    let paths = [PathBuf::from(DRAFT)];
    let made = commit::commit(&repo, &paths, "First").unwrap();
    println!("the commit is made by {:?}", made.via);
    let change = std::cell::RefCell::new(change);
    let peer = || {
        change.borrow_mut()();
        timed(|| {
            git(root, &["add", DRAFT]);
            git(root, &["commit", "--quiet", "-m", "Edit the draft"]);
        })
    };
    let plan = || {
        change.borrow_mut()();
        timed(|| commit::plan(&repo, &paths).unwrap())
    };
    let ours = || {
        change.borrow_mut()();
        timed(|| commit::commit(&repo, &paths, "Edit the draft").unwrap())
    };
    let opened = || {
        change.borrow_mut()();
        timed(|| {
            let repo = Repo::discover(&path).unwrap().unwrap();
            commit::commit(&repo, &paths, "Edit the draft").unwrap()
        })
    };
    compare("plan a commit", "git add + git commit", 60, plan, peer);
    compare("commit", "git add + git commit", 60, ours, peer);
    compare("open the repository + commit", "git add + git commit", 60, opened, peer);
    std::fs::write(&path, text).unwrap();
}

/// The whole program, from its start to its end.
fn process_start(root: &Path) {
    let run = |program: &str, arguments: &[&str]| -> Duration {
        let mut command = Command::new(program);
        command.args(arguments).current_dir(root).stdin(Stdio::null());
        command.stdout(Stdio::null()).stderr(Stdio::null());
        timed(|| command.status().unwrap())
    };
    let program = env!("CARGO_BIN_EXE_copydesk");
    let peer = || run("git", &["--version"]);
    let name = "git --version";
    compare("copydesk --version", name, 60, || run(program, &["--version"]), peer);
    compare("copydesk lint DRAFT", name, 60, || run(program, &["lint", DRAFT]), peer);
}
