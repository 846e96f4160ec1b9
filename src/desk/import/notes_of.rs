//! The reverse of an import: writes the part about an issue for the next meeting's notes.

use crate::draft::{BlockKind, Draft};
use crate::outline::{Outline, Slot};
use crate::profile::{Profile, SlotKind};

/// The part of the notes about a finished draft, and its number of stories: the headline, the items of
/// the sections that the profile names, some features, and the text that is repeated every week. `None`
/// if the profile does not define notes.
pub fn notes_of(draft: &Draft, profile: &Profile) -> Option<(String, usize)> {
    let news = profile.import.news.as_ref()?;
    let outline = Outline::new(draft, profile);
    let is_filled = |slot: &&Slot| slot.state() != crate::outline::SlotState::Empty && !slot.is_list();
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
    out.push_str(news.standing.trim_end());
    out.push('\n');
    Some((out, count))
}

/// The title of a story, and its text without images.
fn words(draft: &Draft, outline: &Outline, profile: &Profile, slot: &Slot) -> (String, String) {
    let section = &outline.sections[slot.section];
    let blocks = draft.blocks().iter().filter(|block| slot.span.contains(block.span));
    let paragraphs: Vec<&str> = blocks
        .filter(|block| {
            !block.is_image_only(draft.text()) && !matches!(block.kind, BlockKind::Heading { .. })
        })
        .map(|block| draft.slice(block.span).trim())
        .collect();
    let has_title = section.heading.is_some()
        && profile.section(&section.id).is_some_and(|spec| spec.kinds.contains(&SlotKind::Feature));
    let title = if has_title { section.title.clone() } else { slot.title.clone() };
    // A meeting has time for one paragraph.
    (title, paragraphs.first().map(|words| words.replace("\r\n", "\n")).unwrap_or_default())
}
