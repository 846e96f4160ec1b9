//! Headings as items, and sections with several kinds.

use copydesk::outline::{Direction, SlotState, add_slot, move_slot, move_to_section, remove_slot};
use copydesk::profile::SlotKind;

use super::Issue;

const TEXT: &str = "## Nests\n\nThese are open.\n\n* [Count](https://c.example)\n\n### [12: Sand](https://n.example/12)\n\n![](sand.png)\n\nA nest on sand.\n\n#### Eggs\n\nThree.\n\n### Roof\n\nA nest on a [roof](https://r.example).\n\n<!-- more -->\n\n## Others\n\nGulls.\n";

fn issue(text: &str) -> Issue {
    Issue::of_sections(
        &[("nests", "topics, links"), ("eggs", "topics"), ("brief", "paragraphs"), ("others", "prose")],
        text,
    )
}

#[test]
fn a_deeper_heading_is_an_item_with_all_below_it() {
    let issue = issue(TEXT);
    let topics: Vec<_> = issue.outline.slots.iter().filter(|slot| slot.kind == SlotKind::Topics).collect();
    assert_eq!(topics.len(), 2);
    assert!(issue.draft.slice(topics[0].span).ends_with("#### Eggs\n\nThree."));
    assert!(issue.draft.slice(topics[1].span).ends_with("[roof](https://r.example)."));
    let values = |n: usize| -> Vec<(&str, &str)> {
        topics[n].fields.iter().map(|field| (&*field.name, field.value(&issue.draft))).collect()
    };
    assert_eq!(
        values(0),
        [
            ("Title", "12: Sand"),
            ("Address", "https://n.example/12"),
            ("Image", "sand.png"),
            ("Alt text", ""),
            ("Text", "A nest on sand.\n\n#### Eggs\n\nThree."),
        ]
    );
    assert_eq!(values(1)[0], ("Title", "Roof"));
    assert_eq!((topics[0].title.as_str(), topics[1].title.as_str()), ("12: Sand", "Roof"));
    assert!(topics.iter().all(|slot| slot.state() == SlotState::Filled));
    // The list above the first topic is one of the section's other kind.
    let lists: Vec<_> = issue.outline.slots.iter().filter(|slot| slot.kind == SlotKind::Links).collect();
    assert_eq!((lists.len(), lists[0].rows.len()), (1, 1));
    assert_eq!(issue.outline.sections.len(), 2);
}

#[test]
fn a_heading_that_the_profile_does_not_know_is_no_section_within_topics() {
    let sections = [("nests", "topics"), ("eggs", "topics"), ("others", "prose")];
    let issue =
        Issue::of_levels("[2, 3]", &sections, "## Nests\n\n### Sand\n\nA nest.\n\n### Others\n\nGulls.\n");
    let titles: Vec<&str> = issue.outline.sections.iter().map(|section| section.title.as_str()).collect();
    assert_eq!(titles, ["Nests", "Others"]);
}

#[test]
fn a_text_before_a_list_has_a_slot_of_its_own() {
    let text = "## Nests\n\nThese are open.\n\nAnd these.\n\n* [Count](https://c.example)\n\nThanks.\n\n## Others\n\n* [Only](https://o.example)\n";
    let issue = Issue::of_sections(&[("nests", "prose, links"), ("others", "prose, links")], text);
    let slots: Vec<_> =
        issue.outline.slots.iter().map(|slot| (slot.kind, issue.draft.slice(slot.span))).collect();
    assert_eq!(
        slots,
        [
            (SlotKind::Prose, "These are open.\n\nAnd these."),
            (SlotKind::Links, "* [Count](https://c.example)"),
            (SlotKind::Links, "* [Only](https://o.example)"),
        ]
    );
}

#[test]
fn topics_are_removed_and_change_places_as_a_whole() {
    let issue = issue(TEXT);
    let sand = issue.slot("12: Sand");
    let after = issue.after(|issue| remove_slot(&issue.draft, &issue.outline, sand));
    assert!(after.contains("(https://c.example)\n\n### Roof\n"), "{after}");
    let after = issue.after(|issue| move_slot(&issue.draft, &issue.outline, sand, Direction::Down));
    assert!(
        after.contains(
            "(https://c.example)\n\n### Roof\n\nA nest on a [roof](https://r.example).\n\n### [12: Sand]"
        ),
        "{after}"
    );
}

#[test]
fn an_empty_topic_has_the_level_of_the_others() {
    let issue = issue("## Eggs\n\n### [Sand](https://s.example)\n\nA nest.\n\n## Others\n\nGulls.\n");
    let after = issue
        .after(|issue| add_slot(&issue.draft, &issue.outline, &issue.profile, 0, None, None, "20260608"));
    assert!(after.contains("A nest.\n\n### ["), "{after}");
    let again = self::issue(&after);
    assert_eq!(again.outline.slots[1].state(), SlotState::Empty, "{after}");
}

#[test]
fn a_topic_has_the_form_of_the_section_that_it_is_moved_to() {
    let text = "## Eggs\n\n### Sand\n\nA nest.\n\n## Nests\n\n#### Roof\n\nTwo.\n\n## Brief\n\n**Dune**\n\nA gull.\n\nA tern.\n";
    let issue = issue(text);
    let moved = |slot: usize, to: usize| {
        issue.after(|issue| {
            move_to_section(&issue.draft, &issue.outline, &issue.profile, slot, to).map(|moved| moved.edits)
        })
    };
    let nests = issue.section("nests");
    assert!(moved(0, nests).contains("Two.\n\n#### Sand\n\nA nest.\n"), "{}", moved(0, nests));
    assert!(
        moved(0, issue.section("brief")).ends_with("A tern.\n\n**Sand**\n\nA nest.\n"),
        "{}",
        moved(0, 2)
    );
    let gull = issue.slot("A gull");
    assert!(moved(gull, nests).contains("Two.\n\n#### Dune\n\nA gull.\n"), "{}", moved(gull, nests));
}

#[test]
fn a_topic_keeps_its_heading_among_stories_that_are_sections() {
    let text = "## Eggs\n\n### Sand\n\nA nest.\n\n## Story\n\nA gull.\n";
    let issue = Issue::of_sections(&[("eggs", "topics"), ("story", "feature")], text);
    let (sand, to) = (issue.slot("Sand"), issue.section("story"));
    let after = issue.after(|issue| {
        move_to_section(&issue.draft, &issue.outline, &issue.profile, sand, to).map(|moved| moved.edits)
    });
    assert_eq!(after, "## Eggs\n\n## Story\n\nA gull.\n\n### Sand\n\nA nest.\n");
}
