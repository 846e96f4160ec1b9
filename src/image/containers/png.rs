use super::{Properties, Source, skip, take, take_up_to};
use crate::image::ImageError;
use crate::text::limits::METADATA_BYTES;

const SIGNATURE: usize = 8;
/// Text keys under which ImageMagick stores metadata that other formats have a block for.
const RAW: [&[u8]; 5] = [
    b"Raw profile type exif\0",
    b"Raw profile type APP1\0",
    b"Raw profile type xmp\0",
    b"Raw profile type iptc\0",
    b"Raw profile type 8bim\0",
];
const XMP: &[u8] = b"XML:com.adobe.xmp\0";

/// Reads the chunks. Pixel data is skipped.
pub fn read(source: &mut dyn Source, length: u64) -> Result<Properties, ImageError> {
    let mut found = Properties::default();
    let mut at = SIGNATURE as u64;
    skip(source, at)?;
    loop {
        let Some([l3, l2, l1, l0, kind @ ..]) = take::<8>(source)? else { return found.cut_off() };
        let size = u64::from(u32::from_be_bytes([l3, l2, l1, l0]));
        at += 12 + size;
        if at > length {
            return found.cut_off();
        }
        let read = match &kind {
            b"IHDR" | b"acTL" => take_up_to(source, size.min(8))?,
            b"tEXt" | b"zTXt" => take_up_to(source, size.min(32))?,
            b"eXIf" | b"iTXt" if size <= METADATA_BYTES => take_up_to(source, size)?,
            _ => Vec::new(),
        };
        skip(source, size - read.len() as u64 + 4)?;
        match (&kind, read.as_slice()) {
            (b"IHDR", [w3, w2, w1, w0, h3, h2, h1, h0]) => {
                found.width = u32::from_be_bytes([*w3, *w2, *w1, *w0]);
                found.height = u32::from_be_bytes([*h3, *h2, *h1, *h0]);
            }
            (b"acTL", [f3, f2, f1, f0, ..]) => {
                found.frames = u32::from_be_bytes([*f3, *f2, *f1, *f0]).max(1);
            }
            (b"eXIf", block) => found.metadata.read_exif(block.to_vec()),
            // The byte after the name is 1 if the text is compressed.
            (b"iTXt", text) if text.starts_with(XMP) => match text.get(XMP.len()) {
                Some(0) => found.metadata.read_xmp(text),
                _ => found.metadata.note_unread(),
            },
            (b"tEXt" | b"zTXt" | b"iTXt", text) if RAW.iter().any(|raw| text.starts_with(raw)) => {
                found.metadata.note_unread();
            }
            (b"IEND", _) => break,
            _ => {}
        }
    }
    if found.width == 0 || found.height == 0 {
        return Err(ImageError::Damaged("it has no size".into()));
    }
    Ok(found)
}

/// Returns the image without texts, dates, EXIF and trailing data. The pixels do not change.
/// Returns `None` for an incomplete file.
pub fn without_metadata(bytes: &[u8]) -> Option<Vec<u8>> {
    const KEPT: [&[u8]; 11] =
        [b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"cICP", b"sBIT", b"bKGD", b"acTL", b"fcTL", b"fdAT"];
    let (signature, mut rest) = bytes.split_at_checked(SIGNATURE)?;
    let mut out = signature.to_vec();
    loop {
        let size = u32::from_be_bytes(rest.get(..4)?.try_into().ok()?);
        let kind = rest.get(4..8)?;
        let (chunk, behind) = rest.split_at_checked(usize::try_from(size).ok()?.checked_add(12)?)?;
        if kind[0].is_ascii_uppercase() || KEPT.contains(&kind) {
            out.extend_from_slice(chunk);
        }
        if kind == b"IEND" {
            return Some(out);
        }
        rest = behind;
    }
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;

    fn image() -> Vec<u8> {
        let mut out = Vec::new();
        let mut encoder = png::Encoder::new(&mut out, 40, 30);
        encoder.set_color(png::ColorType::Rgb);
        encoder.add_text_chunk("Author".into(), "somebody".into()).unwrap();
        encoder.add_text_chunk("Raw profile type exif".into(), "\nexif\n 4\n00000000".into()).unwrap();
        encoder.add_itxt_chunk("XML:com.adobe.xmp".into(), "<x exif:GPSLatitude='1'/>".into()).unwrap();
        let mut writer = encoder.write_header().unwrap();
        writer.write_image_data(&(0..3600).map(|n| (n * n / 7) as u8).collect::<Vec<_>>()).unwrap();
        writer.finish().unwrap();
        out
    }

    fn found(bytes: &[u8]) -> Result<Properties, ImageError> {
        read(&mut Cursor::new(bytes), bytes.len() as u64)
    }

    #[test]
    fn every_torn_end_is_noticed() {
        let whole = image();
        let seen = found(&whole).unwrap();
        assert_eq!((seen.width, seen.height, seen.frames, seen.is_cut_off), (40, 30, 1, false));
        assert!(seen.metadata.position && seen.metadata.camera);
        for end in SIGNATURE..whole.len() {
            assert!(found(&whole[..end]).is_err() || found(&whole[..end]).unwrap().is_cut_off, "{end}");
        }
    }

    #[test]
    fn metadata_goes_and_the_pixels_stay() {
        let mut before = image();
        let pixels = image::load_from_memory(&before).unwrap();
        before.extend(b"hung on");
        let after = without_metadata(&before).unwrap();
        assert_eq!(image::load_from_memory(&after).unwrap(), pixels);
        let metadata = found(&after).unwrap().metadata;
        assert!(!metadata.position && !metadata.camera);
        assert!(!after.windows(8).any(|part| part == b"somebody"));
        assert_eq!(without_metadata(&before[..before.len() - 30]), None);
    }
}
