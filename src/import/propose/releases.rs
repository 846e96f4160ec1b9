//! Versions and dates of releases.

use super::Places;
use crate::draft::Draft;
use crate::import::candidate::{Proposal, TargetState};
use crate::import::releases::Release;
use crate::outline::{Field, Fill, Outline, Slot};
use crate::profile::{Fact, FactForm, Profile};
use crate::text::{Edits, Span, Version, grouped};

/// Proposes a list of releases. `previous` is the previous issue, which shows if a version decreases.
pub fn from_releases(
    releases: &[Release],
    draft: &Draft,
    outline: &Outline,
    profile: &Profile,
    previous: Option<(&Draft, &Outline)>,
) -> Proposal {
    let mut places = Places::new(draft, outline, profile);
    let mut known = vec![false; releases.len()];
    for (_, fact) in facts(profile) {
        let called = |release: &Release| is_called(fact, &release.name);
        for (release, known) in releases.iter().zip(&mut known) {
            *known |= called(release);
        }
        let own: Vec<&Release> = releases.iter().filter(|release| called(release)).collect();
        if !own.is_empty() {
            propose(&mut places, fact, &own, previous);
        }
        // A name with a single fact has no place for pre-releases.
        let has_clause =
            facts(profile).any(|(_, other)| other.clause.is_some() && other.release == fact.release);
        if let [first, ..] = *own
            && !has_clause
            && own.iter().all(|release| release.is_prerelease)
        {
            let text = format!(
                "{} {} is a pre-release, and the draft has no place for one",
                first.name, first.version
            );
            places.proposal.remarks.push(crate::import::Remark::unclear(first.line, text));
        }
    }
    let mut names: Vec<&str> =
        facts(profile).map(|(_, fact)| fact.release.first().unwrap_or(&fact.name).as_str()).collect();
    names.dedup();
    for (release, _) in releases.iter().zip(known).filter(|(_, known)| !known) {
        let text = match without_release(profile, &release.name) {
            Some(fact) => format!(
                "'{}' is not known as a release: the fact '{}' lacks the key `release`; add `release: [{}]` to it in copydesk.yml",
                release.name,
                fact.name,
                release.name.rsplit('/').next().unwrap_or_default().to_lowercase()
            ),
            None => format!(
                "'{}' is not a release that the newsletter lists: it lists {}",
                release.name,
                if names.is_empty() { "none".to_owned() } else { names.join(", ") }
            ),
        };
        places.proposal.remarks.push(crate::import::Remark::unclear(release.line, text));
    }
    places.proposal
}

/// Proposes releases of the project that the newsletter is about, which notes do not name.
pub(super) fn propose_for_project(
    places: &mut Places<'_>,
    releases: &[Release],
    previous: Option<(&Draft, &Outline)>,
) {
    let first = facts(places.profile)
        .find(|(_, fact)| fact.form == Some(FactForm::Version))
        .map(|(_, fact)| &fact.release);
    let Some(names) = first else { return };
    let same: Vec<&Fact> =
        facts(places.profile).map(|(_, fact)| fact).filter(|fact| fact.release == *names).collect();
    let all: Vec<&Release> = releases.iter().collect();
    for fact in same {
        let has_own = releases.iter().any(|release| release.is_prerelease == fact.clause.is_some());
        // Notes name new releases only.
        if has_own {
            propose(places, fact, &all, previous);
        }
    }
}

/// The facts for releases and numbers, with the ids of their sections.
fn facts(profile: &Profile) -> impl Iterator<Item = (&str, &Fact)> {
    let all = profile
        .sections
        .iter()
        .flat_map(|section| section.facts.iter().map(|fact| (section.id.as_str(), fact)));
    all.filter(|(_, fact)| is_listed(fact))
}

/// True if a list of releases may give the value.
fn is_listed(fact: &Fact) -> bool {
    !fact.release.is_empty() || fact.form == Some(FactForm::Number)
}

/// The fact of that name, such as 'Python' or 'Python stable', to which no release is assigned.
fn without_release<'p>(profile: &'p Profile, name: &str) -> Option<&'p Fact> {
    let mut others =
        profile.sections.iter().flat_map(|section| &section.facts).filter(|fact| !is_listed(fact));
    let first_word =
        |fact: &Fact| fact.name.split_whitespace().next().is_some_and(|word| is_same(word, name));
    let exact = others.clone().find(|fact| is_called(fact, name));
    exact.or_else(|| others.find(|fact| first_word(fact)))
}

fn is_called(fact: &Fact, name: &str) -> bool {
    fact.release.iter().chain([&fact.name]).any(|own| is_same(own, name))
}

/// True if a release, which may have its owner before it, has this name.
fn is_same(own: &str, release: &str) -> bool {
    let plain = |text: &str| -> String {
        text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
    };
    plain(own) == plain(release.rsplit('/').next().unwrap_or(release))
}

fn field<'o>(outline: &'o Outline, fact: &Fact) -> Option<(&'o Slot, &'o Field)> {
    outline
        .slots
        .iter()
        .find_map(|slot| Some((slot, slot.fields.iter().find(|field| field.name == fact.name)?)))
}

fn propose<'r>(
    places: &mut Places<'_>,
    fact: &Fact,
    releases: &[&'r Release],
    previous: Option<(&Draft, &Outline)>,
) {
    let (pre, stable): (Vec<&Release>, Vec<&Release>) =
        releases.iter().copied().partition(|release| release.is_prerelease);
    let newest = |releases: Vec<&'r Release>| releases.into_iter().max_by(|a, b| a.version.cmp(&b.version));
    let is_pre = fact.clause.is_some();
    let stable = newest(stable);
    // A pre-release is obsolete once a later version is out.
    let pre = newest(pre).filter(|pre| stable.is_none_or(|stable| pre.version > stable.version));
    match (is_pre, stable, pre) {
        (false, Some(release), _) | (true, _, Some(release)) => set_fact(places, fact, release, previous),
        (true, Some(stable), None) => remove_clause(places, fact, stable, previous),
        _ => {}
    }
}

/// Proposes the release as the value of a fact.
fn set_fact(places: &mut Places<'_>, fact: &Fact, release: &Release, previous: Option<(&Draft, &Outline)>) {
    let outline = places.outline;
    let what = match fact.form {
        Some(FactForm::Version) | None => format!("{} {}", fact.name, release.version.as_str()),
        Some(_) => format!("{} {}", fact.name, value(fact, release, "")),
    };
    let Some((slot, own)) = field(outline, fact) else {
        insert_clause(places, fact, release, what, previous);
        return;
    };
    let value = value(fact, release, own.value(places.draft));
    places.offer_fields(what, slot, &fact.name, Some(release.line), &[(own, &value)]);
    doubt(places, fact, release, previous);
}

/// Puts the last candidate in doubt if the version would decrease.
fn doubt(places: &mut Places<'_>, fact: &Fact, release: &Release, previous: Option<(&Draft, &Outline)>) {
    let written = |draft: &Draft, outline: &Outline, fact: &Fact| {
        let (_, field) = field(outline, fact)?;
        let value = field.value(draft);
        Some((value.to_owned(), Version::new(&value.replace(',', ""))?))
            .filter(|_| field.fill == Fill::Written)
    };
    let of = |fact: &Fact| {
        let before = previous.and_then(|(draft, outline)| written(draft, outline, fact));
        let here = written(places.draft, places.outline, fact);
        [before.map(|found| ("last week's issue", found)), here.map(|found| ("the draft", found))]
    };
    let is_stable_of_it = |other: &&Fact| other.release == fact.release && other.clause.is_none();
    let stable =
        fact.clause.as_ref().and_then(|_| facts(places.profile).map(|(_, fact)| fact).find(is_stable_of_it));
    // In the form of the draft: days may have hyphens in the source.
    let Some(own) = Version::new(&value(fact, release, "").replace(',', "")) else { return };
    let mut known = of(fact).into_iter().chain(stable.into_iter().flat_map(of)).flatten();
    let higher = known.find(|(_, (_, version))| *version > own);
    let higher = higher.map(|(place, (text, _))| format!("{place} has {text}, which is higher"));
    places.doubt(higher.or_else(|| release.doubt.clone()));
}

/// The version in the form of the draft: with or without `v`, a day as eight digits.
fn value(fact: &Fact, release: &Release, current: &str) -> String {
    match fact.form {
        Some(FactForm::Day) => {
            let day = release.version.without_v().replace('-', "");
            match release.date {
                Some(date) if day.len() != 8 => date.strftime("%Y%m%d").to_string(),
                _ => day,
            }
        }
        Some(FactForm::Number) => {
            let number = release.version.without_v();
            number.parse().map_or_else(|_| number.to_owned(), grouped)
        }
        _ if current.starts_with('v') => format!("v{}", release.version.without_v()),
        _ => release.version.without_v().to_owned(),
    }
}

/// Deletes the clause of a pre-release.
fn remove_clause(
    places: &mut Places<'_>,
    fact: &Fact,
    stable: &Release,
    previous: Option<(&Draft, &Outline)>,
) {
    let what = format!("no {}", fact.name);
    let Some((slot, own)) = field(places.outline, fact) else {
        // It is still a candidate, so that the others keep their numbers.
        let beside =
            facts(places.profile).map(|(_, other)| other).find(|other| other.release == fact.release);
        if let Some((slot, _)) = beside.and_then(|beside| field(places.outline, beside)) {
            let (place, at) = (places.place(slot, &fact.name), Span::at(slot.span.end));
            places.offer(what, place, Some(stable.line), at, Edits::default(), TargetState::Open);
        }
        return;
    };
    let clause = fact.clause.as_deref().and_then(|clause| clause.split_once("{}"));
    let span = clause.zip(own.spans.first()).and_then(|((before, after), span)| {
        let text = places.draft.text();
        let start = span.start.checked_sub(before.len())?;
        let around = text.get(start..span.start)? == before && text.get(span.end..)?.starts_with(after);
        around.then(|| Span::new(start, span.end + after.len()))
    });
    let Some(span) = span else {
        places.missing(format!("the words around {}, which has no release now", fact.name));
        return;
    };
    let place = places.place(slot, &fact.name);
    let state = if own.fill == Fill::Written { TargetState::Written } else { TargetState::Open };
    places.offer(what, place, Some(stable.line), span, Edits::delete(span), state);
    // If the stable release would decrease, so would this.
    let mut facts = facts(places.profile).map(|(_, other)| other);
    if let Some(own) = facts.find(|other| other.release == fact.release && other.clause.is_none()) {
        doubt(places, own, stable, previous);
    }
}

/// Inserts the clause of a pre-release that the draft does not have.
fn insert_clause(
    places: &mut Places<'_>,
    fact: &Fact,
    release: &Release,
    what: String,
    previous: Option<(&Draft, &Outline)>,
) {
    let (draft, outline) = (places.draft, places.outline);
    let stable = facts(places.profile)
        .map(|(_, other)| other)
        .find(|other| other.release == fact.release && other.clause.is_none());
    let beside = stable.and_then(|stable| field(outline, stable));
    let Some(((slot, stable), clause)) = beside.zip(fact.clause.as_deref()) else {
        places.missing(format!("a place for {} in the draft", fact.name));
        return;
    };
    // A sentence is inserted after the other one, a clause directly after its link.
    let rest = stable.spans.first().map_or(0, |span| span.end);
    let after = draft.text().get(rest..).unwrap_or("");
    let line = &after[..after.find(['\n', '\r']).unwrap_or(after.len())];
    let end = match clause.ends_with('.') {
        true => line.find(". ").map(|at| at + 1).unwrap_or(line.len()),
        false => line.find(')').map_or(line.len(), |at| at + 1),
    };
    let text = clause.replace("{}", &value(fact, release, ""));
    let (at, place) = (rest + end, places.place(slot, &fact.name));
    places.offer(what, place, Some(release.line), Span::at(at), Edits::insert(at, text), TargetState::Open);
    doubt(places, fact, release, previous);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::profile::load;

    #[test]
    fn a_fact_without_the_key_for_releases_is_named() {
        let profile = load(
            "files: {drafts: 'd/{date}.md', posts: 'p/{date}.md'}\nsections:\n  - id: releases\n    title: Releases\n    headings: [releases]\n    kinds: [facts]\n    facts:\n      - {name: Tide stable, places: ['stable is [{}]']}\n      - {name: Stars, form: number, places: ['[{} stars]']}\n",
        )
        .unwrap();
        let draft = Draft::parse("## Releases\n\nThe stable is [#.#](https://tide.example).\n");
        let outline = Outline::new(&draft, &profile);
        let release = |name: &str| Release {
            name: name.to_owned(),
            version: Version::new("1.2").unwrap(),
            date: None,
            is_prerelease: false,
            line: 1,
            doubt: None,
        };
        let releases = [release("pier/Tide"), release("buoy")];
        let proposal = from_releases(&releases, &draft, &outline, &profile, None);
        let said: Vec<&str> = proposal.remarks.iter().map(|remark| remark.text.as_str()).collect();
        assert_eq!(
            said,
            [
                "'pier/Tide' is not known as a release: the fact 'Tide stable' lacks the key `release`; add `release: [tide]` to it in copydesk.yml",
                "'buoy' is not a release that the newsletter lists: it lists Stars",
            ]
        );
    }
}
