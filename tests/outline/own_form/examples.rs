//! The same on issues of our own, which need no corpus: a newsletter of links and events, and one of
//! stories with images.

use copydesk::draft::Draft;
use copydesk::outline::{ItemStyle, NewItem, Outline, add_item};
use copydesk::profile::built_in;

use super::values::Naming;
use super::{Measured, context};

/// The issue before, and this week's draft.
const LINKS: [&str; 2] = [include_str!("links-1.md"), include_str!("links-2.md")];
const STORIES: [&str; 2] = [include_str!("stories-1.md"), include_str!("stories-2.md")];

fn outlined(profile: &str, text: &str) -> (Draft, Outline) {
    let draft = Draft::parse(text);
    let outline = Outline::new(&draft, &built_in(profile).unwrap());
    (draft, outline)
}

/// Adds an item to a section of a draft, after an issue before it.
fn added(profile: &str, [before, text]: [&str; 2], section: &str, item: &NewItem) -> (String, String) {
    let known = outlined(profile, before);
    let style = ItemStyle::learn([(&known.0, &known.1)]);
    let profile = built_in(profile).unwrap();
    let draft = Draft::parse(text);
    let at = Outline::new(&draft, &profile).sections.iter().position(|one| one.title == section).unwrap();
    let context = context(&profile, &style);
    let added = add_item(&draft, at, item, &context).unwrap();
    (added.draft.slice(added.span).to_owned(), added.draft.text().to_owned())
}

fn links(section: &str, item: &NewItem) -> (String, String) {
    added("this-week-in-rust", LINKS, section, item)
}

fn item(title: &str, url: &str) -> NewItem {
    NewItem { title: title.into(), url: url.into(), ..NewItem::default() }
}

#[test]
fn every_item_of_our_own_issues_comes_out_as_it_was() {
    for (name, [before, text], most) in [("this-week-in-rust", LINKS, 12), ("circuitpython", STORIES, 8)] {
        let profile = built_in(name).unwrap();
        let known = outlined(name, before);
        let (draft, outline) = outlined(name, text);
        let style = ItemStyle::learn([(&known.0, &known.1)]);
        let issue = Measured { draft, outline, profile: &profile, template: None, style };
        let again: Vec<_> =
            issue.items().into_iter().filter_map(|at| issue.again(at, Naming::Learnt)).collect();
        for one in &again {
            assert_eq!(one.found, one.wanted, "{}", one.section);
            assert!(one.has_same_lines, "{}: {}", one.section, one.wanted);
        }
        assert_eq!(again.len(), most, "{name}");
    }
}

#[test]
fn a_link_gets_the_label_that_links_to_its_site_had() {
    let (line, text) = links("Terns", &item("A tern", "https://www.tubes.example/9"));
    assert_eq!(line, "- [film] [A tern](https://www.tubes.example/9)");
    // Films are together, after the other links.
    assert!(text.contains("2)\n- [film] [Terns fish](https://tubes.example/3)\n- [film] [A tern]"), "{text}");
    let (line, text) = links("Terns", &item("A text", "https://sea.example/9"));
    assert_eq!(line, "- [A text](https://sea.example/9)");
    assert!(text.contains("- [A text](https://sea.example/9)\n- [film] [Terns fish]"), "{text}");
}

#[test]
fn a_label_that_is_typed_with_the_title_is_no_part_of_it() {
    let (line, _) = links("Terns", &item("[sound] Gulls call", "https://sea.example/9"));
    assert_eq!(line, "- [sound] [Gulls call](https://sea.example/9)");
    let (line, _) = links("Terns", &item("[Sea] Gulls call", "https://sea.example/9"));
    assert_eq!(line, "- [[Sea] Gulls call](https://sea.example/9)");
}

#[test]
fn the_first_link_takes_the_place_of_a_sentence() {
    let (_, text) = links("Approved Nests", &item("A nest", "https://sea.example/9"));
    assert!(text.contains("These are new:\n\n- [A nest](https://sea.example/9)\n\n### Open Nests"), "{text}");
    assert!(!text.contains("No nests were approved"), "{text}");
    // A list with an emphasized item and others is no sentence.
    let two = LINKS[1]
        .replace("- *No nests were approved.*", "- *No nests were approved.*\n- [B](https://b.example)");
    let nest = item("A nest", "https://sea.example/9");
    let (_, text) = added("this-week-in-rust", [LINKS[0], &two], "Approved Nests", &nest);
    assert!(text.contains("- *No nests were approved.*\n- [B](https://b.example)\n- [A nest]"), "{text}");
}

#[test]
fn the_first_link_follows_the_comment_that_shows_its_form() {
    let (_, text) = links("Open Nests", &item("Gulls - Count the eggs", "https://sea.example/9"));
    let place = "<!-- or: *Nobody called this week.* -->\n\n- [Gulls - Count the eggs](https://sea.example/9)\n\nTell us";
    assert!(text.contains(place), "{text}");
    let said = LINKS[1].replace("Tell us", "*Nobody called this week.*\n\nTell us");
    let call = item("Gulls - Count the eggs", "https://sea.example/9");
    let (_, text) = added("this-week-in-rust", [LINKS[0], &said], "Open Nests", &call);
    assert!(text.contains(place), "{text}");
}

#[test]
fn an_empty_section_gets_the_line_breaks_of_earlier_issues() {
    let (_, text) = links("Gulls", &item("A gull", "https://sea.example/9"));
    assert!(text.contains("### Gulls\n- [A gull](https://sea.example/9)\n\n### Terns"), "{text}");
}

#[test]
fn an_event_has_date_place_and_organizer_and_goes_to_its_day() {
    let event = NewItem {
        date: "20 June".into(),
        place: "Saltholm".into(),
        ..item("Night count", "https://meet.example/gulls-nordvik/events/77")
    };
    let (lines, text) = links("Europe", &event);
    let wanted = "- 2026-06-20 | Saltholm | [Gulls of Nordvik](https://meet.example/gulls-nordvik/)\n    - [**Night count**](https://meet.example/gulls-nordvik/events/77)";
    assert_eq!(lines, wanted);
    assert!(text.contains(&format!("events/12)\n{wanted}\n- 2026-06-30 |")), "{text}");
    let first = NewItem { date: "2026-06-11 to 2026-06-12".into(), ..event.clone() };
    let (_, text) = links("Europe", &first);
    assert!(text.contains("### Europe\n\n- 2026-06-11 - 2026-06-12 | Saltholm |"), "{text}");
    let other = NewItem { source: "Terns".into(), source_url: "https://terns.example".into(), ..event };
    let (lines, _) = links("Europe", &other);
    assert!(
        lines.starts_with("- 2026-06-20 | Saltholm | [Terns](https://terns.example)\n    - [**"),
        "{lines}"
    );
    let words = NewItem { text: "2026-06-20 | Saltholm".into(), ..item("Night", "https://night.example") };
    assert_eq!(links("Europe", &words).0, "- 2026-06-20 | Saltholm | [Night](https://night.example)");
}

#[test]
fn a_title_with_markup_is_escaped_where_it_would_end_the_link() {
    for (title, line) in [
        ("Why [gulls fly", "- [Why \\[gulls fly](https://sea.example/9)"),
        ("A ` in a title", "- [A \\` in a title](https://sea.example/9)"),
        ("Use `[gull]` twice", "- [Use `[gull]` twice](https://sea.example/9)"),
        ("[gull] flies", "- [[gull] flies](https://sea.example/9)"),
        ("A title\\", "- [A title\\\\](https://sea.example/9)"),
    ] {
        assert_eq!(links("Gulls", &item(title, "https://sea.example/9")).0, line);
    }
}

#[test]
fn a_hostile_text_changes_nothing_but_its_line() {
    for text in ["<!-- gone", "`", "# A heading", "<script>", "a | b\n## c", "](x"] {
        let hostile = NewItem { text: text.into(), ..item("A gull", "https://sea.example/9") };
        let (line, after) = links("Gulls", &hostile);
        let outline = |text: &str| {
            let (_, outline) = outlined("this-week-in-rust", text);
            outline.sections.iter().map(|section| section.title.clone()).collect::<Vec<_>>()
        };
        assert_eq!(outline(&after), outline(LINKS[1]), "{line}");
        assert_eq!(after.replacen(&format!("{line}\n"), "", 1), LINKS[1], "{line}");
    }
}

#[test]
fn a_story_with_its_own_source_gets_no_other() {
    let story = |text: &str| NewItem { text: text.into(), ..item("", "https://github.com/gulls/eggs") };
    let added = |text: &str| added("circuitpython", STORIES, "News From Around the Web", &story(text)).0;
    assert_eq!(
        added("A gull counts eggs - [Nest](https://nest.example/1)"),
        "A gull counts eggs - [Nest](https://nest.example/1)."
    );
    assert_eq!(added("A gull counts eggs."), "A gull counts eggs - [GitHub](https://github.com/gulls/eggs).");
}

#[test]
fn windows_line_endings_stay() {
    let crlf = LINKS[1].replace('\n', "\r\n");
    let event = NewItem {
        date: "2026-06-20".into(),
        place: "Saltholm".into(),
        ..item("Night count", "https://meet.example/gulls-nordvik/events/77")
    };
    let (_, text) = added("this-week-in-rust", [LINKS[0], &crlf], "Europe", &event);
    assert!(!text.replace("\r\n", "").contains('\n'), "{text:?}");
}

fn event(title: &str, url: &str, date: &str, place: &str) -> NewItem {
    NewItem { date: date.into(), place: place.into(), ..item(title, url) }
}

#[test]
fn the_date_of_an_event_is_in_the_sentence_of_the_others() {
    let events = "## Upcoming Events\n\n* [Swap](https://swap.example) is on December 17, 2026 in the ferry hall\n* [Night](https://night.example) is on December 21, 2026, online\n";
    let fog = event("Fog day", "https://fog.example", "2026-12-19", "Port Ardle");
    let line = "* [Fog day](https://fog.example) is on December 19, 2026, Port Ardle";
    for empty in ["", "* [Event name](url) on {date}\n"] {
        let draft = format!("{events}{empty}");
        let (_, text) = added("circuitpython", ["", &draft], "Upcoming Events", &fog);
        assert!(text.contains(&format!("{line}\n")), "{text}");
    }
}

#[test]
fn the_place_of_an_event_is_after_the_link_where_others_have_it_there() {
    let events = "## Upcoming Events\n\n* 2026-12-03: [Walk](https://walk.example), Brighton\n* 2026-12-05: [Talk](https://talk.example), Rye\n";
    let beach = event("Beach day", "https://beach.example", "2026-12-06", "Hove");
    let (line, _) = added("this-week-in-rust", ["", events], "Upcoming Events", &beach);
    assert_eq!(line.trim_end(), "* 2026-12-06: [Beach day](https://beach.example), Hove");
}
