//! Parts in braces: Liquid, the shortcodes of Hugo and Zola, comments of MDX and attributes of kramdown.

use super::{LONGEST_BODY, LONGEST_TAG, within};

/// A part at the start of a text, in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct BracePart {
    pub len: usize,
    pub kind: BraceKind,
    /// How many bytes were searched in vain.
    pub wasted: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum BraceKind {
    /// Replaced before Markdown is read, in code, too.
    Template,
    /// `{/* … */}`
    Comment,
    /// `{: … }`
    Attributes,
}

/// Liquid tags up to whose end the text is no Markdown.
const VERBATIM: [&str; 2] = ["comment", "highlight"];

/// The part that begins a text, which begins with `{`.
///
/// # Errors
///
/// The number of bytes that were searched without finding one.
pub(super) fn part_at(text: &str) -> Result<BracePart, usize> {
    let (close, kind) = match text.as_bytes().get(1).ok_or(1usize)? {
        b'{' if text.starts_with("{{<") => (">}}", BraceKind::Template),
        b'{' if text.starts_with("{{%") => ("%}}", BraceKind::Template),
        b'{' => ("}}", BraceKind::Template),
        b'%' => ("%}", BraceKind::Template),
        b'/' if text.starts_with("{/*") => ("*/}", BraceKind::Comment),
        b':' => ("}", BraceKind::Attributes),
        _ => return Err(1),
    };
    let near = match kind {
        BraceKind::Comment => &text[..within(text, LONGEST_BODY)],
        _ => paragraph(text),
    };
    let len = near.find(close).ok_or(near.len())? + close.len();
    let body = if kind == BraceKind::Template { body_len(&text[..len], &text[len..]) } else { Ok(0) };
    let (body, wasted) = body.map_or_else(|wasted| (0, wasted), |body| (body, 0));
    Ok(BracePart { len: len + body, kind, wasted })
}

/// The beginning of a text up to an empty line, if that is near.
fn paragraph(text: &str) -> &str {
    let near = &text[..within(text, LONGEST_TAG)];
    let mut at = 0;
    for line in near.split_inclusive('\n') {
        if at > 0 && line.trim().is_empty() {
            break;
        }
        at += line.len();
    }
    &near[..at]
}

/// The length of the text up to the end of the tag that closes `tag`; 0 for a tag without a closing one.
///
/// # Errors
///
/// The number of bytes that were searched, if no tag closes it.
fn body_len(tag: &str, after: &str) -> Result<usize, usize> {
    let (open, close) = match tag.as_bytes().get(1..3).unwrap_or_default() {
        b"{<" => ("{{<", ">}}"),
        b"{%" => ("{{%", "%}}"),
        [b'%', _] => ("{%", "%}"),
        _ => return Ok(0),
    };
    let words = words_of(tag, open, close);
    let end = words.find(|c: char| c.is_whitespace() || matches!(c, '(' | '/')).unwrap_or(words.len());
    let name = &words[..end];
    if name.is_empty() || (open != "{%" && words.ends_with('/')) {
        return Ok(0);
    }
    let is_shortcode_of_zola = open == "{%" && words[end..].starts_with('(');
    if open == "{%" && !is_shortcode_of_zola && !VERBATIM.contains(&name) {
        return Ok(0);
    }
    let closes = |words: &str| match open {
        "{%" if is_shortcode_of_zola => words == "end",
        "{%" => words.strip_prefix("end") == Some(name),
        _ => words.strip_prefix('/').map(str::trim) == Some(name),
    };
    let near = &after[..within(after, LONGEST_BODY)];
    let found = near.match_indices(open).find_map(|(at, _)| {
        let len = near[at..].find(close)? + close.len();
        closes(words_of(&near[at..at + len], open, close)).then_some(at + len)
    });
    found.ok_or(near.len())
}

/// The words of a tag between its braces.
fn words_of<'t>(tag: &'t str, open: &str, close: &str) -> &'t str {
    let inner = tag.strip_prefix(open).and_then(|tag| tag.strip_suffix(close)).unwrap_or("");
    inner.trim_matches(['-', ' ', '\t', '\r', '\n'])
}
