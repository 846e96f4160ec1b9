//! The words of a draft's prose.

use crate::draft::Draft;
use crate::text::Span;

/// A word: letters, with apostrophes in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Word<'t> {
    pub text: &'t str,
    pub span: Span,
}

/// Every word of the prose, in order. What is no word of a sentence is left out whole: addresses,
/// paths, names with digits or underscores in them (`GP0`, `snake_case`), `@handles`, `#tags`.
pub(super) fn words(draft: &Draft) -> impl Iterator<Item = Word<'_>> {
    draft.prose().flat_map(|prose| {
        chunks(prose.of(draft.text()))
            .filter(|(_, chunk)| chunk.bytes().all(is_plain))
            .flat_map(move |(at, chunk)| split(chunk, prose.start + at))
    })
}

/// What stands between blanks, with its place.
pub(super) fn chunks(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let rest = text.get(at..)?;
        let start = at + rest.len() - rest.trim_start().len();
        let rest = text.get(start..).filter(|rest| !rest.is_empty())?;
        let len = rest.find(char::is_whitespace).unwrap_or(rest.len());
        at = start + len;
        Some((start, &rest[..len]))
    })
}

fn is_plain(byte: u8) -> bool {
    !(byte.is_ascii_digit()
        || matches!(byte, b'/' | b'@' | b'#' | b'_' | b'\\' | b'<' | b'>' | b'=' | b'|' | b'~' | b'$' | b'+'))
}

/// The words of a chunk; none where a full stop stands within it, as in `code.py`.
fn split(chunk: &str, start: usize) -> impl Iterator<Item = Word<'_>> {
    let inner = chunk.trim_matches(|c: char| !c.is_alphabetic());
    let whole = if inner.contains(['.', ':', '&', '*']) { "" } else { chunk };
    let mut at = 0;
    std::iter::from_fn(move || {
        let rest = whole.get(at..)?;
        let from = at + rest.find(char::is_alphabetic)?;
        let rest = &whole[from..];
        let len = rest.find(|c: char| !c.is_alphabetic() && c != '\'' && c != '’').unwrap_or(rest.len());
        at = from + len;
        let text = rest[..len].trim_end_matches(['\'', '’']);
        Some(Word { text, span: Span::new(start + from, start + from + text.len()) })
    })
}

/// How many letters have to be put in, taken out or changed to make `one` of `other`; `None` where
/// they are over `most`.
pub(super) fn distance(one: &str, other: &str, most: usize) -> Option<usize> {
    let (one, other): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
    if one.len().abs_diff(other.len()) > most {
        return None;
    }
    let mut above: Vec<usize> = (0..=other.len()).collect();
    for (n, a) in one.iter().enumerate() {
        let mut row = vec![n + 1];
        for (m, b) in other.iter().enumerate() {
            let changed = above[m] + usize::from(a != b);
            row.push(changed.min(above[m + 1] + 1).min(row[m] + 1));
        }
        above = row;
    }
    above.last().copied().filter(|distance| *distance <= most)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_are_near() {
        assert_eq!(distance("upcoming events", "upcomming events", 2), Some(1));
        assert_eq!(distance("latest releases", "latest release", 2), Some(1));
        assert_eq!(distance("new boards", "new guides", 2), None);
    }

    #[test]
    fn words_are_what_a_sentence_is_made_of() {
        let draft = Draft::parse(
            "The [well-made lamp](https://example.org/teh) doesn’t “fit” GP0, see code.py or www.example.org/x — *it* snake_case's.\n",
        );
        let found: Vec<&str> = words(&draft).map(|word| word.text).collect();
        assert_eq!(found, ["The", "well", "made", "lamp", "doesn’t", "fit", "see", "or", "it"]);
        assert!(words(&draft).all(|word| draft.slice(word.span) == word.text));
    }
}
