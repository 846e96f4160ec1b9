use std::io::Cursor;

use image::metadata::Orientation;
use image::{ColorType, DynamicImage, ImageDecoder, ImageFormat, ImageReader, Limits, RgbaImage};
use zune_jpeg::zune_core::bytestream::ZCursor;
use zune_jpeg::zune_core::colorspace::ColorSpace;
use zune_jpeg::zune_core::options::DecoderOptions;

use super::{Format, Header, ImageError, colour, depth, header, vector};
use crate::text::limits::DECODED_BYTES;

/// The largest width of a drawing that is only shown.
const MAX_DRAWN: u32 = 4_096;

/// Upright RGBA pixels in sRGB, not premultiplied.
#[derive(Clone, Debug)]
pub struct Image {
    pub width: u32,
    pub height: u32,
    pub rgba: Vec<u8>,
    /// True if the image was turned as its metadata asks.
    pub was_turned: bool,
}

impl Image {
    pub fn is_opaque(&self) -> bool {
        self.rgba.chunks_exact(4).all(|pixel| pixel[3] == 255)
    }
}

/// Decodes an image (the first frame of an animation), turns it upright and converts it to sRGB.
///
/// # Errors
///
/// If the bytes are no image, are incomplete or damaged, or declare more pixels than the limit.
pub fn decode(bytes: &[u8]) -> Result<Image, ImageError> {
    let (header, orientation) = header::read(&mut Cursor::new(bytes), bytes.len() as u64)?;
    Ok(stored(bytes, &header, orientation, MAX_DRAWN)?.finish())
}

/// Pixels as they are stored, with what has to be done after scaling, when it is cheaper.
pub(super) struct Stored {
    pub image: Image,
    /// The EXIF orientation, from 1 to 8.
    pub orientation: u8,
    pub profile: Option<Vec<u8>>,
}

impl Stored {
    /// True if the orientation swaps width and height.
    pub fn is_on_its_side(&self) -> bool {
        self.orientation > 4
    }

    pub fn finish(mut self) -> Image {
        if let Some(profile) = self.profile {
            colour::to_srgb(&mut self.image, &profile);
        }
        turn(self.image, self.orientation)
    }
}

/// Decodes an image. A drawing is rendered at most `max_width` wide.
pub(super) fn stored(
    bytes: &[u8],
    header: &Header,
    orientation: u8,
    max_width: u32,
) -> Result<Stored, ImageError> {
    if header.is_cut_off {
        return Err(ImageError::Damaged("it ends before its image does".into()));
    }
    let format = match header.format {
        Format::Jpeg => return jpeg(bytes, orientation),
        Format::Svg => {
            return Ok(Stored { image: vector::draw(bytes, max_width)?, orientation: 1, profile: None });
        }
        Format::Avif | Format::Heic => return Err(ImageError::Refused(header.format)),
        Format::Png => ImageFormat::Png,
        Format::Gif => ImageFormat::Gif,
        Format::WebP => ImageFormat::WebP,
        Format::Bmp => ImageFormat::Bmp,
        Format::Tiff => ImageFormat::Tiff,
    };
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    let mut limits = Limits::default();
    limits.max_alloc = Some(DECODED_BYTES);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(damaged)?;
    let profile = decoder.icc_profile().unwrap_or_default();
    let ((width, height), colours, bytes) =
        (decoder.dimensions(), decoder.color_type(), decoder.total_bytes());
    if bytes > DECODED_BYTES {
        return Err(ImageError::TooDeep { bytes });
    }
    let mut pixels = vec![0; bytes as usize];
    decoder.read_image(&mut pixels).map_err(damaged)?;
    let rgba = depth::to_rgba8(pixels, colours);
    if rgba.len() as u64 != u64::from(width) * u64::from(height) * 4 {
        return Err(ImageError::Damaged("it has too few pixels".into()));
    }
    Ok(Stored { image: Image { width, height, rgba, was_turned: false }, orientation, profile })
}

/// Uses a strict decoder: `image` shows grey for missing data.
fn jpeg(bytes: &[u8], orientation: u8) -> Result<Stored, ImageError> {
    let decoder = |colours| {
        let options = DecoderOptions::default()
            .set_strict_mode(true)
            .set_max_width(usize::from(u16::MAX))
            .set_max_height(usize::from(u16::MAX))
            .jpeg_set_out_colorspace(colours);
        zune_jpeg::JpegDecoder::new_with_options(ZCursor::new(bytes), options)
    };
    let mut header = decoder(ColorSpace::RGBA);
    header.decode_headers().map_err(damaged)?;
    let (width, height) = header.dimensions().unwrap_or_default();
    // For CMYK the decoder returns three bytes per pixel, in any output colour space.
    let rgba = if matches!(header.input_colorspace(), Some(ColorSpace::CMYK | ColorSpace::YCCK)) {
        let rgb = decoder(ColorSpace::RGB).decode().map_err(damaged)?;
        depth::to_rgba8(rgb, ColorType::Rgb8)
    } else {
        decoder(ColorSpace::RGBA).decode().map_err(damaged)?
    };
    if rgba.len() != width * height * 4 {
        return Err(ImageError::Damaged("it has too few pixels".into()));
    }
    Ok(Stored {
        image: Image { width: width as u32, height: height as u32, rgba, was_turned: false },
        orientation,
        profile: header.icc_profile(),
    })
}

fn damaged(error: impl std::fmt::Display) -> ImageError {
    // Some decoders report errors in several lines.
    ImageError::Damaged(error.to_string().split_whitespace().collect::<Vec<_>>().join(" "))
}

/// Turns an image by its EXIF orientation.
pub(super) fn turn(image: Image, orientation: u8) -> Image {
    let turn = Orientation::from_exif(orientation).unwrap_or(Orientation::NoTransforms);
    if turn == Orientation::NoTransforms {
        return image;
    }
    let Image { width, height, rgba, .. } = image;
    let mut image = DynamicImage::from(RgbaImage::from_raw(width, height, rgba).unwrap_or_default());
    image.apply_orientation(turn);
    let image = image.into_rgba8();
    Image { width: image.width(), height: image.height(), rgba: image.into_raw(), was_turned: true }
}
