//! How the program looks: snapshots of whole screens.

use super::*;

macro_rules! snapshot {
    ($name:literal, $desk:expr) => {
        insta::with_settings!({ snapshot_path => "snapshots", prepend_module_to_snapshot => false }, {
            insta::assert_snapshot!($name, $desk.screen());
        });
    };
}

#[test]
fn three_panes_use_a_wide_screen() {
    snapshot!("wide", Desk::open(200, 60));
}

#[test]
fn the_side_panes_fold_on_a_narrow_one() {
    let mut desk = Desk::open(80, 24);
    snapshot!("narrow-outline", desk);
    desk.keys("f6 f6");
    snapshot!("narrow-checks", desk);
}

#[test]
fn a_story_opens_as_a_form_with_its_markdown_under_it() {
    let mut desk = Desk::open(80, 24);
    desk.select("A buoy on the waves").keys("enter");
    snapshot!("narrow-form", desk);
}

#[test]
fn a_list_opens_with_its_lines() {
    let mut desk = Desk::open(140, 40);
    desk.select("New Boards").keys("enter");
    snapshot!("boards", desk);
}

#[test]
fn the_whole_file_is_shown_with_what_was_looked_for() {
    let mut desk = Desk::open(110, 30);
    desk.keys("f4 ctrl-home ctrl-f \"tide\"");
    snapshot!("find", desk);
}

#[test]
fn all_keys_and_a_palette_are_there() {
    let mut desk = Desk::open(100, 30);
    desk.keys("f1");
    snapshot!("help", desk);
    desk.keys("esc ctrl-p \"commit\"");
    snapshot!("palette", desk);
}

#[test]
fn the_help_is_searched_and_every_list_counts_what_is_hidden() {
    let mut desk = Desk::open(100, 30);
    desk.keys("f1");
    desk.assert_shows(" more");
    assert!(!desk.screen().contains("↑"), "{}", desk.screen());
    desk.keys("down end");
    desk.assert_shows("↑");
    assert!(!desk.screen().contains("↓"), "{}", desk.screen());
    desk.keys("/ \"waive problem\"");
    desk.assert_shows("(apply-waiver)");
    desk.assert_shows("/ waive problem");
    assert!(!desk.screen().contains("(save)"), "{}", desk.screen());
    // Esc in the search shows the whole list again. After Enter, it closes the help.
    desk.keys("esc home");
    desk.assert_shows("(open)");
    desk.keys("/ \"waive problem\" enter");
    desk.assert_shows("(apply-waiver)");
    desk.keys("esc");
    assert!(!desk.screen().contains("Keys —"), "{}", desk.screen());
    desk.keys("ctrl-p end");
    desk.assert_shows("↓");
}

#[cfg(unix)]
#[test]
fn a_long_message_of_a_hook_is_scrolled() {
    use std::os::unix::fs::PermissionsExt as _;
    let mut desk = Desk::open(80, 24);
    let hooks = desk.dir.path().join(".git/hooks");
    std::fs::create_dir_all(&hooks).unwrap();
    let hook = hooks.join("pre-commit");
    std::fs::write(
        &hook,
        "#!/bin/sh\ni=1\nwhile [ $i -le 40 ]; do echo \"hook line $i.\"; i=$((i + 1)); done\n",
    )
    .unwrap();
    std::fs::set_permissions(&hook, std::fs::Permissions::from_mode(0o755)).unwrap();
    desk.select("Front matter").keys("enter \"A tide\" ctrl-g ctrl-g");
    desk.assert_shows("hook line 1.");
    desk.assert_shows("↓");
    assert!(!desk.screen().contains("hook line 40."), "{}", desk.screen());
    desk.keys("end");
    desk.assert_shows("hook line 40.");
    desk.keys("enter");
    assert!(!desk.screen().contains("hook line"), "{}", desk.screen());
}

#[test]
fn the_commit_shows_exactly_what_it_will_hold() {
    let mut desk = Desk::open(110, 36);
    desk.select("Front matter").keys("enter \"A ferry, a float and a marsh\" ctrl-g");
    snapshot!("commit", desk);
}

#[test]
fn no_size_is_too_small_to_be_drawn() {
    for (width, height) in [(5, 2), (20, 6), (21, 7), (40, 10), (109, 12), (110, 12), (300, 90)] {
        let mut desk = Desk::open(width, height);
        desk.keys("f6 f6 f6 enter esc f4 f1 esc ctrl-p esc");
        desk.event(Input::Resize(width, height));
    }
}

#[test]
fn the_reason_why_a_draft_is_open_goes_when_something_in_it_is_opened() {
    let mut desk = Desk::open(120, 40);
    let reason = desk.said().to_owned();
    assert!(reason.starts_with("_drafts/2026-06-08-draft.md: "), "{reason}");
    desk.keys("down tab tab tab down");
    assert_eq!(desk.said(), reason);
    desk.select("A buoy on the waves").keys("enter");
    assert_eq!(desk.said(), "");
}

#[test]
fn a_message_goes_with_the_next_click_or_paste() {
    let mut desk = Desk::open(120, 40);
    let click = |desk: &mut Desk| {
        let kind = MouseEventKind::Down(MouseButton::Left);
        desk.event(Input::Mouse(MouseEvent { kind, column: 5, row: 5, modifiers: KeyModifiers::NONE }));
    };
    desk.keys("alt-u");
    assert_eq!(desk.said(), "Nothing to undo.");
    desk.event(Input::Mouse(MouseEvent {
        kind: MouseEventKind::Moved,
        column: 5,
        row: 5,
        modifiers: KeyModifiers::NONE,
    }));
    assert_eq!(desk.said(), "Nothing to undo.");
    click(&mut desk);
    assert_eq!(desk.said(), "");
    desk.select("A buoy on the waves").keys("enter alt-u");
    assert_eq!(desk.said(), "Nothing to undo.");
    desk.event(Input::Paste("tide".to_owned()));
    assert_eq!(desk.said(), "");
}

/// The screen of a terminal in which ambiguous characters take two cells.
fn wide(width: u16, height: u16, keys: &str) -> Desk {
    let mut desk = Desk::open(width, height);
    desk.program.send(Event::Answered(copydesk::tui::Answer::WideCharacters));
    desk.keys(keys);
    desk
}

#[test]
fn screens_of_a_terminal_with_two_cells_for_ambiguous_characters() {
    for (name, width, height, keys) in [
        ("ascii-form-80x24", 80, 24, "tab tab tab down down enter"),
        ("ascii-problems-120x40", 120, 40, "tab tab end"),
        ("ascii-commit-200x60", 200, 60, "ctrl-g"),
    ] {
        let desk = wide(width, height, keys);
        insta::with_settings!({ snapshot_path => "snapshots", prepend_module_to_snapshot => false }, {
            insta::assert_snapshot!(name, desk.screen());
        });
    }
}

#[test]
fn screens_with_emoji_of_several_characters() {
    let emoji = "❤️ Tide 🇩🇪 news of 👩‍🚀 and 👨‍👩‍👧 at 1️⃣ pier 👍🏽";
    for (name, keys) in [("emoji-80x24", ""), ("emoji-form-80x24", "enter"), ("emoji-file-80x24", "f4")] {
        let mut desk = Desk::with(80, 24, |text| text.replace("A buoy on the waves", emoji));
        desk.select("Tide").keys(keys);
        insta::with_settings!({ snapshot_path => "snapshots", prepend_module_to_snapshot => false }, {
            insta::assert_snapshot!(name, desk.screen());
        });
    }
}
