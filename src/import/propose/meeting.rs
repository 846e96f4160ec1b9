//! The line about the team's meeting.

use jiff::civil::Date;

use super::Places;
use crate::import::notes::MeetingNotes;
use crate::outline::{Input, Slot};
use crate::text::address::without_tracking;

/// The content of the line. The notes may lack a part.
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

/// Proposes the day and the addresses of the notes and the video. `file` is the day in the name of
/// the notes' file.
pub(super) fn propose(places: &mut Places<'_>, notes: &MeetingNotes, file: Option<Date>) {
    let day = notes.date.as_ref().map(|date| date.day).or(file);
    let day_name = day.map(|day| day.strftime("%B %-d, %Y").to_string());
    // The notes' address has the day of the file name, which may differ from the title.
    let form = places.profile.import.notes.as_ref();
    let own = file.or(day).and_then(|day| Some(form?.for_date(day)));
    let what =
        day_name.as_deref().map_or("the meeting".to_owned(), |day_name| format!("the meeting of {day_name}"));
    let meeting = Meeting {
        day: day_name,
        notes: notes.notes.as_ref().map(|link| link.address.clone()).or(own),
        video: notes.video.as_ref().map(|link| without_tracking(&link.address)),
        what,
        line: notes.date.as_ref().map(|date| date.line).or(notes.video.as_ref().map(|link| link.line)),
        doubt: doubt(notes, file),
    };
    if meeting.day.is_none() && meeting.notes.is_none() && meeting.video.is_none() {
        return;
    }
    let Some(slot) = places.outline.slots.iter().find(|slot| slot.meeting().is_some()) else {
        places.missing("a line for the meeting in the draft");
        return;
    };
    in_slot(places, slot, &meeting);
    places.doubt(meeting.doubt);
}

/// The reason why the day or the address may be wrong, and the one that is used.
fn doubt(notes: &MeetingNotes, file: Option<Date>) -> Option<String> {
    let Some(date) = &notes.date else {
        return file.map(|file| format!("the notes have no day: {file} is in the file name"));
    };
    match file.filter(|file| *file != date.day) {
        Some(file) if notes.notes.is_none() => Some(format!(
            "the file name has {file}, and line {} has {}: the address has the first, and the day is the second",
            date.line, date.day
        )),
        Some(file) => {
            Some(format!("the file name has {file}, and line {} has {}, which is used", date.line, date.day))
        }
        None => date.doubt.as_ref().map(|doubt| format!("{} is used, but {doubt}", date.day)),
    }
}

fn is_notes(words: &str) -> bool {
    words.to_lowercase().contains("notes")
}

fn in_slot(places: &mut Places<'_>, slot: &Slot, meeting: &Meeting) {
    let addresses = || slot.fields.iter().filter(|field| field.input == Input::Address);
    let mut values = Vec::new();
    values.extend(slot.meeting().zip(meeting.day.as_deref()));
    values.extend(addresses().find(|field| is_notes(&field.name)).zip(meeting.notes.as_deref()));
    values.extend(addresses().rfind(|field| !is_notes(&field.name)).zip(meeting.video.as_deref()));
    // A line among the news is named after its candidate.
    let part = if slot.line_of.is_some() { "" } else { &slot.title };
    places.offer_fields(meeting.what.clone(), slot, part, meeting.line, &values);
}
