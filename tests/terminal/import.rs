//! The pane that takes over what others wrote.

use crate::terminal::{World, key};

#[test]
fn a_report_is_taken_over_and_taken_back() {
    let world = World::demo();
    let before = world.text();
    let report = "\
## Libraries

**New Libraries**
* [Tide_Table](https://github.com/coast/Tide_Table)

**Updated Libraries**
* [Kelp_Display](https://github.com/coast/Kelp_Display)
";
    std::fs::write(world.path("home/report.txt"), report).unwrap();
    let mut desk = world.desk(&[], 80, 24);
    desk.keys(key::ALT_O).wait_for("a library report").keys("j").keys(key::ENTER);
    desk.wait_for("Where is it? A file, or an address of https:");
    desk.keys("~/reports.txt").keys(key::ENTER).wait_for("there is no file");
    // The address is refused without a network: only this machine is asked in plain http.
    desk.keys(key::CTRL_U).keys("http://example.org/report.txt").keys(key::ENTER);
    desk.wait_for("is not fetched: give an https address");
    desk.keys(key::CTRL_U).keys("~/report.txt").keys(key::ENTER).wait_for("2 of 2 ticked");
    desk.wait_for("+ * [Tide_Table](https://github.com/coast/Tide_Table)");
    desk.keys(key::ENTER).wait_for("Took 2: u takes it back.");
    desk.keys(key::CTRL_S).wait_for("Saved.");
    let taken = world.text();
    assert!(
        taken.contains("**Updated Libraries**\n\n* [Kelp_Display](https://github.com/coast/Kelp_Display)\n")
    );
    desk.keys(key::ALT_U).wait_for("Undid: took what a document offers").keys(key::CTRL_S).wait_for("Saved.");
    assert_eq!(world.text(), before);
    desk.quit();
}

#[test]
fn an_address_that_does_not_answer_keeps_no_key_waiting() {
    let silent = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}/notes.md", silent.local_addr().unwrap());
    let world = World::demo();
    let mut desk = world.desk(&[], 80, 24);
    desk.keys(key::ALT_O).wait_for("meeting notes").keys(key::ENTER).wait_for("Where is it?");
    desk.keys(&address).keys(key::ENTER).wait_for(&format!("Reading {address} …"));
    desk.keys(key::ESC).wait_for("Where is it?").wait_for(&address);
    desk.keys(key::ESC).wait_for("Import ═").keys(key::ESC).wait_gone("Import ═");
    desk.quit();
}
