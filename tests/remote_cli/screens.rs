//! The form that asks for a contribution and the pane that gathers them: keys → screen.

use copydesk::desk::{ContributeOptions, NewContribution, Target, Workspace, choose};
use copydesk::git::Control;
use copydesk::outline::NewItem;
use copydesk::tui::{AddForm, Config, Event, Headless, KeyOutcome, buffer_of, open, screen_of};
use crossterm::event::{Event as Input, KeyCode, KeyEvent, KeyModifiers, MouseEvent, MouseEventKind};
use jiff::civil::{Date, date};

use super::world::{DRAFT, World, image, put, with};
use crate::git_commit::desk::alone;
use crate::support::attributes::{assert_colourless, with_attributes};

const TODAY: Date = date(2026, 5, 28);

fn press(code: KeyCode) -> KeyEvent {
    KeyEvent::new(code, KeyModifiers::NONE)
}

fn control(letter: char) -> KeyEvent {
    KeyEvent::new(KeyCode::Char(letter), KeyModifiers::CONTROL)
}

/// A contribution to a repository that has no remote.
fn contribution(world: &World) -> NewContribution {
    let target = Target::Clone { folder: world.at("start"), remote: None };
    let wanted = ContributeOptions { target, base: None, issue: None, now: TODAY.into() };
    NewContribution::open(&wanted, &Control::default()).unwrap()
}

fn typed(form: &mut AddForm, text: &str) {
    for letter in text.chars() {
        assert_eq!(form.key(press(KeyCode::Char(letter))), KeyOutcome::Nothing);
    }
}

#[test]
fn the_form_shows_what_the_item_makes_and_what_is_wrong_with_it() {
    let world = World::new();
    put(&world.at("lamp.jpg"), &image(900));
    let mut contribution = contribution(&world);
    let mut form = AddForm::new(&contribution, None, &NewItem::default(), "", &world.at("."));
    insta::assert_snapshot!("form-empty-80", screen_of(&form, 80, 24));
    assert_eq!(form.key(control('s')), KeyOutcome::Nothing, "nothing is shown yet");

    form.key(press(KeyCode::Tab));
    typed(&mut form, "https://pier.example/night");
    form.key(press(KeyCode::Enter));
    typed(&mut form, "The pier again");
    form.key(press(KeyCode::Tab));
    form.paste("The [pier](https://pier.example/night) that glows".to_owned());
    form.key(press(KeyCode::Tab));
    typed(&mut form, "lamp.jpg");
    form.key(press(KeyCode::Tab));
    assert!(form.is_stale());
    form.look(&mut contribution);
    insta::assert_snapshot!("form-filled-80", screen_of(&form, 80, 24));
    insta::assert_snapshot!("form-filled-200", screen_of(&form, 200, 30));

    // Another section: the item becomes what its items are.
    for _ in 0..5 {
        form.key(press(KeyCode::BackTab));
    }
    form.key(press(KeyCode::Right));
    form.look(&mut contribution);
    insta::assert_snapshot!("form-board-80", screen_of(&form, 80, 24));
    form.key(press(KeyCode::Tab));
    assert!(screen_of(&form, 80, 24).contains("║- [The pier again](https://pier.example/night) "));
    assert_eq!(form.key(control('p')), KeyOutcome::Commit { push: true });
    // What was typed is not thrown away by one key.
    assert_eq!(form.key(press(KeyCode::Esc)), KeyOutcome::Nothing);
    assert!(screen_of(&form, 80, 24).contains("Esc again leaves, and forgets what was typed."));
    assert_eq!(form.key(press(KeyCode::Esc)), KeyOutcome::Leave);
}

#[test]
fn the_section_is_searched_by_words_in_a_list_with_examples() {
    let world = World::of_links();
    let mut contribution = contribution(&world);
    let mut form = AddForm::new(&contribution, None, &NewItem::default(), "", &world.at("."));
    for (width, height) in [(80, 24), (120, 40), (200, 60)] {
        insta::assert_snapshot!(format!("form-sections-{width}"), screen_of(&form, width, height));
    }
    typed(&mut form, "walk");
    insta::assert_snapshot!("form-words-80", screen_of(&form, 80, 24));
    // Nothing is committed to a section that does not exist.
    typed(&mut form, "zz");
    assert!(screen_of(&form, 80, 24).contains("No section has these words in its heading."));
    assert_eq!(form.key(control('s')), KeyOutcome::Nothing);
    for _ in 0..2 {
        form.key(press(KeyCode::Backspace));
    }
    form.key(press(KeyCode::Enter));
    typed(&mut form, "https://lamp.example/hum");
    form.key(press(KeyCode::Enter));
    typed(&mut form, "A lamp that hums");
    form.look(&mut contribution);
    for (width, height) in [(80, 24), (120, 40), (200, 60)] {
        insta::assert_snapshot!(format!("form-link-{width}"), screen_of(&form, width, height));
    }
    assert_eq!(form.key(control('p')), KeyOutcome::Commit { push: true });
}

#[test]
fn of_several_sections_that_fit_one_is_picked() {
    let world = World::of_links();
    let contribution = contribution(&world);
    let item = NewItem { url: "https://a.example".into(), title: "A".into(), ..NewItem::default() };
    let form = |words: &str| {
        let mut form = AddForm::new(&contribution, None, &item, "", &world.at("."));
        form.search_section(words);
        form
    };
    let mut open = form("r");
    assert_eq!(open.key(control('s')), KeyOutcome::Nothing);
    let screen = screen_of(&open, 80, 24);
    assert!(screen.contains("Several sections fit: Enter takes the selected one."), "{screen}");
    open.key(press(KeyCode::Enter));
    assert_eq!(open.key(control('s')), KeyOutcome::Commit { push: false });
    let mut picked = form("r");
    picked.key(press(KeyCode::Down));
    assert_eq!(picked.key(control('s')), KeyOutcome::Commit { push: false });
    assert_eq!(form("walk").key(control('s')), KeyOutcome::Commit { push: false });
}

#[test]
fn an_event_has_fields_for_its_day_and_its_place() {
    let world = World::new();
    let mut contribution = contribution(&world);
    let mut form = AddForm::new(&contribution, None, &NewItem::default(), "", &world.at("."));
    assert!(!screen_of(&form, 80, 24).contains("Place"), "only an event has a place");
    typed(&mut form, "event");
    form.key(press(KeyCode::Enter));
    typed(&mut form, "https://pier.example/regatta");
    form.key(press(KeyCode::Enter));
    typed(&mut form, "Regatta");
    for _ in 0..4 {
        form.key(press(KeyCode::Tab));
    }
    typed(&mut form, "2026-06-20");
    form.key(press(KeyCode::Enter));
    typed(&mut form, "Port Ardle");
    form.look(&mut contribution);
    for (width, height) in [(80, 24), (120, 40), (200, 60)] {
        let screen = screen_of(&form, width, height);
        assert!(screen.contains("Regatta, 2026-06-20, Port Ardle"), "{screen}");
        assert_eq!(screen.matches("Port Ardle").count(), 2, "{screen}");
        insta::assert_snapshot!(format!("form-event-{width}"), screen);
        let buffer = buffer_of(&form, width, height);
        assert_colourless(&buffer, &screen);
        insta::assert_snapshot!(format!("form-event-plain-{width}"), with_attributes(&buffer, &screen));
    }
    // On a small screen, what is typed stays in view.
    let small = screen_of(&form, 80, 12);
    assert!(small.contains("Place     Port Ardle"), "{small}");
    // After the last field comes the first.
    form.key(press(KeyCode::Tab));
    assert!(screen_of(&form, 80, 24).contains("or type words"));
}

#[test]
fn a_file_that_is_no_image_is_reported_and_nothing_is_lost() {
    let world = World::new();
    let mut contribution = contribution(&world);
    let item = NewItem { url: "https://a.example".into(), title: "A".into(), ..NewItem::default() };
    let mut form = AddForm::new(&contribution, None, &item, "no-such.jpg", &world.at("."));
    form.look(&mut contribution);
    let screen = screen_of(&form, 100, 24);
    assert!(screen.contains("no-such.jpg") && screen.contains("fix its name"), "{screen}");
}

#[test]
fn the_pane_lists_ticks_moves_and_leaves_out() {
    alone("remote_cli::screens::the_pane_lists_ticks_moves_and_leaves_out", || {
        let world = World::new();
        let slot = "text - [site](url).\n";
        let kite = with(
            slot,
            &format!("{slot}\nA [kite](https://kite.example/a) - [Kites](https://kite.example).\n"),
        );
        world.request(3, "Ada", "Add a kite", &kite);
        world.request(4, "Bo", "Another title", &with("Lamps that hum", "Kites that sing"));
        world.request(5, "Cy", "Title", &with("Lamps that hum", "Boats that creak"));
        world.request_with(6, "Dee", "Workflow", &kite, &[(".github/x.yml", b"on: push\n")]);
        for (name, value) in [("user.name", "Mira"), ("user.email", "mira@example.org")] {
            world.git("editor", &["config", name, value]);
        }
        let workspace = Workspace::find(&world.at("editor")).unwrap();
        let listing = workspace.listing();
        let choice = choose(&workspace, &listing, None, TODAY).unwrap();
        let state = open(workspace, listing, &choice, TODAY, Config::default(), None).unwrap();
        let mut program = Headless::new(state, 80, 24);
        let mut keys = |codes: &[KeyCode]| {
            for code in codes {
                program.send(Event::Terminal(Input::Key(press(*code))));
            }
            program.screen()
        };
        insta::assert_snapshot!("pane-80", keys(&[KeyCode::F(3)]));
        let space = KeyCode::Char(' ');
        // What is ticked is not thrown away by one key.
        assert!(
            keys(&[KeyCode::End, space, KeyCode::Esc])
                .contains("Esc again leaves, and forgets what is ticked")
        );
        assert!(keys(&[KeyCode::Home, KeyCode::End, space]).contains("0 of 4 ticked"));
        // The last one to another section, and all but the workflow ticked.
        let marked = keys(&[
            KeyCode::End,
            KeyCode::Char('m'),
            KeyCode::Char('m'),
            KeyCode::Home,
            KeyCode::Down,
            space,
            space,
        ]);
        insta::assert_snapshot!("pane-ticked-80", marked);
        insta::assert_snapshot!("pane-folded-80", keys(&[KeyCode::Enter]));
        let done = keys(&[KeyCode::Enter]);
        assert!(
            done.contains("Gathered 2 contributions in ") && done.contains("P pushes the branch."),
            "{done}"
        );
        let text = world.read(&format!("editor/{DRAFT}"));
        assert!(text.contains("Kites that sing") && text.contains("kite.example/a"), "{text}");
        assert_eq!(world.git("editor", &["status", "--porcelain"]), "");
        // What is committed, and merged for git, is not undone.
        program.send(Event::Terminal(Input::Key(KeyEvent::new(KeyCode::Char('u'), KeyModifiers::ALT))));
        assert!(program.screen().contains("Nothing to undo."), "{}", program.screen());
        assert_eq!(program.state.session.draft.text(), text);
    });
}

#[test]
fn a_search_of_the_pane_outlives_a_refused_commit() {
    alone("remote_cli::screens::a_search_of_the_pane_outlives_a_refused_commit", || {
        let world = World::new();
        world.request(3, "Ada", "Add a kite", &with("Lamps that hum", "Kites that sing"));
        world.request(4, "Bo", "Add a boat", &with("Lamps that hum", "Boats that creak"));
        for (name, value) in [("user.name", "Mira"), ("user.email", "mira@example.org")] {
            world.git("editor", &["config", name, value]);
        }
        let workspace = Workspace::find(&world.at("editor")).unwrap();
        let listing = workspace.listing();
        let choice = choose(&workspace, &listing, None, TODAY).unwrap();
        let state = open(workspace, listing, &choice, TODAY, Config::default(), None).unwrap();
        let mut program = Headless::new(state, 80, 24);
        let mut keys = |codes: &[KeyCode]| {
            for code in codes {
                program.send(Event::Terminal(Input::Key(press(*code))));
            }
            program.screen()
        };
        keys(&[KeyCode::F(3), KeyCode::Char('/')]);
        let found = keys(&['a', 'd', 'a'].map(KeyCode::Char));
        assert!(found.contains("#3") && !found.contains("#4"), "{found}");
        keys(&[KeyCode::Enter, KeyCode::Char(' '), KeyCode::Enter]);
        world.git("editor", &["commit", "--quiet", "--allow-empty", "--message", "Meanwhile"]);
        let refused = keys(&[KeyCode::Enter]);
        assert!(!refused.contains("Gathered"), "{refused}");
        assert!(refused.contains("#3") && !refused.contains("#4"), "{refused}");
    });
}

#[test]
fn the_wheel_leaves_alone_what_is_edited_in_the_pane() {
    alone("remote_cli::screens::the_wheel_leaves_alone_what_is_edited_in_the_pane", || {
        let world = World::new();
        let slot = "text - [site](url).\n";
        for (number, word) in [(3, "kite"), (4, "plane")] {
            let item =
                format!("{slot}\nA [{word}](https://{word}.example/a) - [Sky](https://{word}.example).\n");
            world.request(number, "Ada", word, &with(slot, &item));
        }
        let workspace = Workspace::find(&world.at("editor")).unwrap();
        let listing = workspace.listing();
        let choice = choose(&workspace, &listing, None, TODAY).unwrap();
        let state = open(workspace, listing, &choice, TODAY, Config::default(), None).unwrap();
        let mut program = Headless::new(state, 80, 24);
        let wheel = MouseEvent {
            kind: MouseEventKind::ScrollDown,
            column: 10,
            row: 20,
            modifiers: KeyModifiers::NONE,
        };
        program.send(Event::Terminal(Input::Key(press(KeyCode::F(3)))));
        program.send(Event::Terminal(Input::Key(press(KeyCode::Char('e')))));
        program.send(Event::Terminal(Input::Mouse(wheel)));
        for c in "Edited: ".chars() {
            program.send(Event::Terminal(Input::Key(press(KeyCode::Char(c)))));
        }
        program.send(Event::Terminal(Input::Key(control('s'))));
        let screen = program.screen();
        let row = |number: &str| screen.lines().find(|line| line.contains(number)).unwrap().to_owned();
        assert!(row("#4 ").contains("[x]") && row("#3 ").contains("[ ]"), "{screen}");
    });
}
