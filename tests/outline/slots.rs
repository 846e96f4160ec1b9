//! Slots that are added, removed, dropped and moved.

use copydesk::draft::Draft;
use copydesk::outline::{
    Direction, MovedTo, Outline, SlotState, add_slot, drop_empty, move_slot, move_targets, move_to_section,
    remove_slot,
};
use copydesk::profile::SlotKind;
use copydesk::text::Edits;

use crate::outline::Issue;

const NEWS: &str = "## The Well

[![A well](../assets/20260608/20260608well.jpg)](https://example.org/well)

It is deep - [Well](https://example.org/well).

## News From Around the Web

[![A kite](../assets/20260608/20260608kite.jpg)](https://example.org/kite)

It flies  
and *hums* - [Kite](https://example.org/kite).

[![title](../assets/20260608/20260608-name.jpg)](url)

text - [site](url).

[![A drum](../assets/20260608/20260608drum.jpg)](https://example.org/drum)

It counts - [Drum](https://example.org/drum).

## ICYMI

Listen to it.
";

const KITE: &str = "[![A kite](../assets/20260608/20260608kite.jpg)](https://example.org/kite)\n\nIt flies  \nand *hums* - [Kite](https://example.org/kite).\n\n";
const UNTOUCHED: &str = "[![title](../assets/20260608/20260608-name.jpg)](url)\n\ntext - [site](url).\n\n";
const DRUM: &str = "[![A drum](../assets/20260608/20260608drum.jpg)](https://example.org/drum)\n\nIt counts - [Drum](https://example.org/drum).\n\n";

#[test]
fn a_new_slot_has_the_profile_s_form_with_the_issue_s_date() {
    let issue = Issue::new(NEWS);
    let add = |issue: &Issue, after: Option<&str>| {
        let after = after.map(|title| issue.slot(title));
        add_slot(&issue.draft, &issue.outline, &issue.profile, issue.section("news"), after, None, "20260615")
    };
    let form = UNTOUCHED.replace("20260608", "20260615");
    assert_eq!(issue.after(|issue| add(issue, None)), NEWS.replace(DRUM, &format!("{DRUM}{form}")));
    assert_eq!(issue.after(|issue| add(issue, Some("A kite"))), NEWS.replace(KITE, &format!("{KITE}{form}")));
    // The new slot is one, and an empty one.
    let again = Issue::new(&issue.after(|issue| add(issue, None)));
    assert_eq!(again.outline.counts(again.section("news")).empty, 2);
}

#[test]
fn a_new_slot_has_the_template_s_own_form_where_that_has_one() {
    let template = "## Headline\n\n[![](../assets/2025mmdd/2025mmddnew.png)](file)\n\ntext. Seen at [site](url).\n\n## News From Around the Web\n\n![title](../assets/yyyymmdd/yyyymmdd-name.jpg)\n\ntext\n";
    let issue = Issue::new(NEWS);
    let after = issue.after(|issue| {
        let own = Draft::parse(template);
        let outline = Outline::new(&own, &issue.profile);
        let news = issue.section("news");
        add_slot(&issue.draft, &issue.outline, &issue.profile, news, None, Some((&own, &outline)), "20260608")
    });
    let form = "![title](../assets/20260608/20260608-name.jpg)\n\ntext\n\n";
    assert_eq!(after, NEWS.replace(DRUM, &format!("{DRUM}{form}")));
}

#[test]
fn a_section_without_slots_gets_its_first_one_after_its_text() {
    let issue = Issue::new("## New Notes from Adafruit Playground\n\nWrite one too.\n\n## ICYMI\n\nx\n");
    let after = issue.after(|issue| {
        let section = issue.section("playground");
        add_slot(&issue.draft, &issue.outline, &issue.profile, section, None, None, "20260608")
    });
    assert_eq!(
        after,
        "## New Notes from Adafruit Playground\n\nWrite one too.\n\n[![title](../assets/20260608/20260608play.jpg)](url)\n\ntext - [Adafruit Playground](url).\n\n## ICYMI\n\nx\n"
    );
}

#[test]
fn a_slot_that_is_removed_leaves_the_others_as_they_are() {
    let issue = Issue::new(NEWS);
    let remove = |issue: &Issue, title: &str| remove_slot(&issue.draft, &issue.outline, issue.slot(title));
    assert_eq!(issue.after(|issue| remove(issue, "A kite")), NEWS.replace(KITE, ""));
    assert_eq!(issue.after(|issue| remove(issue, "A drum")), NEWS.replace(DRUM, ""));
    let end = "## News From Around the Web\n\nOne - [A](https://example.org/a).\n\nTwo - [B](https://example.org/b).\n";
    let issue = Issue::new(end);
    assert_eq!(
        issue.after(|issue| remove(issue, "Two")),
        end.replace("\n\nTwo - [B](https://example.org/b).", "")
    );
}

#[test]
fn empty_slots_are_dropped_and_nothing_else() {
    let issue = Issue::new(NEWS);
    let drop = |issue: &Issue| drop_empty(&issue.draft, &issue.outline, issue.section("news"));
    assert_eq!(issue.after(drop), NEWS.replace(UNTOUCHED, ""));
    assert!(drop(&Issue::new(&issue.after(drop))).is_none());
}

#[test]
fn empty_lines_are_dropped_wherever_they_stand_in_their_list() {
    let form = "- [Board name](url)\n";
    let (one, two) = ("- [One](https://example.org/1)\n", "- [Two](https://example.org/2)\n");
    for end in ["", "\nNotes.\n", "\n## ICYMI\n\nx\n"] {
        let text = |lines: &str| format!("## New Boards\n\nThere were 2 new boards added:\n\n{lines}{end}");
        for (before, after) in [
            (format!("{one}{form}{form}"), one.to_owned()),
            (format!("{form}{form}{one}"), one.to_owned()),
            (format!("{one}{form}{two}"), format!("{one}{two}")),
            (format!("{form}{one}{form}{two}{form}"), format!("{one}{two}")),
        ] {
            let issue = Issue::new(&text(&before));
            let drop = |issue: &Issue| drop_empty(&issue.draft, &issue.outline, issue.section("boards"));
            assert_eq!(issue.after(drop), text(&after));
        }
    }
    let all =
        Issue::new(&format!("## New Boards\n\nThere were 2 new boards added:\n\n{form}{form}\n## ICYMI\n"));
    assert_eq!(
        all.after(|issue| drop_empty(&issue.draft, &issue.outline, issue.section("boards"))),
        "## New Boards\n\nThere were 2 new boards added:\n\n## ICYMI\n"
    );
}

#[test]
fn empty_feature_stories_are_dropped_with_their_headings() {
    let form =
        "## Feature\n\n[![title](../assets/20260608/20260608-name.jpg)](url)\n\ntext - [site](url).\n\n";
    let text = NEWS.replace("## News", &format!("{form}## News"));
    let issue = Issue::new(&text);
    assert_eq!(issue.after(|issue| drop_empty(&issue.draft, &issue.outline, issue.section("feature"))), NEWS);
}

#[test]
fn slots_change_places_within_their_section() {
    let issue = Issue::new(NEWS);
    let moved =
        |issue: &Issue, title: &str, to| move_slot(&issue.draft, &issue.outline, issue.slot(title), to);
    let swapped = NEWS.replace(&format!("{UNTOUCHED}{DRUM}"), &format!("{DRUM}{UNTOUCHED}"));
    assert_eq!(issue.after(|issue| moved(issue, "A drum", Direction::Up)), swapped);
    assert_eq!(
        issue.after(|issue| move_slot(
            &issue.draft,
            &issue.outline,
            issue.slot("A kite") + 1,
            Direction::Down
        )),
        swapped
    );
    assert!(moved(&issue, "A kite", Direction::Up).is_none());
    assert!(moved(&issue, "A drum", Direction::Down).is_none());
    let back = Issue::new(&swapped);
    assert_eq!(back.after(|issue| moved(issue, "A drum", Direction::Down)), NEWS);
}

#[test]
fn the_waivers_of_a_story_move_and_go_with_it() {
    let waived = format!("<!-- copydesk-disable-next-line tracking-parameter: their own shop -->\n\n{DRUM}");
    let text = NEWS.replace(DRUM, &waived);
    let issue = Issue::new(&text);
    let (drum, feature) = (issue.slot("A drum"), issue.section("feature"));
    let up = issue.after(|issue| move_slot(&issue.draft, &issue.outline, drum, Direction::Up));
    assert_eq!(up, NEWS.replace(&format!("{UNTOUCHED}{DRUM}"), &format!("{waived}{UNTOUCHED}")));
    let gone = issue.after(|issue| remove_slot(&issue.draft, &issue.outline, drum));
    assert_eq!(gone, NEWS.replace(DRUM, ""));
    let moved = move_to_section(&issue.draft, &issue.outline, &issue.profile, drum, feature).unwrap();
    let after = moved.edits.apply(&text);
    let (waiver, story) = (after.find("<!-- copydesk").unwrap(), after.find("[![A drum]").unwrap());
    assert!(waiver < story && story < after.find("## News").unwrap(), "{after}");
    assert_eq!(after.matches("<!-- copydesk").count(), 1);
    // Another comment stays where it is.
    let text = NEWS.replace(DRUM, &format!("<!-- from the forum -->\n\n{DRUM}"));
    let issue = Issue::new(&text);
    let up =
        issue.after(|issue| move_slot(&issue.draft, &issue.outline, issue.slot("A drum"), Direction::Up));
    assert!(up.find("[![A drum]").unwrap() < up.find("<!-- from").unwrap(), "{up}");
}

#[test]
fn a_bullet_below_a_waiver_of_its_list_moves_and_goes_alone() {
    let waiver = "<!-- copydesk-disable-next-line tracking-parameter: their own shop -->\n\n";
    let bullets = ["One", "Two", "Three"]
        .map(|name| format!("* [{name}](https://{}.example/), June 1{}\n", name.to_lowercase(), name.len()));
    let [one, two, three] = &bullets;
    let text = format!("{NEWS}\n## Upcoming Events\n\n{waiver}{one}{two}{three}");
    let issue = Issue::new(&text);
    let slot = |title: &str| issue.slot(title);
    let without = |gone: &str| text.replace(gone, "");
    for (title, line) in [("Two", two), ("Three", three)] {
        let gone = issue.after(|issue| remove_slot(&issue.draft, &issue.outline, slot(title)));
        assert_eq!(gone.trim_end(), without(line).trim_end(), "{title}");
    }
    let up = issue.after(|issue| move_slot(&issue.draft, &issue.outline, slot("Three"), Direction::Up));
    assert_eq!(up.trim_end(), text.replace(&format!("{two}{three}"), &format!("{three}{two}")).trim_end());
    let moved =
        move_to_section(&issue.draft, &issue.outline, &issue.profile, slot("Two"), issue.section("news"));
    let after = moved.unwrap().edits.apply(&text);
    for line in [waiver, one, two, three] {
        assert_eq!(after.matches(line.trim_end()).count(), 1, "{line}{after}");
    }
    assert!(after.find(two.trim_end()).unwrap() < after.find("## ICYMI").unwrap(), "{after}");
}

/// Sections whose text is no item.
const OWN_TEXTS: [&str; 3] = [
    "Good morning, and welcome.\n\n",
    "## Latest Releases\n\nCircuitPython's stable release is [9.1.0](https://example.org/stable).\n\n",
    "## 1,234 Thanks\n\nWe are 1,234 people. Thank you all.\n",
];

#[test]
fn only_items_and_blocks_move_to_another_section() {
    let [opening, rest @ ..] = OWN_TEXTS;
    let text = format!("{opening}{NEWS}\n{}", rest.concat());
    let issue = Issue::new(&text);
    let mut moved = Vec::new();
    for (at, slot) in issue.outline.slots.iter().enumerate() {
        for to in 0..issue.outline.sections.len() {
            let is_target = move_targets(&issue.outline, &issue.profile, at).contains(&to);
            let Some(edits) = moved_to(&issue, at, to).filter(|_| is_target) else {
                assert!(!is_target, "{:?}", slot.kind);
                continue;
            };
            moved.push(slot.kind);
            let after = edits.apply(&text);
            for own in OWN_TEXTS {
                assert!(after.contains(own), "{:?}: {after}", slot.kind);
            }
        }
        let is_moved = (0..issue.outline.sections.len()).any(|to| moved_to(&issue, at, to).is_some());
        assert_eq!(is_moved, slot.can_be_moved(), "{:?}", slot.kind);
    }
    moved.sort_by_key(|kind| kind.name());
    moved.dedup();
    assert_eq!(moved, [SlotKind::Feature, SlotKind::Stories]);
    let kinds: Vec<SlotKind> = issue.outline.slots.iter().map(|slot| slot.kind).collect();
    assert!(kinds.contains(&SlotKind::Opening) && kinds.contains(&SlotKind::Facts), "{kinds:?}");
}

fn moved_to(issue: &Issue, slot: usize, section: usize) -> Option<Edits> {
    let moved = move_to_section(&issue.draft, &issue.outline, &issue.profile, slot, section)?;
    assert!(!moved.edits.apply(issue.draft.text())[moved.start..].starts_with(['\n', '\r']));
    Some(moved.edits)
}

#[test]
fn a_moved_story_takes_the_place_of_the_first_empty_slot_or_goes_to_the_end() {
    let issue = Issue::new(NEWS);
    let (well, news) = (issue.slot("The Well"), issue.section("news"));
    let moved = move_to_section(&issue.draft, &issue.outline, &issue.profile, well, news).unwrap();
    assert_eq!(moved.place, MovedTo::EmptySlot);
    assert!(moved.edits.apply(NEWS)[moved.start..].starts_with("**The Well**\n\n[![A well]"));
    let full = NEWS.replace(UNTOUCHED, "");
    let issue = Issue::new(&full);
    let moved = move_to_section(&issue.draft, &issue.outline, &issue.profile, well, news).unwrap();
    assert_eq!(moved.place, MovedTo::End);
    let after = moved.edits.apply(&full);
    assert!(
        after[..moved.start].ends_with(DRUM) && after[moved.start..].starts_with("**The Well**"),
        "{after}"
    );
    // A bullet does not take the place of a story.
    let events = NEWS.to_owned() + EVENTS.split_once("---\n\n").unwrap().1;
    let issue = Issue::new(&events);
    let moved =
        move_to_section(&issue.draft, &issue.outline, &issue.profile, issue.slot("One"), news).unwrap();
    assert_eq!(moved.place, MovedTo::End);
}

#[test]
fn a_feature_story_becomes_news_with_a_bold_line_and_back() {
    let issue = Issue::new(NEWS);
    let moved = |issue: &Issue, title: &str, to: &str| moved_to(issue, issue.slot(title), issue.section(to));
    let well = "## The Well\n\n[![A well](../assets/20260608/20260608well.jpg)](https://example.org/well)\n\nIt is deep - [Well](https://example.org/well).\n\n";
    let bold = well.replace("## The Well", "**The Well**");
    let news = issue.after(|issue| moved(issue, "The Well", "news"));
    assert_eq!(news, NEWS.replace(well, "").replace(UNTOUCHED, &bold));

    let feature = issue.after(|issue| moved(issue, "A kite", "feature"));
    assert_eq!(feature, NEWS.replace(KITE, "").replace(well, &format!("{well}## A kite\n\n{KITE}")));
    let again = Issue::new(&feature);
    let slot = &again.outline.slots[again.slot("A kite")];
    assert_eq!((slot.kind, slot.state()), (SlotKind::Feature, SlotState::Filled));
}

#[test]
fn words_between_empty_lines_are_not_dropped() {
    let drop =
        |id: &'static str| move |issue: &Issue| drop_empty(&issue.draft, &issue.outline, issue.section(id));
    let guides = |lines: &str| format!("## New Learn Guides\n\n{lines}\n\n## ICYMI\n\nx\n");
    let (form, own) = ("[title](url) from [name](url)", "Prose we wrote here.");
    let real = "[Knots](https://example.org/k) from [Ada](https://example.org/a)";
    for (before, after) in [
        (format!("{form}\n\n{own}\n\n{real}"), format!("{own}\n\n{real}")),
        (format!("{real}\n\n{own}\n\n{form}"), format!("{real}\n\n{own}")),
        (format!("{form}\n\n{own}\n\n{form}"), own.to_owned()),
    ] {
        assert_eq!(Issue::new(&guides(&before)).after(drop("guides")), guides(&after));
    }
    let libraries = |lines: &str| {
        format!(
            "## CircuitPython Libraries\n\n**New Libraries**\n\n{lines}\n**Updated Libraries**\n\n* [Old](https://example.org/o)\n"
        )
    };
    let (note, two) = ("* a plain note of ours\n", "* [Two](https://example.org/2)\n");
    let issue = Issue::new(&libraries(&format!("* [library](url)\n{note}{two}")));
    assert_eq!(issue.after(drop("libraries")), libraries(&format!("{note}{two}")));
}

const EVENTS: &str = "---\ndate: 2026-06-08\n---\n\n## Upcoming Events\n\n[![A fair](../assets/20260608/20260608fair.jpg)](https://example.org/fair)\n\nThe fair is on June 20 - [Fair](https://example.org/fair).\n\n**More**\n\n* [One](https://example.org/1) is on June 24\n* [Two](https://example.org/2) is on June 25\n\nStanding words after the list.\n";
const BULLETS: [&str; 2] =
    ["* [One](https://example.org/1) is on June 24\n", "* [Two](https://example.org/2) is on June 25\n"];

#[test]
fn a_bullet_that_goes_leaves_the_blank_line_after_its_list() {
    let issue = Issue::new(EVENTS);
    for (title, line) in ["One", "Two"].into_iter().zip(BULLETS) {
        let after = issue.after(|issue| remove_slot(&issue.draft, &issue.outline, issue.slot(title)));
        assert_eq!(after, EVENTS.replace(line, ""));
    }
    let empty = EVENTS.replace(BULLETS[1], "* [title](url)\n");
    assert_eq!(
        Issue::new(&empty).after(|issue| drop_empty(&issue.draft, &issue.outline, issue.section("events"))),
        EVENTS.replace(BULLETS[1], "")
    );
    let news =
        format!("{EVENTS}\n## News From Around the Web\n\nA kite flies - [Kite](https://example.org/k).\n");
    assert_eq!(
        Issue::new(&news).after(|issue| moved_to(issue, issue.slot("Two"), issue.section("news"))),
        format!("{}\n{}", news.replace(BULLETS[1], ""), BULLETS[1])
    );
}

#[test]
fn events_change_places_with_their_like_only() {
    let issue = Issue::new(EVENTS);
    let moved =
        |issue: &Issue, title: &str, to| move_slot(&issue.draft, &issue.outline, issue.slot(title), to);
    assert!(moved(&issue, "A fair", Direction::Down).is_none());
    assert!(moved(&issue, "One", Direction::Up).is_none());
    let swapped = EVENTS.replace(&BULLETS.concat(), &format!("{}{}", BULLETS[1], BULLETS[0]));
    assert_eq!(issue.after(|issue| moved(issue, "One", Direction::Down)), swapped);
}

#[test]
fn a_bullet_is_added_after_a_bullet_and_a_story_after_a_story() {
    let issue = Issue::new(EVENTS);
    let add = |issue: &Issue, after: Option<&str>| {
        let after = after.map(|title| issue.slot(title));
        add_slot(
            &issue.draft,
            &issue.outline,
            &issue.profile,
            issue.section("events"),
            after,
            None,
            "20260608",
        )
    };
    let with = |line: &str| EVENTS.replace(line, &format!("{line}* [title](url) text\n"));
    assert_eq!(issue.after(|issue| add(issue, Some("One"))), with(BULLETS[0]));
    assert_eq!(issue.after(|issue| add(issue, Some("Two"))), with(BULLETS[1]));
    let again = Issue::new(&with(BULLETS[1]));
    assert_eq!(again.outline.counts(again.section("events")).empty, 1);
    for after in [None, Some("A fair")] {
        let text = issue.after(|issue| add(issue, after));
        let (before, rest) = EVENTS.split_at(EVENTS.find("\n\n**More").unwrap());
        assert!(text.starts_with(&format!("{before}\n\n[![title](")) && text.ends_with(rest), "{text}");
    }
}

#[test]
fn what_stands_above_the_next_story_is_not_this_one_s() {
    let (comment, label) = ("<!-- editor: keep this -->\n\n", "**Sub label**\n\n");
    let before = NEWS.replace(DRUM, &format!("{comment}{label}{DRUM}")).replace(UNTOUCHED, "");
    let issue = Issue::new(&before);
    let remove = |issue: &Issue, title: &str| remove_slot(&issue.draft, &issue.outline, issue.slot(title));
    assert_eq!(issue.after(|issue| remove(issue, "A kite")), before.replace(KITE, ""));
    assert_eq!(issue.after(|issue| remove(issue, "A drum")), before.replace(DRUM, ""));
    let moved =
        issue.after(|issue| move_slot(&issue.draft, &issue.outline, issue.slot("A kite"), Direction::Down));
    let (kite, drum) = (KITE, DRUM);
    assert_eq!(
        moved,
        before.replace(&format!("{kite}{comment}{label}{drum}"), &format!("{drum}{comment}{label}{kite}"))
    );
    // Above the first story and below the last one too.
    let framed =
        before.replace(KITE, &format!("{comment}{KITE}")).replace("## ICYMI", &format!("{comment}## ICYMI"));
    let issue = Issue::new(&framed);
    assert_eq!(issue.after(|issue| remove(issue, "A kite")), framed.replace(KITE, ""));
    assert_eq!(issue.after(|issue| remove(issue, "A drum")), framed.replace(DRUM, ""));
    // A story's own label, with a list under it, and a text that is all bold, are the story's.
    let parts = DRUM.replace(".\n\n", ".\n\n**Parts**\n\n* a skin\n\n");
    let own = NEWS
        .replace(DRUM, &parts)
        .replace("It flies  \nand *hums* - [Kite](https://example.org/kite).", "**It flies!**");
    let issue = Issue::new(&own);
    assert_eq!(issue.after(|issue| remove(issue, "A drum")), own.replace(&parts, ""));
    let kite = KITE.replace("It flies  \nand *hums* - [Kite](https://example.org/kite).", "**It flies!**");
    assert_eq!(issue.after(|issue| remove(issue, "A kite")), own.replace(&kite, ""));
}

#[test]
fn a_heading_of_any_form_becomes_a_bold_line() {
    let body = "\n\n[![A well](../assets/20260608/20260608well.jpg)](https://example.org/well)\n\nIt is deep - [Well](https://example.org/well).\n\n";
    let rest = NEWS.split_once("## News").unwrap().1;
    let moved = |issue: &Issue| moved_to(issue, 0, issue.section("news"));
    for (heading, bold) in [
        ("Setext well\n===========", "**Setext well**"),
        ("A well\nof two lines\n---", "**A well of two lines**"),
        ("## A big well ##", "**A big well**"),
        ("# **A bold well**", "**A bold well**"),
        ("##   A *deep* well  ", "**A *deep* well**"),
    ] {
        let before = format!("{heading}{body}## News{rest}");
        let after = Issue::new(&before).after(moved);
        let rest = rest.replace(UNTOUCHED, &format!("{bold}{body}"));
        assert_eq!(after, format!("## News{rest}"), "{heading}");
    }
    let tight = Issue::new(
        "## A well\nIt is deep.\n\n## News From Around the Web\n\nA kite - [K](https://example.org/k).\n",
    );
    assert_eq!(
        tight.after(moved),
        "## News From Around the Web\n\nA kite - [K](https://example.org/k).\n\n**A well**\n\nIt is deep.\n"
    );
}

#[test]
fn a_bold_line_above_a_story_becomes_its_heading() {
    let bold = NEWS.replace(KITE, &format!("**A red kite**\n\n{KITE}"));
    let issue = Issue::new(&bold);
    let after = issue.after(|issue| {
        let feature = issue.section("feature");
        moved_to(issue, issue.slot("A kite"), feature)
    });
    let feature = format!("## A red kite\n\n{KITE}## News");
    assert_eq!(after, NEWS.replace(KITE, "").replace("## News", &feature));
}

#[test]
fn lines_of_a_story_that_moves_keep_their_endings() {
    let mixed = "## The Well\r\n\r\nIt is deep\nand wide.\n\n## News From Around the Web\n\nA kite flies - [K](https://example.org/k).\n";
    let issue = Issue::new(mixed);
    let news = issue.section("news");
    let edits = moved_to(&issue, 0, news).expect("a change");
    assert_eq!(
        edits.apply(mixed),
        "## News From Around the Web\n\nA kite flies - [K](https://example.org/k).\r\n\r\n**The Well**\r\n\r\nIt is deep\nand wide.\n"
    );
}
