//! Finds the line of a value in a profile's YAML.

use std::collections::HashSet;
use std::fmt;

use serde::de::{
    Deserialize, DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor,
};

/// The path of keys to a value: `sections[2].kinds[0]`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct KeyPath(Vec<Segment>);

#[derive(Clone, Debug, PartialEq, Eq)]
enum Segment {
    Key(String),
    /// Counted from 0.
    Item(usize),
    /// The section with this `id`.
    Section(String),
}

impl KeyPath {
    pub fn key(&self, key: &str) -> KeyPath {
        self.with(Segment::Key(key.to_owned()))
    }

    pub fn item(&self, n: usize) -> KeyPath {
        self.with(Segment::Item(n))
    }

    /// The section with this `id`, in a list of sections.
    pub fn section(&self, id: &str) -> KeyPath {
        self.with(Segment::Section(id.to_owned()))
    }

    fn with(&self, segment: Segment) -> KeyPath {
        let mut segments = self.0.clone();
        segments.push(segment);
        KeyPath(segments)
    }

    /// True if the YAML has a value at this path.
    pub(super) fn is_in(&self, yaml: &serde_yaml::Value) -> bool {
        let mut value = Some(yaml);
        for segment in &self.0 {
            value = match segment {
                Segment::Key(key) => value.and_then(|value| value.get(key.as_str())),
                Segment::Item(n) => value.and_then(|value| value.get(n)),
                Segment::Section(id) => value.and_then(serde_yaml::Value::as_sequence).and_then(|sections| {
                    sections.iter().find(|section| section.get("id").and_then(|id| id.as_str()) == Some(id))
                }),
            };
        }
        value.is_some()
    }

    /// The value at this path.
    pub(super) fn value_in<'v>(&self, yaml: &'v mut serde_yaml::Value) -> Option<&'v mut serde_yaml::Value> {
        self.0.iter().try_fold(yaml, |value, segment| match segment {
            Segment::Key(key) => value.get_mut(key.as_str()),
            Segment::Item(n) => value.get_mut(*n),
            Segment::Section(id) => {
                let is_it = |section: &serde_yaml::Value| {
                    section.get("id").and_then(serde_yaml::Value::as_str) == Some(id)
                };
                value.as_sequence_mut()?.iter_mut().find(|section| is_it(section))
            }
        })
    }

    /// Removes the value at this path. False if there is none.
    pub(super) fn remove_from(&self, yaml: &mut serde_yaml::Value) -> bool {
        let Some(last) = self.0.last() else { return false };
        match (self.parent().value_in(yaml), last) {
            (Some(serde_yaml::Value::Mapping(mapping)), Segment::Key(key)) => {
                mapping.remove(key.as_str()).is_some()
            }
            (Some(serde_yaml::Value::Sequence(items)), Segment::Item(n)) if *n < items.len() => {
                items.remove(*n);
                true
            }
            (Some(serde_yaml::Value::Sequence(items)), Segment::Section(id)) => {
                let is_it = |section: &serde_yaml::Value| {
                    section.get("id").and_then(serde_yaml::Value::as_str) == Some(id)
                };
                let at = items.iter().position(is_it);
                at.map(|at| items.remove(at)).is_some()
            }
            _ => false,
        }
    }

    /// The path with the section's `id` in place of its number, if the YAML has a section with an `id` there.
    pub(super) fn with_ids(&self, yaml: &serde_yaml::Value) -> KeyPath {
        let mut segments = self.0.clone();
        if let [Segment::Key(key), second @ Segment::Item(_), ..] = &mut segments[..]
            && key == "sections"
            && let Segment::Item(n) = second
            && let Some(id) = yaml.get("sections").and_then(|sections| sections.get(*n)?.get("id")?.as_str())
        {
            *second = Segment::Section(id.to_owned());
        }
        KeyPath(segments)
    }

    /// The path that a value has in a file, if items of lists were removed, which are given by their paths there.
    pub(super) fn in_file(&self, removed: &[KeyPath]) -> KeyPath {
        let mut own = KeyPath::default();
        for segment in &self.0 {
            let segment = match segment {
                Segment::Item(n) => {
                    let mut before: Vec<usize> = removed.iter().filter_map(|one| one.item_of(&own)).collect();
                    before.sort_unstable();
                    Segment::Item(
                        before.into_iter().fold(*n, |n, removed| if removed <= n { n + 1 } else { n }),
                    )
                }
                other => other.clone(),
            };
            own = own.with(segment);
        }
        own
    }

    /// The number of an item of the list at `list`.
    fn item_of(&self, list: &KeyPath) -> Option<usize> {
        match self.0.split_last()? {
            (Segment::Item(n), around) if around == list.0 => Some(*n),
            _ => None,
        }
    }

    /// True if it leads through `other`, or is the same.
    pub(super) fn starts_with(&self, other: &KeyPath) -> bool {
        self.0.starts_with(&other.0)
    }

    /// True if it leads through a key at the top.
    pub(super) fn is_below(&self, key: &str) -> bool {
        self.0.first() == Some(&Segment::Key(key.to_owned()))
    }

    /// The key at the end of the path. `None` for an item of a list.
    pub fn last_key(&self) -> Option<&str> {
        match self.0.last()? {
            Segment::Key(key) => Some(key),
            Segment::Item(_) | Segment::Section(_) => None,
        }
    }

    /// The path without its last key or item.
    #[must_use]
    pub fn parent(&self) -> KeyPath {
        KeyPath(self.0[..self.0.len().saturating_sub(1)].to_vec())
    }

    /// The line of the key or list item, counted from 1. `None` if the YAML has no such value.
    pub fn line(&self, yaml: &str) -> Option<usize> {
        let segments = self.numbered(yaml)?;
        let (segment, rest) = segments.split_first()?;
        let seed = PathSeed { segment, rest };
        // Only errors of the YAML parser have a line, so finding the value raises one.
        match seed.deserialize(serde_yaml::Deserializer::from_str(yaml)) {
            Err(error) if error.to_string().contains(FOUND) => error.location().map(|at| at.line()),
            _ => None,
        }
    }

    /// The segments with each section's `id` replaced by its index in the YAML; `None` if the YAML is invalid
    /// or lacks the section.
    fn numbered(&self, yaml: &str) -> Option<Vec<Segment>> {
        let numbered = |segment: &Segment| {
            let Segment::Section(id) = segment else { return Some(segment.clone()) };
            let own: serde_yaml::Value = serde_yaml::from_str(yaml).ok()?;
            let is_it =
                |section: &serde_yaml::Value| section.get("id").and_then(|id| id.as_str()) == Some(id);
            own.get("sections")?.as_sequence()?.iter().position(is_it).map(Segment::Item)
        };
        self.0.iter().map(numbered).collect()
    }
}

impl fmt::Display for KeyPath {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (n, segment) in self.0.iter().enumerate() {
            match segment {
                Segment::Key(key) if n == 0 => write!(out, "{key}")?,
                Segment::Key(key) => write!(out, ".{key}")?,
                Segment::Item(item) => write!(out, "[{item}]")?,
                Segment::Section(id) => write!(out, "[{id}]")?,
            }
        }
        Ok(())
    }
}

const FOUND: &str = "found the value";

/// Deserializes the value of one segment, and of the rest of the path within it.
#[derive(Clone, Copy)]
struct PathSeed<'p> {
    segment: &'p Segment,
    rest: &'p [Segment],
}

impl<'de> DeserializeSeed<'de> for PathSeed<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        match self.segment {
            Segment::Key(_) => deserializer.deserialize_map(self),
            Segment::Item(_) | Segment::Section(_) => deserializer.deserialize_seq(self),
        }
    }
}

impl<'de> Visitor<'de> for PathSeed<'_> {
    type Value = ();

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("a value on the path")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let Segment::Key(key) = self.segment else { return Ok(()) };
        let is_last = self.rest.is_empty();
        while let Some(is_it) = map.next_key_seed(KeySeed { key, is_last })? {
            match self.rest.split_first().filter(|_| is_it) {
                Some((segment, rest)) => return map.next_value_seed(PathSeed { segment, rest }),
                None => drop(map.next_value::<IgnoredAny>()?),
            }
        }
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        let mut at = 0;
        loop {
            let is_it = *self.segment == Segment::Item(at);
            let more = match self.rest.split_first() {
                _ if !is_it => items.next_element::<IgnoredAny>()?.map(drop),
                Some((segment, rest)) => items.next_element_seed(PathSeed { segment, rest })?,
                None => items.next_element::<FoundError>()?.map(drop),
            };
            if is_it || more.is_none() {
                return Ok(());
            }
            at += 1;
        }
    }
}

/// Compares a key. Raises the error if it is the last one of the path.
struct KeySeed<'p> {
    key: &'p str,
    is_last: bool,
}

impl<'de> DeserializeSeed<'de> for KeySeed<'_> {
    type Value = bool;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<bool, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for KeySeed<'_> {
    type Value = bool;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("a key")
    }

    fn visit_str<E: Error>(self, key: &str) -> Result<bool, E> {
        match key == self.key {
            true if self.is_last => Err(E::custom(FOUND)),
            is_it => Ok(is_it),
        }
    }
}

/// The line of the second of two equal keys of one mapping, counted from 1: the parser says only where the mapping is.
pub(super) fn line_of_repeated_key(yaml: &str) -> Option<usize> {
    match Unrepeated::deserialize(serde_yaml::Deserializer::from_str(yaml)) {
        Err(error) if error.to_string().contains(FOUND) => error.location().map(|at| at.line()),
        _ => None,
    }
}

/// Any value. Raises the error at a key that its mapping has already.
struct Unrepeated;

impl<'de> Deserialize<'de> for Unrepeated {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Unrepeated, D::Error> {
        deserializer.deserialize_any(Unrepeated)
    }
}

impl<'de> Visitor<'de> for Unrepeated {
    type Value = Unrepeated;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("a value")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Unrepeated, A::Error> {
        let mut seen = HashSet::new();
        while map.next_key_seed(NewKeySeed { seen: &mut seen })?.is_some() {
            map.next_value::<Unrepeated>()?;
        }
        Ok(Unrepeated)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Unrepeated, A::Error> {
        while items.next_element::<Unrepeated>()?.is_some() {}
        Ok(Unrepeated)
    }

    fn visit_bool<E: Error>(self, _: bool) -> Result<Unrepeated, E> {
        Ok(Unrepeated)
    }

    fn visit_i64<E: Error>(self, _: i64) -> Result<Unrepeated, E> {
        Ok(Unrepeated)
    }

    fn visit_u64<E: Error>(self, _: u64) -> Result<Unrepeated, E> {
        Ok(Unrepeated)
    }

    fn visit_f64<E: Error>(self, _: f64) -> Result<Unrepeated, E> {
        Ok(Unrepeated)
    }

    fn visit_str<E: Error>(self, _: &str) -> Result<Unrepeated, E> {
        Ok(Unrepeated)
    }

    fn visit_unit<E: Error>(self) -> Result<Unrepeated, E> {
        Ok(Unrepeated)
    }
}

/// Takes a key. Raises the error if it was seen before.
struct NewKeySeed<'s> {
    seen: &'s mut HashSet<String>,
}

impl<'de> DeserializeSeed<'de> for NewKeySeed<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for NewKeySeed<'_> {
    type Value = ();

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("a key")
    }

    fn visit_str<E: Error>(self, key: &str) -> Result<(), E> {
        if self.seen.insert(key.to_owned()) { Ok(()) } else { Err(E::custom(FOUND)) }
    }
}

/// Raises the error for any value, because it accepts none.
struct FoundError;

impl<'de> Deserialize<'de> for FoundError {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<FoundError, D::Error> {
        deserializer.deserialize_any(FoundError)
    }
}

impl Visitor<'_> for FoundError {
    type Value = FoundError;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(FOUND)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_second_of_two_equal_keys_has_its_line() {
        for (yaml, line) in [
            ("name: a\narchive: 3\n\nname: b\n", Some(4)),
            ("name: a\nfiles:\n  drafts: a\n  posts: b\n  drafts: c\n", Some(5)),
            (
                "sections:\n  - id: a\n  - id: b\n    kinds: [x, 1, 1.5, yes, ~]\n    id: c\nname: a\n",
                Some(5),
            ),
            ("files: {drafts: a,\n  drafts: b}\n", Some(2)),
            ("name: a\nfiles: {name: b}\n", None),
        ] {
            assert_eq!(line_of_repeated_key(yaml), line, "{yaml}");
        }
    }

    #[test]
    fn a_value_has_the_line_of_its_key_or_item() {
        let yaml = "extends: x\nfiles: {drafts: a,\n  posts: b}\nsections:\n  # first\n  - id: news\n    kinds:\n      - stories\n      - links\n  - {id: shop, facts: [{name: a}]}\nshared: &s {a: 1}\nagain: *s\n";
        let top = KeyPath::default();
        let sections = top.key("sections");
        for (place, shown, line) in [
            (top.key("files").key("posts"), "files.posts", Some(3)),
            (sections.clone(), "sections", Some(4)),
            (sections.item(0), "sections[0]", Some(6)),
            (sections.section("news").key("kinds").item(1), "sections[news].kinds[1]", Some(9)),
            (
                sections.section("shop").key("facts").item(0).key("name"),
                "sections[shop].facts[0].name",
                Some(10),
            ),
            (sections.section("shop").key("title"), "sections[shop].title", None),
            (top.key("again").key("a"), "again.a", Some(11)),
            (top.key("nothing"), "nothing", None),
        ] {
            assert_eq!((place.to_string().as_str(), place.line(yaml)), (shown, line));
        }
    }
}
