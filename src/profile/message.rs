//! The messages of serde about values of a profile, with what to write instead.

use serde_yaml::Value;

/// Returns the message with its fix. It names a section by its `id` in the file, not by its place in the list.
pub(super) fn with_fix(message: &str, own: &Value) -> String {
    let message = with_section(message, own);
    if let Some((start, expected)) = message.rsplit_once(", expected ") {
        if start.contains("unknown field `") || start.contains("unknown variant `") {
            let given = start.rsplit('`').nth(1).unwrap_or("");
            let known = expected.split('`').skip(1).step_by(2);
            return match nearest(given, known) {
                Some(name) => format!("{message}; did you mean `{name}`?"),
                None => message,
            };
        }
        let expected = in_words(expected);
        return match start.strip_suffix("invalid type: unit value") {
            Some(place) => format!("{place}has no value; write {expected}, or remove the key"),
            None => format!("{start}; write {expected}"),
        };
    }
    match message.rsplit_once("missing field `").and_then(|(_, rest)| rest.strip_suffix('`')) {
        Some(key) => format!("{message}; add `{key}: …`"),
        None => message,
    }
}

/// Replaces the number of a section at the start of a message.
fn with_section(message: &str, own: &Value) -> String {
    let id = || {
        let (n, rest) = message.strip_prefix("sections[")?.split_once(']')?;
        let id = own.get("sections")?.get(n.parse::<usize>().ok()?)?.get("id")?.as_str()?;
        Some(format!("sections[{id}]{rest}"))
    };
    id().unwrap_or_else(|| message.to_owned())
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
    fn messages_end_with_the_fix() {
        let own: Value = serde_yaml::from_str("sections: [{id: news}]").unwrap();
        for (message, fixed) in [
            (
                "unknown field `imges`, expected one of `files`, `images`",
                "unknown field `imges`, expected one of `files`, `images`; did you mean `images`?",
            ),
            (
                "a: unknown variant `x`, expected `one` or `two`",
                "a: unknown variant `x`, expected `one` or `two`",
            ),
            (
                "images.max_width: invalid type: string \"a, expected b\", expected u32",
                "images.max_width: invalid type: string \"a, expected b\"; write a whole number",
            ),
            (
                "sections[0].headings: invalid type: map, expected a sequence",
                "sections[news].headings: invalid type: map; write a list, such as [a, b]",
            ),
            (
                "name: invalid type: unit value, expected a string",
                "name: has no value; write a text, or remove the key",
            ),
            ("waivers[0]: missing field `rule`", "waivers[0]: missing field `rule`; add `rule: …`"),
            ("sections[7]: other", "sections[7]: other"),
        ] {
            assert_eq!(with_fix(message, &own), fixed);
        }
    }
}
