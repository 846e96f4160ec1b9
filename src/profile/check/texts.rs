//! Checks style, images, placeholders, the template's words, and imports.

use std::collections::HashMap;

use super::{BLANK, Problems, only_dates};
use crate::profile::key_path::KeyPath;
use crate::profile::{HouseStyle, LabelledList, Libraries, News, Placeholders, Profile, Template};

pub(super) fn style(style: &HouseStyle, problems: &mut Problems) {
    let place = KeyPath::default().key("style");
    if let Some(source) = &style.source {
        problems.form(place.key("source"), source);
    }
    problems.trimmed(&place, "words", &style.words);
    for (key, names) in [("sources", &style.sources), ("labels", &style.labels)] {
        for (name, hosts) in names {
            self::hosts(&place.key(key).key(name), name, hosts, problems);
        }
    }
    let spellings = place.key("spellings");
    let mut seen = HashMap::new();
    for (right, wrong) in &style.spellings {
        if right.trim().is_empty() {
            problems
                .add(spellings.key(right), "a spelling is blank; write the house's spelling of the words");
        }
        problems.texts(&spellings, right, wrong);
        for (n, word) in wrong.iter().enumerate() {
            let place = || spellings.key(right).item(n);
            if word == right {
                problems.add(place(), format!("'{word}' is the house's spelling; remove it from the others"));
            } else if let Some((other, at)) =
                seen.insert(word, (right, n)).filter(|(other, _)| *other != right)
            {
                // Report both: either may be in the user's file.
                let message = |other: &str| {
                    format!("'{word}' is already another spelling of '{other}'; remove it from one of them")
                };
                problems.add(place(), message(other));
                problems.add(spellings.key(other).item(at), message(right));
            }
        }
    }
}

/// Checks a name with the hosts that it is for.
fn hosts(place: &KeyPath, name: &str, hosts: &[String], problems: &mut Problems) {
    if name.trim().is_empty() {
        problems.add(place.clone(), "a name is blank; write the name of the site");
    }
    if hosts.is_empty() {
        problems.add(place.clone(), "has no host; write such as [example.org], or remove it");
    }
    for (n, host) in hosts.iter().enumerate() {
        if host.contains(['/', ':', ' ']) || !host.contains('.') {
            problems.add(place.item(n), format!("'{host}' is not a host name, such as example.org"));
        } else if host.starts_with("www.") {
            problems.add(place.item(n), format!("'{host}' matches nothing; write it without www."));
        }
    }
}

pub(super) fn images(profile: &Profile, problems: &mut Problems) {
    let place = KeyPath::default().key("images");
    let images = &profile.images;
    if let Some(name) = &images.name {
        if name.depth() > 1 || !name.folder().is_empty() {
            problems.add(place.key("name"), "is a file name without a folder; the folder is in files.assets");
        }
        only_dates(place.key("name"), name, problems);
    }
    problems.trimmed(&place, "standing", &images.standing);
    for (n, name) in images.standing.iter().enumerate().filter(|(_, name)| name.contains(['/', '\\'])) {
        let what = format!(
            "'{name}' matches no image: names are compared without their folders; write '{}'",
            name.rsplit(['/', '\\']).next().unwrap_or(name)
        );
        problems.add(place.key("standing").item(n), what);
    }
    problems.trimmed(&place, "hosts", &images.hosts);
    for (n, host) in images.hosts.iter().enumerate() {
        if host.starts_with('.') || host.contains(|c: char| !(c.is_alphanumeric() || matches!(c, '.' | '-')))
        {
            let what = format!("'{host}' is not a host name, such as example.org");
            problems.add(place.key("hosts").item(n), what);
        }
    }
    if !images.hosts.is_empty() && profile.files.assets.is_none() {
        problems
            .add(place.key("hosts"), "has no effect without files.assets; add that key, or remove this one");
    }
    problems.trimmed(&place, "alt_placeholders", &images.alt_placeholders);
    if images.flash_warning.as_deref().is_some_and(|warning| warning.trim().is_empty()) {
        problems.add(place.key("flash_warning"), BLANK);
    }
}

pub(super) fn placeholders(placeholders: &Placeholders, problems: &mut Problems) {
    let place = KeyPath::default().key("placeholders");
    problems.trimmed(&place, "addresses", &placeholders.addresses);
    problems.trimmed(&place, "texts", &placeholders.texts);
    problems.texts(&place, "tokens", &placeholders.tokens);
    problems.texts(&place, "word_ends", &placeholders.word_ends);
    problems.trimmed(&place, "numbers", &placeholders.numbers);
    problems.texts(&place, "images", &placeholders.images);
    for (n, token) in placeholders.tokens.iter().enumerate() {
        let what = match token.matches('…').count() {
            0 => continue,
            1 if token.starts_with('…') => "needs a beginning before its …; write one",
            1 if token.ends_with('…') => "needs an end after its …; write one",
            1 => continue,
            _ => "has more than one …, and only the first is a wildcard; keep one",
        };
        problems.add(place.key("tokens").item(n), format!("'{token}' {what}"));
    }
}

pub(super) fn template(template: &Template, problems: &mut Problems) {
    let place = KeyPath::default().key("template");
    problems.texts(&place, "date", &template.date);
    problems.texts(&place, "number", &template.number);
    for (n, word) in template.number.iter().enumerate().filter(|(_, word)| template.date.contains(word)) {
        problems.add(
            place.key("number").item(n),
            format!("'{word}' is already replaced by the date; remove it from one of the lists"),
        );
    }
    for (n, word) in template.date.iter().enumerate().filter(|(_, word)| template.number.contains(word)) {
        problems.add(
            place.key("date").item(n),
            format!("'{word}' is also replaced by the number; remove it from one of the lists"),
        );
    }
}

pub(super) fn import(profile: &Profile, problems: &mut Problems) {
    let place = KeyPath::default().key("import");
    let import = &profile.import;
    for (handle, name) in &import.people {
        let lower = handle.to_lowercase();
        if *handle != lower {
            let what =
                format!("'{handle}' matches nobody: handles are compared in lower case; write '{lower}'");
            problems.add(place.key("people").key(handle), what);
        }
        if name.as_ref().is_some_and(|name| name.trim().is_empty()) {
            problems
                .add(place.key("people").key(handle), "has no name; write ~ for somebody without a block");
        }
    }
    if let Some(id) = &import.post {
        problems.known_section(place.key("post"), profile, id);
    }
    if let Some(form) = &import.event {
        let (before, rest) = form.split_once('[').unwrap_or((form, ""));
        let after = rest.split_once(']').map_or("", |(_, after)| after);
        if before.contains("{place}") || after.contains("{place}") {
            problems.add(place.key("event"), "{place} must be in square brackets, such as [ in {place}]");
        }
        tokens(place.key("event"), form, &["name", "dates", "place"], problems);
    }
    if let Some(spec) = &import.libraries {
        libraries(profile, spec, &place.key("libraries"), problems);
    }
    if let Some(spec) = &import.news {
        news(profile, spec, &place.key("news"), problems);
    }
    let titles = place.key("grammar").key("notes").key("titles");
    for (title, first, second) in import.grammar.notes.titles.repeated() {
        // Either of the two may be the file's own.
        for (part, other) in [(first, second), (second, first)] {
            let what = format!(
                "'{title}' is a title of the part `{}` too; remove it from one of them",
                other.name()
            );
            problems.add(titles.key(part.name()), what);
        }
    }
}

fn libraries(profile: &Profile, spec: &Libraries, place: &KeyPath, problems: &mut Problems) {
    let texts = [
        ("section", &spec.section),
        ("count", &spec.count),
        ("new", &spec.new),
        ("updated", &spec.updated),
        ("none", &spec.none),
    ];
    for (key, text) in texts {
        problems.text(place, key, text);
    }
    problems.known_section(place.key("section"), profile, &spec.section);
    if let Some(section) = profile.section(&spec.section)
        && !section.facts.iter().any(|fact| fact.name == spec.count)
    {
        let what = format!(
            "the section '{}' has no fact '{}'; write the `name` of one of its `facts`",
            spec.section, spec.count
        );
        problems.add(place.key("count"), what);
    }
    let lists: [(&str, &Option<LabelledList>, &[&str]); 2] = [
        ("total", &spec.total, &["downloads", "libraries"]),
        ("top", &spec.top, &["name", "package", "downloads"]),
    ];
    for (key, list, known) in lists {
        let Some(list) = list else { continue };
        problems.text(&place.key(key), "label", &list.label);
        problems.text(&place.key(key), "row", &list.row);
        tokens(place.key(key).key("row"), &list.row, known, problems);
    }
}

fn news(profile: &Profile, spec: &News, place: &KeyPath, problems: &mut Problems) {
    problems.text(place, "title", &spec.title);
    if let Some(standing) = &spec.standing {
        problems.text(place, "standing", standing);
    }
    problems.texts(place, "sections", &spec.sections);
    for (n, id) in spec.sections.iter().enumerate() {
        problems.known_section(place.key("sections").item(n), profile, id);
    }
    if spec.sections.is_empty() {
        problems.add(place.clone(), "`sections` is missing or empty; add the `id`s of sections");
    }
}

/// Checks the tokens of a form, which are words in braces.
fn tokens(place: KeyPath, form: &str, known: &[&str], problems: &mut Problems) {
    let names = || known.iter().map(|name| format!("{{{name}}}")).collect::<Vec<_>>().join(", ");
    let mut rest = form;
    let mut has_one = false;
    while let Some((_, after)) = rest.split_once('{') {
        let (token, after) = after.split_once('}').unwrap_or((after, ""));
        if !known.contains(&token) {
            problems.add(place, format!("{{{token}}} is not replaced; tokens are {}", names()));
            return;
        }
        has_one = true;
        rest = after;
    }
    if !has_one && !form.is_empty() {
        problems.add(place, format!("has no token; tokens are {}", names()));
    }
}
