//! Moving GIFs: whole frames are taken out of the file and scaled, once; then they are written,
//! with more and more loss, until the file is light enough.

mod clip;
mod flashing;
mod lzw;
mod palette;
mod search;
mod write;

use super::{Control, Format, ImageError, Limits};
use crate::text::limits::FLASHING_GIF_PIXELS;

pub use flashing::{FlashKind, Flashes};

/// Whether a GIF flashes so that it may cause a seizure, where it is shown at most `shown_width` pixels
/// wide. `None` also where its frames have more than `FLASHING_GIF_PIXELS` pixels together, or it
/// can't be read.
pub fn flashes(source: &[u8], shown_width: u32) -> Option<Flashes> {
    let about = super::frames::count(source).ok()?;
    let pixels = u64::from(about.width) * u64::from(about.height) * u64::from(about.count);
    if about.count < 2 || pixels > FLASHING_GIF_PIXELS {
        return None;
    }
    let clip = clip::Clip::decode(source, LOOKED_AT_WIDTH, &Control::default()).ok()?;
    flashing::flashes(&clip, shown_width.min(about.width))
}

/// A place of the clip is as large as a few pixels of the page: flashes are larger.
const LOOKED_AT_WIDTH: u32 = 64;

/// Scales a moving GIF and makes it lighter in steps until it is under the limit: the bytes, and
/// what was done.
///
/// # Errors
///
/// Where it is damaged, has too many frames, can't be made light enough, or the work was cancelled.
pub fn fit(source: &[u8], limits: &Limits, control: &Control) -> Result<(Vec<u8>, Vec<String>), ImageError> {
    let clip = clip::Clip::decode(source, limits.max_width, control)?;
    search::lightest_loss(clip, limits.max_gif_bytes, control)
}
