//! Merges of items that are paragraphs and headings.

use copydesk::merge::{Markers, Version, merge, with_markers};
use copydesk::outline::update_counts;
use copydesk::profile::{Profile, load};

fn profile() -> Profile {
    let yaml = "extends: this-week-in-rust\nsection_levels: [2]\nsections:\n  - { id: brief, title: Brief, headings: [brief], kinds: [paragraphs] }\n  - { id: eggs, title: Eggs, headings: [eggs], kinds: [topics] }\n";
    load(yaml).unwrap()
}

/// The result of a merge with its numbers corrected, as the desk does it.
fn result(base: &str, ours: &str, theirs: &str) -> String {
    let profile = profile();
    let read = |text: &str| Version::new(text, &profile).unwrap();
    let ours = read(ours);
    let merged = merge(&read(base), &ours, &read(theirs), &profile).unwrap();
    if merged.clean().is_none() {
        return with_markers(&merged, &Markers::default(), "\n");
    }
    let result = merged.into_result().unwrap();
    let sides = (ours.draft(), ours.outline());
    match update_counts(&profile, sides, (result.draft(), result.outline())) {
        Some(edits) => edits.apply(result.text()),
        None => result.text().to_owned(),
    }
}

const NUMBERED: &str = "## Brief\n\n1、[Lamp](https://l.example)\n\nIt hums.\n\n2、[Box](https://b.example)\n\nIt opens.\n\n3、[Net](https://n.example)\n\nIt holds.\n";

#[test]
fn numbered_items_of_both_sides_are_kept_and_numbered() {
    let ours = format!("{NUMBERED}\n4、[Ours](https://o.example)\n\nOne.\n");
    let theirs = format!("{NUMBERED}\n4、[Theirs](https://t.example)\n\nTwo.\n");
    let expected = format!(
        "{NUMBERED}\n4、[Ours](https://o.example)\n\nOne.\n\n5、[Theirs](https://t.example)\n\nTwo.\n"
    );
    assert_eq!(result(NUMBERED, &ours, &theirs), expected);
}

#[test]
fn another_number_is_no_change_of_an_item() {
    // Ours removes the first item, so that the others get other numbers; theirs removes and edits those.
    let ours =
        "## Brief\n\n1、[Box](https://b.example)\n\nIt opens.\n\n2、[Net](https://n.example)\n\nIt holds.\n";
    let theirs = NUMBERED.replace("2、[Box](https://b.example)\n\nIt opens.\n\n3、[Net]", "2、[Nets]");
    assert_eq!(result(NUMBERED, ours, &theirs), "## Brief\n\n1、[Nets](https://n.example)\n\nIt holds.\n");
}

#[test]
fn paragraphs_of_both_sides_are_kept() {
    let base = "## Brief\n\nA [gull](https://g.example) flies.\n\n## Eggs\n";
    let ours = base.replace("flies.\n", "flies.\n\nA [tern](https://t.example) dives.\n\n> Deep.\n");
    let theirs = base.replace("flies.\n", "flies.\n\nAn [auk](https://a.example) swims.\n");
    assert_eq!(
        result(base, &ours, &theirs),
        "## Brief\n\nA [gull](https://g.example) flies.\n\nA [tern](https://t.example) dives.\n\n> Deep.\n\nAn [auk](https://a.example) swims.\n\n## Eggs\n"
    );
    // One is edited and gets a quotation at the same time.
    let quoted = base.replace("flies.\n", "flies.\n\n> High.\n");
    let edited = base.replace("flies.", "flies far.");
    assert_eq!(
        result(base, &quoted, &edited),
        "## Brief\n\nA [gull](https://g.example) flies far.\n\n> High.\n\n## Eggs\n"
    );
}

#[test]
fn additions_of_both_sides_keep_the_larger_of_their_distances() {
    let base = "## Brief\n\nA [gull](https://g.example) flies.\n\n## Eggs\n";
    let ours = base.replace("flies.\n", "flies.\n\nA [tern](https://t.example) dives.\n\n");
    let theirs = base.replace("flies.\n", "flies.\n\nAn [auk](https://a.example) swims.\n");
    assert_eq!(
        result(base, &ours, &theirs),
        "## Brief\n\nA [gull](https://g.example) flies.\n\nA [tern](https://t.example) dives.\n\n\nAn [auk](https://a.example) swims.\n\n## Eggs\n"
    );
}

#[test]
fn topics_of_both_sides_are_kept_and_moved() {
    let base = "## Eggs\n\n### [One](https://one.example)\n\nA.\n\n### [Two](https://two.example)\n\nB.\n\n## Brief\n";
    let ours = base.replace("B.\n", "B.\n\n### [Ours](https://o.example)\n\nC.\n");
    let theirs = base.replace("B.\n", "B.\n\n### [Theirs](https://t.example)\n\nD.\n");
    let merged = result(base, &ours, &theirs);
    assert!(merged.contains("C.\n\n### [Theirs](https://t.example)\n\nD.\n\n## Brief"), "{merged}");
    let moved = "## Eggs\n\n### [Two](https://two.example)\n\nB.\n\n### [One](https://one.example)\n\nA.\n\n## Brief\n";
    let edited = base.replace("A.\n", "A and more.\n");
    assert_eq!(result(base, moved, &edited), moved.replace("A.\n", "A and more.\n"));
}
