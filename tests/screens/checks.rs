//! The checklist and the problems.

use super::*;

#[test]
fn a_line_is_ticked_by_hand_in_the_draft() {
    let mut desk = Desk::open(140, 40);
    desk.keys("f6 f6 down down down space");
    assert!(desk.text().contains("- [x] Feature story\n"), "{}", desk.screen());
    desk.keys("space");
    assert!(desk.text().contains("- [ ] Feature story\n"));
}

#[test]
fn evidence_that_contradicts_a_tick_is_shown_and_a_proven_line_offers_itself() {
    let desk = Desk::open(200, 60);
    let screen = desk.screen();
    assert!(screen.contains("[x] ✗ All images 550w max only — ticked, but:"), "{screen}");
    assert!(screen.contains("1 of 18 over 550 px wide: 800×450 20260"), "{screen}");
    assert!(screen.contains("[ ] ✓ Feature story — proven: Space ticks it"), "{screen}");
}

#[test]
fn a_problem_is_a_place_that_enter_goes_to() {
    let mut desk = Desk::open(140, 40);
    desk.keys("f8");
    assert!(desk.screen().contains("the title is still the template's"));
    desk.keys("\"A ferry and a float\"");
    assert!(desk.text().contains("title: \"A ferry and a float\""), "{}", desk.screen());
}

#[test]
fn the_mouse_selects_and_lets_go() {
    let mut desk = Desk::open(140, 40);
    let area = desk.program.state.areas.outline;
    desk.event(click(area.x + 3, area.y + 4));
    assert!(desk.selected().contains("A Float That"), "{}", desk.screen());
    desk.keys("f12");
    assert!(!desk.program.state.mouse);
}

#[test]
fn the_palette_goes_to_a_section() {
    let mut desk = Desk::open(140, 40);
    desk.keys("ctrl-p \"upcoming\" enter");
    assert!(desk.selected().contains("Upcoming Events"), "{}", desk.screen());
}

#[test]
fn undo_says_where_and_words_are_over_with_the_next_key() {
    let mut desk = Desk::open(140, 40);
    desk.select("A buoy on the waves").keys("d alt-u");
    assert!(desk.screen().contains("Undone in “News From Around the Web”."), "{}", desk.screen());
    desk.keys("down");
    assert!(!desk.screen().contains("Undone"), "{}", desk.screen());
}
