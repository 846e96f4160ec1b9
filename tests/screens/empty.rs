//! Going from empty slot to empty slot.

use copydesk::tui::Pane;

use super::*;

impl Desk {
    /// The number that the last key said, with the number of all.
    fn empty_number(&self) -> (usize, usize) {
        let said = &self.program.state.message.text;
        let numbers: Vec<usize> = said.split([' ', ',', ':']).filter_map(|word| word.parse().ok()).collect();
        assert!(said.contains(" empty"), "{said}\n{}", self.screen());
        (numbers[0], numbers[1])
    }
}

#[test]
fn a_key_goes_from_empty_slot_to_empty_slot_in_the_outline() {
    for (width, height) in [(80, 24), (140, 40)] {
        let mut desk = Desk::open(width, height);
        desk.keys("}");
        let (first, all) = desk.empty_number();
        assert!(first == 1 && all > 5, "{}", desk.screen());
        let mut seen = vec![desk.selected()];
        for n in 2..=all {
            desk.keys("}");
            assert_eq!(desk.empty_number(), (n, all));
            assert_eq!(desk.program.state.panes.focus, Pane::Outline);
            assert!(desk.selected().contains('○'), "{}", desk.screen());
            seen.push(desk.selected());
        }
        desk.keys("}").assert_shows(&format!("1 of {all} empty, again from the top: “"));
        assert_eq!(desk.selected(), seen[0]);
        desk.keys("{").assert_shows(&format!("{all} of {all} empty, again from the end: “"));
        for n in (1..all).rev() {
            desk.keys("{");
            assert_eq!((desk.empty_number(), desk.selected()), ((n, all), seen[n - 1].clone()));
        }
        desk.select("Gulls over a rock").keys("} enter").assert_shows("News From Around the Web");
        desk.keys("tab \"A kite\"");
        assert!(desk.text().contains("[![A kite]"), "{}", desk.screen());
        desk.keys("esc space }");
        assert!(desk.selected().contains("(empty)"), "{}", desk.screen());
    }
}

#[test]
fn in_a_text_the_menu_goes_to_the_next_empty_slot_and_line() {
    let mut desk = Desk::open(80, 24);
    desk.select("New Boards").keys("enter").assert_shows("○ 2 Name");
    desk.keys("ctrl-x }").assert_shows(" empty: “New Boards Supported by CircuitPython”");
    desk.keys("\"Plover\"");
    assert!(desk.text().contains("- [Board name](url)\n- [Plover](url)\n"), "{}", desk.screen());
    desk.keys("ctrl-x }").assert_shows(" empty: “New Learn Guides”");
    desk.keys("\"How to dry a box\"");
    assert!(desk.text().contains("[How to dry a box](url) from"), "{}", desk.screen());
    desk.keys("ctrl-x { ").assert_shows(" empty: “New Boards Supported by CircuitPython”");
    // In the whole file the cursor goes there.
    desk.keys("esc W ctrl-x }").assert_shows(" empty: “");
    let cursor = desk.program.state.place().start;
    assert!(desk.text()[..cursor].ends_with('\n'), "{}", desk.screen());
    desk.keys("esc : \"empty slot\"").assert_shows("Go to the next empty slot");
}

#[test]
fn an_event_with_the_words_of_the_template_only_is_empty() {
    let mut desk = Desk::open(140, 40);
    let event = "* [Event name](url) on {date}\n";
    assert!(desk.text().contains(event));
    let selected = desk.select("Event name on").selected();
    assert!(selected.contains('○'), "{selected}");
    // Its date is still what typing replaces.
    desk.keys("enter tab tab \"July 4\"");
    assert!(desk.text().contains("* [Event name](url) on July 4\n"), "{}", desk.screen());
    let mut desk = Desk::open(140, 40);
    desk.select("Upcoming Events").keys("D").assert_shows("Dropped 1 empty slot; u brings it back.");
    assert!(!desk.text().contains("Event name"), "{}", desk.text());
}
