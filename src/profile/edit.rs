//! Changes single values and keys of a profile's YAML, and nothing else of it.

use serde_yaml::{Mapping, Value};

use super::KeyPath;

/// Returns the YAML with another value, also written as YAML, at a place. `None` if there is no value, or it is in a
/// form that this cannot edit: one of several lines.
pub fn with_value(yaml: &str, place: &KeyPath, value: &str) -> Option<String> {
    let mut expected: Value = serde_yaml::from_str(yaml).ok()?;
    *place.value_in(&mut expected)? = serde_yaml::from_str(value).ok()?;
    let keys = Key::all(yaml, place.line(yaml)?, place.last_key()?);
    let texts = keys.iter().flat_map(|key| key.replaced(yaml, value));
    first_with(texts, &expected)
}

/// Returns the YAML with another name for the key at a place. `None` as for [`with_value`], and if the new key is
/// there already.
pub fn with_key(yaml: &str, place: &KeyPath, name: &str) -> Option<String> {
    let mut expected: Value = serde_yaml::from_str(yaml).ok()?;
    let old = place.last_key()?;
    let mapping: &mut Mapping = place.parent().value_in(&mut expected)?.as_mapping_mut()?;
    let value = mapping.remove(old)?;
    if mapping.insert(Value::from(name), value).is_some() {
        return None;
    }
    let keys = Key::all(yaml, place.line(yaml)?, old);
    first_with(keys.iter().map(|key| key.renamed(yaml, name)), &expected)
}

/// Returns the YAML of a mapping with a new first key on a line of its own. `None` if the mapping is in braces.
pub fn with_first_key(yaml: &str, key: &str, value: &str) -> Option<String> {
    let mut expected: Value = serde_yaml::from_str(yaml).ok()?;
    if expected.is_null() {
        expected = Value::Mapping(Mapping::new());
    }
    expected.as_mapping_mut()?.insert(Value::from(key), serde_yaml::from_str(value).ok()?);
    let is_key = |line: &&str| {
        let line = line.trim_end();
        !line.is_empty() && !line.starts_with('#') && line != "---"
    };
    let start: usize = yaml.split_inclusive('\n').take_while(|line| !is_key(line)).map(str::len).sum();
    let newline = if yaml.contains("\r\n") { "\r\n" } else { "\n" };
    let gap = if yaml[..start].ends_with('\n') || start == 0 { "" } else { newline };
    let text = format!("{}{gap}{key}: {value}{newline}{}", &yaml[..start], &yaml[start..]);
    first_with([text], &expected)
}

/// The first text that is read as the expected YAML.
fn first_with(texts: impl IntoIterator<Item = String>, expected: &Value) -> Option<String> {
    texts.into_iter().find(|text| serde_yaml::from_str::<Value>(text).is_ok_and(|now| now == *expected))
}

/// Where the value at the start of a text may end, the likeliest first.
fn value_ends(text: &str) -> Vec<usize> {
    let line = &text[..text.find(['\r', '\n']).unwrap_or(text.len())];
    let own = line.trim_start_matches([' ', '\t']);
    let start = line.len() - own.len();
    let closed = closing(own).map(|end| start + end);
    let end_before = |ends: &[char]| {
        let end = line.find(ends).unwrap_or(line.len());
        let comment = [" #", "\t#"].iter().filter_map(|mark| line[..end].find(mark)).min();
        line[..comment.unwrap_or(end)].trim_end().len()
    };
    closed.into_iter().chain([end_before(&[',', '}']), end_before(&[])]).collect()
}

/// The end of a text in quotes, or of a list or mapping in brackets, on one line.
fn closing(text: &str) -> Option<usize> {
    let first = text.chars().next()?;
    if !matches!(first, '"' | '\'' | '[' | '{') {
        return None;
    }
    let mut depth = 0;
    let mut quote: Option<char> = None;
    let mut chars = text.char_indices();
    while let Some((at, c)) = chars.next() {
        match (quote, c) {
            (Some('"'), '\\') => drop(chars.next()),
            // A doubled quotation mark closes the text and opens it again.
            (Some(open), _) if c == open => quote = None,
            (Some(_), _) => continue,
            (None, '"' | '\'') => quote = Some(c),
            (None, '[' | '{') => depth += 1,
            (None, ']' | '}') => depth -= 1,
            (None, _) => {}
        }
        let is_doubled = c == '\'' && text[at + 1..].starts_with('\'');
        if depth == 0 && quote.is_none() && !is_doubled {
            return Some(at + c.len_utf8());
        }
    }
    None
}

/// A key of a mapping in YAML text.
pub(super) struct Key {
    /// The start of its line, and of the next one.
    line: (usize, usize),
    /// The start and the end of its name, with quotes.
    name: (usize, usize),
    /// The offset after its colon.
    value: usize,
}

impl Key {
    /// Finds a key, with or without quotes, in a line counted from 1.
    pub fn find(yaml: &str, line: usize, key: &str) -> Option<Key> {
        Key::all(yaml, line, key).into_iter().next()
    }

    /// The places in a line, counted from 1, that look like the key. Texts may contain the same.
    pub fn all(yaml: &str, line: usize, key: &str) -> Vec<Key> {
        let mut lines = yaml.split_inclusive('\n');
        let start: usize = lines.by_ref().take(line.saturating_sub(1)).map(str::len).sum();
        let Some(own) = lines.next() else { return Vec::new() };
        let forms = [format!("{key}:"), format!("\"{key}\":"), format!("'{key}':")];
        let mut keys: Vec<Key> = Vec::new();
        for form in &forms {
            for (at, _) in own.match_indices(form.as_str()) {
                // The match may not be the end of another key.
                let is_whole = own[..at].chars().next_back().is_none_or(|c| " {,\u{feff}".contains(c));
                if is_whole {
                    let name = (start + at, start + at + form.len() - 1);
                    keys.push(Key { line: (start, start + own.len()), name, value: name.1 + 1 });
                }
            }
        }
        keys
    }

    /// Replaces the value, for each place where it may end.
    pub fn replaced(&self, yaml: &str, value: &str) -> Vec<String> {
        let rest = &yaml[self.value..];
        let gap = rest.len() - rest.trim_start_matches([' ', '\t']).len();
        let gap = if gap == 0 { " " } else { &rest[..gap] };
        let ends = value_ends(rest);
        ends.into_iter().map(|end| format!("{}{gap}{value}{}", &yaml[..self.value], &rest[end..])).collect()
    }

    /// Gives the key another name.
    fn renamed(&self, yaml: &str, name: &str) -> String {
        format!("{}{name}{}", &yaml[..self.name.0], &yaml[self.name.1..])
    }

    /// Inserts an entry as the first one of the mapping: as the lines of `block`, or in braces.
    pub fn with_first(&self, yaml: &str, block: &[&str], braced: &str, newline: &str) -> String {
        let mut rest = yaml[self.value..].trim_start_matches(' ');
        // An anchor or a tag may precede the mapping.
        while rest.starts_with(['&', '!']) {
            rest = rest.split_once(' ').map_or("", |(_, rest)| rest).trim_start_matches(' ');
        }
        if let Some(inner) = rest.strip_prefix('{') {
            return in_braces(yaml, yaml.len() - inner.len(), braced);
        }
        let (start, end) = self.line;
        let indent = yaml[start..].len() - yaml[start..].trim_start_matches(' ').len();
        let is_deeper = |line: &&str| {
            let words = line.trim_start_matches(' ');
            !words.trim().is_empty() && !words.starts_with('#')
        };
        let next = yaml[end..].lines().find(is_deeper);
        let next = next.map_or(0, |line| line.len() - line.trim_start_matches(' ').len());
        let pad = " ".repeat(if next > indent { next } else { indent + 2 });
        let gap = if yaml[..end].ends_with('\n') { "" } else { newline };
        let lines: String = block.iter().map(|line| format!("{pad}{line}{newline}")).collect();
        format!("{}{gap}{lines}{}", &yaml[..end], &yaml[end..])
    }
}

/// Inserts an entry as the first one in the braces that open before `at`.
pub(super) fn in_braces(yaml: &str, at: usize, first: &str) -> String {
    let rest = yaml[at..].trim_start_matches(' ');
    let comma = if rest.trim_start().starts_with('}') { " " } else { ", " };
    format!("{} {first}{comma}{rest}", &yaml[..at])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(keys: &[&str]) -> KeyPath {
        keys.iter().fold(KeyPath::default(), |place, key| match key.strip_prefix('@') {
            Some(id) => place.section(id),
            None => place.key(key),
        })
    }

    #[test]
    fn a_value_is_replaced_and_nothing_else() {
        for (before, keys, value, after) in [
            (
                "# Ours.\r\nfiles:\r\n  posts: \"n/{date}.md\"   # 3 files\r\n  drafts: d.md\r\n",
                &["files", "posts"][..],
                "\"n/{date}-a.md\"",
                "# Ours.\r\nfiles:\r\n  posts: \"n/{date}-a.md\"   # 3 files\r\n  drafts: d.md\r\n",
            ),
            (
                "files: {drafts: d.md, posts: 'a # b'}\n",
                &["files", "posts"],
                "p",
                "files: {drafts: d.md, posts: p}\n",
            ),
            (
                "files: {drafts: d.md, posts: p}\n",
                &["files", "drafts"],
                "e.md",
                "files: {drafts: e.md, posts: p}\n",
            ),
            (
                "a: {required: [x, \"y]\", 'it''s'], b: 1}\n",
                &["a", "required"],
                "[x]",
                "a: {required: [x], b: 1}\n",
            ),
            ("a:\n  required: [x, y]  # all\n", &["a", "required"], "[x]", "a:\n  required: [x]  # all\n"),
            ("cadence: every Monday # old", &["cadence"], "irregular", "cadence: irregular # old"),
            ("cadence: every Tuesday, Friday\t# old", &["cadence"], "irregular", "cadence: irregular\t# old"),
            (
                "sections:\n  - { id: a, title: \"required: true\", required: true }  # in 3\n  - {id: b, required: true}\n",
                &["sections", "@a", "required"],
                "false",
                "sections:\n  - { id: a, title: \"required: true\", required: false }  # in 3\n  - {id: b, required: true}\n",
            ),
            ("\u{feff}weekday: monday\n", &["weekday"], "friday", "\u{feff}weekday: friday\n"),
        ] {
            assert_eq!(with_value(before, &place(keys), value).as_deref(), Some(after), "{before:?}");
        }
    }

    #[test]
    fn a_value_of_several_lines_is_not_replaced() {
        for (yaml, keys) in [
            ("a:\n  required:\n    - x\n    - y\n", &["a", "required"][..]),
            ("a: {required: [x,\n  y]}\n", &["a", "required"]),
            ("title: >\n  Lamps\n", &["title"]),
            ("a: &x 1\nb: *x\n", &["a"]),
            ("a: 1\n", &["b"]),
        ] {
            assert_eq!(with_value(yaml, &place(keys), "[x]"), None, "{yaml}");
        }
    }

    #[test]
    fn a_key_gets_another_name() {
        let rules = "rules:\n  old-name: off  # loud\n  other: hint\n";
        let renamed = "rules:\n  new-name: off  # loud\n  other: hint\n";
        assert_eq!(with_key(rules, &place(&["rules", "old-name"]), "new-name").as_deref(), Some(renamed));
        assert_eq!(with_key(rules, &place(&["rules", "old-name"]), "other"), None);
        let braced = with_key("rules: {'old': off}\n", &place(&["rules", "old"]), "new");
        assert_eq!(braced.as_deref(), Some("rules: {new: off}\n"));
    }

    #[test]
    fn a_first_key_comes_after_the_comments_at_the_top() {
        for (before, after) in [
            ("", "extends: x\n"),
            ("# Ours.\n\nname: a\n", "# Ours.\n\nextends: x\nname: a\n"),
            ("# Ours.", "# Ours.\nextends: x\n"),
            ("# Ours.\r\nname: a\r\n", "# Ours.\r\nextends: x\r\nname: a\r\n"),
            ("---\nname: a\n", "---\nextends: x\nname: a\n"),
        ] {
            assert_eq!(with_first_key(before, "extends", "x").as_deref(), Some(after), "{before:?}");
        }
        assert_eq!(with_first_key("{name: a}\n", "extends", "x"), None);
    }
}
