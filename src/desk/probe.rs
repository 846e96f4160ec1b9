use std::path::{Path, PathBuf};

use crate::image::{self, Format, Header, ImageError};
use crate::lint::{ImageFact, ImageInfo, local_path};

/// Looks at images' headers, and not again while a file's size and time stay the same.
#[derive(Debug, Default)]
pub struct Probe {
    seen: std::collections::HashMap<PathBuf, (u64, Option<std::time::SystemTime>, ImageFact)>,
}

impl Probe {
    /// What is known of the image that a draft at `draft` calls `dest`; `None` where that is no
    /// file of the newsletter's.
    pub fn look(&mut self, dest: &str, draft: &Path, root: &Path) -> Option<ImageFact> {
        local_path(dest)?;
        // What leads out of the newsletter's folder is not looked at, and is not there for a reader.
        let Some(path) = probe_image(dest, draft, root) else {
            return Some(ImageFact::Missing { nearest: None });
        };
        let Ok(about) = std::fs::metadata(&path) else {
            self.seen.remove(&path);
            return Some(ImageFact::Missing { nearest: None });
        };
        if !about.is_file() {
            return Some(ImageFact::Unreadable { why: ImageError::NotAFile.to_string() });
        }
        let (bytes, time) = (about.len(), about.modified().ok());
        if let Some((_, _, fact)) =
            self.seen.get(&path).filter(|(size, when, _)| (*size, *when) == (bytes, time))
        {
            return Some(fact.clone());
        }
        let fact = match image::probe(&path) {
            Ok(header) => ImageFact::Known(info(&header, &path)),
            Err(error) => ImageFact::Unreadable { why: error.to_string() },
        };
        self.seen.insert(path, (bytes, time, fact.clone()));
        Some(fact)
    }
}

fn info(header: &Header, path: &Path) -> ImageInfo {
    let promised = path.extension().and_then(|ending| ending.to_str()).and_then(Format::of_extension);
    ImageInfo {
        width: header.width,
        height: header.height,
        bytes: header.bytes,
        frames: header.frames,
        format: header.format.name(),
        right_ending: (promised != Some(header.format)).then(|| header.format.extension()),
        is_cut_off: header.is_cut_off,
        has_position: header.position,
        has_camera: header.camera,
    }
}

/// The file that an image's path means: from the draft's folder, or from the root where it begins
/// with `/`. `None` for an address elsewhere and for a path that leaves the root.
pub fn probe_image(dest: &str, draft: &Path, root: &Path) -> Option<PathBuf> {
    let path = decode(local_path(dest)?);
    let joined = match path.strip_prefix('/') {
        Some(inner) => root.join(inner),
        None => draft.parent()?.join(&path),
    };
    let mut clean = PathBuf::new();
    for part in joined.components() {
        match part {
            std::path::Component::ParentDir => {
                clean.pop();
            }
            std::path::Component::CurDir => {}
            part => clean.push(part),
        }
    }
    clean.starts_with(root).then_some(clean)
}

/// `%20` and the like as the bytes that they stand for.
fn decode(path: &str) -> String {
    let mut bytes = Vec::with_capacity(path.len());
    let mut rest = path.as_bytes();
    while let [first, tail @ ..] = rest {
        let escaped = (*first == b'%').then(|| tail.get(..2)).flatten();
        let value = escaped
            .and_then(|hex| std::str::from_utf8(hex).ok())
            .and_then(|hex| u8::from_str_radix(hex, 16).ok());
        match value {
            Some(value) => {
                bytes.push(value);
                rest = &tail[2..];
            }
            None => {
                bytes.push(*first);
                rest = tail;
            }
        }
    }
    String::from_utf8(bytes).unwrap_or_else(|_| path.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_reference_forms_name_the_same_file() {
        let (draft, root) = (Path::new("/n/_drafts/a.md"), Path::new("/n"));
        let file = |dest| probe_image(dest, draft, root);
        assert_eq!(file("../assets/20260608/a%20b.jpg"), Some("/n/assets/20260608/a b.jpg".into()));
        assert_eq!(file("/assets/a.jpg"), Some("/n/assets/a.jpg".into()));
        assert_eq!(file("https://example.org/a.jpg"), None);
        assert_eq!(file("../../etc/passwd"), None);
        let outside = Probe::default().look("../../etc/passwd", draft, root);
        assert_eq!(outside, Some(ImageFact::Missing { nearest: None }));
    }
}
