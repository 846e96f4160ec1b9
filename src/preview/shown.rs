//! The page that is shown now, and the wait for the next one.

use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use super::page::{Cursor, Page};

/// What all connections show. Each waits for the newest page, so a slow one misses those between.
#[derive(Debug)]
pub(super) struct Shown {
    now: Mutex<Now>,
    changed: Condvar,
}

/// A page with the numbers of its changes.
#[derive(Clone, Debug)]
pub(super) struct Now {
    pub page: Arc<Page>,
    /// Counts the pages.
    pub version: u64,
    pub cursor: Option<usize>,
    /// Counts the moves of the cursor.
    pub moves: u64,
    pub is_closed: bool,
}

impl Shown {
    pub fn new(page: Page) -> Shown {
        let now = Now { page: Arc::new(page), version: 1, cursor: None, moves: 0, is_closed: false };
        Shown { now: Mutex::new(now), changed: Condvar::new() }
    }

    fn lock(&self) -> MutexGuard<'_, Now> {
        // A thread that panicked here left a whole value.
        self.now.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub fn now(&self) -> Now {
        self.lock().clone()
    }

    pub fn show(&self, page: Page, cursor: Option<Cursor>) {
        let mut now = self.lock();
        now.page = Arc::new(page);
        now.version += 1;
        if let Some(Cursor(at)) = cursor {
            now.cursor = Some(at);
        }
        drop(now);
        self.changed.notify_all();
    }

    pub fn point_at(&self, Cursor(at): Cursor) {
        let mut now = self.lock();
        if now.cursor != Some(at) {
            now.cursor = Some(at);
            now.moves += 1;
            drop(now);
            self.changed.notify_all();
        }
    }

    pub fn close(&self) {
        self.lock().is_closed = true;
        self.changed.notify_all();
    }

    /// Waits until there is something newer, at most this long.
    pub fn wait(&self, version: u64, moves: u64, longest: Duration) -> Now {
        let now = self.lock();
        let is_old = |now: &mut Now| now.version == version && now.moves == moves && !now.is_closed;
        let waited = self.changed.wait_timeout_while(now, longest, is_old);
        waited.unwrap_or_else(PoisonError::into_inner).0.clone()
    }
}
