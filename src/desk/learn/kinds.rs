//! The kinds of slots in a section, from the blocks of several issues.

use crate::draft::{Block, Draft};
use crate::profile::SlotKind;

/// The kinds that fit the bodies of a section, and the reason.
pub(super) fn of_bodies(bodies: &[(&Draft, &[Block])]) -> (Vec<SlotKind>, String) {
    let blocks = || bodies.iter().flat_map(|(draft, blocks)| blocks.iter().map(move |block| (*draft, block)));
    let all: usize = blocks().count();
    let lists = blocks().filter(|(_, block)| !block.items().is_empty() && !block.links.is_empty()).count();
    let stories = blocks().filter(|(draft, block)| block.is_image_only(draft.text())).count();
    let reason = |count: usize, what: &str| format!("{count} of {all} blocks are {what}");
    if stories * 4 >= all && stories > 0 {
        (vec![SlotKind::Stories], reason(stories, "images above a story"))
    } else if lists * 3 >= all && lists > 0 {
        (vec![SlotKind::Links], reason(lists, "lists of links"))
    } else {
        (vec![SlotKind::Prose], "text".to_owned())
    }
}
