//! What fields keep to themselves: emptied values, pasted text, new slots, numbers and versions.

use super::*;

impl Desk {
    fn backspaces(&mut self, count: usize) -> &mut Desk {
        for _ in 0..count {
            self.keys("backspace");
        }
        self
    }

    fn paste(&mut self, text: &str) -> &mut Desk {
        self.event(Input::Paste(text.into()));
        self
    }

    /// Saves and opens the newsletter again.
    fn reopen(self) -> Desk {
        let mut desk = self;
        desk.keys("ctrl-s");
        assert_eq!(desk.on_disk(), desk.text());
        let program = start(&desk.dir, 140, 40);
        Desk { dir: desk.dir, program }
    }

    fn titles(&self) -> Vec<String> {
        self.program.state.session.outline.sections.iter().map(|section| section.title.clone()).collect()
    }
}

#[test]
fn an_emptied_fact_keeps_its_row_is_a_problem_and_is_filled_again() {
    let mut desk = Desk::open(140, 40);
    desk.select("CircuitPython Libraries").keys("down enter \"512\"");
    let filled = desk.text().to_owned();
    assert!(filled.contains("libraries is **512**!"), "{}", desk.screen());
    desk.backspaces(3);
    assert!(desk.text().contains("libraries is ****!"), "{}", desk.screen());
    assert!(desk.screen().contains("○ Libraries"), "{}", desk.screen());
    let message = "the field 'Libraries' in “CircuitPython Libraries” is empty";
    let problems = |desk: &Desk| -> Vec<String> {
        desk.program.state.session.diagnostics.iter().map(|one| one.message.clone()).collect()
    };
    assert!(problems(&desk).iter().any(|one| one == message), "{:#?}", problems(&desk));
    let mut desk = desk.reopen();
    assert!(problems(&desk).iter().any(|one| one == message), "{:#?}", problems(&desk));
    desk.select("CircuitPython Libraries").keys("down");
    assert!(desk.selected().contains("Numbers and versions"), "{}", desk.screen());
    desk.keys("enter \"512\"");
    assert_eq!(desk.text(), filled);
}

#[test]
fn the_number_of_a_heading_keeps_its_section_while_it_is_empty() {
    let mut desk = Desk::open(140, 40);
    desk.select("Thanks").keys("enter \"1,204\"");
    let filled = desk.text().to_owned();
    desk.backspaces(5);
    assert!(desk.text().contains("##  Thanks\n") && desk.text().contains("![ THANKS]("), "{}", desk.screen());
    let mut desk = desk.reopen();
    desk.select("Thanks").keys("enter \"1,204\"");
    assert_eq!(desk.text(), filled);
}

#[test]
fn an_emptied_story_is_filled_again_after_it_was_saved() {
    let mut desk = Desk::open(140, 40);
    let before = desk.text().to_owned();
    desk.select("A buoy on the waves").keys("enter tab tab tab");
    let state = &desk.program.state;
    let slot = state.session.outline.slots.iter().find(|slot| slot.title == "A buoy on the waves").unwrap();
    let text =
        slot.fields.iter().find(|field| field.name == "Text").unwrap().value(&state.session.draft).to_owned();
    let sections = desk.titles();
    desk.keys("ctrl-home");
    for _ in 0..text.chars().count() {
        desk.keys("ctrl-end backspace");
    }
    assert_eq!(desk.text(), before.replacen(&text, "", 1), "{}", desk.screen());
    let mut desk = desk.reopen();
    desk.select("A buoy on the waves").keys("enter").paste(&text);
    assert_eq!(desk.text(), before, "{}", desk.screen());
    assert_eq!(desk.titles(), sections);
}

#[test]
fn a_pasted_heading_takes_no_other_section_and_is_told() {
    let mut desk = Desk::open(140, 40);
    let sections = desk.titles();
    let slots = desk.program.state.session.outline.slots.len();
    desk.select("A buoy on the waves").keys("enter tab tab tab end");
    desk.paste("\n\n## Sails\n\nMore of them");
    assert_eq!(desk.titles(), sections);
    assert_eq!(desk.program.state.session.outline.slots.len(), slots);
    assert!(desk.text().contains("\n\n\\## Sails\n\nMore of them - ["), "{}", desk.text());
    assert!(desk.screen().contains("“## Sails” was escaped"), "{}", desk.screen());
}

#[test]
fn a_code_fence_and_a_small_heading_are_typed_key_by_key() {
    let mut desk = Desk::open(140, 40);
    let sections = desk.titles();
    desk.select("A buoy on the waves")
        .keys("enter tab tab tab ctrl-end enter enter \"### Parts\" enter enter");
    assert_eq!(desk.titles(), sections);
    desk.keys("\"```\" enter \"# x\" enter");
    assert_eq!(desk.titles(), sections, "while the fence is open");
    desk.keys("\"```\" enter enter \"Done\"");
    assert!(desk.text().contains("\n\n### Parts\n\n```\n# x\n```\n\nDone - ["), "{}", desk.text());
    assert_eq!(desk.titles(), sections);
}

#[test]
fn a_new_person_gets_nothing_of_the_one_before() {
    let person = "**Mira**\n\n[![Mira at sea](../assets/x/mira.jpg)](https://example.org/mira)\n\nI am back.";
    let mut desk = Desk::changed(|text| text.replacen("**Mira**\n\ntext.", person, 1));
    let before = desk.text().to_owned();
    desk.select("Mira").keys("a");
    for own in ["Mira", "mira"] {
        assert_eq!(desk.text().matches(own).count(), before.matches(own).count(), "{}", desk.text());
    }
    desk.keys("enter \"Ole\" tab");
    assert!(desk.text().contains("**Ole**\n\n[![title](../assets/x/)](url)\n\ntext\n"), "{}", desk.text());
}

#[test]
fn a_new_event_has_a_text_like_those_beside_it() {
    let mut desk = Desk::open(140, 40);
    desk.select("Instrument Swap").keys("a enter");
    for field in ["Name", "Address", "Text"] {
        assert!(desk.screen().contains(field), "{}", desk.screen());
    }
    desk.keys("\"Regatta\" tab \"https://example.org/regatta\" tab ctrl-end");
    desk.backspaces("{date}".len()).keys("\"July 4\"");
    assert!(
        desk.text().contains("ferry hall\n* [Regatta](https://example.org/regatta) on July 4\n* [Night"),
        "{}",
        desk.text()
    );
}

#[test]
fn versions_stand_beside_the_last_issue_s_and_are_checked_as_they_are_typed() {
    let mut desk = Desk::open(140, 40);
    desk.select("Latest Releases").keys("enter tab tab tab tab");
    assert!(desk.screen().contains("last issue v2."), "{}", desk.screen());
    desk.keys("\"2.9.0\"");
    assert!(desk.screen().contains("— not written as 'v#.#.#'"), "{}", desk.screen());
    desk.keys("ctrl-home \"v\"");
    assert!(!desk.screen().contains("not written as"), "{}", desk.screen());
    desk.keys("esc");
    desk.select("Thanks").keys("enter \"three\"");
    assert!(desk.screen().contains("not a number"), "{}", desk.screen());
}

#[test]
fn a_fix_far_away_is_shown_and_told() {
    let mut desk = Desk::with(100, 24, |text| format!("{}\n\nWrite to teh harbour.\n", text.trim_end()));
    let before = desk.text().to_owned();
    desk.keys("f8").keys_until("f8", |desk| desk.screen().contains("'teh' is probably"));
    // Somewhere else, with the problem still selected.
    desk.keys("ctrl-home");
    assert!(!desk.screen().contains("Write to teh"), "{}", desk.screen());
    desk.keys("f6 f");
    assert_eq!(desk.text(), before.replace("teh", "the"));
    let line = before.lines().count();
    let said = format!("Fixed line {line} in “Contribute”: “teh” → “the”; u undoes it.");
    assert!(desk.screen().contains(&said), "{}", desk.screen());
    desk.keys("f6 f6");
    assert!(desk.screen().contains("Write to the harbour"), "{}", desk.screen());
}

#[test]
fn a_long_text_takes_the_free_rows_and_counts_the_hidden_ones() {
    let long = "Eight drawings make a buoy dance. ".repeat(40);
    let open = |width, height| {
        let change = |text: &str| text.replacen("Eight drawings make a buoy dance. ", &long, 1);
        let mut desk = Desk::with(width, height, change);
        desk.select("A buoy on the waves").keys("enter tab tab tab ctrl-home");
        let screen = desk.screen();
        let rows = screen.split("Markdown ──").next().unwrap().matches("buoy").count();
        (desk, rows)
    };
    let (mut low, few) = open(80, 24);
    let (high, many) = open(120, 40);
    assert!(few >= 4 && many > few + 4, "{few} {many}\n{}\n{}", low.screen(), high.screen());
    let hidden = |desk: &Desk, sign: char| -> Option<usize> {
        let screen = desk.screen();
        let line = screen.lines().find(|line| line.contains(sign) && line.contains("more"))?;
        line.split(sign).nth(1)?.trim().split(' ').next()?.parse().ok()
    };
    let below = hidden(&low, '↓').unwrap();
    assert!(below > 5, "{}", low.screen());
    assert_eq!(hidden(&low, '↑'), None, "{}", low.screen());
    low.keys("ctrl-end");
    assert_eq!(hidden(&low, '↑'), Some(below), "{}", low.screen());
    assert_eq!(hidden(&low, '↓'), None, "{}", low.screen());
}

#[test]
fn labels_are_narrow_and_a_long_line_opens_at_its_beginning() {
    let mut desk = Desk::open(80, 24);
    desk.select("A buoy on the waves").keys("enter tab tab");
    let screen = desk.screen();
    let line = screen.lines().find(|line| line.contains("● Link")).unwrap();
    assert!(line.contains("https://example.com/buoy-film?utm_source=coastmail&utm"), "{screen}");
    let column = line.chars().position(|c| c == 'h').unwrap();
    assert!(column <= 19, "{column}\n{screen}");
    desk.keys("end");
    assert!(desk.screen().contains("utm_medium=email"), "{}", desk.screen());
}

#[test]
fn a_field_shows_its_own_problem_until_that_is_fixed() {
    let mut desk = Desk::changed(|text| text.replacen("make a buoy dance", "make teh buoy dance", 1));
    desk.select("A buoy on the waves").keys("enter");
    let form = |desk: &Desk| desk.screen().split("Markdown ──").next().unwrap().to_owned();
    assert!(form(&desk).contains("! 'teh' is probably"), "{}", desk.screen());
    desk.keys("esc");
    desk.select("A mast in the fog").keys("enter");
    assert!(!form(&desk).contains("teh"), "{}", desk.screen());
}

#[test]
fn an_unused_image_is_no_problem_of_the_front_matter() {
    let mut desk = Desk::open(120, 40);
    let spare = desk.dir.path().join("assets/20260608/20260608spare.png");
    std::fs::write(&spare, b"spare").unwrap();
    desk.event(Input::FocusGained);
    let session = &desk.program.state.session;
    let problem = session.diagnostics.iter().find(|one| one.rule == "unused-image").unwrap();
    assert!(problem.span.start >= session.draft.body(), "{problem:?}");
    assert!(problem.message.contains("20260608spare.png"), "{problem:?}");
    desk.select("Front matter").keys("enter");
    assert!(!desk.screen().contains("20260608spare.png is not"), "{}", desk.screen());
}

#[test]
fn an_address_that_came_with_a_name_is_replaced_by_what_is_typed() {
    let zoe = "https://example.org/tidewatch/people/zoe";
    for (typed, address) in [("", zoe), ("\"https://example.org/new\"", "https://example.org/new")] {
        let mut desk = Desk::open(140, 40);
        desk.select("New Learn Guides").keys("enter \"A Lamp\" tab \"https://example.org/lamp\" tab");
        desk.keys("\"Zo\" right").assert_shows("Zoë F.");
        assert!(desk.text().contains(&format!("/lamp) from [Zoë F.]({zoe})")), "{}", desk.screen());
        desk.keys("tab").keys(typed);
        assert!(desk.text().contains(&format!("/lamp) from [Zoë F.]({address})")), "{}", desk.screen());
    }
}

#[test]
fn a_dash_at_the_end_of_a_text_is_shown_as_long_as_it_is_there() {
    let mut desk = Desk::open(140, 40);
    desk.select("Gulls over a rock").keys("enter \"Forty - \" tab");
    assert!(desk.text().contains("\nForty -  - [Gull Rock Diary]"), "{}", desk.screen());
    let words =
        |desk: &Desk| desk.screen().lines().any(|line| line.contains("Text") && line.contains("Forty -"));
    assert!(words(&desk), "{}", desk.screen());
    desk.keys("esc enter");
    assert!(words(&desk), "{}", desk.screen());
}
