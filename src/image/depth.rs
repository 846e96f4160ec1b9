//! Converts decoded pixels to RGBA with eight bits per channel.

use image::ColorType;

/// Converts pixels of a decoder of `image` to RGBA with eight bits per channel. The conversion is
/// in place where the result is not larger, since there may be 400 MB of pixels.
pub(super) fn to_rgba8(mut pixels: Vec<u8>, colours: ColorType) -> Vec<u8> {
    let size = usize::from(colours.bytes_per_pixel());
    let count = pixels.len() / size.max(1);
    if size < 4 {
        let mut rgba = Vec::with_capacity(count * 4);
        for pixel in pixels.chunks_exact(size) {
            rgba.extend_from_slice(&rgba8(pixel, colours));
        }
        return rgba;
    }
    if colours != ColorType::Rgba8 {
        for n in 0..count {
            let pixel = rgba8(&pixels[n * size..(n + 1) * size], colours);
            pixels[n * 4..n * 4 + 4].copy_from_slice(&pixel);
        }
    }
    // The capacity stays: with half of it free, the pixels would be copied, and be there twice for a moment.
    pixels.truncate(count * 4);
    pixels
}

fn rgba8(pixel: &[u8], colours: ColorType) -> [u8; 4] {
    let deep = |n: usize| match pixel.get(2 * n..2 * n + 2) {
        Some(&[a, b]) => ((u32::from(u16::from_ne_bytes([a, b])) + 128) / 257) as u8,
        _ => 0,
    };
    let float = |n: usize| match pixel.get(4 * n..4 * n + 4) {
        Some(&[a, b, c, d]) => (f32::from_ne_bytes([a, b, c, d]).clamp(0.0, 1.0) * 255.0).round() as u8,
        _ => 0,
    };
    match (colours, pixel) {
        (ColorType::L8, &[grey]) => [grey, grey, grey, 255],
        (ColorType::La8, &[grey, alpha]) => [grey, grey, grey, alpha],
        (ColorType::Rgb8, &[red, green, blue]) => [red, green, blue, 255],
        (ColorType::Rgba8, &[red, green, blue, alpha]) => [red, green, blue, alpha],
        (ColorType::L16, _) => [deep(0), deep(0), deep(0), 255],
        (ColorType::La16, _) => [deep(0), deep(0), deep(0), deep(1)],
        (ColorType::Rgb16, _) => [deep(0), deep(1), deep(2), 255],
        (ColorType::Rgba16, _) => [deep(0), deep(1), deep(2), deep(3)],
        (ColorType::Rgb32F, _) => [float(0), float(1), float(2), 255],
        (ColorType::Rgba32F, _) => [float(0), float(1), float(2), float(3)],
        // Decoders return no other colour type.
        _ => [0; 4],
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use image::{DynamicImage, ImageBuffer};

    /// An image of each colour type with a wide range of values.
    fn images() -> Vec<DynamicImage> {
        let value = |x: u32, n: u32| ((x * 7_919 + n * 20_011) % 65_536) as u16;
        let float = |x: u32, n: u32| f32::from(value(x, n)) / 60_000.0 - 0.02;
        vec![
            DynamicImage::ImageLuma8(ImageBuffer::from_fn(64, 3, |x, _| image::Luma([x as u8 * 3]))),
            DynamicImage::ImageLumaA8(ImageBuffer::from_fn(64, 3, |x, y| image::LumaA([x as u8, y as u8]))),
            DynamicImage::ImageRgb8(ImageBuffer::from_fn(64, 3, |x, y| image::Rgb([x as u8, y as u8, 9]))),
            DynamicImage::ImageRgba8(ImageBuffer::from_fn(64, 3, |x, y| {
                image::Rgba([x as u8, y as u8, 9, 7])
            })),
            DynamicImage::ImageLuma16(ImageBuffer::from_fn(64, 3, |x, _| image::Luma([value(x, 0)]))),
            DynamicImage::ImageLumaA16(ImageBuffer::from_fn(64, 3, |x, _| {
                image::LumaA([value(x, 0), value(x, 1)])
            })),
            DynamicImage::ImageRgb16(ImageBuffer::from_fn(64, 3, |x, _| {
                image::Rgb([value(x, 0), value(x, 1), value(x, 2)])
            })),
            DynamicImage::ImageRgba16(ImageBuffer::from_fn(64, 3, |x, _| {
                image::Rgba([value(x, 0), value(x, 1), value(x, 2), value(x, 3)])
            })),
            DynamicImage::ImageRgb32F(ImageBuffer::from_fn(64, 3, |x, _| {
                image::Rgb([float(x, 0), float(x, 1), float(x, 2)])
            })),
            DynamicImage::ImageRgba32F(ImageBuffer::from_fn(64, 3, |x, _| {
                image::Rgba([float(x, 0), float(x, 1), float(x, 2), float(x, 3)])
            })),
        ]
    }

    #[test]
    fn pixels_become_what_image_makes_of_them() {
        for image in images() {
            let colours = image.color();
            let ours = to_rgba8(image.as_bytes().to_vec(), colours);
            assert_eq!(ours, image.into_rgba8().into_raw(), "{colours:?}");
        }
    }
}
