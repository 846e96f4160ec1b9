//! The terminal is asked what images it shows, and nothing that is typed meanwhile is lost.

use crate::terminal::{Desk, World, key};

const QUESTION: &str = "\x1b_Gi=4711";
const ANSWER: &str = "\x1b_Gi=4711;OK\x1b\\";

fn wrote(desk: &Desk, bytes: &str) -> bool {
    desk.written.windows(bytes.len()).any(|part| part == bytes.as_bytes())
}

#[test]
fn kitty_gets_its_images_and_what_is_typed_around_the_answer_arrives() {
    let world = World::demo();
    let mut desk = world.open();
    desk.wait_for("A buoy on the waves");
    desk.keys(&format!("{}{ANSWER}{}", key::F1, key::DOWN)).wait_for("Esc closes");
    assert!(wrote(&desk, QUESTION));
    desk.keys(key::ESC).wait_gone("Esc closes");
    desk.select("A buoy on the waves").wait_for("280×160");
    // The cells that kitty draws over.
    desk.wait("an image of kitty's", |screen| screen.contents().contains('\u{10eeee}'));
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
        desk.wait("an image", |screen| screen.contents().matches('▀').count() > 100).quit();
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

#[test]
fn xterm_shows_sixels_where_its_attributes_and_colours_say_so() {
    for (attributes, shows) in [
        ("\x1b[?1;0;256S\x1b[?63;1;2;4;22c", true),
        ("\x1b[?1;0;16S\x1b[?63;1;2;4;22c", false),
        ("\x1b[?1;3;0S\x1b[?64;1;2;22c", false),
    ] {
        let world = World::demo().with("XTERM_VERSION", "XTerm(379)");
        let mut desk = world.start(&[], 200, 60);
        desk.attributes = attributes;
        // It is typed before the answer, and read with it.
        desk.keys(key::F1).wait_for("Esc closes").keys(key::ESC).wait_gone("Esc closes");
        desk.select("A buoy on the waves").wait_for("280×160");
        if shows {
            desk.wait_written("\x1bP");
        } else {
            desk.wait("an image", |screen| screen.contents().matches('▀').count() > 100);
        }
        assert_eq!(wrote(&desk, "\x1bP"), shows, "{}", attributes.escape_debug());
        assert!(!desk.screen().contains("63;1"), "{}", desk.screen());
        desk.resize(120, 40).select("Front matter").quit();
        desk.assert_restored();
    }
}

#[test]
fn what_tmux_lost_is_asked_again_until_it_is_answered() {
    let world = World::demo().with("TMUX", "/tmp/tmux-0/default,1,0");
    world.config("images: ask\n");
    let mut desk = world.open();
    desk.wait_written_times("\x1bPtmux;\x1b\x1b_Gi=4711", 3).keys(ANSWER).keys(ANSWER);
    desk.select("A buoy on the waves")
        .wait("an image of kitty's", |screen| screen.contents().contains('\u{10eeee}'));
    assert!(!desk.screen().contains("4711"), "{}", desk.screen());
    desk.quit();
}
