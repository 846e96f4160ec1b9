//! Commands of the git program, for a repository and without prompts.

use std::process::{Command, Stdio};

use super::error::GitError;
use super::repository::Repo;
use crate::platform::find_program;

/// Variables that would make git use another repository or index, or read paths differently.
const FOREIGN: [&str; 11] = [
    "GIT_DIR",
    "GIT_WORK_TREE",
    "GIT_INDEX_FILE",
    "GIT_COMMON_DIR",
    "GIT_OBJECT_DIRECTORY",
    "GIT_PREFIX",
    "GIT_NAMESPACE",
    "GIT_LITERAL_PATHSPECS",
    "GIT_GLOB_PATHSPECS",
    "GIT_NOGLOB_PATHSPECS",
    "GIT_ICASE_PATHSPECS",
];

/// True if there is a git program in PATH.
pub(super) fn is_installed() -> bool {
    find_program("git").is_some()
}

/// The version of the git program, such as `2.47.3`.
///
/// # Errors
///
/// [`GitError::NoGitProgram`], or [`GitError::Git`] if it does not run.
pub fn program_version() -> Result<String, GitError> {
    if !is_installed() {
        return Err(GitError::NoGitProgram);
    }
    let output =
        bare_command().arg("--version").output().map_err(|error| GitError::Git(error.to_string()))?;
    let text = String::from_utf8_lossy(&output.stdout);
    let version = text.lines().next().and_then(|line| line.strip_prefix("git version "));
    version.map(str::to_owned).ok_or_else(|| GitError::Git("`git --version` names no version".to_owned()))
}

/// A `git` command outside of any repository. It does not ask on the terminal and opens no editor.
pub(super) fn bare_command() -> Command {
    let mut command = Command::new("git");
    for name in FOREIGN {
        command.env_remove(name);
    }
    command.env("GIT_TERMINAL_PROMPT", "0").env("GIT_EDITOR", ":").stdin(Stdio::null());
    command
}

/// A `git` command in this repository.
pub(super) fn command(repo: &Repo) -> Command {
    let mut command = bare_command();
    match repo.workdir() {
        Some(top) => command.arg("-C").arg(top),
        // With `safe.bareRepository`, git finds a bare repository only if it is named.
        None => command.arg("--git-dir").arg(repo.git.path()),
    };
    command
}

/// As [`command`], for work that the user did not start: no hook runs, and the output is in English.
pub(super) fn plumbing(repo: &Repo) -> Command {
    let mut command = command(repo);
    command.env("LC_ALL", "C").env_remove("LANGUAGE");
    command.args(["-c", "core.hooksPath=/dev/null", "-c", "core.fsmonitor=false"]);
    command
}
