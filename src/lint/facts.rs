use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use jiff::civil::{Date, Weekday};

use super::mail::MailFacts;
use super::{PastIssue, Severity, TemplateFacts, local_path};
use crate::draft::Draft;
use crate::outline::{Issue, Outline};
use crate::profile::Profile;
use crate::text::{Bars, pixels};

/// Facts from outside the draft that rules need. The caller of the check collects them.
#[derive(Clone, Debug, Default)]
pub struct Facts {
    /// The date in the draft's path, if it gives the day.
    pub file_date: Option<Date>,
    /// The number in the draft's path.
    pub file_number: Option<u32>,
    /// The file's path from the newsletter's root, with `/` between folders. `None` outside of it.
    pub path: Option<String>,
    /// The date and path of a published issue with the same date as this one, by its file name.
    pub published: Option<(Date, String)>,
    /// The facts of the template for new issues.
    pub template: Option<Arc<TemplateFacts>>,
    /// The last issues published before this one, the newest first.
    pub archive: Vec<Arc<PastIssue>>,
    /// The weekday on which the newsletter is published.
    pub weekday: Option<Weekday>,
    /// By the path as the draft writes it. Missing images have not been probed yet.
    pub images: HashMap<String, ImageFact>,
    /// The missing images, as the draft writes them, of which an earlier issue has a file of the same name.
    pub recurring_images: HashMap<String, EarlierImage>,
    /// By the path as the draft writes it. Missing images have not been scanned yet: decoding the pixels
    /// takes longer than reading the header.
    pub scans: HashMap<String, ImageScan>,
    /// The unreferenced files in the folder of this issue's images, written as references, in order.
    pub unused_images: Vec<String>,
    /// The stage that the draft is checked for.
    pub stage: Stage,
    /// The scope of the check.
    pub scope: Scope,
    /// True if the file is in the folder of the published issues.
    pub is_published: bool,
    /// True if the draft is still being written. Rules about the last steps do not apply yet.
    pub in_progress: bool,
    /// What a mail needs besides the draft.
    pub mail: MailFacts,
    /// True if the folder for this issue's images exists, or the newsletter has none.
    pub has_assets: bool,
}

/// Where the file of an image is that comes again in each issue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EarlierImage {
    InLastIssue,
    /// The last issue is a draft that waits for it, too.
    InEarlierIssue,
}

/// The state of an image that the draft refers to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ImageFact {
    Missing {
        /// The path of the file that was probably meant: its name differs in case or by a typing error.
        nearest: Option<String>,
    },
    /// The file exists but can't be read as an image. `why` is a phrase that follows the name.
    Unreadable {
        why: String,
    },
    Known(ImageInfo),
}

/// Properties from an image's header and metadata.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ImageInfo {
    /// In pixels, after rotation.
    pub width: u32,
    pub height: u32,
    pub bytes: u64,
    /// More than 1 if it is animated.
    pub frames: u32,
    /// In capital letters: `JPEG`.
    pub format: &'static str,
    /// The right extension, if the file's own is that of another format.
    pub right_extension: Option<&'static str>,
    pub is_cut_off: bool,
    /// True for an SVG with a script, which runs when the file is opened on its own.
    pub is_program: bool,
    /// True if the metadata contains a GPS position.
    pub has_position: bool,
    /// True if the metadata contains the camera and the time.
    pub has_camera: bool,
    /// The absolute path of the file.
    pub file: PathBuf,
}

/// Properties that need an image's decoded pixels.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ImageScan {
    pub bars: Option<Bars>,
    /// Set if it flashes in a way that may cause seizures.
    pub flashes: Option<Flashes>,
    /// True if it, or its first frame, has only one colour.
    pub starts_blank: bool,
    /// The path of an earlier image with the same content.
    pub same_as: Option<String>,
}

/// The flashes of an animated image.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Flashes {
    /// The largest number within one second.
    pub most: usize,
    /// True if it flashes in a saturated red.
    pub is_red: bool,
}

/// The scope of a check.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Scope {
    /// The whole draft.
    #[default]
    Draft,
    /// A change of the draft. The caller removes the problems that existed before.
    Change,
}

/// The stage that a draft is checked for. A contribution may leave problems for the editor to fix; a
/// published issue may not.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Stage {
    Contribution,
    #[default]
    Publish,
}

impl Stage {
    /// The severity of a problem that the editor can still fix but that must not be published.
    pub fn severity(self) -> Severity {
        match self {
            Stage::Contribution => Severity::Warning,
            Stage::Publish => Severity::Error,
        }
    }
}

impl ImageInfo {
    pub fn is_animated(&self) -> bool {
        self.frames > 1
    }

    /// "1,920×1,080"
    pub fn pixels(&self) -> String {
        pixels(self.width, self.height)
    }

    /// True if every mail program shows the format.
    pub fn is_for_mail(&self) -> bool {
        matches!(self.format, "JPEG" | "PNG" | "GIF")
    }
}

impl Facts {
    /// The facts of the version before a change of the draft or of its images. A problem of a file that the
    /// change leaves as it is was there before; about those for which `is_same` is false nothing is known.
    #[must_use]
    pub fn before_change(&self, is_same: impl Fn(&str) -> bool) -> Facts {
        let mut before = self.clone();
        before.images.retain(|dest, _| is_same(dest));
        before.scans.retain(|dest, _| is_same(dest));
        before.unused_images.retain(|dest| is_same(dest));
        before
    }

    /// The folder of the draft's file, empty for the newsletter's root, and the file name. `None` for a text
    /// without a file.
    pub(super) fn folder_and_name(&self) -> Option<(&str, &str)> {
        let path = self.path.as_deref()?;
        Some(path.rsplit_once('/').unwrap_or(("", path)))
    }

    /// Returns the draft's outline, with its own images marked.
    pub fn outline(&self, draft: &Draft, profile: &Profile) -> Outline {
        let mut outline = Outline::new(draft, profile);
        self.note_images(draft, profile, &mut outline);
        outline
    }

    /// Marks the draft's own images in an outline that was built before these facts.
    pub fn note_images(&self, draft: &Draft, profile: &Profile, outline: &mut Outline) {
        outline.note_images(draft, self.own_images(draft, profile));
    }

    /// Returns a test for this issue's own images: existing files in the issue's folder.
    fn own_images(&self, draft: &Draft, profile: &Profile) -> impl Fn(&str) -> bool {
        let date = Issue::new(draft, profile, self.file_date).date();
        let own = profile.files.assets.as_ref().zip(date).map(|(assets, date)| assets.for_date(date));
        let roots = profile.files.site_roots.clone();
        move |dest| {
            let folder = local_path(dest).and_then(|path| path.rsplit_once('/')).map_or("", |parts| parts.0);
            matches!(self.images.get(dest), Some(ImageFact::Known(_)))
                && own.as_ref().is_none_or(|own| {
                    let on_site = roots.iter().find_map(|root| root.on_site(own));
                    [Some(own.as_str()), on_site]
                        .into_iter()
                        .flatten()
                        .any(|own| Path::new(folder).ends_with(own))
                })
        }
    }
}
