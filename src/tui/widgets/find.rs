use crate::text::{Edit, Edits, Span};

/// Which letters are equal in a search.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Case {
    /// A query in lower case ignores case; a query with a capital is case-sensitive.
    #[default]
    Smart,
    Exact,
}

/// Where a search finds its query.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Words {
    /// Also inside of words.
    #[default]
    Parts,
    Whole,
}

/// A search for plain text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Find {
    query: String,
    case: Case,
    words: Words,
    matches: Vec<Span>,
}

impl Find {
    /// Searches `text` for `query`. Matches do not overlap; an empty query has none.
    pub fn new(text: &str, query: impl Into<String>) -> Self {
        let mut find = Self::default();
        find.set_query(text, query);
        find
    }

    pub fn set_query(&mut self, text: &str, query: impl Into<String>) {
        self.query = query.into();
        self.refresh(text);
    }

    /// Switches between smart and exact case.
    pub fn switch_case(&mut self, text: &str) {
        self.case = if self.case == Case::Smart { Case::Exact } else { Case::Smart };
        self.refresh(text);
    }

    /// Switches between whole words and parts of them.
    pub fn switch_words(&mut self, text: &str) {
        self.words = if self.words == Words::Parts { Words::Whole } else { Words::Parts };
        self.refresh(text);
    }

    pub fn case(&self) -> Case {
        self.case
    }

    pub fn words(&self) -> Words {
        self.words
    }

    /// Searches again, after the text has changed.
    pub fn refresh(&mut self, text: &str) {
        self.matches = find_all(text, &self.query, self.case, self.words);
    }

    pub fn query(&self) -> &str {
        &self.query
    }

    /// All matches, in the order of the text.
    pub fn matches(&self) -> &[Span] {
        &self.matches
    }

    /// The number of a match, counted from 1.
    pub fn number(&self, span: Span) -> Option<usize> {
        self.matches.binary_search(&span).ok().map(|at| at + 1)
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
fn find_all(text: &str, query: &str, case: Case, words: Words) -> Vec<Span> {
    if query.is_empty() {
        return Vec::new();
    }
    let is_exact = case == Case::Exact || query.chars().any(char::is_uppercase);
    let lower: Vec<char> = query.chars().flat_map(char::to_lowercase).collect();
    let match_at = |at: usize| match is_exact {
        true => text[at..].starts_with(query).then_some(query.len()),
        false => match_length(&text[at..], &lower),
    };
    let first = if is_exact { query.chars().next() } else { lower.first().copied() };
    let mut matches = Vec::new();
    let mut at = 0;
    while let Some(c) = text.get(at..).and_then(|rest| rest.chars().next()) {
        // This one comparison excludes most places.
        let own = if is_exact { c } else { c.to_ascii_lowercase() };
        if c.is_ascii() && first.is_some_and(|first| first != own) {
            at += 1;
            continue;
        }
        let found = match_at(at).map(|length| Span::new(at, at + length));
        match found.filter(|span| words == Words::Parts || is_whole(text, *span)) {
            Some(span) => {
                matches.push(span);
                at = span.end;
            }
            None => at += c.len_utf8(),
        }
    }
    matches
}

/// True if no letter or digit is right before or after the span.
fn is_whole(text: &str, span: Span) -> bool {
    let is_apart = |neighbour: Option<char>| !neighbour.is_some_and(char::is_alphanumeric);
    is_apart(text[..span.start].chars().next_back()) && is_apart(text[span.end..].chars().next())
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

    fn find(text: &str, query: &str) -> Vec<Span> {
        Find::new(text, query).matches().to_vec()
    }

    #[test]
    fn lower_case_ignores_case_and_a_capital_does_not() {
        assert_eq!(find(TEXT, "python").len(), 3);
        assert_eq!(find(TEXT, "Python"), [Span::new(0, 6)]);
        assert_eq!(find(TEXT, ""), []);
        assert_eq!(find("İzmir ÉTÉ", "été"), [Span::new(7, 12)]);
        assert_eq!(find("aaaa", "aa"), [Span::new(0, 2), Span::new(2, 4)]);
    }

    #[test]
    fn case_and_whole_words_can_be_required() {
        let mut find = Find::new(TEXT, "python");
        find.switch_case(TEXT);
        assert_eq!(find.matches(), [Span::new(18, 24)]);
        find.set_query("pi, PI, pip and hippi; pi", "pi");
        assert_eq!(find.matches().len(), 4, "{:?}", find.matches());
        find.switch_words("pi, PI, pip and hippi; pi");
        assert_eq!(find.matches(), [Span::new(0, 2), Span::new(23, 25)]);
        find.switch_case("pi, PI, pip and hippi; pi");
        assert_eq!(find.matches(), [Span::new(0, 2), Span::new(4, 6), Span::new(23, 25)]);
        assert_eq!(find.number(Span::new(4, 6)), Some(2));
        assert_eq!(find.number(Span::new(5, 6)), None);
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
