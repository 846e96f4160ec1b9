use super::{Control, Format, ImageError, Limits, Picture, scale};

/// Scales a picture and writes it as what it was, or as what suits it better: the bytes, and what
/// was done.
///
/// # Errors
///
/// Where the encoder refuses or the work was cancelled.
pub fn encode(
    picture: Picture,
    was: Option<Format>,
    limits: &Limits,
    control: &Control,
) -> Result<(Vec<u8>, Vec<String>), ImageError> {
    control.step(1, 3)?;
    let picture = scale::to_width(picture, limits.max_width)?;
    control.step(2, 3)?;
    let mut out = std::io::Cursor::new(Vec::new());
    let image = image::RgbaImage::from_raw(picture.width, picture.height, picture.rgba)
        .ok_or_else(|| ImageError::Damaged("it has too few pixels".into()))?;
    let (format, image) = match was {
        Some(Format::Jpeg) => (image::ImageFormat::Jpeg, image::DynamicImage::from(image).into_rgb8().into()),
        _ => (image::ImageFormat::Png, image::DynamicImage::from(image)),
    };
    image.write_to(&mut out, format).map_err(|error| ImageError::Encode {
        format: was.unwrap_or(Format::Png),
        what: error.to_string(),
    })?;
    Ok((out.into_inner(), Vec::new()))
}
