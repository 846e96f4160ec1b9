//! Tags of components, as MDX, VuePress and Astro have them.

use super::{LONGEST_BODY, LONGEST_TAG, within};
use crate::text::Span;

/// A tag at the start of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Tag<'t> {
    pub name: &'t str,
    pub kind: TagKind,
    /// In bytes.
    pub len: usize,
    /// The expressions in braces, which no tag of HTML has.
    pub expressions: Vec<Span>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TagKind {
    /// `<Name …>` with a value or a closing tag.
    Opening,
    /// `</Name>`
    Closing,
    /// `<Name … />`
    Alone,
}

/// The tag that begins a text, which begins with `<`.
///
/// # Errors
///
/// The number of bytes that were read, for tags of HTML, and for types such as `Vec<Lamp>`.
pub(super) fn tag_at(text: &str) -> Result<Tag<'_>, usize> {
    let near = &text[..within(text, LONGEST_TAG)];
    if let Some(rest) = near.strip_prefix("</") {
        let name = name_at(rest).ok_or(1usize)?;
        let is_whole = rest[name.len()..].starts_with('>');
        let len = 2 + name.len() + 1;
        return if is_whole {
            Ok(Tag { name, kind: TagKind::Closing, len, expressions: Vec::new() })
        } else {
            Err(len)
        };
    }
    let name = near.strip_prefix('<').and_then(name_at).ok_or(1usize)?;
    let mut reader = Attributes { text: near, at: 1 + name.len(), has_value: false, expressions: Vec::new() };
    let Some(is_alone) = reader.read() else { return Err(near.len()) };
    let Attributes { at, has_value, expressions, .. } = reader;
    let kind = if is_alone { TagKind::Alone } else { TagKind::Opening };
    if is_alone || has_value || is_closed(&text[at..], name) {
        Ok(Tag { name, kind, len: at, expressions })
    } else {
        // Such a search is quick.
        Err(LONGEST_BODY.min(text.len()) / 10)
    }
}

/// The name of a component, which begins with a capital letter.
fn name_at(text: &str) -> Option<&str> {
    let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_');
    let len = text.find(|c| !is_name(c)).unwrap_or(text.len());
    (len <= 100 && text.starts_with(|c: char| c.is_ascii_uppercase())).then(|| &text[..len])
}

fn is_closed(after: &str, name: &str) -> bool {
    let near = &after[..within(after, LONGEST_BODY)];
    near.match_indices("</")
        .any(|(at, _)| near[at + 2..].strip_prefix(name).is_some_and(|rest| rest.starts_with('>')))
}

/// Reads the attributes of a tag.
struct Attributes<'t> {
    text: &'t str,
    at: usize,
    /// True if an attribute has a value.
    has_value: bool,
    expressions: Vec<Span>,
}

impl Attributes<'_> {
    /// Reads up to the end of the tag; true if it ends with `/>`. `None` if this is no tag.
    fn read(&mut self) -> Option<bool> {
        loop {
            self.skip_space()?;
            match self.text.as_bytes().get(self.at)? {
                b'>' => {
                    self.at += 1;
                    return Some(false);
                }
                b'/' => {
                    let is_end = self.text[self.at..].starts_with("/>");
                    self.at += 2;
                    return is_end.then_some(true);
                }
                b'{' => self.expression()?,
                byte if byte.is_ascii_alphabetic() || *byte == b'_' => self.attribute()?,
                _ => return None,
            }
        }
    }

    /// A tag does not go on after an empty line.
    fn skip_space(&mut self) -> Option<()> {
        let rest = &self.text[self.at..];
        let space = &rest[..rest.len() - rest.trim_start().len()];
        self.at += space.len();
        (space.matches('\n').count() < 2).then_some(())
    }

    fn attribute(&mut self) -> Option<()> {
        let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | ':' | '.' | '-');
        let rest = &self.text[self.at..];
        self.at += rest.find(|c| !is_name(c))?;
        self.skip_space()?;
        let Some(value) = self.text[self.at..].strip_prefix('=') else { return Some(()) };
        self.at += 1;
        self.has_value = true;
        match value.as_bytes().first()? {
            b'{' => self.expression(),
            quote @ (b'"' | b'\'') => {
                let len = value[1..].find(char::from(*quote))?;
                let is_plain = !value[1..=len].contains("\n\n");
                self.at += len + 2;
                is_plain.then_some(())
            }
            _ => None,
        }
    }

    /// An expression in braces, which may contain others.
    fn expression(&mut self) -> Option<()> {
        let start = self.at;
        let (mut depth, mut quote) = (0usize, None);
        for (at, byte) in self.text[start..].bytes().enumerate() {
            match (quote, byte) {
                (Some(open), _) if byte == open => quote = None,
                (Some(_), _) => {}
                (None, b'"' | b'\'' | b'`') => quote = Some(byte),
                (None, b'{') => depth += 1,
                (None, b'}') => depth -= 1,
                (None, _) => {}
            }
            if depth == 0 {
                self.at = start + at + 1;
                let span = Span::new(start, self.at);
                self.expressions.push(span);
                return (!span.of(self.text).contains("\n\n")).then_some(());
            }
        }
        None
    }
}
