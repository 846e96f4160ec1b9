//! Which nodes of the base one side moved, and how far.

use super::pair::{Pairs, Side};
use super::tree::Rank;

/// How far a side moved a node. A longer move is greater than a shorter one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Move {
    None,
    /// Among its siblings, or to another parent in the same section.
    WithinSection,
    ToAnotherSection,
}

/// Returns the move of each node of the base. A node that only went along with its parent has not
/// moved.
pub(super) fn moves(base: Side<'_>, side: Side<'_>, pairs: &Pairs) -> Vec<Move> {
    let mut moves = vec![Move::None; base.tree.nodes.len()];
    let (sections, other_sections) = (base.tree.sections(), side.tree.sections());
    for (parent, section) in sections.iter().copied().enumerate() {
        for rank in [Rank::Content, Rank::Section] {
            let children = base.tree.of_rank(parent, rank);
            let mut siblings: Vec<(usize, usize)> = Vec::new();
            for child in children {
                let Some(other) = pairs.right[child] else { continue };
                let node = &side.tree.nodes[other];
                let other_section = other_sections[node.parent];
                // Two sections may have the same heading.
                let is_same_section = pairs.left[other_section] == Some(section)
                    || base.tree.nodes[section].own == side.tree.nodes[other_section].own;
                if pairs.left[node.parent] == Some(parent) && node.kind.rank() == rank {
                    siblings.push((child, other));
                } else if is_same_section {
                    moves[child] = Move::WithinSection;
                } else {
                    moves[child] = Move::ToAnotherSection;
                }
            }
            let mut kept = longest_increasing_subsequence(&siblings).into_iter().peekable();
            for (at, (child, _)) in siblings.iter().enumerate() {
                if kept.next_if_eq(&at).is_none() {
                    moves[*child] = Move::WithinSection;
                }
            }
        }
    }
    moves
}

/// Returns the indices of a longest part of the list whose second numbers increase.
fn longest_increasing_subsequence(order: &[(usize, usize)]) -> Vec<usize> {
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
    let mut indices = Vec::with_capacity(ends.len());
    let mut at = ends.last().copied();
    while let Some(this) = at {
        indices.push(this);
        at = before[this];
    }
    indices.reverse();
    indices
}
