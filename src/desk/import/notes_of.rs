//! The reverse of an import: writes the part about an issue for the next meeting's notes.

use crate::draft::{BlockKind, Draft};
use crate::outline::{Field, Fill, Outline, Slot, SlotState};
use crate::profile::{Profile, SlotKind};
use crate::text::Span;

/// The part of the notes about a finished draft, and its number of stories: the headline, the items of
/// the sections that the profile names, some features, and the text that is repeated every week. Stories that
/// are not written yet are left out. `None` if the profile does not define notes.
pub fn notes_of(draft: &Draft, profile: &Profile) -> Option<(String, usize)> {
    let news = profile.import.news.as_ref()?;
    let outline = Outline::new(draft, profile);
    let is_filled = |slot: &&Slot| is_written(draft, slot);
    let mut chosen: Vec<&Slot> = Vec::new();
    let sections = &outline.sections;
    let of = |id: &str| {
        let id = id.to_owned();
        outline.slots.iter().filter(is_filled).filter(move |slot| sections[slot.section].id == id)
    };
    for id in &news.sections {
        chosen.extend(of(id).next());
    }
    // The headline is the first of its section; the features after it are listed too.
    if let Some(id) = news.sections.first() {
        chosen.extend(of(id).skip(1).take(news.features));
    }
    let mut out = format!("## {}\n", news.title);
    let count = chosen.len();
    for slot in chosen {
        let (title, text) = words(draft, &outline, profile, slot);
        out.push_str(&format!("### {title}\n{text}\n"));
    }
    if let Some(standing) = &news.standing {
        out.push_str(standing.trim_end());
        out.push('\n');
    }
    Some((out, count))
}

/// True if the paragraph of a story that goes into the notes has none of the template's words.
fn is_written(draft: &Draft, slot: &Slot) -> bool {
    let Some(paragraph) = paragraph(draft, slot).filter(|_| !slot.is_list()) else { return false };
    let is_in = |field: &&Field| field.spans.iter().any(|span| paragraph.contains(*span));
    let is_open = |field: &Field| matches!(field.fill, Fill::Placeholder | Fill::Mixed);
    slot.state() != SlotState::Empty && !slot.fields.iter().filter(is_in).any(is_open)
}

/// The first paragraph of a story: a meeting has time for one.
fn paragraph(draft: &Draft, slot: &Slot) -> Option<Span> {
    let mut blocks = draft.blocks().iter().filter(|block| slot.span.contains(block.span));
    let block = blocks.find(|block| {
        !block.is_image_only(draft.text()) && !matches!(block.kind, BlockKind::Heading { .. })
    })?;
    Some(block.span.trim(draft.text())).filter(|span| !span.is_empty())
}

/// The title of a story, and its first paragraph.
fn words(draft: &Draft, outline: &Outline, profile: &Profile, slot: &Slot) -> (String, String) {
    let section = &outline.sections[slot.section];
    let has_title = section.heading.is_some()
        && profile.section(&section.id).is_some_and(|spec| spec.kinds.contains(&SlotKind::Feature));
    let title = if has_title { section.title.clone() } else { slot.title.clone() };
    let words = paragraph(draft, slot).map(|span| draft.slice(span).replace("\r\n", "\n"));
    (title, words.unwrap_or_default())
}
