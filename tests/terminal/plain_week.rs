//! A week's issue with the keys that every keyboard and every terminal has.

use crate::terminal::desk::lines;
use crate::terminal::{Desk, World, key};

/// Goes to what the palette finds first.
fn find(desk: &mut Desk, words: &str) {
    desk.keys(":").wait_for("Commands and places").keys(words).wait_for(&format!("> {words}"));
    desk.keys(key::ENTER).wait_gone("Commands and places");
}

/// Leaves a form or the file, and waits, so that what is typed next is no Alt.
fn leave(desk: &mut Desk) {
    desk.keys(key::ESC).wait("the outline", |screen| screen.contents().contains("┏ Outline"));
}

/// Opens the list of issues with one of them.
fn list(desk: &mut Desk, day: &str) {
    desk.keys("l").wait_for("published").keys("/").keys(day).wait_for(&format!("/ {day}"));
    desk.keys(key::ENTER);
}

/// The Alt or the F-key among some keys, as the terminal sent them.
fn alt_or_f_key(keys: &str) -> Option<&str> {
    let mut rest = keys;
    while let Some(at) = rest.find('\x1b') {
        let sent = &rest[at..];
        let after = &sent[1..];
        let is_plain = after.is_empty()
            || ["[A", "[B", "[C", "[D", "[H", "[F", "[5~", "[6~", "[3~"]
                .iter()
                .any(|one| after.starts_with(one));
        if !is_plain {
            return Some(sent);
        }
        rest = after;
    }
    None
}

#[test]
fn an_alt_and_an_f_key_are_recognised() {
    for keys in ["\x1bu", key::F6, key::F1, "ab\x1b[1;3A", "\x1b[B\x1bOS"] {
        assert!(alt_or_f_key(keys).is_some(), "{keys:?}");
    }
    for keys in [key::ESC, "é", key::DOWN, "\x1b[B\x1b[B", key::CTRL_S] {
        assert_eq!(alt_or_f_key(keys), None);
    }
}

#[test]
fn a_week_without_alt_and_f_keys() {
    let world = World::demo();
    world.write(&(world.text() + "\nThe lamps of teh port are on.\n\nThe pier may recieve rain.\n"));
    let mut desk = world.desk(&[], 120, 40);

    // A news item, a board, a guide and an event.
    find(&mut desk, "(empty) news from");
    desk.keys(key::ENTER)
        .wait_for("── Markdown")
        .keys(key::TAB)
        .keys(key::CTRL_U)
        .keys("A kite over the pier")
        .keys(key::TAB);
    desk.keys("https://example.com/kite").keys(key::TAB).keys("A kite lifts a thermometer.").keys(key::TAB);
    desk.keys("Kite Letters").keys(key::TAB).keys("https://example.com/kite/letters");
    leave(&mut desk);
    find(&mut desk, "new boards");
    desk.keys(key::ENTER).wait_for("── Markdown").keys("Plover Zero").keys(key::TAB);
    desk.keys("https://example.org/plover-zero");
    leave(&mut desk);
    find(&mut desk, "new learn guides");
    desk.keys(key::ENTER).wait_for("── Markdown");
    for value in ["Read a Kite", "https://example.org/g/kite", "Jonas K.", "https://example.org/p/jonas"] {
        desk.keys(value).keys(key::TAB);
    }
    leave(&mut desk);
    find(&mut desk, "event name");
    desk.keys(key::ENTER).wait_for("── Markdown").keys("Kite Night").keys(key::TAB);
    desk.keys("https://example.org/kite-night");
    leave(&mut desk);

    // An item by a word.
    find(&mut desk, "gulls");
    assert!(desk.selected().contains("Gulls over a rock"), "{}", desk.screen());
    desk.keys(key::ENTER).wait_for("── Markdown").keys("Forty gulls").wait_for("Forty gulls - ");
    leave(&mut desk);

    // A typo is gone to and fixed, another problem is waived.
    find(&mut desk, "'teh'");
    desk.wait_for("The lamps of teh port").keys(key::CTRL_X).wait_for("Menu — ").keys("f");
    desk.wait_for("The lamps of the port");
    leave(&mut desk);
    desk.keys("]").wait_for("(f fixes it)");
    desk.keys(key::TAB).keys(key::TAB).wait_for("ticks it").keys("/").wait_for("Search the checklist");
    desk.keys("recieve").wait_for("> recieve").keys(key::ENTER).wait_gone("Search the checklist");
    desk.keys("w")
        .wait_for("Waive this problem")
        .keys("a quotation")
        .keys(key::ENTER)
        .wait_gone("'recieve' is");
    // A line of the checklist is ticked.
    desk.keys("/").wait_for("Search the checklist").keys("feature story").keys(key::ENTER);
    desk.wait_gone("Search the checklist").keys(" ").wait_for("[x] ✓ Feature story");
    leave(&mut desk);

    // An item is moved to another section, and one further up; that is undone and done again.
    find(&mut desk, "mast in the fog");
    desk.keys("m")
        .wait_for("Move to")
        .keys("coming")
        .wait_for("> coming")
        .keys(key::ENTER)
        .wait_for("Moved to ");
    find(&mut desk, "lakes slosh");
    desk.keys("K").keys("u").wait_for("Undid: moved").keys("U").wait_for("Redid: moved");

    // Saved and committed.
    desk.keys(key::CTRL_S).wait_for("Saved.").wait_saved();
    desk.keys(key::CTRL_G).wait_for("What will be committed").keys(key::CTRL_G).wait_for("Committed ");
    desk.wait_gone("What will be committed");
    let committed = world.git(&["show", "HEAD:_drafts/2026-06-01-draft.md"]);
    assert_eq!(committed, world.text());
    desk.keys("h")
        .wait_for("History of _drafts")
        .wait_for("+Forty gulls - ")
        .keys("q")
        .wait_gone("History of");

    // Last week's issue is opened, and an item of it is copied.
    list(&mut desk, "2026-05-25");
    desk.keys(key::ENTER).wait_for("Opened _posts/2026-05-25");
    list(&mut desk, "2026-06-01");
    desk.keys(key::ENTER).wait_for("Opened _drafts/2026-06-01");
    list(&mut desk, "2026-05-25");
    desk.keys("r").wait_for("read only").keys("/").keys("kelp").wait_for("/ kelp").keys(key::ENTER).keys("c");
    desk.wait_for("Copied “");
    // Each search is cleared before its view is closed.
    desk.keys("qqqq").wait_for("┏ Outline").wait_for("● not saved").wait_gone("Drafts and past issues");
    desk.keys("?").wait_for("Keys — ").keys("q").wait_gone("Keys — ");
    desk.keys(key::CTRL_S).wait_for("Saved.").wait_saved();
    desk.quit();
    desk.assert_restored();
    assert_ne!(world.text(), committed, "an item was copied");

    for text in [
        "https://example.com/kite)",
        "A kite lifts a thermometer. - [Kite Letters](https://example.com/kite/letters)",
        "- [Plover Zero](https://example.org/plover-zero)\n",
        "[Read a Kite](https://example.org/g/kite) from [Jonas K.](https://example.org/p/jonas)\n",
        "[Kite Night](https://example.org/kite-night)",
        "Forty gulls - ",
        "The lamps of the port are on.\n",
        "misspelt-word: a quotation -->\nThe pier may recieve rain.\n",
        "- [x] Feature story\n",
    ] {
        assert!(committed.contains(text), "{text}\n{committed}");
    }
    for keys in &desk.typed {
        assert_eq!(alt_or_f_key(keys), None, "{keys:?}");
    }
}

#[test]
fn menu_help_and_palette_follow_the_window_and_the_wheel() {
    let world = World::demo();
    let mut desk = world.desk(&[], 120, 40);
    desk.keys(" ").wait_for("Menu — ").resize(80, 24);
    // In the larger window, the menu has room at its sides.
    desk.wait("the menu in the smaller window", |screen| {
        let menu = lines(screen).into_iter().skip_while(|line| !line.starts_with("╔ Menu — "));
        menu.take(23).any(|line| line.contains("Cancel fitting")) && screen.contents().contains("Quit")
    });
    desk.keys(key::ESC).wait_gone("Menu — ");
    desk.keys("?").wait_for("In the outline").wheel(40, 10, true).wheel(40, 10, true);
    for _ in 0..10 {
        desk.wheel(40, 10, true);
    }
    desk.wait_gone("In the outline").resize(120, 40).wait_for("Keys — ");
    desk.keys("q").wait_gone("Keys — ").keys(":").wait_for("Commands and places");
    for _ in 0..30 {
        desk.wheel(40, 10, true);
    }
    desk.wait_for("↑ ").keys(key::ESC).wait_gone("Commands and places");
    desk.quit();
}
