//! The values of a YAML front matter.
//!
//! The line scanner finds the span of a value; the YAML parser decodes it. The editor changes a one-line
//! value between its quotes, and any other value as raw source.

use std::collections::{HashMap, HashSet};
use std::fmt;

use serde_yaml::Value;
use serde_yaml::value::TaggedValue;

use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, Visitor};

use super::{Field, Lines, Quoting};
use crate::text::limits::FRONT_MATTER_BYTES;
use crate::text::{Span, nests_too_deep};

/// Sets the fields' values to those of the YAML parser. Returns the scanned fields unchanged if the YAML is
/// invalid, not a mapping, too large or too deep.
pub(super) fn decode_values(text: &str, content: Span, scanned: Vec<Field>) -> Vec<Field> {
    let yaml = content.of(text);
    if yaml.len() > FRONT_MATTER_BYTES || nests_too_deep(yaml) {
        return scanned;
    }
    let Some(entries) = entries(yaml) else { return scanned };
    let mut scanned_by_name: HashMap<&str, Vec<&Field>> = HashMap::new();
    for field in &scanned {
        scanned_by_name.entry(&field.name).or_default().push(field);
    }
    let fields: Vec<Option<&Field>> = entries
        .iter()
        .map(|(name, value)| with_decoded(scanned_by_name.get(name.as_str())?, value.as_deref(), text))
        .collect();
    let mut starts: Vec<usize> = fields.iter().flatten().map(|field| field.key.start).collect();
    starts.sort_unstable();
    // If a key has no line of its own, the next scanned key may not be the next key; then the indentation ends the value.
    let all_found = entries.len() == starts.len();
    entries
        .into_iter()
        .zip(fields)
        .map(|((name, value), field)| match field {
            Some(field) => {
                let next = starts.partition_point(|start| *start <= field.key.start);
                let next = starts.get(next).copied().unwrap_or(content.end);
                let end = if all_found { next } else { indented_end(text, content, field.key).min(next) };
                with_value(text, end, field.clone(), value)
            }
            None => {
                let all = content.trim(text);
                let decoded = value.unwrap_or_default();
                Field { name, key: all, value: all, quoting: Quoting::Raw, decoded: Some(decoded) }
            }
        })
        .collect()
}

/// The field of a name that has the parser's value, or else the first one. The others are lines of quoted values that look
/// like keys.
fn with_decoded<'f>(fields: &[&'f Field], value: Option<&str>, text: &str) -> Option<&'f Field> {
    let is_same = |field: &&&Field| value == Some(&*field.quoting.decode(field.value.of(text)));
    fields.iter().find(is_same).or_else(|| fields.first()).copied()
}

/// Sets a field's decoded value (`None` for a list or a mapping), and its span if the scanner's was wrong. The entry ends
/// at `end`.
fn with_value(text: &str, end: usize, field: Field, value: Option<String>) -> Field {
    let source = field.value.of(text);
    // The source of an alias, and of null (`~`, `null` or nothing), differs from its decoded value.
    let is_alias = source.starts_with('*');
    let scanner_was_right = is_followed_by_comments_only(text, field.value.end, end)
        && match &value {
            Some(value) => {
                let is_null = value.is_empty() && field.quoting == Quoting::Plain;
                *value == field.quoting.decode(source) || is_null || is_alias
            }
            None => source.starts_with(['[', '{']) || is_alias,
        };
    if scanner_was_right {
        let decoded = value.filter(|value| value != source);
        return Field { decoded, ..field };
    }
    let after_key = Span::new(field.key.end, end);
    let colon = after_key.of(text).find(':').map_or(0, |at| at + 1);
    let raw = Span::new(after_key.start + colon, after_key.end).trim(text);
    let decoded = value.filter(|value| value != raw.of(text));
    Field { value: raw, quoting: Quoting::Raw, decoded, ..field }
}

/// True if only comments and blank lines follow until the next key.
fn is_followed_by_comments_only(text: &str, value_end: usize, end: usize) -> bool {
    let rest = text.get(value_end..end).unwrap_or("");
    !rest.lines().skip(1).any(|line| !line.trim().is_empty() && !line.trim_start().starts_with('#'))
}

/// Returns the end of the value: the first following line that is neither indented nor a list item, a closing
/// bracket, a comment or blank.
fn indented_end(text: &str, content: Span, key: Span) -> usize {
    let lines = Lines { text: &text[..content.end], at: key.start };
    let continues_value = |raw: &str| {
        raw.is_empty() || raw.starts_with([' ', '\t', ']', '}', '#']) || raw == "-" || raw.starts_with("- ")
    };
    // Without the line of the key.
    lines.skip(1).find(|line| !continues_value(line.of(text))).map_or(content.end, |line| line.start)
}

/// Returns the keys in order with their values: `None` for a list or a mapping, empty for null. Returns
/// `None` if the YAML is invalid or not a mapping.
fn entries(yaml: &str) -> Option<Vec<(String, Option<String>)>> {
    // Parse twice: as values to tell scalars from collections, and as strings to keep their spelling (`1.10`).
    let Value::Mapping(mapping) = serde_yaml::from_str(yaml).ok()? else { return None };
    let lists = mapping.iter().filter(|(_, value)| !is_scalar(value)).filter_map(|(key, _)| key.as_str());
    let nulls = mapping.iter().filter(|(_, value)| is_null(value)).filter_map(|(key, _)| key.as_str());
    let visitor = EntriesVisitor { lists: lists.collect(), nulls: nulls.collect() };
    visitor.deserialize(serde_yaml::Deserializer::from_str(yaml)).ok()
}

fn is_scalar(value: &Value) -> bool {
    match value {
        Value::Sequence(_) | Value::Mapping(_) => false,
        Value::Tagged(tagged) => is_scalar(inner(tagged)),
        _ => true,
    }
}

fn is_null(value: &Value) -> bool {
    match value {
        Value::Tagged(tagged) => is_null(inner(tagged)),
        _ => value.is_null(),
    }
}

fn inner(tagged: &TaggedValue) -> &Value {
    &tagged.value
}

/// Deserializes each value as a string: `1.10`, not the number 1.1.
struct EntriesVisitor<'y> {
    lists: HashSet<&'y str>,
    nulls: HashSet<&'y str>,
}

impl<'de> DeserializeSeed<'de> for EntriesVisitor<'_> {
    type Value = Vec<(String, Option<String>)>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for EntriesVisitor<'_> {
    type Value = Vec<(String, Option<String>)>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("keys with values")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut found = Vec::new();
        while let Some(name) = map.next_key::<String>()? {
            let value = if self.lists.contains(name.as_str()) || self.nulls.contains(name.as_str()) {
                map.next_value::<IgnoredAny>()?;
                self.nulls.contains(name.as_str()).then(String::new)
            } else {
                Some(map.next_value::<String>()?)
            };
            found.push((name, value));
        }
        Ok(found)
    }
}

#[cfg(test)]
mod tests {
    use super::super::parse;
    use super::*;

    fn title(yaml: &str) -> (String, String, Quoting) {
        let text = format!("---\nfirst: &t 2026-06-01\n{yaml}\ndate: 2026-06-01\n---\n\nText.\n");
        let front = parse(&text).unwrap();
        let field = front.field("title").unwrap();
        assert_eq!(front.value("date", &text), Some("2026-06-01"), "{yaml}");
        (field.decoded(&text).to_owned(), field.value.of(&text).to_owned(), field.quoting)
    }

    #[test]
    fn values_are_decoded_as_yaml() {
        let raw = |yaml: &str, read: &str, written: &str| {
            assert_eq!(title(yaml), (read.to_owned(), written.to_owned(), Quoting::Raw), "{yaml}");
        };
        raw("title: >-\n  What is\n  new?", "What is new?", ">-\n  What is\n  new?");
        raw("title: |\n  What\n", "What\n", "|\n  What");
        raw("title: What is\n  new?", "What is new?", "What is\n  new?");
        raw("title: \"What is\n  new?\"", "What is new?", "\"What is\n  new?\"");
        // Its second line looks like a key.
        raw("title: \"What is\ndate: new?\"", "What is date: new?", "\"What is\ndate: new?\"");
        raw("title: \"What \\\n  is new?\"", "What is new?", "\"What \\\n  is new?\"");
        raw("title:\n  What", "What", "What");
        raw("title:\n- a\n- b", "- a\n- b", "- a\n- b");
        let within = |yaml: &str, read: &str, written: &str, quoting: Quoting| {
            assert_eq!(title(yaml), (read.to_owned(), written.to_owned(), quoting), "{yaml}");
        };
        within("title: ~", "", "~", Quoting::Plain);
        within("title: null # later", "", "null", Quoting::Plain);
        within("title: [a, b]", "[a, b]", "[a, b]", Quoting::Plain);
        within("title: *t", "2026-06-01", "*t", Quoting::Plain);
        within("title: !!str What", "What", "What", Quoting::Plain);
        within("title: ! 'It''s'", "It's", "It''s", Quoting::Single);
        within("\"title\": \"a \\\"b\\\"\"", "a \"b\"", "a \\\"b\\\"", Quoting::Double);
        within("'title': x", "x", "x", Quoting::Plain);
        within("title : x # y", "x", "x", Quoting::Plain);
        within("title: 1.10", "1.10", "1.10", Quoting::Plain);
        within("title: yes\n\n# A comment.", "yes", "yes", Quoting::Plain);
        within("title:", "", "", Quoting::Plain);
        within("og:title: x\ntitle: y", "y", "y", Quoting::Plain);
        raw("title: >-\n  #5 of the news", "#5 of the news", ">-\n  #5 of the news");
        raw("title: \"What is\nnew?\"", "What is new?", "\"What is\nnew?\"");
        raw("title:\n# one\n- a", "# one\n- a", "# one\n- a");
        within("title: &n New\nagain: *n", "New", "New", Quoting::Plain);
    }

    #[test]
    fn values_match_serde_yaml_in_every_style() {
        let keys = ["title: ", "\"title\": ", "'title' : ", "title:  ", "? title\n: "];
        let before = ["", "!!str ", "&name ", "! ", "&name !!str "];
        let values = [
            "What is new?",
            "it's 7\" # wide",
            "'It''s: a # b'",
            "'over\n  two ''lines'''",
            "\"tab\\t \\\"x\\\" \\u00e9: # c\"",
            "\"over \\\n  two\n\n  lines\"",
            "plain\n  over lines",
            ">-\n  folded\n  twice\n\n  more: 'x'",
            ">+\n  kept\n\n",
            "|\n  as\n    it is # no comment\n  - a\n",
            "|-\n  title: other",
            "|2\n    two more",
            "",
            "1.10",
            "0x10",
            "yes",
            "2026-06-01 07:00:00 -0800",
        ];
        let after = ["", " # a comment", "\n# a comment\n"];
        let mut compared = 0;
        for (key, before) in keys.iter().flat_map(|key| before.map(|before| (key, before))) {
            for (value, after) in values.iter().flat_map(|value| after.map(|after| (value, after))) {
                for end in ["\n", "\r\n"] {
                    let yaml = format!("layout: post\n{key}{before}{value}{after}\ndate: 2026-06-01");
                    let yaml = yaml.replace('\n', end);
                    let Ok(Value::Mapping(table)) = serde_yaml::from_str(&yaml) else { continue };
                    let text = format!("---{end}{yaml}{end}---{end}Body{end}");
                    let front = parse(&text).unwrap();
                    assert_eq!(front.fields.len(), 3, "{yaml}");
                    for field in &front.fields {
                        // Numbers are shown as they are written.
                        if let Some(value) = table[field.name.as_str()].as_str() {
                            assert_eq!(field.decoded(&text), value, "{yaml}");
                            compared += 1;
                        }
                    }
                }
            }
        }
        assert!(compared > 1_000, "{compared}");
    }

    #[test]
    fn a_mapping_in_one_line_has_its_keys() {
        for yaml in [
            "{layout: post, title: \"What: new\"}",
            "  layout: post\n  title: 'What: new'",
            "? layout\n: post\n? title\n: \"What: new\"",
        ] {
            let text = format!("---\n{yaml}\n---\n");
            let front = parse(&text).unwrap();
            assert_eq!(front.value("layout", &text), Some("post"), "{yaml}");
            let title = front.field("title").unwrap();
            assert_eq!(title.decoded(&text), "What: new");
            assert_eq!(title.value.of(&text), yaml.trim());
            assert_eq!(title.span_of(Span::new(0, 4), &text).unwrap().of(&text), "What");
        }
    }

    #[test]
    fn invalid_yaml_is_read_by_lines() {
        let text = "---\ntitle: a \"b\" : c: d\ndate: 2026-06-01\n---\n";
        let front = parse(text).unwrap();
        assert_eq!(front.value("date", text), Some("2026-06-01"));
        assert_eq!(front.value("title", text), Some("a \"b\" : c: d"));
    }
}
