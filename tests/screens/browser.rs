//! The preview in the browser, as the desk sees it: what is clicked in the page is done at the desk.

use std::sync::Arc;

use copydesk::preview::{Asked, Page, ProblemId};
use copydesk::tui::Event;

use super::Desk;

/// The desk on the demo with a doubled word and a page in no browser.
fn with_page() -> Desk {
    let mut desk = Desk::changed(|text| text.replace("look at the tide table", "look at the the tide table"));
    desk.keys("B");
    desk
}

fn doubled(desk: &Desk) -> ProblemId {
    let found = &desk.program.state.session.diagnostics;
    let one = found.iter().find(|one| one.rule == "repeated-word").expect("a doubled word");
    ProblemId { rule: one.rule.to_owned(), message: one.message.clone(), nth: 0 }
}

#[test]
fn the_address_is_shown_and_stays_the_same() {
    let mut desk = with_page();
    let url = desk.program.state.browser.url().unwrap();
    assert_eq!(desk.said(), format!("Preview, to open in a browser: {url}"));
    desk.keys("down B");
    assert_eq!(desk.program.state.browser.url(), Some(url));
}

#[test]
fn a_click_goes_to_the_slot_or_to_the_cursor_of_the_whole_file() {
    let mut desk = with_page();
    let at = desk.text().find("crosses Ardle Sound").unwrap();
    desk.program.send(Event::Asked(Asked::Go { at }));
    desk.assert_shows("crosses Ardle Sound");
    desk.keys("\"Zebra \"");
    assert!(desk.text().contains("Zebra crosses Ardle Sound"), "{}", &desk.text()[at - 40..at + 40]);
    desk.keys("esc W");
    let at = desk.text().find("The parts cost less").unwrap();
    desk.program.send(Event::Asked(Asked::Go { at }));
    desk.keys("\"Quokka \"");
    assert!(desk.text().contains("Quokka The parts cost less"));
    // A place behind the text, as after a deletion that the page does not know yet.
    desk.program.send(Event::Asked(Asked::Go { at: usize::MAX }));
}

#[test]
fn a_problem_that_was_clicked_is_fixed_or_waived() {
    let mut desk = with_page();
    let problem = doubled(&desk);
    desk.program.send(Event::Asked(Asked::Fix(problem.clone())));
    assert!(desk.text().contains("look at the tide table"));
    // The page shows it until it gets the next one.
    desk.program.send(Event::Asked(Asked::Fix(problem)));
    assert!(desk.said().contains("is gone"), "{}", desk.said());

    let mut desk = with_page();
    let (problem, before) = (doubled(&desk), desk.text().to_owned());
    let waive = |reason: &str| Event::Asked(Asked::Waive { problem: problem.clone(), reason: reason.into() });
    // Without a reason, the desk asks for one.
    desk.program.send(waive("  "));
    assert_eq!(desk.text(), before);
    desk.assert_shows("Why is it right as it is?");
    // A click does not reach under it.
    desk.program.send(waive("a name"));
    assert_eq!(desk.text(), before);
    desk.keys("esc");
    desk.program.send(waive("a name"));
    assert!(desk.text().contains("repeated-word") && desk.text().contains("a name"));
    desk.keys("ctrl-_");
    assert_eq!(desk.text(), before);
}

#[test]
fn marking_as_read_is_kept_in_the_state_folder() {
    let mut desk = with_page();
    desk.program.send(Event::Asked(Asked::Read { page: Arc::new(Page::default()) }));
    let folder = desk.dir.path().join(".git/journals/read");
    assert_eq!(std::fs::read_dir(folder).unwrap().count(), 1);
}
