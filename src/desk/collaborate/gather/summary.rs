//! A one-line summary of a contribution.

use super::{Contribution, ImageChange};
use crate::merge::{Change, ChangeKind, Unit};
use crate::profile::Profile;

impl Contribution {
    /// "1 news item, 1 image"; with other changes than additions, "adds 1 news item; removes 5 news
    /// items".
    pub(super) fn summarise(&self, profile: &Profile) -> String {
        let parts = |kind: ChangeKind| {
            let mut parts = Vec::new();
            for change in self.changes.iter().filter(|change| change.kind == kind) {
                count(&mut parts, noun(change, profile));
            }
            for _ in self.images.iter().filter(|image| image.kind() == kind) {
                count(&mut parts, ("image".to_owned(), "images".to_owned()));
            }
            let words = parts.into_iter().map(|(count, (singular, plural))| match count {
                _ if singular == plural => singular,
                1 => format!("1 {singular}"),
                n => format!("{n} {plural}"),
            });
            words.collect::<Vec<_>>().join(", ")
        };
        let verbs = [
            (ChangeKind::Added, "adds"),
            (ChangeKind::Changed, "changes"),
            (ChangeKind::Moved, "moves"),
            (ChangeKind::Removed, "removes"),
        ];
        let parts_by_verb: Vec<(&str, String)> = verbs
            .map(|(kind, verb)| (verb, parts(kind)))
            .into_iter()
            .filter(|(_, parts)| !parts.is_empty())
            .collect();
        match &parts_by_verb[..] {
            [] if self.state.is_left_out() => "nothing that can be shown".to_owned(),
            [] => "nothing".to_owned(),
            [("adds", parts)] => parts.clone(),
            all => all.iter().map(|(verb, parts)| format!("{verb} {parts}")).collect::<Vec<_>>().join("; "),
        }
    }
}

impl ImageChange {
    fn kind(&self) -> ChangeKind {
        match self {
            ImageChange::Added(_) => ChangeKind::Added,
            ImageChange::Replaced(_) => ChangeKind::Changed,
        }
    }
}

type Noun = (String, String);

fn count(parts: &mut Vec<(usize, Noun)>, noun: Noun) {
    match parts.iter_mut().find(|(_, known)| *known == noun) {
        Some((count, _)) => *count += 1,
        None => parts.push((1, noun)),
    }
}

/// The singular and plural noun of a change's unit.
fn noun(change: &Change, profile: &Profile) -> Noun {
    let (singular, plural) = match &change.unit {
        Unit::Item { section } => {
            let nouns = profile.section(section).map_or(&[][..], |section| &section.noun);
            (nouns.first().map_or("item", String::as_str), nouns.last().map_or("items", String::as_str))
        }
        Unit::Field => ("field of the front matter", "fields of the front matter"),
        Unit::Heading => ("heading", "headings"),
        Unit::Text => ("part of the text", "parts of the text"),
        Unit::Spacing => ("nothing but white space", "nothing but white space"),
    };
    (singular.to_owned(), plural.to_owned())
}
