use std::collections::HashMap;

use jiff::civil::{Date, Weekday};

use crate::draft::Draft;
use crate::profile::{Profile, parse_day};

/// What the rules need to know of the world, collected by whoever asks for the check.
#[derive(Clone, Debug, Default)]
pub struct Facts {
    /// The date in the draft's file name.
    pub file_date: Option<Date>,
    /// Whether there is a file name to compare with: not so for standard input.
    pub has_file: bool,
    /// The day that the newsletter's issues carry.
    pub weekday: Option<Weekday>,
    /// By what the draft calls it; an image that is not in here has not been looked at yet.
    pub images: HashMap<String, ImageFact>,
    /// Whether the folder that this images belong in is there; `true` where there is none to be.
    pub has_assets: bool,
}

/// What is known of an image that the draft refers to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ImageFact {
    Missing,
    /// There, but no image that can be read.
    Unreadable,
    Known {
        width: u32,
        height: u32,
        bytes: u64,
    },
}

impl Facts {
    /// The day in the draft's front matter.
    pub fn front_date(draft: &Draft, profile: &Profile) -> Option<Date> {
        let value = draft.front_matter()?.value(&profile.front_matter.date, draft.text())?;
        let day = value.split([' ', 'T']).next()?;
        parse_day(day)
    }
}

/// An image's path where it is a file of the newsletter's; `None` for an address elsewhere.
pub fn local_path(dest: &str) -> Option<&str> {
    let dest = dest.split(['?', '#']).next().unwrap_or(dest);
    let remote = dest.contains("://")
        || dest.starts_with("//")
        || dest.starts_with("data:")
        || dest.starts_with("mailto:");
    (!dest.is_empty() && !remote).then_some(dest)
}
