//! The slots of the example drafts, kind by kind.

use copydesk::outline::{Fill, Slot, SlotState};
use copydesk::profile::SlotKind;
use copydesk::text::Span;
use jiff::civil::date;

use crate::outline::Issue;

fn example(name: &str) -> Issue {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/circuitpython").join(name);
    Issue::new(&std::fs::read_to_string(path).unwrap().replace("\r\n", "\n"))
}

/// The names and values of a slot's fields.
fn fields<'i>(issue: &'i Issue, slot: &'i Slot) -> Vec<(&'i str, &'i str)> {
    slot.all_fields().map(|field| (&*field.name, field.value(&issue.draft))).collect()
}

fn value<'i>(issue: &'i Issue, slot: &'i Slot, name: &str) -> &'i str {
    let found = slot.all_fields().find(|field| field.name == name);
    found.unwrap_or_else(|| panic!("no {name}: {:#?}", fields(issue, slot))).value(&issue.draft)
}

fn of<'i>(issue: &'i Issue, id: &str) -> &'i [Slot] {
    issue.outline.slots_of(issue.section(id))
}

/// Sets a field of the slot with that title and gives the lines that are different afterwards.
fn set(issue: &Issue, title: &str, name: &str, to: &str) -> Vec<String> {
    let slot = &issue.outline.slots[issue.slot(title)];
    let field = slot.all_fields().find(|field| field.name == name).expect("the field");
    let before = issue.draft.text();
    let after = field.clone().write(to, &issue.draft).apply(before);
    assert_eq!(before.lines().count(), after.lines().count(), "one line for another");
    let changed = before.lines().zip(after.lines()).filter(|(old, new)| old != new);
    changed.map(|(_, new)| new.to_owned()).collect()
}

#[test]
fn a_story_has_all_its_images_its_text_and_its_sources() {
    let issue = example("2026-06-08-draft.md");
    let slot = &issue.outline.slots[issue.slot("A 1974 Knitting Machine")];
    assert_eq!((slot.kind, slot.state()), (SlotKind::Feature, SlotState::Filled));
    let names: Vec<&str> = fields(&issue, slot).iter().map(|(name, _)| *name).collect();
    assert_eq!(
        names,
        [
            "Title",
            "Image 1",
            "Alt text 1",
            "Link 1",
            "Image 2",
            "Alt text 2",
            "Link 2",
            "Text",
            "Source 1",
            "Source 1 address",
            "Source 2",
            "Source 2 address",
            "Source 3",
            "Source 3 address",
            "Via",
            "Via address"
        ]
    );
    // Paragraphs, code, lists, a quote and sub-headings are the text's, byte for byte.
    let text = value(&issue, slot, "Text");
    for part in [
        "The punch card reader",
        "```\n## this is",
        "### What it took",
        "    * the old one",
        "> The machine hums",
    ] {
        assert!(text.contains(part), "{part}");
    }
    assert!(text.ends_with("the mistakes too"), "{text}");
    assert_eq!(value(&issue, slot, "Via"), "the exchange");
    assert_eq!(
        set(&issue, "A 1974", "Via address", "https://example.org/x"),
        [
            "Everything is published, the mistakes too - [Carriage Brain](https://example.com/carriage-brain), [Code](https://example.net/ferrant/carriage-brain) and [Video](https://example.net/watch?v=c4rr_i4ge). Via [the exchange](https://example.org/x)."
        ]
    );
}

#[test]
fn what_comes_after_the_sources_is_kept() {
    let issue = example("2026-06-08-draft.md");
    let slot = &issue.outline.slots[issue.slot("The Loom That Weaves")];
    let after = value(&issue, slot, "After the sources");
    assert!(after.starts_with("**Parts**\n\n* a board") && after.ends_with("unroll them 🧶."), "{after}");
    assert_eq!(set(&issue, "The Loom", "Title", "A Loom"), ["## A Loom"]);
    let half = &issue.outline.slots[issue.slot("Half a Sweater")];
    assert_eq!(half.state(), SlotState::Half);
    assert_eq!(
        value(&issue, &issue.outline.slots[issue.slot("Why Your Stitch")], "Source 2 address"),
        "https://example.net/simulators/counter_(v2)"
    );
}

#[test]
fn news_are_divided_with_and_without_images_and_sources() {
    let issue = example("2026-06-08-draft.md");
    let titles: Vec<(&str, SlotState)> =
        of(&issue, "news").iter().map(|slot| (slot.title.as_str(), slot.state())).collect();
    assert_eq!(
        titles,
        [
            ("Lace on a light table", SlotState::Filled),
            ("Bobbin board in a thimble", SlotState::Filled),
            ("Two hundred spools", SlotState::Filled),
            ("Felt is a sensor, if you press it in the right place - Soft ", SlotState::Half),
            ("Pattern archive", SlotState::Filled),
            ("An interview with the person behind the longest scarf that w", SlotState::Filled),
            ("", SlotState::Empty),
            ("", SlotState::Empty),
            ("", SlotState::Empty),
        ]
    );
}

#[test]
fn lists_have_a_row_for_each_line() {
    let issue = example("2026-06-08-draft.md");
    let states = |slot: &Slot| slot.rows.iter().map(|row| row.state()).collect::<Vec<_>>();
    let boards = &of(&issue, "boards")[0];
    assert_eq!(states(boards), [SlotState::Filled, SlotState::Filled, SlotState::Empty]);
    let guides = &of(&issue, "guides")[0];
    assert_eq!(states(guides), [SlotState::Filled, SlotState::Filled, SlotState::Empty]);
    assert_eq!(guides.rows[0].fields.len(), 4);
    assert_eq!(
        set(&issue, &guides.title, "Author", "Ada [she]"),
        [
            "[Solenoids Without Smoke](https://example.org/loopwise/guides/solenoids) from [Ada [she]](https://example.org/loopwise/people/kwame)"
        ]
    );
    let libraries = of(&issue, "libraries");
    let lists: Vec<(&str, usize)> =
        libraries.iter().map(|slot| (slot.title.as_str(), slot.rows.len())).collect();
    assert_eq!(lists, [("Numbers and versions", 0), ("New Libraries", 1), ("Updated Libraries", 3)]);
    assert_eq!(
        set(&issue, "Numbers and versions", "Libraries", "512"),
        ["The current number of CircuitPython libraries is **512**!"]
    );
}

#[test]
fn a_number_changes_in_all_of_its_places() {
    let issue = example("2026-06-08-draft.md");
    let thanks = &of(&issue, "thanks")[0];
    let field = &thanks.fields[0];
    assert_eq!((&*field.name, field.fill), ("Discord members", Fill::Placeholder));
    let after = field.clone().write("40 112", &issue.draft).apply(issue.draft.text());
    assert!(after.contains("## 40112 Thanks\n") && after.contains("![40112 THANKS]("), "{after}");
    let releases = &of(&issue, "releases")[0];
    assert_eq!(value(&issue, releases, "CircuitPython stable"), "12.1.0");
    assert_eq!(value(&issue, releases, "CircuitPython unstable"), "#.#.#-##.#");
}

#[test]
fn people_and_streams_stand_under_their_labels() {
    let issue = example("2026-06-08-draft.md");
    let people: Vec<(&str, SlotState)> =
        of(&issue, "team").iter().map(|slot| (slot.title.as_str(), slot.state())).collect();
    assert_eq!(
        people,
        [("Agathe", SlotState::Filled), ("Kwame", SlotState::Empty), ("Íris", SlotState::Filled)]
    );
    let text = value(&issue, &of(&issue, "team")[2], "Text");
    assert!(text.starts_with("The new `needlebed`") && text.ends_with("about it"), "{text}");
    let streams = of(&issue, "streams");
    assert_eq!(value(&issue, &streams[0], "Subject"), "a driver for solenoids that don't get hot");
    // The image and the first link lead to the same page.
    assert_eq!(streams[0].fields.iter().find(|field| field.name == "Address").unwrap().spans.len(), 2);
    assert_eq!(streams[1].state(), SlotState::Empty);
    assert_eq!(value(&issue, &streams[2], "Date"), "June 1, 2026");
    assert_eq!(
        value(&issue, &streams[2], "notes address"),
        "https://example.org/loopwise/meetings/2026-06-01.md"
    );
}

#[test]
fn events_are_stories_or_bullets_with_their_days() {
    let issue = example("2026-06-08-draft.md");
    let june = |first, last| Some((date(2026, 6, first), date(2026, 6, last)));
    let day = Some(date(2026, 6, 8));
    let days: Vec<_> = of(&issue, "events").iter().map(|slot| slot.dates(day)).collect();
    assert_eq!(
        days,
        [
            june(26, 28),
            june(3, 3),
            june(26, 28),
            Some((date(2026, 7, 11), date(2026, 7, 12))),
            Some((date(2026, 9, 12), date(2026, 9, 12))),
            None,
        ]
    );
    assert_eq!(
        set(&issue, "Looms Online", "Name", "Looms"),
        ["* [Looms](https://example.org/events/looms-online) is from 11 July through 12 July, 2026"]
    );
}

#[test]
fn a_bullet_s_text_keeps_its_bold_beginning() {
    let issue = Issue::new(
        "---\ndate: 2026-06-08\n---\n\n## Upcoming Events\n\n* **Fair** is on June 12 - [x](https://example.org)\n1. [Loom](https://example.org/l) on June 13\n",
    );
    let texts: Vec<&str> = of(&issue, "events").iter().map(|slot| value(&issue, slot, "Text")).collect();
    assert_eq!(texts, ["**Fair** is on June 12 - [x](https://example.org)", "on June 13"]);
}

#[test]
fn the_opening_is_what_stands_after_the_notes() {
    let issue = example("2026-06-08-draft.md");
    let opening = &of(&issue, "opening")[0];
    let (words, standing) =
        (value(&issue, opening, "Editor's words"), value(&issue, opening, "Closing text"));
    assert!(words.starts_with("Welcome to Loopwise") && words.ends_with("*Agathe, Editor*"), "{words}");
    assert!(standing.starts_with("Older letters") && standing.ends_with("subscribe)."), "{standing}");
    let fills: Vec<Fill> = opening.fields.iter().map(|field| field.fill).collect();
    assert_eq!(fills, [Fill::Missing, Fill::Written, Fill::Mixed, Fill::Written]);
}

#[test]
fn the_older_form_is_read_too() {
    let issue = example("2018-10-30-draft.md");
    let bells = &issue.outline.slots[issue.slot("Bells that ring")];
    assert_eq!(value(&issue, bells, "Image 1"), "/assets/01_1030bells.jpg");
    assert_eq!(
        set(&issue, "Bells", "Image 1", "/assets/a \"b\".jpg")[0],
        "[![Bell tower]({{ \"/assets/a%20%22b%22.jpg\" | absolute_url }}){:width=\"550px\"}](https://example.org/bells/)"
    );
    // Nothing tells where the story without an image begins: the one before it names no source.
    assert_eq!(of(&issue, "news").len(), 2);
    let event = &of(&issue, "events")[0];
    assert_eq!(event.dates(Some(date(2018, 10, 30))), Some((date(2018, 11, 9), date(2018, 11, 9))));
}

#[test]
fn slots_cover_what_they_show_and_nothing_twice() {
    for name in ["2026-06-08-draft.md", "2018-10-30-draft.md"] {
        let issue = example(name);
        for slot in &issue.outline.slots {
            let mut spans: Vec<Span> = slot.rows.iter().map(|row| row.span).collect();
            spans.sort();
            assert!(spans.windows(2).all(|pair| pair[0].end <= pair[1].start), "{name}: {}", slot.title);
        }
    }
}

const EVENTS: &str = "## Upcoming Events\n\n{}\n## ICYMI\n\nIt hums.\n";

#[test]
fn an_event_needs_words_where_others_have_some_unless_its_link_names_the_day() {
    let states = |lines: &str| -> Vec<SlotState> {
        let issue = Issue::new(&EVENTS.replace("{}", lines));
        issue.outline.slots_of(issue.section("events")).iter().map(|slot| slot.state()).collect()
    };
    let (fair, night) = ("* [The fair](https://fair.example)", "[The lamp night](https://lamp.example)\n");
    use SlotState::{Filled, Half};
    assert_eq!(states(&format!("{fair}, at the pier\n* {night}")), [Filled, Half]);
    let dated = night.replace("The", "June 9: the");
    assert_eq!(states(&format!("{fair}, at the pier\n* {dated}")), [Filled, Filled]);
    assert_eq!(states(&format!("{fair}\n* {night}")), [Filled, Filled]);
    assert_eq!(states(&format!("{fair} -\n* {night}")), [Half, Filled]);
}

#[test]
fn an_offset_is_in_one_section_and_one_slot() {
    let issue = Issue::new(&EVENTS.replace("{}", "* [The fair](https://fair.example), June 8\n"));
    let at = |words: &str| issue.draft.text().find(words).unwrap();
    let section =
        |words: &str| issue.outline.section_at(at(words)).map(|n| &*issue.outline.sections[n].title);
    assert_eq!(section("fair"), Some("Upcoming Events"));
    assert_eq!(section("hums"), Some("ICYMI"));
    assert_eq!(issue.outline.slot_at(at("June 8")), Some(issue.slot("The fair")));
    assert_eq!(issue.outline.slot_at(at("## Upcoming")), None);
}
