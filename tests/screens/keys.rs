//! Keys that every keyboard has, and the menu that lists them.

use super::*;

#[test]
fn letters_are_keys_where_no_text_is_typed() {
    let mut desk = Desk::open(140, 40);
    let before = desk.text().to_owned();
    desk.select("A buoy on the waves").keys("d u");
    assert_eq!(desk.text(), before);
    desk.assert_shows("Undid: removed “A buoy on the waves” from “News From Around the Web”.");
    desk.keys("U");
    assert_ne!(desk.text(), before);
    desk.keys("u ?").assert_shows("Keys — ");
    desk.keys("esc : \"upcoming\" enter");
    assert!(desk.selected().contains("Upcoming Events"), "{}", desk.screen());
    desk.keys("tab tab").assert_shows("ticks it");
    desk.keys("? q u ]");
    desk.assert_shows("26 of 38: 'Tents on the market square' was over");
    desk.keys("esc h").assert_shows("History of _drafts");
    desk.keys("q l").assert_shows("Drafts and past issues");
    desk.keys("q i").assert_shows("║notes");
    desk.keys("esc W").assert_shows("the whole file");
}

#[test]
fn letters_are_typed_in_a_text_and_ctrl_underscore_and_ctrl_y_undo_and_redo() {
    let mut desk = Desk::open(140, 40);
    let before = desk.text().to_owned();
    desk.select("Front matter").keys("enter \"u?:h]N\"");
    assert!(desk.text().contains("title: \"u?:h]N\""), "{}", desk.screen());
    let typed = desk.text().to_owned();
    // One byte is sent for Ctrl-_, Ctrl-/ and Ctrl-7, and crossterm reads it as the last of them.
    desk.keys("ctrl-7");
    assert_eq!(desk.text(), before);
    desk.keys("ctrl-y");
    assert_eq!(desk.text(), typed);
    desk.keys("ctrl-_");
    assert_eq!(desk.text(), before);
}

#[test]
fn space_opens_a_menu_whose_keys_run_what_it_lists() {
    for (width, height) in [(80, 24), (120, 40)] {
        let mut desk = Desk::open(width, height);
        desk.select("A buoy on the waves").keys("space");
        insta::assert_snapshot!(format!("menu_of_the_outline_{width}"), desk.screen());
        desk.keys("d");
        desk.assert_shows("Removed “A buoy on the waves");
        desk.keys("space u").assert_shows("Undid: removed");
        desk.keys("space esc");
        assert!(!desk.screen().contains("Menu — "), "{}", desk.screen());
        desk.keys("space Y").assert_shows("Y is not in the menu; Space opens it again.");
        // The letters of the menu are those without it.
        desk.keys("space h").assert_shows("History of _drafts");
    }
}

#[test]
fn in_a_text_ctrl_x_opens_the_menu() {
    let mut desk = Desk::open(80, 24);
    desk.select("New Boards").keys("enter \"Plover\" ctrl-x");
    insta::assert_snapshot!(desk.screen());
    desk.keys("A \"Plover Zero\"");
    assert!(desk.text().contains("[Plover Zero]"), "all was selected:\n{}", desk.screen());
    desk.keys("ctrl-x u ctrl-x u");
    assert!(!desk.text().contains("Plover"), "{}", desk.screen());
    desk.keys("ctrl-x a").assert_shows("2 Name");
    desk.keys("ctrl-x h").assert_shows("History of _drafts");
    desk.keys("q ctrl-x W").assert_shows("the whole file");
    desk.keys("ctrl-x ? q ctrl-x tab").assert_shows("ticks it");
}

#[test]
fn in_the_file_the_menu_goes_to_matches_and_marks_words() {
    let mut desk = Desk::open(140, 40);
    desk.keys("W ctrl-f \"kite\" enter esc");
    let before = desk.text().to_owned();
    let kites = before.to_lowercase().matches("kite").count();
    desk.keys("ctrl-x b");
    assert_ne!(desk.text(), before, "the word is bold");
    assert_eq!(desk.text().to_lowercase().matches("kite").count(), kites, "{}", desk.screen());
    desk.keys("ctrl-_");
    assert_eq!(desk.text(), before);
}

#[test]
fn a_selection_is_cut_by_ctrl_w_and_by_the_menu_that_ctrl_x_opens() {
    for keys in ["ctrl-w", "ctrl-x X"] {
        let mut desk = Desk::open(140, 40);
        let select = "shift-left shift-left shift-left shift-left";
        desk.select("Front matter").keys("enter \"A kite\"").keys(select);
        desk.keys("ctrl-x").assert_shows("Menu — ");
        desk.keys("esc").keys(keys);
        assert!(desk.text().contains("title: \"A \""), "{}", desk.screen());
        desk.assert_shows("Cut 4 characters.");
        desk.keys("ctrl-v");
        assert!(desk.text().contains("title: \"A kite\""), "{}", desk.screen());
        // Without a selection, Ctrl-W deletes a word.
        desk.keys("ctrl-x X").assert_shows("Nothing is selected");
        desk.keys("ctrl-w");
        assert!(desk.text().contains("title: \"A \""), "{}", desk.screen());
    }
}

#[test]
fn where_space_ticks_a_comma_opens_the_menu() {
    let mut desk = Desk::open(140, 40);
    desk.keys("tab tab").assert_shows("Comma menu");
    let mut desk = Desk::open(80, 24);
    desk.keys("tab tab down down down ,");
    insta::assert_snapshot!(desk.screen());
    desk.keys("space");
    assert!(desk.text().contains("- [x] Feature story\n"), "{}", desk.screen());
}

#[test]
fn lists_have_a_menu_and_the_help_too() {
    let mut desk = Desk::open(80, 24);
    desk.keys("l space");
    insta::assert_snapshot!(desk.screen());
    desk.keys("n").assert_shows("Create");
    desk.keys("esc l ? esc").assert_shows("Drafts and past issues");
    desk.keys("N").assert_shows("N does nothing here; n: create the next issue's draft; ? lists all keys");
    desk.keys("down");
    assert!(!desk.screen().contains("does nothing"), "{}", desk.screen());
    // While a search is typed, letters are letters.
    desk.keys("/ \"?,\"").assert_shows("/ ?,");
}

#[test]
fn slots_and_rows_move_without_alt() {
    let mut desk = Desk::open(140, 40);
    let before = desk.text().to_owned();
    desk.select("A buoy on the waves").keys("J");
    assert_ne!(desk.text(), before);
    desk.keys("K");
    assert_eq!(desk.text(), before);
    // A row of a list, in its form.
    desk.select("New Boards").keys("enter \"Plover\" ctrl-n \"Dunlin\"");
    let order = |desk: &Desk| desk.text().find("[Plover]") < desk.text().find("[Dunlin]");
    assert!(desk.text().contains("[Plover]") && desk.text().contains("[Dunlin]"), "{}", desk.screen());
    assert!(order(&desk));
    desk.keys("ctrl-x K");
    assert!(!order(&desk), "{}", desk.screen());
    desk.keys("ctrl-x J");
    assert!(order(&desk), "{}", desk.screen());
}

#[test]
fn a_key_that_does_nothing_names_the_one_that_was_probably_meant() {
    let mut desk = Desk::open(140, 40);
    desk.select("A buoy on the waves").keys("q");
    desk.assert_shows("q does nothing here; Ctrl-Q: leave. Space lists what does, ? all keys.");
    desk.keys("v").assert_shows(
        "v does nothing here; in the checklist and the problems it is: show what the fix would change.",
    );
    desk.keys("A").assert_shows("A does nothing here; a: add an empty slot after this one.");
    desk.keys("down");
    assert!(!desk.screen().contains("does nothing"), "{}", desk.screen());
    desk.keys("enter ctrl-f");
    desk.assert_shows(
        "Ctrl-F does nothing here; in the whole file it is: find. Ctrl-X lists what does, Ctrl-X ? all",
    );
    // Keys of the text say nothing at its ends.
    desk.keys("ctrl-u backspace left");
    assert!(!desk.screen().contains("does nothing"), "{}", desk.screen());
}

#[test]
fn the_help_opens_at_the_pane_in_use_and_nothing_in_it_is_cut() {
    let mut desk = Desk::open(80, 24);
    desk.select("New Boards").keys("enter ctrl-x ?");
    let screen = desk.screen();
    assert!(screen.lines().nth(2).unwrap().contains("In a form"), "{screen}");
    desk.keys("q esc l ?");
    let screen = desk.screen();
    assert!(screen.lines().nth(2).unwrap().contains("In the list of drafts"), "{screen}");
    desk.keys("home");
    for _ in 0..20 {
        let screen = desk.screen();
        assert!(
            !screen.lines().skip(1).take(21).any(|line| line.contains('…') && !line.contains("post …")),
            "{screen}"
        );
        desk.keys("space");
    }
    // That was all of it.
    let end = desk.screen();
    assert!(end.contains("The words in parentheses are the actions' names"), "{end}");
    desk.keys("space");
    assert_eq!(desk.screen(), end);
}

#[test]
fn the_palette_finds_items_people_fields_and_problems_by_their_words() {
    let mut desk = Desk::open(140, 40);
    desk.keys(": \"gulls\" enter");
    assert!(desk.selected().contains("Gulls over a rock"), "{}", desk.screen());
    // From a form to the form of another item.
    desk.keys("enter ctrl-p \"buoy waves\" enter")
        .assert_shows("News From Around the Web — A buoy on the waves");
    // A line of a list.
    desk.keys("ctrl-p \"kestrel\"");
    desk.assert_shows("The Kestrel board");
    desk.keys("esc esc : \"title: \" enter").assert_shows("┏ Front matter");
    desk.keys("esc : \"zoë\" enter");
    assert!(desk.selected().contains("Zoë"), "a person: {}", desk.screen());
    desk.keys("esc : \"still template's\" enter");
    let at = desk.program.state.place().start;
    assert!(desk.text()[..at].ends_with("title: \""), "{}", desk.screen());
    desk.keys("esc / \"lakes slosh\" enter");
    assert!(desk.selected().contains("Lakes slosh"), "{}", desk.screen());
    desk.keys("tab tab / \"feature story\" enter");
    desk.keys("space");
    assert!(desk.text().contains("- [x] Feature story\n"), "{}", desk.screen());
}

#[test]
fn the_palette_finds_commands_by_other_words() {
    for (words, help) in [
        ("picture", "Choose an image"),
        ("replace", "Find, and replace"),
        ("spell", "Go to the next problem"),
        ("hyperlink", "Make a link"),
        ("log", "See the commits of this draft"),
        ("exit", "Leave"),
    ] {
        let mut desk = Desk::open(140, 40);
        desk.select("A buoy on the waves").keys(if words == "hyperlink" { "enter ctrl-p" } else { ":" });
        desk.keys(&format!("\"{words}\""));
        let screen = desk.screen();
        let found = screen.lines().skip_while(|line| !line.contains(&format!("> {words}"))).nth(1).unwrap();
        assert!(found.contains(help), "{words} finds {found:?} first:\n{screen}");
    }
    // A command of another pane goes there first.
    let mut desk = Desk::open(140, 40);
    desk.select("A buoy on the waves").keys(": \"replace\" enter \"kite\"").assert_shows("Find    kite");
    desk.keys("esc esc").select("A buoy on the waves").keys(": \"picture\" enter");
    desk.assert_shows("Choose an image");
}

#[test]
fn a_slot_of_that_name_comes_before_a_command_with_that_synonym() {
    for typed in ["version", "versions"] {
        let mut desk = Desk::open(140, 40);
        desk.keys(&format!(": \"{typed}\""));
        let screen = desk.screen();
        let found = screen.lines().skip_while(|line| !line.contains(&format!("> {typed}"))).nth(1).unwrap();
        assert!(found.contains("Numbers and versions"), "{screen}");
        assert!(screen.contains("See the commits of this draft"), "{screen}");
        desk.keys("enter");
        assert!(desk.selected().contains("Numbers and versions"), "{}", desk.screen());
    }
}

#[test]
fn beginnings_of_words_titles_and_sections_are_found_first() {
    // Each list begins with these.
    let wanted = [
        ("gu", ["New Learn Guides", "Gulls over a rock"]),
        ("bo", ["New Boards Supported", "The Kestrel board"]),
        ("rel", ["Latest Releases", "The Kestrel board"]),
        ("her", ["Heron Mini", "Night Shift for a Weather"]),
        ("lat", ["Latest Releases", "Lakes slosh"]),
        // Words in any order, each by its beginning.
        ("rele lat", ["Latest Releases", ""]),
        ("mini her", ["Heron Mini", ""]),
    ];
    for palette in ["/", ":"] {
        for (typed, hits) in wanted {
            let mut desk = Desk::open(140, 60);
            desk.keys(palette).keys(&format!("\"{typed}\""));
            let screen = desk.screen();
            let shown: Vec<&str> =
                screen.lines().skip_while(|line| !line.contains(&format!("> {typed}"))).skip(1).collect();
            let at = |words: &str| shown.iter().position(|line| line.contains(words));
            let others = at(hits[1]).filter(|_| !hits[1].is_empty());
            assert!(others.is_none_or(|other| at(hits[0]) < Some(other)), "{palette} {typed}:\n{screen}");
            assert!(at(hits[0]).is_some_and(|row| row < 3), "{palette} {typed}:\n{screen}");
            if palette == "/" {
                assert_eq!(at(hits[0]), Some(0), "{typed}:\n{screen}");
            }
        }
    }
}
