//! Checks a result by counting. An error in the alignment or the merge shows as a line or a node
//! that is in the result too often or is missing.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use super::pair::Side;
use super::tree::{Node, own_hash};
use super::{Chunk, Conflict};
use crate::text::Edits;

/// How often something occurs, keyed by the hash of its words.
type Counts = HashMap<u64, i32, foldhash::fast::FixedState>;

/// How often a draft has each line, and each heading, paragraph and item by its own words. Rules and
/// other parts without words are not counted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Tally {
    lines: Counts,
    nodes: Counts,
    /// Those of the nodes that count a list.
    count_sentences: Counts,
}

impl Tally {
    pub fn new(side: Side<'_>) -> Tally {
        let mut tally = Tally::default();
        tally.add(side, 0..side.text.len(), 1..side.tree.nodes.len(), 1);
        tally
    }

    /// The tally of another version of a text. Only what is between the lines, and the nodes, that both
    /// begin and end with is counted.
    pub fn changed(&self, from: Side<'_>, to: Side<'_>) -> Tally {
        let (start, ends) = different_lines(from.text, to.text);
        let (first, lasts) = different_nodes(from, to);
        let mut tally = self.clone();
        tally.add(from, start..ends.0, first..lasts.0, -1);
        tally.add(to, start..ends.1, first..lasts.1, 1);
        tally
    }

    /// Adds the whole lines of a part of the text, and some nodes, `times` times.
    fn add(&mut self, side: Side<'_>, text: Range<usize>, nodes: Range<usize>, times: i32) {
        // A byte order mark at the start does not belong to the first line.
        let part =
            if text.start == 0 { side.text[text].trim_start_matches('\u{feff}') } else { &side.text[text] };
        for line in part.lines().filter(|line| has_words(line)) {
            add(&mut self.lines, own_hash(line), times);
        }
        for node in nodes.filter(|node| has_words(side.own(*node))) {
            add(&mut self.nodes, side.tree.nodes[node].own, times);
            if side.tree.nodes[node].is_count() {
                add(&mut self.count_sentences, side.tree.nodes[node].own, times);
            }
        }
    }
}

fn add(counts: &mut Counts, hash: u64, times: i32) {
    let count = counts.entry(hash).or_default();
    *count += times;
    if *count == 0 {
        counts.remove(&hash);
    }
}

/// The start of the lines that differ between two texts, and their end in each.
fn different_lines(from: &str, to: &str) -> (usize, (usize, usize)) {
    let edits = Edits::between(from, to);
    let Some(changed) = edits.span() else { return (from.len(), (from.len(), to.len())) };
    let start = from[..changed.start].rfind('\n').map_or(0, |at| at + 1);
    let end = from[changed.end..].find('\n').map_or(from.len(), |at| changed.end + at + 1);
    (start, (end, end.saturating_add_signed(edits.delta())))
}

/// The first of the nodes that differ between two trees, and the node after their last one in each.
fn different_nodes(from: Side<'_>, to: Side<'_>) -> (usize, (usize, usize)) {
    let (old, new) = (&from.tree.nodes[1..], &to.tree.nodes[1..]);
    let is_same = |(a, b): &(&Node, &Node)| a.own == b.own && a.is_count() == b.is_count();
    let first = old.iter().zip(new).take_while(is_same).count();
    let rest = old[first..].iter().rev().zip(new[first..].iter().rev());
    let same = rest.take_while(is_same).count();
    (1 + first, (1 + old.len() - same, 1 + new.len() - same))
}

/// True if the result has nothing more often than both sides' changes explain, and lacks nothing
/// that a side added or that no side removed. `moved` are the hashes of what a side moved to another
/// section: that stays, even if the other side removed it. A sentence that counts a list in one of the
/// drafts is not compared: the merge takes one side's if both have changed, and the caller corrects it.
pub(super) fn adds_up(
    (base, ours, theirs): (&Tally, &Tally, &Tally),
    result: &Tally,
    moved: &HashSet<u64>,
) -> bool {
    let of = |counts: &Counts, own: &u64| counts.get(own).copied().unwrap_or(0);
    let has_more = |(line, count): (&u64, &i32)| {
        let (b, o, t) = (of(&base.lines, line), of(&ours.lines, line), of(&theirs.lines, line));
        // Among several equal lines, the one that was moved or removed is unknown.
        let most = if b > 1 { o.min(t) } else { o.max(t) };
        b + o + t > 0 && *count > most.max(o + t - b)
    };
    // Lines are counted too: the same lines may be split into paragraphs in two ways.
    if result.lines.iter().any(has_more) {
        return false;
    }
    let all = [base, ours, theirs, result];
    let is_compared = |own: &&u64| !all.iter().any(|tally| tally.count_sentences.contains_key(*own));
    let (base, ours, theirs, result) = (&base.nodes, &ours.nodes, &theirs.nodes, &result.nodes);
    let mut new = 0;
    for (own, count) in result.iter().filter(|(own, _)| is_compared(own)) {
        let (b, o, t) = (of(base, own), of(ours, own), of(theirs, own));
        let most = if b == 0 || moved.contains(own) { o.max(t) } else { o.min(t) };
        if b + o + t == 0 {
            new += 1;
        } else if *count > most.max(o + t - b) {
            return false;
        }
    }
    let missing = |own: &u64| {
        let (b, o, t) = (of(base, own), of(ours, own), of(theirs, own));
        // Both sides may have added the same.
        let least = if o > b && t > b { o.max(t) } else { o + t - b };
        (least - of(result, own)).max(0)
    };
    let keys = ours.keys().chain(theirs.keys().filter(|own| !ours.contains_key(*own)));
    let gone: i32 = keys.filter(is_compared).map(missing).sum();
    // If both sides changed fields of a node, one new node replaces two.
    gone <= 2 * new
}

fn has_words(text: &str) -> bool {
    text.chars().any(char::is_alphanumeric)
}

/// True if each line that a side added or that both kept is in the text or in a conflict. Sentences that count
/// a list may be missing.
pub(super) fn holds_all(sides: (Side<'_>, Side<'_>, Side<'_>), chunks: &[Chunk]) -> bool {
    let (base, ours, theirs) = (sides.0.text, sides.1.text, sides.2.text);
    let counts: HashSet<u64> = [sides.1, sides.2].into_iter().flat_map(count_lines).collect();
    let lines = |text: &'_ str| -> HashSet<u64> { text.lines().map(own_hash).collect() };
    let (base_lines, our_lines, their_lines) = (lines(base), lines(ours), lines(theirs));
    let all: Vec<&str> = chunks
        .iter()
        .flat_map(|chunk| match chunk {
            Chunk::Text(text) => vec![text.as_str()],
            Chunk::Conflict(Conflict { ours, theirs, .. }) => vec![ours.as_str(), theirs.as_str()],
        })
        .collect();
    let there: HashSet<u64> = all.iter().flat_map(|text| text.lines().map(own_hash)).collect();
    let new = there
        .iter()
        .filter(|line| !(base_lines.contains(line) || our_lines.contains(line) || their_lines.contains(line)))
        .count();
    let is_expected = |line: u64, other: &HashSet<u64>| !base_lines.contains(&line) || other.contains(&line);
    let expected = ours.lines().map(|line| (line, &their_lines));
    let expected = expected.chain(theirs.lines().map(|line| (line, &our_lines)));
    let missing = expected.filter(|(line, other)| {
        let own = own_hash(line);
        !there.contains(&own) && is_expected(own, other) && !counts.contains(&own)
    });
    // A side may have wrapped the same words at other places.
    let mut joined: Option<String> = None;
    let mut is_rewrapped = |line: &str| {
        let joined = joined.get_or_insert_with(|| {
            all.iter().flat_map(|text| text.split_whitespace()).collect::<Vec<_>>().join(" ")
        });
        joined.contains(&line.split_whitespace().collect::<Vec<_>>().join(" "))
    };
    missing.filter(|(line, _)| !is_rewrapped(line)).count() <= 2 * new
}

/// The hashes of the lines of sentences that count a list.
fn count_lines(side: Side<'_>) -> Vec<u64> {
    let nodes = (1..side.tree.nodes.len()).filter(|node| side.tree.nodes[*node].is_count());
    nodes.flat_map(|node| side.own(node).lines().map(own_hash)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::merge::Version;
    use crate::profile::built_in;

    fn is_accepted(base: &str, ours: &str, theirs: &str, result: &str) -> bool {
        let profile = built_in("this-week-in-rust").unwrap();
        let [base, ours, theirs, result] =
            [base, ours, theirs, result].map(|text| Version::new(text, &profile).unwrap());
        let tally = |version: &Version| version.input().tally().clone();
        adds_up((&tally(&base), &tally(&ours), &tally(&theirs)), &tally(&result), &HashSet::new())
    }

    #[test]
    fn a_line_repeated_in_a_paragraph_of_its_own_is_refused() {
        let base = "## Notes\n\nThe lamp hums.\nThe boat waits.\n";
        assert!(is_accepted(base, base, base, base));
        assert!(!is_accepted(base, base, base, &format!("{base}\nThe lamp hums.\n")));
    }

    #[test]
    fn the_tally_of_a_change_is_that_of_the_whole_text() {
        let profile = built_in("this-week-in-rust").unwrap();
        let base = "\u{feff}## Notes\n\nThe lamp hums.\n\n* A lamp\n* A boat\n\n```\na\n```\n\nEnd";
        let version = |text: &str| Version::new(text, &profile).unwrap();
        let from = version(base);
        for (old, new) in [
            ("", ""),
            ("* A boat\n", "* A boat\n* A net\n"),
            ("* A boat\n", ""),
            ("* A lamp\n", "* A boat\n"),
            ("\u{feff}", ""),
            ("\u{feff}", "\u{feff}\u{feff}"),
            ("\u{feff}## Notes\n", "\u{feff}"),
            ("End", "End\n\u{feff}End\n"),
            ("hums", "sings"),
            ("```\n\nEnd", ""),
            ("\n", "\r\n"),
        ] {
            let to = version(&base.replace(old, new));
            assert_eq!(
                Tally::new(from.side()).changed(from.side(), to.side()),
                Tally::new(to.side()),
                "{old:?} {new:?}"
            );
            assert_eq!(
                Tally::new(to.side()).changed(to.side(), from.side()),
                Tally::new(from.side()),
                "{new:?} {old:?}"
            );
        }
    }

    #[test]
    fn an_addition_does_not_make_up_for_an_item_that_no_side_deleted() {
        let base = "## Notes\n\n* A lamp\n";
        let ours = "## Notes\n\n* A lamp\n* A boat\n";
        assert!(is_accepted(base, ours, base, ours));
        assert!(!is_accepted(base, ours, base, "## Notes\n\n* A boat\n"));
    }
}
