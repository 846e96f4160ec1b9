//! The messages of serde about values of a profile, with what to write instead.

use serde_yaml::Value;

use super::SlotKind;
use super::key_path::KeyPath;

/// The place and the message of an error that the deserializer of a profile has.
pub(super) struct Reading<'m> {
    pub place: KeyPath,
    pub message: &'m str,
}

impl<'m> Reading<'m> {
    /// Splits `sections[0].kinds[1]: unknown variant …` by the keys that the values have: a key may contain anything.
    pub fn new(message: &'m str, values: &Value) -> Self {
        let mut reading = Reading { place: KeyPath::default(), message };
        let mut value = values;
        let mut rest = message;
        loop {
            let next = match value {
                Value::Sequence(items) => {
                    let item = rest.strip_prefix('[').and_then(|rest| rest.split_once(']'));
                    let item = item.and_then(|(n, rest)| Some((n.parse::<usize>().ok()?, rest)));
                    item.and_then(|(n, rest)| Some((reading.place.item(n), items.get(n)?, rest)))
                }
                Value::Mapping(mapping) => {
                    let is_first = reading.place == KeyPath::default();
                    let rest = if is_first { Some(rest) } else { rest.strip_prefix('.') };
                    let is_end = |rest: &str| rest.starts_with(['.', '[']) || rest.starts_with(": ");
                    let found = mapping.iter().filter_map(|(key, value)| {
                        let key = key.as_str()?;
                        let rest = rest?.strip_prefix(key).filter(|rest| is_end(rest))?;
                        Some((key, value, rest))
                    });
                    let longest = found.max_by_key(|(key, ..)| key.len());
                    longest.map(|(key, value, rest)| (reading.place.key(key), value, rest))
                }
                _ => None,
            };
            let Some((place, below, after)) = next else { return reading };
            if let Some(message) = after.strip_prefix(": ") {
                reading = Reading { place: place.clone(), message };
            } else {
                reading.place = place.clone();
            }
            (value, rest) = (below, after);
        }
    }
}

/// The key that a value lacks.
pub(super) fn field_that_is_missing(message: &str) -> Option<&str> {
    message.strip_prefix("missing field `")?.strip_suffix('`')
}

/// The message of serde about a value in plain words, with its fix. Also the unknown key that it is about.
pub(super) fn explain(message: &str, place: &KeyPath) -> (Option<String>, String) {
    let Some((start, expected)) = message.rsplit_once(", expected ") else {
        return (None, message.to_owned());
    };
    let known: Vec<&str> = expected.split('`').skip(1).step_by(2).collect();
    let given = |start: &str| start.rsplit('`').nth(1).unwrap_or("").to_owned();
    if start.starts_with("unknown field `") {
        let key = given(start);
        let what = unknown_key(&key, &known, place);
        return (Some(key), what);
    }
    if start.starts_with("unknown variant `") {
        let name = given(start);
        let meant = nearest(&name, known.iter().copied())
            .map(|near| format!("did you mean `{near}`? The values are"));
        let values = list(&known);
        let write = meant.unwrap_or_else(|| "write".to_owned());
        return (None, format!("'{name}' is none of the values; {write} {values}"));
    }
    let expected = in_words(expected);
    let what = match found_value(start) {
        Some(value) => format!("is {value}; write {expected}"),
        None if start == "invalid type: unit value" => {
            format!("has no value; write {expected}, or remove the key")
        }
        None => format!("{start}; write {expected}"),
    };
    (None, what)
}

fn unknown_key(key: &str, known: &[&str], place: &KeyPath) -> String {
    let is_of_section = known.contains(&"kinds") && known.contains(&"headings");
    if is_of_section && let Some(kind) = SlotKind::ALL.iter().find(|kind| kind.name() == key) {
        return format!("there is no such key: {key} is a kind of slot; write `kinds: [{}]`", kind.name());
    }
    if let Some(near) = nearest(key, known.iter().copied()) {
        return format!("there is no such key; did you mean `{near}`?");
    }
    // At the top, the page of the documentation is shorter than a list.
    match *place == KeyPath::default() {
        true => "there is no such key; remove it, or look for its name in `copydesk help profile`".to_owned(),
        false => format!("there is no such key; write {}", list(known)),
    }
}

/// `a, b or c`.
fn list(names: &[&str]) -> String {
    match names {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [first @ .., last] => format!("{} or {last}", first.join(", ")),
    }
}

/// The value that serde does not accept, in words; `None` for other messages.
fn found_value(start: &str) -> Option<String> {
    let value = start.strip_prefix("invalid type: ").or_else(|| start.strip_prefix("invalid value: "))?;
    let quoted = |kind: &str| value.strip_prefix(kind).map(|rest| rest.trim_matches(['`', '"']).to_owned());
    if let Some(text) = quoted("string ") {
        return Some(format!("the text '{text}'"));
    }
    if let Some(number) = quoted("integer ").or_else(|| quoted("floating point ")) {
        return Some(format!("the number {number}"));
    }
    if let Some(answer) = quoted("boolean ") {
        return Some(format!("the answer {}", if answer == "true" { "yes" } else { "no" }));
    }
    match value {
        "sequence" => Some("a list".to_owned()),
        "map" => Some("a list of keys with values".to_owned()),
        _ => None,
    }
}

/// The known name that a mistyped one most resembles. `None` if it resembles none.
pub(super) fn nearest<'n>(given: &str, known: impl Iterator<Item = &'n str>) -> Option<&'n str> {
    let distance = |name: &str| strsim::osa_distance(&given.to_lowercase(), name);
    let most = (given.chars().count() / 3).max(1);
    known.filter(|name| distance(name) <= most).min_by_key(|name| distance(name))
}

/// What serde expects, in the words of the documentation.
fn in_words(expected: &str) -> &str {
    match expected {
        "u8" | "u32" | "u64" | "usize" => "a whole number",
        "a sequence" => "a list, such as [a, b]",
        "a string" => "a text",
        "a map" => "keys with values",
        keys if keys.starts_with("struct ") => "keys with values",
        pair if pair.starts_with("tuple struct Nouns") => "a singular and a plural, such as [link, links]",
        other => other,
    }
}

/// The message of the YAML parser with its fix, about text that is no YAML.
pub(super) fn of_parser(message: &str) -> String {
    if message.contains("repetition limit") {
        return format!("{message}; write the values out, without anchors");
    }
    format!("{message}; check the brackets, quotes and indentation there")
}

/// The key that the YAML has twice, if that is what the parser rejects.
pub(super) fn repeated_key(message: &str) -> Option<&str> {
    let (_, key) = message.split_once("duplicate entry with key ")?;
    Some(key.trim_matches('"'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_are_plain_words_with_the_fix() {
        let own: Value = serde_yaml::from_str(
            "{sections: [{id: news, headings: {}}], images: {max_width: a}, 'a.b: c': {d: 1}}",
        )
        .unwrap();
        for (message, place, key, words) in [
            (
                "unknown field `imges`, expected one of `files`, `images`",
                "",
                Some("imges"),
                "there is no such key; did you mean `images`?",
            ),
            (
                "images: unknown variant `x`, expected `one` or `two`",
                "images",
                None,
                "'x' is none of the values; write one or two",
            ),
            (
                "images.max_width: invalid type: string \"a, expected b\", expected u32",
                "images.max_width",
                None,
                "is the text 'a, expected b'; write a whole number",
            ),
            (
                "sections[0].headings: invalid type: map, expected a sequence",
                "sections[0].headings",
                None,
                "is a list of keys with values; write a list, such as [a, b]",
            ),
            (
                "images: invalid type: unit value, expected a string",
                "images",
                None,
                "has no value; write a text, or remove the key",
            ),
            (
                "images: invalid type: boolean `true`, expected a string",
                "images",
                None,
                "is the answer yes; write a text",
            ),
            (
                "a.b: c.d: invalid value: integer `-1`, expected u32",
                "a.b: c.d",
                None,
                "is the number -1; write a whole number",
            ),
            ("images: other", "images", None, "other"),
        ] {
            let reading = Reading::new(message, &own);
            assert_eq!(reading.place.to_string(), place, "{message}");
            let explained = explain(reading.message, &reading.place);
            assert_eq!(explained, (key.map(str::to_owned), words.to_owned()), "{message}");
        }
        assert_eq!(field_that_is_missing("missing field `rule`"), Some("rule"));
    }
}
