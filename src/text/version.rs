use std::cmp::Ordering;
use std::fmt;

/// A version number that remembers its spelling. Ordered by its numbers, then pre-releases (`9.0.0-beta.1`,
/// `3.13.0rc1`), the release, post-releases (`1.0.post1`, git's `9.0.0-12-g1a2b3c4`). A leading `v`, trailing
/// zeros and build metadata (`+…`) are ignored.
///
/// Equality follows the order, so equal versions may have different spellings: `v9.0` equals `9.0.0`.
#[derive(Clone, Debug)]
pub struct Version {
    spelling: String,
    /// The numeric components, without trailing zero components.
    numbers: Vec<u128>,
    phase: Phase,
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Phase {
    Pre(Vec<Identifier>),
    Release,
    Post(Vec<Identifier>),
}

/// An identifier of a pre-release or post-release. The order: numbers, then `dev`, then other words
/// alphabetically (alpha < beta < preview < rc). `a`, `b`, `c` and `pre` are alpha, beta, rc and rc.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Identifier {
    Number(u128),
    Dev,
    Word(String),
}

impl Version {
    /// Parses a version: an optional `v`, a digit, then ASCII letters, digits and `.-_+~`; without a dot or a
    /// dash, digits only. Returns `None` for anything else.
    pub fn new(spelling: &str) -> Option<Self> {
        let text = spelling.strip_prefix(['v', 'V']).unwrap_or(spelling);
        let is_plain = |c: char| c.is_ascii_alphanumeric() || ".-_+~".contains(c);
        if !text.starts_with(|c: char| c.is_ascii_digit()) || !text.chars().all(is_plain) {
            return None;
        }
        // Reject words such as `3D` and `10th`: only plain numbers may lack a dot and a dash.
        if !text.contains(['.', '-']) && !text.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        let text = text.split('+').next().unwrap_or(text);
        // The dashes of a date are not the beginning of a pre-release.
        let date = is_date(text).then(|| text.replace('-', "."));
        let (numbers, rest) = split_numbers(date.as_deref().unwrap_or(text));
        Some(Self { spelling: spelling.to_owned(), numbers, phase: parse_phase(rest) })
    }

    pub fn is_prerelease(&self) -> bool {
        matches!(self.phase, Phase::Pre(_))
    }

    /// The original text, including a leading `v`.
    pub fn as_str(&self) -> &str {
        &self.spelling
    }

    /// The original text without a leading `v`.
    pub fn without_v(&self) -> &str {
        self.spelling.trim_start_matches(['v', 'V'])
    }
}

fn is_date(text: &str) -> bool {
    text.len() == 10 && text.parse::<jiff::civil::Date>().is_ok()
}

/// Splits off the leading dot-separated numbers and returns them with the rest.
fn split_numbers(text: &str) -> (Vec<u128>, &str) {
    let mut numbers = Vec::new();
    let mut rest = text;
    loop {
        let end = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
        // A number that overflows is not of a real version; saturate.
        numbers.push(rest[..end].parse().unwrap_or(u128::MAX));
        rest = &rest[end..];
        match rest.strip_prefix('.') {
            Some(next) if next.starts_with(|c: char| c.is_ascii_digit()) => rest = next,
            _ => break,
        }
    }
    while numbers.last() == Some(&0) {
        numbers.pop();
    }
    (numbers, rest)
}

fn parse_phase(rest: &str) -> Phase {
    let identifiers = identifiers(rest);
    match identifiers.as_slice() {
        [] => Phase::Release,
        // `git describe` appends the number of commits since the tag and the abbreviated hash:
        // `-12-g1a2b3c4`.
        [Identifier::Number(_), Identifier::Word(commit), ..]
            if rest.starts_with('-') && is_commit(rest, commit) =>
        {
            Phase::Post(identifiers)
        }
        [Identifier::Word(word), ..]
            if matches!(word.as_str(), "post" | "rev" | "r" | "p" | "patch" | "final") =>
        {
            Phase::Post(identifiers)
        }
        // A single letter is a patch release, as in OpenSSL's 1.1.1w.
        [Identifier::Word(_)] if rest.len() == 1 => Phase::Post(vec![Identifier::Word(rest.to_owned())]),
        _ => Phase::Pre(identifiers),
    }
}

/// True if the rest ends in an abbreviated hash: `g1a2b3c4`. `word` is its beginning up to the first digit,
/// where identifiers are split.
fn is_commit(rest: &str, word: &str) -> bool {
    let last = rest.rsplit('-').next().unwrap_or_default();
    word.starts_with('g')
        && last.len() >= 5
        && last.starts_with('g')
        && last[1..].bytes().all(|byte| byte.is_ascii_hexdigit())
}

fn identifiers(rest: &str) -> Vec<Identifier> {
    let mut identifiers = Vec::new();
    for part in rest.split(['.', '-', '_', '~']).filter(|part| !part.is_empty()) {
        let mut part = part;
        while let Some(first) = part.chars().next() {
            let is_digit = first.is_ascii_digit();
            let end = part.find(|c: char| c.is_ascii_digit() != is_digit).unwrap_or(part.len());
            identifiers.push(if is_digit {
                Identifier::Number(part[..end].parse().unwrap_or(u128::MAX))
            } else {
                word(&part[..end])
            });
            part = &part[end..];
        }
    }
    identifiers
}

fn word(text: &str) -> Identifier {
    let text = text.to_ascii_lowercase();
    match text.as_str() {
        "dev" => Identifier::Dev,
        "a" => Identifier::Word("alpha".to_owned()),
        "b" => Identifier::Word("beta".to_owned()),
        "c" | "pre" => Identifier::Word("rc".to_owned()),
        _ => Identifier::Word(text),
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.spelling)
    }
}

impl Ord for Version {
    fn cmp(&self, other: &Self) -> Ordering {
        self.numbers.cmp(&other.numbers).then_with(|| self.phase.cmp(&other.phase))
    }
}

impl PartialOrd for Version {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Version {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Version {}

#[cfg(test)]
mod tests {
    use super::*;

    fn version(text: &str) -> Version {
        Version::new(text).unwrap_or_else(|| panic!("{text} is not a version"))
    }

    #[test]
    fn orders_versions_by_release() {
        let lines = [
            "8.9.9 9.0.0-alpha.1 9.0.0-alpha.2 9.0.0-alpha.10 9.0.0-beta.0 9.0.0-rc.1 9.0.0 9.0.1 9.1.0-beta.1 10.0.0",
            "3.12.9 3.13.0.dev0 3.13.0a1 3.13.0a10 3.13.0b1 3.13.0rc1 3.13.0rc2 3.13.0 3.13.0.post1 3.13.1",
            "20221231 20231003 20231010 20240101",
            "1.22.2 1.23.0-preview.1 1.23.0-preview.12 1.23.0 1.23.0-3-g1a2b3c4 1.23.0-12-g1a2b3c4 1.24",
            "2023-10-03 2023-10-10 2024-01-01",
            "1.1.1 1.1.1a 1.1.1w 1.1.2",
            "1.0.0-1 1.0.0-alpha 1.0.0-alpha.1 1.0.0-alpha.beta 1.0.0-beta 1.0.0",
        ];
        for line in lines {
            let versions: Vec<Version> = line.split(' ').map(version).collect();
            for (n, one) in versions.iter().enumerate() {
                for (m, other) in versions.iter().enumerate() {
                    assert_eq!(one.cmp(other), n.cmp(&m), "{one} and {other}");
                }
            }
        }
    }

    #[test]
    fn ways_of_writing_the_same_version_are_equal() {
        let same = [
            ("v9.0.0", "9.0.0"),
            ("9.0", "9.0.0"),
            ("3.13.0-rc.1", "3.13.0rc1"),
            ("1.0.0+build.5", "1.0.0"),
            ("1.0a1", "1.0.0-alpha.1"),
        ];
        for (one, other) in same {
            assert_eq!(version(one), version(other));
        }
        assert_eq!((version("v9.0.0").as_str(), version("v9.0.0").without_v()), ("v9.0.0", "9.0.0"));
    }

    #[test]
    fn detects_prereleases() {
        for text in ["9.0.0-beta.1", "3.13.0rc1", "1.0.dev3", "2.0b2", "1.23.0-preview", "9.0.0-rc.0"] {
            assert!(version(text).is_prerelease(), "{text}");
        }
        for text in ["9.0.0", "20231003", "1.0.post1", "2023-10-03", "1.1.1w", "1.0+dev", "9.0.0-4-gabcdef0"]
        {
            assert!(!version(text).is_prerelease(), "{text}");
        }
    }

    #[test]
    fn rejects_text_that_is_not_a_version() {
        for text in ["", "v", "beta", "-1", "3D", "10th", "9.0/1", "9,0", "١.٢", "x1.0"] {
            assert!(Version::new(text).is_none(), "{text}");
        }
        let long = "9".repeat(100);
        assert!(version(&long) > version("20231003"));
    }

    #[test]
    fn a_release_comes_after_what_led_to_it() {
        let mut versions = ["8.0.0", "8.0.0-rc.1", "8.0.0-beta.10", "8.0.0-beta.9", "7.3.3", "8.0.0-alpha.1"];
        versions.sort_by_key(|text| version(text));
        assert_eq!(versions.join(" "), "7.3.3 8.0.0-alpha.1 8.0.0-beta.9 8.0.0-beta.10 8.0.0-rc.1 8.0.0");
    }
}
