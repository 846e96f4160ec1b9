//! Tags as Python's `html.parser` reads them (3.11), with the changes that Python-Markdown makes.

use super::text::is_space;

/// An attribute in lower case. Without a value if it has none.
pub(super) type RawAttribute<'t> = (String, Option<&'t str>);

/// The end of what looks like a start tag at `at`. `None` if the text ends within it.
pub(super) fn start_tag_end(text: &str, at: usize) -> Option<usize> {
    let end = start_tag_extent(text, at);
    match text[end..].chars().next() {
        Some('>') => Some(end + 1),
        Some('/') if text[end..].starts_with("/>") => Some(end + 2),
        None | Some('=' | '/' | 'a'..='z' | 'A'..='Z') => None,
        Some(_) if end > at => Some(end),
        Some(_) => Some(at + 1),
    }
}

fn ends_name(character: char) -> bool {
    matches!(character, '\t' | '\n' | '\r' | '\x0c' | ' ' | '/' | '>' | '\0')
}

/// The end of a name, attributes and white space (`locatestarttagend_tolerant`).
fn start_tag_extent(text: &str, at: usize) -> usize {
    let mut end = skip_until(text, at + 1, |character| ends_name(character) || character == '`');
    end = skip_while(text, end, |character| is_space(character) || character == '/');
    while let Some((_, _, after)) = attribute(text, end, Tolerance::Locating) {
        end = after;
    }
    skip_while(text, end, is_space)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Tolerance {
    /// Looking for the end of the tag: no backticks, and commas after values.
    Locating,
    Reading,
}

/// An attribute: its name, its value as it is written, and the end of the white space after it.
fn attribute(text: &str, at: usize, tolerance: Tolerance) -> Option<(&str, Option<&str>, usize)> {
    let before = text[..at].chars().next_back()?;
    if !matches!(before, '\'' | '"' | '/') && !is_space(before) {
        return None;
    }
    let first = text[at..].chars().next()?;
    if is_space(first) || matches!(first, '/' | '>') || first == '`' && tolerance == Tolerance::Locating {
        return None;
    }
    let ends = |character: char| is_space(character) || matches!(character, '/' | '=' | '>');
    let name_end = skip_until(text, at + first.len_utf8(), ends);
    let (value, mut end) = match value(text, name_end, tolerance) {
        Some((start, end)) => (Some(&text[start..end]), end),
        None => (None, name_end),
    };
    if value.is_some() && tolerance == Tolerance::Locating {
        loop {
            let comma = skip_while(text, end, is_space);
            if !text[comma..].starts_with(',') {
                break;
            }
            end = comma + 1;
        }
    }
    end = skip_space_and_slashes(text, end);
    Some((&text[at..name_end], value, end))
}

/// The value after a name, with its quotes.
fn value(text: &str, at: usize, tolerance: Tolerance) -> Option<(usize, usize)> {
    let equals = skip_while(text, at, is_space);
    let after_equals = skip_while(text, equals, |character| character == '=');
    if after_equals == equals {
        return None;
    }
    let ends = |character: char| {
        is_space(character) || character == '>' || character == '`' && tolerance == Tolerance::Locating
    };
    let start = skip_while(text, after_equals, is_space);
    let quote = match text.as_bytes().get(start) {
        Some(quote @ (b'\'' | b'"')) => *quote,
        _ => return Some((start, skip_until(text, start, ends))),
    };
    if let Some(length) = memchr::memchr(quote, &text.as_bytes()[start + 1..]) {
        return Some((start, start + length + 2));
    }
    // The quote is not closed: the value is empty, or begins with an equals sign.
    if start > after_equals {
        let before = text[..start].chars().next_back().map_or(0, char::len_utf8);
        return Some((start - before, start - before));
    }
    (after_equals - equals > 1).then(|| (after_equals - 1, skip_until(text, after_equals - 1, ends)))
}

fn skip_space_and_slashes(text: &str, mut at: usize) -> usize {
    loop {
        at = skip_while(text, at, is_space);
        if !text[at..].starts_with('/') || text[at..].starts_with("/>") {
            return at;
        }
        at += 1;
    }
}

fn skip_while(text: &str, at: usize, is_skipped: impl Fn(char) -> bool) -> usize {
    skip_until(text, at, |character| !is_skipped(character))
}

fn skip_until(text: &str, at: usize, ends: impl Fn(char) -> bool) -> usize {
    text[at..].find(ends).map_or(text.len(), |found| at + found)
}

/// How a start tag ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TagEnd {
    Open,
    SelfClosing,
    /// It is no tag, but text.
    Broken,
}

/// The name in lower case, the attributes and the end of the tag `text[at..end]`.
pub(super) fn read_start_tag(text: &str, at: usize, end: usize) -> (String, Vec<RawAttribute<'_>>, TagEnd) {
    let name_end = skip_until(text, at + 1, ends_name);
    let name = text[at + 1..name_end].to_lowercase();
    let mut attributes = Vec::new();
    let mut next = skip_space_and_slashes(text, name_end);
    while next < end {
        let Some((name, value, after)) = attribute(text, next, Tolerance::Reading) else { break };
        let unquoted = value.map(|value| {
            let quoted = |quote| value.strip_prefix(quote).and_then(|rest: &str| rest.strip_suffix(quote));
            quoted('\'').or_else(|| quoted('"')).unwrap_or(value)
        });
        attributes.push((name.to_lowercase(), unquoted));
        next = after;
    }
    let tag_end = match text.get(next..end).map(|rest| rest.trim_matches(is_space)) {
        Some(">") => TagEnd::Open,
        Some("/>") => TagEnd::SelfClosing,
        _ => TagEnd::Broken,
    };
    (name, attributes, tag_end)
}

/// An end tag as it should be: its name in lower case (`endtagfind`).
pub(super) fn end_tag_name(text: &str, at: usize) -> Option<String> {
    let start = skip_while(text, at + 2, is_space);
    let rest = &text[start..];
    let is_name = |character: char| character.is_ascii_alphanumeric() || "-.:_".contains(character);
    let end = rest.find(|character| !is_name(character)).unwrap_or(rest.len());
    let is_ended = rest[end..].trim_start_matches(is_space).starts_with('>');
    (rest.starts_with(|first: char| first.is_ascii_alphabetic()) && is_ended)
        .then(|| rest[..end].to_lowercase())
}

/// The name of an end tag with something else in it, in lower case, and the end of that name.
pub(super) fn loose_end_tag(text: &str, at: usize) -> Option<(String, usize)> {
    let rest = &text[at + 2..];
    if !rest.starts_with(|first: char| first.is_ascii_alphabetic()) {
        return None;
    }
    let end = skip_until(text, at + 2, ends_name);
    Some((text[at + 2..end].to_lowercase(), skip_space_and_slashes(text, end)))
}

/// A blank line at the start of a text: two line breaks, with nothing but blanks before them.
pub(super) fn starts_with_blank_line(text: &str) -> bool {
    let second = text.trim_start_matches(' ').strip_prefix('\n');
    second.is_some_and(|rest| rest.trim_start_matches(' ').starts_with('\n'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tag(text: &str) -> Option<(&str, TagEnd)> {
        let end = start_tag_end(text, 0)?;
        Some((&text[..end], read_start_tag(text, 0, end).2))
    }

    #[test]
    fn start_tags_end_where_python_ends_them() {
        assert_eq!(tag("<a href='>' b>c"), Some(("<a href='>' b>", TagEnd::Open)));
        assert_eq!(tag("<br/>x"), Some(("<br/>", TagEnd::SelfClosing)));
        assert_eq!(tag("<u8, b` c>"), Some(("<u8, b` c>", TagEnd::Open)));
        assert_eq!(tag("<u8`, b>"), Some(("<u8", TagEnd::Broken)));
        assert_eq!(tag("<a b=\"c>"), None);
        let (_, attributes, _) = read_start_tag("<div Markdown=1 id=\"a\" b>", 0, 25);
        assert_eq!(
            attributes,
            [("markdown".into(), Some("1")), ("id".into(), Some("a")), ("b".into(), None)]
        );
    }
}
