//! Requests to end the program.

/// The requests that are waited for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Interrupts {
    /// A termination signal, and a terminal that was closed.
    Ending,
    /// The same, and Ctrl-C.
    EndingOrCtrlC,
}

/// A request to end the program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Interrupt {
    #[cfg(unix)]
    signal: i32,
}

impl Interrupt {
    /// Ends the program as the signal does by itself.
    pub fn end_program(self) {
        #[cfg(unix)]
        let _ = signal_hook::low_level::emulate_default_handler(self.signal);
    }
}

/// Calls `take` for each request, in a thread of its own, until it returns false. If requests can't be waited for, they end
/// the program as usual.
#[cfg(unix)]
pub fn on_interrupt(requests: Interrupts, mut take: impl FnMut(Interrupt) -> bool + Send + 'static) {
    use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
    let signals: &[i32] = match requests {
        Interrupts::Ending => &[SIGTERM, SIGHUP],
        Interrupts::EndingOrCtrlC => &[SIGINT, SIGTERM, SIGHUP],
    };
    let Ok(mut signals) = signal_hook::iterator::Signals::new(signals) else { return };
    std::thread::spawn(move || {
        for signal in signals.forever() {
            if !take(Interrupt { signal }) {
                return;
            }
        }
    });
}

/// Waits for nothing: Windows ends the program, and git gets Ctrl-C from the same console.
#[cfg(not(unix))]
pub fn on_interrupt(_: Interrupts, _: impl FnMut(Interrupt) -> bool + Send + 'static) {}
