use crate::draft::Draft;
use crate::profile::Images;
use crate::text::{Span, percent};

/// Every span of a draft that may refer to a file: images, links, definitions, attributes of HTML, and
/// the values of the front matter; in order, without duplicates.
pub(in crate::desk) fn places(draft: &Draft) -> Vec<Span> {
    let mut spans: Vec<Span> = draft.images().map(|image| image.dest).collect();
    spans.extend(draft.images().filter_map(|image| image.link));
    spans.extend(draft.links().map(|link| link.dest));
    spans.extend(draft.definitions().iter().map(|definition| draft.without_angles(definition.dest)));
    spans.extend(draft.front_matter().iter().flat_map(|front| front.fields.iter().map(|field| field.value)));
    spans.extend(attributes(draft.text()));
    spans.retain(|span| !span.is_empty());
    spans.sort();
    let mut end = 0;
    spans.retain(|span| {
        let is_free = span.start >= end;
        end = end.max(span.end);
        is_free
    });
    spans
}

/// The values of `src="…"` and `href="…"`, which Markdown does not parse.
fn attributes(text: &str) -> Vec<Span> {
    let mut found = Vec::new();
    for name in ["src=", "href="] {
        for (at, _) in text.match_indices(name) {
            let open = at + name.len();
            let quote = text.as_bytes().get(open).copied().filter(|byte| matches!(byte, b'"' | b'\''));
            let Some(quote) = quote else { continue };
            let line = text.get(open + 1..).and_then(|rest| rest.lines().next()).unwrap_or("");
            if let Some(len) = line.find(char::from(quote)) {
                found.push(Span::new(open + 1, open + 1 + len));
            }
        }
    }
    found
}

/// The reference with another file name; its folder, query and fragment stay.
pub(in crate::desk) fn renamed(reference: &str, name: &str) -> String {
    let path_end = reference.find(['?', '#']).unwrap_or(reference.len());
    let (path, rest) = reference.split_at(path_end);
    let folder = path.rfind('/').map_or("", |at| &path[..=at]);
    format!("{folder}{}{rest}", encoded(name))
}

/// Percent-encodes the characters of a path that would end a destination in Markdown or have another
/// meaning in an address.
pub(in crate::desk) fn encoded(path: &str) -> String {
    percent::encode(path, |c| c.is_whitespace() || c.is_control() || "()<>\"'`\\%#?{}|*".contains(c))
}

/// A profile's limits for images.
pub(in crate::desk) fn limits(images: &Images, crop_bars: bool) -> crate::image::Limits {
    crate::image::Limits {
        max_width: images.max_width.unwrap_or(u32::MAX),
        max_gif_bytes: images.max_gif_bytes,
        max_still_bytes: images.max_still_bytes,
        crop_bars,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_way_to_name_a_file_is_found_once() {
        let text = "---\nimage: /assets/f.jpg\n---\n\n[![a](../a.jpg)](../a.jpg) ![b][B] ![c]({{ \"/c.jpg\" | absolute_url }})\n\n<img src=\"d.jpg\">\n\n[b]: <../b.jpg>\n";
        let draft = Draft::parse(text);
        let found: Vec<&str> = places(&draft).into_iter().map(|span| draft.slice(span)).collect();
        assert_eq!(found, ["/assets/f.jpg", "../a.jpg", "../a.jpg", "/c.jpg", "d.jpg", "../b.jpg"]);
        let shown: Vec<&str> = draft.images().map(|image| draft.slice(image.dest)).collect();
        assert_eq!(shown, ["../a.jpg", "../b.jpg", "/c.jpg"]);
    }

    #[test]
    fn a_name_is_changed_and_nothing_around_it() {
        assert_eq!(renamed("../a%20b/x.webp?v=1", "x (2).jpg"), "../a%20b/x%20%282%29.jpg?v=1");
        assert_eq!(renamed("x.webp", "x.jpg"), "x.jpg");
        assert_eq!(encoded("ä ö"), "ä%20ö");
    }
}
