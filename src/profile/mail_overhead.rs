//! Writes what a service adds to the mails into a profile's YAML.

use serde_yaml::{Mapping, Value};

use super::edit::Key;
use super::{KeyPath, MailOverhead, with_value};

/// Returns the YAML with another `mail.overhead`, and nothing else changed. `None` if it is invalid, or has a form that
/// this cannot edit.
pub fn with_overhead(yaml: &str, overhead: MailOverhead) -> Option<String> {
    let MailOverhead { link, footer } = overhead;
    let own = match serde_yaml::from_str(yaml).ok()? {
        Value::Null => Value::Mapping(Mapping::new()),
        own => own,
    };
    let value = format!("{{ link: {link}, footer: {footer} }}");
    let mail = KeyPath::default().key("mail");
    let place = mail.key("overhead");
    let newline = if yaml.contains("\r\n") { "\r\n" } else { "\n" };
    let entry = format!("overhead: {value}");
    let texts: Vec<String> = if place.is_in(&own) {
        let numbers = || {
            let with_link = with_value(yaml, &place.key("link"), &link.to_string())?;
            with_value(&with_link, &place.key("footer"), &footer.to_string())
        };
        with_value(yaml, &place, &value).into_iter().chain(numbers()).collect()
    } else if mail.is_in(&own) {
        vec![Key::find(yaml, mail.line(yaml)?, "mail")?.with_first(yaml, &[&entry], &entry, newline)]
    } else {
        let gap = if yaml.is_empty() || yaml.ends_with('\n') { "" } else { newline };
        vec![format!("{yaml}{gap}{newline}mail:{newline}  {entry}{newline}")]
    };
    let mut expected = own;
    let value: Value = serde_yaml::from_str(&value).ok()?;
    let mapping = expected.as_mapping_mut()?.entry("mail".into()).or_insert(Value::Null);
    if mapping.is_null() {
        *mapping = Value::Mapping(Mapping::new());
    }
    mapping.as_mapping_mut()?.insert("overhead".into(), value);
    texts.into_iter().find(|text| serde_yaml::from_str::<Value>(text).is_ok_and(|now| now == expected))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_the_service_adds_changes() {
        for (before, after) in [
            ("extends: none\n", "extends: none\n\nmail:\n  overhead: { link: 9, footer: 80 }\n"),
            ("a: 1", "a: 1\n\nmail:\n  overhead: { link: 9, footer: 80 }\n"),
            (
                "mail:\r\n  max_subject: 40 # short\r\n",
                "mail:\r\n  overhead: { link: 9, footer: 80 }\r\n  max_subject: 40 # short\r\n",
            ),
            ("mail: {max_subject: 40}\n", "mail: { overhead: { link: 9, footer: 80 }, max_subject: 40}\n"),
            (
                "mail:\n  overhead: {link: 1, footer: 2}  # of May\n",
                "mail:\n  overhead: { link: 9, footer: 80 }  # of May\n",
            ),
            (
                "mail:\n  overhead:\n    link: 1\n    # with the logo\n    footer: 2\n",
                "mail:\n  overhead:\n    link: 9\n    # with the logo\n    footer: 80\n",
            ),
        ] {
            let overhead = MailOverhead { link: 9, footer: 80 };
            assert_eq!(with_overhead(before, overhead).as_deref(), Some(after), "{before}");
        }
        assert_eq!(with_overhead("[a]", MailOverhead::default()), None);
    }
}
