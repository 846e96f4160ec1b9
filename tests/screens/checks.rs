//! The checklist and the problems.

use super::*;
use copydesk::text::{Coalesce, StepKind};
use copydesk::tui::{Selected, State};

#[test]
fn a_line_is_ticked_by_hand_in_the_draft() {
    let mut desk = Desk::open(140, 40);
    desk.keys("f6 f6 down down down space");
    assert!(desk.text().contains("- [x] Feature story\n"), "{}", desk.screen());
    desk.keys("space");
    assert!(desk.text().contains("- [ ] Feature story\n"));
}

#[test]
fn evidence_that_contradicts_a_tick_is_shown_and_a_proven_line_offers_itself() {
    let desk = Desk::open(200, 60);
    let screen = desk.screen();
    assert!(screen.contains("[x] ✗ All images 550w max only — ticked, but:"), "{screen}");
    assert!(screen.contains("1 of 18 over 550 px wide: 800×450 20260"), "{screen}");
    assert!(screen.contains("[ ] ✓ Feature story — proven: Space ticks it"), "{screen}");
}

#[test]
fn a_problem_is_a_place_that_enter_goes_to() {
    let mut desk = Desk::open(140, 40);
    desk.keys("f8");
    assert!(desk.screen().contains("the title is still the template's"));
    desk.keys("\"A ferry and a float\"");
    assert!(desk.text().contains("title: \"A ferry and a float\""), "{}", desk.screen());
}

#[test]
fn the_mouse_selects_and_lets_go() {
    let mut desk = Desk::open(140, 40);
    let area = desk.program.state.panes.areas.outline;
    desk.event(click(area.x + 3, area.y + 4));
    assert!(desk.selected().contains("A Float That"), "{}", desk.screen());
    desk.keys("f12");
    assert!(!desk.program.state.mouse);
}

#[test]
fn the_palette_goes_to_a_section() {
    let mut desk = Desk::open(140, 40);
    desk.keys("ctrl-p \"upcoming\" enter");
    assert!(desk.selected().contains("Upcoming Events"), "{}", desk.screen());
}

#[test]
fn undo_says_what_and_where_and_words_are_over_with_the_next_key() {
    let mut desk = Desk::open(140, 40);
    desk.select("A buoy on the waves").keys("d alt-u");
    assert!(
        desk.screen().contains("Undid: removed “A buoy on the waves” from “News From Around the Web”."),
        "{}",
        desk.screen()
    );
    desk.keys("down");
    assert!(!desk.screen().contains("Undid"), "{}", desk.screen());
}

/// The demo's draft with one more paragraph at its end.
fn with_paragraph(paragraph: &str) -> Desk {
    Desk::with(120, 36, |text| format!("{}\n\n{paragraph}\n", text.trim_end()))
}

/// Selects the first problem with these words in the list.
fn problem<'d>(desk: &'d mut Desk, words: &str) -> &'d mut Desk {
    desk.keys("f6 f6");
    for _ in 0..200 {
        desk.keys("down");
        let State { panes, session, .. } = &desk.program.state;
        let Selected::Problem(n) = panes.checks.selected(session) else { continue };
        if session.diagnostics[n].message.contains(words) {
            return desk;
        }
    }
    panic!("no problem '{words}':\n{}", desk.screen());
}

#[test]
fn what_fixing_would_change_is_shown_and_then_made() {
    let mut desk = with_paragraph("Write to teh harbour, or come and see the light.");
    problem(&mut desk, "'teh'").keys("v");
    insta::assert_snapshot!(desk.screen());
    let before = desk.text().to_owned();
    desk.keys("esc");
    assert_eq!(desk.text(), before);
    desk.keys("v enter");
    assert_eq!(desk.text(), before.replace("teh", "the"));
    let line = before[..before.find("teh").unwrap()].lines().count();
    let said = format!("Fixed line {line} in “Contribute”: “teh” → “the”; u undoes it.");
    assert!(desk.screen().contains(&said), "{}", desk.screen());
}

#[test]
fn the_problem_that_was_gone_to_is_fixed_from_the_text() {
    let mut desk = with_paragraph("Write to teh harbour, or come and see the light.");
    let before = desk.text().to_owned();
    for _ in 0..100 {
        desk.keys("f8");
        if desk.screen().contains("'teh' is probably") {
            desk.keys("f5");
            break;
        }
    }
    assert_eq!(desk.text(), before.replace("teh", "the"), "{}", desk.screen());
}

#[test]
fn a_problem_is_waived_with_a_reason_and_nothing_else_changes() {
    let mut desk = with_paragraph("The lamps of teh port are on.");
    let before = desk.text().to_owned();
    let problems = desk.program.state.session.diagnostics.len();
    problem(&mut desk, "'teh'").keys("w enter");
    assert!(desk.screen().contains("Say why"), "{}", desk.screen());
    desk.keys("\"a quotation\"");
    insta::assert_snapshot!(desk.screen());
    desk.keys("enter");
    let comment = "<!-- copydesk-disable-next-line misspelt-word: a quotation -->\n";
    assert!(desk.text().contains(&format!("{comment}The lamps of teh port")), "{}", desk.screen());
    assert_eq!(desk.text().replace(comment, ""), before);
    assert_eq!(desk.program.state.session.diagnostics.len(), problems - 1);
    desk.keys("alt-u");
    assert_eq!(desk.text(), before);
}

#[test]
fn problems_of_the_demo_can_be_waived_one_by_one() {
    let mut desk = Desk::open(120, 36);
    let before = desk.text().to_owned();
    let State { session, workspace, .. } = &mut desk.program.state;
    let mut without = Vec::new();
    for problem in session.diagnostics.clone() {
        let count = session.diagnostics.len();
        let Some(waiver) = session.waiver(&problem, "so it is", workspace) else {
            without.push(problem.rule);
            continue;
        };
        session.apply(&waiver.edits, Coalesce::No(StepKind::Typing));
        session.check(workspace);
        assert!(session.diagnostics.len() < count, "{problem:?}");
        session.undo();
        session.check(workspace);
        assert_eq!(session.draft.text(), before);
    }
    // A comment in what nobody has written yet would be something written.
    without.retain(|rule| !["untouched-slot", "leftover-placeholder"].contains(rule));
    assert_eq!(without, [""; 0]);
}

#[test]
fn what_has_no_fix_is_left_to_the_hand_where_the_cursor_is() {
    let mut desk = Desk::open(120, 36);
    desk.keys("f8");
    assert!(desk.screen().contains("the title is still the template's"), "{}", desk.screen());
    let before = desk.text().to_owned();
    desk.keys("f5");
    assert!(desk.screen().contains("no safe fix; fix it by hand, or "), "{}", desk.screen());
    assert_eq!(desk.text(), before);
}

#[test]
fn tab_goes_to_the_checklist_after_a_problem_was_selected_too() {
    let mut desk = Desk::open(80, 24);
    desk.keys("tab tab").assert_shows("┏ Checklist");
    desk.keys("end").assert_shows("┏ Problems");
    // The way back is to the problem.
    desk.keys("tab shift-tab").assert_shows("┏ Problems");
    desk.keys("tab tab tab").assert_shows("┏ Checklist");
}
