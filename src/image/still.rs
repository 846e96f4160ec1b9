use image::codecs::png::{CompressionType, FilterType, PngEncoder};
use image::{ExtendedColorType, ImageEncoder};
use jpeg_encoder::{Encoder, ImageBuffer, JpegColorType, SamplingFactor, rgb_to_ycbcr};
use oxipng::{BitDepth, Options, RawImage, StripChunks};

use super::containers::jpeg::Saved;
use super::{Control, Format, Image, ImageError, Limits, animation};

/// A higher quality only adds bytes: at the size of a newsletter the difference is not visible.
const BEST: u8 = 90;
/// The lowest quality that is kept: scaling down improves an image that was saved worse.
const LEAST: u8 = 85;
/// Qualities that are tried, in this order, to stay below a limit of bytes.
const LIGHTER: [u8; 6] = [85, 80, 75, 70, 65, 60];
/// Qualities that are tried after [`LIGHTER`], so that an image gets no heavier.
const LIGHTEST: [u8; 3] = [50, 40, 30];
/// A fast PNG is at most this many times as heavy as an optimized one.
const FAST_PNG_RATIO: usize = 2;
/// What is said of an image that had to become heavier.
pub(super) const HEAVIER: &str = "heavier than before";
/// The numbers of colours that are tried, in this order, so that a drawing gets no heavier.
const FEWER_COLOURS: [usize; 8] = [256, 128, 64, 32, 16, 8, 4, 2];
/// Images with fewer colours are drawings: their edges need full colour resolution, and they may be
/// lighter as PNG.
const FEW_COLOURS: usize = 4_096;

/// Facts about the file that an image was decoded from.
#[derive(Clone, Copy, Debug)]
pub(super) struct Source {
    pub format: Format,
    /// The settings of a JPEG.
    pub saved: Option<Saved>,
    /// The bytes of the file, if it had pixels: it must not get heavier.
    pub bytes: Option<u64>,
    /// The number of its colours, up to one more than a palette has.
    pub colours: usize,
    pub is_scaled: bool,
}

/// Encodes an upright image in its former format or in a lighter one of the same quality. Returns the
/// bytes and the steps that were taken.
///
/// # Errors
///
/// If the encoder fails or the work was cancelled.
pub(super) fn encode(
    image: &Image,
    source: Source,
    limits: &Limits,
    control: &Control,
) -> Result<(Vec<u8>, Vec<String>), ImageError> {
    let colours = Colours::new(image);
    let was = source.format;
    let saved = source.settings(&colours);
    let (format, bytes) = lighter(image, was, saved, &colours)?;
    control.step(9, 10)?;
    let mut encoded = Encoded { format, bytes, quality: None };
    if colours.is_opaque && encoded.is_over(limits.max_still_bytes) {
        encoded = encoded.lighten(image, saved, limits.max_still_bytes, &LIGHTER, control)?;
    }
    let is_drawing = colours.are_few && matches!(was, Format::Png | Format::Gif);
    if colours.is_opaque && is_drawing && source.is_scaled {
        encoded = encoded.with_fewer_colours(image, source, control)?;
    }
    // A lower quality smears the edges of a drawing that was saved without loss.
    let may_lighten = colours.is_opaque && !(is_drawing && source.is_scaled);
    if may_lighten && encoded.is_over(source.bytes) {
        let all = [&LIGHTER[..], &LIGHTEST].concat();
        let lightened = encoded.clone().lighten(image, saved, source.bytes, &all, control)?;
        // If even the lowest quality is too heavy, keep the better one.
        encoded = if lightened.is_over(source.bytes) { encoded } else { lightened };
    }
    let mut steps: Vec<String> = Vec::new();
    steps.extend((encoded.format != was).then(|| format!("saved as {}", encoded.format.name())));
    steps.extend(encoded.quality.map(|quality| format!("quality {quality}")));
    let over = limits.max_still_bytes.filter(|max| encoded.is_over(Some(*max)));
    steps.extend(over.map(|max| format!("still over {}", crate::text::weight(max))));
    steps.extend(encoded.is_over(source.bytes).then(|| HEAVIER.to_owned()));
    Ok((encoded.bytes, steps))
}

/// An encoded image.
#[derive(Clone, Debug)]
struct Encoded {
    format: Format,
    bytes: Vec<u8>,
    /// The lower quality that was needed.
    quality: Option<u8>,
}

impl Encoded {
    fn is_over(&self, max: Option<u64>) -> bool {
        max.is_some_and(|max| self.bytes.len() as u64 > max)
    }

    /// Tries fewer colours until a scaled drawing is no heavier than before. Scaling gives its edges colours that the
    /// file did not have; it keeps as many as it had.
    fn with_fewer_colours(
        mut self,
        image: &Image,
        source: Source,
        control: &Control,
    ) -> Result<Encoded, ImageError> {
        for &size in FEWER_COLOURS.iter().filter(|size| **size >= source.colours.min(FEWER_COLOURS[0])) {
            if !self.is_over(source.bytes) {
                break;
            }
            control.step(9, 10)?;
            let image = Image { rgba: animation::with_colours(&image.rgba, size), ..image.clone() };
            let bytes = png(&image, &Colours::new(&image))?;
            if bytes.len() < self.bytes.len() {
                self = Encoded { format: Format::Png, bytes, quality: None };
            }
        }
        Ok(self)
    }

    /// Tries lower qualities until the image is within the limit.
    fn lighten(
        mut self,
        image: &Image,
        saved: Saved,
        max: Option<u64>,
        qualities: &[u8],
        control: &Control,
    ) -> Result<Encoded, ImageError> {
        let own = self.quality.unwrap_or(saved.quality).min(saved.quality);
        for &quality in qualities.iter().filter(|lighter| **lighter < own) {
            if !self.is_over(max) {
                break;
            }
            control.step(9, 10)?;
            let bytes = jpeg(image, Saved { quality, ..saved })?;
            if bytes.len() < self.bytes.len() {
                self = Encoded { format: Format::Jpeg, bytes, quality: Some(quality) };
            }
        }
        Ok(self)
    }
}

impl Source {
    /// The settings to save the image with as a JPEG. An image that is not scaled keeps those of its
    /// file.
    fn settings(&self, colours: &Colours) -> Saved {
        let saved = self.saved.unwrap_or(Saved { quality: BEST, is_sharp: self.format != Format::Jpeg });
        if !self.is_scaled && self.saved.is_some() {
            return Saved { quality: saved.quality.min(BEST), ..saved };
        }
        let quality = saved.quality.clamp(LEAST, BEST);
        Saved { quality, is_sharp: saved.is_sharp || colours.are_few || quality >= BEST }
    }
}

/// Chooses the lighter of the formats that keep the quality. A drawing that was saved without loss
/// becomes a JPEG only if that is at most a third as heavy: its edges lose their sharpness.
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
    if !colours.are_few && (was == Format::Jpeg || as_jpeg.len() * FAST_PNG_RATIO <= fast_png_size(image)?) {
        return Ok((Format::Jpeg, as_jpeg));
    }
    let as_png = png(image, colours)?;
    let is_exact_drawing = colours.are_few && matches!(was, Format::Png | Format::Gif);
    let worth = if is_exact_drawing { 3 } else { 1 };
    let is_png = as_png.len() <= as_jpeg.len() * worth;
    Ok(if is_png { (Format::Png, as_png) } else { (Format::Jpeg, as_jpeg) })
}

/// Properties of the colours that decide how the image is encoded.
struct Colours {
    is_opaque: bool,
    are_few: bool,
}

impl Colours {
    fn new(image: &Image) -> Colours {
        Colours { is_opaque: image.is_opaque(), are_few: count_colours(image, FEW_COLOURS) <= FEW_COLOURS }
    }
}

/// The number of different colours, up to one more than a palette has.
pub(super) fn palette_size(image: &Image) -> usize {
    count_colours(image, FEWER_COLOURS[0])
}

/// The number of different colours; `most + 1` if there are more than `most`.
fn count_colours(image: &Image, most: usize) -> usize {
    let mut seen = std::collections::HashSet::new();
    for pixel in image.rgba.chunks_exact(4) {
        if seen.len() > most {
            break;
        }
        seen.insert([pixel[0], pixel[1], pixel[2], pixel[3]]);
    }
    seen.len()
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
