//! What a contribution adds to its base, if it does nothing else: whole items and paragraphs.

use super::pair::{Pairs, Side};
use super::spacing::Edge;
use super::tree::{NodeKind, Rank, Tree};
use super::{Theirs, Version};

/// The additions of a contribution that changes nothing else. [`Batch`](super::Batch) merges many of them at
/// once.
#[derive(Clone, Debug)]
pub struct Additions {
    pub(super) runs: Vec<Run>,
}

/// Added nodes that follow each other, under one parent. Nodes of the base are given by their indices in it.
#[derive(Clone, Debug)]
pub(super) struct Run {
    pub parent: usize,
    /// The parent's child before the run.
    pub before: Option<usize>,
    /// The parent's child after the run.
    pub after: Option<usize>,
    /// The last node with lines above the run, which need not be a sibling.
    pub above: usize,
    /// The first node with lines below the run.
    pub below: usize,
    /// The line breaks around it, and its text between them.
    pub space_above: String,
    pub text: String,
    pub space_below: String,
    pub nodes: Vec<AddedNode>,
    /// Its first and its last node with lines.
    pub edges: (Edge, Edge),
}

/// An added node. The nodes of a run are in the order of the text.
#[derive(Clone, Copy, Debug)]
pub(super) struct AddedNode {
    pub kind: NodeKind,
    pub own: u64,
    pub whole: u64,
    /// True if it is a child of the run's parent.
    pub is_top: bool,
}

impl Additions {
    /// Returns what `theirs` adds to its base; `None` if it does anything else, or if its additions may change how
    /// other text is read.
    pub fn new(base: &Version, theirs: &Theirs) -> Option<Additions> {
        let (base, theirs) = (base.side(), theirs.input().side);
        let pairs = Pairs::new(base, theirs);
        if !keeps_nodes(base.tree, theirs.tree, &pairs) {
            return None;
        }
        let mut runs = Vec::new();
        // The ends of what is known to be the same in both texts.
        let (mut same_base, mut same_theirs) = (0, 0);
        let mut at = 1;
        while at < theirs.tree.nodes.len() {
            if pairs.left[at].is_some() {
                at += 1;
                continue;
            }
            let end = (at..theirs.tree.nodes.len()).find(|node| pairs.left[*node].is_some())?;
            let run = Run::new(theirs, &pairs, at..end)?;
            let ends = (own_end(base, run.above), own_end(theirs, pairs.right[run.above]?));
            if base.text.get(same_base..ends.0)? != theirs.text.get(same_theirs..ends.1)? {
                return None;
            }
            same_base = own_start(base, run.below);
            same_theirs = own_start(theirs, pairs.right[run.below]?);
            runs.push(run);
            at = end;
        }
        let is_same = base.text.get(same_base..)? == theirs.text.get(same_theirs..)?;
        (is_same && !runs.is_empty()).then_some(Additions { runs })
    }
}

impl Run {
    /// The run of these nodes of theirs, after which there is a node of the base.
    fn new(theirs: Side<'_>, pairs: &Pairs, nodes: std::ops::Range<usize>) -> Option<Run> {
        let tree = theirs.tree;
        let parent = tree.nodes[nodes.start].parent;
        let takes =
            matches!(tree.nodes[parent].kind, NodeKind::Root | NodeKind::Section(_) | NodeKind::Label);
        let mut tops = Vec::new();
        let mut next = nodes.start;
        while next < nodes.end {
            let top = &tree.nodes[next];
            let is_simple = matches!(top.kind, NodeKind::Item(_) | NodeKind::Block | NodeKind::Story);
            if !takes || !is_simple || top.parent != parent {
                return None;
            }
            tops.push(next);
            next = top.end;
        }
        let siblings = tree.of_rank(parent, Rank::Content);
        let first = siblings.iter().position(|sibling| Some(sibling) == tops.first())?;
        let base = |sibling: Option<&usize>| sibling.map_or(Some(None), |at| Some(Some(pairs.left[*at]?)));
        let has_lines = |node: &usize| !tree.nodes[*node].lines.is_empty();
        let above = (1..nodes.start).rfind(has_lines)?;
        let below = (nodes.end..tree.nodes.len()).find(has_lines)?;
        let (head, tail) = (nodes.clone().find(has_lines)?, nodes.clone().rfind(has_lines)?);
        let (start, end) = (own_start(theirs, head), own_end(theirs, tail));
        let text = theirs.text.get(start..end)?;
        let edge = |node: usize| Edge {
            kind: tree.nodes[node].kind,
            is_front_matter: false,
            begins_with_link: begins_with_link(theirs, node),
        };
        let added = |node: usize| {
            let one = &tree.nodes[node];
            AddedNode { kind: one.kind, own: one.own, whole: one.whole, is_top: one.parent == parent }
        };
        is_local(text).then_some(Run {
            parent: pairs.left[parent]?,
            before: base(first.checked_sub(1).map(|at| &siblings[at]))?,
            after: base(siblings.get(first + tops.len()))?,
            above: pairs.left[above]?,
            below: pairs.left[below]?,
            space_above: theirs.text.get(own_end(theirs, above)..start)?.to_owned(),
            text: text.to_owned(),
            space_below: theirs.text.get(end..own_start(theirs, below))?.to_owned(),
            nodes: nodes.map(added).collect(),
            edges: (edge(head), edge(tail)),
        })
    }
}

/// True if the right tree has each node of the left one, in the same order and under the same parent.
fn keeps_nodes(left: &Tree, right: &Tree, pairs: &Pairs) -> bool {
    let mut last = 0;
    (1..left.nodes.len()).all(|node| {
        let Some(counterpart) = pairs.right[node].filter(|counterpart| *counterpart > last) else {
            return false;
        };
        last = counterpart;
        let (node, counterpart) = (&left.nodes[node], &right.nodes[counterpart]);
        node.kind == counterpart.kind && pairs.right[node.parent] == Some(counterpart.parent)
    })
}

/// True if a text can't change how the text after it is read: without fences, tags, comments and definitions.
fn is_local(text: &str) -> bool {
    let marks = ["{", "<", ":::", "```", "~~~", "]:"];
    let is_module = |line: &str| line.starts_with("import ") || line.starts_with("export ");
    !marks.iter().any(|mark| text.contains(mark)) && !text.lines().any(is_module)
}

pub(super) fn own_start(side: Side<'_>, node: usize) -> usize {
    side.tree.span(&side.tree.nodes[node].lines).start
}

pub(super) fn own_end(side: Side<'_>, node: usize) -> usize {
    side.tree.span(&side.tree.nodes[node].lines).end
}

/// True if the first line of a node begins with a link, without a bullet.
pub(super) fn begins_with_link(side: Side<'_>, node: usize) -> bool {
    side.own(node).trim_start().starts_with('[')
}
