//! The terminal that the program shares with the shell and with other programs.

use std::io;

/// Stops the program until the shell continues it.
///
/// # Errors
///
/// If it can't be stopped.
#[cfg(unix)]
pub fn suspend() -> io::Result<()> {
    signal_hook::low_level::raise(signal_hook::consts::SIGTSTP)
}

/// There is no shell that continues it.
#[cfg(not(unix))]
pub fn suspend() -> io::Result<()> {
    Ok(())
}

/// Ends the wait for a key, as a change of the window's size does. Elsewhere the wait is short.
pub fn wake_reader() {
    #[cfg(unix)]
    let _ = signal_hook::low_level::raise(signal_hook::consts::SIGWINCH);
}

/// Runs a program that has the terminal. Ctrl-C and Ctrl-\ are for that program alone meanwhile.
#[cfg(unix)]
pub fn while_interrupts_are_ignored<T>(work: impl FnOnce() -> T) -> T {
    use signal_hook::consts::{SIGINT, SIGQUIT};
    let ignored =
        [SIGINT, SIGQUIT].map(|signal| signal_hook::flag::register(signal, std::sync::Arc::default()));
    let done = work();
    for id in ignored.into_iter().flatten() {
        signal_hook::low_level::unregister(id);
    }
    done
}

#[cfg(not(unix))]
pub fn while_interrupts_are_ignored<T>(work: impl FnOnce() -> T) -> T {
    work()
}
