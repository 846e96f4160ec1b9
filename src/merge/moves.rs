//! Which nodes of the base one side moved, and how far.

use super::pair::{Pairs, Side};
use super::tree::Rank;
use crate::text::longest_subsequence;

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
    let has_children = |parent: &usize| base.tree.nodes[*parent].end > parent + 1;
    for parent in (0..sections.len()).filter(has_children) {
        let section = sections[parent];
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
            let mut kept = longest_subsequence(&siblings, |(_, a), (_, b)| a < b).into_iter().peekable();
            for (at, (child, _)) in siblings.iter().enumerate() {
                if kept.next_if_eq(&at).is_none() {
                    moves[*child] = Move::WithinSection;
                }
            }
        }
    }
    moves
}
