use std::collections::HashSet;

use jiff::civil::Date;

use super::{Context, ImageFact, ImageInfo, ImageScan};
use crate::draft::Image;

/// An image that the draft shows, with facts about its file.
#[derive(Debug)]
pub(super) struct ShownImage<'a, T: ?Sized> {
    pub image: Image,
    /// The path as the draft writes it.
    pub path: &'a str,
    /// The last part of the path.
    pub name: &'a str,
    pub about: &'a T,
}

impl<'a> Context<'a> {
    /// The images that the issue will show, without those of the task list and of untouched slots.
    pub fn images(&self) -> impl Iterator<Item = Image> + use<'a> {
        let (untouched, tasks) = (self.untouched(), self.tasks());
        self.draft
            .images()
            .filter(move |image| !untouched.contains(image.span) && !tasks.contains(image.span))
    }

    /// The images whose file is known. Each file is returned once, at its first place.
    pub(super) fn known_images(&self) -> impl Iterator<Item = ShownImage<'a, ImageInfo>> + use<'a> {
        let facts = self.facts;
        self.distinct(move |path| match facts.images.get(path) {
            Some(ImageFact::Known(info)) => Some(info),
            _ => None,
        })
    }

    /// The images whose file can't be read, once each, with the reason.
    pub(super) fn unreadable_images(&self) -> impl Iterator<Item = ShownImage<'a, str>> + use<'a> {
        let facts = self.facts;
        // A path that ends with a slash is a placeholder of the template.
        self.distinct(move |path| match facts.images.get(path) {
            Some(ImageFact::Unreadable { why }) if !path.ends_with('/') => Some(why.as_str()),
            _ => None,
        })
    }

    /// The images whose pixels have been scanned, once each.
    pub(super) fn scanned_images(&self) -> impl Iterator<Item = ShownImage<'a, ImageScan>> + use<'a> {
        let facts = self.facts;
        self.distinct(move |path| facts.scans.get(path))
    }

    fn distinct<T: ?Sized + 'a, F: Fn(&'a str) -> Option<&'a T>>(
        &self,
        about: F,
    ) -> impl Iterator<Item = ShownImage<'a, T>> + use<'a, T, F> {
        let draft = self.draft;
        let mut seen = HashSet::new();
        self.images().filter_map(move |image| {
            let path = draft.slice(image.dest);
            let about = about(path)?;
            seen.insert(path).then(|| ShownImage { image, path, name: file_name(path), about })
        })
    }

    /// The date of the folder that an image is in. `None` for an image that every issue may show, and for an
    /// image elsewhere.
    pub(super) fn folder_date(&self, image: &Image) -> Option<Date> {
        let dest = self.draft.slice(image.dest);
        if self.profile.images.is_standing(file_name(local_path(dest)?)) {
            return None;
        }
        self.date_of_folder(folder_of(dest)?)
    }

    /// True if the image's alternative text is still the template's.
    pub(super) fn has_placeholder_alt(&self, image: &Image) -> bool {
        self.profile.images.is_alt_placeholder(self.draft.slice(image.alt))
    }
}

/// The folder of an image in the newsletter's repository.
pub(super) fn folder_of(dest: &str) -> Option<&str> {
    Some(local_path(dest)?.rsplit_once('/')?.0)
}

/// Returns the path of an image in the newsletter's repository. Returns `None` for an address elsewhere, an
/// empty one, and one with Liquid.
pub fn local_path(dest: &str) -> Option<&str> {
    let dest = dest.split(['?', '#']).next().unwrap_or(dest);
    let remote = dest.contains("://")
        || dest.starts_with("//")
        || dest.starts_with("data:")
        || dest.starts_with("mailto:");
    // Only the site can expand Liquid variables.
    let is_liquid = dest.starts_with("{{") || dest.starts_with("{%");
    (!dest.is_empty() && !remote && !is_liquid).then_some(dest)
}

/// The last part of an image's path.
pub(super) fn file_name(dest: &str) -> &str {
    let path = local_path(dest).unwrap_or(dest);
    path.rsplit('/').next().unwrap_or(path)
}

/// True if two references name the same file. One may be relative to the newsletter's root and one to
/// the draft's folder.
pub(super) fn is_same_file(one: &str, other: &str) -> bool {
    let from_root = |dest| {
        let path: &str = local_path(dest).unwrap_or(dest);
        path.trim_start_matches("../").trim_start_matches("./").trim_start_matches('/').to_owned()
    };
    from_root(one) == from_root(other)
}
