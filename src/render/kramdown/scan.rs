//! What a text begins with: kramdown's patterns of blocks. Each function gets the text from a place on and returns the
//! length of what it matches there.

use super::element::ListType;
use super::html_scan::{SPAN_ELEMENTS, close_tag, uname};

/// Ruby's `\s`.
#[inline]
pub(super) fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r' | 0x0b | 0x0c)
}

#[inline]
pub(super) fn byte(text: &str, at: usize) -> u8 {
    text.as_bytes().get(at).copied().unwrap_or(0)
}

/// The length of the first line, with its line break.
pub(super) fn line(text: &str) -> usize {
    memchr::memchr(b'\n', text.as_bytes()).map_or(text.len(), |at| at + 1)
}

/// The number of spaces at the start, up to `max`.
pub(super) fn spaces(text: &str, max: usize) -> usize {
    text.bytes().take(max).take_while(|byte| *byte == b' ').count()
}

/// The number of spaces and tabs at the start.
pub(super) fn blanks(text: &str) -> usize {
    text.bytes().take_while(|byte| matches!(byte, b' ' | b'\t')).count()
}

/// All blank lines at the start.
pub(super) fn blank_lines(text: &str) -> Option<usize> {
    let (mut end, mut at) = (0, 0);
    while is_space(byte(text, at)) {
        at += 1;
        if text.as_bytes()[at - 1] == b'\n' {
            end = at;
        }
    }
    (end > 0).then_some(end)
}

/// The end of a line that has nothing but white space from `at` on.
pub(super) fn line_end(text: &str, mut at: usize) -> Option<usize> {
    while is_space(byte(text, at)) {
        at += 1;
        if text.as_bytes()[at - 1] == b'\n' {
            return Some(at);
        }
    }
    None
}

/// The indentation of code: a tab or four spaces.
pub(super) fn code_indent(text: &str) -> Option<usize> {
    match byte(text, 0) {
        b'\t' => Some(1),
        _ => (spaces(text, 4) == 4).then_some(4),
    }
}

/// `^`, alone on its line.
pub(super) fn end_marker(text: &str) -> Option<usize> {
    text.starts_with('^').then(|| line_end(text, 1)).flatten()
}

/// The marker of a list item, with the spaces before it.
pub(super) fn list_marker(text: &str, kind: ListType, max_spaces: usize) -> Option<usize> {
    let at = spaces(text, max_spaces);
    let end = match kind {
        ListType::Bullets => matches!(byte(text, at), b'*' | b'+' | b'-').then_some(at + 1)?,
        ListType::Numbers => {
            let digits = text[at..].bytes().take_while(u8::is_ascii_digit).count();
            (digits > 0 && byte(text, at + digits) == b'.').then_some(at + digits + 1)?
        }
    };
    marker_tail(text, end).then_some(end)
}

/// The marker of a definition, with the spaces before it.
pub(super) fn definition_marker(text: &str, max_spaces: usize) -> Option<usize> {
    let at = spaces(text, max_spaces);
    (byte(text, at) == b':' && marker_tail(text, at + 1)).then_some(at + 1)
}

// kramdown's class of characters has a bar by mistake: `-| x` begins a list.
fn marker_tail(text: &str, at: usize) -> bool {
    matches!(byte(text, at), b' ' | b'\t' | b'|')
}

pub(super) fn list_start(text: &str) -> Option<ListType> {
    let is = |kind| list_marker(text, kind, 3).map(|_| kind);
    is(ListType::Bullets).or_else(|| is(ListType::Numbers))
}

pub(super) fn rule(text: &str) -> Option<usize> {
    let at = spaces(text, 3);
    let mark = byte(text, at);
    if !matches!(mark, b'*' | b'-' | b'_') {
        return None;
    }
    let end = line(text);
    let inner = text[at..end].strip_suffix('\n')?;
    let is_rule = inner.bytes().all(|byte| byte == mark || byte == b' ' || byte == b'\t');
    (is_rule && inner.bytes().filter(|byte| *byte == mark).count() >= 3).then_some(end)
}

/// The level, the content and the length of `## Heading`.
pub(super) fn atx(text: &str) -> Option<(u8, &str, usize)> {
    let level = text.bytes().take(6).take_while(|byte| *byte == b'#').count();
    let at = level + blanks(&text[level..]);
    let end = line(text);
    (level > 0 && at > level && at <= end).then(|| (level as u8, text[at..end].trim_end_matches('\n'), end))
}

/// A heading without GFM input: no blank is needed after the marks.
pub(super) fn loose_atx(text: &str) -> Option<(u8, &str, usize)> {
    let level = text.bytes().take(6).take_while(|byte| *byte == b'#').count();
    let at = level + blanks(&text[level..]);
    let end = line(text);
    (level > 0 && at + 1 < end).then(|| (level as u8, text[at..end].trim_end_matches('\n'), end))
}

/// The level, the content and the length of an underlined heading.
pub(super) fn setext(text: &str) -> Option<(u8, &str, usize)> {
    let at = spaces(text, 3);
    let end = line(text);
    if matches!(byte(text, at), b' ' | b'\t' | b'\n' | 0) {
        return None;
    }
    let mark = byte(text, end);
    let marks = text[end..].bytes().take_while(|byte| matches!(byte, b'-' | b'=')).count();
    let under = line(&text[end..]);
    let rest = text[end + marks..end + under].trim_end_matches('\n');
    let is_under = marks > 0 && rest.bytes().all(|byte| byte != b'\n' && is_space(byte));
    is_under.then(|| (if mark == b'-' { 2 } else { 1 }, text[at..end].trim_end_matches('\n'), end + under))
}

/// The content and the length of `{:…}` at the start: everything up to the first `}` without a backslash.
pub(super) fn braces(text: &str) -> Option<(&str, usize)> {
    let inner = text.strip_prefix("{:")?;
    let mut at = 0;
    while at < inner.len() {
        match inner.as_bytes()[at] {
            b'\\' if byte(inner, at + 1) == b'}' => at += 2,
            b'}' => return (at > 0).then(|| (&inner[..at], at + 3)),
            _ => at += 1,
        }
    }
    None
}

/// The content and the length of a line of attributes, `{: .name}`, with spaces before it.
pub(super) fn attribute_line(text: &str, max_spaces: usize) -> Option<(&str, usize)> {
    let at = spaces(text, max_spaces);
    if !text[at..].starts_with("{:") || matches!(byte(text, at + 2), b':' | b'/') {
        return None;
    }
    let (inner, len) = braces(&text[at..])?;
    Some((inner, line_end(text, at + len)?))
}

/// True for a line that begins with an HTML tag other than those of inline elements.
pub(super) fn block_tag(text: &str, max_spaces: usize) -> bool {
    let tag = &text[spaces(text, max_spaces)..];
    let Some(after) = tag.strip_prefix('<') else { return false };
    let name = after.strip_prefix('/').unwrap_or(after);
    let Some(len) = uname(name) else { return false };
    let word = name.bytes().take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'_').count();
    let is_inline = name.is_char_boundary(word) && {
        let is_word_end = !name[word..].starts_with(|c: char| c.is_alphanumeric() || c == '_');
        is_word_end && (SPAN_ELEMENTS.contains(&&name[..word]) || &name[..word] == "script")
    };
    !is_inline && len > 0 && (!after.starts_with('/') || close_tag(tag).is_some())
}

/// True where a paragraph or a quotation ends even without a blank line.
pub(super) fn lazy_end(text: &str) -> bool {
    text.is_empty()
        || blank_lines(text).is_some()
        || attribute_line(text, 3).is_some()
        || end_marker(text).is_some()
        || block_tag(text, 3)
}

/// True where kramdown considers a block to be complete.
pub(super) fn block_boundary(text: &str) -> bool {
    text.is_empty()
        || blank_lines(text).is_some()
        || end_marker(text).is_some()
        || attribute_line(text, 3).is_some()
}

/// True where a paragraph ends without GFM input.
pub(super) fn plain_paragraph_end(text: &str) -> bool {
    lazy_end(text) || definition_marker(text, 3).is_some()
}

/// True for a line that begins a fence of code.
pub(super) fn fence_start(text: &str) -> bool {
    let at = spaces(text, 3);
    text[at..].bytes().take(3).filter(|byte| matches!(byte, b'`' | b'~')).count() == 3
}

/// True where a paragraph ends with GFM input.
pub(super) fn paragraph_end(text: &str) -> bool {
    lazy_end(text)
        || list_start(text).is_some()
        || atx(text).is_some()
        || definition_marker(text, 3).is_some()
        || text[spaces(text, 3)..].starts_with('>')
        || fence_start(text)
}

/// Code between two fences: the language as it is written, the content, and the length.
pub(super) fn fenced(text: &str) -> Option<(&str, &str, usize)> {
    let indent = spaces(text, 3);
    let first = &text[indent..];
    let run = first.bytes().take_while(|byte| matches!(byte, b'`' | b'~')).count();
    // With too few marks at the end, kramdown reads marks of the start as the language.
    (3..=run).rev().find_map(|marks| {
        let (mark, last) = (&first[..marks], first.as_bytes()[marks - 1]);
        let info_end = line(first);
        let info = first[marks..info_end].trim_matches(|c: char| c.is_ascii() && is_space(c as u8));
        if info.contains(|c: char| c.is_ascii() && is_space(c as u8)) {
            return None;
        }
        let start = indent + info_end;
        let mut at = start;
        while at < text.len() {
            let rest = &text[at..];
            let closing = &rest[spaces(rest, 3)..];
            if let Some(after) = closing.strip_prefix(mark) {
                let more = after.bytes().take_while(|byte| *byte == last).count();
                if let Some(end) = line_end(after, more) {
                    return Some((info, &text[start..at], text.len() - after.len() + end));
                }
            }
            at += line(rest);
        }
        None
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_are_recognised_by_their_start() {
        assert_eq!(blank_lines(" \n\t\n  x\n"), Some(4));
        assert_eq!(list_marker("  - a\n", ListType::Bullets, 3), Some(3));
        assert_eq!(list_marker("  - a\n", ListType::Bullets, 1), None);
        assert_eq!(list_start("12. a\n"), Some(ListType::Numbers));
        assert_eq!(list_start("-a\n"), None);
        assert_eq!(rule("* * *\n"), Some(6));
        assert_eq!(rule("--\n"), None);
        assert_eq!(atx("## A #\nb\n"), Some((2, "A #", 7)));
        assert_eq!(atx("##A\n"), None);
        assert_eq!(setext("A\n==\nb\n"), Some((1, "A", 5)));
        assert_eq!(attribute_line("{: .a}\nb\n", 3), Some((" .a", 7)));
        assert_eq!(attribute_line("{:a} b\n", 3), None);
        assert!(block_tag("<div>\n", 3) && block_tag("  </div>\n", 3));
        assert!(!block_tag("<b>\n", 3) && !block_tag("<a-b>\n", 3) && block_tag("<abcd>\n", 3));
    }

    #[test]
    fn fences_end_with_at_least_as_many_marks() {
        assert_eq!(fenced("```rust\nx\n```\ny\n"), Some(("rust", "x\n", 14)));
        assert_eq!(fenced("```\nx\n````  \n"), Some(("", "x\n", 13)));
        assert_eq!(fenced("```a b\nx\n```\n"), None);
        assert_eq!(fenced("```\nx\n"), None);
        assert_eq!(fenced("````\nx\n```\n"), Some(("`", "x\n", 11)));
    }
}
