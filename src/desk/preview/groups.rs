//! The parts of a page that are replaced as a whole.

use std::ops::Range;

use html5gum::{Token, Tokenizer};

use crate::render::html::is_void;
use crate::render::{Node, NodeKind};
use crate::text::Span;

/// Top-level nodes that belong together, by their indexes, and their place in the draft.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Group {
    pub nodes: Range<usize>,
    pub span: Span,
}

/// As many nodes are joined for the end of an element that was begun in raw HTML.
const JOINED: usize = 200;

/// Groups the nodes of a page: each by itself, but raw HTML that begins an element with all up to its end.
pub(super) fn groups(nodes: &[Node]) -> Vec<Group> {
    let mut groups = Vec::new();
    let (mut at, mut end) = (0, 0);
    while at < nodes.len() {
        let range = at..end_of_group(nodes, at);
        at = range.end;
        let part = &nodes[range.clone()];
        if !part.iter().any(has_content) {
            continue;
        }
        let start = part.iter().find_map(|node| node.span).map_or(end, |span| span.start);
        end = part.iter().filter_map(|node| node.span).map(|span| span.end).max().unwrap_or(end).max(start);
        groups.push(Group { nodes: range, span: Span::new(start, end) });
    }
    groups
}

fn has_content(node: &Node) -> bool {
    match &node.kind {
        NodeKind::Text(text) | NodeKind::Raw(text) => !text.trim().is_empty(),
        NodeKind::Element(_) => true,
        NodeKind::Comment(_) => false,
    }
}

fn end_of_group(nodes: &[Node], at: usize) -> usize {
    let mut open = Vec::new();
    for (n, node) in nodes.iter().enumerate().skip(at).take(JOINED) {
        if let NodeKind::Raw(raw) = &node.kind {
            follow_tags(raw, &mut open);
        }
        if open.is_empty() {
            return n + 1;
        }
    }
    at + 1
}

/// Keeps the names of the elements that raw HTML leaves open.
fn follow_tags(raw: &str, open: &mut Vec<Vec<u8>>) {
    for token in Tokenizer::new(raw).filter_map(Result::ok) {
        match token {
            Token::StartTag(tag) if !tag.self_closing => {
                let name = std::str::from_utf8(&tag.name).unwrap_or_default();
                if !is_void(name) && !matches!(name, "p" | "li" | "dt" | "dd") {
                    open.push(tag.name.to_vec());
                }
            }
            Token::EndTag(tag) => {
                if let Some(at) = open.iter().rposition(|name| *name == **tag.name) {
                    open.truncate(at);
                }
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::Element;

    #[test]
    fn an_element_of_raw_html_is_one_part_with_what_is_in_it() {
        let paragraph = |span: Span| Element::new("p").at(span);
        let nodes = [
            paragraph(Span::new(0, 5)),
            Node::text("\n"),
            Node::raw("<div><br>").at(Span::new(6, 12)),
            paragraph(Span::new(13, 20)),
            Node::raw("</div>").at(Span::new(21, 28)),
            Node::raw("<center>").at(Span::new(29, 37)),
            paragraph(Span::new(38, 40)),
        ];
        let spans: Vec<(usize, Span)> =
            groups(&nodes).iter().map(|group| (group.nodes.len(), group.span)).collect();
        // An element without an end is not joined with the rest of the page.
        let expected = [(1, (0, 5)), (3, (6, 28)), (1, (29, 37)), (1, (38, 40))];
        assert_eq!(spans, expected.map(|(count, (start, end))| (count, Span::new(start, end))));
    }
}
