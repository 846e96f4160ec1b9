//! Searching a text in any case, without a copy of it.

/// Where a word is found in a text, the better place first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum FoundAt {
    /// At the beginning of a word.
    Beginning,
    /// In the middle of one.
    Middle,
}

/// True if the text contains a word, whose letters are small, in any case.
pub fn contains_in_any_case(text: &str, word: &str) -> bool {
    word.is_empty() || places(text, word).next().is_some()
}

/// Finds a word, whose letters are small, in a text in any case. `None` if the text does not contain it.
pub fn find_in_any_case(text: &str, word: &str) -> Option<FoundAt> {
    let begins = |at: usize| !text[..at].ends_with(char::is_alphanumeric);
    let mut places = places(text, word).peekable();
    places.peek()?;
    Some(if places.any(begins) { FoundAt::Beginning } else { FoundAt::Middle })
}

/// Where a word begins in a text.
fn places<'t>(text: &'t str, word: &'t str) -> Box<dyn Iterator<Item = usize> + 't> {
    let Some(first) = word.bytes().next() else { return Box::new(std::iter::empty()) };
    if !word.is_ascii() {
        let begins = move |at: &usize| begins_in_any_case(&text[*at..], word);
        return Box::new(text.char_indices().map(|(at, _)| at).filter(begins));
    }
    let bytes = text.as_bytes();
    let is_word = move |at: &usize| {
        bytes.get(*at..*at + word.len()).is_some_and(|part| part.eq_ignore_ascii_case(word.as_bytes()))
    };
    Box::new(memchr::memchr2_iter(first, first.to_ascii_uppercase(), bytes).filter(is_word))
}

fn begins_in_any_case(text: &str, word: &str) -> bool {
    let mut letters = text.chars().flat_map(char::to_lowercase);
    word.chars().all(|letter| letters.next() == Some(letter))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_in_any_case() {
        for (text, word, is_found) in [
            ("A Gull over the Pier", "gull", true),
            ("A Gull over the Pier", "pier", true),
            ("A Gull over the Pier", "piers", false),
            ("GRÜSSE von der Mole", "grüsse", true),
            ("Über die Mole", "über", true),
            ("über die MOLE", "mole", true),
            ("ggull", "gull", true),
            ("", "gull", false),
            ("anything", "", true),
        ] {
            assert_eq!(contains_in_any_case(text, word), is_found, "{word} in {text}");
        }
    }

    #[test]
    fn a_word_is_found_at_the_beginning_of_a_word_or_in_the_middle() {
        for (text, word, found) in [
            ("Latest Releases", "rel", Some(FoundAt::Beginning)),
            ("The Kestrel board", "rel", Some(FoundAt::Middle)),
            ("the kestrel's Relay", "rel", Some(FoundAt::Beginning)),
            ("## Latest", "##", Some(FoundAt::Beginning)),
            ("Été à Zoé", "zoé", Some(FoundAt::Beginning)),
            ("été", "té", Some(FoundAt::Middle)),
            ("latest", "rel", None),
        ] {
            assert_eq!(find_in_any_case(text, word), found, "{text}: {word}");
        }
    }
}
