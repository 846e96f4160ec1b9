//! Finding and replacing in the whole file, and moving what was found.

use super::*;

const WORDS: &str = "\n\nA gull, a Gull and seagulls. GULL! gull\n";

/// The desk with these words at the end of the whole file, and the find bar open.
fn finding() -> Desk {
    let mut desk = Desk::with(80, 24, |text| {
        let (front, _) = text.split_once("\n---\n").unwrap();
        format!("{front}\n---\n{WORDS}")
    });
    desk.keys("f4 ctrl-home ctrl-f \"gull\"");
    desk
}

#[test]
fn every_match_is_shown_and_the_current_one_is_counted() {
    let mut desk = finding();
    desk.assert_shows("1 of 5");
    let underlined = |desk: &Desk| {
        let cells = desk.program.buffer().content.iter();
        cells.filter(|cell| cell.modifier.contains(ratatui::style::Modifier::UNDERLINED)).count()
    };
    assert_eq!(underlined(&desk), 5 * "gull".len(), "{}", desk.screen());
    desk.keys("enter down");
    desk.assert_shows("3 of 5");
    desk.keys("up");
    desk.assert_shows("2 of 5");
    desk.keys("f3 f3 f3 f3");
    desk.assert_shows("1 of 5");
    desk.keys("\"x\"");
    desk.assert_shows("not found");
}

#[test]
fn case_and_whole_words_are_switched() {
    let mut desk = finding();
    desk.keys("ctrl-t");
    desk.assert_shows("of 3 · capitals as typed");
    desk.keys("ctrl-b");
    desk.assert_shows("of 2 · capitals as typed · whole words");
    desk.keys("ctrl-t");
    desk.assert_shows("of 4 · whole words");
    desk.keys("ctrl-b");
    desk.assert_shows("of 5");
    assert!(!desk.screen().contains("whole words ·"), "{}", desk.screen());
}

#[test]
fn replacing_says_how_many_and_is_one_step_of_undo() {
    let mut desk = finding();
    let before = desk.text().to_owned();
    desk.keys("ctrl-b tab \"tern\" ctrl-r");
    desk.assert_shows("Replaced 4; Ctrl-_ takes it back.");
    assert!(desk.text().contains("A tern, a tern and seagulls. tern! tern\n"), "{}", desk.text());
    desk.keys("esc alt-u");
    assert_eq!(desk.text(), before);
    desk.keys("ctrl-home ctrl-f \"gull\" tab \"tern\" enter");
    assert!(desk.text().contains("A tern, a Gull and"), "{}", desk.text());
    desk.assert_shows("1 of 4");
}

#[test]
fn undo_in_the_find_bar_takes_back_a_word() {
    let mut desk = finding();
    desk.keys("\" and\"");
    desk.assert_shows("Find    gull and");
    desk.keys("alt-u");
    let screen = desk.screen();
    let line = screen.lines().find(|line| line.contains("Find    ")).unwrap();
    assert!(line.contains("Find    gull") && !line.contains("and"), "{screen}");
}

#[test]
fn a_moved_story_stays_selected_and_takes_an_empty_slot() {
    let mut desk = Desk::open(140, 40);
    let forms = |text: &str| {
        let section = text.split("## Coming Soon").nth(1).unwrap().split("\n## ").next().unwrap().to_owned();
        section.matches("- [site](url)").count()
    };
    assert_eq!(forms(desk.text()), 1);
    desk.select("A mast in the fog").keys("m \"coming\" enter");
    assert!(desk.selected().contains("A mast in the fog"), "{}", desk.screen());
    assert_eq!(forms(desk.text()), 0, "{}", desk.text());
    desk.assert_shows("Moved to the first empty slot of “Coming Soon / New”.");
}

#[test]
fn the_find_bar_names_its_keys_and_opens_the_menu() {
    let mut desk = finding();
    desk.assert_shows("Tab replacement  Ctrl-R replace all");
    desk.keys("ctrl-x").assert_shows("Menu — ");
    desk.keys("?").assert_shows("Keys — ");
    desk.keys("esc \"s\"").assert_shows("Find    gulls");
    // In the text, its own search and the palette have different names.
    desk.keys("esc").assert_shows("Ctrl-F search");
    desk.assert_shows("Ctrl-P find");
}
