//! Clean Markdown of a line from a word processor.

use super::lines::{head, is_space, tail, trim};
use super::links::{Pairs, bare_length, links};
use super::liquid::escape_liquid;
use crate::text::tag::{is_of_html, tag_at};

/// Removes what exports add to a line: superfluous escapes, no-break and double spaces, zero-width
/// characters, the backslash of a hard break, empty links, lost images.
pub(crate) fn inline(text: &str) -> String {
    let text = trim(text);
    let spaced = spaces(text);
    let text = trim(spaced.as_deref().unwrap_or(text));
    let text = text.strip_suffix('\\').filter(|before| !before.ends_with('\\')).map_or(text, trim);
    if !text.contains(['\\', '[', '*', '<']) {
        return escape_liquid(text.to_owned());
    }
    let out = if text.contains(['\\', '<']) { unescaped(text) } else { text.to_owned() };
    let out = without_empty_bold(without_empty_links(out));
    // Removed parts may leave spaces behind.
    let spaced = spaces(&out);
    let text = spaced.as_deref().unwrap_or(&out);
    let is_same = text.len() == out.len() && trim(text).len() == text.len();
    escape_liquid(if is_same { out } else { trim(text).to_owned() })
}

/// The visible text of a line: clean, with the labels of links, without bold.
pub(crate) fn plain(text: &str) -> String {
    let clean = inline(text);
    if !clean.contains(['*', '[']) {
        return clean;
    }
    let mut out = String::with_capacity(clean.len());
    let mut at = 0;
    for link in links(&clean) {
        if let Some(label) = link.label.filter(|_| !link.is_image) {
            out.push_str(&clean[at..link.start]);
            out.push_str(label);
            at = link.end;
        }
    }
    out.push_str(&clean[at..]);
    out.replace("**", "")
}

/// Replaces unusual spaces, and repeated ones outside code. `None` if the text has no such spaces.
fn spaces(text: &str) -> Option<String> {
    let is_odd = |c: char| c != ' ' && is_space(c);
    let is_plain = text.is_ascii() && !text.bytes().any(|b| b.is_ascii_whitespace() && b != b' ');
    if (is_plain || !text.contains(is_odd)) && !text.contains("  ") {
        return None;
    }
    let mut out = String::with_capacity(text.len());
    let mut in_code = false;
    for c in text.chars().filter(|c| !matches!(c, '\u{200b}' | '\u{2060}' | '\u{feff}')) {
        in_code ^= c == '`';
        let c = if is_odd(c) { ' ' } else { c };
        if c != ' ' || in_code || !out.ends_with(' ') {
            out.push(c);
        }
    }
    Some(out)
}

/// The number of positions in a text where each mark of emphasis could open or close.
struct MarkCounts {
    stars: usize,
    underscores: usize,
    ticks: usize,
    tildes: usize,
}

impl MarkCounts {
    fn new(text: &str) -> Self {
        let mut marks = Self { stars: 0, underscores: 0, ticks: 0, tildes: 0 };
        let mut before = ' ';
        let mut chars = text.chars().filter(|c| *c != '\\').peekable();
        while let Some(c) = chars.next() {
            if matches!(c, '*' | '_' | '`' | '~') {
                while chars.peek() == Some(&c) {
                    chars.next();
                }
                let after = chars.peek().copied().unwrap_or(' ');
                let is_apart = before.is_whitespace() && after.is_whitespace();
                let is_inside = before.is_alphanumeric() && after.is_alphanumeric();
                match c {
                    '*' => marks.stars += usize::from(!is_apart),
                    '_' => marks.underscores += usize::from(!is_apart && !is_inside),
                    '~' => marks.tildes += 1,
                    _ => marks.ticks += 1,
                }
            }
            before = c;
        }
        marks
    }
}

fn unescaped(text: &str) -> String {
    let marks = MarkCounts::new(text);
    let pairs = Pairs::new(text);
    let mut out = String::with_capacity(text.len());
    // True for open brackets that keep their backslash. Their closing bracket keeps it too.
    let mut brackets: Vec<bool> = Vec::new();
    let mut at = 0;
    while at < text.len() {
        let rest = &text[at..];
        let Some(c) = rest.chars().next() else { break };
        match c {
            '`' => {
                let length = code(rest);
                out.push_str(&rest[..length]);
                at += length;
            }
            'h' | 'H' => {
                let length = bare_length(rest).unwrap_or(0).max(1);
                out.push_str(&without_escapes(&rest[..length]));
                at += length;
            }
            '(' if out.ends_with(']') => {
                let end = pairs.address(at).unwrap_or(at + 1);
                let address = &text[at..end];
                let balanced = without_escapes(address);
                let count = |wanted: u8| balanced.bytes().filter(|b| *b == wanted).count();
                let is_balanced = count(b'(') == count(b')') && !balanced.contains('<');
                out.push_str(if is_balanced { &balanced } else { address });
                at = end;
            }
            '<' => {
                // `Vec<Lamp>` would become an invisible tag.
                if tag_at(rest).is_some_and(|tag| !is_of_html(tag)) {
                    out.push('\\');
                }
                out.push('<');
                at += 1;
            }
            '\\' => match rest[1..].chars().next() {
                Some(escaped) if escaped.is_ascii_punctuation() => {
                    let needs = is_needed(escaped, &out, &rest[2..], &marks);
                    let needs = match escaped {
                        '[' => {
                            brackets.push(needs);
                            needs
                        }
                        ']' => brackets.pop().unwrap_or_else(|| pairs.has_label_at(at)) || needs,
                        _ => needs,
                    };
                    if needs {
                        out.push('\\');
                    }
                    out.push(escaped);
                    at += 2;
                }
                _ => {
                    out.push('\\');
                    at += 1;
                }
            },
            c => {
                out.push(c);
                at += c.len_utf8();
            }
        }
    }
    out
}

/// The length of the code span at the start of a text, or of its ticks if nothing closes them.
pub(super) fn code(text: &str) -> usize {
    let ticks = text.bytes().take_while(|b| *b == b'`').count();
    // Code in notes is short, and a longer search could be slow.
    let window = head(text, 2000);
    let mut at = ticks;
    while let Some(found) = window.get(at..).and_then(|rest| rest.find('`')) {
        at += found;
        let run = window[at..].bytes().take_while(|b| *b == b'`').count();
        at += run;
        if run == ticks {
            return at;
        }
    }
    ticks
}

/// True if Markdown would read the character as a mark without its backslash.
fn is_needed(escaped: char, before: &str, after: &str, marks: &MarkCounts) -> bool {
    // Runs of marks are short. Scanning a long run from each of its marks would be quadratic.
    let near = head(after, 30);
    let next = near.trim_start_matches(['\\', escaped]).chars().next().unwrap_or(' ');
    let follows = after.chars().next().unwrap_or(' ');
    let near = tail(before, 30);
    let last = near.trim_end_matches(['\\', escaped]).chars().next_back().unwrap_or(' ');
    let is_first = before.is_empty();
    match escaped {
        '_' => {
            let is_inside = last.is_alphanumeric() && next.is_alphanumeric();
            let is_apart = last.is_whitespace() && next.is_whitespace();
            !is_inside && !is_apart && marks.underscores > 1
        }
        '*' if is_first => true,
        '*' => !(last.is_whitespace() && next.is_whitespace()) && marks.stars > 1,
        '`' => marks.ticks > 1,
        // Two of them, or one that could close an earlier one.
        '~' if follows == '~' || after.starts_with("\\~") || before.ends_with('~') => true,
        '~' => marks.tildes > 1 && !(last.is_whitespace() || "([{\"“‘/".contains(last)),
        '-' | '+' => is_first && (follows.is_whitespace() || follows == escaped || follows == '\\'),
        '#' => is_first && (follows.is_whitespace() || follows == '#' || follows == '\\'),
        '=' | '>' => is_first,
        '.' | ')' if !is_first && before.len() <= 9 && before.bytes().all(|b| b.is_ascii_digit()) => {
            follows.is_whitespace()
        }
        '(' => before.ends_with(']') && !before.ends_with("\\]"),
        '!' => follows == '[',
        '[' => follows == '^' || !closes_alone(after, is_first),
        ']' => matches!(follows, '(' | '[' | ':'),
        '<' => follows.is_ascii_alphabetic() || matches!(follows, '/' | '!' | '?'),
        '&' => follows == '#' || follows.is_ascii_alphabetic() && head(after, 10).contains(';'),
        // Before another brace it has no meaning in Markdown. Liquid is escaped at the end.
        '{' => follows == ':' || after.starts_with("\\:"),
        '|' => true,
        '\\' => follows.is_ascii_punctuation() || after.is_empty(),
        _ => false,
    }
}

/// True if the last open bracket has no meaning in Markdown: its closing bracket ends no link and no
/// definition, and the pair is not a checkbox at the start of an item.
fn closes_alone(after: &str, is_first: bool) -> bool {
    let window = head(after, 1000);
    let Some(at) = window.find(']') else { return true };
    let inside = window[..at].trim_end_matches('\\');
    let is_box = is_first && matches!(inside, "" | " " | "x" | "X");
    let follows = window[at + 1..].trim_start_matches('\\').chars().next();
    !is_box && !matches!(follows, Some('(' | '[' | ':'))
}

/// Removes the backslashes before punctuation.
pub(super) fn without_escapes(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        if c != '\\' || !chars.peek().is_some_and(char::is_ascii_punctuation) {
            out.push(c);
        } else {
            out.extend(chars.next());
        }
    }
    out
}

/// `[label]()` becomes its label. `![][image1]` shows an image that is not part of the text.
fn without_empty_links(text: String) -> String {
    if !text.contains("]()") && !text.contains("][") {
        return text;
    }
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for link in links(&text).filter(|link| link.address.is_empty()) {
        out.push_str(&text[at..link.start]);
        out.push_str(link.label.filter(|_| !link.is_image).unwrap_or_default());
        at = link.end;
    }
    out.push_str(&text[at..]);
    without_references(&out)
}

/// Removes `![alt][reference]`.
fn without_references(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let (mut kept, mut at) = (0, 0);
    while let Some(middle) = text[at..].find("][").map(|found| at + found) {
        let Some(end) = text[middle + 2..].find(']').map(|found| middle + 2 + found + 1) else { break };
        if let Some(start) = text[at..middle].rfind("![").map(|found| at + found) {
            out.push_str(&text[kept..start]);
            kept = end;
            at = end;
        } else {
            at = middle + 2;
        }
    }
    out.push_str(&text[kept..]);
    out
}

/// `****` and `** **`, left behind when bold text was deleted.
fn without_empty_bold(text: String) -> String {
    if text.contains("****") || text.contains("** **") {
        return text.replace("****", "").replace("** **", " ");
    }
    text
}
