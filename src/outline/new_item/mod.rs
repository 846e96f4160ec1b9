//! Adds one item to a section, in the newsletter's own form: in its first empty slot, or beside its
//! other items.

mod block_form;
mod block_item;
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
use crate::profile::{NewItemForm, Profile, SlotKind, normalise};
use crate::text::Span;

pub use list_item::names_days;
pub use style::ItemStyle;

pub(super) use block_item::BlockSection;
pub(super) use dated::read_dated;

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

impl NewItem {
    /// True for what only an event has.
    pub fn has_day_or_place(&self) -> bool {
        !self.date.trim().is_empty() || !self.place.trim().is_empty()
    }
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
    let mut builder = ItemBuilder::new(draft, context);
    let learnt = ItemStyle::learn([(draft, builder.outline())]);
    let kind = item_kind(builder.outline(), section, &learnt, context)?;
    if kind.item_form() == NewItemForm::Block {
        let (outline, profile) = (builder.outline(), context.profile);
        let target = BlockSection { draft, outline, profile, section, kind };
        return block_item::add_block_item(target, item, &learnt, context);
    }
    let filter = if item.image.is_empty() { SlotFilter::ListItems } else { SlotFilter::Blocks };
    if let Some(position) = builder.empty_position(section, filter) {
        if !kind.has_days() || !builder.has_dated_slots(section, filter) {
            return builder.add_at(position, item);
        }
        // An event is put by its day beside the others, and in their form: the empty slot gives way.
        builder.remove(position)?;
    }
    if !goes_into_list(builder.outline(), section, kind, item, &learnt, context)? {
        return builder.append(section, filter, item);
    }
    let target = TargetSection {
        draft: builder.draft(),
        outline: builder.outline(),
        section: builder.outline().sections.get(section)?,
        slots: builder.outline().slots_of(section),
        profile: context.profile,
        issue: Issue::new(builder.draft(), context.profile, None).date(),
    };
    let heading = normalise(&target.section.title);
    let (past, profile) = (context.style, context.profile);
    let examples = Examples { draft: &learnt, past, heading: &heading, kind, profile };
    list_item::add_list_item(&target, item, &examples)
}

/// The kind of a new item: that of most items of the section, or of the last issues, or else the first one
/// that takes items. `None` if the section takes none.
fn item_kind(
    outline: &Outline,
    section: usize,
    learnt: &ItemStyle,
    context: &ItemContext<'_>,
) -> Option<SlotKind> {
    let spec = outline.spec(section, context.profile)?;
    let heading = normalise(&outline.sections.get(section)?.title);
    let kinds: Vec<SlotKind> = spec.kinds.iter().copied().filter(|kind| kind.takes_items()).collect();
    let usual = |style: &ItemStyle| {
        let (kind, count) =
            kinds.iter().rev().map(|kind| (*kind, style.count(&heading, *kind))).max_by_key(|one| one.1)?;
        (count > 0).then_some(kind)
    };
    match kinds[..] {
        // An empty section that is one story takes an item too.
        [] => spec.kinds.first().copied(),
        [only] => Some(only),
        [first, ..] if !kinds.iter().any(|kind| kind.item_form() == NewItemForm::Block) => Some(first),
        _ => usual(learnt).or_else(|| usual(context.style)).or_else(|| kinds.first().copied()),
    }
}

/// True if a new item of that kind is one of a Markdown list. `None` if the section is unknown.
fn goes_into_list(
    outline: &Outline,
    section: usize,
    kind: SlotKind,
    item: &NewItem,
    learnt: &ItemStyle,
    context: &ItemContext<'_>,
) -> Option<bool> {
    let spec = outline.spec(section, context.profile)?;
    let slots = outline.slots_of(section);
    let heading = normalise(&outline.sections.get(section)?.title);
    let has_bullets = || slots.iter().any(|slot| slot.is_item() && slot.line_of.is_none());
    let had_bullets = || [learnt, context.style].iter().any(|style| style.has_items(&heading));
    let has_stories = || slots.iter().any(|slot: &Slot| slot.kind == kind && !slot.is_item());
    Some(match kind.item_form() {
        NewItemForm::Bullet => true,
        NewItemForm::BulletOrStory => {
            item.image.is_empty()
                && (has_bullets() || (!has_stories() && (had_bullets() || spec.form.is_none())))
        }
        NewItemForm::Row | NewItemForm::Story | NewItemForm::Block | NewItemForm::None => false,
    })
}

#[cfg(test)]
mod tests;
