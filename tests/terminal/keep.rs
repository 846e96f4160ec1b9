//! What was typed and not saved is there again after the program or the terminal went away.

use std::path::Path;

use crate::terminal::desk::signal;
use crate::terminal::{Desk, World, key};

const TYPED: &str = "The otter reads the gauge";

/// Types into the first feature story's alt text, without saving.
fn type_something(desk: &mut Desk) {
    desk.select("Listening to a Salt Marsh").keys(key::ENTER).wait_for("── Markdown");
    desk.keys(TYPED).wait_for(&format!("{TYPED} - [site](url)"));
}

/// The next start offers what was typed; `r` restores it, and it can be saved.
fn restore(world: &World) {
    assert!(!world.text().contains(TYPED), "it was not saved");
    let mut desk = world.open();
    desk.wait_for("Unsaved text found");
    desk.keys("r").wait_for("Restored what was typed").wait_for("● not saved");
    desk.keys(key::CTRL_S).wait_for("Saved.").wait_saved();
    assert!(world.text().contains(&format!("\n{TYPED} - [site](url).\n")));
    desk.quit();
    assert_eq!(world.kept(), "");
    let mut desk = world.open();
    assert!(!desk.screen().contains("Unsaved text found"));
    desk.quit();
}

#[test]
fn after_kill_9() {
    let world = World::demo();
    let mut desk = world.open();
    type_something(&mut desk);
    desk.wait_until("the text to be written down", || world.kept().contains(TYPED));
    desk.kill9();
    restore(&world);
}

#[test]
fn after_kill_9_and_without_the_draft_s_file() {
    let world = World::demo();
    let saved = world.text();
    let mut desk = world.open();
    type_something(&mut desk);
    desk.wait_until("the text to be written down", || world.kept().contains(TYPED));
    desk.kill9();
    std::fs::remove_file(world.draft()).unwrap();
    // By its path, and as the next issue.
    for args in [&["open", "_drafts/2026-06-01-draft.md"][..], &[]] {
        let mut desk = world.start(args, 120, 40);
        desk.wait_for("_drafts/2026-06-01-draft.md is gone, but text that was typed into it is kept");
        desk.kill9();
        assert!(!world.draft().exists() && world.kept().contains(TYPED));
    }
    let mut desk = world.start(&[], 120, 40);
    desk.wait_for("create the file again? [Y/n]").keys("y\r").wait_for("Unsaved text found");
    assert_eq!(world.text(), saved);
    desk.keys(key::ESC).wait_for("What was typed is kept in");
    desk.quit();
    assert!(world.kept().contains(TYPED));
}

#[test]
fn the_text_of_a_deleted_draft_is_set_aside_if_the_file_is_not_wanted() {
    let world = World::demo();
    let mut desk = world.open();
    type_something(&mut desk);
    desk.signal("TERM").wait_exit();
    std::fs::remove_file(world.draft()).unwrap();
    let mut desk = world.start(&["open", "2026-06-01"], 120, 40);
    desk.wait_for("create the file again? [Y/n]").keys("n\r").wait_for("the text is kept in");
    assert_eq!(desk.wait_exit(), 2);
    assert!(!world.draft().exists() && world.kept().contains(TYPED));
    let mut desk = world.start(&["open", "2026-06-01"], 120, 40);
    assert_eq!(desk.wait_exit(), 2);
    assert!(!desk.screen().contains("is gone"), "{}", desk.screen());
}

#[test]
fn after_kill_9_while_another_one_had_the_draft_open() {
    let world = World::demo();
    let mut desk = world.open();
    type_something(&mut desk);
    desk.wait_until("the text to be written down", || world.kept().contains(TYPED));
    let mut other = world.open();
    assert!(!other.screen().contains("Unsaved text found"), "{}", other.screen());
    // It types as well, and throws that away.
    other.select("Gulls over a rock").keys(key::ENTER).wait_for("── Markdown");
    other.keys("Ours").wait_until("that to be written down", || world.kept().contains("Ours - [Gull"));
    other.keys(key::CTRL_Q).wait_for("leave without saving").keys("d");
    assert_eq!(other.wait_exit(), 0);
    desk.kill9();
    restore(&world);
}

#[test]
fn after_sigterm_with_the_terminal_restored() {
    let world = World::demo();
    let mut desk = world.open();
    type_something(&mut desk);
    desk.signal("TERM");
    assert_eq!(desk.wait_exit(), 0);
    desk.assert_restored();
    restore(&world);
}

#[test]
fn after_sighup_with_the_terminal_restored() {
    let world = World::demo();
    let mut desk = world.open();
    type_something(&mut desk);
    desk.signal("HUP");
    assert_eq!(desk.wait_exit(), 0);
    desk.assert_restored();
    restore(&world);
}

/// The shell that owns the terminal dies, as it does when the window is closed.
#[test]
fn after_the_terminal_was_closed() {
    let world = World::demo();
    let pid_file = world.path("pid");
    let line = format!("echo $$ > '{}'; exec {}", pid_file.display(), world.command_line());
    let mut desk = world.run("sh", &["-c", "sh -c \"$0\"; true", &line], 200, 60);
    desk.wait_for("Front matter");
    type_something(&mut desk);
    let pid: u32 = std::fs::read_to_string(pid_file).unwrap().trim().parse().unwrap();
    signal(desk.pid, "KILL");
    desk.wait_until("the program to end by itself", || !runs(pid));
    assert!(world.kept().contains(TYPED));
    restore(&world);
}

/// Whether a process is there and not merely waiting to be asked for its exit code.
fn runs(pid: u32) -> bool {
    if !Path::new("/proc/self/stat").exists() {
        let known = std::process::Command::new("sh").args(["-c", &format!("kill -0 {pid} 2>&-")]).status();
        return known.is_ok_and(|status| status.success());
    }
    let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
    stat.rsplit_once(") ").is_some_and(|(_, rest)| !rest.starts_with('Z'))
}

#[test]
fn discarded_text_is_not_offered_again() {
    let world = World::demo();
    let before = world.text();
    let mut desk = world.open();
    type_something(&mut desk);
    desk.signal("TERM").wait_exit();
    let mut desk = world.open();
    desk.wait_for("Unsaved text found").keys("d").wait_gone("Unsaved text found");
    desk.quit();
    assert_eq!((world.kept(), world.text()), (String::new(), before));
}

#[test]
fn esc_keeps_the_unsaved_text_aside() {
    let world = World::demo();
    let mut desk = world.open();
    type_something(&mut desk);
    desk.signal("TERM").wait_exit();
    let mut desk = world.open();
    desk.wait_for("Unsaved text found").keys(key::ESC).wait_for("What was typed is kept in");
    desk.quit();
    assert!(world.kept().contains(TYPED));
    // The next run says where it is; putting it back is one step of undo, and leaves it in the list.
    let before = world.text();
    let mut desk = world.open();
    desk.wait_for("An unsaved text of it is kept: l lists it");
    desk.keys("l").wait_for("unsaved text that was kept").keys("/kept").keys(key::ENTER).keys(key::ENTER);
    desk.wait_for("Unsaved text that was kept").wait_for(TYPED).keys("r").wait_for("Restored what was typed");
    desk.keys(key::CTRL_S).wait_for("Saved.");
    assert!(world.text().contains(TYPED));
    desk.keys("u").wait_for("Undid: restored unsaved text").keys(key::CTRL_S).wait_for("Saved.");
    assert_eq!(world.text(), before);
    desk.keys("l").wait_for("unsaved text that was kept").keys("/kept").keys(key::ENTER).keys(key::ENTER);
    desk.wait_for("Unsaved text that was kept").keys("d").wait_for("Discarded the text that was kept.");
    desk.quit();
    assert_eq!(world.kept(), "");
}

#[test]
fn leaving_asks_for_what_is_not_saved() {
    let world = World::demo();
    let before = world.text();
    let mut desk = world.open();
    type_something(&mut desk);
    desk.keys(key::CTRL_Q).wait_for("The draft has changes that are not saved.");
    desk.keys(key::ESC).wait_gone("The draft has changes");
    desk.wait_for(TYPED).wait_for("● not saved");
    assert_eq!(world.text(), before);
    desk.keys(key::CTRL_Q).wait_for("s  save and leave").keys("s");
    assert_eq!(desk.wait_exit(), 0);
    assert!(world.text().contains(TYPED));
    assert_eq!(world.kept(), "");
}

#[test]
fn keys_that_come_faster_than_the_disk_are_not_lost() {
    let world = World::demo();
    let mut desk = world.open();
    type_something(&mut desk);
    // Saved, and committed with the message that is there: one burst of keys.
    desk.keys(&[key::CTRL_S, key::CTRL_G].concat()).wait_for("What will be committed");
    desk.keys(key::CTRL_G).wait_for("Committed ");
    assert!(world.git(&["show", "HEAD"]).contains(&format!("+{TYPED} - [site](url).")));
    desk.quit();
}
