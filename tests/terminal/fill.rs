//! The main job: fill slots of the demo's draft, save, see the diff, commit.

use crate::terminal::world::changed_lines;
use crate::terminal::{World, key};

#[test]
fn a_story_a_board_and_a_guide_are_filled_and_committed() {
    let world = World::demo();
    let before = world.text();
    // An image that the draft will refer to, one that it will not, and another changed file.
    let assets = world.path("news/assets/20260601");
    std::fs::copy(assets.join("20260601float.jpg"), assets.join("20260601kite.jpg")).unwrap();
    std::fs::copy(assets.join("20260601float.jpg"), assets.join("20260601unused.jpg")).unwrap();
    let readme = std::fs::read_to_string(world.path("news/README.md")).unwrap();
    std::fs::write(world.path("news/README.md"), format!("{readme}More.\n")).unwrap();

    let mut desk = world.open();
    desk.select("News From Around the Web").keys(&key::DOWN.repeat(6)).keys(key::ENTER);
    desk.wait_for("Alt text");
    // The image's folder and day are there already.
    desk.keys("kite.jpg").keys(key::TAB).keys("A kite over the pier").keys(key::TAB);
    desk.keys("https://example.com/kite").keys(key::TAB);
    desk.keys("A kite lifts a thermometer above the fog.").keys(key::TAB);
    desk.keys("Kite Letters").keys(key::TAB).keys("https://example.com/kite/letters");
    desk.wait_for("[![A kite over the pier](../assets/20260601/20260601kite.jpg)]");
    desk.wait_for("● not saved");
    desk.keys(key::ESC).wait_gone("── Markdown");
    assert!(desk.selected().contains("● A kite over the pier"), "{}", desk.screen());

    desk.select("New Boards").keys(key::ENTER).wait_for("── Markdown");
    desk.keys("Plover Zero").keys(key::TAB).keys("https://example.org/tidewatch/boards/plover-zero");
    desk.wait_for("[Plover Zero](https://example.org/tidewatch/boards/plover-zero)");
    desk.keys(key::ESC).wait_gone("── Markdown");
    desk.keys("D").wait_for("Dropped 1 empty slot");

    desk.select("New Learn Guides").keys(key::ENTER).wait_for("── Markdown");
    for value in
        ["Read a Kite's Thermometer", "https://example.org/g/kite", "Jonas K.", "https://example.org/p/jonas"]
    {
        desk.keys(value).keys(key::TAB);
    }
    desk.wait_for("[Read a Kite's Thermometer](https://example.org/g/kite) from [Jonas K.]");
    desk.keys(key::ESC).wait_gone("── Markdown");

    desk.keys(key::CTRL_S).wait_for("Saved.").wait_saved();
    let changes = [
        "-[![title](../assets/20260601/20260601-name.jpg)](url)",
        "+[![A kite over the pier](../assets/20260601/20260601kite.jpg)](https://example.com/kite)",
        "-text - [site](url).",
        "+A kite lifts a thermometer above the fog. - [Kite Letters](https://example.com/kite/letters).",
        "-This week there were (#/no) new boards added:",
        "+This week there were 2 new boards added:",
        "-- [Board name](url)",
        "-- [Board name](url)",
        "+- [Plover Zero](https://example.org/tidewatch/boards/plover-zero)",
        "-[title](url) from [name](url)",
        "+[Read a Kite's Thermometer](https://example.org/g/kite) from [Jonas K.](https://example.org/p/jonas)",
    ];
    assert_eq!(changed_lines(&before, &world.text()), changes, "{}", world.text());

    desk.keys(key::CTRL_G).wait_for("What will be committed");
    let message = "Add 1 news item, 1 board and 1 guide to 2026-06-01";
    desk.wait_for(message).wait_for("Tidewatch Desk <desk@example.org>").wait_for("Branch   main");
    desk.wait_for("── _drafts/2026-06-01-draft.md (changed)")
        .wait_for("+This week there were 2 new boards added:");
    desk.wait_for("-This week there were (#/no) new boards added:");
    desk.keys(key::TAB).keys(&key::PAGE_DOWN.repeat(9)).wait_for("── assets/20260601/20260601kite.jpg (new)");
    assert!(!desk.screen().contains("unused"), "{}", desk.screen());
    desk.keys(key::CTRL_G).wait_for("Committed ").wait_gone("What will be committed");
    desk.quit();
    desk.assert_restored();

    assert_eq!(
        world.git(&["log", "-1", "--format=%an <%ae>%n%B"]).trim_end(),
        format!("Tidewatch Desk <desk@example.org>\n{message}")
    );
    assert_eq!(
        world.git(&["show", "--format=", "--name-status", "HEAD"]),
        "M\t_drafts/2026-06-01-draft.md\nA\tassets/20260601/20260601kite.jpg\n"
    );
    assert_eq!(world.git(&["show", "HEAD:_drafts/2026-06-01-draft.md"]), world.text());
    assert_eq!(
        world.git(&["status", "--porcelain"]),
        " M README.md\n?? assets/20260601/20260601unused.jpg\n"
    );
    world.git(&["fsck", "--strict"]);
    assert_eq!(world.kept(), "", "nothing is left to recover");
}
