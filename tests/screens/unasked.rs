//! Other programs that change or delete the draft while something is typed.

use super::*;

/// A desk in a form, with a title that another program changes differently.
fn typing_a_title(width: u16, height: u16) -> Desk {
    let mut desk = Desk::open(width, height);
    desk.select("Front matter").keys("enter \"Mine\"");
    let theirs = desk.on_disk().replace("Featured story title here!", "Theirs");
    std::fs::write(desk.draft(), theirs).unwrap();
    desk
}

#[test]
fn a_conflict_that_nobody_asked_for_takes_no_key() {
    for look in [Event::Watch, Event::Terminal(Input::FocusGained)] {
        let mut desk = typing_a_title(80, 24);
        desk.program.send(look);
        desk.assert_shows("Another program changed the same lines: nothing was written; Ctrl-S shows");
        desk.assert_shows("● not saved, changed on disk");
        desk.keys("\" the best\" enter");
        assert!(desk.text().contains("title: \"Mine the best\""), "{}", desk.screen());
        assert!(desk.on_disk().contains("Theirs"));
        desk.assert_shows("changed on disk");
        desk.keys("ctrl-s").assert_shows("Yours, not saved");
        desk.keys("m enter");
        assert!(desk.on_disk().contains("title: \"Mine the best\""), "{}", desk.screen());
        assert!(!desk.screen().contains("changed on disk"), "{}", desk.screen());
    }
}

#[test]
fn what_is_typed_while_a_save_compares_chooses_nothing() {
    // The letters come before the file was read.
    let mut desk = typing_a_title(140, 40);
    desk.program.send_at_once(Vec::from(["ctrl-s", "t", "e", "enter"].map(event)));
    assert!(desk.text().contains("title: \"Minete\""), "{}", desk.screen());
    assert!(desk.on_disk().contains("Theirs"));
    desk.assert_shows("Ctrl-S shows both sides");
    // They come when the conflict is known, and not on the screen yet.
    let mut desk = typing_a_title(140, 40);
    let mut jobs = copydesk::tui::update(&mut desk.program.state, event("ctrl-s"));
    while let Some(job) = jobs.pop() {
        let done = copydesk::tui::run_job(job, &std::sync::Mutex::default());
        jobs.extend(copydesk::tui::update(&mut desk.program.state, Event::Done(Box::new(done))));
    }
    for key in ["t", "e", "enter"] {
        copydesk::tui::update(&mut desk.program.state, event(key));
    }
    desk.program.finish_jobs();
    assert!(desk.text().contains("title: \"Mine\""), "{}", desk.screen());
    desk.assert_shows("Yours, not saved");
    assert!(!desk.screen().contains("Chosen"), "{}", desk.screen());
}

#[test]
fn a_conflict_is_resolved_only_by_enter() {
    let mut desk = typing_a_title(140, 40);
    desk.keys("ctrl-s t e");
    desk.assert_shows("To be edited: Enter opens the text.");
    assert!(desk.text().contains("title: \"Mine\""), "{}", desk.screen());
    desk.keys("m").assert_shows("Chosen: Enter applies.");
    desk.keys("enter");
    assert!(desk.on_disk().contains("title: \"Mine\""), "{}", desk.screen());
}

#[test]
fn a_draft_whose_file_is_gone_is_not_saved() {
    let mut desk = Desk::open(80, 24);
    let text = desk.text().to_owned();
    std::fs::remove_file(desk.draft()).unwrap();
    desk.program.send(Event::Watch);
    desk.assert_shows("your text is here, and");
    desk.assert_shows("● not saved, file deleted");
    let job = desk.program.state.journal_job().expect("all of the text is unsaved");
    copydesk::tui::run_job(job, &std::sync::Mutex::default());
    let kept = desk.program.state.journal.as_ref().and_then(copydesk::desk::Journal::recovered).unwrap();
    assert_eq!(kept.text, text);
    desk.keys("ctrl-q").assert_shows("save and leave");
    desk.keys("esc ctrl-s").assert_shows("The file is gone");
    desk.keys("esc");
    assert!(!desk.draft().exists());
    desk.keys("ctrl-s w");
    assert_eq!(desk.on_disk(), text);
    assert!(!desk.screen().contains("not saved"), "{}", desk.screen());
}

#[test]
fn a_file_that_comes_back_is_saved_again() {
    let mut desk = Desk::open(80, 24);
    let text = desk.on_disk();
    std::fs::remove_file(desk.draft()).unwrap();
    desk.program.send(Event::Watch);
    std::fs::write(desk.draft(), text).unwrap();
    desk.program.send(Event::Watch);
    assert!(!desk.screen().contains("not saved"), "{}", desk.screen());
    desk.keys("ctrl-q");
    assert!(desk.program.state.is_leaving());
}

#[test]
fn a_save_after_an_undone_merge_keeps_what_the_other_program_wrote() {
    let mut desk = Desk::open(140, 40);
    desk.select("Front matter").keys("enter \"Mine\"");
    let theirs = desk.on_disk().replace("## Contribute", "## Contribute!");
    std::fs::write(desk.draft(), theirs).unwrap();
    desk.program.send(Event::Watch);
    assert!(desk.text().contains("## Contribute!"));
    desk.keys("ctrl-_");
    assert!(!desk.text().contains("## Contribute!"), "{}", desk.screen());
    desk.assert_shows("Saving merges the file on disk again.");
    desk.keys("ctrl-s").assert_shows("Saved, with another program's changes merged in");
    assert!(desk.on_disk().contains("## Contribute!") && desk.on_disk().contains("Mine"));
    // What was saved is the user's own, and may be undone.
    desk.keys("ctrl-_ ctrl-s");
    assert!(!desk.on_disk().contains("## Contribute!"), "{}", desk.screen());
}

#[test]
fn whole_texts_are_chosen_by_a_letter_and_replaced_by_enter() {
    // Without its end, the front matter and the text can't be distinguished.
    let mut desk = Desk::with(140, 40, |text| text.replacen("\n---\n", "\n", 1));
    desk.keys("W ctrl-end \"Mine\"");
    let theirs = format!("{}Theirs\n", desk.on_disk());
    std::fs::write(desk.draft(), &theirs).unwrap();
    desk.keys("ctrl-s t").assert_shows("✓ On disk (Enter applies)");
    assert!(desk.text().ends_with("Mine"), "{}", desk.screen());
    desk.keys("enter");
    assert_eq!(desk.text(), theirs);
}
