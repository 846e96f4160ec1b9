//! Differences between two texts, by lines or by words, and between two lists.

use std::fmt::Write;
use std::hash::Hash;
use std::ops::Range;

use imara_diff::{Algorithm, Diff, Interner, NoSliderHeuristic, Token};

/// A part of the old list, and the part of the new list in its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Run {
    pub kind: RunKind,
    pub old: Range<usize>,
    pub new: Range<usize>,
}

/// The change of a part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RunKind {
    Equal,
    Inserted,
    Deleted,
    Replaced,
}

/// One line or word of a comparison.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    Equal,
    Inserted,
    Deleted,
}

impl Change {
    /// The first character of its line in a unified diff.
    pub fn sign(self) -> char {
        match self {
            Change::Equal => ' ',
            Change::Inserted => '+',
            Change::Deleted => '-',
        }
    }
}

/// Compares two lists. The runs cover both of them, in order.
///
/// The time is nearly linear, also for long lists that have little in common.
pub fn runs<T: Hash + Eq>(old: &[T], new: &[T]) -> Vec<Run> {
    compare(Algorithm::Histogram, old, new)
}

fn compare<T: Hash + Eq>(algorithm: Algorithm, old: &[T], new: &[T]) -> Vec<Run> {
    let mut interner = Interner::new(old.len() + new.len());
    let old: Vec<Token> = old.iter().map(|one| interner.intern(one)).collect();
    let new: Vec<Token> = new.iter().map(|one| interner.intern(one)).collect();
    compare_tokens(algorithm, &old, &new, interner.num_tokens())
}

/// Not generic, so that the algorithm is compiled once.
fn compare_tokens(algorithm: Algorithm, old: &[Token], new: &[Token], tokens: u32) -> Vec<Run> {
    let mut diff = Diff::default();
    diff.compute_with(algorithm, old, new, tokens);
    diff.postprocess_with(old, new, NoSliderHeuristic);
    let mut runs = Vec::new();
    let (mut at_old, mut at_new) = (0, 0);
    for hunk in diff.hunks() {
        let [old, new] = [hunk.before, hunk.after].map(|range| range.start as usize..range.end as usize);
        push_equal(&mut runs, at_old..old.start, at_new..new.start);
        (at_old, at_new) = (old.end, new.end);
        let kind = match (old.is_empty(), new.is_empty()) {
            (true, _) => RunKind::Inserted,
            (_, true) => RunKind::Deleted,
            _ => RunKind::Replaced,
        };
        runs.push(Run { kind, old, new });
    }
    push_equal(&mut runs, at_old..old.len(), at_new..new.len());
    runs
}

fn push_equal(runs: &mut Vec<Run>, old: Range<usize>, new: Range<usize>) {
    if !old.is_empty() {
        runs.push(Run { kind: RunKind::Equal, old, new });
    }
}

/// The comparison of two texts.
#[derive(Clone, Debug)]
pub struct TextDiff<'a> {
    old: Vec<&'a str>,
    new: Vec<&'a str>,
    runs: Vec<Run>,
}

impl<'a> TextDiff<'a> {
    /// Compares by lines, with their line endings.
    pub fn lines(old: &'a str, new: &'a str) -> TextDiff<'a> {
        let split = |text: &'a str| text.split_inclusive('\n').collect();
        TextDiff::new(Algorithm::Histogram, split(old), split(new))
    }

    /// Compares by words. The white space between two words is a word of its own.
    pub fn words(old: &'a str, new: &'a str) -> TextDiff<'a> {
        // Words repeat often, which the histogram is bad at.
        TextDiff::new(Algorithm::Myers, words(old), words(new))
    }

    fn new(algorithm: Algorithm, old: Vec<&'a str>, new: Vec<&'a str>) -> TextDiff<'a> {
        let runs = compare(algorithm, &old, &new);
        TextDiff { old, new, runs }
    }

    pub fn runs(&self) -> &[Run] {
        &self.runs
    }

    /// Lines or words of the old text.
    pub fn old(&self, range: Range<usize>) -> &[&'a str] {
        self.old.get(range).unwrap_or_default()
    }

    /// Lines or words of the new text.
    pub fn new_text(&self, range: Range<usize>) -> &[&'a str] {
        self.new.get(range).unwrap_or_default()
    }

    /// The lines or words of a run, deleted ones first.
    pub fn changes(&self, run: &Run) -> impl Iterator<Item = (Change, &'a str)> {
        let (old, new): (_, &[&str]) = match run.kind {
            RunKind::Equal => (Change::Equal, &[]),
            _ => (Change::Deleted, self.new_text(run.new.clone())),
        };
        let deleted = self.old(run.old.clone()).iter().map(move |part| (old, *part));
        deleted.chain(new.iter().map(|part| (Change::Inserted, *part))).collect::<Vec<_>>().into_iter()
    }

    /// The lines or words of all runs.
    pub fn all_changes(&self) -> impl Iterator<Item = (Change, &'a str)> {
        self.runs.iter().flat_map(|run| self.changes(run))
    }

    /// The share of lines or words that both have, from 0 to 1.
    pub fn ratio(&self) -> f64 {
        let total = self.old.len() + self.new.len();
        let equal = self.runs.iter().filter(|run| run.kind == RunKind::Equal);
        let shared: usize = equal.map(|run| 2 * run.old.len()).sum();
        if total == 0 { 1.0 } else { shared as f64 / total as f64 }
    }

    /// The changes with at most `context` equal lines or words around them, in groups: one for changes
    /// whose contexts touch.
    pub fn groups(&self, context: usize) -> Vec<Vec<Run>> {
        let mut groups = Vec::new();
        let mut group: Vec<Run> = Vec::new();
        for (n, run) in self.runs.iter().enumerate() {
            if run.kind != RunKind::Equal {
                group.push(run.clone());
                continue;
            }
            let len = run.old.len();
            let before = if n == 0 { 0 } else { context };
            let after = if n + 1 == self.runs.len() { 0 } else { context };
            if before + after >= len {
                group.push(run.clone());
                continue;
            }
            if before > 0 {
                group.push(part(run, 0..before));
            }
            if !group.is_empty() {
                groups.push(std::mem::take(&mut group));
            }
            if after > 0 {
                group.push(part(run, len - after..len));
            }
        }
        groups.push(group);
        groups.retain(|group| group.iter().any(|run| run.kind != RunKind::Equal));
        groups
    }

    /// The comparison by lines as `git apply` and `patch` read it, without its header.
    ///
    /// See "Detailed Description of Unified Format" in the manual of GNU diffutils.
    pub fn unified(&self, context: usize) -> String {
        let mut out = String::new();
        for group in self.groups(context) {
            let (Some(first), Some(last)) = (group.first(), group.last()) else { continue };
            let (old, new) = (first.old.start..last.old.end, first.new.start..last.new.end);
            let _ = writeln!(out, "@@ -{} +{} @@", numbers(&old), numbers(&new));
            for (change, line) in group.iter().flat_map(|run| self.changes(run)) {
                out.push(change.sign());
                out.push_str(line);
                if !line.ends_with('\n') {
                    out.push_str("\n\\ No newline at end of file\n");
                }
            }
        }
        out
    }
}

/// A part of an equal run.
fn part(run: &Run, within: Range<usize>) -> Run {
    let shift = |range: &Range<usize>| range.start + within.start..range.start + within.end;
    Run { kind: run.kind, old: shift(&run.old), new: shift(&run.new) }
}

/// The first line, from 1, and the number of lines. Without lines, it is the line before.
fn numbers(range: &Range<usize>) -> String {
    match range.len() {
        1 => format!("{}", range.start + 1),
        0 => format!("{},0", range.start),
        len => format!("{},{len}", range.start + 1),
    }
}

fn words(text: &str) -> Vec<&str> {
    let mut words = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let is_space = first.is_whitespace();
        let end = rest.find(|c: char| c.is_whitespace() != is_space).unwrap_or(rest.len());
        let (word, after) = rest.split_at(end);
        words.push(word);
        rest = after;
    }
    words
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn words_keep_the_white_space_between_them() {
        assert_eq!(words("  a b\u{a0}c\n"), ["  ", "a", " ", "b", "\u{a0}", "c", "\n"]);
        let diff = TextDiff::words("the old cat", "the new cat");
        let changed: Vec<_> = diff.all_changes().filter(|(change, _)| *change != Change::Equal).collect();
        assert_eq!(changed, [(Change::Deleted, "old"), (Change::Inserted, "new")]);
        assert!((diff.ratio() - 0.8).abs() < 1e-9, "{}", diff.ratio());
    }

    #[test]
    fn a_unified_diff_has_a_hunk_for_each_place() {
        let old = "a\nb\nc\nd\ne\nf\ng\nh";
        let new = "a\nB\nc\nd\ne\nf\ng\nh\ni\n";
        let diff = TextDiff::lines(old, new).unified(1);
        assert_eq!(
            diff,
            "@@ -1,3 +1,3 @@\n a\n-b\n+B\n c\n\
             @@ -7,2 +7,3 @@\n g\n-h\n\\ No newline at end of file\n+h\n+i\n"
        );
        assert_eq!(TextDiff::lines("", "x\n").unified(1), "@@ -0,0 +1 @@\n+x\n");
        assert_eq!(TextDiff::lines("x\n", "").unified(1), "@@ -1 +0,0 @@\n-x\n");
        assert_eq!(TextDiff::lines("x\n", "x\n").unified(1), "");
    }

    #[test]
    fn changes_whose_contexts_touch_are_one_group() {
        let old = "1\n2\n3\n4\n5\n6\n7\n8\n9\n";
        let apart = |new: &str| TextDiff::lines(old, new).groups(1).len();
        assert_eq!(apart("1\nx\n3\n4\ny\n6\n7\n8\n9\n"), 1);
        assert_eq!(apart("1\nx\n3\n4\n5\ny\n7\n8\n9\n"), 2);
        assert_eq!(apart(old), 0);
    }

    proptest! {
        #[test]
        fn runs_cover_both_texts(old in "[ab \n]{0,40}", new in "[ab \n]{0,40}") {
            for diff in [TextDiff::lines(&old, &new), TextDiff::words(&old, &new)] {
                let side = |dropped: Change| -> String {
                    diff.all_changes().filter(|(change, _)| *change != dropped).map(|(_, text)| text).collect()
                };
                prop_assert_eq!(side(Change::Inserted), old.as_str());
                prop_assert_eq!(side(Change::Deleted), new.as_str());
                for run in diff.runs().iter().filter(|run| run.kind == RunKind::Equal) {
                    prop_assert_eq!(diff.old(run.old.clone()), diff.new_text(run.new.clone()));
                }
            }
        }
    }
}
