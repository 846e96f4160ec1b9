//! Last week's popular link, as a section of its own or as a line among the news.

use crate::outline::Issue;
use copydesk::profile::SlotKind;

const STORY: &str = "[![A kite](../assets/20260608/20260608kite.jpg)](https://example.org/kite)\n\nA kite that hums - [Kites](https://example.org/kites).\n\n";
const LINE: &str = "#ICYDNCI What did most of you open in [last week's letter](https://letter.example/2026/06/01/x)? [A drum](https://example.org/drum).";

/// Pairs of words: of a slot its kind and title, of a field its name and value.
type Pairs = Vec<(String, String)>;

/// The slots, and the popular one's fields.
fn slots(news: &str) -> (Pairs, Pairs) {
    let issue = Issue::new(&format!("## News From Around the Web\n\n{news}\n## ICYMI\n\nSee it.\n"));
    let of_news = issue.outline.slots_of(issue.section("news"));
    let popular = of_news.iter().find(|slot| slot.kind == SlotKind::Popular).expect("a popular slot");
    let fields = popular.fields.iter();
    let fields = fields.map(|field| (field.name.to_string(), field.value(&issue.draft).to_owned())).collect();
    (of_news.iter().map(|slot| (slot.kind.name().to_owned(), slot.title.clone())).collect(), fields)
}

#[test]
fn a_paragraph_or_a_line_of_a_list_is_a_slot_and_part_of_no_story() {
    let wanted = [
        ("Title", "A drum"),
        ("Address", "https://example.org/drum"),
        ("Last week's issue", "https://letter.example/2026/06/01/x"),
    ]
    .map(|(name, value)| (name.to_owned(), value.to_owned()));
    let kite = ("stories".to_owned(), "A kite".to_owned());
    let popular =
        ("popular".to_owned(), "ICYDNCI What did most of you open in last week's letter? A d".to_owned());
    for (news, kinds) in [
        (format!("{STORY}{LINE}\n"), vec![kite.clone(), popular.clone()]),
        (format!("{LINE}\n\n{STORY}"), vec![popular.clone(), kite.clone()]),
        (format!("{STORY}{LINE}\n\n{STORY}"), vec![kite.clone(), popular.clone(), kite.clone()]),
        (format!("{STORY}* {LINE}\n\n{STORY}"), vec![kite.clone(), popular.clone(), kite.clone()]),
        (
            format!("{STORY}{}\n", LINE.replace("#ICYDNCI", "#icydnci")),
            vec![kite.clone(), {
                let (kind, title) = &popular;
                (kind.clone(), title.replace("ICYDNCI", "icydnci"))
            }],
        ),
    ] {
        let (found, fields) = slots(&news);
        assert_eq!(found, kinds, "{news}");
        assert_eq!(fields, wanted, "{news}");
    }
}

#[test]
fn a_form_writes_the_line_s_own_places_only() {
    let text = format!("## News From Around the Web\n\n{STORY}{LINE}\n");
    let issue = Issue::new(&text);
    let slot = issue.outline.slots.iter().find(|slot| slot.kind == SlotKind::Popular).unwrap();
    for (name, value, wanted) in [
        ("Title", "A fife", LINE.replace("A drum", "A fife")),
        ("Address", "https://example.org/fife", LINE.replace("/drum", "/fife")),
        ("Last week's issue", "https://letter.example/x", LINE.replace("/2026/06/01/x", "/x")),
    ] {
        let mut field = slot.fields.iter().find(|field| field.name == name).unwrap().clone();
        let after = field.write(value, &issue.draft).apply(&text);
        assert_eq!(after, text.replace(LINE, &wanted));
    }
}

#[test]
fn a_line_that_only_speaks_of_it_is_no_slot() {
    for news in ["See #ICYDNCI for [a drum](https://example.org/drum).\n", "#ICYDNCI What was it?\n"] {
        let issue = Issue::new(&format!("## News From Around the Web\n\n{news}"));
        assert!(issue.outline.slots.iter().all(|slot| slot.kind != SlotKind::Popular), "{news}");
    }
}
