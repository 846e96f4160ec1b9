//! Fields of every draft: writing the value that is there changes nothing, and a new value is found again at its place.

use std::collections::BTreeMap;

use copydesk::draft::Draft;
use copydesk::outline::{Field, Input, Outline, Slot};
use copydesk::text::Edits;

use super::files::{outlined, sample};
use copydesk::profile::SlotKind;

/// Values that people type or paste, by what the field takes.
fn values(input: Input) -> &'static [&'static str] {
    match input {
        Input::Line | Input::Value => &["Two words", "9.1.0"],
        Input::Bracketed => &[
            "Plain name",
            "vec![1] and [more]",
            "one ] alone",
            "a [link](https://example.org/in) in it",
            "end\\",
            "a ` tick",
        ],
        Input::Address => &[
            "https://example.org/page?a=1&b=2#c",
            "https://example.org/a_(b)",
            "https://example.org/a)b",
            "https://example.org/a b",
            "https://example.org/<a>\"b\"",
            "https://example.org/end\\",
        ],
        Input::Path => &["../assets/20260608/20260608new.jpg", "../assets/a (1).jpg", "../assets/\"a\".jpg"],
        Input::Markdown => &["Words of *another* kind."],
    }
}

/// A field by its slot and its number among those of the same name.
type Place<'a> = (usize, &'static str, &'a str, usize);

fn all(outline: &Outline) -> Vec<(Place<'_>, &Field)> {
    let mut fields = Vec::new();
    for (n, slot) in outline.slots.iter().enumerate() {
        let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
        for field in slot.all_fields() {
            let same = seen.entry(&field.name).or_default();
            fields.push(((n, slot.kind.name(), &*field.name, *same), field));
            *same += 1;
        }
    }
    fields
}

/// Whether the slot is there because of what the field says: standing text with a word of the
/// template's in it, the sentence that counts boards, the list that names nothing.
fn makes_its_slot((_, kind, name, _): Place<'_>) -> bool {
    kind == "boilerplate" || (matches!(kind, "boards" | "links") && name == "Sentence")
}

/// Whether a text without an image is an event only because it names a day.
fn is_event_by_its_day(slot: &Slot) -> bool {
    let has_image = slot.fields.iter().any(|field| field.input == Input::Path);
    slot.kind == SlotKind::Events && !slot.is_item() && !has_image
}

/// Whether only the bytes of the field's places changed.
fn touches_only_its_places(field: &Field, edits: &Edits) -> bool {
    edits.iter().all(|edit| field.spans.iter().any(|span| span.contains(edit.span)))
}

#[test]
fn the_value_that_is_there_changes_nothing() {
    for file in sample(4) {
        let (draft, outline, _) = outlined(file);
        for ((_, kind, _, _), field) in all(&outline) {
            let edits = field.clone().write(&field.shown(field.value(&draft)), &draft);
            let (name, at) = (&file.name, field.spans[0]);
            assert!(edits.apply(draft.text()) == file.text, "{name}: {} of {kind} at {at:?}", field.name);
        }
    }
}

#[test]
fn a_new_value_stands_at_its_place_and_nowhere_else() {
    let mut failed: BTreeMap<String, (usize, String)> = BTreeMap::new();
    let mut tried = 0;
    // Meeting notes are no drafts: in them a heading may follow a line without a blank one between.
    for (n, file) in sample(40).filter(|file| !file.name.contains("meetings/")).enumerate() {
        let (draft, outline, profile) = outlined(file);
        let fields = all(&outline);
        // A few of each file's fields, other ones in each.
        let step = (fields.len() / 12).max(1);
        for (at, (place, field)) in fields.iter().enumerate().skip(n % step).step_by(step) {
            if makes_its_slot(*place) || is_event_by_its_day(&outline.slots[place.0]) {
                continue;
            }
            let choices = values(field.input);
            let value = choices[(at + n) % choices.len()];
            let mut written = (*field).clone();
            let edits = written.write(value, &draft);
            assert!(touches_only_its_places(field, &edits), "{}: {}", file.name, field.name);
            let after = draft.clone().edit(&edits);
            assert!(after == Draft::parse(edits.apply(draft.text())), "{}", file.name);
            let again = Outline::new(&after, profile);
            tried += 1;
            if let Err(why) = found_again(&after, &again, *place, &written) {
                let key = format!("{} {:?} {value}", place.1, field.input);
                let place = draft.lines().position(field.spans[0].start, draft.text());
                failed
                    .entry(key)
                    .or_insert_with(|| (0, format!("{}:{}: {}: {why}", file.name, place.line, field.name)))
                    .0 += 1;
            }
        }
    }
    assert!(failed.is_empty(), "{} kinds of {tried} tries: {failed:#?}", failed.len());
}

/// The field of the new outline, with the places that the written one says.
fn found_again(after: &Draft, again: &Outline, place: Place<'_>, written: &Field) -> Result<(), String> {
    let found = all(again).into_iter().find(|(other, _)| *other == place);
    let Some((_, new)) = found else { return Err("it is gone".into()) };
    if new.spans == written.spans {
        return Ok(());
    }
    Err(format!(
        "it is '{}' at {:?}, not '{}' at {:?}",
        new.value(after),
        new.spans,
        written.value(after),
        written.spans
    ))
}
