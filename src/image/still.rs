use image::codecs::png::{CompressionType, FilterType, PngEncoder};
use image::{ExtendedColorType, ImageEncoder};
use jpeg_encoder::{Encoder, ImageBuffer, JpegColorType, SamplingFactor, rgb_to_ycbcr};
use oxipng::{BitDepth, Options, RawImage, StripChunks};

use super::containers::jpeg::Saved;
use super::{Control, Format, Image, ImageError, Limits};

/// A higher quality only adds bytes: at the size of a newsletter the difference is not visible.
const BEST: u8 = 90;
/// The lowest quality that is kept: scaling down improves an image that was saved worse.
const LEAST: u8 = 85;
/// Qualities that are tried, in this order, to stay below a limit of bytes.
const LIGHTER: [u8; 6] = [85, 80, 75, 70, 65, 60];
/// A fast PNG is at most this many times as heavy as an optimized one.
const FAST_PNG_RATIO: usize = 2;
/// Images with fewer colours are drawings: their edges need full colour resolution, and they may be
/// lighter as PNG.
const FEW_COLOURS: usize = 4_096;

/// Encodes an upright image in its former format or in a more suitable one. Returns the bytes and
/// the steps that were taken. `saved` has the settings of a JPEG source.
///
/// # Errors
///
/// Where the encoder fails or the work was cancelled.
pub(super) fn encode(
    image: &Image,
    was: Format,
    saved: Option<Saved>,
    limits: &Limits,
    control: &Control,
) -> Result<(Vec<u8>, Vec<String>), ImageError> {
    let colours = Colours::new(image);
    let saved = saved.unwrap_or(Saved { quality: BEST, is_sharp: was != Format::Jpeg });
    let quality = saved.quality.clamp(LEAST, BEST);
    let is_sharp = saved.is_sharp || colours.are_few || quality >= BEST;
    let saved = Saved { quality, is_sharp };
    let (mut format, mut bytes) = lighter(image, was, saved, &colours)?;
    control.step(9, 10)?;
    let mut steps = Vec::new();
    if let Some(max) = limits.max_still_bytes.filter(|max| bytes.len() as u64 > *max) {
        if colours.is_opaque {
            for quality in LIGHTER.into_iter().filter(|lighter| *lighter < quality) {
                control.step(9, 10)?;
                let light = jpeg(image, Saved { quality, ..saved })?;
                if light.len() < bytes.len() {
                    (format, bytes) = (Format::Jpeg, light);
                    steps = vec![format!("quality {quality}")];
                }
                if bytes.len() as u64 <= max {
                    break;
                }
            }
        }
        if bytes.len() as u64 > max {
            steps.push(format!("still over {}", crate::text::weight(max)));
        }
    }
    if format != was {
        steps.insert(0, format!("saved as {}", format.name()));
    }
    Ok((bytes, steps))
}

/// Keeps the format, unless the other one is at most a third as heavy. For a format that mail
/// clients can't show, takes the lighter one.
fn lighter(
    image: &Image,
    was: Format,
    saved: Saved,
    colours: &Colours,
) -> Result<(Format, Vec<u8>), ImageError> {
    if !colours.is_opaque {
        return Ok((Format::Png, png(image, colours)?));
    }
    let as_jpeg = jpeg(image, saved)?;
    // The PNG of a photograph takes most of the time and is not used.
    if !colours.are_few
        && (was == Format::Jpeg || as_jpeg.len() * 3 * FAST_PNG_RATIO <= fast_png_size(image)?)
    {
        return Ok((Format::Jpeg, as_jpeg));
    }
    let as_png = png(image, colours)?;
    let is_png = match was {
        Format::Jpeg => as_png.len() * 3 <= as_jpeg.len(),
        Format::Png | Format::Gif => as_jpeg.len() * 3 > as_png.len(),
        _ => as_png.len() <= as_jpeg.len(),
    };
    Ok(if is_png { (Format::Png, as_png) } else { (Format::Jpeg, as_jpeg) })
}

/// Properties of the colours that decide how the image is encoded.
struct Colours {
    is_opaque: bool,
    are_few: bool,
}

impl Colours {
    fn new(image: &Image) -> Colours {
        let mut seen = std::collections::HashSet::new();
        for pixel in image.rgba.chunks_exact(4) {
            if seen.len() > FEW_COLOURS {
                break;
            }
            seen.insert([pixel[0], pixel[1], pixel[2], pixel[3]]);
        }
        Colours { is_opaque: image.is_opaque(), are_few: seen.len() <= FEW_COLOURS }
    }
}

fn rgb(image: &Image) -> Vec<u8> {
    image.rgba.chunks_exact(4).flat_map(|pixel| [pixel[0], pixel[1], pixel[2]]).collect()
}

fn jpeg(image: &Image, saved: Saved) -> Result<Vec<u8>, ImageError> {
    let refused = |what: String| ImageError::Encode { format: Format::Jpeg, what };
    let side = |length: u32| u16::try_from(length).map_err(|error| refused(error.to_string()));
    let (width, height) = (side(image.width)?, side(image.height)?);
    let mut out = Vec::with_capacity(image.rgba.len() / 20);
    let mut encoder = Encoder::new(&mut out, saved.quality);
    encoder.set_progressive(true);
    encoder.set_optimized_huffman_tables(true);
    let halved = if saved.is_sharp { SamplingFactor::F_1_1 } else { SamplingFactor::F_2_2 };
    encoder.set_sampling_factor(halved);
    let is_grey = image.rgba.chunks_exact(4).all(|pixel| pixel[0] == pixel[1] && pixel[1] == pixel[2]);
    let colours = if is_grey { JpegColorType::Luma } else { JpegColorType::Ycbcr };
    let pixels = Pixels { rgba: &image.rgba, width, height, colours };
    encoder.encode_image(pixels).map_err(|error| refused(error.to_string()))?;
    Ok(out)
}

/// The pixels as the JPEG encoder reads them. `Encoder::encode` would compile the encoder for each of its
/// eleven kinds of pixels.
struct Pixels<'a> {
    rgba: &'a [u8],
    width: u16,
    height: u16,
    colours: JpegColorType,
}

impl ImageBuffer for Pixels<'_> {
    fn get_jpeg_color_type(&self) -> JpegColorType {
        self.colours
    }

    fn width(&self) -> u16 {
        self.width
    }

    fn height(&self) -> u16 {
        self.height
    }

    fn fill_buffers(&self, y: u16, buffers: &mut [Vec<u8>; 4]) {
        let row = 4 * usize::from(self.width);
        let pixels = self.rgba.chunks_exact(row).nth(usize::from(y)).unwrap_or_default().chunks_exact(4);
        if self.colours == JpegColorType::Luma {
            buffers[0].extend(pixels.map(|pixel| pixel[0]));
            return;
        }
        for pixel in pixels {
            let (luma, blue, red) = rgb_to_ycbcr(pixel[0], pixel[1], pixel[2]);
            buffers[0].push(luma);
            buffers[1].push(blue);
            buffers[2].push(red);
        }
    }
}

/// The size of a PNG that is encoded fast.
fn fast_png_size(image: &Image) -> Result<usize, ImageError> {
    let mut out = Vec::new();
    PngEncoder::new_with_quality(&mut out, CompressionType::Fast, FilterType::Adaptive)
        .write_image(&rgb(image), image.width, image.height, ExtendedColorType::Rgb8)
        .map_err(|error| ImageError::Encode { format: Format::Png, what: error.to_string() })?;
    Ok(out.len())
}

fn png(image: &Image, colours: &Colours) -> Result<Vec<u8>, ImageError> {
    let refused =
        |error: oxipng::PngError| ImageError::Encode { format: Format::Png, what: error.to_string() };
    let (kind, pixels) = if colours.is_opaque {
        (oxipng::ColorType::RGB { transparent_color: None }, rgb(image))
    } else {
        (oxipng::ColorType::RGBA, image.rgba.clone())
    };
    let raw = RawImage::new(image.width, image.height, kind, BitDepth::Eight, pixels).map_err(refused)?;
    let options = Options { strip: StripChunks::All, optimize_alpha: true, ..Options::from_preset(1) };
    raw.create_optimized_png(&options).map_err(refused)
}
