use std::collections::HashSet;

use jiff::civil::Date;

use super::{Context, ImageFact, ImageInfo, ImageScan};
use crate::draft::Image;

/// An image of the newsletter's own, with what is known of its file.
#[derive(Debug)]
pub(super) struct Known<'a, T: ?Sized> {
    pub image: Image,
    /// What the draft calls it.
    pub path: &'a str,
    /// The last part of that.
    pub name: &'a str,
    pub about: &'a T,
}

impl<'a> Context<'a> {
    /// The images that the issue will show: not the form in the task list, and not those of slots
    /// that nobody has touched.
    pub fn images(&self) -> impl Iterator<Item = Image> + use<'a> {
        let (untouched, tasks) = (self.untouched(), self.tasks());
        self.draft.images().filter(move |image| !untouched.hold(image.span) && !tasks.hold(image.span))
    }

    /// The images whose file is known, each once: where it stands first.
    pub(super) fn known_images(&self) -> impl Iterator<Item = Known<'a, ImageInfo>> + use<'a> {
        let facts = self.facts;
        self.distinct(move |path| match facts.images.get(path) {
            Some(ImageFact::Known(info)) => Some(info),
            _ => None,
        })
    }

    /// The images whose file can't be read, each once, with the reason.
    pub(super) fn unreadable_images(&self) -> impl Iterator<Item = Known<'a, str>> + use<'a> {
        let facts = self.facts;
        // A path that ends with a slash is the template's form, not yet a file.
        self.distinct(move |path| match facts.images.get(path) {
            Some(ImageFact::Unreadable { why }) if !path.ends_with('/') => Some(why.as_str()),
            _ => None,
        })
    }

    /// The images whose pixels have been looked at, each once.
    pub(super) fn looked_at(&self) -> impl Iterator<Item = Known<'a, ImageScan>> + use<'a> {
        let facts = self.facts;
        self.distinct(move |path| facts.looks.get(path))
    }

    fn distinct<T: ?Sized + 'a, F: Fn(&'a str) -> Option<&'a T>>(
        &self,
        about: F,
    ) -> impl Iterator<Item = Known<'a, T>> + use<'a, T, F> {
        let draft = self.draft;
        let mut seen = HashSet::new();
        self.images().filter_map(move |image| {
            let path = draft.slice(image.dest);
            let about = about(path)?;
            seen.insert(path).then(|| Known { image, path, name: file_name(path), about })
        })
    }

    /// The day of the folder that an image of this or another issue stands in; none for a picture
    /// that every issue may show.
    pub(super) fn folder_date(&self, image: &Image) -> Option<Date> {
        let path = local_path(self.draft.slice(image.dest))?;
        if self.profile.images.is_standing(file_name(path)) {
            return None;
        }
        self.profile.files.assets.as_ref()?.date_of(path.rsplit('/').nth(1)?)
    }

    /// Whether an image's alternative text is still the template's.
    pub(super) fn has_placeholder_alt(&self, image: &Image) -> bool {
        self.profile.images.is_alt_placeholder(self.draft.slice(image.alt))
    }
}

/// An image's path where it is a file of the newsletter's; `None` for an address elsewhere.
pub fn local_path(dest: &str) -> Option<&str> {
    let dest = dest.split(['?', '#']).next().unwrap_or(dest);
    let remote = dest.contains("://")
        || dest.starts_with("//")
        || dest.starts_with("data:")
        || dest.starts_with("mailto:");
    // What Liquid makes of a variable is the site's to know.
    let is_liquid = dest.starts_with("{{") || dest.starts_with("{%");
    (!dest.is_empty() && !remote && !is_liquid).then_some(dest)
}

/// The last part of an image's path.
pub(super) fn file_name(dest: &str) -> &str {
    let path = local_path(dest).unwrap_or(dest);
    path.rsplit('/').next().unwrap_or(path)
}

/// Whether two references, one perhaps from the newsletter's root and one from the draft's folder,
/// name one file.
pub(super) fn is_same_file(one: &str, other: &str) -> bool {
    let from_root = |dest| {
        let path: &str = local_path(dest).unwrap_or(dest);
        path.trim_start_matches("../").trim_start_matches("./").trim_start_matches('/').to_owned()
    };
    from_root(one) == from_root(other)
}
