//! Writing a tree as HTML.

use std::fmt::Write as _;

use super::tree::{Element, Node, NodeKind};

/// Elements without content and without an end tag.
pub const VOID: [&str; 14] = [
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track",
    "wbr",
];

/// Elements that both kramdown and Python-Markdown read as blocks.
pub(super) const BLOCKS: [&str; 44] = [
    "address",
    "article",
    "aside",
    "blockquote",
    "body",
    "colgroup",
    "dd",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hgroup",
    "hr",
    "html",
    "iframe",
    "legend",
    "li",
    "main",
    "map",
    "menu",
    "nav",
    "ol",
    "p",
    "pre",
    "section",
    "summary",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "tr",
    "ul",
];

pub fn is_void(name: &str) -> bool {
    VOID.contains(&name)
}

/// Appends the HTML of a node.
pub(super) fn write(node: &Node, html: &mut String) {
    write_from(node, None, html);
}

/// The HTML of some nodes. Each element whose place is at `start` or behind it gets that place, from `start`, as
/// [`PLACE`].
pub fn with_places(nodes: &[Node], start: usize) -> String {
    let mut html = String::new();
    for node in nodes {
        write_from(node, Some(start), &mut html);
    }
    html
}

/// The attribute with the place of an element in the draft.
pub const PLACE: &str = "data-at";

fn write_from(node: &Node, start: Option<usize>, html: &mut String) {
    match &node.kind {
        NodeKind::Text(text) => escape_text(text, html),
        NodeKind::Raw(raw) => html.push_str(raw),
        NodeKind::Comment(text) => {
            html.push_str("<!--");
            html.push_str(text);
            html.push_str("-->");
        }
        NodeKind::Element(element) => {
            let span = node.span.filter(|span| !span.is_empty());
            let place = start.and_then(|start| span?.start.checked_sub(start));
            write_element(element, place, start, html);
        }
    }
}

fn write_element(element: &Element, place: Option<usize>, start: Option<usize>, html: &mut String) {
    html.push('<');
    html.push_str(&element.name);
    if let Some(place) = place {
        // Writing to a string can't fail.
        let _ = write!(html, " {PLACE}=\"{place}\"");
    }
    for (name, value) in element.attributes.iter() {
        if place.is_some() && name == PLACE {
            continue;
        }
        html.push(' ');
        html.push_str(name);
        html.push_str("=\"");
        escape_attribute(value, html);
        html.push('"');
    }
    if is_void(&element.name) && element.children.is_empty() {
        html.push_str(" />");
        return;
    }
    html.push('>');
    for child in &element.children {
        write_from(child, start, html);
    }
    html.push_str("</");
    html.push_str(&element.name);
    html.push('>');
}

/// Appends a text, with `&`, `<` and `>` as entities.
pub fn escape_text(text: &str, html: &mut String) {
    escape(text, html, |byte| match byte {
        b'&' => Some("&amp;"),
        b'<' => Some("&lt;"),
        b'>' => Some("&gt;"),
        _ => None,
    });
}

/// Appends a value for use between double quotes.
pub fn escape_attribute(value: &str, html: &mut String) {
    escape(value, html, |byte| match byte {
        b'&' => Some("&amp;"),
        b'<' => Some("&lt;"),
        b'>' => Some("&gt;"),
        b'"' => Some("&quot;"),
        _ => None,
    });
}

fn escape(text: &str, html: &mut String, entity: impl Fn(u8) -> Option<&'static str>) {
    let bytes = text.as_bytes();
    // Most texts have nothing to escape, which is found out faster.
    if memchr::memchr3(b'&', b'<', b'>', bytes).is_none() && memchr::memchr(b'"', bytes).is_none() {
        html.push_str(text);
        return;
    }
    let mut copied = 0;
    for (at, byte) in text.bytes().enumerate() {
        if let Some(entity) = entity(byte) {
            html.push_str(&text[copied..at]);
            html.push_str(entity);
            copied = at + 1;
        }
    }
    html.push_str(&text[copied..]);
}

/// A hash that stays the same between runs and versions (64-bit FNV-1a).
pub(super) fn hash(html: &str) -> u64 {
    html.bytes()
        .fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

#[cfg(test)]
mod tests {
    use super::super::tree::{Element, Node, Tree};
    use crate::text::Span;

    #[test]
    fn a_tree_is_written_with_entities_and_void_elements() {
        let link = Element::new("a").with("href", "x?a=1&b=\"2\"").containing(vec![Node::text("A < B & C")]);
        let paragraph =
            Element::new("p").containing(vec![link.into(), Element::new("br").into(), Node::comment(" x ")]);
        let tree = Tree { nodes: vec![paragraph.into(), Node::raw("<hr>")] };
        let html = "<p><a href=\"x?a=1&amp;b=&quot;2&quot;\">A &lt; B &amp; C</a><br /><!-- x --></p>\n<hr>";
        assert_eq!(tree.html(), html);
    }

    #[test]
    fn a_block_without_a_source_is_at_the_end_of_the_block_before() {
        let own = |span| Element::new("p").at(span);
        let tree = Tree { nodes: vec![own(Span::new(3, 9)), Node::text("\n"), Element::new("div").into()] };
        let spans: Vec<Span> = tree.blocks().iter().map(|block| block.span).collect();
        assert_eq!(spans, [Span::new(3, 9), Span::at(9)]);
    }
}
