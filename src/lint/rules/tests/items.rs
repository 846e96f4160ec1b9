//! The rules on items that are paragraphs and headings.

use super::{facts, found};
use crate::profile::{Profile, load};

fn profile() -> Profile {
    let yaml = "extends: this-week-in-rust\nsection_levels: [2]\nsections:\n  - { id: brief, title: Brief, headings: [brief], kinds: [paragraphs] }\n  - { id: eggs, title: Eggs, headings: [eggs], kinds: [topics] }\n";
    load(yaml).unwrap()
}

/// The texts that a rule reports.
fn reported<'t>(text: &'t str, rule: &str) -> Vec<&'t str> {
    let found = found(text, &profile(), &facts());
    found.iter().filter(|one| one.rule == rule).map(|one| one.span.of(text)).collect()
}

const TEXT: &str = "## Brief\n\n[Mira Holm](https://m.example/mira) wrote [a text](https://a.example/1) about gulls.\n\n[Mira Holm](https://m.example/mira) wrote [more](https://a.example/2) about terns.\n\n## Eggs\n\n### [Sand](https://s.example/1)\n\nA nest on sand.\n";

#[test]
fn a_page_that_two_items_link_to_is_reported_and_an_author_is_not() {
    assert_eq!(reported(TEXT, "repeated-link"), [""; 0]);
    let twice = TEXT.replace("https://a.example/2", "https://a.example/1");
    assert_eq!(reported(&twice, "repeated-link"), ["https://a.example/1"]);
    let topic = TEXT.replace("https://s.example/1", "https://a.example/2");
    assert_eq!(reported(&topic, "repeated-link"), ["https://a.example/2"]);
}

#[test]
fn items_without_a_text_or_title_are_reported() {
    let numbered = "## Brief\n\n1、[A](https://a.example/1)\n\nIt flies.\n\n2、\n\n## Eggs\n\n### [Sand](https://s.example/1)\n\n### \n\nA nest.\n";
    let text = reported(numbered, "empty-field").len();
    assert_eq!(text, 3, "the text of the second item and of the first topic, and the title of the last one");
    assert_eq!(reported(TEXT, "empty-field"), [""; 0]);
}

#[test]
fn topics_are_no_skipped_or_unknown_sections() {
    for rule in ["unknown-section", "skipped-heading-level", "missing-source"] {
        assert_eq!(reported(TEXT, rule), [""; 0], "{rule}");
    }
}
