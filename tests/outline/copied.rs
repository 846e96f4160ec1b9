//! Items that are copied from another issue: where they go.

use copydesk::outline::{ItemIndex, copy_item};

use crate::outline::Issue;

const PAST: &str = "## The Well

[![A well](../assets/20260601/20260601well.jpg)](https://example.org/well)

It is deep - [Well](https://example.org/well).

## News From Around the Web

[![A kite](../assets/20260601/20260601kite.jpg)](https://example.org/kite)

It flies - [Kite](https://example.org/kite).

## New Boards

This week there were 2 new boards added:

* [One](https://example.org/1)
* [Two](https://example.org/2)

## A Note

Read this.
";

const KITE: &str = "[![A kite](../assets/20260601/20260601kite.jpg)](https://example.org/kite)

It flies - [Kite](https://example.org/kite).";

/// The draft after the item of the past issue was copied; the row of a list goes by its words.
fn copied(title: &str, row: Option<usize>, draft: &str) -> Option<String> {
    let past = Issue::new(PAST);
    let item = ItemIndex { slot: past.slot(title), row };
    let copy = |issue: &Issue| copy_item((&past.draft, &past.outline), item, &issue.draft, &issue.outline);
    copy(&Issue::new(draft))?;
    Some(Issue::new(draft).after(copy))
}

#[test]
fn an_item_takes_the_first_empty_slot_of_its_section() {
    let form = "[![title](../assets/20260608/20260608-name.jpg)](url)\n\ntext - [site](url).";
    let draft = |first: &str| {
        format!("## News From Around the Web\n\n{first}\n\n{form}\n\n## ICYMI\n\nListen to it.\n")
    };
    assert_eq!(copied("A kite", None, &draft(form)).unwrap(), draft(KITE));
    // A past issue with other line endings gives the same text.
    let past = Issue::new(&PAST.replace('\n', "\r\n"));
    let item = ItemIndex { slot: past.slot("A kite"), row: None };
    let issue = Issue::new(&draft(form));
    let edits = copy_item((&past.draft, &past.outline), item, &issue.draft, &issue.outline).unwrap();
    assert_eq!(edits.apply(issue.draft.text()), draft(KITE));
}

#[test]
fn an_item_goes_after_the_last_one_where_none_is_empty() {
    let story = "[![A drum](../assets/20260608/20260608drum.jpg)](https://example.org/drum)\n\nIt counts - [Drum](https://example.org/drum).";
    let draft = |items: &str| format!("## News From Around the Web\n\n{items}\n\n## ICYMI\n\nListen.\n");
    assert_eq!(copied("A kite", None, &draft(story)).unwrap(), draft(&format!("{story}\n\n{KITE}")));
}

#[test]
fn a_row_takes_an_empty_row_or_goes_after_the_last_one_with_its_bullet() {
    let draft = |rows: &str| {
        format!("## New Boards\n\nThis week there were no new boards added.\n\n{rows}\n\n## ICYMI\n\nx\n")
    };
    let list = |past: &Issue| past.outline.slots.iter().find(|slot| slot.is_list()).unwrap().title.clone();
    let title = list(&Issue::new(PAST));
    let form = "- [Board name](url)";
    let three = "- [Three](https://example.org/3)";
    let two = "- [Two](https://example.org/2)";
    let after = copied(&title, Some(1), &draft(&format!("{three}\n{form}"))).unwrap();
    assert_eq!(after, draft(&format!("{three}\n{two}")));
    assert_eq!(copied(&title, Some(1), &draft(three)).unwrap(), draft(&format!("{three}\n{two}")));
}

#[test]
fn nothing_is_copied_to_a_draft_without_that_section_and_no_whole_list() {
    let draft = "## ICYMI\n\nListen to it.\n";
    assert_eq!(copied("A kite", None, draft), None);
    let past = Issue::new(PAST);
    let list = past.outline.slots.iter().position(|slot| slot.is_list()).unwrap();
    let item = ItemIndex { slot: list, row: None };
    let issue = Issue::new(PAST);
    assert!(copy_item((&past.draft, &past.outline), item, &issue.draft, &issue.outline).is_none());
}
