use std::io::{Read, Seek};

use tiff::decoder::{Decoder, Limits};
use tiff::tags::Tag;

use super::{Properties, Source};
use crate::image::ImageError;

const XMP: Tag = Tag::Unknown(700);

/// Reads the directory of the first page only.
pub fn read(source: &mut dyn Source, length: u64) -> Result<Properties, ImageError> {
    let damaged = |error: tiff::TiffError| ImageError::Damaged(error.to_string());
    let mut limits = Limits::default();
    limits.ifd_value_size = 1024 * 1024;
    let mut decoder = Decoder::new(source).map_err(damaged)?.with_limits(limits);
    let (width, height) = decoder.dimensions().map_err(damaged)?;
    if width == 0 || height == 0 {
        return Err(ImageError::Damaged("it has no size".into()));
    }
    let mut found = Properties { width, height, ..Properties::default() };
    let has = |decoder: &mut Decoder<_>, tag| matches!(decoder.find_tag(tag), Ok(Some(_)));
    let position = has(&mut decoder, Tag::GpsDirectory);
    let camera = [Tag::Make, Tag::Model].into_iter().any(|tag| has(&mut decoder, tag));
    let orientation = decoder.find_tag_unsigned::<u16>(Tag::Orientation).ok().flatten();
    found.metadata.note(orientation, position, camera);
    if let Ok(Some(packet)) = decoder.find_tag(XMP) {
        found.metadata.read_xmp(&packet.into_u8_vec().unwrap_or_default());
    }
    found.is_cut_off = last_byte(&mut decoder).is_some_and(|end| end > length);
    Ok(found)
}

/// The end of the last strip or tile of pixels; `None` if the file does not say where they are.
fn last_byte<R: Read + Seek>(decoder: &mut Decoder<R>) -> Option<u64> {
    let mut both = |starts, sizes| {
        let starts: Vec<u64> = decoder.find_tag_unsigned_vec(starts).ok()??;
        let sizes: Vec<u64> = decoder.find_tag_unsigned_vec(sizes).ok()??;
        starts.iter().zip(&sizes).map(|(start, size)| start.saturating_add(*size)).max()
    };
    both(Tag::StripOffsets, Tag::StripByteCounts).or_else(|| both(Tag::TileOffsets, Tag::TileByteCounts))
}
