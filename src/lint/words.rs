//! The words of a draft's prose.

use crate::draft::Draft;
use crate::text::Span;

/// A word: letters and inner apostrophes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Word<'t> {
    pub text: &'t str,
    pub span: Span,
}

/// Returns the words of the prose, in order. Leaves out everything that is not a word of a sentence:
/// addresses, paths, names with digits or underscores (`GP0`, `snake_case`), `@handles`, `#tags`.
pub(super) fn words(draft: &Draft) -> Vec<Word<'_>> {
    let mut found = Vec::with_capacity(draft.text().len() / 8);
    for prose in draft.prose() {
        let text = prose.of(draft.text());
        if text.is_ascii() {
            ascii_words(text, prose.start, &mut found);
        } else {
            let plain = chunks(text).filter(|(_, chunk)| chunk.bytes().all(is_plain));
            found.extend(plain.flat_map(|(at, chunk)| split(chunk, prose.start + at)));
        }
    }
    found
}

/// The role of an ASCII byte in a word.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    Space,
    Letter,
    Apostrophe,
    /// A byte that makes the whole chunk not a word of a sentence.
    Foreign,
    /// A byte that may be at the end of a word but not between its letters.
    Joint,
    Other,
}

/// Used for ASCII bytes only.
static CLASSES: [Class; 256] = {
    let mut classes = [Class::Other; 256];
    let mut byte = 0;
    while byte < 128 {
        classes[byte] = match byte as u8 {
            b' ' | b'\t'..=b'\r' => Class::Space,
            b'a'..=b'z' | b'A'..=b'Z' => Class::Letter,
            b'\'' => Class::Apostrophe,
            b'.' | b':' | b'&' | b'*' => Class::Joint,
            other if !is_plain(other) => Class::Foreign,
            _ => Class::Other,
        };
        byte += 1;
    }
    classes
};

/// Finds the words of an ASCII text: the same as `chunks` and `split`, in one pass over the bytes.
fn ascii_words<'t>(text: &'t str, start: usize, found: &mut Vec<Word<'t>>) {
    let bytes = text.as_bytes();
    // The end of the text acts as a space.
    let class = |at: usize| bytes.get(at).map_or(Class::Space, |byte| CLASSES[usize::from(*byte)]);
    let mut at = 0;
    while at < bytes.len() {
        // One chunk. Its words are removed again if it is not part of a sentence.
        let before = found.len();
        let (mut is_foreign, mut has_joint, mut is_joined) = (false, false, false);
        loop {
            match class(at) {
                Class::Space => break,
                Class::Letter => {
                    is_joined |= has_joint;
                    let from = at;
                    while matches!(class(at), Class::Letter | Class::Apostrophe) {
                        at += 1;
                    }
                    let mut end = at;
                    while bytes[end - 1] == b'\'' {
                        end -= 1;
                    }
                    let word = &text[from..end];
                    found.push(Word { text: word, span: Span::new(start + from, start + from + word.len()) });
                    continue;
                }
                Class::Joint => has_joint |= found.len() > before,
                Class::Foreign => is_foreign = true,
                Class::Apostrophe | Class::Other => {}
            }
            at += 1;
        }
        if is_foreign || is_joined {
            found.truncate(before);
        }
        at += 1;
    }
}

/// Splits a text at white space and returns each chunk with its offset.
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

const fn is_plain(byte: u8) -> bool {
    !(byte.is_ascii_digit()
        || matches!(byte, b'/' | b'@' | b'#' | b'_' | b'\\' | b'<' | b'>' | b'=' | b'|' | b'~' | b'$' | b'+'))
}

/// Returns the words of a chunk; none if it contains a full stop, as in `code.py`.
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

/// True if the edit distance of two texts is at most `most`.
pub(super) fn is_near(one: &str, other: &str, most: usize) -> bool {
    // A character has at most four bytes.
    if one.len().abs_diff(other.len()) > 4 * most {
        return false;
    }
    // Each change removes one byte value and adds another. This rejects most texts quickly.
    let mut counts = [0i32; 256];
    for byte in one.bytes() {
        counts[usize::from(byte)] += 1;
    }
    for byte in other.bytes() {
        counts[usize::from(byte)] -= 1;
    }
    let differ = counts.iter().map(|count| count.unsigned_abs() as usize).sum::<usize>();
    let longest = if one.is_ascii() && other.is_ascii() { 1 } else { 4 };
    differ <= 2 * longest * most && strsim::levenshtein(one, other) <= most
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn misspellings_are_near() {
        assert!(is_near("upcoming events", "upcomming events", 2));
        assert!(is_near("latest releases", "latest release", 2));
        assert!(!is_near("new boards", "new guides", 2));
    }

    proptest! {
        #[test]
        fn one_pass_finds_the_words_that_chunks_and_split_find(text in "[ab'.:&*, \\n\\t/#@9(-]{0,40}") {
            let mut found = Vec::new();
            ascii_words(&text, 3, &mut found);
            let plain = chunks(&text).filter(|(_, chunk)| chunk.bytes().all(is_plain));
            let slow: Vec<Word<'_>> = plain.flat_map(|(at, chunk)| split(chunk, 3 + at)).collect();
            prop_assert_eq!(found, slow);
        }
    }

    #[test]
    fn only_words_of_sentences_are_found() {
        let draft = Draft::parse(
            "The [well-made lamp](https://example.org/teh) doesn’t “fit” GP0, see code.py or www.example.org/x — *it* snake_case's.\n",
        );
        let found: Vec<&str> = words(&draft).iter().map(|word| word.text).collect();
        assert_eq!(found, ["The", "well", "made", "lamp", "doesn’t", "fit", "see", "or", "it"]);
        assert!(words(&draft).iter().all(|word| draft.slice(word.span) == word.text));
    }
}
