//! The pane with requests that do more than adding.

use copydesk::desk::{Workspace, choose};
use copydesk::tui::{Config, Event, Headless, open};
use crossterm::event::{Event as Input, KeyCode, KeyEvent, KeyModifiers};
use jiff::civil::date;

use super::twenty::{TEXT, requests, simple, with};
use super::world::{DRAFT, World};
use crate::git_commit::desk::alone;
use crate::preview::Tab;

/// The desk of the editor's clone, with the pane open.
fn pane(world: &World, height: u16) -> Headless {
    for (name, value) in [("user.name", "Mira"), ("user.email", "mira@example.org")] {
        world.git("editor", &["config", name, value]);
    }
    let workspace = Workspace::find(&world.at("editor")).unwrap();
    let listing = workspace.listing();
    let today = date(2026, 5, 28);
    let choice = choose(&workspace, &listing, None, today).unwrap();
    let state = open(workspace, listing, &choice, today, Config::default(), None).unwrap();
    let mut program = Headless::new(state, 100, height);
    press(&mut program, &[KeyCode::F(3)]);
    program
}

fn press(program: &mut Headless, codes: &[KeyCode]) -> String {
    for code in codes {
        program.send(Event::Terminal(Input::Key(KeyEvent::new(*code, KeyModifiers::NONE))));
    }
    program.screen()
}

const SPACE: KeyCode = KeyCode::Char(' ');

#[test]
fn the_pane_shows_what_is_taken_away_and_the_whole_diff() {
    alone("remote_cli::pane::the_pane_shows_what_is_taken_away_and_the_whole_diff", || {
        let world = World::with_draft(TEXT);
        requests(&world);
        let mut program = pane(&world, 60);
        // `a` ticks those that only add, and one of two about the same page.
        assert!(press(&mut program, &[KeyCode::Char('a')]).contains(": 4 of 22 ticked"));
        press(&mut program, &[KeyCode::Char('a'), KeyCode::Esc, KeyCode::Esc]);
        let mut program = pane(&world, 60);
        // Number 5 from the end of the list, the highest number first.
        let to_five: Vec<KeyCode> = std::iter::repeat_n(KeyCode::Down, 17).collect();
        let screen = press(&mut program, &to_five);
        assert!(screen.contains("adds 1 guide; removes 5 guides"), "{screen}");
        assert!(screen.contains("- [Mend a net](https://learn.example/net)"), "{screen}");
        let screen = press(&mut program, &[SPACE, KeyCode::Enter]);
        assert!(screen.contains("-[Sew a sail](https://learn.example/sail)"), "{screen}");
        assert!(screen.contains("+[Buy my boat](https://boat.example/buy)"), "{screen}");
        let done = press(&mut program, &[KeyCode::Enter]);
        assert!(done.contains("Gathered 1 contribution in "), "{done}");
    });
}

#[test]
fn errors_wait_in_the_pane_for_another_key() {
    alone("remote_cli::pane::errors_wait_in_the_pane_for_another_key", || {
        let world = World::with_draft(TEXT);
        world.request(14, "Ada", "A clam", &simple("clam").replace("https://clam.example/page", ""));
        let mut program = pane(&world, 40);
        let screen = press(&mut program, &[SPACE, KeyCode::Enter]);
        assert!(
            screen.contains("#14 Ada: it has an error") && screen.contains("0 contributions"),
            "{screen}"
        );
        let screen = press(&mut program, &[KeyCode::Char('p')]);
        assert!(screen.contains("the link 'clam' has no address [empty-link]"), "{screen}");
        assert!(screen.contains("+A [clam]() - [clam](https://clam.example)."), "{screen}");
        press(&mut program, &[KeyCode::Enter]);
        assert!(world.read(&format!("editor/{DRAFT}")).contains("[clam]()"));
    });
}

#[test]
fn an_item_is_moved_under_a_heading_without_items() {
    alone("remote_cli::pane::an_item_is_moved_under_a_heading_without_items", || {
        let world = World::with_draft(TEXT);
        let moss = "- [Kelp Pro](https://boards.example/kelp)\n- [Moss](https://boards.example/moss)\n";
        let draft = with("- [Kelp Pro](https://boards.example/kelp)\n", moss).replace("were 2", "were 3");
        world.request(3, "Ada", "A board", &draft);
        let mut program = pane(&world, 50);
        // To each heading in turn, until it is the events'.
        let mut screen = String::new();
        for _ in 0..8 {
            screen = press(&mut program, &[KeyCode::Char('m')]);
            if screen.contains("goes to: Upcoming Events") {
                break;
            }
        }
        assert!(screen.contains("goes to: Upcoming Events"), "{screen}");
        press(&mut program, &[KeyCode::Enter, KeyCode::Enter]);
        let text = world.read(&format!("editor/{DRAFT}"));
        let events = &text[text.find("## Upcoming Events").unwrap()..];
        assert!(events.contains("* [Moss](https://boards.example/moss)"), "{text}");
        assert!(text.contains("were 2 new boards"), "{text}");
    });
}

#[test]
fn the_page_of_a_contribution_is_shown_until_the_pane_is_closed() {
    alone("remote_cli::pane::the_page_of_a_contribution_is_shown_until_the_pane_is_closed", || {
        let world = World::with_draft(TEXT);
        requests(&world);
        let mut program = pane(&world, 60);
        let to_five: Vec<KeyCode> = std::iter::repeat_n(KeyCode::Down, 17).collect();
        press(&mut program, &to_five);
        press(&mut program, &[KeyCode::Char('b')]);
        let url = program.state.browser.url().expect("the preview is open");
        let page = || {
            let (_, page) = Tab::open(&url, "site").next().unwrap();
            let blocks = page["blocks"].as_object().unwrap().values();
            let html: String = blocks.map(|html| html.as_str().unwrap()).collect();
            (page["title"].as_str().unwrap().to_owned(), page["writer"].clone(), html)
        };
        let (title, writer, html) = page();
        assert!(title.contains("#5") && writer == "files", "{title} {writer}");
        assert!(html.contains("Buy my boat") && !html.contains("Sew a sail"), "{html}");
        // What is in the desk is not changed by it.
        assert!(program.state.session.draft.text().contains("Sew a sail"));
        press(&mut program, &[KeyCode::Esc]);
        let (title, writer, html) = page();
        assert!(!title.contains("#5") && writer == "desk", "{title} {writer}");
        assert!(html.contains("Sew a sail") && !html.contains("Buy my boat"), "{html}");
    });
}
