//! The user's own editor, which gets a slot or the whole file.

use std::io::Write as _;

use portable_pty::{CommandBuilder, PtySize, native_pty_system};

use crate::support::program;
use crate::terminal::world::{BIN, TODAY, changed_lines};
use crate::terminal::{World, key};

/// The demo with an editor that is a shell script of this text. It is called `vi`, has an argument of its
/// own, and knows its file as `$file`.
fn world(script: &str) -> World {
    let world = World::demo();
    std::fs::create_dir(world.path("bin")).unwrap();
    let path = world.path("bin/vi");
    let script = format!("#!/bin/sh\nfor file; do :; done\necho \"$1 $2\" > \"$HOME/args\"\n{script}\n");
    program::write(&path, script);
    let (editor, temporary) = (format!("'{}' -x", path.display()), world.path("home").display().to_string());
    world.with("VISUAL", "").with("EDITOR", &editor).with("TMPDIR", &temporary)
}

fn home(world: &World, name: &str) -> String {
    std::fs::read_to_string(world.path("home").join(name)).unwrap()
}

/// The temporary files that are left.
fn left(world: &World) -> Vec<std::path::PathBuf> {
    let entries = std::fs::read_dir(world.path("home")).unwrap().map(|entry| entry.unwrap().path());
    entries.filter(|path| path.display().to_string().contains("copydesk-")).collect()
}

#[test]
fn e_hands_the_slot_to_the_editor_and_takes_it_back_as_one_step() {
    let world = world(
        "cp \"$file\" \"$HOME/given\"; ls -l \"$file\" > \"$HOME/mode\"; echo \"$file\" > \"$HOME/name\"\n\
         printf 'over what? '; read word; sed -i \"s/over a rock/over $word/\" \"$file\"",
    );
    let before = world.text();
    let mut desk = world.open();
    desk.select("Gulls over a rock").keys("e").wait_for("over what?");
    assert!(!desk.emulator().alternate_screen(), "the terminal is the editor's");
    // Every key is the editor's, and none is lost.
    desk.keys("jjj terns\r").wait_for("Took the text of the editor; u takes it back.");
    assert!(desk.emulator().alternate_screen());
    desk.keys(key::CTRL_S).wait_for("Saved.");
    let given = home(&world, "given");
    assert!(given.contains("over a rock") && before.contains(&given), "{given}");
    assert_eq!(world.text(), before.replace(&given, &given.replace("over a rock", "over jjj terns")));
    assert!(home(&world, "mode").starts_with("-rw-------"), "{}", home(&world, "mode"));
    assert!(home(&world, "name").ends_with(".md\n"), "{}", home(&world, "name"));
    assert_eq!(home(&world, "args"), "-x +1\n");
    assert!(left(&world).is_empty(), "{:?}", left(&world));
    desk.keys("u").wait_for("Undid: took the text of the editor").keys(key::CTRL_S).wait_for("Saved.");
    assert_eq!(world.text(), before, "one step");
    desk.quit();
    desk.assert_restored();
}

#[test]
fn in_a_text_ctrl_x_ctrl_e_opens_the_editor_at_the_cursor() {
    let world = world("printf 'Written outside\\n' >> \"$file\"");
    let mut desk = world.open();
    desk.keys("W").wait_for(" words, ").keys(key::CTRL_END).keys(key::CTRL_X).wait_for("Menu — ");
    desk.keys(key::CTRL_E).wait_for("Took the text of the editor").wait_for("Written outside");
    desk.keys(key::CTRL_S).wait_for("Saved.");
    assert!(world.text().ends_with("Written outside\n"));
    let lines = world.text().lines().count();
    let args = home(&world, "args");
    let line: usize = args.trim().rsplit('+').next().unwrap().parse().unwrap();
    assert!(line == lines || line + 1 == lines, "{line} of {lines}");
    // A field of a form: the slot, with the line of the field.
    desk.keys(key::ESC).wait_gone(" words, ");
    desk.select("Gulls over a rock").keys(key::ENTER).wait_for("── Markdown");
    desk.keys(key::CTRL_X).wait_for("Menu — ").keys(key::CTRL_E).wait_for("Written outside");
    assert_eq!(home(&world, "args"), "-x +3\n", "the text is below the image");
    desk.keys(key::CTRL_S).wait_for("Saved.").wait_saved();
    desk.quit();
}

#[test]
fn what_an_editor_wrote_before_it_failed_is_kept_in_its_file() {
    let world = world("echo 'A half sentence' > \"$file\"; exit 3");
    let before = world.text();
    let mut desk = world.open();
    desk.select("Gulls over a rock").keys("e").wait_for("The draft is as it was. What it wrote is in /");
    let [kept] = left(&world).try_into().unwrap();
    assert_eq!(std::fs::read_to_string(kept).unwrap(), "A half sentence\n");
    desk.quit();
    assert_eq!(world.text(), before);
}

#[test]
fn an_editor_that_changes_nothing_or_is_not_there_changes_nothing() {
    let world = world("true");
    let mut desk = world.open();
    desk.select("Gulls over a rock").keys("e").wait_for("The editor changed nothing.");
    desk.quit();
    let world = world.with("EDITOR", "/no/such/editor");
    let mut desk = world.open();
    desk.select("Gulls over a rock").keys("e").wait_for("'/no/such/editor' failed");
    assert!(left(&world).is_empty());
    desk.quit();
}

#[test]
fn keys_that_come_before_the_editor_has_started_do_not_change_the_draft() {
    let world = world("printf 'Written outside\\n' >> \"$file\"");
    let before = world.text();
    let mut desk = world.open();
    // `d` removes a slot.
    desk.select("Gulls over a rock").keys("ed").wait_for("Took the text of the editor; u takes it back.");
    desk.wait_for("Keys that came before the editor had started were ignored.");
    desk.keys(key::CTRL_S).wait_for("Saved.").wait_saved();
    assert_eq!(changed_lines(&before, &world.text()), ["+Written outside"]);
    desk.quit();
}

/// Reads what a program draws until it contains a text.
fn read_until(output: &mut dyn std::io::Read, text: &str) {
    let (mut seen, mut buffer) = (String::new(), [0; 4096]);
    while !seen.contains(text) {
        let count = output.read(&mut buffer).unwrap();
        assert!(count > 0, "no {text:?} in {seen}");
        seen.push_str(&String::from_utf8_lossy(&buffer[..count]));
    }
}

/// The window is closed while the editor runs, which saves its text then.
#[test]
fn what_the_editor_wrote_is_kept_if_the_terminal_is_closed_meanwhile() {
    let world = world("trap '' HUP; echo 'over what?'; read word; printf 'Written at last\\n' >> \"$file\"");
    let mut command = CommandBuilder::new(BIN);
    command.args(["--as-of", TODAY]);
    command.cwd(world.news());
    command.env_clear();
    world.variables().into_iter().for_each(|(name, value)| command.env(name, value));
    let pair = native_pty_system().openpty(PtySize { rows: 40, cols: 120, ..PtySize::default() }).unwrap();
    let mut child = pair.slave.spawn_command(command).unwrap();
    drop(pair.slave);
    let (mut keyboard, mut output) =
        (pair.master.take_writer().unwrap(), pair.master.try_clone_reader().unwrap());
    read_until(&mut output, "Front matter");
    keyboard.write_all(b"e").unwrap();
    read_until(&mut output, "over what?");
    // Nobody holds the terminal any more.
    drop((keyboard, output, pair.master));
    child.wait().unwrap();
    assert!(world.kept().contains("Written at last"), "{}", world.kept());
    let mut desk = world.open();
    desk.wait_for("Unsaved text found").keys("r").wait_for("Restored what was typed");
    desk.keys(key::CTRL_S).wait_for("Saved.").wait_saved();
    assert!(world.text().contains("Written at last\n"));
    desk.quit();
}
