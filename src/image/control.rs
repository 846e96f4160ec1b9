use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};

use super::ImageError;

/// Connects work on an image with its caller: reports progress and requests cancellation.
#[derive(Debug, Default)]
pub struct Control {
    cancelled: Arc<AtomicBool>,
    permille: AtomicU32,
}

impl Control {
    /// Requests cancellation. The work stops within one frame or one step.
    pub fn cancel(&self) {
        self.cancelled.store(true, Ordering::Relaxed);
    }

    /// A control for a part of the work: it is cancelled with the whole, and has a separate
    /// progress.
    #[must_use]
    pub fn part(&self) -> Control {
        Control { cancelled: self.cancelled.clone(), permille: AtomicU32::default() }
    }

    /// The progress, from 0 to 1.
    pub fn progress(&self) -> f32 {
        self.permille.load(Ordering::Relaxed) as f32 / 1000.0
    }

    /// Raises the progress to `done` of `total` steps, and stops the work if it was cancelled. Steps that are repeated do
    /// not lower it.
    ///
    /// # Errors
    ///
    /// [`ImageError::Cancelled`].
    pub fn step(&self, done: usize, total: usize) -> Result<(), ImageError> {
        self.permille.fetch_max((done * 1000 / total.max(1)).min(1000) as u32, Ordering::Relaxed);
        if self.cancelled.load(Ordering::Relaxed) { Err(ImageError::Cancelled) } else { Ok(()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn repeated_steps_do_not_lower_the_progress() {
        let control = Control::default();
        for (done, progress) in [(1, 0.25), (3, 0.75), (2, 0.75), (4, 1.0)] {
            control.step(done, 4).unwrap();
            assert_eq!(control.progress(), progress);
        }
        assert_eq!(control.part().progress(), 0.0);
    }
}
