//! The form of a slot: its text with a placeholder for each value.

use super::{Field, Input, Role, Slot};
use crate::draft::Draft;
use crate::profile::Profile;
use crate::text::{Edit, Edits};

/// The slot's text with nothing in it that somebody wrote for this slot: neither names nor pictures,
/// addresses or words.
pub(super) fn empty_form(draft: &Draft, slot: &Slot, profile: &Profile) -> String {
    let start = slot.span.start as isize;
    let edits = slot.all_fields().flat_map(|field| {
        let text = placeholder(field, draft, profile);
        field.spans.iter().map(move |span| Edit {
            span: span.shift(-start),
            text: if span.is_empty() { around(field, &text) } else { text.clone() },
        })
    });
    let text = draft.slice(slot.span);
    // A place behind the slot's end is that of a text which is not there yet.
    let edits = edits.map(|mut edit| {
        if edit.span.end > text.len() {
            edit.span = crate::text::Span::at(text.len());
        }
        edit
    });
    Edits::new(edits.collect()).map_or_else(|_| text.to_owned(), |edits| edits.apply(text))
}

fn around(field: &Field, text: &str) -> String {
    format!("{}{text}{}", field.wrapper.0, field.wrapper.1)
}

/// What stands for a value that nobody has written yet: a word that the profile knows as one, or
/// nothing.
fn placeholder(field: &Field, draft: &Draft, profile: &Profile) -> String {
    let known = &profile.placeholders;
    let word = |own: &str, words: &[String]| {
        let found = words.iter().find(|word| word.eq_ignore_ascii_case(own)).or(words.first());
        found.cloned().unwrap_or_default()
    };
    match field.input {
        Input::Path => {
            let path = field.value(draft);
            path[..path.rfind('/').map_or(0, |at| at + 1)].to_owned()
        }
        Input::Address => word("url", &known.addresses),
        Input::Bracketed if field.role == Role::AltText => word("title", &profile.images.alt_placeholders),
        Input::Markdown => word("text", &known.texts),
        Input::Bracketed if field.role == Role::Source => word("site", &known.texts),
        Input::Bracketed => word("title", &known.texts),
        Input::Line | Input::Value => word(&field.name, &known.texts),
    }
}
