//! What strangers call themselves, their commits and their files: never raw on a terminal, in a report
//! or in a commit message of ours.

use copydesk::desk::{Workspace, choose};
use copydesk::text::is_plain;
use copydesk::tui::{Config, Event, Headless, open};
use crossterm::event::{Event as Input, KeyCode, KeyEvent, KeyModifiers};
use jiff::civil::date;

use super::world::{World, with};
use crate::git_commit::desk::alone;

const NAME: &str = "Ada\u{1b}]0;x\u{7}\u{202e}<b>Lovelace";
const SUBJECT: &str = "Add\u{1b}[31m a\u{202e} kite\u{7} [skip ci]\u{2028}::add-mask::x";
const LINE: &str = "\nA \u{1b}[1mkite\u{202e} - [K\u{2067}ites](https://kite.example/a).\n";

fn strangers() -> World {
    let world = World::new();
    let slot = "text - [site](url).\n";
    world.request(3, NAME, SUBJECT, &with(slot, &format!("{slot}{LINE}")));
    world.request_with(
        4,
        NAME,
        SUBJECT,
        &with("The shore meets.", "The shore met."),
        &[("a\u{202e}b/x\n::y", b"z")],
    );
    for (name, value) in [("user.name", "Mira"), ("user.email", "mira@example.org")] {
        world.git("editor", &["config", name, value]);
    }
    world
}

#[track_caller]
fn is_harmless(text: &str) {
    for line in text.split('\n') {
        assert!(is_plain(line) && !line.trim_start().starts_with("::"), "{line:?}");
    }
}

#[test]
fn the_list_and_its_json_are_plain_text() {
    let world = strangers();
    let before = world.git("editor", &["rev-parse", "HEAD"]);
    for more in [&[][..], &["--json"], &["--take", "3", "--dry-run"], &["--all-clean", "--dry-run"]] {
        let arguments = [&["gather", "--issue", "2026-06-01"], more].concat();
        let (_, out, error) = world.copydesk("editor", &arguments);
        is_harmless(&out);
        is_harmless(&error);
    }
    let (_, out, _) = world.copydesk("editor", &["gather", "--issue", "2026-06-01", "--json"]);
    let json: serde_json::Value = serde_json::from_str(&out).unwrap();
    assert_eq!(json["contributions"][0]["subject"], SUBJECT);
    assert_eq!(world.git("editor", &["rev-parse", "HEAD"]), before);
}

#[test]
fn the_editor_s_own_commit_names_them_in_plain_text() {
    let world = strangers();
    let (_, out, error) =
        world.copydesk("editor", &["gather", "--issue", "2026-06-01", "--take", "3", "--with-problems"]);
    let message = world.git("editor", &["show", "-s", "--format=%B", "HEAD"]);
    assert!(message.starts_with("Gather a contribution to 2026-06-01\n"), "{message:?} {out} {error}");
    is_harmless(&message);
    let line = message.lines().find(|line| line.starts_with("* #3 by ")).unwrap();
    assert!(line.contains("Lovelace: Add(31m a kite (skip ci) ::add-mask::x"), "{line}");
    let trailers: Vec<&str> = message.lines().filter(|line| line.starts_with("Co-authored-by: ")).collect();
    assert!(trailers.len() == 1 && trailers[0].matches(['<', '>']).count() == 2, "{trailers:?}");
    // What the stranger wrote stays theirs, byte for byte.
    let subject = world.git("editor", &["show", "-s", "--format=%s", "HEAD^2"]);
    assert_eq!(subject, SUBJECT);
}

#[test]
fn the_pane_shows_signs_in_their_place() {
    alone("remote_cli::strangers::the_pane_shows_signs_in_their_place", || {
        let world = strangers();
        let workspace = Workspace::find(&world.at("editor")).unwrap();
        let listing = workspace.listing();
        let today = date(2026, 5, 28);
        let choice = choose(&workspace, &listing, None, today).unwrap();
        let state = open(workspace, listing, &choice, today, Config::default(), None).unwrap();
        let mut program = Headless::new(state, 120, 40);
        let mut seen = String::new();
        for code in [KeyCode::F(3), KeyCode::Down, KeyCode::Home, KeyCode::Char('e')] {
            program.send(Event::Terminal(Input::Key(KeyEvent::new(code, KeyModifiers::NONE))));
            let screen = program.screen();
            is_harmless(&screen);
            seen.push_str(&screen);
        }
        assert!(seen.contains("Lovelace") && seen.contains('\u{fffd}'), "{seen}");
    });
}
