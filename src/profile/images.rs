//! The images of a newsletter's issues.

use serde::{Deserialize, Serialize};

use super::Pattern;
use super::naming::glob;

/// Limits and names of images. 1 kB is 1,000 bytes, and 1 MB is 1,000,000 bytes.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Images {
    /// The maximum width of an image file in pixels, regardless of the width that the page gives it. Without it, there
    /// is no limit.
    #[serde(default)]
    pub max_width: Option<u32>,
    /// The maximum size of an animated image in bytes. Without it, there is no limit.
    #[serde(default)]
    pub max_gif_bytes: Option<u64>,
    /// The maximum size of any other image in bytes. Without it, there is no limit.
    #[serde(default)]
    pub max_still_bytes: Option<u64>,
    /// The maximum size of all images of an issue together in bytes; each file counts once. Without it, there is no
    /// limit.
    #[serde(default)]
    pub max_issue_bytes: Option<u64>,
    /// The file name of a new image, such as `{yyyymmdd}*`, where `*` is the image's own name. An image whose name has
    /// another issue's date is reported. A folder, a number and a slug are refused.
    #[serde(default)]
    pub name: Option<Pattern>,
    /// File names of images that every issue may show, regardless of the week in their folder or name; `*` matches
    /// any text, case does not matter.
    #[serde(default)]
    pub standing: Vec<String>,
    /// Servers that images may be loaded from, besides the newsletter's own folder: `example.org` includes every server
    /// under it. Images from other servers are reported. Needs `files.assets`.
    #[serde(default)]
    pub hosts: Vec<String>,
    /// Whole alternative texts, in any case, that mean that none is written yet.
    #[serde(default)]
    pub alt_placeholders: Vec<String>,
    /// The warning that an issue with a flashing image contains. Without it, images are not checked for flashes.
    #[serde(default)]
    pub flash_warning: Option<String>,
}

impl Images {
    /// True if every issue may use the image with this file name, ignoring case.
    pub fn is_standing(&self, name: &str) -> bool {
        let name = name.to_lowercase();
        self.standing.iter().any(|pattern| glob(&pattern.to_lowercase(), &name))
    }

    /// True if images may be loaded from a host: one of `hosts`, or a subdomain.
    pub fn allows_host(&self, host: &str) -> bool {
        let host = host.to_ascii_lowercase();
        self.hosts.iter().any(|own| {
            let own = own.to_ascii_lowercase();
            host.strip_suffix(own.as_str()).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
        })
    }

    /// True if an alternative text is a placeholder, ignoring case.
    pub fn is_alt_placeholder(&self, alt: &str) -> bool {
        let alt = alt.trim().to_lowercase();
        self.alt_placeholders.iter().any(|one| one.to_lowercase() == alt)
    }
}
