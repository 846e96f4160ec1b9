//! Detects clips whose flashes may cause a seizure, by WCAG 2.2, success criterion 2.3.1
//! (<https://www.w3.org/WAI/WCAG22/Understanding/three-flashes-or-below-threshold>).

use super::clip::{Clip, ClipFrame, Pixel};

/// The flashes of a clip.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Flashes {
    /// The largest number within one second.
    pub most: usize,
    pub kind: FlashKind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FlashKind {
    /// Between light and dark.
    Light,
    /// To or from a saturated red.
    Red,
}

/// A second, in hundredths.
const SECOND: u32 = 100;
/// The number of flashes within a second that is allowed.
const ALLOWED: usize = 3;
/// Ten degrees of the view, in pixels of a page of 1024 by 768.
const VIEW: (f32, f32) = (341.0, 256.0);
/// The part of the view that may flash.
const ALLOWED_PART: f32 = 0.25;
/// Browsers show a frame with a delay of at most a hundredth of a second for ten.
const SHORTEST: u16 = 2;
const SHOWN_INSTEAD: u16 = 10;

/// Returns the flashes of a clip that is shown `shown_width` pixels wide on a page. Returns `None`
/// if it flashes at most three times a second, or in an area that is too small to be dangerous.
pub fn flashes(clip: &Clip, shown_width: u32) -> Option<Flashes> {
    let size = shown_width as f32 / f32::from(clip.width.max(1));
    let find = |kind: FlashKind| {
        let most = most_within_a_second(clip, size, kind);
        (most > ALLOWED).then_some(Flashes { most, kind })
    };
    find(FlashKind::Light).or_else(|| find(FlashKind::Red))
}

fn most_within_a_second(clip: &Clip, size: f32, kind: FlashKind) -> usize {
    let cells = usize::from(clip.width) * usize::from(clip.height);
    let mut trackers = vec![Tracker::default(); cells];
    let mut changes: Vec<(u32, Change)> = Vec::new();
    let mut time = 0;
    let whole: u32 = clip.frames.iter().map(|shown| u32::from(duration(shown))).sum();
    // One more second, since a clip repeats.
    for shown in clip.frames.iter().cycle() {
        if time > whole + SECOND {
            break;
        }
        let found: Vec<Option<Change>> = trackers
            .iter_mut()
            .zip(&shown.pixels)
            .map(|(tracker, pixel)| tracker.add(kind, *pixel))
            .collect();
        for change in [Change::Up, Change::Down] {
            let is_other = changes.last().is_none_or(|(_, last)| *last != change);
            if is_other && is_large(&found, usize::from(clip.width), size, change) {
                changes.push((time, change));
            }
        }
        time += u32::from(duration(shown));
    }
    let within = |n: usize| changes[n..].iter().take_while(|(at, _)| at - changes[n].0 < SECOND).count();
    // Two opposite changes are one flash.
    (0..changes.len()).map(within).max().unwrap_or(0) / 2
}

fn duration(shown: &ClipFrame) -> u16 {
    if shown.delay < SHORTEST { SHOWN_INSTEAD } else { shown.delay }
}

/// A change to light or red, or back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Change {
    Up,
    Down,
}

/// The values of a place of the clip since its last change of direction.
#[derive(Clone, Copy, Debug, Default)]
struct Tracker {
    has_begun: bool,
    low: f32,
    high: f32,
    is_red: bool,
}

impl Tracker {
    /// Adds the next frame. Returns a change if it counts.
    fn add(&mut self, kind: FlashKind, pixel: Pixel) -> Option<Change> {
        let (value, is_red) = measure(kind, pixel);
        let was_red = std::mem::replace(&mut self.is_red, is_red);
        if !std::mem::replace(&mut self.has_begun, true) {
            (self.low, self.high) = (value, value);
            return None;
        }
        let counts = |low: f32| match kind {
            // A change between two light images does not count.
            FlashKind::Light => low < 0.8,
            FlashKind::Red => is_red || was_red,
        };
        let least = match kind {
            FlashKind::Light => 0.1,
            FlashKind::Red => 20.0,
        };
        if value - self.low >= least && counts(self.low) {
            (self.low, self.high) = (value, value);
            return Some(Change::Up);
        }
        if self.high - value >= least && counts(value) {
            (self.low, self.high) = (value, value);
            return Some(Change::Down);
        }
        (self.low, self.high) = (self.low.min(value), self.high.max(value));
        None
    }
}

/// Returns the relative luminance from 0 to 1, or the amount of red, and true if that is a
/// saturated red.
fn measure(kind: FlashKind, [red, green, blue, _]: Pixel) -> (f32, bool) {
    let linear = |value: u8| {
        let value = f32::from(value) / 255.0;
        if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
    };
    let (red, green, blue) = (linear(red), linear(green), linear(blue));
    match kind {
        FlashKind::Light => (0.2126 * red + 0.7152 * green + 0.0722 * blue, false),
        FlashKind::Red => {
            let sum = red + green + blue;
            (((red - green - blue) * 320.0).max(0.0), sum > 0.0 && red / sum >= 0.8)
        }
    }
}

/// True if so large a part of the view changes at once that it is a flash. `size` is the width and
/// height of a place in pixels of the page.
fn is_large(found: &[Option<Change>], width: usize, size: f32, change: Change) -> bool {
    let height = found.len() / width.max(1);
    let places = |pixels: f32, most: usize| ((pixels / size).round() as usize).clamp(1, most.max(1));
    let (across, down) = (places(VIEW.0, width), places(VIEW.1, height));
    // A summed-area table, so that each part is counted by four look-ups.
    let mut sums = vec![0u32; (width + 1) * (height + 1)];
    for y in 0..height {
        for x in 0..width {
            let own = u32::from(found[y * width + x] == Some(change));
            let (above, here) = (y * (width + 1) + x, (y + 1) * (width + 1) + x);
            sums[here + 1] = own + sums[above + 1] + sums[here] - sums[above];
        }
    }
    let most = (0..=height - down)
        .flat_map(|y| (0..=width - across).map(move |x| (x, y)))
        .map(|(x, y)| {
            let at = |x: usize, y: usize| sums[y * (width + 1) + x];
            at(x + across, y + down) + at(x, y) - at(x + across, y) - at(x, y + down)
        })
        .max();
    most.is_some_and(|most| most as f32 * size * size > ALLOWED_PART * VIEW.0 * VIEW.1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use gif::Repeat;

    const BLACK: Pixel = [0, 0, 0, 255];
    const WHITE: Pixel = [255, 255, 255, 255];
    const RED: Pixel = [255, 0, 0, 255];
    const DARK_BLUE: Pixel = [0, 0, 60, 255];

    /// A clip of 55 by 30 places, shown ten times as large. Its left `part` columns change.
    fn clip(colours: &[Pixel], delay: u16, part: usize) -> Clip {
        let frame = |colour: &Pixel| {
            let pixels = (0..55 * 30).map(|at| if at % 55 < part { *colour } else { BLACK }).collect();
            ClipFrame { pixels, delay }
        };
        Clip { width: 55, height: 30, repeat: Repeat::Infinite, frames: colours.iter().map(frame).collect() }
    }

    #[test]
    fn more_than_three_flashes_a_second_over_a_quarter_of_the_view_are_too_many() {
        let found = |colours: &[Pixel], delay, part| flashes(&clip(colours, delay, part), 550);
        let light = |most| Some(Flashes { most, kind: FlashKind::Light });
        assert_eq!(found(&[BLACK, WHITE], 10, 55), light(5));
        assert_eq!(found(&[BLACK, WHITE], 12, 55), light(4));
        assert_eq!(found(&[BLACK, WHITE], 20, 55), None);
        // A strip of three columns is too small to be dangerous.
        assert_eq!(found(&[BLACK, WHITE], 10, 3), None);
        // Constant light, a change between two light images, and a slow fade are no flashes.
        assert_eq!(found(&[WHITE], 10, 55), None);
        assert_eq!(found(&[WHITE, [240, 240, 240, 255]], 10, 55), None);
        let fade: Vec<Pixel> = (0..=255u8).step_by(5).map(|grey| [grey, grey, grey, 255]).collect();
        assert_eq!(found(&fade, 10, 55), None);
        // Browsers show a frame that is too short for a tenth of a second.
        assert_eq!(found(&[BLACK, WHITE], 0, 55), light(5));
    }

    #[test]
    fn red_flashes_count_where_the_light_hardly_changes() {
        let red: Pixel = [150, 0, 0, 255];
        let found = flashes(&clip(&[red, DARK_BLUE], 10, 55), 550);
        assert_eq!(found, Some(Flashes { most: 5, kind: FlashKind::Red }));
        assert_eq!(flashes(&clip(&[RED, RED], 10, 55), 550), None);
    }
}
