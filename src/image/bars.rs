use super::Image;
use crate::text::Bars;

/// Narrower bars are an intended border.
const LEAST: f64 = 0.03;
/// Noise that JPEG adds to black: the largest distance of a bar's pixel from the bar's colour.
const NOISE: u8 = 14;
/// Smaller images are icons.
const SMALLEST: u32 = 64;
/// The distance behind a bar in which the image is examined, as a part of its side.
const BEHIND: f64 = 0.02;
/// An image between bars touches them along most of its side. A drawing on a plain background
/// touches its frame in a few places only.
const TOUCHES_DARK: f64 = 0.6;
const TOUCHES_LIGHT: f64 = 0.97;
/// An image also fills the space between the bars: this part of its pixels has another colour.
const FILLED_DARK: f64 = 0.5;
const FILLED_LIGHT: f64 = 0.9;

/// Returns the bars of a letterboxed image: of one dark or light colour, and at least 3 % of the
/// width or height on two opposite sides. Returns `None` for a drawing, a screenshot or an object
/// on a plain background, for a photograph in doubt, and for an image that is small or not opaque.
pub fn find_bars(image: &Image) -> Option<Bars> {
    let (width, height) = (image.width, image.height);
    if width.min(height) < SMALLEST || !image.is_opaque() {
        return None;
    }
    let view = View { image, colour: pixel(image, 0, 0) };
    let is_dark = view.colour.iter().all(|part| *part <= 40);
    let is_light = view.colour.iter().all(|part| *part >= 225);
    if !is_dark && !is_light {
        return None;
    }
    let column = |x: u32| (0..height).all(|y| view.is_ground(x, y));
    let row = |y: u32| (0..width).all(|x| view.is_ground(x, y));
    let all = Bars {
        left: (0..width).take_while(|x| column(*x)).count() as u32,
        right: (0..width).rev().take_while(|x| column(*x)).count() as u32,
        top: (0..height).take_while(|y| row(*y)).count() as u32,
        bottom: (0..height).rev().take_while(|y| row(*y)).count() as u32,
    };
    if all.left == width {
        return None;
    }
    let are_wide = |a: u32, b: u32, side: u32| f64::from(a.min(b)) >= LEAST * f64::from(side);
    let mut bars = Bars::default();
    if are_wide(all.left, all.right, width) {
        (bars.left, bars.right) = (all.left, all.right);
    }
    if are_wide(all.top, all.bottom, height) {
        (bars.top, bars.bottom) = (all.top, all.bottom);
    }
    if bars == Bars::default() {
        return None;
    }
    let (touches, filled) = if is_dark { (TOUCHES_DARK, FILLED_DARK) } else { (TOUCHES_LIGHT, FILLED_LIGHT) };
    let is_image = view.filled(all) >= filled
        && (bars.left == 0 || view.touches_sides(all) >= touches)
        && (bars.top == 0 || view.touches_ends(all) >= touches);
    is_image.then_some(bars)
}

/// Crops the bars.
pub fn crop(image: &Image, bars: &Bars) -> Image {
    let left = bars.left.min(image.width - 1);
    let top = bars.top.min(image.height - 1);
    let width = (image.width - left).saturating_sub(bars.right).max(1);
    let height = (image.height - top).saturating_sub(bars.bottom).max(1);
    let mut rgba = Vec::with_capacity(width as usize * height as usize * 4);
    for y in top..top + height {
        let start = (y as usize * image.width as usize + left as usize) * 4;
        rgba.extend_from_slice(&image.rgba[start..start + width as usize * 4]);
    }
    Image { width, height, rgba, was_turned: image.was_turned }
}

struct View<'p> {
    image: &'p Image,
    /// The colour of the bars, if there are any.
    colour: [u8; 3],
}

impl View<'_> {
    fn is_ground(&self, x: u32, y: u32) -> bool {
        let own = pixel(self.image, x, y);
        own.iter().zip(self.colour).all(|(own, ground)| own.abs_diff(ground) <= NOISE)
    }

    /// The smaller part of the rows in which the image touches the left or the right bar.
    fn touches_sides(&self, bars: Bars) -> f64 {
        let deep = (f64::from(self.image.width) * BEHIND).ceil() as u32;
        let rows = bars.top..self.image.height - bars.bottom;
        let part = |columns: std::ops::Range<u32>| {
            share(rows.clone(), |y| columns.clone().any(|x| !self.is_ground(x, y)))
        };
        let right = self.image.width - bars.right;
        part(bars.left..bars.left + deep).min(part(right.saturating_sub(deep)..right))
    }

    /// Like [`View::touches_sides`], for the bars above and below.
    fn touches_ends(&self, bars: Bars) -> f64 {
        let deep = (f64::from(self.image.height) * BEHIND).ceil() as u32;
        let columns = bars.left..self.image.width - bars.right;
        let part = |rows: std::ops::Range<u32>| {
            share(columns.clone(), |x| rows.clone().any(|y| !self.is_ground(x, y)))
        };
        let bottom = self.image.height - bars.bottom;
        part(bars.top..(bars.top + deep).min(bottom)).min(part(bottom.saturating_sub(deep)..bottom))
    }

    /// The part of the pixels between the bars that has another colour than the bars.
    fn filled(&self, bars: Bars) -> f64 {
        let columns = bars.left..self.image.width - bars.right;
        let rows = bars.top..self.image.height - bars.bottom;
        let total = columns.len() * rows.len();
        let own: usize = rows.map(|y| columns.clone().filter(|x| !self.is_ground(*x, y)).count()).sum();
        own as f64 / total.max(1) as f64
    }
}

fn share(range: std::ops::Range<u32>, has: impl Fn(u32) -> bool) -> f64 {
    let total = range.len();
    range.filter(|n| has(*n)).count() as f64 / total.max(1) as f64
}

fn pixel(image: &Image, x: u32, y: u32) -> [u8; 3] {
    let start = (y as usize * image.width as usize + x as usize) * 4;
    [image.rgba[start], image.rgba[start + 1], image.rgba[start + 2]]
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A noisy image with `bars` of one colour.
    fn boxed(width: u32, height: u32, bars: Bars, ground: [u8; 3]) -> Image {
        let mut rgba = Vec::new();
        for y in 0..height {
            for x in 0..width {
                let inside = (bars.left..width - bars.right).contains(&x)
                    && (bars.top..height - bars.bottom).contains(&y);
                let busy = [(60 + x * 7 % 120) as u8, (80 + y * 5 % 90) as u8, (70 + (x + y) % 100) as u8];
                // Noise, as JPEG adds it.
                let noisy = ground.map(|part| part.saturating_add((x * 31 % 7 + y * 17 % 5) as u8));
                rgba.extend(if inside { busy } else { noisy });
                rgba.push(255);
            }
        }
        Image { width, height, rgba, was_turned: false }
    }

    #[test]
    fn bars_on_two_or_four_sides_are_found_and_cut_off() {
        let letterbox = Bars { top: 40, bottom: 38, ..Bars::default() };
        let pillarbox = Bars { left: 60, right: 60, ..Bars::default() };
        let both = Bars { left: 30, right: 30, top: 25, bottom: 25 };
        for bars in [letterbox, pillarbox, both] {
            for ground in [[0, 0, 0], [16, 16, 18], [244, 244, 244]] {
                let image = boxed(400, 300, bars, ground);
                assert_eq!(find_bars(&image), Some(bars), "{ground:?}");
                let inside = crop(&image, &bars);
                assert_eq!(find_bars(&inside), None);
                assert_eq!(inside.rgba.len(), (inside.width * inside.height * 4) as usize);
            }
        }
    }

    #[test]
    fn borders_one_sided_bars_and_other_colours_are_none() {
        let thin = Bars { left: 8, right: 8, top: 7, bottom: 7 };
        assert_eq!(find_bars(&boxed(400, 300, thin, [0; 3])), None);
        let one = Bars { top: 60, ..Bars::default() };
        assert_eq!(find_bars(&boxed(400, 300, one, [0; 3])), None);
        let red = Bars { left: 60, right: 60, ..Bars::default() };
        assert_eq!(find_bars(&boxed(400, 300, red, [150, 20, 20])), None);
        assert_eq!(find_bars(&boxed(400, 300, Bars { left: 400, ..Bars::default() }, [0; 3])), None);
        assert_eq!(find_bars(&boxed(60, 60, red, [0; 3]).clone()), None);
    }

    #[test]
    fn things_on_a_plain_ground_are_not_letterboxed() {
        for ground in [0, 255] {
            let disc = |x: f64, y: f64| (x - 200.0).hypot(y - 150.0) < 100.0;
            let text = |x: f64, y: f64| {
                (30.0..370.0).contains(&x)
                    && (30.0..270.0).contains(&y)
                    && y % 20.0 < 12.0
                    && (x * y) % 9.0 < 3.0
            };
            let things: [&dyn Fn(f64, f64) -> bool; 2] = [&disc, &text];
            for thing in things {
                let rgba = (0..300 * 400).flat_map(|n| {
                    let inside = thing(f64::from(n % 400), f64::from(n / 400));
                    if inside { [120, 90, 160, 255] } else { [ground, ground, ground, 255] }
                });
                let image = Image { width: 400, height: 300, rgba: rgba.collect(), was_turned: false };
                assert_eq!(find_bars(&image), None);
            }
        }
    }

    #[test]
    fn transparent_margins_are_not_bars() {
        let mut image = boxed(400, 300, Bars { left: 60, right: 60, ..Bars::default() }, [0; 3]);
        image.rgba.chunks_exact_mut(4).for_each(|pixel| pixel[3] = if pixel[0] < 30 { 0 } else { 255 });
        assert_eq!(find_bars(&image), None);
    }
}
