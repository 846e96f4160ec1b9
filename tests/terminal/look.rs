//! Sizes, colours, themes and keys.

use vt100::Color;

use crate::terminal::desk::lines;
use crate::terminal::{Desk, World, key};

#[test]
fn panes_fold_on_a_small_screen_and_unfold_again() {
    let world = World::demo();
    let mut desk = world.open();
    for pane in ["Outline", "Checklist: ", "Problems: "] {
        desk.wait_for(pane);
    }
    desk.resize(80, 24).wait("one pane", |screen| {
        let text = screen.contents();
        text.contains("Outline") && !text.contains("Problems: ")
    });
    desk.keys(key::F6).keys(key::F6).wait_for("Problems: ").wait_gone(" Outline ");
    desk.keys(key::F6).wait_for(" Outline ");
    desk.resize(200, 60).wait("three panes", |screen| {
        let text = screen.contents();
        text.contains("Outline") && text.contains("Checklist: ") && text.contains("Problems: ")
    });
    desk.quit();
}

#[test]
fn no_size_is_too_small() {
    let world = World::demo();
    let mut desk = world.open();
    for (columns, rows) in [(20, 6), (19, 6), (5, 2), (1, 1), (20, 5), (300, 3), (3, 100)] {
        desk.resize(columns, rows);
        // Each view is drawn at that size: every pane, the whole file, the help.
        for keys in [key::F6, key::F6, key::F6, key::F4, key::F4, key::F1, "q"] {
            desk.keys(keys);
        }
    }
    desk.resize(80, 24).wait_for("_drafts/2026-06-01-draft.md");
    desk.wait_for(" Outline ");
    desk.select("Listening to a Salt Marsh").keys(key::ENTER).wait_for("── Markdown");
    desk.keys("tiny ");
    for (columns, rows) in [(20, 6), (21, 7), (5, 2), (40, 8), (109, 24), (110, 10)] {
        desk.resize(columns, rows).keys("a");
    }
    desk.resize(200, 60).wait_for(" Outline ");
    desk.wait_for("tiny aaaaaa");
    desk.keys(key::CTRL_S).wait_for("Saved.").keys(key::CTRL_G).wait_for("What will be committed");
    for (columns, rows) in [(20, 6), (5, 2), (30, 9)] {
        desk.resize(columns, rows).keys(key::UP);
    }
    desk.resize(80, 24).wait_for("What will be committed").keys(key::ESC).wait_gone("What will be committed");
    desk.quit();
    desk.assert_restored();
}

/// The styles that a run of the program used.
#[derive(Debug, Default)]
struct Styles {
    colours: Vec<Color>,
    bold: bool,
    reverse: bool,
}

fn styles(desk: &Desk) -> Styles {
    let screen = desk.emulator();
    let (rows, columns) = screen.size();
    let mut styles = Styles::default();
    for cell in
        (0..rows.get()).flat_map(|row| (0..columns.get()).filter_map(move |column| screen.cell(row, column)))
    {
        styles.bold |= cell.bold();
        styles.reverse |= cell.inverse();
        for colour in [cell.fgcolor(), cell.bgcolor()] {
            if colour != Color::Default && !styles.colours.contains(&colour) {
                styles.colours.push(colour);
            }
        }
    }
    styles
}

/// Whether any code that sets a colour was written: 30–37, 40–47, 90–107, 38 and 48.
fn colour_codes(written: &[u8]) -> Vec<String> {
    let text = String::from_utf8_lossy(written);
    let mut found = Vec::new();
    for code in text.split("\x1b[").skip(1) {
        let Some((parameters, _)) = code.split_once('m') else { continue };
        if !parameters.chars().all(|c| c.is_ascii_digit() || c == ';') {
            continue;
        }
        let is_colour = |number: &str| matches!(number.parse(), Ok(30..=38 | 40..=48 | 90..=107));
        if parameters.split(';').any(is_colour) {
            found.push(parameters.to_owned());
        }
    }
    found
}

#[test]
fn no_color_leaves_bold_and_reverse() {
    let world = World::demo().with("NO_COLOR", "1");
    let mut desk = world.open();
    let used = styles(&desk);
    assert!(used.bold && used.reverse, "{used:?}");
    desk.select("News From Around").keys(key::F4).wait_for(" words, ");
    desk.keys(key::ESC).wait_gone(" words, ").keys(key::F1).wait_for("Keys — Esc closes");
    desk.keys(key::ESC).wait_gone("Keys — Esc closes");
    desk.quit();
    assert_eq!(colour_codes(&desk.written), Vec::<String>::new());
}

#[test]
fn no_color_leaves_the_chosen_section_of_a_contribution_reversed() {
    let world = World::demo().with("NO_COLOR", "1");
    let mut form = world.start(&["add", "--section", "zzz"], 120, 40);
    form.wait_for("No section has these words in its heading.");
    form.keys(key::CTRL_U).keys("news").wait_for("News From Around the Web");
    assert!(styles(&form).reverse);
    form.keys(key::ESC);
    assert_eq!(form.wait_exit(), 0);
    assert_eq!(colour_codes(&form.written), Vec::<String>::new());
}

#[test]
fn themes_differ() {
    let world = World::demo();
    let mut seen = Vec::new();
    for theme in ["dark", "light", "high-contrast"] {
        world.config(&format!("theme: {theme}\n"));
        let mut desk = world.open();
        let used = styles(&desk);
        assert!(!used.colours.is_empty(), "{theme}");
        assert!(!seen.contains(&used.colours), "{theme}");
        seen.push(used.colours);
        desk.quit();
    }
}

#[test]
fn the_terminal_is_asked_for_its_background_and_nothing_waits_for_the_answer() {
    let world = World::demo();
    let mut desk = world.open();
    let asked = String::from_utf8_lossy(&desk.written).into_owned();
    assert!(asked.contains("\x1b]11;?\x1b\\"), "{}", asked.escape_debug());
    let dark = styles(&desk).colours;
    // Keys around the answer are the user's.
    desk.keys("\x1b[B\x1b]11;rgb:ffff/ffff/ffff\x1b\\\x1b[B");
    desk.wait("the light theme", |screen| {
        let (rows, columns) = screen.size();
        let mut cells =
            (0..rows.get()).flat_map(|row| (0..columns.get()).filter_map(move |at| screen.cell(row, at)));
        cells.any(|cell| [cell.fgcolor(), cell.bgcolor()].contains(&Color::Idx(23)))
    });
    assert!(!dark.contains(&Color::Idx(23)));
    desk.wait_for(" Opening ").quit();
    world.config("theme: dark\n");
    let mut desk = world.open();
    desk.keys("\x1b]11;rgb:ffff/ffff/ffff\x1b\\").keys(key::F1).wait_for("Keys — Esc closes");
    assert!(!styles(&desk).colours.contains(&Color::Idx(23)));
    desk.keys(key::ESC).wait_gone("Keys — Esc closes").quit();
}

#[test]
fn frames_are_ascii_where_an_ambiguous_character_takes_two_cells() {
    let world = World::demo();
    let mut desk = world.start(&[], 200, 60);
    desk.ambiguous_cells = 2;
    desk.wait_for("Front matter");
    desk.keys("\x1b]11;rgb:0/0/0\x1b\\").wait_for("+ Outline ---").wait_gone("┏");
    desk.keys(key::F1).wait_for("Keys - Esc closes").keys(key::ESC).wait_gone("Keys - Esc closes");
    desk.quit();
    let mut desk = world.open();
    desk.keys("\x1b]11;rgb:0/0/0\x1b\\").keys(key::F1).wait_for("Keys — Esc closes").wait_for("╔");
    desk.keys(key::ESC).wait_gone("Keys — Esc closes").quit();
    world.config("characters: ascii\n");
    let mut desk = world.open();
    desk.wait_for("+ Outline ---").quit();
}

#[test]
fn keys_can_be_changed() {
    let world = World::demo();
    world.config("theme: light\nmouse: false\nkeys:\n  save: f3\n  quit: [ctrl-x, f12]\n");
    let mut desk = world.open();
    assert_eq!(desk.emulator().mouse_protocol_mode(), vt100::MouseProtocolMode::None);
    desk.wait_for("F3 save").wait_for("Ctrl-X leave");
    desk.select("Listening to a Salt Marsh").keys(key::ENTER).wait_for("── Markdown");
    desk.keys("Heard").wait_for("Heard - [site]").keys("\x1bOR").wait_for("Saved.");
    // The old key is no key any more.
    desk.keys(key::CTRL_Q)
        .keys(key::F1)
        .wait_for("Keys — Esc closes")
        .keys(key::ESC)
        .wait_gone("Keys — Esc closes");
    desk.keys("\x18");
    assert_eq!(desk.wait_exit(), 0);
    assert!(world.text().contains("Heard - [site]"));
}

#[test]
fn every_key_is_in_the_help_and_every_command_in_the_palette() {
    let world = World::demo();
    let mut desk = world.open();
    // The help is longer than the screen.
    for (key, help) in [
        ("Ctrl-G", "See the diff and commit"),
        ("Shift-D", "Drop the empty slots of this section"),
        ("Ctrl-T", "Go to a heading"),
    ] {
        desk.keys(key::F1).wait_for("Keys — Esc closes").keys("/").keys(help);
        desk.wait(help, |screen| lines(screen).iter().any(|line| line.contains(key) && line.contains(help)));
        // The first one ends the search.
        desk.keys(key::ENTER).keys("q").keys("q").wait_gone("Keys — Esc closes");
    }
    desk.keys("\x10").wait_for("Commands and places").keys("upcom");
    desk.wait("one entry", |screen| {
        lines(screen).iter().any(|line| line.contains("## Upcoming Events") && line.contains("line "))
    });
    desk.keys(key::ENTER).wait_gone("Commands and places");
    desk.quit();
}

#[test]
fn keys_of_questions_and_of_the_palette_can_be_configured() {
    let world = World::demo();
    world.config("keys: {leave-unsaved: x, close-palette: ctrl-e, close-commit: ctrl-y}\n");
    let mut desk = world.open();
    desk.wait_for("A buoy on the waves");
    desk.keys("\x10").wait_for("Commands and places");
    desk.keys("\x05").wait_gone("Commands and places");
    desk.select("Front matter").keys(key::ENTER).keys("Tide").wait_for("not saved");
    desk.keys("\x07").wait_for("Ctrl-Y back");
    desk.keys("\x19").wait_gone("Ctrl-Y back");
    desk.keys("!").wait_for("not saved").keys("\x11").wait_for("x  leave without saving");
    desk.keys("d").keys("X");
    assert_eq!(desk.wait_exit(), 0);
    assert!(!world.text().contains("Tide!"), "what was not saved is left out");
}
