//! Attribute lists: `.class #id name="value" reference`.

use super::element::{Ial, apply};
use super::scan::{byte, is_space};
use crate::render::tree::Attributes;

/// Parses the inside of `{:…}`. What is no attribute is left out.
pub(super) fn parse(text: &str) -> Ial {
    let mut ial = Ial::default();
    let mut at = 0;
    while at < text.len() {
        // An attribute begins at the start or after white space.
        let start = if at == 0 && !is_space(byte(text, 0)) { 0 } else { at + 1 };
        let is_start = start == 0 || is_space(byte(text, at));
        match text.get(start..).filter(|_| is_start).and_then(|rest| attribute(rest, &mut ial)) {
            Some(len) if len > 0 => at = start + len,
            _ => at += text[at..].chars().next().map_or(1, char::len_utf8),
        }
    }
    ial
}

/// Reads one attribute, which must end before white space or the end.
fn attribute(text: &str, ial: &mut Ial) -> Option<usize> {
    let is_end = |at: usize| at == text.len() || is_space(byte(text, at));
    let name = text.bytes().take_while(|byte| is_name(*byte)).count();
    if name > 0 && byte(text, 0) != b'-' {
        if byte(text, name) == b'='
            && let Some((value, len)) = quoted(&text[name + 1..], |at| is_end(name + 1 + at))
        {
            let mut added = Attributes::default();
            added.set(text[..name].to_owned(), value);
            apply(&mut ial.attributes, &added);
            return Some(name + 1 + len);
        }
        return is_end(name).then(|| {
            ial.references.push(text[..name].to_owned());
            name
        });
    }
    let parts = text.split(|c: char| c.is_ascii() && is_space(c as u8)).next().unwrap_or("");
    let mut added = Attributes::default();
    let mut rest = parts;
    while !rest.is_empty() {
        let end = rest[1..].find(['.', '#']).map_or(rest.len(), |at| at + 1);
        match (rest.as_bytes()[0], &rest[1..end]) {
            (b'.', class) if !class.is_empty() => {
                apply(&mut added, &{
                    let mut one = Attributes::default();
                    one.set("class", class);
                    one
                });
            }
            (b'#', id) if id.starts_with(|c: char| c.is_ascii_alphabetic()) => added.set("id", id),
            _ => return None,
        }
        rest = &rest[end..];
    }
    apply(&mut ial.attributes, &added);
    (!parts.is_empty()).then_some(parts.len())
}

fn is_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-')
}

/// A value in quotes that ends where `is_end` is true, and its length with the quotes.
fn quoted(text: &str, is_end: impl Fn(usize) -> bool) -> Option<(String, usize)> {
    let quote = text.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let mut ends = text[1..].match_indices(quote).map(|(at, _)| at + 1);
    let end = ends.find(|at| is_end(at + 1) && !text[..*at].ends_with('\\'))?;
    let value = &text[1..end];
    let has_brace = value.match_indices('}').any(|(at, _)| !value[..at].ends_with('\\'));
    let value = value.replace("\\}", "}").replace(&format!("\\{quote}"), &quote.to_string());
    (!has_brace).then_some((value, end + 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(text: &str) -> (Vec<(String, String)>, Vec<String>) {
        let ial = parse(text);
        let all = ial.attributes.iter().map(|(name, value)| (name.to_owned(), value.to_owned()));
        (all.collect(), ial.references)
    }

    #[test]
    fn attributes_classes_ids_and_references_are_read() {
        let (attributes, references) = parsed(" .a.b #c width=\"5 px\" title='x\\'y' toc .d ?");
        let expected = [("class", "a b d"), ("id", "c"), ("width", "5 px"), ("title", "x'y")];
        let expected = expected.map(|(name, value)| (name.to_owned(), value.to_owned()));
        assert_eq!(attributes, expected);
        assert_eq!(references, ["toc"]);
        assert_eq!(parsed("width=\"550px\"").0, [("width".to_owned(), "550px".to_owned())]);
    }
}
