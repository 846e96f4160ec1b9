//! Unescapes Markdown that was typed into a word processor, if a list, code, bold text or a link
//! was clearly meant.

use std::borrow::Cow;

use super::clean::{code, without_escapes};
use super::lines::{Line, head, is_space, lines, outside_code, tail, trim};

/// Returns the text with these marks unescaped. The number of lines does not change.
pub(super) fn meant(text: &str) -> Cow<'_, str> {
    // Most documents have no backslash.
    let bytes = text.as_bytes();
    let is_mark = |at: usize| bytes.get(at + 1).is_some_and(|next| b"-*+.`[():@".contains(next));
    if !memchr::memchr_iter(b'\\', bytes).any(is_mark) {
        return Cow::Borrowed(text);
    }
    let items = Items::new(text);
    Cow::Owned(outside_code(text, |line, whole, out| {
        let raw = line.raw;
        if !raw.contains('\\') {
            return out.push_str(whole);
        }
        let at = items.backslash(line);
        out.push_str(at.map_or("", |at| &raw[..at]));
        let rest = at.map_or(raw, |at| &raw[at + 1..]);
        // Titles and names are split at these characters. An address needs its backslashes.
        if rest.len() < 200 && !rest.contains(['`', '<']) && !rest.contains("](") {
            inline(&without_needless(rest), out);
        } else {
            inline(rest, out);
        }
        out.push_str(&whole[raw.len()..]);
    }))
}

/// Removes the backslashes before brackets, colons and `@` that Markdown does not need, since no
/// link, number or attribute precedes them.
fn without_needless(text: &str) -> Cow<'_, str> {
    let bytes = text.as_bytes();
    let is_mark = |at: usize| bytes.get(at + 1).is_some_and(|next| b"():@".contains(next));
    if !memchr::memchr_iter(b'\\', bytes).any(is_mark) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let next = chars.peek().copied();
        let is_needless = match next {
            Some('(' | ':') => !out.ends_with([']', '{']),
            Some(')') => !trim(&out).bytes().all(|b| b.is_ascii_digit()),
            Some('@') => true,
            _ => false,
        };
        if c != '\\' || !is_needless {
            out.push(c);
            // An escaped character does not start an escape.
            if c == '\\' {
                out.extend(chars.next());
            }
        }
    }
    Cow::Owned(out)
}

/// The lines that are list items. A single one may be a sentence that begins with a dash.
struct Items {
    dashes: usize,
    stars: usize,
    pluses: usize,
    /// Lines of `1\.` that precede `2\.`, and so on.
    numbered: Vec<usize>,
}

impl Items {
    fn new(text: &str) -> Self {
        let mut items = Self { dashes: 0, stars: 0, pluses: 0, numbered: Vec::new() };
        let mut in_code = false;
        // The last line that is not empty: its position and its number.
        let mut last: Option<(usize, usize)> = None;
        for line in lines(text, 1) {
            in_code ^= line.is_fence();
            if in_code || line.is_blank() {
                continue;
            }
            let number = number(line);
            if let (Some((_, number)), Some((before, one))) = (number, last)
                && number == one + 1
            {
                if items.numbered.last() != Some(&before) {
                    items.numbered.push(before);
                }
                items.numbered.push(line.number);
            }
            last = number.map(|(_, number)| (line.number, number));
            match marker(line) {
                Some('-') => items.dashes += 1,
                Some('*') => items.stars += 1,
                Some('+') => items.pluses += 1,
                _ => {}
            }
        }
        items
    }

    /// The position of the backslash that keeps a line from being an item.
    fn backslash(&self, line: Line<'_>) -> Option<usize> {
        let start = line.raw.len() - line.raw.trim_start_matches(is_space).len();
        let count = match marker(line) {
            Some('-') => self.dashes,
            Some('*') => self.stars,
            Some('+') => self.pluses,
            _ => 0,
        };
        if count > 1 {
            return Some(start);
        }
        let (at, _) = number(line)?;
        self.numbered.binary_search(&line.number).ok().map(|_| start + at)
    }
}

/// The marker of `\- text`.
fn marker(line: Line<'_>) -> Option<char> {
    let rest = line.text().strip_prefix('\\')?;
    let marker = rest.chars().next().filter(|c| matches!(c, '-' | '*' | '+'))?;
    let text = &rest[1..];
    (text.starts_with(is_space) && !trim(text).is_empty()).then_some(marker)
}

/// The position of the backslash in `1\. text`, and the number.
fn number(line: Line<'_>) -> Option<(usize, usize)> {
    let text = line.text();
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let rest = text[digits..].strip_prefix("\\.").or_else(|| text[digits..].strip_prefix("\\)"))?;
    let is_item = (1..=3).contains(&digits) && rest.starts_with(is_space) && !trim(rest).is_empty();
    is_item.then(|| Some((digits, text[..digits].parse().ok()?))).flatten()
}

/// Appends the text of a line with its pairs of marks unescaped.
fn inline(text: &str, out: &mut String) {
    let mut at = 0;
    // The end of the open bold text.
    let mut bold_end = None;
    while let Some(found) = text[at..].find(['\\', '`']) {
        out.push_str(&text[at..at + found]);
        at += found;
        let rest = &text[at..];
        if rest.starts_with('`') {
            let length = code(rest);
            out.push_str(&rest[..length]);
            at += length;
            continue;
        }
        let is_inside = |length: usize| bold_end.is_none_or(|end| end < at || at + length <= end);
        let is_apart = !tail(&text[..at], 4).ends_with(char::is_alphanumeric);
        if bold_end == Some(at) {
            out.push_str("**");
            at += BOLD.len();
        } else if let Some((inside, length)) =
            ticked(rest).filter(|(_, length)| is_apart && is_inside(*length))
        {
            out.push('`');
            out.push_str(&without_escapes(inside));
            out.push('`');
            at += length;
        } else if let Some(end) = bold(rest).filter(|_| is_apart && bold_end.is_none_or(|end| end < at)) {
            bold_end = Some(at + end);
            out.push_str("**");
            at += BOLD.len();
        } else if let Some((label, address, length)) = link(rest).filter(|(.., length)| is_inside(*length)) {
            if out.ends_with("\\!") {
                out.truncate(out.len() - 2);
                out.push('!');
            }
            out.push('[');
            out.push_str(label);
            out.push_str("](");
            out.push_str(&without_escapes(address));
            out.push(')');
            at += length;
        } else {
            // A longer run of one mark opens or closes nothing.
            let length = run(rest);
            out.push_str(&rest[..length]);
            at += length;
        }
    }
    out.push_str(&text[at..]);
}

const TICK: &str = "\\`";
const BOLD: &str = "\\*\\*";

/// The length of the run of escaped marks, or of another escape, at the start of a text.
fn run(text: &str) -> usize {
    let Some(mark) = text[1..].chars().next() else { return 1 };
    let one = 1 + mark.len_utf8();
    if !matches!(mark, '`' | '*') {
        return one;
    }
    text.as_bytes().chunks(2).take_while(|pair| *pair == &text.as_bytes()[..2]).count() * 2
}

/// The text between two escaped ticks, and the length of all.
fn ticked(text: &str) -> Option<(&str, usize)> {
    let rest = text.strip_prefix(TICK)?;
    let inside = &rest[..head(rest, 300).find(TICK)?];
    let after = &rest[inside.len() + TICK.len()..];
    let is_code = is_delimited(inside) && !inside.contains('`') && !after.starts_with(TICK);
    (is_code && !after.starts_with(char::is_alphanumeric)).then_some((inside, text.len() - after.len()))
}

/// The end of the bold text that begins with two escaped stars.
fn bold(text: &str) -> Option<usize> {
    let rest = text.strip_prefix(BOLD)?;
    let inside = &rest[..head(rest, 500).find(BOLD)?];
    let after = &rest[inside.len() + BOLD.len()..];
    let ticks = inside.matches(TICK).count();
    let is_whole = ticks % 2 == 0 && inside.matches('`').count() == ticks && !inside.contains('*');
    let is_bold = is_whole && is_delimited(inside) && !after.starts_with("\\*");
    (is_bold && !after.starts_with(char::is_alphanumeric)).then_some(BOLD.len() + inside.len())
}

fn is_delimited(inside: &str) -> bool {
    !inside.is_empty()
        && !inside.starts_with(is_space)
        && !inside.ends_with(is_space)
        && !inside.ends_with('\\')
}

/// The label, address and length of `\[label\](https://…)`.
fn link(text: &str) -> Option<(&str, &str, usize)> {
    let rest = text.strip_prefix("\\[")?;
    let label = &rest[..head(rest, 300).find("\\]")?];
    if label.is_empty() || label.contains(['[', ']']) {
        return None;
    }
    let after = &rest[label.len() + 2..];
    let inner = after.strip_prefix("\\(").or_else(|| after.strip_prefix('('))?;
    // The word processor had linked the address.
    let linked = inner.strip_prefix('[').and_then(|inner| {
        let window = head(inner, 4000);
        let (_, rest) = window.split_once("](")?;
        let (address, rest) = rest.split_once(')')?;
        let rest = rest.strip_prefix("\\)").or_else(|| rest.strip_prefix(')'))?;
        Some((address, inner.len() - window.len() + rest.len()))
    });
    let (address, left) = linked.or_else(|| {
        let address = &inner[..head(inner, 4000).find(')')?];
        Some((address.strip_suffix('\\').unwrap_or(address), inner.len() - address.len() - 1))
    })?;
    let is_address = ["https://", "http://"].iter().any(|scheme| address.starts_with(scheme))
        && !address.contains(|c: char| is_space(c) || matches!(c, '[' | '('));
    is_address.then_some((label, address, text.len() - left))
}
