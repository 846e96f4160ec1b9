//! All mistakes of a profile that do not follow from one another, each with its line.

use std::fmt;

use serde_yaml::Value;

use super::key_path::KeyPath;
use super::message::{Reading, explain, field_that_is_missing};

/// An invalid key or value, or one without effect.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mistake {
    /// Counted from 1; `None` if the file has no such value.
    pub line: Option<usize>,
    /// With the path of keys: `files.drafts: …`.
    pub what: String,
}

impl Mistake {
    pub(super) fn new(place: &KeyPath, yaml: &str, what: impl fmt::Display) -> Mistake {
        let what = if *place == KeyPath::default() { what.to_string() } else { format!("{place}: {what}") };
        Mistake { line: place.line(yaml), what }
    }
}

/// As compilers do: `copydesk.yml:3: files.drafts: …`.
impl fmt::Display for Mistake {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            Some(line) => write!(out, "copydesk.yml:{line}: {}", self.what),
            None => write!(out, "copydesk.yml: {}", self.what),
        }
    }
}

/// At most this many mistakes are reported at once.
const MAX_MISTAKES: usize = 50;

/// Keys at the top whose check depends on another key at the top, which is the first one.
const DEPENDENT: [(&str, &str); 6] = [
    ("renderer", "renderer_extensions"),
    ("cadence", "weekday"),
    ("files", "images"),
    ("checklist", "always_check"),
    ("language", "rules"),
    ("mail", "images"),
];

/// The mistakes that were found so far, and the values of the file without them.
pub(super) struct Mistakes<'y> {
    yaml: &'y str,
    /// The values of the file.
    all: &'y Value,
    /// The values without the mistakes.
    pub rest: Value,
    /// Items of lists that are no longer in `rest`, by their places in the file.
    removed: Vec<KeyPath>,
    /// Missing keys that have got a value in `rest`, by their places there.
    filled: Vec<KeyPath>,
    found: Vec<(KeyPath, Mistake)>,
}

impl<'y> Mistakes<'y> {
    pub fn new(yaml: &'y str, all: &'y Value) -> Self {
        let rest = all.clone();
        Mistakes { yaml, all, rest, removed: Vec::new(), filled: Vec::new(), found: Vec::new() }
    }

    pub fn is_full(&self) -> bool {
        self.found.len() >= MAX_MISTAKES
    }

    /// Adds the mistake at a place in `rest`, and removes the value there. False if there is none.
    pub fn take(&mut self, place: &KeyPath, what: impl fmt::Display) -> bool {
        let own = place.in_file(&self.removed);
        self.add(own.clone(), what);
        let is_removed = place.remove_from(&mut self.rest);
        if is_removed && own.last_key().is_none() {
            self.removed.push(own);
        }
        is_removed
    }

    /// Adds a mistake of the file.
    fn add(&mut self, place: KeyPath, what: impl fmt::Display) {
        let mistake = Mistake::new(&place, self.yaml, what);
        if !self.is_full() && !self.found.iter().any(|(_, known)| *known == mistake) {
            self.found.push((place.with_ids(self.all), mistake));
        }
    }

    /// Adds the first mistake that a parser finds in `rest`, whose message is that of `Profile`'s deserializer. False if
    /// its place is unknown, so that no other one can be found.
    pub fn take_first(&mut self, message: &str) -> bool {
        let Reading { place, message } = Reading::new(message, &self.rest);
        let place = place.with_ids(&self.rest);
        if let Some(key) = field_that_is_missing(message) {
            self.fill(&place, key);
            return true;
        }
        let (key, what) = explain(message, &place);
        let place = key.map_or(place.clone(), |key| place.key(&key));
        if let Some(at) = self.filled.iter().position(|filled| *filled == place) {
            return self.fill_otherwise(at);
        }
        self.take(&place, what)
    }

    /// Adds the mistake of a missing key, and a text in its place, so that what is beside it can be checked. A key whose
    /// value is a mistake itself is in the file.
    fn fill(&mut self, place: &KeyPath, key: &str) {
        let around = place.in_file(&self.removed);
        let own = around.key(key).with_ids(self.all);
        if !self.found.iter().any(|(known, _)| *known == own) {
            self.add(around, format!("`{key}` is missing; add `{key}: …`"));
        }
        if let Some(Value::Mapping(mapping)) = place.value_in(&mut self.rest) {
            mapping.insert(key.into(), "…".into());
            self.filled.push(place.key(key));
        }
    }

    /// Puts a list in the place of a text that is not accepted for a missing key, or else gives up what lacks the key.
    fn fill_otherwise(&mut self, at: usize) -> bool {
        let place = self.filled[at].clone();
        match place.value_in(&mut self.rest) {
            Some(value) if value.is_string() => *value = Value::Sequence(Vec::new()),
            _ => {
                self.filled.remove(at);
                let around = place.parent();
                let own = around.in_file(&self.removed);
                if !around.remove_from(&mut self.rest) {
                    return false;
                }
                if own.last_key().is_none() {
                    self.removed.push(own);
                }
            }
        }
        true
    }

    /// Adds what a check of the rest finds, unless it follows from a value that is no longer there.
    pub fn add_checked(&mut self, problems: Vec<(KeyPath, String)>) {
        let before: Vec<KeyPath> = self.found.iter().map(|(place, _)| place.clone()).collect();
        let sections = KeyPath::default().key("sections");
        // Without a section, the keys that name it are no mistakes.
        let lost_section = before.iter().any(|place| *place == sections || place.parent() == sections);
        for (place, what) in problems {
            let own = place.in_file(&self.removed).with_ids(self.all);
            let follows = before.iter().any(|known| {
                let is_beside = known.parent() == own.parent() && own.parent() != KeyPath::default();
                let is_around =
                    own.parent().starts_with(&known.parent()) && known.parent() != KeyPath::default();
                // The kinds of a section say which of its other keys have an effect.
                let lacks_kind =
                    own.parent() != KeyPath::default() && known.starts_with(&own.parent().key("kinds"));
                let depends = DEPENDENT.iter().any(|(key, other)| known.is_below(key) && own.is_below(other));
                known.starts_with(&own) || is_beside || is_around || lacks_kind || depends
            });
            let names_section = lost_section && what.starts_with("there is no section");
            if place.is_in(&self.rest) && !follows && !names_section {
                self.add(place.in_file(&self.removed), what);
            }
        }
    }

    /// All mistakes by their lines; `None` if there are none.
    pub fn finish(self) -> Option<Vec<Mistake>> {
        let mut all: Vec<Mistake> = self.found.into_iter().map(|(_, mistake)| mistake).collect();
        all.sort_by_key(|mistake| mistake.line);
        (!all.is_empty()).then_some(all)
    }
}

#[cfg(test)]
mod tests {
    use crate::profile::load;

    /// The mistakes of a profile that extends a built-in one.
    fn mistakes(yaml: &str) -> Vec<String> {
        let error = load(&format!("{yaml}extends: circuitpython\n")).unwrap_err();
        error.mistakes().iter().map(ToString::to_string).collect()
    }

    #[test]
    fn every_mistake_is_reported_with_its_own_line() {
        let yaml = "imges: {}\nfiles:\n  drafts: \"_drafts/{day}.md\"\n  post: x\nsections:\n  - id: news\n    kinds: [storys, links, bogus]\n    heading: [news]\n  - id: shop\n    title: Shop\n    headings: [shop]\n    kinds: [links]\n    required: perhaps\n  - id: bells\n    links: [a]\n    title: Bells\n    headings: [Bells]\n    kinds: [prose]\narchive: few\nrenderer: hugo\nrenderer_extensions: [toc]\nnotes: [' ']\n";
        let found = mistakes(yaml);
        let starts = [
            "copydesk.yml:1: imges: there is no such key; did you mean `images`?",
            "copydesk.yml:3: files.drafts: there is no {day}; did you mean {dd}?",
            "copydesk.yml:4: files.post: there is no such key; did you mean `posts`?",
            "copydesk.yml:7: sections[news].kinds[0]: 'storys' is none of the values; did you mean `stories`?",
            "copydesk.yml:7: sections[news].kinds[2]: 'bogus' is none of the values; write boards, events,",
            "copydesk.yml:8: sections[news].heading: there is no such key; did you mean `headings`?",
            "copydesk.yml:13: sections[shop].required: is the text 'perhaps'; write yes or no",
            "copydesk.yml:15: sections[bells].links: there is no such key: links is a kind of slot; write `kinds: [links]`",
            "copydesk.yml:19: archive: is the text 'few'; write a whole number",
            "copydesk.yml:20: renderer: 'hugo' is none of the values; write ",
            "copydesk.yml:22: notes[0]: is blank",
        ];
        assert_eq!(found.len(), starts.len(), "{found:#?}");
        for (own, start) in found.iter().zip(starts) {
            assert!(own.starts_with(start), "{own}, not {start}");
        }
    }

    #[test]
    fn what_is_beside_a_missing_key_is_checked_and_what_follows_from_it_is_not() {
        let yaml = "waivers:\n  - {rule: empty-link}\n  - {rule: empty-link, reason: a, pth: b}\nsections:\n  - id: thanks\n    facts:\n      - name: a\n      - {name: b, place: [x]}\n";
        assert_eq!(
            mistakes(yaml),
            [
                "copydesk.yml:2: waivers[0]: `reason` is missing; add `reason: …`",
                "copydesk.yml:3: waivers[1].pth: there is no such key; did you mean `path`?",
                "copydesk.yml:7: sections[thanks].facts[0]: `places` is missing; add `places: …`",
                "copydesk.yml:8: sections[thanks].facts[1].place: there is no such key; did you mean `places`?",
                "copydesk.yml:8: sections[thanks].facts[1]: `places` is missing; add `places: …`",
            ]
        );
    }

    #[test]
    fn a_wrong_value_is_the_only_mistake_of_its_key_and_of_what_depends_on_it() {
        for (yaml, start) in [
            (
                "checklist:\n  - {line: dates, proof: dates}\n",
                "copydesk.yml:2: checklist[0].proof: 'dates' is none of the values",
            ),
            (
                "sections:\n  - id: tea\n    title: Tea\n    headings: [tea]\n    kinds: [features]\n    title_in_heading: true\n",
                "copydesk.yml:5: sections[tea].kinds[0]: 'features' is none of the values; did you mean `feature`?",
            ),
        ] {
            let found = mistakes(yaml);
            assert!(found.len() == 1 && found[0].starts_with(start), "{found:#?}");
        }
    }

    #[test]
    fn mistakes_that_only_the_check_finds_are_reported_together() {
        let yaml = "weekday: mondag\nsection_levels: [2, 7]\nsections:\n  - {id: news, headings: [News]}\n  - {id: shop, drop: true}\n";
        let found = mistakes(yaml);
        let lines: Vec<&str> = found.iter().filter_map(|one| one.split(": ").next()).collect();
        let expected = ["copydesk.yml:1", "copydesk.yml:2", "copydesk.yml:4", "copydesk.yml:5"];
        assert_eq!(lines, expected, "{found:#?}");
    }
}
