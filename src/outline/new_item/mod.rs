//! Adds one item to a section, in the newsletter's own form: in its first empty slot, or beside its
//! other items.

mod dated;
mod examples;
mod line_form;
mod list_item;
mod list_place;
mod site_names;
mod slot_form;
mod slot_item;
mod story_text;
mod style;
mod vote;

use super::issue::Issue;
use super::{Outline, Slot};
use crate::draft::Draft;
use crate::profile::{Profile, SlotKind, normalise};
use crate::text::Span;

pub use list_item::names_days;
pub use style::ItemStyle;

use examples::Examples;
use list_place::TargetSection;
use slot_item::{ItemBuilder, SlotFilter};

/// The values of a new item. An empty value is unknown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NewItem {
    pub title: String,
    pub url: String,
    pub text: String,
    /// The image's path as the draft refers to it.
    pub image: String,
    /// The name of the source at the end of a story, or of the organizer of an event.
    pub source: String,
    pub source_url: String,
    /// Who wrote it, for items that name their author, such as guides.
    pub author: String,
    pub author_url: String,
    /// The day or days of an event, in any notation that [`days_in`](super::days_in) reads.
    pub date: String,
    /// The place of an event.
    pub place: String,
}

/// The context of a new item besides the draft.
#[derive(Clone, Copy)]
#[allow(missing_debug_implementations, reason = "it holds a function")]
pub struct ItemContext<'a> {
    pub profile: &'a Profile,
    pub template: Option<(&'a Draft, &'a Outline)>,
    /// The folder of the issue's images.
    pub folder: &'a str,
    /// True for paths of images that exist: a slot with such an image is in use.
    pub has_image: &'a dyn Fn(&str) -> bool,
    /// Learnt from the last issues.
    pub style: &'a ItemStyle,
    pub missing_source: MissingSource,
}

/// The source that is written for a story without one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MissingSource {
    /// The placeholder of the form.
    Placeholder,
    /// The site of its address.
    Site,
}

/// A draft with one more item.
#[derive(Clone, Debug)]
pub struct AddedItem {
    pub draft: Draft,
    /// The item in the new draft.
    pub span: Span,
}

/// Adds an item to a section. Removes the image and the author of the slot's form if the item has
/// none.
///
/// Returns `None` if the section takes no items. A section that is one story takes an item only while
/// it is empty.
pub fn add_item(
    draft: &Draft,
    section: usize,
    item: &NewItem,
    context: &ItemContext<'_>,
) -> Option<AddedItem> {
    let builder = ItemBuilder::new(draft, context);
    let filter = if item.image.is_empty() { SlotFilter::ListItems } else { SlotFilter::Blocks };
    if let Some(position) = builder.empty_position(section, filter) {
        return builder.add_at(position, item);
    }
    let learnt = ItemStyle::learn([(draft, builder.outline())]);
    let Some(kind) = list_kind(builder.outline(), section, item, &learnt, context) else {
        return builder.append(section, filter, item);
    };
    let target = TargetSection {
        draft,
        outline: builder.outline(),
        section: builder.outline().sections.get(section)?,
        slots: builder.outline().slots_of(section),
        profile: context.profile,
        issue: Issue::new(draft, context.profile, None).date(),
    };
    let heading = normalise(&target.section.title);
    let (past, profile) = (context.style, context.profile);
    let examples = Examples { draft: &learnt, past, heading: &heading, kind, profile };
    list_item::add_list_item(&target, item, &examples)
}

/// The kind of the section's items, if the item goes into a list.
fn list_kind(
    outline: &Outline,
    section: usize,
    item: &NewItem,
    learnt: &ItemStyle,
    context: &ItemContext<'_>,
) -> Option<SlotKind> {
    let spec = outline.spec(section, context.profile)?;
    let kind = spec.kinds.iter().copied().find(|kind| kind.takes_items())?;
    let slots = outline.slots_of(section);
    let heading = normalise(&outline.sections.get(section)?.title);
    let has_bullets = || slots.iter().any(|slot| slot.is_item() && slot.line_of.is_none());
    let had_bullets = || [learnt, context.style].iter().any(|style| style.has_items(&heading));
    let has_stories = || slots.iter().any(|slot: &Slot| slot.kind == kind && !slot.is_item());
    let is_list = match kind {
        SlotKind::Links | SlotKind::Boards => true,
        SlotKind::Events if item.image.is_empty() => {
            has_bullets() || (!has_stories() && (had_bullets() || spec.form.is_none()))
        }
        _ => false,
    };
    is_list.then_some(kind)
}

#[cfg(test)]
mod tests;
