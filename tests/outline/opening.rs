//! What is before the first heading as fields, and sentences among the news that come every week.

use copydesk::draft::Draft;
use copydesk::outline::{Containment, Outline, SlotState, leave_out, write_contained};

use crate::outline::Issue;
use copydesk::profile::SlotKind;

const HEAD: &str = "---\nlayout: post\ntitle: \"Lamps\"\ndate: 2026-06-08\n---\n\n- [ ] change date\n\n";
const BROWSER: &str = "View this email in your browser.";
const WORDS: &str = "Hello! This issue has *insert two or three sentences* - *Nia, Editor*";
const STANDING: &str = "Earlier issues stand in the [archive](https://example.org/all). Here it is:";
const REST: &str = "\n\n## Lamps\n\nThey hum - [Lamps](https://example.org/lamps).\n";

fn with(opening: &str) -> String {
    format!("{HEAD}{opening}{REST}")
}

/// The opening's fields: name and value.
fn fields(opening: &str) -> Vec<(String, String)> {
    let issue = Issue::new(&with(opening));
    let slot = &issue.outline.slots[issue.outline.slots_of(0).len() - 1];
    assert_eq!((slot.kind, slot.title.as_str()), (SlotKind::Opening, "Opening"));
    let fields = slot.fields.iter();
    fields.map(|field| (field.name.to_string(), field.value(&issue.draft).to_owned())).collect()
}

/// The opening after a field was written, and then emptied again.
fn written(opening: &str, name: &str, value: &str) -> (String, String) {
    let issue = Issue::new(&with(opening));
    let mut field =
        issue.outline.slots[0].fields.iter().find(|field| field.name == name).expect("the field").clone();
    let (edits, how) = write_contained(&mut field, value, &issue.draft, &issue.profile);
    assert_eq!(how, Containment::AsTyped, "{name}");
    let after = Draft::parse(edits.apply(issue.draft.text()));
    assert_eq!(field.value(&after), value, "the field knows its place before the draft is read again");
    // As in a form: what the outline says now, with what the field had put around its value.
    let outline = Outline::new(&after, &issue.profile);
    let mut now =
        outline.slots[0].fields.iter().find(|field| field.name == name).expect("it is there").clone();
    now.inherit_wrapper(&field);
    assert_eq!(now.value(&after), value);
    let (edits, _) = write_contained(&mut now, "", &after, &issue.profile);
    let emptied = edits.apply(after.text());
    let own = |text: &str| {
        let text = text.strip_prefix(HEAD).expect("the head as it was");
        text.strip_suffix(REST).expect("the rest as it was").to_owned()
    };
    (own(after.text()), own(&emptied))
}

#[test]
fn the_opening_has_a_field_for_each_of_its_parts() {
    let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    let all = format!("{BROWSER} **Warning: Flashing Imagery**\n\n{WORDS}\n\n{STANDING}");
    let wanted = [
        pair("Browser address", ""),
        pair("Warning", "Warning: Flashing Imagery"),
        pair("Editor's words", WORDS),
        pair("Closing text", STANDING),
    ];
    assert_eq!(fields(&all), wanted);
    let linked = all.replace(BROWSER, "[View this email in your browser.](https://example.org/9)");
    assert_eq!(fields(&linked)[0], pair("Browser address", "https://example.org/9"));
    assert_eq!(fields(&linked)[1..], wanted[1..]);
    // Every issue has the last paragraph; those before it are one text.
    let more = format!("{BROWSER}\n\n{WORDS}\n\nAnd more.\n\n{STANDING}");
    let words = format!("{WORDS}\n\nAnd more.");
    let wanted = [pair("Editor's words", &words), pair("Closing text", STANDING)];
    assert_eq!(fields(&more)[2..], wanted);
    // A list among them is theirs too, blank lines are no paragraph, and a line under the first one is.
    let list = format!("{WORDS}\n\n- one\n- two");
    let with_list = format!("{BROWSER}\n\n{list}\n\n{STANDING}");
    assert_eq!(fields(&with_list)[2..], [pair("Editor's words", &list), pair("Closing text", STANDING)]);
    let apart = format!("{BROWSER}\n\n\n\n{WORDS}\n\n{STANDING}");
    assert_eq!(fields(&apart)[2..], [pair("Editor's words", WORDS), pair("Closing text", STANDING)]);
    let under = format!("{BROWSER} **Warning: it blinks**\n{WORDS}\n\n{STANDING}");
    assert_eq!(
        fields(&under)[1..],
        [
            pair("Warning", "Warning: it blinks"),
            pair("Editor's words", WORDS),
            pair("Closing text", STANDING)
        ]
    );
    // Where the editor says nothing yet there is a place to say it.
    let bare = format!("{BROWSER}\n\n\n\n{STANDING}");
    assert_eq!(fields(&bare)[2..], [pair("Editor's words", ""), pair("Closing text", STANDING)]);
}

#[test]
fn a_field_of_the_opening_changes_its_own_bytes_and_goes_without_a_trace() {
    let all = format!("{BROWSER}\n\n{WORDS}\n\n{STANDING}");
    let linked = all.replace(BROWSER, "[View this email in your browser](https://example.org/9).");
    assert_eq!(written(&all, "Browser address", "https://example.org/9"), (linked, all.clone()));
    let warned = all.replace(BROWSER, &format!("{BROWSER} **Warning: it blinks**"));
    assert_eq!(written(&all, "Warning", "Warning: it blinks"), (warned.clone(), all.clone()));
    assert_eq!(written(&warned, "Warning", "Warning: x").1, all);
    for (marked, bare) in [
        ("browser.**Warning: it blinks**", "browser."),
        ("browser.  **Warning: it blinks**", "browser. "),
        ("browser. **Warning: it blinks**", "browser."),
    ] {
        let text = all.replace("browser.", marked);
        let (new, emptied) = written(&text, "Warning", "Careful");
        assert_eq!(new, text.replace("Warning: it blinks", "Careful"), "{marked}");
        assert_eq!(emptied, all.replace("browser.", bare), "{marked}");
    }
    let hollow = all.replace("browser.", "browser. ****");
    assert_eq!(written(&hollow, "Warning", "Careful").0, hollow.replace("****", "**Careful**"));
    let bare = format!("{BROWSER}\n\n\n\n{STANDING}");
    let said = format!("{BROWSER}\n\nHello.\n\n{STANDING}");
    assert_eq!(written(&bare, "Editor's words", "Hello."), (said, bare));
    // A link that somebody else wrote stays one.
    let own = all.replace(BROWSER, "[View this email in your browser](https://example.org/8).");
    let (new, emptied) = written(&own, "Browser address", "https://example.org/9");
    assert_eq!(new, own.replace("/8", "/9"));
    assert_eq!(emptied, own.replace("https://example.org/8", ""));
}

#[test]
fn the_opening_is_filled_where_the_editor_has_written_and_the_page_is_linked() {
    let state = |opening: &str| Issue::new(&with(opening)).outline.slots[0].state();
    let linked = "[View this email in your browser](https://example.org/9).";
    assert_eq!(state(&format!("{linked}\n\nHello.\n\n{STANDING}")), SlotState::Filled);
    assert_eq!(state(&format!("{BROWSER}\n\nHello.\n\n{STANDING}")), SlotState::Half);
    assert_eq!(state(&format!("{linked}\n\n{WORDS}\n\n{STANDING}")), SlotState::Half);
    assert_eq!(state(&format!("{BROWSER}\n\n\n\n{STANDING}")), SlotState::Empty);
}

#[test]
fn a_sentence_of_every_week_is_a_slot_with_its_own_fields() {
    let story = "[![A kite](../assets/20260608/20260608kite.jpg)](https://example.org/kite)\n\nA kite that hums - [Kites](https://example.org/kites).\n\n";
    let pydev = "PyDev of the Week: Ada Byron on [Mouse vs Python](https://blog.example/ada).";
    let meeting = "CircuitPython Weekly Meeting for June 1, 2026 ([notes](https://example.org/2026-06-01.md)) [on video](https://video.example/a).";
    for news in [
        format!("{story}{pydev}\n\n{meeting}\n\n{story}"),
        format!("{pydev}\n\n{story}{meeting}\n\n{story}"),
        format!("{story}* {pydev}\n* {meeting}\n\n{story}"),
    ] {
        let issue = Issue::new(&format!("## News From Around the Web\n\n{news}## ICYMI\n\nSee it.\n"));
        let of_news = issue.outline.slots_of(issue.section("news"));
        let count = |kind: SlotKind| of_news.iter().filter(|slot| slot.kind == kind).count();
        assert_eq!(count(SlotKind::Stories), news.matches("A kite that").count(), "{news}");
        let lines = of_news.iter().filter(|slot| slot.kind == SlotKind::Line);
        let values: Vec<Vec<(&str, &str)>> = lines
            .map(|slot| slot.fields.iter().map(|field| (&*field.name, field.value(&issue.draft))).collect())
            .collect();
        let wanted = [
            vec![("Subject", "Ada Byron"), ("Mouse vs Python address", "https://blog.example/ada")],
            vec![
                ("Date", "June 1, 2026"),
                ("notes address", "https://example.org/2026-06-01.md"),
                ("on video address", "https://video.example/a"),
            ],
        ];
        assert_eq!(values, wanted, "{news}");
        let slot = issue.slot("PyDev");
        let left = issue.after(|issue| leave_out(&issue.draft, &issue.outline, &issue.profile, slot));
        let line = if news.contains("* PyDev") { format!("* {pydev}\n") } else { format!("{pydev}\n\n") };
        assert_eq!(left, issue.draft.text().replace(&line, ""), "{news}");
    }
    // A list of more than such lines keeps its other items, and its section.
    let mixed = Issue::new(&format!(
        "## Notes\n\nSome words.\n\n* A [lamp](https://example.org/lamp)\n* {meeting}\n"
    ));
    let slots: Vec<(SlotKind, &str)> =
        mixed.outline.slots.iter().map(|slot| (slot.kind, slot.title.as_str())).collect();
    assert_eq!(slots, [(SlotKind::Feature, "Notes")]);
    assert!(mixed.outline.slots[0].span.len() > 150, "{:?}", mixed.outline.slots[0]);
    // Under a label of its own it is that stream's, and in nobody's section it is no slot twice.
    let stream = format!("## This Week's Python Streams\n\n**Meeting**\n\n{meeting}\n");
    let issue = Issue::new(&stream);
    let kinds: Vec<SlotKind> = issue.outline.slots.iter().map(|slot| slot.kind).collect();
    assert_eq!(kinds, [SlotKind::Streams]);
}

#[test]
fn a_stream_has_its_image_as_a_field_and_a_week_without_one_its_words() {
    let text = "## This Week's Python Streams\n\n**Deep Dive**\n\n[![Deep Dive](../assets/20260608/20260608dive.jpg)](https://video.example/d)\n\n[Last Friday](https://video.example/d), Ada streamed work on looms.\n";
    let issue = Issue::new(text);
    let values: Vec<(&str, &str)> =
        issue.outline.slots[0].fields.iter().map(|field| (&*field.name, field.value(&issue.draft))).collect();
    let wanted = [
        ("Subject", "looms"),
        ("Address", "https://video.example/d"),
        ("Image", "../assets/20260608/20260608dive.jpg"),
    ];
    assert_eq!(values, wanted);
    let after = issue.after(|issue| leave_out(&issue.draft, &issue.outline, &issue.profile, 0));
    let left = Issue::new(&after);
    let values: Vec<(&str, &str)> =
        left.outline.slots[0].fields.iter().map(|field| (&*field.name, field.value(&left.draft))).collect();
    assert_eq!(values, [("Text", "There was none this week.")]);
    assert_eq!(left.outline.slots[0].state(), SlotState::Filled);
}

#[test]
fn a_line_is_left_out_in_the_words_of_its_own_section() {
    let yaml = "sections:\n  - id: pydev\n    left_out: No PyDev this week.\n";
    let pydev = "PyDev of the Week: Ada Byron on [Mouse vs Python](https://blog.example/ada).";
    let text =
        format!("## News From Around the Web\n\nA kite - [Kites](https://example.org/k).\n\n{pydev}\n");
    let issue = Issue::extended(yaml, &text);
    let slot = issue.outline.slots.iter().position(|slot| slot.kind == SlotKind::Line).unwrap();
    assert_eq!(issue.outline.slots[slot].line_of.as_deref(), Some("pydev"));
    let left = issue.after(|issue| leave_out(&issue.draft, &issue.outline, &issue.profile, slot));
    assert_eq!(left, text.replace(pydev, "No PyDev this week."));
    // The waivers of the line go with it; they are recognized as the checks do.
    for waiver in [
        "<!-- copydesk-disable-next-line doubled-slash: their address -->\n\n",
        "<!--copydesk-disable-next-line doubled-slash -- their address-->\n",
        "{::comment}copydesk-disable-next-line doubled-slash: their address{:/comment}\n\n",
    ] {
        let waived = text.replace(pydev, &format!("{waiver}{pydev}"));
        let issue = Issue::extended(yaml, &waived);
        let slot = issue.outline.slots.iter().position(|slot| slot.kind == SlotKind::Line).unwrap();
        let left = issue.after(|issue| leave_out(&issue.draft, &issue.outline, &issue.profile, slot));
        assert_eq!(left, text.replace(pydev, "No PyDev this week."), "{waiver}");
    }
    // A waiver for the rest of the draft, and another comment, stay.
    for comment in ["<!-- copydesk-disable doubled-slash: everywhere -->", "<!-- from the forum -->"] {
        let waived = text.replace(pydev, &format!("{comment}\n\n{pydev}"));
        let issue = Issue::extended(yaml, &waived);
        let slot = issue.outline.slots.iter().position(|slot| slot.kind == SlotKind::Line).unwrap();
        let left = issue.after(|issue| leave_out(&issue.draft, &issue.outline, &issue.profile, slot));
        assert_eq!(left, waived.replace(pydev, "No PyDev this week."), "{comment}");
    }
}
