//! The user's own editor, which gets a slot or the whole file.

use crate::support::program;
use crate::terminal::{World, key};

const CTRL_X: &str = "\x18";
const CTRL_E: &str = "\x05";

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
    desk.keys("u").wait_for("Undone").keys(key::CTRL_S).wait_for("Saved.");
    assert_eq!(world.text(), before, "one step");
    desk.quit();
    desk.assert_restored();
}

#[test]
fn in_a_text_ctrl_x_ctrl_e_opens_the_editor_at_the_cursor() {
    let world = world("printf 'Written outside\\n' >> \"$file\"");
    let mut desk = world.open();
    desk.keys("W").wait_for(" words, ").keys(key::CTRL_END).keys(CTRL_X).wait_for("Menu — ");
    desk.keys(CTRL_E).wait_for("Took the text of the editor").wait_for("Written outside");
    desk.keys(key::CTRL_S).wait_for("Saved.");
    assert!(world.text().ends_with("Written outside\n"));
    let lines = world.text().lines().count();
    let args = home(&world, "args");
    let line: usize = args.trim().rsplit('+').next().unwrap().parse().unwrap();
    assert!(line == lines || line + 1 == lines, "{line} of {lines}");
    // A field of a form: the slot, with the line of the field.
    desk.keys(key::ESC).wait_gone(" words, ");
    desk.select("Gulls over a rock").keys(key::ENTER).wait_for("── Markdown");
    desk.keys(CTRL_X).wait_for("Menu — ").keys(CTRL_E).wait_for("Written outside");
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
