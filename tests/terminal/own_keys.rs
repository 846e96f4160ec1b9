//! Keys that the user has chosen: what is said names them.

use crate::terminal::{World, key};

#[test]
fn what_is_said_names_the_keys_of_the_users_configuration() {
    let world = World::demo();
    world.config("keys:\n  open: [z]\n  move-to: [v]\nletters:\n  whole-file: [E]\n");
    let mut desk = world.open();
    desk.select("A buoy on the waves").keys("a").wait_for("Added an empty slot; z fills it.").keys("u");
    desk.wait_for("Undid: added an empty slot");
    desk.select("A buoy on the waves").keys(&"J".repeat(20));
    desk.wait_for("It can't be moved further here; v moves it to another section.");
    desk.select("Opening").keys("d").wait_for("This is text of every week, without items; z edits it.");
    desk.paste("a kite").wait_for("Nothing to paste into: open a slot (z) or the whole file (E) first.");
    desk.keys("E").wait_for(" words, ").keys(key::ESC).wait_gone(" words, ");
    desk.keys(key::CTRL_S).wait_saved();
    desk.quit();
}
