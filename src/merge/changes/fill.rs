//! What the outline tells of changes: which are items, and which fill a slot of the template.

use std::collections::HashSet;

use super::{Change, ChangeKind, Side, Unit, own};
use crate::draft::Draft;
use crate::merge::pair::Pairs;
use crate::outline::{Outline, follow_count};
use crate::profile::Profile;
use crate::text::{Edits, Span};

/// Undoes the pairing of free slots that are not as they were: what is in their place is new.
pub(super) fn release(base: Side<'_>, head: Side<'_>, pairs: &mut Pairs, open: &[Span]) {
    for slot in open {
        let nodes: Vec<usize> =
            (1..base.tree.nodes.len()).filter(|node| overlaps(own(base, *node), *slot)).collect();
        let is_same = |node: &usize| {
            let is = pairs.right[*node];
            is.is_some_and(|is| base.tree.nodes[*node].own == head.tree.nodes[is].own)
        };
        if nodes.iter().all(is_same) {
            continue;
        }
        let parents = nodes.iter().map(|node| base.tree.nodes[*node].parent);
        let stories = parents.filter(|parent| base.tree.nodes[*parent].lines.is_empty() && *parent != 0);
        let stories: Vec<usize> = stories.collect();
        for node in nodes.into_iter().chain(stories) {
            if let Some(is) = pairs.right[node].take() {
                pairs.left[is] = None;
            }
        }
    }
}

/// Finds the additions and removals that are items under headings that take items.
pub(super) fn find_items(
    changes: &mut [Change],
    outlines: (&Outline, &Outline),
    (base, head): (Side<'_>, Side<'_>),
) {
    let added = |change: &&Change| change.kind == ChangeKind::Added;
    let new: Vec<Span> = changes.iter().filter(added).map(|change| change.is).collect();
    let nodes: Vec<Span> = (1..head.tree.nodes.len()).map(|node| own(head, node)).collect();
    let nodes: Vec<Span> = nodes.into_iter().filter(|span| !span.is_empty()).collect();
    let mut items = items(outlines.1);
    // An item is one that is new as a whole: words added to somebody's story are none.
    items.retain(|(span, _)| {
        let own = nodes.iter().filter(|node| overlaps(**node, *span));
        own.clone().next().is_some() && own.into_iter().all(|node| new.iter().any(|new| new.contains(*node)))
    });
    let was = self::items(outlines.0);
    for change in changes.iter_mut().filter(|change| change.unit == Unit::Text) {
        let (all, place) = match change.kind {
            ChangeKind::Added => (&items, change.is.trim(head.text)),
            _ => (&was, change.was.trim(base.text)),
        };
        if let Some((_, section)) = all.iter().find(|(span, _)| span.contains(place)) {
            change.unit = Unit::Item { section: section.clone() };
        }
    }
}

/// The items of an outline, each with the profile's name for its section.
fn items(outline: &Outline) -> Vec<(Span, String)> {
    let mut items = Vec::new();
    for slot in outline.slots.iter().filter(|slot| slot.kind.takes_items()) {
        let Some(section) = outline.sections.get(slot.section).filter(|one| one.heading.is_some()) else {
            continue;
        };
        match slot.is_list {
            true => items.extend(slot.rows.iter().map(|row| (row.span, section.id.clone()))),
            false => items.push((slot.span, section.id.clone())),
        }
    }
    items
}

/// Lists a free slot that was filled as an addition only. A free slot that is gone without an item
/// in its place stays a removal.
pub(super) fn fill_open(changes: &mut Vec<Change>, open: &[Span]) {
    let slot_of = |change: &Change| open.iter().position(|slot| overlaps(change.was, *slot));
    let mut filled: HashSet<usize> = HashSet::new();
    let is_item =
        |change: &&Change| change.kind == ChangeKind::Added && matches!(change.unit, Unit::Item { .. });
    // The headings of items that have no slot yet.
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

/// Leaves out changes of a sentence that counts the lines of a list, where it now counts them right
/// and differs in nothing else.
pub(super) fn follow_counts(changes: &mut Vec<Change>, head: &Draft, outline: &Outline, profile: &Profile) {
    changes.retain(|change| {
        let section = outline.section_at(change.is.start).and_then(|at| outline.sections.get(at));
        let counts = section
            .and_then(|section| profile.section(&section.id))
            .is_some_and(|section| section.count_line.is_some());
        if change.kind != ChangeKind::Changed || change.from.is_some() || !counts {
            return true;
        }
        // With its earlier words, the sentence would follow to just these.
        let edits = Edits::replace(change.is, change.before.as_str());
        let before = Draft::parse(edits.apply(head.text()));
        let outline = Outline::new(&before, profile);
        let mut slots = outline.slots.iter().filter(|slot| slot.is_list);
        let followed = slots.find_map(|slot| follow_count(&before, profile, &outline, slot));
        followed.is_none_or(|edits| edits.apply(before.text()) != head.text())
    });
}

fn overlaps(one: Span, other: Span) -> bool {
    one.start < other.end && other.start < one.end
}
