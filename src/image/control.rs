use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};

use super::ImageError;

/// The two words that pass between someone who waits for work on an image and the work: how far
/// it is, and that it is to stop.
#[derive(Debug, Default)]
pub struct Control {
    cancelled: Arc<AtomicBool>,
    permille: AtomicU32,
}

impl Control {
    /// Asks the work to stop; it does so within one frame or one step.
    pub fn cancel(&self) {
        self.cancelled.store(true, Ordering::Relaxed);
    }

    /// The control of one part of this work: it stops with the whole, and its progress is its own.
    #[must_use]
    pub fn part(&self) -> Control {
        Control { cancelled: self.cancelled.clone(), permille: AtomicU32::default() }
    }

    /// How much is done, from 0 to 1.
    pub fn progress(&self) -> f32 {
        self.permille.load(Ordering::Relaxed) as f32 / 1000.0
    }

    /// Notes that `done` of `total` steps are behind, and stops the work where that was asked for.
    ///
    /// # Errors
    ///
    /// [`ImageError::Cancelled`].
    pub fn step(&self, done: usize, total: usize) -> Result<(), ImageError> {
        self.permille.store((done * 1000 / total.max(1)).min(1000) as u32, Ordering::Relaxed);
        if self.cancelled.load(Ordering::Relaxed) { Err(ImageError::Cancelled) } else { Ok(()) }
    }
}
