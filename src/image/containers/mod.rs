//! Readers of image file formats, one file per format. They read only what describes the image and
//! never decode pixels.

pub(super) mod bmp;
pub(super) mod jpeg;
pub(super) mod png;
pub(super) mod tiff;
pub(super) mod webp;

use std::io::{BufRead, ErrorKind, Read, Seek};

use super::ImageError;
use super::metadata::Metadata;

/// A file, or bytes in memory. Readers take it as a trait object: they read little, and are compiled once.
pub(super) trait Source: BufRead + Seek {}

impl<T: BufRead + Seek> Source for T {}

/// The properties that a reader finds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Properties {
    /// The size of the pixels as they are stored.
    pub width: u32,
    pub height: u32,
    pub frames: u32,
    pub metadata: Metadata,
    /// True if the colours are amounts of ink, which some programs do not show.
    pub is_ink: bool,
    pub is_cut_off: bool,
    /// True if it runs code when it is opened by itself.
    pub is_program: bool,
}

impl Default for Properties {
    fn default() -> Properties {
        Properties {
            width: 0,
            height: 0,
            frames: 1,
            metadata: Metadata::default(),
            is_ink: false,
            is_cut_off: false,
            is_program: false,
        }
    }
}

impl Properties {
    /// Marks the file as incomplete. This is an error if the size is not known yet.
    fn cut_off(self) -> Result<Properties, ImageError> {
        match self.width {
            0 => Err(ImageError::Damaged("it ends before its size".into())),
            _ => Ok(Properties { is_cut_off: true, ..self }),
        }
    }
}

/// Returns the next bytes, or `None` if the source ends before.
fn take<const N: usize>(source: &mut dyn Source) -> Result<Option<[u8; N]>, ImageError> {
    let mut bytes = [0; N];
    match source.read_exact(&mut bytes) {
        Ok(()) => Ok(Some(bytes)),
        Err(error) if error.kind() == ErrorKind::UnexpectedEof => Ok(None),
        Err(error) => Err(ImageError::Read(error)),
    }
}

/// Returns the next `length` bytes, or fewer if the source ends before.
fn take_up_to(source: &mut dyn Source, length: u64) -> Result<Vec<u8>, ImageError> {
    let mut bytes = Vec::new();
    Read::take(source, length).read_to_end(&mut bytes).map_err(ImageError::Read)?;
    Ok(bytes)
}

/// Skips a number of bytes, also past the end.
fn skip(source: &mut dyn Source, length: u64) -> Result<(), ImageError> {
    source.seek_relative(i64::try_from(length).unwrap_or(i64::MAX)).map_err(ImageError::Read)
}
