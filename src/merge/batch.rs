//! Merges many contributions that only add items and paragraphs: the result is parsed once, after the last of them.
//!
//! [`merge`](super::merge) looks at the whole draft each time, which takes the square of their number. An addition
//! that nothing else is equal to goes to the same position and gets the same spacing without that look, as long as
//! the nodes around it are paired as before. A [`Batch`] takes only such additions, and checks the result as `merge`
//! does.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::ops::Range;

use super::additions::{AddedNode, Additions, Run, begins_with_link, own_end, own_start};
use super::pair::{Pairs, unequal};
use super::spacing::{Edge, blank_lines, with_newlines};
use super::tree::{NodeKind, Rank, hash_of};
use super::{Version, merge};
use crate::outline::Outline;
use crate::profile::Profile;
use crate::text::{Edit, Edits, Span};

/// Additions to one draft by contributions with the same base, in the order in which they are merged.
#[derive(Clone, Debug)]
pub struct Batch {
    base: Version,
    ours: Version,
    /// The nodes of the base and of ours.
    pairs: Pairs,
    /// The hashes of all nodes, their own and those with everything under them.
    known: HashSet<u64>,
    /// The children of each node of ours that has additions somewhere under it.
    children: Lists,
    /// How many children of a node were equal in both at the start, by the node of ours.
    equal: HashMap<(usize, Rank), usize>,
    /// By the node of ours below them.
    places: BTreeMap<usize, Place>,
    /// The number of contributions.
    len: usize,
}

type Lists = HashMap<usize, Vec<Child>>;

#[derive(Clone, Copy, Debug)]
struct Child {
    /// The node of ours; `None` for an addition.
    node: Option<usize>,
    rank: Rank,
    own: u64,
    whole: u64,
}

/// A position of ours with additions.
#[derive(Clone, Debug)]
struct Place {
    end: PlaceEnd,
    pieces: Vec<Piece>,
}

/// Where the next additions to a position go.
#[derive(Clone, Debug)]
struct PlaceEnd {
    /// The parent of the additions in ours.
    parent: usize,
    /// The parent's child in the base before them.
    before: Option<usize>,
    /// The parent's child in ours before them.
    previous: Option<usize>,
    /// The index in ours of the node that would follow the additions.
    next: usize,
    /// The line breaks of ours that the additions replace.
    span: Span,
    /// The last addition, or the node above.
    above: Edge,
    /// True if the node above is not in the base.
    is_apart: bool,
    /// The line breaks after the last addition, or after the node above.
    space_below: String,
}

/// The additions of one contribution at one position.
#[derive(Clone, Debug)]
struct Piece {
    /// The index of the contribution in the batch.
    step: usize,
    /// The text with the line breaks before it.
    text: String,
    space_below: String,
    nodes: Vec<AddedNode>,
}

impl Batch {
    /// Begins with `ours`. `None` if merging nothing from the base would change it, or if its items are numbered.
    pub fn new(base: &Version, ours: &Version, profile: &Profile) -> Option<Batch> {
        if is_numbered(ours.outline()) {
            return None;
        }
        if base.text() != ours.text() {
            let unchanged = merge(base, ours, base, profile).ok()?.clean()?;
            (unchanged == ours.text()).then_some(())?;
        }
        let nodes = base.tree.nodes.iter().chain(&ours.tree.nodes);
        Some(Batch {
            pairs: Pairs::new(base.side(), ours.side()),
            known: nodes.flat_map(|node| [node.own, node.whole]).collect(),
            base: base.clone(),
            ours: ours.clone(),
            children: HashMap::new(),
            equal: HashMap::new(),
            places: BTreeMap::new(),
            len: 0,
        })
    }

    /// The number of contributions.
    pub fn len(&self) -> usize {
        self.len
    }

    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// Adds a contribution. Returns false, and changes nothing, if it must be merged by itself.
    pub fn add(&mut self, additions: &Additions, profile: &Profile) -> bool {
        self.try_add(additions, profile).is_some()
    }

    fn try_add(&mut self, additions: &Additions, profile: &Profile) -> Option<()> {
        let all = || additions.runs.iter().flat_map(|run| &run.nodes);
        let is_known = |node: &AddedNode| {
            self.known.contains(&node.whole) || node.own != 0 && self.known.contains(&node.own)
        };
        if all().any(is_known) {
            return None;
        }
        let mut lists = Lists::new();
        let mut added = Vec::new();
        for run in &additions.runs {
            let below = self.pairs.right[run.below]?;
            let mut end = self.place_end(run, below, profile)?;
            self.insert(&mut lists, &end, run)?;
            let piece = end.push(run, self.len, self.ours.draft().newline());
            added.push((below, end, piece));
        }
        self.update_hashes(&mut lists);
        let is_touched = |node: usize| lists.contains_key(&node) || self.children.contains_key(&node);
        for (node, list) in &lists {
            for rank in [Rank::Content, Rank::Section] {
                if !is_paired(self, (*node, rank), list, &is_touched)? {
                    return None;
                }
            }
        }
        for node in lists.keys() {
            for rank in [Rank::Content, Rank::Section] {
                let equal = self.equal_at_start(*node, rank)?;
                self.equal.insert((*node, rank), equal);
            }
        }
        self.known.extend(all().flat_map(|node| [node.own, node.whole]));
        self.children.extend(lists);
        for (below, end, piece) in added {
            let place =
                self.places.entry(below).or_insert_with(|| Place { end: end.clone(), pieces: Vec::new() });
            place.end = end;
            place.pieces.push(piece);
        }
        self.len += 1;
        Some(())
    }

    /// Where a run goes, above a node of ours.
    fn place_end(&self, run: &Run, below: usize, profile: &Profile) -> Option<PlaceEnd> {
        let parent = self.pairs.right[run.parent]?;
        if let Some(Place { end, .. }) = self.places.get(&below) {
            return (end.parent == parent && end.before == run.before).then(|| end.clone());
        }
        let (side, nodes) = (self.ours.side(), &self.ours.tree.nodes);
        let siblings = self.ours.tree.of_rank(parent, Rank::Content);
        let index = |base: usize| siblings.iter().position(|node| self.pairs.left[*node] == Some(base));
        let mut at = match run.before {
            Some(before) => index(before)? + 1,
            None => 0,
        };
        // After what ours added there, but never into the list of a label.
        let is_ours = |node: &usize| self.pairs.left[*node].is_none() && nodes[*node].kind != NodeKind::Label;
        at += siblings[at..].iter().take_while(|node| is_ours(node)).count();
        let is_before_next = match run.after {
            Some(after) => siblings.get(at).is_some_and(|node| self.pairs.left[*node] == Some(after)),
            None => at == siblings.len(),
        };
        let previous = at.checked_sub(1).map(|at| siblings[at]);
        let next = previous.map_or(parent + 1, |previous| nodes[previous].end);
        let has_lines = |node: &usize| !nodes[*node].lines.is_empty();
        let above = (1..next).rfind(has_lines)?;
        let is_apart = self.pairs.left[above].is_none();
        let is_here = is_before_next
            && (next..nodes.len()).find(has_lines) == Some(below)
            && (is_apart || self.pairs.left[above] == Some(run.above));
        let span = Span::new(own_end(side, above), own_start(side, below));
        let section = self.ours.outline.section_at(span.start)?;
        // A sentence counts the items of the section, and is corrected after each contribution.
        let is_counted = profile
            .section(&self.ours.outline.sections[section].id)
            .is_some_and(|section| section.count_line.is_some());
        let is_front_matter = nodes[above].kind == NodeKind::FrontMatter
            || nodes[nodes[above].parent].kind == NodeKind::FrontMatter;
        let edge = Edge {
            kind: nodes[above].kind,
            is_front_matter,
            begins_with_link: begins_with_link(side, above),
        };
        (is_here && !is_counted).then(|| PlaceEnd {
            parent,
            before: run.before,
            previous,
            next,
            span,
            above: edge,
            is_apart,
            space_below: span.of(side.text).to_owned(),
        })
    }

    /// Inserts the nodes of a run into the list of its parent, and lists the children of all nodes above.
    fn insert(&self, lists: &mut Lists, end: &PlaceEnd, run: &Run) -> Option<()> {
        let mut at = end.parent;
        let mut base = run.parent;
        loop {
            // Everything above the additions is where it is in the base.
            (self.pairs.right[base] == Some(at)).then_some(())?;
            lists.entry(at).or_insert_with(|| self.children_of(at));
            if at == 0 {
                break;
            }
            (at, base) = (self.ours.tree.nodes[at].parent, self.base.tree.nodes[base].parent);
        }
        let list = lists.get_mut(&end.parent)?;
        let first = match end.previous {
            Some(previous) => list.iter().position(|child| child.node == Some(previous))? + 1,
            None => 0,
        };
        let there = list[first..].iter().take_while(|child| child.node.is_none()).count();
        let tops = run.nodes.iter().filter(|node| node.is_top);
        let new =
            tops.map(|node| Child { node: None, rank: Rank::Content, own: node.own, whole: node.whole });
        list.splice(first + there..first + there, new);
        Some(())
    }

    fn children_of(&self, node: usize) -> Vec<Child> {
        self.children.get(&node).cloned().unwrap_or_else(|| self.children_at_start(node))
    }

    fn children_at_start(&self, node: usize) -> Vec<Child> {
        let tree = &self.ours.tree;
        let child = |at: usize| {
            let node = &tree.nodes[at];
            Child { node: Some(at), rank: node.kind.rank(), own: node.own, whole: node.whole }
        };
        tree.children(node).map(child).collect()
    }

    /// Makes the hashes of nodes with additions again, from the lowest to the root.
    fn update_hashes(&self, lists: &mut Lists) {
        let mut nodes: Vec<usize> = lists.keys().copied().collect();
        nodes.sort_unstable();
        for node in nodes.into_iter().rev().filter(|node| *node > 0) {
            let whole = self.whole(node, &lists[&node]);
            let parent = lists.get_mut(&self.ours.tree.nodes[node].parent);
            let child = parent.and_then(|list| list.iter_mut().find(|child| child.node == Some(node)));
            if let Some(child) = child {
                child.whole = whole;
            }
        }
    }

    fn whole(&self, node: usize, children: &[Child]) -> u64 {
        let children: Vec<u64> = children.iter().map(|child| child.whole).collect();
        hash_of((self.ours.tree.nodes[node].own, children))
    }

    /// How many children of a node are equal in the base and in ours at the start. `None` if equal ones are not
    /// paired.
    fn equal_at_start(&self, node: usize, rank: Rank) -> Option<usize> {
        if let Some(equal) = self.equal.get(&(node, rank)) {
            return Some(*equal);
        }
        Some(Comparison::new(self, (node, rank), &self.children_at_start(node))?.equal)
    }

    /// The draft after the first `len` contributions.
    pub fn text_after(&self, len: usize) -> String {
        self.edits(len).apply(self.ours.text())
    }

    fn edits(&self, len: usize) -> Edits {
        let edit = |place: &Place| {
            let pieces = || place.pieces.iter().take_while(|piece| piece.step < len);
            let last = pieces().last()?;
            let text: String = pieces().map(|piece| piece.text.as_str()).collect();
            Some(Edit { span: place.end.span, text: text + &last.space_below })
        };
        Edits::new(self.places.values().filter_map(edit).collect()).unwrap_or_default()
    }

    /// The draft with all contributions. `None` if it is not parsed as it was assembled: then they must be merged
    /// one after the other.
    pub fn finish(&self, profile: &Profile) -> Option<Version> {
        let result = self.ours.edited(&self.edits(self.len), profile).ok()?;
        let mut parsed = result.tree.nodes.iter().map(|node| (node.kind, node.own));
        let mut next = 0;
        for place in self.places.values() {
            let added = place.pieces.iter().flat_map(|piece| &piece.nodes).map(|node| (node.kind, node.own));
            let before = self.ours.tree.nodes[next..place.end.next].iter().map(|node| (node.kind, node.own));
            for expected in before.chain(added) {
                (parsed.next() == Some(expected)).then_some(())?;
            }
            next = place.end.next;
        }
        let rest = self.ours.tree.nodes[next..].iter().map(|node| (node.kind, node.own));
        let whole = self.children.get(&0).map(|children| self.whole(0, children));
        let is_expected = parsed.eq(rest) && whole == Some(result.tree.nodes[0].whole);
        (is_expected && !is_numbered(result.outline())).then_some(result)
    }
}

impl PlaceEnd {
    /// Puts a run after the last one.
    fn push(&mut self, run: &Run, step: usize, newline: &str) -> Piece {
        let blank = |space: &str| space.matches('\n').count().saturating_sub(1);
        let space = match self.is_apart {
            true => {
                let most = blank(&self.space_below).max(blank(&run.space_above));
                newline.repeat(blank_lines(self.above, run.edges.0, most) + 1)
            }
            // Theirs has the two next to each other.
            false => with_newlines(&run.space_above, newline),
        };
        self.above = run.edges.1;
        self.is_apart = true;
        self.space_below = with_newlines(&run.space_below, newline);
        Piece {
            step,
            text: space + &with_newlines(&run.text, newline),
            space_below: self.space_below.clone(),
            nodes: run.nodes.clone(),
        }
    }
}

/// A list of the base compared with that of ours, as [`Pairs`] does it.
struct Comparison {
    base: Vec<usize>,
    ours: Vec<Child>,
    equal: usize,
    /// What is between equal children.
    rest: Vec<(Range<usize>, Range<usize>)>,
}

impl Comparison {
    /// `None` if equal children are not paired.
    fn new(batch: &Batch, (node, rank): (usize, Rank), list: &[Child]) -> Option<Comparison> {
        let base = batch.base.tree.of_rank(batch.pairs.left[node]?, rank);
        let ours: Vec<Child> = list.iter().filter(|child| child.rank == rank).copied().collect();
        let a: Vec<u64> = base.iter().map(|node| batch.base.tree.nodes[*node].whole).collect();
        let b: Vec<u64> = ours.iter().map(|child| child.whole).collect();
        let (mut equal, mut are_paired) = (0, true);
        let rest = unequal(&a, &b, |a, b| {
            equal += 1;
            are_paired &= ours[b].node.is_some() && batch.pairs.right[base[a]] == ours[b].node;
        });
        are_paired.then_some(Comparison { base, ours, equal, rest })
    }
}

/// True if the children of the base are paired with those of a list with additions as they were at the start, and
/// no addition is compared with one of them word by word.
fn is_paired(
    batch: &Batch,
    (node, rank): (usize, Rank),
    list: &[Child],
    is_touched: &impl Fn(usize) -> bool,
) -> Option<bool> {
    let (base, ours) = (&batch.base.tree.nodes, &batch.ours.tree.nodes);
    let now = Comparison::new(batch, (node, rank), list)?;
    let touched = |base: usize| batch.pairs.right[base].filter(|ours| is_touched(*ours));
    let were_equal =
        |node: usize| touched(node).is_some_and(|counterpart| base[node].whole == ours[counterpart].whole);
    let lost = now.base.iter().filter(|node| were_equal(**node)).count();
    if now.equal + lost != batch.equal_at_start(node, rank)? {
        return None;
    }
    for (a, b) in now.rest {
        let (mine, theirs) = (&now.base[a], &now.ours[b]);
        let is_affected = mine.iter().any(|node| touched(*node).is_some())
            || theirs.iter().any(|child| child.node.is_none_or(is_touched));
        if !is_affected || mine.is_empty() {
            continue;
        }
        let own = |own: u64, whole: u64| if own == 0 { whole } else { own };
        let left: Vec<u64> = mine.iter().map(|node| own(base[*node].own, base[*node].whole)).collect();
        let right: Vec<u64> = theirs.iter().map(|child| own(child.own, child.whole)).collect();
        let mut paired = 0;
        unequal(&left, &right, |a, b| {
            paired += usize::from(
                batch.pairs.right[mine[a]].is_some() && batch.pairs.right[mine[a]] == theirs[b].node,
            );
        });
        if paired != mine.len() {
            return Some(false);
        }
    }
    Some(true)
}

/// True if items have numbers, which are kept consecutive after each contribution.
fn is_numbered(outline: &Outline) -> bool {
    outline.slots.iter().any(|slot| slot.number.is_some())
}
