/// How long a text is, as a person counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// As `wc` counts them: what stands between blanks.
    pub words: usize,
    /// Unicode characters; line breaks are not counted.
    pub characters: usize,
}

/// Counts the words and the characters of the whole `text`: for when a text has come to rest,
/// not for each key in a long one.
pub fn count(text: &str) -> Counts {
    let characters = text.chars().filter(|c| !matches!(c, '\n' | '\r')).count();
    Counts { words: text.split_whitespace().count(), characters }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_and_characters_are_counted() {
        assert_eq!(count("Don't panic:\r\nv9.1 is *out* 👨‍👩‍👧!\n"), Counts { words: 6, characters: 32 });
        assert_eq!(count(""), Counts::default());
    }
}
