use std::borrow::Cow;

use gif::{DisposalMethod, Encoder, Frame};

use super::clip::{Clip, ClipFrame, Pixel};
use super::lzw::{self, Loss, PixelTarget};
use super::palette::{FAR, Palette, Scene, distance};
use super::search::Progress;
use super::{Format, ImageError};

/// The result of an attempt.
#[derive(Debug)]
pub enum Written {
    Whole(Vec<u8>),
    /// Stopped above the limit. The whole file is estimated to be this many times the limit.
    Over(f64),
}

/// Writes a clip: of each frame, the difference from the one before.
pub fn write(
    clip: &Clip,
    scenes: &[Scene],
    loss: Loss,
    limit: Option<u64>,
    progress: &Progress,
) -> Result<Written, ImageError> {
    let refused =
        |error: gif::EncodingError| ImageError::Encode { format: Format::Gif, what: error.to_string() };
    let global = scenes.first().map(|scene| table(&scene.palette)).unwrap_or_default();
    let mut encoder = Encoder::new(Vec::new(), clip.width, clip.height, &global).map_err(refused)?;
    encoder.set_repeat(clip.repeat).map_err(refused)?;
    let mut canvas = Canvas { width: usize::from(clip.width), pixels: Vec::new() };
    canvas.pixels = vec![[0; 4]; canvas.width * usize::from(clip.height)];
    let mut scene = 0;
    for (n, shown) in clip.frames.iter().enumerate() {
        progress.step(n, clip.frames.len())?;
        while scene + 1 < scenes.len() && n >= scenes[scene].end {
            scene += 1;
        }
        let palette = &scenes[scene].palette;
        let mut frame = canvas.draw(shown, clip.frames.get(n + 1), palette, loss);
        frame.palette = (scene > 0).then(|| table(palette));
        encoder.write_lzw_pre_encoded_frame(&frame).map_err(refused)?;
        if let Some(limit) = limit.filter(|limit| encoder.get_ref().len() as u64 >= *limit) {
            let part = (n + 1) as f64 / clip.frames.len() as f64;
            let all = encoder.get_ref().len() as f64 / part;
            return Ok(Written::Over((all / limit as f64).max(1.0)));
        }
    }
    Ok(Written::Whole(
        encoder
            .into_inner()
            .map_err(|error| ImageError::Encode { format: Format::Gif, what: error.to_string() })?,
    ))
}

/// The colours, and one more entry for the transparent index.
fn table(palette: &Palette) -> Vec<u8> {
    let colours = palette.colours.iter().chain(&[[0; 4]]);
    colours.flat_map(|[red, green, blue, _]| [*red, *green, *blue]).collect()
}

/// The pixels that a viewer shows after the frames so far.
struct Canvas {
    width: usize,
    pixels: Vec<Pixel>,
}

impl Canvas {
    /// Draws a frame; `next` is the one after it.
    fn draw(
        &mut self,
        shown: &ClipFrame,
        next: Option<&ClipFrame>,
        palette: &Palette,
        loss: Loss,
    ) -> Frame<'static> {
        let mut part = ChangedRegion::default();
        let mut targets = Vec::with_capacity(self.pixels.len());
        for (at, (pixel, canvas)) in shown.pixels.iter().zip(&self.pixels).enumerate() {
            let target = target(*pixel, *canvas, palette);
            if target.keep > loss.gain {
                part.add(at % self.width, at / self.width);
            }
            targets.push(target);
        }
        // A pixel that becomes transparent in the next frame can only be cleared with this frame.
        let mut is_cleared = false;
        for (at, (pixel, next)) in
            shown.pixels.iter().zip(next.iter().flat_map(|next| &next.pixels)).enumerate()
        {
            if pixel[3] != 0 && next[3] == 0 {
                part.add(at % self.width, at / self.width);
                is_cleared = true;
            }
        }
        let part = part.or_a_pixel();
        let rows = || (part.top..part.bottom).map(|row| row * self.width + part.left);
        let inside: Vec<PixelTarget> =
            rows().flat_map(|at| &targets[at..at + part.width()]).copied().collect();
        let (buffer, indices) = lzw::pack(&inside, palette, loss);
        for (at, indices) in rows().collect::<Vec<_>>().into_iter().zip(indices.chunks(part.width())) {
            let row = &mut self.pixels[at..at + part.width()];
            for (pixel, index) in row.iter_mut().zip(indices) {
                if is_cleared {
                    *pixel = [0; 4];
                } else if let Some(colour) = palette.colours.get(usize::from(*index)) {
                    *pixel = *colour;
                }
            }
        }
        Frame {
            delay: shown.delay,
            dispose: if is_cleared { DisposalMethod::Background } else { DisposalMethod::Keep },
            transparent: Some(palette.transparent()),
            left: part.left as u16,
            top: part.top as u16,
            width: part.width() as u16,
            height: (part.bottom - part.top) as u16,
            buffer: Cow::Owned(buffer),
            ..Frame::default()
        }
    }
}

fn target(pixel: Pixel, canvas: Pixel, palette: &Palette) -> PixelTarget {
    if pixel[3] == 0 {
        return PixelTarget { index: palette.transparent(), keep: 0 };
    }
    let index = palette.nearest(pixel);
    if canvas[3] == 0 {
        return PixelTarget { index, keep: u16::MAX };
    }
    let drawn = palette.colours.get(usize::from(index)).map_or(FAR, |colour| distance(pixel, *colour));
    PixelTarget { index, keep: distance(pixel, canvas).saturating_sub(drawn) }
}

/// The smallest rectangle around the changed pixels.
#[derive(Clone, Copy, Debug, Default)]
struct ChangedRegion {
    left: usize,
    top: usize,
    right: usize,
    bottom: usize,
}

impl ChangedRegion {
    fn add(&mut self, x: usize, y: usize) {
        if self.right == 0 {
            *self = ChangedRegion { left: x, top: y, right: x + 1, bottom: y + 1 };
        }
        self.left = self.left.min(x);
        self.right = self.right.max(x + 1);
        self.bottom = self.bottom.max(y + 1);
    }

    /// A frame has at least one pixel, even if nothing changes.
    fn or_a_pixel(self) -> ChangedRegion {
        if self.right == 0 { ChangedRegion { right: 1, bottom: 1, ..self } } else { self }
    }

    fn width(&self) -> usize {
        self.right - self.left
    }
}
