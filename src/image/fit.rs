use std::io::Cursor;

use super::containers::{jpeg, png};
use super::{
    Control, Format, Header, ImageError, animation, crop, decode, find_bars, frames, header, scale, still,
};
use crate::text::limits::IMAGE_BYTES;
use crate::text::weight;

/// The limits for an image.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// In pixels of the file.
    pub max_width: u32,
    /// For an animated GIF, in bytes.
    pub max_gif_bytes: Option<u64>,
    /// For any other image, in bytes.
    pub max_still_bytes: Option<u64>,
    /// True if the bars of a letterboxed still image are cropped.
    pub crop_bars: bool,
}

/// An image within the limits.
#[derive(Clone, Debug)]
pub struct Fitted {
    pub bytes: Vec<u8>,
    pub before: Header,
    pub after: Header,
    /// True if `bytes` are those of the source.
    pub unchanged: bool,
    /// The changes other than scaling, in a few words each: "turned upright", "64 colours".
    pub steps: Vec<String>,
}

/// Brings an image within the limits. One that is within them is returned byte for byte.
///
/// # Errors
///
/// If it can't be read, has a refused format, is over the size limits, or was cancelled.
pub fn fit(source: Vec<u8>, limits: &Limits, control: &Control) -> Result<Fitted, ImageError> {
    let bytes = source.len() as u64;
    if bytes > IMAGE_BYTES {
        return Err(ImageError::TooHeavy { bytes });
    }
    let (before, orientation) = header::read(&mut Cursor::new(&source), bytes)?;
    control.step(1, 10)?;
    if is_right(&before, limits) {
        return unchanged(source, before, limits, control);
    }
    if let Some(bytes) = without_metadata(&source, &before, limits) {
        let image = decode::decode(&bytes)?;
        if !limits.crop_bars || before.frames > 1 || find_bars(&image).is_none() {
            return fitted(bytes, before, vec!["metadata dropped".into()]);
        }
    }
    if before.format == Format::Gif && before.frames > 1 {
        let (bytes, steps) = animation::fit(&source, limits, control)?;
        return fitted(bytes, before, steps);
    }
    let (bytes, steps) = encode_again(&source, &before, orientation, limits, control)?;
    if bytes.len() as u64 > before.bytes / 10 * 9
        && is_right(&Header { bytes: 0, ..before.clone() }, limits)
        && limits.max_still_bytes.is_some_and(|max| bytes.len() as u64 > max)
    {
        // Only its weight was over the limit, and encoding it again saves next to nothing. Each
        // encoding loses some quality, so the source is kept.
        let steps = limits.max_still_bytes.map(|max| format!("still over {}", weight(max)));
        let steps = steps.into_iter().collect();
        return Ok(Fitted { bytes: source, after: before.clone(), before, unchanged: true, steps });
    }
    fitted(bytes, before, steps)
}

fn fitted(bytes: Vec<u8>, before: Header, steps: Vec<String>) -> Result<Fitted, ImageError> {
    let after = Header::from_bytes(&bytes)?;
    Ok(Fitted { bytes, before, after, unchanged: false, steps })
}

/// A file with a correct header may be damaged: decode each image once before it is mailed.
fn unchanged(
    source: Vec<u8>,
    before: Header,
    limits: &Limits,
    control: &Control,
) -> Result<Fitted, ImageError> {
    let image = decode::decode(&source)?;
    if limits.crop_bars && before.frames == 1 && find_bars(&image).is_some() {
        let (bytes, steps) = encode_again(&source, &before, 1, limits, control)?;
        if bytes.len() as u64 <= before.bytes {
            return fitted(bytes, before, steps);
        }
        // A file that was packed better than this program can must not grow.
        let steps = vec!["not cropped: that would make it heavier".into()];
        return Ok(Fitted { bytes: source, after: before.clone(), before, unchanged: true, steps });
    }
    Ok(Fitted { bytes: source, after: before.clone(), before, unchanged: true, steps: Vec::new() })
}

/// Returns the file with the same pixels and without metadata. Returns `None` if it has no such metadata, or
/// if more than that has to change.
fn without_metadata(source: &[u8], before: &Header, limits: &Limits) -> Option<Vec<u8>> {
    let upright = !before.is_turned && !before.is_ink && (before.position || before.camera);
    let bytes = match before.format {
        Format::Jpeg if upright => jpeg::without_metadata(source)?,
        Format::Png if upright => png::without_metadata(source)?,
        Format::Gif if upright => frames::without_metadata(source)?,
        _ => return None,
    };
    Header::from_bytes(&bytes).is_ok_and(|header| is_right(&header, limits)).then_some(bytes)
}

/// Decodes, crops, scales, turns and encodes, in this order: each step leaves less work for the
/// next.
fn encode_again(
    source: &[u8],
    before: &Header,
    orientation: u8,
    limits: &Limits,
    control: &Control,
) -> Result<(Vec<u8>, Vec<String>), ImageError> {
    let mut steps = Vec::new();
    let mut stored = decode::stored(source, before, orientation, limits.max_width)?;
    control.step(5, 10)?;
    let colours = still::palette_size(&stored.image);
    if let Some(bars) = limits.crop_bars.then(|| find_bars(&stored.image)).flatten() {
        stored.image = crop(&stored.image, &bars);
        steps.push("cropped the bars".into());
    }
    stored.image = if stored.is_on_its_side() {
        scale::to_height(stored.image, limits.max_width)?
    } else {
        scale::to_width(stored.image, limits.max_width)?
    };
    control.step(7, 10)?;
    let image = stored.finish();
    if image.was_turned {
        steps.push("turned upright".into());
    }
    if before.position || before.camera {
        steps.push("metadata dropped".into());
    }
    if before.frames > 1 {
        steps.push(format!("the first of {} frames", before.frames));
    }
    let source = still::Source {
        format: before.format,
        saved: if before.format == Format::Jpeg { jpeg::saved(source) } else { None },
        // A drawing of lines has no weight in pixels to compare with.
        bytes: (before.format != Format::Svg).then_some(before.bytes),
        colours,
        is_scaled: before.width > limits.max_width || before.format == Format::Svg,
    };
    control.step(8, 10)?;
    let (bytes, further) = still::encode(&image, source, limits, control)?;
    steps.extend(further);
    Ok((bytes, steps))
}

/// True if nothing has to change.
fn is_right(header: &Header, limits: &Limits) -> bool {
    let max_bytes = if header.frames > 1 { limits.max_gif_bytes } else { limits.max_still_bytes };
    header.format.is_for_mail()
        && header.width <= limits.max_width
        && max_bytes.is_none_or(|max| header.bytes <= max)
        && !header.is_turned
        && !header.position
        && !header.camera
        && !header.is_ink
        && !header.is_cut_off
}

impl Fitted {
    /// "1,920×1,080 990 kB → 550×309 41 kB, turned upright".
    pub fn summary(&self) -> String {
        let mut out = match self.unchanged {
            true if self.steps.is_empty() => format!("{}, already right", self.before.summary()),
            true => self.before.summary(),
            false => format!("{} → {}", self.before.summary(), self.after.summary()),
        };
        for step in &self.steps {
            out.push_str(", ");
            out.push_str(step);
        }
        out
    }
}
