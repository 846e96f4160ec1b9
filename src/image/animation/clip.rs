use std::num::NonZeroU64;

use fast_image_resize::images::Image;
use fast_image_resize::pixels::U16x4;
use fast_image_resize::{PixelComponentMapper, PixelType, ResizeOptions, Resizer, create_srgb_mapper};
use gif::{ColorOutput, DecodeOptions, DisposalMethod, MemoryLimit, Repeat};
use rayon::prelude::*;

use super::super::frames::{self, Frames};
use super::{Control, ImageError};
use crate::text::limits::{GIF_FRAMES, GIF_KEPT_BYTES, GIF_PIXELS, IMAGE_PIXELS};

/// The memory for frames that wait to be scaled.
const BATCH_BYTES: usize = 64_000_000;

/// Red, green, blue and either 255 or 0: a GIF has no other opacity.
pub type Pixel = [u8; 4];

/// A GIF as whole frames, as they are shown.
#[derive(Clone, Debug)]
pub struct Clip {
    pub width: u16,
    pub height: u16,
    pub repeat: Repeat,
    pub frames: Vec<ClipFrame>,
}

/// A frame of a clip.
#[derive(Clone, Debug)]
pub struct ClipFrame {
    pub pixels: Vec<Pixel>,
    /// In hundredths of a second.
    pub delay: u16,
}

impl Clip {
    /// Decodes a GIF and scales it down to a width. A narrower one keeps its size.
    pub fn decode(source: &[u8], max_width: u32, control: &Control) -> Result<Clip, ImageError> {
        let about = frames::count(source)?;
        let (width, height) = scaled(about.width, about.height, max_width);
        refuse(&about, u64::from(width) * u64::from(height))?;
        let scale = Scale::new((about.width, about.height), (width, height));
        let mut canvas = Canvas::open(source, &about)?;
        let batch_size = (BATCH_BYTES / (canvas.pixels.len() * 4)).clamp(1, 16);
        let mut frames = Vec::with_capacity(about.count as usize);
        let mut waiting = canvas.batch(batch_size)?;
        while !waiting.is_empty() {
            control.step(frames.len(), 2 * about.count as usize)?;
            // The next frames are decompressed while these are scaled.
            let (next, done) = rayon::join(
                || canvas.batch(batch_size),
                || waiting.par_iter().map(|shown| scale.shown(shown)).collect::<Result<Vec<_>, _>>(),
            );
            frames.extend(done?);
            waiting = next?;
        }
        if frames.is_empty() {
            return Err(ImageError::Damaged("it has no frames".into()));
        }
        Ok(Clip { width: width as u16, height: height as u16, repeat: canvas.decoder.repeat(), frames })
    }

    /// Returns the clip at a smaller width.
    pub fn narrower(&self, max_width: u32) -> Result<Clip, ImageError> {
        let from = (u32::from(self.width), u32::from(self.height));
        let (width, height) = scaled(from.0, from.1, max_width);
        let scale = Scale::new(from, (width, height));
        let frames = self.frames.par_iter().map(|shown| scale.shown(shown)).collect::<Result<_, _>>()?;
        Ok(Clip { width: width as u16, height: height as u16, repeat: self.repeat, frames })
    }
}

fn refuse(about: &Frames, kept_pixels: u64) -> Result<(), ImageError> {
    let (width, height) = (u64::from(about.width), u64::from(about.height));
    let count = u64::from(about.count);
    if width == 0 || height == 0 {
        return Err(ImageError::Damaged("it has no pixels".into()));
    }
    if width * height > IMAGE_PIXELS {
        return Err(ImageError::TooLarge { width, height });
    }
    if about.count > GIF_FRAMES {
        return Err(ImageError::TooManyFrames);
    }
    if width * height * count > GIF_PIXELS || kept_pixels * 4 * count > GIF_KEPT_BYTES {
        return Err(ImageError::TooLong { frames: about.count, width, height });
    }
    if about.is_cut_off {
        return Err(ImageError::Damaged("it ends before its last frame does".into()));
    }
    Ok(())
}

/// The size at a width: never larger, and at least one pixel high.
fn scaled(width: u32, height: u32, max_width: u32) -> (u32, u32) {
    if width <= max_width.max(1) {
        return (width, height);
    }
    let to = u64::from(max_width.max(1));
    let height = (u64::from(height) * to + u64::from(width) / 2) / u64::from(width);
    (to as u32, height.max(1) as u32)
}

/// The logical screen, on which the frames are drawn.
struct Canvas<'s> {
    decoder: gif::Decoder<&'s [u8]>,
    width: usize,
    height: usize,
    pixels: Vec<Pixel>,
    /// The action before the next frame is drawn.
    disposal: Disposal,
}

enum Disposal {
    Nothing,
    Clear(Rectangle),
    Restore(Vec<Pixel>),
}

/// The part of a frame that is on the screen.
#[derive(Clone, Copy)]
struct Rectangle {
    left: usize,
    top: usize,
    right: usize,
    bottom: usize,
}

impl<'s> Canvas<'s> {
    fn open(source: &'s [u8], about: &Frames) -> Result<Canvas<'s>, ImageError> {
        let mut options = DecodeOptions::new();
        options.set_color_output(ColorOutput::Indexed);
        options.allow_unknown_blocks(true);
        if let Some(limit) = NonZeroU64::new(IMAGE_PIXELS) {
            options.set_memory_limit(MemoryLimit::Bytes(limit));
        }
        let decoder = options.read_info(source).map_err(damaged)?;
        let (width, height) = (about.width as usize, about.height as usize);
        Ok(Canvas {
            decoder,
            width,
            height,
            pixels: vec![[0; 4]; width * height],
            disposal: Disposal::Nothing,
        })
    }

    /// Returns the next frames; empty after the last.
    fn batch(&mut self, size: usize) -> Result<Vec<ClipFrame>, ImageError> {
        let mut out = Vec::with_capacity(size);
        while out.len() < size {
            let Some(delay) = self.draw()? else { break };
            out.push(ClipFrame { pixels: self.pixels.clone(), delay });
        }
        Ok(out)
    }

    /// Draws the next frame and returns its delay, or `None` after the last.
    fn draw(&mut self) -> Result<Option<u16>, ImageError> {
        match std::mem::replace(&mut self.disposal, Disposal::Nothing) {
            Disposal::Nothing => {}
            // Viewers clear to transparent, not to the background colour of the standard.
            Disposal::Clear(part) => {
                for row in part.top..part.bottom {
                    self.pixels[row * self.width..][part.left..part.right].fill([0; 4]);
                }
            }
            Disposal::Restore(pixels) => self.pixels = pixels,
        }
        let Some(frame) = self.decoder.read_next_frame().map_err(damaged)? else { return Ok(None) };
        let part = Rectangle {
            left: usize::from(frame.left).min(self.width),
            top: usize::from(frame.top).min(self.height),
            right: (usize::from(frame.left) + usize::from(frame.width)).min(self.width),
            bottom: (usize::from(frame.top) + usize::from(frame.height)).min(self.height),
        };
        let delay = frame.delay;
        let frame = frame.clone();
        self.disposal = match frame.dispose {
            DisposalMethod::Any | DisposalMethod::Keep => Disposal::Nothing,
            DisposalMethod::Background => Disposal::Clear(part),
            DisposalMethod::Previous => Disposal::Restore(self.pixels.clone()),
        };
        let palette = match &frame.palette {
            Some(palette) => palette,
            None => self.decoder.global_palette().unwrap_or_default(),
        };
        let colours: [Option<Pixel>; 256] = std::array::from_fn(|index| {
            if frame.transparent.is_some_and(|transparent| usize::from(transparent) == index) {
                return None;
            }
            // An index beyond the palette is black.
            let at = palette.get(index * 3..index * 3 + 3);
            Some(at.map_or([0, 0, 0, 255], |rgb| [rgb[0], rgb[1], rgb[2], 255]))
        });
        let rows = frame.buffer.chunks(usize::from(frame.width).max(1));
        for (row, indices) in (part.top..part.bottom).zip(rows) {
            let target = &mut self.pixels[row * self.width..][part.left..part.right];
            for (pixel, index) in target.iter_mut().zip(indices) {
                if let Some(colour) = colours[usize::from(*index)] {
                    *pixel = colour;
                }
            }
        }
        Ok(Some(delay))
    }
}

fn damaged(error: gif::DecodingError) -> ImageError {
    ImageError::Damaged(error.to_string())
}

/// Scales frames in linear light.
struct Scale {
    from: (u32, u32),
    to: (u32, u32),
    light: PixelComponentMapper,
}

impl Scale {
    fn new(from: (u32, u32), to: (u32, u32)) -> Scale {
        Scale { from, to, light: create_srgb_mapper() }
    }

    fn shown(&self, shown: &ClipFrame) -> Result<ClipFrame, ImageError> {
        if self.from == self.to {
            return Ok(shown.clone());
        }
        let pixels = self.pixels(&shown.pixels).map_err(|what| ImageError::Encode {
            format: super::Format::Gif,
            what: format!("a frame can't be scaled ({what})"),
        })?;
        Ok(ClipFrame { pixels, delay: shown.delay })
    }

    fn pixels(&self, pixels: &[Pixel]) -> Result<Vec<Pixel>, Box<dyn std::error::Error>> {
        let source = fast_image_resize::images::ImageRef::new(
            self.from.0,
            self.from.1,
            pixels.as_flattened(),
            PixelType::U8x4,
        )?;
        let mut linear = Image::new(self.from.0, self.from.1, PixelType::U16x4);
        self.light.forward_map(&source, &mut linear)?;
        let mut small = Image::new(self.to.0, self.to.1, PixelType::U16x4);
        let is_opaque = pixels.iter().all(|pixel| pixel[3] == 255);
        // Typed: an untyped call would instantiate every pixel type here.
        if let (Some(from), Some(mut to)) = (linear.typed_image::<U16x4>(), small.typed_image_mut::<U16x4>())
        {
            Resizer::new().resize_typed(&from, &mut to, &ResizeOptions::new().use_alpha(!is_opaque))?;
        }
        let mut out = Image::new(self.to.0, self.to.1, PixelType::U8x4);
        self.light.backward_map(&small, &mut out)?;
        let halves = out.buffer().as_chunks::<4>().0;
        Ok(halves
            .iter()
            .map(|&[red, green, blue, alpha]| if alpha < 128 { [0; 4] } else { [red, green, blue, 255] })
            .collect())
    }
}
