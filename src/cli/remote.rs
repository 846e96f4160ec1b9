//! Shared by commands that use a remote: progress, cancellation, pushing to it or to a fork.

use std::io::IsTerminal;
use std::sync::Arc;

use super::{CliError, confirm, say, say_error, show_progress};
use crate::desk::{DeskError, Destination, ForkHelp, PushedBranch, lacks_rights};
use crate::git::{Control, Outcome};
use crate::platform::{Interrupts, on_interrupt};
use crate::text::SecretUrl;

/// Shows the progress on one line of a terminal. Ctrl-C, a termination signal or a closed terminal
/// cancels and waits until git has cleaned up; a second one ends the program at once.
pub(super) fn control() -> Arc<Control> {
    let control = Control::default();
    let control = Arc::new(match std::io::stderr().is_terminal() {
        false => control,
        true => control.with_listener(|progress| {
            let percent = progress.percent.map_or_else(String::new, |percent| format!(" {percent}%"));
            show_progress(&progress.phase, &percent);
        }),
    });
    let cancelled = control.clone();
    // Git runs in a separate session and does not get the signals itself.
    on_interrupt(Interrupts::EndingOrCtrlC, move |_| {
        if cancelled.is_cancelled() {
            // The exit code that shells report after Ctrl-C.
            std::process::exit(130);
        }
        cancelled.cancel();
        true
    });
    control
}

/// A line on a terminal that says what the program waits for, until this is dropped.
pub(super) struct WaitingLine {
    is_shown: bool,
}

impl WaitingLine {
    /// For a download. `None` if the source is a file.
    pub fn for_source(source: &str) -> Option<WaitingLine> {
        if !source.contains("://") {
            return None;
        }
        let is_shown = std::io::stderr().is_terminal();
        if is_shown {
            show_progress(&format!("Fetching {}", SecretUrl::from(source)), "");
        }
        Some(WaitingLine { is_shown })
    }
}

impl Drop for WaitingLine {
    fn drop(&mut self) {
        if self.is_shown {
            show_progress("", "");
        }
    }
}

pub(super) fn say_pushed(offered: &PushedBranch) {
    let pushed = &offered.pushed;
    say(&match pushed.outcome {
        Outcome::Created => format!("pushed the new branch {} to {}", pushed.branch, pushed.remote),
        Outcome::Updated => format!("pushed {} to {}", pushed.branch, pushed.remote),
        Outcome::UpToDate => format!("{} has all of {} already", pushed.remote, pushed.branch),
    });
    for line in &pushed.messages {
        say(&format!("  {line}"));
    }
    if let Some(page) = &offered.page {
        say(&format!("open the pull request at {page}"));
    }
}

/// Where to push to: the remote or the fork of the arguments, or as git is configured.
pub(super) fn destination<'a>(remote: Option<&'a str>, fork: Option<Option<&'a str>>) -> Destination<'a> {
    match (fork, remote) {
        (Some(Some(address)), _) => Destination::At(address),
        (Some(None), _) => Destination::OwnFork,
        (None, Some(remote)) => Destination::At(remote),
        (None, None) => Destination::Usual,
    }
}

/// A push, and the command that repeats it.
pub(super) struct PushCommand<'a> {
    /// Such as `copydesk push add/a-lamp`.
    pub command: &'a str,
    pub push: &'a dyn Fn(Destination<'_>) -> Result<PushedBranch, DeskError>,
    pub fork_help: &'a dyn Fn() -> ForkHelp,
}

impl PushCommand<'_> {
    /// Pushes. A user without the right to push is led to a fork; on a terminal, the site's program makes
    /// it if the user agrees.
    pub fn run(&self, to: Destination<'_>) -> Result<PushedBranch, CliError> {
        let error = match (self.push)(to) {
            Ok(pushed) => return Ok(pushed),
            Err(error) => error,
        };
        let Some(lack) = lacks_rights(&error).filter(|_| to == Destination::Usual) else {
            return Err(error.into());
        };
        let help = (self.fork_help)();
        let (command, message) = (self.command, &lack.message);
        let Some(program) = help.program.map(|program| program.name()) else {
            if !lack.is_signed_in {
                return Err(error.into());
            }
            let page = help.page.map(|page| format!(" at {page}")).unwrap_or_default();
            return Err(CliError::failed(message)
                .hint(format!("fork it{page}, then run `{command} --fork URL` with your fork's address")));
        };
        let can_ask = std::io::stdin().is_terminal() && std::io::stderr().is_terminal();
        if can_ask {
            say_error(message);
            if confirm(&format!("fork it with {program} and push there?")) {
                return Ok((self.push)(Destination::OwnFork)?);
            }
        }
        Err(CliError::failed(message)
            .hint(format!("`{command} --fork` forks it with {program} and pushes there")))
    }
}
