//! The list of drafts and past issues: opening another one, reading one, copying from it, and
//! creating the next.

use super::*;

impl Desk {
    fn path(&self) -> String {
        let state = &self.program.state;
        state.workspace.shown(&state.session.document.path)
    }

    /// Opens the list, and searches it.
    fn list(&mut self, search: &str) -> &mut Desk {
        self.keys("ctrl-r").keys("/").keys(&format!("\"{search}\"")).keys("enter")
    }
}

#[test]
fn the_list_shows_drafts_and_issues_with_the_open_one() {
    for (width, height) in [(80, 24), (120, 40), (200, 60)] {
        let mut desk = Desk::open(width, height);
        desk.keys("ctrl-r");
        insta::assert_snapshot!(format!("drafts-{width}"), desk.screen());
        desk.keys("down").keys("right");
        insta::assert_snapshot!(format!("past-{width}"), desk.screen());
    }
}

#[test]
fn another_issue_is_opened_and_what_is_not_saved_is_kept_or_saved() {
    let mut desk = Desk::open(140, 40);
    let first = desk.path();
    let past = "_posts/2026-06-01-draft.md";
    desk.list("2026-06-01").keys("enter");
    assert_eq!(desk.path(), past, "{}", desk.screen());
    desk.assert_shows("Opened _posts/2026-06-01-draft.md.");

    desk.list(&first).keys("enter").select("Front matter").keys("enter \"Kept title\"");
    desk.list("2026-06-01").keys("enter").assert_shows("The draft has changes that are not saved.");
    desk.keys("esc");
    assert_eq!(desk.path(), first);
    desk.list("2026-06-01").keys("enter").keys("k");
    assert_eq!(desk.path(), past);
    desk.assert_shows("is kept; opening that again offers it.");
    desk.list(&first).keys("enter").assert_shows("Unsaved text found");
    desk.keys("r");
    assert!(desk.text().contains("Kept title") && !desk.on_disk().contains("Kept title"));

    desk.list("2026-06-01").keys("enter").keys("s");
    assert_eq!(desk.path(), past, "{}", desk.screen());
    let saved = std::fs::read_to_string(desk.dir.path().join(&first)).unwrap();
    assert!(saved.contains("Kept title"));
    desk.list(&first).keys("enter");
    assert!(!desk.screen().contains("Unsaved text found"), "{}", desk.screen());
}

#[test]
fn the_next_issue_is_created_while_this_one_is_open() {
    let mut desk = Desk::open(140, 40);
    let first = desk.path();
    desk.keys("f10").assert_shows("The one after it is the issue of 2026-06-15.");
    desk.keys("esc");
    assert_eq!(desk.path(), first);
    desk.keys("ctrl-r n y").assert_shows("Created and opened _drafts/2026-06-15-draft.md.");
    assert!(desk.text().contains("2026-06-15"));
    desk.list(&first).keys("enter");
    assert_eq!(desk.path(), first);
}

#[test]
fn a_past_issue_is_searched_and_an_item_is_copied_into_the_same_section() {
    let mut desk = Desk::open(140, 40);
    let before = desk.text().to_owned();
    desk.list("2026-06-01").keys("right").assert_shows("read only");
    desk.keys("c").assert_shows("Select an item to copy");
    desk.keys("/ \"slosh\" enter c").assert_shows("Copied “Buoy on a lake” to “News From Around the Web”");
    let past = std::fs::read_to_string(desk.dir.path().join("_posts/2026-06-01-draft.md")).unwrap();
    let story = past.split("\n\n").find(|block| block.contains("Lakes slosh.")).unwrap();
    assert!(!before.contains(story) && desk.text().contains(story));
    let news = |text: &str| {
        let start = text.find("## News From Around the Web").unwrap();
        let at = text.find(story)?;
        Some(text[start..at].matches("\n## ").count())
    };
    assert_eq!(news(desk.text()), Some(0), "it is in the same section");
    // Each search is cleared before its view is closed.
    desk.keys("esc esc esc esc alt-u");
    assert_eq!(desk.text(), before);
}

#[test]
fn an_item_is_copied_with_its_image_and_overwrites_no_other() {
    let mut desk = Desk::open(140, 40);
    let (past, folder) = ("assets/20260601", desk.dir.path().join("assets/20260608"));
    let image = std::fs::read_dir(desk.dir.path().join(past)).unwrap().count();
    assert!(image > 0);
    let other = std::fs::read(desk.dir.path().join("assets/20260601/20260601lake.jpg")).unwrap();
    std::fs::write(folder.join("20260608lake.jpg"), b"another image").unwrap();
    let before = desk.text().to_owned();
    desk.list("2026-06-01").keys("right / \"slosh\" enter c");
    desk.assert_shows("to “News From Around the Web” with 20260608lake-2.jpg; undo takes it back.");
    assert!(desk.text().contains("../assets/20260608/20260608lake-2.jpg)"), "{}", desk.screen());
    assert!(!desk.text().contains("20260601lake"), "{}", desk.screen());
    assert_eq!(std::fs::read(folder.join("20260608lake.jpg")).unwrap(), b"another image");
    assert_eq!(std::fs::read(folder.join("20260608lake-2.jpg")).unwrap(), other);
    // The file stays, as with every image that is undone.
    desk.keys("esc esc esc esc alt-u");
    assert_eq!(desk.text(), before);
}

#[test]
fn an_item_whose_image_is_gone_is_copied_and_that_is_said() {
    let mut desk = Desk::open(140, 40);
    std::fs::remove_dir_all(desk.dir.path().join("assets/20260601")).unwrap();
    desk.list("2026-06-01").keys("right / \"slosh\" enter c");
    desk.assert_shows("An image was not copied: ");
    assert!(desk.text().contains("Lakes slosh."), "{}", desk.screen());
}

#[test]
fn a_copied_row_is_counted() {
    let mut desk = Desk::open(140, 40);
    desk.list("2026-06-01").keys("right / \"kelp\" enter c").assert_shows("Copied “Kelp Pro”");
    assert!(desk.text().contains("[Kelp Pro](https://example.org/tidewatch/boards/kelp-pro)"));
    assert!(desk.text().contains("This week there were 2 new boards added:"), "{}", desk.screen());
}

#[test]
fn a_change_on_disk_that_was_read_before_another_draft_was_opened_is_not_merged_into_that() {
    let mut desk = Desk::open(140, 40);
    desk.list("2026-06-01");
    std::fs::write(desk.draft(), "Another text.\n").unwrap();
    // Enter opens the other draft; before it is open, the change of this one is read.
    let enter = Event::Terminal(Input::Key(key_of("enter")));
    desk.program.send_at_once(vec![enter, Event::Terminal(Input::FocusGained)]);
    let path = desk.dir.path().join("_posts/2026-06-01-draft.md");
    assert_eq!(desk.text(), std::fs::read_to_string(path).unwrap());
}

#[test]
fn after_a_search_has_ended_escape_goes_back_at_once() {
    // The list of issues, a past issue, the history and the help.
    for (open, search, gone) in [
        ("ctrl-r", "/ \"posts\" enter", "Drafts and past issues"),
        ("ctrl-r j r", "/ \"how\" enter", " — read only"),
        ("h", "/ \"desk\" enter", "History of"),
        ("?", "/ \"undo\" enter", "Keys — "),
    ] {
        let mut desk = Desk::open(80, 24);
        desk.keys(open).assert_shows(gone);
        desk.keys(search).assert_shows(gone);
        desk.keys("esc");
        assert!(!desk.screen().contains(gone), "{open}\n{}", desk.screen());
        // While it is typed, Escape shows the whole list again.
        let mut desk = Desk::open(80, 24);
        desk.keys(open).keys("/ \"u\" esc").assert_shows(gone);
        assert!(!desk.screen().contains("/ u"), "{open}\n{}", desk.screen());
    }
    let mut desk = Desk::open(80, 24);
    desk.keys("ctrl-r j r / \"how\" enter c esc").assert_shows("Drafts and past issues");
}
