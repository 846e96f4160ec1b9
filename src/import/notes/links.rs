//! Links of a line: `[label](address)`, `<address>` and bare addresses.

use super::lines::head;

/// A link in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct LinkSpan<'a> {
    /// Its start and end in the text.
    pub start: usize,
    pub end: usize,
    /// `None` for a bare address.
    pub label: Option<&'a str>,
    pub address: &'a str,
    pub is_image: bool,
}

/// A longer text is not an address.
const LONGEST: usize = 4000;

/// Iterates over the links of a text in order. An image in the label of a link is left out.
pub(crate) fn links(text: &str) -> impl Iterator<Item = LinkSpan<'_>> {
    let pairs = Pairs::new(text);
    // Most lines have no link.
    let has_links = text.contains("](") || text.contains("://");
    let mut at = if has_links { 0 } else { text.len() };
    std::iter::from_fn(move || {
        loop {
            let rest = text.get(at..)?;
            at += rest.find(['[', 'h', 'H', '\\'])?;
            let found = match text.as_bytes()[at] {
                b'\\' => {
                    at += 1 + text[at + 1..].chars().next().map_or(0, char::len_utf8);
                    continue;
                }
                b'[' => pairs.link(text, at),
                _ => bare(text, at),
            };
            match found {
                Some(link) => {
                    at = link.end;
                    return Some(link);
                }
                None => at += 1,
            }
        }
    })
}

/// Matching brackets of a text, found in one pass.
#[derive(Debug, Default)]
pub(crate) struct Pairs {
    square: Vec<(usize, usize)>,
    round: Vec<(usize, usize)>,
}

impl Pairs {
    /// The pairs of a text without links.
    pub fn new(text: &str) -> Self {
        let mut pairs = Self::default();
        if !text.contains("](") {
            return pairs;
        }
        let (mut square, mut round) = (Vec::new(), Vec::new());
        let mut is_escaped = false;
        for (at, byte) in text.bytes().enumerate() {
            match byte {
                _ if is_escaped => is_escaped = false,
                b'\\' => is_escaped = true,
                b'[' => square.push(at),
                b'(' => round.push(at),
                b']' => pairs.square.extend(square.pop().map(|open| (open, at))),
                b')' => pairs.round.extend(round.pop().map(|open| (open, at))),
                _ => {}
            }
        }
        pairs.square.sort_unstable();
        pairs.round.sort_unstable();
        pairs
    }

    /// True if the position is within matching square brackets.
    pub fn has_label_at(&self, at: usize) -> bool {
        let before = self.square.partition_point(|(open, _)| *open < at);
        // Labels are short and contain few brackets.
        self.square[..before].iter().rev().take(8).any(|(_, close)| *close > at)
    }

    /// The closing bracket of the round bracket at the position.
    pub fn address(&self, at: usize) -> Option<usize> {
        close(&self.round, at).map(|end| end + 1)
    }

    /// `[label](address)` at the position.
    pub fn link<'t>(&self, text: &'t str, at: usize) -> Option<LinkSpan<'t>> {
        let middle = close(&self.square, at)?;
        let end = close(&self.round, middle + 1)?;
        let inside = text[middle + 2..end].trim();
        // A title may follow the address.
        let address = match inside.strip_prefix('<').and_then(|inside| inside.split_once('>')) {
            Some((address, _)) => address,
            None => inside.split_whitespace().next().unwrap_or_default(),
        };
        let is_image = at > 0 && text.as_bytes()[at - 1] == b'!';
        let start = at - usize::from(is_image);
        Some(LinkSpan { start, end: end + 1, label: Some(&text[at + 1..middle]), address, is_image })
    }
}

fn close(pairs: &[(usize, usize)], at: usize) -> Option<usize> {
    pairs.binary_search_by_key(&at, |(open, _)| *open).ok().map(|n| pairs[n].1)
}

/// The length of a bare address at the start of a text.
pub(crate) fn bare_length(text: &str) -> Option<usize> {
    let scheme = ["https://", "http://"]
        .into_iter()
        .find(|scheme| text.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme)))?;
    let stops = |c: char| c.is_whitespace() || matches!(c, '<' | '>' | '"' | ']' | '”' | '’' | '\u{200b}');
    let window = head(text, LONGEST);
    let mut end = window[scheme.len()..].find(stops).map_or(window.len(), |end| scheme.len() + end);
    // Punctuation at the end belongs to the sentence, and so does a bracket that was opened before.
    loop {
        let address = &text[..end];
        let last = address.chars().next_back()?;
        let count = |wanted: u8| address.bytes().filter(|b| *b == wanted).count();
        let unpaired = last == ')' && count(b')') > count(b'(');
        if matches!(last, '.' | ',' | ';' | ':' | '!' | '?' | '\'' | '*' | '…') || unpaired {
            end -= last.len_utf8();
        } else {
            break;
        }
    }
    (end > scheme.len()).then_some(end)
}

fn bare(text: &str, at: usize) -> Option<LinkSpan<'_>> {
    let starts = text[..at].chars().next_back().is_none_or(|c| !c.is_alphanumeric());
    let length = starts.then(|| bare_length(&text[at..])).flatten()?;
    Some(LinkSpan {
        start: at,
        end: at + length,
        label: None,
        address: &text[at..at + length],
        is_image: false,
    })
}
