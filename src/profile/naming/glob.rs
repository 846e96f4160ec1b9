/// True if `text` matches `pattern`, in which each `*` matches any text.
pub(in crate::profile) fn glob(pattern: &str, text: &str) -> bool {
    let Some((first, rest)) = pattern.split_once('*') else { return pattern == text };
    let Some(mut text) = text.strip_prefix(first) else { return false };
    let (middle, last) = rest.rsplit_once('*').unwrap_or(("", rest));
    for part in middle.split('*') {
        let Some(at) = text.find(part) else { return false };
        text = &text[at + part.len()..];
    }
    text.ends_with(last)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stars_match_any_text_in_order_and_without_overlap() {
        for (pattern, text, fits) in [
            ("*icymi.*", "20260601icymi.jpg", true),
            ("*icymi.*", "icymi.png", true),
            ("*icymi.*", "icymi", false),
            ("a*b*a", "aba", true),
            ("a*b*a", "ab", false),
            ("aa*aa", "aaa", false),
            ("*", "", true),
            ("**x", "x", true),
            ("blinka.png", "blinka.png", true),
        ] {
            assert_eq!(glob(pattern, text), fits, "{pattern} {text}");
        }
    }
}
