//! What commands that meet a remote have in common: progress, giving up, and what came of a push.

use std::io::IsTerminal;
use std::sync::Arc;

#[cfg(unix)]
use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};

use super::{say, show_progress};
use crate::desk::PushedBranch;
use crate::git::{Control, Outcome};

/// Shows the progress on one line of a terminal. Ctrl-C gives up, and so does a wish to end or a closed
/// terminal, and waits until git has tidied up; a second one does not wait.
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
    // Git is in a session of its own: nobody else would end it.
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
