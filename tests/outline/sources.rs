//! The sources of stories, added and removed.

use copydesk::draft::Draft;
use copydesk::outline::{Slot, add_source, remove_source};
use copydesk::text::Edits;

use crate::outline::Issue;

const IMAGE: &str = "[![A lamp](../assets/20260608/20260608lamp.jpg)](https://example.org/lamp)";

fn news(words: &str) -> String {
    format!("## News From Around the Web\n\n{IMAGE}\n\n{words}\n\n## ICYMI\n\nx\n")
}

fn without(issue: &Issue, name: &str) -> Option<Edits> {
    remove_source(&issue.draft, &issue.profile, story(issue), field(issue, name))
}

fn story(issue: &Issue) -> &Slot {
    &issue.outline.slots[issue.slot("A lamp")]
}

fn field(issue: &Issue, name: &str) -> usize {
    let fields = &story(issue).fields;
    fields.iter().position(|field| field.name == name).unwrap_or_else(|| panic!("no {name}: {fields:#?}"))
}

#[test]
fn a_source_goes_with_its_title_and_its_brackets() {
    for (before, name, after) in [
        ("The lamp hums - [Site](https://a.example \"t\").", "Source", "The lamp hums."),
        ("The lamp hums - [Site](<https://a.example/a b>).", "Source address", "The lamp hums."),
        (
            "It hums - [A](https://a.example 'a (b)') and [B](https://b.example \"b\").",
            "Source 1",
            "It hums - [B](https://b.example \"b\").",
        ),
        (
            "It hums - [A](https://a.example 'a') and [B](https://b.example \"b\").",
            "Source 2",
            "It hums - [A](https://a.example 'a').",
        ),
        (
            "It hums - [A](https://a.example \"a\"). Via [B](<https://b.example>).",
            "Via",
            "It hums - [A](https://a.example \"a\").",
        ),
    ] {
        let issue = Issue::new(&news(before));
        assert_eq!(issue.after(|issue| without(issue, name)), news(after));
    }
}

#[test]
fn a_source_is_added_after_the_last_one_or_to_the_last_paragraph() {
    let add = |words: &str| {
        let issue = Issue::new(&news(words));
        add_source(&issue.draft, &issue.profile, story(&issue))
            .map(|_| issue.after(|issue| add_source(&issue.draft, &issue.profile, story(issue))))
    };
    for (before, after) in [
        ("It hums.", "It hums - [site](url)."),
        ("It hums...", "It hums... - [site](url)."),
        ("It hums…", "It hums… - [site](url)."),
        ("* one\n\nIt hums.", "* one\n\nIt hums - [site](url)."),
        ("It - [A](https://a.example \"a\").", "It - [A](https://a.example \"a\") and [site](url)."),
        (
            "It - [A](<https://a.example>) and [B](https://b.example).",
            "It - [A](<https://a.example>), [B](https://b.example) and [site](url).",
        ),
    ] {
        assert_eq!(add(before), Some(news(after)), "{before}");
    }
    for words in
        ["It hums:\n\n```\nhum()\n```", "It hums:\n\n* one\n* two", "It hums:\n\n> Hum.", "    hum()"]
    {
        assert_eq!(add(words), None, "{words}");
    }
}

#[test]
fn a_story_without_text_keeps_its_sources() {
    let whole = news("It hums - [A](https://a.example), [B](https://b.example). Via [C](https://c.example).");
    for (place, section) in
        [("News From Around the Web", "news"), ("Upcoming Events", "events"), ("The Lamp", "feature")]
    {
        let whole = whole.replace("News From Around the Web", place);
        for text in [whole.clone(), whole.replace('\n', "\r\n"), whole.replace(" - [A]", " – [A]")] {
            let issue = Issue::new(&text);
            let slots = |issue: &Issue| -> Vec<Vec<String>> {
                let slots = issue.outline.slots_of(issue.section(section)).iter();
                slots.map(|slot| slot.fields.iter().map(|field| field.name.to_string()).collect()).collect()
            };
            let set = |issue: &Issue, value: &str| {
                let slot = &issue.outline.slots_of(issue.section(section))[0];
                let text = slot.fields.iter().find(|field| field.name == "Text").expect("a text");
                text.clone().write(value, &issue.draft).apply(issue.draft.text())
            };
            let without = Issue::new(&set(&issue, ""));
            assert_eq!(slots(&without), slots(&issue), "{}", without.draft.text());
            assert_eq!(set(&without, "It hums"), text);
        }
    }
    // Where not even a blank is left before the dash, one comes with the text.
    let bare = news("- [A](https://a.example).");
    let issue = Issue::new(&bare);
    let text = &story(&issue).fields[field(&issue, "Text")];
    assert_eq!(
        text.clone().write("It hums", &issue.draft).apply(&bare),
        news("It hums - [A](https://a.example).")
    );
    // A list of bullets is none, nor is one of several lines.
    for list in [
        "* [A](https://a.example)",
        "- [A](https://a.example)\n- [B](https://b.example)",
        "- see [A](https://a.example)",
    ] {
        let issue = Issue::new(&news(list));
        let text = &story(&issue).fields[field(&issue, "Text")];
        assert_eq!(text.value(&issue.draft), list);
    }
}

#[test]
fn a_text_is_put_again_and_again_before_the_outline_is_read_anew() {
    let start = news("It hums - [A](https://a.example).");
    let issue = Issue::new(&start);
    let mut text = story(&issue).fields[field(&issue, "Text")].clone();
    let mut draft = issue.draft.clone();
    for value in ["", "T", "Th", "", "The lamp hums"] {
        let edits = text.write(value, &draft);
        draft = Draft::parse(edits.apply(draft.text()));
        assert_eq!(text.value(&draft), value);
    }
    assert_eq!(draft.text(), start.replace("It hums", "The lamp hums"));
}

#[test]
fn a_line_of_stars_after_a_source_ends_a_story_and_is_part_of_none() {
    let one = "One hums - [A](https://a.example/1).";
    let two = "Two [blinks](https://b.example/2).\n\nMore of it - [B](https://b.example).";
    let text = format!("## Tools\n\n{one}\n\n***\n\n{two}\n\n***\n");
    let issue = Issue::of_sections(&[("tools", "stories")], &text);
    let texts: Vec<&str> = issue.outline.slots.iter().map(|slot| issue.draft.slice(slot.span)).collect();
    assert_eq!(texts, [one, two]);
}

#[test]
fn a_text_ends_before_the_definitions_after_it() {
    let definitions = "[a]: https://example.org/a\n[b]: https://example.org/b\n";
    let text = format!("## A story\n\n* [one][a] and [two][b]\n\n{definitions}\n## ICYMI\n\nWords.\n");
    let issue = Issue::new(&text);
    let slot = &issue.outline.slots[issue.slot("A story")];
    let mut field = slot.fields.iter().find(|field| field.name == "Text").unwrap().clone();
    assert_eq!(field.value(&issue.draft), "* [one][a] and [two][b]");
    let edits = field.write("A lamp.", &issue.draft);
    assert_eq!(edits.apply(&text), format!("## A story\n\nA lamp.\n\n{definitions}\n## ICYMI\n\nWords.\n"));
}
