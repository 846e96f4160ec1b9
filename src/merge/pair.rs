//! Which node of one tree is which node of another.

use similar::{Algorithm, DiffOp, capture_diff_slices};

use super::tree::{Kind, Node, Rank, Tree};

/// How alike two texts have to be, from 0 to 1, for one to be the other after an edit.
const ALIKE: f32 = 0.6;

/// How alike two items are that lead to the same page.
const SAME_PAGE: f32 = 0.9;

/// How many pairs are compared word by word: two hundred items that are new on either side.
const MOST_COMPARED: usize = 40_000;

/// For each node of the left tree its counterpart in the right one, and the other way round.
#[derive(Clone, Debug)]
pub(super) struct Pairs {
    pub right: Vec<Option<usize>>,
    pub left: Vec<Option<usize>>,
}

/// A tree with the text that it is of.
#[derive(Clone, Copy, Debug)]
pub(super) struct Side<'a> {
    pub text: &'a str,
    pub tree: &'a Tree,
}

impl<'a> Side<'a> {
    /// The node's own words, without those under it.
    pub fn own(&self, node: usize) -> &'a str {
        self.tree.span(&self.tree.nodes[node].lines).of(self.text)
    }
}

impl Pairs {
    pub fn new(left: Side<'_>, right: Side<'_>) -> Pairs {
        let mut pairs =
            Pairs { right: vec![None; left.tree.nodes.len()], left: vec![None; right.tree.nodes.len()] };
        let mut pairing = Pairing { left, right, pairs: &mut pairs };
        pairing.join(0, 0);
        pairing.children(0, 0);
        pairing.moved();
        pairs
    }
}

struct Pairing<'a, 'p> {
    left: Side<'a>,
    right: Side<'a>,
    pairs: &'p mut Pairs,
}

impl Pairing<'_, '_> {
    fn join(&mut self, a: usize, b: usize) {
        self.pairs.right[a] = Some(b);
        self.pairs.left[b] = Some(a);
    }

    /// Pairs two nodes, and what stands under them: one by one where that is the same.
    fn join_all(&mut self, a: usize, b: usize) {
        if self.left.tree.nodes[a].whole == self.right.tree.nodes[b].whole {
            for (a, b) in (a..self.left.tree.nodes[a].end).zip(b..self.right.tree.nodes[b].end) {
                self.join(a, b);
            }
        } else {
            self.join(a, b);
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
            self.run(&mine[a], &theirs[b]);
        }
        // A section that stands elsewhere, or has another of its names, is still that section.
        let (mine, theirs) = (self.free_left(mine), self.free_right(theirs));
        self.headed(&mine, &theirs, |a, b| a.own == b.own);
        let (mine, theirs) = (self.free_left(&mine), self.free_right(&theirs));
        self.headed(&mine, &theirs, |a, b| a.id.is_some() && a.id == b.id);
    }

    /// Pairs sections and labels that are the same by their headings.
    fn headed(&mut self, mine: &[usize], theirs: &[usize], is_same: impl Fn(&Node, &Node) -> bool) {
        for a in mine {
            let node = &self.left.tree.nodes[*a];
            let found = theirs.iter().find(|b| {
                let other = &self.right.tree.nodes[**b];
                node.kind.has_heading()
                    && node.kind.is_like(other.kind)
                    && self.pairs.left[**b].is_none()
                    && is_same(node, other)
            });
            if let Some(b) = found {
                self.join_all(*a, *b);
            }
        }
    }

    /// Pairs what stands between two places that are the same in both: first what has the same
    /// words of its own, in order, then what is most alike.
    fn run(&mut self, mine: &[usize], theirs: &[usize]) {
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
        let mut found: Vec<(f32, usize, usize)> = Vec::new();
        // What is all new on both sides is not worth comparing each with each.
        if mine.len() * theirs.len() <= MOST_COMPARED {
            let (mine_words, their_words) = (words(self.left, &mine), words(self.right, &theirs));
            for (a, a_words) in mine.iter().zip(&mine_words) {
                for (b, b_words) in theirs.iter().zip(&their_words) {
                    let likeness = self.likeness((*a, a_words), (*b, b_words));
                    if likeness >= ALIKE {
                        found.push((likeness, *a, *b));
                    }
                }
            }
        }
        // The most alike first; of those that are equally so, the ones in order.
        found.sort_by(|x, y| y.0.total_cmp(&x.0));
        for (_, a, b) in found {
            if self.pairs.right[a].is_none() && self.pairs.left[b].is_none() {
                self.join_all(a, b);
            }
        }
        // One paragraph in the place of one is that one written anew; so is an item without a page.
        let written = |side: Side<'_>, nodes: Vec<usize>| -> Vec<usize> {
            let is_written = |node: &usize| {
                let one = &side.tree.nodes[*node];
                one.is_written
                    || (matches!(one.kind, Kind::Item(_)) && Words::new(side, *node).address.is_none())
            };
            nodes.into_iter().filter(is_written).collect()
        };
        let mine = written(self.left, self.free_left(&mine));
        let theirs = written(self.right, self.free_right(&theirs));
        if let ([a], [b]) = (&mine[..], &theirs[..]) {
            self.join(*a, *b);
        }
    }

    fn free_left(&self, nodes: &[usize]) -> Vec<usize> {
        nodes.iter().copied().filter(|node| self.pairs.right[*node].is_none()).collect()
    }

    fn free_right(&self, nodes: &[usize]) -> Vec<usize> {
        nodes.iter().copied().filter(|node| self.pairs.left[*node].is_none()).collect()
    }

    /// From 0 to 1: 1 for the same.
    fn likeness(&self, (a, a_words): (usize, &Words<'_>), (b, b_words): (usize, &Words<'_>)) -> f32 {
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
        if (mine.kind == Kind::Label) != (theirs.kind == Kind::Label) {
            return if first(self.left, a) == first(self.right, b) { SAME_PAGE } else { 0.0 };
        }
        // What leads to the same page is the same item, however it is worded now.
        let is_same_page = a_words.address.is_some() && a_words.address == b_words.address;
        let words = shared(&a_words.sorted, &b_words.sorted);
        match mine.kind {
            Kind::Item(_) | Kind::Story if is_same_page => words.max(SAME_PAGE),
            // A heading that was given another name has the same things under it.
            Kind::Section(_) | Kind::Label => words.max(self.shared_children(a, b)),
            _ => words,
        }
    }

    /// How many of the children are the same, from 0 to 1.
    fn shared_children(&self, a: usize, b: usize) -> f32 {
        let hashes = |side: Side<'_>, node: usize| -> Vec<u64> {
            let mut all: Vec<u64> =
                side.tree.children(node).map(|child| side.tree.nodes[child].whole).collect();
            all.sort_unstable();
            all
        };
        shared(&hashes(self.left, a), &hashes(self.right, b))
    }

    /// What stands elsewhere: sections by their headings, and what is unchanged.
    fn moved(&mut self) {
        let sections = |side: Side<'_>, pairs: &[Option<usize>]| -> Vec<usize> {
            let is_free =
                |node: &usize| pairs[*node].is_none() && side.tree.nodes[*node].kind.rank() == Rank::Section;
            (1..side.tree.nodes.len()).filter(is_free).collect()
        };
        let (mine, theirs) = (sections(self.left, &self.pairs.right), sections(self.right, &self.pairs.left));
        self.headed(&mine, &theirs, |a, b| a.own == b.own);
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
            let found = same.map(|(_, b)| *b).find(|b| self.pairs.left[*b].is_none() && is_like(*b));
            if let Some(b) = found {
                self.join_all(a, b);
            }
        }
    }
}

/// Says of each pair that two lists have in common, and gives the parts between them.
fn unequal(
    a: &[u64],
    b: &[u64],
    mut equal: impl FnMut(usize, usize),
) -> Vec<(std::ops::Range<usize>, std::ops::Range<usize>)> {
    let mut rest = Vec::new();
    for op in capture_diff_slices(Algorithm::Patience, a, b) {
        match op {
            DiffOp::Equal { old_index, new_index, len } => {
                (0..len).for_each(|n| equal(old_index + n, new_index + n));
            }
            other => rest.push((other.old_range(), other.new_range())),
        }
    }
    rest
}

/// What names a line whatever else it says: the key of a field of the front matter, the label of a
/// `[label]: address` line.
pub(super) fn key<'a>(side: Side<'a>, node: usize) -> Option<&'a str> {
    let nodes = &side.tree.nodes;
    let one = &nodes[node];
    if one.kind != Kind::Block {
        return None;
    }
    let own = side.own(node);
    if nodes[one.parent].kind == Kind::Front {
        return own.split_once(':').map(|(key, _)| key);
    }
    let is_definition = one.lines.len() == 1 && own.starts_with('[');
    let (label, _) = own.split_once("]:").filter(|_| is_definition)?;
    (!label.contains("](")).then_some(label)
}

/// The words of a node, with each address as one; of a story those of its children.
struct Words<'a> {
    sorted: Vec<&'a str>,
    /// The first one.
    address: Option<&'a str>,
}

fn words<'a>(side: Side<'a>, nodes: &[usize]) -> Vec<Words<'a>> {
    nodes.iter().map(|node| Words::new(side, *node)).collect()
}

impl<'a> Words<'a> {
    fn new(side: Side<'a>, node: usize) -> Self {
        let lines = match side.tree.nodes[node].kind {
            Kind::Story => side.tree.all_lines(node),
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

/// How much of two sorted lists is in both, from 0 to 1 (Dice's coefficient).
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
