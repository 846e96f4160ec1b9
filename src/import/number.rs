//! Whole numbers in the notations of people and spreadsheets.

/// Separators of groups of three digits.
const SEPARATORS: [char; 9] = [',', '.', ' ', '\'', '’', '\u{a0}', '\u{202f}', '\u{2009}', '\u{2007}'];

/// Parses a whole text as a number: `1,234`, `1.234`, `1 234`, `1’234`, `12.0`, `12 (4%)`.
pub(super) fn whole(text: &str) -> Option<u64> {
    let text = text.split('(').next().unwrap_or(text).trim();
    let groups: Vec<&str> = text.split(SEPARATORS).collect();
    let is_number =
        |part: &&str| (1..=20).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
    if !groups.iter().all(is_number) {
        return None;
    }
    match groups.as_slice() {
        [number] => number.parse().ok(),
        [number, zeros] if matches!(*zeros, "0" | "00") => number.parse().ok(),
        [first, rest @ ..] if first.len() <= 3 && rest.iter().all(|group| group.len() == 3) => {
            groups.concat().parse().ok()
        }
        _ => None,
    }
}

/// Parses a number at the start of a text, and returns its spelling too. Returns `None` without a
/// number, and for other numbers, such as `11.5` or `12k`: half of a number is worse than none.
pub(super) fn leading(text: &str) -> Option<(u64, &str)> {
    let mut end = digits(text);
    let separator = text[end..].chars().next().filter(|c| SEPARATORS.contains(c) && end <= 3);
    while let Some(rest) = separator.and_then(|separator| text[end..].strip_prefix(separator))
        && digits(rest) == 3
    {
        end = text.len() - rest.len() + 3;
    }
    let mut after = text[end..].chars();
    let goes_on = match (after.next(), after.next()) {
        (Some(',' | '.' | '\'' | '’'), Some(next)) => next.is_ascii_digit(),
        (Some('k' | 'K' | 'm' | 'M'), next) => next.is_none_or(|next| !next.is_alphanumeric()),
        _ => false,
    };
    let written = &text[..end];
    whole(written).filter(|_| !goes_on).map(|value| (value, written))
}

/// Parses a number at the end of a text, and returns its spelling too.
pub(super) fn trailing(text: &str) -> Option<(u64, &str)> {
    let last = |text: &str| text.bytes().rev().take_while(u8::is_ascii_digit).count();
    let mut length = last(text);
    let mut start = text.len() - length;
    let separator = text[..start].chars().next_back().filter(|c| SEPARATORS.contains(c));
    while let Some(before) = separator.and_then(|separator| text[..start].strip_suffix(separator))
        && length == 3
        && (1..=3).contains(&last(before))
    {
        length = last(before);
        start = before.len() - length;
    }
    let written = &text[start..];
    whole(written).map(|value| (value, written))
}

fn digits(text: &str) -> usize {
    text.bytes().take_while(u8::is_ascii_digit).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_as_people_write_them() {
        let read = [
            ("5", 5),
            ("1,234", 1234),
            ("1.234.567", 1_234_567),
            ("1 234", 1234),
            ("12.0", 12),
            ("7 (3%)", 7),
        ];
        for (text, number) in read {
            assert_eq!(whole(text), Some(number), "{text}");
        }
        for text in ["", "5%", "many", "1,2", "-5", "12.5", "1,2345", "1e3", "99999999999999999999"] {
            assert_eq!(whole(text), None, "{text}");
        }
    }

    #[test]
    fn a_number_in_a_sentence_is_read_to_its_end() {
        for (text, number) in [
            ("10 645 in all", Some((10_645, "10 645"))),
            ("10\u{a0}645", Some((10_645, "10\u{a0}645"))),
            ("11.508.", Some((11_508, "11.508"))),
            ("1'234’567", None),
            ("1’234’567, at least", Some((1_234_567, "1’234’567"))),
            ("1066", Some((1066, "1066"))),
            ("133. 140 of them", Some((133, "133"))),
            ("5 2024", Some((5, "5"))),
            ("2024 128", Some((2024, "2024"))),
            ("11.5", None),
            ("12k", None),
            ("12 kinds", Some((12, "12"))),
            ("", None),
        ] {
            assert_eq!(leading(text), number, "{text}");
        }
        for (text, number) in [
            ("over 128,179", Some((128_179, "128,179"))),
            ("1 128 179", Some((1_128_179, "1 128 179"))),
            ("in 2024 128", Some((128, "128"))),
            ("week 18 128179", Some((128_179, "128179"))),
            ("none", None),
        ] {
            assert_eq!(trailing(text), number, "{text}");
        }
    }
}
