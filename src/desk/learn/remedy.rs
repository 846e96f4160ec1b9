//! Changes of a profile that make it fit, each within its lines.

use crate::profile::{KeyPath, with_first_key, with_key, with_value};

/// What makes a profile fit again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Remedy {
    /// Values at their places, as YAML.
    Values(Vec<(KeyPath, String)>),
    /// Another name for a key.
    Name { place: KeyPath, name: &'static str },
    /// A key at the top of the file.
    FirstKey { key: &'static str, value: &'static str },
    /// A line that only the editor can put into its place, below the key at `place`.
    Line { place: KeyPath, yaml: String },
    /// A decision of the editor.
    Decision,
}

impl Remedy {
    pub fn value(place: KeyPath, value: impl Into<String>) -> Remedy {
        Remedy::Values(vec![(place, value.into())])
    }

    /// The changed YAML. `None` if the profile has these values in a form that can't be edited in place, or
    /// inherits them.
    pub fn apply(&self, yaml: &str) -> Option<String> {
        match self {
            Remedy::Values(values) => values
                .iter()
                .try_fold(yaml.to_owned(), |yaml, (place, value)| with_value(&yaml, place, value)),
            Remedy::Name { place, name } => with_key(yaml, place, name),
            Remedy::FirstKey { key, value } => with_first_key(yaml, key, value),
            Remedy::Line { .. } | Remedy::Decision => None,
        }
    }

    /// The change that was made, with its line in the changed YAML.
    pub fn done(&self, yaml: &str) -> String {
        match self {
            Remedy::Values(values) => {
                let is_now = |(place, value): &(KeyPath, String)| format!("{place} is now {value}");
                let all: Vec<String> = values.iter().map(is_now).collect();
                let first = values.first().map(|(place, _)| place);
                at(first, yaml, &all.join(", "))
            }
            Remedy::Name { place, name } => {
                let new = place.parent().key(name);
                at(Some(&new), yaml, &format!("{place} is now {new}"))
            }
            Remedy::FirstKey { key, value } => {
                let place = KeyPath::default().key(key);
                at(Some(&place), yaml, &format!("added {key}: {value}"))
            }
            Remedy::Line { .. } | Remedy::Decision => String::new(),
        }
    }

    /// What the editor is to write, with the line of the unchanged YAML.
    pub fn advice(&self, yaml: &str, what: &str) -> String {
        match self {
            Remedy::Values(values) => {
                let write: Vec<String> =
                    values.iter().map(|(place, value)| format!("{place}: {value}")).collect();
                let first = values.first().map(|(place, _)| place);
                at(first, yaml, &format!("{what}; write {}", write.join(", ")))
            }
            Remedy::Name { place, name } => at(Some(place), yaml, &format!("{what}; write {name}")),
            Remedy::FirstKey { key, value } => at(None, yaml, &format!("{what}; add {key}: {value}")),
            Remedy::Line { place, yaml: line } => at(Some(place), yaml, &format!("{what}; add {line}")),
            Remedy::Decision => at(None, yaml, what),
        }
    }
}

/// A message with the line of a place, or else of the nearest key around it.
pub(super) fn at(place: Option<&KeyPath>, yaml: &str, message: &str) -> String {
    let mut place = place.cloned().unwrap_or_default();
    while place != KeyPath::default() {
        if let Some(line) = place.line(yaml) {
            return format!("copydesk.yml:{line}: {message}");
        }
        place = place.parent();
    }
    format!("copydesk.yml: {message}")
}
