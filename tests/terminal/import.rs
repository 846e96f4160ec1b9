//! The pane that takes over what others wrote.

use crate::{World, key};

const ALT_O: &str = "\x1bo";
const ALT_U: &str = "\x1bu";

#[test]
fn a_report_is_taken_over_and_taken_back() {
    let world = World::demo();
    let before = world.text();
    let report = "\
## Libraries

**Updated Libraries**
* [Kelp_Display](https://github.com/coast/Kelp_Display)
";
    std::fs::write(world.path("home/report.txt"), report).unwrap();
    let mut desk = world.desk(&[], 80, 24);
    desk.keys(ALT_O).wait_for("a library report").keys("j").keys(key::ENTER);
    desk.wait_for("Where is it? A file, or an address of https:");
    desk.keys("~/reports.txt").keys(key::ENTER).wait_for("there is no file");
    // The address is refused without a network: only this machine is asked in plain http.
    desk.keys("\x15").keys("http://example.org/report.txt").keys(key::ENTER);
    desk.wait_for("is not an address of https");
    desk.keys("\x15").keys("~/report.txt").keys(key::ENTER).wait_for("1 of 1 ticked");
    desk.wait_for("+ * [Kelp_Display](https://github.com/coast/Kelp_Display)");
    desk.keys(key::ENTER).wait_for("Took 1: Alt-U takes it back.");
    desk.keys("\x13").wait_for("Saved.");
    let taken = world.text();
    assert!(
        taken.contains("**Updated Libraries**\n\n* [Kelp_Display](https://github.com/coast/Kelp_Display)\n")
    );
    desk.keys(ALT_U).wait_for("Undone in").keys("\x13").wait_for("Saved.");
    assert_eq!(world.text(), before);
    desk.quit();
}
