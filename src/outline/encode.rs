//! Encodes typed text for Markdown and YAML.

use crate::text::percent;

/// True if YAML reads an unquoted value as a string that equals it, and not as a list, a comment, a
/// quoted string or another key.
pub(super) fn is_plain(value: &str) -> bool {
    let begins_other =
        value.starts_with(['[', ']', '{', '}', ',', '&', '*', '!', '|', '>', '\'', '"', '%', '@', '`', '#']);
    let is_mark = matches!(value.split([' ', '\t']).next(), Some("-" | "?" | ":"));
    let has_key = value.trim_end().ends_with(':') || value.contains(": ") || value.contains(":\t");
    !(begins_other || is_mark || has_key || value.contains(" #") || value.contains("\t#"))
}

pub(super) fn one_line(value: &str) -> String {
    value.replace("\r\n", " ").replace(['\n', '\r'], " ")
}

/// Removes blank lines, because a blank line ends a paragraph.
pub(super) fn one_paragraph(value: &str) -> String {
    let newline = if value.contains("\r\n") { "\r\n" } else { "\n" };
    let lines: Vec<&str> = value.lines().filter(|line| !line.trim().is_empty()).collect();
    lines.join(newline)
}

pub(super) fn link_text(line: &str) -> String {
    let mut text = line.to_owned();
    if !balanced(line, '[', ']') || line.contains("](") || line.contains("][") {
        text = escape(&text, &['[', ']']);
    }
    // A single backtick would begin code that ends after the link.
    if line.matches('`').count() % 2 == 1 {
        text = escape(&text, &['`']);
    }
    // A backslash at the end would escape the closing bracket.
    if ends_in_escape(&text) {
        text.push('\\');
    }
    text
}

/// Escapes what Markdown would read as HTML, such as `<T>` in a plain title. Code in backticks stays.
pub fn without_html(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    let is_code = |at: usize| line[..at].matches('`').count() % 2 == 1 && line[at..].contains('`');
    for (at, c) in line.char_indices() {
        let begins_tag =
            || line[at + 1..].starts_with(|c: char| c.is_ascii_alphabetic() || "/!?".contains(c));
        if c == '<' && begins_tag() && !out.ends_with('\\') && !is_code(at) {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

/// Encodes an address for a link's parentheses.
pub fn address(value: &str) -> String {
    let mut spaced = String::with_capacity(value.len());
    let mut chars = value.chars().filter(|c| !matches!(c, '\n' | '\r')).peekable();
    while let Some(c) = chars.next() {
        match c {
            '\\' if !chars.peek().is_some_and(char::is_ascii_punctuation) => spaced.push_str("%5C"),
            c if c.is_whitespace() => spaced.push(' '),
            c => spaced.push(c),
        }
    }
    let has_pairs = balanced(&spaced, '(', ')');
    percent::encode(&spaced, |c| matches!(c, '<' | '>' | '"' | ' ') || (!has_pairs && matches!(c, '(' | ')')))
}

/// Escapes each of the marks that has no backslash yet.
pub(super) fn escape(line: &str, marks: &[char]) -> String {
    let mut out = String::with_capacity(line.len() + 2);
    let mut escaped = false;
    for c in line.chars() {
        if marks.contains(&c) && !escaped {
            out.push('\\');
        }
        escaped = c == '\\' && !escaped;
        out.push(c);
    }
    out
}

fn ends_in_escape(text: &str) -> bool {
    text.bytes().rev().take_while(|byte| *byte == b'\\').count() % 2 == 1
}

fn balanced(text: &str, open: char, close: char) -> bool {
    let mut depth = 0i32;
    let mut escaped = false;
    for c in text.chars() {
        if !escaped && c == open {
            depth += 1;
        } else if !escaped && c == close {
            depth -= 1;
        }
        if depth < 0 {
            return false;
        }
        escaped = c == '\\' && !escaped;
    }
    depth == 0
}

#[cfg(test)]
mod tests {
    use super::without_html;

    #[test]
    fn html_in_a_title_is_escaped_and_code_is_not() {
        for (title, escaped) in [
            ("Generic Foo<A> and Box<dyn Trait>", r"Generic Foo\<A> and Box\<dyn Trait>"),
            ("`Vec<T>` and </b>", r"`Vec<T>` and \</b>"),
            ("1 < 2, a <3 and \\<b>", "1 < 2, a <3 and \\<b>"),
        ] {
            assert_eq!(without_html(title), escaped);
        }
    }
}
