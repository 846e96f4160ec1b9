//! Problems in a real terminal: going to them, fixing one and fixing all that is safe.

use crate::terminal::world::changed_lines;
use crate::terminal::{World, key};

const F5: &str = "\x1b[15~";
const F7: &str = "\x1b[18~";
const F8: &str = "\x1b[19~";

fn world() -> World {
    let world = World::demo();
    let text = world.text();
    world.write(&format!(
        "{}\n\nWrite to teh harbour, or recieve a lamp from teh shed of the pier.\n",
        text.trim_end()
    ));
    world
}

#[test]
fn all_safe_fixes_are_shown_and_made_as_one_step() {
    for (columns, rows) in [(80, 24), (120, 40)] {
        let world = world();
        let before = world.text();
        let mut desk = world.desk(&[], columns, rows);
        desk.keys(key::F6).keys(key::F6).wait_for("Problems: ").keys("F");
        desk.wait_for("All safe fixes").wait_for("problems have a safe fix");
        desk.keys(key::ESC).wait_gone("All safe fixes");
        desk.keys("F").wait_for("All safe fixes").keys(key::ENTER).wait_gone("All safe fixes");
        desk.wait_for("Fixed ").wait_for("undoes all of it.").keys(key::CTRL_S).wait_saved();
        let fixed = world.text();
        assert!(fixed.contains("Write to the harbour, or receive a lamp from the shed"), "{fixed}");
        assert!(changed_lines(&before, &fixed).len() > 4);
        desk.keys(key::ALT_U).wait_for("not saved").keys(key::CTRL_S).wait_saved();
        assert_eq!(world.text(), before);
        desk.quit();
    }
}

#[test]
fn fixes_follow_one_another_without_a_gap() {
    let world = world();
    let mut desk = world.desk(&[], 120, 40);
    desk.keys(key::F4).wait_for(" words, ").keys(key::CTRL_END);
    desk.keys(F7).wait_for("'teh' is probably 'the' (Ctrl-X f fixes it)");
    desk.keys(F7).wait_for("'recieve' is probably");
    desk.keys(F7).wait_for("'teh' is probably 'the' (Ctrl-X f fixes it)");
    desk.keys(F5).wait_for("Fixed line ").wait_for("“teh” → “the”");
    desk.keys(F8).wait_for("'recieve' is probably").keys(F5).wait_for("“recieve” → “receive”");
    desk.keys(F8).wait_for("'teh' is probably").keys(F5).wait_for("“teh” → “the”");
    desk.keys(F8).wait_for(", again from the top: ");
    desk.keys(key::CTRL_S).wait_saved();
    assert!(world.text().contains("Write to the harbour, or receive a lamp from the shed of the pier."));
    desk.quit();
}

#[test]
fn errors_only_is_one_key_in_the_list() {
    let world = world();
    let mut desk = world.desk(&[], 80, 24);
    desk.keys(key::F6).keys(key::F6).wait_for("Problems: ").keys("e");
    desk.wait_for("Errors only: ").keys(F8).wait_for("1 of ").wait_for(" error");
    desk.keys("\x10").wait_for("Commands and places").keys("errors").keys(key::ENTER);
    desk.wait_for(" problems again.");
    desk.quit();
}
