//! Comparison with an earlier version of a draft, to find the new problems.

use std::collections::HashMap;

use super::{Diagnostic, Severity};
use crate::text::diff::{self, RunKind, TextDiff};
use crate::text::limits::COMPARED_LINES;
use crate::text::{LineIndex, Span};

/// Longer changed parts, in bytes, are not compared word by word.
const BY_WORDS: usize = 50_000;

/// A changed line counts as the same line if at least one in this many of its letters is kept.
const KEPT: usize = 3;

/// An earlier version of a draft with its problems.
///
/// A problem of the later version is old if the same rule reported it at the same position before.
/// Positions are mapped through the changes between the two texts, by lines, and by words within changed
/// lines. Problems move with moved lines.
#[derive(Clone, Debug)]
pub struct Baseline {
    text: String,
    problems: Vec<Diagnostic>,
    /// The numbers of problems that were not kept.
    omitted: HashMap<(&'static str, Severity), usize>,
}

impl Baseline {
    pub fn new(text: impl Into<String>, problems: Vec<Diagnostic>) -> Baseline {
        let (omitted, problems): (Vec<_>, Vec<_>) =
            problems.into_iter().partition(|one| one.omitted.is_some());
        let omitted = omitted.into_iter().map(|one| ((one.rule, one.severity), one.count())).collect();
        Baseline { text: text.into(), problems, omitted }
    }

    /// Keeps the problems of `text` that are new or have become more severe.
    pub fn retain_new(&self, text: &str, found: &mut Vec<Diagnostic>) {
        if self.problems.is_empty() || found.is_empty() {
            return;
        }
        let (omitted, kept): (Vec<_>, Vec<_>) =
            std::mem::take(found).into_iter().partition(|one| one.omitted.is_some());
        *found = kept;
        let mut matching = Matching::new(self, text, found);
        matching.at_same_place(|old, new| old.message == new.message);
        matching.at_same_place(|old, new| {
            let is_same_text = old.span.of(&self.text) == new.span.of(text);
            !is_same_text || without_digits(&old.message).eq(without_digits(&new.message))
        });
        matching.in_moved_lines();
        matching.about_the_file();
        let mut known = self.omitted.clone();
        // Problems that were kept before and may be omitted now.
        for old in matching.left.iter().map(|at| &self.problems[*at]) {
            *known.entry((old.rule, old.severity)).or_default() += 1;
        }
        let mut is_old = matching.is_old.into_iter();
        found.retain(|_| !is_old.next().unwrap_or(false));
        found.extend(omitted.into_iter().filter_map(|one| {
            let known = known.get(&(one.rule, one.severity)).copied().unwrap_or(0);
            one.without(known)
        }));
        found.sort_by_key(|one| (one.span.start, one.span.end));
    }
}

/// Line numbers and counts in messages change with the text above.
fn without_digits(message: &str) -> impl Iterator<Item = char> {
    message.chars().filter(|c| !c.is_ascii_digit())
}

/// The state of the pairing of both versions' problems.
struct Matching<'a> {
    old_text: &'a str,
    new_text: &'a str,
    old: &'a [Diagnostic],
    new: &'a [Diagnostic],
    common: CommonText,
    /// Old problems that have no partner yet.
    left: Vec<usize>,
    is_matched: Vec<bool>,
    is_old: Vec<bool>,
}

impl<'a> Matching<'a> {
    fn new(baseline: &'a Baseline, new_text: &'a str, new: &'a [Diagnostic]) -> Self {
        let old_text = baseline.text.as_str();
        Matching {
            old_text,
            new_text,
            old: &baseline.problems,
            new,
            common: CommonText::new(old_text, new_text),
            left: (0..baseline.problems.len()).collect(),
            is_matched: vec![false; new.len()],
            is_old: vec![false; new.len()],
        }
    }

    fn pair(&mut self, old: usize, new: usize) {
        self.is_matched[new] = true;
        self.is_old[new] = self.old[old].severity >= self.new[new].severity;
    }

    /// Pairs each remaining old problem with the new one that `find` returns for it.
    fn pair_left(&mut self, mut find: impl FnMut(&Self, &'a Diagnostic) -> Option<usize>) {
        let all = self.old;
        for old in std::mem::take(&mut self.left) {
            match find(self, &all[old]) {
                Some(new) => self.pair(old, new),
                None => self.left.push(old),
            }
        }
    }

    /// Pairs problems at the same position.
    fn at_same_place(&mut self, is_same: impl Fn(&Diagnostic, &Diagnostic) -> bool) {
        let mut by_place: HashMap<(&str, Anchor), Vec<usize>> = HashMap::new();
        for (at, one) in self.new.iter().enumerate().filter(|(at, _)| !self.is_matched[*at]) {
            for place in Anchor::from_span(one.span) {
                by_place.entry((one.rule, place)).or_default().push(at);
            }
        }
        self.pair_left(|this, old| {
            let places = this.common.anchors(old.span);
            let found = places.iter().filter_map(|place| by_place.get(&(old.rule, *place))).flatten();
            found.copied().find(|at| {
                let new = &this.new[*at];
                !this.is_matched[*at] && is_same(old, new) && this.has_same_related(old, new)
            })
        });
    }

    fn has_same_related(&self, old: &Diagnostic, new: &Diagnostic) -> bool {
        match (old.related, new.related) {
            (Some(old), Some(new)) => {
                let places = self.common.anchors(old);
                old.of(self.old_text) == new.of(self.new_text)
                    && Anchor::from_span(new).iter().any(|place| places.contains(place))
            }
            (old, new) => old == new,
        }
    }

    /// Pairs problems of a deleted line with those of the same line elsewhere, except those with a
    /// related span.
    fn in_moved_lines(&mut self) {
        let (old_lines, new_lines) = (LineIndex::new(self.old_text), LineIndex::new(self.new_text));
        let (old_text, new_text) = (self.old_text, self.new_text);
        let mut by_line: HashMap<(&str, &str, usize), Vec<usize>> = HashMap::new();
        for (at, one) in self.new.iter().enumerate().rev() {
            let is_bound = one.related.is_some() || self.common.has_new(one.span.start);
            if !self.is_matched[at] && !is_bound {
                let (line, column) = line_of(one.span, &new_lines, new_text);
                by_line.entry((one.rule, line, column)).or_default().push(at);
            }
        }
        self.pair_left(|this, old| {
            if !this.common.anchors(old.span).is_empty() {
                return None;
            }
            let (line, column) = line_of(old.span, &old_lines, old_text);
            by_line.get_mut(&(old.rule, line, column))?.pop()
        });
    }

    /// Pairs problems with an empty span: they are about the whole file.
    fn about_the_file(&mut self) {
        let mut by_message: HashMap<(&str, &str), Vec<usize>> = HashMap::new();
        for (at, one) in self.new.iter().enumerate().rev() {
            if !self.is_matched[at] && one.span.is_empty() {
                by_message.entry((one.rule, one.message.as_str())).or_default().push(at);
            }
        }
        self.pair_left(|_, old| {
            by_message.get_mut(&(old.rule, old.message.as_str())).filter(|_| old.span.is_empty())?.pop()
        });
    }
}

/// The line that a span begins in, and the offset in the line.
fn line_of<'t>(span: Span, lines: &LineIndex, text: &'t str) -> (&'t str, usize) {
    let line = lines.span(lines.line(span.start), text);
    (line.of(text).trim_end(), span.start.saturating_sub(line.start))
}

/// A position in the new text that identifies a span.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Anchor {
    /// A span begins here.
    Start(usize),
    /// A span ends here.
    End(usize),
    /// An empty span is here.
    At(usize),
}

impl Anchor {
    fn from_span(span: Span) -> Vec<Anchor> {
        match span.is_empty() {
            true => vec![Anchor::At(span.start)],
            false => vec![Anchor::Start(span.start), Anchor::End(span.end)],
        }
    }
}

/// A run of bytes that both versions have.
#[derive(Clone, Copy, Debug)]
struct Run {
    old: usize,
    new: usize,
    len: usize,
}

/// The runs that both versions have, in order.
#[derive(Debug)]
struct CommonText {
    runs: Vec<Run>,
    ends: (usize, usize),
}

impl CommonText {
    fn new(old: &str, new: &str) -> CommonText {
        let mut common = CommonText { runs: Vec::new(), ends: (old.len(), new.len()) };
        let (old_lines, new_lines) = (lines(old), lines(new));
        // Line endings do not count as changes.
        let words = |lines: &[Span], text| lines.iter().map(|line| line.of(text).trim_end()).collect();
        let (old_words, new_words): (Vec<&str>, Vec<&str>) = (words(&old_lines, old), words(&new_lines, new));
        let same = |(a, b): &(&&str, &&str)| a == b;
        let before = old_words.iter().zip(&new_words).take_while(same).count();
        let (old_rest, new_rest) = (&old_words[before..], &new_words[before..]);
        let after = old_rest.iter().rev().zip(new_rest.iter().rev()).take_while(same).count();
        if old_rest.len().max(new_rest.len()) - after > COMPARED_LINES {
            // Too many lines differ: only the lines around them count as the same.
            let ends = (0..after).rev().map(|n| (old_words.len() - 1 - n, new_words.len() - 1 - n));
            for (a, b) in (0..before).map(|n| (n, n)).chain(ends) {
                let len = old_words[a].len();
                common.push(Run { old: old_lines[a].start, new: new_lines[b].start, len });
            }
            return common;
        }
        for run in diff::runs(&old_words, &new_words) {
            match run.kind {
                RunKind::Equal => {
                    for (a, b) in run.old.zip(run.new) {
                        let len = old_words[a].len();
                        common.push(Run { old: old_lines[a].start, new: new_lines[b].start, len });
                    }
                }
                RunKind::Replaced => {
                    let old_lines = &old_lines[run.old];
                    common.words(old, old_lines, new, cover(&new_lines[run.new]));
                }
                RunKind::Deleted | RunKind::Inserted => {}
            }
        }
        common
    }

    fn push(&mut self, run: Run) {
        match self.runs.last_mut() {
            _ if run.len == 0 => {}
            Some(last) if last.old + last.len == run.old && last.new + last.len == run.new => {
                last.len += run.len;
            }
            _ => self.runs.push(run),
        }
    }

    /// Adds the words that changed lines still have. A line that keeps little of its text counts as
    /// another one, because small words occur in every line.
    fn words(&mut self, old: &str, old_lines: &[Span], new: &str, new_part: Span) {
        let old_part = cover(old_lines);
        if old_part.len() + new_part.len() > BY_WORDS {
            return;
        }
        let diff = TextDiff::words(old_part.of(old), new_part.of(new));
        let (mut at_old, mut at_new) = (old_part.start, new_part.start);
        let mut runs = Vec::new();
        let len = |words: &[&str]| words.iter().map(|word| word.len()).sum::<usize>();
        for run in diff.runs() {
            let (was, is) = (len(diff.old(run.old.clone())), len(diff.new_text(run.new.clone())));
            if run.kind == RunKind::Equal {
                runs.push(Run { old: at_old, new: at_new, len: was });
            }
            (at_old, at_new) = (at_old + was, at_new + is);
        }
        for line in old_lines {
            let first = runs.partition_point(|run| run.old + run.len <= line.start);
            let own = runs[first..].iter().take_while(|run| run.old < line.end).map(|run| {
                let start = run.old.max(line.start);
                let end = (run.old + run.len).min(line.end);
                Run { old: start, new: run.new + (start - run.old), len: end - start }
            });
            let own: Vec<Run> = own.collect();
            let letters =
                |span: Span| span.of(old).bytes().filter(|byte| !byte.is_ascii_whitespace()).count();
            let same: usize = own.iter().map(|run| letters(Span::new(run.old, run.old + run.len))).sum();
            if same * KEPT >= letters(*line) {
                own.into_iter().for_each(|run| self.push(run));
            }
        }
    }

    /// Maps an offset of the old text to the new one; `None` if the text there was removed.
    fn map(&self, offset: usize) -> Option<usize> {
        let run = self.runs[..self.runs.partition_point(|run| run.old <= offset)].last()?;
        (offset < run.old + run.len).then(|| run.new + (offset - run.old))
    }

    /// True if a byte of the new text was in the old one.
    fn has_new(&self, offset: usize) -> bool {
        let before = self.runs[..self.runs.partition_point(|run| run.new <= offset)].last();
        before.is_some_and(|run| offset < run.new + run.len)
    }

    /// The positions in the new text of the ends of a span of the old one.
    fn anchors(&self, span: Span) -> Vec<Anchor> {
        let before = |offset: usize| Some(self.map(offset.checked_sub(1)?)? + 1);
        let places = match span.is_empty() {
            false => [self.map(span.start).map(Anchor::Start), before(span.end).map(Anchor::End), None],
            true => {
                let edge = match span.start {
                    0 => Some(0),
                    end if end == self.ends.0 => Some(self.ends.1),
                    _ => None,
                };
                [self.map(span.start), before(span.start), edge].map(|place| place.map(Anchor::At))
            }
        };
        places.into_iter().flatten().collect()
    }
}

/// The lines of a text with their line breaks.
fn lines(text: &str) -> Vec<Span> {
    let mut start = 0;
    let line = |line: &str| {
        let span = Span::new(start, start + line.len());
        start = span.end;
        span
    };
    text.split_inclusive('\n').map(line).collect()
}

fn cover(lines: &[Span]) -> Span {
    match (lines.first(), lines.last()) {
        (Some(first), Some(last)) => Span::new(first.start, last.end),
        _ => Span::default(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    /// Every `[…]()` of a text.
    fn links(text: &str) -> Vec<Diagnostic> {
        let found = text.match_indices('[').map(|(at, _)| {
            let end = at + text[at..].find("()").unwrap() + 2;
            Diagnostic::new("empty-link", Severity::Error, Span::new(at, end), "no address")
        });
        found.collect()
    }

    /// The new problems, each with its line.
    fn new(old: &str, text: &str) -> Vec<String> {
        let mut found = links(text);
        Baseline::new(old, links(old)).retain_new(text, &mut found);
        let index = LineIndex::new(text);
        let shown = |one: &Diagnostic| format!("{}: {}", index.line(one.span.start) + 1, one.span.of(text));
        found.iter().map(shown).collect()
    }

    const NONE: [&str; 0] = [];

    #[test]
    fn old_problems_are_known_where_lines_have_moved() {
        let old = "One\n[a]()\nTwo\n[b]()\n";
        assert_eq!(new(old, old), NONE);
        assert_eq!(new(old, "Zero\n\nOne\n[a]()\nMore\nTwo\n[b]()\n"), NONE);
        assert_eq!(new(old, "One\n[a]()\n[c]()\nTwo\n[b]()\n"), ["3: [c]()"]);
        assert_eq!(new(old, "Two\n[b]()\nOne\n[a]()\n"), NONE);
        assert_eq!(new(old, &old.replace('\n', "\r\n")), NONE);
    }

    #[test]
    fn an_old_problem_in_a_line_that_was_changed_is_still_old() {
        assert_eq!(new("See [a]() now.\n", "Then see [a]() and [b]().\n"), ["1: [b]()"]);
        assert_eq!(new("See [a b]() now.\n", "See [a c]() now.\n"), NONE);
    }

    #[test]
    fn the_same_problem_once_more_is_new_where_it_was_added() {
        let old = "## News\n\nText.\n\n## Links\n\n- [a]()\n- b\n";
        assert_eq!(new(old, &old.replace("Text.", "Text.\n\n- [a]()")), ["5: [a]()"]);
        assert_eq!(new(old, &old.replace("- b", "- [c]()\n- [a]()\n- b")), ["8: [c]()", "9: [a]()"]);
        assert_eq!(new("- [a]()\n", "- [b]()\n- [a]()\n"), ["1: [b]()"]);
        assert_eq!(new("[a]()\n\n[a]()\n", "[a]()\n"), NONE);
        assert_eq!(new("Nothing.\n", "[a]()\n"), ["1: [a]()"]);
    }

    #[test]
    fn a_problem_that_replaces_another_one_is_new() {
        assert_eq!(new("- [a]() is old\n", "- [bee]() was written again\n"), ["1: [bee]()"]);
        // The old problem is gone, and another line has one with the same text.
        assert_eq!(new("See [a]() here.\n\nMore.\n", "See it here.\n\nMore of [a]().\n"), ["3: [a]()"]);
    }

    /// Problems about the file, at its start.
    fn of_file(messages: &[&str]) -> Vec<Diagnostic> {
        let problem = |message: &&str| Diagnostic::new("a", Severity::Warning, Span::at(0), *message);
        messages.iter().map(problem).collect()
    }

    #[test]
    fn problems_of_the_whole_file_are_distinguished_by_message() {
        let new_messages = |before: &[&str], after: &[&str]| -> Vec<String> {
            let mut found = of_file(after);
            Baseline::new("One.\n", of_file(before)).retain_new("Two.\nThree.\n", &mut found);
            found.into_iter().map(|one| one.message).collect()
        };
        assert_eq!(new_messages(&["no 'News'"], &["no 'News'"]), NONE);
        assert_eq!(new_messages(&["no 'News'"], &["no 'Jobs'"]), ["no 'Jobs'"]);
        assert_eq!(new_messages(&["no 'News'"], &["no 'Jobs'", "no 'News'"]), ["no 'Jobs'"]);
        assert_eq!(new_messages(&["8 images"], &["9 images"]), NONE);
    }

    #[test]
    fn of_omitted_problems_only_the_new_ones_are_counted() {
        let all = |n: usize| "[a]()\n\n".repeat(n);
        let kept = |text: &str| crate::lint::limit_problems(links(text));
        let (old, new) = (all(1_100), format!("{}[b]()\n", all(1_103)));
        let baseline = Baseline::new(old.as_str(), kept(&old));
        let mut found = kept(&new);
        baseline.retain_new(&new, &mut found);
        assert_eq!(found.iter().map(Diagnostic::count).sum::<usize>(), 4, "{found:?}");
        let mut found = kept(&old);
        baseline.retain_new(&old, &mut found);
        assert!(found.is_empty(), "{found:?}");
    }

    #[test]
    fn a_problem_that_got_worse_is_new() {
        let mut before = links("[a]()\n");
        before[0].severity = Severity::Warning;
        let mut found = links("[a]()\n");
        Baseline::new("[a]()\n", before).retain_new("[a]()\n", &mut found);
        assert_eq!(found.len(), 1);
    }
}
