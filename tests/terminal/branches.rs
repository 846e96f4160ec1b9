//! A draft on another branch than the one that is checked out.

use crate::terminal::{World, key};

/// The demo with its drafts on the branch `next`, and without them on the one that is checked out.
fn with_branch() -> World {
    let world = World::demo();
    std::fs::write(world.path("news/copydesk.yml"), "extends: circuitpython\nbranch: next\n").unwrap();
    world.git(&["add", "-A"]);
    world.git(&["commit", "-qm", "Write drafts on a branch"]);
    world.git(&["branch", "next"]);
    world.git(&["rm", "-qr", "_drafts"]);
    world.git(&["commit", "-qm", "No drafts here"]);
    world
}

#[test]
fn the_desk_asks_whether_to_open_it_in_a_work_tree_and_uses_that_again() {
    let world = with_branch();
    let place = "news.worktrees/next";
    let mut desk = world.start(&[], 160, 40);
    desk.wait_for("the draft of the issue of 2026-06-01 is on the branch next").wait_for("[Y/n]");
    desk.keys(key::ENTER)
        .wait_for("A buoy on the waves")
        .wait_for("on the branch next, in its new work tree");
    desk.quit();
    assert!(world.path(place).join("_drafts/2026-06-01-draft.md").exists());
    assert!(!world.draft().exists());
    let mut desk = world.start(&["open", "--worktree"], 160, 40);
    desk.wait_for("A buoy on the waves").wait_for("on the branch next, in its work tree").quit();
}

#[test]
fn who_declines_gets_the_file_that_is_here_and_a_note() {
    let world = with_branch();
    let mut desk = world.start(&[], 200, 40);
    desk.wait_for("[Y/n]")
        .keys("n\r")
        .wait_for("Note: the draft of the issue of 2026-06-01 is on the branch next");
    desk.quit();
    assert!(!world.path("news.worktrees").exists());
    let out = world.copydesk(&["open", "--worktree"]);
    assert_eq!(out.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&out.stderr).contains("there is no terminal to draw on"));
    assert!(!world.path("news.worktrees").exists());
}

#[test]
fn one_of_several_newsletters_is_chosen_by_number_or_name() {
    for answer in ["2\r", "fr\r"] {
        let world = World::demo();
        std::fs::write(world.path("news/copydesk.yml"), "newsletters: [en, fr]\n").unwrap();
        for folder in ["en", "fr"] {
            std::fs::create_dir_all(world.path("news").join(folder).join("_drafts")).unwrap();
            std::fs::write(world.path("news").join(folder).join("copydesk.yml"), "extends: circuitpython\n")
                .unwrap();
        }
        std::fs::rename(world.draft(), world.path("news/fr/_drafts/2026-06-01-draft.md")).unwrap();
        let mut desk = world.start(&[], 120, 40);
        desk.wait_for("which newsletter?").wait_for("2  fr").keys("3\r").wait_for("there is no '3'");
        desk.keys(answer).wait_for("A buoy on the waves").quit();
    }
}
