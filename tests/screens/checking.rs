//! Checks run in a job: no key waits for them, and those of an older text are dropped.

use std::sync::Mutex;

use copydesk::desk::Probe;
use copydesk::tui::{Done, Job, run_job, update};

use super::*;

impl Desk {
    /// Handles a key without the jobs that it asks for.
    fn only(&mut self, key: &str) -> Vec<Job> {
        update(&mut self.program.state, event(key))
    }

    /// Does jobs, and handles their answers.
    fn finish(&mut self, jobs: Vec<Job>) {
        let probe = Mutex::new(Probe::default());
        for job in jobs {
            let done = run_job(job, &probe);
            update(&mut self.program.state, Event::Done(Box::new(done)));
        }
    }

    fn messages(&self) -> Vec<String> {
        self.program.state.session.diagnostics.iter().map(|one| one.message.clone()).collect()
    }

    fn is_checked(&self) -> bool {
        self.program.state.session.is_checked()
    }
}

/// The jobs that check the draft.
fn checks(jobs: Vec<Job>) -> Vec<Job> {
    jobs.into_iter().filter(|job| matches!(job, Job::Check(_))).collect()
}

#[test]
fn keys_that_change_the_draft_leave_the_checks_to_a_job() {
    let mut desk = Desk::changed(|text| text.replacen("A buoy on the waves", "A buoy on teh waves", 1));
    desk.select("A buoy on teh waves");
    let before = desk.messages();
    for key in ["d", "u", "K", "u", "a", "u", "U", "u"] {
        desk.only(key);
        assert!(!desk.is_checked(), "{key}");
        assert_eq!(desk.messages(), before, "{key}");
    }
    // Taking an added slot back selects its section.
    desk.select("A buoy on teh waves");
    desk.only("d");
    let jobs = checks(desk.program.state.refresh());
    assert_eq!(jobs.len(), 1);
    assert!(checks(desk.program.state.refresh()).is_empty(), "one runs already");
    desk.finish(jobs);
    assert!(desk.is_checked());
    assert!(before.iter().any(|one| one.contains("'teh'")));
    assert!(!desk.messages().iter().any(|one| one.contains("'teh'")));
}

#[test]
fn checks_of_an_older_text_are_dropped_and_made_again() {
    let mut desk = Desk::open(140, 40);
    desk.select("Front matter").keys("enter");
    let before = desk.messages();
    assert!(before.iter().any(|one| one.contains("the title is still the template's")));
    desk.only("A");
    let jobs = checks(desk.program.state.refresh());
    desk.only("b");
    desk.finish(jobs);
    assert!(!desk.is_checked());
    assert_eq!(desk.messages(), before);
    desk.program.finish_jobs();
    assert!(desk.is_checked());
    assert!(!desk.messages().iter().any(|one| one.contains("the title is still the template's")));
}

#[test]
fn a_place_of_a_problem_follows_what_is_typed_before_it() {
    let mut desk = Desk::changed(|text| format!("{}\n\nThe lamp of teh pier.\n", text.trim_end()));
    desk.keys("W ctrl-home");
    desk.only("x");
    // The outline is up to the text, the checks are not.
    let _jobs = desk.program.state.refresh();
    let session = &desk.program.state.session;
    assert!(!session.is_checked());
    let problem = session.diagnostics.iter().find(|one| one.message.contains("'teh'")).unwrap();
    assert_eq!(problem.span.of(session.draft.text()), "teh");
}

#[test]
fn an_action_that_needs_the_checks_makes_them_at_once() {
    let mut desk = Desk::open(140, 40);
    desk.keys("tab tab down down down");
    let before = desk.text().to_owned();
    // The second key comes before the checks of the first one.
    desk.only("space");
    assert!(desk.text().contains("- [x] Feature story\n"), "{}", desk.screen());
    desk.only("space");
    assert_eq!(desk.text(), before);
}

#[test]
fn fixes_of_a_draft_that_is_closed_by_now_are_not_shown_over_another() {
    let mut desk = Desk::open(140, 40);
    let shown = desk.program.state.workspace.shown(&desk.draft());
    desk.keys("tab tab");
    let jobs = desk.only("F");
    desk.keys("esc ctrl-r / \"2026-06-01\" enter enter").assert_shows("Opened _posts/2026-06-01-draft.md.");
    desk.finish(jobs);
    assert!(desk.program.state.overlays.is_empty());
    let said = format!("The safe fixes of {shown} are not shown: another draft is open now.");
    assert_eq!(desk.said(), said);
}

#[test]
fn the_palette_finds_a_problem_again_after_the_files_were_looked_at() {
    let mut desk = Desk::changed(|text| format!("{}\n\nThe lamp of teh pier.\n", text.trim_end()));
    desk.keys("W ctrl-home ctrl-p \"'teh'\"");
    // A problem of a missing image comes before it.
    let path = "../assets/20260608/20260608buoy.gif";
    assert!(desk.text().contains(path));
    std::fs::remove_file(desk.draft().parent().unwrap().join(path)).unwrap();
    let problems = desk.messages().len();
    desk.event(Input::FocusGained);
    assert_ne!(desk.messages().len(), problems);
    desk.keys("enter");
    let at = desk.program.state.place().start;
    assert!(desk.text()[at..].starts_with("teh"), "{}", desk.screen());
}

#[test]
fn a_fix_from_the_palette_is_that_of_the_problem_at_the_cursor() {
    let words = "The lamp of teh pier.\n\nIt stays lit untill noon.";
    let mut desk = Desk::changed(|text| format!("{}\n\n{words}\n", text.trim_end()));
    // The list has another one selected.
    desk.keys("ctrl-p \"'teh'\" enter ctrl-f \"untill\" esc left ctrl-p \"after a look if\" enter");
    assert!(
        desk.text().contains("of teh pier") && desk.text().contains("lit until noon"),
        "{}",
        desk.screen()
    );
}

#[test]
fn checks_that_broke_down_run_again_after_the_next_change() {
    let mut desk = Desk::open(140, 40);
    desk.select("A buoy on the waves").only("d");
    assert_eq!(checks(desk.program.state.refresh()).len(), 1);
    let revision = desk.program.state.session.revision;
    update(&mut desk.program.state, Event::Done(Box::new(Done::CheckFailed { revision })));
    assert_eq!(desk.said(), "The checks broke down; they run again after the next change.");
    assert!(checks(desk.program.state.refresh()).is_empty(), "they would break down again");
    desk.only("u");
    assert_eq!(checks(desk.program.state.refresh()).len(), 1);
}

#[test]
fn a_search_for_fixes_that_broke_down_says_so() {
    let mut desk = Desk::open(140, 40);
    desk.keys("tab tab").only("F");
    assert_eq!(desk.said(), "Looking for safe fixes …");
    let draft = desk.draft();
    update(&mut desk.program.state, Event::Done(Box::new(Done::FixAllFailed { draft })));
    assert_eq!(desk.said(), "Looking for safe fixes broke down; the draft is as it was.");
}
