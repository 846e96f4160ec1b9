//! Saving, other programs, and what a crash leaves.

use super::*;

#[test]
fn saving_writes_the_text_and_nothing_else() {
    let mut desk = Desk::open(140, 40);
    desk.select("Front matter").keys("enter \"A week\" ctrl-s");
    assert_eq!(desk.on_disk(), desk.text());
    assert!(desk.screen().contains("Saved."), "{}", desk.screen());
}

#[test]
fn leaving_waits_for_a_save_that_runs() {
    let keys = |names: &[&str]| -> Vec<Event> {
        names.iter().map(|name| Event::Terminal(Input::Key(key_of(name)))).collect()
    };
    let mut desk = Desk::open(140, 40);
    desk.select("Front matter").keys("enter \"A week\"");
    desk.program.send_at_once(keys(&["ctrl-s", "ctrl-q"]));
    assert!(desk.program.state.is_leaving(), "{}", desk.screen());
    assert!(desk.on_disk().contains("title: \"A week\""));

    // What is typed after the save began is asked about.
    let mut desk = Desk::open(140, 40);
    desk.select("Front matter").keys("enter \"A week\"");
    desk.program.send_at_once(keys(&["ctrl-s", "!", "ctrl-q"]));
    assert!(!desk.program.state.is_leaving());
    assert!(desk.screen().contains("leave without saving"), "{}", desk.screen());

    // A save that fails keeps the desk open.
    let mut desk = Desk::open(140, 40);
    desk.select("Front matter").keys("enter \"A week\"");
    let draft = desk.draft();
    std::fs::remove_file(&draft).unwrap();
    std::fs::create_dir(&draft).unwrap();
    desk.program.send_at_once(keys(&["ctrl-s", "ctrl-q"]));
    assert!(!desk.program.state.is_leaving(), "{}", desk.screen());
    assert!(desk.text().contains("title: \"A week\""));
}

#[test]
fn a_change_of_other_lines_by_another_program_is_merged() {
    let mut desk = Desk::open(140, 40);
    desk.select("Front matter").keys("enter \"A week\"");
    let theirs = desk.on_disk().replace("## Upcoming Events", "## Upcoming Events!");
    std::fs::write(desk.draft(), &theirs).unwrap();
    desk.keys("ctrl-s");
    let disk = desk.on_disk();
    assert!(disk.contains("title: \"A week\"") && disk.contains("## Upcoming Events!"), "{}", desk.screen());
    assert_eq!(disk, desk.text());
}

#[test]
fn a_change_of_the_same_lines_is_shown_side_by_side_and_never_overwritten() {
    for (key, title) in [("m", "title: \"Mine\""), ("t", "title: \"Theirs\"")] {
        let mut desk = Desk::open(140, 40);
        desk.select("Front matter").keys("enter \"Mine\"");
        let theirs = desk.on_disk().replace("Featured story title here!", "Theirs");
        std::fs::write(desk.draft(), &theirs).unwrap();
        desk.keys("ctrl-s");
        assert!(desk.screen().contains("Another program changed the same lines"), "{}", desk.screen());
        desk.keys("esc");
        assert_eq!(desk.on_disk(), theirs, "nothing was written");
        assert!(desk.text().contains("title: \"Mine\""), "and nothing was lost");
        desk.keys("ctrl-s");
        desk.keys(key).keys("enter");
        assert!(desk.text().contains(title), "{}", desk.screen());
        desk.keys("ctrl-s");
        assert_eq!(desk.on_disk(), desk.text());
    }
}

#[test]
fn both_sides_of_a_conflict_can_be_kept_with_markers() {
    let mut desk = Desk::open(140, 40);
    desk.select("Front matter").keys("enter \"Mine\"");
    let theirs = desk.on_disk().replace("Featured story title here!", "Theirs");
    std::fs::write(desk.draft(), &theirs).unwrap();
    desk.keys("ctrl-s e enter");
    assert!(
        desk.text().contains("<<<<<<<") && desk.text().contains("Mine") && desk.text().contains("Theirs")
    );
}

#[test]
fn a_change_is_noticed_when_the_terminal_gets_the_focus() {
    let mut desk = Desk::open(140, 40);
    let theirs = desk.on_disk().replace("## Contribute", "## Contribute!");
    std::fs::write(desk.draft(), &theirs).unwrap();
    desk.event(Input::FocusGained);
    assert_eq!(desk.text(), theirs);
    assert!(desk.screen().contains("merged in"), "{}", desk.screen());
}

/// Two looks at one change of the file request two merges. The second is done only after the text was
/// saved: it must not take what was saved for undone.
#[test]
fn a_merge_that_a_save_has_overtaken_takes_nothing_back() {
    let mut desk = Desk::open(140, 40);
    let theirs = desk.on_disk().replace("## Contribute", "## Contribute!");
    std::fs::write(desk.draft(), &theirs).unwrap();
    let run = |desk: &mut Desk, job| {
        let done = copydesk::tui::run_job(job, &std::sync::Mutex::default());
        copydesk::tui::update(&mut desk.program.state, Event::Done(Box::new(done)))
    };
    let mut merges = Vec::new();
    for _ in 0..2 {
        let looks = copydesk::tui::update(&mut desk.program.state, Event::Terminal(Input::FocusGained));
        merges.extend(looks.into_iter().flat_map(|job| run(&mut desk, job)));
    }
    let mut merges = merges.into_iter().filter(|job| matches!(job, copydesk::tui::Job::Merge(_)));
    let (first, second) = (merges.next().unwrap(), merges.next().unwrap());
    run(&mut desk, first);
    assert_eq!(desk.text(), theirs);
    desk.select("Front matter").keys("enter \"Mine\" ctrl-s");
    assert!(desk.on_disk().contains("Mine"));
    let mut jobs = run(&mut desk, second);
    while let Some(job) = jobs.pop() {
        jobs.extend(run(&mut desk, job));
    }
    assert!(desk.text().contains("Mine"), "{}", desk.screen());
    assert_eq!(desk.on_disk(), desk.text());
}

#[test]
fn a_move_is_refused_once_the_slots_have_changed() {
    let mut desk = Desk::open(140, 40);
    desk.select("Listening to a Salt Marsh").keys("m");
    desk.assert_shows("Move to");
    let draft = desk.on_disk();
    let start = draft.find("## News From Around the Web").unwrap();
    let end = start + draft[start..].find("\n## Contribute").unwrap();
    std::fs::write(desk.draft(), format!("{}{}", &draft[..start], &draft[end..])).unwrap();
    desk.event(Input::FocusGained);
    let merged = desk.text().to_owned();
    desk.keys("enter");
    desk.assert_shows("The text has changed meanwhile");
    assert_eq!(desk.text(), merged);
}

#[test]
fn an_image_goes_into_no_form_that_was_opened_later() {
    let mut desk = Desk::open(140, 40);
    let image = desk.dir.path().join("lamp.png");
    std::fs::write(&image, "an image").unwrap();
    desk.select("Listening to a Salt Marsh").keys("enter");
    let paste = Event::Terminal(Input::Paste(image.display().to_string()));
    let jobs = copydesk::tui::update(&mut desk.program.state, paste);
    desk.keys("esc").select("A Float That Calibrates Itself").keys("enter");
    let before = desk.text().to_owned();
    for job in jobs {
        let done = copydesk::tui::run_job(job, &std::sync::Mutex::default());
        desk.program.send(Event::Done(Box::new(done)));
    }
    desk.assert_shows("Another form was opened");
    assert_eq!(desk.text(), before);
}

#[test]
fn the_text_that_is_offered_is_kept_while_the_question_is_open() {
    let mut desk = Desk::open(140, 40);
    desk.select("Front matter").keys("enter \"Half a title\"");
    let job = desk.program.state.journal_job().expect("something to keep");
    copydesk::tui::run_job(job, &std::sync::Mutex::default());
    let Desk { dir, program } = desk;
    drop(program);
    let program = start(&dir, 140, 40);
    let mut desk = Desk { dir, program };
    assert!(desk.screen().contains("Unsaved text found"), "{}", desk.screen());
    let theirs = desk.on_disk().replace("## Contribute", "## Contribute!");
    std::fs::write(desk.draft(), &theirs).unwrap();
    desk.event(Input::FocusGained);
    assert!(desk.program.state.journal_job().is_none(), "the journal is kept");
    desk.keys("r");
    assert!(desk.text().contains("Half a title"), "{}", desk.screen());
}

#[test]
fn what_was_typed_and_not_saved_is_offered_at_the_next_start() {
    let mut desk = Desk::open(140, 40);
    desk.select("Front matter").keys("enter \"Half a title\"");
    // The program ends here without a word, a moment after the last key.
    let job = desk.program.state.journal_job().expect("something to keep");
    copydesk::tui::run_job(job, &std::sync::Mutex::default());
    let typed = desk.text().to_owned();
    let Desk { dir, program } = desk;
    drop(program);
    let program = start(&dir, 140, 40);
    let mut desk = Desk { dir, program };
    assert!(desk.screen().contains("Unsaved text found"), "{}", desk.screen());
    // A key that does not answer says which do.
    desk.keys("enter");
    let asked = desk.screen();
    assert!(
        asked.contains("Unsaved text found") && asked.contains("Press r or d or l to answer."),
        "{asked}"
    );
    desk.keys("r");
    assert_eq!(desk.text(), typed);
    desk.keys("ctrl-s");
    let Desk { dir, program } = desk;
    drop(program);
    let desk = Desk { program: start(&dir, 140, 40), dir };
    assert!(!desk.screen().contains("Unsaved text found"));
    assert!(desk.dir.path().exists());
}

#[test]
fn restored_text_that_the_file_contradicts_stays_when_the_conflict_is_left() {
    let restored = || {
        let mut desk = Desk::open(140, 40);
        desk.select("Front matter").keys("enter \"Mine\"");
        let job = desk.program.state.journal_job().expect("something to keep");
        copydesk::tui::run_job(job, &std::sync::Mutex::default());
        let theirs = desk.on_disk().replace("Featured story title here!", "Theirs");
        std::fs::write(desk.draft(), theirs).unwrap();
        let Desk { dir, program } = desk;
        drop(program);
        let mut desk = Desk { program: start(&dir, 140, 40), dir };
        desk.keys("r");
        assert!(desk.screen().contains("Another program changed the same lines"), "{}", desk.screen());
        desk
    };
    let mut desk = restored();
    desk.keys("esc");
    assert!(desk.screen().contains("your text is here, the other is on disk"), "{}", desk.screen());
    assert!(desk.text().contains("title: \"Mine\""));
    if let Some(job) = desk.program.state.journal_job() {
        copydesk::tui::run_job(job, &std::sync::Mutex::default());
    }
    let kept = desk.program.state.journal.as_ref().and_then(copydesk::desk::Journal::recovered).unwrap();
    assert!(kept.text.contains("Mine") && desk.on_disk().contains("Theirs"));
    // Saving asks again, and writes nothing over.
    desk.keys("ctrl-s");
    assert!(desk.screen().contains("Another program changed the same lines"), "{}", desk.screen());
    assert!(desk.on_disk().contains("Theirs"));
    desk.keys("t enter");
    assert!(desk.text().contains("Theirs"));
    desk.keys("alt-u");
    assert!(desk.text().contains("Mine"), "undo brings it back");

    let mut desk = restored();
    desk.keys("m enter ctrl-s");
    assert!(desk.on_disk().contains("title: \"Mine\""), "{}", desk.screen());
}

#[test]
fn leaving_with_unsaved_text_asks() {
    let mut desk = Desk::open(140, 40);
    desk.select("Front matter").keys("enter \"A week\" ctrl-q");
    assert!(desk.screen().contains("save and leave"), "{}", desk.screen());
    desk.keys("esc");
    assert!(!desk.program.state.is_leaving());
    desk.keys("ctrl-q s");
    assert!(desk.program.state.is_leaving());
    assert!(desk.on_disk().contains("A week"));
}

#[test]
fn a_commit_holds_the_draft_and_its_new_images() {
    let mut desk = Desk::open(140, 40);
    let folder = desk.draft().parent().unwrap().parent().unwrap().join("assets/20260608");
    std::fs::copy(folder.join("20260608lamp.jpg"), folder.join("20260608new.jpg")).unwrap();
    std::fs::write(folder.join("stray.txt"), "not ours").unwrap();
    desk.select("Two years of tides")
        .keys("down enter shift-tab ctrl-u \"../assets/20260608/20260608new.jpg\" tab \"New\"");
    desk.keys("ctrl-g");
    let screen = desk.screen();
    assert!(screen.contains("20260608new.jpg (new)") && screen.contains("Mira Example"), "{screen}");
    assert!(!screen.contains("stray.txt"));
    desk.keys("ctrl-g");
    assert!(desk.screen().contains("Committed "), "{}", desk.screen());
    desk.keys("ctrl-g");
    assert!(desk.screen().contains("Nothing to commit"), "{}", desk.screen());
}

#[test]
fn a_commit_holds_what_was_shown_or_is_shown_again() {
    let mut desk = Desk::open(140, 40);
    desk.select("Front matter").keys("enter \"A week\" ctrl-g");
    let more = format!("{}\nUNSEEN\n", desk.on_disk());
    std::fs::write(desk.draft(), &more).unwrap();
    desk.keys("\": seen\" ctrl-g");
    let screen = desk.screen();
    assert!(screen.contains("has changed since this commit was shown"), "{screen}");
    assert!(screen.contains("+UNSEEN") && screen.contains(": seen"), "{screen}");
    let head = |desk: &Desk| {
        let repo = copydesk::git::Repo::discover(desk.dir.path()).unwrap().unwrap();
        let draft = repo.relative(&desk.draft()).unwrap();
        String::from_utf8(repo.head_blob(&draft).unwrap()).unwrap()
    };
    assert!(!head(&desk).contains("A week"), "nothing was committed");
    assert_eq!(desk.text(), more, "the session has it too");
    desk.keys("ctrl-g");
    assert!(desk.screen().contains("Committed "), "{}", desk.screen());
    assert_eq!(head(&desk), more);
}

#[test]
fn an_ignored_image_is_left_out_of_the_commit_and_named() {
    let mut desk = Desk::open(140, 40);
    let folder = desk.draft().parent().unwrap().parent().unwrap().to_owned();
    std::fs::write(folder.join(".gitignore"), "*new.jpg\n").unwrap();
    let assets = folder.join("assets/20260608");
    std::fs::copy(assets.join("20260608lamp.jpg"), assets.join("20260608new.jpg")).unwrap();
    desk.select("Two years of tides")
        .keys("down enter shift-tab ctrl-u \"../assets/20260608/20260608new.jpg\" tab \"New\" ctrl-g");
    let screen = desk.screen();
    assert!(!screen.contains("20260608new.jpg (new)"), "{screen}");
    assert!(
        screen.contains("Left out assets/20260608/20260608new.jpg (ignored by a .gitignore rule"),
        "{screen}"
    );
    desk.keys("ctrl-g");
    assert!(desk.screen().contains("Committed "), "{}", desk.screen());
}
