use std::collections::HashMap;

use super::{FactForm, Profile};
use crate::text::Span;

impl Profile {
    /// The template's tokens in `text`, in order, none inside another.
    pub fn tokens<'p>(&'p self, text: &'p str) -> impl Iterator<Item = Span> + 'p {
        let tokens = &self.placeholders.tokens;
        let starts = Starts::of(tokens);
        let mut found: Vec<Span> = Vec::new();
        // Where each token's last occurrence ended: `####` is twice in `########`, not five times.
        let mut free: Vec<usize> = Vec::new();
        // Up to where each token that has an end is known to have none.
        let mut endless: HashMap<usize, usize> = HashMap::new();
        let mut line_end = 0;
        let mut from = 0;
        while let Some(at) = starts.next(text.as_bytes(), from) {
            from = at + 1;
            let byte = text.as_bytes()[at];
            for (n, token) in tokens.iter().enumerate() {
                if token.as_bytes().first() != Some(&byte) {
                    continue;
                }
                let (open, close) = token.split_once('…').map_or((&**token, None), |(a, b)| (a, Some(b)));
                let is_free = free.get(n).is_none_or(|end| *end <= at);
                if !is_free || open.is_empty() || !text.as_bytes()[at..].starts_with(open.as_bytes()) {
                    continue;
                }
                free.resize(tokens.len(), 0);
                free[n] = at + open.len();
                found.extend(match close {
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
    /// The form of the values that a template's pattern stands for: `v#.#.#`, `#,###`, `NUMBER`, `2026####`.
    /// `None` where it is no pattern.
    pub fn from_pattern(pattern: &str) -> Option<FactForm> {
        // The word that templates have for one.
        if pattern.eq_ignore_ascii_case("number") {
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

/// What a version lacks or has too much of to be written as the template's pattern.
///
/// `v#.#.#` is a `v` and three numbers; what may follow them (`-rc.1`, `b1`) is not compared. `None`
/// where the value is written so, and for patterns of other values.
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
    /// In what stands before its numbers; the version as the pattern has it.
    Prefix(String),
    /// In how many numbers it has.
    Numbers,
}

/// The bytes that tokens begin with: most of a text's begin none.
struct Starts {
    is_one: [bool; 256],
    /// Where they are few: all of them, the last ones perhaps again.
    few: Option<[u8; 3]>,
}

impl Starts {
    fn of(tokens: &[String]) -> Starts {
        let mut starts = Starts { is_one: [false; 256], few: None };
        let (mut few, mut count) = ([0; 3], 0);
        for byte in tokens.iter().filter_map(|token| token.bytes().next()) {
            if !std::mem::replace(&mut starts.is_one[usize::from(byte)], true) {
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
            None => rest.iter().position(|byte| self.is_one[usize::from(*byte)])?,
        };
        Some(from + at)
    }
}

/// From `open` to the first `close`.
fn up_to(line: &str, open: Span, close: &str) -> Option<Span> {
    let end = open.end + line.get(open.end..)?.find(close)?;
    Some(Span::new(open.start, end + close.len()))
}

/// The token at `at` as a word of its own: `NUMBER` not in `NUMBERS`, and `####` not as the start
/// of a heading.
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
        // `2025####`: the year belongs to it.
        let digits = text[..at]
            .bytes()
            .rev()
            .take_while(|byte| byte.is_ascii_digit() || matches!(byte, b'v' | b'y'))
            .count();
        return Some(Span::new(at - digits, at + token.len()));
    }
    if token == "mmdd/" {
        let word = text[..at].bytes().rev().take_while(u8::is_ascii_alphanumeric).count();
        return Some(Span::new(at - word, at + token.len() - 1));
    }
    (!wordy(token.chars().next(), before)).then(|| Span::new(at, at + token.len()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::profile::built_in;

    #[test]
    fn a_pattern_tells_the_form_and_the_prefix_of_its_values() {
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
            assert_eq!(FactForm::from_pattern(pattern), form, "{pattern}");
        }
        for (pattern, value) in
            [("v#.#.#", "v1.28.0"), ("#.#.#-##.#", "10.3.0-alpha.2"), ("#.#.#", "3.15.0b1"), ("#,###", "9")]
        {
            assert_eq!(version_mismatch(pattern, value), None, "{pattern} {value}");
        }
        let slip = |right: &str| Some(VersionMismatch::Prefix(right.into()));
        assert_eq!(version_mismatch("v#.#.#", "1.27.0"), slip("v1.27.0"));
        assert_eq!(version_mismatch("#.#.#", "v3.14.5"), slip("3.14.5"));
        assert_eq!(version_mismatch("v#.#.#", "V1.27.0"), slip("v1.27.0"));
        assert_eq!(version_mismatch("#.#.#", "3.14"), Some(VersionMismatch::Numbers));
    }

    #[test]
    fn tokens_are_found_and_headings_are_not() {
        let profile = built_in("circuitpython").unwrap();
        let text = "#### Deep\n\nthere were (#/no) of **###** at [2025####](x), [v#.#.#](y) [#.#.#-##.#] *insert a word* NUMBERS PIN_NUMBER NUMBER {date}";
        let found: Vec<&str> = profile.tokens(text).map(|span| span.of(text)).collect();
        assert_eq!(
            found,
            ["(#/no)", "**###**", "2025####", "v#.#.#", "#.#.#-##.#", "*insert a word*", "NUMBER", "{date}"]
        );
        assert!(profile.is_text_placeholder("text."));
        assert!(profile.is_text_placeholder("v#.#.#"));
        assert!(!profile.is_text_placeholder("A real text"));
    }
}
