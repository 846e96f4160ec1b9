//! Minimal edits, so that a cursor stays at its words.

use crate::text::diff::{RunKind, TextDiff};
use crate::text::{Edit, Edits, Span};

/// Longer replacements are compared by lines only.
const BY_WORDS: usize = 20_000;
/// Lines with a smaller common part are treated as replaced, not changed.
const ALIKE: f64 = 0.4;

/// The edits from `old` to `new`, by lines, and by words within lines.
pub fn fine_edits(old: &str, new: &str) -> Edits {
    refine(&Edits::between(old, new), old)
}

/// Splits edits of `text` into minimal ones.
pub fn refine(edits: &Edits, text: &str) -> Edits {
    let fine = edits.iter().flat_map(|edit| by_lines(edit.span.of(text), &edit.text, edit.span.start));
    Edits::new(fine.collect()).unwrap_or_else(|_| edits.clone())
}

fn by_lines(old: &str, new: &str, at: usize) -> Vec<Edit> {
    let lines = TextDiff::lines(old, new);
    let mut edits = Vec::new();
    for_each_change(&lines, at, |span, was, text| {
        let changed = was.len() + text.len() <= BY_WORDS && !was.is_empty() && !text.is_empty();
        let words = changed.then(|| TextDiff::words(was, text));
        match words.filter(|words| words.ratio() >= ALIKE) {
            Some(words) => for_each_change(&words, span.start, |span, _, text| {
                edits.push(Edit { span, text: text.to_owned() });
            }),
            None => edits.push(Edit { span, text: text.to_owned() }),
        }
    });
    edits
}

/// Calls back for each run that differs, with its span, its old and its new text.
fn for_each_change(diff: &TextDiff<'_>, at: usize, mut call: impl FnMut(Span, &str, &str)) {
    let mut done = at;
    for run in diff.runs() {
        let (was, now) = (diff.old(run.old.clone()).concat(), diff.new_text(run.new.clone()).concat());
        let span = Span::new(done, done + was.len());
        done = span.end;
        if run.kind != RunKind::Equal {
            call(span, &was, &now);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Bias;

    #[test]
    fn a_place_between_two_changes_stays_with_its_words() {
        let old = "# One\n\n- a cat sat on the old mat today\n- untouched\n\n# Two\n\ntext\n";
        let new = "# One\n\n- first\n- a big cat sat on the new mat today\n- untouched\n\n# Two\n\ntext, and more\n";
        let edits = fine_edits(old, new);
        assert_eq!(edits.apply(old), new);
        for word in ["sat", "today", "untouched", "# Two"] {
            let (was, is) = (old.find(word).unwrap(), new.find(word).unwrap());
            assert_eq!(edits.map(was, Bias::After), is, "{word}");
        }
    }

    #[test]
    fn another_text_in_place_of_a_line_is_one_replacement() {
        let edits = fine_edits("a\nsome words of ours\nb\n", "a\nnothing alike here\nb\n");
        assert_eq!(edits.iter().count(), 1);
    }

    #[test]
    fn texts_with_other_line_ends_and_wide_letters_come_out_whole() {
        for (old, new) in [("", "x"), ("ä\r\nö\r\n", "ä\nö ü\n"), ("one", ""), ("é è\n", "è é\n")] {
            assert_eq!(fine_edits(old, new).apply(old), new);
        }
    }
}
