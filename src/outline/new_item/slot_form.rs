//! The usual forms of stories and guides in a draft.

use super::NewItem;
use super::site_names::host_name;
use super::vote::most_frequent;
use crate::draft::Draft;
use crate::outline::empty_form::empty_form;
use crate::outline::{Layout, Outline, Role, Row, Slot, SlotState};
use crate::profile::{NewItemForm, Profile, SlotKind};
use crate::text::Span;

/// The usual form of a section's stories with, or without, an image. Stories of the same site are the
/// best examples, then those that end like most of the section's stories.
pub(super) fn story_form(draft: &Draft, slots: &[Slot], profile: &Profile, item: &NewItem) -> Option<String> {
    let stories: Vec<&Slot> = slots.iter().filter(|slot| is_plain_story(slot)).collect();
    let site = if item.source_url.is_empty() { &item.url } else { &item.source_url };
    let address = |slot: &Slot| {
        slot.fields.iter().find(|field| field.role == Role::SourceAddress)?.spans.first().copied()
    };
    let is_of_site =
        |slot: &Slot| address(slot).is_some_and(|address| host_name(draft.slice(address)) == host_name(site));
    let end = |slot: &Slot| Some(draft.slice(Span::new(address(slot)?.end, slot.span.end)).trim_end());
    let usual_end = most_frequent(stories.iter().map(|slot| end(slot)));
    let has_usual_end = |slot: &Slot| Some(end(slot)) == usual_end;
    let usual = |is_example: &dyn Fn(&Slot) -> bool| {
        let like = stories.iter().filter(|slot| slot.has(Role::Image) != item.image.is_empty());
        let like = like.filter(|slot| is_example(slot));
        most_frequent(like.map(|slot| empty_form(draft, slot.span, &slot.fields, profile)))
    };
    usual(&is_of_site).or_else(|| usual(&has_usual_end)).or_else(|| usual(&|_| true))
}

/// True for a written story with a text and at most one source.
fn is_plain_story(slot: &Slot) -> bool {
    let sources = slot.fields.iter().filter(|field| field.role == Role::Source).count();
    slot.kind.takes_items()
        && slot.layout == Layout::Blocks
        && slot.state() == SlotState::Filled
        && slot.has(Role::Text)
        && sources <= 1
        && !slot.has(Role::Via)
        && !slot.has(Role::AfterSources)
}

/// The usual form of a draft's rows of that kind with, or without, an author. `None` for kinds whose items are no rows,
/// and without an example.
pub(super) fn usual_row_form(
    draft: &Draft,
    outline: &Outline,
    profile: &Profile,
    kind: SlotKind,
    item: &NewItem,
) -> Option<String> {
    if kind.item_form() != NewItemForm::Row {
        return None;
    }
    let authors = |row: &Row| row.fields.iter().filter(|field| field.role == Role::Author).count();
    let wanted = usize::from(!item.author.is_empty());
    let lists = outline.slots.iter().filter(|slot| slot.kind == kind);
    let rows = lists.flat_map(|slot| &slot.rows).filter(|row| row.state() == SlotState::Filled);
    let like = rows.filter(|row| authors(row) == wanted);
    most_frequent(like.map(|row| empty_form(draft, row.span, &row.fields, profile)))
}
