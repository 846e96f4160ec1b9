//! Images end to end: chosen, dropped, cancelled, fixed, shown.

use std::path::PathBuf;

use image::{Rgb, RgbImage};

use crate::terminal::{Desk, World, key};

/// An image in the user's own folder.
fn image(world: &World, name: &str, width: u32, height: u32) -> PathBuf {
    let path = world.path("home").join(name);
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    let stripe =
        |x: u32, y: u32| Rgb([(x % 256) as u8, (y % 256) as u8, ((x / 90 + y / 90) % 2 * 200) as u8]);
    RgbImage::from_fn(width, height, stripe).save(&path).unwrap();
    path
}

/// Opens the form of an empty story, with its image in focus.
fn empty_story(desk: &mut Desk) -> &mut Desk {
    desk.select("News From Around the Web").keys(&key::DOWN.repeat(6)).keys(key::ENTER);
    desk.wait_for("Alt text").wait_for("Ctrl-O choose image")
}

/// The issue's images whose names begin so, with their sizes.
fn made(world: &World, start: &str) -> Vec<(String, (u32, u32))> {
    let entries = std::fs::read_dir(world.path("news/assets/20260601")).unwrap().flatten();
    let named = entries.filter(|entry| entry.file_name().to_string_lossy().starts_with(start));
    let size = |entry: std::fs::DirEntry| {
        let name = entry.file_name().to_string_lossy().into_owned();
        (name, image::image_dimensions(entry.path()).unwrap())
    };
    named.map(size).collect()
}

#[test]
fn an_image_is_chosen_fitted_and_named_by_the_issue() {
    let world = World::demo();
    image(&world, "Downloads/Kite over the Pier.jpg", 1_100, 700);
    image(&world, "Downloads/other/gull.png", 300, 200);
    let mut desk = world.open();
    empty_story(&mut desk)
        .keys(key::CTRL_O)
        .wait_for("Choose an image — ~/Downloads")
        .wait_for("other/gull.png");
    desk.keys("kipi").wait_gone("gull.png").wait_for("1,100×700").keys(key::ENTER);
    desk.wait_for("1,100×700").wait_for("→ 550×350");
    desk.wait_for("../assets/20260601/20260601kite-over-the-pier.jpg").wait_for("▣ 550×350");
    desk.keys(key::CTRL_S).wait_for("Saved.");
    assert!(
        world.text().contains("](../assets/20260601/20260601kite-over-the-pier.jpg)"),
        "{}",
        world.text()
    );
    let files = made(&world, "20260601kite");
    assert_eq!(files, [("20260601kite-over-the-pier.jpg".to_owned(), (550, 350))]);
    // The source is as it was.
    let source = world.path("home/Downloads/Kite over the Pier.jpg");
    assert_eq!(image::image_dimensions(source).unwrap(), (1_100, 700));
    desk.keys(key::ALT_U).wait_gone("20260601kite");
    desk.keys(key::CTRL_S).wait_for("Saved.");
    assert!(!world.text().contains("kite-over-the-pier"));
    desk.quit();
    desk.assert_restored();
}

#[test]
fn a_dropped_file_is_brought_in_however_its_path_is_written() {
    let world = World::demo();
    let path = image(&world, "a gull's nest.png", 700, 300);
    let shown = path.display().to_string();
    let quoted = format!("'{}'", shown.replace('\'', "'\\''"));
    let escaped = shown.replace(' ', "\\ ").replace('\'', "\\'");
    let address = format!("file://{}", shown.replace(' ', "%20"));
    for dropped in [quoted, escaped, address] {
        let world = World::demo();
        let mut desk = world.open();
        empty_story(&mut desk).paste(&dropped);
        desk.wait_for("700×300").wait_for("../assets/20260601/20260601a-gull");
        assert_eq!(made(&world, "20260601a-gull").len(), 1);
        desk.keys(key::CTRL_S).wait_for("Saved.").quit();
        assert!(world.text().contains("](../assets/20260601/20260601a-gull"), "{}", world.text());
    }
}

#[test]
fn esc_leaves_the_picker_and_the_draft_as_it_was() {
    let world = World::demo();
    image(&world, "Pictures/kite.jpg", 600, 400);
    let before = world.text();
    let mut desk = world.open();
    // Enter chooses too, where no image has been named.
    empty_story(&mut desk).keys(key::ENTER).wait_for("Choose an image — ~/Pictures").wait_for("600×400");
    desk.keys(key::ESC).wait_gone("Choose an image");
    assert!(!desk.screen().contains("not saved"), "{}", desk.screen());
    desk.quit();
    assert_eq!(world.text(), before);
    assert_eq!(made(&world, "20260601kite"), []);
}

#[test]
fn keys_go_on_while_a_large_image_is_fitted_and_it_can_be_cancelled() {
    let world = World::demo();
    let path = image(&world, "large.png", 6_000, 4_000);
    let before = world.text();
    let mut desk = world.open();
    empty_story(&mut desk).paste(&path.display().to_string()).wait_for("fitting large.png");
    desk.keys(key::TAB).keys("Kite").wait_for("![Kite]");
    desk.keys(key::ALT_C).wait_for("Cancelled: large.png was not fitted");
    desk.wait_gone("fitting large.png").keys(key::ALT_U).wait_for("Undid: ");
    desk.wait_for("Alt text        title").quit();
    assert_eq!(world.text(), before);
    assert_eq!(made(&world, "20260601large"), []);
    // Leaving while it is fitted leaves no half of it.
    let mut desk = world.open();
    empty_story(&mut desk).paste(&path.display().to_string()).wait_for("fitting large.png");
    desk.keys(key::CTRL_Q).wait_for("still being fitted").keys("d");
    assert_eq!(desk.wait_exit(), 0);
    let names = std::fs::read_dir(world.path("news/assets/20260601")).unwrap().flatten();
    let left: Vec<_> =
        names.map(|entry| entry.file_name()).filter(|name| name.to_string_lossy().starts_with('.')).collect();
    assert!(left.is_empty(), "{left:?}");
}

#[test]
fn a_file_that_is_no_image_is_refused_in_a_sentence() {
    let world = World::demo();
    for (name, bytes, said) in [
        ("empty.jpg", &b""[..], "is empty"),
        ("words.png", b"no image at all", "is not an image of a known format"),
        ("photo.heic", b"\0\0\0\x1cftypheic\0\0\0\0mif1heic\0\0\0\0", "HEIC"),
    ] {
        std::fs::write(world.path("home").join(name), bytes).unwrap();
        let mut desk = world.open();
        empty_story(&mut desk).paste(&world.path("home").join(name).display().to_string()).wait_for(said);
        assert!(!desk.screen().contains("not saved"), "{}", desk.screen());
        desk.quit();
    }
}

#[test]
fn a_wide_image_is_fixed_in_the_problems() {
    let world = World::demo();
    let lamp = world.path("news/assets/20260601/20260601lamp.jpg");
    assert_eq!(image::image_dimensions(&lamp).unwrap().0, 800);
    let mut desk = world.open();
    desk.wait_for("lamp.jpg is 800×450");
    let row = desk.row_of("lamp.jpg is 800×450").unwrap();
    desk.click(160, row);
    desk.wait_for("The file: 800×450").keys("f").wait_for("→ 550×").wait_gone("is 800×450");
    desk.quit();
    assert_eq!(image::image_dimensions(&lamp).unwrap().0, 550);
}

#[test]
fn images_are_drawn_in_half_blocks_and_not_where_they_are_switched_off() {
    let world = World::demo();
    let mut desk = world.open();
    desk.select("A buoy on the waves")
        .wait_for("280×160")
        .wait("an image", |screen| screen.contents().matches('▀').count() > 100);
    desk.keys(key::F4).wait("no image", |screen| !screen.contents().contains('▀'));
    desk.quit();
    world.config("images: off\n");
    let mut desk = world.open();
    desk.select("A buoy on the waves").wait_for("280×160");
    assert!(!desk.screen().contains('▀'), "{}", desk.screen());
    desk.quit();
}

#[test]
fn an_image_in_pixels_is_sent_again_only_if_it_was_covered() {
    for (means, start) in [("sixel", "\"1;1;280;160"), ("iterm2", "width=280px;height=160px")] {
        let world = World::demo();
        world.config(&format!("images: {means}\n"));
        let mut desk = world.open();
        // The checks may move the image.
        desk.wait_for("18 of 18 images are there").select("A buoy on the waves").wait_written(start);
        // Other panes, and the focus.
        desk.keys(key::F6).keys(key::F6).keys(key::F6).keys(key::FOCUS);
        desk.keys(key::F1).wait_for("Keys — Esc closes");
        assert_eq!(desk.times_written(start), 1, "{means}");
        desk.keys(key::ESC).wait_gone("Keys — Esc closes");
        desk.wait_written_times(start, 2).quit();
        assert_eq!(desk.times_written(start), 2, "{means}");
    }
}

#[test]
fn in_tmux_an_image_in_pixels_is_sent_again_when_its_window_is_shown_again() {
    let world = World::demo().with("TMUX", "/tmp/tmux-0/default,1,0");
    world.config("images: sixel\n");
    let mut desk = world.open();
    desk.select("A buoy on the waves").wait_written("X\x1bPtmux;\x1b\x1bP");
    desk.keys(key::FOCUS).wait_written_times("X\x1bPtmux;\x1b\x1bP", 2).quit();
}
