//! Checks sections: their headings, kinds, and keys that only some kinds use.

use std::collections::{HashMap, HashSet};

use super::{BLANK, Problems};
use crate::profile::heading::never_matches;
use crate::profile::key_path::KeyPath;
use crate::profile::{CountLine, Fact, Profile, Section, SlotKind};

pub(super) fn check(profile: &Profile, problems: &mut Problems) {
    let top = KeyPath::default();
    for (key, id) in [("unknown_before", &profile.unknown_before), ("unknown_after", &profile.unknown_after)]
    {
        if id != "prose" {
            problems.known_section(top.key(key), profile, id);
        }
    }
    let mut aliases = HashMap::new();
    for (n, section) in profile.sections.iter().enumerate() {
        if section.id.is_empty() {
            // A section without an `id` is not merged, so its index in the file is unknown.
            problems.add(
                top.key("sections"),
                "a section has no `id`; add `id: …`, a name by which other keys can refer to it",
            );
            continue;
        }
        let place = top.key("sections").section(&section.id);
        problems.text(&place, "title", &section.title);
        headings(profile, section, &place, problems);
        for (at, alias) in section.headings.iter().enumerate() {
            if let Some((other, other_at)) = aliases.insert(alias, (n, at))
                && other != n
            {
                // Report both: either may be in the user's file.
                let other = &profile.sections[other].id;
                let message = |other: &str| {
                    format!(
                        "'{alias}' is also a heading of the section '{other}'; remove it from one of them"
                    )
                };
                problems.add(place.key("headings").item(at), message(other));
                let there = top.key("sections").section(other).key("headings").item(other_at);
                problems.add(there, message(&section.id));
            }
        }
        keys(section, &place, problems);
        keys_without_effect(section, &place, problems);
    }
}

fn headings(profile: &Profile, section: &Section, place: &KeyPath, problems: &mut Problems) {
    problems.texts(place, "headings", &section.headings);
    for (n, alias) in section.headings.iter().enumerate() {
        if let Some(why) = never_matches(alias) {
            problems.add(place.key("headings").item(n), format!("'{alias}' {why}"));
        }
    }
    let is_for_unknown = [&profile.unknown_before, &profile.unknown_after].contains(&&section.id);
    let is_opening = section.id == "opening";
    if is_opening && !section.headings.is_empty() {
        let what = "have no effect: the section `opening` is the text before the first heading; remove them";
        problems.add(place.key("headings"), what);
    }
    if section.kinds.contains(&SlotKind::Opening) && !is_opening {
        problems.add(
            place.key("kinds"),
            "'opening' is only for the section with the id `opening`; write another kind",
        );
    }
    if section.headings.is_empty() && section.lines.is_empty() && !is_for_unknown && !is_opening {
        let what = "has no `headings` or `lines` and is not used for unknown headings, so it is never found; add `headings`";
        problems.add(place.clone(), what);
    }
}

fn keys(section: &Section, place: &KeyPath, problems: &mut Problems) {
    if section.noun.len() > 2 {
        problems
            .add(place.key("noun"), "has more than two texts; keep those for one item and for several items");
    }
    for (n, _) in section.noun.iter().enumerate().filter(|(_, noun)| noun.trim().is_empty()) {
        problems.add(place.key("noun").item(n), "is blank; write a noun, such as [link, links]");
    }
    if section.kinds.is_empty() {
        problems.add(
            place.clone(),
            "`kinds` is missing or empty; add the kinds of its slots, such as `kinds: [links]`",
        );
    }
    let mut seen = HashSet::new();
    for (n, kind) in section.kinds.iter().enumerate() {
        if !seen.insert(kind) {
            problems.add(
                place.key("kinds").item(n),
                format!("'{}' is in the list twice; remove one", kind.name()),
            );
        }
    }
    if section.form.as_ref().is_some_and(|form| form.trim().is_empty()) {
        problems.add(place.key("form"), BLANK);
    }
    problems.texts(place, "heading_placeholders", &section.heading_placeholders);
    problems.texts(place, "lines", &section.lines);
    if let Some(browser) = &section.browser {
        problems.text(place, "browser", browser);
    }
    if let Some(line) = &section.count_line {
        count_line(line, &place.key("count_line"), problems);
    }
    problems.texts(place, "lists", &section.lists);
    for (n, list) in section.lists.iter().enumerate() {
        let plain = list.trim_end_matches(['!', ':']).to_lowercase();
        if *list != plain {
            let what = format!(
                "'{list}' matches no label: labels are compared in lower case, without punctuation at the end; write '{plain}'"
            );
            problems.add(place.key("lists").item(n), what);
        }
    }
    problems.captures(place, "subjects", &section.subjects);
    problems.captures(place, "meeting", &section.meeting);
    facts(&section.facts, &place.key("facts"), problems);
}

/// The optional keys that sections of a kind use.
fn used_keys(kind: SlotKind) -> &'static [&'static str] {
    match kind {
        SlotKind::Boards => &["left_out", "may_repeat", "count_line"],
        SlotKind::Events => &["left_out", "may_repeat", "intro"],
        SlotKind::Facts => &["facts"],
        SlotKind::Feature => &["left_out", "may_repeat", "title_in_heading"],
        SlotKind::Guides => &["left_out", "may_repeat"],
        SlotKind::Line => &["left_out", "lines", "subjects", "meeting"],
        SlotKind::Links => &["left_out", "may_repeat", "lists"],
        SlotKind::Opening => &["browser", "outro"],
        SlotKind::Paragraphs | SlotKind::Topics => &["left_out", "may_repeat"],
        SlotKind::Popular => &["left_out", "title_in_heading", "lines"],
        SlotKind::Stories => &["left_out", "may_repeat", "intro"],
        SlotKind::Streams => &["left_out", "may_repeat", "subjects", "meeting"],
        SlotKind::Boilerplate | SlotKind::FrontMatter | SlotKind::People | SlotKind::Prose => &[],
    }
}

/// Checks for keys that no kind of the section uses.
fn keys_without_effect(section: &Section, place: &KeyPath, problems: &mut Problems) {
    // `repeats`, and the other name of `may_repeat`, are about items of the same kinds.
    let uses = |kind: SlotKind, key: &str| {
        let key = if matches!(key, "allow_repeats" | "repeats") { "may_repeat" } else { key };
        used_keys(kind).contains(&key)
    };
    let is_used = |key: &str| section.kinds.iter().any(|kind| uses(*kind, key));
    for (key, is_set) in [
        ("title_in_heading", section.title_in_heading),
        ("intro", section.intro),
        ("left_out", section.left_out.is_some()),
        ("may_repeat", section.may_repeat),
        ("allow_repeats", section.allow_repeats == Some(true)),
        ("repeats", !section.repeats.is_empty()),
        ("count_line", section.count_line.is_some()),
        ("lines", !section.lines.is_empty()),
        ("lists", !section.lists.is_empty()),
        ("facts", !section.facts.is_empty()),
        ("subjects", !section.subjects.is_empty()),
        ("meeting", !section.meeting.is_empty()),
        ("browser", section.browser.is_some()),
        ("outro", section.outro),
    ] {
        if is_set && !is_used(key) {
            let kinds = SlotKind::ALL.iter().filter(|kind| uses(**kind, key));
            let names: Vec<&str> = kinds.map(|kind| kind.name()).collect();
            let what = format!(
                "has no effect: none of the section's kinds is '{}'; remove it, or add the kind",
                names.join("' or '")
            );
            problems.add(place.key(key), what);
        }
    }
    if section.kinds.contains(&SlotKind::Facts) && section.facts.is_empty() {
        problems.add(place.key("kinds"), "'facts' finds nothing: the section has no `facts`; add them");
    }
    if section.kinds.contains(&SlotKind::Boards) && section.count_line.is_none() {
        problems.add(place.key("kinds"), "'boards' finds nothing: the section has no `count_line`; add it");
    }
}

fn count_line(line: &CountLine, place: &KeyPath, problems: &mut Problems) {
    for (key, text) in [("none", &line.none), ("one", &line.one), ("many", &line.many)] {
        problems.text(place, key, text);
    }
    if !line.many.is_empty() {
        problems.form(place.key("many"), &line.many);
    }
    problems.texts(place, "anchor", &line.anchor);
    if line.anchor.is_empty() {
        problems.add(place.clone(), "`anchor` is missing or empty; add the words that identify the sentence, such as `anchor: [there were]`");
    }
}

fn facts(facts: &[Fact], place: &KeyPath, problems: &mut Problems) {
    let mut seen = HashSet::new();
    for (n, fact) in facts.iter().enumerate() {
        let place = place.item(n);
        problems.text(&place, "name", &fact.name);
        if !seen.insert(&fact.name) {
            problems.add(place.key("name"), format!("'{}' is the name of two facts; rename one", fact.name));
        }
        if fact.places.is_empty() {
            problems.add(place.key("places"), "is empty, so the fact is never found; write the text around the value, such as [\"has {} stars\"]");
        }
        problems.captures(&place, "places", &fact.places);
        problems.texts(&place, "release", &fact.release);
        if let Some(clause) = &fact.clause {
            problems.form(place.key("clause"), clause);
        }
    }
}
