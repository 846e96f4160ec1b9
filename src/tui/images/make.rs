//! Decodes and scales an image for a number of terminal cells. Slow: called by a job only.

use ::image::{DynamicImage, RgbaImage, imageops};
use ratatui::layout::Size;
use ratatui_image::protocol::{Protocol, halfblocks::Halfblocks, iterm2::Iterm2, kitty::Kitty, sixel::Sixel};

use super::cube::dither;
use super::{Means, Ready, Wanted, through_tmux};
use crate::desk::one_at_a_time;
use crate::image::{self, Image, ImageError};
pub use crate::root::Stamp;
use crate::root::{about_named, open_named, read_named};
use crate::text::limits::PREVIEW_BYTES;

/// A cell of half blocks has two pixels. An image may fill its pane with them: each shows one of its pixels or more.
const HALF_BLOCKS: (u16, u16) = (1, 2);

/// Reads, decodes and scales an image. `None` where the file is still what `known` says.
pub(crate) fn make(wanted: &Wanted, known: Option<Stamp>) -> Option<Ready> {
    let stamp = about_named(&wanted.path, Some(&wanted.root)).ok().map(|info| info.stamp());
    if known.is_some() && stamp == known {
        return None;
    }
    let header = open_named(&wanted.path, Some(&wanted.root))
        .map_err(|error| ImageError::Read(error.into()))
        .and_then(|opened| image::probe(opened.file, opened.about.bytes));
    let protocol = match &header {
        Ok(header) if header.bytes > PREVIEW_BYTES => Err("is too large to be shown here".into()),
        Ok(header) => one_at_a_time(header, || read(wanted).and_then(|image| protocol(image, wanted))),
        Err(error) => Err(error.to_string()),
    };
    Some(Ready { stamp, header: header.ok(), protocol })
}

fn read(wanted: &Wanted) -> Result<Image, String> {
    let bytes =
        read_named(&wanted.path, Some(&wanted.root), PREVIEW_BYTES).map_err(|error| error.to_string())?;
    image::decode(&bytes).map_err(|error| error.to_string())
}

fn protocol(image: Image, wanted: &Wanted) -> Result<Protocol, String> {
    let cell = wanted.cell.unwrap_or(HALF_BLOCKS);
    let (size, pixels) = fit((image.width, image.height), wanted.room, cell);
    let whole =
        RgbaImage::from_raw(image.width, image.height, image.rgba).ok_or_else(|| "is damaged".to_owned())?;
    let canvas = (u32::from(size.width) * u32::from(cell.0), u32::from(size.height) * u32::from(cell.1));
    let made = match wanted.means {
        Means::Off => return Err("is not shown".into()),
        Means::HalfBlocks { true_colour } => {
            let mut small = scaled(&whole, (u32::from(size.width), u32::from(size.height) * 2));
            if !true_colour {
                dither(&mut small);
            }
            Halfblocks::new(small.into(), size).map(Protocol::Halfblocks)
        }
        Means::Kitty => Kitty::new(on_canvas(&whole, pixels, canvas), size, wanted.id, wanted.tmux, true)
            .map(Protocol::Kitty),
        Means::Sixel => Sixel::new(on_canvas(&whole, pixels, canvas), size, false).map(|mut sixel| {
            sixel.data = wrapped(sixel.data, size, wanted.tmux);
            Protocol::Sixel(sixel)
        }),
        Means::Iterm2 => Iterm2::new(on_canvas(&whole, pixels, canvas), size, false).map(|mut iterm2| {
            iterm2.data = wrapped(iterm2.data, size, wanted.tmux);
            Protocol::ITerm2(iterm2)
        }),
    };
    made.map_err(|error| error.to_string())
}

/// The beginnings of an image's own sequence: of sixels, and of iTerm2's.
const BEGINNINGS: [&str; 2] = ["\x1bP", "\x1b]1337;"];

/// Wraps an image for tmux. ratatui-image 11.1 does it in a way that fails twice: it does not double the escape of the
/// sixels' own terminator, so that tmux ends the envelope there, and it clears the image's place in the envelope, so
/// that tmux goes on to show the old text there. Here, tmux clears the place itself, from below, which leaves the
/// cursor of the terminal at its first cell.
fn wrapped(data: String, size: Size, tmux: bool) -> String {
    let start = BEGINNINGS.iter().filter_map(|start| data.find(start)).min();
    let Some(image) = start.and_then(|start| data.get(start..)).filter(|_| tmux) else { return data };
    let (width, down) = (size.width, size.height.saturating_sub(1));
    let mut out = if down > 0 { format!("\x1b[{down}B") } else { String::new() };
    for _ in 0..down {
        out.push_str(&format!("\x1b[{width}X\x1b[1A"));
    }
    out.push_str(&format!("\x1b[{width}X"));
    out + &through_tmux(image)
}

/// The cells that an image takes of the room, and its pixels there. It is never enlarged.
fn fit(own: (u32, u32), room: Size, cell: (u16, u16)) -> (Size, (u32, u32)) {
    let (width, height) = (f64::from(own.0.max(1)), f64::from(own.1.max(1)));
    let (cell_width, cell_height) = (f64::from(cell.0.max(1)), f64::from(cell.1.max(1)));
    let scale = (f64::from(room.width) * cell_width / width)
        .min(f64::from(room.height) * cell_height / height)
        .min(1.0);
    let pixels = ((width * scale).round().max(1.0), (height * scale).round().max(1.0));
    let size = Size::new(
        ((pixels.0 / cell_width).ceil() as u16).clamp(1, room.width.max(1)),
        ((pixels.1 / cell_height).ceil() as u16).clamp(1, room.height.max(1)),
    );
    (size, (pixels.0 as u32, pixels.1 as u32))
}

/// Scaled, and on white where it is transparent: that is what a mail has under it.
fn scaled(whole: &RgbaImage, (width, height): (u32, u32)) -> RgbaImage {
    let mut small = imageops::thumbnail(whole, width.max(1), height.max(1));
    for pixel in small.pixels_mut() {
        let opaque = u32::from(pixel.0[3]);
        for channel in &mut pixel.0[..3] {
            *channel = ((u32::from(*channel) * opaque + 255 * (255 - opaque)) / 255) as u8;
        }
        pixel.0[3] = 255;
    }
    small
}

/// An image in pixels fills whole cells; the rest of the last ones stays clear.
fn on_canvas(whole: &RgbaImage, pixels: (u32, u32), canvas: (u32, u32)) -> DynamicImage {
    let small = scaled(whole, pixels);
    if pixels == canvas {
        return small.into();
    }
    let mut out = RgbaImage::new(canvas.0, canvas.1);
    imageops::replace(&mut out, &small, 0, 0);
    out.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_image_fits_its_room_keeps_its_shape_and_is_never_enlarged() {
        let room = Size::new(40, 10);
        assert_eq!(fit((550, 309), room, (10, 20)), (Size::new(36, 10), (356, 200)));
        assert_eq!(fit((550, 100), room, (10, 20)), (Size::new(40, 4), (400, 73)));
        assert_eq!(fit((32, 32), room, (10, 20)), (Size::new(4, 2), (32, 32)));
        assert_eq!(fit((60_000, 1), room, (10, 20)), (Size::new(40, 1), (400, 1)));
        assert_eq!(fit((1, 60_000), room, (10, 20)), (Size::new(1, 10), (1, 200)));
    }

    #[test]
    fn half_blocks_fill_a_pane_with_one_pixel_or_more_each() {
        let room = Size::new(60, 20);
        assert_eq!(fit((280, 160), room, HALF_BLOCKS), (Size::new(60, 17), (60, 34)));
        assert_eq!(fit((32, 32), room, HALF_BLOCKS), (Size::new(32, 16), (32, 32)));
    }

    #[test]
    fn tmux_clears_the_place_of_an_image_and_passes_on_the_rest() {
        let image = || DynamicImage::from(RgbaImage::from_pixel(20, 60, ::image::Rgba([200, 10, 10, 255])));
        let size = Size::new(2, 3);
        let sixel = Sixel::new(image(), size, false).unwrap().data;
        let iterm2 = Iterm2::new(image(), size, false).unwrap().data;
        for (plain, start) in [(sixel, "\x1bP"), (iterm2, "\x1b]1337;")] {
            assert_eq!(wrapped(plain.clone(), size, false), plain);
            let data = wrapped(plain.clone(), size, true);
            let rest = data.strip_prefix("\x1b[2B\x1b[2X\x1b[1A\x1b[2X\x1b[1A\x1b[2X\x1bPtmux;").unwrap();
            let inside = rest.strip_suffix("\x1b\\").unwrap();
            assert!(!inside.replace("\x1b\x1b", "").contains('\x1b'));
            let passed = inside.replace("\x1b\x1b", "\x1b");
            assert!(passed.starts_with(start) && plain.ends_with(&passed), "{}", passed.escape_debug());
        }
    }

    #[test]
    fn what_is_transparent_is_white() {
        let clear = RgbaImage::from_pixel(2, 2, ::image::Rgba([0, 0, 0, 0]));
        assert_eq!(scaled(&clear, (1, 1)).get_pixel(0, 0).0, [255, 255, 255, 255]);
    }
}
