use super::super::tree::{Element, Node};
use crate::text::Span;

const SCHEMES: [&str; 3] = ["https://", "http://", "ftp://"];

/// Splits a text at its bare addresses, which become links as on GitHub.
pub(super) fn split(text: &str, span: Span) -> Vec<Node> {
    // Escapes make a text shorter than its source, and then places within it are unknown.
    let is_plain = text.len() == span.len();
    let place = |start: usize, end: usize| match is_plain {
        true => Span::new(span.start + start, span.start + end),
        false => span,
    };
    let mut nodes = Vec::new();
    let mut copied = 0;
    while let Some(start) = next(text, copied) {
        let end = start + length(&text[start..]);
        if start > copied {
            nodes.push(Node::text(&text[copied..start]).at(place(copied, start)));
        }
        let address = &text[start..end];
        let own = place(start, end);
        nodes.push(
            Element::new("a").with("href", address).containing(vec![Node::text(address).at(own)]).at(own),
        );
        copied = end;
    }
    if copied < text.len() {
        nodes.push(Node::text(&text[copied..]).at(place(copied, text.len())));
    }
    nodes
}

/// The start of the next address.
fn next(text: &str, from: usize) -> Option<usize> {
    let found = SCHEMES.iter().filter_map(|scheme| {
        text[from..].match_indices(scheme).map(|(at, _)| from + at).find(|at| {
            let before = text[..*at].chars().next_back();
            let is_start = before.is_none_or(|c| c.is_whitespace() || matches!(c, '*' | '_' | '~' | '('));
            let after = &text[at + scheme.len()..];
            is_start && after.starts_with(|c: char| c.is_alphanumeric())
        })
    });
    found.min()
}

/// The length of the address at the start of a text, without the punctuation after it.
fn length(text: &str) -> usize {
    let mut address = &text[..text.find([' ', '\n', '\t', '<']).unwrap_or(text.len())];
    loop {
        let shorter = address.trim_end_matches(['?', '!', '.', ',', ':', '*', '_', '~', '\'', '"']);
        let has_open = shorter.matches(')').count() > shorter.matches('(').count();
        let shorter = if has_open { shorter.strip_suffix(')').unwrap_or(shorter) } else { shorter };
        if shorter.len() == address.len() {
            return address.len();
        }
        address = shorter;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_ends_before_punctuation() {
        for (text, address) in [
            ("see https://a.io/b_(c). Then", "https://a.io/b_(c)"),
            ("(http://a.io/x)", "http://a.io/x"),
            ("https://a.io?x=1&y=2, b", "https://a.io?x=1&y=2"),
        ] {
            let nodes = split(text, Span::new(0, text.len()));
            let link = nodes.iter().find(|node| node.is("a")).unwrap();
            assert_eq!(link.span.unwrap().of(text), address);
        }
        assert_eq!(split("xhttps://a.io", Span::new(0, 13)).len(), 1);
    }
}
