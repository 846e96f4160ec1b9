//! Images that are written in HTML: `<p align="center"><img src="lamp.png"></p>`.

use crate::draft::{Block, BlockKind};
use crate::text::Span;

/// The places of an image's values in the draft.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct HtmlImage {
    pub path: Span,
    pub alt: Option<Span>,
}

/// The image of a block that has tags, but no words. `None` for other blocks.
pub(super) fn html_image(text: &str, block: &Block) -> Option<HtmlImage> {
    let raw = block.span.of(text);
    let is_html =
        matches!(block.kind, BlockKind::Html | BlockKind::Paragraph) && raw.trim_start().starts_with('<');
    if !is_html || raw.trim_start().starts_with("<!--") || has_words(raw) {
        return None;
    }
    let lower = raw.to_ascii_lowercase();
    let start = lower.find("<img")?;
    let end = start + lower[start..].find('>')?;
    let value = |name: &str| {
        let span = attribute(&lower[start..end], name)?;
        Some(span.shift((block.span.start + start) as isize))
    };
    Some(HtmlImage { path: value("src")?, alt: value("alt") })
}

/// True for a block that is an image in HTML.
pub(in crate::outline) fn is_html_image(text: &str, block: &Block) -> bool {
    html_image(text, block).is_some()
}

/// True if there are words outside of tags.
fn has_words(html: &str) -> bool {
    let mut is_tag = false;
    html.chars().any(|c| {
        match c {
            '<' => is_tag = true,
            '>' => is_tag = false,
            c => return !is_tag && !c.is_whitespace(),
        }
        false
    })
}

/// The quoted value of an attribute in a tag, which must be in lower case.
fn attribute(tag: &str, name: &str) -> Option<Span> {
    let mut from = 0;
    while let Some(at) = tag[from..].find(name).map(|at| from + at) {
        from = at + name.len();
        let rest = tag[from..].trim_start();
        let begins = tag[..at].ends_with(|c: char| c.is_whitespace() || matches!(c, '"' | '\''));
        let Some(value) = rest.strip_prefix('=').map(str::trim_start).filter(|_| begins) else { continue };
        let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
        let start = tag.len() - value.len() + 1;
        let len = tag[start..].find(quote)?;
        return Some(Span::new(start, start + len));
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draft::Draft;

    fn read(text: &str) -> Option<(String, Option<String>)> {
        let draft = Draft::parse(text);
        let image = html_image(draft.text(), &draft.blocks()[0])?;
        Some((draft.slice(image.path).to_owned(), image.alt.map(|alt| draft.slice(alt).to_owned())))
    }

    #[test]
    fn an_image_in_html_has_a_path_and_may_have_a_description() {
        let owned = |path: &str, alt: Option<&str>| Some((path.to_owned(), alt.map(str::to_owned)));
        assert_eq!(
            read("<p align=\"center\"><img src='img/Lamp.png' style=\"width:80%\"></img></p>\n"),
            owned("img/Lamp.png", None)
        );
        assert_eq!(
            read("<a href=\"https://l.example\"><IMG alt=\"A lamp\" src=\"l.png\"></a>\n"),
            owned("l.png", Some("A lamp"))
        );
        for text in [
            "<p><img src=\"l.png\"> A lamp</p>\n",
            "<!-- <img src=\"l.png\"> -->\n",
            "<p></p>\n",
            "<img data-src=\"l.png\">\n",
            "<img src=l.png>\n",
            "A lamp\n",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
