//! Another program changes the file while it is open.

use crate::terminal::world::changed_lines;
use crate::terminal::{Desk, World, key};

const OLD: &str = "text - [Gull Rock Diary](https://example.com/gull-rock).";
const OURS: &str = "Ours - [Gull Rock Diary](https://example.com/gull-rock).";
const THEIRS: &str = "Theirs - [Gull Rock Diary](https://example.com/gull-rock).";

fn type_ours(desk: &mut Desk) {
    desk.select("Gulls over a rock").keys(key::ENTER).wait_for("── Markdown");
    desk.keys("Ours").wait_for(OURS);
}

#[test]
fn a_change_elsewhere_is_merged_when_it_is_saved() {
    let world = World::demo();
    let before = world.text();
    let mut desk = world.open();
    type_ours(&mut desk);
    world.replace("the cable got wet", "the cable got very wet");
    desk.keys(key::CTRL_S).wait_for("Saved, with another program's changes merged in").wait_saved();
    let changes = changed_lines(&before, &world.text());
    assert_eq!(changes.len(), 4, "{changes:?}");
    assert!(changes.contains(&format!("+{OURS}")));
    assert!(changes[3].contains("the cable got very wet"), "{changes:?}");
    desk.quit();
}

#[test]
fn a_change_is_seen_when_the_terminal_gets_the_focus() {
    let world = World::demo();
    let mut desk = world.open();
    world.replace("## Night Shift for a Weather Station", "## Day Shift for a Weather Station");
    desk.keys(key::FOCUS).wait_for("Another program changed the file; its changes are merged in");
    desk.wait_for("● Day Shift for a Weather Station");
    assert!(!desk.screen().contains("not saved"), "{}", desk.screen());
    desk.quit();
}

/// A desk where both changed the same line, and it was asked to save.
fn conflict(world: &World) -> Desk {
    let mut desk = world.open();
    type_ours(&mut desk);
    world.replace(OLD, THEIRS);
    desk.keys(key::CTRL_S).wait_for("Another program changed the same lines");
    desk.wait_for("Yours, not saved").wait_for("On disk");
    let row = desk.row_of(OURS).unwrap();
    assert_eq!(desk.row_of(THEIRS), Some(row), "side by side:\n{}", desk.screen());
    assert!(world.text().contains(THEIRS), "nothing is overwritten unasked");
    desk
}

#[test]
fn m_keeps_mine() {
    let world = World::demo();
    let before = world.text();
    let mut desk = conflict(&world);
    desk.keys("m").wait_for("Chosen: Enter applies.").keys(key::ENTER).wait_gone("On disk").wait_saved();
    desk.wait_until("the file to be written", || world.text().contains("Ours")).wait_for("Saved");
    assert_eq!(changed_lines(&before, &world.text()), [format!("-{OLD}"), format!("+{OURS}")]);
    desk.quit();
}

#[test]
fn t_takes_theirs_and_undo_brings_mine_back() {
    let world = World::demo();
    let before = world.text();
    let mut desk = conflict(&world);
    desk.keys("t").wait_for("Chosen").keys(key::ENTER).wait_gone("On disk").wait_for(THEIRS);
    assert_eq!(changed_lines(&before, &world.text()), [format!("-{OLD}"), format!("+{THEIRS}")]);
    desk.keys(key::ALT_U).wait_for(OURS).wait_for("● not saved");
    desk.keys(key::CTRL_Q).wait_for("not saved").keys("d");
    assert_eq!(desk.wait_exit(), 0);
    assert_eq!(world.kept(), "", "what was given up is not offered again");
    assert!(world.text().contains(THEIRS));
}

#[test]
fn e_puts_both_into_the_text_with_markers() {
    let world = World::demo();
    let mut desk = conflict(&world);
    desk.keys("e")
        .wait_for("To be edited")
        .keys(key::ENTER)
        .wait_for("<<<<<<<")
        .wait_for(">>>>>>>")
        .wait_for("● not saved");
    let rows = [OURS, "=======", THEIRS].map(|text| desk.row_of(text).unwrap());
    assert!(rows.is_sorted(), "{}", desk.screen());
    assert!(!world.text().contains("<<<<<<<"), "markers are saved only when that is asked for");
    assert!(world.text().contains(THEIRS));
    desk.keys(key::CTRL_Q).wait_for("save and leave").keys("d");
    assert_eq!(desk.wait_exit(), 0);
    assert_eq!(world.kept(), "", "what was given up is not offered again");
}

#[test]
fn esc_leaves_both_as_they_are() {
    let world = World::demo();
    let mut desk = conflict(&world);
    desk.keys(key::ESC).wait_gone("On disk").wait_for("Nothing was written");
    desk.wait_for(OURS).wait_for("● not saved");
    assert!(world.text().contains(THEIRS));
    // The next save asks again.
    desk.keys(key::CTRL_S).wait_for("On disk").keys("t\r").wait_gone("On disk");
    desk.quit();
    assert!(world.text().contains(THEIRS));
}

#[test]
fn a_file_that_is_gone_is_written_again_only_if_the_user_says_so() {
    let world = World::demo();
    let mut desk = world.open();
    type_ours(&mut desk);
    std::fs::remove_file(world.draft()).unwrap();
    desk.keys(key::FOCUS).wait_for("your text is here");
    desk.keys(key::CTRL_S).wait_for("was deleted by another program").keys("w").wait_for("Saved.");
    assert!(world.text().contains(OURS));
    desk.quit();
}
