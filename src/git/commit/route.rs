//! Decides if libgit2 can make the commit as git would, or if the git program is needed.

use std::fmt;
use std::path::{Path, PathBuf};

use git2::{AttrCheckFlags, AttrValue};

use super::super::repository::Repo;
use super::staged::Staging;
use crate::platform::is_executable;

/// The program or library to make the commit with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Route {
    Libgit2,
    /// The repository uses something that libgit2 would silently ignore.
    GitProgram {
        reasons: Vec<GitFeature>,
    },
}

/// A feature that only the git program supports.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum GitFeature {
    /// The names of the hooks that would run.
    Hooks(Vec<String>),
    Signing,
    /// The name of a filter program (Git LFS, git-crypt) on one of the paths.
    Filter(String),
    /// The `working-tree-encoding` attribute on one of the paths.
    Encoding(String),
    SparseCheckout,
    PartialClone,
    /// A sparse or split index, or another form that only git reads.
    IndexFormat,
}

impl fmt::Display for GitFeature {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Hooks(names) => write!(f, "hooks ({})", names.join(", ")),
            Self::Signing => f.write_str("commit signing"),
            Self::Filter(name) => write!(f, "the `{name}` content filter"),
            Self::Encoding(name) => write!(f, "the work tree encoding {name}"),
            Self::SparseCheckout => f.write_str("sparse checkout"),
            Self::PartialClone => f.write_str("a partial clone"),
            Self::IndexFormat => f.write_str("a sparse or split index"),
        }
    }
}

/// Every hook that a commit may run. The last two run on any change of a branch or of the index.
const HOOKS: [&str; 6] = [
    "pre-commit",
    "prepare-commit-msg",
    "commit-msg",
    "post-commit",
    "reference-transaction",
    "post-index-change",
];

/// The hooks that only a merge runs.
const MERGE_HOOKS: [&str; 2] = ["pre-merge-commit", "post-merge"];

pub(super) fn choose(repo: &Repo, paths: &[PathBuf], staging: &Staging) -> Route {
    let mut reasons = Vec::new();
    let hooks = hooks(repo, &HOOKS);
    if !hooks.is_empty() {
        reasons.push(GitFeature::Hooks(hooks));
    }
    if repo.is_on("commit.gpgSign") {
        reasons.push(GitFeature::Signing);
    }
    for path in paths {
        let filter = driver(repo, path).map(GitFeature::Filter);
        for reason in filter.into_iter().chain(encoding(repo, path).map(GitFeature::Encoding)) {
            if !reasons.contains(&reason) {
                reasons.push(reason);
            }
        }
    }
    if repo.is_on("core.sparseCheckout") {
        reasons.push(GitFeature::SparseCheckout);
    }
    if any_setting(repo, r"^remote\..*\.(promisor|partialclonefilter)$") {
        reasons.push(GitFeature::PartialClone);
    }
    if matches!(staging, Staging::GitProgram) {
        reasons.push(GitFeature::IndexFormat);
    }
    if reasons.is_empty() { Route::Libgit2 } else { Route::GitProgram { reasons } }
}

/// True if git stores this path in a different form than libgit2 would.
pub(super) fn is_filtered(repo: &Repo, path: &Path) -> bool {
    driver(repo, path).is_some() || encoding(repo, path).is_some()
}

fn hooks(repo: &Repo, names: &[&str]) -> Vec<String> {
    let runs = |name: &&&str| repo.has_hook(name);
    let mut active: Vec<String> = names.iter().filter(runs).map(|name| (*name).to_owned()).collect();
    if any_setting(repo, r"^hook\..*\.command$") {
        active.push("configured hooks".into());
    }
    active
}

impl Repo {
    /// The hooks that `git commit` would run here.
    pub fn commit_hooks(&self) -> Vec<String> {
        hooks(self, &HOOKS)
    }

    /// The hooks that merging and committing with git would run here.
    pub fn merge_hooks(&self) -> Vec<String> {
        hooks(self, &[&MERGE_HOOKS[..], &HOOKS[..]].concat())
    }

    /// True if a hook of this name would run.
    pub(in crate::git) fn has_hook(&self, name: &str) -> bool {
        self.hooks_folder().join(name).metadata().is_ok_and(|meta| meta.is_file() && is_executable(&meta))
    }

    fn hooks_folder(&self) -> PathBuf {
        let configured = self.git.config().and_then(|config| config.get_path("core.hooksPath")).ok();
        match (configured, self.workdir()) {
            // A relative path counts from the top of the work tree, where hooks run.
            (Some(path), Some(workdir)) => workdir.join(path),
            (Some(path), None) => path,
            (None, _) => self.git.commondir().join("hooks"),
        }
    }

    /// The files of hooks that git does not run, because their permissions do not let it.
    pub fn ignored_hooks(&self) -> Vec<PathBuf> {
        let names = MERGE_HOOKS.iter().chain(&HOOKS).chain(&["pre-push"]);
        let paths = names.map(|name| self.hooks_folder().join(name));
        paths
            .filter(|path| path.metadata().is_ok_and(|meta| meta.is_file() && !is_executable(&meta)))
            .collect()
    }
}

/// The filter on a path, if a program is configured for it. Without one, git stores the file
/// unchanged, as libgit2 does.
fn driver(repo: &Repo, path: &Path) -> Option<String> {
    let name = value(repo, path, "filter")?;
    let config = repo.git.config().ok()?;
    let set = |key: &str| config.get_entry(&format!("filter.{name}.{key}")).is_ok();
    (set("clean") || set("process") || set("required")).then_some(name)
}

fn encoding(repo: &Repo, path: &Path) -> Option<String> {
    value(repo, path, "working-tree-encoding").filter(|name| !name.eq_ignore_ascii_case("utf-8"))
}

fn value(repo: &Repo, path: &Path, name: &str) -> Option<String> {
    let rules = repo.rules().ok()?;
    match AttrValue::from_string(rules.get_attr(path, name, AttrCheckFlags::FILE_THEN_INDEX).ok()?) {
        AttrValue::String(value) => Some(value.to_owned()),
        _ => None,
    }
}

fn any_setting(repo: &Repo, pattern: &str) -> bool {
    let Ok(config) = repo.git.config() else { return false };
    match config.entries(Some(pattern)) {
        Ok(mut entries) => entries.next().is_some(),
        Err(_) => false,
    }
}
