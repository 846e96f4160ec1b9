//! From elements with placeholders to the nodes of the page.

use std::borrow::Cow;

use super::element::Id;
use super::stash::{self, AMPERSAND, STX, Stashed};
use super::text::Text;
use super::{Page, entities, footnotes, highlight, serialize};
use crate::render::tree::{Element, Node, NodeKind};
use crate::text::Span;

/// The nodes of the root's content.
pub(super) fn nodes(page: &Page, root: Id) -> Vec<Node> {
    let mut nodes = Vec::new();
    content(page, root, &mut nodes);
    let is_blank = |node: &Node| matches!(&node.kind, NodeKind::Text(text) if super::finish::is_blank(text));
    while nodes.last().is_some_and(is_blank) {
        nodes.pop();
    }
    let start = nodes.iter().take_while(|node| is_blank(node)).count();
    nodes.drain(..start);
    nodes
}

fn content(page: &Page, id: Id, nodes: &mut Vec<Node>) {
    let element = &page.elements[id];
    if matches!(element.tag.as_ref(), "script" | "style") {
        nodes.push(Node::raw(&*element.text));
    } else {
        text(page, &element.text, nodes);
    }
    for child in &element.children {
        node(page, *child, nodes);
        text(page, &page.elements[*child].tail, nodes);
    }
}

fn node(page: &Page, id: Id, nodes: &mut Vec<Node>) {
    let element = &page.elements[id];
    if let Some(block) = stashed_block(page, id) {
        nodes.extend(block);
        return;
    }
    let mut own = Element::new(element.tag.clone());
    own.attributes = element
        .attributes
        .iter()
        .map(|(name, value)| {
            // An attribute whose value is its name is written without a value.
            let value = if name == value { String::new() } else { attribute(page, value) };
            (name.clone(), value)
        })
        .collect();
    // Each child has a text behind it.
    own.children.reserve(1 + 2 * element.children.len());
    content(page, id, &mut own.children);
    let cover = |span: Option<Span>, child: &Node| match (span, child.span) {
        (Some(span), Some(own)) => Some(span.cover(own)),
        (span, own) => span.or(own),
    };
    let span = own.children.iter().fold(element.span, cover);
    nodes.push(Node { kind: NodeKind::Element(own), span });
}

/// The block of a paragraph that contains nothing but its placeholder.
fn stashed_block(page: &Page, id: Id) -> Option<Vec<Node>> {
    let element = &page.elements[id];
    let (index, length) = stash::placeholder_at(&element.text)?;
    let is_alone = element.tag == "p"
        && element.attributes.is_empty()
        && element.children.is_empty()
        && length == element.text.len();
    let stashed = page.stash.get(index).filter(|_| is_alone)?;
    let is_block = match stashed {
        Stashed::Html(html) => serialize::is_block(html),
        Stashed::Code(_) | Stashed::Element(_) => true,
        Stashed::Characters(_) | Stashed::Taken => false,
    };
    is_block.then(|| {
        let mut nodes = Vec::new();
        stashed_nodes(page, stashed, index, element.text.source(), &mut nodes);
        nodes
    })
}

fn stashed_nodes(page: &Page, stashed: &Stashed, index: usize, place: Span, nodes: &mut Vec<Node>) {
    match stashed {
        Stashed::Code(code) => {
            nodes.push(highlight::node(code));
            nodes.push(Node::text("\n"));
        }
        Stashed::Characters(text) => push_text(text, Some(place), nodes),
        Stashed::Taken => {}
        Stashed::Html(_) | Stashed::Element(_) => {
            let html = serialize::postprocess(page, &stash::placeholder(index));
            nodes.push(Node::raw(html).at(place));
        }
    }
}

/// A text with its placeholders as nodes.
fn text(page: &Page, text: &Text, nodes: &mut Vec<Node>) {
    if text.is_empty() {
        return;
    }
    let mut at = 0;
    while let Some((start, index, length)) = stash::find_placeholder(text, at) {
        plain(&text.slice(at..start), nodes);
        let end = start + length;
        match page.stash.get(index) {
            Some(stashed) => stashed_nodes(page, stashed, index, text.source_of(start..end), nodes),
            None => plain(&text.slice(start..end), nodes),
        }
        at = end;
    }
    plain(&text.from(at), nodes);
}

fn plain(text: &Text, nodes: &mut Vec<Node>) {
    if text.is_empty() {
        return;
    }
    let source = text.source();
    push_text(&characters(text), (!source.is_empty()).then_some(source), nodes);
}

/// Adds a text. Neighbouring texts are one.
fn push_text(text: &str, span: Option<Span>, nodes: &mut Vec<Node>) {
    match nodes.last_mut() {
        Some(Node { kind: NodeKind::Text(own), span: place }) => {
            own.push_str(text);
            *place = match (*place, span) {
                (Some(place), Some(span)) => Some(place.cover(span)),
                (place, span) => place.or(span),
            };
        }
        _ => nodes.push(Node { kind: NodeKind::Text(text.to_owned()), span }),
    }
}

fn attribute(page: &Page, value: &str) -> String {
    // Inline HTML in an alternative text stays a placeholder until the HTML is written.
    if stash::find_placeholder(value, 0).is_some() {
        return characters(&serialize::with_stash(page, value, 0)).into_owned();
    }
    characters(value).into_owned()
}

/// The characters that a browser reads: references are replaced.
fn characters(text: &str) -> Cow<'_, str> {
    // Most texts have no such byte.
    if memchr::memchr2(b'&', STX as u8, text.as_bytes()).is_none() {
        return Cow::Borrowed(text);
    }
    let replaced = footnotes::replace_placeholders(text);
    let text = replaced.as_deref().unwrap_or(text);
    let coded = text.contains(AMPERSAND).then(|| text.replace(AMPERSAND, "&"));
    let text = coded.as_deref().unwrap_or(text);
    let mut out = String::new();
    let mut copied = 0;
    for at in memchr::memchr_iter(b'&', text.as_bytes()) {
        if at < copied {
            continue;
        }
        if let Some(length) = entities::reference(&text[at..]) {
            out.push_str(&text[copied..at]);
            out.push_str(&entities::decode(&text[at..at + length]));
            copied = at + length;
        }
    }
    out.push_str(&text[copied..]);
    Cow::Owned(out)
}
