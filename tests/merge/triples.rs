//! Merges of three versions by people, which git could not do: the result beside theirs.

use copydesk::merge::{Merge, MergeError, Version, merge};
use copydesk::profile::built_in;

use crate::support::score::{order_free, slots, triples};

pub fn merged(base: &str, ours: &str, theirs: &str) -> Result<Merge, MergeError> {
    let profile = built_in("this-week-in-rust").unwrap();
    let read = |text| Version::new(text, &profile);
    merge(&read(base)?, &read(ours)?, &read(theirs)?, &profile)
}

/// What a tool made of the real merges.
#[derive(Debug, Default, PartialEq, Eq)]
struct Score {
    clean: usize,
    order_free: usize,
    as_human: usize,
    /// Those that are not clean, and why.
    conflicts: Vec<String>,
    /// Those that are clean and not the order-free merge.
    other: Vec<String>,
}

#[test]
fn real_merges_that_git_cannot_do_are_done() {
    let Some(triples) = triples() else { return };
    let mut score = Score::default();
    for triple in &triples {
        let number = &triple.name[..3];
        let merge = merged(&triple.base, &triple.ours, &triple.theirs);
        let merge = merge.unwrap_or_else(|error| panic!("{}: {error}", triple.name));
        let Some(text) = merge.clean() else {
            let reasons: Vec<_> = merge.conflicts().map(|conflict| conflict.kind).collect();
            score.conflicts.push(format!("{number}: {reasons:?}"));
            continue;
        };
        assert_eq!(merge.edits().unwrap().apply(&triple.ours), text, "{}", triple.name);
        let (base, ours, theirs) = (slots(&triple.base), slots(&triple.ours), slots(&triple.theirs));
        let (got, human) = (slots(&text), slots(&triple.human));
        score.clean += 1;
        score.as_human += usize::from(got == human);
        if got == order_free(&base, &ours, &theirs) {
            score.order_free += 1;
        } else {
            score.other.push(format!("{number}: as the human's: {}", got == human));
        }
    }
    let honest = [
        // They split a section in three, which we added to.
        "028: [DeletedByThem]",
        // They gave a link a bullet, and words before it; we took it out.
        "035: [DeletedByUs]",
        "060: [DeletedByUs]",
    ];
    let expected = Score {
        clean: 147,
        order_free: 146,
        as_human: 100,
        conflicts: honest.map(str::to_owned).into(),
        // They put a heading of the first level above a section that we added to.
        other: vec!["137: as the human's: true".to_owned()],
    };
    assert_eq!(score, expected);
}
