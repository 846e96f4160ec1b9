//! Where a value stands in a profile's YAML.

use std::fmt;

use serde::de::{
    Deserialize, DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor,
};

/// The way to a value: `sections[2].kinds[0]`.
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

    pub(super) fn section(&self, id: &str) -> KeyPath {
        self.with(Segment::Section(id.to_owned()))
    }

    fn with(&self, step: Segment) -> KeyPath {
        let mut steps = self.0.clone();
        steps.push(step);
        KeyPath(steps)
    }

    /// True if the file itself says something there.
    pub(super) fn is_in(&self, own: &serde_yaml::Value) -> bool {
        let mut value = Some(own);
        for step in &self.0 {
            value = match step {
                Segment::Key(key) => value.and_then(|value| value.get(key.as_str())),
                Segment::Item(n) => value.and_then(|value| value.get(n)),
                Segment::Section(id) => value.and_then(serde_yaml::Value::as_sequence).and_then(|sections| {
                    sections.iter().find(|section| section.get("id").and_then(|id| id.as_str()) == Some(id))
                }),
            };
        }
        value.is_some()
    }

    /// The line of the value's key, or of the list's item, from 1; `None` where the text has none.
    pub fn line(&self, yaml: &str) -> Option<usize> {
        let steps = self.steps_in(yaml)?;
        let (step, rest) = steps.split_first()?;
        let seek = Seek { step, rest };
        // The reader of YAML tells a line in its errors only, so finding it is an error.
        match seek.deserialize(serde_yaml::Deserializer::from_str(yaml)) {
            Err(error) if error.to_string().contains(FOUND) => error.location().map(|at| at.line()),
            _ => None,
        }
    }

    /// The steps with each section by its number in the text.
    fn steps_in(&self, yaml: &str) -> Option<Vec<Segment>> {
        let numbered = |step: &Segment| {
            let Segment::Section(id) = step else { return Some(step.clone()) };
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
        for (n, step) in self.0.iter().enumerate() {
            match step {
                Segment::Key(key) if n == 0 => write!(out, "{key}")?,
                Segment::Key(key) => write!(out, ".{key}")?,
                Segment::Item(item) => write!(out, "[{item}]")?,
                Segment::Section(id) => write!(out, "[{id}]")?,
            }
        }
        Ok(())
    }
}

const FOUND: &str = "found the value that was asked for";

/// Goes one step, and on from there.
#[derive(Clone, Copy)]
struct Seek<'p> {
    step: &'p Segment,
    rest: &'p [Segment],
}

impl<'de> DeserializeSeed<'de> for Seek<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        match self.step {
            Segment::Key(_) => deserializer.deserialize_map(self),
            Segment::Item(_) | Segment::Section(_) => deserializer.deserialize_seq(self),
        }
    }
}

impl<'de> Visitor<'de> for Seek<'_> {
    type Value = ();

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("what is on the way")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let Segment::Key(wanted) = self.step else { return Ok(()) };
        let is_last = self.rest.is_empty();
        while let Some(is_it) = map.next_key_seed(Key { wanted, is_last })? {
            match self.rest.split_first().filter(|_| is_it) {
                Some((step, rest)) => return map.next_value_seed(Seek { step, rest }),
                None => drop(map.next_value::<IgnoredAny>()?),
            }
        }
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        let mut at = 0;
        loop {
            let is_it = *self.step == Segment::Item(at);
            let more = match self.rest.split_first() {
                _ if !is_it => items.next_element::<IgnoredAny>()?.map(drop),
                Some((step, rest)) => items.next_element_seed(Seek { step, rest })?,
                None => items.next_element::<Here>()?.map(drop),
            };
            if is_it || more.is_none() {
                return Ok(());
            }
            at += 1;
        }
    }
}

/// Whether a key is the wanted one; an error at its place where it is the last of the way.
struct Key<'p> {
    wanted: &'p str,
    is_last: bool,
}

impl<'de> DeserializeSeed<'de> for Key<'_> {
    type Value = bool;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<bool, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for Key<'_> {
    type Value = bool;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("a key")
    }

    fn visit_str<E: Error>(self, key: &str) -> Result<bool, E> {
        match key == self.wanted {
            true if self.is_last => Err(E::custom(FOUND)),
            is_it => Ok(is_it),
        }
    }
}

/// Any value, as an error at its place: no kind of value is expected.
struct Here;

impl<'de> Deserialize<'de> for Here {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Here, D::Error> {
        deserializer.deserialize_any(Here)
    }
}

impl Visitor<'_> for Here {
    type Value = Here;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(FOUND)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_line_of_a_value_is_that_of_its_key_or_item() {
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
