//! The line that tells of the team's meeting.

use jiff::civil::Date;

use super::Places;
use crate::draft::Block;
use crate::import::notes::MeetingNotes;
use crate::outline::{Input, Slot, capture};
use crate::text::address::without_tracking;
use crate::text::{Edit, Edits, Span};

/// What the line says, as far as the notes tell it.
struct Meeting {
    /// `May 6, 2024`
    day: Option<String>,
    notes: Option<String>,
    video: Option<String>,
    what: String,
    /// In the notes, counted from 1.
    line: Option<usize>,
    doubt: Option<String>,
}

/// The day, the notes' address and the video's. `file` is the day that the notes' file is named after.
pub(super) fn propose(places: &mut Places<'_>, notes: &MeetingNotes, file: Option<Date>) {
    let day = notes.date.as_ref().map(|date| date.day).or(file);
    let said = day.map(|day| day.strftime("%B %-d, %Y").to_string());
    // They lie where the file's name says, whatever their title is.
    let form = places.profile.import.notes.as_ref();
    let own = file.or(day).and_then(|day| Some(form?.for_date(day)));
    let what = said.as_deref().map_or("the meeting".to_owned(), |said| format!("the meeting of {said}"));
    let meeting = Meeting {
        day: said,
        notes: notes.notes.as_ref().map(|link| link.address.clone()).or(own),
        video: notes.video.as_ref().map(|link| without_tracking(&link.address)),
        what,
        line: notes.date.as_ref().map(|date| date.line).or(notes.video.as_ref().map(|link| link.line)),
        doubt: doubt(notes, file),
    };
    if meeting.day.is_none() && meeting.notes.is_none() && meeting.video.is_none() {
        return;
    }
    let has_date =
        |slot: &&Slot| slot.kind == "streams" && slot.fields.iter().any(|field| field.name == "Date");
    if let Some(slot) = places.outline.slots.iter().find(has_date) {
        in_slot(places, slot, &meeting);
    } else if let Some((block, date)) = paragraph(places) {
        in_paragraph(places, block, date, &meeting);
    } else {
        places.missing("a line for the meeting in the draft");
        return;
    }
    places.doubt(meeting.doubt);
}

/// Why the day or the address may be wrong, and which of them are taken.
fn doubt(notes: &MeetingNotes, file: Option<Date>) -> Option<String> {
    let Some(date) = &notes.date else {
        return file.map(|file| format!("the notes do not say their day: {file} is in the file's name"));
    };
    match file.filter(|file| *file != date.day) {
        Some(file) if notes.notes.is_none() => Some(format!(
            "the file's name says {file}, and line {} says {}: the address is made of the first, the day is the second",
            date.line, date.day
        )),
        Some(file) => Some(format!(
            "the file's name says {file}, and line {} says {}, which is taken",
            date.line, date.day
        )),
        None => date.doubt.as_ref().map(|doubt| format!("{} is taken, but {doubt}", date.day)),
    }
}

fn is_notes(words: &str) -> bool {
    words.to_lowercase().contains("notes")
}

fn in_slot(places: &mut Places<'_>, slot: &Slot, meeting: &Meeting) {
    let addresses = || slot.fields.iter().filter(|field| field.input == Input::Address);
    let mut values = Vec::new();
    values.extend(slot.fields.iter().find(|field| field.name == "Date").zip(meeting.day.as_deref()));
    values.extend(addresses().find(|field| is_notes(&field.name)).zip(meeting.notes.as_deref()));
    values.extend(addresses().rfind(|field| !is_notes(&field.name)).zip(meeting.video.as_deref()));
    places.offer_fields(meeting.what.clone(), slot, &slot.title, meeting.line, &values);
}

/// The paragraph that tells of it in issues that have no section for meetings, and its day.
fn paragraph<'a>(places: &Places<'a>) -> Option<(&'a Block, Span)> {
    let (draft, profile) = (places.draft, places.profile);
    let day = |block: &Block| {
        let mut forms = profile.sections.iter().flat_map(|section| &section.meeting);
        forms.find_map(|form| capture(form, draft.slice(block.span), true))
    };
    let mut paragraphs = draft.blocks().iter().filter(|block| block.is_paragraph());
    paragraphs.find_map(|block| Some((block, day(block)?.shift(block.span.start as isize))))
}

fn in_paragraph(places: &mut Places<'_>, block: &Block, date: Span, meeting: &Meeting) {
    let (draft, profile) = (places.draft, places.profile);
    let links = || block.links.iter().filter(|link| !link.shows_image && !link.dest.is_empty());
    let label = |text: Span| is_notes(draft.slice(text));
    let values = [
        (Some(date), &meeting.day),
        (links().find(|link| label(link.text)).map(|link| link.dest), &meeting.notes),
        (links().rfind(|link| !label(link.text)).map(|link| link.dest), &meeting.video),
    ];
    let mut is_open = true;
    let mut edits = Vec::new();
    for (span, value) in values.into_iter().filter_map(|(span, value)| span.zip(value.as_ref())) {
        let old = draft.slice(span);
        if old != value {
            is_open &= profile.is_text_placeholder(old) || profile.is_address_placeholder(old);
            edits.push(Edit { span, text: value.clone() });
        }
    }
    let section = places.outline.section_at(block.span.start);
    let place = section.map_or("", |at| places.outline.sections[at].title.as_str()).to_owned();
    let edits = Edits::new(edits).unwrap_or_default();
    places.offer(meeting.what.clone(), place, meeting.line, block.span, edits, is_open);
}
