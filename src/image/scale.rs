use std::sync::LazyLock;

use fast_image_resize::images::{TypedImage, TypedImageRef};
use fast_image_resize::pixels::U16x4;
use fast_image_resize::{FilterType, ResizeAlg, ResizeOptions, Resizer};
use rayon::prelude::*;

use super::{Image, ImageError};

/// Linear light of each sRGB value, from 0 to 65,535.
static LIGHT: LazyLock<[u16; 256]> = LazyLock::new(|| {
    std::array::from_fn(|number| {
        let value = number as f64 / 255.0;
        let light = if value <= 0.040_45 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) };
        (light * 65_535.0).round() as u16
    })
});

static NUMBER: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let number = |light: u32| {
        let light = f64::from(light) / 65_535.0;
        let value = if light <= 0.003_130_8 { light * 12.92 } else { 1.055 * light.powf(1.0 / 2.4) - 0.055 };
        (value * 255.0).round() as u8
    };
    (0..=65_535).map(number).collect()
});

/// The size of an image that is at most `max_width` wide: the same shape, at least one pixel high,
/// never larger.
pub(super) fn size_within(width: u32, height: u32, max_width: u32) -> (u32, u32) {
    if width <= max_width || width == 0 {
        return (width, height);
    }
    (max_width, in_proportion(height, max_width, width))
}

fn in_proportion(length: u32, to: u32, from: u32) -> u32 {
    let from = u64::from(from);
    let rounded = (u64::from(length) * u64::from(to) + from / 2) / from;
    u32::try_from(rounded).unwrap_or(u32::MAX).max(1)
}

/// Scales an image down to a width. A narrower one does not change. See [`to_size`].
///
/// # Errors
///
/// If the image has no pixels.
pub(super) fn to_width(image: Image, max_width: u32) -> Result<Image, ImageError> {
    let (width, height) = size_within(image.width, image.height, max_width);
    if (width, height) == (image.width, image.height) {
        return Ok(image);
    }
    to_size(&image, width, height, FilterType::Lanczos3)
}

/// Scales an image that is rotated by a quarter, so that it is at most that wide once it is turned.
///
/// # Errors
///
/// If the image has no pixels.
pub(super) fn to_height(image: Image, max_height: u32) -> Result<Image, ImageError> {
    let (height, width) = size_within(image.height, image.width, max_height);
    if (width, height) == (image.width, image.height) {
        return Ok(image);
    }
    to_size(&image, width, height, FilterType::Lanczos3)
}

/// Scales in linear light, weighted by opacity. A much larger image is first reduced to two or
/// three times the target size by averaging, which saves most of the time without a visible
/// difference.
///
/// # Errors
///
/// If the image has no pixels.
pub(super) fn to_size(
    image: &Image,
    width: u32,
    height: u32,
    filter: FilterType,
) -> Result<Image, ImageError> {
    let pixels = image.width as usize * image.height as usize;
    if pixels == 0 || image.rgba.len() != pixels * 4 || width == 0 || height == 0 {
        return Err(ImageError::Damaged("it has no pixels".into()));
    }
    let opacity = if image.is_opaque() { Opacity::Opaque } else { Opacity::Varying };
    let block = ((image.width / width).min(image.height / height) / 2).max(1);
    let light = averaged(image, block as usize, opacity);
    let refused = |error: &dyn std::fmt::Display| ImageError::Damaged(error.to_string());
    let source = TypedImageRef::new(image.width.div_ceil(block), image.height.div_ceil(block), &light)
        .map_err(|error| refused(&error))?;
    let mut target = TypedImage::<U16x4>::new(width, height);
    let (across, down) =
        (f64::from(image.width) / f64::from(block), f64::from(image.height) / f64::from(block));
    let options = ResizeOptions::new()
        .resize_alg(ResizeAlg::Convolution(filter))
        .use_alpha(false)
        // The last blocks may extend beyond the edge.
        .crop(0.0, 0.0, across, down);
    Resizer::new().resize_typed(&source, &mut target, &options).map_err(|error| refused(&error))?;
    let mut rgba = vec![0; target.pixels().len() * 4];
    for (to, from) in rgba.chunks_exact_mut(4).zip(target.pixels()) {
        to.copy_from_slice(&numbers(from.0, opacity));
    }
    Ok(Image { width, height, rgba, was_turned: image.was_turned })
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Opacity {
    Opaque,
    Varying,
}

/// The linear light of the pixels, multiplied by their opacity, averaged over blocks of `block` ×
/// `block` pixels.
fn averaged(image: &Image, block: usize, opacity: Opacity) -> Vec<U16x4> {
    let width = image.width as usize;
    let columns = width.div_ceil(block);
    let rows = (image.height as usize).div_ceil(block);
    let mut light = vec![U16x4::new([0; 4]); columns * rows];
    let table = &*LIGHT;
    let is_opaque = opacity == Opacity::Opaque;
    light.par_chunks_mut(columns).zip(image.rgba.par_chunks(width * 4 * block)).for_each(|(out, lines)| {
        let mut sums = vec![[0_u64; 4]; if is_opaque { 0 } else { columns }];
        let mut plain = vec![[0_u32; 3]; if is_opaque { columns } else { 0 }];
        for line in lines.chunks_exact(width * 4) {
            for (sum, pixels) in plain.iter_mut().zip(line.chunks(block * 4)) {
                for pixel in pixels.chunks_exact(4) {
                    sum[0] += u32::from(table[usize::from(pixel[0])]);
                    sum[1] += u32::from(table[usize::from(pixel[1])]);
                    sum[2] += u32::from(table[usize::from(pixel[2])]);
                }
            }
            for (sum, pixels) in sums.iter_mut().zip(line.chunks(block * 4)) {
                for pixel in pixels.chunks_exact(4) {
                    let alpha = u64::from(pixel[3]);
                    for (sum, number) in sum.iter_mut().zip(&pixel[..3]) {
                        *sum += u64::from(table[usize::from(*number)]) * alpha / 255;
                    }
                    sum[3] += alpha * 257;
                }
            }
        }
        let high = lines.len() / (width * 4);
        let count = |column: usize| block.min(width - column * block) * high;
        for (column, (out, sum)) in out.iter_mut().zip(&plain).enumerate() {
            let count = count(column) as u32;
            let [red, green, blue] = sum.map(|sum| ((sum + count / 2) / count) as u16);
            *out = U16x4::new([red, green, blue, u16::MAX]);
        }
        for (column, (out, sum)) in out.iter_mut().zip(&sums).enumerate() {
            let count = count(column) as u64;
            *out = U16x4::new(sum.map(|sum| ((sum + count / 2) / count) as u16));
        }
    });
    light
}

/// The inverse of [`averaged`].
fn numbers([red, green, blue, alpha]: [u16; 4], opacity: Opacity) -> [u8; 4] {
    let number = |light: u16| NUMBER[usize::from(light)];
    if opacity == Opacity::Opaque {
        return [number(red), number(green), number(blue), 255];
    }
    if alpha < 129 {
        return [0; 4];
    }
    let whole = |light: u16| (u32::from(light) * 65_535 / u32::from(alpha)).min(65_535) as u16;
    let opaque = ((u32::from(alpha) + 128) / 257) as u8;
    [number(whole(red)), number(whole(green)), number(whole(blue)), opaque]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain(width: u32, height: u32, pixel: impl Fn(u32, u32) -> [u8; 4]) -> Image {
        let rgba = (0..height).flat_map(|y| (0..width).map(move |x| (x, y)));
        let rgba = rgba.flat_map(|(x, y)| pixel(x, y)).collect();
        Image { width, height, rgba, was_turned: false }
    }

    #[test]
    fn the_shape_stays_and_nothing_grows() {
        assert_eq!(size_within(1920, 1080, 550), (550, 309));
        assert_eq!(size_within(1000, 999, 550), (550, 549));
        assert_eq!(size_within(60_000, 3, 550), (550, 1));
        assert_eq!(size_within(550, 20_000, 550), (550, 20_000));
        assert_eq!(size_within(20, 10, 550), (20, 10));
        let small = to_width(plain(20, 10, |x, y| [x as u8, y as u8, 7, 255]), 550).unwrap();
        assert_eq!((small.width, small.height, small.rgba[4]), (20, 10, 1));
    }

    #[test]
    fn light_is_averaged_and_not_its_numbers() {
        let chequered = |x: u32, y: u32| if (x + y).is_multiple_of(2) { [255; 4] } else { [0, 0, 0, 255] };
        for size in [120, 400] {
            let grey = to_width(plain(size, size, chequered), 20).unwrap();
            // Half of the light is 188. A filter of sRGB values would return 128.
            assert!(grey.rgba.chunks_exact(4).all(|p| p[0].abs_diff(188) <= 2 && p[3] == 255));
        }
    }

    #[test]
    fn what_is_transparent_does_not_shine_through() {
        let half = |x: u32, _| if x < 300 { [200, 40, 40, 255] } else { [0, 255, 0, 0] };
        for width in [50, 400] {
            let out = to_width(plain(600, 40, half), width).unwrap();
            for pixel in out.rgba.chunks_exact(4).filter(|pixel| pixel[3] > 8) {
                assert!(pixel[0].abs_diff(200) < 6 && pixel[1].abs_diff(40) < 6, "{pixel:?}");
            }
            assert_eq!(out.rgba[3], 255);
            assert_eq!(out.rgba[out.rgba.len() - 1], 0);
        }
    }

    #[test]
    fn every_number_finds_its_way_back() {
        for number in 0..=255 {
            let light = LIGHT[usize::from(number)];
            assert_eq!(
                numbers([light, light, light, u16::MAX], Opacity::Opaque),
                [number, number, number, 255]
            );
        }
    }

    #[test]
    fn a_image_of_any_size_scales() {
        for (width, height) in [(551, 1), (1, 551), (1101, 7), (833, 621), (2, 1500)] {
            let colour = plain(width, height, |_, _| [10, 100, 200, 255]);
            let out =
                to_size(&colour, (width / 5).max(1), (height / 5).max(1), FilterType::Lanczos3).unwrap();
            assert!(out.rgba.chunks_exact(4).all(|pixel| pixel == [10, 100, 200, 255]), "{width}×{height}");
        }
    }
}
