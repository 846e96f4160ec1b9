//! Writes a profile as YAML.

use serde_yaml::{Mapping, Value};

use super::load::{Error, NO_BASE, neutral};
use super::{Profile, Section};

/// The YAML of a profile, which [`load`](super::load) reads back as the same profile. It extends none, and has only
/// the values that differ from those that every profile begins with.
///
/// # Errors
///
/// Never for a profile that was loaded.
pub fn to_yaml(profile: &Profile) -> Result<String, Error> {
    let invalid = |error: serde_yaml::Error| Error::of_value(None, error.to_string());
    let value = |profile: &Profile| serde_yaml::to_value(profile).map_err(invalid);
    let base = neutral()?;
    let mut own = Mapping::new();
    own.insert("extends".into(), NO_BASE.into());
    let differing = difference(&value(&base)?, &value(profile)?);
    for (key, value) in differing.as_mapping().into_iter().flatten() {
        if !matches!(key.as_str(), Some("extends" | "sections")) {
            own.insert(key.clone(), value.clone());
        }
    }
    let sections = sections(&base.sections, &profile.sections).map_err(invalid)?;
    if !sections.is_empty() {
        own.insert("sections".into(), Value::Sequence(sections));
    }
    serde_yaml::to_string(&own).map_err(invalid)
}

/// The values of `own` that differ from those of `base`.
fn difference(base: &Value, own: &Value) -> Value {
    let (Value::Mapping(base), Value::Mapping(own)) = (base, own) else { return own.clone() };
    let differing = own.iter().filter(|(key, value)| base.get(key) != Some(value));
    let values = differing.map(|(key, value)| {
        let value = base.get(key).map_or_else(|| value.clone(), |base| difference(base, value));
        (key.clone(), value)
    });
    Value::Mapping(values.collect())
}

/// The sections to write: inherited ones that are gone are dropped.
fn sections(base: &[Section], own: &[Section]) -> Result<Vec<Value>, serde_yaml::Error> {
    let empty = serde_yaml::to_value(Section::default())?;
    let mut written = Vec::new();
    for old in base.iter().filter(|old| !own.iter().any(|section| section.id == old.id)) {
        let drop = [("id".into(), Value::from(old.id.as_str())), ("drop".into(), true.into())];
        written.push(Value::Mapping(drop.into_iter().collect()));
    }
    for section in own {
        let inherited = base.iter().find(|old| old.id == section.id);
        if inherited == Some(section) {
            continue;
        }
        let from = match inherited {
            Some(old) => serde_yaml::to_value(old)?,
            None => empty.clone(),
        };
        let mut values: Mapping = [("id".into(), Value::from(section.id.as_str()))].into_iter().collect();
        if let Value::Mapping(differing) = difference(&from, &serde_yaml::to_value(section)?) {
            values.extend(differing);
        }
        written.push(Value::Mapping(values));
    }
    Ok(written)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::profile::load;

    /// Writes the profile and reads it back.
    fn again(yaml: &str) -> (Profile, Profile) {
        let profile = load(yaml).unwrap();
        let written = to_yaml(&profile).unwrap();
        let again = load(&written).unwrap_or_else(|error| panic!("{error}\n{written}"));
        let extending = |profile| Profile { extends: None, ..profile };
        (extending(profile), extending(again))
    }

    #[test]
    fn every_profile_is_read_back_as_it_was() {
        for yaml in [
            "extends: circuitpython\n",
            "extends: this-week-in-rust\n",
            "extends: circuitpython\nsections:\n  - {id: opening, drop: true}\n",
            "files: {drafts: draft.md, posts: \"n/{number:03}.md\"}\nimages: {alt_placeholders: []}\n",
            "extends: circuitpython\nimport: {people: {ada: ~}}\nimages: ~\nplaceholders: ~\n",
        ] {
            let (before, after) = again(yaml);
            assert_eq!(before, after, "{yaml}");
        }
    }

    proptest::proptest! {
        #[test]
        fn any_values_are_read_back(
            name in "[a-z \"'#:\\-\u{e9}\u{4e00}]{0,8}x",
            words in proptest::collection::btree_set("[a-z]{1,8}", 0..4),
            levels in proptest::sample::subsequence(vec![1u8, 2, 3, 4, 5, 6], 1..6),
            title in "[ -~]{0,12}t",
            max in proptest::option::of(0u32..2000),
            archive in 0usize..50,
            required in proptest::bool::ANY,
        ) {
            let quoted = |text: &str| serde_json::to_string(text).unwrap();
            let words: Vec<String> = words.iter().map(|word| quoted(word)).collect();
            let yaml = format!(
                "name: {}\nfiles: {{drafts: \"n/{{date}}.md\", posts: \"n/{{date}}.md\"}}\nstyle: {{words: [{}]}}\nsection_levels: {levels:?}\nimages: {{max_width: {}}}\narchive: {archive}\nsections:\n  - {{id: own, title: {}, headings: [own], kinds: [links], required: {required}}}\n",
                quoted(&name), words.join(", "), max.map_or("~".into(), |max| max.to_string()), quoted(&title),
            );
            let (before, after) = again(&yaml);
            proptest::prop_assert_eq!(before, after);
        }
    }
}
