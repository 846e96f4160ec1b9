//! Images with the colours of the 256 that no palette changes: the cube and the greys (16–255). Many terminals have
//! no more colours, and some take the codes of others for something else.

use ::image::imageops::{self, ColorMap};
use ::image::{Rgba, RgbaImage};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Color;

const LEVELS: [u8; 6] = [0, 95, 135, 175, 215, 255];

/// Gives the cells of an area the nearest of the colours.
pub(super) fn to_256_colours(buffer: &mut Buffer, area: Rect) {
    for position in area.intersection(buffer.area).positions() {
        let cell = &mut buffer[position];
        for colour in [&mut cell.fg, &mut cell.bg] {
            if let Color::Rgb(red, green, blue) = *colour {
                *colour = Color::Indexed(nearest([red, green, blue]).0);
            }
        }
    }
}

/// The nearest colour: its index, and what it looks like.
fn nearest([red, green, blue]: [u8; 3]) -> (u8, [u8; 3]) {
    let level = |value: u8| (0..6).min_by_key(|n| LEVELS[*n].abs_diff(value)).unwrap_or(0);
    let off = |[r, g, b]: [u8; 3]| {
        let square = |a: u8, b: u8| u32::from(a.abs_diff(b)).pow(2);
        square(r, red) + square(g, green) + square(b, blue)
    };
    let (r, g, b) = (level(red), level(green), level(blue));
    let cube = [LEVELS[r], LEVELS[g], LEVELS[b]];
    let mean = (u16::from(red) + u16::from(green) + u16::from(blue)) / 3;
    let step = (mean.saturating_sub(3) / 10).min(23) as u8;
    let grey = [8 + 10 * step; 3];
    if off(grey) < off(cube) { (232 + step, grey) } else { ((16 + 36 * r + 6 * g + b) as u8, cube) }
}

/// The 256 colours.
struct Colours;

impl ColorMap for Colours {
    type Color = Rgba<u8>;

    fn index_of(&self, color: &Rgba<u8>) -> usize {
        let [r, g, b, _] = color.0;
        usize::from(nearest([r, g, b]).0)
    }

    fn map_color(&self, color: &mut Rgba<u8>) {
        let [r, g, b, _] = color.0;
        color.0[..3].copy_from_slice(&nearest([r, g, b]).1);
    }
}

/// Replaces each pixel by one of the colours, and passes what it is off on to the pixels right of it and below
/// (Floyd and Steinberg), so that areas keep their colour.
pub(super) fn dither(image: &mut RgbaImage) {
    imageops::dither(image, &Colours);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_go_to_the_nearest_of_256() {
        assert_eq!(nearest([255, 0, 0]).0, 196);
        assert_eq!(nearest([255, 255, 255]).0, 231);
        assert_eq!(nearest([119, 118, 118]).0, 243);
        let mut buffer = Buffer::empty(Rect::new(0, 0, 1, 1));
        buffer[(0, 0)].set_fg(Color::Rgb(255, 0, 0));
        let area = buffer.area;
        to_256_colours(&mut buffer, area);
        assert_eq!((buffer[(0, 0)].fg, buffer[(0, 0)].bg), (Color::Indexed(196), Color::Reset));
    }

    #[test]
    fn an_area_keeps_its_colour_on_average() {
        let flat = [110, 60, 200, 255];
        let mut image = RgbaImage::from_pixel(40, 40, Rgba(flat));
        dither(&mut image);
        for (n, wanted) in flat.into_iter().enumerate().take(3) {
            let sum: u64 = image.pixels().map(|pixel| u64::from(pixel.0[n])).sum();
            let mean = (sum / 1600) as u8;
            assert!(mean.abs_diff(wanted) <= 2, "{mean} for {wanted}");
        }
        for pixel in image.pixels() {
            let rgb = [pixel.0[0], pixel.0[1], pixel.0[2]];
            assert_eq!(nearest(rgb).1, rgb);
        }
    }
}
