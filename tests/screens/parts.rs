//! Parts that a story may lack: its image, its source, the author of a guide.

use super::*;

const BUOY: &str = "[![A buoy on the waves](../assets/20260608/20260608buoy.gif)](https://example.com/buoy-film?utm_source=coastmail&utm_medium=email)\n\n";
const SCREENS: &str =
    " - [Small Screens](https://example.com/buoy-film?utm_source=coastmail&utm_medium=email)";

impl Desk {
    /// Goes to the next field with that label.
    fn tab_to(&mut self, label: &str) -> &mut Desk {
        for _ in 0..40 {
            if cursor_is_at(self, label) {
                return self;
            }
            self.keys("tab");
        }
        panic!("no field {label} in\n{}", self.screen());
    }
}

#[test]
fn typing_replaces_the_placeholder_that_is_left_in_a_text() {
    let mut desk = Desk::open(140, 40);
    desk.select("CircuitPython Parsec").keys("enter \"buoys\"");
    assert!(desk.text().contains("this time about buoys - [blog]"), "{}", desk.screen());
    desk.keys("ctrl-_");
    assert!(desk.text().contains("this time about {subject} - [blog]"), "{}", desk.screen());
}

#[test]
fn a_form_shows_the_problems_that_no_field_has_and_the_key_stays_in_it() {
    let mut desk = Desk::with(140, 40, |text| text.replacen("[![The ferry of line 4]", "[![]", 1));
    desk.select("The Ferry That Maps").keys("enter");
    desk.assert_shows("! this image has no alternative text");
    desk.keys("shift-tab ctrl-x [").assert_shows("┏ The Ferry That Maps");
    let said = &desk.program.state.message.text;
    assert!(said.contains("this image has no alternative text"), "{said}\n{}", desk.screen());
}

#[test]
fn the_first_event_of_a_week_is_entered_in_a_form() {
    let mut desk = Desk::with(140, 40, |text| {
        let (before, rest) = text.split_once("## Upcoming Events\n").unwrap();
        let after = rest.split_once("## Latest Releases").unwrap().1;
        format!("{before}## Upcoming Events\n\n## Latest Releases{after}")
    });
    desk.select("Upcoming Events").keys("a").assert_shows("Added an empty slot");
    desk.keys("enter \"Regatta\" tab \"https://example.org/regatta\" tab \"June 20, 2026\"");
    assert!(
        desk.text().contains(
            "## Upcoming Events\n\n* [Regatta](https://example.org/regatta) on June 20, 2026\n\n## Latest"
        ),
        "{}\n{}",
        desk.screen(),
        desk.text().split("## Upcoming Events").nth(1).unwrap()
    );
}

/// The label and value of a field on the screen.
fn row(desk: &Desk, label: &str) -> String {
    let screen = desk.screen();
    let line = screen.lines().find(|line| line.contains(label));
    line.unwrap_or_else(|| panic!("no field {label} in\n{screen}")).to_owned()
}

#[test]
fn an_image_is_taken_away_and_given_again() {
    let mut desk = Desk::open(140, 40);
    let before = desk.text().to_owned();
    desk.select("A buoy on the waves").keys("enter ctrl-d");
    let without = before.replacen(BUOY, "", 1);
    assert_eq!(desk.text(), without, "{}", desk.screen());
    for label in ["Image", "Alt text", "Link"] {
        assert!(row(&desk, label).contains("none"), "{}", desk.screen());
    }
    desk.keys("\"../assets/20260608/20260608buoy.gif\" tab \"A buoy on the waves\" tab");
    desk.keys("\"https://example.com/buoy-film?utm_source=coastmail&utm_medium=email\"");
    assert_eq!(desk.text(), before, "{}", desk.screen());
}

#[test]
fn each_field_of_a_missing_image_brings_the_others_and_leaves_no_trace() {
    let mut desk = Desk::changed(|text| text.replacen(BUOY, "", 1));
    let before = desk.text().to_owned();
    desk.select("Eight drawings").keys("enter");
    desk.tab_to("Image");
    for (n, inserted) in [
        "[![title](x)](url)\n\n",
        "[![x](../assets/20260608/)](url)\n\n",
        "[![title](../assets/20260608/)](x)\n\n",
    ]
    .into_iter()
    .enumerate()
    {
        if n > 0 {
            desk.keys("tab");
        }
        desk.keys("\"xy\"");
        desk.keys("backspace");
        let given = before.replacen("Eight drawings", &format!("{inserted}Eight drawings"), 1);
        assert_eq!(desk.text(), given, "{}", desk.screen());
        desk.keys("backspace");
        assert_eq!(desk.text(), before, "{}", desk.screen());
    }
    // Typed at once, before anything is read again.
    let keys = "ab\tcd".chars().map(|c| match c {
        '\t' => KeyEvent::from(KeyCode::Tab),
        c => KeyEvent::from(KeyCode::Char(c)),
    });
    desk.keys("shift-tab shift-tab");
    let events = keys.map(|key| Event::Terminal(Input::Key(key))).collect();
    desk.program.send_at_once(events);
    let given = before.replacen("Eight drawings", "[![cd](ab)](url)\n\nEight drawings", 1);
    assert_eq!(desk.text(), given, "{}", desk.screen());
}

#[test]
fn undo_takes_a_given_image_back() {
    let mut desk = Desk::changed(|text| text.replacen(BUOY, "", 1));
    let before = desk.text().to_owned();
    desk.select("Eight drawings").keys("enter");
    desk.tab_to("Image");
    desk.keys("\"x.jpg\" alt-u alt-u");
    assert_eq!(desk.text(), before, "{}", desk.screen());
    assert!(row(&desk, "Image").contains("none"), "{}", desk.screen());
    desk.keys("alt-r alt-r");
    assert!(desk.text().contains("[![title](x.jpg)](url)\n\nEight drawings"), "{}", desk.text());
}

#[test]
fn a_dropped_image_is_given_to_a_story_that_has_none() {
    let mut desk = Desk::changed(|text| text.replacen(BUOY, "", 1));
    let own = desk.dir.path().join("assets/20260608/20260608ferry.jpg");
    desk.select("Eight drawings").keys("enter");
    desk.event(Input::Paste(own.display().to_string()));
    let given = "[![title](../assets/20260608/20260608ferry.jpg)](url)\n\nEight drawings";
    assert!(desk.text().contains(given), "{}\n{}", desk.screen(), desk.text());
    assert!(desk.screen().contains("20260608ferry.jpg is right as it is."), "{}", desk.screen());
}

#[test]
fn an_image_without_an_address_gets_one_and_loses_it() {
    let bare = "![A buoy on the waves](../assets/20260608/20260608buoy.gif)\n\n";
    let mut desk = Desk::changed(|text| text.replacen(BUOY, bare, 1));
    let before = desk.text().to_owned();
    desk.select("A buoy on the waves").keys("enter tab tab \"https://example.org/b\"");
    let linked = "[![A buoy on the waves](../assets/20260608/20260608buoy.gif)](https://example.org/b)\n\n";
    assert_eq!(desk.text(), before.replacen(bare, linked, 1), "{}", desk.screen());
    desk.keys("ctrl-u");
    assert_eq!(desk.text(), before, "{}", desk.screen());
}

#[test]
fn a_source_is_taken_away_and_given_again() {
    let mut desk = Desk::open(140, 40);
    let before = desk.text().to_owned();
    desk.select("A buoy on the waves").keys("enter tab tab tab tab ctrl-d");
    let without = before.replacen(SCREENS, "", 1);
    assert_eq!(desk.text(), without, "{}", desk.screen());
    assert!(row(&desk, "Source").contains("none"), "{}", desk.screen());
    desk.keys("\"Small Screens\" tab");
    desk.keys("\"https://example.com/buoy-film?utm_source=coastmail&utm_medium=email\"");
    assert_eq!(desk.text(), before, "{}", desk.screen());
}

#[test]
fn a_guide_without_an_author_gets_one() {
    let author = " from [Zoë F.](https://example.org/tidewatch/people/zoe)";
    let mut desk = Desk::changed(|text| text.replacen(author, "", 1));
    desk.select("New Learn Guides").keys("enter");
    // The author of the second row is the template's.
    desk.tab_to("Author").keys("tab").tab_to("Author");
    desk.keys("\"Zoë F.\" tab \"https://example.org/tidewatch/people/zoe\"");
    let whole = "dry-box) from [Zoë F.](https://example.org/tidewatch/people/zoe)";
    assert!(desk.text().contains(whole), "{}", desk.text());
}

/// True if the label of that field is the selected one.
pub(super) fn cursor_is_at(desk: &Desk, label: &str) -> bool {
    let buffer = desk.program.buffer();
    let area = desk.program.state.panes.areas.work;
    let is_selected = |x, y| buffer[(x, y)].modifier.contains(ratatui::style::Modifier::REVERSED);
    (area.y..area.bottom()).any(|y| {
        let reversed = (area.x..area.right()).filter(|x| is_selected(*x, y));
        let text: String = reversed.map(|x| buffer[(x, y)].symbol()).collect();
        text.trim() == label
    })
}

#[test]
fn a_person_gets_an_image() {
    let mut desk = Desk::open(140, 40);
    desk.select("Mira").keys("enter");
    desk.tab_to("Image");
    desk.keys("\"../assets/20260608/20260608mira.jpg\"");
    let given = "**Mira**\n\n[![title](../assets/20260608/20260608mira.jpg)](url)\n\ntext.";
    assert!(desk.text().contains(given), "{}\n{}", desk.screen(), desk.text());
}

#[test]
fn a_pasted_item_fills_the_fields_of_an_empty_story() {
    let item = "[![A box of gulls](../assets/20260608/20260608gulls.jpg)](https://example.org/gulls)\n\nIt counts gulls - [Gull Log](https://example.org/gulls) and [Code](https://example.net/gulls).";
    let mut desk = Desk::open(140, 40);
    let before = desk.text().to_owned();
    desk.select("Two years of tides").keys("down enter");
    desk.event(Input::Paste(item.into()));
    desk.assert_shows("image, title, link, text, 2 sources found; Enter takes them");
    assert_eq!(desk.text(), before, "nothing is written before the answer");
    desk.keys("enter");
    assert!(desk.text().contains(&format!("\n\n{item}\n")), "{}\n{}", desk.screen(), desk.text());
    desk.keys("alt-u");
    assert_eq!(desk.text(), before, "one step");
}

#[test]
fn a_pasted_sentence_is_inserted_as_text_by_any_other_key() {
    let sentence = "It counts gulls - [Gull Log](https://example.org/gulls).";
    for (keys, typed) in [("esc", ""), ("\"x\"", "x"), ("tab", "")] {
        let mut desk = Desk::open(140, 40);
        desk.select("Two years of tides").keys("down enter tab tab");
        desk.event(Input::Paste(sentence.into()));
        desk.assert_shows("text, source found");
        desk.keys(keys);
        let text = desk.text();
        assert!(text.contains(&format!("{sentence}{typed} - [")), "{keys}: {}\n{text}", desk.screen());
    }
}

#[test]
fn a_pasted_link_fills_a_row_and_a_full_story_gets_text() {
    let mut desk = Desk::open(140, 40);
    desk.select("New Boards").keys("enter");
    desk.event(Input::Paste("* [Kelp Nano](https://example.org/kelp-nano)".into()));
    desk.assert_shows("title, link found");
    desk.keys("enter");
    assert!(desk.text().contains("\n- [Kelp Nano](https://example.org/kelp-nano)\n"), "{}", desk.text());
    assert!(desk.text().contains("there were 2 new boards added:\n"), "{}", desk.text());
    desk.keys("esc");
    desk.select("A buoy on the waves").keys("enter tab tab tab ctrl-end");
    desk.event(Input::Paste("It hums - [Site](https://example.org/s).".into()));
    assert!(desk.text().contains("It hums - [Site](https://example.org/s)."), "{}", desk.screen());
}

#[test]
fn a_word_in_the_field_of_an_image_is_no_path() {
    let mut desk = Desk::open(120, 40);
    desk.select("A buoy on the waves").keys("enter end ctrl-u \"kite\"");
    desk.assert_shows("! “kite” is not the path of an image; Enter chooses one");
    desk.keys("\".png\"");
    assert!(!desk.screen().contains("no path"), "{}", desk.screen());
}

#[test]
fn a_pasted_address_makes_a_link_of_the_selected_words() {
    let mut desk = Desk::open(140, 40);
    desk.select("A buoy on the waves").keys("enter tab tab tab ctrl-home");
    desk.keys("shift-right shift-right shift-right shift-right shift-right");
    desk.event(Input::Paste(" https://example.org/eight_(film)\n".into()));
    assert!(desk.text().contains("\n[Eight](https://example.org/eight_(film)) drawings"), "{}", desk.text());
    desk.keys("alt-u");
    assert!(desk.text().contains("\nEight drawings"), "{}", desk.text());
    // In the whole file, an address replaces an address.
    desk.keys("esc f4 ctrl-f \"buoy-film?utm_source=coastmail&utm_medium=email\" esc");
    desk.event(Input::Paste("https://example.org/b".into()));
    assert!(desk.text().contains("](https://example.com/https://example.org/b)\n"), "{}", desk.text());
}

#[test]
fn selected_words_become_bold_code_or_a_link() {
    let mut desk = Desk::open(140, 40);
    let before = desk.text().to_owned();
    let select = "shift-right shift-right shift-right shift-right shift-right";
    for (key, made) in [
        ("*", "\n**Eight** drawings"),
        ("`", "\n`Eight` drawings"),
        ("[ \"x\"", "\n[Eight](x) drawings"),
        ("ctrl-b", "\n**Eight** drawings"),
    ] {
        desk.select("A buoy on the waves").keys("enter tab tab tab ctrl-home").keys(select).keys(key);
        assert!(desk.text().contains(made), "{key}: {}", desk.text());
        desk.keys_until("alt-u", |desk| desk.text() == before);
        desk.keys("esc");
    }
    // Without a selection they are letters, and in a line they replace it.
    desk.select("A buoy on the waves").keys("enter tab tab tab ctrl-home * [");
    assert!(desk.text().contains("\n*[Eight drawings"), "{}", desk.text());
    desk.keys("shift-tab shift-tab home shift-right *");
    assert!(desk.text().contains("![* buoy on the waves]"), "{}", desk.text());
}

#[test]
fn names_of_earlier_issues_are_offered() {
    let mut desk = Desk::open(140, 40);
    desk.select("New Learn Guides").keys("enter");
    desk.tab_to("Author");
    desk.keys("\"Zo\"");
    desk.assert_shows("→ Zoë F.");
    desk.keys("right");
    let whole = "[title](url) from [Zoë F.](https://example.org/tidewatch/people/zoe)";
    assert!(desk.text().contains(whole), "{}\n{}", desk.screen(), desk.text());
}

#[test]
fn a_pasted_title_with_an_address_before_the_text_fills_their_fields() {
    let mut desk = Desk::open(120, 40);
    desk.select("News From Around");
    desk.keys("} enter").event(Input::Paste(
        "How a lock opens, https://locks.example/gate A pump and a float, step by step - [Lock Notes](https://locks.example/notes)"
            .into(),
    ));
    desk.assert_shows("title, link, text, source found; Enter takes them");
    desk.keys("enter").assert_shows("Filled: title, link, text, source.");
    assert!(desk.text().contains("[![How a lock opens]("), "{}", desk.text());
    assert!(desk.text().contains("](https://locks.example/gate)\n\nA pump and a float, step by step - [Lock Notes](https://locks.example/notes)"), "{}", desk.text());
    // A line of a list.
    let mut desk = Desk::open(120, 40);
    desk.select("New Boards")
        .keys("enter")
        .event(Input::Paste("Plover Zero, https://boards.example/plover".into()));
    desk.assert_shows("found; Enter takes them");
    desk.keys("enter");
    assert!(desk.text().contains("- [Plover Zero](https://boards.example/plover)\n"), "{}", desk.text());
}

#[test]
fn nothing_is_added_to_text_of_every_week_and_to_single_stories() {
    for (line, said) in [
        ("Latest Releases", "This is text of every week"),
        ("NUMBER Thanks", "This is text of every week"),
        ("Popular Last Week", "This is text of every week"),
        ("Project of the Week", "is one story; nothing can be added to it."),
        ("Night Shift", "is one story; nothing can be added to it."),
    ] {
        let mut desk = Desk::open(140, 40);
        let before = desk.text().to_owned();
        desk.select(line).keys("a").assert_shows(said);
        assert_eq!(desk.text(), before, "{line}");
    }
}

#[test]
fn the_keys_of_text_of_every_week_are_those_that_work() {
    let mut desk = Desk::open(140, 40);
    desk.select("NUMBER Thanks");
    let screen = desk.screen();
    assert!(
        screen.contains("edit") && !screen.contains("move to") && !screen.contains("leave out"),
        "{screen}"
    );
    let before = desk.text().to_owned();
    desk.keys("m").assert_shows("That slot is part of its section, and stays in it.");
    assert_eq!(desk.text(), before);
    desk.select("A jar with a ring of lights").assert_shows("move to");
}
