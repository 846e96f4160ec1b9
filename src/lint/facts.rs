use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;

use jiff::civil::{Date, Weekday};

use super::{PastIssue, Severity, Standing, local_path};
use crate::draft::Draft;
use crate::outline::{Issue, Outline};
use crate::profile::Profile;
use crate::text::pixels;

/// What the rules need to know of the world, collected by whoever asks for the check.
#[derive(Clone, Debug, Default)]
pub struct Facts {
    /// The date in the draft's file name.
    pub file_date: Option<Date>,
    /// Whether there is a file name to compare with: not so for standard input.
    pub has_file: bool,
    /// The file's path from the newsletter's root, with `/` between folders, where it lies in one.
    pub path: Option<String>,
    /// An issue that went out on the day of this one, by its file's name, and its path.
    pub published: Option<(Date, String)>,
    /// What the template for new issues has that is no news.
    pub standing: Option<Arc<Standing>>,
    /// The last issues that went out before this one, the newest first.
    pub archive: Vec<Arc<PastIssue>>,
    /// The day that the newsletter's issues carry.
    pub weekday: Option<Weekday>,
    /// By what the draft calls it; an image that is not in here has not been looked at yet.
    pub images: HashMap<String, ImageFact>,
    /// By what the draft calls it: what only a look at the pixels tells. An image that is not in
    /// here has not been looked at, which takes longer than its header does.
    pub looks: HashMap<String, ImageScan>,
    /// The files in the folder of this issue's images that nothing refers to, as their reference
    /// would be written, in order.
    pub unused_images: Vec<String>,
    /// What the draft is checked for.
    pub stage: Stage,
    /// What the check is about.
    pub about: About,
    /// Whether it lies where the issues are that went out.
    pub went_out: bool,
    /// Whether somebody is still at work on it: what is done last of all is not asked for yet.
    pub in_progress: bool,
    /// Whether the folder that this issue's images belong in is there; `true` where there is none to be.
    pub has_assets: bool,
}

/// What is known of an image that the draft refers to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ImageFact {
    Missing {
        /// What the draft would call the file that was probably meant: its name differs in case or
        /// by a slip of spelling.
        nearest: Option<String>,
    },
    /// There, but no image that can be read; why not, in words that follow the name.
    Unreadable {
        why: String,
    },
    Known(ImageInfo),
}

/// What an image's file says of itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ImageInfo {
    /// In pixels, as it is shown.
    pub width: u32,
    pub height: u32,
    pub bytes: u64,
    /// More than 1 where it moves.
    pub frames: u32,
    /// In capitals, as people say it: `JPEG`.
    pub format: &'static str,
    /// The ending that the file should have, where its own promises another format.
    pub right_ending: Option<&'static str>,
    pub is_cut_off: bool,
    /// It is a drawing that runs something where it is opened by itself.
    pub is_program: bool,
    /// Its metadata says where it was taken.
    pub has_position: bool,
    /// Its metadata says with what camera and when it was taken.
    pub has_camera: bool,
}

/// What an image's pixels tell.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ImageScan {
    pub bars: Option<Bars>,
    /// How it flashes, if so that it may cause a seizure.
    pub flashes: Option<Flashes>,
    /// What the draft calls an earlier image that shows the same.
    pub same_as: Option<String>,
}

/// Flashes of an image that moves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Flashes {
    /// The most within one second.
    pub most: usize,
    /// Whether it flashes in a saturated red.
    pub is_red: bool,
}

/// Uniform bars on opposite sides of an image, in pixels.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Bars {
    pub left: u32,
    pub right: u32,
    pub top: u32,
    pub bottom: u32,
}

/// What a check is about.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum About {
    /// The draft as it is.
    #[default]
    Draft,
    /// What somebody changes in it: what was there before is left out afterwards.
    Change,
}

/// What a draft is checked for: what a contributor may leave to the editor, the mail may not.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Stage {
    Contribution,
    #[default]
    Publish,
}

impl Stage {
    /// How much a fault matters that the editor can still fix, and the mail must not have.
    pub fn severity(self) -> Severity {
        match self {
            Stage::Contribution => Severity::Warning,
            Stage::Publish => Severity::Error,
        }
    }
}

impl ImageInfo {
    pub fn moves(&self) -> bool {
        self.frames > 1
    }

    /// "1,920×1,080"
    pub fn pixels(&self) -> String {
        pixels(self.width, self.height)
    }

    /// Whether every mail program shows the format.
    pub fn is_for_mail(&self) -> bool {
        matches!(self.format, "JPEG" | "PNG" | "GIF")
    }
}

impl Facts {
    /// The folder, empty for the newsletter's root, and the name of the draft's file.
    pub(super) fn place(&self) -> Option<(&str, &str)> {
        let path = self.path.as_deref()?;
        Some(path.rsplit_once('/').unwrap_or(("", path)))
    }

    /// The draft's outline, with the pictures noted that are its own.
    pub fn outline(&self, draft: &Draft, profile: &Profile) -> Outline {
        let mut outline = Outline::new(draft, profile);
        self.note_pictures(draft, profile, &mut outline);
        outline
    }

    /// Notes in an outline that was made before these facts which pictures are the draft's own.
    pub fn note_pictures(&self, draft: &Draft, profile: &Profile, outline: &mut Outline) {
        outline.note_images(draft, self.own_pictures(draft, profile));
    }

    /// Tells the pictures that were brought in for this issue: files that are there, in the folder
    /// of its own.
    fn own_pictures(&self, draft: &Draft, profile: &Profile) -> impl Fn(&str) -> bool {
        let date = Issue::new(draft, profile, self.file_date).date();
        let own = profile.files.assets.as_ref().zip(date).map(|(assets, date)| assets.for_date(date));
        move |dest| {
            let folder = local_path(dest).and_then(|path| path.rsplit_once('/')).map_or("", |parts| parts.0);
            matches!(self.images.get(dest), Some(ImageFact::Known(_)))
                && own.as_ref().is_none_or(|own| Path::new(folder).ends_with(own))
        }
    }
}
