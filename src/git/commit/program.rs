//! A commit made by the git program, for what libgit2 does not honour.

use std::ffi::{OsStr, OsString};
use std::fs::File;
use std::io::{ErrorKind, Read, Seek, Write};
use std::path::{Path, PathBuf};
use std::process::ExitStatus;

use git2::Oid;

use super::super::error::GitError;
use super::super::program::command;
use super::super::repository::Repo;
use super::route::Reason;
use crate::text::Redacted;

/// `git commit --only` of `paths`. Gives the new commit and what hooks wrote.
pub(super) fn commit(
    repo: &Repo,
    paths: &[PathBuf],
    message: &str,
    reasons: &[Reason],
) -> Result<(Oid, String), GitError> {
    let missing = |error: std::io::Error| match error.kind() {
        ErrorKind::NotFound => GitError::NeedsGitProgram { reasons: reasons.to_vec() },
        _ => GitError::Git(format!("git: {error}")),
    };
    let before = repo.head_commit()?.map(|commit| commit.id());
    // `commit --only` takes tracked paths, so new ones are announced to the index first.
    let new = untracked(repo, paths)?;
    let mut announced = Announced::of(repo, new);
    if !announced.paths.is_empty() {
        let added = run(repo, &["add", "--intent-to-add", "--"], &announced.paths, "").map_err(missing)?;
        announced.after = std::fs::read(repo.index_path()).ok();
        if !added.status.success() {
            announced.take_back(repo);
            return Err(GitError::GitProgram { output: added.output });
        }
    }
    let arguments = ["commit", "--quiet", "--only", "--no-edit", "--cleanup=whitespace", "-F", "-", "--"];
    let made = match run(repo, &arguments, paths, message) {
        Ok(made) => made,
        Err(error) => {
            announced.take_back(repo);
            return Err(missing(error));
        }
    };
    let after = repo.head_commit()?.map(|commit| commit.id());
    match after {
        // Git fails after a commit it has made when it can't tidy up; that is no refusal.
        Some(oid) if Some(oid) != before => Ok((oid, made.output)),
        _ => {
            announced.take_back(repo);
            Err(refusal(reasons, made.output))
        }
    }
}

fn refusal(reasons: &[Reason], output: String) -> GitError {
    let signing = reasons.contains(&Reason::Signing)
        && (output.contains("failed to sign") || output.contains("failed to write commit object"));
    if signing {
        return GitError::Signing { output };
    }
    let hooked = reasons.iter().any(|reason| matches!(reason, Reason::Hooks(_)));
    // A hook's refusal is the last word; where git itself gives up, it says so.
    let fatal = output.lines().last().is_some_and(|line| line.starts_with("fatal: "));
    if hooked && !fatal {
        return GitError::Hook { output };
    }
    GitError::GitProgram { output }
}

/// New paths put into the index for `git commit --only`, and how to take them out again.
struct Announced {
    paths: Vec<PathBuf>,
    before: Option<Vec<u8>>,
    after: Option<Vec<u8>>,
}

impl Announced {
    fn of(repo: &Repo, paths: Vec<PathBuf>) -> Self {
        let before = if paths.is_empty() { None } else { std::fs::read(repo.index_path()).ok() };
        Self { paths, before, after: None }
    }

    /// Restores the index byte for byte; if another program has changed it since, takes out only
    /// the announced paths.
    fn take_back(&self, repo: &Repo) {
        if self.paths.is_empty() {
            return;
        }
        let index = repo.index_path();
        if std::fs::read(&index).ok() == self.after && self.replace(&index).is_ok() {
            return;
        }
        // The refusal is what the caller has to hear of, so a failure here has no better place.
        let _ = run(repo, &["rm", "--quiet", "--cached", "--ignore-unmatch", "--"], &self.paths, "");
    }

    /// Writes the old index through its lock file, as git does.
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

/// What is staged, as git sees it: for an index that libgit2 can't read.
pub(super) fn staged(repo: &Repo) -> Result<Vec<PathBuf>, GitError> {
    ask(repo, &["diff", "--cached", "--name-only", "--no-renames", "-z"], &[])
}

/// The id of a file after its filters; `None` if git can't tell.
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
    Ok(names.map(path_from).collect())
}

struct Ran {
    status: ExitStatus,
    output: String,
}

/// Runs git with `input` and gives both output streams in the order they were written. They go
/// to a file: a process that a hook leaves behind would hold a pipe open.
fn run(repo: &Repo, arguments: &[&str], paths: &[PathBuf], input: &str) -> std::io::Result<Ran> {
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
    Ok(Ran { status, output })
}

/// A path with no wildcard meaning. `--literal-pathspecs` would reach the hooks' own git as well.
fn literal(path: &Path) -> OsString {
    let mut spec = OsString::from(":(literal)");
    spec.push(path);
    spec
}

#[cfg(unix)]
pub(in crate::git) fn path_from(bytes: &[u8]) -> PathBuf {
    use std::os::unix::ffi::OsStrExt;
    PathBuf::from(OsStr::from_bytes(bytes))
}

#[cfg(not(unix))]
pub(in crate::git) fn path_from(bytes: &[u8]) -> PathBuf {
    PathBuf::from(OsString::from(String::from_utf8_lossy(bytes).into_owned()))
}
