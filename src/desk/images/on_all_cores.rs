use std::path::Path;
use std::sync::{Mutex, PoisonError};

use rayon::prelude::*;

use crate::image::{self, Header};
use crate::root::Root;

/// Images with more pixels than this, in all frames together, are processed one at a time.
const MANY_PIXELS: u64 = 25_000_000;

/// Processes images on all cores and returns the results in the order of the items. Large images are
/// processed one after the other, so that memory does not grow with the number of cores.
pub(in crate::desk) fn map<T: Sync, R: Send>(
    items: &[T],
    pixels: impl Fn(&T) -> u64 + Sync,
    work: impl Fn(&T) -> R + Sync,
) -> Vec<R> {
    let is_large: Vec<bool> = items.par_iter().map(|item| pixels(item) > MANY_PIXELS).collect();
    let small: Vec<Option<R>> =
        items.par_iter().zip(&is_large).map(|(item, large)| (!large).then(|| work(item))).collect();
    items.iter().zip(small).map(|(item, done)| done.unwrap_or_else(|| alone(|| work(item)))).collect()
}

/// Processes a large image while no other thread does.
fn alone<R>(work: impl FnOnce() -> R) -> R {
    static LARGE: Mutex<()> = Mutex::new(());
    let _turn = LARGE.lock().unwrap_or_else(PoisonError::into_inner);
    work()
}

/// Processes an image; a large one exclusively, as `map` does. Must not be called from a rayon thread.
pub fn one_at_a_time<R>(header: &Header, work: impl FnOnce() -> R) -> R {
    if pixels_in(header) > MANY_PIXELS { alone(work) } else { work() }
}

/// The number of pixels according to a file's header.
pub(in crate::desk) fn pixels_of(path: &Path, root: &Root) -> u64 {
    let Ok(opened) = root.open(path) else { return 0 };
    image::probe(opened.file, opened.about.bytes).map_or(0, |header| pixels_in(&header))
}

/// As [`pixels_of`], for an image that is not on disk.
pub(in crate::desk) fn pixels_of_bytes(bytes: &[u8]) -> u64 {
    image::probe_bytes(bytes).map_or(0, |header| pixels_in(&header))
}

fn pixels_in(header: &Header) -> u64 {
    u64::from(header.width) * u64::from(header.height) * u64::from(header.frames.max(1))
}
