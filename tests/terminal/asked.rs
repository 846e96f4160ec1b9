//! The terminal is asked what pictures it shows, and nothing that is typed meanwhile is lost.

use crate::terminal::{Desk, World, key};

const QUESTION: &str = "\x1b_Gi=4711";
const ANSWER: &str = "\x1b_Gi=4711;OK\x1b\\";

fn wrote(desk: &Desk, bytes: &str) -> bool {
    desk.written.windows(bytes.len()).any(|part| part == bytes.as_bytes())
}

#[test]
fn kitty_gets_its_pictures_and_what_is_typed_around_the_answer_arrives() {
    let world = World::demo();
    let mut desk = world.open();
    desk.wait_for("A buoy on the waves");
    desk.keys(&format!("{}{ANSWER}{}", key::F1, key::DOWN)).wait_for("Esc closes");
    assert!(wrote(&desk, QUESTION));
    desk.keys(key::ESC).wait_gone("Esc closes");
    desk.select("A buoy on the waves").wait_for("280×160");
    // The cells that kitty draws over.
    desk.wait("a picture of kitty's", |screen| screen.contents().contains('\u{10eeee}'));
    assert!(!desk.screen().contains("4711"), "{}", desk.screen());
    desk.quit();
    desk.assert_restored();
}

#[test]
fn other_terminals_keep_half_blocks() {
    for answer in ["", "\x1b_Gi=4711;EINVAL:unknown\x1b\\"] {
        let world = World::demo();
        let mut desk = world.open();
        desk.wait_for("A buoy on the waves").keys(answer);
        desk.select("A buoy on the waves").wait_for("280×160");
        desk.wait("a picture", |screen| screen.contents().matches('▀').count() > 100).quit();
    }
}

#[test]
fn an_answer_that_comes_late_is_no_text() {
    let world = World::demo();
    let mut desk = world.open();
    desk.wait_for("A buoy on the waves");
    desk.select("News From Around the Web").keys(&key::DOWN.repeat(6)).keys(key::ENTER);
    desk.wait_for("Ctrl-O choose image").keys(key::TAB).keys("Gull").wait_for("![Gull]");
    desk.keys(&format!("{ANSWER}s nest")).wait_for("![Gulls nest]");
    desk.keys(key::CTRL_S).wait_for("Saved.").quit();
}

#[test]
fn nobody_is_asked_where_it_is_known_switched_off_or_a_multiplexer() {
    for (name, value, images) in [
        ("TERM", "tmux-256color", "auto"),
        ("TMUX", "/tmp/tmux-0/default,1,0", "auto"),
        ("TERM", "screen", "auto"),
        ("TERM_PROGRAM", "Apple_Terminal", "ask"),
        ("NO_COLOR", "1", "auto"),
        ("LANG", "C.UTF-8", "off"),
        ("LANG", "C.UTF-8", "halfblocks"),
    ] {
        let world = World::demo().with(name, value);
        world.config(&format!("images: {images}\n"));
        let mut desk = world.open();
        desk.wait_for("A buoy on the waves").quit();
        assert!(!wrote(&desk, QUESTION), "{name}={value}, {images}");
    }
    let world = World::demo().with("TMUX", "/tmp/tmux-0/default,1,0");
    world.config("images: ask\n");
    let mut desk = world.open();
    desk.wait_for("A buoy on the waves").quit();
    assert!(wrote(&desk, "\x1bPtmux;\x1b\x1b_Gi=4711"));
}
