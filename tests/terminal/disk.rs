//! Files that can't be written: it is said, and the text stays.

use std::os::unix::fs::PermissionsExt;
use std::process::Command;

use crate::support::require::{Need, missing};
use crate::terminal::{Desk, World, key};

fn type_something(desk: &mut Desk) {
    desk.select("Listening to a Salt Marsh").keys(key::ENTER).wait_for("── Markdown");
    desk.keys("Kept here").wait_for("Kept here - [site](url)");
}

#[test]
fn a_read_only_file() {
    let world = World::demo();
    let before = world.text();
    std::fs::set_permissions(world.draft(), PermissionsExt::from_mode(0o444)).unwrap();
    let mut desk = world.open();
    type_something(&mut desk);
    desk.keys(key::CTRL_S)
        .wait_for("permission denied; your text is kept here, and the file on disk is unchanged");
    desk.wait_for("● not saved").wait_for("Kept here - [site](url)");
    assert_eq!(world.text(), before);
    std::fs::set_permissions(world.draft(), PermissionsExt::from_mode(0o644)).unwrap();
    desk.keys(key::CTRL_S).wait_for("Saved.").wait_saved();
    assert!(world.text().contains("Kept here"));
    desk.quit();
}

/// A small file system of its own, taken away again at the end.
struct Small<'w>(&'w World);

impl<'w> Small<'w> {
    /// Puts the drafts' folder on a file system of 128 KB; `None` where that is not allowed.
    fn mount(world: &'w World) -> Option<Self> {
        let drafts = world.path("news/_drafts");
        let aside = world.path("aside");
        std::fs::rename(&drafts, &aside).unwrap();
        std::fs::create_dir(&drafts).unwrap();
        let out =
            Command::new("mount").args(["-t", "tmpfs", "-o", "size=128k", "tmpfs"]).arg(&drafts).output();
        let mounted = out.is_ok_and(|out| out.status.success());
        for file in std::fs::read_dir(aside).unwrap() {
            let file = file.unwrap();
            std::fs::copy(file.path(), drafts.join(file.file_name())).unwrap();
        }
        mounted.then_some(Small(world))
    }
}

impl Drop for Small<'_> {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("-l").arg(self.0.path("news/_drafts")).status();
    }
}

#[test]
fn a_full_disk() {
    let world = World::demo();
    let before = world.text();
    let Some(_small) = Small::mount(&world) else {
        missing(Need::Mount, "a small file system can't be mounted here");
        return;
    };
    let mut desk = world.open();
    type_something(&mut desk);
    let filler = world.path("news/_drafts/filler");
    let filled = std::fs::write(&filler, vec![0; 1 << 20]);
    assert!(filled.is_err(), "the disk is full");
    desk.keys(key::CTRL_S)
        .wait_for("the disk is full; your text is kept here, and the file on disk is unchanged");
    desk.wait_for("● not saved").wait_for("Kept here - [site](url)");
    assert_eq!(world.text(), before);
    let names: Vec<_> = std::fs::read_dir(world.path("news/_drafts"))
        .unwrap()
        .map(|file| file.unwrap().file_name())
        .collect();
    assert_eq!(names.len(), 3, "no half-written file is left: {names:?}");
    std::fs::remove_file(filler).unwrap();
    desk.keys(key::CTRL_S).wait_for("Saved.").wait_saved();
    assert!(world.text().contains("Kept here"));
    desk.quit();
}

#[test]
fn a_state_folder_that_cannot_be_written_is_said_once_and_typing_goes_on() {
    let world = World::demo();
    // There is a file where the folder would be.
    std::fs::write(world.path("state/copydesk"), "").unwrap();
    let mut desk = world.open();
    type_something(&mut desk);
    desk.wait_for("What you type can't be kept against a crash");
    desk.keys(key::CTRL_S).wait_for("Saved.");
    assert!(world.text().contains("Kept here"));
    desk.quit();
}
