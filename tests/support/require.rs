//! What some tests need that not every machine has. Without it they pass and say so, but fail where
//! `COPYDESK_REQUIRE`, a list of names with commas, names it: a build machine must not pass for want
//! of something that it was meant to have.
#![allow(dead_code, reason = "each test binary needs some of it")]
#![allow(clippy::panic, clippy::print_stdout)]

use std::path::{Path, PathBuf};

/// Something that a test needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Need {
    /// The real drafts, documents and merges of `corpus` in the shared folder.
    Corpus,
    /// The documents of `seeds` in the shared folder.
    Seeds,
    /// An ssh server and client: Debian's `openssh-server` and `openssh-client`.
    Sshd,
    /// `git daemon`.
    GitDaemon,
    /// `git http-backend`, and git's own http.
    GitHttp,
    /// Access control lists: Debian's `acl`, on a file system that has them.
    Acl,
    /// `openssl` that makes certificates and serves files.
    Openssl,
    /// `curl` or `wget`, for `install.sh`.
    Curl,
    /// The right to mount a small file system.
    Mount,
    /// The right to give files away, which only root has.
    Root,
    /// A user whom file permissions bind, which they don't root.
    User,
    /// A machine whose git configuration names nobody for all users.
    NoGitName,
    /// Ruby with kramdown, as Jekyll uses it: Debian's `jekyll`.
    Kramdown,
    /// The inputs in `fuzz/corpus`, which are no part of the package.
    FuzzCorpus,
    /// Python with Markdown 3.7 and Pygments.
    PythonMarkdown,
    Bash,
    Zsh,
    Fish,
    /// The Nushell that `COPYDESK_NUSHELL` names.
    Nushell,
    /// The program that shows manual pages.
    Groff,
}

impl Need {
    pub const ALL: [Need; 20] = [
        Need::Acl,
        Need::Corpus,
        Need::Seeds,
        Need::Sshd,
        Need::GitDaemon,
        Need::GitHttp,
        Need::Openssl,
        Need::Curl,
        Need::Mount,
        Need::Root,
        Need::User,
        Need::NoGitName,
        Need::Kramdown,
        Need::FuzzCorpus,
        Need::PythonMarkdown,
        Need::Bash,
        Need::Zsh,
        Need::Fish,
        Need::Nushell,
        Need::Groff,
    ];

    /// The name in `COPYDESK_REQUIRE`.
    pub fn name(self) -> &'static str {
        match self {
            Need::Acl => "acl",
            Need::Corpus => "corpus",
            Need::Seeds => "seeds",
            Need::Sshd => "sshd",
            Need::GitDaemon => "git-daemon",
            Need::GitHttp => "git-http",
            Need::Openssl => "openssl",
            Need::Curl => "curl",
            Need::Mount => "mount",
            Need::Root => "root",
            Need::User => "user",
            Need::NoGitName => "no-git-name",
            Need::Kramdown => "kramdown",
            Need::FuzzCorpus => "fuzz-corpus",
            Need::PythonMarkdown => "python-markdown",
            Need::Bash => "bash",
            Need::Zsh => "zsh",
            Need::Fish => "fish",
            Need::Nushell => "nushell",
            Need::Groff => "groff",
        }
    }
}

/// The needs of a list of names.
///
/// # Panics
///
/// At a name that means nothing: it would be required and never missed.
pub fn required(names: &str) -> Vec<Need> {
    let names = names.split(',').map(str::trim).filter(|name| !name.is_empty());
    let need = |name: &str| Need::ALL.into_iter().find(|need| need.name() == name);
    names
        .map(|name| need(name).unwrap_or_else(|| panic!("COPYDESK_REQUIRE: nothing is called '{name}'")))
        .collect()
}

/// Says that a test did not run, and why.
///
/// # Panics
///
/// Where `COPYDESK_REQUIRE` names the need.
pub fn missing(need: Need, why: &str) {
    let names = std::env::var("COPYDESK_REQUIRE").unwrap_or_default();
    assert!(!required(&names).contains(&need), "{} is required, but {why}", need.name());
    println!("skipped: {why} ({})", need.name());
}

/// The folder that holds `corpus` and `seeds`: `COPYDESK_SHARED`, or `../shared` beside the project.
pub fn shared() -> PathBuf {
    std::env::var_os("COPYDESK_SHARED")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared"), PathBuf::from)
}

/// A folder of the corpus, `""` for all of it; `None`, with a word, where it is missing.
pub fn corpus(folder: &str) -> Option<PathBuf> {
    present(Need::Corpus, shared().join("corpus").join(folder))
}

/// The folder of the seeds; `None`, with a word, where it is missing.
pub fn seeds() -> Option<PathBuf> {
    present(Need::Seeds, shared().join("seeds"))
}

/// The folder of the fuzzers' inputs; `None`, with a word, where it is missing.
pub fn fuzz_corpus() -> Option<PathBuf> {
    present(Need::FuzzCorpus, Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus"))
}

fn present(need: Need, folder: PathBuf) -> Option<PathBuf> {
    if folder.is_dir() {
        return Some(folder);
    }
    missing(need, &format!("there is no folder {}", folder.display()));
    None
}
