//! The table of contents that `{:toc}` asks for.

use super::convert::TocEntry;
use crate::render::tree::{Element, Node, NodeKind};

/// True for a list whose only content is a mark.
pub(super) fn is_marked(node: &Node, mark: &str) -> bool {
    node.element().is_some_and(|element| match element.children.as_slice() {
        [Node { kind: NodeKind::Raw(raw), .. }] => raw == mark,
        _ => false,
    })
}

/// Puts the table of contents in place of its mark.
pub(super) fn place(nodes: &mut Vec<Node>, mark: &str, entries: Vec<TocEntry>) {
    let Some(at) = nodes.iter().position(|node| is_marked(node, mark)) else {
        for element in nodes.iter_mut().filter_map(Node::element_mut) {
            place(&mut element.children, mark, Vec::new());
        }
        return;
    };
    if entries.is_empty() {
        nodes.remove(at);
        return;
    }
    if let Some(list) = nodes[at].element_mut() {
        if list.attributes.get("id").is_none() {
            list.attributes.set("id", "markdown-toc");
        }
        let prefix = list.attributes.get("id").unwrap_or("").to_owned();
        let name = list.name.clone();
        let mut entries = entries.into_iter().peekable();
        list.children.clear();
        while let Some(entry) = entries.next() {
            list.children.push(item(entry, &mut entries, &prefix, &name));
        }
    }
}

/// The name of the element of a list.
type Name = std::borrow::Cow<'static, str>;

/// An entry with the deeper ones that follow it.
fn item(
    entry: TocEntry,
    rest: &mut std::iter::Peekable<std::vec::IntoIter<TocEntry>>,
    prefix: &str,
    name: &Name,
) -> Node {
    let mut text = Vec::new();
    unlinked(entry.nodes, &mut text);
    let link = Element::new("a")
        .with("href", format!("#{}", entry.id))
        .with("id", format!("{prefix}-{}", entry.id))
        .containing(text);
    let mut children = vec![link.into()];
    let mut nested = Element::new(name.clone());
    while rest.peek().is_some_and(|next| next.level > entry.level) {
        if let Some(next) = rest.next() {
            nested.children.push(item(next, rest, prefix, name));
        }
    }
    if !nested.children.is_empty() {
        children.push(nested.into());
    }
    Element::new("li").containing(children).into()
}

/// The nodes without links and footnotes.
fn unlinked(nodes: Vec<Node>, text: &mut Vec<Node>) {
    for mut node in nodes {
        node.span = None;
        match node.kind {
            NodeKind::Element(element) if element.name == "a" => unlinked(element.children, text),
            NodeKind::Element(element) if element.attributes.get("role") == Some("doc-noteref") => {}
            NodeKind::Element(mut element) => {
                let children = std::mem::take(&mut element.children);
                unlinked(children, &mut element.children);
                text.push(element.into());
            }
            _ => text.push(node),
        }
    }
}
