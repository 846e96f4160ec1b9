//! The rules on items that are paragraphs and headings.

use super::{facts, found};
use crate::lint::{Fix, Severity};
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

/// The problems that `repeated-link` finds in two stories with these pages.
fn repeated(one: &str, other: &str) -> Vec<(Severity, String)> {
    let story = |page: &str, site: &str| {
        format!("It hums, see [it](https://example.org/{page}) - [Site](https://example.org/{site}).\n\n")
    };
    let text =
        format!("{}## News From Around the Web\n\n{}{}", issue!(""), story(one, "one"), story(other, "two"));
    let found = found(&text, &super::profile(), &facts());
    found
        .into_iter()
        .filter(|one| one.rule == "repeated-link")
        .map(|one| (one.severity, one.message))
        .collect()
}

#[test]
fn a_part_of_a_page_that_another_item_links_to_is_a_hint() {
    let messages = |found: Vec<(Severity, String)>| -> Vec<(Severity, String)> {
        let without_line =
            |message: String| message.split_once(' ').unwrap().1.split_once(' ').unwrap().1.to_owned();
        found.into_iter().map(|(severity, message)| (severity, without_line(message))).collect()
    };
    let hint = |what: &str| vec![(Severity::Hint, format!("already links to {what}"))];
    assert_eq!(messages(repeated("lamp", "lamp#plans")), hint("this page, without the part after `#`"));
    assert_eq!(messages(repeated("lamp#plans", "lamp")), hint("a part of this page"));
    let same = vec![(Severity::Warning, "already links to this page".to_owned())];
    assert_eq!(messages(repeated("lamp#plans", "lamp#plans")), same);
    assert_eq!(repeated("lamp#plans", "lamp#parts"), []);
    // `#top` is the whole page.
    assert_eq!(messages(repeated("lamp", "lamp#top")), same);
}

#[test]
fn sources_in_parentheses_are_read_and_corrected_by_the_form_of_the_profile() {
    let mut profile = super::profile();
    profile.style.source = Some(" ({}).".into());
    let of = |words: &str| {
        let text = format!("{}## News From Around the Web\n\n{words}\n", issue!(""));
        let found = found(&text, &profile, &facts());
        let own = found.into_iter().filter(|one| one.rule == "missing-source" || one.rule == "source-form");
        own.map(|one| {
            let fixed = match &one.fix {
                Some(Fix::Text(edits)) => Some(edits.apply(&text)),
                _ => None,
            };
            (
                one.rule.to_string(),
                one.help,
                fixed.map(|all| all.lines().last().unwrap_or_default().to_owned()),
            )
        })
        .collect::<Vec<_>>()
    };
    let right = "A lamp hums ([Site](https://example.org/a)).";
    assert_eq!(of(right), []);
    for wrong in
        ["A lamp hums - [Site](https://example.org/a).", "A lamp hums ([Site](https://example.org/a)"]
    {
        assert_eq!(of(wrong), [("source-form".to_owned(), None, Some(right.to_owned()))], "{wrong}");
    }
    let help = "add the source as ` ([site](address)).`";
    let missing = of("[![A lamp](../assets/20260608/20260608lamp.jpg)](https://example.org)\n\nA lamp hums.");
    assert_eq!(missing, [("missing-source".to_owned(), Some(help.to_owned()), None)]);
}
