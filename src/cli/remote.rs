//! Shared by commands that use a remote: progress, cancellation, and the result of a push.

use std::io::IsTerminal;
use std::sync::Arc;

#[cfg(unix)]
use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};

use super::{say, show_progress};
use crate::desk::PushedBranch;
use crate::git::{Control, Outcome};

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
    #[cfg(unix)]
    // Git runs in a separate session and does not get the signals itself.
    if let Ok(mut signals) = signal_hook::iterator::Signals::new([SIGHUP, SIGINT, SIGTERM]) {
        let control = control.clone();
        std::thread::spawn(move || {
            for _ in signals.forever() {
                if control.is_cancelled() {
                    // The exit code that shells report after Ctrl-C.
                    std::process::exit(130);
                }
                control.cancel();
            }
        });
    }
    control
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
