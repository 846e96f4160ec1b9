//! Filling slots: keys → the draft's text.

use super::*;

#[test]
fn a_form_starts_at_the_first_open_field_and_writes_into_the_draft() {
    let mut desk = Desk::open(140, 40);
    let before = desk.text().to_owned();
    desk.select("Two years of tides").keys("down enter");
    desk.keys("\"A [small] box\" tab \"https://example.org/box\" tab");
    desk.keys("\"It hums\" tab tab \"https://example.org/box\"");
    let after = desk.text();
    let made = "[![A [small] box](../assets/20260608/20260608play2.jpg)](https://example.org/box)\n\nIt hums - [Playground](https://example.org/box).";
    assert!(after.contains(made), "{}", desk.screen());
    // Nothing else has changed.
    let start = after.find(made).unwrap();
    let tail = &after[start + made.len()..];
    assert!(before.starts_with(&after[..start]) && before.ends_with(tail));
    assert_eq!(desk.on_disk(), before, "nothing is saved unasked");
}

#[test]
fn undo_takes_back_a_word_and_redo_brings_it_again() {
    let mut desk = Desk::open(140, 40);
    let before = desk.text().to_owned();
    desk.select("Listening to a Salt Marsh").keys("enter \"two words\"");
    let typed = desk.text().to_owned();
    assert_ne!(before, typed);
    desk.keys("alt-u alt-u");
    assert_eq!(desk.text(), before);
    desk.keys("alt-r alt-r");
    assert_eq!(desk.text(), typed);
}

#[test]
fn the_sentence_follows_the_boards_and_the_list_goes_with_the_last() {
    let mut desk = Desk::open(140, 40);
    desk.select("New Boards").keys("enter");
    // The first open line is the second one.
    desk.keys("\"Kelp Nano\" tab \"https://example.org/kelp-nano\"");
    assert!(desk.text().contains("there were 2 new boards added:\n"), "{}", desk.screen());
    desk.keys("esc shift-d");
    assert!(!desk.text().contains("[Board name]"));
    desk.keys("enter ctrl-d");
    assert!(desk.text().contains("there was 1 new board added:\n"), "{}", desk.screen());
    desk.keys("ctrl-d");
    assert!(desk.text().contains("there were no new boards added.\n"), "{}", desk.screen());
    desk.keys("ctrl-n \"Kelp Nano\"");
    assert!(
        desk.text().contains("there was 1 new board added:\n\n- [Kelp Nano](url)\n"),
        "{}",
        desk.screen()
    );
    for _ in 0..40 {
        desk.keys("alt-u");
    }
    assert_eq!(desk.text(), desk.on_disk(), "everything can be taken back");
}

#[test]
fn a_fact_is_written_in_every_place_where_it_stands() {
    let mut desk = Desk::open(140, 40);
    desk.select("Thanks").keys("enter \"1,204\"");
    let text = desk.text();
    assert!(
        text.contains("## 1,204 Thanks\n")
            && text.contains("[![1,204 THANKS](")
            && text.contains("counts 1,204 people"),
        "{}",
        desk.screen()
    );
    assert!(!text.contains("NUMBER"));
}

#[test]
fn slots_are_added_removed_moved_and_dropped() {
    let mut desk = Desk::open(140, 40);
    let before = desk.text().to_owned();
    desk.select("A buoy on the waves").keys("a");
    let forms = |text: &str| text.matches("text - [site](url).").count();
    assert_eq!(forms(desk.text()), forms(&before) + 1);
    desk.keys("d");
    assert_eq!(desk.text(), before);
    desk.select("A buoy on the waves").keys("alt-up");
    let at = |text: &str, words: &str| text.find(words).unwrap();
    assert!(at(desk.text(), "A buoy on the waves") < at(desk.text(), "A jar with a ring of lights"));
    desk.keys("alt-down");
    assert_eq!(desk.text(), before);
    desk.select("News From").keys("shift-d");
    let news =
        desk.text().split("## News From Around the Web").nth(1).unwrap().split("\n## ").next().unwrap();
    assert_eq!(forms(news), 0);
    desk.keys("alt-u");
    assert_eq!(desk.text(), before);
}

#[test]
fn a_slot_goes_to_another_section() {
    let mut desk = Desk::open(140, 40);
    desk.select("A mast in the fog").keys("m \"coming\" enter");
    let news = desk.text().find("## News From").unwrap();
    let coming = desk.text().find("## Coming Soon").unwrap();
    let mast = desk.text().find("A mast in the fog").unwrap();
    assert!(news < coming && coming < mast, "{}", desk.screen());
}

#[test]
fn a_source_is_added_to_a_story_and_taken_out() {
    let mut desk = Desk::open(140, 40);
    let before = desk.text().to_owned();
    desk.select("A buoy on the waves").keys("enter ctrl-n \"Film\" tab \"https://example.org/film\"");
    assert!(desk.text().contains(" and [Film](https://example.org/film)."), "{}", desk.screen());
    desk.keys("ctrl-d");
    assert_eq!(desk.text(), before);
}

#[test]
fn typing_that_looks_like_another_slot_loses_nothing() {
    let mut desk = Desk::open(140, 40);
    desk.select("A buoy on the waves").keys("enter tab tab tab end");
    desk.keys("\" ## not a heading\" enter enter \"## heading\" enter \"* a\" enter \"[x](y\"");
    for word in ["## not a heading", "## heading", "* a", "[x](y"] {
        assert!(desk.text().contains(word), "{word} is missing:\n{}", desk.text());
    }
    desk.keys("esc f4 esc");
}

#[test]
fn a_paste_of_many_lines_keeps_the_drafts_line_ends() {
    let mut desk = Desk::open(140, 40);
    desk.select("Listening to a Salt Marsh").keys("enter");
    desk.event(Input::Paste("One.\r\n\r\nTwo.\rThree.\n".into()));
    assert!(desk.text().contains("One.\n\nTwo.\nThree."), "{}", desk.screen());
    assert!(!desk.text().contains('\r'));
}

#[test]
fn the_whole_file_is_edited_with_the_same_undo() {
    let mut desk = Desk::open(110, 30);
    let before = desk.text().to_owned();
    desk.keys("f4 ctrl-home \"x\"");
    assert_eq!(desk.text(), format!("x{before}"));
    desk.keys("esc alt-u");
    assert_eq!(desk.text(), before);
    desk.keys("f4 ctrl-f \"example.com\" tab \"example.net\" alt-enter");
    assert_eq!(desk.text(), before.replace("example.com", "example.net"));
    desk.keys("esc alt-u");
    assert_eq!(desk.text(), before);
}

#[test]
fn wide_characters_and_emoji_are_typed_and_drawn_in_their_cells() {
    let mut desk = Desk::open(140, 40);
    desk.select("Feature").keys("enter \"潮見 e\u{301}🎨x\"");
    assert!(desk.text().contains("## 潮見 e\u{301}🎨x\n"));
    assert!(desk.screen().contains("潮見 e\u{301}🎨x"), "{}", desk.screen());
    desk.keys("left backspace");
    assert!(desk.text().contains("## 潮見 e\u{301}x\n"));
}

#[test]
fn the_front_matter_is_a_form_too() {
    let mut desk = Desk::open(140, 40);
    desk.select("Front matter").keys("enter \"Tides: a “quoted” week\"");
    assert!(desk.text().contains("title: \"Tides: a “quoted” week\"\n"), "{}", desk.screen());
}

#[test]
fn a_line_goes_to_another_list() {
    let mut desk = Desk::open(140, 40);
    desk.select("Updated Libraries").keys("enter \"gull\" tab \"https://example.org/gull\" alt-m enter");
    let libraries = desk.text().split("## CircuitPython Libraries").nth(1).unwrap();
    let new = libraries.split("**Updated Libraries**").next().unwrap();
    assert!(new.contains("\n\n* [gull](https://example.org/gull)\n"), "{}", desk.screen());
    assert!(!new.contains("[library](url)"), "it takes the empty line's place: {new}");
    desk.keys("alt-u");
    assert!(
        desk.text().contains("**Updated Libraries**\n\n* [gull](https://example.org/gull)\n"),
        "{}",
        desk.text()
    );
}

#[test]
fn several_sources_are_joined_as_people_write_them() {
    let mut desk = Desk::open(140, 40);
    desk.select("A buoy on the waves").keys("enter ctrl-n \"Film\" tab \"https://example.org/film\"");
    desk.keys("ctrl-n \"Plans\" tab \"https://example.org/plans\"");
    assert!(
        desk.text().contains(", [Film](https://example.org/film) and [Plans](https://example.org/plans)."),
        "{}",
        desk.screen()
    );
}

#[test]
fn a_quote_in_a_title_is_typed_as_it_is_and_escaped_in_the_draft() {
    let mut desk = Desk::open(140, 40);
    desk.select("Front matter").keys("enter");
    desk.event(Input::Paste("Hello \"tides\"".into()));
    assert!(desk.text().contains("title: \"Hello \\\"tides\\\"\"\n"), "{}", desk.text());
    assert!(desk.screen().contains("Hello \"tides\""), "{}", desk.screen());
}

#[test]
fn a_slot_is_left_out_this_week_and_the_next_issue_has_it_again() {
    let mut desk = Desk::open(140, 40);
    let before = desk.text().to_owned();
    desk.select("CircuitPython Parsec").keys("n");
    assert!(desk.screen().contains("“CircuitPython Parsec” is left out this week"), "{}", desk.screen());
    assert!(
        desk.text().contains("**CircuitPython Parsec**\n\nThere was none this week.\n\n"),
        "{}",
        desk.text()
    );
    desk.keys("alt-u");
    assert_eq!(desk.text(), before);
    // A list that counts its items says that there are none.
    desk.select("New Boards").keys("n");
    assert!(desk.text().contains("there were no new boards added"), "{}", desk.text());
    let boards = desk.text().split("## New Boards").nth(1).unwrap().split("\n## ").next().unwrap();
    assert!(!boards.contains("\n- ["), "{boards}");
    desk.keys("alt-u alt-u");
    // Without words of the profile the whole slot goes.
    desk.select("Project of the Week").keys("n");
    assert!(!desk.text().contains("## Project of the Week"), "{}", desk.text());
    desk.keys("alt-u");
    // What is the same each week stays.
    desk.select("Contribute").keys("n");
    desk.select("Opening").keys("n");
    assert!(desk.screen().contains("This is text of every week"), "{}", desk.screen());
    assert!(desk.text().contains("## Contribute"));
}

#[test]
fn the_first_event_of_a_week_is_added_and_selected() {
    // Without events, and with a sentence that says so.
    for words in ["", "There are none this week.\n\n"] {
        let mut desk = Desk::changed(|text| {
            let (before, rest) = text.split_once("## Upcoming Events\n").unwrap();
            let (_, after) = rest.split_once("\n## ").unwrap();
            format!("{before}## Upcoming Events\n\n{words}## {after}")
        });
        desk.select("Upcoming Events").keys("a");
        assert!(desk.said().starts_with("Added an empty slot"), "{}", desk.said());
        let events = desk.text().split("## Upcoming Events\n").nth(1).unwrap().split("\n## ").next().unwrap();
        assert_eq!(
            events.trim_start_matches(['\n']).strip_prefix(words.trim_end()).map(str::trim),
            Some("* [Event name](url) on {date}")
        );
        desk.keys("enter").keys("\"Night of the bats\"");
        assert!(desk.text().contains("\n* [Night of the bats](url) on {date}\n"), "{}", desk.text());
    }
}

#[test]
fn an_empty_field_stays_on_its_side_of_text_that_is_typed_at_its_place() {
    // The address and the warning are both missing, so both fields are at the end of the words.
    let bare = |text: &str| {
        text.replacen("View this email in your browser.\n", "View this email in your browser\n", 1)
    };
    let filled = "\n[View this email in your browser](https://example.org/) **Flashing**\n";
    let address = "\"https://example.org/\"";
    for keys in [format!("{address} tab \"Flashing\""), format!("tab \"Flashing\" shift-tab {address}")] {
        let mut desk = Desk::changed(bare);
        desk.select("Opening").keys("enter home").keys(&keys);
        assert!(desk.text().contains(filled), "{keys}\n{}", desk.screen());
    }
}

#[test]
fn a_line_that_is_added_to_a_list_takes_its_first_empty_one() {
    let mut desk = Desk::open(80, 24);
    let before = desk.text().to_owned();
    desk.select("New Boards").keys("a");
    desk.assert_shows("has an empty line, which is used; Ctrl-N adds another one.");
    desk.keys("\"Plover\"");
    let one = before.replacen("[Board name](url)", "[Plover](url)", 1);
    assert_eq!(desk.text(), one.replace("were (#/no) new boards", "were 2 new boards"), "{}", desk.screen());
    desk.keys("tab \"https://boards.example/plover\" esc a \"Sanderling\"");
    assert!(!desk.text().contains("[Board name]"), "{}", desk.text());
    // Without an empty line, there is a new one.
    let lines = desk.text().lines().count();
    desk.keys("esc a \"Dunlin\"");
    assert_eq!(desk.text().lines().count(), lines + 1, "{}", desk.text());
}
