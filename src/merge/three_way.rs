//! The three-way merge of aligned trees: ours in its order, with what theirs added, moved, edited
//! and deleted, as a list of hunks.

use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::Range;

use super::align::{Alignment, Incoming};
use super::own_lines;
use super::pair::Side;
use super::tree::{NodeKind, Rank};
use super::{Conflict, ConflictKind};

/// Some lines of the result, and the lines of each of the three texts that they come from.
#[derive(Clone, Debug)]
pub(super) struct Hunk<'a> {
    pub kind: NodeKind,
    pub is_front_matter: bool,
    pub base: Option<Range<usize>>,
    pub ours: Option<Range<usize>>,
    pub theirs: Option<Range<usize>>,
    pub body: Body<'a>,
}

#[derive(Clone, Debug)]
pub(super) enum Body<'a> {
    Text(Cow<'a, str>),
    Conflict(Conflict),
}

/// The hunks of a merge, in the order of the result.
pub(super) struct Hunks<'a> {
    pub alignment: Alignment<'a>,
    pub hunks: Vec<Hunk<'a>>,
    /// True for each node of ours that is in a hunk.
    is_done_ours: Vec<bool>,
    /// True for each node of theirs that is in a hunk.
    is_done_theirs: Vec<bool>,
    /// Nodes that theirs inserts, keyed by our parent node.
    incoming: HashMap<usize, Vec<Incoming>>,
}

/// A position in the merged list of a node's children.
#[derive(Clone, Copy, Debug)]
enum Slot {
    /// A node of ours that is in the result here.
    Ours(usize),
    /// A node of ours that ours changed and theirs deleted.
    Deleted(usize),
    /// A node of ours that is gone from here. It still marks where theirs inserts after it.
    Gone(usize),
    Theirs(Incoming),
}

impl<'a> Hunks<'a> {
    pub fn new(base: Side<'a>, ours: Side<'a>, theirs: Side<'a>) -> Self {
        let alignment = Alignment::new(base, ours, theirs);
        let mut hunks = Hunks {
            incoming: alignment.incoming(),
            alignment,
            hunks: Vec::new(),
            is_done_ours: vec![false; ours.tree.nodes.len()],
            is_done_theirs: vec![false; theirs.tree.nodes.len()],
        };
        hunks.node(Some(0), Some(0), Some(0));
        hunks
    }

    /// True if everything that either side added is in a hunk.
    pub fn is_complete(&self) -> bool {
        let all_done = |left: &[Option<usize>], is_done: &[bool]| {
            left.iter().zip(is_done).all(|(base, is_done)| base.is_some() || *is_done)
        };
        all_done(&self.alignment.base_ours.left, &self.is_done_ours)
            && all_done(&self.alignment.base_theirs.left, &self.is_done_theirs)
    }

    /// Adds the hunks of a node and of all nodes under it.
    fn node(&mut self, base: Option<usize>, ours: Option<usize>, theirs: Option<usize>) {
        if let Some(ours) = ours {
            self.is_done_ours[ours] = true;
        }
        if let Some(theirs) = theirs {
            self.is_done_theirs[theirs] = true;
        }
        self.own_lines(base, ours, theirs);
        match (ours, theirs) {
            (Some(ours), _) => {
                for rank in [Rank::Content, Rank::Section] {
                    self.children(ours, rank);
                }
            }
            (None, Some(theirs)) => {
                let children: Vec<usize> = self.alignment.theirs.tree.children(theirs).collect();
                for child in children {
                    self.child_of_addition(child);
                }
            }
            (None, None) => {}
        }
    }

    /// Adds a node whose parent theirs added.
    fn child_of_addition(&mut self, theirs: usize) {
        let all = &self.alignment;
        match all.base_theirs.left[theirs] {
            None => self.node(None, None, Some(theirs)),
            Some(base) => match all.base_ours.right[base] {
                Some(ours) if all.is_placed_by_theirs(base) => {
                    self.node(Some(base), Some(ours), Some(theirs));
                }
                Some(_) => {}
                None if all.is_changed_by_theirs(theirs) => {
                    self.conflict(Some(base), None, Some(theirs), ConflictKind::DeletedByUs);
                }
                None => {}
            },
        }
    }

    /// Adds the children of a node of ours, and the ones that theirs inserts among them.
    fn children(&mut self, parent: usize, rank: Rank) {
        for slot in self.slots(parent, rank) {
            let all = &self.alignment;
            match slot {
                Slot::Gone(_) => {}
                Slot::Ours(ours)
                    if all.is_deleted_by_theirs(ours) && !all.ours.tree.nodes[ours].lines.is_empty() =>
                {
                    self.all_of_ours(ours);
                }
                Slot::Ours(ours) => {
                    let (base, theirs) = (all.base_ours.left[ours], all.theirs_of(ours));
                    self.node(base, Some(ours), theirs);
                }
                Slot::Deleted(ours) => {
                    let base = all.base_ours.left[ours];
                    self.conflict(base, Some(ours), None, ConflictKind::DeletedByThem);
                }
                Slot::Theirs(one) if one.is_conflict => {
                    let base = all.base_theirs.left[one.node];
                    self.conflict(base, None, Some(one.node), ConflictKind::DeletedByUs);
                }
                Slot::Theirs(one) if all.is_deleted_by_ours(one.node) => self.all_of_theirs(one.node),
                Slot::Theirs(one) => {
                    let (base, ours) = (all.base_theirs.left[one.node], all.ours_of(one.node));
                    self.node(base, ours, Some(one.node));
                }
            }
        }
    }

    /// Orders the children of a node of ours and what theirs inserts among them.
    fn slots(&self, parent: usize, rank: Rank) -> Vec<Slot> {
        let all = &self.alignment;
        let mut slots: Vec<Slot> = Vec::new();
        for child in all.ours.tree.of_rank(parent, rank) {
            let slot = match all.base_ours.left[child] {
                None => Slot::Ours(child),
                Some(base) => match all.base_theirs.right[base] {
                    None if all.is_regrouped(base, &all.base_theirs) => Slot::Ours(child),
                    None if all.is_changed_by_ours(child) => Slot::Deleted(child),
                    // Ours moved it to another section. It is kept, as `count` expects.
                    None if all.is_sent_to_another_section_by_ours(base) => Slot::Ours(child),
                    None => Slot::Gone(child),
                    Some(_) if all.is_placed_by_theirs(base) => Slot::Gone(child),
                    Some(_) => Slot::Ours(child),
                },
            };
            slots.push(slot);
        }
        for one in self.incoming.get(&parent).into_iter().flatten() {
            if all.theirs.tree.nodes[one.node].kind.rank() == rank {
                let at = self.insertion_index(&slots, one.node);
                slots.insert(at, Slot::Theirs(*one));
            }
        }
        slots
    }

    /// Returns where a node of theirs is inserted: after the neighbour that it follows in theirs,
    /// and after what ours inserted there.
    fn insertion_index(&self, slots: &[Slot], node: usize) -> usize {
        let all = &self.alignment;
        let tree = all.theirs.tree;
        let kind = tree.nodes[node].kind;
        let siblings = tree.of_rank(tree.nodes[node].parent, kind.rank());
        let position = siblings.iter().position(|sibling| *sibling == node).unwrap_or(0);
        // Right after its predecessor, if that was inserted just before: they were written together.
        let last = position.checked_sub(1).map(|last| siblings[last]);
        let is_last = |slot: &Slot| matches!(slot, Slot::Theirs(one) if Some(one.node) == last);
        if let Some(at) = slots.iter().rposition(is_last) {
            return at + 1;
        }
        let find = |sibling: usize| {
            let ours = all.ours_of(sibling);
            slots.iter().position(|slot| match slot {
                Slot::Ours(at) | Slot::Deleted(at) | Slot::Gone(at) => {
                    // A node that theirs moved away no longer marks the position that ours has.
                    ours == Some(*at) && !(matches!(slot, Slot::Gone(_)) && all.is_moved_by_theirs(sibling))
                }
                Slot::Theirs(one) => one.node == sibling,
            })
        };
        let before = siblings[..position].iter().rev().find_map(|sibling| find(*sibling));
        // Keep it before the node that follows it in theirs.
        let after = siblings[position + 1..].iter().find_map(|sibling| find(*sibling));
        let mut at = before.map_or(0, |at| at + 1);
        while at < slots.len() && after.is_none_or(|after| at < after || before.is_some_and(|b| after <= b)) {
            match slots[at] {
                // After a label it would become part of the label's list.
                Slot::Ours(ours)
                    if kind != NodeKind::Label && all.ours.tree.nodes[ours].kind == NodeKind::Label =>
                {
                    break;
                }
                Slot::Ours(ours) if all.base_ours.left[ours].is_none() => at += 1,
                _ => break,
            }
        }
        at
    }

    /// Adds a node of ours and all nodes under it, unchanged.
    fn all_of_ours(&mut self, node: usize) {
        for at in node..self.alignment.ours.tree.nodes[node].end {
            self.is_done_ours[at] = true;
            self.own_lines(None, Some(at), None);
        }
    }

    /// Adds a node of theirs and all nodes under it, unchanged.
    fn all_of_theirs(&mut self, node: usize) {
        for at in node..self.alignment.theirs.tree.nodes[node].end {
            self.is_done_theirs[at] = true;
            self.own_lines(None, None, Some(at));
        }
    }

    /// Adds the hunk of a node's own lines, without the nodes under it.
    fn own_lines(&mut self, base: Option<usize>, ours: Option<usize>, theirs: Option<usize>) {
        let all = &self.alignment;
        let lines = |side: Side<'_>, node: Option<usize>| {
            node.map(|node| side.tree.nodes[node].lines.clone()).filter(|lines| !lines.is_empty())
        };
        let Some(kind) = self.kind(ours, theirs) else { return };
        let (b, o, t) = (lines(all.base, base), lines(all.ours, ours), lines(all.theirs, theirs));
        if o.is_none() && t.is_none() {
            return;
        }
        let body = own_lines::merge((all.base, base), (all.ours, ours), (all.theirs, theirs));
        let is_front_matter = self.is_front_matter(ours, theirs);
        self.hunks.push(Hunk { kind, is_front_matter, base: b, ours: o, theirs: t, body });
    }

    fn kind(&self, ours: Option<usize>, theirs: Option<usize>) -> Option<NodeKind> {
        match (ours, theirs) {
            (Some(ours), _) => Some(self.alignment.ours.tree.nodes[ours].kind),
            (None, Some(theirs)) => Some(self.alignment.theirs.tree.nodes[theirs].kind),
            (None, None) => None,
        }
    }

    fn is_front_matter(&self, ours: Option<usize>, theirs: Option<usize>) -> bool {
        let is_in = |side: Side<'_>, node: usize| {
            let nodes = &side.tree.nodes;
            nodes[node].kind == NodeKind::FrontMatter
                || nodes[nodes[node].parent].kind == NodeKind::FrontMatter
        };
        ours.map_or_else(
            || theirs.is_some_and(|node| is_in(self.alignment.theirs, node)),
            |node| is_in(self.alignment.ours, node),
        )
    }

    /// Adds a conflict between the remains of a node on each side. What the result has elsewhere is
    /// not part of it.
    fn conflict(
        &mut self,
        base: Option<usize>,
        ours: Option<usize>,
        theirs: Option<usize>,
        kind: ConflictKind,
    ) {
        let all = &self.alignment;
        let Some(node_kind) = self.kind(ours, theirs) else { return };
        // The side that deleted the node may have kept parts of it elsewhere.
        let is_elsewhere = |base: usize| match kind {
            ConflictKind::DeletedByUs => {
                all.base_ours.right[base].is_some() && !all.is_carried_by_theirs(base)
            }
            _ => all.base_theirs.right[base].is_some() && all.is_carried_by_theirs(base),
        };
        let in_ours = |at: usize| all.base_ours.left[at].is_some_and(is_elsewhere);
        let in_theirs = |at: usize| all.base_theirs.left[at].is_some_and(is_elsewhere);
        let conflict = Conflict {
            base: base.map(|node| text_without(all.base, node, is_elsewhere)).unwrap_or_default(),
            ours: ours.map(|node| text_without(all.ours, node, in_ours)).unwrap_or_default(),
            theirs: theirs.map(|node| text_without(all.theirs, node, in_theirs)).unwrap_or_default(),
            kind,
        };
        let lines = |side: Side<'_>, node: Option<usize>| {
            node.map(|node| side.tree.all_lines(node)).filter(|lines| !lines.is_empty())
        };
        let hunk = Hunk {
            kind: node_kind,
            is_front_matter: self.is_front_matter(ours, theirs),
            base: lines(all.base, base),
            ours: lines(all.ours, ours),
            theirs: lines(all.theirs, theirs),
            body: Body::Conflict(conflict),
        };
        if let Some(ours) = ours {
            self.is_done_ours[ours..all.ours.tree.nodes[ours].end].fill(true);
        }
        if let Some(theirs) = theirs {
            self.is_done_theirs[theirs..all.theirs.tree.nodes[theirs].end].fill(true);
        }
        self.hunks.push(hunk);
    }
}

/// Returns the text of a node without the nodes under it that the result has elsewhere.
fn text_without(side: Side<'_>, node: usize, is_elsewhere: impl Fn(usize) -> bool) -> String {
    let mut out = String::new();
    let mut last: Option<usize> = None;
    for at in node..side.tree.nodes[node].end {
        let lines = &side.tree.nodes[at].lines;
        if lines.is_empty() || is_elsewhere(at) {
            continue;
        }
        if let Some(last) = last {
            let breaks = if lines.start > last { 2 } else { 1 };
            out.push_str(&"\n".repeat(breaks));
        }
        out.push_str(side.own(at));
        last = Some(lines.end);
    }
    out
}
