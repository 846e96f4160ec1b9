//! What has to hold of every merge, by random edits on real drafts and on the project's own.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::path::Path;

use copydesk::draft::Draft;
use copydesk::lint::{Context, Facts, check};
use copydesk::merge::{Merge, MergeError, Version, merge};
use copydesk::outline::Outline;
use copydesk::profile::{Profile, built_in, built_in_template};
use proptest::prelude::*;

use crate::support::require::corpus;
use crate::support::score::{order_free, read, slots};

pub struct Subject {
    pub profile: Profile,
    pub drafts: Vec<String>,
}

/// The project's own drafts, and the real ones where somebody has put them there.
pub fn subjects() -> Vec<Subject> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let template = |name| built_in_template(name).unwrap().to_owned();
    let mut board = vec![template("circuitpython"), read(&root.join("assets/demo/draft.md"))];
    let mut links = vec![template("this-week-in-rust")];
    if let Some(shared) = corpus("") {
        for name in ["2026-06-01-draft.md", "template-2025-11.md", "2018-10-23-draft.md"] {
            board.push(read(&shared.join("drafts").join(name)));
        }
        let folder = shared.join("merge/triples");
        let mut names: Vec<_> = folder.read_dir().unwrap().map(|entry| entry.unwrap().path()).collect();
        names.sort();
        links.extend(
            names.iter().filter(|path| path.is_dir()).step_by(10).map(|path| read(&path.join("base.md"))),
        );
    }
    vec![
        Subject { profile: built_in("circuitpython").unwrap(), drafts: board },
        Subject { profile: built_in("this-week-in-rust").unwrap(), drafts: links },
    ]
}

/// One change of a line of the text, by numbers that say which and how.
#[derive(Clone, Debug)]
struct Change {
    line: usize,
    what: u8,
    mark: u32,
}

fn changes(count: usize) -> impl Strategy<Value = Vec<Change>> {
    let change = (any::<usize>(), 0..5u8, any::<u32>());
    proptest::collection::vec(change.prop_map(|(line, what, mark)| Change { line, what, mark }), 1..=count)
}

/// A text with changes made to it: items added, lines deleted, edited, moved.
fn changed(text: &str, changes: &[Change], who: &str) -> String {
    let mut lines: Vec<String> = text.split('\n').map(str::to_owned).collect();
    for change in changes {
        let seen = outside_comments(&lines);
        let which = |is: fn(&str) -> bool| -> Vec<usize> {
            seen.iter().copied().filter(|line| is(&lines[*line])).collect()
        };
        let (body, heads) = (which(is_item), which(|line| line.starts_with("##")));
        let pick = |from: &[usize]| from.get(change.line % from.len().max(1)).copied();
        let new = format!("* [{who} {0}](https://{who}.example/{0})", change.mark);
        // After all lines of an item: between them, it would take the rest of the item.
        let goes_on = |line: &&String| {
            let words = line.trim_start();
            line.starts_with(' ') && !words.is_empty() && !words.starts_with(['-', '*'])
        };
        let end_of =
            |lines: &[String], at: usize| at + 1 + lines[at + 1..].iter().take_while(goes_on).count();
        match (change.what, pick(&body), pick(&heads)) {
            (0, _, Some(at)) => lines.splice(at + 1..at + 1, [String::new(), new]).for_each(drop),
            (1, Some(at), _) => lines.insert(end_of(&lines, at), new),
            (2, Some(at), _) => drop(lines.remove(at)),
            (3, Some(at), _) => lines[at].push_str(&format!(" {who}{}", change.mark)),
            (4, Some(at), _) => {
                let line = lines.remove(at);
                let after = body[(change.mark as usize) % body.len()].min(lines.len());
                lines.insert(after, line);
            }
            _ => {}
        }
    }
    lines.join("\n")
}

/// The lines that are on the page.
fn outside_comments(lines: &[String]) -> Vec<usize> {
    let mut in_comment = false;
    let mut seen = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        let opens = line.rfind("<!--");
        let was_in_comment = in_comment;
        in_comment = match (opens, line.rfind("-->")) {
            (Some(open), close) => close.is_none_or(|close| close < open),
            (None, Some(_)) => false,
            (None, None) => in_comment,
        };
        if !was_in_comment && opens.is_none() {
            seen.push(at);
        }
    }
    seen
}

/// Items of lists, at the start of a line.
fn is_item(line: &str) -> bool {
    line.starts_with("* [") || line.starts_with("- [")
}

fn only_items_added(text: &str, changes: &[Change], who: &str) -> String {
    let additions: Vec<Change> =
        changes.iter().map(|change| Change { what: change.what % 2, ..change.clone() }).collect();
    changed(text, &additions, who)
}

fn merged(subject: &Subject, base: &str, ours: &str, theirs: &str) -> Result<Merge, MergeError> {
    let read = |text| Version::new(text, &subject.profile);
    merge(&read(base)?, &read(ours)?, &read(theirs)?, &subject.profile)
}

/// What comes of a merge, in a form that does not depend on the order of the two sides.
#[derive(Debug, PartialEq)]
enum Outcome {
    Clean(BTreeMap<String, i64>),
    /// The lines of the text and of both sides of its conflicts, and the number of conflicts.
    Conflicts(BTreeMap<String, i64>, usize),
}

fn outcome(merge: &Merge) -> Outcome {
    match merge.clean() {
        Some(text) => Outcome::Clean(lines(&text)),
        None => Outcome::Conflicts(lines(&everything(merge)), merge.conflicts().count()),
    }
}

/// Counts the merges of a test, so that refusing most of them can't pass for a property that holds.
#[derive(Default)]
struct Merges {
    tried: Cell<usize>,
    refused: Cell<usize>,
}

impl Merges {
    /// The merge, or `None` if it was refused. A refusal is legitimate only if the result would not be parsed as it
    /// was assembled.
    fn merged(&self, subject: &Subject, base: &str, ours: &str, theirs: &str) -> Option<Merge> {
        self.tried.set(self.tried.get() + 1);
        match merged(subject, base, ours, theirs) {
            Ok(merge) => Some(merge),
            Err(error) => {
                assert_eq!(error, MergeError::Result);
                self.refused.set(self.refused.get() + 1);
                None
            }
        }
    }
}

impl Drop for Merges {
    /// One merge in twenty may be refused.
    fn drop(&mut self) {
        let (tried, refused) = (self.tried.get(), self.refused.get());
        if !std::thread::panicking() {
            assert!(tried > 0 && refused * 20 <= tried, "{refused} of {tried} merges were refused");
        }
    }
}

/// The lines of a text, counted, without the blank ones and without the white space around them.
fn lines(text: &str) -> BTreeMap<String, i64> {
    let mut counts = BTreeMap::new();
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        *counts.entry(line.to_owned()).or_default() += 1;
    }
    counts
}

/// All that a merge shows: its text, and what its conflicts hold.
fn everything(merge: &Merge) -> String {
    use copydesk::merge::Chunk;
    let parts = merge.chunks().iter().map(|part| match part {
        Chunk::Text(text) => text.clone(),
        Chunk::Conflict(conflict) => format!("\n{}\n{}\n", conflict.ours, conflict.theirs),
    });
    parts.collect()
}

fn with_all(mut check: impl FnMut(&Subject, &str)) {
    for subject in subjects() {
        for draft in &subject.drafts {
            check(&subject, draft);
        }
    }
}

fn config() -> ProptestConfig {
    ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(12) }
}

#[test]
fn what_only_one_side_changed_is_that_sides() {
    with_all(|subject, base| {
        proptest!(config(), |(edits in changes(8))| {
            let x = changed(base, &edits, "ours");
            let mine = merged(subject, base, &x, base).expect("readable");
            prop_assert_eq!(mine.clean(), Some(x.clone()));
            let theirs = merged(subject, base, base, &x).expect("readable");
            prop_assert_eq!(theirs.clean().map(|text| slots(&text)), Some(slots(&x)));
            let both = merged(subject, base, &x, &x).expect("readable");
            prop_assert_eq!(both.clean(), Some(x.clone()));
        });
    });
}

#[test]
fn nothing_that_was_added_is_lost_and_nothing_deleted_comes_back() {
    let merges = Merges::default();
    with_all(|subject, base| {
        proptest!(config(), |(mine in changes(6), other in changes(6))| {
            let (ours, theirs) = (changed(base, &mine, "ours"), changed(base, &other, "theirs"));
            let Some(merge) = merges.merged(subject, base, &ours, &theirs) else { return Ok(()) };
            let (b, o, t) = (lines(base), lines(&ours), lines(&theirs));
            let got = lines(&everything(&merge));
            // What was moved to another section is counted there.
            let mut moved = BTreeMap::new();
            for ((_, line), count) in order_free(&slots(base), &slots(&ours), &slots(&theirs)) {
                *moved.entry(line.trim().to_owned()).or_default() += count;
            }
            let of = |counts: &BTreeMap<String, i64>, line: &str| counts.get(line).copied().unwrap_or(0);
            for line in o.keys().chain(t.keys()).chain(b.keys()) {
                let (b, o, t, got) = (of(&b, line), of(&o, line), of(&t, line), of(&got, line));
                if o > b || t > b {
                    prop_assert!(got >= o.max(t).min(o + t - b), "lost: {line}");
                }
                if merge.clean().is_some() {
                    let most = (o + t - b).max(0).max(o.min(t)).max(of(&moved, line));
                    prop_assert!(got <= most, "came back: {line}");
                }
            }
            if let Some(text) = merge.clean() {
                let known = [base, &ours, &theirs].map(lines);
                for line in lines(&text).keys() {
                    prop_assert!(known.iter().any(|lines| lines.contains_key(line)), "invented: {line}");
                }
                prop_assert_eq!(merge.edits().unwrap().apply(&ours), text);
            }
        });
    });
}

#[test]
fn both_orders_of_two_contributions_hold_the_same_lines() {
    let merges = Merges::default();
    with_all(|subject, base| {
        proptest!(config(), |(mine in changes(5), other in changes(5))| {
            let (ours, theirs) = (changed(base, &mine, "ours"), changed(base, &other, "theirs"));
            let one = merges.merged(subject, base, &ours, &theirs);
            let other = merges.merged(subject, base, &theirs, &ours);
            prop_assert_eq!(one.as_ref().map(outcome), other.as_ref().map(outcome));
        });
    });
}

#[test]
fn both_orders_of_two_additions_are_clean_and_hold_all_lines() {
    with_all(|subject, base| {
        proptest!(config(), |(mine in changes(5), other in changes(5))| {
            let (ours, theirs) =
                (only_items_added(base, &mine, "ours"), only_items_added(base, &other, "theirs"));
            let (b, o, t) = (lines(base), lines(&ours), lines(&theirs));
            let of = |counts: &BTreeMap<String, i64>, line: &str| counts.get(line).copied().unwrap_or(0);
            let all = o.keys().chain(t.keys()).map(|line| {
                (line.clone(), of(&o, line) + of(&t, line) - of(&b, line))
            });
            let wanted = Outcome::Clean(all.collect());
            for (ours, theirs) in [(&ours, &theirs), (&theirs, &ours)] {
                let merge = merged(subject, base, ours, theirs).expect("additions are merged");
                prop_assert_eq!(&outcome(&merge), &wanted);
            }
        });
    });
}

#[test]
fn added_items_never_conflict_and_stand_under_their_headings() {
    with_all(|subject, base| {
        proptest!(config(), |(mine in changes(5), other in changes(5))| {
            let (ours, theirs) =
                (only_items_added(base, &mine, "ours"), only_items_added(base, &other, "theirs"));
            let text = merged(subject, base, &ours, &theirs).expect("additions are merged").clean();
            let wanted = order_free(&slots(base), &slots(&ours), &slots(&theirs));
            prop_assert_eq!(text.map(|text| slots(&text)), Some(wanted));
        });
    });
}

/// How many problems a draft has by itself: without files, archive and clock.
fn problems(subject: &Subject, text: &str) -> usize {
    let draft = Draft::parse(text);
    let outline = Outline::new(&draft, &subject.profile);
    let facts = Facts::default();
    check(&Context::new(&draft, &outline, &subject.profile, &facts)).len()
}

#[test]
fn a_clean_result_has_no_more_problems_than_both_sides_together() {
    let merges = Merges::default();
    with_all(|subject, base| {
        proptest!(config(), |(mine in changes(5), other in changes(5))| {
            let (ours, theirs) = (changed(base, &mine, "ours"), changed(base, &other, "theirs"));
            let merge = merges.merged(subject, base, &ours, &theirs);
            if let Some(text) = merge.and_then(|merge| merge.clean()) {
                let sides = problems(subject, &ours) + problems(subject, &theirs);
                prop_assert!(problems(subject, &text) <= sides);
            }
        });
    });
}
