use super::{ImageError, Picture};

/// Scales a picture down to a width in linear light; one that is not wider stays as it is.
///
/// # Errors
///
/// Where the picture has no pixels.
pub fn to_width(picture: Picture, max_width: u32) -> Result<Picture, ImageError> {
    if picture.width <= max_width {
        return Ok(picture);
    }
    let height =
        (u64::from(picture.height) * u64::from(max_width)).div_ceil(u64::from(picture.width)).max(1) as u32;
    let image = image::RgbaImage::from_raw(picture.width, picture.height, picture.rgba)
        .ok_or_else(|| ImageError::Damaged("it has too few pixels".into()))?;
    let image = image::imageops::resize(&image, max_width, height, image::imageops::FilterType::Lanczos3);
    Ok(Picture { width: max_width, height, rgba: image.into_raw(), was_turned: picture.was_turned })
}
