//! Progress, cancellation and time limits of work on a remote.

use std::fmt;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

/// The progress of one piece of work on a remote, its limits, and the means to cancel it. Other threads
/// may use it meanwhile.
#[derive(Default)]
pub struct Control {
    cancelled: AtomicBool,
    progress: Mutex<Progress>,
    limits: Limits,
    listener: Option<Box<Listener>>,
}

type Listener = dyn Fn(&Progress) + Send + Sync;

/// Time limits of work on a remote.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// How long git may write nothing; 60 seconds by default.
    pub silence: Duration,
    /// How long the work may take in all; no limit by default.
    pub total: Option<Duration>,
}

impl Default for Limits {
    fn default() -> Self {
        Self { silence: Duration::from_secs(60), total: None }
    }
}

/// The progress that git reports.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Progress {
    /// Such as `Receiving objects`; empty before the first phase.
    pub phase: String,
    /// `None` if git does not know the total.
    pub percent: Option<u8>,
}

impl Control {
    #[must_use]
    pub fn with_limits(limits: Limits) -> Self {
        Self { limits, ..Self::default() }
    }

    /// Reports each step of the progress to `listener`, in the thread that does the work. A progress without a
    /// phase is the end of the work.
    #[must_use]
    pub fn with_listener(mut self, listener: impl Fn(&Progress) + Send + Sync + 'static) -> Self {
        self.listener = Some(Box::new(listener));
        self
    }

    /// Asks the work to stop. It stops within a tenth of a second, or within two seconds if git must be
    /// killed.
    pub fn cancel(&self) {
        self.cancelled.store(true, Ordering::Relaxed);
    }

    pub fn is_cancelled(&self) -> bool {
        self.cancelled.load(Ordering::Relaxed)
    }

    /// Tells the listener what the work waits for, until the result is dropped. The remote may be silent for
    /// long, and reports no progress before it answers.
    pub fn waiting(&self, what: impl fmt::Display) -> Waiting<'_> {
        self.tell(&Progress { phase: what.to_string(), percent: None });
        Waiting { control: self }
    }

    pub fn progress(&self) -> Progress {
        self.progress.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub fn limits(&self) -> Limits {
        self.limits
    }

    fn tell(&self, progress: &Progress) {
        if let Some(listener) = &self.listener {
            listener(progress);
        }
    }

    pub(super) fn report(&self, progress: Progress) {
        self.tell(&progress);
        *self.progress.lock().unwrap_or_else(PoisonError::into_inner) = progress;
    }
}

/// Work that waits for a remote. When it is dropped, the listener gets a progress without a phase.
#[derive(Debug)]
#[must_use]
pub struct Waiting<'c> {
    control: &'c Control,
}

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        self.control.tell(&Progress::default());
    }
}

impl fmt::Debug for Control {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_struct("Control");
        shown.field("cancelled", &self.is_cancelled()).field("progress", &self.progress());
        shown.field("limits", &self.limits).finish_non_exhaustive()
    }
}

impl Progress {
    /// Parses a line such as `remote: Compressing objects:  50% (1/2)`; `None` for any other line.
    pub(super) fn parse(line: &str) -> Option<Self> {
        let line = line.strip_prefix("remote: ").unwrap_or(line).trim();
        let (phase, rest) = line.split_once(": ")?;
        let rest = rest.trim_start();
        let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        let (number, after) = rest.split_at(digits);
        let words = phase.split(' ').count();
        let is_phase = words <= 4 && phase.chars().all(|c| c.is_ascii_alphabetic() || c == ' ');
        if number.is_empty() || !is_phase {
            return None;
        }
        if after.starts_with('%') {
            return Some(Self { phase: phase.to_owned(), percent: number.parse().ok() });
        }
        (after.is_empty() || after == ", done.").then(|| Self { phase: phase.to_owned(), percent: None })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn progress_lines_are_recognised() {
        let read = |line| Progress::parse(line).map(|it| (it.phase, it.percent));
        let some = |phase: &str, percent| Some((phase.to_owned(), percent));
        assert_eq!(read("Counting objects:  50% (1/2)"), some("Counting objects", Some(50)));
        assert_eq!(
            read("Receiving objects: 100% (9/9), 1.20 MiB | 3.00 MiB/s, done."),
            some("Receiving objects", Some(100))
        );
        assert_eq!(read("remote: Enumerating objects: 5, done.        "), some("Enumerating objects", None));
        for other in ["fatal: unable to access", "remote: error: 3 files", "", "Total 3 (delta 0)"] {
            assert_eq!(read(other), None, "{other}");
        }
    }
}
