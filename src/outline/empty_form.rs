//! Makes an empty form from a filled slot: its text with a placeholder for each value.

use super::{Field, Input, Role};
use crate::draft::Draft;
use crate::profile::Profile;
use crate::text::{Edit, Edits, Span};

/// Returns the text of a slot or row with every name, image, address and text replaced by a placeholder.
pub(super) fn empty_form<'f>(
    draft: &Draft,
    span: Span,
    fields: impl IntoIterator<Item = &'f Field>,
    profile: &Profile,
) -> String {
    let start = span.start as isize;
    let edits = fields.into_iter().flat_map(|field| {
        let text = placeholder(field, draft, profile);
        field.spans.iter().map(move |span| Edit {
            span: span.shift(-start),
            text: if span.is_empty() { wrapped(field, &text) } else { text.clone() },
        })
    });
    let text = draft.slice(span);
    // The insertion point of a missing text may be after the slot's end.
    let edits = edits.map(|mut edit| {
        if edit.span.end > text.len() {
            edit.span = Span::at(text.len());
        }
        edit
    });
    Edits::new(edits.collect()).map_or_else(|_| text.to_owned(), |edits| edits.apply(text))
}

fn wrapped(field: &Field, text: &str) -> String {
    format!("{}{text}{}", field.wrapper.0, field.wrapper.1)
}

/// The placeholder for a value: one of the profile's words for it, or nothing.
fn placeholder(field: &Field, draft: &Draft, profile: &Profile) -> String {
    let placeholders = &profile.placeholders;
    match field.input {
        Input::Path => {
            let path = field.value(draft);
            path[..path.rfind('/').map_or(0, |at| at + 1)].to_owned()
        }
        Input::Address => preferred("url", &placeholders.addresses),
        Input::Bracketed if field.role == Role::AltText => {
            preferred("title", &profile.images.alt_placeholders)
        }
        Input::Markdown => preferred("text", &placeholders.texts),
        Input::Bracketed if field.role == Role::Source => preferred("site", &placeholders.texts),
        Input::Bracketed => preferred("title", &placeholders.texts),
        Input::Line | Input::Value => preferred(&field.name, &placeholders.texts),
    }
}

/// The word if it is one of `words`, the profile's placeholders, else the first of them.
pub(super) fn preferred(word: &str, words: &[String]) -> String {
    let found = words.iter().find(|known| known.eq_ignore_ascii_case(word)).or(words.first());
    found.cloned().unwrap_or_default()
}
