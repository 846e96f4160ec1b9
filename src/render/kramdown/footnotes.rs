//! The list of footnotes, and the table of contents.

use super::convert::{Converter, Place};
use super::element::{El, Kind};
use super::parser::Parser;
use crate::render::tree::{Element, Node};

/// A footnote that the text refers to.
#[derive(Debug)]
pub(super) struct Used {
    pub name: String,
    /// References after the first one.
    pub repeats: usize,
}

impl Parser {
    /// Parses the inline elements of the footnotes.
    pub(super) fn update_footnotes(&mut self) {
        let mut names: Vec<String> = self.footnotes.keys().cloned().collect();
        names.sort();
        for name in names {
            let Some(footnote) = self.footnotes.get_mut(&name) else { continue };
            let mut content = El::new(Kind::Quote, crate::text::Span::default());
            content.children = std::mem::take(&mut footnote.content);
            self.update(&mut content);
            self.abbreviate(&mut content);
            if let Some(footnote) = self.footnotes.get_mut(&name) {
                footnote.content = content.children;
            }
        }
    }
}

impl Converter {
    pub(super) fn footnote_mark(&mut self, name: &str) -> Element {
        let mut id = format!("fnref:{name}");
        let at = match self.used_footnotes.iter().position(|used| used.name == name) {
            Some(at) => {
                let used = &mut self.used_footnotes[at];
                used.repeats += 1;
                id = format!("{id}:{}", used.repeats);
                at
            }
            None => {
                self.used_footnotes.push(Used { name: name.to_owned(), repeats: 0 });
                self.used_footnotes.len() - 1
            }
        };
        let link = Element::new("a")
            .with("href", format!("#fn:{name}"))
            .with("class", "footnote")
            .with("rel", "footnote")
            .containing(vec![Node::text((at + 1).to_string())]);
        Element::new("sup").with("id", id).with("role", "doc-noteref").containing(vec![link.into()])
    }

    /// The list at the end of the page. A footnote may refer to others.
    pub(super) fn footnote_list(&mut self) -> Option<Node> {
        let mut items = Vec::new();
        let mut n = 0;
        while n < self.used_footnotes.len() {
            let name = self.used_footnotes[n].name.clone();
            let content =
                self.parser.footnotes.remove(&name).map(|footnote| footnote.content).unwrap_or_default();
            let mut nodes = Vec::new();
            let ends_with_paragraph = content.last().is_some_and(El::is_paragraph);
            self.blocks(content, &mut nodes, Place { is_in_html: true });
            // A later footnote may refer to this one again.
            let repeats = self.used_footnotes[n].repeats;
            let last = nodes.iter_mut().rev().find_map(Node::element_mut).filter(|_| ends_with_paragraph);
            match last {
                Some(paragraph) => add_links(&name, repeats, &mut paragraph.children, true),
                None => {
                    let mut links = Vec::new();
                    add_links(&name, repeats, &mut links, false);
                    nodes.push(Element::new("p").containing(links).into());
                }
            }
            let item = Element::new("li").with("id", format!("fn:{name}")).with("role", "doc-endnote");
            items.push(item.containing(nodes).into());
            n += 1;
        }
        let list = Element::new("ol").containing(items);
        let footnotes = Element::new("div").with("class", "footnotes").with("role", "doc-endnotes");
        (n > 0).then(|| footnotes.containing(vec![list.into()]).into())
    }
}

fn add_links(name: &str, repeats: usize, children: &mut Vec<Node>, is_apart: bool) {
    for n in 0..=repeats {
        if is_apart || n > 0 {
            children.push(Node::text("\u{a0}"));
        }
        let suffix = if n == 0 { String::new() } else { format!(":{n}") };
        let mut text = vec![Node::text("↩")];
        if n > 0 {
            text.push(Element::new("sup").containing(vec![Node::text((n + 1).to_string())]).into());
        }
        let link = Element::new("a")
            .with("href", format!("#fnref:{name}{suffix}"))
            .with("class", "reversefootnote")
            .with("role", "doc-backlink");
        children.push(link.containing(text).into());
    }
}
