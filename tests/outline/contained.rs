//! What is pasted into one field leaves the rest of the draft what it is.

use copydesk::draft::Draft;
use copydesk::outline::{Containment, Outline, write_contained};

use crate::outline::Issue;

const KITE: &str = "[![A kite](../assets/20260608/20260608kite.jpg)](https://example.org/kite)\n\nA kite that hums - [Kites](https://example.org/kites).\n\n";
const DRUM: &str = "[![A drum](../assets/20260608/20260608drum.jpg)](https://example.org/drum)\n\nA drum of tin - [Drums](https://example.org/drums).\n\n";

fn news() -> String {
    format!(
        "---\ntitle: x\n---\n\n## News From Around the Web\n\n{KITE}{DRUM}## Upcoming Events\n\n* [Fair](https://example.org/fair), June 20\n\n## ICYMI\n\nSee [the list][list].\n"
    )
}

/// Pastes into the text of the kite, and gives what was written and how.
fn pasted(text: &str, value: &str) -> (String, Containment) {
    let issue = Issue::new(text);
    let slot = &issue.outline.slots[issue.slot("A kite")];
    let mut field = slot.fields.iter().find(|field| field.name == "Text").unwrap().clone();
    let (edits, how) = write_contained(&mut field, value, &issue.draft, &issue.profile);
    let after = edits.apply(issue.draft.text());
    let again = Draft::parse(after.as_str());
    assert_eq!(
        field.value(&again),
        after.split("kite)\n\n").nth(1).unwrap().split(" - [Kites]").next().unwrap()
    );
    assert_elsewhere_is_same(&issue, &again);
    (field.value(&again).to_owned(), how)
}

/// Every section and every slot but the kite is what it was.
fn assert_elsewhere_is_same(before: &Issue, after: &Draft) {
    let outline = Outline::new(after, &before.profile);
    let sections =
        |outline: &Outline| -> Vec<String> { outline.sections.iter().map(|one| one.id.clone()).collect() };
    assert_eq!(sections(&outline), sections(&before.outline), "{}", after.text());
    let drum = |outline: &Outline, draft: &Draft| -> Vec<String> {
        let slots =
            outline.slots.iter().filter(|slot| slot.span.start > draft.text().find("A drum").unwrap_or(0));
        slots.flat_map(|slot| slot.all_fields()).map(|field| field.value(draft).to_owned()).collect()
    };
    assert_eq!(drum(&outline, after), drum(&before.outline, &before.draft), "{}", after.text());
}

#[test]
fn marks_that_reach_out_are_escaped() {
    for (value, written) in [
        ("One.\n\n## Two\n\nThree", "One.\n\n\\## Two\n\nThree"),
        ("# One", "\\# One"),
        ("One\n---\nTwo", "One\n\\---\nTwo"),
        ("One\n=====\nTwo", "One\n\\=====\nTwo"),
        ("One\n\n```\nx = 1", "One\n\n\\```\nx = 1"),
        ("~~~~\nx = 1\n~~~", "\\~~~~\nx = 1\n\\~~~"),
        ("One\n\n* two\n* three\n\n```\nx = 1", "One\n\n* two\n* three\n\n\\```\nx = 1"),
        ("One\n\n<!-- Two", "One\n\n\\<!-- Two"),
        ("One\n\n<script>\nTwo", "One\n\n\\<script>\nTwo"),
        (
            "One\n\n[list]: https://example.org/other\n\nTwo",
            "One\n\n\\[list]: https://example.org/other\n\nTwo",
        ),
    ] {
        let (text, how) = pasted(&news(), value);
        assert_eq!(text, written);
        assert!(matches!(how, Containment::Escaped(_)), "{value}: {how:?}");
        // On Windows too.
        let issue = Issue::new(&news().replace('\n', "\r\n"));
        let slot = &issue.outline.slots[issue.slot("A kite")];
        let mut field = slot.fields.iter().find(|field| field.name == "Text").unwrap().clone();
        let (edits, _) = write_contained(&mut field, value, &issue.draft, &issue.profile);
        let after = edits.apply(issue.draft.text());
        assert!(after.contains(&written.replace('\n', "\r\n")), "{after}");
    }
}

#[test]
fn a_heading_in_the_last_text_of_a_draft_is_escaped_too() {
    let last = KITE.replace(" - [Kites](https://example.org/kites).", "");
    let issue = Issue::new(&format!("---\ntitle: x\n---\n\n## News From Around the Web\n\n{last}"));
    let slot = &issue.outline.slots[issue.slot("A kite")];
    let mut field = slot.fields.iter().find(|field| field.name == "Text").unwrap().clone();
    let value = "One.\n\n## Two\n\nThree";
    let (edits, how) = write_contained(&mut field, value, &issue.draft, &issue.profile);
    let after = edits.apply(issue.draft.text());
    assert!(after.contains("One.\n\n\\## Two\n\nThree\n"), "{after}");
    assert_eq!(how, Containment::Escaped("## Two".to_owned()));
}

#[test]
fn what_stays_in_its_text_is_written_as_it_is() {
    for value in [
        "One.\n\n### Three\n\nFour",
        "One.\n\n```\n## a comment\n```\n\nTwo",
        "* one\n* two\n\nand more",
        "> a quote\n\nand more",
        "One <!-- not Two --> three",
        "1. one\n2. two\n\nthree",
        "[a link](https://example.org/a) that begins it",
        "One\n\n---\n\nTwo",
    ] {
        assert_eq!(pasted(&news(), value), (value.to_owned(), Containment::AsTyped));
    }
}

#[test]
fn a_line_break_at_the_end_does_not_make_a_list_of_the_source() {
    assert_eq!(pasted(&news(), "One\n"), ("One".to_owned(), Containment::Trimmed));
    assert_eq!(pasted(&news(), "One\n\n## Two\n").0, "One\n\n\\## Two");
}

#[test]
fn the_first_escaped_line_is_told() {
    let (_, how) = pasted(&news(), "One.\n\n## Two \n\n## Three");
    assert_eq!(how, Containment::Escaped("## Two".into()));
}

#[test]
fn a_bullet_s_words_stay_one_bullet() {
    let issue = Issue::new(&news());
    let slot = &issue.outline.slots[issue.slot("Fair")];
    let mut field = slot.fields.iter().find(|field| field.name == "Text").unwrap().clone();
    assert_eq!(field.value(&issue.draft), "June 20");
    let (edits, _) =
        write_contained(&mut field, "June 20\n\n## The hall\n\nGate B", &issue.draft, &issue.profile);
    let after = Draft::parse(edits.apply(issue.draft.text()));
    let outline = Outline::new(&after, &issue.profile);
    assert_eq!(outline.sections.len(), issue.outline.sections.len(), "{}", after.text());
    for words in ["June 20", "The hall", "Gate B"] {
        assert!(after.text().contains(words), "{}", after.text());
    }
}

#[test]
fn a_front_matter_fence_at_the_top_of_a_draft_stays_words() {
    let text =
        "Good morning.\n\n## News From Around the Web\n\nA kite - [Kites](https://example.org/kites).\n";
    let issue = Issue::new(text);
    let mut field = issue.outline.slots[0].fields[0].clone();
    assert_eq!(field.value(&issue.draft), "Good morning.");
    let (edits, how) =
        write_contained(&mut field, "---\ntitle: x\n---\n\nGood morning.", &issue.draft, &issue.profile);
    let after = Draft::parse(edits.apply(text));
    assert!(after.front_matter().is_none(), "{}", after.text());
    assert_ne!(how, Containment::AsTyped);
    assert_eq!(Outline::new(&after, &issue.profile).sections.len(), issue.outline.sections.len());
}

#[test]
fn a_list_s_first_item_is_not_emptied_into_a_heading() {
    let text = "## Upcoming Events\n\nCome along:\n- June 20, the fair\n- June 24, the market\n";
    let issue = Issue::new(text);
    let slot = &issue.outline.slots[issue.slot("June 20")];
    let mut field = slot.fields[0].clone();
    let (edits, how) = write_contained(&mut field, "", &issue.draft, &issue.profile);
    assert_eq!((edits.apply(text).as_str(), how), (text, Containment::Refused));
    assert_eq!(field.value(&issue.draft), "June 20, the fair");
}

#[test]
fn a_word_typed_anywhere_in_a_text_leaves_the_rest_as_it_is() {
    let mut checked = 0;
    for value in [
        "One two.\n\nThree, four\n  five\n",
        "One\n\n```\ncode here\n```\n\nTwo 3.\n",
        "One\n\n* two\n  three\n* four\n\nFive",
        "One\n\n1. two\nthree\n\n> four\nfive\n\nsix",
        "One <b>two</b> <!-- three\nfour --> five\nsix </pre> seven",
        "One\n\n| two | three |\n|---|---|\nfour | five\n\nsix",
        "[One](https://example.org/one) two\n[three][list] four\nfive [list] six",
    ] {
        // As the kite's text by now, and every word typed into it.
        let text = news().replace("A kite that hums", value.trim_end());
        let issue = Issue::new(&text);
        let titles = || issue.outline.slots.iter().position(|slot| slot.span.of(&text).contains("Kites"));
        let Some(slot) = titles() else { continue };
        let Some(field) = issue.outline.slots[slot].fields.iter().find(|field| field.name == "Text") else {
            continue;
        };
        let old = field.value(&issue.draft).to_owned();
        for (at, _) in old.char_indices() {
            checked += 1;
            for typed in ["x", " ", ".", "9"] {
                let mut new = old.clone();
                new.insert_str(at, typed);
                let (edits, _) = write_contained(&mut field.clone(), &new, &issue.draft, &issue.profile);
                assert_elsewhere_is_same(&issue, &Draft::parse(edits.apply(issue.draft.text())));
            }
            let mut new = old.clone();
            new.remove(at);
            let (edits, _) = write_contained(&mut field.clone(), &new, &issue.draft, &issue.profile);
            assert_elsewhere_is_same(&issue, &Draft::parse(edits.apply(issue.draft.text())));
        }
    }
    assert!(checked > 150, "{checked}");
}
