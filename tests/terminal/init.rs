//! `copydesk init` on a terminal: it asks what the files leave open, and opens the desk.

use crate::newsletters::asked;
use crate::terminal::{Desk, World, key};

fn newsletter() -> World {
    let world = World::new();
    for (path, text) in asked::files() {
        let path = world.news().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    world.git(&["init", "-q", "-b", "main"]);
    world
}

fn read(world: &World, path: &str) -> String {
    std::fs::read_to_string(world.news().join(path)).unwrap()
}

/// Answers the questions about the place of drafts and the language.
fn at_the_date(world: &World, place: &str, language: &str) -> Desk {
    let mut desk = world.start(&["init"], 160, 40);
    desk.wait_for("4 issues: letters/{date}-letter.md").wait_for("language: de (the likelier of two: ");
    desk.wait_for("Where are the drafts of the next issue?").wait_for("1 to 3, Enter for 1:").keys(place);
    desk.wait_for("in two languages").wait_for("2 en (4 of 12 paragraphs and lists; 8 are in de)");
    desk.wait_for("1 to 2, Enter for 1:").keys(language);
    desk.wait_for("on no regular days. When does the next one appear?").wait_for("Enter to skip");
    desk
}

#[test]
fn init_asks_for_the_place_the_language_and_the_date_and_creates_the_draft() {
    let world = newsletter();
    let mut desk = at_the_date(&world, "2\r", "2\r");
    desk.keys("soon\r")
        .wait("the question again", |screen| screen.contents().matches("Enter to skip").count() == 2);
    desk.keys("2026-05-01\r").wait_for("2026-05-01 is past; the next issue is dated 2026-05-27 or later");
    desk.keys("2026-06-03\r").wait_for("created wip/2026-06-03-letter.md").wait_for("Enter opens the desk");
    desk.keys(key::ENTER).wait_for("wip/2026-06-03-letter.md").wait_for("Bells").quit();
    let profile = read(&world, "copydesk.yml");
    for part in [
        "drafts: \"wip/{date}-letter.md\"",
        "language: en ",
        "# chosen: 4 of 12 paragraphs and lists; 8 are in de",
        "cadence: irregular",
    ] {
        assert!(profile.contains(part), "no {part} in\n{profile}");
    }
    let draft = read(&world, "wip/2026-06-03-letter.md");
    assert!(draft.starts_with("---\ntitle: Lamps of 2026-06-03\ndate: 2026-06-03\n---\n"), "{draft}");
}

#[test]
fn a_skipped_date_creates_nothing_and_enter_takes_the_first_choices() {
    let world = newsletter();
    let mut desk = at_the_date(&world, "\r", "\r");
    desk.keys(key::ENTER).wait_for("Enter opens the desk").keys("q\r");
    assert_eq!(desk.wait_exit(), 0);
    let profile = read(&world, "copydesk.yml");
    assert!(profile.contains("drafts: \"_drafts/{date}-letter.md\"") && profile.contains("language: de "));
    let drafts = std::fs::read_dir(world.path("news/_drafts")).unwrap().count();
    assert_eq!(drafts, 1);
}
