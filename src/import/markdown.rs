//! Converts plain text to Markdown, and back.

use html5gum::{DefaultEmitter, Token, Tokenizer};

use crate::text::percent;

/// Escapes text for Markdown: only characters that would have another meaning.
pub(super) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    escape_into(&mut out, text);
    guard_start(out)
}

/// Appends escaped text. The last character of `out` counts as the one before it.
pub(super) fn escape_into(out: &mut String, text: &str) {
    let mut before = out.chars().next_back();
    for (at, c) in text.char_indices() {
        let after = || text[at + c.len_utf8()..].chars().next();
        let is_special = match c {
            '`' => true,
            '*' => !(is_space(before) && is_space(after())),
            '_' => !(is_word(before) && is_word(after()) || is_space(before) && is_space(after())),
            '\\' => after().is_none_or(|c| c.is_ascii_punctuation()),
            '<' => after().is_some_and(|c| c.is_ascii_alphabetic() || "/!?".contains(c)),
            ']' => after().is_none_or(|c| "([:".contains(c)),
            '~' => before == Some('~') || after() == Some('~'),
            '&' => is_entity(&text[at + 1..]),
            _ => false,
        };
        if is_special {
            out.push('\\');
        }
        out.push(c);
        before = Some(c);
    }
}

fn is_space(c: Option<char>) -> bool {
    c.is_none_or(char::is_whitespace)
}

fn is_word(c: Option<char>) -> bool {
    c.is_some_and(char::is_alphanumeric)
}

fn is_entity(rest: &str) -> bool {
    let name = rest.bytes().take(32).take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'#').count();
    name > 0 && rest.as_bytes().get(name) == Some(&b';')
}

/// Escapes the start of a paragraph that would be a heading, a list or a quotation.
pub(super) fn guard_start(mut text: String) -> String {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let first = text.chars().next().map_or(0, char::len_utf8);
    let (mark, rest) = text.split_at(if digits > 0 { digits } else { first });
    let is_marked = |rest: &str| rest.is_empty() || rest.starts_with([' ', '\t']);
    let at = match mark {
        "#" => {
            let level = text.bytes().take_while(|byte| *byte == b'#').count();
            (level <= 6 && is_marked(&text[level..])).then_some(0)
        }
        ">" => Some(0),
        "-" | "+" if is_marked(rest) || is_rule(&text) => Some(0),
        "=" if is_rule(&text) => Some(0),
        _ if (1..=9).contains(&digits) && rest.starts_with(['.', ')']) && is_marked(&rest[1..]) => {
            Some(digits)
        }
        _ => None,
    };
    if let Some(at) = at {
        text.insert(at, '\\');
    }
    text
}

/// True for a line of one repeated sign, such as a thematic break or the underline of a heading.
fn is_rule(text: &str) -> bool {
    let first = text.chars().next();
    text.chars().all(|c| Some(c) == first || c == ' ')
}

/// Escapes Markdown for the label of a link, so that brackets do not end it.
pub(super) fn label(text: &str) -> String {
    let bare = text.replace("\\[", "[").replace("\\]", "]");
    bare.replace('[', "\\[").replace(']', "\\]")
}

/// Encodes the target of a link or an image, so that nothing in it ends the target.
pub(super) fn target(address: &str) -> String {
    let mut depth = 0_i32;
    let is_balanced = address.chars().all(|c| {
        depth += i32::from(c == '(') - i32::from(c == ')');
        depth >= 0
    }) && depth == 0;
    // Two braces would begin a tag of Liquid.
    percent::encode(address.trim(), |c| {
        c.is_whitespace()
            || c.is_control()
            || matches!(c, '<' | '>' | '\\' | '{' | '}')
            || (!is_balanced && matches!(c, '(' | ')'))
    })
}

/// Replaces line breaks, control characters and repeated spaces by one space. No-break spaces are
/// kept.
pub(super) fn one_line(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for word in text.trim().split(|c: char| c == ' ' || c.is_control()).filter(|word| !word.is_empty()) {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}

/// The first web address in a text, without punctuation of the sentence.
pub(super) fn first_link(text: &str) -> Option<String> {
    let at = text.match_indices("http").map(|(at, _)| at).find(|at| {
        let rest = &text[*at..];
        ["https://", "http://"].iter().any(|scheme| {
            rest.strip_prefix(scheme).is_some_and(|host| host.starts_with(|c: char| c.is_alphanumeric()))
        })
    })?;
    let rest = &text[at..];
    let end = rest.find(|c: char| c.is_whitespace() || c.is_control() || "<>\"'|\\^`{}".contains(c));
    let mut link = &rest[..end.unwrap_or(rest.len())];
    loop {
        let shorter = link.trim_end_matches(['.', ',', ';', ':', '!', '?', '*', ']']);
        let shorter = match shorter.strip_suffix(')') {
            Some(inner) if inner.matches('(').count() <= inner.matches(')').count() => inner,
            _ => shorter,
        };
        if shorter.len() == link.len() {
            return Some(link.replace("&amp;", "&"));
        }
        link = shorter;
    }
}

/// Removes HTML tags from a description.
pub(super) fn plain(text: &str) -> String {
    if !["</", "<br", "<p>", "<BR", "/>"].iter().any(|tag| text.contains(tag)) {
        return text.to_owned();
    }
    let mut emitter = DefaultEmitter::default();
    emitter.naively_switch_states(true);
    let mut out = String::with_capacity(text.len());
    let mut hidden = false;
    for Ok(token) in Tokenizer::new_with_emitter(text, emitter) {
        match token {
            Token::String(string) if !hidden => out.push_str(&String::from_utf8_lossy(&string)),
            Token::StartTag(tag) => {
                hidden = matches!(tag.name.as_slice(), b"script" | b"style");
                if matches!(tag.name.as_slice(), b"br" | b"p" | b"div" | b"li" | b"tr") {
                    out.push('\n');
                }
            }
            Token::EndTag(_) => hidden = false,
            _ => {}
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_would_mean_something_else_is_escaped() {
        let pairs = [
            ("secrets.py and foo_bar_baz", "secrets.py and foo_bar_baz"),
            ("__init__ of *this*", "\\_\\_init\\_\\_ of \\*this\\*"),
            ("2 * 3, 5 < 6, a & b, R&D;", "2 * 3, 5 < 6, a & b, R\\&D;"),
            ("<b>, &amp; and `x`", "\\<b>, \\&amp; and \\`x\\`"),
            ("[sic] and [a](b)", "[sic] and [a\\](b)"),
            ("C:\\new \\*", "C:\\new \\\\\\*"),
            ("# 5", "\\# 5"),
            ("#5 is", "#5 is"),
            ("1. first", "1\\. first"),
            ("1.5 is", "1.5 is"),
            ("- a", "\\- a"),
            ("-5", "-5"),
            ("---", "\\---"),
            ("> a", "\\> a"),
            ("Ѿ a", "Ѿ a"),
            ("", ""),
        ];
        for (text, markdown) in pairs {
            assert_eq!(escaped(text), markdown);
        }
    }

    #[test]
    fn the_first_link_ends_before_the_sentence_does() {
        let pairs = [
            ("See https://example.org/a_(b).", Some("https://example.org/a_(b)")),
            ("(see https://example.org/a)", Some("https://example.org/a")),
            ("<a href=\"https://example.org/?a=1&amp;b=2\">x</a>", Some("https://example.org/?a=1&b=2")),
            ("http is not https:// alone", None),
            ("none", None),
        ];
        for (text, link) in pairs {
            assert_eq!(first_link(text).as_deref(), link);
        }
    }

    #[test]
    fn tags_are_taken_out_of_a_description() {
        assert_eq!(plain("a<br>b &amp; <b>c</b><style>x</style>"), "a\nb & c");
        assert_eq!(plain("1 < 2"), "1 < 2");
    }
}
