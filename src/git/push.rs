//! Pushing a branch, by the git program with the user's own settings and hooks.

use std::time::Duration;

use git2::Oid;

use super::control::{Control, Limits};
use super::error::GitError;
use super::refusal::{Refusal, Refused};
use super::repository::{Head, Repo};
use super::{fetch, program, session};
use crate::text::SecretUrl;

/// How long the user's pre-push hook may be silent: it may run a test suite.
const HOOK_SILENCE: Duration = Duration::from_secs(15 * 60);

/// What to push.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Push<'a> {
    /// A name or an address; else [`Repo::push_remote`].
    pub remote: Option<&'a str>,
    /// Without `refs/heads/`; else the one that is checked out.
    pub branch: Option<&'a str>,
    /// Makes the remote's branch the upstream of this one.
    pub set_upstream: bool,
}

/// A push that was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pushed {
    /// Its name or its address.
    pub remote: SecretUrl,
    pub branch: String,
    pub oid: Oid,
    pub outcome: Outcome,
    /// What the remote said, without control characters.
    pub messages: Vec<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// The remote had no such branch.
    Created,
    Updated,
    UpToDate,
}

/// Pushes a branch to one of the same name, never by force. Blocks while the user's pre-push hook
/// runs, as git does.
///
/// # Errors
///
/// [`GitError::Remote`] with a [`Refusal`] for each way to be refused, [`GitError::Cancelled`],
/// [`GitError::TimedOut`], [`GitError::NoGitProgram`]. Nothing has changed here then; a push that
/// was given up in its last moment may have arrived nevertheless.
pub fn push(repo: &Repo, what: Push<'_>, control: &Control) -> Result<Pushed, GitError> {
    let refused = |remote: &str, refusal| {
        GitError::Remote(Refused::new(remote, &remote.into(), refusal, String::new()))
    };
    let branch = match (what.branch, repo.branch()) {
        (Some(branch), _) => branch.to_owned(),
        (None, Head::Branch(branch) | Head::Unborn(branch)) => branch,
        (None, Head::Detached(at)) => {
            return Err(refused(what.remote.unwrap_or_default(), Refusal::Detached { at }));
        }
    };
    let remote = match what.remote {
        Some(remote) => remote.to_owned(),
        None => match repo.push_remote(&branch)? {
            Some(remote) => remote.name,
            None => return Err(refused("", Refusal::NoUpstream { branch })),
        },
    };
    let address = repo.address(&remote, true)?;
    let name = format!("refs/heads/{branch}");
    let no_branch = |_| refused(&remote, Refusal::NoBranch { name: branch.clone() });
    let oid = repo.git.refname_to_id(&name).map_err(no_branch)?;

    let mut command = program::command(repo);
    command.args(["push", "--porcelain", "--progress", "--no-follow-tags"]);
    if what.set_upstream {
        command.arg("--set-upstream");
    }
    command.arg("--").arg(&remote).arg(format!("{name}:{name}"));
    let mut limits = control.limits();
    let has_hook = repo.has_hook("pre-push");
    if has_hook {
        limits = Limits { silence: limits.silence.max(HOOK_SILENCE), ..limits };
    }
    let ran = session::run_within(command, b"", control, limits)?;
    let stdout = session::tidy(&String::from_utf8_lossy(&ran.stdout));
    let status = stdout.lines().find(|line| line.contains(&format!("{name}:{name}")));
    if ran.success {
        let outcome = match status.and_then(|line| line.chars().next()) {
            Some('*') => Outcome::Created,
            Some('=') => Outcome::UpToDate,
            _ => Outcome::Updated,
        };
        let messages = ran.stderr.lines().filter_map(|line| line.strip_prefix("remote:"));
        let messages = messages.map(|line| line.strip_prefix(' ').unwrap_or(line).to_owned());
        let messages = messages.filter(|line| !line.is_empty()).collect();
        return Ok(Pushed { remote: remote.into(), branch, oid, outcome, messages });
    }
    let rejected = status.filter(|line| line.starts_with('!'));
    if has_hook && rejected.is_none() && is_own_refusal(&ran.stderr) {
        return Err(GitError::Remote(Refused::new(&remote, &address, Refusal::PrePush {}, ran.stderr)));
    }
    let output = match rejected {
        Some(line) => format!("{}\n{line}", ran.stderr),
        None => ran.stderr,
    };
    Err(fetch::failure(Some(repo), (&remote, &address), output))
}

/// Whether git gave up without a word of the remote, which is what it does after its own hook.
fn is_own_refusal(stderr: &str) -> bool {
    let last = stderr.lines().last().unwrap_or_default();
    let talked = ["RPC failed", "send-pack: ", "remote: "];
    last.starts_with("error: failed to push some refs") && !talked.iter().any(|text| stderr.contains(text))
}
