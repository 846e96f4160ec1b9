//! Every limit of size and number, in one table: `docs/limits.md` is made from it.
//!
//! A limit keeps a file that somebody else wrote from taking the machine's time or memory. Each is
//! far above what a newsletter needs; what exceeds it is refused or cut with a message that names it.

use super::grouped;

/// What a limit counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    Bytes,
    Pixels,
    /// Things that are called this, in the plural.
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
    /// Size of the front matter that the YAML reader gets.
    FRONT_MATTER_BYTES: usize = 64 * 1024, Unit::Bytes;
    /// Size of `copydesk.yml`.
    PROFILE_BYTES: usize = MIB, Unit::Bytes;
    /// Sections of a profile.
    PROFILE_SECTIONS: usize = 200, Unit::Count("sections");
    /// Entries of one list of a profile.
    PROFILE_LIST: usize = 2_000, Unit::Count("entries");
    /// Values of a profile, in all of its lists.
    PROFILE_VALUES: usize = 10_000, Unit::Count("values");
    /// Brackets within brackets in YAML, whose reader takes quadratic time for them.
    YAML_DEPTH: usize = 128, Unit::Count("levels");
    /// Problems of one rule that are kept of a file; one more stands for the rest.
    PROBLEMS_PER_RULE: usize = 1_000, Unit::Count("problems");
    /// Problems of one rule that `--fix` fixes at once.
    FIXES_PER_RULE: usize = 100_000, Unit::Count("problems");
    /// Waivers that count in a draft.
    WAIVERS: usize = 1_000, Unit::Count("waivers");
    /// Size of a file with a picture.
    IMAGE_BYTES: u64 = 200_000_000, Unit::Bytes;
    /// Pixels of a picture. A larger one is refused by its header, before it is decoded.
    IMAGE_PIXELS: u64 = 50_000_000, Unit::Pixels;
    /// Size of a decoded picture: eight bytes for each pixel, four of which stay.
    DECODED_BYTES: u64 = 400_000_000, Unit::Bytes;
    /// Size of the metadata of a picture (EXIF or XMP) that is read.
    METADATA_BYTES: u64 = 16 * MIB as u64, Unit::Bytes;
    /// Frames of a moving picture.
    GIF_FRAMES: u32 = 2_000, Unit::Count("frames");
    /// Pixels of all frames of a moving picture that are decoded.
    GIF_PIXELS: u64 = 5_000_000_000, Unit::Pixels;
    /// Pixels of all frames of a moving picture that is looked at for flashes.
    FLASHING_GIF_PIXELS: u64 = 200_000_000, Unit::Pixels;
    /// Memory for the frames of a moving picture, each at the width that is wanted.
    GIF_KEPT_BYTES: u64 = 400_000_000, Unit::Bytes;
    /// Size of an SVG. Maps have a tenth of it.
    SVG_BYTES: u64 = 16_000_000, Unit::Bytes;
    /// Elements within elements of an SVG: each takes some of the stack.
    SVG_DEPTH: usize = 400, Unit::Count("levels");
    /// Elements and texts of an SVG.
    SVG_NODES: u32 = 500_000, Unit::Count("nodes");
    /// Elements of an SVG, counted as often as `use` and markers show them.
    SVG_ELEMENTS: u64 = 200_000, Unit::Count("elements");
    /// Letters of an SVG that is drawn, counted as often as they are shown.
    SVG_LETTERS: u64 = 10_000, Unit::Count("letters");
    /// Pixels that an SVG is drawn with.
    SVG_PIXELS: u64 = 25_000_000, Unit::Pixels;
    /// Pixels that the layers of an SVG hold at once: groups with opacity, masks, tiles of patterns.
    SVG_LAYER_PIXELS: u64 = 60_000_000, Unit::Pixels;
    /// Pixels that the filters of an SVG compute; a kernel of nine cells counts twice.
    SVG_FILTERED_PIXELS: u64 = 4_000_000, Unit::Pixels;
    /// Pixels that all of an SVG computes.
    SVG_WORK: u64 = 2_000_000_000, Unit::Pixels;
    /// Pixels of a picture embedded in an SVG; a larger one is left out.
    SVG_EMBEDDED_PIXELS: u64 = 25_000_000, Unit::Pixels;
    /// Size of a picture file that the desk shows.
    PREVIEW_BYTES: u64 = 100_000_000, Unit::Bytes;
    /// Headings, items and paragraphs of a draft that is merged by them; beyond it lines are merged.
    MERGE_PARTS: usize = 5_000, Unit::Count("parts");
    /// Lines that differ between two versions of a draft whose old problems are searched for.
    COMPARED_LINES: usize = 10_000, Unit::Count("lines");
    /// Time for a comparison of two texts; what is found later is shown as replaced.
    DIFF_SECONDS: u64 = 2, Unit::Count("seconds");
    /// Size of a document to import, from a file or the web.
    IMPORT_BYTES: u64 = 10_000_000, Unit::Bytes;
    /// Size of a picture that is fetched from the web, and of a file that a request brings: what `add`
    /// has fetched can be gathered.
    FETCHED_IMAGE_BYTES: u64 = 50_000_000, Unit::Bytes;
    /// What one fetch of requests brings; requests that come to more are fetched by fewer at once, and
    /// one that does so by itself is not.
    REQUESTS_BYTES: u64 = 60_000_000, Unit::Bytes;
    /// Size of all that one request brings, unpacked.
    REQUEST_UNPACKED_BYTES: u64 = 150_000_000, Unit::Bytes;
    /// Size of the pictures of all requests that are looked at together.
    GATHERED_BYTES: u64 = 300_000_000, Unit::Bytes;
    /// How much longer a request may make the draft. A whole issue has less.
    REQUEST_TEXT_BYTES: usize = 256 * 1024, Unit::Bytes;
    /// Files in which two commits differ; one that differs in more is not gathered.
    COMPARED_FILES: usize = 10_000, Unit::Count("files");
    /// Entries of the folders in which two commits differ.
    COMPARED_ENTRIES: usize = 200_000, Unit::Count("entries");
    /// Length of a path in a commit.
    PATH_BYTES: usize = 4 * 1024, Unit::Bytes;
    /// Letters of an author's name or address, or of a commit's subject; the rest is cut off.
    SIGNATURE_CHARS: usize = 200, Unit::Count("letters");
    /// Events of a calendar that are offered, the first ones.
    IMPORT_EVENTS: usize = 1_000, Unit::Count("events");
    /// Size of a hosting site's answer to one question.
    SITE_ANSWER_BYTES: u64 = 5_000_000, Unit::Bytes;
    /// Files of an assets folder that are compared with the references of an issue.
    ASSET_FILES: usize = 10_000, Unit::Count("files");
    /// Names in a folder among which the one that was meant is searched.
    NEAREST_NAMES: usize = 10_000, Unit::Count("names");
    /// Missing files of a draft for which a similar name is searched.
    NEAREST_SEARCHES: usize = 100, Unit::Count("searches");
    /// Entries of folders that the desk's picker of pictures reads.
    PICKER_ENTRIES: usize = 30_000, Unit::Count("entries");
    /// Pictures that the desk's picker lists.
    PICKER_PICTURES: usize = 5_000, Unit::Count("pictures");
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
            Unit::Bytes => format!("{} KiB", grouped(self.value / 1024)),
            Unit::Pixels => format!("{} million pixels", grouped(self.value / 1_000_000)),
            Unit::Count(what) => format!("{} {what}", grouped(self.value)),
        }
    }
}

/// The page of all limits.
pub fn reference() -> String {
    let mut out = String::from(
        "# Limits\n\nMade from the table in `src/text/limits.rs`. What exceeds a limit is refused or cut, \
         with a message.\n\n| limit | value | what it holds |\n|---|---|---|\n",
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
    fn amounts_have_no_rest_that_is_not_printed() {
        for limit in TABLE {
            let digits: String = limit.amount().chars().filter(char::is_ascii_digit).collect();
            let scale = match limit.unit {
                Unit::Bytes if limit.amount().ends_with("MiB") => 1024 * 1024,
                Unit::Bytes if limit.amount().ends_with("KiB") => 1024,
                Unit::Bytes | Unit::Pixels => 1_000_000,
                Unit::Count(_) => 1,
            };
            assert_eq!(digits.parse::<u64>().unwrap() * scale, limit.value, "{}", limit.name);
        }
    }
}
