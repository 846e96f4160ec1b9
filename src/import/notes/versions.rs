//! Versions in sentences: `8.2.4`, `9.0.0 Beta 2`, and lists of them, such as `9.0.1, 9.0.2 (for
//! one board), and 9.1.0-beta.0`.

use super::lines::{head, trim};

/// A version that a text names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct NamedVersion {
    /// The tag: `9.0.0-alpha.6`.
    pub tag: String,
    pub written: String,
    /// Why it may not be out, or may be another version.
    pub doubt: Option<String>,
}

/// A list of versions at the start of a text.
#[derive(Debug)]
pub(super) struct VersionList<'a> {
    pub versions: Vec<NamedVersion>,
    /// The words between the versions, such as `stable and`, without remarks in brackets.
    pub words: String,
    pub rest: &'a str,
}

impl NamedVersion {
    fn new(tag: String, written: &str) -> Self {
        let written = trim(written).to_owned();
        let number = tag.split('-').next().unwrap_or_default();
        let is_short = number.matches('.').count() < 2;
        let doubt = is_short.then(|| format!("{written} has no third number in the notes"));
        Self { tag, written, doubt }
    }

    pub fn is_prerelease(&self) -> bool {
        self.tag.contains('-')
    }

    fn number(&self) -> &str {
        self.tag.split('-').next().unwrap_or_default()
    }
}

/// Parses a version at the start of a text and returns the rest: `8.2.4`, `9.0.0-alpha.6`, `9.0.0
/// (Alpha 6)`, `9.0.0rc1`.
pub(super) fn version(text: &str) -> Option<(NamedVersion, &str)> {
    let start = text.strip_prefix(['v', 'V']).unwrap_or(text);
    let digits = start.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(start.len());
    let number = start[..digits].trim_end_matches('.');
    let parts = number.split('.').count();
    if !(2..=3).contains(&parts) || number.split('.').any(|part| part.is_empty() || part.len() > 3) {
        return None;
    }
    let rest = &start[number.len()..];
    let after = rest.trim_start_matches(['-', ' ', '.', '_', '(', '"', '“']);
    let apart = rest.len() - after.len();
    let pre = if apart == 0 { PreRelease::new_adjacent(after) } else { PreRelease::new(after) };
    if let Some(pre) = pre.filter(|_| apart <= 3) {
        let end = apart + pre.length;
        return Some((pre.version(number, &start[..number.len() + end]), &rest[end..]));
    }
    // A version of something else continues differently, and an unknown kind of pre-release is
    // skipped.
    let is_more = rest.starts_with('+') && !rest[1..].starts_with(|c: char| c.is_ascii_digit());
    let goes_on = rest.starts_with(|c: char| c.is_alphanumeric() || c == '-') || is_more;
    (!goes_on && !is_unstable(after)).then(|| (NamedVersion::new(number.to_owned(), number), rest))
}

fn is_unstable(text: &str) -> bool {
    let word = head(text, 20).split(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
    ["pre", "prerelease", "dev", "nightly", "unstable", "snapshot", "alphas", "betas", "rcs", "candidates"]
        .iter()
        .any(|known| word.eq_ignore_ascii_case(known))
}

/// The text after the numbers of a version: `Beta 2`, `rc.1`, `alpha`.
struct PreRelease<'a> {
    kind: &'static str,
    number: &'a str,
    is_year: bool,
    length: usize,
}

impl<'a> PreRelease<'a> {
    /// Parses a pre-release by its whole word.
    fn new(text: &'a str) -> Option<Self> {
        let (word, kind) = Self::word(text)?;
        Self::from_word(text, word, kind)
    }

    /// Parses a pre-release directly after the numbers. Only there `b1` is a beta.
    fn new_adjacent(text: &'a str) -> Option<Self> {
        let has_digit = text.as_bytes().get(1).is_some_and(u8::is_ascii_digit);
        let letter = || {
            [("a", "alpha"), ("b", "beta")].into_iter().find(|(word, _)| has_digit && text.starts_with(word))
        };
        let (word, kind) = Self::word(text).or_else(letter)?;
        Self::from_word(text, word, kind)
    }

    /// The word at the start of a text, and the kind that it means.
    fn word(text: &str) -> Option<(&'static str, &'static str)> {
        const KINDS: [(&str, &str); 5] = [
            ("alpha", "alpha"),
            ("beta", "beta"),
            ("release candidate", "rc"),
            ("release-candidate", "rc"),
            ("rc", "rc"),
        ];
        let starts =
            |word: &str| text.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word));
        KINDS.into_iter().find(|(word, _)| starts(word))
    }

    fn from_word(text: &'a str, word: &str, kind: &'static str) -> Option<Self> {
        let after = &text[word.len()..];
        if after.starts_with(char::is_alphabetic) {
            return None;
        }
        let counted = after.trim_start_matches(['.', ' ', '-', '_', '#']);
        let gap = &after[..after.len() - counted.len()];
        let number = leading_number(counted).filter(|_| gap.len() <= 3).unwrap_or_default();
        // `Beta 2024` has a year, `beta.2024` has not.
        let is_year =
            gap.contains(' ') && number.len() == 4 && (number.starts_with("19") || number.starts_with("20"));
        if number.is_empty() || is_year {
            return Some(Self { kind, number: "", is_year, length: word.len() });
        }
        Some(Self { kind, number, is_year, length: word.len() + gap.len() + number.len() })
    }

    fn version(&self, number: &str, written: &str) -> NamedVersion {
        let tag = match self.number {
            "" => format!("{number}-{}", self.kind),
            of_kind => format!("{number}-{}.{of_kind}", self.kind),
        };
        let mut version = NamedVersion::new(tag, written);
        if self.is_year {
            version.doubt = Some(format!("the number after “{}” may be a year", version.written));
        }
        version
    }
}

/// The number of up to five digits at the start of a text.
fn leading_number(text: &str) -> Option<&str> {
    let length = text.bytes().take_while(u8::is_ascii_digit).count();
    let (number, rest) = text.split_at(length);
    let goes_on = rest.starts_with(char::is_alphanumeric)
        || rest.strip_prefix('.').is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
    ((1..=5).contains(&length) && !goes_on).then_some(number)
}

/// Parses a list of versions at the start of a text: `6.0.0 Stable and 6.1.0 beta 1`,
/// `9.0.0 Alpha 5 + CircuitPython 8.2.8`, `9.0.0 beta.1 (a slip) and beta.2`, `9.2.5 [and 9.2.6]`.
pub(super) fn list<'a>(text: &'a str, project: &str) -> Option<VersionList<'a>> {
    let (first, rest) = version(text)?;
    let mut list = VersionList { versions: vec![first], words: String::new(), rest };
    loop {
        let separator = Separator::new(list.rest, project);
        let last = list.versions.last_mut()?;
        if let Some(remark) = separator.remark.filter(|remark| is_withdrawn(remark)) {
            last.doubt.get_or_insert_with(|| format!("the notes say of {}: “{remark}”", last.written));
        }
        let next = if separator.is_joined { next_version(last, separator.rest) } else { None };
        let Some((version, rest)) = next else { return Some(list) };
        list.versions.push(version);
        list.words.push_str(&separator.words);
        list.rest = rest;
    }
}

/// Returns the versions in the rest of the sentence after a list, behind an `and` or a comma, each
/// with the text after it. They may not be out.
pub(super) fn mentioned<'a>(
    last: &NamedVersion,
    sentence: &'a str,
    project: &str,
) -> Vec<(NamedVersion, &'a str)> {
    let mut found: Vec<(NamedVersion, &'a str)> = Vec::new();
    let mut rest = sentence;
    loop {
        let separator = Separator::new(rest, project);
        let last = found.last().map_or(last, |(version, _)| version);
        let next = if separator.is_joined { next_version(last, separator.rest) } else { None };
        if let Some((mut version, after)) = next {
            version.doubt = Some(format!("the notes may not say that {} is out", version.written));
            found.push((version, after));
            rest = after;
            continue;
        }
        let Some(start) = separator.rest.find(char::is_alphanumeric) else { return found };
        let word = &separator.rest[start..];
        let token = &word[..word.find(char::is_whitespace).unwrap_or(word.len())];
        let end = word.find(|c: char| !c.is_alphanumeric()).unwrap_or(word.len());
        rest = &word[if token.contains("://") { token.len() } else { end }..];
    }
}

/// Parses the next version of a list: a whole one, or `beta.2` after `9.0.0-beta.1`, or `2` after
/// that.
fn next_version<'a>(last: &NamedVersion, text: &'a str) -> Option<(NamedVersion, &'a str)> {
    if let Some(found) = version(text) {
        return Some(found);
    }
    if let Some(pre) = PreRelease::new(text).filter(|pre| !pre.number.is_empty()) {
        return Some((pre.version(last.number(), &text[..pre.length]), &text[pre.length..]));
    }
    let (kind, _) = last.tag.rsplit_once('.').filter(|(kind, _)| kind.contains('-'))?;
    let number = leading_number(text)?;
    let rest = &text[number.len()..];
    let next = rest.split(|c: char| !c.is_alphanumeric()).find(|word| !word.is_empty()).unwrap_or_default();
    let ends = ["", "released", "are", "were", "have", "available", "now", "out"];
    let is_of_list = ends.iter().any(|word| next.eq_ignore_ascii_case(word));
    is_of_list.then(|| (NamedVersion::new(format!("{kind}.{number}"), number), rest))
}

/// The text between two versions of a list.
struct Separator<'a> {
    /// True if a sign or a word continues the list.
    is_joined: bool,
    words: String,
    /// The first remark in brackets.
    remark: Option<&'a str>,
    rest: &'a str,
}

impl<'a> Separator<'a> {
    /// `project` is the name, in lower case, that may precede each version of a list.
    fn new(text: &'a str, project: &str) -> Self {
        let mut separator = Self { is_joined: false, words: String::new(), remark: None, rest: text };
        loop {
            let text = separator.rest.trim_start_matches([' ', '*', '_', ']', ')', '"', '”']);
            separator.rest = text;
            if let Some(inside) = text.strip_prefix(['(', '[']) {
                // `[and 9.2.6]` continues the list, `(for one board)` is a remark.
                if goes_on_inside(inside) {
                    separator.is_joined = true;
                    separator.rest = inside;
                } else if let Some(close) = head(inside, 160).find([')', ']']) {
                    separator.remark = separator.remark.or(Some(&inside[..close]));
                    separator.rest = &inside[close + 1..];
                } else {
                    return separator;
                }
            } else if let Some(rest) = text.strip_prefix([',', ';', '&', '+', '/']) {
                separator.is_joined = true;
                separator.rest = rest;
            } else {
                let end = text.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(text.len());
                let word = head(&text[..end], 20).to_ascii_lowercase();
                match word.as_str() {
                    "and" | "plus" | "then" | "as" => separator.is_joined = true,
                    "stable" | "final" | "also" | "well" | "followed" | "by" | "both" | "the" | "new"
                    | "version" | "versions" => {}
                    word if word == project && !word.is_empty() => {}
                    _ => return separator,
                }
                separator.words.push(' ');
                separator.words.push_str(&word);
                separator.rest = &text[end..];
            }
        }
    }
}

/// True if the list continues in an open bracket.
fn goes_on_inside(inside: &str) -> bool {
    let inside = inside.trim_start_matches([' ', '&', '+', ',']);
    let starts = |word: &&str| inside.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word));
    let joint = ["and ", "plus ", "also "].into_iter().find(starts);
    version(trim(&inside[joint.map_or(0, str::len)..])).is_some()
}

fn is_withdrawn(remark: &str) -> bool {
    const WORDS: [&str; 16] = [
        "withdrawn",
        "pulled",
        "recalled",
        "retracted",
        "removed",
        "broken",
        "skipped",
        "unreleased",
        "yet",
        "soon",
        "coming",
        "planned",
        "upcoming",
        "delayed",
        "postponed",
        "cancelled",
    ];
    let mut words = remark.split(|c: char| !c.is_alphanumeric());
    words.any(|word| WORDS.iter().any(|known| word.eq_ignore_ascii_case(known)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tags(text: &str) -> String {
        let versions = list(text, "circuitpython").map(|list| list.versions).unwrap_or_default();
        versions.iter().map(|version| version.tag.as_str()).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn a_list_of_versions_is_read_to_its_end() {
        for (text, found) in [
            ("9.0.1, 9.0.2 (for one board only), and 9.1.0-beta.0 Released", "9.0.1 9.0.2 9.1.0-beta.0"),
            ("9.2.5 [and 9.2.6] Released", "9.2.5 9.2.6"),
            ("9.2.5 (and 9.2.6)", "9.2.5 9.2.6"),
            ("9.0.0 beta.1 (a slip of the hand) and beta.2", "9.0.0-beta.1 9.0.0-beta.2"),
            ("9.0.0 Beta 1 & 2 released", "9.0.0-beta.1 9.0.0-beta.2"),
            ("9.0.0 Beta 1 and 2 new boards", "9.0.0-beta.1"),
            ("9.0.0-rc.0, then 9.0.0-rc.1", "9.0.0-rc.0 9.0.0-rc.1"),
            ("8.2.8 as well as CircuitPython 9.0.0 alpha5", "8.2.8 9.0.0-alpha.5"),
            ("9.0.1/9.0.2", "9.0.1 9.0.2"),
            ("6.0.0 Stable and 6.1.0 beta 1", "6.0.0 6.1.0-beta.1"),
            ("8.2.0 since 8.1.0", "8.2.0"),
        ] {
            assert_eq!(tags(text), found, "{text}");
        }
    }

    #[test]
    fn a_pre_release_is_read_however_it_is_spelt() {
        for (text, found) in [
            ("9.2.0 Alpha 2351", "9.2.0-alpha.2351"),
            ("9.2.0-ALPHA.2351", "9.2.0-alpha.2351"),
            ("9.0.0 Beta2", "9.0.0-beta.2"),
            ("9.0.0beta2", "9.0.0-beta.2"),
            ("9.0.0b2", "9.0.0-beta.2"),
            ("9.0.0“b2", "9.0.0"),
            ("9.0.0é", ""),
            ("9.0.0.beta.2", "9.0.0-beta.2"),
            ("9.0.0 (beta 2)", "9.0.0-beta.2"),
            ("9.0.0 - Beta #2", "9.0.0-beta.2"),
            ("9.0.0 RC1", "9.0.0-rc.1"),
            ("9.0.0-rc1", "9.0.0-rc.1"),
            ("9.0.0 Release Candidate 1!", "9.0.0-rc.1"),
            ("9.0.0 release-candidate", "9.0.0-rc"),
            ("9.0.0 Beta 2024", "9.0.0-beta"),
            ("9.0.0 betas", ""),
            ("9.0.0 pre-release", ""),
            ("9.0.0 nightly", ""),
            ("9.0.0-12-g1a2b", ""),
            ("9.0.0+ only", ""),
        ] {
            assert_eq!(tags(text), found, "{text}");
        }
    }

    #[test]
    fn what_is_not_sure_is_doubted() {
        let doubts = |text: &str| {
            let list = list(text, "circuitpython").unwrap();
            let mentioned = mentioned(list.versions.last().unwrap(), list.rest, "circuitpython");
            let all = list.versions.into_iter().chain(mentioned.into_iter().map(|(version, _)| version));
            let doubtful = all.filter(|version| version.doubt.is_some());
            doubtful.map(|version| version.tag).collect::<Vec<_>>().join(" ")
        };
        for (text, found) in [
            ("9.0.1, 9.0.2 (withdrawn), and 9.1.0-beta.0", "9.0.2"),
            ("9.0.0 Beta 2024", "9.0.0-beta"),
            ("9.0.0 beta.1 came out on Tuesday and beta.2 on Friday", "9.0.0-beta.2"),
            ("8.2.4 for a new board, and CircuitPython 9.0.0-alpha.1 to try", "9.0.0-alpha.1"),
            ("7.1.0-beta.0 is the first beta for 7.1.0, better than 7.0.0", ""),
        ] {
            assert_eq!(doubts(text), found, "{text}");
        }
    }
}
