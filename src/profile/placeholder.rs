use super::Profile;
use crate::text::Span;

impl Profile {
    /// The template's tokens in `text`, in order, none inside another.
    pub fn tokens<'p>(&'p self, text: &'p str) -> impl Iterator<Item = Span> + 'p {
        let tokens = &self.placeholders.tokens;
        // One pass over the text: most of its bytes begin no token.
        let mut starts = [false; 256];
        for byte in tokens.iter().filter_map(|token| token.bytes().next()) {
            starts[usize::from(byte)] = true;
        }
        let mut found: Vec<Span> = Vec::new();
        // Where each token's last occurrence ended: `####` is twice in `########`, not five times.
        let mut free: Vec<usize> = Vec::new();
        for (at, byte) in text.bytes().enumerate() {
            if !starts[usize::from(byte)] {
                continue;
            }
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
                    Some(close) => up_to(text, Span::new(at, at + open.len()), close),
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

/// From `open` to the first `close` on its line.
fn up_to(text: &str, open: Span, close: &str) -> Option<Span> {
    let end = open.end + text[open.end..].find(close)?;
    (!text[open.end..end].contains('\n')).then(|| Span::new(open.start, end + close.len()))
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
    use crate::profile::built_in;

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
