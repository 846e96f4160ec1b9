use super::{Properties, Source, skip, take, take_up_to};
use crate::image::ImageError;
use crate::text::limits::METADATA_BYTES;

/// Reads the chunks. Pixel data is skipped.
pub fn read(source: &mut dyn Source, length: u64) -> Result<Properties, ImageError> {
    let mut found = Properties::default();
    let Some([_, _, _, _, s0, s1, s2, s3, _, _, _, _]) = take::<12>(source)? else { return found.cut_off() };
    let end = u64::from(u32::from_le_bytes([s0, s1, s2, s3])) + 8;
    let (mut at, mut frames) = (12, 0);
    while at + 8 <= end.min(length) {
        let Some([k0, k1, k2, k3, s0, s1, s2, s3]) = take::<8>(source)? else { return found.cut_off() };
        let size = u64::from(u32::from_le_bytes([s0, s1, s2, s3]));
        let padded = size + size % 2;
        at += 8 + padded;
        let read = match &[k0, k1, k2, k3] {
            b"VP8X" | b"VP8 " | b"VP8L" => take_up_to(source, size.min(10))?,
            b"EXIF" | b"XMP " if size <= METADATA_BYTES => take_up_to(source, size)?,
            _ => Vec::new(),
        };
        skip(source, padded - read.len() as u64)?;
        match (&[k0, k1, k2, k3], read.as_slice()) {
            (b"VP8X", [_, _, _, _, w0, w1, w2, h0, h1, h2]) => {
                found.width = u32::from_le_bytes([*w0, *w1, *w2, 0]) + 1;
                found.height = u32::from_le_bytes([*h0, *h1, *h2, 0]) + 1;
            }
            (b"VP8 ", [_, _, _, 0x9d, 0x01, 0x2a, w0, w1, h0, h1]) if found.width == 0 => {
                found.width = u32::from(u16::from_le_bytes([*w0, *w1]) & 0x3fff);
                found.height = u32::from(u16::from_le_bytes([*h0, *h1]) & 0x3fff);
            }
            (b"VP8L", [0x2f, b0, b1, b2, b3, ..]) if found.width == 0 => {
                let bits = u32::from_le_bytes([*b0, *b1, *b2, *b3]);
                found.width = (bits & 0x3fff) + 1;
                found.height = (bits >> 14 & 0x3fff) + 1;
            }
            (b"ANMF", _) => frames += 1,
            (b"EXIF", block) => {
                // Some programs write the prefix of JPEG as well.
                let block = block.strip_prefix(b"Exif\0\0").unwrap_or(block);
                found.metadata.read_exif(block.to_vec());
            }
            (b"XMP ", packet) => found.metadata.read_xmp(packet),
            _ => {}
        }
    }
    found.frames = frames.max(1);
    if end > length {
        return found.cut_off();
    }
    if found.width == 0 || found.height == 0 {
        return Err(ImageError::Damaged("it has no size".into()));
    }
    Ok(found)
}
