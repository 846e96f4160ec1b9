use fast_image_resize::FilterType;

use super::{Image, scale};

/// The sides of the small copy.
const SIDE: u32 = 32;
/// The largest difference in aspect ratio. Scaling rounds the height.
const SHAPE: f64 = 0.02;
/// The amount by which another encoder, size or palette changes one value of the small copy.
const MOST: u8 = 28;
/// The amount by which it changes the mean: little in plain images, more in those with contrasts, which many
/// programs scale without linear light.
const MEAN: f64 = 2.0;
const MEAN_OF_SPREAD: f64 = 0.1;

/// A fingerprint of an image that recognizes it at another size or in another format: a copy of 32
/// × 32 pixels. A hash of brightness differences would confuse two screenshots of one program, or
/// two empty skies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Likeness {
    width: u32,
    height: u32,
    /// Red, green and blue, on white.
    small: Vec<u8>,
}

impl Likeness {
    pub fn new(image: &Image) -> Likeness {
        // A triangle filter does not overshoot the darkest and brightest values.
        let small = scale::to_size(image, SIDE, SIDE, FilterType::Bilinear);
        let small = small.map(|small| small.rgba).unwrap_or_default();
        let on_white = |pixel: &[u8], n: usize| {
            let alpha = u32::from(pixel[3]);
            ((u32::from(pixel[n]) * alpha + 255 * (255 - alpha)) / 255) as u8
        };
        Likeness {
            width: image.width,
            height: image.height,
            small: small
                .chunks_exact(4)
                .flat_map(|pixel| [on_white(pixel, 0), on_white(pixel, 1), on_white(pixel, 2)])
                .collect(),
        }
    }

    /// True if both are the same image.
    pub fn is_same(&self, other: &Likeness) -> bool {
        self.has_shape_of(other)
            && self.small.len() == other.small.len()
            && self.most(other) <= MOST
            && self.mean(other) <= MEAN + MEAN_OF_SPREAD * self.spread().min(other.spread())
    }

    fn has_shape_of(&self, other: &Likeness) -> bool {
        let (width, height) = (f64::from(self.width), f64::from(self.height));
        let (other_width, other_height) = (f64::from(other.width), f64::from(other.height));
        // In small images half a pixel is a large difference.
        let rounding = 0.5 / height.min(other_height).min(width).min(other_width);
        let proportion = (width * other_height) / (height * other_width);
        (proportion - 1.0).abs() <= SHAPE.max(rounding * 1.5)
    }

    /// The mean distance of red, green and blue from their means.
    fn spread(&self) -> f64 {
        let count = (self.small.len() / 3).max(1) as f64;
        let of = |colour: usize| self.small.iter().skip(colour).step_by(3).copied().map(f64::from);
        let spread = |colour| {
            let mean = of(colour).sum::<f64>() / count;
            of(colour).map(|number| (number - mean).abs()).sum::<f64>() / count
        };
        (spread(0) + spread(1) + spread(2)) / 3.0
    }

    fn differences(&self, other: &Likeness) -> impl Iterator<Item = u8> {
        self.small.iter().zip(&other.small).map(|(one, other)| one.abs_diff(*other))
    }

    fn most(&self, other: &Likeness) -> u8 {
        self.differences(other).max().unwrap_or_default()
    }

    fn mean(&self, other: &Likeness) -> f64 {
        self.differences(other).map(f64::from).sum::<f64>() / self.small.len().max(1) as f64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(width: u32, height: u32, pixel: impl Fn(f64, f64) -> [u8; 3]) -> Image {
        let mut rgba = Vec::new();
        for y in 0..height {
            for x in 0..width {
                rgba.extend(pixel(f64::from(x) / f64::from(width), f64::from(y) / f64::from(height)));
                rgba.push(255);
            }
        }
        Image { width, height, rgba, was_turned: false }
    }

    /// A window with a menu and lines of text. The text line `line` is longer.
    fn screenshot(line: u32) -> Image {
        drawn(1200, 800, |x, y| {
            let row = (y * 40.0) as u32;
            let end = if row == line { 0.8 } else { 0.3 + f64::from(row * 7 % 10) * 0.03 };
            let is_ink =
                row > 2 && x > 0.05 && x < end && (y * 40.0).fract() < 0.6 && (x * 150.0).fract() < 0.5;
            if row < 2 {
                [60, 60, 70]
            } else if is_ink {
                [20, 20, 20]
            } else {
                [250, 250, 250]
            }
        })
    }

    fn sky(tint: f64) -> Image {
        drawn(600, 400, |_, y| [(90.0 + tint) as u8, (140.0 + y * 10.0) as u8, 220])
    }

    #[test]
    fn the_same_image_is_known_at_another_size() {
        for image in [screenshot(9), sky(0.0)] {
            let whole = Likeness::new(&image);
            for width in [550, 300, 120] {
                let small = scale::to_width(image.clone(), width).unwrap();
                assert!(whole.is_same(&Likeness::new(&small)), "at {width}");
            }
        }
    }

    #[test]
    fn images_that_only_resemble_each_other_are_distinguished() {
        assert!(!Likeness::new(&screenshot(9)).is_same(&Likeness::new(&screenshot(20))));
        assert!(!Likeness::new(&sky(0.0)).is_same(&Likeness::new(&sky(12.0))));
        let cropped = drawn(600, 360, |_, y| [90, (140.0 + y * 10.0) as u8, 220]);
        assert!(!Likeness::new(&sky(0.0)).is_same(&Likeness::new(&cropped)));
    }
}
