use std::collections::HashMap;

use crate::draft::{Draft, Image};
use crate::profile::Images;
use crate::text::Span;

/// Where the paths of a draft's images stand.
pub(super) struct Dests<'d> {
    draft: &'d Draft,
    /// By their labels in lower case.
    definitions: HashMap<String, Span>,
}

impl<'d> Dests<'d> {
    pub(super) fn new(draft: &'d Draft) -> Self {
        let mut definitions = HashMap::new();
        for definition in draft.definitions() {
            let label = draft.slice(definition.label).to_lowercase();
            definitions.entry(label).or_insert_with(|| without_angles(draft, definition.dest));
        }
        Self { draft, definitions }
    }

    /// Where the path of the file stands that an image shows: at the image, or where its label is
    /// defined.
    pub(super) fn of(&self, image: &Image) -> Span {
        if !image.dest.is_empty() {
            return image.dest;
        }
        let after = Span::new(image.alt.end, image.span.end).of(self.draft.text());
        let label = after.strip_prefix("][").and_then(|rest| rest.strip_suffix(']')).unwrap_or("");
        let label = if label.is_empty() { self.draft.slice(image.alt) } else { label };
        self.definitions.get(&label.to_lowercase()).copied().unwrap_or(image.dest)
    }

    /// What the draft calls the file that an image shows.
    pub(super) fn name(&self, image: &Image) -> &'d str {
        self.draft.slice(self.of(image))
    }
}

/// Every place of a draft that may name a file: images, links, definitions, attributes of HTML, and
/// the front matter's values; in order, none twice.
pub(super) fn places(draft: &Draft) -> Vec<Span> {
    let dests = Dests::new(draft);
    let mut spans: Vec<Span> = draft.images().map(|image| dests.of(image)).collect();
    spans.extend(draft.images().filter_map(|image| image.link));
    spans.extend(draft.links().map(|link| link.dest));
    spans.extend(draft.definitions().iter().map(|definition| without_angles(draft, definition.dest)));
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

/// The values of `src="…"` and `href="…"`, which Markdown takes as they are.
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

fn without_angles(draft: &Draft, span: Span) -> Span {
    let text = draft.slice(span);
    if text.len() > 2 && text.starts_with('<') && text.ends_with('>') {
        return Span::new(span.start + 1, span.end - 1);
    }
    span
}

/// The same reference with another file's name at its end: what stands before it stays as it is.
pub(super) fn renamed(reference: &str, name: &str) -> String {
    let path_end = reference.find(['?', '#']).unwrap_or(reference.len());
    let (path, rest) = reference.split_at(path_end);
    let folder = path.rfind('/').map_or("", |at| &path[..=at]);
    format!("{folder}{}{rest}", encoded(name))
}

/// A path with what would end an address in Markdown, or be read as something else, as `%20` and
/// the like.
pub(super) fn encoded(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    for c in path.chars() {
        if c.is_whitespace() || c.is_control() || "()<>\"'`\\%#?{}|*".contains(c) {
            let mut buffer = [0; 4];
            for byte in c.encode_utf8(&mut buffer).bytes() {
                out.push_str(&format!("%{byte:02X}"));
            }
        } else {
            out.push(c);
        }
    }
    out
}

/// What a profile lets a picture be, with or without the bars of a letterboxed one.
pub(super) fn limits(images: &Images, crop_bars: bool) -> crate::image::Limits {
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
        let dests = Dests::new(&draft);
        let shown: Vec<&str> = draft.images().map(|image| dests.name(image)).collect();
        assert_eq!(shown, ["../a.jpg", "../b.jpg", "/c.jpg"]);
    }

    #[test]
    fn a_name_is_changed_and_nothing_around_it() {
        assert_eq!(renamed("../a%20b/x.webp?v=1", "x (2).jpg"), "../a%20b/x%20%282%29.jpg?v=1");
        assert_eq!(renamed("x.webp", "x.jpg"), "x.jpg");
        assert_eq!(encoded("ä ö"), "ä%20ö");
    }
}
