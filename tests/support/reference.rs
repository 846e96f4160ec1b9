//! How like its source a small copy is, by a way of scaling that shares nothing with ours.

use copydesk::image::Image;
use ssimulacra2::{ColorPrimaries, Rgb, TransferCharacteristic, compute_frame_ssimulacra2};

pub struct Reference {
    width: usize,
    height: usize,
    /// sRGB, from 0 to 1.
    pixels: Vec<[f32; 3]>,
}

/// The source at a width, by Lanczos over the light itself in 32-bit floats: no other table, no
/// rounding and no block averages.
pub fn reference(source: &Image, max_width: u32) -> Reference {
    let (width, height) = (source.width as usize, source.height as usize);
    let new_width = (max_width as usize).min(width);
    let new_height = ((height * new_width) as f64 / width as f64).round() as usize;
    let light: Vec<[f32; 3]> = source
        .rgba
        .chunks_exact(4)
        .map(|pixel| [0, 1, 2].map(|n| to_light(f32::from(pixel[n]) / 255.0)))
        .collect();
    let across = weights(width, new_width);
    let mut narrow = vec![[0.0_f32; 3]; new_width * height];
    for y in 0..height {
        for (x, (start, weights)) in across.iter().enumerate() {
            narrow[y * new_width + x] = sum(weights, |n| light[y * width + start + n]);
        }
    }
    let mut pixels = vec![[0.0; 3]; new_width * new_height];
    for (y, (start, weights)) in weights(height, new_height).iter().enumerate() {
        for x in 0..new_width {
            pixels[y * new_width + x] = sum(weights, |n| narrow[(start + n) * new_width + x])
                .map(|light| to_number(light.clamp(0.0, 1.0)));
        }
    }
    Reference { width: new_width, height: new_height, pixels }
}

fn sum(weights: &[f32], pixel: impl Fn(usize) -> [f32; 3]) -> [f32; 3] {
    let mut total = [0.0; 3];
    for (n, weight) in weights.iter().enumerate() {
        let pixel = pixel(n);
        (0..3).for_each(|part| total[part] += pixel[part] * weight);
    }
    total
}

/// Where each new pixel begins in the old ones, and how much each of those counts.
fn weights(from: usize, to: usize) -> Vec<(usize, Vec<f32>)> {
    let scale = (from as f64 / to as f64).max(1.0);
    let sinc = |x: f64| if x == 0.0 { 1.0 } else { x.sin() / x };
    (0..to)
        .map(|n| {
            let centre = (n as f64 + 0.5) * from as f64 / to as f64;
            let start = (centre - 3.0 * scale).floor().max(0.0) as usize;
            let end = ((centre + 3.0 * scale).ceil() as usize).min(from);
            let weights: Vec<f64> = (start..end)
                .map(|old| (old as f64 + 0.5 - centre) / scale * std::f64::consts::PI)
                .map(|x| if x.abs() < 3.0 * std::f64::consts::PI { sinc(x) * sinc(x / 3.0) } else { 0.0 })
                .collect();
            let total: f64 = weights.iter().sum();
            (start, weights.iter().map(|weight| (weight / total) as f32).collect())
        })
        .collect()
}

fn to_light(number: f32) -> f32 {
    if number <= 0.040_45 { number / 12.92 } else { ((number + 0.055) / 1.055).powf(2.4) }
}

fn to_number(light: f32) -> f32 {
    if light <= 0.003_130_8 { light * 12.92 } else { 1.055 * light.powf(1.0 / 2.4) - 0.055 }
}

/// SSIMULACRA 2: 100 is the same, over 90 looks the same, under 70 is seen by everybody.
pub fn likeness(reference: &Reference, image: &Image) -> f64 {
    let pixels = image.rgba.chunks_exact(4).map(|pixel| [0, 1, 2].map(|n| f32::from(pixel[n]) / 255.0));
    let frame = |pixels: Vec<[f32; 3]>, width: usize, height: usize| {
        Rgb::new(pixels, width, height, TransferCharacteristic::SRGB, ColorPrimaries::BT709).unwrap()
    };
    let ours = frame(pixels.collect(), image.width as usize, image.height as usize);
    let own = frame(reference.pixels.clone(), reference.width, reference.height);
    compute_frame_ssimulacra2(own, ours).unwrap_or(f64::NAN)
}
