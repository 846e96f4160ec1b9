//! Lines of a list that nobody needed are offered for dropping, by the desk and by the problems.

use super::*;

/// The demo has one board and two lines of the template's left.
const USED: &str = "- [Heron Mini](https://example.org/tidewatch/boards/heron-mini)";

fn desk() -> Desk {
    Desk::changed(str::to_owned)
}

fn desk_without_boards() -> Desk {
    Desk::changed(|text| text.replace(USED, "- [Board name](url)"))
}

fn boards(desk: &Desk) -> usize {
    desk.text().matches("- [Board name](url)").count()
}

#[test]
fn they_are_offered_where_the_list_is_left_and_dropped_by_a_key() {
    let mut desk = desk();
    desk.select("New Boards").keys("enter esc");
    let offer = "2 lines of “New boards” are not used; Shift-D drops them.";
    assert!(desk.screen().contains(offer), "{}", desk.screen());
    desk.keys("shift-D");
    assert_eq!((boards(&desk), desk.text().matches(USED).count()), (0, 1), "{}", desk.text());
    assert!(desk.text().contains("was 1 new board added"), "{}", desk.text());
    desk.keys("enter esc");
    assert!(!desk.screen().contains("not used"), "{}", desk.screen());
    desk.keys("alt-u alt-u");
    assert_eq!(boards(&desk), 2);
}

#[test]
fn a_list_of_which_nothing_is_used_is_left_alone() {
    let mut desk = desk_without_boards();
    desk.select("New Boards").keys("enter esc");
    assert!(!desk.screen().contains("not used"), "{}", desk.screen());
}

#[test]
fn a_problem_drops_one_of_them() {
    let mut desk = desk();
    let before = desk.text().to_owned();
    let line = before.find("- [Board name](url)").unwrap();
    let problems = &desk.program.state.session.diagnostics;
    let suggested = problems.iter().find(|one| one.rule == "untouched-slot" && one.span.start == line);
    let Some(copydesk::lint::Fix::Suggestion(edits)) = suggested.and_then(|one| one.fix.clone()) else {
        panic!("{suggested:?}");
    };
    assert_eq!(edits.apply(&before), before.replacen("- [Board name](url)\n", "", 1));
    // Of a list that nobody has begun, its form stays.
    desk = desk_without_boards();
    let line = desk.text().find("- [Board name](url)").unwrap();
    let problems = &desk.program.state.session.diagnostics;
    assert!(problems.iter().any(|one| one.span.start == line && one.fix.is_none()));
}
