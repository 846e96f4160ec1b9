//! The section of an item, found by words or by the kind of its items.

use super::world::World;

const LINK: [&str; 6] =
    ["add", "--dry-run", "--url", "https://lamp.example/hum", "--title", "A lamp that hums"];

/// The first line and the errors for a section.
fn place(world: &World, section: &[&str]) -> (i32, String, String) {
    let (code, out, error) = world.copydesk("contributor", &[&LINK[..], section].concat());
    (code, out.lines().next().unwrap_or_default().to_owned(), error)
}

#[test]
fn words_of_a_heading_find_the_section() {
    let world = World::of_links();
    for (words, heading) in [
        ("walk", "Rust Walkthroughs"),
        ("RUST walk", "Rust Walkthroughs"),
        ("tooling", "Project/Tooling Updates"),
        ("thoughts", "Observations/Thoughts"),
        ("misc", "Miscellaneous"),
        ("research", "Research"),
    ] {
        let (code, line, error) = place(&world, &["--section", words]);
        assert_eq!((code, error.as_str()), (0, ""), "{words}: {line}");
        assert_eq!(line, format!("{heading}, in draft/2026-06-03-this-week-in-rust.md of origin/main:"));
    }
}

#[test]
fn a_section_that_is_not_clear_is_asked_for_in_one_sentence_without_a_wall_of_names() {
    let world = World::of_links();
    let error = |section: &[&str]| {
        let (code, _, error) = place(&world, section);
        assert_eq!(code, 2, "{error}");
        assert!(error.lines().count() == 1 && error.len() < 200, "{error}");
        error
    };
    let unnamed = error(&[]);
    assert!(unnamed.starts_with("copydesk: no section given; there are "), "{unnamed}");
    assert!(unnamed.ends_with("; `copydesk add --sections` lists them\n"), "{unnamed}");
    let links = error(&["--section", "link"]);
    assert!(links.starts_with("copydesk: several sections fit 'link'; there are "), "{links}");
    // The newsletter's own events are in these, and not below their common heading.
    assert_eq!(
        error(&["--section", "event"]),
        "copydesk: several sections fit 'event'; there are: Virtual, Europe, North America; name one, such as \
         `--section 'Virtual'`\n"
    );
    // The noun of all lists is also the profile's name of one.
    assert!(error(&["--section", "links"]).starts_with("copydesk: several sections fit 'links'; there are "));
    for misspelt in ["Walkthrus", "Rust Walkthruoghs"] {
        let misspelt = error(&["--section", misspelt]);
        assert!(misspelt.contains("(did you mean 'Rust Walkthroughs'?)"), "{misspelt}");
        assert!(misspelt.ends_with("; use `--section 'Rust Walkthroughs'`\n"), "{misspelt}");
    }
}

#[test]
fn a_word_that_several_headings_have_is_asked_for_although_one_section_has_it_as_its_name() {
    let soon =
        "## Coming Soon / New\n\nA gull that hums - [Gulls](https://gull.example/hum).\n\n## New Boards";
    let world = World::with_draft(&super::world::with("## New Boards", soon));
    let (code, _, error) = place(&world, &["--section", "new"]);
    assert_eq!(code, 2, "{error}");
    assert_eq!(
        error,
        "copydesk: several sections fit 'new'; there are: News From Around the Web, Coming Soon / New, New Boards \
         Supported by CircuitPython, New Learn Guides; name one, such as `--section 'News From Around the Web'`\n"
    );
    let (_, line, _) = place(&world, &["--section", "coming soon / new"]);
    assert!(line.starts_with("Coming Soon / New, in "), "{line}");
}

#[test]
fn the_sections_are_listed_with_an_item_of_this_issue_or_the_last() {
    let world = World::of_links();
    let (code, out, error) = world.copydesk("contributor", &["add", "--sections"]);
    assert_eq!((code, error.as_str()), (0, ""));
    let line = |heading: &str| out.lines().find(|line| line.starts_with(&format!("  {heading} ")));
    let walkthroughs = line("Rust Walkthroughs").unwrap();
    assert!(walkthroughs.ends_with("such as: Write a parser for train timetables"), "{walkthroughs}");
    // It is empty this week.
    assert!(line("Research").unwrap().ends_with("such as: How crabs count"), "{out}");
    for heading in ["Updates from Rust Community", "Upcoming Events", "Jobs", "Quote of the Week"] {
        assert_eq!(line(heading), None, "{out}");
    }
}

#[test]
fn the_kind_takes_the_only_section_that_has_such_items() {
    let world = World::new();
    for (kind, heading) in [
        ("story", "News From Around the Web"),
        ("stories", "News From Around the Web"),
        ("board", "New Boards Supported by CircuitPython"),
        ("guides", "New Learn Guides"),
        ("event", "Upcoming Events"),
    ] {
        let (_, line, error) = place(&world, &["--section", kind, "--text", "On June 20, 2026"]);
        assert!(line.starts_with(&format!("{heading}, in ")), "{kind}: {line}{error}");
    }
}

#[test]
fn the_kind_takes_the_section_that_has_such_items_before_those_that_could_have_some() {
    let issue = "Title: This Week in Rust 654\nNumber: 654\nDate: 2026-06-03\nCategory: This Week in Rust\n\n\
                 ## Updates from Rust Community\n\n### Official\n\n### Newsletters\n\n### Miscellaneous\n\
                 * [How gulls sleep](https://example.com/gulls)\n\n## Upcoming Events\n\n### Virtual\n";
    let world = World::with_links(issue);
    let (code, line, error) = place(&world, &["--section", "link"]);
    assert_eq!((code, error.as_str()), (0, ""), "{line}");
    assert!(line.starts_with("Miscellaneous, in "), "{line}");
    // Where none has some, it asks.
    let world = World::with_links(&issue.replace("* [How gulls sleep](https://example.com/gulls)\n", ""));
    let (code, _, error) = place(&world, &["--section", "link"]);
    assert_eq!(code, 2, "{error}");
    assert!(
        error.contains("several sections fit 'link'; there are: Official, Newsletters, Miscellaneous"),
        "{error}"
    );
}
