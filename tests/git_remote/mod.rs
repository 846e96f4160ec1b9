//! Remotes, met by the git program over git's own protocol, http and ssh on this machine, and
//! commits beside the user's work.
#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout)]

mod aside;
mod fetched;
mod gathered;
mod open;
mod pushed;
mod remotes;
pub(crate) mod server;
mod ssh;
mod web;

use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

pub(crate) use crate::git_commit::desk::{Desk, alone};
use copydesk::git::{Control, Push, Pushed, RemoteError, push};
use tempfile::TempDir;

/// A desk with a bare repository as its `origin`, both at the same commit.
#[derive(Debug)]
pub(crate) struct World {
    pub(crate) desk: Desk,
    pub(crate) base: TempDir,
}

impl World {
    pub(crate) fn new() -> Self {
        let desk = Desk::new();
        let base = tempfile::tempdir().unwrap();
        let bare = base.path().join("news.git");
        desk.git(&["init", "-q", "--bare", bare.to_str().unwrap()]);
        desk.git(&["remote", "add", "origin", bare.to_str().unwrap()]);
        desk.git(&["push", "-q", "origin", "main"]);
        Self { desk, base }
    }

    /// What `git` says in the bare repository.
    pub(crate) fn bare(&self, arguments: &[&str]) -> String {
        let mut all =
            vec!["-C", self.base.path().join("news.git").to_str().unwrap().to_owned().leak() as &str];
        all.extend(arguments);
        self.desk.git(&all)
    }

    pub(crate) fn hook(&self, name: &str, text: &str) {
        script(&self.base.path().join("news.git/hooks").join(name), text);
    }

    /// A commit on the desk's branch, to be pushed.
    pub(crate) fn change(&self, text: &str) {
        self.desk.write("drafts/draft.md", text);
        self.desk.git(&["commit", "-qam", text.trim()]);
    }

    /// A commit that somebody else has pushed.
    pub(crate) fn change_there(&self) {
        let tree = self.bare(&["rev-parse", "main^{tree}"]);
        let by = ["-c", "user.name=Other", "-c", "user.email=o@example.com"];
        let made = self.bare(&[&by[..], &["commit-tree", "-p", "main", "-m", "theirs", &tree]].concat());
        self.bare(&["update-ref", "refs/heads/main", &made]);
    }

    pub(crate) fn push(&self) -> Result<Pushed, RemoteError> {
        push(&self.desk.repo(), Push::default(), &Control::default())
    }

    /// The refusal of a push, after which all is as before.
    pub(crate) fn refusal(&self) -> RemoteError {
        let (here, there) = (everything(&self.desk), self.bare(&["for-each-ref"]));
        let error = self.push().unwrap_err();
        assert_eq!(everything(&self.desk), here);
        assert_eq!(self.bare(&["for-each-ref"]), there);
        error
    }
}

/// Makes commits from the language of `git fast-import`, in one process.
pub(crate) fn import(repository: &Path, commits: &str) {
    let mut git = Command::new("git");
    git.arg("-C").arg(repository).args(["fast-import", "--quiet"]).stdin(Stdio::piped());
    let mut child = git.spawn().unwrap();
    child.stdin.take().unwrap().write_all(commits.as_bytes()).unwrap();
    assert!(child.wait().unwrap().success());
}

pub(crate) fn script(path: &Path, text: &str) {
    crate::support::program::write(path, format!("#!/bin/sh\n{text}\n"));
}

/// All references, HEAD, the index, the work tree and what git fetched last.
pub(crate) fn everything(desk: &Desk) -> Vec<String> {
    let mut all = desk.state().to_vec();
    all.push(desk.git(&["for-each-ref"]));
    all.push(std::fs::read_to_string(desk.at(".git/HEAD")).unwrap());
    all.push(std::fs::read_to_string(desk.at(".git/FETCH_HEAD")).unwrap_or_default());
    all.push(std::fs::read_to_string(desk.at("drafts/draft.md")).unwrap());
    all
}
