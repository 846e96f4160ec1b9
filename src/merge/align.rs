//! Aligns the trees of base, ours and theirs: which nodes are one, and what each side did to them.

use std::cmp::Ordering;
use std::collections::{HashMap, HashSet};

use super::moves::{Move, moves};
use super::pair::{Pairs, Side, key};
use super::tree::NodeKind;

/// The three trees with their pairs. Nodes are given by their index in the tree of their side.
pub(super) struct Alignment<'a> {
    pub base: Side<'a>,
    pub ours: Side<'a>,
    pub theirs: Side<'a>,
    pub base_ours: Pairs,
    pub base_theirs: Pairs,
    /// Pairs of nodes that both sides added.
    pub ours_theirs: Pairs,
    moves_ours: Vec<Move>,
    moves_theirs: Vec<Move>,
}

/// A node of theirs that the merge inserts under a node of ours.
#[derive(Clone, Copy, Debug)]
pub(super) struct Incoming {
    pub node: usize,
    /// True if ours deleted the node and theirs changed it.
    pub is_conflict: bool,
}

impl<'a> Alignment<'a> {
    pub fn new(base: Side<'a>, ours: Side<'a>, theirs: Side<'a>) -> Self {
        let mut base_ours = Pairs::new(base, ours);
        let mut base_theirs = Pairs::new(base, theirs);
        pair_same_rewrites(base, ours, theirs, &mut base_ours, &base_theirs);
        pair_same_rewrites(base, theirs, ours, &mut base_theirs, &base_ours);
        let mut alignment = Alignment {
            base,
            ours,
            theirs,
            moves_ours: moves(base, ours, &base_ours),
            moves_theirs: moves(base, theirs, &base_theirs),
            base_ours,
            base_theirs,
            ours_theirs: Pairs::empty(ours, theirs),
        };
        alignment.pair_additions();
        alignment
    }

    /// The counterpart in ours of a node of theirs.
    pub fn ours_of(&self, theirs: usize) -> Option<usize> {
        match self.base_theirs.left[theirs] {
            Some(base) => self.base_ours.right[base],
            None => self.ours_theirs.left[theirs],
        }
    }

    /// The counterpart in theirs of a node of ours.
    pub fn theirs_of(&self, ours: usize) -> Option<usize> {
        match self.base_ours.left[ours] {
            Some(base) => self.base_theirs.right[base],
            None => self.ours_theirs.right[ours],
        }
    }

    /// Pairs what both sides added under the same node: equal nodes, and headings, labels and items
    /// with the same words of their own.
    fn pair_additions(&mut self) {
        for theirs in 1..self.theirs.tree.nodes.len() {
            if self.base_theirs.left[theirs].is_some() || self.ours_theirs.left[theirs].is_some() {
                continue;
            }
            let node = &self.theirs.tree.nodes[theirs];
            let Some(parent) = self.ours_of(node.parent) else { continue };
            let own_key = key(self.theirs, theirs);
            let is_same = |ours: &usize| {
                let other = &self.ours.tree.nodes[*ours];
                self.base_ours.left[*ours].is_none()
                    && self.ours_theirs.right[*ours].is_none()
                    && other.kind.is_like(node.kind)
                    && (other.whole == node.whole
                        || (other.own == node.own && node.own != 0)
                        || own_key.is_some() && key(self.ours, *ours) == own_key)
                    // An equal block, such as a rule, may belong to another story. Last, since it reads all
                    // siblings.
                    && (node.kind != NodeKind::Block
                        || own_key.is_some()
                        || self.have_same_predecessor(*ours, theirs))
            };
            if let Some(ours) = self.ours.tree.children(parent).find(is_same) {
                self.ours_theirs.join(ours, theirs);
            }
        }
    }

    /// True if both nodes come right after the same node, or both are first.
    fn have_same_predecessor(&self, ours: usize, theirs: usize) -> bool {
        let before = |side: Side<'_>, node: usize| {
            let parent = side.tree.nodes[node].parent;
            side.tree.children(parent).take_while(|child| *child < node).last()
        };
        match (before(self.ours, ours), before(self.theirs, theirs)) {
            (Some(ours), Some(theirs)) => self.ours_of(theirs) == Some(ours),
            (before_ours, before_theirs) => before_ours.is_none() && before_theirs.is_none(),
        }
    }

    /// Returns what theirs added or moved, or changed while ours deleted it, keyed by the node of
    /// ours that becomes its parent.
    pub fn incoming(&self) -> HashMap<usize, Vec<Incoming>> {
        let mut incoming: HashMap<usize, Vec<Incoming>> = HashMap::new();
        let mut next = 1;
        while next < self.theirs.tree.nodes.len() {
            let this = next;
            next += 1;
            let is_conflict = match self.base_theirs.left[this] {
                None if self.ours_theirs.left[this].is_some() => continue,
                None => false,
                Some(base) if self.base_ours.right[base].is_some() => {
                    if !self.is_placed_by_theirs(base) {
                        continue;
                    }
                    false
                }
                Some(base) if self.is_regrouped(base, &self.base_ours) => continue,
                Some(base) => {
                    let is_changed = self.is_changed_by_theirs(this);
                    if !is_changed && self.moves_theirs[base] != Move::ToAnotherSection {
                        continue;
                    }
                    next = self.theirs.tree.nodes[this].end;
                    is_changed
                }
            };
            let mut parent = self.theirs.tree.nodes[this].parent;
            let parent_in_ours = loop {
                match self.ours_of(parent) {
                    Some(ours) => break Some(ours),
                    // Theirs added the parent too, and the node is inserted with it.
                    None if self.base_theirs.left[parent].is_none() => break None,
                    None => parent = self.theirs.tree.nodes[parent].parent,
                }
            };
            if let Some(parent) = parent_in_ours {
                incoming.entry(parent).or_default().push(Incoming { node: this, is_conflict });
            }
        }
        incoming
    }

    /// True if the result has a node of the base where theirs moved it. If both sides moved it
    /// equally far, ours decides, unless it is under a node of ours that theirs deleted.
    pub fn is_placed_by_theirs(&self, base: usize) -> bool {
        match self.moves_theirs[base].cmp(&self.moves_ours[base]) {
            Ordering::Greater => true,
            Ordering::Less => false,
            Ordering::Equal => self.moves_theirs[base] != Move::None && self.is_under_deleted(base),
        }
    }

    /// True if a node of the base is, in ours, under a node that theirs deleted.
    fn is_under_deleted(&self, base: usize) -> bool {
        let Some(mut at) = self.base_ours.right[base] else { return false };
        while at != 0 {
            at = self.ours.tree.nodes[at].parent;
            if self.is_deleted_by_theirs(at) {
                return true;
            }
        }
        false
    }

    /// As [`Self::is_placed_by_theirs`], for a node that was moved itself or with a parent.
    pub fn is_carried_by_theirs(&self, base: usize) -> bool {
        let mut at = base;
        while at != 0 {
            if self.is_placed_by_theirs(at) {
                return true;
            }
            if self.moves_ours[at] != Move::None {
                return false;
            }
            at = self.base.tree.nodes[at].parent;
        }
        false
    }

    pub fn is_sent_to_another_section_by_ours(&self, base: usize) -> bool {
        self.moves_ours[base] == Move::ToAnotherSection
    }

    pub fn is_moved_by_theirs(&self, theirs: usize) -> bool {
        self.base_theirs.left[theirs].is_some_and(|base| self.moves_theirs[base] != Move::None)
    }

    /// True if a node without words is missing in the other tree, but some node under it is there.
    /// Then it was not deleted.
    pub fn is_regrouped(&self, base: usize, other: &Pairs) -> bool {
        let node = &self.base.tree.nodes[base];
        node.lines.is_empty() && (base + 1..node.end).any(|under| other.right[under].is_some())
    }

    /// True if theirs changed a node that ours deleted, so that deleting it loses the change.
    pub fn is_changed_by_theirs(&self, node: usize) -> bool {
        (node..self.theirs.tree.nodes[node].end).any(|at| match self.base_theirs.left[at] {
            None => self.ours_theirs.left[at].is_none(),
            Some(base) if self.base_ours.right[base].is_some() => {
                self.is_placed_by_theirs(base) && at != node
            }
            Some(base) => self.base.tree.nodes[base].own != self.theirs.tree.nodes[at].own,
        })
    }

    /// True if ours changed a node that theirs deleted, so that deleting it loses the change.
    pub fn is_changed_by_ours(&self, node: usize) -> bool {
        (node..self.ours.tree.nodes[node].end).any(|at| match self.base_ours.left[at] {
            None => true,
            Some(base) if self.base_theirs.right[base].is_some() => {
                self.moves_ours[base] != Move::None && !self.is_placed_by_theirs(base) && at != node
            }
            Some(base) => self.base.tree.nodes[base].own != self.ours.tree.nodes[at].own,
        })
    }

    pub fn is_deleted_by_theirs(&self, ours: usize) -> bool {
        self.base_ours.left[ours].is_some_and(|base| self.base_theirs.right[base].is_none())
    }

    pub fn is_deleted_by_ours(&self, theirs: usize) -> bool {
        self.base_theirs.left[theirs].is_some_and(|base| self.base_ours.right[base].is_none())
    }

    /// The hashes of the nodes that a side moved to another section, with all nodes under them.
    pub fn moved_to_another_section(&self) -> HashSet<u64> {
        let nodes = &self.base.tree.nodes;
        let is_moved =
            |node: &usize| self.moves_ours[*node].max(self.moves_theirs[*node]) == Move::ToAnotherSection;
        let all = (1..nodes.len()).filter(is_moved).flat_map(|node| node..nodes[node].end);
        all.map(|node| nodes[node].own).collect()
    }
}

/// Pairs a node of the base that one side rewrote with the same rewrite on the other side. Only one
/// of the two may have been similar enough in its surroundings: `two` → `TWO` among other changes.
fn pair_same_rewrites(base: Side<'_>, side: Side<'_>, other: Side<'_>, pairs: &mut Pairs, others: &Pairs) {
    for node in 1..base.tree.nodes.len() {
        let (None, Some(there)) = (pairs.right[node], others.right[node]) else { continue };
        let Some(parent) = pairs.right[base.tree.nodes[node].parent] else { continue };
        let whole = other.tree.nodes[there].whole;
        let is_same = |child: &usize| pairs.left[*child].is_none() && side.tree.nodes[*child].whole == whole;
        if let Some(child) = side.tree.children(parent).find(is_same) {
            pairs.join(node, child);
        }
    }
}
