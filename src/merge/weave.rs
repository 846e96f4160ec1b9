//! The nodes of three trees as one order: ours, with what theirs added, moved, edited and deleted.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use super::head;
use super::pair::{Pairs, Side, key};
use super::tree::{Kind, Rank};
use super::{Conflict, Reason};

/// Some lines of the result, and where they are in each of the three texts.
#[derive(Clone, Debug)]
pub(super) struct Piece {
    pub kind: Kind,
    pub is_front: bool,
    pub base: Option<Range<usize>>,
    pub ours: Option<Range<usize>>,
    pub theirs: Option<Range<usize>>,
    pub body: Body,
}

#[derive(Clone, Debug)]
pub(super) enum Body {
    Text(String),
    Conflict(Conflict),
}

pub(super) struct Weave<'a> {
    base: Side<'a>,
    ours: Side<'a>,
    theirs: Side<'a>,
    /// base → ours
    bo: Pairs,
    /// base → theirs
    bt: Pairs,
    /// ours → theirs, of what both added
    ot: Pairs,
    moved_ours: Vec<Moved>,
    moved_theirs: Vec<Moved>,
    /// What theirs puts under a node of ours, by that node.
    incoming: HashMap<usize, Vec<Incoming>>,
    /// The nodes of ours and of theirs that are in a piece.
    shown: (Vec<bool>, Vec<bool>),
    pub pieces: Vec<Piece>,
}

#[derive(Clone, Copy, Debug)]
struct Incoming {
    node: usize,
    /// Whether ours deleted what theirs changed here.
    is_conflict: bool,
}

/// A place in a list of children.
#[derive(Clone, Copy, Debug)]
enum Place {
    /// A node of ours that is shown here.
    Ours(usize),
    /// One that theirs deleted though ours changed it.
    Deleted(usize),
    /// One that is gone or elsewhere: what was put after it is put here.
    Gone(usize),
    Theirs(Incoming),
}

impl<'a> Weave<'a> {
    pub fn new(base: Side<'a>, ours: Side<'a>, theirs: Side<'a>) -> Self {
        let mut bo = Pairs::new(base, ours);
        let mut bt = Pairs::new(base, theirs);
        same_rewrite(base, ours, theirs, &mut bo, &bt);
        same_rewrite(base, theirs, ours, &mut bt, &bo);
        let moved_ours = moved(base, ours, &bo);
        let moved_theirs = moved(base, theirs, &bt);
        let ot =
            Pairs { right: vec![None; ours.tree.nodes.len()], left: vec![None; theirs.tree.nodes.len()] };
        let shown = (vec![false; ours.tree.nodes.len()], vec![false; theirs.tree.nodes.len()]);
        let mut weave = Weave {
            base,
            ours,
            theirs,
            bo,
            bt,
            ot,
            moved_ours,
            moved_theirs,
            incoming: HashMap::new(),
            shown,
            pieces: Vec::new(),
        };
        weave.added_by_both();
        weave.receive();
        weave.node(Some(0), Some(0), Some(0));
        weave
    }

    /// The counterpart in ours of a node of theirs.
    fn ours_of(&self, theirs: usize) -> Option<usize> {
        match self.bt.left[theirs] {
            Some(base) => self.bo.right[base],
            None => self.ot.left[theirs],
        }
    }

    fn theirs_of(&self, ours: usize) -> Option<usize> {
        match self.bo.left[ours] {
            Some(base) => self.bt.right[base],
            None => self.ot.right[ours],
        }
    }

    /// Pairs what both sides added under the same node: what is the same, and headings, labels and
    /// items of the same words with what stands under them.
    fn added_by_both(&mut self) {
        for theirs in 1..self.theirs.tree.nodes.len() {
            if self.bt.left[theirs].is_some() || self.ot.left[theirs].is_some() {
                continue;
            }
            let node = &self.theirs.tree.nodes[theirs];
            let Some(parent) = self.ours_of(node.parent) else { continue };
            let is_same = |ours: &usize| {
                let other = &self.ours.tree.nodes[*ours];
                // A block that is the same, such as a rule, may belong to another story.
                let is_there = node.kind != Kind::Block || self.follows_the_same(*ours, theirs);
                self.bo.left[*ours].is_none()
                    && self.ot.right[*ours].is_none()
                    && (is_there || key(self.theirs, theirs).is_some())
                    && other.kind.is_like(node.kind)
                    && (other.whole == node.whole
                        || (other.own == node.own && node.own != 0)
                        || key(self.theirs, theirs).is_some_and(|own| key(self.ours, *ours) == Some(own)))
            };
            if let Some(ours) = self.ours.tree.children(parent).find(is_same) {
                self.ot.right[ours] = Some(theirs);
                self.ot.left[theirs] = Some(ours);
            }
        }
    }

    /// Whether two nodes come right after the same one.
    fn follows_the_same(&self, ours: usize, theirs: usize) -> bool {
        let before = |side: Side<'_>, node: usize| {
            let parent = side.tree.nodes[node].parent;
            side.tree.children(parent).take_while(|child| *child < node).last()
        };
        match (before(self.ours, ours), before(self.theirs, theirs)) {
            (Some(ours), Some(theirs)) => self.ours_of(theirs) == Some(ours),
            (before_ours, before_theirs) => before_ours.is_none() && before_theirs.is_none(),
        }
    }

    /// Finds what theirs adds, moves, or changed where ours deleted it, and under which node of
    /// ours it goes.
    fn receive(&mut self) {
        let mut next = 1;
        while next < self.theirs.tree.nodes.len() {
            let this = next;
            next += 1;
            let is_conflict = match self.bt.left[this] {
                None if self.ot.left[this].is_some() => continue,
                None => false,
                Some(base) if self.bo.right[base].is_some() => {
                    if !self.follows_them(base) {
                        continue;
                    }
                    false
                }
                Some(base) if self.is_regrouped(base, &self.bo) => continue,
                Some(base) => {
                    let is_touched = self.is_touched_by_theirs(this);
                    if !is_touched && self.moved_theirs[base] != Moved::ToAnotherSection {
                        continue;
                    }
                    next = self.theirs.tree.nodes[this].end;
                    is_touched
                }
            };
            let mut parent = self.theirs.tree.nodes[this].parent;
            let home = loop {
                match self.ours_of(parent) {
                    Some(home) => break Some(home),
                    // What was added with its parent comes with it.
                    None if self.bt.left[parent].is_none() => break None,
                    None => parent = self.theirs.tree.nodes[parent].parent,
                }
            };
            if let Some(home) = home {
                self.incoming.entry(home).or_default().push(Incoming { node: this, is_conflict });
            }
        }
    }

    /// Whether a node of the base stands where theirs moved it to. Where both moved it as far, it
    /// stands where ours has it.
    fn follows_them(&self, base: usize) -> bool {
        self.moved_theirs[base] > self.moved_ours[base]
    }

    /// Whether a node that has no words of its own is gone from the other tree, and what stood under
    /// it is there: it was not deleted.
    fn is_regrouped(&self, base: usize, other: &Pairs) -> bool {
        let node = &self.base.tree.nodes[base];
        node.lines.is_empty() && (base + 1..node.end).any(|under| other.right[under].is_some())
    }

    /// The same of a node that itself or with what it stands under was moved.
    fn goes_with_them(&self, base: usize) -> bool {
        let mut at = base;
        while at != 0 {
            if self.follows_them(at) {
                return true;
            }
            if self.moved_ours[at] != Moved::No {
                return false;
            }
            at = self.base.tree.nodes[at].parent;
        }
        false
    }

    /// Whether theirs changed something of a node that ours deleted, which would be lost with it.
    fn is_touched_by_theirs(&self, node: usize) -> bool {
        (node..self.theirs.tree.nodes[node].end).any(|at| match self.bt.left[at] {
            None => self.ot.left[at].is_none(),
            Some(base) if self.bo.right[base].is_some() => self.follows_them(base) && at != node,
            Some(base) => self.base.tree.nodes[base].own != self.theirs.tree.nodes[at].own,
        })
    }

    fn is_touched_by_ours(&self, node: usize) -> bool {
        (node..self.ours.tree.nodes[node].end).any(|at| match self.bo.left[at] {
            None => true,
            Some(base) if self.bt.right[base].is_some() => self.moved_ours[base] != Moved::No && at != node,
            Some(base) => self.base.tree.nodes[base].own != self.ours.tree.nodes[at].own,
        })
    }

    /// What a side put under another heading, with all that stands under it, by its own words.
    pub fn moved(&self) -> HashSet<u64> {
        let nodes = &self.base.tree.nodes;
        let is_moved =
            |node: &usize| self.moved_ours[*node].max(self.moved_theirs[*node]) == Moved::ToAnotherSection;
        let all = (1..nodes.len()).filter(is_moved).flat_map(|node| node..nodes[node].end);
        all.map(|node| nodes[node].own).collect()
    }

    /// Whether all that either side added is in a piece.
    pub fn is_complete(&self) -> bool {
        let added = |left: &[Option<usize>], shown: &[bool]| {
            left.iter().zip(shown).all(|(base, shown)| base.is_some() || *shown)
        };
        added(&self.bo.left, &self.shown.0) && added(&self.bt.left, &self.shown.1)
    }

    fn node(&mut self, base: Option<usize>, ours: Option<usize>, theirs: Option<usize>) {
        if let Some(ours) = ours {
            self.shown.0[ours] = true;
        }
        if let Some(theirs) = theirs {
            self.shown.1[theirs] = true;
        }
        self.head(base, ours, theirs);
        match (ours, theirs) {
            (Some(ours), _) => {
                for rank in [Rank::Content, Rank::Section] {
                    self.list(ours, rank);
                }
            }
            (None, Some(theirs)) => {
                let children: Vec<usize> = self.theirs.tree.children(theirs).collect();
                for child in children {
                    self.brought(child);
                }
            }
            (None, None) => {}
        }
    }

    /// What stands under something that theirs added.
    fn brought(&mut self, theirs: usize) {
        match self.bt.left[theirs] {
            None => self.node(None, None, Some(theirs)),
            Some(base) => match self.bo.right[base] {
                Some(ours) if self.follows_them(base) => self.node(Some(base), Some(ours), Some(theirs)),
                Some(_) => {}
                None if self.is_touched_by_theirs(theirs) => {
                    self.conflict(Some(base), None, Some(theirs), Reason::DeletedByUs);
                }
                None => {}
            },
        }
    }

    fn list(&mut self, parent: usize, rank: Rank) {
        let mut places: Vec<Place> = Vec::new();
        for child in self.ours.tree.of_rank(parent, rank) {
            let place = match self.bo.left[child] {
                None => Place::Ours(child),
                Some(base) => match self.bt.right[base] {
                    None if self.is_regrouped(base, &self.bt) => Place::Ours(child),
                    None if self.is_touched_by_ours(child) => Place::Deleted(child),
                    // Put under another heading here: that is kept, as it is kept by counting.
                    None if self.moved_ours[base] == Moved::ToAnotherSection => Place::Ours(child),
                    None => Place::Gone(child),
                    Some(_) if self.follows_them(base) => Place::Gone(child),
                    Some(_) => Place::Ours(child),
                },
            };
            places.push(place);
        }
        let incoming = self.incoming.get(&parent).cloned().unwrap_or_default();
        for one in incoming {
            if self.theirs.tree.nodes[one.node].kind.rank() == rank {
                let at = self.place_of(&places, one.node);
                places.insert(at, Place::Theirs(one));
            }
        }
        for place in places {
            match place {
                Place::Gone(_) => {}
                Place::Ours(ours)
                    if self.is_deleted_by_them(ours) && !self.ours.tree.nodes[ours].lines.is_empty() =>
                {
                    self.all_of_ours(ours);
                }
                Place::Ours(ours) => {
                    self.node(self.bo.left[ours], Some(ours), self.theirs_of(ours));
                }
                Place::Deleted(ours) => {
                    self.conflict(self.bo.left[ours], Some(ours), None, Reason::DeletedByThem);
                }
                Place::Theirs(one) if one.is_conflict => {
                    self.conflict(self.bt.left[one.node], None, Some(one.node), Reason::DeletedByUs);
                }
                Place::Theirs(one) if self.is_deleted_by_us(one.node) => self.all_of_theirs(one.node),
                Place::Theirs(one) => {
                    self.node(self.bt.left[one.node], self.ours_of(one.node), Some(one.node));
                }
            }
        }
    }

    fn is_deleted_by_them(&self, ours: usize) -> bool {
        self.bo.left[ours].is_some_and(|base| self.bt.right[base].is_none())
    }

    fn is_deleted_by_us(&self, theirs: usize) -> bool {
        self.bt.left[theirs].is_some_and(|base| self.bo.right[base].is_none())
    }

    /// A node of ours with all that stands under it, as it is.
    fn all_of_ours(&mut self, node: usize) {
        for at in node..self.ours.tree.nodes[node].end {
            self.shown.0[at] = true;
            self.head(None, Some(at), None);
        }
    }

    fn all_of_theirs(&mut self, node: usize) {
        for at in node..self.theirs.tree.nodes[node].end {
            self.shown.1[at] = true;
            self.head(None, None, Some(at));
        }
    }

    /// Where a node of theirs goes: after the neighbour that it was put after, and after what ours
    /// put there.
    fn place_of(&self, places: &[Place], node: usize) -> usize {
        let tree = self.theirs.tree;
        let kind = tree.nodes[node].kind;
        let siblings = tree.of_rank(tree.nodes[node].parent, tree.nodes[node].kind.rank());
        let own = siblings.iter().position(|sibling| *sibling == node).unwrap_or(0);
        // Right after one that was put there a moment ago: together they were written.
        let last = own.checked_sub(1).map(|last| siblings[last]);
        let is_last = |place: &Place| matches!(place, Place::Theirs(one) if Some(one.node) == last);
        if let Some(at) = places.iter().rposition(is_last) {
            return at + 1;
        }
        let find = |sibling: usize| {
            let ours = self.ours_of(sibling);
            places.iter().position(|place| match place {
                Place::Ours(at) | Place::Deleted(at) | Place::Gone(at) => {
                    // Where theirs moved something to is no longer where ours has it.
                    ours == Some(*at) && !(matches!(place, Place::Gone(_)) && self.is_moved_by_them(sibling))
                }
                Place::Theirs(one) => one.node == sibling,
            })
        };
        let before = siblings[..own].iter().rev().find_map(|sibling| find(*sibling));
        // What stands after it in theirs stays after it.
        let after = siblings[own + 1..].iter().find_map(|sibling| find(*sibling));
        let mut at = before.map_or(0, |at| at + 1);
        while at < places.len() && after.is_none_or(|after| at < after || before.is_some_and(|b| after <= b))
        {
            match places[at] {
                // What comes after a label would be the label's.
                Place::Ours(ours)
                    if kind != Kind::Label && self.ours.tree.nodes[ours].kind == Kind::Label =>
                {
                    break;
                }
                Place::Ours(ours) if self.bo.left[ours].is_none() => at += 1,
                _ => break,
            }
        }
        at
    }

    fn is_moved_by_them(&self, theirs: usize) -> bool {
        self.bt.left[theirs].is_some_and(|base| self.moved_theirs[base] != Moved::No)
    }

    fn head(&mut self, base: Option<usize>, ours: Option<usize>, theirs: Option<usize>) {
        let lines = |side: Side<'_>, node: Option<usize>| {
            node.map(|node| side.tree.nodes[node].lines.clone()).filter(|lines| !lines.is_empty())
        };
        let kind = match (ours, theirs) {
            (Some(ours), _) => self.ours.tree.nodes[ours].kind,
            (None, Some(theirs)) => self.theirs.tree.nodes[theirs].kind,
            _ => return,
        };
        let (b, o, t) = (lines(self.base, base), lines(self.ours, ours), lines(self.theirs, theirs));
        if o.is_none() && t.is_none() {
            return;
        }
        let body = head::merge((self.base, base), (self.ours, ours), (self.theirs, theirs));
        let is_front = self.is_front(ours, theirs);
        self.pieces.push(Piece { kind, is_front, base: b, ours: o, theirs: t, body });
    }

    fn is_front(&self, ours: Option<usize>, theirs: Option<usize>) -> bool {
        let is_in = |side: Side<'_>, node: usize| {
            let nodes = &side.tree.nodes;
            nodes[node].kind == Kind::Front || nodes[nodes[node].parent].kind == Kind::Front
        };
        ours.map_or_else(
            || theirs.is_some_and(|node| is_in(self.theirs, node)),
            |node| is_in(self.ours, node),
        )
    }

    /// What is left of a node on each side, without what stands elsewhere in the result.
    fn conflict(&mut self, base: Option<usize>, ours: Option<usize>, theirs: Option<usize>, reason: Reason) {
        let kind = match (ours, theirs) {
            (Some(ours), _) => self.ours.tree.nodes[ours].kind,
            (None, Some(theirs)) => self.theirs.tree.nodes[theirs].kind,
            _ => return,
        };
        // The side that deleted it may have kept parts of it elsewhere.
        let is_elsewhere = |base: usize| match reason {
            Reason::DeletedByUs => self.bo.right[base].is_some() && !self.goes_with_them(base),
            _ => self.bt.right[base].is_some() && self.goes_with_them(base),
        };
        let lines = |side: Side<'_>, node: Option<usize>| {
            node.map(|node| side.tree.all_lines(node)).filter(|lines| !lines.is_empty())
        };
        let conflict = Conflict {
            base: base.map(|node| rest_of(self.base, node, is_elsewhere)).unwrap_or_default(),
            ours: ours
                .map(|node| rest_of(self.ours, node, |at| self.bo.left[at].is_some_and(is_elsewhere)))
                .unwrap_or_default(),
            theirs: theirs
                .map(|node| rest_of(self.theirs, node, |at| self.bt.left[at].is_some_and(is_elsewhere)))
                .unwrap_or_default(),
            reason,
        };
        if let Some(ours) = ours {
            self.shown.0[ours..self.ours.tree.nodes[ours].end].fill(true);
        }
        if let Some(theirs) = theirs {
            self.shown.1[theirs..self.theirs.tree.nodes[theirs].end].fill(true);
        }
        let is_front = self.is_front(ours, theirs);
        let (base, ours, theirs) =
            (lines(self.base, base), lines(self.ours, ours), lines(self.theirs, theirs));
        self.pieces.push(Piece { kind, is_front, base, ours, theirs, body: Body::Conflict(conflict) });
    }
}

/// The text of a node without the parts that stand elsewhere.
fn rest_of(side: Side<'_>, node: usize, is_elsewhere: impl Fn(usize) -> bool) -> String {
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

/// Pairs what one side has become, and the other side as well, though only one of the two could be
/// told to come from the base: `two` → `TWO` among other changes.
fn same_rewrite(base: Side<'_>, side: Side<'_>, other: Side<'_>, pairs: &mut Pairs, others: &Pairs) {
    for node in 1..base.tree.nodes.len() {
        let (None, Some(there)) = (pairs.right[node], others.right[node]) else { continue };
        let Some(parent) = pairs.right[base.tree.nodes[node].parent] else { continue };
        let whole = other.tree.nodes[there].whole;
        let is_it = |child: &usize| pairs.left[*child].is_none() && side.tree.nodes[*child].whole == whole;
        if let Some(child) = side.tree.children(parent).find(is_it) {
            pairs.right[node] = Some(child);
            pairs.left[child] = Some(node);
        }
    }
}

/// How far a node was moved.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Moved {
    No,
    /// Among its siblings, or under another node of its section.
    InItsSection,
    ToAnotherSection,
}

/// How far each node of the base was moved in the other tree: a node whose parent was moved was not.
pub(super) fn moved(base: Side<'_>, side: Side<'_>, pairs: &Pairs) -> Vec<Moved> {
    let mut moved = vec![Moved::No; base.tree.nodes.len()];
    let (sections, other_sections) = (base.tree.sections(), side.tree.sections());
    for (parent, section) in sections.iter().copied().enumerate() {
        for rank in [Rank::Content, Rank::Section] {
            let children = base.tree.of_rank(parent, rank);
            let mut order: Vec<(usize, usize)> = Vec::new();
            for child in children {
                let Some(other) = pairs.right[child] else { continue };
                let node = &side.tree.nodes[other];
                let other_section = other_sections[node.parent];
                // Two sections may have one heading.
                let is_same = pairs.left[other_section] == Some(section)
                    || base.tree.nodes[section].own == side.tree.nodes[other_section].own;
                if pairs.left[node.parent] == Some(parent) && node.kind.rank() == rank {
                    order.push((child, other));
                } else if is_same {
                    moved[child] = Moved::InItsSection;
                } else {
                    moved[child] = Moved::ToAnotherSection;
                }
            }
            let kept = longest_rise(&order);
            let mut kept = kept.into_iter().peekable();
            for (at, (child, _)) in order.iter().enumerate() {
                if kept.next_if_eq(&at).is_none() {
                    moved[*child] = Moved::InItsSection;
                }
            }
        }
    }
    moved
}

/// The places of the longest part of the list whose second numbers only rise.
fn longest_rise(order: &[(usize, usize)]) -> Vec<usize> {
    let mut ends: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = vec![None; order.len()];
    for (at, (_, number)) in order.iter().enumerate() {
        let len = ends.partition_point(|end| order[*end].1 < *number);
        before[at] = len.checked_sub(1).map(|last| ends[last]);
        if len == ends.len() {
            ends.push(at);
        } else {
            ends[len] = at;
        }
    }
    let mut rise = Vec::with_capacity(ends.len());
    let mut at = ends.last().copied();
    while let Some(this) = at {
        rise.push(this);
        at = before[this];
    }
    rise.reverse();
    rise
}
