use std::cmp::Ordering;
use std::fmt;

/// A version, as it was written, that knows which of two comes first: by number, those before a
/// release (`9.0.0-beta.1`, `3.13.0rc1`) before it, those after it (`1.0.post1`, git's
/// `9.0.0-12-g1a2b3c4`) after it. Zeros at the end and what follows a `+` say nothing.
#[derive(Clone, Debug)]
pub struct Version {
    written: String,
    /// Without zeros at the end.
    numbers: Vec<u128>,
    stage: Stage,
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Stage {
    /// Before the release.
    Pre(Vec<Part>),
    Release,
    Post(Vec<Part>),
}

/// Numbers come before words; `dev` before all other words, which are in the order of the
/// alphabet: alpha, beta, nightly, preview, rc.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Part {
    Number(u128),
    Dev,
    Word(String),
}

impl Version {
    /// `None` where it is no version: those begin with a digit, after a `v` or not, and have
    /// nothing but letters, digits and `.-_+~` in them.
    pub fn new(written: &str) -> Option<Self> {
        let text = written.strip_prefix(['v', 'V']).unwrap_or(written);
        let is_plain = |c: char| c.is_ascii_alphanumeric() || ".-_+~".contains(c);
        if !text.starts_with(|c: char| c.is_ascii_digit()) || !text.chars().all(is_plain) {
            return None;
        }
        // Words that begin with a digit, as 3D or 10th, have no point and no dash.
        if !text.contains(['.', '-']) && !text.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        let text = text.split('+').next().unwrap_or(text);
        let date = is_date(text).then(|| text.replace('-', "."));
        let (numbers, rest) = numbers(date.as_deref().unwrap_or(text));
        let stage = stage(rest);
        Some(Self { written: written.to_owned(), numbers, stage })
    }

    pub fn is_prerelease(&self) -> bool {
        matches!(self.stage, Stage::Pre(_))
    }

    /// As it was written, with a leading `v` where there was one.
    pub fn as_str(&self) -> &str {
        &self.written
    }

    /// As it was written, without a leading `v`.
    pub fn bare(&self) -> &str {
        self.written.trim_start_matches(['v', 'V'])
    }
}

fn is_date(text: &str) -> bool {
    text.len() == 10 && text.parse::<jiff::civil::Date>().is_ok()
}

/// The numbers at the beginning with points between them, and what follows.
fn numbers(text: &str) -> (Vec<u128>, &str) {
    let mut numbers = Vec::new();
    let mut rest = text;
    loop {
        let end = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
        // Only a number too long for any version can't be held.
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

fn stage(rest: &str) -> Stage {
    let parts = parts(rest);
    match parts.as_slice() {
        [] => Stage::Release,
        // What `git describe` says: so many commits after, and the last of them.
        [Part::Number(_), Part::Word(commit), ..] if rest.starts_with('-') && is_commit(rest, commit) => {
            Stage::Post(parts)
        }
        [Part::Word(word), ..] if matches!(word.as_str(), "post" | "rev" | "r" | "p" | "patch" | "final") => {
            Stage::Post(parts)
        }
        // A letter alone, as OpenSSL's 1.1.1w, is a release of its own.
        [Part::Word(_)] if rest.len() == 1 => Stage::Post(vec![Part::Word(rest.to_owned())]),
        _ => Stage::Pre(parts),
    }
}

fn is_commit(rest: &str, word: &str) -> bool {
    let last = rest.rsplit('-').next().unwrap_or_default();
    word.starts_with('g')
        && last.len() >= 5
        && last.starts_with('g')
        && last[1..].bytes().all(|byte| byte.is_ascii_hexdigit())
}

fn parts(rest: &str) -> Vec<Part> {
    let mut parts = Vec::new();
    for part in rest.split(['.', '-', '_', '~']).filter(|part| !part.is_empty()) {
        let mut part = part;
        while let Some(first) = part.chars().next() {
            let is_digit = first.is_ascii_digit();
            let end = part.find(|c: char| c.is_ascii_digit() != is_digit).unwrap_or(part.len());
            parts.push(if is_digit {
                Part::Number(part[..end].parse().unwrap_or(u128::MAX))
            } else {
                word(&part[..end])
            });
            part = &part[end..];
        }
    }
    parts
}

fn word(text: &str) -> Part {
    let text = text.to_ascii_lowercase();
    match text.as_str() {
        "dev" => Part::Dev,
        "a" => Part::Word("alpha".to_owned()),
        "b" => Part::Word("beta".to_owned()),
        "c" | "pre" => Part::Word("rc".to_owned()),
        _ => Part::Word(text),
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.written)
    }
}

impl Ord for Version {
    fn cmp(&self, other: &Self) -> Ordering {
        self.numbers.cmp(&other.numbers).then_with(|| self.stage.cmp(&other.stage))
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
        Version::new(text).unwrap_or_else(|| panic!("{text} is no version"))
    }

    #[test]
    fn versions_come_in_the_order_in_which_they_came_out() {
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
        assert_eq!((version("v9.0.0").as_str(), version("v9.0.0").bare()), ("v9.0.0", "9.0.0"));
    }

    #[test]
    fn those_before_a_release_are_known() {
        for text in ["9.0.0-beta.1", "3.13.0rc1", "1.0.dev3", "2.0b2", "1.23.0-preview", "9.0.0-rc.0"] {
            assert!(version(text).is_prerelease(), "{text}");
        }
        for text in ["9.0.0", "20231003", "1.0.post1", "2023-10-03", "1.1.1w", "1.0+dev", "9.0.0-4-gabcdef0"]
        {
            assert!(!version(text).is_prerelease(), "{text}");
        }
    }

    #[test]
    fn other_words_are_no_versions() {
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
