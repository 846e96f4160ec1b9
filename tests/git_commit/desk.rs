//! A repository of one test, with a git configuration of its own.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use copydesk::git::Repo;
use copydesk::git::commit::{self, CommitError, Committed, Plan};
use tempfile::TempDir;

const INSIDE: &str = "COPYDESK_TEST_INSIDE";

/// Runs a test body in a child process that knows no settings but its own empty HOME.
/// `name` is the test's own path, as `cargo test -- --list` shows it.
pub fn alone(name: &str, body: fn()) {
    alone_with(name, &[], body);
}

/// As [`alone`], with more environment variables.
pub fn alone_with(name: &str, variables: &[(&str, &str)], body: fn()) {
    if std::env::var_os(INSIDE).is_some() {
        return body();
    }
    let home = tempfile::tempdir().unwrap();
    std::fs::write(home.path().join(".gitconfig"), "[init]\n\tdefaultBranch = main\n").unwrap();
    let mut child = Command::new(std::env::current_exe().unwrap());
    child.args([name, "--exact", "--nocapture"]);
    for (key, _) in std::env::vars_os() {
        if key.to_string_lossy().starts_with("GIT_") || key == "EMAIL" {
            child.env_remove(key);
        }
    }
    child.env(INSIDE, "1").env("HOME", home.path()).env("XDG_CONFIG_HOME", home.path().join("xdg"));
    child.env("GIT_CONFIG_NOSYSTEM", "1").env("LC_ALL", "C").envs(variables.iter().copied());
    let out = child.output().unwrap();
    let text = format!("{}{}", String::from_utf8_lossy(&out.stdout), String::from_utf8_lossy(&out.stderr));
    assert!(out.status.success(), "{text}");
    assert!(text.contains("1 passed"), "no test is called {name}: {text}");
    if let Some(line) = text.lines().find(|line| line.contains("skipped:")) {
        println!("{line}");
    }
}

/// A repository in a temporary folder, with one commit that holds a draft and two other files.
#[derive(Debug)]
pub struct Desk {
    pub dir: TempDir,
}

impl Desk {
    pub fn new() -> Self {
        let desk = Self::unborn();
        desk.write("drafts/draft.md", "one\n");
        desk.write("other.txt", "other\n");
        desk.write("third.txt", "third\n");
        desk.git(&["add", "."]);
        desk.git(&["commit", "-qm", "start"]);
        desk
    }

    /// A repository without a commit, and with an author.
    pub fn unborn() -> Self {
        let desk = Self { dir: tempfile::tempdir().unwrap() };
        desk.git(&["init", "-q"]);
        desk.git(&["config", "user.name", "Ed Itor"]);
        desk.git(&["config", "user.email", "ed@example.com"]);
        desk
    }

    pub fn at(&self, path: &str) -> PathBuf {
        self.dir.path().canonicalize().unwrap().join(path)
    }

    pub fn write(&self, path: &str, text: impl AsRef<[u8]>) {
        let path = self.at(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }

    /// Writes a shell script that git may run.
    #[cfg(unix)]
    pub fn script(&self, path: &str, text: &str) {
        crate::support::program::write(&self.at(path), format!("#!/bin/sh\n{text}\n"));
    }

    pub fn output(&self, arguments: &[&str]) -> Output {
        Command::new("git").arg("-C").arg(self.dir.path()).args(arguments).output().unwrap()
    }

    pub fn git(&self, arguments: &[&str]) -> String {
        let out = self.output(arguments);
        assert!(out.status.success(), "git {arguments:?}: {}", String::from_utf8_lossy(&out.stderr));
        String::from_utf8(out.stdout).unwrap().trim_end().to_owned()
    }

    pub fn repo(&self) -> Repo {
        Repo::discover(self.dir.path()).unwrap().unwrap()
    }

    pub fn plan(&self, paths: &[&str]) -> Result<Plan, CommitError> {
        commit::plan(&self.repo(), &owned(paths))
    }

    pub fn commit(&self, paths: &[&str], message: &str) -> Result<Committed, CommitError> {
        commit::commit(&self.repo(), &owned(paths), message)
    }

    /// Everything a refused commit must leave alone: HEAD, the status and the index entries.
    pub fn state(&self) -> [String; 3] {
        [
            String::from_utf8(self.output(&["rev-parse", "HEAD"]).stdout).unwrap(),
            self.git(&["status", "--porcelain", "-uall"]),
            self.git(&["ls-files", "--stage"]),
        ]
    }

    /// The paths of the last commit.
    pub fn last_paths(&self) -> Vec<String> {
        let names = self.git(&["show", "--format=", "--name-only", "HEAD"]);
        names.lines().map(str::to_owned).collect()
    }

    pub fn staged(&self) -> String {
        self.git(&["diff", "--cached", "--name-only"])
    }

    pub fn is_sound(&self) {
        let out =
            self.output(&["-c", "advice.sparseIndexExpanded=false", "fsck", "--strict", "--no-dangling"]);
        let text = String::from_utf8_lossy(&out.stderr).into_owned();
        assert!(out.status.success() && text.is_empty(), "{text}");
    }
}

pub fn owned(paths: &[&str]) -> Vec<PathBuf> {
    paths.iter().map(|path| Path::new(path).to_path_buf()).collect()
}
