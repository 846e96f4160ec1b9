//! Every limit on sizes and counts, in one table, from which `docs/limits.md` is generated.
//!
//! Limits keep a hostile or broken file from using up time or memory. Each is far above what a newsletter
//! needs. Input beyond a limit is refused or cut off, with a message that names the limit.

use super::grouped;

/// The unit of a limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    Bytes,
    Pixels,
    /// Things with this plural name.
    Count(&'static str),
}

/// A row of [`TABLE`].
#[derive(Clone, Copy, Debug)]
pub struct Limit {
    /// The constant's name.
    pub name: &'static str,
    pub value: u64,
    pub unit: Unit,
    /// The constant's documentation.
    pub about: &'static [&'static str],
}

macro_rules! limits {
    ($($(#[doc = $about:literal])+ $name:ident: $type:ty = $value:expr, $unit:expr;)+) => {
        $($(#[doc = $about])+ pub const $name: $type = $value;)+

        /// Every limit, in the order of the documentation.
        pub const TABLE: &[Limit] = &[
            $(Limit { name: stringify!($name), value: $name as u64, unit: $unit, about: &[$($about),+] },)+
        ];
    };
}

const MIB: usize = 1024 * 1024;

limits! {
    /// Size of a draft, a post or a template. Real issues are under 200 kB.
    DRAFT_BYTES: usize = 16 * MIB, Unit::Bytes;
    /// Size of the front matter that is parsed as YAML.
    FRONT_MATTER_BYTES: usize = 64 * 1024, Unit::Bytes;
    /// Size of a file of the site that a page is made with: its configuration, a layout or an include.
    SITE_FILE_BYTES: u64 = MIB as u64, Unit::Bytes;
    /// Files of the site that a page is made with.
    SITE_FILES: usize = 200, Unit::Count("files");
    /// Size of `copydesk.yml`.
    PROFILE_BYTES: usize = MIB, Unit::Bytes;
    /// Sections of a profile.
    PROFILE_SECTIONS: usize = 200, Unit::Count("sections");
    /// Entries of one list of a profile.
    PROFILE_LIST: usize = 2_000, Unit::Count("entries");
    /// Values of a profile, in all lists together.
    PROFILE_VALUES: usize = 10_000, Unit::Count("values");
    /// Nested brackets in YAML. The parser takes quadratic time for them.
    YAML_DEPTH: usize = 128, Unit::Count("levels");
    /// Problems of one rule that are kept per file. One more summarises the rest.
    PROBLEMS_PER_RULE: usize = 1_000, Unit::Count("problems");
    /// Problems of one rule that `--fix` fixes in one run.
    FIXES_PER_RULE: usize = 100_000, Unit::Count("problems");
    /// A text that the terminal is asked to copy (OSC 52). Terminals ignore longer ones.
    CLIPBOARD_BYTES: usize = 100_000, Unit::Bytes;
    /// Waivers that are read from a draft.
    WAIVERS: usize = 1_000, Unit::Count("waivers");
    /// Size of an image file.
    IMAGE_BYTES: u64 = 200_000_000, Unit::Bytes;
    /// Pixels of an image. A larger one is refused by its header, before it is decoded.
    IMAGE_PIXELS: u64 = 50_000_000, Unit::Pixels;
    /// Size of a decoded image: eight bytes per pixel, four of which are kept.
    DECODED_BYTES: u64 = 400_000_000, Unit::Bytes;
    /// Size of an image's metadata (EXIF or XMP) that is read.
    METADATA_BYTES: u64 = 16 * MIB as u64, Unit::Bytes;
    /// Frames of an animation.
    GIF_FRAMES: u32 = 2_000, Unit::Count("frames");
    /// Pixels of all decoded frames of an animation.
    GIF_PIXELS: u64 = 5_000_000_000, Unit::Pixels;
    /// Pixels of all frames of an animation that is checked for flashes.
    FLASHING_GIF_PIXELS: u64 = 200_000_000, Unit::Pixels;
    /// Memory for the frames of an animation, at their target width.
    GIF_KEPT_BYTES: u64 = 400_000_000, Unit::Bytes;
    /// Size of an SVG. Large maps are a tenth of it.
    SVG_BYTES: u64 = 16_000_000, Unit::Bytes;
    /// Nested elements of an SVG. Each level uses stack memory.
    SVG_DEPTH: usize = 400, Unit::Count("levels");
    /// Elements and text nodes of an SVG.
    SVG_NODES: u32 = 500_000, Unit::Count("nodes");
    /// Elements of an SVG, counted each time that `use` and markers draw them.
    SVG_ELEMENTS: u64 = 200_000, Unit::Count("elements");
    /// Pixels of a rendered SVG.
    SVG_PIXELS: u64 = 25_000_000, Unit::Pixels;
    /// Pixels of the layers of an SVG that exist at once: groups with opacity, masks, pattern tiles.
    SVG_LAYER_PIXELS: u64 = 60_000_000, Unit::Pixels;
    /// Pixels that the filters of an SVG compute. A kernel of nine cells counts twice.
    SVG_FILTERED_PIXELS: u64 = 4_000_000, Unit::Pixels;
    /// Pixels that rendering an SVG computes in all.
    SVG_WORK: u64 = 2_000_000_000, Unit::Pixels;
    /// Pixels of an image embedded in an SVG. A larger one is left out.
    SVG_EMBEDDED_PIXELS: u64 = 25_000_000, Unit::Pixels;
    /// Size of an image file that the desk shows.
    PREVIEW_BYTES: u64 = 100_000_000, Unit::Bytes;
    /// Size of the head of a request to the preview. Browsers send it the cookies of all servers of the machine.
    PREVIEW_HEAD_BYTES: usize = 32 * 1024, Unit::Bytes;
    /// Size of a click in the preview, as its page sends it.
    PREVIEW_BODY_BYTES: usize = 16 * 1024, Unit::Bytes;
    /// Connections of browsers to the preview at a time.
    PREVIEW_CONNECTIONS: usize = 48, Unit::Count("connections");
    /// Tabs that follow the preview at a time.
    PREVIEW_STREAMS: usize = 16, Unit::Count("tabs");
    /// Size of an editor's message to the language server. The largest one has a whole draft.
    MESSAGE_BYTES: u64 = 256 * MIB as u64, Unit::Bytes;
    /// Size of the head of such a message.
    MESSAGE_HEAD_BYTES: u64 = 8 * 1024, Unit::Bytes;
    /// Headings, items and paragraphs of a draft that is merged by its structure. A larger one is merged by
    /// lines.
    MERGE_PARTS: usize = 5_000, Unit::Count("parts");
    /// Changed lines between two versions of a draft, to tell new problems from old ones.
    COMPARED_LINES: usize = 10_000, Unit::Count("lines");
    /// Size of a document to import, from a file or the web.
    IMPORT_BYTES: u64 = 10_000_000, Unit::Bytes;
    /// Size of an image that is fetched from the web, and of a file in a request. Both are the same, so that
    /// an image fetched by `add` can be gathered.
    FETCHED_IMAGE_BYTES: u64 = 50_000_000, Unit::Bytes;
    /// Size of one fetch of requests. Larger fetches are split, and a request that is larger by itself is
    /// refused.
    REQUESTS_BYTES: u64 = 60_000_000, Unit::Bytes;
    /// Unpacked size of one request.
    REQUEST_UNPACKED_BYTES: u64 = 150_000_000, Unit::Bytes;
    /// Size of the images of all requests that are checked together.
    GATHERED_BYTES: u64 = 300_000_000, Unit::Bytes;
    /// Bytes that a request may add to the draft. A whole issue is smaller.
    REQUEST_TEXT_BYTES: usize = 256 * 1024, Unit::Bytes;
    /// Files that differ between two commits. A request with more is not gathered.
    COMPARED_FILES: usize = 10_000, Unit::Count("files");
    /// Entries of the folders in which two commits differ.
    COMPARED_ENTRIES: usize = 200_000, Unit::Count("entries");
    /// Length of a path in a commit.
    PATH_BYTES: usize = 4 * 1024, Unit::Bytes;
    /// Letters of an author's name or address, or of a commit's subject. The rest is cut off.
    SIGNATURE_CHARS: usize = 200, Unit::Count("letters");
    /// Commits that the history of a draft shows. Older ones are left out.
    LOGGED_COMMITS: usize = 200, Unit::Count("commits");
    /// Commits that are counted as not pushed. The count ends there.
    UNPUSHED_COMMITS: usize = 1_000, Unit::Count("commits");
    /// Events of a calendar that are offered. Later ones are left out.
    IMPORT_EVENTS: usize = 1_000, Unit::Count("events");
    /// Size of a response of a hosting site's API.
    SITE_ANSWER_BYTES: u64 = 5_000_000, Unit::Bytes;
    /// Files of an assets folder that are compared with the references of an issue.
    ASSET_FILES: usize = 10_000, Unit::Count("files");
    /// Names in a folder that are searched for a similar name.
    NEAREST_NAMES: usize = 10_000, Unit::Count("names");
    /// Missing files of a draft for which a similar name is searched.
    NEAREST_SEARCHES: usize = 100, Unit::Count("searches");
    /// Folder entries that the desk's image picker reads.
    PICKER_ENTRIES: usize = 30_000, Unit::Count("entries");
    /// Images that the desk's image picker lists.
    PICKER_IMAGES: usize = 5_000, Unit::Count("images");
    /// Steps that can be undone.
    UNDO_STEPS: usize = 10_000, Unit::Count("steps");
}

impl Limit {
    /// The value with its unit: "16 MiB", "200 MB", "50 million pixels", "2,000 frames".
    pub fn amount(&self) -> String {
        const MIB: u64 = 1024 * 1024;
        match self.unit {
            Unit::Bytes if self.value.is_multiple_of(MIB) => format!("{} MiB", grouped(self.value / MIB)),
            Unit::Bytes if self.value.is_multiple_of(1_000_000) => {
                format!("{} MB", grouped(self.value / 1_000_000))
            }
            Unit::Bytes if !self.value.is_multiple_of(1024) => format!("{} kB", grouped(self.value / 1_000)),
            Unit::Bytes => format!("{} KiB", grouped(self.value / 1024)),
            Unit::Pixels => format!("{} million pixels", grouped(self.value / 1_000_000)),
            Unit::Count(what) => format!("{} {what}", grouped(self.value)),
        }
    }
}

/// The content of `docs/limits.md`.
pub fn reference() -> String {
    let mut out = String::from(
        "# Limits\n\nGenerated from the table in `src/text/limits.rs`. Input beyond a limit is refused or cut off, \
         with a message.\n\n| limit | value | what it limits |\n|---|---|---|\n",
    );
    for limit in TABLE {
        let about: Vec<&str> = limit.about.iter().map(|line| line.trim()).collect();
        out.push_str(&format!("| `{}` | {} | {} |\n", limit.name, limit.amount(), about.join(" ")));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_in_docs_lists_the_limits_of_the_code() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/limits.md");
        let page = std::fs::read_to_string(path).unwrap_or_default();
        let made = reference();
        if page != made && std::env::var_os("INSTA_UPDATE").is_some_and(|value| value == "always") {
            std::fs::write(path, &made).unwrap();
            return;
        }
        assert!(page == made, "docs/limits.md differs from the table; INSTA_UPDATE=always writes it again");
    }

    #[test]
    fn amounts_are_not_rounded() {
        for limit in TABLE {
            let digits: String = limit.amount().chars().filter(char::is_ascii_digit).collect();
            let scale = match limit.unit {
                Unit::Bytes if limit.amount().ends_with("MiB") => 1024 * 1024,
                Unit::Bytes if limit.amount().ends_with("KiB") => 1024,
                Unit::Bytes if limit.amount().ends_with("kB") => 1_000,
                Unit::Bytes | Unit::Pixels => 1_000_000,
                Unit::Count(_) => 1,
            };
            assert_eq!(digits.parse::<u64>().unwrap() * scale, limit.value, "{}", limit.name);
        }
    }
}
