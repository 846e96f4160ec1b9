//! Merging many additions at once gives what merging them one by one gives.

use copydesk::merge::{Additions, Batch, Theirs, Version, merge_theirs};
use copydesk::outline::update_counts;
use copydesk::profile::{Profile, built_in};
use proptest::prelude::*;

use super::properties::subjects;

/// How many contributions batches took, how many they finished with, and how many they gave back.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Outcome {
    taken: usize,
    merged: usize,
    given_back: usize,
}

/// A batch, and the draft after each of its contributions as merging them one by one gives it; `None` after one that
/// can't be merged.
struct Open {
    batch: Batch,
    start: Version,
    expected: Vec<Option<String>>,
}

/// Merges contributions one by one and, as far as possible, in batches, and compares the results.
fn compared(profile: &Profile, base: &str, ours: &str, heads: &[String]) -> Outcome {
    let read = |text: &str| Version::new(text, profile).ok();
    let mut outcome = Outcome::default();
    let (Some(base), Some(mut ours)) = (read(base), read(ours)) else { return outcome };
    let mut open: Option<Open> = None;
    for theirs in heads.iter().filter_map(|head| read(head)).map(Theirs::from) {
        let next = one_by_one(&base, &ours, &theirs, profile);
        let begun = open.take().or_else(|| {
            let batch = Batch::new(&base, &ours, profile)?;
            Some(Open { batch, start: ours.clone(), expected: Vec::new() })
        });
        if let Some(mut begun) = begun {
            let additions = Additions::new(&base, &theirs);
            if additions.is_some_and(|additions| begun.batch.add(&additions, profile)) {
                outcome.taken += 1;
                begun.expected.push(next.as_ref().map(|next| next.text().to_owned()));
                open = Some(begun);
            } else {
                finish(begun, profile, &mut outcome);
            }
        }
        ours = next.unwrap_or(ours);
    }
    open.into_iter().for_each(|open| finish(open, profile, &mut outcome));
    outcome
}

fn one_by_one(base: &Version, ours: &Version, theirs: &Theirs, profile: &Profile) -> Option<Version> {
    let merged = merge_theirs(base, ours, theirs, profile).ok()?.into_result()?;
    let (was, is) = ((ours.draft(), ours.outline()), (merged.draft(), merged.outline()));
    match update_counts(profile, was, is) {
        Some(edits) => merged.edited(&edits, profile).ok(),
        None => Some(merged),
    }
}

fn finish(open: Open, profile: &Profile, outcome: &mut Outcome) {
    let Open { batch, start, expected } = open;
    if batch.is_empty() {
        return;
    }
    let result = batch.finish(profile).filter(|result| {
        let (was, is) = ((start.draft(), start.outline()), (result.draft(), result.outline()));
        update_counts(profile, was, is).is_none()
    });
    let Some(result) = result else {
        outcome.given_back += expected.len();
        return;
    };
    outcome.merged += expected.len();
    assert_eq!(batch.len(), expected.len());
    assert_eq!(batch.text_after(0), start.text());
    for (at, expected) in expected.iter().enumerate() {
        assert_eq!(Some(batch.text_after(at + 1)), *expected, "after {} of {}", at + 1, batch.len());
    }
    assert_eq!(Some(result.text()), expected.last().and_then(Option::as_deref));
    let fresh = Version::new(result.text(), profile).expect("readable");
    assert_eq!(result.draft(), fresh.draft());
    assert_eq!(format!("{:?}", result.outline()), format!("{:?}", fresh.outline()));
}

/// A change to a text, by numbers that say which and where.
#[derive(Clone, Debug)]
struct Change {
    line: usize,
    what: usize,
    mark: u32,
}

/// What most contributions do.
const USUAL: usize = 8;

fn changes(kinds: std::ops::Range<usize>) -> impl Strategy<Value = Vec<Change>> {
    let change = (any::<usize>(), kinds, 0..40u32);
    let change = change.prop_map(|(line, what, mark)| Change { line, what, mark });
    proptest::collection::vec(change, 1..3)
}

/// A text with some changes. Equal marks add equal text.
fn changed(text: &str, changes: &[Change]) -> String {
    let mut lines: Vec<String> = text.split('\n').map(str::to_owned).collect();
    for Change { line, what, mark } in changes {
        let pick = |is: fn(&str) -> bool| {
            let all: Vec<usize> = (0..lines.len()).filter(|at| is(&lines[*at])).collect();
            all.get(line % all.len().max(1)).copied()
        };
        let item = pick(|line| line.starts_with("* [") || line.starts_with("- ["));
        let (heading, blank) = (pick(|line| line.starts_with("##")), pick(str::is_empty));
        let link = format!("[Thing {mark}](https://thing{mark}.example/{mark})");
        let (at, new) = match what {
            0 => (heading, format!("\n* {link}, June {mark}")),
            1 => (item, format!("* {link}")),
            2 => (blank, format!("A thing, number {mark} - {link}.\n")),
            3 => (heading, format!("\nA thing, number {mark} - {link}.")),
            4 => (item, format!("    - {link}")),
            5 => (
                blank,
                format!("[![Thing {mark}](../assets/{mark}.jpg)](https://t.example/{mark})\n\nA {link}.\n"),
            ),
            6 => (item, format!("{link} from {mark}\n* {link}/b")),
            7 => (heading, format!("\n\n* {link}\n* {link}2\n\n")),
            8 => (blank, format!("### News {mark}\n\n* {link}\n")),
            9 => (blank, format!("**Person {mark}**\n\n* {link}\n")),
            10 => (blank, format!("```\n{link}\n")),
            11 => (blank, "---\n".to_owned()),
            12 => (blank, format!("[l{mark}]: https://l.example/{mark}\n")),
            13 => (blank, format!("<!-- {mark} -->\n{mark}. {link}\n")),
            14 => (item, format!("Text without a bullet {mark}")),
            15 => {
                item.into_iter().for_each(|at| lines[at].push_str(&format!(" {mark}")));
                continue;
            }
            16 => {
                item.into_iter().for_each(|at| drop(lines.remove(at)));
                continue;
            }
            _ => (Some(lines.len() - 1), format!("The end, {link}\n")),
        };
        if let Some(at) = at {
            lines.insert(at + 1, new);
        }
    }
    lines.join("\n")
}

fn config(cases: u32) -> ProptestConfig {
    ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(cases) }
}

/// Compares sequences of contributions to each draft.
fn with_all(cases: u32, kinds: std::ops::Range<usize>, own: std::ops::Range<usize>) -> Outcome {
    let mut total = Outcome::default();
    for subject in subjects() {
        for draft in &subject.drafts {
            let total = std::cell::RefCell::new(&mut total);
            let heads = proptest::collection::vec(changes(kinds.clone()), 2..12);
            proptest!(config(cases), |(ours in changes(own.clone()), heads in heads)| {
                let heads: Vec<String> = heads.iter().map(|head| changed(draft, head)).collect();
                let ours = if own.is_empty() { draft.clone() } else { changed(draft, &ours) };
                let found = compared(&subject.profile, draft, &ours, &heads);
                let mut total = total.borrow_mut();
                total.taken += found.taken;
                total.merged += found.merged;
                total.given_back += found.given_back;
            });
        }
    }
    total
}

#[test]
fn additions_are_merged_in_batches_as_one_by_one() {
    let found = with_all(8, 0..USUAL, 17..18);
    assert!(found.merged > 8 * found.given_back && found.merged > 100, "{found:?}");
}

#[test]
fn any_contributions_are_merged_in_batches_as_one_by_one() {
    let found = with_all(8, 0..18, 0..18);
    assert!(found.merged > 30, "{found:?}");
}

#[test]
fn forty_additions_to_several_sections_are_one_batch() {
    let profile = built_in("circuitpython").unwrap();
    let base = include_str!("../../examples/circuitpython/2026-06-08-draft.md");
    let sections = ["News From Around the Web", "New Notes from Adafruit Playground", "Coming Soon / New"];
    let head = |n: usize| {
        let heading = format!("## {}\n", sections[n % sections.len()]);
        base.replacen(
            &heading,
            &format!("{heading}\nA thing, number {n} - [Site](https://s{n}.example).\n"),
            1,
        )
    };
    let heads: Vec<String> = (1..=40).map(head).collect();
    let found = compared(&profile, base, base, &heads);
    assert_eq!(found, Outcome { taken: 40, merged: 40, given_back: 0 });
}

#[test]
fn equal_additions_and_other_changes_are_merged_by_themselves() {
    let profile = built_in("this-week-in-rust").unwrap();
    let base = "## News\n\n### Tools\n\n* [Lamp](https://lamp.example)\n\n## Jobs\n\n* [Sailor](https://s.example)\n\n## End\n\nBye.\n";
    let head = |from: &str, to: &str| base.replacen(from, to, 1);
    let net = head("\n## Jobs", "* [Net](https://net.example)\n\n## Jobs");
    let cook = head("* [Sailor]", "* [Cook](https://c.example)\n* [Sailor]");
    let taken = |heads: &[&str]| {
        let heads: Vec<String> = heads.iter().map(|head| (*head).to_owned()).collect();
        compared(&profile, base, base, &heads).taken
    };
    assert_eq!(taken(&[&net, &cook]), 2);
    // It is there already.
    assert_eq!(taken(&[&net, &net]), 1);
    for (from, to) in [
        ("* [Sailor]", "* [Old sailor]"),
        ("* [Lamp](https://lamp.example)\n", ""),
        ("Bye.", "```\ncode\n```\n\nBye."),
        ("Bye.", "[l]: https://l.example\n\nBye."),
        ("Bye.\n", "Bye.\n\nP.S.: More.\n"),
        ("## End", "## Quotes\n\n* [Quote](https://q.example)\n\n## End"),
        ("## Jobs\n", "## Jobs\n\n"),
    ] {
        assert_eq!(taken(&[&net, &head(from, to)]), 1, "{to}");
    }
}
