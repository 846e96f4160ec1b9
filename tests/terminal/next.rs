//! Which draft is opened, and the coming issue's.

use crate::terminal::{World, key};

#[test]
fn f10_creates_the_coming_issue() {
    let world = World::demo();
    let before = world.git(&["status", "--porcelain"]);
    let mut desk = world.desk(&["--as-of", "2026-06-03"], 200, 60);
    desk.wait_for("_drafts/2026-06-01-draft.md: the newest draft, because none is dated 2026-06-03 or later");
    desk.wait_for("N creates the issue of 2026-06-08");
    desk.keys(key::F10).wait_for("Created and opened _drafts/2026-06-08-draft.md.");
    let made = std::fs::read_to_string(world.path("news/_drafts/2026-06-08-draft.md")).unwrap();
    assert!(made.contains("\ndate: 2026-06-08 "), "{made}");
    assert!(made.contains("../assets/20260608/"), "{made}");
    assert!(!made.contains("mmdd"), "{made}");
    assert!(world.path("news/assets/20260608").is_dir());
    desk.keys(key::F10).wait_for("The one after it is the issue of 2026-06-15.").keys("c");
    // It is edited and saved under its own name.
    desk.keys(key::F4).wait_for(" words, ").keys(key::CTRL_END).keys("The end").wait_for("The end");
    desk.keys(key::CTRL_S).wait_for("Saved.");
    assert_eq!(
        std::fs::read_to_string(world.path("news/_drafts/2026-06-08-draft.md")).unwrap(),
        format!("{made}The end")
    );
    desk.quit();
    assert_eq!(
        (before.as_str(), world.git(&["status", "--porcelain"]).as_str()),
        ("", "?? _drafts/2026-06-08-draft.md\n")
    );
}

#[test]
fn f10_creates_the_coming_issue_also_beside_an_earlier_one_that_was_opened_by_its_date() {
    let world = World::demo();
    let mut desk = world.desk(&["--as-of", "2026-06-03", "open", "2026-05-25"], 200, 60);
    desk.keys(key::F10).wait_for("Created and opened _drafts/2026-06-08-draft.md.");
    desk.quit();
}

#[test]
fn f10_asks_what_becomes_of_unsaved_text() {
    let world = World::demo();
    let mut desk = world.desk(&["--as-of", "2026-06-03"], 200, 60);
    desk.select("Listening to a Salt Marsh").keys(key::ENTER).wait_for("── Markdown");
    desk.keys("Mine").wait_for("Mine - [site](url)").keys(key::F10);
    desk.wait_for("The draft has changes that are not saved.").keys("c");
    assert!(!world.path("news/_drafts/2026-06-08-draft.md").exists());
    desk.keys(key::CTRL_Q).wait_for("save and leave").keys("d");
    assert_eq!(desk.wait_exit(), 0);
}

#[test]
fn slips_are_named_and_not_opened() {
    let world = World::demo();
    let drafts = world.path("news/_drafts");
    std::fs::write(drafts.join("20267-02-09-draft.md"), "slip\n").unwrap();
    std::fs::write(drafts.join("2026-05-31draft.md"), "slip\n").unwrap();
    std::fs::create_dir(world.path("news/_POSTS")).unwrap();
    let mut desk = world.open();
    desk.wait("every slip", |screen| {
        let words = screen.contents().split_whitespace().collect::<Vec<_>>().join(" ");
        ["2026-06-01-draft.md: the next issue", "Not opened: _drafts/20267-02-09-draft.md", "(and 2 more)"]
            .iter()
            .all(|text| words.contains(text))
    });
    desk.quit();
}

#[test]
fn a_draft_is_opened_by_date_and_by_path() {
    let world = World::demo();
    let mut desk = world.desk(&["open", "2026-05-25"], 200, 60);
    desk.wait_for("_posts/2026-05-25-draft.md: the issue of 2026-05-25");
    desk.quit();
    let mut desk = world.desk(&["open", "_posts/2026-05-18-draft.md"], 200, 60);
    desk.wait_for("_posts/2026-05-18-draft.md: as given");
    desk.quit();
}

#[test]
fn the_demo_opens_its_draft() {
    let world = World::new();
    let mut desk = world.desk(&["demo"], 200, 60);
    desk.wait_for("_drafts/2026-06-01-draft.md: the next issue");
    desk.quit();
    desk.wait_for("the demo stays in");
    assert!(world.path("news/copydesk-demo/_drafts/2026-06-01-draft.md").is_file());
}
