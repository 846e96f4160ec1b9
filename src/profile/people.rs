//! Keeping in a newsletter's own profile who writes which block.

use serde_yaml::{Mapping, Value};

use super::Place;

/// The text of a profile with somebody more in its `import.people`, by the handle in small letters:
/// `name` is in the draft, and `None` stands for nobody there. Nothing else of the text changes.
/// `None` where it is written in a way that leaves no place for it, or names that handle already.
pub fn with_person(yaml: &str, handle: &str, name: Option<&str>) -> Option<String> {
    let own = match serde_yaml::from_str(yaml).ok()? {
        Value::Null => Value::Mapping(Mapping::new()),
        own => own,
    };
    let entry = format!("{}: {}", scalar(handle), name.map_or("~".to_owned(), scalar));
    let import = Place::default().key("import");
    let people = import.key("people");
    let newline = if yaml.contains("\r\n") { "\r\n" } else { "\n" };
    let text = if people.is_in(&own) {
        under(yaml, (people.line(yaml)?, "people:"), &[&entry], &entry, newline)?
    } else if import.is_in(&own) {
        let inner = format!("  {entry}");
        under(
            yaml,
            (import.line(yaml)?, "import:"),
            &["people:", &inner],
            &format!("people: {{ {entry} }}"),
            newline,
        )?
    } else {
        let gap = if yaml.is_empty() || yaml.ends_with('\n') { "" } else { newline };
        format!("{yaml}{gap}{newline}import:{newline}  people:{newline}    {entry}{newline}")
    };
    // Whatever the text looked like, it says this more and nothing else.
    let mut wanted = own;
    let people = table(table(&mut wanted, "import")?, "people")?;
    let value = name.map_or(Value::Null, |name| Value::String(name.to_owned()));
    let is_new = people.as_mapping_mut()?.insert(Value::String(handle.to_owned()), value).is_none();
    (is_new && serde_yaml::from_str::<Value>(&text).is_ok_and(|now| now == wanted)).then_some(text)
}

/// The table that a key of a table stands for, made where there is none.
fn table<'v>(value: &'v mut Value, key: &str) -> Option<&'v mut Value> {
    let inner = value.as_mapping_mut()?.entry(Value::String(key.to_owned())).or_insert(Value::Null);
    if inner.is_null() {
        *inner = Value::Mapping(Mapping::new());
    }
    Some(inner)
}

/// The text with something first under a key, which stands in that line, counted from 1: the lines of a
/// block, or the same for a table in braces.
fn under(
    yaml: &str,
    (line, key): (usize, &str),
    block: &[&str],
    braced: &str,
    newline: &str,
) -> Option<String> {
    let mut lines = yaml.split_inclusive('\n');
    let start: usize = lines.by_ref().take(line - 1).map(str::len).sum();
    let own = lines.next()?;
    let indent = own.len() - own.trim_start_matches(' ').len();
    let value = start + own.find(key)? + key.len();
    let rest = &yaml[value..];
    if let Some(inner) = rest.trim_start_matches(' ').strip_prefix('{') {
        let at = yaml.len() - inner.len();
        let comma = if inner.trim_start().starts_with('}') { "" } else { "," };
        return Some(format!("{} {braced}{comma}{inner}", &yaml[..at]));
    }
    let is_deeper = |line: &&str| {
        let words = line.trim_start_matches(' ');
        !words.trim().is_empty() && !words.starts_with('#')
    };
    let next = lines.find(is_deeper).map_or(0, |line| line.len() - line.trim_start_matches(' ').len());
    let pad = " ".repeat(if next > indent { next } else { indent + 2 });
    let end = start + own.len();
    let gap = if own.ends_with('\n') { "" } else { newline };
    let lines: String = block.iter().map(|line| format!("{pad}{line}{newline}")).collect();
    Some(format!("{}{gap}{lines}{}", &yaml[..end], &yaml[end..]))
}

/// A text as YAML reads it in a block and in braces.
fn scalar(text: &str) -> String {
    let is_word = |c: char| c.is_alphabetic() || c == ' ';
    let is_other = ["null", "true", "false", "yes", "no", "on", "off", "y", "n"];
    let is_plain = text.chars().all(is_word)
        && text.trim() == text
        && !text.is_empty()
        && !is_other.contains(&text.to_lowercase().as_str());
    if is_plain {
        text.to_owned()
    } else {
        format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn somebody_more_is_kept_and_nothing_else_changes() {
        for (before, after) in [
            ("", "\nimport:\n  people:\n    nia: Nia\n"),
            ("extends: circuitpython", "extends: circuitpython\n\nimport:\n  people:\n    nia: Nia\n"),
            ("a: 1\r\n", "a: 1\r\n\r\nimport:\r\n  people:\r\n    nia: Nia\r\n"),
            (
                "import:\n  post: news # here\nb: 2\n",
                "import:\n  people:\n    nia: Nia\n  post: news # here\nb: 2\n",
            ),
            (
                "import: # ours\n    post: news\n",
                "import: # ours\n    people:\n      nia: Nia\n    post: news\n",
            ),
            ("import:\n", "import:\n  people:\n    nia: Nia\n"),
            ("import: {post: news}\n", "import: { people: { nia: Nia },post: news}\n"),
            ("import:\n  people: { bo: Bo }\n", "import:\n  people: { nia: Nia, bo: Bo }\n"),
            ("import:\n  people: {}\n", "import:\n  people: { nia: Nia}\n"),
            (
                "import:\n  people:\n    # ours\n\n    bo: Bo\n",
                "import:\n  people:\n    nia: Nia\n    # ours\n\n    bo: Bo\n",
            ),
            ("import:\n  people:\n", "import:\n  people:\n    nia: Nia\n"),
        ] {
            assert_eq!(with_person(before, "nia", Some("Nia")).as_deref(), Some(after), "{before:?}");
        }
    }

    #[test]
    fn any_name_is_read_back_and_nobody_is_one() {
        for name in ["Nia", "Nia: \"the\" #1", "no", "a, b}", "\\n", "Ærø", "12", "~"] {
            let text = with_person("import: { people: { bo: Bo } }\n", "n1", Some(name)).unwrap();
            let value: Value = serde_yaml::from_str(&text).unwrap();
            assert_eq!(value["import"]["people"]["n1"].as_str(), Some(name));
        }
        let text = with_person("", "null", None).unwrap();
        let value: Value = serde_yaml::from_str(&text).unwrap();
        assert_eq!(value["import"]["people"].as_mapping().unwrap().get("null"), Some(&Value::Null));
    }

    #[test]
    fn what_leaves_no_place_is_left() {
        for yaml in [
            "import: &a\n  post: news\nb: *a\n",
            "[a]",
            "import:\n  people: { nia: Bo }\n",
            "import: \"x\"\n",
        ] {
            assert_eq!(with_person(yaml, "nia", Some("Nia")), None, "{yaml}");
        }
    }
}
