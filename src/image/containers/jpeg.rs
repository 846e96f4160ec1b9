use std::io::SeekFrom;

use super::{Properties, Source, skip, take, take_up_to};
use crate::image::ImageError;

const EXIF: &[u8] = b"Exif\0\0";
const XMP: &[u8] = b"http://ns.adobe.com/x";
const PHOTOSHOP: &[u8] = b"Photoshop 3.0\0";
const ICC: &[u8] = b"ICC_PROFILE\0";
const START_OF_SCAN: u8 = 0xda;
const END_OF_IMAGE: [u8; 2] = [0xff, 0xd9];
/// The end marker of nearly all files is within this distance of the end.
const TAIL: u64 = 64;

/// Reads the segments before the pixels, and looks for the end marker.
pub fn read(source: &mut dyn Source, length: u64) -> Result<Properties, ImageError> {
    let mut found = Properties::default();
    skip(source, 2)?;
    loop {
        let Some(marker) = next_marker(source)? else { return found.cut_off() };
        if is_alone(marker) {
            continue;
        }
        let Some(size) = take::<2>(source)? else { return found.cut_off() };
        let size = u64::from(u16::from_be_bytes(size)).saturating_sub(2);
        match marker {
            START_OF_SCAN => break,
            0xc0..=0xcf if !matches!(marker, 0xc4 | 0xc8 | 0xcc) && size >= 6 => {
                let Some([_, h1, h0, w1, w0, channels]) = take(source)? else { return found.cut_off() };
                found.is_ink = channels == 4;
                found.width = u32::from(u16::from_be_bytes([w1, w0]));
                found.height = u32::from(u16::from_be_bytes([h1, h0]));
                skip(source, size - 6)?;
            }
            0xe1 => {
                let payload = take_up_to(source, size)?;
                if let Some(block) = payload.strip_prefix(EXIF) {
                    found.metadata.read_exif(block.to_vec());
                } else if payload.starts_with(XMP) {
                    found.metadata.read_xmp(&payload);
                }
            }
            0xed => {
                let payload = take_up_to(source, size)?;
                if payload.starts_with(PHOTOSHOP) {
                    found.metadata.read_iptc(&payload);
                }
            }
            _ => skip(source, size)?,
        }
    }
    if found.width == 0 || found.height == 0 {
        return Err(ImageError::Damaged("its pixels begin before its size".into()));
    }
    found.is_cut_off = !has_end(source, length)?;
    Ok(found)
}

/// Returns the next marker. Returns `None` at the end of the image or of the source, and if the source is not
/// at a marker.
fn next_marker(source: &mut dyn Source) -> Result<Option<u8>, ImageError> {
    if take::<1>(source)? != Some([0xff]) {
        return Ok(None);
    }
    loop {
        match take::<1>(source)? {
            // Any number of fill bytes may precede a marker.
            Some([0xff]) => {}
            Some([0xd9]) | None => return Ok(None),
            Some([marker]) => return Ok(Some(marker)),
        }
    }
}

/// Markers without a length.
fn is_alone(marker: u8) -> bool {
    matches!(marker, 0x01 | 0xd0..=0xd8)
}

/// True if the rest has an end marker. Compressed pixels never contain one.
fn has_end(source: &mut dyn Source, length: u64) -> Result<bool, ImageError> {
    let pixels = source.stream_position().map_err(ImageError::Read)?;
    let tail = length.saturating_sub(TAIL).max(pixels);
    source.seek(SeekFrom::Start(tail)).map_err(ImageError::Read)?;
    if take_up_to(source, TAIL)?.windows(2).any(|pair| pair == END_OF_IMAGE) {
        return Ok(true);
    }
    // Some cameras append other data to the image.
    source.seek(SeekFrom::Start(pixels)).map_err(ImageError::Read)?;
    let mut last = 0;
    loop {
        let part = take_up_to(source, 64 * 1024)?;
        let Some(first) = part.first() else { return Ok(false) };
        if [last, *first] == END_OF_IMAGE || part.windows(2).any(|pair| pair == END_OF_IMAGE) {
            return Ok(true);
        }
        last = part.last().copied().unwrap_or_default();
    }
}

/// A part of a file in memory.
enum JpegPart<'b> {
    /// A marker with its data. For a scan this includes the compressed pixels.
    Segment {
        marker: u8,
        payload: &'b [u8],
        whole: &'b [u8],
    },
    End,
}

/// The parts of a JPEG up to its end. An incomplete file has no [`JpegPart::End`].
struct Parts<'b> {
    rest: &'b [u8],
}

impl<'b> Iterator for Parts<'b> {
    type Item = JpegPart<'b>;

    fn next(&mut self) -> Option<JpegPart<'b>> {
        let start = self.rest.iter().position(|byte| *byte != 0xff)?;
        let marker = *self.rest.get(start).filter(|_| start > 0)?;
        let rest = &self.rest[start + 1..];
        if marker == 0xd9 {
            self.rest = &[];
            return Some(JpegPart::End);
        }
        let size = match rest {
            _ if is_alone(marker) => 0,
            [high, low, ..] => usize::from(u16::from_be_bytes([*high, *low])),
            _ => return None,
        };
        let payload = rest.get(2.min(size)..size)?;
        let pixels = if marker == START_OF_SCAN { packed(&rest[size..]) } else { 0 };
        let (whole, behind) = self.rest.split_at_checked(start + 1 + size + pixels)?;
        self.rest = behind;
        Some(JpegPart::Segment { marker, payload, whole: &whole[start - 1..] })
    }
}

/// The number of bytes of compressed pixels before the next marker.
fn packed(bytes: &[u8]) -> usize {
    let is_marker = |pair: &[u8]| pair[0] == 0xff && !matches!(pair[1], 0x00 | 0xd0..=0xd7 | 0xff);
    bytes.windows(2).position(is_marker).unwrap_or(bytes.len())
}

/// Returns the image without metadata about place and camera and without trailing data. The pixels
/// do not change, and colour profiles are kept. Returns `None` for an incomplete file.
pub fn without_metadata(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut out = bytes.get(..2)?.to_vec();
    for part in (Parts { rest: &bytes[2..] }) {
        match part {
            JpegPart::Segment { marker, payload, whole } if is_kept(marker, payload) => {
                out.extend_from_slice(whole);
            }
            JpegPart::Segment { .. } => {}
            JpegPart::End => {
                out.extend_from_slice(&END_OF_IMAGE);
                return Some(out);
            }
        }
    }
    None
}

fn is_kept(marker: u8, payload: &[u8]) -> bool {
    match marker {
        0xe0 => payload.starts_with(b"JFIF\0"),
        0xe2 => payload.starts_with(ICC),
        // How the colours are stored.
        0xee => payload.starts_with(b"Adobe"),
        0xe1..=0xef | 0xfe => false,
        _ => true,
    }
}

/// The settings that a file was saved with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Saved {
    pub quality: u8,
    /// True if colour is stored at the resolution of brightness.
    pub is_sharp: bool,
}

/// Estimates how a file was saved. Returns `None` for an unusual kind of file, such as a lossless one.
pub fn saved(bytes: &[u8]) -> Option<Saved> {
    let frame = Parts { rest: bytes.get(2..)? }.find_map(|part| match part {
        JpegPart::Segment { marker: 0xc0..=0xc2, payload, .. } => Some(payload),
        _ => None,
    })?;
    // For each component: its id, its sampling factors, its table.
    let samples = frame.get(6..)?.chunks_exact(3).map(|component| component[1]);
    let (least, most) = (samples.clone().min()?, samples.max()?);
    Some(Saved { quality: quality(bytes)?, is_sharp: least == most })
}

/// Estimates the quality that the file was saved with, from 1 to 100 on the scale of the IJG
/// library, which most programs use. Returns `None` if the file does not begin with the table for
/// brightness.
fn quality(bytes: &[u8]) -> Option<u8> {
    /// The sum of the library's table for quality 50.
    const HALF: u32 = 3_688;
    let tables = Parts { rest: bytes.get(2..)? }.find_map(|part| match part {
        JpegPart::Segment { marker: 0xdb, payload, .. } => Some(payload),
        _ => None,
    })?;
    let (kind, table) = tables.split_first()?;
    let sum: u32 = match kind {
        0x00 => table.get(..64)?.iter().map(|step| u32::from(*step)).sum(),
        0x10 => table.get(..128)?.chunks(2).map(|pair| u32::from(pair[0]) * 256 + u32::from(pair[1])).sum(),
        _ => return None,
    };
    let percent = sum * 100 / HALF;
    let quality = if percent <= 100 { 100 - percent / 2 } else { 5_000 / percent };
    Some(quality.clamp(1, 100) as u8)
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use jpeg_encoder::SamplingFactor;

    use super::*;

    fn image(quality: u8, progressive: bool) -> Vec<u8> {
        let mut out = Vec::new();
        let mut encoder = jpeg_encoder::Encoder::new(&mut out, quality);
        encoder.set_progressive(progressive);
        encoder.set_sampling_factor(if progressive { SamplingFactor::F_1_1 } else { SamplingFactor::F_2_2 });
        encoder
            .add_app_segment(1, b"http://ns.adobe.com/xap/1.0/\0<x exif:GPSLatitude='1'/>".to_vec())
            .unwrap();
        encoder.add_app_segment(13, b"Photoshop 3.0\0".to_vec()).unwrap();
        encoder.add_icc_profile(&[7; 200]).unwrap();
        let pixels: Vec<u8> = (0..48 * 40 * 3).map(|n| (n * n / 91 % 256) as u8).collect();
        encoder.encode(&pixels, 48, 40, jpeg_encoder::ColorType::Rgb).unwrap();
        out
    }

    fn found(bytes: &[u8]) -> Result<Properties, ImageError> {
        read(&mut Cursor::new(bytes), bytes.len() as u64)
    }

    #[test]
    fn every_torn_end_is_noticed() {
        for progressive in [false, true] {
            let whole = image(80, progressive);
            let seen = found(&whole).unwrap();
            assert_eq!((seen.width, seen.height, seen.is_cut_off), (48, 40, false));
            assert!(seen.metadata.position);
            for end in 2..whole.len() {
                assert!(found(&whole[..end]).is_err() || found(&whole[..end]).unwrap().is_cut_off, "{end}");
            }
            let mut hung_on = whole.clone();
            hung_on.extend([1; 200_000]);
            assert!(!found(&hung_on).unwrap().is_cut_off);
        }
    }

    #[test]
    fn metadata_goes_and_the_pixels_and_the_profile_stay() {
        for progressive in [false, true] {
            let mut before = image(80, progressive);
            let pixels = image::load_from_memory(&before).unwrap();
            before.extend(b"hung on");
            let after = without_metadata(&before).unwrap();
            assert!(after.len() < before.len());
            assert_eq!(image::load_from_memory(&after).unwrap(), pixels);
            assert!(!found(&after).unwrap().metadata.position);
            assert!(after.windows(ICC.len()).any(|part| part == ICC));
            assert!(!after.windows(9).any(|part| part == b"Photoshop"));
            assert_eq!(without_metadata(&before[..before.len() - 30]), None);
        }
    }

    #[test]
    fn the_quality_is_that_of_the_encoder() {
        for saved in [30, 50, 60, 75, 85, 90, 95] {
            let read = quality(&image(saved, false)).unwrap();
            assert!(read.abs_diff(saved) <= 1, "{saved} is read as {read}");
        }
        assert_eq!(saved(b"\xff\xd8\xff\xd9"), None);
    }

    #[test]
    fn how_sharp_the_colours_are_is_read() {
        assert!(saved(&image(80, true)).unwrap().is_sharp);
        assert!(!saved(&image(80, false)).unwrap().is_sharp);
    }
}
