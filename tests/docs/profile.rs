//! The reference in `docs/profile.md`, which is made from the documentation of the profile's types.

use std::collections::BTreeMap;
use std::fmt::Write;

use serde_yaml::Value;

use super::profile_keys::{Place, default_of, kinds_with, known_names, table, with, with_table};
use super::profile_types::{Key, Shape, Types, Word, parts, words_of};

const PATH: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/profile.md");
const START: &str = "<!-- The rest of this page is generated from the types in src/profile. -->\n";

pub fn page() -> String {
    std::fs::read_to_string(PATH).unwrap().replace("\r\n", "\n")
}

/// The types in the order of the page.
struct Reference {
    types: Types,
    /// Each table with its places.
    tables: Vec<(String, Vec<Place>)>,
    /// Choices and values with a syntax of their own.
    values: Vec<String>,
}

impl Reference {
    fn new() -> Reference {
        let mut reference = Reference { types: Types::read(), tables: Vec::new(), values: Vec::new() };
        reference.visit("Profile", Vec::new());
        reference
    }

    fn visit(&mut self, name: &str, place: Place) {
        if let Some((_, places)) = self.tables.iter_mut().find(|(known, _)| known == name) {
            places.push(place);
            return;
        }
        let keys = self.types.table(name).unwrap();
        let inner: Vec<(String, Vec<String>)> =
            keys.iter().map(|key| (key.name.clone(), self.types_in(&key.ty))).collect();
        self.tables.push((name.to_owned(), vec![place.clone()]));
        for (key, types) in inner {
            for ty in types {
                if self.types.table(&ty).is_some() {
                    self.visit(&ty, [place.clone(), vec![key.clone()]].concat());
                } else if !self.values.contains(&ty) {
                    self.values.push(ty);
                }
            }
        }
    }

    /// The documented types that a type consists of.
    fn types_in(&self, ty: &syn::Type) -> Vec<String> {
        let (name, arguments) = parts(ty);
        match self.types.get(&name).map(|ty| &ty.shape) {
            Some(Shape::Alias(other)) => self.types_in(other),
            Some(_) => vec![name],
            None => arguments.into_iter().flat_map(|inner| self.types_in(inner)).collect(),
        }
    }

    fn heading(&self, name: &str) -> String {
        match self.tables.iter().find(|(known, _)| known == name) {
            Some((_, places)) if places[0].is_empty() => "Top level".to_owned(),
            Some((_, places)) => {
                let paths: Vec<String> =
                    places.iter().map(|place| format!("`{}`", place.join("."))).collect();
                paths.join(" and ")
            }
            None => capital(&words_of(name).join(" ")),
        }
    }

    fn link(&self, text: &str, name: &str) -> String {
        format!("[{text}](#{})", anchor(&self.heading(name)))
    }

    /// What the value of a key is, in words.
    fn value(&self, ty: &syn::Type) -> String {
        let (name, arguments) = parts(ty);
        match (name.as_str(), self.types.get(&name).map(|ty| &ty.shape)) {
            ("Option", _) => self.value(arguments[0]),
            ("bool", _) => "yes or no".to_owned(),
            (_, Some(Shape::Alias(other))) => self.value(other),
            (name, Some(Shape::Choice(words))) if words.len() <= 4 => {
                let names: Vec<String> = words.iter().map(|word| format!("`{}`", word.name)).collect();
                let (last, others) = names.split_last().unwrap();
                self.link(&format!("{} or {last}", others.join(", ")), name)
            }
            _ => self.noun(ty, false),
        }
    }

    fn noun(&self, ty: &syn::Type, is_plural: bool) -> String {
        let (name, arguments) = parts(ty);
        let many =
            |noun: &str| if is_plural && !noun.ends_with('s') { format!("{noun}s") } else { noun.to_owned() };
        match (name.as_str(), self.types.get(&name).map(|ty| &ty.shape)) {
            ("String", _) => many("text"),
            ("u8" | "u32" | "u64" | "usize", _) => many("number"),
            ("Option", _) => self.noun(arguments[0], is_plural),
            ("Vec", _) => format!("{} of {}", many("list"), self.noun(arguments[0], true)),
            ("BTreeMap", _) => {
                let [key, value] = arguments[..] else { panic!("a map has two types") };
                format!("{} of {} to {}", many("table"), self.noun(key, true), self.noun(value, true))
            }
            (_, Some(Shape::Alias(other))) => self.noun(other, is_plural),
            (name, Some(Shape::Table(_))) => self.link(&many("table"), name),
            (name, Some(_)) => self.link(&many(&words_of(name).join(" ")), name),
            (name, None) => panic!("the page has no words for the type {name}"),
        }
    }

    /// A doc comment as part of the page: links to types lead to their headings.
    fn linked(&self, doc: &str) -> String {
        let mut out = String::new();
        let mut rest = doc;
        while let Some((before, after)) = rest.split_once("](") {
            let (target, after) = after.split_once(')').expect("a link has an end");
            let name = target.rsplit("::").next().unwrap();
            match self.types.get(name) {
                Some(_) => write!(out, "{before}](#{})", anchor(&self.heading(name))).unwrap(),
                None => write!(out, "{before}]({target})").unwrap(),
            }
            rest = after;
        }
        out + rest
    }

    fn key_row(&self, key: &Key, place: &[String]) -> String {
        let default = match default_of(place, &key.name) {
            Err(_) => "required".to_owned(),
            Ok(_) if self.is_table(&key.ty) => String::new(),
            Ok(value) => shown(&value),
        };
        let mut about = cell(&self.linked(&key.doc.summary()));
        if place == ["sections"] {
            let kinds = kinds_with(&key.name);
            let names: Vec<String> = kinds.iter().map(|kind| format!("`{kind}`")).collect();
            if (1..=3).contains(&names.len()) {
                write!(about, " ({})", names.join(", ")).unwrap();
            }
        }
        format!("| `{}` | {} | {default} | {about} |\n", key.name, self.value(&key.ty))
    }

    fn is_table(&self, ty: &syn::Type) -> bool {
        let (name, arguments) = parts(ty);
        match name.as_str() {
            "Option" => self.is_table(arguments[0]),
            _ => self.types.table(&name).is_some(),
        }
    }

    fn table_section(&self, name: &str, places: &[Place]) -> String {
        let depth = places[0].len().max(1);
        let mut out = format!("\n{} {}\n\n", "#".repeat(depth + 2), self.heading(name));
        writeln!(out, "{}\n", self.linked(self.types.get(name).unwrap().doc.text())).unwrap();
        out.push_str("| key | value | default | meaning |\n|---|---|---|---|\n");
        let keys = self.types.table(name).unwrap();
        out.extend(keys.iter().map(|key| self.key_row(key, &places[0])));
        out
    }

    fn value_section(&self, name: &str) -> String {
        let ty = self.types.get(name).unwrap();
        let mut out = format!("\n#### {}\n\n{}\n", self.heading(name), self.linked(ty.doc.text()));
        if let Shape::Choice(words) = &ty.shape {
            out.push('\n');
            out.push_str(&match name {
                "SlotKind" => self.kinds(words),
                _ => words_table(words),
            });
        }
        out
    }

    /// The kinds of slots, each with the keys of a section that not all kinds use.
    fn kinds(&self, words: &[Word]) -> String {
        let keys = self.types.table("Section").unwrap();
        let users: Vec<(&str, Vec<String>)> =
            keys.iter().map(|key| (key.name.as_str(), kinds_with(&key.name))).collect();
        let mut out = String::from("| value | meaning | keys for it |\n|---|---|---|\n");
        for word in words {
            let own = users.iter().filter(|(_, kinds)| kinds.contains(&word.name));
            let own: Vec<String> = own.map(|(key, _)| format!("`{key}`")).collect();
            writeln!(out, "| {} | {} | {} |", names(word), cell(&word.doc.summary()), own.join(", "))
                .unwrap();
        }
        out
    }

    fn text(&self) -> String {
        let mut out = String::from(START);
        out.push_str("\n## Reference\n");
        for (name, places) in &self.tables {
            out.push_str(&self.table_section(name, places));
        }
        out.push_str("\n### Values\n");
        for name in &self.values {
            out.push_str(&self.value_section(name));
        }
        out
    }
}

fn words_table(words: &[Word]) -> String {
    let mut out = String::from("| value | meaning |\n|---|---|\n");
    for word in words {
        writeln!(out, "| {} | {} |", names(word), cell(&word.doc.summary())).unwrap();
    }
    out
}

/// The name of a value, with its other names.
fn names(word: &Word) -> String {
    let others = word.aliases.iter().map(|alias| format!(", also `{alias}`"));
    format!("`{}`{}", word.name, others.collect::<String>())
}

/// A default in Markdown.
fn shown(value: &Value) -> String {
    match value {
        Value::Null => "none".to_owned(),
        Value::Bool(answer) => if *answer { "yes" } else { "no" }.to_owned(),
        Value::String(text) if text.is_empty() => "none".to_owned(),
        Value::Sequence(list) if list.is_empty() => "empty".to_owned(),
        Value::Mapping(map) if map.is_empty() => "empty".to_owned(),
        Value::Sequence(list) if list[0].is_mapping() => {
            let ids = list.iter().filter_map(|item| item["id"].as_str());
            ids.map(|id| format!("`{id}`")).collect::<Vec<_>>().join(", ")
        }
        other => format!("`{}`", flow(other)),
    }
}

fn flow(value: &Value) -> String {
    match value {
        Value::Sequence(list) => format!("[{}]", list.iter().map(flow).collect::<Vec<_>>().join(", ")),
        other => serde_yaml::to_string(other).unwrap().trim_end().to_owned(),
    }
}

/// Text in a cell of a table.
fn cell(text: &str) -> String {
    let first = text.trim_end().strip_suffix('.').filter(|rest| !rest.contains(". ")).unwrap_or(text);
    first.replace('|', "\\|")
}

fn capital(text: &str) -> String {
    text[..1].to_uppercase() + &text[1..]
}

/// The name of a heading in links, as GitHub makes it.
pub fn anchor(heading: &str) -> String {
    let kept = heading.to_lowercase();
    let kept = kept.chars().filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'));
    kept.map(|c| if c == ' ' { '-' } else { c }).collect()
}

#[test]
fn the_reference_is_made_from_the_types() {
    let page = page();
    let (own, old) = page.split_once(START).expect("docs/profile.md has the line before the reference");
    let reference = Reference::new().text();
    if old != reference.strip_prefix(START).unwrap()
        && std::env::var_os("INSTA_UPDATE").is_some_and(|value| value == "always")
    {
        std::fs::write(PATH, format!("{own}{reference}")).unwrap();
        return;
    }
    let old = format!("{START}{old}");
    let differing = old.lines().zip(reference.lines()).find(|(old, new)| old != new);
    assert!(
        old == reference,
        "docs/profile.md is out of date, first in {differing:?}; INSTA_UPDATE=always rewrites it"
    );
}

/// The names in the first column of each table of the page, by the heading above it.
fn tables_on_the_page() -> BTreeMap<String, Vec<String>> {
    let mut tables: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut heading = String::new();
    // Other tables are parts of the documentation.
    let mut is_of_names = false;
    let page = page();
    let (_, reference) = page.split_once(START).unwrap();
    for line in reference.lines() {
        if let Some((_, title)) = line.split_once("# ").filter(|(marks, _)| marks.chars().all(|c| c == '#')) {
            heading = title.to_owned();
        } else if !line.starts_with('|') {
            is_of_names = false;
        } else if line.starts_with("| key |") || line.starts_with("| value |") {
            is_of_names = true;
        } else if let Some(row) = line.strip_prefix("| `").filter(|_| is_of_names) {
            let name = row.split('`').next().unwrap();
            tables.entry(heading.clone()).or_default().push(name.to_owned());
        }
    }
    tables
}

fn sorted(mut names: Vec<String>) -> Vec<String> {
    names.sort();
    names
}

#[test]
fn the_keys_on_the_page_are_those_that_a_profile_may_have() {
    let on_page = tables_on_the_page();
    let mut wrong = Vec::new();
    // Every table that a profile with all of them has, from the values and not from the types.
    let mut places: Vec<Place> = vec![Vec::new()];
    for base in [
        "",
        "sections.count_line",
        "sections.facts",
        "checklist",
        "waivers",
        "import.libraries",
        "import.news",
    ] {
        let place: Place = base.split('.').filter(|key| !key.is_empty()).map(str::to_owned).collect();
        let profile = super::profile_keys::loaded(&with_table(&place)).unwrap();
        collect_places(&serde_yaml::to_value(profile).unwrap(), &mut Vec::new(), &mut places);
    }
    places.sort();
    places.dedup();
    for place in &places {
        let Some(known) = known_names(&with(place, "zzz", Some("x".into()))) else {
            // A table of free names, such as `style.sources`.
            continue;
        };
        let path = place.join(".");
        let heading = match path.as_str() {
            "" => "Top level".to_owned(),
            path => {
                on_page.keys().find(|own| own.split('`').any(|one| one == path)).cloned().unwrap_or_default()
            }
        };
        // `titles` and `nouns` are tables of a choice.
        let heading = if known.contains(&"weeds".to_owned()) { "Part".to_owned() } else { heading };
        let own = on_page.get(&heading).cloned().unwrap_or_default();
        if sorted(own.clone()) != sorted(known.clone()) {
            wrong.push(format!("{path}: the page has {own:?}, the profile {known:?}"));
        }
    }
    assert!(places.len() > 20, "{places:?}");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The places of all tables in a profile.
fn collect_places(value: &Value, place: &mut Place, places: &mut Vec<Place>) {
    let Value::Mapping(map) = value else { return };
    places.push(place.clone());
    for (key, value) in map {
        let inner = match value {
            Value::Sequence(list) => list.last().unwrap_or(&Value::Null),
            other => other,
        };
        if let Some(key) = key.as_str() {
            place.push(key.to_owned());
            collect_places(inner, place, places);
            place.pop();
        }
    }
}

#[test]
fn the_values_on_the_page_are_those_that_a_key_may_have() {
    let on_page = tables_on_the_page();
    let reference = Reference::new();
    let mut seen = Vec::new();
    for (name, places) in &reference.tables {
        for key in reference.types.table(name).unwrap() {
            for ty in reference.types_in(&key.ty) {
                let Some(Shape::Choice(_)) = reference.types.get(&ty).map(|ty| &ty.shape) else { continue };
                let values = ["zzz", "[zzz]", "{ x: zzz }", "{ zzz: [] }"];
                let known = values.iter().find_map(|value| {
                    known_names(&with(&places[0], &key.name, Some(serde_yaml::from_str(value).unwrap())))
                });
                let known = known.unwrap_or_else(|| panic!("{}: no value is refused", key.name));
                let mut own = on_page[&reference.heading(&ty)].clone();
                let Shape::Choice(words) = &reference.types.get(&ty).unwrap().shape else { continue };
                own.extend(words.iter().flat_map(|word| word.aliases.clone()));
                // Serde may leave out other names of a value.
                own.retain(|name| {
                    known.contains(name) || !words.iter().any(|word| word.aliases.contains(name))
                });
                assert_eq!(sorted(own), sorted(known), "{}", key.name);
                seen.push(ty);
            }
        }
    }
    assert!(seen.len() >= 10, "{seen:?}");
}

#[test]
fn every_key_and_value_is_documented() {
    let reference = Reference::new();
    let mut missing = Vec::new();
    for (name, _) in &reference.tables {
        let keys = reference.types.table(name).unwrap();
        missing.extend(
            keys.iter().filter(|key| key.doc.summary().is_empty()).map(|key| format!("{name}.{}", key.name)),
        );
        // What follows the first paragraph would not be on the page.
        let longer = keys.iter().filter(|key| key.doc.text().contains("\n\n"));
        missing.extend(longer.map(|key| format!("{name}.{}: one paragraph", key.name)));
    }
    for name in &reference.values {
        let ty = reference.types.get(name).unwrap();
        if ty.doc.summary().is_empty() {
            missing.push(name.clone());
        }
        if let Shape::Choice(words) = &ty.shape {
            let blank = words.iter().filter(|word| word.doc.summary().is_empty());
            missing.extend(blank.map(|word| format!("{name}: {}", word.name)));
        }
    }
    assert!(missing.is_empty(), "write doc comments for {missing:#?}");
}

#[test]
fn every_link_on_the_page_has_its_heading() {
    let page = page();
    let headings =
        page.lines().filter(|line| line.starts_with('#')).map(|line| line.trim_start_matches('#').trim());
    let anchors: Vec<String> = headings.map(anchor).collect();
    for (n, one) in anchors.iter().enumerate() {
        assert!(!anchors[..n].contains(one), "two headings have the link #{one}");
    }
    for link in page.split("](#").skip(1) {
        let target = link.split(')').next().unwrap();
        assert!(anchors.iter().any(|one| one == target), "no heading has the link #{target}");
    }
}

#[test]
fn yes_and_no_are_accepted_by_every_key_that_takes_them() {
    let reference = Reference::new();
    let mut count = 0;
    for (name, places) in &reference.tables {
        for key in reference.types.table(name).unwrap() {
            if reference.value(&key.ty) != "yes or no" {
                continue;
            }
            for word in ["yes", "no", "true", "false"] {
                let value: Value = serde_yaml::from_str(word).unwrap();
                let profile = with(&places[0], &key.name, Some(value));
                let read = serde_yaml::from_value::<copydesk::profile::Profile>(profile).unwrap();
                let mut read = serde_yaml::to_value(read).unwrap();
                let own = table(&mut read, &places[0])[key.name.as_str()].as_bool();
                assert_eq!(own, Some(matches!(word, "yes" | "true")), "{}: {word}", key.name);
                count += 1;
            }
        }
    }
    assert!(count >= 28, "{count}");
}
