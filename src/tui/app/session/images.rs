//! What is known of the draft's images.

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::Arc;

use crate::lint::{Diagnostic, ImageFact, ImageInfo, ImageScan, Severity, local_path};
use crate::text::{Span, grouped, weight};
use crate::tui::app::job::image::SeenImages;
use crate::tui::app::session::Session;

/// A note beside a value.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FieldNote {
    pub text: String,
    /// Of the worst that is wrong with it.
    pub severity: Option<Severity>,
    /// Sign before the text if nothing is wrong.
    pub sign: &'static str,
}

impl Session {
    /// The images that have not been looked at yet.
    pub fn unseen_images(&self) -> Vec<String> {
        let mut unseen = self.all_images();
        unseen.retain(|dest| !self.facts.images.contains_key(dest) && local_path(dest).is_some());
        unseen.sort();
        unseen.dedup();
        unseen
    }

    /// Every image, to be looked at again.
    pub fn all_images(&self) -> Vec<String> {
        self.draft.images().map(|image| self.draft.slice(image.dest).to_owned()).collect()
    }

    /// Takes what was seen of the images, and says whether any file is another one than before.
    pub fn learn_images(&mut self, images: SeenImages) -> bool {
        let SeenImages { seen, has_assets, unused, recurring } = images;
        let mut changed = false;
        let facts = Arc::make_mut(&mut self.facts);
        facts.recurring_images.retain(|dest, _| !seen.contains_key(dest));
        facts.recurring_images.extend(recurring);
        for (dest, fact) in seen {
            let old = facts.images.get(&dest);
            if old != Some(&fact) {
                changed |= old.is_some();
                facts.scans.remove(&dest);
                facts.images.insert(dest, fact);
            }
        }
        facts.has_assets = has_assets;
        facts.unused_images = unused;
        self.doubt();
        changed
    }

    /// The images whose pixels can be looked at, in the order of the draft, where any of them has
    /// not been scanned yet. All of them, since a duplicate is reported at the later one.
    pub fn to_look_at(&self) -> Option<Vec<String>> {
        let mut dests: Vec<String> = Vec::new();
        for image in self.draft.images() {
            let dest = self.draft.slice(image.dest);
            let is_known = matches!(self.facts.images.get(dest), Some(ImageFact::Known(_)));
            if is_known && !dests.iter().any(|known| known == dest) {
                dests.push(dest.to_owned());
            }
        }
        dests.iter().any(|dest| !self.facts.scans.contains_key(dest)).then_some(dests)
    }

    /// Takes the scans. An image that could not be read is not scanned again.
    pub fn learn_looks(&mut self, dests: Vec<String>, mut looks: HashMap<String, ImageScan>) {
        Arc::make_mut(&mut self.facts).scans = dests
            .into_iter()
            .map(|dest| {
                let look = looks.remove(&dest).unwrap_or_default();
                (dest, look)
            })
            .collect();
        self.doubt();
    }

    /// Facts of the image with its path at `dest`.
    pub fn image_info(&self, dest: Span) -> Option<&ImageInfo> {
        match self.facts.images.get(self.text_at(dest)?)? {
            ImageFact::Known(info) => Some(info),
            _ => None,
        }
    }

    /// True if the image whose path is there has not been probed and checked yet.
    pub fn is_unchecked(&self, dest: Span) -> bool {
        let is_local = |dest: &&str| local_path(dest).is_some();
        let dest = self.text_at(dest).filter(is_local);
        dest.is_some_and(|dest| self.unchecked || !self.facts.images.contains_key(dest))
    }

    /// True if the file of the image with its path at `dest` is missing.
    pub fn is_missing(&self, dest: Span) -> bool {
        let fact = self.text_at(dest).and_then(|dest| self.facts.images.get(dest));
        matches!(fact, Some(ImageFact::Missing { .. }))
    }

    /// The file of the image with its path at `dest`, if it can be shown.
    pub fn image_file(&self, dest: Span) -> Option<PathBuf> {
        self.image_info(dest).map(|info| info.file.clone())
    }

    /// The text at a place that was found in an older version of it.
    pub fn text_at(&self, place: Span) -> Option<&str> {
        self.draft.text().get(place.start..place.end)
    }

    /// Its size, and what is wrong with it: "1,920×1,080 990 kB — over 550 px wide".
    pub fn image_note(&self, dest: Span) -> Option<FieldNote> {
        let path = self.text_at(dest)?;
        let info = self.image_info(dest);
        let about: Vec<&Diagnostic> = self.problems_at(dest).collect();
        let size = info.map(size_of);
        let wrong: Vec<String> = about.iter().map(|one| without_subject(&one.message, path, info)).collect();
        let wrong = (!wrong.is_empty()).then(|| wrong.join("; "));
        let text = match (size, wrong) {
            (Some(size), Some(wrong)) => format!("{size} — {wrong}"),
            (size, wrong) => size.or(wrong)?,
        };
        Some(FieldNote { text, severity: about.iter().map(|one| one.severity).max(), sign: "▣" })
    }
}

/// "1,920×1,080 990 kB", with the number of frames where it moves.
pub fn size_of(info: &ImageInfo) -> String {
    let frames =
        if info.frames > 1 { format!(" {} frames", grouped(u64::from(info.frames))) } else { String::new() };
    format!("{}{frames} {}", info.pixels(), weight(info.bytes))
}

/// A problem's message without the path or name and the size that are shown beside it.
fn without_subject(message: &str, path: &str, info: Option<&ImageInfo>) -> String {
    let name = path.rsplit('/').next().unwrap_or(path);
    let rest = message.strip_prefix(path).or_else(|| message.strip_prefix(name));
    let rest = rest.map_or(message, str::trim_start);
    let size = info.map(|info| format!("is {}×{} pixels, ", info.width, info.height));
    size.and_then(|size| rest.strip_prefix(size.as_str())).unwrap_or(rest).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_said_as_people_say_them() {
        let mut info =
            ImageInfo { width: 1_920, height: 1_080, bytes: 990_000, frames: 1, ..ImageInfo::default() };
        assert_eq!(size_of(&info), "1,920×1,080 990 kB");
        info.frames = 60;
        assert_eq!(size_of(&info), "1,920×1,080 60 frames 990 kB");
        let message = "../a.jpg is 1920×1080 pixels, over 550 wide";
        assert_eq!(without_subject(message, "../a.jpg", Some(&info)), "over 550 wide");
        assert_eq!(
            without_subject("a.jpg is 1920×1080 pixels, over 550 wide", "../a.jpg", Some(&info)),
            "over 550 wide"
        );
        assert_eq!(without_subject("../a.jpg is cut off", "../a.jpg", Some(&info)), "is cut off");
    }
}
