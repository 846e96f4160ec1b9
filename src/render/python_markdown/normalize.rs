//! The first steps on the source: line breaks and tabs, and fenced code.

use std::collections::HashMap;

use super::attributes::{self, Attribute};
use super::stash::{Code, ETX, STX, Stash, Stashed};
use super::text::{Builder, Text, is_word, line_end, run};
use crate::text::Span;

const TAB: usize = 4;

/// Removes what placeholders are made of, makes all line breaks `\n`, expands tabs and empties lines of blanks. Begins
/// at `start`.
pub(super) fn normalize(source: &str, start: usize) -> Text {
    let mut builder = Builder::with_capacity(source.len() - start + "\n\n".len());
    let bytes = source.as_bytes();
    let is_special = |byte: &u8| matches!(char::from(*byte), STX | ETX | '\r' | '\t');
    // Most texts have none of them, which is found out faster.
    let has_none = memchr::memchr3(STX as u8, ETX as u8, b'\t', &bytes[start..]).is_none()
        && memchr::memchr(b'\r', &bytes[start..]).is_none();
    // The column is that of `copied`.
    let (mut copied, mut column) = (start, 0);
    while !has_none && let Some(found) = bytes[copied..].iter().position(is_special) {
        let next = copied + found;
        let part = &source[copied..next];
        builder.copy(part, copied);
        copied = next + 1;
        if bytes[next] == b'\r' {
            copied += usize::from(bytes.get(copied) == Some(&b'\n'));
            builder.make("\n", Span::new(next, copied));
            column = 0;
            continue;
        }
        column = match memchr::memrchr(b'\n', part.as_bytes()) {
            Some(line_break) => part[line_break + 1..].chars().count(),
            None => column + part.chars().count(),
        };
        if bytes[next] == b'\t' {
            let width = TAB - column % TAB;
            builder.make(&"    "[..width], Span::new(next, copied));
            column += width;
        }
    }
    builder.copy(&source[copied..], copied);
    builder.make("\n\n", Span::at(source.len()));
    empty_blank_lines(builder.finish())
}

fn empty_blank_lines(text: Text) -> Text {
    let mut builder = Builder::default();
    let (mut copied, mut start) = (0, 0);
    for end in memchr::memchr_iter(b'\n', text.as_bytes()) {
        if start > 0 && end > start && text.as_bytes()[start..end].iter().all(|byte| *byte == b' ') {
            builder.push(&text.slice(copied..start));
            copied = end;
        }
        start = end + 1;
    }
    if copied == 0 {
        return text;
    }
    builder.push(&text.from(copied));
    builder.finish()
}

/// Replaces fenced code blocks by placeholders (`FencedBlockPreprocessor`). With a class for highlighted code, Pygments
/// reads the code.
pub(super) fn stash_fenced_code(text: &Text, stash: &mut Stash, highlighter: Option<&str>) -> Text {
    let closings = closing_fences(text);
    if closings.is_empty() {
        return text.clone();
    }
    let mut builder = Builder::default();
    let (mut copied, mut start) = (0, 0);
    while start < text.len() {
        match fenced_code(text, start, &closings) {
            Some((fence, end)) => {
                builder.push(&text.slice(copied..start));
                let span = text.source_of(start..end);
                builder.make("\n", Span::at(span.start));
                builder.push(&stash.store(fence.stashed(span, highlighter), span));
                builder.make("\n", Span::at(span.end));
                copied = end;
                start = line_end(text, end) + 1;
            }
            None => start = line_end(text, start) + 1,
        }
    }
    builder.push(&text.from(copied));
    builder.finish()
}

type Closings<'t> = HashMap<&'t str, Vec<usize>>;

/// The starts of the lines that can close a fence, by their marks.
fn closing_fences(text: &str) -> Closings<'_> {
    let mut closings = Closings::new();
    for start in super::text::line_starts(text) {
        if !matches!(text.as_bytes().get(start), Some(b'`' | b'~')) {
            continue;
        }
        let line = text[start..line_end(text, start)].trim_end_matches(' ');
        let is_fence = line.len() >= 3 && (run(line, b'`') == line.len() || run(line, b'~') == line.len());
        if is_fence {
            closings.entry(line).or_default().push(start);
        }
    }
    closings
}

struct Fence {
    code: String,
    attributes: Vec<Attribute>,
    /// True if Pygments reads the code.
    is_highlighted: bool,
    language: Option<String>,
}

/// The fenced code that begins at a line, and its end.
fn fenced_code(text: &str, start: usize, closings: &Closings<'_>) -> Option<(Fence, usize)> {
    let line = &text[start..line_end(text, start)];
    let mark = line.bytes().next().filter(|byte| matches!(byte, b'`' | b'~'))?;
    let marks = run(line, mark);
    if marks < 3 {
        return None;
    }
    let body = start + line.len() + 1;
    let closings = closings.get(&line[..marks])?;
    let closing = *closings.get(closings.partition_point(|closing| *closing < body))?;
    let info = line[marks..].trim_matches(' ');
    let mut fence = Fence {
        code: text[body..closing].to_owned(),
        attributes: Vec::new(),
        is_highlighted: true,
        language: None,
    };
    if let Some(inner) = info.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')) {
        let (attributes, remainder) = attributes::read(inner);
        if remainder.is_some() {
            return None;
        }
        fence.is_highlighted = !attributes.iter().any(|one| one.name == "use_pygments" && is_no(&one.value));
        fence.attributes = attributes;
    } else {
        let rest = info.strip_prefix('.').unwrap_or(info);
        let is_language = |character: char| is_word(character) || "#.+-".contains(character);
        let language = rest.find(|character| !is_language(character)).map_or(rest, |end| &rest[..end]);
        let is_option = |rest: &str| {
            let value = rest.strip_prefix("hl_lines=");
            value.is_some_and(|value| {
                value.len() > 1
                    && (value.starts_with('"') && value.ends_with('"')
                        || value.starts_with('\'') && value.ends_with('\''))
            })
        };
        let rest = rest[language.len()..].trim_start_matches(' ');
        // `hl_lines` itself reads as a language.
        let is_info = rest.is_empty() || is_option(rest) || is_option(info);
        if !is_info {
            return None;
        }
        fence.language = Some(language.to_owned()).filter(|language| !language.is_empty());
    }
    Some((fence, line_end(text, closing)))
}

fn is_no(value: &str) -> bool {
    matches!(value.to_lowercase().as_str(), "false" | "no" | "n" | "off" | "0" | "none")
}

fn is_yes(value: &str) -> bool {
    matches!(value.to_lowercase().as_str(), "true" | "yes" | "y" | "on" | "1" | "table" | "inline")
}

impl Fence {
    fn stashed(self, span: Span, highlighter: Option<&str>) -> Stashed {
        let classes = self.attributes.iter().filter(|one| one.name == ".").map(|one| one.value.as_str());
        let classes: Vec<&str> = classes.collect();
        if let Some(highlighter) = highlighter.filter(|_| self.is_highlighted) {
            // The first class is the language.
            let class = classes.iter().skip(1).copied().chain([highlighter]).collect::<Vec<_>>().join(" ");
            let code = self.code.trim_matches('\n').to_owned();
            let is_numbered =
                |one: &Attribute| matches!(one.name.as_str(), "linenums" | "linenos") && is_yes(&one.value);
            let has_line_numbers = self.attributes.iter().any(is_numbered);
            return Stashed::Code(Code { class, code, has_line_numbers, span });
        }
        let language = self.language.as_deref().or(classes.first().copied());
        let mut html = String::from("<pre");
        let attribute = |html: &mut String, name: &str, value: &str| {
            html.push_str(&format!(" {name}=\""));
            crate::render::html::escape_attribute(value, html);
            html.push('"');
        };
        if let Some(id) = self.attributes.iter().rfind(|one| one.name == "id") {
            attribute(&mut html, "id", &id.value);
        }
        if classes.len() > 1 {
            attribute(&mut html, "class", &classes[1..].join(" "));
        }
        html.push_str("><code");
        if let Some(language) = language {
            attribute(&mut html, "class", &format!("language-{language}"));
        }
        let other = |one: &&Attribute| !matches!(one.name.as_str(), "." | "id" | "use_pygments" | "hl_lines");
        for one in self.attributes.iter().filter(other) {
            attribute(&mut html, &one.name, &one.value);
        }
        html.push('>');
        crate::render::html::escape_attribute(&self.code, &mut html);
        html.push_str("</code></pre>");
        Stashed::Html(Text::made(&html, span))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tabs_end_at_the_next_stop_of_their_line() {
        let cases = [
            ("one\n\ttwo", "one\n    two"),
            ("ab\r\n\tc\td", "ab\n    c   d"),
            ("a\rb\t\tc", "a\nb       c"),
            // What placeholders are made of has no width, and other characters have one column.
            ("é\u{2}x\ty\u{3}\tz", "éx  y   z"),
            ("a\n \t \nb", "a\n\nb"),
        ];
        for (source, expected) in cases {
            let text = normalize(source, 0);
            assert_eq!(&*text, format!("{expected}\n\n"), "{source:?}");
            let last = expected.len() - 1;
            assert_eq!(text.source_of(last..last + 1).of(source), &expected[last..], "{source:?}");
        }
    }
}
