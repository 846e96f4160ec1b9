//! Fields that were emptied: they keep their place, are reported, and are filled again.

use std::path::Path;

use copydesk::draft::Draft;
use copydesk::lint::{Context, Facts, check};
use copydesk::outline::{Containment, Field, Outline, write_contained};
use copydesk::profile::{Profile, built_in, built_in_template};

struct Sample {
    name: String,
    profile: &'static str,
    text: String,
}

/// Every example draft, and the templates of the built-in profiles.
fn samples() -> Vec<Sample> {
    let mut samples = Vec::new();
    for profile in ["circuitpython", "this-week-in-rust"] {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples").join(profile);
        let mut paths: Vec<_> =
            std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
        paths.sort();
        for path in paths.iter().filter(|path| path.extension().is_some_and(|end| end == "md")) {
            let text = std::fs::read_to_string(path).unwrap();
            samples.push(Sample { name: path.display().to_string(), profile, text });
        }
        let template = built_in_template(profile).unwrap().to_owned();
        samples.push(Sample { name: format!("{profile}'s template"), profile, text: template });
    }
    samples
}

/// A field's place in an outline: its slot, its number in it, and its name.
type Place = (usize, usize, String);

fn fields(outline: &Outline) -> Vec<(Place, Field)> {
    let mut all = Vec::new();
    for (n, slot) in outline.slots.iter().enumerate() {
        for (at, field) in slot.all_fields().enumerate() {
            all.push(((n, at, field.name.clone().into_owned()), field.clone()));
        }
    }
    all
}

/// Whether some problem is at the field's place, or says that its slot or section is empty.
fn is_reported(draft: &Draft, profile: &Profile, place: &Place, field: &Field) -> bool {
    let facts = Facts::default();
    let outline = facts.outline(draft, profile);
    let slot = &outline.slots[place.0];
    let section = &outline.sections[slot.section];
    let found = check(&Context::new(draft, &outline, profile, &facts));
    found.iter().any(|one| {
        let is_at_place = field.spans.iter().any(|span| one.span.touches(span.start));
        let is_untouched = one.rule == "untouched-slot" && slot.span.contains(one.span);
        let is_bare = one.rule == "empty-section" && section.span.contains(one.span);
        is_at_place || is_untouched || is_bare
    })
}

/// The sentence that counts boards follows them, and is no field of a form. What follows a
/// story's source may be left out.
fn is_form_field((_, _, name): &Place, kind: &str) -> bool {
    !(kind == "boards" && name == "Sentence")
}

#[test]
fn every_field_can_be_emptied_and_filled_again() {
    let mut failed = Vec::new();
    let mut tried = 0;
    for sample in samples() {
        let profile = built_in(sample.profile).unwrap();
        let draft = Draft::parse(sample.text.as_str());
        let outline = Outline::new(&draft, &profile);
        for (place, field) in fields(&outline) {
            let value = field.shown(field.value(&draft)).into_owned();
            if value.trim().is_empty() || !is_form_field(&place, outline.slots[place.0].kind.name()) {
                continue;
            }
            tried += 1;
            let mut fail = |why: String| {
                let line = draft.lines().position(field.spans[0].start, draft.text()).line;
                let kind = outline.slots[place.0].kind;
                failed.push(format!("{}:{line}: {kind:?} {place:?} '{value}': {why}", sample.name));
            };
            let mut own = field.clone();
            let (edits, how) = write_contained(&mut own, "", &draft, &profile);
            if how != Containment::AsTyped {
                fail(format!("{how:?}"));
                continue;
            }
            // As after saving and opening the file again.
            let emptied = Draft::parse(edits.apply(draft.text()));
            let now = Outline::new(&emptied, &profile);
            // Images in a text go with it, and are no fields any more.
            let is_list = outline.slots[place.0].is_list();
            let is_same = |other: &Place| {
                if is_list { *other == place } else { (other.0, &other.2) == (place.0, &place.2) }
            };
            let Some((place, mut again)) = fields(&now).into_iter().find(|(other, _)| is_same(other)) else {
                fail("its row is gone".into());
                continue;
            };
            if now.slots.len() < outline.slots.len() {
                fail(format!("{} slots, not {}", now.slots.len(), outline.slots.len()));
            }
            if !again.value(&emptied).trim().is_empty() {
                fail(format!("it says '{}'", again.value(&emptied)));
                continue;
            }
            // Both may be left out.
            let may_be_left = matches!(place.2.as_str(), "After the sources" | "Warning" | "Closing text");
            if !may_be_left && !is_reported(&emptied, &profile, &place, &again) {
                fail("nobody reports it".into());
            }
            let filled = write_contained(&mut again, &value, &emptied, &profile).0.apply(emptied.text());
            if filled != sample.text {
                let changed = copydesk::text::Edits::between(&sample.text, &filled);
                fail(format!("filled again: {changed:?}"));
            }
        }
    }
    assert!(tried > 500, "{tried}");
    assert!(failed.is_empty(), "{} of {tried}:\n{}", failed.len(), failed.join("\n"));
}
