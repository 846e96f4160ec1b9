//! The desk from beginning to end, as it was ordered: it opens next week's draft, shows the
//! checklist, lets the editor fill slots, and commits.

use image::{Rgb, RgbImage};

use crate::terminal::{Desk, World, key};

/// Leaves a form, and waits, so that what is typed next is no Alt.
fn leave(desk: &mut Desk) {
    desk.keys(key::ESC).wait_gone("── Markdown");
}

fn week_at(columns: u16, rows: u16) {
    let world = World::demo();
    let downloads = world.path("home/Downloads");
    std::fs::create_dir_all(&downloads).unwrap();
    let stripes = |x: u32, y: u32| Rgb([(x % 256) as u8, (y % 256) as u8, ((x + y) % 200) as u8]);
    RgbImage::from_fn(1_100, 700, stripes).save(downloads.join("pier.jpg")).unwrap();

    // Open: the next issue's draft, by itself.
    let mut desk = world.desk(&[], columns, rows);
    desk.wait_for("_drafts/2026-06-01-draft.md");
    // A news item with an image of 550 pixels.
    desk.select("News From Around the Web").keys(&key::DOWN.repeat(6)).keys(key::ENTER);
    desk.wait_for("Alt text").keys(key::CTRL_O).wait_for("pier.jpg").keys(key::ENTER);
    desk.wait_for("20260601pier.jpg").wait_for("550×350");
    desk.keys(key::TAB).keys(key::CTRL_U).keys("A kite over the pier").keys(key::TAB);
    desk.keys("https://example.com/kite").keys(key::TAB);
    desk.keys("A kite lifts a thermometer above the fog.").keys(key::TAB);
    desk.keys("Kite Letters").keys(key::TAB).keys("https://example.com/kite/letters");
    leave(&mut desk);
    // A board and a guide.
    desk.select("New Boards").keys(key::ENTER).wait_for("── Markdown");
    desk.keys("Plover Zero").keys(key::TAB).keys("https://example.org/plover-zero");
    leave(&mut desk);
    desk.select("New Learn Guides").keys(key::ENTER).wait_for("── Markdown");
    for value in ["Read a Kite", "https://example.org/g/kite", "Jonas K.", "https://example.org/p/jonas"] {
        desk.keys(value).keys(key::TAB);
    }
    leave(&mut desk);
    // The title, which a line of the checklist asks for.
    desk.select("Front matter").keys(key::ENTER).wait_for("── Markdown");
    desk.keys("A Kite over the Pier");
    leave(&mut desk);
    // The checklist shows the evidence, and Space ticks what is proven.
    desk.keys(key::F6).keys(key::F6).wait_for("Checklist: ");
    desk.wait_for("[ ] ✓ update title").wait_for("“A Kite over the Pier”");
    desk.keys(&key::DOWN.repeat(2)).keys(" ").wait_for("[x] ✓ update title");
    // The tick that is wrong: one image is wider than 550 pixels. Its problem is fixed.
    // The problems follow the checklist's nine lines.
    desk.wait_for("over 550 wide (800×450");
    let (pane, problem) =
        (desk.row_of("Problems: ").unwrap(), desk.row_of("over 550 wide (800×450").unwrap());
    desk.keys(&key::DOWN.repeat(6 + usize::from(problem - pane))).keys("f");
    desk.wait_gone("over 550 wide (800×450");
    desk.keys(key::CTRL_S).wait_for("Saved.").wait_saved();
    desk.keys(key::CTRL_G).wait_for("What will be committed");
    // The whole sentence has more than 72 columns.
    let subject = "Add 1 news item, 1 board and 1 guide to 2026-06-01";
    let message = format!("{subject}\n\n{subject}, with the title and 1\nimage");
    desk.wait_for("with the title and 1")
        .keys(key::CTRL_G)
        .wait_for("Committed ")
        .wait_gone("What will be committed");
    desk.quit();
    desk.assert_restored();

    // What git has.
    assert_eq!(world.git(&["log", "-1", "--format=%B"]).trim_end(), message);
    assert_eq!(
        world.git(&["show", "--format=", "--name-status", "HEAD"]),
        "M\t_drafts/2026-06-01-draft.md\nM\tassets/20260601/20260601lamp.jpg\nA\tassets/20260601/20260601pier.jpg\n"
    );
    let committed = world.git(&["show", "HEAD:_drafts/2026-06-01-draft.md"]);
    assert_eq!(committed, world.text());
    for line in [
        "title: \"A Kite over the Pier\"\n",
        "- [x] update title\n",
        "[![A kite over the pier](../assets/20260601/20260601pier.jpg)](https://example.com/kite)\n",
        "A kite lifts a thermometer above the fog. - [Kite Letters](https://example.com/kite/letters).\n",
        "- [Plover Zero](https://example.org/plover-zero)\n",
        "[Read a Kite](https://example.org/g/kite) from [Jonas K.](https://example.org/p/jonas)\n",
    ] {
        assert!(committed.contains(line), "{line}\n{committed}");
    }
    let pier = world.path("news/assets/20260601/20260601pier.jpg");
    assert_eq!(image::image_dimensions(pier).unwrap(), (550, 350));
    // What `status` says: these are proven, and what is left is not.
    let status = world.copydesk(&["status"]);
    let said = String::from_utf8(status.stdout).unwrap();
    assert_eq!(status.status.code(), Some(1), "{said}");
    for line in [
        "[x] ✓ change date\n",
        "[x] ✓ update title\n      “A Kite over the Pier”\n",
        "[ ] ✓ Feature story\n",
        "[x] ✓ All images 550w max only\n",
        "[ ] ✓ Update ICYDNCI\n",
        "    ✓ ICYMI\n",
        "[ ] ✗ Library and info updates\n",
    ] {
        assert!(said.contains(line), "{line}\n{said}");
    }
}

#[test]
fn a_week_at_80_by_24() {
    week_at(80, 24);
}

#[test]
fn a_week_at_120_by_40() {
    week_at(120, 40);
}
