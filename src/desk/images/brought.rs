//! Images of a contribution that are not on disk.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use super::image_scan::Content;
use super::probe::fact_of;
use crate::lint::ImageFact;

/// Images that a contribution adds or replaces, by the paths that they will have. The checks see them as if
/// they were there.
#[derive(Clone, Debug, Default)]
pub(in crate::desk) struct BroughtImages(HashMap<PathBuf, (ImageFact, Content)>);

impl BroughtImages {
    pub fn new<'b>(files: impl IntoIterator<Item = (PathBuf, &'b [u8])>) -> BroughtImages {
        let mut brought = BroughtImages::default();
        for (path, bytes) in files {
            brought.add(path, bytes);
        }
        brought
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Adds an image.
    pub fn add(&mut self, path: PathBuf, bytes: &[u8]) {
        let known = (fact_of(bytes, &path), Content::new(bytes));
        self.0.insert(path, known);
    }

    pub fn contains(&self, path: &Path) -> bool {
        self.0.contains_key(path)
    }

    pub fn fact(&self, path: &Path) -> Option<&ImageFact> {
        self.0.get(path).map(|(fact, _)| fact)
    }

    pub(super) fn content(&self, path: &Path) -> Option<Content> {
        self.0.get(path).map(|(_, content)| *content)
    }

    /// True if one of them is in this folder or below.
    pub fn is_any_in(&self, folder: &Path) -> bool {
        self.0.keys().any(|path| path.starts_with(folder))
    }

    /// The names of those in a folder.
    pub(super) fn names_in(&self, folder: &Path) -> impl Iterator<Item = String> {
        let names = self.0.keys().filter(move |path| path.parent() == Some(folder));
        names.filter_map(|path| Some(path.file_name()?.to_str()?.to_owned()))
    }
}
