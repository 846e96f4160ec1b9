//! The screens that matter most, at every size and without colours: each state is a character or an
//! attribute.

use ratatui::style::Modifier;

use super::first::snapshot;
use super::*;
use crate::support::attributes::{assert_colourless, with_attributes};

const SIZES: [(u16, u16); 3] = [(80, 24), (120, 40), (200, 60)];

/// Snapshots of a state of the desk, with colours and without.
fn both(name: &str, reach: impl Fn(&mut Desk)) {
    for (width, height) in SIZES {
        let mut desk = Desk::open(width, height);
        reach(&mut desk);
        snapshot(name, (width, height), &desk.screen());
        let mut plain = Desk::without_colour(width, height);
        reach(&mut plain);
        assert_colourless(plain.program.buffer(), &plain.screen());
        let marked = with_attributes(plain.program.buffer(), &plain.screen());
        snapshot(&format!("{name}-plain"), (width, height), &marked);
    }
}

/// The words of the cells with this attribute.
fn words_with(desk: &Desk, modifier: Modifier) -> String {
    let buffer = desk.program.buffer();
    let cells = buffer.content.iter();
    let words: String =
        cells.map(|cell| if cell.modifier.contains(modifier) { cell.symbol() } else { " " }).collect();
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn a_form() {
    both("form", |desk| {
        desk.select("Gulls over a rock").keys("enter");
        desk.assert_shows("┏ News From Around the Web");
        assert!(
            words_with(desk, Modifier::REVERSED).contains("Text"),
            "the field in focus:\n{}",
            desk.screen()
        );
    });
}

#[test]
fn problems_with_a_fix() {
    both("problems", |desk| {
        desk.keys("tab tab end up up up");
        desk.keys_until("up", |desk| desk.screen().contains("Fix: "));
        desk.assert_shows("┏ Problems");
    });
}

#[test]
fn the_palette_with_an_item() {
    both("palette-item", |desk| {
        desk.keys(": \"gulls\"").assert_shows("Gulls over a rock");
        assert!(words_with(desk, Modifier::REVERSED).contains("Gulls"), "{}", desk.screen());
    });
}

#[test]
fn the_commit_dialog() {
    both("commit-dialog", |desk| {
        desk.select("Front matter").keys("enter \"A ferry\" ctrl-g").assert_shows("What will be committed");
        assert!(words_with(desk, Modifier::REVERSED).contains("Message"), "{}", desk.screen());
        desk.keys("tab");
        assert!(words_with(desk, Modifier::REVERSED).contains("What will be committed"), "{}", desk.screen());
        desk.assert_shows("+title: \"A ferry");
    });
}

#[test]
fn the_list_of_drafts() {
    both("drafts-list", |desk| {
        desk.keys("l down").assert_shows("Drafts and past issues");
        desk.assert_shows("▸ 2026-06-08");
        assert!(words_with(desk, Modifier::REVERSED).contains("2026-06-01"), "{}", desk.screen());
    });
}

#[test]
fn ticked_lines_and_severities_are_characters() {
    for (width, height) in SIZES {
        let mut desk = Desk::without_colour(width, height);
        desk.keys("tab tab down down down space");
        for words in ["[x] ✓ Feature story", "[ ] ✗ update title"] {
            desk.assert_shows(words);
        }
        assert!(words_with(&desk, Modifier::REVERSED).contains("Feature story"), "{}", desk.screen());
    }
}

#[test]
fn tab_and_shift_tab_go_around_the_panes() {
    for (width, height) in SIZES {
        let mut desk = Desk::open(width, height);
        assert!(desk.screen().lines().last().unwrap().contains("Tab pane"), "{}", desk.screen());
        desk.keys("tab");
        assert_eq!(desk.program.state.panes.focus, copydesk::tui::Pane::Work);
        desk.keys("shift-tab shift-tab");
        assert_eq!(desk.program.state.panes.focus, copydesk::tui::Pane::Checks);
        desk.keys("shift-tab shift-tab");
        assert_eq!(desk.program.state.panes.focus, copydesk::tui::Pane::Outline);
        desk.keys("?").keys("/ \"pane\"").assert_shows("Go to the pane before");
        desk.assert_shows("Shift-Tab");
    }
}
