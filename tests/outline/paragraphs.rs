//! Paragraphs as items: each with what belongs to it, and with a number if the text numbers them.

use copydesk::draft::Draft;
use copydesk::outline::{
    Direction, ItemForm, ItemIndex, Outline, PastedItem, Slot, SlotState, add_slot, copy_item, drop_empty,
    leave_out, move_slot, move_to_section, remove_slot, update_counts,
};
use copydesk::profile::SlotKind;

use super::Issue;

const BRIEF: &str = "## Nests\n\n[Mira Holm](https://m.example) wrote [a text](https://a.example) about gulls.\n\n> A gull is a bird.\n>\n> It flies.\n\n[NP-7](https://n.example/7): *Eggs* was [accepted](https://f.example/7).\n\n![An egg](egg.png)\n\n```\negg\n```\n\nA [tern](https://t.example) nests.\n\n* on sand\n\n<!-- more -->\n\n{% include x.html %}\n\n## Others\n\nGulls.\n";

const NUMBERED: &str = "## Tools\n\nSeen this week.\n\n1、[Lamp](https://l.example)（英文）\n\n![](https://i.example/l.png)\n\nIt hums.\n\n2、[Box](https://b.example)\n\n<p align=\"center\"><img src=\"https://i.example/b.png\"></p>\n\nIt opens.\n\n- twice\n\n## Words\n\n1、\n\nA gull flies.\n\n-- [Mira](https://m.example)\n\n2、\n\nA tern dives.\n\n## Others\n\nGulls.\n";

fn brief() -> Issue {
    Issue::of_sections(&[("nests", "paragraphs"), ("others", "prose")], BRIEF)
}

fn numbered(text: &str) -> Issue {
    Issue::of_sections(&[("tools", "paragraphs"), ("words", "paragraphs"), ("others", "prose")], text)
}

fn values<'i>(issue: &'i Issue, slot: &'i Slot) -> Vec<(&'i str, &'i str)> {
    slot.fields.iter().map(|field| (&*field.name, field.value(&issue.draft))).collect()
}

/// The texts of the slots of that kind.
fn items(issue: &Issue) -> Vec<&str> {
    let own = issue.outline.slots.iter().filter(|slot| slot.kind == SlotKind::Paragraphs);
    own.map(|slot| issue.draft.slice(slot.span)).collect()
}

#[test]
fn a_paragraph_has_the_quotation_image_list_and_code_after_it() {
    let issue = brief();
    let found = items(&issue);
    assert_eq!(found.len(), 3, "{found:#?}");
    assert!(found[0].ends_with("> It flies."), "{}", found[0]);
    assert!(found[1].ends_with("```\negg\n```"), "{}", found[1]);
    assert!(found[2].ends_with("* on sand"), "{}", found[2]);
    assert!(issue.outline.slots.iter().all(|slot| slot.state() == SlotState::Filled), "{:#?}", issue.outline);
}

#[test]
fn a_paragraph_that_begins_with_a_link_has_its_title_or_its_author() {
    let issue = brief();
    let slots = &issue.outline.slots;
    assert_eq!(
        values(&issue, &slots[0]),
        [
            ("Author", "Mira Holm"),
            ("Author's address", "https://m.example"),
            ("Text", "wrote [a text](https://a.example) about gulls.\n\n> A gull is a bird.\n>\n> It flies."),
        ]
    );
    assert_eq!(values(&issue, &slots[1])[..2], [("Title", "NP-7"), ("Address", "https://n.example/7")]);
    assert_eq!(values(&issue, &slots[1])[2].0, "Text");
    assert_eq!(values(&issue, &slots[2])[0].0, "Text");
    let titles: Vec<&str> = slots.iter().map(|slot| slot.title.as_str()).collect();
    assert_eq!(titles[..3], ["Mira Holm wrote a text about gulls.", "NP-7", "A tern nests."]);
}

#[test]
fn a_numbered_item_goes_on_up_to_the_next_number() {
    let issue = numbered(NUMBERED);
    let found = items(&issue);
    assert_eq!(found.len(), 4, "{found:#?}");
    assert!(found[1].starts_with("2、[Box]") && found[1].ends_with("- twice"), "{}", found[1]);
    assert!(found[2].ends_with("-- [Mira](https://m.example)"), "{}", found[2]);
    let slots = &issue.outline.slots;
    assert_eq!(
        values(&issue, &slots[0]),
        [
            ("Title", "Lamp"),
            ("Address", "https://l.example"),
            ("Image", "https://i.example/l.png"),
            ("Alt text", ""),
            ("Text", "It hums."),
        ]
    );
    assert_eq!(values(&issue, &slots[1])[2], ("Image", "https://i.example/b.png"), "an image in HTML");
    assert_eq!(values(&issue, &slots[2]), [("Text", "A gull flies.\n\n-- [Mira](https://m.example)")]);
    assert_eq!(slots[0].title, "Lamp");
    assert_eq!(slots[2].title, "A gull flies.");
    assert!(slots.iter().all(|slot| slot.state() == SlotState::Filled), "{slots:#?}");
}

#[test]
fn numbers_of_other_forms_are_read_and_sentences_are_not() {
    for (line, count) in [
        ("1）[a](https://a.example)", 1),
        ("1.[a](https://a.example)：text", 1),
        ("12、a", 1),
        ("3.5 gulls fly.", 0),
        ("2026、a", 0),
    ] {
        let issue = numbered(&format!("## Tools\n\n{line}\n"));
        let found = issue.outline.slots.iter().filter(|slot| slot.number.is_some()).count();
        assert_eq!(found, count, "{line}");
    }
}

#[test]
fn an_empty_section_has_an_empty_slot() {
    let issue = numbered("## Tools\n\n## Words\n\n> TODO\n\n## Others\n");
    let states: Vec<SlotState> = issue.outline.slots[..1].iter().map(Slot::state).collect();
    assert_eq!(states, [SlotState::Empty]);
    let yaml = "placeholders: {texts: [TODO]}\nsections:\n  - {id: words, title: Words, headings: [words], kinds: [paragraphs]}\n";
    let issue = Issue::extended(yaml, "## Words\n\n> TODO\n");
    assert_eq!(issue.outline.slots[0].state(), SlotState::Empty, "{:#?}", issue.outline.slots);
    let issue = Issue::extended(yaml, "## Words\n\n> A gull is a bird.\n");
    assert_eq!(issue.outline.slots[0].state(), SlotState::Filled, "{:#?}", issue.outline.slots);
}

#[test]
fn a_removed_item_takes_all_its_blocks_and_its_number() {
    let issue = numbered(NUMBERED);
    let after = issue.after(|issue| remove_slot(&issue.draft, &issue.outline, 0));
    assert!(after.contains("Seen this week.\n\n1、[Box](https://b.example)\n"), "{after}");
    assert!(after.contains("## Words\n\n1、\n\nA gull"), "{after}");
    let after = issue.after(|issue| leave_out(&issue.draft, &issue.outline, &issue.profile, 2));
    assert!(after.contains("## Words\n\n1、\n\nA tern dives."), "{after}");
    let issue = brief();
    let after = issue.after(|issue| remove_slot(&issue.draft, &issue.outline, 0));
    assert!(after.starts_with("## Nests\n\n[NP-7]"), "{after}");
}

#[test]
fn empty_items_are_dropped_with_their_numbers() {
    let issue = numbered("## Tools\n\n1、[]()\n\n2、[Box](https://b.example)\n\nIt opens.\n\n3、[]()\n");
    let after = issue.after(|issue| drop_empty(&issue.draft, &issue.outline, 0));
    assert_eq!(after, "## Tools\n\n1、[Box](https://b.example)\n\nIt opens.\n");
}

#[test]
fn numbers_stay_where_they_are_when_items_change_places() {
    let issue = numbered(NUMBERED);
    let after = issue.after(|issue| move_slot(&issue.draft, &issue.outline, 1, Direction::Up));
    let expected = ["1、[Box](https://b.example)\n", "2、[Lamp](https://l.example)（英文）\n"];
    assert!(expected.iter().all(|line| after.contains(line)), "{after}");
    assert!(after.find("It opens.\n\n- twice\n\n2、").is_some(), "{after}");
}

#[test]
fn an_item_of_another_section_gets_the_next_number() {
    let issue = numbered(NUMBERED);
    let after = issue.after(|issue| {
        move_to_section(&issue.draft, &issue.outline, &issue.profile, 0, 1).map(|moved| moved.edits)
    });
    assert!(after.contains("Seen this week.\n\n1、[Box]"), "{after}");
    assert!(after.contains("A tern dives.\n\n3、[Lamp](https://l.example)（英文）\n\n![]"), "{after}");
    // The numbers go on from section to section.
    let run = "## Tools\n\n1、a\n\n2、b\n\n## Words\n\n3、c\n\n## Others\n\nGulls.\n";
    let issue = numbered(run);
    let after = issue.after(|issue| {
        move_to_section(&issue.draft, &issue.outline, &issue.profile, 0, 1).map(|moved| moved.edits)
    });
    assert_eq!(after, "## Tools\n\n1、b\n\n## Words\n\n2、c\n\n3、a\n\n## Others\n\nGulls.\n");
}

#[test]
fn an_empty_item_is_added_in_the_form_of_the_others() {
    let issue = numbered(NUMBERED);
    let add = |issue: &Issue, section, after| {
        add_slot(&issue.draft, &issue.outline, &issue.profile, section, after, None, "20260608")
    };
    let after = issue.after(|issue| add(issue, 0, Some(0)));
    assert!(after.contains("It hums.\n\n2、["), "{after}");
    assert!(after.contains("\n\n3、[Box]"), "{after}");
    let again = numbered(&after);
    assert_eq!(again.outline.slots[1].state(), SlotState::Empty, "{:#?}", again.outline.slots[1]);
    let issue = brief();
    let after = issue.after(|issue| add(issue, 0, Some(0)));
    let again = Issue::of_sections(&[("nests", "paragraphs"), ("others", "prose")], &after);
    let states: Vec<SlotState> = again.outline.slots.iter().map(Slot::state).collect();
    assert_eq!(states[1], SlotState::Empty, "{after}");
    assert_eq!(states.len(), 5);
}

#[test]
fn a_value_is_written_in_place() {
    let issue = numbered(NUMBERED);
    let slot = &issue.outline.slots[0];
    let mut title = slot.fields[0].clone();
    let after = title.write("Torch", &issue.draft).apply(issue.draft.text());
    assert_eq!(after, NUMBERED.replace("[Lamp]", "[Torch]"));
}

#[test]
fn a_copied_item_gets_the_number_of_this_issue() {
    let past = numbered(NUMBERED);
    let issue =
        numbered("## Tools\n\n1、[Net](https://n.example)\n\nIt holds.\n\n## Words\n\n## Others\n\nGulls.\n");
    let item = ItemIndex { slot: 1, row: None };
    let edits = copy_item((&past.draft, &past.outline), item, &issue.draft, &issue.outline).unwrap();
    let after = edits.apply(issue.draft.text());
    assert!(after.contains("It holds.\n\n2、[Box](https://b.example)\n\n<p"), "{after}");
}

#[test]
fn a_pasted_item_fills_the_fields() {
    let issue = numbered("## Tools\n\n1、[]()\n\n![](https://i.example/x.png)\n\nIt is.\n");
    let slot = &issue.outline.slots[0];
    let form = ItemForm { slot, row: None };
    let text = "[Lamp](https://l.example)\n\nIt hums.";
    let pasted = PastedItem::read(text, &issue.profile, &issue.outline, form).unwrap();
    assert_eq!(pasted.summary(), "title, link, text");
    let after = pasted.fill(&issue.draft, &issue.profile, form).unwrap().apply(issue.draft.text());
    assert!(after.starts_with("## Tools\n\n1、[Lamp](https://l.example)\n\n![]"), "{after}");
    assert!(after.ends_with("It hums.\n"), "{after}");
}

#[test]
fn numbers_are_right_after_a_merge() {
    let before = numbered(NUMBERED);
    let text =
        NUMBERED.replace("- twice\n", "- twice\n\n3、[A](https://a.example)\n\n3、[C](https://c.example)\n");
    let draft = Draft::parse(text.as_str());
    let after = Outline::new(&draft, &before.profile);
    let edits = update_counts(&before.profile, (&before.draft, &before.outline), (&draft, &after)).unwrap();
    assert!(edits.apply(&text).contains("3、[A](https://a.example)\n\n4、[C](https://c.example)\n"));
}
