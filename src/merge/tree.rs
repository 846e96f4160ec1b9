//! A draft as a tree for merging. Each line that is not blank belongs to exactly one node.

use std::hash::{BuildHasher, Hash};
use std::ops::Range;

use super::builder;
use crate::draft::Draft;
use crate::outline::Outline;
use crate::profile::Profile;
use crate::text::Span;

/// The kind of a node, in the order of nesting.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum NodeKind {
    Root,
    /// A heading of this level, with everything up to the next heading of its level or above.
    Section(u8),
    /// A line of bold text with its list, or with everything up to the next label or heading.
    Label,
    /// The front matter, with a child for each field.
    FrontMatter,
    /// The blocks of one slot.
    Story,
    /// A list item, with the depth of its nesting.
    Item(u16),
    /// A block, a front matter field, or a line outside of both.
    Block,
}

/// The two lists of a node's children. Each is merged by itself, so that an addition to a section
/// stays before its subsections.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Rank {
    Content,
    Section,
}

impl NodeKind {
    pub fn rank(self) -> Rank {
        match self {
            NodeKind::Section(_) => Rank::Section,
            _ => Rank::Content,
        }
    }

    /// True if a node of this kind ends where one of kind `next` begins.
    pub fn ends_at(self, next: NodeKind) -> bool {
        let is_leaf = self == NodeKind::Block;
        is_leaf || self >= next || (matches!(self, NodeKind::Item(_)) && next == NodeKind::Block)
    }

    pub fn has_heading(self) -> bool {
        matches!(self, NodeKind::Section(_) | NodeKind::Label)
    }

    /// True if an edit may turn a node of one kind into a node of the other.
    pub fn is_like(self, other: NodeKind) -> bool {
        use NodeKind::{Block, Item, Label, Section};
        match (self, other) {
            (Section(_), Section(_)) => true,
            // A line that got a bullet is still the same line.
            (Item(_) | Block, Item(_) | Block) => true,
            // A label with text after its bold words is a paragraph.
            (Label, Block) | (Block, Label) => true,
            _ => self == other,
        }
    }
}

#[derive(Clone, Debug)]
pub(super) struct Node {
    pub kind: NodeKind,
    /// The node's own lines, without those of its children and without blank lines at the ends.
    pub lines: Range<usize>,
    pub parent: usize,
    /// One past the last node under this one.
    pub end: usize,
    /// The hash of the node's own words, without an item's number; 0 without words. White space does not count.
    pub own: u64,
    /// The hash of the node's own words and of all nodes under it.
    pub whole: u64,
    /// The values in the node's own lines that merge by themselves.
    pub fields: Vec<NodeField>,
    /// The profile's name of the section.
    pub id: Option<String>,
    /// True for a paragraph that an author wrote. Another paragraph in its place is a rewrite of it
    /// and not an addition.
    pub is_prose: bool,
}

/// A part of a node's own lines that merges by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct NodeField {
    pub span: Span,
    pub kind: FieldKind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum FieldKind {
    /// A task mark or a fact.
    Value,
    /// Words that count the items of a list, and are right. They follow the list.
    Count,
}

impl Node {
    /// True if it counts the items of a list.
    pub fn is_count(&self) -> bool {
        self.fields.iter().any(|field| field.kind == FieldKind::Count)
    }

    pub fn root() -> Self {
        Node {
            kind: NodeKind::Root,
            lines: 0..0,
            parent: 0,
            end: 1,
            own: 0,
            whole: 0,
            fields: Vec::new(),
            id: None,
            is_prose: false,
        }
    }
}

/// The nodes in the order of the text. The first one is the root.
#[derive(Clone, Debug)]
pub(super) struct Tree {
    pub nodes: Vec<Node>,
    /// The span of each line, without its line break.
    pub lines: Vec<Span>,
}

impl Tree {
    pub fn new(draft: &Draft, outline: &Outline, profile: &Profile) -> Tree {
        builder::build(draft, outline, profile)
    }

    pub fn children(&self, parent: usize) -> impl Iterator<Item = usize> {
        let end = self.nodes[parent].end;
        let mut next = parent + 1;
        std::iter::from_fn(move || {
            let this = next;
            (this < end).then(|| {
                next = self.nodes[this].end;
                this
            })
        })
    }

    /// Returns for each node the section that contains it, or the root. A section contains itself.
    pub fn sections(&self) -> Vec<usize> {
        let mut sections = vec![0; self.nodes.len()];
        for (at, node) in self.nodes.iter().enumerate().skip(1) {
            sections[at] = if node.kind.rank() == Rank::Section { at } else { sections[node.parent] };
        }
        sections
    }

    pub fn of_rank(&self, parent: usize, rank: Rank) -> Vec<usize> {
        self.children(parent).filter(|child| self.nodes[*child].kind.rank() == rank).collect()
    }

    /// The span from the start of the first line to the end of the last one.
    pub fn span(&self, lines: &Range<usize>) -> Span {
        if lines.is_empty() {
            return Span::default();
        }
        Span::new(self.lines[lines.start].start, self.lines[lines.end - 1].end)
    }

    /// The lines of a node and of all nodes under it.
    pub fn all_lines(&self, node: usize) -> Range<usize> {
        let last = &self.nodes[self.nodes[node].end - 1];
        let first = self.nodes[node..self.nodes[node].end].iter().find(|node| !node.lines.is_empty());
        first.map_or(0..0, |first| first.lines.start..last.lines.end)
    }
}

fn hasher() -> foldhash::fast::FixedState {
    foldhash::fast::FixedState::default()
}

pub(super) fn hash_of(value: impl Hash) -> u64 {
    hasher().hash_one(value)
}

/// The hash of a text where white space is significant.
pub(super) fn exact_hash(text: &str) -> u64 {
    hasher().hash_one(text)
}

/// The hash of the words of a text; 0 without words. White space does not count.
pub(super) fn own_hash(text: &str) -> u64 {
    let state = hasher();
    text.split_whitespace().fold(0, |hash, word| state.hash_one((hash, word)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::profile::built_in;

    fn shown(text: &str) -> String {
        let profile = built_in("this-week-in-rust").unwrap();
        let draft = Draft::parse(text);
        let outline = Outline::new(&draft, &profile);
        let tree = Tree::new(&draft, &outline, &profile);
        let mut out = String::new();
        for node in 1..tree.nodes.len() {
            let mut depth = 0;
            let mut at = node;
            while tree.nodes[at].parent != 0 {
                at = tree.nodes[at].parent;
                depth += 1;
            }
            let one = &tree.nodes[node];
            let words = tree.span(&one.lines).of(text).replace('\n', "|");
            let line = format!("{}{:?} {words}", "  ".repeat(depth), one.kind);
            out.push_str(line.trim_end());
            out.push('\n');
        }
        out
    }

    #[test]
    fn each_line_belongs_to_one_node_of_the_tree() {
        insta::assert_snapshot!(shown(
            "Title: Issue 5\nDate: 2026-06-03\n\nHello,\nall.\n\n## News\n\n<!-- one -->\n\n### Tools\n\n* [a](https://a.example)\n    - [talk](https://b.example)\n      more words\n    - other\n[bare](https://c.example)\n* d\n\n[e](https://e.example)\n[f](https://f.example)\n\n## Jobs\n\n**Shop**\n\n* [job](https://j.example)\n\n[label]: https://l.example\n"
        ), @r"
        FrontMatter
          Block Title: Issue 5
          Block Date: 2026-06-03
        Block Hello,|all.
        Section(2) ## News
          Block <!-- one -->
          Section(3) ### Tools
            Item(0) * [a](https://a.example)
              Item(1)     - [talk](https://b.example)|      more words
              Item(1)     - other
            Item(0) [bare](https://c.example)
            Item(0) * d
            Item(0) [e](https://e.example)
            Item(0) [f](https://f.example)
        Section(2) ## Jobs
          Label **Shop**
            Item(0) * [job](https://j.example)
          Block [label]: https://l.example
        ");
    }
}
