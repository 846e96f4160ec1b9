//! Rows of lists, and the sentences that count them.

use copydesk::outline::{Direction, add_row, move_row, remove_row, update_count};
use copydesk::text::Edits;

use crate::outline::Issue;

fn boards(sentence: &str, list: &str) -> String {
    format!(
        "## New Boards\n\nSee [the list](https://example.org/boards).\n\nThis week {sentence}\n\n{list}*Ask their makers.*\n\n## ICYMI\n\nx\n"
    )
}

const NONE: &str = "there were no new boards added.";
const ONE: &str = "- [One](https://example.org/1)\n";
const TWO: &str = "- [Two](https://example.org/2)\n";
const FORM: &str = "- [Board name](url)\n";

/// The slot of the section with the rows of a list.
fn list(issue: &Issue) -> &copydesk::outline::Slot {
    issue.outline.slots.iter().find(|slot| slot.is_list()).expect("a list")
}

fn add(issue: &Issue, after: Option<usize>) -> Option<Edits> {
    add_row(&issue.draft, &issue.profile, &issue.outline, list(issue), after)
}

fn follow(issue: &Issue) -> Option<Edits> {
    update_count(&issue.draft, &issue.profile, &issue.outline, list(issue))
}

/// The change of a row and then what follows from it.
fn then_follow(before: &str, change: impl Fn(&Issue) -> Option<Edits>) -> String {
    let changed = Issue::new(before).after(change);
    let issue = Issue::new(&changed);
    match follow(&issue) {
        Some(_) => issue.after(follow),
        None => changed,
    }
}

#[test]
fn the_sentence_counts_the_boards() {
    let cases = [
        (boards(NONE, ""), boards(NONE, "")),
        (
            boards("there were (#/no) new boards added:", &format!("{ONE}\n")),
            boards("there was 1 new board added:", &format!("{ONE}\n")),
        ),
        (
            boards("There were no new boards added.", &format!("{ONE}{TWO}\n")),
            boards("There were 2 new boards added:", &format!("{ONE}{TWO}\n")),
        ),
        (
            boards("there were 2 new boards added:", &format!("{ONE}{TWO}{FORM}\n")),
            boards("there were 2 new boards added:", &format!("{ONE}{TWO}{FORM}\n")),
        ),
        (boards("there were 5 new boards added!", ""), boards("there were no new boards added!", "")),
        (boards("there was 1 new board added:", ""), boards(NONE, "")),
    ];
    for (before, after) in cases {
        let issue = Issue::new(&before);
        if before == after {
            assert_eq!(follow(&issue), None, "{before}");
        } else {
            assert_eq!(issue.after(follow), after);
        }
    }
}

#[test]
fn the_last_board_takes_its_list_with_it() {
    let before = boards("there was 1 new board added:", &format!("{ONE}\n"));
    let after = then_follow(&before, |issue| remove_row(&issue.draft, list(issue), 0));
    assert_eq!(after, boards(NONE, ""));
    let end = "## New Boards\n\nThere was 1 new board added:\n\n- [One](https://example.org/1)\n";
    let after = then_follow(end, |issue| remove_row(&issue.draft, list(issue), 0));
    assert_eq!(after, "## New Boards\n\nThere were no new boards added.\n");
}

#[test]
fn the_first_board_is_a_list_after_the_sentence() {
    let before = boards(NONE, "");
    let after = Issue::new(&before).after(|issue| add(issue, None));
    assert_eq!(after, boards(NONE, &format!("{FORM}\n")));
    // While the board has no name the sentence stays; then it follows.
    assert_eq!(follow(&Issue::new(&after)), None);
    let named = after.replace("[Board name](url)", "[One](https://example.org/1)");
    let issue = Issue::new(&named);
    assert_eq!(issue.after(follow), boards("there was 1 new board added:", &format!("{ONE}\n")));
}

#[test]
fn boards_are_added_removed_and_moved_by_their_lines() {
    let three = "- [Three](https://example.org/3)\n";
    let before = boards("there were 3 new boards added:", &format!("{ONE}{TWO}{three}\n"));
    let with = |lines: &str| boards("there were 3 new boards added:", &format!("{lines}\n"));
    let issue = Issue::new(&before);
    assert_eq!(issue.after(|issue| add(issue, None)), with(&format!("{ONE}{TWO}{three}{FORM}")));
    assert_eq!(issue.after(|issue| add(issue, Some(0))), with(&format!("{ONE}{FORM}{TWO}{three}")));
    for (row, left) in
        [(0, format!("{TWO}{three}")), (1, format!("{ONE}{three}")), (2, format!("{ONE}{TWO}"))]
    {
        assert_eq!(issue.after(|issue| remove_row(&issue.draft, list(issue), row)), with(&left));
    }
    assert_eq!(
        issue.after(|issue| move_row(&issue.draft, list(issue), 0, Direction::Down)),
        with(&format!("{TWO}{ONE}{three}"))
    );
    assert_eq!(
        issue.after(|issue| move_row(&issue.draft, list(issue), 2, Direction::Up)),
        with(&format!("{ONE}{three}{TWO}"))
    );
    assert!(move_row(&issue.draft, list(&issue), 0, Direction::Up).is_none());
    assert!(move_row(&issue.draft, list(&issue), 2, Direction::Down).is_none());
}

#[test]
fn guides_are_paragraphs_of_their_own() {
    let (a, b) = (
        "[Knots](https://example.org/k) from [Ada](https://example.org/a)\n",
        "[Ropes](https://example.org/r) from [Bo](https://example.org/b)\n",
    );
    let form = "[title](url) from [name](url)\n";
    let text = |guides: &str| format!("## New Learn Guides\n\nRead them:\n\n{guides}\n## ICYMI\n\nx\n");
    let issue = Issue::new(&text(&format!("{a}\n{b}")));
    assert_eq!(issue.after(|issue| add(issue, None)), text(&format!("{a}\n{b}\n{form}")));
    assert_eq!(issue.after(|issue| add(issue, Some(0))), text(&format!("{a}\n{form}\n{b}")));
    assert_eq!(issue.after(|issue| remove_row(&issue.draft, list(issue), 0)), text(b));
    assert_eq!(issue.after(|issue| remove_row(&issue.draft, list(issue), 1)), text(a));
    assert_eq!(
        issue.after(|issue| move_row(&issue.draft, list(issue), 0, Direction::Down)),
        text(&format!("{b}\n{a}"))
    );
    let none = Issue::new("## New Learn Guides\n\nRead them:\n\n## ICYMI\n\nx\n");
    assert_eq!(none.after(|issue| add(issue, None)), text(form));
}

#[test]
fn links_keep_the_bullet_and_the_indent_of_their_list() {
    let text = |lines: &str| format!("### Official\n{lines}\n### Foundation\n");
    let (a, b) = ("- [A](https://example.org/a)\n", "- [video] [B](https://example.org/b)\n");
    let issue = Issue::of("this-week-in-rust", &text(&format!("{a}{b}")));
    let form = "- [title](url)\n";
    assert_eq!(issue.after(|issue| add(issue, None)), text(&format!("{a}{b}{form}")));
    assert_eq!(issue.after(|issue| remove_row(&issue.draft, list(issue), 0)), text(b));
    assert_eq!(
        issue.after(|issue| move_row(&issue.draft, list(issue), 1, Direction::Up)),
        text(&format!("{b}{a}"))
    );
    let indented = Issue::of("this-week-in-rust", "### Official\n  * [A](https://example.org/a)\n");
    assert_eq!(
        indented.after(|issue| add(issue, None)),
        "### Official\n  * [A](https://example.org/a)\n  * [title](url)\n"
    );
    let empty = Issue::of("this-week-in-rust", "### Official\n\n### Foundation\n\n### Newsletters\n");
    assert_eq!(
        empty.after(|issue| add(issue, None)),
        "### Official\n\n* [title](url)\n\n### Foundation\n\n### Newsletters\n"
    );
}

#[test]
fn words_between_the_lines_of_a_list_stay() {
    let (a, b) = (
        "[Knots](https://example.org/k) from [Ada](https://example.org/a)\n",
        "[Ropes](https://example.org/r) from [Bo](https://example.org/b)\n",
    );
    let own = "A word of our own between the guides.\n";
    let text = |guides: &str| format!("## New Learn Guides\n\nRead them:\n\n{guides}\n## ICYMI\n\nx\n");
    let issue = Issue::new(&text(&format!("{a}\n{own}\n{b}")));
    assert_eq!(issue.after(|issue| remove_row(&issue.draft, list(issue), 0)), text(&format!("{own}\n{b}")));
    assert_eq!(issue.after(|issue| remove_row(&issue.draft, list(issue), 1)), text(&format!("{a}\n{own}")));
    // Lines of one paragraph.
    let issue = Issue::new(&text(&format!("{a}{own}{b}")));
    assert_eq!(issue.after(|issue| remove_row(&issue.draft, list(issue), 0)), text(&format!("{own}{b}")));
    assert_eq!(issue.after(|issue| remove_row(&issue.draft, list(issue), 1)), text(&format!("{a}{own}")));

    let note = "- a plain note of ours\n";
    for (row, left) in [(0, format!("{note}{TWO}")), (1, format!("{ONE}{note}"))] {
        let board = |lines: &str| boards("there were 2 new boards added:", &format!("{lines}\n"));
        let issue = Issue::new(&board(&format!("{ONE}{note}{TWO}")));
        assert_eq!(issue.after(|issue| remove_row(&issue.draft, list(issue), row)), board(&left));
    }
}

#[test]
fn a_line_that_moves_keeps_its_own_endings() {
    let text = "### Official\r\n* [A](https://example.org/a)\n  and more\r\n* [C](https://example.org/c)\n\n### Foundation\n\n- [B](https://example.org/b)\n";
    let issue = Issue::of("this-week-in-rust", text);
    let slots = &issue.outline.slots;
    let edits = copydesk::outline::move_row_to(&issue.draft, &slots[0], 0, &slots[1]).expect("a change");
    assert_eq!(
        edits.apply(text),
        "### Official\r\n* [C](https://example.org/c)\n\n### Foundation\n\n- [B](https://example.org/b)\r\n- [A](https://example.org/a)\n  and more\n"
    );
}

#[test]
fn a_guide_has_a_form_without_one_in_the_profile() {
    let text = "## Guides\n\n[Net](https://net.example) from [Mira](https://mira.example)\n";
    let issue = Issue::of_sections(&[("guides", "guides")], text);
    assert_eq!(issue.after(|issue| add(issue, None)), format!("{text}\n[title](url) from [name](url)\n"));
}

#[test]
fn the_first_row_goes_below_a_heading_with_closing_marks() {
    let issue = Issue::of_sections(&[("guides", "guides")], "## Guides ##\n");
    let row = "[title](url) from [name](url)";
    assert_eq!(issue.after(|issue| add(issue, None)), format!("## Guides ##\n\n{row}\n"));
}
