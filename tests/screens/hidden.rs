//! Characters that steer a terminal or hide: the screen shows that they are there, and the file keeps
//! them.

use copydesk::text::is_plain;

use super::*;

const STORY: &str = "## A Fl\u{202e}oat\u{2066} 漢\u{2067} 👩‍🚀\n\nIt \u{1b}[31mhums\u{7}\u{202e}.\u{200b} See 👩‍🚀 and e\u{301}\u{2028} - [Pi\u{202e}er](https://pier.example/\u{202e}a).\n\n";

fn desk(width: u16) -> Desk {
    Desk::with(width, 40, |text| {
        let heading = "## The Ferry That Maps the Sea Floor";
        text.replace(heading, &format!("{STORY}{heading}"))
            .replace("title: \"Featured", "title: \"Fea\u{202e}tured")
    })
}

/// Every cell of the screen.
#[track_caller]
fn is_harmless(desk: &Desk) {
    for cell in &desk.program.buffer().content {
        assert!(is_plain(cell.symbol()), "{:?}", cell.symbol());
    }
}

#[test]
fn nothing_hidden_reaches_the_screen_from_any_pane() {
    for width in [80, 120, 200] {
        let mut desk = desk(width);
        is_harmless(&desk);
        desk.select("A F\u{fffd}oa\u{fffd}");
        assert!(desk.selected().contains("👩‍🚀"), "{}", desk.selected());
        // Form, whole file, problems, checks, palette, and what can be committed.
        for keys in ["enter", "esc f4", "f8", "f6", "f6", "ctrl-p", "esc", "ctrl-g", "esc", "f1", "esc"] {
            desk.keys(keys);
            is_harmless(&desk);
        }
    }
}

#[test]
fn the_whole_file_shows_a_sign_for_each() {
    let mut desk = desk(120);
    desk.keys("f4 ctrl-home ctrl-f \"hums\"");
    let screen = desk.screen();
    assert!(screen.contains("It ␛[31mhums␇·.· See 👩‍🚀 and e\u{301}· - [Pi·er]"), "{screen}");
}

#[test]
fn the_bytes_of_the_file_stay_while_something_else_is_typed() {
    let mut desk = desk(120);
    let before = desk.on_disk();
    assert!(before.contains(STORY));
    desk.select("Listening to a Salt Marsh").keys("enter \"A marsh\" ctrl-s");
    let after = desk.on_disk();
    assert!(after.contains(STORY) && after != before);
}
