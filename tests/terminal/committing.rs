//! The commit dialog, with git as the witness.

use crate::terminal::{World, key};

fn commits(world: &World) -> Vec<String> {
    world.git(&["log", "--format=%H %s"]).lines().map(str::to_owned).collect()
}

#[test]
fn amending_that_is_still_planned_makes_no_new_commit() {
    let world = World::demo();
    world.replace("the cable got wet", "the cable got very wet");
    let mut desk = world.open();
    desk.keys(key::CTRL_G).wait_for("What will be committed").keys(key::CTRL_G).wait_for("Committed ");
    world.replace("the cable got very wet", "the cable got soaked");
    desk.wait_for("its changes are merged in");
    let before = commits(&world);
    desk.keys(key::CTRL_G).wait_for("What will be committed").wait_for(", ");
    desk.keys(key::CTRL_U).keys("Mine alone").wait_for("Mine alone");
    // Both keys in one read, before the plan can be there.
    desk.keys(&[key::CTRL_T, key::CTRL_G].concat()).wait_for("amends the last commit");
    desk.wait_for("What will be added to the last commit").wait_gone("Mine alone");
    assert_eq!(commits(&world), before);
    desk.keys(key::CTRL_G).wait_for("Amended ");
    let after = commits(&world);
    assert_eq!((after.len(), &after[1..]), (before.len(), &before[1..]));
    assert_ne!(after[0], before[0]);
    desk.quit();
}

#[test]
fn the_dialog_says_errors_and_warnings_and_lists_all_files() {
    let world = World::demo();
    world.replace("the cable got wet", "the cable got very wet");
    for entry in std::fs::read_dir(world.path("news/assets/20260601")).unwrap() {
        let path = entry.unwrap().path();
        let mut bytes = std::fs::read(&path).unwrap();
        bytes.push(0);
        std::fs::write(&path, bytes).unwrap();
    }
    let mut desk = world.desk(&[], 80, 24);
    desk.keys(key::CTRL_G).wait_for("What will be committed").wait_for(" errors, ").wait_for(" warnings; ");
    desk.wait_for(", listed below: ").wait_for("↓ ");
    desk.keys(key::TAB);
    desk.wait("the list to be scrolled", |screen| !screen.contents().contains("↑"));
    desk.keys(key::PAGE_DOWN).wait_for("↑ ").wait_for(".jpg (changed, ");
    desk.keys(key::ESC).wait_gone("What will be committed");
    desk.quit();
}
