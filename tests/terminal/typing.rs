//! Pasting, and characters that are not one cell wide.

use crate::terminal::world::changed_lines;
use crate::terminal::{Desk, World, key};

#[test]
fn a_paste_of_any_line_ends_into_a_field() {
    let world = World::demo();
    let before = world.text();
    let mut desk = world.open();
    desk.select("Zoë").keys(key::ENTER).wait_for("── Markdown");
    desk.paste("one\rtwo\r\nthree\nfour").wait_for("four");
    for line in ["one", "two", "three", "four"] {
        assert!(desk.row_of(line).is_some(), "{}", desk.screen());
    }
    desk.keys(key::CTRL_S).wait_for("Saved.");
    assert_eq!(changed_lines(&before, &world.text()), ["-text.", "+one", "+two", "+three", "+four"]);
    desk.quit();
}

#[test]
fn a_paste_of_any_line_ends_into_the_whole_file() {
    let world = World::demo();
    let before = world.text();
    let mut desk = world.open();
    desk.select("Contribute").keys(key::F4).wait_for(" words, ");
    desk.keys(key::CTRL_END).paste("\r\nalpha\rbeta\r\ngamma\n\tdelta\n").wait_for("delta");
    desk.keys(key::CTRL_S).wait_for("Saved.");
    assert_eq!(world.text(), format!("{before}\nalpha\nbeta\ngamma\n\tdelta\n"));
    // One step of undo for one paste.
    desk.keys(key::ALT_U)
        .wait_for("Undid: “alpha beta gamma delta” inserted")
        .keys(key::CTRL_S)
        .wait_for("Saved.")
        .wait_saved();
    desk.wait_until("the file as it was", || world.text() == before);
    desk.quit();
}

#[test]
fn a_paste_into_a_file_with_crlf_keeps_its_line_ends() {
    let world = World::demo();
    let before = world.text().replace('\n', "\r\n");
    world.write(&before);
    let mut desk = world.open();
    desk.select("Zoë").keys(key::ENTER).wait_for("── Markdown");
    desk.paste("one\rtwo\r\nthree\nfour").wait_for("four").keys(key::CTRL_S).wait_for("Saved.");
    let wanted = before.replace("**Zoë**\r\n\r\ntext.", "**Zoë**\r\n\r\none\r\ntwo\r\nthree\r\nfour");
    assert_eq!(changed_lines(&wanted, &world.text()), [""; 0]);
    desk.keys(key::ESC).wait_gone("── Markdown").keys(key::F4).wait_for(" words, ");
    desk.keys(key::CTRL_END).paste("five\nsix\rtwelve").wait_for("twelve").keys(key::CTRL_S);
    desk.wait_until("the file to be written", || world.text().contains("twelve"));
    assert!(world.text().ends_with("\r\nfive\r\nsix\r\ntwelve"), "{:?}", &world.text()[before.len() - 20..]);
    desk.quit();
}

#[test]
fn wide_characters_marks_and_emoji_are_drawn_in_their_cells() {
    let world = World::demo();
    let mut desk = world.open();
    desk.select("Gulls over a rock").keys(key::ENTER).wait_for("── Markdown");
    // Two wide characters, a letter with a combining mark, an emoji, one made of several, a letter.
    let typed = "潮見e\u{301}🎨👩‍🚀x";
    desk.keys(typed);
    desk.wait_for("x - [Gull Rock Diary]");
    let row = desk.row_of("Text").unwrap();
    let screen = desk.emulator();
    let first = (0..200)
        .find(|column| screen.cell(row, *column).is_some_and(|cell| cell.contents() == "潮"))
        .unwrap();
    let cell = |offset: u16| screen.cell(row, first + offset).unwrap();
    assert!(cell(0).is_wide() && cell(1).is_wide_continuation());
    assert_eq!(cell(2).contents(), "見");
    assert_eq!(cell(4).contents(), "e\u{301}");
    assert_eq!(cell(5).contents(), "🎨");
    assert!(cell(5).is_wide());
    assert!(cell(7).contents().starts_with('👩'), "{:?}", cell(7).contents());
    assert_eq!(cell(9).contents(), "x", "{}", desk.screen());
    // The terminal's cursor is behind what was typed.
    assert_eq!(screen.cursor_position(), (row, first + 10));
    assert!(!screen.hide_cursor());

    // One Backspace takes one character as people see it.
    desk.keys(&key::BACKSPACE.repeat(3)).wait_gone("🎨").wait_for("潮見e\u{301} - [Gull");
    desk.keys(key::BACKSPACE).wait_for("潮見 - [Gull");
    desk.keys(key::CTRL_S).wait_for("Saved.");
    assert!(world.text().contains("\n潮見 - [Gull Rock Diary]"));
    desk.quit();
}

#[test]
fn find_and_replace_in_the_whole_file() {
    let world = World::demo();
    let before = world.text();
    let mut desk = world.open();
    desk.keys(key::F4).wait_for(" words, ");
    desk.keys(key::CTRL_F).wait_for("Replace").keys("Kestrel").wait_for("1 of 2");
    desk.keys(key::TAB).keys("Falcon").wait_for("Replace Falcon").keys("\x1b\r").wait_for("not found");
    desk.keys(key::ESC).wait_gone("Replace").keys(key::CTRL_S).wait_for("Saved.");
    assert_eq!(world.text(), before.replace("Kestrel", "Falcon"));
    desk.quit();
}

/// The characters of the draft that the editor has counted.
fn characters(screen: &vt100::Screen) -> Option<usize> {
    let text = screen.contents();
    let (before, _) = text.split_once(" characters")?;
    before.rsplit(' ').next()?.parse().ok()
}

#[test]
fn a_letter_in_the_whole_file_sends_what_changed() {
    let world = World::demo();
    let mut desk = world.desk(&[], 120, 40);
    desk.select("Zoë").keys(key::F4).wait_for(" words, ").keys("\x1b[B\x1b[B\x1b[F");
    desk.keys("a").wait_for("text.a").wait_for("● not saved");
    let type_counted = |desk: &mut Desk, letter: &str| {
        let count = characters(desk.emulator()).unwrap() + 1;
        desk.keys(letter).wait("the letter to be counted", |screen| characters(screen) == Some(count));
    };
    // The first letter fills the slot; that is drawn by the second one or with the checks of the job.
    type_counted(&mut desk, "b");
    desk.wait_for("20 filled");
    for letter in ["c", "d"] {
        let before = desk.written.len();
        type_counted(&mut desk, letter);
        // One synchronized update (16 bytes): the letter, its line and column, the number of characters and
        // the cursor, with a move for each (5 × 8), the footer's style (17) and the end of it (19), 95 bytes
        // with the digits. A second one follows the checks with their line numbers, 80 bytes. Where a number gets
        // another digit, the words after it move: 30 bytes. The second one of the letter before may be late: 80 bytes.
        let sent = desk.written.len() - before;
        assert!(sent < 305, "{sent} bytes: {:?}", String::from_utf8_lossy(&desk.written[before..]));
    }
    desk.keys(key::CTRL_S).wait_for("Saved.").quit();
}

#[test]
fn a_letter_in_the_path_of_an_image_does_not_move_the_form() {
    let world = World::demo();
    let mut desk = world.desk(&[], 120, 40);
    desk.select("Gulls over a rock").keys(key::ENTER).wait_for("── Markdown");
    desk.tab_to("Ctrl-O choose image");
    desk.keys("a").wait_for(".jpga").wait_for("there is no image").wait_for("● not saved");
    let before = desk.written.len();
    desk.keys("b").wait("the note", |screen| {
        let text = screen.contents();
        text.contains(".jpgab") && text.contains("there is no image")
    });
    // The letter in the field and in the Markdown (200 bytes with the empty note), the counts of problems
    // without and with the note (50 each), and the note (100).
    let sent = desk.written.len() - before;
    assert!(sent < 600, "{sent} bytes: {:?}", String::from_utf8_lossy(&desk.written[before..]));
    desk.keys(key::CTRL_S).wait_for("Saved.").quit();
}
