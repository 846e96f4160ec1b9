//! Searching a text in any case, without a copy of it.

/// True if the text contains a word, whose letters are small, in any case.
pub fn contains_in_any_case(text: &str, word: &str) -> bool {
    let Some(first) = word.bytes().next() else { return true };
    if !word.is_ascii() {
        return text.char_indices().any(|(at, _)| begins_in_any_case(&text[at..], word));
    }
    let bytes = text.as_bytes();
    memchr::memchr2_iter(first, first.to_ascii_uppercase(), bytes).any(|at| {
        bytes.get(at..at + word.len()).is_some_and(|part| part.eq_ignore_ascii_case(word.as_bytes()))
    })
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
}
