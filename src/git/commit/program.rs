//! A commit made by the git program, for features that libgit2 does not support.

use std::ffi::OsString;
use std::fs::File;
use std::io::{ErrorKind, Read, Seek, Write};
use std::path::{Path, PathBuf};
use std::process::ExitStatus;

use git2::Oid;

use super::super::error::GitError;
use super::super::program::command;
use super::super::repository::Repo;
use super::error::CommitError;
use super::route::GitFeature;
use crate::platform::path_from_bytes;
use crate::text::Redacted;

/// Runs `git commit --only` on `paths`, with `--amend` if the commit replaces the last one. Returns the new commit and the output of hooks.
pub(super) fn commit(
    repo: &Repo,
    paths: &[PathBuf],
    message: &str,
    amends: Option<Oid>,
    reasons: &[GitFeature],
) -> Result<(Oid, String), CommitError> {
    let missing = |error: std::io::Error| match error.kind() {
        ErrorKind::NotFound => CommitError::NeedsGitProgram { reasons: reasons.to_vec() },
        _ => GitError::Git(format!("git: {error}")).into(),
    };
    let before = repo.head_commit()?.map(|commit| commit.id());
    // `commit --only` takes tracked paths only, so new ones get an intent-to-add entry first.
    let new = untracked(repo, paths)?;
    let mut added = IntentToAdd::new(repo, new);
    if !added.paths.is_empty() {
        let ran = run(repo, &["add", "--intent-to-add", "--"], &added.paths, "").map_err(missing)?;
        added.after = std::fs::read(repo.index_path()).ok();
        if !ran.status.success() {
            added.undo(repo);
            return Err(CommitError::GitProgram { output: ran.output });
        }
    }
    let mut arguments = vec!["commit", "--quiet", "--only", "--no-edit", "--cleanup=whitespace"];
    arguments.extend(amends.map(|_| "--amend"));
    arguments.extend(["-F", "-", "--"]);
    let made = match run(repo, &arguments, paths, message) {
        Ok(made) => made,
        Err(error) => {
            added.undo(repo);
            return Err(missing(error));
        }
    };
    let after = repo.head_commit()?.map(|commit| commit.id());
    match after {
        // Git also fails if it made the commit and could not clean up afterwards.
        Some(oid) if Some(oid) != before => Ok((oid, made.output)),
        _ => {
            added.undo(repo);
            Err(refusal(reasons, made.output))
        }
    }
}

fn refusal(reasons: &[GitFeature], output: String) -> CommitError {
    let signing = reasons.contains(&GitFeature::Signing)
        && (output.contains("failed to sign") || output.contains("failed to write commit object"));
    if signing {
        return CommitError::Signing { output };
    }
    let hooked = reasons.iter().any(|reason| matches!(reason, GitFeature::Hooks(_)));
    // If git itself gives up, its last line says so. Otherwise a hook refused.
    let fatal = output.lines().last().is_some_and(|line| line.starts_with("fatal: "));
    if hooked && !fatal {
        return CommitError::Hook { output };
    }
    CommitError::GitProgram { output }
}

/// Intent-to-add entries made for `git commit --only`, with the index before and after them.
struct IntentToAdd {
    paths: Vec<PathBuf>,
    before: Option<Vec<u8>>,
    after: Option<Vec<u8>>,
}

impl IntentToAdd {
    fn new(repo: &Repo, paths: Vec<PathBuf>) -> Self {
        let before = if paths.is_empty() { None } else { std::fs::read(repo.index_path()).ok() };
        Self { paths, before, after: None }
    }

    /// Restores the index byte for byte. If another program has changed it since, only removes the
    /// intent-to-add entries.
    fn undo(&self, repo: &Repo) {
        if self.paths.is_empty() {
            return;
        }
        let index = repo.index_path();
        if std::fs::read(&index).ok() == self.after && self.replace(&index).is_ok() {
            return;
        }
        // The caller reports why the commit was refused. A failure here adds nothing.
        let _ = run(repo, &["rm", "--quiet", "--cached", "--ignore-unmatch", "--"], &self.paths, "");
    }

    /// Writes the old index through the lock file, as git does.
    fn replace(&self, index: &Path) -> std::io::Result<()> {
        let Some(before) = &self.before else { return std::fs::remove_file(index) };
        let lock = index.with_extension("lock");
        let mut file = File::create_new(&lock)?;
        let done = file.write_all(before).and_then(|()| std::fs::rename(&lock, index));
        if done.is_err() {
            std::fs::remove_file(&lock)?;
        }
        done
    }
}

fn untracked(repo: &Repo, paths: &[PathBuf]) -> Result<Vec<PathBuf>, GitError> {
    let known = ask(repo, &["ls-files", "-z", "--"], paths)?;
    Ok(paths.iter().filter(|path| !known.contains(path)).cloned().collect())
}

/// Returns the staged paths, for an index that libgit2 can't read.
pub(super) fn staged(repo: &Repo) -> Result<Vec<PathBuf>, GitError> {
    ask(repo, &["diff", "--cached", "--name-only", "--no-renames", "-z"], &[])
}

/// Returns the blob id of a file after its filters; `None` if git can't compute it.
pub(super) fn hash(repo: &Repo, rel: &Path) -> Option<Oid> {
    let mut command = command(repo);
    command.arg("hash-object").arg("--").arg(rel);
    let out = command.output().ok().filter(|out| out.status.success())?;
    Oid::from_str(String::from_utf8_lossy(&out.stdout).trim()).ok()
}

fn ask(repo: &Repo, arguments: &[&str], paths: &[PathBuf]) -> Result<Vec<PathBuf>, GitError> {
    let mut command = command(repo);
    command.args(arguments).args(paths.iter().map(|path| literal(path)));
    let out = command.output().map_err(|error| GitError::Git(format!("git: {error}")))?;
    if !out.status.success() {
        return Err(GitError::Git(Redacted(String::from_utf8_lossy(&out.stderr).trim()).to_string()));
    }
    let names = out.stdout.split(|byte| *byte == 0).filter(|name| !name.is_empty());
    Ok(names.map(path_from_bytes).collect())
}

struct GitRun {
    status: ExitStatus,
    output: String,
}

/// Runs git with `input` and returns both output streams in the order they were written. They go to
/// a file, because a process that a hook leaves behind would keep a pipe open.
fn run(repo: &Repo, arguments: &[&str], paths: &[PathBuf], input: &str) -> std::io::Result<GitRun> {
    let mut message = tempfile::tempfile()?;
    message.write_all(input.as_bytes())?;
    message.rewind()?;
    let mut written = tempfile::tempfile()?;
    let mut command = command(repo);
    command.args(arguments).args(paths.iter().map(|path| literal(path)));
    command.stdin(message).stdout(written.try_clone()?).stderr(written.try_clone()?);
    let status = command.status()?;
    written.rewind()?;
    let mut bytes = Vec::new();
    written.read_to_end(&mut bytes)?;
    let output = Redacted(String::from_utf8_lossy(&bytes).trim_end()).to_string();
    Ok(GitRun { status, output })
}

/// A pathspec without wildcards. `--literal-pathspecs` would also change the git that hooks run.
fn literal(path: &Path) -> OsString {
    let mut spec = OsString::from(":(literal)");
    spec.push(path);
    spec
}
