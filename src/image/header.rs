use std::path::Path;

use super::{Format, ImageError, frames};

/// What a file says of its picture, without decoding it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Header {
    pub format: Format,
    /// As it is shown: after the turn that the metadata asks for.
    pub width: u32,
    pub height: u32,
    /// More than 1 where it moves.
    pub frames: u32,
    /// Of the file.
    pub bytes: u64,
    /// The metadata asks viewers to turn it, which not all do.
    pub is_turned: bool,
    /// The metadata says where it was taken.
    pub position: bool,
    /// The metadata says with what camera it was taken, and when.
    pub camera: bool,
    /// The file ends before its picture does.
    pub is_cut_off: bool,
}

/// Reads what is needed of a file to tell what picture it holds.
///
/// # Errors
///
/// Where it is no regular file, can't be read, or holds no picture.
pub fn probe(path: &Path) -> Result<Header, ImageError> {
    let about = std::fs::metadata(path).map_err(ImageError::Read)?;
    if !about.is_file() {
        return Err(ImageError::NotAFile);
    }
    // H1: read the head and what is needed only.
    Header::of_bytes(&std::fs::read(path).map_err(ImageError::Read)?)
}

impl Header {
    /// # Errors
    ///
    /// Where the bytes hold no picture.
    pub fn of_bytes(bytes: &[u8]) -> Result<Header, ImageError> {
        if bytes.is_empty() {
            return Err(ImageError::Empty);
        }
        let format = Format::of_bytes(bytes).ok_or(ImageError::Unknown)?;
        let reader = image::ImageReader::new(std::io::Cursor::new(bytes))
            .with_guessed_format()
            .map_err(ImageError::Read)?;
        let (width, height) =
            reader.into_dimensions().map_err(|error| ImageError::Damaged(error.to_string()))?;
        let moving = if format == Format::Gif { frames::count(bytes)?.count } else { 1 };
        Ok(Header {
            format,
            width,
            height,
            frames: moving,
            bytes: bytes.len() as u64,
            is_turned: false,
            position: false,
            camera: false,
            is_cut_off: false,
        })
    }

    /// "1,920×1,080 990 kB", with the number of frames where it moves.
    pub fn summary(&self) -> String {
        let size = format!("{}×{}", grouped(u64::from(self.width)), grouped(u64::from(self.height)));
        let frames = if self.frames > 1 {
            format!(" {} frames", grouped(u64::from(self.frames)))
        } else {
            String::new()
        };
        format!("{size}{frames} {}", weight(self.bytes))
    }
}

/// Bytes as people say them, in steps of a thousand: "740 bytes", "990 kB", "4.2 MB".
pub fn weight(bytes: u64) -> String {
    match bytes {
        0..1_000 => format!("{bytes} bytes"),
        1_000..1_000_000 => format!("{} kB", bytes.div_ceil(1_000)),
        _ => format!("{:.1} MB", bytes as f64 / 1_000_000.0),
    }
}

fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (n, digit) in digits.chars().enumerate() {
        if n > 0 && (digits.len() - n).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}
