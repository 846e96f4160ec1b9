//! Counting the lines of a clean result, as a check on everything before it: what came apart or
//! together in a way that nobody foresaw shows in the numbers.

use std::collections::HashMap;

use super::tree::own_hash;

/// How often each line stands in a text, by its words; blank ones and rules aside.
type Counts = HashMap<u64, i32, foldhash::fast::FixedState>;

/// Whether no line of a result stands there more often than both sides' changes account for, and
/// none that a side added, or that nobody took out, is missing.
pub(super) fn adds_up(base: &str, ours: &str, theirs: &str, result: &str) -> bool {
    let (base, ours, theirs, result) = (counts(base), counts(ours), counts(theirs), counts(result));
    let of = |counts: &Counts, line: &u64| counts.get(line).copied().unwrap_or(0);
    let mut new = 0;
    for (line, count) in &result {
        let (b, o, t) = (of(&base, line), of(&ours, line), of(&theirs, line));
        // What one side moved and the other took out stays; which of many it was nobody can tell.
        let most = if b > 1 { o.min(t) } else { o.max(t) };
        if b + o + t == 0 {
            new += 1;
        } else if *count > most.max(o + t - b) {
            return false;
        }
    }
    let missing = |line: &u64| {
        let (b, o, t) = (of(&base, line), of(&ours, line), of(&theirs, line));
        // What both added may be the same thing.
        let least = if o > b && t > b { o.max(t) } else { o + t - b };
        (least - of(&result, line)).max(0)
    };
    let gone: i32 =
        ours.keys().chain(theirs.keys().filter(|line| !ours.contains_key(*line))).map(missing).sum();
    // A line whose fields both sides changed is one new one in the place of two.
    gone <= 2 * new
}

fn counts(text: &str) -> Counts {
    let mut counts = Counts::default();
    for line in text.lines().filter(|line| !is_blank_or_rule(line)) {
        *counts.entry(own_hash(line)).or_default() += 1;
    }
    counts
}

fn is_blank_or_rule(line: &str) -> bool {
    line.trim_matches(|c: char| c.is_whitespace() || "-*_".contains(c)).is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_repeated_a_lost_and_a_returned_line_do_not_add_up() {
        let (base, ours, theirs) = ("a\nb\n", "a\nb\nours\n", "a\nb\ntheirs\n");
        assert!(adds_up(base, ours, theirs, "a\nb\nours\ntheirs\n"));
        assert!(!adds_up(base, ours, theirs, "a\nb\nours\nours\ntheirs\n"));
        assert!(!adds_up(base, ours, theirs, "a\nb\nours\n"));
        assert!(!adds_up(base, "a\n", "a\n", "a\nb\n"));
    }

    #[test]
    fn what_both_added_may_be_there_once_or_twice_and_a_line_of_two_fields_is_new() {
        assert!(adds_up("a\n", "a\nx\n", "a\nx\n", "a\nx\n"));
        assert!(adds_up("a\n", "a\nx\n", "a\nx\n", "a\nx\nx\n"));
        assert!(adds_up("- [ ] a\n", "- [x] a\n", "- [ ] A\n", "- [x] A\n"));
    }
}
