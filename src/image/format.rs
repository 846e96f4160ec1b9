/// The format of an image, by its bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Format {
    Jpeg,
    Png,
    Gif,
    WebP,
    Bmp,
    Tiff,
    Svg,
    Avif,
    Heic,
}

impl Format {
    /// The format's name in a sentence.
    pub fn name(self) -> &'static str {
        match self {
            Format::Jpeg => "JPEG",
            Format::Png => "PNG",
            Format::Gif => "GIF",
            Format::WebP => "WebP",
            Format::Bmp => "BMP",
            Format::Tiff => "TIFF",
            Format::Svg => "SVG",
            Format::Avif => "AVIF",
            Format::Heic => "HEIC",
        }
    }

    /// The file extension for a new file of this format.
    pub fn extension(self) -> &'static str {
        self.extensions()[0]
    }

    /// The usual file extensions, in lower case.
    pub fn extensions(self) -> &'static [&'static str] {
        match self {
            Format::Jpeg => &["jpg", "jpeg", "jpe", "jfif"],
            Format::Png => &["png", "apng"],
            Format::Gif => &["gif"],
            Format::WebP => &["webp"],
            Format::Bmp => &["bmp", "dib"],
            Format::Tiff => &["tif", "tiff"],
            Format::Svg => &["svg", "svgz"],
            Format::Avif => &["avif"],
            Format::Heic => &["heic", "heif", "hif"],
        }
    }

    /// The format that a file extension promises.
    pub fn from_extension(extension: &str) -> Option<Format> {
        let lower = extension.to_ascii_lowercase();
        ALL.into_iter().find(|format| format.extensions().contains(&lower.as_str()))
    }

    /// True if every mail client shows it.
    pub fn is_for_mail(self) -> bool {
        matches!(self, Format::Jpeg | Format::Png | Format::Gif)
    }

    /// Detects the format from the first bytes of a file. 512 bytes are enough, except for an SVG
    /// with a long comment before its root.
    pub fn from_bytes(head: &[u8]) -> Option<Format> {
        match head {
            [0xff, 0xd8, 0xff, ..] => Some(Format::Jpeg),
            [0x89, b'P', b'N', b'G', 0x0d, 0x0a, 0x1a, 0x0a, ..] => Some(Format::Png),
            [b'G', b'I', b'F', b'8', b'7' | b'9', b'a', ..] => Some(Format::Gif),
            [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Some(Format::WebP),
            [b'B', b'M', ..] if is_bmp(head) => Some(Format::Bmp),
            [b'I', b'I', 42, 0, ..] | [b'M', b'M', 0, 42, ..] => Some(Format::Tiff),
            [_, _, _, _, b'f', b't', b'y', b'p', brand @ ..] => from_brands(brand),
            _ => is_svg(head).then_some(Format::Svg),
        }
    }
}

const ALL: [Format; 9] = [
    Format::Jpeg,
    Format::Png,
    Format::Gif,
    Format::WebP,
    Format::Bmp,
    Format::Tiff,
    Format::Svg,
    Format::Avif,
    Format::Heic,
];

/// The first brand names the format. For a general one (`mif1`) the compatible brands decide.
fn from_brands(brands: &[u8]) -> Option<Format> {
    brands.chunks(4).take(16).find_map(|brand| match brand {
        b"avif" | b"avis" => Some(Format::Avif),
        b"heic" | b"heix" | b"hevc" | b"heim" | b"heis" => Some(Format::Heic),
        _ => None,
    })
}

/// Two letters are a weak signature, so the length of the second header is checked too.
fn is_bmp(head: &[u8]) -> bool {
    matches!(head.get(14..18), Some([12 | 16 | 40 | 52 | 56 | 64 | 108 | 124, 0, 0, 0]))
}

/// True if the first element is `<svg>`. A web page may contain one further down.
fn is_svg(head: &[u8]) -> bool {
    let text = String::from_utf8_lossy(head);
    let mut rest = text.trim_start_matches('\u{feff}').trim_start();
    loop {
        let end = match rest {
            _ if rest.starts_with("<?") => "?>",
            _ if rest.starts_with("<!--") => "-->",
            // An internal subset in brackets may contain `>`.
            _ if rest.starts_with("<!") && rest.split('>').next().is_some_and(|own| own.contains('[')) => {
                "]>"
            }
            _ if rest.starts_with("<!") => ">",
            _ => break,
        };
        let Some((_, behind)) = rest.split_once(end) else { return false };
        rest = behind.trim_start();
    }
    let Some(tag) = rest.strip_prefix('<') else { return false };
    let name = tag.split(|c: char| c.is_whitespace() || c == '>' || c == '/').next().unwrap_or_default();
    name.rsplit(':').next() == Some("svg")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bytes_tell_the_format_and_the_extension_promises_one() {
        assert_eq!(Format::from_bytes(b"\xff\xd8\xff\xe0"), Some(Format::Jpeg));
        assert_eq!(Format::from_bytes(b"GIF89a"), Some(Format::Gif));
        assert_eq!(Format::from_bytes(b"\0\0\0\x1cftypmif1\0\0\0\0mif1avif"), Some(Format::Avif));
        assert_eq!(Format::from_bytes(b"\0\0\0\x1cftypheic\0\0\0\0"), Some(Format::Heic));
        assert_eq!(Format::from_bytes(b"<?xml version=\"1.0\"?>\n<svg xmlns=\"\">"), Some(Format::Svg));
        let drawn = b"<!-- <html> -->\n<!DOCTYPE svg [<!ENTITY a \"b\">]>\n<svg:svg>";
        assert_eq!(Format::from_bytes(drawn), Some(Format::Svg));
        assert_eq!(Format::from_bytes(b"<html><body><svg width=\"9\"></svg>"), None);
        assert_eq!(Format::from_bytes(b"BMW builds cars, and more"), None);
        assert_eq!(Format::from_bytes(b""), None);
        assert_eq!(Format::from_extension("JPEG"), Some(Format::Jpeg));
        assert_eq!(Format::from_extension("txt"), None);
    }
}
