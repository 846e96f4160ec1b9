use std::collections::HashMap;

use similar::{ChangeTag, TextDiff};

use super::{Diagnostic, Severity};
use crate::text::LineIndex;

/// An earlier version of a draft, and what was found in it.
#[derive(Clone, Debug)]
pub struct Earlier {
    pub text: String,
    pub diagnostics: Vec<Diagnostic>,
}

impl Earlier {
    /// Takes out of what is found now what was there before, and as severe: in a line that is the
    /// same, at the same place of it; in others, of the same rule on the same words, each as often
    /// as it was there.
    pub fn retain_new(&self, text: &str, found: &mut Vec<Diagnostic>) {
        if self.diagnostics.is_empty() || found.is_empty() {
            return;
        }
        let moved = lines_of(&self.text, text);
        let (old_lines, new_lines) = (LineIndex::new(&self.text), LineIndex::new(text));
        let place = |one: &Diagnostic, lines: &LineIndex, text: &str| {
            let line = lines.line(one.span.start);
            (line, one.span.start - lines.span(line, text).start)
        };
        let mut at_place: HashMap<(&str, usize, usize), Vec<usize>> = HashMap::new();
        for (n, one) in self.diagnostics.iter().enumerate().rev() {
            let (line, column) = place(one, &old_lines, &self.text);
            if let Some(Some(line)) = moved.get(line) {
                at_place.entry((one.rule, *line, column)).or_default().push(n);
            }
        }
        let mut is_matched = vec![false; self.diagnostics.len()];
        let mut is_old = vec![false; found.len()];
        for (is_old, one) in is_old.iter_mut().zip(&*found) {
            let (line, column) = place(one, &new_lines, text);
            if let Some(n) = at_place.get_mut(&(one.rule, line, column)).and_then(Vec::pop) {
                is_matched[n] = true;
                *is_old = self.diagnostics[n].severity >= one.severity;
            }
        }
        let mut left: HashMap<(&str, &str, Severity), usize> = HashMap::new();
        for (one, _) in self.diagnostics.iter().zip(&is_matched).filter(|(_, is_matched)| !**is_matched) {
            *left.entry((one.rule, words(one, &self.text), one.severity)).or_default() += 1;
        }
        for (is_old, one) in is_old.iter_mut().zip(&*found).filter(|(is_old, _)| !**is_old) {
            let key = (one.rule, words(one, text), one.severity);
            if let Some(count) = left.get_mut(&key).filter(|count| **count > 0) {
                *count -= 1;
                *is_old = true;
            }
        }
        let mut is_old = is_old.into_iter();
        found.retain(|_| !is_old.next().unwrap_or(false));
    }
}

/// What a problem is about: its words in the text, or else what is said of it.
fn words<'a>(one: &'a Diagnostic, text: &'a str) -> &'a str {
    match one.span.of(text).trim() {
        "" => &one.message,
        words => words,
    }
}

/// For each line of the old text, the same line of the new one.
fn lines_of(old: &str, new: &str) -> Vec<Option<usize>> {
    let mut lines = Vec::new();
    for change in TextDiff::from_lines(old, new).iter_all_changes() {
        match change.tag() {
            ChangeTag::Equal => lines.push(change.new_index()),
            ChangeTag::Delete => lines.push(None),
            ChangeTag::Insert => {}
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Span;

    /// Every `[…]()` of a text.
    fn links(text: &str) -> Vec<Diagnostic> {
        let found = text.match_indices('[').map(|(at, _)| {
            let end = at + text[at..].find("()").map_or(1, |len| len + 2);
            Diagnostic::new("empty-link", Severity::Error, Span::new(at, end), "no address")
        });
        found.collect()
    }

    fn new(old: &str, text: &str) -> Vec<String> {
        let earlier = Earlier { text: old.to_owned(), diagnostics: links(old) };
        let mut found = links(text);
        earlier.retain_new(text, &mut found);
        found.iter().map(|one| one.span.of(text).to_owned()).collect()
    }

    #[test]
    fn old_problems_are_known_where_lines_have_moved() {
        let old = "One\n[a]()\nTwo\n[b]()\n";
        assert_eq!(new(old, old), [""; 0]);
        assert_eq!(new(old, "Zero\n\nOne\n[a]()\nMore\nTwo\n[b]()\n"), [""; 0]);
        assert_eq!(new(old, "One\n[a]()\n[c]()\nTwo\n[b]()\n"), ["[c]()"]);
        assert_eq!(new(old, "Two\n[b]()\nOne\n[a]()\n"), [""; 0]);
    }

    #[test]
    fn an_old_problem_in_a_line_that_was_changed_is_still_old() {
        assert_eq!(new("See [a]() now.\n", "Then see [a]() and [b]().\n"), ["[b]()"]);
    }

    #[test]
    fn the_same_problem_once_more_is_new() {
        assert_eq!(new("[a]()\n", "[a]()\n\n[a]()\n"), ["[a]()"]);
        assert_eq!(new("[a]()\n\n[a]()\n", "[a]()\n"), [""; 0]);
        assert_eq!(new("Nothing.\n", "[a]()\n"), ["[a]()"]);
    }
}
