//! The form that asks for a contribution, and the pane that gathers contributions.

use crate::terminal::key;
use crate::terminal::remote::world;

const F3: &str = "\x1bOR";
const DRAFT: &str = "_drafts/2026-06-01-draft.md";

#[test]
fn a_contribution_is_typed_into_a_form_and_pushed() {
    let world = world();
    let before = world.text();
    let mut form = world.start(&["add"], 80, 24);
    form.wait_for("Contribute to _drafts/2026-06-01-draft.md of origin/main").wait_for("News");
    form.keys("https://example.com/kite").keys("\t").keys("A kite that maps").keys("\t");
    form.keys("A [kite](https://example.com/kite) that maps").wait_for("✓ no problems");
    form.wait_for("A [kite](https://example.com/kite) that maps -");
    form.keys(key::CTRL_P);
    assert_eq!(form.wait_exit(), 0, "{}", form.screen());
    form.assert_restored();
    form.wait_for("pushed the new branch add/a-kite-that-maps to origin");
    assert_eq!(world.text(), before, "the user's files stay as they are");
    let there = world.git(&["-C", "../remote.git", "show", &format!("add/a-kite-that-maps:{DRAFT}")]);
    assert!(there.contains("A [kite](https://example.com/kite) that maps - [example.com]"), "{there}");
}

#[test]
fn a_form_that_is_left_leaves_nothing() {
    let world = world();
    let mut form = world.start(&["add", "--title", "A kite"], 80, 24);
    form.wait_for("Contribute to").keys("\x13").wait_for("An item needs an address, and a title or a text.");
    form.keys(key::ESC).wait_for("Esc again leaves, and forgets what was typed.").keys(key::ESC);
    assert_eq!(form.wait_exit(), 0);
    form.assert_restored();
    assert_eq!(world.git(&["branch", "--list", "add/*"]), "");
}

#[test]
fn who_has_no_name_in_git_is_asked_for_it_before_the_form() {
    let world = world();
    world.git(&["config", "--global", "--remove-section", "user"]);
    world.git(&["config", "--remove-section", "user"]);
    let mut form = world.start(&["add"], 80, 24);
    assert_eq!(form.wait_exit(), 2, "{}", form.screen());
    form.wait_for("git does not know your name and e-mail address");
    assert!(!form.screen().contains("Contribute to"), "{}", form.screen());
}

#[test]
fn a_signal_ends_the_form() {
    for signal in ["TERM", "HUP"] {
        let world = world();
        let mut form = world.start(&["add", "--title", "A kite"], 80, 24);
        form.wait_for("Contribute to").signal(signal);
        form.wait_exit();
        form.assert_restored();
        assert_eq!(world.git(&["branch", "--list", "add/*"]), "");
    }
}

#[test]
fn commands_say_on_a_terminal_which_remote_they_wait_for() {
    let world = world();
    // It takes the connection and says nothing.
    let server = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = server.local_addr().unwrap().port();
    let address = format!("git://127.0.0.1:{port}/news.git");
    let item = ["add", "--url", "https://example.com/kite", "--title", "A kite", "--push"];
    world.git(&["remote", "set-url", "origin", &address]);
    for (command, said) in [
        (&["gather"][..], "Asking origin"),
        (&item, "Asking origin"),
        (&["status", "--requests"], "Asking origin"),
        (&["push", "main"], "Pushing to origin"),
    ] {
        let mut waiting = world.start(command, 80, 24);
        waiting.wait_for(said).signal("INT");
        assert_ne!(waiting.wait_exit(), 0, "{command:?}");
        assert!(!waiting.screen().contains(said), "{command:?}: {}", waiting.screen());
    }
}

#[test]
fn contributions_are_ticked_edited_and_merged_in_one_commit() {
    let world = world();
    for (number, word) in [(1, "kite"), (2, "boat")] {
        let draft = world.path("other").join(DRAFT);
        let text = std::fs::read_to_string(&draft).unwrap();
        let before = "[![Gulls over a rock]";
        let item = format!("A {word} that maps - [{word}](https://example.com/{word}).\n\n{before}");
        std::fs::write(&draft, text.replacen(before, &item, 1)).unwrap();
        world.git(&["-C", "../other", "commit", "-qam", &format!("Add a {word}")]);
        world.git(&["-C", "../other", "push", "-q", "origin", &format!("HEAD:refs/pull/{number}/head")]);
        world.git(&["-C", "../other", "reset", "-q", "--hard", "origin/main"]);
    }
    let mut desk = world.open();
    desk.keys(F3).wait_for("#2").wait_for("#1").wait_for("0 of 2 ticked");
    desk.wait_for("+ A boat that maps - [boat](https://example.com/boat).");
    // The first in the list is the newest: the form describes it in other words.
    desk.keys("e").wait_for("What it adds:").keys("\x1b[H").keys("Look: ").keys("\x13");
    desk.wait_for("1 of 2 ticked").wait_for("~ Look: A boat that maps");
    desk.keys("a").wait_for("2 of 2 ticked").keys(key::ENTER);
    desk.wait_for("2 contributions will be one merge commit on main:").keys(key::ENTER);
    desk.wait_for("Gathered 2 contributions in ");
    let text = world.text();
    assert!(
        text.contains(
            "A kite that maps - [kite](https://example.com/kite).\n\nLook: A boat that maps - [boat]"
        ),
        "{text}"
    );
    assert_eq!(world.git(&["status", "--porcelain"]), "");
    let parents = world.git(&["show", "-s", "--format=%P", "HEAD"]);
    assert_eq!(parents.split_whitespace().count(), 3);
    assert!(!desk.screen().contains("not saved"));
    desk.quit();
}

#[test]
fn the_form_asks_the_terminal_as_the_desk_does() {
    let world = world();
    let mut form = world.start(&["add", "--title", "A kite"], 80, 24);
    form.ambiguous_cells = 2;
    form.wait_for("Contribute to").wait_written("\x1b]11;?\x1b\\");
    let colours = |screen: &vt100::Screen| {
        let (rows, columns) = screen.size();
        let mut cells =
            (0..rows.get()).flat_map(|row| (0..columns.get()).filter_map(move |at| screen.cell(row, at)));
        cells.any(|cell| [cell.fgcolor(), cell.bgcolor()].contains(&vt100::Color::Idx(23)))
    };
    assert!(!colours(form.emulator()));
    // The text around the answer is the user's.
    form.keys("\t\tone\x1b]11;rgb:ffff/ffff/ffff\x1b\\two").wait_for("onetwo");
    form.wait("the light theme", colours).wait_gone("═").wait_for("====");
    form.keys(key::ESC).wait_for("Esc again leaves").keys(key::ESC);
    assert_eq!(form.wait_exit(), 0);
    form.assert_restored();
}
