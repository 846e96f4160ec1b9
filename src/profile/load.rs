use std::collections::HashSet;

use serde_yaml::{Mapping, Value};

use super::Profile;
use super::check::check;
use super::inherit::leave_own_texts;
use super::key_path::{KeyPath, line_of_repeated_key};
use super::message::{of_parser, repeated_key};
use super::mistakes::{Mistake, Mistakes};
use super::yes_or_no::from_word;
use crate::text::limits::{PROFILE_BYTES, PROFILE_LIST, PROFILE_SECTIONS, PROFILE_VALUES, YAML_DEPTH};
use crate::text::{counted, nests_too_deep};

/// The built-in profiles: name, values in JSON, and the template of a new issue.
///
/// People read and change the YAML files. A test writes the same values as JSON, which is parsed in a seventh of the
/// time, at the start of every command.
pub const BUILT_IN: [(&str, &str, &str); 2] = [
    (
        "circuitpython",
        include_str!("../../assets/profiles/circuitpython.json"),
        include_str!("../../assets/templates/circuitpython.md"),
    ),
    (
        "this-week-in-rust",
        include_str!("../../assets/profiles/this-week-in-rust.json"),
        include_str!("../../assets/templates/this-week-in-rust.md"),
    ),
];

/// The value of `extends` for a newsletter of its own.
pub const NO_BASE: &str = "none";
/// What a profile begins with that extends none.
const NEUTRAL: &str = include_str!("../../assets/profiles/none.json");
/// The key of a section that removes the inherited one.
const DROP: &str = "drop";

/// An error in a `copydesk.yml`.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Invalid keys or values, or some without effect; one at least, by their lines.
    #[error("{}", first_of(.0))]
    Mistakes(Vec<Mistake>),
    #[error("copydesk.yml{} is not YAML: {what}", after(*line))]
    NotYaml { line: Option<usize>, what: String },
    #[error("there is no built-in profile '{0}'; write {known}", known = names())]
    UnknownBase(String),
    #[error(
        "copydesk.yml has neither `extends` nor `files`: write `extends: {built_in}` for a newsletter with the layout of that \
         one, or `files` for another; `copydesk init` learns both from the issues",
        built_in = BUILT_IN[0].0
    )]
    NoBase,
    #[error(
        "copydesk.yml is over {PROFILE_BYTES} bytes; a profile is a few kilobytes, so remove what is no part of it"
    )]
    TooLong,
    #[error(
        "copydesk.yml has more than {YAML_DEPTH} nested brackets; write lists and keys on lines of their own"
    )]
    TooDeep,
    #[error(
        "copydesk.yml{}: '{key}' has {what} entries, over the limit of {limit}; remove those that are not needed", after(*line)
    )]
    TooMany { line: Option<usize>, key: String, what: usize, limit: usize },
    #[error("copydesk.yml has more than {PROFILE_VALUES} values; remove those that are not needed")]
    TooManyValues,
}

/// Formats the line as compilers do.
fn after(line: Option<usize>) -> String {
    line.map(|line| format!(":{line}")).unwrap_or_default()
}

/// The first mistake, and the number of the others.
fn first_of(mistakes: &[Mistake]) -> String {
    match mistakes {
        [] => String::new(),
        [one] => one.to_string(),
        [first, others @ ..] => format!("{first} (and {})", counted(others.len(), "other mistake")),
    }
}

impl Error {
    /// An error of the value at a path.
    pub fn at(place: &KeyPath, yaml: &str, what: impl std::fmt::Display) -> Error {
        Error::Mistakes(vec![Mistake::new(place, yaml, what)])
    }

    /// An error of a value whose path is unknown.
    pub(super) fn of_value(line: Option<usize>, what: impl Into<String>) -> Error {
        Error::Mistakes(vec![Mistake { line, what: what.into() }])
    }

    /// All mistakes, if that is what is wrong.
    pub fn mistakes(&self) -> &[Mistake] {
        match self {
            Error::Mistakes(mistakes) => mistakes,
            _ => &[],
        }
    }

    fn not_yaml(error: &serde_yaml::Error, yaml: &str) -> Error {
        let line = error.location().map(|at| at.line());
        let what = without_place(error);
        match repeated_key(&what) {
            Some(key) => {
                let own = line_of_repeated_key(yaml).or(line);
                Error::of_value(own, format!("the key '{key}' is there twice; keep one of them"))
            }
            None => Error::NotYaml { line, what: of_parser(&what) },
        }
    }
}

/// The message of an error without its position, which is printed before it.
fn without_place(error: &serde_yaml::Error) -> String {
    let message = error.to_string();
    let Some(at) = error.location() else { return message };
    let place = format!(" at line {} column {}", at.line(), at.column());
    message.replacen(&place, "", 1)
}

/// Returns a built-in profile.
///
/// # Errors
///
/// [`Error::UnknownBase`] if there is no profile with this name.
pub fn built_in(name: &str) -> Result<Profile, Error> {
    let (_, json, _) = find(name).ok_or_else(|| Error::UnknownBase(name.to_owned()))?;
    profile_of(json)
}

/// The template of a new issue of a built-in profile; `None` if there is no profile of that name.
pub fn built_in_template(name: &str) -> Option<&'static str> {
    find(name).map(|(_, _, template)| template)
}

/// Parses a repository's profile and merges it into the built-in profile that it extends. Mappings are
/// merged by key, and `sections` by their `id`. Any other value replaces the old one.
///
/// # Errors
///
/// [`Error::Mistakes`] with all values that are invalid or have no effect, each with its key and line.
pub fn load(yaml: &str) -> Result<Profile, Error> {
    load_checked(yaml, |_| Vec::new())
}

/// As [`load`], with a further check of values that only the caller knows, such as names of rules.
///
/// # Errors
///
/// As [`load`].
pub fn load_checked(
    yaml: &str,
    further: impl Fn(&Profile) -> Vec<(KeyPath, String)>,
) -> Result<Profile, Error> {
    // The parser takes a byte order mark for a document of its own.
    let yaml = yaml.strip_prefix('\u{feff}').unwrap_or(yaml);
    if yaml.len() > PROFILE_BYTES {
        return Err(Error::TooLong);
    }
    if nests_too_deep(yaml) {
        return Err(Error::TooDeep);
    }
    let own = match serde_yaml::from_str(yaml).map_err(|error| Error::not_yaml(&error, yaml))? {
        Value::Null => Value::Mapping(Mapping::new()),
        own @ Value::Mapping(_) => own,
        _ => {
            let what = "must be a mapping of keys to values, such as `extends: circuitpython`";
            return Err(Error::of_value(Some(1), what));
        }
    };
    if let Some(own) = own.as_mapping() {
        let mut values = 0;
        let top = KeyPath::default();
        own.iter().try_for_each(|(key, value)| count(yaml, &top.key(&name_of(key)), value, &mut values))?;
    }
    let base = values_of(base_of(&own, yaml)?)?;
    let mut mistakes = Mistakes::new(yaml, &own);
    let merged_with = |own: &Value| {
        let mut merged = base.clone();
        leave_own_texts(&mut merged, own);
        merged
    };
    while let Some((place, what)) =
        without_effect(yaml, &merged_with(&mistakes.rest), &mistakes.rest, &KeyPath::default())
    {
        if !mistakes.take(&place, what) {
            break;
        }
    }
    let profile: Option<Profile> = loop {
        let mut merged = merged_with(&mistakes.rest);
        merge(&mut merged, mistakes.rest.clone(), Depth::Top);
        match serde_yaml::from_value(merged) {
            Ok(profile) => break Some(profile),
            Err(error)
                if mistakes.is_full() || !mistakes.take_first(&first_mistake(&mistakes.rest, &error)) =>
            {
                break None;
            }
            Err(_) => {}
        }
    };
    if let Some(profile) = &profile {
        let sections = profile.sections.len();
        if sections > PROFILE_SECTIONS {
            let key = "sections";
            let line = KeyPath::default().key(key).line(yaml);
            return Err(Error::TooMany { line, key: key.into(), what: sections, limit: PROFILE_SECTIONS });
        }
        // Only values of the file itself are reported: the built-in profile has no problems.
        mistakes.add_checked(check(profile).into_iter().chain(further(profile)).collect());
    }
    match (mistakes.finish(), profile) {
        (None, Some(profile)) => Ok(profile),
        (mistakes, _) => Err(Error::Mistakes(mistakes.unwrap_or_default())),
    }
}

/// The values, in JSON, of the base that a profile extends. A profile that says where its files are needs none.
fn base_of(own: &Value, yaml: &str) -> Result<&'static str, Error> {
    let error = |what: &dyn std::fmt::Display| Error::at(&KeyPath::default().key("extends"), yaml, what);
    match own.get("extends") {
        Some(Value::String(name)) if name == NO_BASE => Ok(NEUTRAL),
        Some(Value::String(name)) => {
            let unknown = || error(&Error::UnknownBase(name.to_owned()));
            find(name).map(|(_, base, _)| base).ok_or_else(unknown)
        }
        Some(_) => Err(error(&format!("must be a profile's name; write {}", names()))),
        None if own.get("files").is_some() => Ok(NEUTRAL),
        None => Err(Error::NoBase),
    }
}

/// The profile that `extends: none` begins with, as a value.
pub(super) fn neutral() -> Result<Profile, Error> {
    profile_of(NEUTRAL)
}

fn profile_of(json: &str) -> Result<Profile, Error> {
    serde_yaml::from_value(values_of(json)?).map_err(|error| Error::of_value(None, error.to_string()))
}

fn values_of(json: &str) -> Result<Value, Error> {
    serde_json::from_str(json).map_err(|error| Error::of_value(None, error.to_string()))
}

/// The message of the first error in the values of the file, with the path of its key: only the parser of a text says it.
fn first_mistake(own: &Value, error: &serde_yaml::Error) -> String {
    let text = serde_yaml::to_string(own).unwrap_or_default();
    match serde_yaml::from_str::<Profile>(&text) {
        Err(found) => without_place(&found),
        Ok(_) => error.to_string(),
    }
}

/// The first value of the file that merging would lose, and the reason.
fn without_effect(yaml: &str, base: &Value, own: &Value, place: &KeyPath) -> Option<(KeyPath, String)> {
    let own = own.as_mapping()?;
    let are_sections = |key: &Value| *place == KeyPath::default() && key.as_str() == Some("sections");
    for (name, value) in own {
        let Some(key) = name.as_str() else { continue };
        let place = place.key(key);
        let old = base.get(name);
        let is_structure = old.is_some_and(|old| old.is_mapping()) || are_sections(name);
        // A key whose values are all comments is a mistake; `~` drops what is inherited.
        if value.is_null() && is_structure && !is_written_null(yaml, key, &place) {
            let what =
                "is empty; remove it, add the values that differ, or write ~ to drop what is inherited";
            return Some((place, what.to_owned()));
        }
        let found = match (value.as_sequence().filter(|_| are_sections(name)), old) {
            (Some(sections), old) => {
                duplicate_section(sections, &place).or_else(|| useless_drop(sections, old, &place))
            }
            (None, Some(old)) => without_effect(yaml, old, value, &place),
            (None, None) => None,
        };
        if found.is_some() {
            return found;
        }
    }
    None
}

/// True if the null of a key is written out, not left by a missing value.
fn is_written_null(yaml: &str, key: &str, place: &KeyPath) -> bool {
    let line = place.line(yaml).and_then(|line| yaml.lines().nth(line - 1)).unwrap_or("");
    ["~", "null"].iter().any(|null| line.contains(&format!("{key}: {null}")))
}

/// The first section that would drop nothing, or has other keys beside `drop`.
fn useless_drop(sections: &[Value], base: Option<&Value>, place: &KeyPath) -> Option<(KeyPath, String)> {
    let base = base.and_then(Value::as_sequence);
    sections.iter().enumerate().find_map(|(n, section)| {
        let drop = section.get(DROP)?;
        let id = section.get("id").and_then(Value::as_str).unwrap_or("");
        let is_known =
            base.is_some_and(|base| base.iter().any(|old| old.get("id").and_then(Value::as_str) == Some(id)));
        let place = place.item(n).key(DROP);
        if !(drop.as_bool() == Some(true) || drop.as_str().and_then(from_word) == Some(true)) {
            Some((place, "must be true; remove it to keep the section".to_owned()))
        } else if !is_known {
            Some((place, format!("has no effect: there is no inherited section '{id}'; remove it")))
        } else {
            let is_alone = section.as_mapping().is_some_and(|section| section.len() == 2);
            (!is_alone)
                .then(|| (place, "has no effect beside other keys of the section; remove either".to_owned()))
        }
    })
}

/// The second section with the same `id`. Merging would mix both.
fn duplicate_section(sections: &[Value], place: &KeyPath) -> Option<(KeyPath, String)> {
    let mut seen = HashSet::new();
    let ids = sections.iter().map(|section| section.get("id").and_then(Value::as_str));
    let (n, id) = ids.enumerate().find(|(_, id)| id.is_some_and(|id| !seen.insert(id)))?;
    Some((
        place.item(n),
        format!("there is already a section '{}' above; move the keys of both into one", id?),
    ))
}

fn name_of(key: &Value) -> String {
    key.as_str().unwrap_or("a list").to_owned()
}

/// Adds the number of values in `value` to `values`. It is limited because some rules compare all values
/// with each link of a draft.
///
/// # Errors
///
/// If one list has too many values, or all together.
fn count(yaml: &str, place: &KeyPath, value: &Value, values: &mut usize) -> Result<(), Error> {
    let too_many = |what: usize| {
        let (line, key) = (place.line(yaml), place.to_string());
        Err(Error::TooMany { line, key, what, limit: PROFILE_LIST })
    };
    match value {
        Value::Sequence(list) if list.len() > PROFILE_LIST => too_many(list.len()),
        Value::Mapping(map) if map.len() > PROFILE_LIST => too_many(map.len()),
        Value::Sequence(list) => {
            list.iter().enumerate().try_for_each(|(n, value)| count(yaml, &place.item(n), value, values))
        }
        Value::Mapping(map) => {
            map.iter().try_for_each(|(key, value)| count(yaml, &place.key(&name_of(key)), value, values))
        }
        Value::Tagged(tagged) => count(yaml, place, &tagged.value, values),
        _ => {
            *values += 1;
            if *values > PROFILE_VALUES { Err(Error::TooManyValues) } else { Ok(()) }
        }
    }
}

fn find(name: &str) -> Option<(&'static str, &'static str, &'static str)> {
    BUILT_IN.into_iter().find(|(known, _, _)| *known == name)
}

fn names() -> String {
    format!("{} or {NO_BASE}", BUILT_IN.map(|(name, _, _)| name).join(", "))
}

/// How the values of a mapping are merged.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Depth {
    /// At the top, where the `sections` are merged by their `id`.
    Top,
    Below,
    /// In `import.people`, where `~` is somebody without a block in the draft.
    People,
}

fn merge(base: &mut Value, own: Value, depth: Depth) {
    match (base, own) {
        (Value::Mapping(base), Value::Mapping(own)) => {
            for (key, value) in own {
                match base.get_mut(&key) {
                    Some(old)
                        if depth == Depth::Top && key.as_str() == Some("sections") && !value.is_null() =>
                    {
                        merge_by_id(old, value);
                    }
                    // Only optional values can be null; without the key, the others have their defaults.
                    Some(_) if value.is_null() && depth != Depth::People => {
                        base.remove(&key);
                    }
                    Some(old) if key.as_str() == Some("people") => merge(old, value, Depth::People),
                    Some(old) => merge(old, value, Depth::Below),
                    None => {
                        base.insert(key, value);
                    }
                }
            }
        }
        (base, own) => *base = own,
    }
}

fn merge_by_id(base: &mut Value, own: Value) {
    let Value::Sequence(own) = own else {
        // Deserializing the merged profile rejects it.
        *base = own;
        return;
    };
    let Value::Sequence(base) = base else { return };
    for section in own {
        let at =
            base.iter().position(|old| section.get("id").is_some() && old.get("id") == section.get("id"));
        match at {
            Some(at) if section.get(DROP).is_some() => {
                base.remove(at);
            }
            Some(at) => merge(&mut base[at], section, Depth::Below),
            None => base.push(section),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_json_of_a_built_in_profile_has_the_values_of_its_yaml() {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/profiles");
        for name in BUILT_IN.map(|(name, _, _)| name).into_iter().chain([NO_BASE]) {
            let yaml = std::fs::read_to_string(folder.join(format!("{name}.yml"))).unwrap();
            let values: Value = serde_yaml::from_str(&yaml).unwrap();
            let made = serde_json::to_string(&values).unwrap() + "\n";
            let path = folder.join(format!("{name}.json"));
            let is_written = std::env::var_os("INSTA_UPDATE").is_some_and(|value| value == "always");
            if is_written && std::fs::read_to_string(&path).ok().as_deref() != Some(made.as_str()) {
                std::fs::write(&path, &made).unwrap();
                continue;
            }
            let json = std::fs::read_to_string(&path).unwrap();
            assert!(json == made, "{} is out of date; INSTA_UPDATE=always writes it again", path.display());
            assert_eq!(values_of(&json).unwrap(), values);
        }
    }

    #[test]
    fn every_built_in_profile_loads() {
        for (name, _, _) in BUILT_IN {
            assert_eq!(built_in(name).unwrap().name, name);
            let own = load(&format!("extends: {name}\n")).unwrap();
            assert_eq!(own.sections, built_in(name).unwrap().sections);
        }
    }

    #[test]
    fn a_profile_may_begin_with_a_byte_order_mark() {
        let profile = load("\u{feff}extends: circuitpython\nimages: {max_width: 600}\n").unwrap();
        assert_eq!(profile.images.max_width, Some(600));
    }

    #[test]
    fn a_profile_changes_single_keys_and_sections() {
        let yaml = "extends: circuitpython\nimages: {max_width: 600}\nsections:\n  - {id: news, title: Short news}\n  - {id: shop, title: Shop, headings: [shop], kinds: [prose]}\n";
        let profile = load(yaml).unwrap();
        assert_eq!(profile.images.max_width, Some(600));
        assert_eq!(profile.images.max_gif_bytes, Some(1_000_000));
        assert_eq!(profile.section("news").unwrap().title, "Short news");
        assert_eq!(profile.section("news").unwrap().kinds, [super::super::SlotKind::Stories]);
        assert!(profile.section("shop").is_some());
    }

    #[test]
    fn a_profile_of_its_own_has_nothing_of_another_newsletter() {
        let files = "files: {drafts: \"n/{date}.md\", posts: \"n/{date}.md\"}\n";
        for yaml in [files.to_owned(), format!("extends: none\n{files}")] {
            let profile = load(&yaml).unwrap();
            let ids: Vec<&str> = profile.sections.iter().map(|section| section.id.as_str()).collect();
            assert_eq!(ids, ["opening"]);
            assert_eq!((profile.weekday, profile.import), (None, crate::profile::Import::default()));
            assert!(profile.style.sources.is_empty() && profile.front_matter.required.is_empty());
        }
    }

    #[test]
    fn inherited_sections_and_keys_can_be_dropped() {
        let yaml = "extends: circuitpython\nimport: ~\nchecklist: ~\nstyle:\n  sources: ~\n  spellings: null # none\nimages: {hosts: ~}\nsections:\n  - {id: streams, drop: true}\n";
        let profile = load(yaml).unwrap();
        assert!(profile.section("streams").is_none() && profile.section("news").is_some());
        assert_eq!(profile.import, crate::profile::Import::default());
        assert!(profile.checklist.is_empty() && profile.style.spellings.is_empty());
        assert!(profile.images.hosts.is_empty() && profile.images.max_width == Some(550));
        assert_eq!(profile.style.source.as_deref(), Some(" - {}."));
        let yaml = "extends: circuitpython\nweekday: ~\narchive: ~\nfront_matter: {title: ~, date: ~}\nfiles: {template: ~}\nimages: {max_width: ~}\nimport: {people: {danh: ~}}\n";
        let profile = load(yaml).unwrap();
        assert_eq!((profile.weekday, profile.archive, profile.images.max_width), (None, 8, None));
        assert_eq!(
            (&*profile.front_matter.title, &*profile.front_matter.date, &*profile.files.template),
            ("", "", "")
        );
        assert_eq!((profile.import.people.get("danh"), profile.import.people.len()), (Some(&None), 9));
        assert!(load("extends: circuitpython\nsections: ~\nunknown_before: prose\nimport: ~\nchecklist: ~\nalways_check: ~\n").unwrap().sections.is_empty());
    }

    #[test]
    fn lists_over_a_limit_are_rejected_with_their_key() {
        let section = |n: usize| format!("  - {{id: s{n}, title: S, headings: [s{n}], kinds: [prose]}}\n");
        let sections = |n: usize| {
            format!(
                "extends: none\nfiles: {{drafts: 'a-{{date}}.md', posts: 'a-{{date}}.md'}}\nsections:\n{}",
                (0..n).map(section).collect::<String>()
            )
        };
        assert!(load(&sections(100)).is_ok());
        for (yaml, expected) in [
            (sections(10_000), "'sections' has 10000 entries, over the limit of 2000"),
            (sections(250), "'sections' has "),
            (
                format!("style:\n  words: [{}]\n", "a, ".repeat(2_001)),
                "copydesk.yml:2: 'style.words' has 2001 entries",
            ),
            (
                format!(
                    "style:\n  spellings:\n{}",
                    (0..1_900).map(|n| format!("    w{n}: [a, b, c, d, e, f]\n")).collect::<String>()
                ),
                "more than 10000 values",
            ),
        ] {
            let message = load(&yaml).unwrap_err().to_string();
            assert!(message.contains(expected), "{message}");
        }
    }

    #[test]
    fn a_yaml_bomb_is_rejected() {
        let mut bomb = String::from("a: &a [x,x,x,x,x,x,x,x,x]\n");
        for (n, c) in ('b'..='k').enumerate() {
            let p = (b'a' + n as u8) as char;
            bomb.push_str(&format!("{c}: &{c} [*{p},*{p},*{p},*{p},*{p},*{p},*{p},*{p},*{p}]\n"));
        }
        assert!(load(&bomb).is_err());
        assert!(matches!(load(&format!("a: {}", "[".repeat(100_000))), Err(Error::TooDeep)));
    }
}
