//! JSON that is checked against a schema.

use serde_json::Value;

/// The schema at a path of the project.
pub(crate) fn validator(schema: &str) -> jsonschema::Validator {
    let schema = std::fs::read_to_string(format!("{}/{schema}", env!("CARGO_MANIFEST_DIR"))).unwrap();
    jsonschema::validator_for(&serde_json::from_str(&schema).unwrap()).unwrap()
}

/// The value of a text that must keep to the schema.
#[track_caller]
pub(crate) fn holds(schema: &jsonschema::Validator, text: &str) -> Value {
    let value: Value = serde_json::from_str(text).unwrap();
    let errors: Vec<String> =
        schema.iter_errors(&value).map(|error| format!("{error} at {}", error.instance_path())).collect();
    assert!(errors.is_empty(), "{errors:#?}\n{text}");
    value
}

/// As [`holds`], for the output of a command, whose schema is `docs/NAME.schema.json`.
#[track_caller]
pub(crate) fn output(name: &str, text: &str) -> Value {
    holds(&validator(&format!("docs/{name}.schema.json")), text)
}
