//! The HTML tags of a draft, and kramdown's attribute lists, with their attributes and styles.

use super::Context;
use crate::draft::BlockKind;
use crate::text::{Span, SpanSet};

/// A tag of a draft's HTML, or an attribute list such as `{: width="550px"}`.
#[derive(Clone, Debug)]
pub(super) struct Tag<'a> {
    /// In the draft's own case. Empty for an attribute list.
    pub name: &'a str,
    /// From the `<` to the end of the name; for a list, the `{:`.
    pub span: Span,
    /// The offset after the tag.
    pub end: usize,
    pub attributes: Vec<Attribute<'a>>,
}

/// An attribute of a tag.
#[derive(Clone, Copy, Debug)]
pub(super) struct Attribute<'a> {
    /// In the draft's own case.
    pub name: &'a str,
    /// The span of the name.
    pub name_span: Span,
    /// As written, without quotes. Empty if it has none.
    pub value: &'a str,
    /// The span of the value, or else of the name.
    pub span: Span,
}

/// A declaration of a `style` attribute.
#[derive(Clone, Copy, Debug)]
pub(super) struct Declaration<'a> {
    /// In the draft's own case.
    pub property: &'a str,
    pub value: &'a str,
    pub span: Span,
}

/// The bytes of a tag that are read.
const TAG_BYTES: usize = 16_000;

/// The bytes of all tags of a draft that are read, because a `<` without an end is searched for one.
const READ_BYTES: usize = 10_000_000;

impl<'a> Tag<'a> {
    pub fn is(&self, name: &str) -> bool {
        self.name.eq_ignore_ascii_case(name)
    }

    pub fn attribute(&self, name: &str) -> Option<&Attribute<'a>> {
        self.attributes.iter().find(|attribute| attribute.name.eq_ignore_ascii_case(name))
    }

    /// The declarations of its `style`, in order.
    pub fn declarations(&self) -> Vec<Declaration<'a>> {
        let Some(style) = self.attribute("style") else { return Vec::new() };
        let mut at = style.span.start;
        let parts = style.value.split(';').filter_map(|part| {
            let start = at;
            at += part.len() + 1;
            let (property, value) = part.split_once(':')?;
            let span = Span::new(start, start + part.len());
            let lead = part.len() - part.trim_start().len();
            let span = Span::new(span.start + lead, span.start + lead + part.trim().len());
            Some(Declaration { property: property.trim(), value: value.trim(), span })
        });
        parts.collect()
    }

    /// The value of a property of its `style`; the last one wins.
    pub fn style(&self, property: &str) -> Option<Declaration<'a>> {
        let mut own = self.declarations();
        own.retain(|declaration| declaration.property.eq_ignore_ascii_case(property));
        own.pop()
    }

    /// The width that it sets, in pixels: by its style, or else by its attribute.
    pub fn width(&self) -> Option<(u32, Span)> {
        let style = self.style("width").and_then(|one| Some((pixels(one.value)?, one.span)));
        style.or_else(|| {
            let attribute = self.attribute("width")?;
            Some((pixels(attribute.value)?, attribute.span))
        })
    }

    /// True if it sets a width, in any unit.
    pub fn has_width(&self) -> bool {
        self.attribute("width").is_some_and(|width| !width.value.is_empty()) || self.style("width").is_some()
    }
}

/// The pixels of `550`, `550px` and `550.5px`; `None` for other units.
pub(super) fn pixels(value: &str) -> Option<u32> {
    let value = value.trim().trim_end_matches("!important").trim();
    let number = value.strip_suffix("px").unwrap_or(value).trim();
    let whole = number.split_once('.').map_or(number, |(whole, _)| whole);
    whole.parse().ok()
}

impl<'a> Context<'a> {
    /// Reads the tags and attribute lists of the body, in order, without those in code and in comments.
    pub(super) fn read_tags(&self) -> Vec<Tag<'a>> {
        let draft = self.draft;
        let mut tags = Vec::new();
        let mut budget = READ_BYTES;
        for block in draft.blocks().iter().filter(|block| block.kind != BlockKind::Code) {
            let text = draft.slice(block.span);
            if memchr::memchr2(b'<', b'{', text.as_bytes()).is_none() {
                continue;
            }
            let code = SpanSet::new(block.code.iter().copied());
            let start = block.span.start;
            let mut from = 0;
            for at in memchr::memchr2_iter(b'<', b'{', text.as_bytes()) {
                let is_escaped = || block.kind != BlockKind::Html && text[..at].ends_with('\\');
                if at < from || code.contains(Span::new(start + at, start + at + 1)) || is_escaped() {
                    continue;
                }
                if let Some(comment) = text[at..].strip_prefix("<!--") {
                    from = comment.find("-->").map_or(text.len(), |len| at + 4 + len + 3);
                    continue;
                }
                let rest = &text[at..];
                let rest = &rest[..floor(rest, TAG_BYTES.min(budget))];
                let Some((tag, read)) = read_tag(rest, start + at) else { continue };
                budget = budget.saturating_sub(read);
                if let Some(tag) = tag {
                    from = tag.end - start;
                    tags.push(tag);
                }
            }
        }
        tags
    }
}

/// The last character boundary up to an offset.
fn floor(text: &str, at: usize) -> usize {
    (0..=at.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0)
}

/// Reads the tag or list at the start of a text, which is at an offset of the draft, and returns the bytes that were
/// read for it. The outer `None` if neither is there.
fn read_tag(text: &str, offset: usize) -> Option<(Option<Tag<'_>>, usize)> {
    let is_list = text.starts_with("{:");
    if !is_list && !text.starts_with('<') {
        return None;
    }
    let name_start = if is_list { 2 } else { 1 };
    let name_len = match is_list {
        true => 0,
        false => {
            let inner = text.get(1..)?;
            let is_end = |c: char| !(c.is_ascii_alphanumeric() || c == '-');
            let len = inner.find(is_end).unwrap_or(inner.len());
            if !inner.starts_with(|c: char| c.is_ascii_alphabetic()) {
                return None;
            }
            // An address in angle brackets is no tag.
            if inner[len..].starts_with([':', '@', '.']) {
                return None;
            }
            len
        }
    };
    let close = if is_list { b'}' } else { b'>' };
    let bytes = text.as_bytes();
    let mut attributes = Vec::new();
    let mut at = name_start + name_len;
    let mut tag_end = None;
    while let Some(&byte) = bytes.get(at) {
        if byte == close {
            tag_end = Some(at + 1);
            break;
        }
        if byte.is_ascii_whitespace() || byte == b'/' {
            at += 1;
            continue;
        }
        if byte == b'<' {
            break;
        }
        at = read_attribute(text, at, close, offset, &mut attributes);
    }
    let tag = tag_end.map(|end| Tag {
        name: &text[name_start..name_start + name_len],
        span: Span::new(offset, offset + name_start + name_len),
        end: offset + end,
        attributes,
    });
    Some((tag, at))
}

/// Reads the attribute at an offset, and returns the offset after it.
fn read_attribute<'a>(
    text: &'a str,
    at: usize,
    close: u8,
    offset: usize,
    attributes: &mut Vec<Attribute<'a>>,
) -> usize {
    let bytes = text.as_bytes();
    let is_name_end = |byte: u8| byte.is_ascii_whitespace() || byte == b'=' || byte == b'/' || byte == close;
    // A `=` at the start belongs to the name, as in browsers.
    let rest = bytes.get(at + 1..).unwrap_or_default();
    let name_end = at + 1 + rest.iter().position(|byte| is_name_end(*byte)).unwrap_or(rest.len());
    let name_end = (name_end..=text.len()).find(|end| text.is_char_boundary(*end)).unwrap_or(text.len());
    let name_span = Span::new(offset + at, offset + name_end);
    let skip = |from: usize| {
        let rest = &bytes[from.min(bytes.len())..];
        from + rest.iter().take_while(|byte| byte.is_ascii_whitespace()).count()
    };
    let equals = skip(name_end);
    let mut attribute = Attribute { name: &text[at..name_end], name_span, value: "", span: name_span };
    if bytes.get(equals) != Some(&b'=') {
        attributes.push(attribute);
        return name_end;
    }
    let start = skip(equals + 1);
    let (start, end, after) = match bytes.get(start) {
        Some(quote @ (b'"' | b'\'')) => {
            let len = memchr::memchr(*quote, &bytes[start + 1..]).unwrap_or(bytes.len() - start - 1);
            (start + 1, start + 1 + len, (start + len + 2).min(bytes.len()))
        }
        Some(_) => {
            let is_end = |byte: &u8| byte.is_ascii_whitespace() || *byte == close;
            let len = bytes[start..].iter().position(is_end).unwrap_or(bytes.len() - start);
            (start, start + len, start + len)
        }
        None => (bytes.len(), bytes.len(), bytes.len()),
    };
    attribute.value = text.get(start..end).unwrap_or("");
    attribute.span = Span::new(offset + start, offset + end);
    attributes.push(attribute);
    after
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draft::Draft;
    use crate::lint::Facts;
    use crate::outline::Outline;
    use crate::profile::built_in;

    fn shown(text: &str) -> Vec<String> {
        let (draft, profile, facts) =
            (Draft::parse(text), built_in("circuitpython").unwrap(), Facts::default());
        let outline = Outline::new(&draft, &profile);
        let context = Context::new(&draft, &outline, &profile, &facts);
        let tags = context.read_tags();
        let attribute = |one: &Attribute<'_>| {
            assert_eq!(one.name_span.of(text), one.name);
            assert!(one.value.is_empty() || one.span.of(text) == one.value, "{one:?}");
            format!(" {}={}", one.name, one.value)
        };
        let tag = |tag: &Tag<'_>| {
            format!("{}{}", tag.name, tag.attributes.iter().map(attribute).collect::<String>())
        };
        tags.iter().map(tag).collect()
    }

    #[test]
    fn tags_and_lists_are_read_with_their_attributes() {
        assert_eq!(
            shown("<p Class=a id='b c' hidden>x</p> <br/>\n\n![a](b.jpg){:width=\"550px\"}\n"),
            ["p Class=a id=b c hidden=", "br", " width=550px"]
        );
    }

    #[test]
    fn code_comments_escapes_and_addresses_are_no_tags() {
        let text =
            "`<p>` \\<p> <!-- <p> --> <https://example.org> <nia@example.org> 1 < 2 <b>\n\n```\n<p>\n```\n";
        assert_eq!(shown(text), ["b"]);
        assert_eq!(shown("an open <p class=\"a\n"), Vec::<String>::new());
        assert_eq!(shown("<p é=ü =x a = 'b'>\n"), ["p é=ü =x= a=b"]);
    }

    #[test]
    fn a_style_has_declarations_and_a_width() {
        let text = "<td style=\"color: red; width:700px; width: 50% ;\" width=\"600\">\n";
        let (draft, profile, facts) =
            (Draft::parse(text), built_in("circuitpython").unwrap(), Facts::default());
        let outline = Outline::new(&draft, &profile);
        let context = Context::new(&draft, &outline, &profile, &facts);
        let tags = context.read_tags();
        let declarations: Vec<&str> = tags[0].declarations().iter().map(|one| one.span.of(text)).collect();
        assert_eq!(declarations, ["color: red", "width:700px", "width: 50%"]);
        assert_eq!(tags[0].width().map(|(width, span)| (width, span.of(text))), Some((600, "600")));
        assert_eq!(
            ["550", "550.5px", "700px !important", "50%", "x"].map(pixels),
            [Some(550), Some(550), Some(700), None, None]
        );
    }
}
