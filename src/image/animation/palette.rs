use std::sync::atomic::{AtomicU16, Ordering};

use quantette::color_map::{IndexedColorMap, NearestNeighborColorMap};
use quantette::color_space::{oklab_to_srgb8, srgb8_to_oklab};
use quantette::deps::palette::{Oklab, Srgb};
use quantette::wu::{BinnerF32x3, WuF32x3};
use quantette::{PaletteBuf, PaletteSize};
use rayon::prelude::*;

use super::clip::{ClipFrame, Pixel};

/// The number of pixels of a scene that are sampled to choose its colours.
const SAMPLE: usize = 60_000;
/// A scene is split if at most this part of the error remains.
const WORTH_A_CUT: f64 = 0.8;

/// The colours of some frames. The index after the last colour means transparent.
#[derive(Debug)]
pub struct Palette {
    pub colours: Vec<Pixel>,
    map: Option<Map>,
    /// The nearest palette entry of each colour, cached for six bits of red, green and blue. It is
    /// computed for the middle of that range, so the result does not depend on the first request.
    nearest: Vec<AtomicU16>,
    /// The distances between all pairs of colours, 256 per row.
    distances: Vec<u16>,
}

/// Successive frames that share a palette.
#[derive(Debug)]
pub struct Scene {
    /// The number of the first frame after it.
    pub end: usize,
    pub palette: Palette,
}

const UNKNOWN: u16 = u16::MAX;

/// The approximate visible distance between two colours: a weighted sum of squares.
pub fn distance(a: Pixel, b: Pixel) -> u16 {
    let square = |n: usize| (i32::from(a[n]) - i32::from(b[n])).pow(2) as u32;
    (2 * square(0) + 4 * square(1) + 3 * square(2)).min(u32::from(FAR)) as u16
}

/// The largest distance of two colours.
pub const FAR: u16 = u16::MAX - 1;

impl Palette {
    fn new(colours: Vec<Pixel>) -> Palette {
        let mut distances = vec![u16::MAX; 256 * 256];
        for (row, a) in distances.chunks_exact_mut(256).zip(&colours) {
            for (cell, b) in row.iter_mut().zip(&colours) {
                *cell = distance(*a, *b);
            }
        }
        let mut nearest: Vec<AtomicU16> = (0..1 << 18).map(|_| AtomicU16::new(UNKNOWN)).collect();
        // A colour of the palette does not change.
        for (index, colour) in colours.iter().enumerate() {
            nearest[bin(*colour)] = AtomicU16::new(index as u16);
        }
        let map = PaletteBuf::new(srgb8_to_oklab(&rgb(&colours))).ok().map(NearestNeighborColorMap::new);
        Palette { colours, map, nearest, distances }
    }

    pub fn transparent(&self) -> u8 {
        self.colours.len() as u8
    }

    pub fn nearest(&self, pixel: Pixel) -> u8 {
        let cell = &self.nearest[bin(pixel)];
        let known = cell.load(Ordering::Relaxed);
        if known != UNKNOWN {
            return known as u8;
        }
        let middle = pixel.map(|value| value & 0xfc | value >> 6);
        let lab = srgb8_to_oklab(&rgb(&[middle]));
        let found = self.map.as_ref().zip(lab.first()).map_or(0, |(map, lab)| map.palette_index(lab));
        cell.store(u16::from(found), Ordering::Relaxed);
        found
    }

    /// The distances of all colours from the one with this index. The transparent index is
    /// `u16::MAX` away.
    pub fn distances(&self, index: u8) -> &[u16] {
        &self.distances[usize::from(index) * 256..][..256]
    }
}

fn bin([red, green, blue, _]: Pixel) -> usize {
    usize::from(red >> 2) << 12 | usize::from(green >> 2) << 6 | usize::from(blue >> 2)
}

fn rgb(colours: &[Pixel]) -> Vec<Srgb<u8>> {
    colours.iter().map(|[red, green, blue, _]| Srgb::new(*red, *green, *blue)).collect()
}

/// Chooses the palettes of a clip: one for all frames, or one per scene if the scenes differ.
pub fn scenes(frames: &[ClipFrame], size: usize) -> Vec<Scene> {
    let mut out = Vec::new();
    cut(frames, 0, size, choose(frames, size), &mut out);
    out.into_par_iter()
        .map(|(end, chosen): (usize, CandidatePalette)| Scene { end, palette: Palette::new(chosen.colours) })
        .collect()
}

/// A still image with at most `size` colours. All of its pixels are opaque.
pub fn with_colours(rgba: &[u8], size: usize) -> Vec<u8> {
    let pixels: Vec<Pixel> = rgba.chunks_exact(4).map(|pixel| [pixel[0], pixel[1], pixel[2], 255]).collect();
    let frame = ClipFrame { pixels, delay: 0 };
    let palette = Palette::new(choose(std::slice::from_ref(&frame), size).colours);
    let nearest =
        |pixel: Pixel| palette.colours.get(usize::from(palette.nearest(pixel))).copied().unwrap_or(pixel);
    frame.pixels.iter().flat_map(|pixel| nearest(*pixel)).collect()
}

struct CandidatePalette {
    colours: Vec<Pixel>,
    /// The mean error of the sample.
    error: f64,
}

/// Splits frames in two if that clearly improves the colours.
fn cut(
    frames: &[ClipFrame],
    start: usize,
    size: usize,
    whole: CandidatePalette,
    out: &mut Vec<(usize, CandidatePalette)>,
) {
    // A smaller error is not visible: about one step per channel.
    const SMALL: f64 = 9.0;
    let end = start + frames.len();
    if frames.len() < 2 || whole.error < SMALL {
        out.push((end, whole));
        return;
    }
    let (left, right) = frames.split_at(frames.len() / 2);
    let (a, b) = rayon::join(|| choose(left, size), || choose(right, size));
    let parts = (a.error * left.len() as f64 + b.error * right.len() as f64) / frames.len() as f64;
    if parts > whole.error * WORTH_A_CUT {
        out.push((end, whole));
        return;
    }
    cut(left, start, size, a, out);
    cut(right, start + left.len(), size, b, out);
}

/// Chooses up to `size` colours for some frames.
fn choose(frames: &[ClipFrame], size: usize) -> CandidatePalette {
    let sample = sample(frames);
    let mut distinct = sample.clone();
    distinct.sort_unstable();
    distinct.dedup();
    if distinct.len() <= size {
        return CandidatePalette { colours: distinct, error: 0.0 };
    }
    let lab = srgb8_to_oklab(&rgb(&sample));
    let binner = BinnerF32x3::<64, 32, 32>::new(BinnerF32x3::<64, 32, 32>::OKLAB_COMPONENT_RANGES_FROM_SRGB8);
    let size = PaletteSize::try_from(size).unwrap_or(PaletteSize::MAX);
    let Ok(wu) = WuF32x3::run_slice(&lab, binner) else {
        return CandidatePalette { colours: Vec::new(), error: 0.0 };
    };
    let mut map = NearestNeighborColorMap::new(wu.palette(size));
    for _ in 0..2 {
        map = refine(&map, &lab);
    }
    let colours: Vec<Pixel> = oklab_to_srgb8(map.palette().as_ref())
        .into_iter()
        .map(|colour| [colour.red, colour.green, colour.blue, 255])
        .collect();
    let error = sample
        .iter()
        .zip(&lab)
        .map(|(pixel, lab)| f64::from(distance(*pixel, colours[usize::from(map.palette_index(lab))])));
    let error = error.sum::<f64>() / sample.len() as f64;
    CandidatePalette { colours, error }
}

type Map = NearestNeighborColorMap<Oklab, f32, 3>;

/// Moves each colour to the mean of the pixels that it represents.
fn refine(map: &Map, sample: &[Oklab]) -> Map {
    let mut sums = vec![([0.0f32; 3], 0u32); map.palette().len()];
    for lab in sample {
        let (sum, count) = &mut sums[usize::from(map.palette_index(lab))];
        *sum = [sum[0] + lab.l, sum[1] + lab.a, sum[2] + lab.b];
        *count += 1;
    }
    let mut palette = map.clone().into_palette();
    for (colour, (sum, count)) in palette.as_mut_slice().iter_mut().zip(sums) {
        if count > 0 {
            let [l, a, b] = sum.map(|sum| sum / count as f32);
            *colour = Oklab::new(l, a, b);
        }
    }
    NearestNeighborColorMap::new(palette)
}

/// Samples opaque pixels from all frames. The step is prime or a multiple of a prime, so that the
/// samples are not in the same columns of each row.
fn sample(frames: &[ClipFrame]) -> Vec<Pixel> {
    let pixels: usize = frames.iter().map(|shown| shown.pixels.len()).sum();
    let step = if pixels <= SAMPLE { 1 } else { (pixels / SAMPLE).next_multiple_of(7).max(7) + 1 };
    frames
        .iter()
        .enumerate()
        .flat_map(|(n, shown)| shown.pixels.iter().skip(n * 3 % step).step_by(step))
        .filter(|pixel| pixel[3] != 0)
        .copied()
        .collect()
}
