//! Finds the images that a contribution's draft shows.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use crate::desk::images::references::places;
use crate::desk::probe_image;
use crate::draft::Draft;
use crate::image::{self, Format};
use crate::root::Root;

/// The files that a draft refers to. Paths start at the top of the repository.
pub(super) struct ShownImages {
    /// Referred to as images, which the linter checks.
    images: HashSet<PathBuf>,
    /// Referred to in any form.
    named: HashSet<PathBuf>,
}

impl ShownImages {
    /// `draft` and `root` are the paths of the draft and the newsletter, `top` the top of the
    /// repository.
    pub fn new(text: &str, (draft, root, top): (PathBuf, &Root, &Path)) -> ShownImages {
        let parsed = Draft::parse(text);
        let file = |span| {
            let path = probe_image(parsed.slice(span), &draft, root)?;
            path.strip_prefix(top).map(Path::to_owned).ok()
        };
        ShownImages {
            images: parsed.images().filter_map(|image| file(image.dest)).collect(),
            named: places(&parsed).into_iter().filter_map(file).collect(),
        }
    }

    /// The reason to refuse an image that nobody would see before it is published.
    pub fn objection(&self, path: &Path, bytes: &[u8]) -> Option<String> {
        if self.images.contains(path) {
            return None;
        }
        if !self.named.contains(path) {
            return Some("is not in the draft".to_owned());
        }
        let extension =
            path.extension().and_then(|extension| extension.to_str()).and_then(Format::from_extension);
        match image::probe_bytes(bytes) {
            Err(why) => Some(why.to_string()),
            Ok(header) if header.is_program => Some("runs a program".to_owned()),
            Ok(header) if extension != Some(header.format) => {
                Some(format!("is {} by its content", header.format.name()))
            }
            Ok(_) => None,
        }
    }
}
