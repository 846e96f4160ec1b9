use crate::text::address::Address;

/// An image of a post.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Image {
    pub address: String,
    /// Plain text, as written.
    pub alt: String,
    /// The target of its link, unless it is the same image in another size.
    pub link: Option<String>,
    /// Counted from 1; 0 if it is in the front matter or the page's head.
    pub line: usize,
}

/// True for the address of an image, by its file extension.
pub(super) fn is_image(address: &str) -> bool {
    let path = address.split(['?', '#']).next().unwrap_or(address).to_ascii_lowercase();
    [".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg", ".avif"].iter().any(|end| path.ends_with(end))
}

/// The emoji that an image shows: from the code points in its file name, or else from its
/// alternative text.
pub(super) fn emoji(address: &str, alt: &str, class: &str) -> Option<String> {
    let path = address.split(['?', '#']).next().unwrap_or(address);
    let is_emoji = path.contains("/emoji/")
        || path.contains("twemoji")
        || class.split_whitespace().any(|word| matches!(word, "emoji" | "wp-smiley"));
    if !is_emoji {
        return None;
    }
    let name = path.rsplit('/').next().unwrap_or(path);
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem).trim_start_matches("emoji_u");
    let points =
        stem.split(['-', '_']).map(|point| u32::from_str_radix(point, 16).ok().and_then(char::from_u32));
    let named = points.collect::<Option<String>>().filter(|text| !text.is_empty() && !text.is_ascii());
    let alt = alt.trim();
    named
        .filter(|text| !text.contains(char::is_control))
        .or_else(|| (!alt.is_empty() && !alt.is_ascii() && alt.chars().count() <= 12).then(|| alt.to_owned()))
}

/// Hosts and paths of invisible images.
const PIXELS: [&str; 12] = [
    "/b.gif",
    "/pixel.",
    "/pixel?",
    "/spacer.gif",
    "/blank.gif",
    "/track/open",
    "feeds.feedburner.com/~",
    "feedsportal.com",
    "pixel.wp.com",
    "pixel.quantserve.com",
    "stats.wordpress.com",
    "google-analytics.com",
];

/// True for a tracking pixel.
pub(super) fn is_pixel(address: &str, (width, height): (Option<u32>, Option<u32>)) -> bool {
    let is_tiny = |size: Option<u32>| size.is_some_and(|size| size <= 2);
    address.trim().is_empty()
        || address.starts_with("data:")
        || is_tiny(width)
        || is_tiny(height)
        || PIXELS.iter().any(|pixel| address.contains(pixel))
}

/// Resolves an address relative to a page.
pub(in crate::import) fn absolute(address: &str, page: Option<&str>) -> String {
    if let Some(rest) = address.strip_prefix("//") {
        return format!("https://{rest}");
    }
    let is_whole = address.split('/').next().is_some_and(|start| start.contains(':'));
    let (Some(page), false) = (page, is_whole || address.is_empty()) else { return address.to_owned() };
    let page = page.split(['?', '#']).next().unwrap_or(page);
    if Address::new(page).is_none() {
        return address.to_owned();
    }
    let host_end = page.find("://").map_or(0, |at| at + 3);
    let site = &page[..page[host_end..].find('/').map_or(page.len(), |at| host_end + at)];
    if address.starts_with('/') {
        return format!("{site}{address}");
    }
    // There is nothing above the root of a site.
    let mut folder: Vec<&str> = page[site.len()..].split('/').skip(1).collect();
    folder.pop();
    let mut rest = address.trim_start_matches("./");
    while let Some(above) = rest.strip_prefix("../") {
        folder.pop();
        rest = above;
    }
    let folder: String = folder.iter().map(|part| format!("{part}/")).collect();
    format!("{site}/{folder}{rest}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn emoji_are_known_by_the_name_of_their_image() {
        let known = [
            ("https://s.w.org/images/core/emoji/12.0.0-1/72x72/1f642.png", "", "", Some("🙂")),
            ("https://s.w.org/images/core/emoji/14/svg/1f468-200d-1f4bb.svg?v=1", "", "", Some("👨‍💻")),
            ("https://example.org/emoji/emoji_u1f600.png", "", "", Some("😀")),
            ("https://example.org/smile.gif", "🙂", "wp-smiley", Some("🙂")),
            ("https://example.org/smile.gif", ":)", "wp-smiley", None),
            ("https://example.org/1f642.png", "", "", None),
            ("https://example.org/emoji/d800.png", "x", "", None),
            ("https://example.org/emoji/41.png", "x", "", None),
        ];
        for (address, alt, class, found) in known {
            assert_eq!(emoji(address, alt, class).as_deref(), found, "{address}");
        }
    }

    #[test]
    fn addresses_are_made_whole() {
        let page = Some("https://example.org/2024/lamp/?a=1");
        let pairs = [
            ("a.png", "https://example.org/2024/lamp/a.png"),
            ("./a.png", "https://example.org/2024/lamp/a.png"),
            ("../../../a.png", "https://example.org/a.png"),
            ("/a.png", "https://example.org/a.png"),
            ("//cdn.example.org/a.png", "https://cdn.example.org/a.png"),
            ("http://example.com/a.png", "http://example.com/a.png"),
            ("", ""),
        ];
        for (address, whole) in pairs {
            assert_eq!(absolute(address, page), whole);
        }
        assert_eq!(absolute("/a.png", None), "/a.png");
        assert_eq!(absolute("a.png", Some("https://example.org")), "https://example.org/a.png");
    }

    #[test]
    fn images_that_nobody_sees_are_known() {
        assert!(is_pixel("https://example.org/x.gif", (Some(1), Some(1))));
        assert!(is_pixel("https://pixel.wp.com/b.gif?host=a", (None, None)));
        assert!(!is_pixel("https://example.org/lamp.gif", (Some(480), None)));
    }
}
