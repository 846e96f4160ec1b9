//! The forms of any newsletter, on issues of our own: each item is taken out and added again.

use copydesk::draft::Draft;
use copydesk::outline::{ItemStyle, NewItem, Outline, add_item};

use super::general::general;
use super::{Measured, context};
use crate::outline::profile_of;

const SECTIONS: [(&str, &str); 4] =
    [("nests", "links"), ("brief", "paragraphs"), ("eggs", "topics"), ("mixed", "paragraphs, links")];

/// The items that come out again, and those that differ.
fn again(text: &str) -> (usize, Vec<(String, String)>) {
    let profile = profile_of("[2]", &SECTIONS);
    let draft = Draft::parse(text);
    let outline = Outline::new(&draft, &profile);
    let issue = Measured { draft, outline, profile: &profile, template: None, style: ItemStyle::default() };
    let items = issue.items();
    let values = items
        .iter()
        .filter_map(|at| Some((*at, general(&issue.draft, &issue.outline.slots[at.slot], at.row)?)));
    let found: Vec<_> = values.filter_map(|(at, values)| issue.again_from(at, &values)).collect();
    let differ = found.iter().filter(|one| !one.is_same() || !one.has_same_lines);
    (found.len(), differ.map(|one| (one.wanted.clone(), one.found.clone())).collect())
}

/// Adds an item to the first section of a text, after an issue before it.
fn added(before: &str, text: &str, item: &NewItem) -> String {
    let profile = profile_of("[2]", &SECTIONS);
    let past = Draft::parse(before);
    let style = ItemStyle::learn([(&past, &Outline::new(&past, &profile))]);
    let context = context(&profile, &style);
    add_item(&Draft::parse(text), 0, item, &context).unwrap().draft.text().to_owned()
}

fn item(title: &str, url: &str, text: &str) -> NewItem {
    NewItem { title: title.into(), url: url.into(), text: text.into(), ..NewItem::default() }
}

fn gull(text: &str) -> NewItem {
    item("Gull", "https://gull.example/9", text)
}

#[test]
fn items_of_lists_of_any_form_come_out_as_they_were() {
    for list in [
        // A list with `+`, blank lines and a colon.
        "+ [A](https://a.example): one\n\n+ [B](https://b.example): two\n\n+ [C](https://c.example)",
        // A nested list with the context.
        "- [A](https://a.example)\n  - One.\n- [B](https://b.example)\n  - Two.\n  - And three.\n- [C](https://c.example)",
        // A quotation below the author.
        "- [A](https://a.example) by Mira\n  > One.\n\n- [B](https://b.example) by Noor Holm\n  > Two.\n\n- [C](https://c.example) by Ole\n  > Three.",
        // Text after a space.
        "* [SR-1](https://a.example) one\n* [SR-2](https://b.example) two",
        // A label before the link.
        "* Film: [A](https://a.example)\n* Film: [B](https://b.example)\n* Film: [C](https://c.example)",
        "- 💰 [A](https://a.example)\n- 💰 [B](https://b.example)\n- 💰 [C](https://c.example)",
        // Bold around the link, and within it.
        "- **[A](https://a.example)** - one\n- **[B](https://b.example)** - two",
        "- [**A**](https://a.example) - one\n- [**B**](https://b.example) - two",
        // The link within a sentence.
        "* The gate [`A`](https://a.example) is open\n* [`B`](https://b.example) is shut",
        // The same with a text below it.
        "- Now open: [A](https://a.example)\n  - One.\n- [B](https://b.example)\n  - Two.\n- [C](https://c.example)\n  - Three.",
        // A linked author.
        "* [A](https://a.example) from [Mira](https://m.example): one\n* [B](https://b.example) two",
    ] {
        let (count, differ) = again(&format!("## Nests\n\n{list}\n\n## Brief\n\nGulls.\n"));
        assert!(count > 1, "{list}");
        assert_eq!(differ, [], "{list}");
    }
}

#[test]
fn a_text_that_is_the_title_with_its_link_is_the_whole_item() {
    let text = "## Nests\n\n* [A](https://a.example): one\n";
    for (title, words) in [
        ("The gull", "[The gull.](https://gull.example/9)"),
        ("", "Mira [counted](https://gull.example/9) gulls."),
    ] {
        let after = added("", text, &item(title, "https://gull.example/9", words));
        assert_eq!(after, format!("{text}* {words}\n"));
    }
}

#[test]
fn paragraphs_come_out_as_they_were() {
    let text = "## Brief\n\n[Mira Holm](https://m.example) wrote [a text](https://a.example/1) about gulls.\n\n> A gull is a bird.\n\n[Noor Ek](https://n.example) counted [all nests](https://a.example/2) by night.\n\n[NP-7](https://n.example/7): *Eggs* was [accepted](https://f.example/7).\n\n[NP-8](https://n.example/8): *Sand* was [accepted](https://f.example/8).\n\nA great [list](https://l.example) of terns.\n\n## Eggs\n";
    assert_eq!(again(text), (5, Vec::new()));
}

#[test]
fn topics_come_out_as_they_were() {
    let text = "## Eggs\n\n### [12: Sand](https://n.example/12)\n\nA nest on sand.\n\n### [13: Roof](https://n.example/13)\n\nA nest on a roof.\n\nIt is high.\n\n## Brief\n\nGulls.\n";
    let (count, differ) = again(text);
    assert_eq!((count, differ), (3, Vec::new()));
    let code = "## Eggs\n\n### [`sand`](https://n.example/12)\n<span>by Mira</span>\n\nA nest.\n\n### [`roof`](https://n.example/13)\n<span>by Noor</span>\n\nA nest.\n\n### [`dune`](https://n.example/14)\n<span>by Ole</span>\n\nA nest.\n";
    assert_eq!(again(code), (3, Vec::new()));
}

const TOOLS: &str = "## Brief\n\n1、[灯](https://l.example)（英文）\n\n![](https://i.example/l.png)\n\n它响。\n\n2、[箱](https://b.example)（英文）\n\n![](https://i.example/b.png)\n\n它开。\n\n它关。\n";

#[test]
fn a_numbered_item_gets_the_next_number_and_the_form_of_the_others() {
    let net =
        NewItem { image: "https://i.example/n.png".into(), ..item("网", "https://n.example", "它抓。") };
    let wanted = "它关。\n\n3、[网](https://n.example)（英文）\n\n![](https://i.example/n.png)\n\n它抓。\n";
    assert!(added("", TOOLS, &net).ends_with(wanted), "{}", added("", TOOLS, &net));
    // Without an image, and without a text.
    let plain = added("", TOOLS, &item("网", "https://n.example", "它抓。"));
    assert!(plain.ends_with("它关。\n\n3、[网](https://n.example)（英文）\n\n它抓。\n"), "{plain}");
    // A remark that other items lack is no part of the form.
    let mixed = TOOLS.replacen("（英文）", "（中文）", 1);
    assert!(
        added("", &mixed, &net).contains("3、[网](https://n.example)\n\n![]"),
        "{}",
        added("", &mixed, &net)
    );
    // The first item of this issue has the form of the last one.
    let first = added(TOOLS, "## Brief\n\n## Eggs\n", &net);
    assert_eq!(
        first,
        "## Brief\n\n1、[网](https://n.example)（英文）\n\n![](https://i.example/n.png)\n\n它抓。\n\n## Eggs\n"
    );
}

#[test]
fn html_around_an_image_is_that_of_most_items() {
    let tool = |number: u32, align: &str, name: &str| {
        format!(
            "{number}、[{name}](https://{name}.example)\n\nIt hums.\n\n<p align=\"{align}\"><img src=\"https://i.example/{name}.png\"></p>\n"
        )
    };
    let tools = [tool(1, "center", "lamp"), tool(2, "left", "box"), tool(3, "center", "bell")].join("\n");
    let net = NewItem {
        image: "https://i.example/net.png".into(),
        ..item("net", "https://net.example", "It hums.")
    };
    let text = format!("## Brief\n\n{tools}");
    assert_eq!(added("", &text, &net), format!("{text}\n{}", tool(4, "center", "net")));
}

#[test]
fn numbers_of_later_sections_go_on() {
    let text = "## Brief\n\n1、[a](https://a.example)：one\n\n## Mixed\n\n2、[b](https://b.example)：two\n\n3、[c](https://c.example)：three\n";
    let after = added("", text, &gull("four"));
    assert_eq!(
        after,
        "## Brief\n\n1、[a](https://a.example)：one\n\n2、[Gull](https://gull.example/9)：four\n\n## Mixed\n\n3、[b](https://b.example)：two\n\n4、[c](https://c.example)：three\n"
    );
}

#[test]
fn a_paragraph_links_the_words_of_its_title() {
    let text = "## Brief\n\nA great [list](https://l.example) of terns.\n";
    let after = added("", text, &item("a text", "https://gull.example/9", "Mira wrote a text about gulls."));
    assert!(
        after.ends_with("terns.\n\nMira wrote [a text](https://gull.example/9) about gulls.\n"),
        "{after}"
    );
    let linked =
        added("", text, &item("", "https://gull.example/9", "Mira [wrote](https://gull.example/9)."));
    assert!(linked.ends_with("terns.\n\nMira [wrote](https://gull.example/9).\n"), "{linked}");
    let other = added("", text, &gull("It flies."));
    assert!(other.ends_with("terns.\n\n[Gull](https://gull.example/9) It flies.\n"), "{other}");
    let only = added("", text, &gull(""));
    assert!(only.ends_with("terns.\n\n[Gull](https://gull.example/9)\n"), "{only}");
    // The words are code, or have another link.
    for words in ["Run `Gull` by night.", "See [the Gull](https://other.example) by night."] {
        let beside = added("", text, &gull(words));
        assert!(beside.ends_with(&format!("terns.\n\n[Gull](https://gull.example/9) {words}\n")), "{beside}");
    }
}

#[test]
fn the_first_topic_has_the_form_of_earlier_issues_or_a_deeper_heading() {
    let before = "## Eggs\n\n#### [Sand](https://s.example)\n\nA nest.\n";
    let empty = "## Eggs\n\n\n## Brief\n\nGulls.\n";
    let after = added(before, empty, &gull("It flies."));
    assert!(
        after.starts_with("## Eggs\n\n#### [Gull](https://gull.example/9)\n\nIt flies.\n\n\n## Brief"),
        "{after}"
    );
    let after = added("", empty, &gull("It flies."));
    assert!(after.starts_with("## Eggs\n\n### [Gull](https://gull.example/9)\n\nIt flies.\n"), "{after}");
}

#[test]
fn a_mixed_section_gets_the_kind_that_most_of_its_items_have() {
    let text = "## Mixed\n\nA [tern](https://t.example) nests.\n\n* [A](https://a.example)\n* [B](https://b.example)\n";
    assert!(
        added("", text, &gull("")).ends_with("* [B](https://b.example)\n* [Gull](https://gull.example/9)\n")
    );
    let text = "## Mixed\n\nA [tern](https://t.example) nests.\n\nA [gull](https://g.example) too.\n\n* [A](https://a.example)\n";
    let after = added("", text, &gull(""));
    assert!(after.contains("too.\n\n[Gull](https://gull.example/9)\n\n* [A]"), "{after}");
}

#[test]
fn an_empty_bullet_of_a_template_gives_way_to_the_item() {
    let before = "## Nests\n\n* [A](https://a.example): one\n";
    let after = added(before, "## Nests\n\n*\n\n## Brief\n\nGulls.\n", &gull("two"));
    assert_eq!(after, "## Nests\n\n* [Gull](https://gull.example/9): two\n\n## Brief\n\nGulls.\n");
}

#[test]
fn a_hostile_text_changes_nothing_but_its_item() {
    let text = "## Brief\n\nA great [list](https://l.example) of terns.\n\n## Eggs\n\n### [Sand](https://s.example)\n\nA nest.\n";
    let profile = profile_of("[2]", &SECTIONS);
    let titles = |text: &str| -> Vec<String> {
        let outline = Outline::new(&Draft::parse(text), &profile);
        outline.slots.iter().map(|slot| slot.title.clone()).collect()
    };
    for hostile in ["# A heading", "## Eggs\n\nb", "<!-- gone", "```", "a\n\n* b\n\nc", "7、x"] {
        let after = added("", text, &gull(hostile));
        let (before, rest) = (titles(text), titles(&after));
        assert_eq!(rest.len(), before.len() + 1, "{after}");
        assert!(before.iter().all(|title| rest.contains(title)), "{after}");
    }
}
