//! Serves the images of the newsletter.

use std::io::{self, Read, Write};
use std::path::Path;

use super::request::{Method, Refusal};
use super::response::{Head, INERT};
use crate::root::{Opened, Root};
use crate::text::limits::PREVIEW_BYTES;
use crate::text::percent::decode;

/// The types of files that are served, by the end of their names.
const TYPES: [(&str, &str); 10] = [
    ("apng", "image/apng"),
    ("avif", "image/avif"),
    ("bmp", "image/bmp"),
    ("gif", "image/gif"),
    ("ico", "image/x-icon"),
    ("jpeg", "image/jpeg"),
    ("jpg", "image/jpeg"),
    ("png", "image/png"),
    ("svg", "image/svg+xml"),
    ("webp", "image/webp"),
];

/// An image that is open for reading.
#[derive(Debug)]
pub(super) struct ImageFile {
    opened: Opened,
    content_type: &'static str,
}

/// Opens the image at an encoded path below the newsletter's folder.
///
/// # Errors
///
/// If the path is not that of an image file there.
pub(super) fn open(root: &Root, encoded: &str) -> Result<ImageFile, Refusal> {
    let path = decode(encoded).ok_or(Refusal::BadRequest)?;
    let is_plain =
        |part: &str| !part.is_empty() && part != "." && part != ".." && !part.contains(['\\', '\0', ':']);
    if !path.split('/').all(is_plain) {
        return Err(Refusal::BadRequest);
    }
    let extension = path.rsplit_once('.').map(|(_, extension)| extension.to_ascii_lowercase());
    let known = TYPES.iter().find(|(end, _)| extension.as_deref() == Some(*end));
    let &(_, content_type) = known.ok_or(Refusal::NotFound)?;
    let opened = root.open(Path::new(&*path)).map_err(|_| Refusal::NotFound)?;
    if opened.about.bytes > PREVIEW_BYTES {
        return Err(Refusal::TooLarge);
    }
    Ok(ImageFile { opened, content_type })
}

impl ImageFile {
    pub fn write(self, out: &mut impl Write, method: Method) -> io::Result<()> {
        let length = self.opened.about.bytes;
        let (content_type, policy) = (self.content_type, INERT);
        Head { status: "200 OK", content_type, length: Some(length), policy }.write(out)?;
        if method != Method::Head {
            // A file that grows meanwhile is cut off; one that shrinks ends the connection early.
            io::copy(&mut self.opened.file.take(length), out)?;
        }
        out.flush()
    }
}
