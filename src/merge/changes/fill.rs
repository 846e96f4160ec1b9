//! Refines changes by the outline: which are items, and which fill a slot of the template.

use std::collections::HashSet;

use super::{Change, ChangeKind, Side, Unit, own};
use crate::draft::Draft;
use crate::merge::pair::Pairs;
use crate::outline::{Outline, update_count};
use crate::profile::Profile;
use crate::text::{Edits, Span};

/// Removes the pairs of untouched slots that were filled: what replaces them is new.
pub(super) fn unpair_filled(base: Side<'_>, head: Side<'_>, pairs: &mut Pairs, untouched: &[Span]) {
    let with_lines = with_lines(base);
    for slot in untouched {
        let nodes: Vec<usize> = overlapping(&with_lines, *slot).map(|(_, node)| *node).collect();
        let is_same = |node: &usize| {
            let counterpart = pairs.right[*node];
            counterpart.is_some_and(|at| base.tree.nodes[*node].own == head.tree.nodes[at].own)
        };
        if nodes.iter().all(is_same) {
            continue;
        }
        let parents = nodes.iter().map(|node| base.tree.nodes[*node].parent);
        let stories = parents.filter(|parent| base.tree.nodes[*parent].lines.is_empty() && *parent != 0);
        let stories: Vec<usize> = stories.collect();
        for node in nodes.into_iter().chain(stories) {
            if let Some(counterpart) = pairs.right[node].take() {
                pairs.left[counterpart] = None;
            }
        }
    }
}

/// Marks the additions and removals that are items of sections that take items.
pub(super) fn find_items(
    changes: &mut [Change],
    outlines: (&Outline, &Outline),
    (base, head): (Side<'_>, Side<'_>),
) {
    let added = |change: &&Change| change.kind == ChangeKind::Added;
    let new: Vec<Span> = changes.iter().filter(added).map(|change| change.is).collect();
    let nodes = with_lines(head);
    // Only items that are new as a whole. Words added to an existing story are not an item.
    let is_new = |item: Span| {
        let mut own = overlapping(&nodes, item).peekable();
        own.peek().is_some() && own.all(|(node, _)| new.iter().any(|new| new.contains(*node)))
    };
    let (items, was) = (items(outlines.1), items(outlines.0));
    for change in changes.iter_mut().filter(|change| change.unit == Unit::Text) {
        let found = match change.kind {
            ChangeKind::Added => {
                let span = change.is.trim(head.text);
                items.iter().find(|(item, _)| item.contains(span) && is_new(*item))
            }
            _ => {
                let span = change.was.trim(base.text);
                was.iter().find(|(item, _)| item.contains(span))
            }
        };
        if let Some((_, section)) = found {
            change.unit = Unit::Item { section: section.clone() };
        }
    }
}

/// The nodes that have lines of their own, in the order of the text.
fn with_lines(side: Side<'_>) -> Vec<(Span, usize)> {
    let nodes = (1..side.tree.nodes.len()).map(|node| (own(side, node), node));
    nodes.filter(|(span, _)| !span.is_empty()).collect()
}

/// The nodes whose own lines overlap a span.
fn overlapping(nodes: &[(Span, usize)], span: Span) -> impl Iterator<Item = &(Span, usize)> {
    let first = nodes.partition_point(|(own, _)| own.end <= span.start);
    nodes[first..].iter().take_while(move |(own, _)| own.start < span.end)
}

/// The items of an outline, each with the profile's name of its section.
fn items(outline: &Outline) -> Vec<(Span, String)> {
    let mut items = Vec::new();
    for slot in outline.slots.iter().filter(|slot| slot.kind.takes_items()) {
        let Some(section) = outline.sections.get(slot.section).filter(|one| one.heading.is_some()) else {
            continue;
        };
        match slot.is_list() {
            true => items.extend(slot.rows.iter().map(|row| (row.span, section.id.clone()))),
            false => items.push((slot.span, section.id.clone())),
        }
    }
    items
}

/// Removes the removal of each untouched slot that was filled, since its addition is listed. An
/// untouched slot that was deleted without an item in its place is still a removal.
pub(super) fn remove_filled(changes: &mut Vec<Change>, untouched: &[Span]) {
    let slot_of = |change: &Change| untouched.iter().position(|slot| change.was.overlaps(*slot));
    let mut filled: HashSet<usize> = HashSet::new();
    let is_item =
        |change: &&Change| change.kind == ChangeKind::Added && matches!(change.unit, Unit::Item { .. });
    // The headings of the added items that have no slot yet.
    let mut free: Vec<String> = changes.iter().filter(is_item).map(|one| one.heading.clone()).collect();
    for change in changes.iter().filter(|change| change.kind == ChangeKind::Removed) {
        let Some(slot) = slot_of(change).filter(|slot| !filled.contains(slot)) else { continue };
        if let Some(at) = free.iter().position(|heading| *heading == change.heading) {
            free.swap_remove(at);
            filled.insert(slot);
        }
    }
    changes.retain(|change| {
        change.kind != ChangeKind::Removed || slot_of(change).is_none_or(|slot| !filled.contains(&slot))
    });
}

/// Removes the changes of a sentence that counts the lines of a list, if only the number changed and
/// is now right.
pub(super) fn remove_updated_counts(
    changes: &mut Vec<Change>,
    head: &Draft,
    outline: &Outline,
    profile: &Profile,
) {
    changes.retain(|change| {
        let section = outline.section_at(change.is.start).and_then(|at| outline.sections.get(at));
        let counts = section
            .and_then(|section| profile.section(&section.id))
            .is_some_and(|section| section.count_line.is_some());
        if change.kind != ChangeKind::Changed || change.from.is_some() || !counts {
            return true;
        }
        // Put the earlier sentence back and update its count: the result must be the sentence of now.
        let edits = Edits::replace(change.is, change.before.as_str());
        let before = Draft::parse(edits.apply(head.text()));
        let outline = Outline::new(&before, profile);
        let mut slots = outline.slots.iter().filter(|slot| slot.is_list());
        let updated = slots.find_map(|slot| update_count(&before, profile, &outline, slot));
        updated.is_none_or(|edits| edits.apply(before.text()) != head.text())
    });
}
