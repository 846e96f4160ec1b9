//! The values of a TOML front matter.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::{Field, FrontMatter, Lines, Quoting, Syntax};
use crate::text::limits::FRONT_MATTER_BYTES;
use crate::text::{Span, nests_too_deep};

pub(super) const FENCE: &str = "+++";

/// Parses a front matter after its first fence. Without a closing fence, it ends after the last line with a
/// key, so that the body is kept.
pub(super) fn parse(text: &str, start: usize, mut lines: Lines<'_>) -> FrontMatter {
    let content_start = lines.at;
    let mut last_key = content_start;
    let mut may_be_toml = true;
    loop {
        let line_start = lines.at;
        let Some(line) = lines.next() else { break };
        let raw = line.of(text).trim();
        if raw == FENCE {
            let content = Span::new(content_start, line_start);
            let span = Span::new(start, lines.at);
            let fields = fields(text, content);
            return FrontMatter { syntax: Syntax::Toml, span, content, closed: true, fields };
        }
        let has_key = raw.starts_with('[') || begins_with_key(raw);
        may_be_toml &= has_key || raw.is_empty() || raw.starts_with('#');
        if has_key && may_be_toml {
            last_key = lines.at;
        }
    }
    let content = Span::new(content_start.min(last_key), last_key);
    let span = Span::new(start, last_key);
    FrontMatter { syntax: Syntax::Toml, span, content, closed: false, fields: fields(text, content) }
}

/// True for `key = value` and `"key" = value`.
fn begins_with_key(line: &str) -> bool {
    let Some((key, _)) = line.split_once('=') else { return false };
    let is_of_key = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | '"' | '\'');
    !key.trim_end().is_empty() && key.trim_end().chars().all(is_of_key)
}

/// The keys in the order of the text. Those of a table have the table's name in front: `extra.month`. If the
/// TOML has errors, those that can be read; none if it is too large or too deep.
fn fields(text: &str, content: Span) -> Vec<Field> {
    let toml = content.of(text);
    if toml.len() > FRONT_MATTER_BYTES || nests_too_deep(toml) {
        return Vec::new();
    }
    let (table, _) = DeTable::parse_recoverable(toml);
    let mut fields = Vec::new();
    collect(table.get_ref(), "", text, content.start, &mut fields);
    fields.sort_by_key(|field| field.key.start);
    fields
}

/// Adds the fields of a table, and of the tables in it that are no inline tables.
fn collect(table: &DeTable<'_>, prefix: &str, text: &str, offset: usize, fields: &mut Vec<Field>) {
    let at = |range: Range<usize>| Span::new(offset + range.start, offset + range.end);
    for (key, value) in table {
        let name = format!("{prefix}{}", key.get_ref());
        let (key, source) = (at(key.span()), at(value.span()));
        match value.get_ref() {
            DeValue::Table(inner) if !source.of(text).starts_with('{') => {
                collect(inner, &format!("{name}."), text, offset, fields);
            }
            // The source of `[[name]]` is this line; each of them is a table of its own.
            DeValue::Array(_) if source.contains(key) => {}
            _ => fields.push(field(name, key, source, value, text)),
        }
    }
}

fn field(name: String, key: Span, source: Span, value: &Spanned<DeValue<'_>>, text: &str) -> Field {
    let raw = source.of(text);
    let decoded = match value.get_ref() {
        DeValue::String(words) => Some(words.as_ref()),
        _ => None,
    };
    let is_basic = raw.len() >= 2 && raw.starts_with('"') && raw.ends_with('"') && !raw.starts_with("\"\"\"");
    let (value, quoting) = match is_basic {
        true => (Span::new(source.start + 1, source.end - 1), Quoting::Double),
        false => (source, Quoting::Raw),
    };
    let decoded = decoded.filter(|words| *words != value.of(text)).map(str::to_owned);
    Field { name, key, value, quoting, decoded }
}

#[cfg(test)]
mod tests {
    use super::super::parse;
    use super::*;

    #[test]
    fn values_have_their_places_and_tables_their_names() {
        let toml = "title = \"Bells & \\\"lamps\\\"\" # new\ndate = 2026-06-05\n'draft' = true\n\n[extra]\nmonth = 'June'\ntags = [\n  \"a\",\n]\nshape = { wide = 1 }\n[[extra.people]]\nname = \"Ada\"\n";
        for (newline, bom) in [("\n", ""), ("\r\n", "\u{feff}")] {
            let text = format!("{bom}+++\n{toml}+++\nBody\n").replace('\n', newline);
            let front = parse(&text).unwrap();
            assert_eq!((front.syntax, front.closed), (Syntax::Toml, true));
            assert_eq!(&text[front.span.end..], format!("Body{newline}"));
            let found: Vec<(&str, &str, &str, Quoting)> = front
                .fields
                .iter()
                .map(|field| {
                    (field.name.as_str(), field.value.of(&text), field.decoded(&text), field.quoting)
                })
                .collect();
            let tags = "[\n  \"a\",\n]".replace('\n', newline);
            assert_eq!(
                found,
                [
                    ("title", "Bells & \\\"lamps\\\"", "Bells & \"lamps\"", Quoting::Double),
                    ("date", "2026-06-05", "2026-06-05", Quoting::Raw),
                    ("draft", "true", "true", Quoting::Raw),
                    ("extra.month", "'June'", "June", Quoting::Raw),
                    ("extra.tags", tags.as_str(), tags.as_str(), Quoting::Raw),
                    ("extra.shape", "{ wide = 1 }", "{ wide = 1 }", Quoting::Raw),
                ]
            );
        }
    }

    #[test]
    fn toml_with_an_error_keeps_the_values_that_can_be_read() {
        let text = "+++\ntitle = \"Bells\"\ndate = Monday\nnumber = 12\n+++\nBody\n";
        let front = parse(text).unwrap();
        assert_eq!(front.value("title", text), Some("Bells"));
        assert_eq!(front.value("number", text), Some("12"));
    }

    #[test]
    fn an_unclosed_front_matter_keeps_the_body() {
        let text =
            "+++\ntitle = \"Bells\"\n# a note\ndate = 2026-06-05\n\n# Heading\n\nText with a = sign.\n";
        let front = parse(text).unwrap();
        assert!(!front.closed);
        assert_eq!(&text[front.span.end..], "\n# Heading\n\nText with a = sign.\n");
        assert_eq!(front.value("date", text), Some("2026-06-05"));
        assert_eq!(parse("+++\nText.\n").unwrap().span.len(), 4);
    }
}
