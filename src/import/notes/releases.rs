//! Which releases of CircuitPython a document names.

use super::clean::plain;
use super::lines::{Line, head, tail};
use super::sections::{Part, Section};
use super::state::{Release, State};

/// Reads the stable release and the next one: from the table of downloads where there is one, else
/// from the news, else from what people say they released.
pub(in crate::import) fn read(sections: &[Section<'_>], state: &mut State) {
    let of = |parts: &'static [Part]| sections.iter().filter(|section| parts.contains(&section.part));
    let lines = |parts| of(parts).flat_map(Section::lines).filter(|line| line.raw.len() < 2000);
    keep(lines(&[Part::State, Part::Core]).flat_map(of_statistics), state);
    keep(lines(&[Part::News]).flat_map(told), state);
    keep(lines(&[Part::Status]).flat_map(told), state);
}

/// Keeps the highest of each kind, if none is known.
fn keep(releases: impl Iterator<Item = Release>, state: &mut State) {
    let (mut stable, mut next) = (None, None);
    for release in releases {
        let best: &mut Option<Release> = if release.version.contains('-') { &mut next } else { &mut stable };
        if best.as_ref().is_none_or(|best| order(&best.version) < order(&release.version)) {
            *best = Some(release);
        }
    }
    state.stable = state.stable.take().or(stable);
    state.next = state.next.take().or(next);
}

/// `| Board | 4.1.0 | 5.0.0-beta.0 |`, `Download stats for 3.1.2`.
fn of_statistics(line: Line<'_>) -> Vec<Release> {
    let text = line.text();
    if !text.starts_with(['|', 'D']) {
        return Vec::new();
    }
    let cells = text.strip_prefix('|').map(str::trim_start).and_then(|cells| cells.strip_prefix("Board "));
    let words = cells.or_else(|| text.strip_prefix("Download stats for "));
    words
        .into_iter()
        .flat_map(|words| words.split('|'))
        .filter_map(|word| version(word.trim(), line.number))
        .map(|(release, _)| release)
        .collect()
}

/// The versions that a line says are out: of a title or a sentence, or after `released`.
fn told(line: Line<'_>) -> Vec<Release> {
    if !line.raw.contains("ython ") {
        return Vec::new();
    }
    let text = line.bullet().map_or(line.raw, |(_, rest)| rest);
    let text = plain(Line { raw: text, ..line }.peeled().text);
    let lower = text.to_ascii_lowercase();
    let said = "released circuitpython ";
    if lower.starts_with(NAME) {
        let text = &text[NAME.len()..];
        let found = versions(text, line.number);
        let has_pre_release = found.iter().any(|release| release.version.contains('-'));
        if version(text, line.number).is_some_and(|(_, after)| is_out(after, has_pre_release)) {
            return found;
        }
    } else if let Some(at) = lower.find(said)
        && !sentence_words(tail(&lower[..at], 100).rsplit(['.', '!', '?', ';']).next().unwrap_or_default())
            .iter()
            .any(|word| is_of_future(word))
    {
        return versions(&text[at + said.len()..], line.number);
    }
    Vec::new()
}

const NAME: &str = "circuitpython ";

/// The versions that a text begins with: `6.0.0 Stable and 6.1.0 beta 1`, `9.0.0 Alpha 5 +
/// CircuitPython 8.2.8`.
fn versions(mut text: &str, line: usize) -> Vec<Release> {
    let mut found = Vec::new();
    while let Some((release, after)) = version(text, line) {
        found.push(release);
        let joined = ["and ", "& ", "+ ", "Stable and ", "stable and "];
        let after = after.trim_start();
        let Some(after) = joined.iter().find_map(|word| after.strip_prefix(word)) else { break };
        let named = after.split_at_checked(NAME.len());
        text = named.filter(|(name, _)| name.eq_ignore_ascii_case(NAME)).map_or(after, |(_, rest)| rest);
    }
    found
}

/// Whether what follows a version says that it is out: a plan for a release names one as well.
fn is_out(after: &str, has_pre_release: bool) -> bool {
    let lower = head(after, 400).to_ascii_lowercase();
    let sentence = ["! ", "? ", ". "].iter().filter_map(|end| lower.find(end)).min();
    let words = sentence_words(&lower[..sentence.unwrap_or(lower.len())]);
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

/// Whether something that is said so is not yet there.
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

/// The version that a text begins with, and the rest: `8.2.4`, `9.0.0-alpha.6`, `9.0.0 Alpha 6`.
fn version(text: &str, line: usize) -> Option<(Release, &str)> {
    let start = text.strip_prefix(['v', 'V']).unwrap_or(text);
    let digits = start.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(start.len());
    let number = start[..digits].trim_end_matches('.');
    let parts = number.split('.').count();
    if !(2..=3).contains(&parts) || number.split('.').any(|part| part.is_empty() || part.len() > 3) {
        return None;
    }
    let rest = &start[number.len()..];
    let lower = rest.to_ascii_lowercase();
    let after = lower.trim_start_matches(['-', ' ']);
    let (kind, name) = [("alpha", "alpha"), ("beta", "beta"), ("release candidate", "rc"), ("rc", "rc")]
        .into_iter()
        .find(|(kind, _)| after.starts_with(kind))
        .unzip();
    let (Some(kind), Some(name)) = (kind, name) else {
        // A version of something else goes on otherwise.
        let ends = !rest.starts_with(|c: char| c.is_alphanumeric() || c == '-');
        let release = Release { version: number.to_owned(), written: number.to_owned(), line };
        return ends.then_some((release, rest));
    };
    let at = rest.len() - after.len() + kind.len();
    let gap = rest[at..].len() - rest[at..].trim_start_matches(['.', ' ', '-']).len();
    let of_kind = &rest[at + gap..];
    let length = of_kind.find(|c: char| !c.is_ascii_digit()).unwrap_or(of_kind.len());
    let (version, end) = if length > 0 && length < 4 {
        (format!("{number}-{name}.{}", &of_kind[..length]), at + gap + length)
    } else {
        (format!("{number}-{name}"), at)
    };
    let written = format!("{number}{}", &rest[..end]);
    Some((Release { version, written, line }, &rest[end..]))
}

/// For comparing: the numbers, then what comes before a release.
fn order(version: &str) -> (Vec<u32>, u8, u32) {
    let (numbers, kind) = version.split_once('-').unwrap_or((version, ""));
    let mut numbers: Vec<u32> = numbers.split('.').map(|part| part.parse().unwrap_or(0)).collect();
    numbers.resize(3, 0);
    let (kind, number) = kind.split_once('.').unwrap_or((kind, ""));
    let stage = match kind {
        "alpha" => 0,
        "beta" => 1,
        "rc" => 2,
        _ => 3,
    };
    (numbers, stage, number.parse().unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn versions(line: &str) -> String {
        let line = Line { number: 1, raw: line, start: 0, end: line.len() };
        let found: Vec<_> =
            of_statistics(line).into_iter().chain(told(line)).map(|found| found.version).collect();
        found.join(" ")
    }

    #[test]
    fn a_release_is_read_however_it_is_told() {
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

    #[test]
    fn a_release_comes_after_what_led_to_it() {
        let mut versions = ["8.0.0", "8.0.0-rc.1", "8.0.0-beta.10", "8.0.0-beta.9", "7.3.3", "8.0.0-alpha.1"];
        versions.sort_by_key(|version| order(version));
        assert_eq!(versions.join(" "), "7.3.3 8.0.0-alpha.1 8.0.0-beta.9 8.0.0-beta.10 8.0.0-rc.1 8.0.0");
    }
}
