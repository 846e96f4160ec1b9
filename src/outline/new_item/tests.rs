use super::*;
use crate::profile::{built_in, built_in_template};
use crate::text::Edits;

fn added(profile: &str, text: &str, section: &str, item: &NewItem) -> (String, String) {
    let profile = built_in(profile).unwrap();
    let draft = Draft::parse(text);
    let at = Outline::new(&draft, &profile).sections.iter().position(|one| one.title == section).unwrap();
    let style = ItemStyle::default();
    let done = add_item(&draft, at, item, &context(&profile, &style, &|_| false)).unwrap();
    (done.draft.slice(done.span).to_owned(), done.draft.text().to_owned())
}

fn context<'a>(
    profile: &'a Profile,
    style: &'a ItemStyle,
    has_image: &'a dyn Fn(&str) -> bool,
) -> ItemContext<'a> {
    let missing_source = MissingSource::Site;
    ItemContext { profile, template: None, folder: "20260601", has_image, style, missing_source }
}

fn lamp() -> NewItem {
    NewItem {
        title: "A lamp".into(),
        url: "https://lamp.example/a".into(),
        text: "A lamp that [hums](https://lamp.example/a) at night".into(),
        image: "../assets/20260601/20260601lamp.jpg".into(),
        source: "Lamps".into(),
        source_url: "https://lamp.example".into(),
        author: "Mira".into(),
        author_url: "https://lamp.example/mira".into(),
        ..NewItem::default()
    }
}

#[test]
fn a_story_fills_the_first_empty_slot_and_nothing_else_changes() {
    let template = built_in_template("circuitpython").unwrap();
    let (item, text) = added("circuitpython", template, "News From Around the Web", &lamp());
    assert_eq!(
        item,
        "[![A lamp](../assets/20260601/20260601lamp.jpg)](https://lamp.example/a)\n\nA lamp that [hums](https://lamp.example/a) at night - [Lamps](https://lamp.example)."
    );
    let edits = Edits::between(template, &text);
    let changed = edits.span().unwrap();
    assert!(!template[changed.start..changed.end].contains("## "));
}

#[test]
fn a_story_without_an_image_has_no_form_for_one() {
    let template = built_in_template("circuitpython").unwrap();
    let item = NewItem { image: String::new(), ..lamp() };
    let (item, _) = added("circuitpython", template, "News From Around the Web", &item);
    assert_eq!(item, "A lamp that [hums](https://lamp.example/a) at night - [Lamps](https://lamp.example).");
}

#[test]
fn a_full_section_gets_one_more() {
    let text = "## News From Around the Web\n\n[![a](../assets/a.jpg)](https://a.example)\n\nOne - [A](https://a.example).\n\n## Events\n";
    let (item, after) = added("circuitpython", text, "News From Around the Web", &lamp());
    assert!(item.starts_with("[![A lamp]"), "{item}");
    assert_eq!(after.find(&item), Some(text.find("\n\n## Events").unwrap() + 2));
    assert!(after.ends_with("https://lamp.example).\n\n## Events\n"), "{after}");
}

#[test]
fn a_board_is_counted() {
    let text = "## New Boards Supported by CircuitPython\n\nThis week there was 1 new board added:\n\n- [One](https://one.example)\n\n## Events\n";
    let (item, after) = added("circuitpython", text, "New Boards Supported by CircuitPython", &lamp());
    assert_eq!(item, "- [A lamp](https://lamp.example/a)");
    assert!(
        after.contains("there were 2 new boards added:\n\n- [One](https://one.example)\n- [A lamp]"),
        "{after}"
    );
}

#[test]
fn a_guide_names_its_author_if_the_item_has_one() {
    let text = "## New Learn Guides\n\n[title](url) from [name](url)\n\n## Events\n";
    let (item, _) = added("circuitpython", text, "New Learn Guides", &lamp());
    assert_eq!(item, "[A lamp](https://lamp.example/a) from [Mira](https://lamp.example/mira)");
    let nobody = NewItem { author: String::new(), author_url: String::new(), ..lamp() };
    let (item, after) = added("circuitpython", text, "New Learn Guides", &nobody);
    assert_eq!(item, "[A lamp](https://lamp.example/a)");
    assert!(after.ends_with("(https://lamp.example/a)\n\n## Events\n"));
}

#[test]
fn a_slot_with_an_existing_image_is_in_use_and_a_templates_image_is_removed() {
    let slot = "[![title](../assets/20260601/20260601play1.jpg)](url)\n\ntext - [site](url).\n";
    let text = format!("## News From Around the Web\n\n{slot}\n{}", slot.replace("play1", "play2"));
    let profile = built_in("circuitpython").unwrap();
    let draft = Draft::parse(text);
    let item = NewItem { image: String::new(), ..lamp() };
    let has = |path: &str| path.ends_with("play1.jpg");
    let style = ItemStyle::default();
    let done = add_item(&draft, 0, &item, &context(&profile, &style, &has)).unwrap();
    assert!(done.draft.text().contains("play1.jpg") && !done.draft.text().contains("play2.jpg"));
    assert!(done.draft.slice(done.span).starts_with("A lamp that [hums]"));
}

#[test]
fn an_event_keeps_its_words() {
    let text = "## Upcoming Events\n\n* [Fest](https://fest.example), June 12\n";
    let item = NewItem {
        title: "Regatta".into(),
        url: "https://r.example".into(),
        text: "June 20".into(),
        ..NewItem::default()
    };
    let (_, after) = added("circuitpython", text, "Upcoming Events", &item);
    assert!(
        after.ends_with("* [Fest](https://fest.example), June 12\n* [Regatta](https://r.example), June 20\n"),
        "{after}"
    );
}

#[test]
fn an_event_is_put_by_its_day_although_the_list_has_an_empty_slot() {
    let event = |name: &str, words: &str| format!("* [{name}](https://{name}.example) {words}\n");
    let empty = "* [Event name](url) {date}\n";
    let (swap, fair) =
        (event("swap", "is on June 12, 2026 in the hall"), event("fair", "opens on July 3, 2026"));
    let night = event("night", "is on July 20, online");
    let item = |date: &str| NewItem {
        title: "Regatta".into(),
        url: "https://r.example".into(),
        date: date.into(),
        place: "Port Ardle".into(),
        ..NewItem::default()
    };
    let section = |items: &[&str]| {
        let front = "---\ntitle: x\ndate: 2026-06-08\n---\n\n";
        format!("{front}## Upcoming Events\n\n{}\n## Contribute!\n", items.concat())
    };
    for (date, words, at) in [
        ("2026-06-02", "is on June 2, 2026", 0),
        ("2026-06-20", "is on June 20, 2026", 1),
        ("2026-07-21", "is on July 21, 2026", 3),
    ] {
        let line = format!("* [Regatta](https://r.example) {words}, Port Ardle\n");
        let mut expected = vec![swap.as_str(), &fair, &night];
        expected.insert(at, &line);
        for place in 0..=3 {
            let mut before = vec![swap.as_str(), &fair, &night];
            before.insert(place, empty);
            let (span, after) = added("circuitpython", &section(&before), "Upcoming Events", &item(date));
            assert_eq!(after, section(&expected), "{date}, {place}");
            assert_eq!(span, line.trim_end(), "{date}, {place}");
        }
    }
    // Another empty slot stays.
    let (_, after) =
        added("circuitpython", &section(&[&swap, empty, empty]), "Upcoming Events", &item("2026-06-02"));
    assert_eq!(after.matches(empty).count(), 1, "{after}");
    assert!(after.find("[Regatta]") < after.find("[swap]"), "{after}");
}

#[test]
fn the_date_of_an_event_is_in_the_form_of_the_others() {
    for (others, written) in [
        (["June 12", "July 3"], "June 20"),
        (["12 June 2026", "3 July 2026"], "20 June 2026"),
        (["Fri, June 12", "Fri, July 3"], "Sat, June 20"),
    ] {
        let items = others.map(|date| format!("* [Fest](https://fest.example), {date}\n"));
        let text = format!("## Upcoming Events\n\n{}", items.concat());
        let item = NewItem {
            title: "Regatta".into(),
            url: "https://r.example".into(),
            date: "2026-06-20".into(),
            ..NewItem::default()
        };
        let (line, _) = added("circuitpython", &text, "Upcoming Events", &item);
        assert_eq!(line, format!("* [Regatta](https://r.example), {written}"), "{text}");
    }
}

#[test]
fn the_text_of_an_event_follows_a_comma_unless_other_events_have_another_mark() {
    let item = NewItem {
        title: "Regatta".into(),
        url: "https://r.example".into(),
        text: "on June 20".into(),
        ..NewItem::default()
    };
    for (event, line) in [
        ("* [June 12: Fest](https://fest.example)", "* [Regatta](https://r.example), on June 20"),
        ("* [Fest](https://fest.example) | June 12", "* [Regatta](https://r.example) | on June 20"),
    ] {
        let text = format!("## Upcoming Events\n\n{event}\n");
        let (added, _) = added("circuitpython", &text, "Upcoming Events", &item);
        assert_eq!(added, line);
    }
}

#[test]
fn an_event_without_an_image_is_a_bullet_or_a_story_without_one() {
    let with_image = "## Upcoming Events\n\n[![a](../assets/20260601/20260601fair.jpg)](https://a.example)\n\nThe fair is on June 5 - [A](https://a.example).\n";
    let item = |text: &str| NewItem {
        title: "Regatta".into(),
        url: "https://r.example".into(),
        text: text.into(),
        source: "r.example".into(),
        source_url: "https://r.example".into(),
        ..NewItem::default()
    };
    for words in ["The regatta is on June 20", "The regatta comes back"] {
        let (added, after) = added("circuitpython", with_image, "Upcoming Events", &item(words));
        assert_eq!(added, format!("{words} - [r.example](https://r.example)."));
        assert_eq!(after, format!("{with_image}\n{added}\n"));
    }
    let bullets = format!("{with_image}\n* [Fest](https://fest.example), June 12\n");
    let (added, after) = added("circuitpython", &bullets, "Upcoming Events", &item("June 20"));
    assert_eq!(added, "* [Regatta](https://r.example), June 20");
    assert_eq!(after, format!("{bullets}{added}\n"));
}

#[test]
fn an_event_of_a_list_by_days_goes_to_its_day_without_the_talks_of_another() {
    let line = |day: &str| {
        format!(
            "* {day} | Nordvik | [Gulls](https://g.example)\n    * [**Nests**](https://g.example/{day})\n"
        )
    };
    let text = format!(
        "Title: Weekly 5\nNumber: 5\nDate: 2026-06-03\n\n## Upcoming Events\n\n### Europe\n\n{}{}",
        line("2026-06-10"),
        line("2026-06-30")
    );
    let item = NewItem {
        title: "Terns".into(),
        url: "https://t.example".into(),
        text: "2026-06-20 | Saltholm".into(),
        ..NewItem::default()
    };
    let (added, after) = added("this-week-in-rust", &text, "Europe", &item);
    assert_eq!(added, "* 2026-06-20 | Saltholm | [Terns](https://t.example)");
    assert_eq!(after, text.replace(&line("2026-06-30"), &format!("{added}\n{}", line("2026-06-30"))));
}

#[test]
fn the_day_of_an_event_is_written_in_the_words_of_the_other_events() {
    let text = "## Upcoming Events\n\n* May 14 | Cork | [Open day](https://cork.example/14)\n* May 28 | Cork | [Honey day](https://cork.example/28)\n";
    let event = |date: &str| NewItem {
        title: "Smoke day".into(),
        url: "https://galway.example/smoke".into(),
        date: date.into(),
        place: "Galway".into(),
        ..NewItem::default()
    };
    let line = |date: &str| added("this-week-in-rust", text, "Upcoming Events", &event(date)).0;
    assert_eq!(line("2026-05-20"), "* May 20 | Galway | [Smoke day](https://galway.example/smoke)");
    assert_eq!(line("May 20-22"), "* May 20-22 | Galway | [Smoke day](https://galway.example/smoke)");
}

#[test]
fn a_link_goes_to_the_end_of_its_list_or_begins_one() {
    let text = "## Official\n\n## Research\n\n* [one](https://one.example)\n\n## Jobs\n";
    let lamp = || NewItem { text: String::new(), ..lamp() };
    let (item, after) = added("this-week-in-rust", text, "Research", &lamp());
    assert_eq!(item, "* [A lamp](https://lamp.example/a)");
    assert!(after.contains("* [one](https://one.example)\n* [A lamp]"), "{after}");
    let (_, after) = added("this-week-in-rust", text, "Official", &lamp());
    assert!(after.starts_with("## Official\n\n* [A lamp](https://lamp.example/a)\n\n## Research"), "{after}");
}

#[test]
fn a_placeholder_of_a_link_gets_the_text_too() {
    let official = |line: &str| format!("## Official\n\n{line}\n\n## Jobs\n");
    let (item, after) = added("this-week-in-rust", &official("* [title](url)"), "Official", &lamp());
    assert_eq!(
        item,
        "* [A lamp](https://lamp.example/a) - A lamp that [hums](https://lamp.example/a) at night"
    );
    assert_eq!(after, official(&item));
}

#[test]
fn only_a_sentence_that_says_none_gives_way_to_the_first_item() {
    let lamp = || NewItem { text: String::new(), ..lamp() };
    let official = |only: &str| format!("## Official\n\n* {only}\n\n## Jobs\n");
    for none in
        ["*No news this week.*", "_There were no posts._", "*Nothing this time.*", "No news this week!"]
    {
        let (_, after) = added("this-week-in-rust", &official(none), "Official", &lamp());
        assert_eq!(after, official("[A lamp](https://lamp.example/a)"), "{none}");
    }
    for item in [
        "*The lighthouse keepers' report*",
        "_A talk on buoys, by Nia_",
        "*[No Gulls: a video](https://gull.example/v)*",
        "*No gulls were seen. See [the video](https://gull.example/v).*",
        "*No Gulls: a video*",
        "*Nonetheless, gulls.*",
        "*There is nobody like Noa.*",
        "No Gulls: a video",
        "[No gulls.](https://gull.example/v)",
    ] {
        let (_, after) = added("this-week-in-rust", &official(item), "Official", &lamp());
        assert_eq!(after, official(&format!("{item}\n* [A lamp](https://lamp.example/a)")), "{item}");
    }
}

#[test]
fn an_event_keeps_its_date_beside_another_day_in_its_text() {
    let text = "## Upcoming Events\n\n* [Fest](https://fest.example), June 12\n";
    let event = |text: &str| NewItem {
        title: "Regatta".into(),
        url: "https://r.example".into(),
        text: text.into(),
        date: "June 20".into(),
        ..NewItem::default()
    };
    for (words, line) in [
        ("sign up by June 3", "sign up by June 3, June 20"),
        ("on 20 June 2026 at noon", "on 20 June 2026 at noon"),
        ("Regatta.", "June 20"),
    ] {
        let (_, after) = added("circuitpython", text, "Upcoming Events", &event(words));
        assert!(after.ends_with(&format!("* [Regatta](https://r.example), {line}\n")), "{words}: {after}");
    }
}

#[test]
fn an_item_of_a_numbered_list_has_the_next_number_or_the_first_one() {
    let text = "## Upcoming Events\n\n1. [Fest](https://fest.example), June 12\n2. [Fair](https://fair.example), June 14\n";
    let event = |date: &str| NewItem {
        title: "Regatta".into(),
        url: "https://r.example".into(),
        date: date.into(),
        ..NewItem::default()
    };
    let with_date = format!("---\ntitle: \"Week\"\ndate: 2026-06-08 08:00:00 -0800\n---\n\n{text}");
    for (date, line) in [
        ("June 20", "2. [Fair](https://fair.example), June 14\n3. [Regatta](https://r.example), June 20\n"),
        ("June 9", "1. [Regatta](https://r.example), June 9\n1. [Fest](https://fest.example), June 12\n"),
    ] {
        let (_, after) = added("circuitpython", &with_date, "Upcoming Events", &event(date));
        assert!(after.contains(line), "{date}: {after}");
    }
}

/// A story that is added to a section by a profile with sources in parentheses.
fn with_parentheses(text: &str, item: &NewItem) -> String {
    let mut profile = built_in("circuitpython").unwrap();
    profile.style.source = Some(" ({}).".into());
    let (draft, style) = (Draft::parse(text), ItemStyle::default());
    let done = add_item(&draft, 0, item, &context(&profile, &style, &|_| false)).unwrap();
    done.draft.text().to_owned()
}

#[test]
fn a_source_in_parentheses_is_filled_in_and_never_lost() {
    const HEADING: &str = "## News From Around the Web\n\n";
    let item = NewItem {
        title: "New lamp".into(),
        url: "https://lamp.example/a".into(),
        source: "Lamps".into(),
        ..NewItem::default()
    };
    let written = "New lamp ([Lamps](https://lamp.example/a)).";
    let slot =
        format!("{HEADING}[![title](../assets/20260601/20260601-name.jpg)](url)\n\ntext ([site](url)).\n");
    assert_eq!(with_parentheses(&slot, &item), format!("{HEADING}{written}\n"));
    let stories =
        format!("{HEADING}It hums ([Nest](https://n.example)).\n\nIt glows ([Egg](https://e.example)).\n");
    assert_eq!(with_parentheses(&stories, &item), format!("{stories}\n{written}\n"));
    // A form without a place for the address.
    let bare = format!("{HEADING}[![title](../assets/20260601/20260601-name.jpg)](url)\n\ntext\n");
    assert_eq!(with_parentheses(&bare, &item), format!("{HEADING}{written}\n"));
    let linked = NewItem { text: "A [lamp](https://lamp.example/a) hums.".into(), ..item };
    let (_, text) = added("circuitpython", &bare, "News From Around the Web", &linked);
    assert_eq!(text, format!("{HEADING}{}\n", linked.text));
}
