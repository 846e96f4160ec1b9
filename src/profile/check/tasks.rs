//! Checks `checklist` and `always_check`.

use super::{BLANK, Problems};
use crate::profile::key_path::KeyPath;
use crate::profile::{ChecklistEntry, Profile, Proof};

pub(super) fn check(profile: &Profile, problems: &mut Problems) {
    let top = KeyPath::default();
    for (n, check) in profile.checklist.iter().enumerate() {
        let place = top.key("checklist").item(n);
        line(profile, n, check, &place, problems);
        proof(profile, check, &place, problems);
    }
    problems.texts(&top, "always_check", &profile.always_check);
    for (n, name) in profile.always_check.iter().enumerate() {
        if profile.checklist.iter().any(|check| check.line == *name) {
            continue;
        }
        let place = top.key("always_check").item(n);
        match Proof::named(name) {
            None => {
                let names = Proof::ALL.iter().map(|proof| proof.name()).collect::<Vec<_>>().join(", ");
                let what = format!(
                    "'{name}' is neither the `line` of a checklist entry nor a proof; proofs are {names}"
                );
                problems.add(place, what);
            }
            Some(proof) if proof.needs_target() => {
                let what = format!(
                    "the proof '{name}' needs an entry in the checklist with a section or text; add one, and write its `line`"
                );
                problems.add(place, what);
            }
            Some(_) => {}
        }
    }
}

fn line(profile: &Profile, n: usize, check: &ChecklistEntry, place: &KeyPath, problems: &mut Problems) {
    let lower = check.line.to_lowercase();
    if check.line.trim().is_empty() {
        problems.add(place.key("line"), "is blank, so it matches every task; write words of one");
    } else if lower != check.line {
        let what =
            format!("'{}' matches no task: tasks are compared in lower case; write '{lower}'", check.line);
        problems.add(place.key("line"), what);
    }
    // The first entry that matches a task is used.
    let earlier = profile.checklist[..n].iter().take(MAX_COMPARED);
    let hides = |earlier: &&ChecklistEntry| !earlier.line.is_empty() && check.line.contains(&earlier.line);
    if let Some(earlier) = earlier.into_iter().find(hides)
        && !profile.always_check.contains(&check.line)
    {
        let what = format!(
            "is never reached: '{}' above it matches the same tasks; move this entry up",
            earlier.line
        );
        problems.add(place.key("line"), what);
    }
}

/// How many earlier entries each entry is compared with.
const MAX_COMPARED: usize = 200;

fn proof(profile: &Profile, check: &ChecklistEntry, place: &KeyPath, problems: &mut Problems) {
    let name = check.proof.name();
    let (takes_one, takes_many, takes_text) = match check.proof {
        Proof::Section => (true, false, false),
        Proof::FilledSection => (true, true, false),
        Proof::LinkedText => (false, false, true),
        _ => (false, false, false),
    };
    let keys = [
        ("section", check.section.is_some(), takes_one),
        ("sections", !check.sections.is_empty(), takes_many),
        ("text", check.text.is_some(), takes_text),
    ];
    for (key, _, _) in keys.into_iter().filter(|(_, is_set, takes)| *is_set && !takes) {
        problems.add(place.key(key), format!("the proof '{name}' does not use it; remove it"));
    }
    let has_section = check.section.is_some() || !check.sections.is_empty();
    if takes_one && !has_section {
        problems.add(
            place.clone(),
            format!("the proof '{name}' needs a `section`; add `section: …` with its `id`"),
        );
    }
    if check.proof == Proof::LinkedText && check.text.is_none() {
        problems.add(
            place.clone(),
            "the proof 'linked-text' needs a `text`; add `text: …` with the words that must be a link",
        );
    }
    if check.text.as_ref().is_some_and(|text| text.trim().is_empty()) {
        problems.add(place.key("text"), BLANK);
    }
    if let Some(id) = &check.section {
        problems.known_section(place.key("section"), profile, id);
    }
    problems.texts(place, "sections", &check.sections);
    for (n, id) in check.sections.iter().enumerate() {
        problems.known_section(place.key("sections").item(n), profile, id);
    }
}
