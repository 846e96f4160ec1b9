//! Scripts: what the characters of a writing system have, and what they do not.

/// True for letters and marks of scripts that put no spaces between words: Chinese, Japanese, Thai, Lao,
/// Burmese, Khmer and Tibetan.
pub fn is_unspaced(c: char) -> bool {
    is_east_asian(c) || is_southeast_asian(c)
}

/// True for Chinese and Japanese letters and for the punctuation and full-width forms beside them.
pub fn is_east_asian(c: char) -> bool {
    matches!(
        c,
        '\u{2e80}'..='\u{2fdf}'
            | '\u{3000}'..='\u{30ff}'
            | '\u{3105}'..='\u{312f}'
            | '\u{31a0}'..='\u{31ff}'
            | '\u{3400}'..='\u{4dbf}'
            | '\u{4e00}'..='\u{9fff}'
            | '\u{f900}'..='\u{faff}'
            | '\u{fe30}'..='\u{fe4f}'
            | '\u{ff00}'..='\u{ffef}'
            | '\u{20000}'..='\u{3ffff}'
    )
}

/// True for letters of the scripts of Southeast Asia and Tibet, in which a zero-width space separates words.
pub fn is_southeast_asian(c: char) -> bool {
    matches!(c, '\u{e00}'..='\u{fff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}')
}

/// True for Hebrew letters.
pub fn is_hebrew(c: char) -> bool {
    matches!(c, '\u{5d0}'..='\u{5f2}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scripts_are_recognised_by_their_letters() {
        for c in "中文かなカナ、。（）ไทยລາວမြန်ខ្មែརབོད".chars()
        {
            assert!(is_unspaced(c), "{c}");
        }
        for c in "aßЖعא한ñ—…“".chars() {
            assert!(!is_unspaced(c), "{c}");
        }
        assert!(is_hebrew('א') && !is_hebrew('ع'));
    }
}
