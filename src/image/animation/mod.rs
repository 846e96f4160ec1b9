//! Moving GIFs: whole frames are taken out of the file and scaled, once; then they are written,
//! with more and more loss, until the file is light enough.

mod clip;
mod lzw;
mod palette;
mod search;
mod write;

use super::{Control, Format, ImageError, Limits};

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
