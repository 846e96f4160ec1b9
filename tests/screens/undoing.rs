//! What undo and redo say, and where they go.

use super::*;

#[test]
fn a_removed_item_is_named_and_selected_when_it_is_back() {
    let mut desk = Desk::open(140, 40);
    desk.select("A buoy on the waves").keys("d");
    desk.select("Upcoming Events").keys("u");
    assert_eq!(desk.said(), "Undid: removed “A buoy on the waves” from “News From Around the Web”.");
    assert!(desk.selected().contains("A buoy on the waves"), "{}", desk.screen());
    desk.keys("U");
    assert_eq!(desk.said(), "Redid: removed “A buoy on the waves” from “News From Around the Web”.");
    // Its neighbour is not what changed.
    assert!(desk.selected().contains("News From Around the Web"), "{}", desk.screen());
}

#[test]
fn an_added_slot_that_is_taken_back_leaves_its_section_selected() {
    let mut desk = Desk::open(140, 40);
    let before = desk.text().to_owned();
    desk.select("A buoy on the waves").keys("a");
    assert_ne!(desk.text(), before);
    desk.keys("u");
    assert_eq!(desk.text(), before);
    assert!(
        desk.said().starts_with("Undid: added an empty slot to “News From Around the Web”."),
        "{}",
        desk.said()
    );
    assert!(desk.selected().contains("News From Around the Web"), "{}", desk.screen());
}

#[test]
fn several_steps_in_a_row_are_counted_and_the_last_is_named() {
    let mut desk = Desk::open(140, 40);
    desk.select("A buoy on the waves").keys("J");
    desk.select("Lakes slosh").keys("d u");
    assert!(desk.said().starts_with("Undid: removed “"), "{}", desk.said());
    desk.keys("u");
    assert_eq!(
        desk.said(),
        "Undid 2 steps, the last: moved “A buoy on the waves” within “News From Around the Web”."
    );
    assert!(desk.selected().contains("A buoy on the waves"), "{}", desk.screen());
    desk.keys("U");
    assert_eq!(
        desk.said(),
        "Redid: moved “A buoy on the waves” within “News From Around the Web”; 1 more to redo."
    );
    assert!(desk.selected().contains("A buoy on the waves"), "{}", desk.screen());
}

#[test]
fn an_item_that_moved_to_another_section_goes_back_with_the_selection() {
    let mut desk = Desk::open(140, 40);
    desk.select("A mast in the fog").keys("m \"coming\" enter");
    desk.select("Front matter").keys("u");
    assert!(
        desk.said().starts_with(
            "Undid: moved “A mast in the fog” from “News From Around the Web” to “Coming Soon / New”."
        ),
        "{}",
        desk.said()
    );
    assert!(desk.selected().contains("A mast in the fog"), "{}", desk.screen());
}

#[test]
fn typing_is_quoted_and_the_cursor_goes_to_the_field_that_changed() {
    let mut desk = Desk::open(140, 40);
    desk.select("A mast in the fog").keys("enter");
    let before = desk.text().to_owned();
    desk.keys_until("tab", |desk| super::parts::cursor_is_at(desk, "Alt text"));
    desk.keys("end \"gy\"");
    let typed = desk.text().to_owned();
    assert_ne!(typed, before);
    desk.keys("tab tab ctrl-_");
    assert_eq!(desk.text(), before);
    assert!(
        desk.said().starts_with("Undid: “fog” → “foggy” in “A mast in the fog")
            || desk.said().contains("foggy"),
        "{}",
        desk.said()
    );
    assert!(super::parts::cursor_is_at(&desk, "Alt text"), "{}", desk.screen());
    // In the form of another story, the form of the changed one is opened.
    desk.keys("esc").select("Gulls over a rock").keys("enter ctrl-y");
    assert_eq!(desk.text(), typed);
    desk.assert_shows("News From Around the Web — A mast in the foggy");
}

#[test]
fn ticks_and_fixes_are_named() {
    let mut desk = Desk::with(140, 40, |text| format!("{}\n\nThe bell of teh pier.\n", text.trim_end()));
    desk.keys("tab tab down down space").assert_shows("[x] ✗ update title");
    desk.keys("esc").select("Front matter").keys("tab tab u");
    assert!(desk.said().starts_with("Undid: ticked “update title”."), "{}", desk.said());
    desk.assert_shows("Line 3 of 9");
    desk.keys("F enter u");
    assert!(desk.said().starts_with("Undid: made all safe fixes, the first: "), "{}", desk.said());
    desk.keys("esc").select("Front matter");
    let problems = desk.program.state.session.diagnostics.len();
    let found = (0..problems).any(|_| desk.keys("]").said().contains("'teh'"));
    assert!(found, "{}", desk.said());
    desk.keys("f u");
    assert!(desk.said().starts_with("Undid: fixed “teh” → “the” in “"), "{}", desk.said());
}

#[test]
fn a_row_of_a_list_is_named() {
    let mut desk = Desk::open(140, 40);
    desk.select("New Boards Supported").keys("enter");
    let before = desk.text().to_owned();
    desk.keys("ctrl-d");
    assert_ne!(desk.text(), before);
    desk.keys("ctrl-_");
    assert_eq!(desk.text(), before);
    assert!(desk.said().starts_with("Undid: removed "), "{}", desk.said());
    assert!(desk.said().contains(" from “New Boards Supported"), "{}", desk.said());
}
