use std::fs::File;
use std::io::{BufReader, Cursor, Read};

use super::containers::{Properties, Source, bmp, jpeg, png, tiff, webp};
use super::frames::{self, Frames};
use super::{Format, ImageError, vector};
use crate::text::limits::IMAGE_PIXELS;
use crate::text::{grouped, pixels, weight};

/// Small, since data between the headers is skipped.
const BUFFER: usize = 2 * 1024;
/// The largest distance of an SVG's root element from the start of the file.
const MAX_PREAMBLE: u64 = 64 * 1024;

/// The properties of an image that are known without decoding it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Header {
    pub format: Format,
    /// The size in pixels as shown: after the rotation that the metadata asks for.
    pub width: u32,
    pub height: u32,
    /// The number of frames: more than 1 for an animation.
    pub frames: u32,
    /// The size of the file.
    pub bytes: u64,
    /// True if the metadata asks viewers to rotate it. Not all do.
    pub is_turned: bool,
    /// True if the metadata has the place where it was taken.
    pub position: bool,
    /// True if the metadata has the camera and the time.
    pub camera: bool,
    /// True if its colours are amounts of ink (CMYK), which some mail programs do not show.
    pub is_ink: bool,
    /// True if the file ends before its image does.
    pub is_cut_off: bool,
    /// True for an SVG that runs code when it is opened by itself.
    pub is_program: bool,
}

/// Reads the header of an open file of `bytes` bytes.
///
/// # Errors
///
/// If it can't be read, holds no image or one of a refused format, or declares more pixels than
/// are ever decoded.
pub fn probe(file: File, bytes: u64) -> Result<Header, ImageError> {
    read(&mut BufReader::with_capacity(BUFFER, file), bytes).map(|(header, _)| header)
}

/// Like [`probe`], for an image in memory.
///
/// # Errors
///
/// As [`probe`].
pub fn probe_bytes(bytes: &[u8]) -> Result<Header, ImageError> {
    read(&mut std::io::Cursor::new(bytes), bytes.len() as u64).map(|(header, _)| header)
}

/// Reads the header and the EXIF orientation (1 to 8).
pub(super) fn read(source: &mut dyn Source, bytes: u64) -> Result<(Header, u8), ImageError> {
    if bytes == 0 {
        return Err(ImageError::Empty);
    }
    let format = format(source)?;
    let found = match format {
        Format::Jpeg => jpeg::read(source, bytes)?,
        Format::Png => png::read(source, bytes)?,
        Format::WebP => webp::read(source, bytes)?,
        Format::Bmp => bmp::read(source, bytes)?,
        Format::Tiff => tiff::read(source, bytes)?,
        Format::Gif => {
            let frames = frames::count(source)?;
            let Frames { width, height, count, is_cut_off, metadata } = frames;
            Properties { width, height, frames: count, is_cut_off, metadata, ..Properties::default() }
        }
        Format::Svg => {
            let vector::SvgHeader { width, height, is_program } = vector::read_header(source, bytes)?;
            Properties { width, height, is_program, ..Properties::default() }
        }
        Format::Avif | Format::Heic => return Err(ImageError::Refused(format)),
    };
    let (width, height) = match found.metadata.is_on_its_side() {
        true => (found.height, found.width),
        false => (found.width, found.height),
    };
    if u64::from(width) * u64::from(height) > IMAGE_PIXELS {
        return Err(ImageError::TooLarge { width: u64::from(width), height: u64::from(height) });
    }
    let orientation = found.metadata.orientation();
    let header = Header {
        format,
        width,
        height,
        frames: found.frames,
        bytes,
        is_turned: orientation != 1,
        position: found.metadata.position,
        camera: found.metadata.camera,
        is_ink: found.is_ink,
        is_cut_off: found.is_cut_off,
        is_program: found.is_program,
    };
    Ok((header, orientation))
}

/// Detects the format from the first bytes, and rewinds the source.
fn format(source: &mut dyn Source) -> Result<Format, ImageError> {
    let head = source.fill_buf().map_err(ImageError::Read)?;
    if let Some(format) = Format::from_bytes(head) {
        return Ok(format);
    }
    // Only text may have a long part before its root.
    let mut head = Vec::new();
    Read::take(&mut *source, MAX_PREAMBLE).read_to_end(&mut head).map_err(ImageError::Read)?;
    source.rewind().map_err(ImageError::Read)?;
    Format::from_bytes(&head).ok_or(ImageError::Unknown)
}

impl Header {
    /// # Errors
    ///
    /// As [`probe`].
    pub fn from_bytes(bytes: &[u8]) -> Result<Header, ImageError> {
        read(&mut Cursor::new(bytes), bytes.len() as u64).map(|(header, _)| header)
    }

    /// "1,920×1,080 990 kB", with the number of frames for an animation.
    pub fn summary(&self) -> String {
        let size = pixels(self.width, self.height);
        let frames = if self.frames > 1 {
            format!(" {} frames", grouped(u64::from(self.frames)))
        } else {
            String::new()
        };
        format!("{size}{frames} {}", weight(self.bytes))
    }
}
