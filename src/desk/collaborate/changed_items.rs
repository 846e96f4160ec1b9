//! The items of a draft that were added, updated, moved and removed.

use crate::desk::Workspace;
use crate::draft::Draft;
use crate::outline::{Outline, SlotState};
use crate::text::Span;
use crate::text::diff::TextDiff;

/// The least share of equal words at which one text is an edit of the other.
const LEAST_RATIO: f64 = 0.5;

/// How many items of each section were changed in which way.
#[derive(Debug, Default)]
pub(super) struct ChangedItems<'w> {
    pub added: Vec<(usize, Noun<'w>)>,
    pub updated: Vec<(usize, Noun<'w>)>,
    pub moved: Vec<(usize, Noun<'w>)>,
    pub removed: Vec<(usize, Noun<'w>)>,
}

/// Singular and plural.
pub(super) type Noun<'w> = (&'w str, &'w str);

/// An item that is not empty.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Item {
    /// A name that does not depend on its other text.
    name: String,
    text: String,
}

/// The items of a section, by the profile's name of it.
type Items = Vec<(String, Vec<Item>)>;

impl<'w> ChangedItems<'w> {
    pub fn new(workspace: &'w Workspace, old: &Draft, new: &Draft) -> ChangedItems<'w> {
        let (before, after) = (filled(old, workspace), filled(new, workspace));
        let mut changed = ChangedItems::default();
        let ids = after.iter().chain(&before).map(|(id, _)| id);
        let mut seen: Vec<&String> = Vec::new();
        for id in ids {
            if seen.contains(&id) {
                continue;
            }
            seen.push(id);
            let of = |all: &Items| all.iter().find(|(own, _)| own == id).map(|(_, items)| items.clone());
            let (mut gone, mut come) = (of(&before).unwrap_or_default(), of(&after).unwrap_or_default());
            pair(&mut gone, &mut come, |one, other| one == other);
            let mut updated = pair(&mut gone, &mut come, |one, other| one.name == other.name);
            // An image or another part was added to it, or removed.
            updated += pair(&mut gone, &mut come, |old, new| {
                new.text.contains(body_of(&old.text)) || old.text.contains(body_of(&new.text))
            });
            // An item that was in another section before was moved.
            let is_elsewhere = |item: &Item, draft: &Draft| draft.text().contains(body_of(&item.text));
            let all = come.len();
            come.retain(|item| !is_elsewhere(item, old));
            let moved = all - come.len();
            gone.retain(|item| !is_elsewhere(item, new));
            updated += pair(&mut gone, &mut come, is_edited);
            let noun = noun(workspace, id);
            for (count, all) in [
                (come.len(), &mut changed.added),
                (updated, &mut changed.updated),
                (moved, &mut changed.moved),
                (gone.len(), &mut changed.removed),
            ] {
                if count > 0 {
                    all.push((count, noun));
                }
            }
        }
        changed
    }
}

/// Removes the items that belong together, and returns how many pairs there are.
fn pair(gone: &mut Vec<Item>, come: &mut Vec<Item>, is_pair: impl Fn(&Item, &Item) -> bool) -> usize {
    let all = come.len();
    come.retain(|new| {
        let found = gone.iter().position(|old| is_pair(old, new));
        found.map(|at| gone.remove(at)).is_none()
    });
    all - come.len()
}

/// True if an item with another name links to the same page, or has mostly the same words.
fn is_edited(old: &Item, new: &Item) -> bool {
    let page =
        |item: &Item| item.text.split("](").nth(1).and_then(|rest| rest.split(')').next()).map(str::to_owned);
    let is_same_page = page(old).is_some_and(|own| own.contains("://") && Some(own) == page(new));
    is_same_page || TextDiff::words(&old.text, &new.text).ratio() >= LEAST_RATIO
}

/// An item's text without the heading that a move may have added.
fn body_of(text: &str) -> &str {
    match text.split_once('\n') {
        Some((first, rest)) if first.starts_with(['#', '*']) && !rest.trim().is_empty() => rest.trim(),
        _ => text,
    }
}

fn filled(draft: &Draft, workspace: &Workspace) -> Items {
    let outline = Outline::new(draft, &workspace.profile);
    let mut items = Items::new();
    for slot in outline.slots.iter().filter(|slot| !slot.kind.is_boilerplate()) {
        let id = slot.line_of.as_ref().unwrap_or(&outline.sections[slot.section].id);
        let known = items.iter().position(|(known, _)| known == id);
        let at = known.unwrap_or_else(|| {
            items.push((id.clone(), Vec::new()));
            items.len() - 1
        });
        let list = &mut items[at].1;
        if slot.is_list() {
            for row in slot.rows.iter().filter(|row| row.state() != SlotState::Empty) {
                let name = row.fields.first().map_or("", |field| field.value(draft)).to_owned();
                list.push(Item { name, text: draft.slice(row.span).to_owned() });
            }
        } else if slot.state() != SlotState::Empty {
            // An item with another number is the same item.
            let start = slot.number.map_or(slot.span.start, |number| number.end);
            let text = draft.slice(Span::new(start, slot.span.end)).to_owned();
            list.push(Item { name: slot.title.clone(), text });
        }
    }
    items
}

/// Singular and plural noun of a section's items.
fn noun<'w>(workspace: &'w Workspace, id: &str) -> Noun<'w> {
    match workspace.profile.section(id) {
        Some(section) if !section.noun.is_empty() => {
            (&section.noun[0], section.noun.last().map_or("", String::as_str))
        }
        _ => ("item", "items"),
    }
}
