//! The pane that takes over what others wrote: keys → screen, keys → text.

use super::*;

macro_rules! snapshot {
    ($name:literal, $desk:expr) => {
        insta::with_settings!({ snapshot_path => "snapshots", prepend_module_to_snapshot => false }, {
            insta::assert_snapshot!($name, $desk.screen());
        });
    };
}

const NOTES: &str = "\
# CircuitPython Weekly for June 1, 2026

Video is available [on YouTube](https://youtu.be/tide-gauge).

## State of CircuitPython, Libraries and Blinka

### Libraries

* Adafruit Libraries: 338 Community Libraries: 1,143 (Total: 1,481)

**New Libraries**
* [Tide_Table](https://github.com/coast/Tide_Table)

**Updated Libraries**
* [Kelp_Display](https://github.com/coast/Kelp_Display)
* [Kelp_Radio](https://github.com/coast/Kelp_Radio)

## Status Updates

### @dan
* This week: the next bridge
";

const PAST: &str = "\
BEGIN:VCALENDAR
VERSION:2.0
BEGIN:VEVENT
UID:1@example.org
DTSTART;VALUE=DATE:20200101
SUMMARY:New Year on the Pier
END:VEVENT
END:VCALENDAR
";

const CLICKS: &str = "\
Link,Clicks
https://example.com/harbor-model,41
https://example.net/cloud-dome,41
https://example.com/seiche,12
";

/// The demo on a small screen, with documents beside it.
fn desk() -> Desk {
    let desk = Desk::open(80, 24);
    for (name, text) in [("notes.md", NOTES), ("past.ics", PAST), ("clicks.csv", CLICKS)] {
        std::fs::write(desk.dir.path().join(name), text).unwrap();
    }
    desk
}

#[test]
fn the_kinds_are_listed_and_one_is_chosen() {
    let mut desk = desk();
    desk.keys("alt-o");
    snapshot!("import-kinds", desk);
    desk.keys("down down enter");
    desk.assert_shows("Import a blog post");
    desk.keys("esc esc");
    assert!(!desk.screen().contains("Import"), "{}", desk.screen());
}

#[test]
fn the_kinds_and_what_a_document_offers_are_searched() {
    let mut desk = desk();
    desk.keys("alt-o / \"weeks ahead\"");
    desk.assert_shows("the events of the weeks ahead");
    assert!(!desk.screen().contains("a blog post"), "{}", desk.screen());
    desk.keys("enter esc");
    desk.assert_shows("a blog post");
    desk.keys("home enter \"notes.md\" enter / \"new libraries\" enter space");
    desk.assert_shows("/ new libraries");
    desk.assert_shows("2 of 5 ticked");
    desk.keys("esc");
    desk.assert_shows("2 of 5 ticked");
    assert!(!desk.screen().contains("/ new libraries"), "{}", desk.screen());
}

#[test]
fn what_the_notes_offer_is_listed_with_what_stands_there() {
    let mut desk = desk();
    desk.keys("alt-o enter \"notes.md\" enter");
    snapshot!("import-notes", desk);
    desk.keys("r");
    desk.assert_shows("✓ line 1: the meeting of 2026-06-01");
    desk.assert_shows("– not found: the community news");
    desk.keys("esc");
    desk.assert_shows("It overwrites the text there:");
}

#[test]
fn what_is_ticked_is_one_step_of_undo() {
    let mut desk = desk();
    let before = desk.text().to_owned();
    desk.keys("alt-o enter \"notes.md\" enter enter");
    desk.assert_shows("Took 3: u takes it back.");
    let after = desk.text();
    assert!(after.contains("libraries is **1481**!") || after.contains("libraries is **1,481**!"), "{after}");
    assert!(after.contains("**New Libraries**\n\n* [Tide_Table](https://github.com/coast/Tide_Table)\n\n"));
    assert!(!after.contains("tide-gauge"), "nobody's words are written over unasked");
    assert_eq!(desk.on_disk(), before, "nothing is saved unasked");
    desk.keys("alt-u");
    assert_eq!(desk.text(), before);
}

#[test]
fn words_are_written_over_where_that_is_ticked_and_a_second_time_nothing_is_left() {
    let mut desk = desk();
    desk.keys("alt-o enter \"notes.md\" enter home space end space enter");
    desk.assert_shows("Took 5: u takes it back.");
    assert!(desk.text().contains("[on video](https://youtu.be/tide-gauge)"));
    desk.keys("alt-o enter \"notes.md\" enter");
    desk.assert_shows("0 of 5 ticked");
    desk.keys("space");
    desk.assert_shows("That is in the draft already.");
    desk.keys("enter");
    desk.assert_shows("All of it is in the draft already.");
}

#[test]
fn a_document_of_another_kind_is_refused_and_can_be_read_as_what_it_is() {
    let mut desk = desk();
    desk.keys("alt-o down down down down enter \"notes.md\" enter");
    snapshot!("import-refused", desk);
    desk.keys("tab");
    desk.assert_shows("Import meeting notes: 3 of 5 ticked");
}

#[test]
fn a_name_that_is_wrong_is_corrected_in_its_field() {
    let mut desk = desk();
    desk.keys("alt-o enter enter");
    desk.assert_shows("Type where it is");
    desk.keys("\"-\" enter");
    desk.assert_shows("`-` is for the command line");
    desk.keys("backspace \"note.md\" enter");
    desk.assert_shows("there is no file");
    desk.keys("left left left \"s\" enter");
    desk.assert_shows("3 of 5 ticked");
}

#[test]
fn a_dropped_file_and_a_path_at_home_are_found() {
    let mut desk = desk();
    let path = desk.dir.path().join("notes.md");
    desk.keys("alt-o enter");
    desk.event(Input::Paste(format!("'{}' ", path.display())));
    desk.keys("enter");
    desk.assert_shows("3 of 5 ticked");
    desk.program.state.config.home = Some(desk.dir.path().to_owned());
    desk.keys("esc ctrl-u \"~/notes.md\" enter");
    desk.assert_shows("3 of 5 ticked");
}

#[test]
fn where_nothing_is_found_that_is_told_with_the_remarks() {
    let mut desk = desk();
    desk.keys("alt-o down down down down enter \"past.ics\" enter");
    snapshot!("import-nothing", desk);
    desk.keys("enter esc esc esc");
    assert!(!desk.screen().contains("Import"), "{}", desk.screen());
}

#[test]
fn of_two_for_the_same_words_one_is_ticked() {
    let mut desk = desk();
    let before = desk.text().to_owned();
    desk.keys("alt-o down down down enter \"clicks.csv\" enter");
    desk.assert_shows("Look twice: 2 links have 41 clicks");
    desk.assert_shows("0 of 2 ticked");
    desk.keys("enter");
    desk.assert_shows("Tick what is wanted first, with Space.");
    desk.keys("space space");
    desk.assert_shows("Only one of them fits there; not ticked any more:");
    desk.assert_shows("1 of 2 ticked");
    desk.keys("enter");
    let popular = |text: &str| text.split("## Popular Last Week").nth(1).unwrap()[..400].to_owned();
    let is_taken = |link: &str| popular(desk.text()).contains(link);
    assert!(is_taken("cloud-dome") != is_taken("harbor-model"), "{}", popular(desk.text()));
    desk.keys("alt-u");
    assert_eq!(desk.text(), before);
}

#[test]
fn what_stands_every_week_comes_from_the_last_issue() {
    let mut desk = Desk::with(80, 24, |text| {
        let swap = text.lines().find(|line| line.contains("[Instrument Swap]")).unwrap().to_owned();
        text.replace(&format!("{swap}\n"), "")
    });
    desk.keys("alt-o end enter");
    desk.assert_shows("Import an issue of the newsletter: 1 of 1 ticked");
    desk.keys("enter");
    desk.assert_shows("Took 1: u takes it back.");
    assert!(desk.text().contains("[Instrument Swap](https://example.org/tidewatch/events/instrument-swap)"));
}

#[test]
fn images_of_every_issue_are_copied_from_the_last_one() {
    let mut desk = Desk::open(80, 24);
    let before = desk.text().to_owned();
    let image = desk.dir.path().join("assets/20260608/icymi.png");
    std::fs::remove_file(&image).unwrap();
    desk.keys("alt-o end enter");
    desk.assert_shows("[x] ·");
    desk.keys("enter");
    desk.assert_shows("Copied one image; nothing in the text had to change.");
    let last = desk.dir.path().join("assets/20260601/icymi.png");
    assert_eq!(std::fs::read(&image).unwrap(), std::fs::read(last).unwrap());
    assert_eq!(desk.text(), before);
}

#[test]
fn an_answer_that_nobody_waits_for_any_more_is_let_go() {
    let mut desk = desk();
    let before = desk.text().to_owned();
    desk.keys("alt-o enter \"notes.md\"");
    let enter = || Event::Terminal(Input::Key(key_of("enter")));
    let jobs = copydesk::tui::update(&mut desk.program.state, enter());
    desk.event(Input::FocusLost);
    desk.assert_shows("Reading notes.md …");
    desk.keys("esc");
    desk.assert_shows("> notes.md");
    let probe = std::sync::Mutex::default();
    for job in jobs {
        desk.program.send(Event::Done(Box::new(copydesk::tui::run_job(job, &probe))));
    }
    desk.assert_shows("> notes.md");
    // The same where what was ticked is on its way.
    desk.keys("enter");
    desk.assert_shows("3 of 5 ticked");
    let jobs = copydesk::tui::update(&mut desk.program.state, enter());
    desk.keys("esc esc esc esc");
    for job in jobs {
        desk.program.send(Event::Done(Box::new(copydesk::tui::run_job(job, &probe))));
    }
    assert_eq!(desk.text(), before);
}

#[test]
fn a_draft_that_changes_meanwhile_is_read_for_again_and_the_ticks_stay() {
    let mut desk = desk();
    desk.keys("alt-o enter \"notes.md\" enter down space");
    desk.assert_shows("2 of 5 ticked");
    let other = desk.on_disk().replace("weed grows on them", "kelp grows on them");
    assert_ne!(other, desk.on_disk());
    std::fs::write(desk.draft(), &other).unwrap();
    desk.event(Input::FocusGained);
    desk.keys("enter");
    desk.assert_shows("The draft has changed meanwhile, so this was read again");
    desk.assert_shows("2 of 5 ticked");
    desk.keys("enter");
    desk.assert_shows("Took 2: u takes it back.");
    assert!(desk.text().contains("kelp grows on them"));
    desk.keys("alt-u");
    assert_eq!(desk.text(), other);
}

#[test]
fn no_size_is_too_small_for_the_pane() {
    for (width, height) in [(5, 2), (20, 6), (30, 9), (300, 90)] {
        let mut desk = Desk::open(width, height);
        std::fs::write(desk.dir.path().join("notes.md"), NOTES).unwrap();
        desk.keys("alt-o enter enter \"notes.md\" enter r r end space esc esc esc");
    }
}

#[test]
fn esc_keeps_the_ticks_of_a_document_and_a_takes_them_back() {
    let mut desk = desk();
    desk.keys("alt-o enter \"notes.md\" enter end space");
    desk.assert_shows("4 of 5 ticked");
    desk.keys("esc enter");
    desk.assert_shows("4 of 5 ticked");
    desk.keys("a");
    desk.assert_shows("0 of 5 ticked");
    desk.keys("a");
    desk.assert_shows("3 of 5 ticked");
    // Another document is another matter.
    std::fs::write(desk.dir.path().join("other.md"), format!("{NOTES}\n")).unwrap();
    desk.keys("esc backspace backspace backspace backspace backspace backspace backspace backspace \"other.md\" enter");
    desk.assert_shows("3 of 5 ticked");
}

#[test]
fn a_wide_screen_shows_the_list_and_the_text_beside_each_other_and_a_low_one_that_there_is_more() {
    let mut desk = Desk::open(160, 24);
    std::fs::write(desk.dir.path().join("notes.md"), NOTES).unwrap();
    desk.keys("alt-o enter \"notes.md\" enter");
    let row = desk.screen().lines().find(|line| line.contains("[x] · 1481")).unwrap().to_owned();
    assert!(row.contains(", from line 1 of the"), "{row}");
    let mut low = Desk::open(80, 12);
    std::fs::write(low.dir.path().join("notes.md"), NOTES).unwrap();
    low.keys("alt-o enter \"notes.md\" enter");
    low.assert_shows("↓ 2 more");
}

#[test]
fn the_menu_of_what_is_offered_names_the_key_that_opens_it_there() {
    let mut desk = desk();
    // Space ticks here.
    desk.keys("alt-o enter \"notes.md\" enter , Y");
    assert_eq!(desk.said(), "Y is not in the menu; Comma opens it again.");
    desk.keys(", esc space").assert_shows(" of 5 ticked");
}

#[test]
fn text_on_a_large_screen_is_at_most_90_columns_wide() {
    let mut desk = Desk::open(200, 60);
    let long = "The gauge at the pier counts every wave and sends the numbers home by radio. ".repeat(6);
    let notes = NOTES.replace("* This week: the next bridge", &format!("* This week: {long}"));
    std::fs::write(desk.dir.path().join("notes.md"), notes).unwrap();
    desk.keys("alt-o enter \"notes.md\" enter end");
    let screen = desk.screen();
    let details: Vec<usize> = screen
        .lines()
        .filter(|line| line.contains("gauge at the pier") || line.contains("numbers home"))
        .map(|line| line.trim_end_matches([' ', '║']).chars().count())
        .collect();
    assert!(details.len() > 3, "{screen}");
    // The text begins 90 columns before the frame.
    assert!(
        screen.lines().any(|line| line.chars().skip(109).collect::<String>().starts_with("+ ")),
        "{screen}"
    );
    desk.keys("r");
    let widest = desk
        .screen()
        .lines()
        .skip(1)
        .map(|line| line.trim_end_matches([' ', '║']).chars().count())
        .filter(|width| *width < 199)
        .max();
    assert!(widest.is_some_and(|width| width <= 92), "{widest:?}\n{}", desk.screen());
}
