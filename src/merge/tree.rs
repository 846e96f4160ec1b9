//! A draft as the merge sees it: each line that is not blank belongs to one node.

use std::hash::BuildHasher;
use std::ops::Range;

use crate::draft::{Block, BlockKind, Draft, Style};
use crate::outline::{Outline, Slot};
use crate::profile::SlotKind;
use crate::text::{LineIndex, Span};

/// What a node is. The order is that of nesting.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    Root,
    /// A heading of that level.
    Section(u8),
    /// A line of bold text, with what stands under it: to the end of its list, where it has one.
    Label,
    /// The front matter. It has a child for each field.
    Front,
    /// The blocks of one slot.
    Story,
    /// An item of a list; the depth of its nesting.
    Item(u16),
    /// A block, a field, or a line that is in neither.
    Block,
}

/// Which list of its parent's children a node stands in. Each list is merged by itself: what is
/// added to a section stays before its subsections.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Rank {
    Content,
    Section,
}

impl Kind {
    pub fn rank(self) -> Rank {
        match self {
            Kind::Section(_) => Rank::Section,
            _ => Rank::Content,
        }
    }

    /// Whether a node of this kind ends where one of kind `next` begins.
    fn ends_at(self, next: Kind) -> bool {
        let is_leaf = self == Kind::Block;
        is_leaf || self >= next || (matches!(self, Kind::Item(_)) && next == Kind::Block)
    }

    pub fn has_heading(self) -> bool {
        matches!(self, Kind::Section(_) | Kind::Label)
    }

    /// Whether the two are the same sort of thing, so that one may have become the other.
    pub fn is_like(self, other: Kind) -> bool {
        match (self, other) {
            (Kind::Section(_), Kind::Section(_)) => true,
            // A line that became an item of a list is still that line.
            (Kind::Item(_) | Kind::Block, Kind::Item(_) | Kind::Block) => true,
            // Words after its bold ones make a label a paragraph.
            (Kind::Label, Kind::Block) | (Kind::Block, Kind::Label) => true,
            _ => self == other,
        }
    }
}

#[derive(Clone, Debug)]
pub(super) struct Node {
    pub kind: Kind,
    /// Its own lines, without those of its children. The ends are not blank.
    pub lines: Range<usize>,
    pub parent: usize,
    /// Past the last node of what stands under it.
    pub end: usize,
    /// Of its own words, whatever the white space between them.
    pub own: u64,
    /// Of its own words and all those under it.
    pub whole: u64,
    /// The tick and the facts in its own lines, which merge by themselves.
    pub fields: Vec<Span>,
    /// The profile's name for a section that it knows.
    pub id: Option<String>,
    /// Whether it is a paragraph that somebody wrote: another one in its place is another version
    /// of it, and not one more.
    pub is_written: bool,
}

/// The nodes in the order of the text; the first one is the root.
#[derive(Clone, Debug)]
pub(super) struct Tree {
    pub nodes: Vec<Node>,
    /// Each line without its line break.
    pub lines: Vec<Span>,
}

impl Tree {
    pub fn new(draft: &Draft, outline: &Outline) -> Tree {
        let index = draft.lines();
        let text = draft.text();
        let mut lines: Vec<Span> = (0..index.count()).map(|line| index.span(line, text)).collect();
        if let (Some(first), true) = (lines.first_mut(), text.starts_with('\u{feff}')) {
            first.start = 3.min(first.end);
        }
        let mut builder = Builder { draft, index, lines, parts: Vec::new() };
        builder.front();
        builder.body(outline);
        let fields = fields(draft, outline);
        builder.finish(outline, &fields)
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

    /// For each node the heading that it stands under, itself included; the root where there is none.
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

    /// From the first line to the end of the last one.
    pub fn span(&self, lines: &Range<usize>) -> Span {
        if lines.is_empty() {
            return Span::default();
        }
        Span::new(self.lines[lines.start].start, self.lines[lines.end - 1].end)
    }

    /// The lines of a node and of all that stands under it.
    pub fn all_lines(&self, node: usize) -> Range<usize> {
        let last = &self.nodes[self.nodes[node].end - 1];
        let first = self.nodes[node..self.nodes[node].end].iter().find(|node| !node.lines.is_empty());
        first.map_or(0..0, |first| first.lines.start..last.lines.end)
    }
}

/// Lines and what they are.
struct Part {
    kind: Kind,
    lines: Range<usize>,
    is_written: bool,
    /// Whether white space counts in it, as in code.
    is_exact: bool,
    /// Past the last line of a node that ends by itself, and not where another begins.
    until: Option<usize>,
}

struct Builder<'d> {
    draft: &'d Draft,
    index: LineIndex,
    lines: Vec<Span>,
    parts: Vec<Part>,
}

impl Builder<'_> {
    fn is_blank(&self, line: usize) -> bool {
        self.lines[line].of(self.draft.text()).trim().is_empty()
    }

    /// The lines that a span reaches into, without blank ones at the end.
    fn lines_of(&self, span: Span) -> Range<usize> {
        let first = self.index.line(span.start);
        let mut end = if span.is_empty() { first } else { self.index.line(span.end - 1) + 1 };
        while end > first && self.is_blank(end - 1) {
            end -= 1;
        }
        first..end
    }

    fn push(&mut self, kind: Kind, lines: Range<usize>) {
        if !lines.is_empty() {
            self.parts.push(Part { kind, lines, is_written: false, is_exact: false, until: None });
        }
    }

    fn front(&mut self) {
        let Some(front) = self.draft.front_matter() else { return };
        let all = self.lines_of(front.span);
        let content = self.lines_of(front.content);
        let has_fence = front.style == Style::Yaml;
        let own = if has_fence { all.start..all.start + 1 } else { all.start..all.start };
        self.parts.push(Part {
            kind: Kind::Front,
            lines: own,
            is_written: false,
            is_exact: false,
            until: Some(all.end),
        });
        let starts: Vec<usize> = front.fields.iter().map(|field| self.index.line(field.key.start)).collect();
        for (n, start) in starts.iter().enumerate() {
            let mut end = starts.get(n + 1).copied().unwrap_or(content.end);
            while end > *start && self.is_blank(end - 1) {
                end -= 1;
            }
            self.push(Kind::Block, *start..end);
        }
    }

    fn body(&mut self, outline: &Outline) {
        let text = self.draft.text();
        let blocks = self.draft.blocks();
        let open = outline.untouched();
        let mut stories = outline.slots.iter().filter(|slot| is_story(slot)).peekable();
        for (at, block) in blocks.iter().enumerate() {
            while stories.next_if(|slot| slot.span.start < block.span.start).is_some() {}
            if let Some(slot) = stories.next_if(|slot| slot.span.start == block.span.start) {
                let len = blocks[at..].iter().take_while(|block| block.span.end <= slot.span.end).count();
                let group = &blocks[at..at + len];
                let opens = |block: &Block| block.is_heading() || block.label(text).is_some();
                if len > 1 && !group.iter().any(opens) {
                    let lines = self.lines_of(slot.span);
                    let own = lines.start..lines.start;
                    self.parts.push(Part {
                        kind: Kind::Story,
                        lines: own,
                        is_written: false,
                        is_exact: false,
                        until: Some(lines.end),
                    });
                }
            }
            let lines = self.lines_of(block.span);
            match &block.kind {
                BlockKind::Heading { level, .. } => self.push(Kind::Section(*level), lines),
                BlockKind::List(items) => {
                    for item in items {
                        let lines = self.lines_of(item.span);
                        self.item(lines);
                    }
                }
                BlockKind::Paragraph if block.label(text).is_some() => self.push(Kind::Label, lines),
                BlockKind::Paragraph if self.is_of_links(block, &lines) => {
                    for line in lines {
                        self.push(Kind::Item(0), line..line + 1);
                    }
                }
                BlockKind::Paragraph | BlockKind::Quote => {
                    let is_written =
                        !open.iter().any(|span| span.start < block.span.end && block.span.start < span.end);
                    self.parts.push(Part {
                        kind: Kind::Block,
                        lines,
                        is_written,
                        is_exact: false,
                        until: None,
                    });
                }
                BlockKind::Code => {
                    let until = None;
                    self.parts.push(Part {
                        kind: Kind::Block,
                        lines,
                        is_written: false,
                        is_exact: true,
                        until,
                    });
                }
                _ => self.push(Kind::Block, lines),
            }
        }
    }

    /// Whether each line of a paragraph begins with a link: a list without bullets.
    fn is_of_links(&self, block: &Block, lines: &Range<usize>) -> bool {
        let begins = |line: &Span| {
            let start = line.trim(self.draft.text()).start;
            block.links.iter().any(|link| link.span.start == start)
        };
        self.lines[lines.clone()].iter().all(begins)
    }

    /// An item of a list: its own lines, and a node for each item nested in it. Markdown takes lines
    /// that are not indented for the item's as well, where no blank line stands between. To people
    /// they are a paragraph, or, where they begin as a link does, items whose bullet was forgotten.
    fn item(&mut self, lines: Range<usize>) {
        let text = self.draft.text();
        let mut open: Vec<usize> = Vec::new();
        let mut current = lines.start..lines.start;
        let mut kind = Kind::Item(0);
        let mut in_code = false;
        for line in lines.clone() {
            let words = self.lines[line].of(text);
            let trimmed = words.trim_start();
            let indent = words.len() - trimmed.len();
            let is_fence = trimmed.starts_with("```") || trimmed.starts_with("~~~");
            let is_item = line == lines.start
                || !in_code && (is_bullet(trimmed) || indent == 0 && trimmed.starts_with('['));
            let is_paragraph = !is_item && !in_code && indent == 0 && !trimmed.is_empty() && !is_fence;
            in_code ^= is_fence;
            if is_item {
                self.push(kind, current);
                while open.last().is_some_and(|above| *above >= indent) {
                    open.pop();
                }
                kind = Kind::Item(open.len() as u16);
                open.push(indent);
                current = line..line + 1;
            } else if is_paragraph && kind != Kind::Block {
                self.push(kind, current);
                open.clear();
                kind = Kind::Block;
                current = line..line + 1;
            } else if !trimmed.is_empty() {
                current.end = line + 1;
            }
        }
        self.push(kind, current);
    }

    /// The tree of the parts, with a node for each line that is in none of them.
    fn finish(mut self, outline: &Outline, fields: &[Span]) -> Tree {
        let mut covered = vec![false; self.lines.len()];
        for part in &self.parts {
            covered[part.lines.clone()].fill(true);
        }
        for (line, is_covered) in covered.into_iter().enumerate() {
            if !is_covered && !self.is_blank(line) {
                self.push(Kind::Block, line..line + 1);
            }
        }
        self.parts.sort_by_key(|part| (part.lines.start, part.lines.end));
        let root = Node {
            kind: Kind::Root,
            lines: 0..0,
            parent: 0,
            end: 1,
            own: 0,
            whole: 0,
            fields: Vec::new(),
            id: None,
            is_written: false,
        };
        let mut tree = Tree { nodes: vec![root], lines: self.lines };
        let mut open: Vec<(usize, Option<usize>)> = vec![(0, None)];
        let mut sections = outline.sections.iter().filter(|section| section.known).peekable();
        for part in self.parts {
            // What ends by itself ends with all that is open in it.
            if let Some(at) =
                open.iter().position(|(_, until)| until.is_some_and(|end| end <= part.lines.start))
            {
                open.truncate(at);
            }
            while open.len() > 1
                && open.last().is_some_and(|(last, _)| tree.nodes[*last].kind.ends_at(part.kind))
            {
                open.pop();
            }
            // What stands after a label's list is not the label's.
            let is_past_list = |(last, _): &(usize, Option<usize>)| {
                let last_child = tree.children(*last).last();
                tree.nodes[*last].kind == Kind::Label
                    && last_child.is_some_and(|child| matches!(tree.nodes[child].kind, Kind::Item(_)))
            };
            if matches!(part.kind, Kind::Block | Kind::Story) && open.last().is_some_and(is_past_list) {
                open.pop();
            }
            let parent = open.last().map_or(0, |(last, _)| *last);
            let span = tree.span(&part.lines);
            let mut id = None;
            if matches!(part.kind, Kind::Section(_)) {
                while sections.next_if(|section| section.span.start < span.start).is_some() {}
                id = sections
                    .next_if(|section| section.span.start == span.start)
                    .map(|section| section.id.clone());
            }
            let first = fields.partition_point(|field| field.start < span.start);
            let len = fields[first..].partition_point(|field| field.end <= span.end);
            let node = tree.nodes.len();
            open.push((node, part.until));
            tree.nodes.push(Node {
                kind: part.kind,
                lines: part.lines,
                parent,
                end: node + 1,
                own: match part.is_exact {
                    true => hasher().hash_one(span.of(self.draft.text())),
                    false => own_hash(span.of(self.draft.text())),
                },
                whole: 0,
                fields: fields[first..first + len].to_vec(),
                id,
                is_written: part.is_written,
            });
            for (above, _) in &open {
                tree.nodes[*above].end = node + 1;
            }
        }
        for node in (0..tree.nodes.len()).rev() {
            let children: Vec<u64> = tree.children(node).map(|child| tree.nodes[child].whole).collect();
            tree.nodes[node].whole = hasher().hash_one((tree.nodes[node].own, children));
        }
        tree
    }
}

/// Whether the blocks of the slot belong together: a picture, its text, its sources.
fn is_story(slot: &Slot) -> bool {
    !slot.is_list && !slot.is_item && !slot.kind.is_boilerplate()
}

/// The marks of the tasks, and the values of the facts, in order.
fn fields(draft: &Draft, outline: &Outline) -> Vec<Span> {
    let facts = outline.slots.iter().filter(|slot| slot.kind == SlotKind::Facts);
    let facts = facts.flat_map(|slot| slot.fields.iter().flat_map(|field| field.spans.iter().copied()));
    let mut fields: Vec<Span> = draft.tasks().map(|task| task.mark).chain(facts).collect();
    fields.sort();
    fields.dedup_by(|b, a| b.start < a.end);
    fields
}

fn is_bullet(line: &str) -> bool {
    let after = line.strip_prefix(['*', '-', '+']).or_else(|| {
        let rest = line.trim_start_matches(|c: char| c.is_ascii_digit());
        if rest.len() == line.len() { None } else { rest.strip_prefix(['.', ')']) }
    });
    after.is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '\t']))
}

fn hasher() -> foldhash::fast::FixedState {
    foldhash::fast::FixedState::default()
}

/// Of the words, whatever the white space between them; 0 where there is none.
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
        let tree = Tree::new(&draft, &outline);
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
        Front
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
