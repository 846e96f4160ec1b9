use super::Format;
use crate::text::limits;

/// Why an image can't be used, as a sentence that follows the file's name.
#[derive(Debug, thiserror::Error)]
pub enum ImageError {
    #[error("can't be read: {0}")]
    Read(#[source] std::io::Error),
    #[error("is empty: the file has no bytes")]
    Empty,
    #[error("is a folder, not an image")]
    Folder,
    #[error("is not a regular file, so it can't be an image")]
    NotAFile,
    #[error("is not an image of a known format")]
    Unknown,
    #[error("is {}, which needs {} to be read; save it as JPEG or PNG first{}", .0.name(), needs(*.0), how(*.0))]
    Refused(Format),
    #[error("has text, which needs fonts to be drawn; convert the text to paths, or export it as PNG")]
    HasText,
    #[error("is cut off or damaged: {0}")]
    Damaged(String),
    #[error("is {width}×{height} pixels, over the limit of {} million", limits::IMAGE_PIXELS / 1_000_000)]
    TooLarge { width: u64, height: u64 },
    #[error("is {} MB, over the limit of {} MB", bytes / 1_000_000, limits::IMAGE_BYTES / 1_000_000)]
    TooHeavy { bytes: u64 },
    #[error(
        "takes {} MB decoded, over the limit of {} MB; save it with eight bits a colour",
        bytes / 1_000_000,
        limits::DECODED_BYTES / 1_000_000
    )]
    TooDeep { bytes: u64 },
    #[error("has more than {} frames; make the clip shorter", limits::GIF_FRAMES)]
    TooManyFrames,
    #[error(
        "has {frames} frames of {width}×{height} pixels, too many to decode; make the clip shorter or smaller"
    )]
    TooLong { frames: u32, width: u64, height: u64 },
    #[error("can't be brought under {}; make it smaller, or a clip shorter", crate::text::weight(*limit))]
    StillTooHeavy { limit: u64 },
    #[error("can't be written as {}: {what}", format.name())]
    Encode { format: Format, what: String },
    #[error("was cancelled")]
    Cancelled,
}

fn needs(format: Format) -> &'static str {
    match format {
        Format::Heic => "a decoder that is not free",
        _ => "a system library",
    }
}

/// A common command that converts the format.
fn how(format: Format) -> &'static str {
    match format {
        Format::Heic => {
            " (heif-convert FILE.heic FILE.jpg; on a Mac: sips -s format jpeg FILE.heic --out FILE.jpg)"
        }
        Format::Avif => " (avifdec FILE.avif FILE.png)",
        _ => "",
    }
}
