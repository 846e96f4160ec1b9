//! `copydesk image add`: fitting, naming and copying into the issue's folder.

use crate::image_cli::images::{jpeg, png, size, webp};
use crate::image_cli::{CLEAN, Folder, tree};

const AS_OF: &str = "--as-of 2026-06-03";

fn read(folder: &Folder, name: &str) -> Vec<u8> {
    std::fs::read(folder.join(name)).unwrap()
}

#[test]
fn a_wide_photograph_is_fitted_named_and_put_into_the_issue_s_folder() {
    let folder = Folder::with_draft(CLEAN);
    let name = "Ünïcode näme (1) $(x); 'y'.JPG";
    folder.write(name, jpeg(1_100, 600));
    let before = tree(&folder);
    let run = folder.feed_words(&["image", "add", "--as-of", "2026-06-03", name], b"").exits(0);
    assert!(run.out.starts_with("20260608unicode-name-1-x-y.jpg: 1,100×600 "), "{}", run.out);
    assert!(run.out.contains(" → 550×300 "), "{}", run.out);
    assert!(run.out.ends_with("\n  ![](../assets/20260608/20260608unicode-name-1-x-y.jpg)\n"), "{}", run.out);
    let mut after = tree(&folder);
    let made = after.remove("assets/20260608/20260608unicode-name-1-x-y.jpg").unwrap();
    assert_eq!(size(&made), (550, 300));
    after.remove("assets/20260608/");
    after.remove("assets/");
    assert_eq!(after, before, "nothing else changes");
}

#[test]
fn what_is_right_is_copied_byte_for_byte_and_the_same_image_is_not_copied_twice() {
    let folder = Folder::with_draft(CLEAN);
    folder.write("lamp.png", png(400, 200));
    let run = folder.run(&format!("image add lamp.png {AS_OF}")).exits(0);
    assert!(run.out.contains("already right\n"), "{}", run.out);
    assert_eq!(read(&folder, "assets/20260608/20260608lamp.png"), png(400, 200));
    let before = tree(&folder);
    let run = folder.run(&format!("image add lamp.png {AS_OF}")).exits(0);
    run.says("20260608lamp.png: ").says("the same image is there already\n");
    // One that lies where it belongs stays there, and is not given the date twice.
    folder
        .run(&format!("image add assets/20260608/20260608lamp.png {AS_OF}"))
        .exits(0)
        .says("  ![](../assets/20260608/20260608lamp.png)\n");
    assert_eq!(tree(&folder), before);
}

#[test]
fn a_name_that_is_taken_is_numbered_and_never_written_over() {
    let folder = Folder::with_draft(CLEAN);
    folder.write("a/lamp.png", png(400, 200));
    folder.write("b/lamp.png", png(300, 200));
    folder.write("assets/20260608/20260608lamp.png", "somebody's own");
    for _ in 0..2 {
        folder.run(&format!("image add a/lamp.png {AS_OF}")).exits(0).says("20260608lamp-2.png: ");
        folder.run(&format!("image add b/lamp.png {AS_OF}")).exits(0).says("20260608lamp-3.png: ");
    }
    assert_eq!(folder.read("assets/20260608/20260608lamp.png"), "somebody's own");
    assert_eq!(read(&folder, "assets/20260608/20260608lamp-2.png"), png(400, 200));
    assert_eq!(read(&folder, "assets/20260608/20260608lamp-3.png"), png(300, 200));
    assert_eq!(std::fs::read_dir(folder.join("assets/20260608")).unwrap().count(), 3);
}

#[test]
fn names_are_as_they_are_wished_and_several_are_numbered() {
    let folder = Folder::with_draft(CLEAN);
    folder.write("x.png", png(40, 20));
    folder.write("y.png", png(50, 20));
    folder.run(&format!("image add x.png --name Neo.PNG {AS_OF}")).exits(0).says("20260608neo.png: ");
    let run = folder.run(&format!("image add x.png y.png --name board {AS_OF}")).exits(0);
    assert!(run.out.contains("20260608board-1.png: 40×20") && run.out.contains("20260608board-2.png: 50×20"));
    let name = "../../../$(x)/`y`";
    folder.feed_words(&["image", "add", "x.png", "--name", name, "--as-of", "2026-06-03"], b"").exits(0);
    assert!(folder.join("assets/20260608/20260608x-y.png").exists());
}

#[test]
fn the_original_is_kept_beside_it_where_that_is_wished() {
    let folder = Folder::with_draft(CLEAN);
    folder.write("Big Lamp.JPEG", jpeg(900, 300));
    let words = ["image", "add", "Big Lamp.JPEG", "--keep-original", "--as-of", "2026-06-03"];
    folder.feed_words(&words, b"").exits(0).says("20260608big-lamp.jpg: ");
    assert_eq!(read(&folder, "assets/20260608/originals/20260608big-lamp.jpeg"), jpeg(900, 300));
    let before = tree(&folder);
    folder.feed_words(&words, b"").exits(0).says("the same image is there already");
    assert_eq!(tree(&folder), before);
    // Another original of that name stays too.
    folder.write("Big Lamp.JPEG", jpeg(901, 300));
    folder.feed_words(&words, b"").exits(0).says("20260608big-lamp-2.jpg: ");
    assert_eq!(read(&folder, "assets/20260608/originals/20260608big-lamp.jpeg"), jpeg(900, 300));
    assert_eq!(read(&folder, "assets/20260608/originals/20260608big-lamp-2.jpeg"), jpeg(901, 300));
}

#[test]
fn another_issue_can_be_named() {
    let folder = Folder::with_draft(CLEAN);
    folder.write("_drafts/2026-06-15-draft.md", CLEAN.replace("2026-06-08", "2026-06-15"));
    folder.write("assets/20260608/20260608lamp.png", png(40, 20));
    // The date of the week that it is taken from is left out of its new name.
    folder
        .run("image add assets/20260608/20260608lamp.png --issue 2026-06-15")
        .exits(0)
        .says("  ![](../assets/20260615/20260615lamp.png)\n");
    folder
        .run("image add assets/20260608/20260608lamp.png --issue 2026-07-06")
        .fails("there is no draft dated");
    folder.run("image add assets/20260608/20260608lamp.png --issue soon").exits(2);
    folder.run("image add").exits(2);
}

#[test]
fn without_a_folder_in_the_profile_it_is_put_beside_the_draft() {
    let folder = Folder::new();
    folder.write("draft/2026-06-10-this-week-in-rust.md", "Title: A\nNumber: 1\nDate: 2026-06-10\n\nx\n");
    folder.write("photos/Crab 1.webp", webp(40, 20));
    let words = ["image", "add", "photos/Crab 1.webp", "--as-of", "2026-06-03"];
    folder.feed_words(&words, b"").exits(0).says("crab-1.png: ").says("  ![](crab-1.png)\n");
    assert!(folder.join("draft/crab-1.png").exists());
}
