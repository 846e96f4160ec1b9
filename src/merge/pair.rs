//! Pairs the nodes of two trees: which node of one became which node of the other.

use super::tree::{Node, NodeKind, Rank, Tree};
use crate::text::diff::{self, Run, RunKind};

/// The least similarity of two nodes, from 0 to 1, at which one is an edit of the other.
const MIN_SIMILARITY: f32 = 0.6;

/// The similarity of two items that link to the same page, at least.
const SAME_PAGE: f32 = 0.9;

/// At most this many pairs are compared word by word: two hundred new items on each side.
const MAX_COMPARISONS: usize = 40_000;

/// The paired nodes of a left and a right tree.
#[derive(Clone, Debug)]
pub(super) struct Pairs {
    /// The counterpart of each node of the left tree.
    pub right: Vec<Option<usize>>,
    /// The counterpart of each node of the right tree.
    pub left: Vec<Option<usize>>,
}

/// A tree with its text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Side<'a> {
    pub text: &'a str,
    pub tree: &'a Tree,
}

impl<'a> Side<'a> {
    /// Returns the node's own text, without the nodes under it.
    pub fn own(&self, node: usize) -> &'a str {
        self.tree.span(&self.tree.nodes[node].lines).of(self.text)
    }
}

impl Pairs {
    pub fn new(left: Side<'_>, right: Side<'_>) -> Pairs {
        let mut pairs = Pairs::empty(left, right);
        let mut pairing = Pairing { left, right, pairs: &mut pairs };
        pairing.pairs.join(0, 0);
        pairing.children(0, 0);
        pairing.moved();
        pairs
    }

    /// No pairs yet.
    pub fn empty(left: Side<'_>, right: Side<'_>) -> Pairs {
        Pairs { right: vec![None; left.tree.nodes.len()], left: vec![None; right.tree.nodes.len()] }
    }

    pub fn join(&mut self, left: usize, right: usize) {
        self.right[left] = Some(right);
        self.left[right] = Some(left);
    }
}

struct Pairing<'a, 'p> {
    left: Side<'a>,
    right: Side<'a>,
    pairs: &'p mut Pairs,
}

impl Pairing<'_, '_> {
    /// Pairs two nodes and the nodes under them: one by one if the two are equal.
    fn join_all(&mut self, a: usize, b: usize) {
        if self.left.tree.nodes[a].whole == self.right.tree.nodes[b].whole {
            for (a, b) in (a..self.left.tree.nodes[a].end).zip(b..self.right.tree.nodes[b].end) {
                self.pairs.join(a, b);
            }
        } else {
            self.pairs.join(a, b);
            self.children(a, b);
        }
    }

    fn children(&mut self, a: usize, b: usize) {
        for rank in [Rank::Content, Rank::Section] {
            let free = |node: &usize| self.pairs.right[*node].is_none();
            let mine: Vec<usize> = self.left.tree.of_rank(a, rank).into_iter().filter(free).collect();
            let free = |node: &usize| self.pairs.left[*node].is_none();
            let theirs: Vec<usize> = self.right.tree.of_rank(b, rank).into_iter().filter(free).collect();
            if !mine.is_empty() && !theirs.is_empty() {
                self.lists(&mine, &theirs);
            }
        }
    }

    fn lists(&mut self, mine: &[usize], theirs: &[usize]) {
        let whole = |side: Side<'_>, nodes: &[usize]| -> Vec<u64> {
            nodes.iter().map(|node| side.tree.nodes[*node].whole).collect()
        };
        let (a, b) = (whole(self.left, mine), whole(self.right, theirs));
        for (a, b) in unequal(&a, &b, |a, b| self.join_all(mine[a], theirs[b])) {
            self.pair_between(&mine[a], &theirs[b]);
        }
        // A section that was moved, or has another of its titles, is still that section.
        let (mine, theirs) = (self.free_left(mine), self.free_right(theirs));
        self.pair_by_heading(&mine, &theirs, |a, b| a.own == b.own);
        let (mine, theirs) = (self.free_left(&mine), self.free_right(&theirs));
        self.pair_by_heading(&mine, &theirs, |a, b| a.id.is_some() && a.id == b.id);
    }

    /// Pairs sections and labels by their headings.
    fn pair_by_heading(&mut self, mine: &[usize], theirs: &[usize], is_same: impl Fn(&Node, &Node) -> bool) {
        for a in mine {
            let node = &self.left.tree.nodes[*a];
            let counterpart = theirs.iter().find(|b| {
                let other = &self.right.tree.nodes[**b];
                node.kind.has_heading()
                    && node.kind.is_like(other.kind)
                    && self.pairs.left[**b].is_none()
                    && is_same(node, other)
            });
            if let Some(b) = counterpart {
                self.join_all(*a, *b);
            }
        }
    }

    /// Pairs the nodes between two equal places: first those with equal words of their own, in order,
    /// then the most similar ones.
    fn pair_between(&mut self, mine: &[usize], theirs: &[usize]) {
        if mine.is_empty() || theirs.is_empty() {
            return;
        }
        let own = |side: Side<'_>, nodes: &[usize]| -> Vec<u64> {
            // A story has no words of its own.
            let own = |node: &usize| Some(side.tree.nodes[*node].own).filter(|own| *own != 0);
            nodes.iter().map(|node| own(node).unwrap_or(side.tree.nodes[*node].whole)).collect()
        };
        let (a, b) = (own(self.left, mine), own(self.right, theirs));
        unequal(&a, &b, |a, b| self.join_all(mine[a], theirs[b]));
        let (mine, theirs) = (self.free_left(mine), self.free_right(theirs));
        let mut candidates: Vec<(f32, usize, usize)> = Vec::new();
        // Comparing every pair of two long lists of new nodes takes too long and finds little.
        if mine.len() * theirs.len() <= MAX_COMPARISONS {
            let (mine_words, their_words) = (words(self.left, &mine), words(self.right, &theirs));
            for (a, a_words) in mine.iter().zip(&mine_words) {
                for (b, b_words) in theirs.iter().zip(&their_words) {
                    let similarity = self.similarity((*a, a_words), (*b, b_words));
                    if similarity >= MIN_SIMILARITY {
                        candidates.push((similarity, *a, *b));
                    }
                }
            }
        }
        // The most similar pairs first. The sort is stable, so equal ones stay in order.
        candidates.sort_by(|x, y| y.0.total_cmp(&x.0));
        for (_, a, b) in candidates {
            if self.pairs.right[a].is_none() && self.pairs.left[b].is_none() {
                self.join_all(a, b);
            }
        }
        // One paragraph in the place of another is a rewrite of it, and so is an item without a link.
        let prose = |side: Side<'_>, nodes: Vec<usize>| -> Vec<usize> {
            let is_prose = |node: &usize| {
                let one = &side.tree.nodes[*node];
                one.is_prose
                    || (matches!(one.kind, NodeKind::Item(_)) && Words::new(side, *node).address.is_none())
            };
            nodes.into_iter().filter(is_prose).collect()
        };
        let mine = prose(self.left, self.free_left(&mine));
        let theirs = prose(self.right, self.free_right(&theirs));
        if let ([a], [b]) = (&mine[..], &theirs[..]) {
            self.pairs.join(*a, *b);
        }
    }

    fn free_left(&self, nodes: &[usize]) -> Vec<usize> {
        nodes.iter().copied().filter(|node| self.pairs.right[*node].is_none()).collect()
    }

    fn free_right(&self, nodes: &[usize]) -> Vec<usize> {
        nodes.iter().copied().filter(|node| self.pairs.left[*node].is_none()).collect()
    }

    /// From 0 to 1, where 1 is equal.
    fn similarity(&self, (a, a_words): (usize, &Words<'_>), (b, b_words): (usize, &Words<'_>)) -> f32 {
        let (mine, theirs) = (&self.left.tree.nodes[a], &self.right.tree.nodes[b]);
        if !mine.kind.is_like(theirs.kind) {
            return 0.0;
        }
        if mine.own == theirs.own && mine.own != 0 {
            return 1.0;
        }
        if let Some(key) = key(self.left, a) {
            return if Some(key) == self::key(self.right, b) { 1.0 } else { 0.0 };
        }
        // Words after its bold line make a label a paragraph.
        let first =
            |side: Side<'_>, node: usize| side.own(node).lines().next().map(str::trim).map(str::to_owned);
        if (mine.kind == NodeKind::Label) != (theirs.kind == NodeKind::Label) {
            return if first(self.left, a) == first(self.right, b) { SAME_PAGE } else { 0.0 };
        }
        // An item that links to the same page is the same item, in any words.
        let is_same_page = a_words.address.is_some() && a_words.address == b_words.address;
        let words = shared(&a_words.sorted, &b_words.sorted);
        match mine.kind {
            NodeKind::Item(_) | NodeKind::Story if is_same_page => words.max(SAME_PAGE),
            // A heading that was renamed still has the same nodes under it.
            NodeKind::Section(_) | NodeKind::Label => words.max(self.shared_children(a, b)),
            _ => words,
        }
    }

    /// The share of equal children, from 0 to 1.
    fn shared_children(&self, a: usize, b: usize) -> f32 {
        let hashes = |side: Side<'_>, node: usize| -> Vec<u64> {
            let mut all: Vec<u64> =
                side.tree.children(node).map(|child| side.tree.nodes[child].whole).collect();
            all.sort_unstable();
            all
        };
        shared(&hashes(self.left, a), &hashes(self.right, b))
    }

    /// Pairs what was moved: sections with the same heading, and unchanged nodes.
    fn moved(&mut self) {
        let sections = |side: Side<'_>, pairs: &[Option<usize>]| -> Vec<usize> {
            let is_free =
                |node: &usize| pairs[*node].is_none() && side.tree.nodes[*node].kind.rank() == Rank::Section;
            (1..side.tree.nodes.len()).filter(is_free).collect()
        };
        let (mine, theirs) = (sections(self.left, &self.pairs.right), sections(self.right, &self.pairs.left));
        self.pair_by_heading(&mine, &theirs, |a, b| a.own == b.own);
        let mut free: Vec<(u64, usize)> = (1..self.right.tree.nodes.len())
            .filter(|node| self.pairs.left[*node].is_none())
            .map(|node| (self.right.tree.nodes[node].whole, node))
            .collect();
        free.sort_unstable();
        for a in 1..self.left.tree.nodes.len() {
            if self.pairs.right[a].is_some() {
                continue;
            }
            let node = &self.left.tree.nodes[a];
            let first = free.partition_point(|(whole, _)| *whole < node.whole);
            let same = free[first..].iter().take_while(|(whole, _)| *whole == node.whole);
            let is_like = |b: usize| self.right.tree.nodes[b].kind.is_like(node.kind);
            let counterpart = same.map(|(_, b)| *b).find(|b| self.pairs.left[*b].is_none() && is_like(*b));
            if let Some(b) = counterpart {
                self.join_all(a, b);
            }
        }
    }
}

/// Calls `equal` with each pair of indices that two lists have in common. Returns the ranges between
/// them.
pub(super) fn unequal(
    a: &[u64],
    b: &[u64],
    mut equal: impl FnMut(usize, usize),
) -> Vec<(std::ops::Range<usize>, std::ops::Range<usize>)> {
    let mut rest = Vec::new();
    for Run { kind, old, new } in diff::runs(a, b) {
        match kind {
            RunKind::Equal => old.zip(new).for_each(|(a, b)| equal(a, b)),
            _ => rest.push((old, new)),
        }
    }
    rest
}

/// Returns the name that a line keeps through any change: the key of a front matter field, or the
/// label of a `[label]: address` line.
pub(super) fn key<'a>(side: Side<'a>, node: usize) -> Option<&'a str> {
    let nodes = &side.tree.nodes;
    let one = &nodes[node];
    if one.kind != NodeKind::Block {
        return None;
    }
    let own = side.own(node);
    if nodes[one.parent].kind == NodeKind::FrontMatter {
        return own.split_once(':').map(|(key, _)| key);
    }
    let is_definition = one.lines.len() == 1 && own.starts_with('[');
    let (label, _) = own.split_once("]:").filter(|_| is_definition)?;
    (!label.contains("](")).then_some(label)
}

/// The words of a node, where an address is one word. A story has the words of its children.
struct Words<'a> {
    sorted: Vec<&'a str>,
    /// The first address.
    address: Option<&'a str>,
}

fn words<'a>(side: Side<'a>, nodes: &[usize]) -> Vec<Words<'a>> {
    nodes.iter().map(|node| Words::new(side, *node)).collect()
}

impl<'a> Words<'a> {
    fn new(side: Side<'a>, node: usize) -> Self {
        let lines = match side.tree.nodes[node].kind {
            NodeKind::Story => side.tree.all_lines(node),
            _ => side.tree.nodes[node].lines.clone(),
        };
        let text = side.tree.span(&lines).of(side.text);
        let parts = text.split(|c: char| c.is_whitespace() || "()[]<>\"".contains(c));
        let words = parts.flat_map(|part| {
            let is_address = part.contains("://");
            part.split(move |c: char| !is_address && !c.is_alphanumeric())
        });
        let mut sorted: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
        let address = sorted.iter().copied().find(|word| word.contains("://"));
        sorted.sort_unstable();
        Words { sorted, address }
    }
}

/// Returns how similar two sorted lists are, from 0 to 1 (Dice's coefficient).
fn shared<T: Ord>(a: &[T], b: &[T]) -> f32 {
    let total = a.len() + b.len();
    let (mut x, mut y, mut same) = (a.iter().peekable(), b.iter().peekable(), 0);
    while let (Some(left), Some(right)) = (x.peek(), y.peek()) {
        match left.cmp(right) {
            std::cmp::Ordering::Less => drop(x.next()),
            std::cmp::Ordering::Greater => drop(y.next()),
            std::cmp::Ordering::Equal => {
                same += 2;
                x.next();
                y.next();
            }
        }
    }
    if total == 0 { 0.0 } else { same as f32 / total as f32 }
}
