//! The system's clipboard: the terminal's, and that of the desktop's programs.

use std::path::PathBuf;

use crate::support::program;
use crate::terminal::{Desk, World, key};

/// The sequence with which a terminal takes a text that was encoded by another program.
fn waits_for_osc52(desk: &mut Desk, verb: &str, text: &str) {
    let encoded = std::process::Command::new("sh")
        .args(["-c", "printf %s \"$0\" | base64 -w 0", text])
        .output()
        .unwrap()
        .stdout;
    let wanted = format!("\x1b]52;c;{}\x07", String::from_utf8(encoded).unwrap());
    desk.wait_written(&wanted).wait_for(&format!("{verb} "));
}

/// Drags the mouse with the left button from one cell to another.
fn drag(desk: &mut Desk, (x, y): (u16, u16), (to_x, to_y): (u16, u16)) {
    let sequence = |button: u8, x: u16, y: u16, end: char| format!("\x1b[<{button};{};{}{end}", x + 1, y + 1);
    let keys = [sequence(0, x, y, 'M'), sequence(32, to_x, to_y, 'M'), sequence(0, to_x, to_y, 'm')];
    desk.keys(&keys.concat());
}

/// The column of a text in a row of the screen.
fn column_of(desk: &Desk, row: u16, text: &str) -> u16 {
    let line = desk.emulator().contents_between(row, 0, row, 200);
    let before = line.split(text).next().unwrap();
    before.chars().count() as u16
}

#[test]
fn ctrl_c_copies_a_selection_or_the_slot_to_the_terminals_clipboard() {
    let world = World::demo();
    let mut desk = world.open();
    desk.select("Front matter").keys(key::ENTER).wait_for("── Markdown");
    desk.keys("A kite, ü").wait_for("A kite, ü").keys(key::SHIFT_HOME).keys(key::CTRL_C);
    waits_for_osc52(&mut desk, "Copied", "A kite, ü");
    // What was copied is pasted where no program knows the clipboard.
    desk.keys(key::END).keys(key::CTRL_V).wait_for("A kite, üA kite, ü");
    desk.keys(key::SHIFT_HOME).keys(key::CTRL_W);
    waits_for_osc52(&mut desk, "Cut", "A kite, üA kite, ü");
    desk.keys(key::CTRL_C).wait_for("Nothing is selected");
    desk.keys(key::ESC).wait_gone("── Markdown");
    desk.select("A buoy on the waves").keys(key::CTRL_C).wait_for("Copied ");
    let text = world.text();
    let at = text.find("[![A buoy on the waves]").unwrap();
    let slot = &text[at..at + text[at..].find("\n\n[![").unwrap()];
    waits_for_osc52(&mut desk, "Copied", slot.trim_end());
    desk.keys(key::CTRL_S).wait_for("Saved.").wait_saved();
    desk.quit();
}

#[test]
fn the_mouse_copies_text_without_borders() {
    let world = World::demo();
    let mut desk = world.open();
    // The preview shows the text of a story with its frame, beside the other panes.
    desk.select("A buoy on the waves").wait_for("filled");
    let row = desk.row_of("▣ A buoy on the waves").unwrap();
    let column = column_of(&desk, row, "A buoy on the waves ../");
    drag(&mut desk, (column, row), (column + 18, row));
    waits_for_osc52(&mut desk, "Copied", "A buoy on the waves");
    // Over several rows, nothing of the panes beside it.
    let copied = |desk: &Desk| String::from_utf8_lossy(&desk.written).matches("\x1b]52;c;").count();
    let before = copied(&desk);
    drag(&mut desk, (column, row), (199, row + 1));
    desk.wait_gone("Copied 19 characters.").wait_for("Copied ");
    assert_eq!(copied(&desk), before + 1);
    let written = String::from_utf8_lossy(&desk.written).into_owned();
    let last = written.rsplit("\x1b]52;c;").next().unwrap().split('\x07').next().unwrap().to_owned();
    let decoded = std::process::Command::new("sh")
        .args(["-c", "printf %s \"$0\" | base64 -d", &last])
        .output()
        .unwrap()
        .stdout;
    let decoded = String::from_utf8(decoded).unwrap();
    assert!(decoded.starts_with("A buoy on the waves ../") && decoded.contains('\n'), "{decoded}");
    assert!(!decoded.contains(['│', '┃', '─']), "{decoded}");
    desk.keys(key::TAB).keys(key::TAB).wait_gone("Copied ");
    // In a form.
    desk.select("A buoy on the waves").keys(key::ENTER).wait_for("── Markdown");
    let row = desk.row_of("Alt text").unwrap();
    let column = column_of(&desk, row, "A buoy on the waves");
    drag(&mut desk, (column, row), (column + 6, row));
    waits_for_osc52(&mut desk, "Copied", "A buoy");
    desk.quit();
}

/// The demo on a desktop whose clipboard is a file.
fn desktop() -> (World, PathBuf) {
    let world = World::demo();
    let file = world.path("home/clipboard");
    program::write(&world.path("bin/wl-copy"), "#!/bin/sh\ncat > \"$HOME/clipboard\"\n");
    program::write(&world.path("bin/wl-paste"), "#!/bin/sh\ncat \"$HOME/clipboard\"\n");
    let path = format!("{}:{}", world.path("bin").display(), std::env::var("PATH").unwrap());
    (world.with("PATH", &path).with("WAYLAND_DISPLAY", "wayland-0"), file)
}

#[test]
fn a_desktops_programs_copy_and_paste() {
    let (world, clipboard) = desktop();
    let mut desk = world.open();
    desk.select("Front matter").keys(key::ENTER).wait_for("── Markdown");
    desk.keys("A kite")
        .wait_for("A kite")
        .keys(key::SHIFT_HOME)
        .keys(key::CTRL_C)
        .wait_for("Copied 6 characters.");
    desk.wait_until("the program to copy", || std::fs::read(&clipboard).is_ok_and(|text| text == b"A kite"));
    // Another program copies a text that would end the front matter.
    std::fs::write(&clipboard, "one\n---\ntwo\x1b[2J\n").unwrap();
    desk.keys(key::END).keys(key::CTRL_V).wait_for("A kiteone --- two");
    desk.keys(key::CTRL_S).wait_for("Saved.").wait_saved();
    assert!(world.text().lines().nth(2).unwrap().contains("A kiteone --- two"), "{}", world.text());
    desk.quit();
}

#[test]
fn more_than_a_terminal_takes_is_said_and_kept_here() {
    let world = World::demo();
    let long = "gull ".repeat(20_001);
    world.write(&(world.text() + "\n" + &long + "\n"));
    let mut desk = world.open();
    desk.keys("W").wait_for(" words, ").keys(key::CTRL_X).wait_for("Menu — ").keys("A").wait_for("selected ");
    desk.keys(key::CTRL_C).wait_for("terminals take at most 100,000 bytes");
    assert!(!String::from_utf8_lossy(&desk.written).contains("\x1b]52;"));
    desk.quit();
}

#[test]
fn in_tmux_its_option_is_named() {
    let world = World::demo().with("TMUX", "/tmp/tmux-1/default,1,0");
    let mut desk = world.open();
    desk.select("A buoy on the waves").keys("y").wait_for("set-clipboard on");
    desk.quit();
}

/// A program of the desktop that waits until something is written into the returned pipe.
fn waiting(world: &World, name: &str, then: &str) -> PathBuf {
    let gate = world.path("gate");
    let made = std::process::Command::new("mkfifo").arg(&gate).status();
    assert!(made.is_ok_and(|status| status.success()), "a pipe");
    let script = format!("#!/bin/sh\nread go < '{}'\n{then}\n", gate.display());
    program::write(&world.path(&format!("bin/{name}")), script);
    gate
}

#[test]
fn a_paste_that_follows_a_cut_at_once_pastes_what_was_cut() {
    let (world, clipboard) = desktop();
    std::fs::write(&clipboard, "what was there before").unwrap();
    let gate = waiting(&world, "wl-copy", "cat > \"$HOME/clipboard\"");
    let mut desk = world.open();
    desk.select("Front matter").keys(key::ENTER).wait_for("── Markdown");
    desk.keys("A kite")
        .wait_for("A kite")
        .keys(&[key::SHIFT_HOME, key::CTRL_W, key::CTRL_V].concat())
        .wait_gone("A kite");
    std::fs::write(&gate, "go\n").unwrap();
    desk.wait_for("A kite");
    assert!(!desk.screen().contains("what was there before"), "{}", desk.screen());
    desk.keys(key::CTRL_S).wait_for("Saved.").wait_saved();
    desk.quit();
}

#[test]
fn a_paste_that_comes_late_goes_into_no_other_form() {
    let (world, clipboard) = desktop();
    std::fs::write(&clipboard, "a late kite").unwrap();
    let gate = waiting(&world, "wl-paste", "cat \"$HOME/clipboard\"");
    let before = world.text();
    let mut desk = world.open();
    desk.select("A buoy on the waves").keys(key::ENTER).wait_for("── Markdown");
    desk.keys(key::CTRL_V).keys(key::ESC).wait_gone("── Markdown");
    // The field of the same number has the keys.
    desk.select("Gulls over a rock").keys(key::ENTER).wait_for("── Markdown");
    std::fs::write(&gate, "go\n").unwrap();
    desk.wait_for("Nothing was pasted: the cursor had moved on.");
    desk.quit();
    assert_eq!(world.text(), before);
}

#[test]
fn a_copy_that_the_desktops_program_refuses_is_not_called_copied() {
    let (world, _) = desktop();
    program::write(&world.path("bin/wl-copy"), "#!/bin/sh\nexit 1\n");
    program::write(&world.path("bin/wl-paste"), "#!/bin/sh\nexit 1\n");
    let mut desk = world.open();
    desk.select("Front matter").keys(key::ENTER).wait_for("── Markdown");
    desk.keys("A kite").wait_for("A kite").keys(key::SHIFT_HOME).keys(key::CTRL_C);
    desk.wait_for(
        "Not copied to the desktop's clipboard: wl-copy failed, and the text was sent to the terminal",
    );
    assert!(!desk.screen().contains("Copied"), "{}", desk.screen());
    desk.keys(key::END).keys(key::CTRL_V).wait_for("A kiteA kite");
    desk.keys(key::CTRL_S).wait_for("Saved.").wait_saved();
    desk.quit();
}
