use crate::lint::Severity;
use crate::lint::rules::{Context, Findings, Meta, Rule};
use crate::profile::parse_day;

pub(super) struct FileNameAlt;

const META: Meta = Meta {
    name: "file-name-alt",
    severity: Severity::Warning,
    summary: "An image's alternative text is a file name.",
    why: "It says nothing to readers who get the text instead of the image.",
    bad: issue!("![20260608lamp.jpg](../assets/20260608/20260608lamp.jpg)\n"),
    good: issue!("![A lamp](../assets/20260608/20260608lamp.jpg)\n"),
};

impl Rule for FileNameAlt {
    fn meta(&self) -> &'static Meta {
        &META
    }

    fn keys(&self) -> &'static [&'static str] {
        &["images.alt_placeholders"]
    }

    fn check(&self, context: &Context<'_>, found: &mut Findings) {
        for image in context.images() {
            let alt = context.draft.slice(image.alt).trim();
            if context.has_placeholder_alt(&image) || !is_file_name(alt) {
                continue;
            }
            found.push(
                self.problem(image.alt, format!("the alternative text '{alt}' is a file name"))
                    .help("describe the image in a few words"),
            );
        }
    }
}

const EXTENSIONS: [&str; 11] =
    ["jpg", "jpeg", "png", "gif", "webp", "bmp", "tif", "tiff", "svg", "avif", "heic"];

/// Prefixes of the file names of cameras, phones and programs.
const CAMERAS: [&str; 9] =
    ["IMG", "DSC", "DSCN", "DSCF", "PXL", "MVIMG", "Screenshot", "Screen Shot", "image"];

fn is_file_name(alt: &str) -> bool {
    if let Some((stem, extension)) = alt.rsplit_once('.') {
        let one_word = !stem.is_empty() && !stem.contains(char::is_whitespace);
        if one_word && EXTENSIONS.iter().any(|known| extension.eq_ignore_ascii_case(known)) {
            return true;
        }
    }
    // `20260608lamp`, but not `20260608`, which may be a number, and not a date followed by words.
    let dated = alt.get(..8).and_then(parse_day).is_some()
        && alt[8..].starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '-' | '_'))
        && !alt.contains(char::is_whitespace);
    dated || CAMERAS.iter().any(|camera| is_numbered(alt, camera))
}

/// True for a camera's prefix followed only by numbers: `IMG_1234`, `Screenshot 2026-06-08 at 10.15`.
fn is_numbered(alt: &str, camera: &str) -> bool {
    let begins = alt.get(..camera.len()).is_some_and(|start| start.eq_ignore_ascii_case(camera));
    let rest = alt.get(camera.len()..).unwrap_or("").replace(" at ", " ");
    begins
        && rest.contains(|c: char| c.is_ascii_digit())
        && rest.chars().all(|c| c.is_ascii_digit() || matches!(c, '-' | '_' | '.' | ' ' | '(' | ')'))
}

#[cfg(test)]
mod tests {
    use super::is_file_name;

    #[test]
    fn file_names_are_distinguished_from_descriptions() {
        for alt in [
            "20260601lamp.jpg",
            "20260601lamp",
            "IMG_1234",
            "img-20260601",
            "image1.png",
            "image1",
            "DSC01234",
            "PXL_20260601_101500",
            "Screenshot 2026-06-01 at 10.15.42",
            "lamp.JPG",
        ] {
            assert!(is_file_name(alt), "{alt}");
        }
        for alt in [
            "",
            "blinka",
            "Image of a lamp",
            "Node.js",
            "A lamp.jpg viewer",
            "20260601",
            "2026-06-01 meeting",
            "G2 Nano",
            "DSCN camera",
            "Screenshot of Mu",
            "39,012 THANKS",
            "MP4.gif to JPEG",
        ] {
            assert!(!is_file_name(alt), "{alt}");
        }
    }
}
