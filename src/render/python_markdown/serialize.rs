//! Elements as HTML with placeholders, and the steps on that text (`serializers`, `postprocessors`).

use super::element::{Elements, Id, is_block_level};
use super::entities;
use super::stash::{self, AMPERSAND, Stashed};
use super::{Page, footnotes, highlight};
use crate::render::html::is_void;

pub(super) fn serialize(elements: &Elements, id: Id, out: &mut String) {
    let element = &elements[id];
    out.push('<');
    out.push_str(&element.tag);
    for (name, value) in &element.attributes {
        out.push(' ');
        out.push_str(name);
        if name != value {
            out.push_str("=\"");
            escape(value, out, Quotes::Escaped);
            out.push('"');
        }
    }
    out.push('>');
    escape(&element.text, out, Quotes::Kept);
    for child in &element.children {
        serialize(elements, *child, out);
    }
    if !is_void(&element.tag) {
        out.push_str("</");
        out.push_str(&element.tag);
        out.push('>');
    }
    escape(&element.tail, out, Quotes::Kept);
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Quotes {
    Kept,
    Escaped,
}

fn escape(text: &str, out: &mut String, quotes: Quotes) {
    let mut copied = 0;
    for (at, byte) in text.bytes().enumerate() {
        let entity = match byte {
            b'&' if entities::reference(&text[at..]).is_none() => "&amp;",
            b'<' => "&lt;",
            b'>' => "&gt;",
            b'"' if quotes == Quotes::Escaped => "&quot;",
            _ => continue,
        };
        out.push_str(&text[copied..at]);
        out.push_str(entity);
        copied = at + 1;
    }
    out.push_str(&text[copied..]);
}

/// HTML in which the placeholders of the stash are replaced.
pub(super) fn postprocess(page: &Page, html: &str) -> String {
    let html = with_stash(page, html, 0);
    let html = footnotes::replace_placeholders(&html).unwrap_or(html);
    if html.contains(AMPERSAND) { html.replace(AMPERSAND, "&") } else { html }
}

/// Stashed HTML can contain placeholders of other HTML, which was stashed before it.
const MOST_NESTED: usize = 20;

/// Replaces the placeholders of the stash. The paragraph around a block goes with it.
pub(super) fn with_stash(page: &Page, html: &str, nested: usize) -> String {
    let mut out = String::new();
    let mut at = 0;
    while let Some((mut start, index, length)) = stash::find_placeholder(html, at) {
        let mut end = start + length;
        let Some(own) = stashed(page, index).filter(|_| nested < MOST_NESTED) else {
            out.push_str(&html[at..end]);
            at = end;
            continue;
        };
        if is_block(&own) && html[at..start].ends_with("<p>") && html[end..].starts_with("</p>") {
            start -= "<p>".len();
            end += "</p>".len();
        }
        out.push_str(&html[at..start]);
        out.push_str(&with_stash(page, &own, nested + 1));
        at = end;
    }
    out.push_str(&html[at..]);
    out
}

fn stashed(page: &Page, index: usize) -> Option<String> {
    Some(match page.stash.get(index)? {
        Stashed::Html(html) => html.to_string(),
        Stashed::Characters(text) => (*text).to_owned(),
        Stashed::Code(code) => format!("{}\n", highlight::node(code).html()),
        Stashed::Element(id) => {
            let mut html = String::new();
            serialize(&page.elements, *id, &mut html);
            html
        }
        Stashed::Taken => String::new(),
    })
}

/// True for HTML that begins with a block, a comment or the like.
pub(super) fn is_block(html: &str) -> bool {
    let Some(rest) = html.strip_prefix('<') else { return false };
    let rest = rest.strip_prefix('/').unwrap_or(rest);
    let name = rest.find([' ', '>']).map_or(rest, |end| &rest[..end]);
    name.starts_with(['!', '?', '@', '%']) || is_block_level(name)
}
