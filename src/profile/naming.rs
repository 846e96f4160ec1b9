use jiff::civil::Date;
use serde::{Deserialize, Deserializer};

use super::path::{PathError, checked, relative};

/// A path with a date: `_drafts/{date}-draft.md`.
///
/// `{date}` is `YYYY-MM-DD`, `{yyyymmdd}` the same without dashes, and `*` any text in the file's name.
/// `{yyyy}` is the year and is also allowed in folders.
#[derive(Clone, Debug, Default)]
pub struct Pattern {
    folder: String,
    name: String,
}

impl<'de> Deserialize<'de> for Pattern {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        checked(deserializer, Pattern::new)
    }
}

impl Pattern {
    /// # Errors
    ///
    /// If the path leaves the newsletter's folder, or can match no name.
    pub fn new(path: &str) -> Result<Self, PathError> {
        let path = relative(path)?;
        let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
        if folder.contains(DATE) || folder.contains(COMPACT) {
            return Err(PathError::DateInFolder);
        }
        if folder.contains('*') {
            return Err(PathError::StarInFolder);
        }
        let plain = path.replace(DATE, "").replace(COMPACT, "").replace(YEAR, "");
        if plain.contains(['{', '}']) {
            return Err(PathError::UnknownToken);
        }
        let pattern = Self { folder: folder.to_owned(), name: name.to_owned() };
        match pattern.parts() {
            Some((_, after, _)) if after.contains(DATE) || after.contains(COMPACT) => {
                Err(PathError::TwoDates)
            }
            Some((before, _, _)) if before.contains(COMPACT) => Err(PathError::TwoDates),
            Some((before, _, _)) if before.contains('*') => Err(PathError::StarBeforeDate),
            _ => Ok(pattern),
        }
    }
}

/// Why a name does not match a pattern.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NameMismatch {
    /// It begins with digits that are no date: `20267-02-09-draft.md`.
    NoDate,
    /// It has a date, but the rest differs: `2025-09-01draft.md`.
    OtherName,
}

const DATE: &str = "{date}";
const COMPACT: &str = "{yyyymmdd}";
const YEAR: &str = "{yyyy}";

impl Pattern {
    /// The folder, relative to the newsletter's root.
    pub fn folder(&self) -> &str {
        &self.folder
    }

    /// The pattern in the profile.
    pub fn path(&self) -> String {
        join(&self.folder, &self.name)
    }

    /// The path for an issue with this date. A `*` becomes `issue`.
    pub fn for_date(&self, date: Date) -> String {
        self.named(date, "issue")
    }

    /// The path for a file with this date, with `name` in place of `*`.
    pub fn named(&self, date: Date, name: &str) -> String {
        with_date(&join(&self.folder, &self.name), date).replace('*', name)
    }

    /// True if the pattern has a date.
    pub fn has_date(&self) -> bool {
        self.parts().is_some()
    }

    /// True if the pattern has `{yyyy}`, which is not matched in names.
    pub fn has_year(&self) -> bool {
        self.folder.contains(YEAR) || self.name.contains(YEAR)
    }

    /// The date in a file's name, if the whole name matches the pattern.
    pub fn date_of(&self, file_name: &str) -> Option<Date> {
        let (before, after, len) = self.parts()?;
        let rest = file_name.strip_prefix(before)?;
        let date = parse_day(rest.get(..len)?)?;
        glob(after, &rest[len..]).then_some(date)
    }

    /// Why a name that resembles the pattern does not match it. `None` if it matches, or is a file of another
    /// kind.
    pub fn mismatch(&self, file_name: &str) -> Option<NameMismatch> {
        let digits = file_name.bytes().take_while(u8::is_ascii_digit).count();
        let extension = self.name.rsplit_once('.').map_or("", |(_, extension)| extension);
        let same_type = extension == "*" || file_name.ends_with(extension);
        if digits < 4 || !same_type || self.date_of(file_name).is_some() {
            return None;
        }
        let dated = file_name.get(..10).and_then(parse_day).is_some();
        Some(if dated { NameMismatch::OtherName } else { NameMismatch::NoDate })
    }

    /// The text before and after the date, and the length of the date; `None` if the pattern has no date.
    fn parts(&self) -> Option<(&str, &str, usize)> {
        let split = |token, len| self.name.split_once(token).map(|(before, after)| (before, after, len));
        split(DATE, 10).or_else(|| split(COMPACT, 8))
    }
}

/// True if a file in the issues' folder may be an issue: a Markdown file, but no template or README.
pub fn may_be_an_issue(file_name: &str) -> bool {
    let name = file_name.to_ascii_lowercase();
    (name.ends_with(".md") || name.ends_with(".markdown"))
        && !name.starts_with("readme")
        && !name.contains("template")
}

/// Parses a date that is exactly `YYYY-MM-DD` or `YYYYMMDD`.
pub fn parse_day(text: &str) -> Option<Date> {
    let digits: String = match text.len() {
        10 if text.as_bytes()[4] == b'-' && text.as_bytes()[7] == b'-' => {
            [text.get(..4)?, text.get(5..7)?, text.get(8..10)?].concat()
        }
        8 => text.to_owned(),
        _ => return None,
    };
    if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    Date::new(digits[..4].parse().ok()?, digits[4..6].parse().ok()?, digits[6..].parse().ok()?).ok()
}

/// True if `text` matches `pattern`, in which each `*` matches any text.
pub(super) fn glob(pattern: &str, text: &str) -> bool {
    let Some((first, rest)) = pattern.split_once('*') else { return pattern == text };
    let Some(mut text) = text.strip_prefix(first) else { return false };
    let (middle, last) = rest.rsplit_once('*').unwrap_or(("", rest));
    for part in middle.split('*') {
        let Some(at) = text.find(part) else { return false };
        text = &text[at + part.len()..];
    }
    text.ends_with(last)
}

/// Replaces `{date}`, `{yyyymmdd}` and `{yyyy}` in a text.
pub(super) fn with_date(text: &str, date: Date) -> String {
    text.replace(DATE, &date.strftime("%Y-%m-%d").to_string())
        .replace(COMPACT, &date.strftime("%Y%m%d").to_string())
        .replace(YEAR, &date.strftime("%Y").to_string())
}

/// True if a text has a token that [`with_date`] replaces.
pub(super) fn has_date_token(text: &str) -> bool {
    [DATE, COMPACT, YEAR].iter().any(|token| text.contains(token))
}

fn join(folder: &str, name: &str) -> String {
    if folder.is_empty() { name.to_owned() } else { format!("{folder}/{name}") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn pattern(path: &str) -> Pattern {
        Pattern::new(path).unwrap()
    }

    #[test]
    fn patterns_that_can_match_no_name_are_refused() {
        for (path, why) in [
            ("_drafts/{date}/draft.md", PathError::DateInFolder),
            ("{yyyymmdd}/a", PathError::DateInFolder),
            ("_drafts*/{date}.md", PathError::StarInFolder),
            ("_drafts/{date}-{date}.md", PathError::TwoDates),
            ("_drafts/{yyyymmdd}-{date}.md", PathError::TwoDates),
            ("_drafts/*-{date}.md", PathError::StarBeforeDate),
            ("_drafts/{dat}.md", PathError::UnknownToken),
            ("_drafts/{date.md", PathError::UnknownToken),
            ("../{date}.md", PathError::Leaves),
        ] {
            assert_eq!(Pattern::new(path).unwrap_err(), why, "{path}");
        }
        assert_eq!(pattern("assets/{yyyy}/{yyyymmdd}").for_date(date(2026, 6, 1)), "assets/2026/20260601");
        assert_eq!(pattern("{yyyymmdd}*").named(date(2026, 6, 1), "-lamp"), "20260601-lamp");
    }

    #[test]
    fn mistyped_names_have_no_date() {
        let drafts = pattern("_drafts/{date}-draft.md");
        assert_eq!(drafts.date_of("2026-06-01-draft.md"), Some(date(2026, 6, 1)));
        for (name, mismatch) in [
            ("20267-02-09-draft.md", Some(NameMismatch::NoDate)),
            ("2025-09-01draft.md", Some(NameMismatch::OtherName)),
            ("2025-13-01-draft.md", Some(NameMismatch::NoDate)),
            ("template.md", None),
            ("2026-06-01-draft.md", None),
            ("2026-06-01-draft.md.swp", None),
        ] {
            assert_eq!(drafts.mismatch(name), mismatch, "{name}");
        }
    }

    #[test]
    fn a_star_matches_the_rest_of_the_name() {
        let posts = pattern("_posts/{date}-*.md");
        assert_eq!(posts.date_of("2018-03-20-on-air.md"), Some(date(2018, 3, 20)));
        assert_eq!(posts.date_of("2018-03-20.md"), None);
        let assets = pattern("assets/{yyyymmdd}");
        assert_eq!(assets.for_date(date(2026, 6, 1)), "assets/20260601");
        assert_eq!(assets.date_of("20260601"), Some(date(2026, 6, 1)));
    }

    #[test]
    fn stars_match_any_text_in_order_and_without_overlap() {
        for (pattern, text, fits) in [
            ("*icymi.*", "20260601icymi.jpg", true),
            ("*icymi.*", "icymi.png", true),
            ("*icymi.*", "icymi", false),
            ("a*b*a", "aba", true),
            ("a*b*a", "ab", false),
            ("aa*aa", "aaa", false),
            ("*", "", true),
            ("**x", "x", true),
            ("blinka.png", "blinka.png", true),
        ] {
            assert_eq!(glob(pattern, text), fits, "{pattern} {text}");
        }
    }
}
