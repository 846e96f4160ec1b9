//! A moving GIF of 4 MB and 60 frames brought to 550 px and under 1 MB, with gifsicle, ImageMagick
//! and libvips as peers where they are installed: time, bytes and likeness to the source's frames,
//! scaled in linear light. The clip is made here: a still background with a photograph's texture
//! and grain, over which shaded things move.

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use copydesk::image::{Control, Limits, fit};
use image::{AnimationDecoder, ImageDecoder};
use rayon::prelude::*;

const WIDTH: usize = 800;
const HEIGHT: usize = 450;
const FRAMES: usize = 60;
const MAX_WIDTH: u32 = 550;
const MAX_BYTES: u64 = 1_000_000;
const ROUNDS: usize = 3;

pub fn run() {
    let folder = tempfile::tempdir().unwrap();
    let source = clip();
    std::fs::write(folder.path().join("in.gif"), &source).unwrap();
    println!("GIF {WIDTH}×{HEIGHT}, {FRAMES} frames, {} bytes, to {MAX_WIDTH} px", source.len());
    let reference = Clip::of(&source).at_width(MAX_WIDTH);

    let limits = |max_gif_bytes| Limits {
        max_width: MAX_WIDTH,
        max_gif_bytes,
        max_still_bytes: None,
        crop_bars: false,
    };
    for (what, max) in [("copydesk", None), ("copydesk, under 1 MB", Some(MAX_BYTES))] {
        let mut steps = String::new();
        let (taken, bytes) = fastest(|| {
            let fitted = fit(source.clone(), &limits(max), &Control::default()).unwrap();
            steps = fitted.steps.join(", ");
            fitted.bytes
        });
        report(what, taken, &bytes, &reference, &steps);
    }
    for peer in PEERS {
        if Command::new(peer[1])
            .arg("--version")
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status()
            .is_err()
        {
            println!("{:<34} is not installed", peer[0]);
            continue;
        }
        let Some((taken, bytes)) = by_peer(peer, folder.path()) else {
            println!("{:<34} fails", peer[0]);
            continue;
        };
        report(peer[0], taken, &bytes, &reference, &peer[2..].join(" "));
    }
}

/// What it is called, then the command, which reads `in.gif` and writes `out.gif`.
const PEERS: [&[&str]; 8] = [
    &["gifsicle", "gifsicle", "--resize-width", "550", "-O3", "in.gif", "-o", "out.gif"],
    &["gifsicle, lossy", "gifsicle", "--resize-width", "550", "-O3", "--lossy=80", "in.gif", "-o", "out.gif"],
    &[
        "gifsicle, lossy, 64 colours",
        "gifsicle",
        "--resize-width",
        "550",
        "-O3",
        "--lossy=120",
        "--colors=64",
        "in.gif",
        "-o",
        "out.gif",
    ],
    &[
        "gifsicle, lossier, 64 colours",
        "gifsicle",
        "--resize-width",
        "550",
        "-O3",
        "--lossy=200",
        "--colors=64",
        "in.gif",
        "-o",
        "out.gif",
    ],
    &[
        "gifsicle, lossiest",
        "gifsicle",
        "--resize-width",
        "550",
        "-O3",
        "--lossy=400",
        "--colors=32",
        "in.gif",
        "-o",
        "out.gif",
    ],
    &[
        "ImageMagick",
        "/usr/bin/convert",
        "in.gif",
        "-coalesce",
        "-resize",
        "550x",
        "-layers",
        "optimize",
        "out.gif",
    ],
    &[
        "ImageMagick, fuzz, 64 colours",
        "/usr/bin/convert",
        "in.gif",
        "-coalesce",
        "-resize",
        "550x",
        "-fuzz",
        "4%",
        "+dither",
        "-colors",
        "64",
        "-layers",
        "optimize",
        "out.gif",
    ],
    &["libvips", "vipsthumbnail", "in.gif[n=-1]", "--size", "550x", "-o", "out.gif"],
];

fn by_peer(peer: &[&str], folder: &Path) -> Option<(Duration, Vec<u8>)> {
    let out = folder.join("out.gif");
    let mut worked = true;
    let (taken, bytes) = fastest(|| {
        worked &=
            Command::new(peer[1]).args(&peer[2..]).current_dir(folder).stderr(Stdio::null()).status().is_ok();
        std::fs::read(&out).unwrap_or_default()
    });
    std::fs::remove_file(out).ok()?;
    (worked && !bytes.is_empty()).then_some((taken, bytes))
}

fn fastest(mut call: impl FnMut() -> Vec<u8>) -> (Duration, Vec<u8>) {
    (0..ROUNDS)
        .map(|_| {
            let start = Instant::now();
            let bytes = call();
            (start.elapsed(), bytes)
        })
        .min_by_key(|(taken, _)| *taken)
        .unwrap()
}

fn report(what: &str, taken: Duration, bytes: &[u8], reference: &Clip, how: &str) {
    let got = Clip::of(bytes);
    let (mean, worst) = got.likeness(reference);
    println!(
        "{what:<34} {taken:>9.2?} {:>9} bytes  {}×{} {:>3} frames  likeness {mean:>6.2}, worst {worst:>6.2}  {how}",
        bytes.len(),
        got.width,
        got.height,
        got.frames.len(),
    );
}

/// Whole frames with the time at which each ends, in milliseconds.
struct Clip {
    width: u32,
    height: u32,
    frames: Vec<(u64, Vec<u8>)>,
}

impl Clip {
    fn of(bytes: &[u8]) -> Clip {
        let decoder = image::codecs::gif::GifDecoder::new(std::io::Cursor::new(bytes)).unwrap();
        let (width, height) = decoder.dimensions();
        let mut time = 0;
        let frames = decoder.into_frames().map(|frame| {
            let frame = frame.unwrap();
            let (over, under) = frame.delay().numer_denom_ms();
            time += u64::from(over / under);
            (time, frame.into_buffer().into_raw())
        });
        Clip { width, height, frames: frames.collect() }
    }

    fn at_width(mut self, width: u32) -> Clip {
        let height = (f64::from(self.height) * f64::from(width) / f64::from(self.width)).round() as u32;
        let from = (self.width, self.height);
        self.frames.par_iter_mut().for_each(|(_, pixels)| *pixels = scaled(pixels, from, (width, height)));
        Clip { width, height, ..self }
    }

    /// By SSIMULACRA 2, of every fifth frame of the reference and what is seen at its end: the mean
    /// and the worst. 100 is the same, 90 can't be distinguished, 50 is middling.
    fn likeness(&self, reference: &Clip) -> (f64, f64) {
        let to = (reference.width, reference.height);
        let scores: Vec<f64> = reference
            .frames
            .par_iter()
            .step_by(5)
            .map(|(time, wanted)| {
                let got = self.frames.iter().find(|(end, _)| end >= time).or(self.frames.last()).unwrap();
                let got = if (self.width, self.height) == to {
                    got.1.clone()
                } else {
                    scaled(&got.1, (self.width, self.height), to)
                };
                ssimulacra2::compute_frame_ssimulacra2(rgb(wanted, to), rgb(&got, to)).unwrap()
            })
            .collect();
        (scores.iter().sum::<f64>() / scores.len() as f64, scores.iter().copied().fold(100.0, f64::min))
    }
}

fn rgb(pixels: &[u8], (width, height): (u32, u32)) -> ssimulacra2::Rgb {
    let pixels = pixels.chunks_exact(4).map(|at| [0, 1, 2].map(|n| f32::from(at[n]) / 255.0)).collect();
    ssimulacra2::Rgb::new(
        pixels,
        width as usize,
        height as usize,
        ssimulacra2::TransferCharacteristic::SRGB,
        ssimulacra2::ColorPrimaries::BT709,
    )
    .unwrap()
}

fn scaled(pixels: &[u8], from: (u32, u32), to: (u32, u32)) -> Vec<u8> {
    use fast_image_resize::images::{Image, ImageRef};
    use fast_image_resize::{PixelType, Resizer, create_srgb_mapper};
    let light = create_srgb_mapper();
    let source = ImageRef::new(from.0, from.1, pixels, PixelType::U8x4).unwrap();
    let mut linear = Image::new(from.0, from.1, PixelType::U16x4);
    light.forward_map(&source, &mut linear).unwrap();
    let mut small = Image::new(to.0, to.1, PixelType::U16x4);
    Resizer::new().resize(&linear, &mut small, None).unwrap();
    let mut out = Image::new(to.0, to.1, PixelType::U8x4);
    light.backward_map(&small, &mut out).unwrap();
    out.into_vec()
}

/// The source, written as most programs do: one palette, what does not change transparent.
fn clip() -> Vec<u8> {
    // Six steps of red, seven of green and six of blue.
    let palette: Vec<u8> = (0..252u32)
        .flat_map(|n| [n / 42 * 51, n / 6 % 7 * 255 / 6, n % 6 * 51].map(|value| value as u8))
        .chain([0; 3])
        .collect();
    let mut encoder = gif::Encoder::new(Vec::new(), WIDTH as u16, HEIGHT as u16, &palette).unwrap();
    encoder.set_repeat(gif::Repeat::Infinite).unwrap();
    let mut before = vec![255; WIDTH * HEIGHT];
    for n in 0..FRAMES {
        let now: Vec<u8> = (0..WIDTH * HEIGHT).map(|at| index(at % WIDTH, at / WIDTH, n)).collect();
        let buffer: Vec<u8> =
            now.iter().zip(&before).map(|(now, before)| if now == before { 252 } else { *now }).collect();
        before = now;
        encoder
            .write_frame(&gif::Frame {
                width: WIDTH as u16,
                height: HEIGHT as u16,
                delay: 6,
                transparent: Some(252),
                buffer: buffer.into(),
                ..gif::Frame::default()
            })
            .unwrap();
    }
    encoder.into_inner().unwrap()
}

/// The palette's index of a pixel, ordered dither over it.
fn index(x: usize, y: usize, n: usize) -> u8 {
    const ORDER: [[usize; 4]; 4] = [[0, 8, 2, 10], [12, 4, 14, 6], [3, 11, 1, 9], [15, 7, 13, 5]];
    let threshold = (ORDER[y % 4][x % 4] as f32 + 0.5) / 16.0;
    let step = |value: f32, steps: f32| ((value.clamp(0.0, 1.0) * steps + threshold) as u8).min(steps as u8);
    let [red, green, blue] = colour(x as f32, y as f32, n);
    step(red, 5.0) * 42 + step(green, 6.0) * 6 + step(blue, 5.0)
}

fn colour(x: f32, y: f32, n: usize) -> [f32; 3] {
    let time = n as f32 / FRAMES as f32;
    let (u, v) = (x / WIDTH as f32, y / HEIGHT as f32);
    let texture = texture(x / 40.0, y / 40.0) * 0.5
        + texture(x / 11.0, y / 11.0) * 0.3
        + texture(x / 4.0, y / 4.0) * 0.2;
    // Light that wanders over the background.
    let light = 0.06 * (std::f32::consts::TAU * (u - time)).sin();
    let mut out =
        [0.25 + 0.5 * u, 0.35 + 0.3 * v, 0.65 - 0.4 * u].map(|base| base * (0.7 + 0.6 * texture) + light);
    for (k, tint) in [[0.9, 0.5, 0.2], [0.2, 0.6, 0.9], [0.8, 0.8, 0.3]].into_iter().enumerate() {
        let turn = std::f32::consts::TAU * (time + k as f32 / 3.0);
        let (cx, cy) = (400.0 + (230.0 - 40.0 * k as f32) * turn.cos(), 225.0 + 130.0 * turn.sin());
        let radius = 50.0 + 15.0 * k as f32;
        let far = ((x - cx).powi(2) + (y - cy).powi(2)).sqrt() / radius;
        if far < 1.0 {
            let shade =
                0.4 + 0.6 * (1.0 - far * far).sqrt() + 0.3 * self::texture((x - cx) / 9.0, (y - cy) / 9.0);
            out = tint.map(|part| part * shade);
        }
    }
    // Grain, another in each frame, on some of the pixels.
    let dice = dice(x as u32, y as u32, n as u32 + 1);
    if dice < GRAIN { out.map(|value| value + (dice / GRAIN - 0.5) * 0.2) } else { out }
}

const GRAIN: f32 = 0.06;

/// Smooth noise between -0.5 and 0.5.
fn texture(x: f32, y: f32) -> f32 {
    let (column, row) = (x.floor(), y.floor());
    let smooth = |part: f32| part * part * (3.0 - 2.0 * part);
    let (u, v) = (smooth(x - column), smooth(y - row));
    let at = |right: f32, down: f32| dice((column + right) as i32 as u32, (row + down) as i32 as u32, 0);
    let top = at(0.0, 0.0) * (1.0 - u) + at(1.0, 0.0) * u;
    let bottom = at(0.0, 1.0) * (1.0 - u) + at(1.0, 1.0) * u;
    top * (1.0 - v) + bottom * v - 0.5
}

/// Between 0 and 1, always the same for the same place.
fn dice(x: u32, y: u32, z: u32) -> f32 {
    let mut bits = x.wrapping_mul(0x9e37_79b1) ^ y.wrapping_mul(0x85eb_ca77) ^ z.wrapping_mul(0xc2b2_ae3d);
    bits = (bits ^ bits >> 15).wrapping_mul(0x2c1b_3c6d);
    bits = (bits ^ bits >> 12).wrapping_mul(0x297a_2d39);
    (bits ^ bits >> 15) as f32 / u32::MAX as f32
}
