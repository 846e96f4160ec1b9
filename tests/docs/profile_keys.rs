//! Profiles with every key, by which the keys are tried out.

use copydesk::profile::{Profile, load};
use serde_yaml::Value;

/// The path of keys to a table, such as `sections.facts`. In a list, it is the last item.
pub type Place = Vec<String>;

const FILES: &str = "files: { drafts: 'drafts/{date}.md', posts: 'posts/{date}.md' }\n";

/// A profile for the tables below a path: the least that its tables need.
const PROFILES: [(&str, &str); 9] = [
    ("", ""),
    ("sections", "unknown_after: a\nsections: [{ id: a, title: A, headings: [a], kinds: [links] }]\n"),
    (
        "sections.count_line",
        "sections: [{ id: a, title: A, headings: [a], kinds: [boards], count_line: { anchor: [there], none: none, one: one, many: '{} more' } }]\n",
    ),
    (
        "sections.facts",
        "sections: [{ id: a, title: A, headings: [a], kinds: [facts], facts: [{ name: Stars, places: ['has {}'] }] }]\n",
    ),
    ("mail.overhead", "mail: { overhead: { link: 9, footer: 80 } }\n"),
    ("checklist", "checklist: [{ line: the date, proof: date }]\n"),
    ("waivers", "waivers: [{ rule: empty-link, reason: It is old }]\n"),
    (
        "import.libraries",
        "sections: [{ id: a, title: A, headings: [a], kinds: [facts], facts: [{ name: Stars, places: ['has {}'] }] }]\nimport: { libraries: { section: a, count: Stars, new: New, updated: Updated, none: None, total: { label: All, row: '{downloads}' }, top: { label: Top, row: '{name}' } } }\n",
    ),
    (
        "import.news",
        "sections: [{ id: a, title: A, headings: [a], kinds: [links] }]\nimport: { news: { title: News, sections: [a], standing: Words } }\n",
    ),
];

/// A valid profile in which the table exists.
pub fn with_table(place: &[String]) -> Value {
    let path = place.join(".");
    let is_above = |above: &str| path == above || above.is_empty() || path.starts_with(&format!("{above}."));
    let (_, yaml) =
        PROFILES.iter().filter(|(above, _)| is_above(above)).max_by_key(|(above, _)| above.len()).unwrap();
    let mut profile = serde_yaml::from_str(&format!("{FILES}{yaml}")).unwrap();
    table(&mut profile, place);
    profile
}

/// The table at a place, which is made if it is missing.
pub fn table<'v>(profile: &'v mut Value, place: &[String]) -> &'v mut Value {
    let mut value = profile;
    for key in place {
        let map = value.as_mapping_mut().unwrap();
        value = map.entry(key.as_str().into()).or_insert(Value::Mapping(Default::default()));
        if value.is_sequence() {
            value = value.as_sequence_mut().unwrap().last_mut().unwrap();
        }
    }
    value
}

/// The profile with another value of a key; without the key for `None`.
pub fn with(place: &[String], key: &str, value: Option<Value>) -> Value {
    let mut profile = with_table(place);
    let map = table(&mut profile, place).as_mapping_mut().unwrap();
    match value {
        Some(value) => drop(map.insert(key.into(), value)),
        None => drop(map.remove(key)),
    }
    profile
}

/// Loads it as a `copydesk.yml`.
pub fn loaded(profile: &Value) -> Result<Profile, String> {
    load(&serde_yaml::to_string(profile).unwrap()).map_err(|error| error.to_string())
}

/// The names that serde knows in the place of `zzz`; `None` if it takes it.
pub fn known_names(profile: &Value) -> Option<Vec<String>> {
    let error = serde_yaml::from_value::<Profile>(profile.clone()).err()?.to_string();
    let (_, rest) =
        error.split_once("unknown field `zzz`").or_else(|| error.split_once("unknown variant `zzz`"))?;
    let names: Vec<&str> = rest.split('`').skip(1).step_by(2).collect();
    Some(names.into_iter().map(str::to_owned).collect())
}

/// What a key is if the profile does not have it; an error if it must.
pub fn default_of(place: &[String], key: &str) -> Result<Value, String> {
    let profile = loaded(&with(place, key, None))?;
    let mut all = serde_yaml::to_value(profile).unwrap();
    Ok(table(&mut all, place).get(key).cloned().unwrap_or_default())
}

/// The kinds of sections that use a key, from the error of a section without them. Empty if all kinds do.
pub fn kinds_with(key: &str) -> Vec<String> {
    let place = ["sections".to_owned()];
    let values = [
        "true",
        "x",
        "[x]",
        "['x {}']",
        "{ anchor: [x], none: x, one: x, many: 'x {}' }",
        "[{ name: x, places: ['x {}'] }]",
    ];
    let errors = values.iter().filter_map(|value| {
        let mut profile = with(&place, key, Some(serde_yaml::from_str(value).unwrap()));
        table(&mut profile, &place)["kinds"] = serde_yaml::from_str("[people]").unwrap();
        loaded(&profile).err()
    });
    let kinds = errors.filter_map(|error| {
        let (_, kinds) = error.split_once("none of the section's kinds is ")?;
        Some(kinds.split('\'').skip(1).step_by(2).map(str::to_owned).collect::<Vec<_>>())
    });
    kinds.into_iter().next().unwrap_or_default()
}
