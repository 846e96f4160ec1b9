use std::collections::HashMap;

use super::{FactForm, Placeholders, Profile};
use crate::text::Span;

impl Profile {
    /// The spans of the template's tokens in `text`, in order. Of overlapping tokens, the first and
    /// longest counts.
    pub fn tokens<'p>(&'p self, text: &'p str) -> impl Iterator<Item = Span> + 'p {
        let Placeholders { tokens, word_ends, .. } = &self.placeholders;
        let starts = StartBytes::new(tokens.iter().chain(word_ends));
        let mut found: Vec<Span> = Vec::new();
        // Where the last occurrence of each token ended: `########` has two `####`, not five.
        let mut free: Vec<usize> = Vec::new();
        // Up to which offset a token with a `…` is known to have no end.
        let mut endless: HashMap<usize, usize> = HashMap::new();
        let mut line_end = 0;
        let mut from = 0;
        while let Some(at) = starts.next(text.as_bytes(), from) {
            from = at + 1;
            let byte = text.as_bytes()[at];
            for (n, token) in tokens.iter().chain(word_ends).enumerate() {
                if token.as_bytes().first() != Some(&byte) {
                    continue;
                }
                let (open, close) = token.split_once('…').map_or((&**token, None), |(a, b)| (a, Some(b)));
                let is_word_end = n >= tokens.len();
                let is_free = free.get(n).is_none_or(|end| *end <= at);
                if !is_free || open.is_empty() || !text.as_bytes()[at..].starts_with(open.as_bytes()) {
                    continue;
                }
                free.resize(tokens.len() + word_ends.len(), 0);
                free[n] = at + open.len();
                found.extend(match close {
                    None if is_word_end => Some(word_end(text, token, at)),
                    None => plain(text, token, at),
                    Some(_) if endless.get(&n).is_some_and(|to| at < *to) => None,
                    Some(close) => {
                        if at >= line_end {
                            line_end = text[at..].find('\n').map_or(text.len(), |len| at + len);
                        }
                        let span = up_to(&text[..line_end], Span::new(at, at + open.len()), close);
                        if span.is_none() {
                            endless.insert(n, line_end);
                        }
                        span
                    }
                });
            }
        }
        found.sort_by_key(|span| (span.start, std::cmp::Reverse(span.end)));
        let mut end = 0;
        found.retain(|span| {
            let free = span.start >= end;
            end = end.max(span.end);
            free
        });
        found.into_iter()
    }
}

impl FactForm {
    /// The form of the values that replace a template's pattern, such as `v#.#.#`, `#,###`, `2026####`
    /// or one of the words for a number. `None` for other texts.
    pub fn from_pattern(pattern: &str, numbers: &[String]) -> Option<FactForm> {
        if numbers.iter().any(|word| word.eq_ignore_ascii_case(pattern)) {
            return Some(FactForm::Number);
        }
        let marks = pattern.bytes().filter(|byte| *byte == b'#').count();
        let is_day = || pattern.len() == 8 && pattern.ends_with("####") && !pattern.starts_with('#');
        match marks {
            0 => None,
            _ if pattern.contains("#.#") => Some(FactForm::Version),
            4 if is_day() => Some(FactForm::Day),
            _ if pattern.bytes().all(|byte| matches!(byte, b'#' | b',' | b'*')) => Some(FactForm::Number),
            _ => None,
        }
    }
}

/// How a version differs from the template's pattern. `None` if it fits, if it has no number, or if the
/// pattern is not that of a version.
///
/// `v#.#.#` is a `v` and three numbers. What may follow them (`-rc.1`, `b1`) is not compared.
pub fn version_mismatch(pattern: &str, value: &str) -> Option<VersionMismatch> {
    let parts = |text: &str| {
        let start = text.find(|c: char| c == '#' || c.is_ascii_digit())?;
        let is_number = |c: char| c == '#' || c.is_ascii_digit() || c == '.';
        let numbers = &text[start..];
        let numbers = &numbers[..numbers.find(|c| !is_number(c)).unwrap_or(numbers.len())];
        Some((text[..start].to_owned(), numbers.trim_end_matches('.').split('.').count()))
    };
    let (prefix, count) = parts(pattern).filter(|(_, count)| *count > 1)?;
    let (own, numbers) = parts(value)?;
    match (own == prefix, numbers == count) {
        (true, true) => None,
        (false, true) => Some(VersionMismatch::Prefix(format!("{prefix}{}", &value[own.len()..]))),
        (_, false) => Some(VersionMismatch::Numbers),
    }
}

/// How a version differs from its pattern.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum VersionMismatch {
    /// Another text before its numbers. Holds the corrected version.
    Prefix(String),
    /// Another count of numbers.
    Numbers,
}

/// The first bytes of all tokens, to skip the rest of a text quickly.
struct StartBytes {
    is_start: [bool; 256],
    /// All of them, the last one repeated, if there are at most three.
    few: Option<[u8; 3]>,
}

impl StartBytes {
    fn new<'t>(tokens: impl Iterator<Item = &'t String>) -> StartBytes {
        let mut starts = StartBytes { is_start: [false; 256], few: None };
        let (mut few, mut count) = ([0; 3], 0);
        for byte in tokens.filter_map(|token| token.bytes().next()) {
            if !std::mem::replace(&mut starts.is_start[usize::from(byte)], true) {
                few.iter_mut().skip(count).for_each(|one| *one = byte);
                count += 1;
            }
        }
        starts.few = (1..=3).contains(&count).then_some(few);
        starts
    }

    fn next(&self, text: &[u8], from: usize) -> Option<usize> {
        let rest = text.get(from..)?;
        let at = match self.few {
            Some([a, b, c]) => memchr::memchr3(a, b, c, rest)?,
            None => rest.iter().position(|byte| self.is_start[usize::from(*byte)])?,
        };
        Some(from + at)
    }
}

/// The span from `open` to the end of the first `close` after it.
fn up_to(line: &str, open: Span, close: &str) -> Option<Span> {
    let end = open.end + line.get(open.end..)?.find(close)?;
    Some(Span::new(open.start, end + close.len()))
}

/// The token at `at` if it is a whole word: `NUMBER` is not found in `NUMBERS`, nor `####` where it
/// begins a heading.
fn plain(text: &str, token: &str, at: usize) -> Option<Span> {
    let before = text[..at].chars().next_back();
    let after = text[at + token.len()..].chars().next();
    let is_of_word = |c: char| c.is_alphanumeric() || c == '_';
    let wordy =
        |edge: Option<char>, next: Option<char>| edge.is_some_and(is_of_word) && next.is_some_and(is_of_word);
    if wordy(token.chars().next_back(), after) {
        return None;
    }
    if token.starts_with('#') {
        if before.is_none_or(|c| c == '\n') {
            return None;
        }
        // The year belongs to the token: `2025####`.
        let digits = text[..at]
            .bytes()
            .rev()
            .take_while(|byte| byte.is_ascii_digit() || matches!(byte, b'v' | b'y'))
            .count();
        return Some(Span::new(at - digits, at + token.len()));
    }
    (!wordy(token.chars().next(), before)).then(|| Span::new(at, at + token.len()))
}

/// The token at `at` with the word that it ends, without a final slash: `2026mmdd` of `2026mmdd/`.
fn word_end(text: &str, token: &str, at: usize) -> Span {
    let word = text[..at].bytes().rev().take_while(u8::is_ascii_alphanumeric).count();
    Span::new(at - word, at + token.trim_end_matches('/').len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::profile::built_in;

    #[test]
    fn the_form_and_prefix_of_values_come_from_their_pattern() {
        for (pattern, form) in [
            ("v#.#.#", Some(FactForm::Version)),
            ("#.#.#-##.#", Some(FactForm::Version)),
            ("#,###", Some(FactForm::Number)),
            ("###", Some(FactForm::Number)),
            ("2026####", Some(FactForm::Day)),
            ("yyyy####", Some(FactForm::Day)),
            ("NUMBER", Some(FactForm::Number)),
            ("DATE", None),
            ("C# 9", None),
            ("9.2.1", None),
        ] {
            assert_eq!(FactForm::from_pattern(pattern, &["NUMBER".to_owned()]), form, "{pattern}");
        }
        for (pattern, value) in
            [("v#.#.#", "v1.28.0"), ("#.#.#-##.#", "10.3.0-alpha.2"), ("#.#.#", "3.15.0b1"), ("#,###", "9")]
        {
            assert_eq!(version_mismatch(pattern, value), None, "{pattern} {value}");
        }
        let prefix = |right: &str| Some(VersionMismatch::Prefix(right.into()));
        assert_eq!(version_mismatch("v#.#.#", "1.27.0"), prefix("v1.27.0"));
        assert_eq!(version_mismatch("#.#.#", "v3.14.5"), prefix("3.14.5"));
        assert_eq!(version_mismatch("v#.#.#", "V1.27.0"), prefix("v1.27.0"));
        assert_eq!(version_mismatch("#.#.#", "3.14"), Some(VersionMismatch::Numbers));
    }

    #[test]
    fn tokens_are_found_and_headings_are_not() {
        let profile = built_in("circuitpython").unwrap();
        let text = "#### Deep\n\nthere were (#/no) of **###** at [2025####](x), [v#.#.#](y) [#.#.#-##.#] *insert a word* ../assets/2026mmdd/a NUMBERS PIN_NUMBER NUMBER {date}";
        let found: Vec<&str> = profile.tokens(text).map(|span| span.of(text)).collect();
        assert_eq!(
            found,
            [
                "(#/no)",
                "**###**",
                "2025####",
                "v#.#.#",
                "#.#.#-##.#",
                "*insert a word*",
                "2026mmdd",
                "NUMBER",
                "{date}"
            ]
        );
        assert!(profile.is_text_placeholder("text."));
        assert!(profile.is_text_placeholder("v#.#.#"));
        assert!(!profile.is_text_placeholder("A real text"));
    }
}
