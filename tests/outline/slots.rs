use copydesk::draft::Draft;
use copydesk::outline::{Outline, State, add_slot, drop_empty, move_slot, move_to_section, remove_slot};

use crate::Issue;

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
    let remove =
        |issue: &Issue, title: &str| Some(remove_slot(&issue.draft, &issue.outline.slots[issue.slot(title)]));
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
        |issue: &Issue, title: &str, down| move_slot(&issue.draft, &issue.outline, issue.slot(title), down);
    let swapped = NEWS.replace(&format!("{UNTOUCHED}{DRUM}"), &format!("{DRUM}{UNTOUCHED}"));
    assert_eq!(issue.after(|issue| moved(issue, "A drum", false)), swapped);
    assert_eq!(
        issue.after(|issue| move_slot(&issue.draft, &issue.outline, issue.slot("A kite") + 1, true)),
        swapped
    );
    assert!(moved(&issue, "A kite", false).is_none());
    assert!(moved(&issue, "A drum", true).is_none());
    let back = Issue::new(&swapped);
    assert_eq!(back.after(|issue| moved(issue, "A drum", true)), NEWS);
}

#[test]
fn a_feature_story_becomes_news_with_a_bold_line_and_back() {
    let issue = Issue::new(NEWS);
    let moved = |issue: &Issue, title: &str, to: &str| {
        move_to_section(&issue.draft, &issue.outline, &issue.profile, issue.slot(title), issue.section(to))
    };
    let well = "## The Well\n\n[![A well](../assets/20260608/20260608well.jpg)](https://example.org/well)\n\nIt is deep - [Well](https://example.org/well).\n\n";
    let bold = well.replace("## The Well", "**The Well**");
    let news = issue.after(|issue| moved(issue, "The Well", "news"));
    assert_eq!(news, NEWS.replace(well, "").replace(DRUM, &format!("{DRUM}{bold}")));

    let feature = issue.after(|issue| moved(issue, "A kite", "feature"));
    assert_eq!(feature, NEWS.replace(KITE, "").replace(well, &format!("{well}## A kite\n\n{KITE}")));
    let again = Issue::new(&feature);
    let slot = &again.outline.slots[again.slot("A kite")];
    assert_eq!((slot.kind, slot.state()), ("feature", State::Filled));
}
