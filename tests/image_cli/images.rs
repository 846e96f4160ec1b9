//! Images of our own making.

use std::io::Cursor;

use image::{DynamicImage, ImageFormat, Rgb, RgbImage, Rgba, RgbaImage};

/// What a camera would give: slow waves with grain on them, so that JPEG is the format for it.
pub fn photo(width: u32, height: u32) -> DynamicImage {
    let mut seed = 7u32;
    let mut grain = move || {
        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (seed >> 28) as f32
    };
    RgbImage::from_fn(width, height, |x, y| {
        let wave = |n: f32| 100.0 + 80.0 * ((x as f32 / 37.0 * n).sin() * (y as f32 / 23.0).cos()) + grain();
        let mut wave = wave;
        Rgb([wave(1.0) as u8, wave(1.3) as u8, wave(0.7) as u8])
    })
    .into()
}

/// A few flat colours, so that PNG is the format for it.
pub fn drawing(width: u32, height: u32) -> DynamicImage {
    let inks = [[250, 250, 250], [20, 30, 40], [200, 40, 40]];
    RgbImage::from_fn(width, height, |x, y| Rgb(inks[((x / 40 + y / 40) % 3) as usize])).into()
}

/// A drawing with a hole in it.
pub fn cut_out(width: u32, height: u32) -> DynamicImage {
    RgbaImage::from_fn(width, height, |x, y| {
        Rgba([200, 40, 40, if x > width / 2 && y > height / 2 { 0 } else { 255 }])
    })
    .into()
}

pub fn bytes(image: &DynamicImage, format: ImageFormat) -> Vec<u8> {
    let mut out = Cursor::new(Vec::new());
    image.write_to(&mut out, format).unwrap();
    out.into_inner()
}

pub fn jpeg(width: u32, height: u32) -> Vec<u8> {
    bytes(&photo(width, height), ImageFormat::Jpeg)
}

pub fn png(width: u32, height: u32) -> Vec<u8> {
    bytes(&drawing(width, height), ImageFormat::Png)
}

/// A WebP that can become a PNG only, since a part of it is clear.
pub fn webp(width: u32, height: u32) -> Vec<u8> {
    bytes(&cut_out(width, height), ImageFormat::WebP)
}

/// The width and height in a file's header.
pub fn size(bytes: &[u8]) -> (u32, u32) {
    image::ImageReader::new(Cursor::new(bytes)).with_guessed_format().unwrap().into_dimensions().unwrap()
}
