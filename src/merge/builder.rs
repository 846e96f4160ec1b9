//! Builds the [`Tree`] of a draft from its blocks and its outline.

use std::ops::Range;

use super::tree::{FieldKind, Node, NodeField, NodeKind, Tree, exact_hash, hash_of, own_hash};
use crate::draft::{Block, BlockKind, Draft};
use crate::outline::{Outline, Slot, update_count};
use crate::profile::{Profile, SlotKind};
use crate::text::{LineIndex, Span};

/// Reads the tree of a draft.
pub(super) fn build(draft: &Draft, outline: &Outline, profile: &Profile) -> Tree {
    let index = draft.lines();
    let text = draft.text();
    let mut lines: Vec<Span> = (0..index.count()).map(|line| index.span(line, text)).collect();
    if let (Some(first), true) = (lines.first_mut(), text.starts_with('\u{feff}')) {
        first.start = 3.min(first.end);
    }
    let mut builder = Builder { draft, index, lines, nodes: Vec::new() };
    builder.front_matter();
    builder.body(outline);
    let fields = fields(draft, outline, profile);
    builder.finish(outline, &fields)
}

/// A node before it has its position in the tree.
struct FlatNode {
    kind: NodeKind,
    lines: Range<usize>,
    is_prose: bool,
    /// True if white space is significant, as in code.
    is_exact: bool,
    /// The line after the last one of a container that has an end of its own. Other nodes end where
    /// the next node of their kind or a higher one begins.
    until: Option<usize>,
}

impl FlatNode {
    fn new(kind: NodeKind, lines: Range<usize>) -> Self {
        Self { kind, lines, is_prose: false, is_exact: false, until: None }
    }
}

struct Builder<'d> {
    draft: &'d Draft,
    index: LineIndex,
    lines: Vec<Span>,
    nodes: Vec<FlatNode>,
}

impl Builder<'_> {
    fn is_blank(&self, line: usize) -> bool {
        self.lines[line].of(self.draft.text()).trim().is_empty()
    }

    /// The lines that a span touches, without blank lines at the end.
    fn lines_of(&self, span: Span) -> Range<usize> {
        let first = self.index.line(span.start);
        let mut end = if span.is_empty() { first } else { self.index.line(span.end - 1) + 1 };
        while end > first && self.is_blank(end - 1) {
            end -= 1;
        }
        first..end
    }

    fn push(&mut self, kind: NodeKind, lines: Range<usize>) {
        if !lines.is_empty() {
            self.nodes.push(FlatNode::new(kind, lines));
        }
    }

    fn front_matter(&mut self) {
        let Some(front) = self.draft.front_matter() else { return };
        let all = self.lines_of(front.span);
        let content = self.lines_of(front.content);
        let has_fence = front.syntax.is_fenced();
        let own = if has_fence { all.start..all.start + 1 } else { all.start..all.start };
        self.nodes.push(FlatNode { until: Some(all.end), ..FlatNode::new(NodeKind::FrontMatter, own) });
        let starts: Vec<usize> = front.fields.iter().map(|field| self.index.line(field.key.start)).collect();
        for (n, start) in starts.iter().enumerate() {
            let mut end = starts.get(n + 1).copied().unwrap_or(content.end);
            while end > *start && self.is_blank(end - 1) {
                end -= 1;
            }
            self.push(NodeKind::Block, *start..end);
        }
    }

    fn body(&mut self, outline: &Outline) {
        let text = self.draft.text();
        let blocks = self.draft.blocks();
        let untouched = outline.untouched();
        let mut stories = outline.slots.iter().filter(|slot| is_story(slot)).peekable();
        for (at, block) in blocks.iter().enumerate() {
            while stories.next_if(|slot| slot.span.start < block.span.start).is_some() {}
            if let Some(slot) = stories.next_if(|slot| slot.span.start == block.span.start) {
                self.story(slot, &blocks[at..]);
            }
            let lines = self.lines_of(block.span);
            match &block.kind {
                BlockKind::Heading { level, .. } => self.push(NodeKind::Section(*level), lines),
                BlockKind::List(items) => {
                    for item in items {
                        let lines = self.lines_of(item.span);
                        self.item(lines);
                    }
                }
                BlockKind::Paragraph if block.label(text).is_some() => self.push(NodeKind::Label, lines),
                BlockKind::Paragraph if self.is_list_of_links(block, &lines) => {
                    for line in lines {
                        self.push(NodeKind::Item(0), line..line + 1);
                    }
                }
                BlockKind::Paragraph | BlockKind::Quote => {
                    let is_prose = !untouched.iter().any(|span| span.overlaps(block.span));
                    self.nodes.push(FlatNode { is_prose, ..FlatNode::new(NodeKind::Block, lines) });
                }
                BlockKind::Code => {
                    self.nodes.push(FlatNode { is_exact: true, ..FlatNode::new(NodeKind::Block, lines) });
                }
                _ => self.push(NodeKind::Block, lines),
            }
        }
    }

    /// Adds a node for a slot of several blocks, unless one of them opens a section or a list. A paragraph that
    /// is an item has one too: another in its place is another item.
    fn story(&mut self, slot: &Slot, blocks: &[Block]) {
        let text = self.draft.text();
        let len = blocks.iter().take_while(|block| block.span.end <= slot.span.end).count();
        let opens = |block: &Block| block.is_heading() || block.label(text).is_some();
        if (len > 1 || slot.kind == SlotKind::Paragraphs) && !blocks[..len].iter().any(opens) {
            let lines = self.lines_of(slot.span);
            let own = lines.start..lines.start;
            self.nodes.push(FlatNode { until: Some(lines.end), ..FlatNode::new(NodeKind::Story, own) });
        }
    }

    /// True if each line of a paragraph begins with a link: a list without bullets.
    fn is_list_of_links(&self, block: &Block, lines: &Range<usize>) -> bool {
        let begins = |line: &Span| {
            let start = line.trim(self.draft.text()).start;
            block.links.iter().any(|link| link.span.start == start)
        };
        self.lines[lines.clone()].iter().all(begins)
    }

    /// Adds a list item and the items nested in it.
    ///
    /// In Markdown an unindented line after an item continues the item ("lazy continuation"). Authors
    /// mean a paragraph, or, if the line begins like a link, another item whose bullet is missing.
    fn item(&mut self, lines: Range<usize>) {
        let text = self.draft.text();
        let mut open: Vec<usize> = Vec::new();
        let mut current = lines.start..lines.start;
        let mut kind = NodeKind::Item(0);
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
                kind = NodeKind::Item(open.len() as u16);
                open.push(indent);
                current = line..line + 1;
            } else if is_paragraph && kind != NodeKind::Block {
                self.push(kind, current);
                open.clear();
                kind = NodeKind::Block;
                current = line..line + 1;
            } else if !trimmed.is_empty() {
                current.end = line + 1;
            }
        }
        self.push(kind, current);
    }

    /// Nests the nodes. Each line that is in none of them becomes a node too.
    fn finish(mut self, outline: &Outline, fields: &[NodeField]) -> Tree {
        self.add_uncovered_lines();
        self.nodes.sort_by_key(|node| (node.lines.start, node.lines.end));
        let numbers: Vec<Span> = outline.slots.iter().filter_map(|slot| Some(slot.number?.span)).collect();
        let mut tree = Tree { nodes: vec![Node::root()], lines: self.lines };
        let mut open: Vec<(usize, Option<usize>)> = vec![(0, None)];
        let mut sections = outline.sections.iter().filter(|section| section.known).peekable();
        for flat in self.nodes {
            close(&tree, &mut open, &flat);
            let parent = open.last().map_or(0, |(last, _)| *last);
            let span = tree.span(&flat.lines);
            let mut id = None;
            if matches!(flat.kind, NodeKind::Section(_)) {
                while sections.next_if(|section| section.span.start < span.start).is_some() {}
                id = sections
                    .next_if(|section| section.span.start == span.start)
                    .map(|section| section.id.clone());
            }
            let first = fields.partition_point(|field| field.span.start < span.start);
            let len = fields[first..].partition_point(|field| field.span.end <= span.end);
            let node = tree.nodes.len();
            let text = span.of(self.draft.text());
            open.push((node, flat.until));
            tree.nodes.push(Node {
                kind: flat.kind,
                lines: flat.lines,
                parent,
                end: node + 1,
                own: if flat.is_exact { exact_hash(text) } else { hash_without(self.draft, span, &numbers) },
                whole: 0,
                fields: fields[first..first + len].to_vec(),
                id,
                is_prose: flat.is_prose,
            });
            for (above, _) in &open {
                tree.nodes[*above].end = node + 1;
            }
        }
        for node in (0..tree.nodes.len()).rev() {
            let children: Vec<u64> = tree.children(node).map(|child| tree.nodes[child].whole).collect();
            tree.nodes[node].whole = hash_of((tree.nodes[node].own, children));
        }
        tree
    }

    fn add_uncovered_lines(&mut self) {
        let mut covered = vec![false; self.lines.len()];
        for node in &self.nodes {
            covered[node.lines.clone()].fill(true);
        }
        for (line, is_covered) in covered.into_iter().enumerate() {
            if !is_covered && !self.is_blank(line) {
                self.push(NodeKind::Block, line..line + 1);
            }
        }
    }
}

/// The hash of the words of a node. The number of an item does not count: an item with another number is the
/// same item.
fn hash_without(draft: &Draft, span: Span, numbers: &[Span]) -> u64 {
    let first = numbers.partition_point(|number| number.start < span.start);
    match numbers.get(first).filter(|number| span.contains(**number)) {
        Some(number) => {
            let before = draft.slice(Span::new(span.start, number.start));
            own_hash(&format!("{before}{}", draft.slice(Span::new(number.end, span.end))))
        }
        None => own_hash(draft.slice(span)),
    }
}

/// Removes the open nodes that end before the next node.
fn close(tree: &Tree, open: &mut Vec<(usize, Option<usize>)>, next: &FlatNode) {
    // A container with an end of its own ends together with everything that is open in it.
    let is_over = |(_, until): &(usize, Option<usize>)| until.is_some_and(|end| end <= next.lines.start);
    if let Some(at) = open.iter().position(is_over) {
        open.truncate(at);
    }
    while open.len() > 1 && open.last().is_some_and(|(last, _)| tree.nodes[*last].kind.ends_at(next.kind)) {
        open.pop();
    }
    // A block after a label's list is not part of the label.
    let is_past_list = |(last, _): &(usize, Option<usize>)| {
        // The last child is read only of a label: a section has many.
        let last_child = || tree.children(*last).last();
        tree.nodes[*last].kind == NodeKind::Label
            && last_child().is_some_and(|child| matches!(tree.nodes[child].kind, NodeKind::Item(_)))
    };
    if matches!(next.kind, NodeKind::Block | NodeKind::Story) && open.last().is_some_and(is_past_list) {
        open.pop();
    }
}

/// True if the blocks of the slot belong together, such as an image, its text and its sources.
fn is_story(slot: &Slot) -> bool {
    !slot.is_list() && !slot.is_item() && !slot.kind.is_boilerplate()
}

/// The task marks, the values of facts and the correct counts of lists, in order.
fn fields(draft: &Draft, outline: &Outline, profile: &Profile) -> Vec<NodeField> {
    let spans = |slot: &'_ Slot| -> Vec<Span> {
        slot.fields.iter().flat_map(|field| field.spans.iter().copied()).collect()
    };
    let facts = outline.slots.iter().filter(|slot| slot.kind.has_independent_fields()).flat_map(spans);
    let is_counted = |slot: &&Slot| {
        let counts =
            profile.section(&outline.sections[slot.section].id).is_some_and(|spec| spec.count_line.is_some());
        counts && slot.is_list() && update_count(draft, profile, outline, slot).is_none()
    };
    let counts = outline.slots.iter().filter(is_counted).flat_map(spans);
    let of_kind = |kind: FieldKind| move |span: Span| NodeField { span, kind };
    let values = draft.tasks().map(|task| task.mark).chain(facts).map(of_kind(FieldKind::Value));
    let mut fields: Vec<NodeField> = values.chain(counts.map(of_kind(FieldKind::Count))).collect();
    fields.sort();
    fields.dedup_by(|b, a| b.span.start < a.span.end);
    fields
}

fn is_bullet(line: &str) -> bool {
    let after = line.strip_prefix(['*', '-', '+']).or_else(|| {
        let rest = line.trim_start_matches(|c: char| c.is_ascii_digit());
        if rest.len() == line.len() { None } else { rest.strip_prefix(['.', ')']) }
    });
    after.is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '\t']))
}
