//! Keys that come faster than the outline is read again: a burst gives the same draft as slow typing.

use super::*;
use copydesk::text::diff::{Change, TextDiff};

impl Desk {
    /// Types keys without finishing any job between them.
    fn burst(&mut self, keys: &[KeyEvent]) {
        for key in keys {
            self.program.paint(Event::Terminal(Input::Key(*key)));
        }
        self.program.finish_jobs();
    }
}

/// The keys of a text; `←` is Backspace, `⏎` Enter and `⇥` the next field.
fn keys(text: &str) -> Vec<KeyEvent> {
    let code = |c| match c {
        '←' => KeyCode::Backspace,
        '⏎' => KeyCode::Enter,
        '⇥' => KeyCode::Tab,
        c => KeyCode::Char(c),
    };
    text.chars().map(|c| KeyEvent::new(code(c), KeyModifiers::NONE)).collect()
}

/// Asserts that two texts are the same, and shows only the lines that are not.
fn same(wanted: &str, found: &str, about: &str) {
    let diff = TextDiff::lines(wanted, found);
    let other = diff.all_changes().filter(|(change, _)| *change != Change::Equal);
    let other: Vec<String> = other.map(|(change, line)| format!("{}{line:?}", change.sign())).collect();
    assert!(other.is_empty(), "{about}:\n{}", other.join("\n"));
}

/// What a burst makes of the changed demo draft: the same as the keys one by one, both in the draft
/// and in the form.
fn typed(change: impl Fn(&str) -> String, go: impl Fn(&mut Desk), text: &str) -> Desk {
    let desk = || {
        let mut desk = Desk::changed(&change);
        go(&mut desk);
        desk
    };
    let (mut slow, mut fast) = (desk(), desk());
    keys(text).into_iter().for_each(|key| slow.press(key));
    fast.burst(&keys(text));
    same(slow.text(), fast.text(), text);
    same(&slow.screen(), &fast.screen(), text);
    fast
}

/// What was typed, after undo has taken all of it back.
fn undone(mut desk: Desk) -> String {
    let text = desk.text().to_owned();
    desk.keys_until("alt-u", |desk| {
        assert!(!desk.screen().contains("Nothing to undo"), "{}", desk.screen());
        !desk.program.state.session.is_dirty()
    });
    text
}

#[test]
fn brackets_that_need_backslashes() {
    let labels = |text: &str| format!("{text}\n\n[1]: https://q.example\n");
    let source =
        |desk: &mut Desk| _ = desk.select("A buoy on the waves").keys("enter tab tab tab tab ctrl-u");
    let text = undone(typed(labels, source, "The [big] site of all"));
    assert!(text.contains(" - [The \\[big\\] site of all](https://example.com/buoy-film?"), "{text}");
    let text = undone(typed(str::to_owned, source, "one ] and` ←← more [a](b)"));
    assert!(text.contains("https://example.com/buoy-film?utm_source=coastmail"), "{text}");
}

#[test]
fn a_link_that_is_its_own_label() {
    let labels = |text: &str| {
        let text =
            text.replacen("[Heron Mini](https://example.org/tidewatch/boards/heron-mini)", "[heron]", 1);
        format!("{text}\n\n[heron]: https://q.example\n")
    };
    let name = |desk: &mut Desk| _ = desk.select("New Boards").keys("enter shift-tab");
    let text = undone(typed(labels, name, " Mini [2]"));
    assert!(text.contains("\n- [heron Mini \\[2\\]][heron]\n"), "{text}");
}

#[test]
fn lines_that_end_otherwise_than_the_drafts() {
    let mixed = |text: &str| text.replacen('\n', "\r\n", 3);
    let go = |desk: &mut Desk| _ = desk.select("A buoy on the waves").keys("enter tab tab tab ctrl-end");
    let mixed = |text: &str| mixed(text).replace("a board and somebody", "a board\nand somebody");
    let text = undone(typed(mixed, go, "abcdef⏎gh⏎ij←k⇥Site"));
    let was = Desk::changed(mixed).text().to_owned();
    let at = was.find(" 🎨 - [Small Screens](").unwrap() + " 🎨".len();
    let after = &was[at + " - [Small Screens](".len()..];
    // The lines that nobody touched end as they did, and new ones as the draft's first.
    let wanted = format!("{}abcdef\r\ngh\r\nik - [Small ScreensSite]({after}", &was[..at]);
    same(&wanted, &text, "a mixed draft");
}

#[test]
fn a_title_behind_the_sections_words() {
    let bare = |text: &str| text.replace("Project of the Week: A Lamp for the Tide", "Project of the Week");
    let title = |desk: &mut Desk| _ = desk.select("Project of the Week").keys("enter ctrl-u");
    let text = undone(typed(bare, title, "A←B←C"));
    assert!(text.contains("\n## Project of the Week: C\n"), "{text}");
    let desk = typed(bare, title, "A←");
    assert!(!desk.program.state.session.is_dirty(), "what goes around it goes with it");
}

/// The front matter's first line after typing at the end of its value; it is YAML still.
fn line(line: &str, text: &str) -> String {
    let with = |draft: &str| {
        let draft = draft.replacen("title: \"Featured story title here!\"\n", "", 1);
        draft.replacen("layout: post\n", &format!("{line}\nlayout: post\n"), 1)
    };
    let go = |desk: &mut Desk| _ = desk.select("Front matter").keys("enter");
    let desk = typed(with, go, text);
    let found = &desk.program.state.session.diagnostics;
    let broken = found.iter().find(|one| one.rule == "invalid-front-matter");
    assert!(broken.is_none(), "{line} and {text}: {broken:?}");
    desk.text().lines().nth(1).unwrap_or_default().to_owned()
}

#[test]
fn values_are_quoted_as_their_line_has_it() {
    for (old, text, new) in [
        ("title:", "New lamp", "title: New lamp"),
        ("title:", "A←", "title:"),
        ("title: # later", "New", "title: New # later"),
        ("author: Bo", " \"the man\": x", "author: \"Bo \\\"the man\\\": x\""),
        ("author: Bo", " \"the man\"", "author: Bo \"the man\""),
        ("author: Bo", " # 5", "author: \"Bo # 5\""),
        ("author:", "'t is", "author: \"'t is\""),
        ("author:", "- so", "author: \"- so\""),
        ("number: 5", "4", "number: 54"),
        ("tags: [a]", "←, b: c]", "tags: [a, b: c]"),
        ("sub: 'It'", "'s", "sub: 'It''s'"),
        ("sub: \"a\\\\b\"", "\\c \"d\"", "sub: \"a\\\\b\\\\c \\\"d\\\"\""),
        ("sub: \"caf\\u00e9\" # \"x\"", "s", "sub: \"cafés\" # \"x\""),
    ] {
        assert_eq!(line(old, text), new, "{old} and {text}");
    }
}

#[test]
fn a_fact_in_all_of_its_places() {
    let go = |desk: &mut Desk| _ = desk.select("Thanks").keys("enter");
    let text = undone(typed(str::to_owned, go, "12←,20←4"));
    assert!(text.contains("## 1,24 Thanks\n") && text.contains("counts 1,24 people"), "{text}");
}

#[test]
fn a_value_that_was_emptied_still_has_the_keys() {
    let open = |slot: &'static str| move |desk: &mut Desk| _ = desk.select(slot).keys("enter");
    let text = undone(typed(str::to_owned, open("Thanks"), "1←2d"));
    assert!(text.contains("## 2d Thanks\n") && text.contains("counts 2d people"), "{text}");
    let text = undone(typed(str::to_owned, open("Latest Releases"), "1←2⇥3"));
    assert!(text.contains("stable release is [2](") && text.contains("unstable release is [3]("), "{text}");
}
