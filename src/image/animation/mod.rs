//! Animated GIFs: whole frames are decoded and scaled once, then written with increasing loss until
//! the file is light enough.

mod clip;
mod flashing;
mod lzw;
mod palette;
mod search;
mod write;

use super::{Control, Format, ImageError, Limits, still};
use crate::text::limits::FLASHING_GIF_PIXELS;

pub use flashing::{FlashKind, Flashes};
pub(super) use palette::with_colours;

/// Returns the flashes of a GIF that may cause a seizure if it is shown at most `shown_width`
/// pixels wide. Returns `None` also if its frames have more than `FLASHING_GIF_PIXELS` pixels in
/// all, or it can't be read.
pub fn flashes(source: &[u8], shown_width: u32) -> Option<Flashes> {
    let about = super::frames::count(source).ok()?;
    let pixels = u64::from(about.width) * u64::from(about.height) * u64::from(about.count);
    if about.count < 2 || pixels > FLASHING_GIF_PIXELS {
        return None;
    }
    let clip = clip::Clip::decode(source, LOOKED_AT_WIDTH, &Control::default()).ok()?;
    flashing::flashes(&clip, shown_width.min(about.width))
}

/// Clips are examined at this width: flashes are larger than a pixel of it.
const LOOKED_AT_WIDTH: u32 = 64;

/// Scales an animated GIF and reduces it in steps until it is below the limit. Returns the bytes
/// and the steps that were taken.
///
/// # Errors
///
/// If it is damaged, has too many frames, can't be made light enough, or was cancelled.
pub fn fit(source: &[u8], limits: &Limits, control: &Control) -> Result<(Vec<u8>, Vec<String>), ImageError> {
    let clip = clip::Clip::decode(source, limits.max_width, control)?;
    let (limit, own) = (limits.max_gif_bytes, source.len() as u64);
    if limit.is_none_or(|limit| own < limit) {
        // A scaled clip must not get heavier, but frames and sharpness are worth more than a few bytes.
        match search::lightest_loss(&clip, Some(own), &search::GENTLE, control) {
            Err(ImageError::StillTooHeavy { .. }) => {}
            lighter => return lighter,
        }
    }
    let (bytes, mut steps) = search::lightest_loss(&clip, limit, &search::PRESETS, control)?;
    steps.extend((bytes.len() as u64 > own).then(|| still::HEAVIER.to_owned()));
    Ok((bytes, steps))
}
