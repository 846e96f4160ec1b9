//! What a save, a journal and a kept original leave on disk.

use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};
use std::path::Path;
use std::process::Command;

use crate::support::require::{Need, missing};
use crate::terminal::{Desk, World, key};

const DRAFT: &str = "_drafts/2026-06-01-draft.md";

fn mode(path: &Path) -> u32 {
    path.metadata().unwrap().mode() & 0o7777
}

fn set_mode(path: &Path, mode: u32) {
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
}

fn type_something(desk: &mut Desk) {
    desk.select("Listening to a Salt Marsh").keys(key::ENTER).wait_for("── Markdown");
    desk.keys("Kept here").wait_for("Kept here - [site](url)");
}

#[test]
fn a_journal_is_for_its_owner_alone() {
    let world = World::demo();
    set_mode(&world.draft(), 0o600);
    let mut desk = world.open();
    type_something(&mut desk);
    desk.wait_until("the journal", || world.kept().contains("Kept here"));
    for entry in std::fs::read_dir(world.path("state/copydesk/unsaved")).unwrap() {
        let entry = entry.unwrap();
        if !entry.file_name().to_string_lossy().ends_with(".lock") {
            assert_eq!(mode(&entry.path()), 0o600, "{:?}", entry.path());
        }
    }
    assert_eq!(mode(&world.path("state/copydesk/unsaved")), 0o700);
    desk.keys(key::CTRL_S).wait_for("Saved.");
    assert_eq!(mode(&world.draft()), 0o600);
    desk.quit();
}

#[test]
fn new_files_follow_the_umask() {
    for (mask, file, folder) in [("077", 0o600, 0o700), ("002", 0o664, 0o775)] {
        let world = World::demo();
        let line = format!("umask {mask}; {} new 2026-06-15", world.command_line());
        let mut shell = Command::new("sh");
        shell.args(["-c", &line]).current_dir(world.news()).env_clear().envs(world.variables());
        assert!(shell.status().unwrap().success());
        assert_eq!(mode(&world.path("news/_drafts/2026-06-15-draft.md")), file);
        assert_eq!(mode(&world.path("news/assets/20260615")), folder);
    }
}

#[test]
fn a_save_keeps_the_set_group_bit_the_access_list_and_every_name() {
    let world = World::demo();
    let other = world.path("news/other.md");
    set_mode(&world.draft(), 0o2664);
    std::fs::hard_link(world.draft(), &other).unwrap();
    let list = Command::new("setfacl").args(["-m", "u:1:rw"]).arg(world.draft()).status();
    let has_list = list.is_ok_and(|status| status.success());
    if !has_list {
        missing(Need::Acl, "a file could not be given an access list, so only its mode was looked at");
    }
    let rights = || Command::new("getfacl").arg("-p").arg(world.draft()).output().unwrap().stdout;
    let before = has_list.then(rights);
    let mut desk = world.open();
    type_something(&mut desk);
    desk.keys(key::CTRL_S).wait_for("Saved.");
    assert_eq!(std::fs::read(&other).unwrap(), world.text().as_bytes());
    assert_eq!(mode(&world.draft()) & 0o7707, 0o2604);
    assert_eq!(has_list.then(rights), before);
    // With one name only, a new file takes its place and has the same rights.
    std::fs::remove_file(&other).unwrap();
    let inode = world.draft().metadata().unwrap().ino();
    desk.keys(" again").wait_for("Kept here again").keys(key::CTRL_S).wait_saved();
    assert_ne!(world.draft().metadata().unwrap().ino(), inode);
    assert_eq!(mode(&world.draft()) & 0o7707, 0o2604);
    assert_eq!(has_list.then(rights), before);
    assert_eq!(world.kept(), "");
    desk.quit();
}

#[test]
fn a_draft_that_is_a_link_inside_is_committed_as_its_file() {
    let world = World::demo();
    std::fs::create_dir(world.path("news/weeks")).unwrap();
    std::fs::rename(world.draft(), world.path("news/weeks/23.md")).unwrap();
    symlink("../weeks/23.md", world.draft()).unwrap();
    world.git(&["add", "-A"]);
    world.git(&["commit", "-qm", "A link"]);
    let mut desk = world.open();
    type_something(&mut desk);
    desk.keys(key::CTRL_G).wait_for("What will be committed").wait_for("weeks/23.md");
    desk.keys(key::CTRL_G).wait_for("Committed ");
    desk.quit();
    assert!(world.git(&["show", "HEAD:weeks/23.md"]).contains("Kept here"));
    assert_eq!(world.git(&["show", &format!("HEAD:{DRAFT}")]), "../weeks/23.md");
    assert_eq!(world.git(&["status", "--short"]), "");
}

#[test]
fn a_draft_that_was_deleted_is_asked_about() {
    let world = World::demo();
    let mut desk = world.open();
    type_something(&mut desk);
    std::fs::remove_file(world.draft()).unwrap();
    desk.keys(key::CTRL_S).wait_for("was deleted by another program");
    assert!(!world.draft().exists());
    desk.keys(key::ESC).wait_gone("was deleted by another program").wait_for("● not saved");
    assert!(!world.draft().exists());
    desk.keys(key::CTRL_S).wait_for("was deleted by another program").keys("w").wait_for("Saved.");
    assert!(world.text().contains("Kept here"));
    desk.quit();
}

#[test]
fn what_image_fit_replaces_is_kept_outside_of_the_repository() {
    let world = World::demo();
    let image = world.path("news/assets/20260601/20260601wide.png");
    // As a phone leaves it: too wide, and with the place where it was taken.
    let mut pixels = std::io::Cursor::new(Vec::new());
    image::RgbImage::from_fn(1200, 300, |x, y| image::Rgb([x as u8, y as u8, 90]))
        .write_to(&mut pixels, image::ImageFormat::Png)
        .unwrap();
    std::fs::write(&image, pixels.get_ref()).unwrap();
    let out = world.copydesk(&["image", "fit", "assets/20260601/20260601wide.png"]);
    assert!(out.status.success(), "{out:?}");
    let status = world.git(&["status", "--short", "--untracked-files=all"]);
    assert_eq!(status, "?? assets/20260601/20260601wide.png\n");
    let kept = world.path("state/copydesk/originals");
    let entries: Vec<_> = std::fs::read_dir(&kept).unwrap().map(|entry| entry.unwrap().path()).collect();
    assert_eq!(entries.len(), 1);
    assert_eq!(std::fs::read(&entries[0]).unwrap(), *pixels.get_ref());
    assert_eq!(mode(&entries[0]), 0o600);
    // Beside it only where that is asked for, and even then not for `git add -A`.
    std::fs::write(&image, pixels.get_ref()).unwrap();
    let out = world.copydesk(&["image", "fit", "--keep-original", "assets/20260601/20260601wide.png"]);
    assert!(out.status.success(), "{out:?}");
    assert!(world.path("news/assets/20260601/originals/20260601wide.png").exists());
    world.git(&["add", "-A"]);
    assert_eq!(world.git(&["status", "--short"]), "A  assets/20260601/20260601wide.png\n");
}
