//! kramdown's patterns of HTML, which are those of REXML, and its lists of elements.

use super::scan::{byte, is_space};
use crate::render::html::BLOCKS;
use crate::render::tree::Attributes;
use crate::text::Span;

pub(super) const SPAN_ELEMENTS: [&str; 38] = [
    "a", "abbr", "acronym", "b", "big", "bdo", "br", "button", "cite", "code", "del", "dfn", "em", "i",
    "img", "input", "ins", "kbd", "label", "mark", "option", "q", "rb", "rbc", "rp", "rt", "rtc", "ruby",
    "samp", "select", "small", "span", "strong", "sub", "sup", "tt", "u", "var",
];

/// kramdown's own blocks, besides [`BLOCKS`].
const OWN_BLOCKS: [&str; 5] = ["applet", "caption", "col", "head", "optgroup"];

const WITHOUT_BODY: [&str; 16] = [
    "area", "base", "br", "col", "command", "embed", "hr", "img", "input", "keygen", "link", "meta", "param",
    "source", "track", "wbr",
];

const BLOCK_CONTENT: [&str; 28] = [
    "address",
    "applet",
    "article",
    "aside",
    "blockquote",
    "body",
    "dd",
    "details",
    "div",
    "dl",
    "fieldset",
    "figure",
    "figcaption",
    "footer",
    "form",
    "header",
    "hgroup",
    "iframe",
    "li",
    "main",
    "map",
    "menu",
    "nav",
    "noscript",
    "object",
    "section",
    "summary",
    "td",
];

const SPAN_CONTENT: [&str; 38] = [
    "a", "abbr", "acronym", "b", "bdo", "big", "button", "cite", "caption", "del", "dfn", "dt", "em", "h1",
    "h2", "h3", "h4", "h5", "h6", "i", "ins", "label", "legend", "optgroup", "p", "q", "rb", "rbc", "rp",
    "rt", "rtc", "ruby", "select", "small", "span", "strong", "sub", "sup",
];

const RAW_CONTENT: [&str; 10] =
    ["script", "style", "math", "option", "textarea", "pre", "code", "kbd", "samp", "var"];

pub(super) fn is_block_element(name: &str) -> bool {
    BLOCKS.contains(&name) || OWN_BLOCKS.contains(&name)
}

pub(super) fn is_span_element(name: &str) -> bool {
    SPAN_ELEMENTS.contains(&name)
}

pub(super) fn has_body(name: &str) -> bool {
    !WITHOUT_BODY.contains(&name)
}

/// True for elements of HTML. The names of others keep their case.
pub(super) fn is_known(name: &str) -> bool {
    is_span_element(name)
        || is_block_element(name)
        || WITHOUT_BODY.contains(&name)
        || BLOCK_CONTENT.contains(&name)
        || has_inline_content(name)
        || RAW_CONTENT.contains(&name)
}

pub(super) fn has_block_content(name: &str) -> bool {
    BLOCK_CONTENT.contains(&name)
}

pub(super) fn has_inline_content(name: &str) -> bool {
    SPAN_CONTENT.contains(&name) || matches!(name, "th" | "tt")
}

/// The length of a name, perhaps with a prefix, such as `svg:g`.
pub(super) fn uname(text: &str) -> Option<usize> {
    let first = ncname(text)?;
    match text[first..].strip_prefix(':').and_then(ncname) {
        Some(second) => Some(first + 1 + second),
        None => Some(first),
    }
}

fn ncname(text: &str) -> Option<usize> {
    text.starts_with(|c: char| c.is_alphabetic() || c == '_').then(|| {
        text.find(|c: char| !(c.is_alphanumeric() || matches!(c, '-' | '.' | '_'))).unwrap_or(text.len())
    })
}

fn skip_space(text: &str, mut at: usize) -> usize {
    while is_space(byte(text, at)) {
        at += 1;
    }
    at
}

/// A start tag. Spans are those of the text that begins with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Tag {
    pub name: Span,
    pub attributes: Span,
    pub is_closed: bool,
    pub len: usize,
}

/// The start tag at the start of a text, which may have line breaks.
pub(super) fn start_tag(text: &str) -> Option<Tag> {
    let name_len = uname(text.strip_prefix('<')?)?;
    let name = Span::new(1, 1 + name_len);
    let mut at = name.end;
    while let Some(next) = attribute(text, at) {
        at = next;
    }
    let attributes = Span::new(name.end, at);
    at = skip_space(text, at);
    let is_closed = byte(text, at) == b'/';
    at += usize::from(is_closed);
    (byte(text, at) == b'>').then_some(Tag { name, attributes, is_closed, len: at + 1 })
}

/// The end of the attribute after the white space at `at`.
fn attribute(text: &str, at: usize) -> Option<usize> {
    let start = skip_space(text, at);
    let name_end = start + uname(text.get(start..)?).filter(|_| start > at)?;
    let equals = skip_space(text, name_end);
    if byte(text, equals) != b'=' {
        return Some(name_end);
    }
    let value = skip_space(text, equals + 1);
    match byte(text, value) {
        quote @ (b'"' | b'\'') => {
            let len = memchr::memchr(quote, &text.as_bytes()[value + 1..])?;
            Some(value + 1 + len + 1)
        }
        _ => {
            let rest = &text[value..];
            let len = rest.find(|c: char| !(c.is_alphanumeric() || c == '_')).unwrap_or(rest.len());
            Some(if len == 0 { name_end } else { value + len })
        }
    }
}

/// The attributes of a tag. A repeated one has its last value.
pub(super) fn attributes(text: &str, is_known: bool) -> Attributes {
    let mut attributes = Attributes::default();
    let mut at = 0;
    while at < text.len() {
        let start = skip_space(text, at);
        let Some(len) = uname(&text[start..]) else { break };
        let name = &text[start..start + len];
        let name = if is_known { name.to_lowercase() } else { name.to_owned() };
        let end = attribute(text, at).unwrap_or(start + len);
        let value = text[start + len..end].trim_start_matches(is_space_char);
        let value = value.strip_prefix('=').unwrap_or("").trim_start_matches(is_space_char);
        let quoted = value.strip_prefix(['"', '\'']).map(|inner| &inner[..inner.len().saturating_sub(1)]);
        attributes.set(name, quoted.unwrap_or(value));
        at = end.max(start + len);
    }
    attributes
}

fn is_space_char(c: char) -> bool {
    c.is_ascii() && is_space(c as u8)
}

/// The name and the length of the end tag at the start of a text.
pub(super) fn close_tag(text: &str) -> Option<(&str, usize)> {
    let inner = text.strip_prefix("</")?;
    let len = uname(inner)?;
    let end = skip_space(inner, len);
    (byte(inner, end) == b'>').then(|| (&inner[..len], end + 3))
}

/// The length of the comment at the start of a text.
pub(super) fn comment(text: &str) -> Option<usize> {
    let inner = text.strip_prefix("<!--")?;
    inner.find("-->").map(|at| at + 7)
}

/// The length of the processing instruction at the start of a text.
pub(super) fn instruction(text: &str) -> Option<usize> {
    text.strip_prefix("<?")?.find("?>").map(|at| at + 4)
}

/// The place of the end tag of an element: where it begins, and where it ends.
pub(super) fn find_close(text: &str, name: &str) -> Option<(usize, usize)> {
    memchr::memchr_iter(b'<', text.as_bytes()).find_map(|at| {
        let rest = text[at..].strip_prefix("</")?;
        let own = rest.get(..name.len()).filter(|own| own.eq_ignore_ascii_case(name))?;
        let end = skip_space(rest, own.len());
        (byte(rest, end) == b'>').then_some((at, at + 2 + end + 1))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_have_names_and_attributes() {
        let text = "<img src='a.png' WIDTH=5\n alt=\"x > y\" hidden/>z";
        let tag = start_tag(text).unwrap();
        assert_eq!((tag.name.of(text), tag.is_closed, &text[tag.len..]), ("img", true, "z"));
        let attributes = attributes(tag.attributes.of(text), true);
        let all: Vec<_> = attributes.iter().collect();
        assert_eq!(all, [("src", "a.png"), ("width", "5"), ("alt", "x > y"), ("hidden", "")]);
        assert_eq!(start_tag("<a width=5%>"), None);
        assert_eq!(start_tag("<a href=\"x>"), None);
        assert_eq!(close_tag("</b >x"), Some(("b", 5)));
        assert_eq!(find_close("a <b> </DIV > x", "div"), Some((6, 13)));
    }
}
