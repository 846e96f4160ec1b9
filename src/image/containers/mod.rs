//! The files that images come in, read as far as is needed to tell what is inside: one file a
//! format. Nothing here unpacks pixels.

pub(super) mod bmp;
pub(super) mod jpeg;
pub(super) mod png;
pub(super) mod tiff;
pub(super) mod webp;

use std::io::{BufRead, ErrorKind, Read, Seek};

use super::ImageError;
use super::metadata::Metadata;

/// A file or bytes in memory.
pub(super) trait Source: BufRead + Seek {}

impl<T: BufRead + Seek> Source for T {}

/// What a reader finds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Found {
    /// Of the pixels as they are stored.
    pub width: u32,
    pub height: u32,
    pub frames: u32,
    pub metadata: Metadata,
    /// Its colours are amounts of ink, which not all programs show.
    pub is_ink: bool,
    pub is_cut_off: bool,
    /// It runs something where it is opened by itself.
    pub is_program: bool,
}

impl Default for Found {
    fn default() -> Found {
        Found {
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

impl Found {
    /// Notes that the file ends here: it is only of use where its size is known.
    fn cut_off(self) -> Result<Found, ImageError> {
        match self.width {
            0 => Err(ImageError::Damaged("it ends before its size".into())),
            _ => Ok(Found { is_cut_off: true, ..self }),
        }
    }
}

/// The next bytes, or `None` where the source ends before.
fn take<const N: usize>(source: &mut impl Source) -> Result<Option<[u8; N]>, ImageError> {
    let mut bytes = [0; N];
    match source.read_exact(&mut bytes) {
        Ok(()) => Ok(Some(bytes)),
        Err(error) if error.kind() == ErrorKind::UnexpectedEof => Ok(None),
        Err(error) => Err(ImageError::Read(error)),
    }
}

/// The next `length` bytes, or fewer where the source ends before.
fn take_up_to(source: &mut impl Source, length: u64) -> Result<Vec<u8>, ImageError> {
    let mut bytes = Vec::new();
    source.take(length).read_to_end(&mut bytes).map_err(ImageError::Read)?;
    Ok(bytes)
}

/// Goes on by so many bytes, past the end too.
fn skip(source: &mut impl Source, length: u64) -> Result<(), ImageError> {
    source.seek_relative(i64::try_from(length).unwrap_or(i64::MAX)).map_err(ImageError::Read)
}
