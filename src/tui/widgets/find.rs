use crate::text::{Edit, Edits, Span};

/// A search for plain text.
///
/// A query in lower case ignores case; a query with a capital is case-sensitive.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Find {
    query: String,
    matches: Vec<Span>,
}

impl Find {
    /// Searches `text` for `query`. Matches do not overlap; an empty query has none.
    pub fn new(text: &str, query: impl Into<String>) -> Self {
        let query = query.into();
        Self { matches: find_all(text, &query), query }
    }

    /// Searches again, after the text has changed.
    pub fn refresh(&mut self, text: &str) {
        self.matches = find_all(text, &self.query);
    }

    pub fn query(&self) -> &str {
        &self.query
    }

    /// All matches, in the order of the text.
    pub fn matches(&self) -> &[Span] {
        &self.matches
    }

    /// The first match that begins at or after `from`; after the last match, the first of the text.
    pub fn next(&self, from: usize) -> Option<Span> {
        let at = self.matches.partition_point(|span| span.start < from);
        self.matches.get(at).or_else(|| self.matches.first()).copied()
    }

    /// The last match that ends at or before `from`; before the first match, the last of the text.
    pub fn previous(&self, from: usize) -> Option<Span> {
        let at = self.matches.partition_point(|span| span.end <= from);
        at.checked_sub(1).and_then(|at| self.matches.get(at)).or_else(|| self.matches.last()).copied()
    }

    /// Edits that replace each match.
    pub fn replace_all(&self, replacement: &str) -> Edits {
        let edits = self.matches.iter().map(|span| Edit { span: *span, text: replacement.to_owned() });
        // Matches do not overlap, so this can't fail.
        Edits::new(edits.collect()).unwrap_or_default()
    }
}

/// Returns the matches of `query` in `text`, from left to right.
pub fn find_all(text: &str, query: &str) -> Vec<Span> {
    if query.is_empty() {
        return Vec::new();
    }
    if query.chars().any(char::is_uppercase) {
        return text.match_indices(query).map(|(at, found)| Span::new(at, at + found.len())).collect();
    }
    let lower: Vec<char> = query.chars().flat_map(char::to_lowercase).collect();
    let mut matches = Vec::new();
    let mut at = 0;
    while let Some(c) = text.get(at..).and_then(|rest| rest.chars().next()) {
        // This one comparison excludes most places.
        if c.is_ascii() && lower.first().is_some_and(|first| *first != c.to_ascii_lowercase()) {
            at += 1;
            continue;
        }
        match match_length(&text[at..], &lower) {
            Some(length) => {
                matches.push(Span::new(at, at + length));
                at += length;
            }
            None => at += c.len_utf8(),
        }
    }
    matches
}

/// Returns the length in bytes of a match at the start of `text`. The comparison goes by character,
/// because the lower-case form of a text may have other offsets.
fn match_length(text: &str, query: &[char]) -> Option<usize> {
    let mut left = query;
    for (at, c) in text.char_indices() {
        if left.is_empty() {
            return Some(at);
        }
        for lower in c.to_lowercase() {
            let (first, rest) = left.split_first()?;
            if *first != lower {
                return None;
            }
            left = rest;
        }
    }
    left.is_empty().then_some(text.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "Python on a Pi. A python? PYTHON!";

    #[test]
    fn lower_case_ignores_case_and_a_capital_does_not() {
        assert_eq!(find_all(TEXT, "python").len(), 3);
        assert_eq!(find_all(TEXT, "Python"), [Span::new(0, 6)]);
        assert_eq!(find_all(TEXT, ""), []);
        assert_eq!(find_all("İzmir ÉTÉ", "été"), [Span::new(7, 12)]);
        assert_eq!(find_all("aaaa", "aa"), [Span::new(0, 2), Span::new(2, 4)]);
    }

    #[test]
    fn the_search_wraps_around() {
        let find = Find::new(TEXT, "python");
        assert_eq!(find.next(1), Some(Span::new(18, 24)));
        assert_eq!(find.next(30), Some(Span::new(0, 6)));
        assert_eq!(find.previous(18), Some(Span::new(0, 6)));
        assert_eq!(find.previous(3), Some(Span::new(26, 32)));
        assert_eq!(Find::new(TEXT, "rust").next(0), None);
    }

    #[test]
    fn every_match_is_replaced_at_once() {
        let edits = Find::new(TEXT, "python").replace_all("snake");
        assert_eq!(edits.apply(TEXT), "snake on a Pi. A snake? snake!");
    }
}
