use super::Profile;
use crate::text::Span;

impl Profile {
    /// The template's tokens in `text`, in order, none inside another.
    pub fn tokens<'p>(&'p self, text: &'p str) -> impl Iterator<Item = Span> + 'p {
        let mut found: Vec<Span> = Vec::new();
        for token in &self.placeholders.tokens {
            match token.split_once('…') {
                None => found.extend(plain(text, token)),
                Some((open, close)) => found.extend(text.match_indices(open).filter_map(|(at, _)| {
                    let tail = &text[at + open.len()..];
                    let line = &tail[..tail.find('\n').unwrap_or(tail.len())];
                    let len = line.find(close)?;
                    Some(Span::new(at, at + open.len() + len + close.len()))
                })),
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

/// Occurrences of a token as a word of its own: `NUMBER` not in `NUMBERS`, and `####` not as the
/// start of a heading.
fn plain<'t>(text: &'t str, token: &'t str) -> impl Iterator<Item = Span> + 't {
    text.match_indices(token).filter_map(move |(at, _)| {
        let before = text[..at].chars().next_back();
        let after = text[at + token.len()..].chars().next();
        let wordy = |edge: Option<char>, next: Option<char>| {
            edge.is_some_and(char::is_alphanumeric) && next.is_some_and(char::is_alphanumeric)
        };
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
    })
}

#[cfg(test)]
mod tests {
    use crate::profile::built_in;

    #[test]
    fn tokens_are_found_and_headings_are_not() {
        let profile = built_in("circuitpython").unwrap();
        let text = "#### Deep\n\nthere were (#/no) of **###** at [2025####](x), [v#.#.#](y) [#.#.#-##.#] *insert a word* NUMBERS NUMBER {date}";
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
