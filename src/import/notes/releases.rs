//! Finds the releases of the project that a document names.

use super::clean::plain;
use super::lines::{Line, head, tail};
use super::sections::Section;
use super::state::{Release, State};
use super::versions::{NamedVersion, VersionList, list, mentioned, version};
use crate::profile::grammar::{NotesGrammar, Part, Phrase};

/// Finds the newest stable release and the newest pre-release in the table of downloads, in the
/// news, and in reports of people who released them.
pub(in crate::import) fn read(sections: &[Section<'_>], state: &mut State) {
    let Some(grammar) = sections.first().map(|section| section.grammar) else { return };
    let project = grammar.project.as_ref();
    let of = |parts: &'static [Part]| sections.iter().filter(|section| parts.contains(&section.part));
    let lines = |parts| of(parts).flat_map(Section::lines).filter(|line| line.raw.len() < 2000);
    for line in lines(&[Part::State, Part::Core]) {
        in_statistics(line, grammar).into_iter().for_each(|release| keep(release, state));
    }
    for line in lines(&[Part::News]) {
        announced(line, project).into_iter().for_each(|release| keep(release, state));
    }
    let mut without_name = Vec::new();
    for line in lines(&[Part::Status]) {
        announced(line, project).into_iter().for_each(|release| keep(release, state));
        without_name.extend(unnamed(line, project));
    }
    let known = [&state.stable, &state.next].map(|known| known.as_ref().map(|known| known.version.clone()));
    for release in without_name {
        let [stable, next] = &known;
        let known = if is_prerelease(&release) { next } else { stable };
        // A library that somebody maintains has other version numbers.
        if known.as_ref().is_none_or(|known| major(known) == major(&release.version)) {
            keep(release, state);
        }
    }
}

fn is_prerelease(release: &Release) -> bool {
    release.version.contains('-')
}

fn major(version: &str) -> &str {
    version.split('.').next().unwrap_or_default()
}

/// Orders tags by their numbers, pre-releases before their release.
fn order(tag: &str) -> Option<crate::text::Version> {
    crate::text::Version::new(tag)
}

/// Keeps the newest release of each kind. A duplicate without doubt replaces one with doubt.
fn keep(release: Release, state: &mut State) {
    let best = if is_prerelease(&release) { &mut state.next } else { &mut state.stable };
    let is_better = best.as_ref().is_none_or(|best| {
        let is_surer = best.doubt.is_some() && release.doubt.is_none();
        order(&best.version) < order(&release.version) || best.version == release.version && is_surer
    });
    if is_better {
        *best = Some(release);
    }
}

fn release(version: NamedVersion, line: usize) -> Release {
    Release { version: version.tag, written: version.written, line, doubt: version.doubt }
}

/// `| Board
/// 4.1.0
/// 5.0.0-beta.0 |`, `Download stats for 3.1.2`.
fn in_statistics(line: Line<'_>, grammar: &NotesGrammar) -> Vec<Release> {
    let text = line.text();
    let after = |phrases: &[Phrase], text| phrases.iter().find_map(|one| one.strip_word_from(text));
    let words = match text.strip_prefix('|') {
        Some(cells) => after(&grammar.state.version_cells, cells.trim_start()),
        None => after(&grammar.state.version_lines, text),
    };
    words
        .into_iter()
        .flat_map(|words| words.split('|'))
        .filter_map(|word| version(word.trim()))
        .map(|(version, _)| release(version, line.number))
        .collect()
}

/// Returns the versions that a line announces: as a title or sentence, or after `released`.
fn announced(line: Line<'_>, project: Option<&Phrase>) -> Vec<Release> {
    let Some(project) = project else { return Vec::new() };
    let name = project.as_str();
    // A fast check, since most lines do not name the project. Its last letters are usually in lower
    // case.
    if !line.raw.contains(tail(name, 5)) {
        return Vec::new();
    }
    let text = line.bullet().map_or(line.raw, |(_, rest)| rest);
    let text = plain(Line { raw: text, ..line }.peeled().text);
    let lower = text.to_ascii_lowercase();
    if let Some(after) = project.strip_word_from(&text) {
        let Some(list) = list(after, name) else { return Vec::new() };
        let has_pre_release = list.versions.iter().any(NamedVersion::is_prerelease);
        if is_out(&format!("{}{}", list.words, list.rest), has_pre_release) {
            return all(list, name, line.number);
        }
    } else if let Some(at) = released(&lower, name)
        && !sentence_words(tail(&lower[..at], 100).rsplit(['.', '!', '?', ';']).next().unwrap_or_default())
            .iter()
            .any(|word| is_of_future(word))
        && let Some(list) = list(&text[at..], name)
    {
        return all(list, name, line.number);
    }
    Vec::new()
}

/// Returns the position of the version after `released` and the project's name.
fn released(lower: &str, name: &str) -> Option<usize> {
    lower.match_indices(name).map(|(at, name)| (&lower[..at], at + name.len())).find_map(|(before, end)| {
        (before.ends_with("released ") && lower[end..].starts_with(' ')).then_some(end + 1)
    })
}

/// Returns the versions of a list and those in the rest of its sentence, except future ones.
fn all(list: VersionList<'_>, project: &str, line: usize) -> Vec<Release> {
    let is_to_come =
        |after: &str| sentence_words(&head(after, 60).to_lowercase()).into_iter().take(4).any(is_of_future);
    let sentence = sentence(head(list.rest, 400));
    let mentioned = list.versions.last().map(|last| mentioned(last, sentence, project)).unwrap_or_default();
    let mentioned = mentioned.into_iter().filter(|(_, after)| !is_to_come(after)).map(|(version, _)| version);
    list.versions.into_iter().chain(mentioned).map(|version| release(version, line)).collect()
}

/// `Released 6.2.0-beta.1`: here team members mean the project. A version with a `v`, or with two
/// numbers, usually belongs to something else.
fn unnamed(line: Line<'_>, project: Option<&Phrase>) -> Vec<Release> {
    let project = project.map(Phrase::as_str).unwrap_or_default();
    let text = line.bullet().map_or(line.raw, |(_, rest)| rest);
    // A fast check, since most lines begin otherwise.
    let start = text.trim_start_matches(['*', '_', '#', ' ']);
    if !["Released", "released", "Built", "Prepared"].iter().any(|word| start.starts_with(word)) {
        return Vec::new();
    }
    let text = plain(Line { raw: text, ..line }.peeled().text);
    let starts = ["Released ", "released ", "Built and released ", "Prepared and released "];
    let after = starts.iter().find_map(|start| text.strip_prefix(start));
    let Some(after) = after.filter(|after| after.starts_with(|c: char| c.is_ascii_digit())) else {
        return Vec::new();
    };
    let Some(list) = list(after, project) else { return Vec::new() };
    let next = sentence_words(head(list.rest, 60)).first().copied().unwrap_or_default();
    if matches!(next, "of" | "for")
        || list.versions.iter().any(|version| version.tag.matches('.').count() < 2)
    {
        return Vec::new();
    }
    let mut found = all(list, project, line.number);
    for release in &mut found {
        let doubt = || format!("the notes do not name the project of {}", release.written);
        release.doubt.get_or_insert_with(doubt);
    }
    found
}

/// The first sentence of a text.
fn sentence(text: &str) -> &str {
    let end = ["! ", "? ", ". "].iter().filter_map(|end| text.find(end)).min();
    &text[..end.unwrap_or(text.len())]
}

/// True if the text after a version says that it is out. A plan for a release names a version too.
fn is_out(after: &str, has_pre_release: bool) -> bool {
    let lower = head(after, 400).to_ascii_lowercase();
    let words = sentence_words(sentence(&lower));
    let word = |n: usize| words.get(n).copied().unwrap_or_default();
    let is_future = |word: &str| is_of_future(word) || !has_pre_release && word == "candidate";
    for (n, one) in words.iter().enumerate() {
        if is_future(one) || *one == "be" && n > 0 && word(n - 1) == "to" {
            return false;
        }
        let is_before = |known: &[&str]| n == 0 || known.contains(&word(n - 1));
        // `Release Notes`, `has a new stable release`; but not `Release Party`.
        let is_of_release =
            |n: usize| matches!(word(n), "" | "notes" | "page" | "of" | "with" | "for" | "and");
        let says = match *one {
            "released" | "available" | "latest" | "posted" | "published" | "launched" | "landed" => true,
            "out" | "here" | "live" => is_before(&["is", "are", "s", "now", "just", "finally"]),
            "stable" if word(n + 1) == "release" => is_of_release(n + 2),
            "stable" | "final" => {
                matches!(
                    word(n + 1),
                    "" | "and" | "version" | "is" | "has" | "was" | "now" | "released" | "out"
                )
            }
            "release" => is_of_release(n + 1),
            _ => false,
        };
        // `available soon`, `release of 10.0.0 not before May`
        if says {
            return !(n + 1..n + 4).any(|n| is_future(word(n)));
        }
    }
    // `CircuitPython 5.0.0 Release Candidate 1!`
    has_pre_release && words.is_empty()
}

fn sentence_words(text: &str) -> Vec<&str> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect()
}

/// True for a word about the future.
fn is_of_future(word: &str) -> bool {
    const START: [&str; 10] =
        ["plan", "upcoming", "toward", "delay", "postpone", "schedul", "expect", "prepar", "hop", "target"];
    const WHOLE: [&str; 40] = [
        "roadmap",
        "before",
        "not",
        "never",
        "no",
        "t",
        "soon",
        "coming",
        "comes",
        "will",
        "ll",
        "would",
        "wont",
        "preview",
        "previewing",
        "until",
        "till",
        "when",
        "once",
        "if",
        "next",
        "tomorrow",
        "later",
        "may",
        "might",
        "could",
        "should",
        "shall",
        "almost",
        "nearly",
        "nearing",
        "nears",
        "approaching",
        "future",
        "date",
        "timeline",
        "withdrawn",
        "pulled",
        "waiting",
        "going",
    ];
    START.iter().any(|start| word.starts_with(start)) || WHOLE.contains(&word)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn versions(line: &str) -> String {
        let line = Line { number: 1, raw: line, start: 0, end: line.len() };
        let grammar = crate::profile::built_in("circuitpython").unwrap().import.grammar.notes;
        let announced = announced(line, grammar.project.as_ref());
        let found: Vec<_> =
            in_statistics(line, &grammar).into_iter().chain(announced).map(|found| found.version).collect();
        found.join(" ")
    }

    #[test]
    fn a_release_is_read_in_any_wording() {
        for (line, found) in [
            ("| Board   | 4.1.0  | 5.0.0-beta.0  |", "4.1.0 5.0.0-beta.0"),
            ("Download stats for 4.0.0-alpha.5", "4.0.0-alpha.5"),
            ("### 2:49 CircuitPython 9.0.0 Alpha 6 Released", "9.0.0-alpha.6"),
            ("**CircuitPython 7.3.0 Release Candidate Released**", "7.3.0-rc"),
            ("CircuitPython 6.0.0 Stable and 6.1.0 beta 1", "6.0.0 6.1.0-beta.1"),
            ("CircuitPython 7.1.0-beta.0 is available, the first beta for 7.1.0.", "7.1.0-beta.0"),
            ("* Released CircuitPython 7.2.2 and 7.2.3 on Tuesday", "7.2.2 7.2.3"),
            ("The team released CircuitPython 8.2.0-beta.1.", "8.2.0-beta.1"),
            ("## CircuitPython 9.0.0 Alpha 5 + CircuitPython 8.2.8 released", "9.0.0-alpha.5 8.2.8"),
            ("CircuitPython 8 Poster released", ""),
            ("Fixed a bug for the CircuitPython 8.1.0 release", ""),
        ] {
            assert_eq!(versions(line), found, "{line}");
        }
    }
}
