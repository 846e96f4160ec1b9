//! Pushes a branch through the git program, with the user's own settings and hooks.

use std::time::Duration;

use git2::Oid;

use super::control::{Control, Limits};
use super::error::GitError;
use super::forge_program::ForgeProgram;
use super::refusal::{Refusal, Refused};
use super::remote::{Direction, RemoteError, Unfinished};
use super::repository::{Head, Repo};
use super::url::RemoteUrl;
use super::{fetch, program, session};
use crate::text::SecretUrl;

/// How long the user's pre-push hook may be silent. It may run a test suite.
const HOOK_SILENCE: Duration = Duration::from_secs(15 * 60);

/// The branch to push, and where.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Push<'a> {
    /// A name or an address; `None` for [`Repo::push_remote`].
    pub remote: Option<&'a str>,
    /// Without `refs/heads/`; `None` for the branch that is checked out.
    pub branch: Option<&'a str>,
    /// True to make the remote's branch the upstream of this one.
    pub set_upstream: bool,
}

/// A successful push.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pushed {
    /// The name or the address.
    pub remote: SecretUrl,
    pub branch: String,
    pub oid: Oid,
    pub outcome: Outcome,
    /// The remote's messages, without control characters.
    pub messages: Vec<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// The remote had no such branch.
    Created,
    Updated,
    UpToDate,
}

/// Pushes a branch to one of the same name, never by force. Blocks while the user's pre-push hook runs,
/// as git does.
///
/// # Errors
///
/// [`RemoteError`], with a [`Refusal`] for each cause. Nothing is changed here. A push that was
/// cancelled in its last moment may have arrived nevertheless.
pub fn push(repo: &Repo, what: Push<'_>, control: &Control) -> Result<Pushed, RemoteError> {
    push_signed_in(repo, what, None, control)
}

/// As [`push`], with the password that a hosting site's program has for the remote, if git has none.
///
/// # Errors
///
/// As [`push`].
pub fn push_signed_in(
    repo: &Repo,
    what: Push<'_>,
    program: Option<ForgeProgram>,
    control: &Control,
) -> Result<Pushed, RemoteError> {
    let refused = |remote: &str, refusal| {
        RemoteError::Refused(Refused::new(remote, &remote.into(), refusal, String::new()))
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
    let address = repo.address(&remote, Direction::Push)?;
    let name = format!("refs/heads/{branch}");
    let no_branch = |_| refused(&remote, Refusal::NoBranch { name: branch.clone() });
    let oid = repo.git.refname_to_id(&name).map_err(no_branch)?;

    let mut command = program::command(repo);
    if let Some(setting) = program.and_then(|program| program.credential_setting(&address)) {
        command.arg("-c").arg(setting);
    }
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
    let _waiting = control.waiting(format_args!("Pushing to {}", RemoteUrl::short_name(&remote)));
    let run = session::run_within(command, b"", control, limits);
    let output = run.map_err(|error| unfinished(error, &branch, &remote))?;
    let stdout = session::sanitize(&String::from_utf8_lossy(&output.stdout));
    let status = stdout.lines().find(|line| line.contains(&format!("{name}:{name}")));
    if output.success {
        let outcome = match status.and_then(|line| line.chars().next()) {
            Some('*') => Outcome::Created,
            Some('=') => Outcome::UpToDate,
            _ => Outcome::Updated,
        };
        let messages = output.stderr.lines().filter_map(|line| line.strip_prefix("remote:"));
        let messages = messages.map(|line| line.strip_prefix(' ').unwrap_or(line).to_owned());
        let messages = messages.filter(|line| !line.is_empty()).collect();
        note_pushed(repo, &remote, &name, oid);
        return Ok(Pushed { remote: remote.into(), branch, oid, outcome, messages });
    }
    let rejected = status.filter(|line| line.starts_with('!'));
    if has_hook && rejected.is_none() && is_own_refusal(&output.stderr) {
        return Err(RemoteError::Refused(Refused::new(
            &remote,
            &address,
            Refusal::PrePush {},
            output.stderr,
        )));
    }
    let text = match rejected {
        Some(line) => format!("{}\n{line}", output.stderr),
        None => output.stderr,
    };
    Err(fetch::failure(Some(repo), (&remote, &address), text))
}

/// The error of a push that git was stopped in: what it sent may have arrived.
fn unfinished(error: GitError, branch: &str, remote: &str) -> RemoteError {
    let why = match error {
        GitError::Cancelled => Unfinished::Cancelled,
        GitError::TimedOut { seconds, output } => Unfinished::TimedOut { seconds, output },
        error => return error.into(),
    };
    RemoteError::PushUnfinished { branch: branch.to_owned(), remote: remote.into(), why }
}

/// Keeps what a remote without a name has, since git has a remote-tracking branch only for one with a
/// name. Without this, a commit that was pushed to an address could be amended.
fn note_pushed(repo: &Repo, remote: &str, name: &str, oid: Oid) {
    if repo.git.find_remote(remote).is_err() {
        let private = fetch::private_name(remote, name);
        // The push is done, and only the warning before an amendment depends on the note.
        let _ = repo.git.reference(&private, oid, true, "copydesk: push");
    }
}

/// True if git gave up without output of the remote, as it does after its own hook.
fn is_own_refusal(stderr: &str) -> bool {
    let last = stderr.lines().last().unwrap_or_default();
    let talked = ["RPC failed", "send-pack: ", "remote: "];
    last.starts_with("error: failed to push some refs") && !talked.iter().any(|text| stderr.contains(text))
}
