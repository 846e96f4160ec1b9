//! Checks the keys that change which problems rules report. The names of rules are checked by the linter.

use std::collections::HashSet;

use super::Problems;
use crate::profile::key_path::KeyPath;
use crate::profile::{Profile, recurring};

pub(super) fn check(profile: &Profile, problems: &mut Problems) {
    let top = KeyPath::default();
    problems.texts(&top, "may_come_again", &profile.may_come_again);
    for (n, pattern) in profile.may_come_again.iter().enumerate() {
        if let Some(why) = recurring::never_matches(pattern).filter(|_| !pattern.trim().is_empty()) {
            let what = format!("'{pattern}' matches no page: {why}");
            problems.add(top.key("may_come_again").item(n), what);
        }
    }
    for section in profile.sections.iter().filter(|section| !section.id.is_empty()) {
        let place = top.key("sections").section(&section.id);
        for (rule, level) in &section.rules {
            if profile.rules.get(rule) == Some(level) {
                let what =
                    format!("has no effect: '{rule}' is `{}` in all sections; remove it", level.name());
                problems.add(place.key("rules").key(rule), what);
            }
        }
        let mut seen = HashSet::new();
        for (n, id) in section.repeats.iter().enumerate() {
            let place = place.key("repeats").item(n);
            if *id == section.id {
                problems.add(place, "is the section itself; `may_repeat` allows its items in several issues");
            } else if !seen.insert(id) {
                problems.add(place, format!("'{id}' is in the list twice; remove one"));
            } else if id != "*" {
                problems.known_section(place, profile, id);
            }
        }
    }
}
