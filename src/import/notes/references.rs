//! Reference links: `[label][1]`, with `[1]: https://…` on a separate line.

use std::borrow::Cow;
use std::collections::HashMap;

use memchr::memmem;

use super::clean::code;
use super::lines::{Line, head, lines, tail};
use crate::import::markdown;

/// A longer text is not a label.
const LONGEST: usize = 1000;

/// Moves each address to its link, since a part that is taken from the document would lose it. The
/// number of lines does not change.
pub(super) fn inlined(text: &str) -> Cow<'_, str> {
    let says = |part: &[u8]| memmem::find(text.as_bytes(), part).is_some();
    let has_definitions = says(b"]:");
    if !has_definitions && !says(b"][") {
        return Cow::Borrowed(text);
    }
    let addresses = if has_definitions { definitions(text) } else { HashMap::new() };
    let mut references = References {
        addresses,
        used: Vec::new(),
        out: String::with_capacity(text.len() + text.len() / 8),
        // A long address may be used many times.
        spare: text.len() + 1_000_000,
    };
    let mut defined = Vec::new();
    let mut in_code = false;
    for line in lines(text, 1) {
        let start = references.out.len();
        in_code ^= line.is_fence();
        if in_code || !line.raw.contains('[') {
            references.out.push_str(line.raw);
        } else if let Some((label, _)) = definition(line) {
            references.out.push_str(line.raw);
            defined.push((start, references.out.len(), label));
        } else {
            references.line(line.raw);
        }
        references.out.push_str(&text[line.start + line.raw.len()..line.end]);
    }
    // An address that no link uses is text.
    let References { out, mut used, .. } = references;
    used.sort_unstable();
    let mut left = String::with_capacity(out.len());
    let mut at = 0;
    for (start, end, _) in defined.iter().filter(|(.., label)| used.binary_search(label).is_ok()) {
        left.push_str(&out[at..*start]);
        at = *end;
    }
    left.push_str(&out[at..]);
    Cow::Owned(left)
}

fn definitions(text: &str) -> HashMap<String, &str> {
    let mut known = HashMap::new();
    let mut in_code = false;
    for line in lines(text, 1) {
        in_code ^= line.is_fence();
        if let Some((label, address)) = definition(line).filter(|_| !in_code) {
            known.entry(label).or_insert(address);
        }
    }
    known
}

/// `[label]: https://… "Title"`
fn definition(line: Line<'_>) -> Option<(String, &str)> {
    let (label, rest) = line.text().strip_prefix('[')?.split_once("]:")?;
    if label.is_empty() || label.len() > LONGEST || label.starts_with('^') || label.contains(['[', ']']) {
        return None;
    }
    let rest = rest.trim_start();
    let (address, title) = match rest.strip_prefix('<') {
        Some(inner) => inner.split_once('>')?,
        None => rest.split_at(rest.find(char::is_whitespace).unwrap_or(rest.len())),
    };
    let title = title.trim();
    let is_title =
        title.is_empty() || title.starts_with(['"', '\'', '(']) && title.ends_with(['"', '\'', ')']);
    let start = head(address, 8).to_ascii_lowercase();
    let is_address = ["https://", "http://", "mailto:"].iter().any(|scheme| start.starts_with(scheme));
    (is_title && is_address && !address.contains(char::is_whitespace)).then(|| (key(label), address))
}

/// Labels are compared without case and repeated spaces.
fn key(label: &str) -> String {
    label.replace('\\', "").to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ")
}

struct References<'a> {
    addresses: HashMap<String, &'a str>,
    /// The labels of the addresses that links use.
    used: Vec<String>,
    out: String,
    /// The number of bytes by which the text may still grow.
    spare: usize,
}

impl References<'_> {
    fn line(&mut self, text: &str) {
        // The open brackets, by their positions in the text and in the output.
        let mut open: Vec<(usize, usize)> = Vec::new();
        let mut at = 0;
        while let Some(found) = text[at..].find(['[', ']', '`', '\\']) {
            self.out.push_str(&text[at..at + found]);
            at += found;
            let rest = &text[at..];
            let length = match rest.as_bytes()[0] {
                b'`' => code(rest),
                b'\\' => 1 + rest[1..].chars().next().map_or(0, char::len_utf8),
                b'[' => {
                    open.push((at, self.out.len()));
                    1
                }
                _ => match open.pop().filter(|(start, _)| at - start <= LONGEST) {
                    Some((start, written)) => match self.link(text, start, at, written) {
                        Some(length) => {
                            at += length;
                            continue;
                        }
                        None => 1,
                    },
                    None => 1,
                },
            };
            self.out.push_str(&rest[..length]);
            at += length;
        }
        self.out.push_str(&text[at..]);
    }

    /// Writes the end of a link whose label closes at `close` and has been written. Returns the
    /// length of that end in the text.
    fn link(&mut self, text: &str, start: usize, close: usize, written: usize) -> Option<usize> {
        let label = &text[start + 1..close];
        let after = &text[close + 1..];
        let named = after.strip_prefix('[').and_then(|rest| {
            let end = head(rest, LONGEST).find(['[', ']'])?;
            rest[end..].starts_with(']').then(|| &rest[..end])
        });
        if named.is_none() && after.starts_with(['(', ':']) || label.is_empty() || label.starts_with('^') {
            return None;
        }
        let name = named.filter(|name| !name.is_empty()).unwrap_or(label);
        let length = 1 + named.map_or(0, |named| named.len() + 2);
        if self.addresses.is_empty() && named.is_none() {
            return None;
        }
        let key = key(name);
        if let Some(address) = self.addresses.get(&key).filter(|address| address.len() <= self.spare) {
            self.spare -= address.len();
            self.out.push_str("](");
            self.out.push_str(&markdown::target(address));
            self.out.push(')');
            self.used.push(key);
            return Some(length);
        }
        // `[x][y]` is code; `[a word][1]` lost its address.
        let before = tail(&text[..start], 4).chars().next_back();
        let is_number = |name: &str| !name.is_empty() && name.bytes().all(|b| b.is_ascii_digit());
        let is_lost = named.is_some_and(|name| is_number(name.strip_prefix("image").unwrap_or(name)))
            && before.is_none_or(|c| !c.is_alphanumeric() && !matches!(c, '!' | ']' | ')'))
            && label.split(|c: char| !c.is_alphabetic()).any(|word| word.chars().count() > 1);
        if is_lost {
            let label = self.out.split_off(written + 1);
            self.out.pop();
            self.out.push_str(&label);
            return Some(length);
        }
        None
    }
}
