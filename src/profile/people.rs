//! Adds people to `import.people` of a newsletter's profile.

use serde_yaml::{Mapping, Value};

use super::KeyPath;
use super::edit::{Key, in_braces};

/// Returns the YAML of a profile with an entry for a person: the handle in lower case, and the name in the
/// draft, or `None` for somebody without a block there. Replaces an older entry for the handle and changes
/// nothing else. Returns `None` if the YAML is invalid, or has a form that this cannot edit.
pub fn with_person(yaml: &str, handle: &str, name: Option<&str>) -> Option<String> {
    let own = match serde_yaml::from_str(yaml).ok()? {
        Value::Null => Value::Mapping(Mapping::new()),
        own => own,
    };
    let value = name.map_or("~".to_owned(), scalar);
    let entry = format!("{}: {value}", scalar(handle));
    let (import, person) = (KeyPath::default().key("import"), KeyPath::default().key("import").key("people"));
    let (people, person) = (person.clone(), person.key(handle));
    let newline = if yaml.contains("\r\n") { "\r\n" } else { "\n" };
    let braced = format!("people: {{ {entry} }}");
    let inner = format!("  {entry}");
    let texts: Vec<String> = if person.is_in(&own) {
        Key::all(yaml, person.line(yaml)?, handle).iter().flat_map(|key| key.replaced(yaml, &value)).collect()
    } else if people.is_in(&own) {
        vec![Key::find(yaml, people.line(yaml)?, "people")?.with_first(yaml, &[&entry], &entry, newline)]
    } else if import.is_in(&own) {
        vec![Key::find(yaml, import.line(yaml)?, "import")?.with_first(
            yaml,
            &["people:", &inner],
            &braced,
            newline,
        )]
    } else {
        with_import(yaml, &entry, newline)
    };
    // The new text must differ in this entry only.
    let mut expected = own;
    let people = mapping(mapping(&mut expected, "import")?, "people")?;
    let value = name.map_or(Value::Null, |name| Value::String(name.to_owned()));
    people.as_mapping_mut()?.insert(Value::String(handle.to_owned()), value);
    texts.into_iter().find(|text| serde_yaml::from_str::<Value>(text).is_ok_and(|now| now == expected))
}

/// The value of a key, which is created as a mapping if missing; `None` if `value` is not a mapping.
fn mapping<'v>(value: &'v mut Value, key: &str) -> Option<&'v mut Value> {
    let inner = value.as_mapping_mut()?.entry(Value::String(key.to_owned())).or_insert(Value::Null);
    if inner.is_null() {
        *inner = Value::Mapping(Mapping::new());
    }
    Some(inner)
}

/// Adds the first person to a profile without `import`: at the end, before an end marker, or else as the
/// first entry in braces.
fn with_import(yaml: &str, entry: &str, newline: &str) -> Vec<String> {
    let new = format!("import:{newline}  people:{newline}    {entry}{newline}");
    let end_marker = yaml.trim_end().strip_suffix("...").filter(|before| before.ends_with('\n'));
    let end = end_marker.map_or(yaml.len(), str::len);
    let gap = if end == 0 || yaml[..end].ends_with('\n') { "" } else { newline };
    let mut texts = vec![format!("{}{gap}{newline}{new}{}", &yaml[..end], &yaml[end..])];
    if let Some(open) = yaml.find('{') {
        let braced = format!("import: {{ people: {{ {entry} }} }}");
        texts.push(in_braces(yaml, open + 1, &braced));
    }
    texts
}

/// Writes a text as a YAML scalar that is valid in a block and in braces.
fn scalar(text: &str) -> String {
    let is_word = |c: char| c.is_alphanumeric() || c == ' ';
    let is_other = ["null", "true", "false", "yes", "no", "on", "off", "y", "n"];
    let is_plain = text.chars().all(is_word)
        && text.trim() == text
        && text.starts_with(char::is_alphabetic)
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
    fn a_person_is_added_and_nothing_else_changes() {
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
            ("import: {post: news}\n", "import: { people: { nia: Nia }, post: news}\n"),
            ("import:\n  people: { bo: Bo }\n", "import:\n  people: { nia: Nia, bo: Bo }\n"),
            ("import:\n  people: {}\n", "import:\n  people: { nia: Nia }\n"),
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
    fn any_name_is_read_back_and_nobody_is_null() {
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
    fn every_form_of_a_mapping_can_be_edited() {
        for (before, after) in [
            ("{extends: circuitpython}\n", "{ import: { people: { nia: Nia } }, extends: circuitpython}\n"),
            ("a: 1\n...\n", "a: 1\n\nimport:\n  people:\n    nia: Nia\n...\n"),
            ("import:\n  'people':\n    bo: Bo\n", "import:\n  'people':\n    nia: Nia\n    bo: Bo\n"),
            ("\"import\": {\"people\": {bo: Bo}}\n", "\"import\": {\"people\": { nia: Nia, bo: Bo}}\n"),
            ("import:\n  people: &p {bo: Bo}\n", "import:\n  people: &p { nia: Nia, bo: Bo}\n"),
            ("\u{feff}import:\n  people: {}\n", "\u{feff}import:\n  people: { nia: Nia }\n"),
        ] {
            assert_eq!(with_person(before, "nia", Some("Nia")).as_deref(), Some(after), "{before:?}");
        }
    }

    #[test]
    fn a_new_name_replaces_the_old_one() {
        for (before, after) in [
            (
                "import:\n  people:\n    nia: Bo # who?\n    bo: Bo\n",
                "import:\n  people:\n    nia: Nia # who?\n    bo: Bo\n",
            ),
            (
                "import: { people: { bo: Bo, nia: ~ }, post: news }\n",
                "import: { people: { bo: Bo, nia: Nia }, post: news }\n",
            ),
            (
                "import:\r\n  people:\r\n    \"nia\": 'Bo, B'\r\n",
                "import:\r\n  people:\r\n    \"nia\": Nia\r\n",
            ),
        ] {
            assert_eq!(with_person(before, "nia", Some("Nia")).as_deref(), Some(after), "{before:?}");
        }
        let nobody = with_person("import: {people: {nia: Nia}}\n", "nia", None);
        assert_eq!(nobody.as_deref(), Some("import: {people: {nia: ~}}\n"));
    }

    #[test]
    fn other_forms_are_not_edited() {
        for yaml in ["import: &a\n  post: news\nb: *a\n", "[a]", "import: \"x\"\n"] {
            assert_eq!(with_person(yaml, "nia", Some("Nia")), None, "{yaml}");
        }
    }
}
