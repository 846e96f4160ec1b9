//! Patterns of paths: the values that a path gives for an issue, and the path of a new one.

mod automaton;
mod glob;
mod key;
mod learn;
mod token;

use std::path::Path;

use jiff::civil::Date;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::markup::is_markdown;
use super::path::{PathError, checked, relative};
use automaton::Automaton;
pub(super) use glob::glob;
pub use key::{IssueKey, PathValues, Period, Precision};
pub use learn::{LearntPattern, learn_patterns};
use token::{Reader, Token, Zeros};

/// A path with tokens for the values of an issue, in folders and names: `_drafts/{date}-draft.md`.
///
/// | token | an issue's … |
/// |---|---|
/// | `{date}` | date, `2026-06-01`; `2026-6-1` is found, too |
/// | `{yyyymmdd}` | date without dashes |
/// | `{yyyy}`, `{yy}`, `{mm}`, `{dd}` | year, year of this century, month and day; the last three with two digits |
/// | `{m}`, `{d}` | month and day, written without zeros |
/// | `{month}`, `{month:short}` | month in English words, `June` or `Jun`; both are found long or short, in any case |
/// | `{week}`, `{week_year}` | week by ISO 8601, two digits, and the year that it belongs to, which differs around New Year |
/// | `{number}`, `{number:03}` | number; with zeros up to three digits |
/// | `{slug}` | name: any text that is not empty |
/// | `*` | any text, which says nothing about the issue |
///
/// No token matches a `/`. A month needs a year, a day needs a month, and a week needs a year. A pattern under which one
/// path could be read in two ways, such as `{slug}{number}`, is refused, and so is one over 255 bytes or with more than
/// 16 tokens. Issues are in the order of their dates; without a date, in that of their numbers. The week of a path that
/// has a date, too, is not compared with the date.
#[derive(Clone, Debug, Default)]
pub struct Pattern {
    path: String,
    parts: Vec<Part>,
    /// The length of the folder in front of the first token, in bytes.
    folder: usize,
    exact: Automaton,
    /// Also reads numbers without their zeros.
    lenient: Automaton,
    /// Reads one name each of those after the folder, with or without zeros.
    names: Vec<Automaton>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Part {
    Text(String),
    Token(Token),
}

/// The values of an issue that a path is made from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct IssueName<'s> {
    pub date: Option<Date>,
    pub number: Option<u32>,
    /// The text of `{slug}` and `*`.
    pub slug: &'s str,
}

/// Why a name does not match a pattern.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NameMismatch {
    /// It begins with digits that are no date: `20267-02-09-draft.md`.
    NoDate,
    /// It has a date, but the rest differs: `2025-09-01draft.md`.
    OtherName,
}

/// The longest pattern, in bytes, and the most tokens in it.
const MAX_BYTES: usize = 255;
const MAX_TOKENS: usize = 16;

impl<'de> Deserialize<'de> for Pattern {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        checked(deserializer, Pattern::new)
    }
}

impl Serialize for Pattern {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.path)
    }
}

/// Equal if they match the same paths in the same way.
impl PartialEq for Pattern {
    fn eq(&self, other: &Self) -> bool {
        self.path == other.path
    }
}

impl Pattern {
    /// # Errors
    ///
    /// If the path leaves the newsletter's folder, has an unknown token, a month without a year or a day
    /// without a month, or if one path could be read in two ways.
    pub fn new(path: &str) -> Result<Self, PathError> {
        let path = relative(path)?;
        let parts = parts_of(path)?;
        let tokens = || parts.iter().filter_map(Part::token);
        if path.len() > MAX_BYTES || tokens().count() > MAX_TOKENS {
            return Err(PathError::TooLong);
        }
        check_dates(tokens().collect())?;
        let exact = Automaton::new(&parts, Zeros::AsWritten);
        if exact.is_ambiguous(&parts) {
            return Err(PathError::Ambiguous);
        }
        let first = path.find(['{', '*']).unwrap_or(path.len());
        let folder = path[..first].rfind('/').unwrap_or(0);
        let lenient = Automaton::new(&parts, Zeros::MayLack);
        let after = path[folder..].trim_start_matches('/');
        let names: Result<_, PathError> =
            after.split('/').map(|name| Ok(Automaton::new(&parts_of(name)?, Zeros::MayLack))).collect();
        Ok(Self { path: path.to_owned(), parts, folder, exact, lenient, names: names? })
    }

    /// The folder in front of the first part with a token, relative to the newsletter's root.
    pub fn folder(&self) -> &str {
        &self.path[..self.folder]
    }

    /// The pattern in the profile.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// How many names follow the [`folder`](Self::folder): folders with a token, and the file's name. 0 for the pattern
    /// of a profile that names none, which matches no path.
    pub fn depth(&self) -> usize {
        self.names.len()
    }

    /// True if a name may be at the `level` after the [`folder`](Self::folder), from 0.
    pub fn admits(&self, level: usize, name: &str) -> bool {
        self.names.get(level).is_some_and(|own| own.matches(name))
    }

    /// True if a path from the newsletter's root has the pattern's folder and depth. Its names may differ.
    pub fn is_place_of(&self, path: &Path) -> bool {
        self.folder_above(path) == Some(Path::new(self.folder()))
    }

    /// The folder above as many names as [`depth`](Self::depth) says; `None` if the path has fewer.
    pub fn folder_above<'p>(&self, path: &'p Path) -> Option<&'p Path> {
        path.ancestors().nth(self.depth())
    }

    /// The path of an issue; `None` if the pattern has a value that the issue lacks.
    pub fn write(&self, issue: &IssueName<'_>) -> Option<String> {
        let mut out = String::with_capacity(self.path.len() + issue.slug.len());
        for part in &self.parts {
            match part {
                Part::Text(text) => out.push_str(text),
                Part::Token(token) => token.write(issue, &mut out)?,
            }
        }
        Some(out)
    }

    /// The values that a path gives, if all of it matches.
    pub fn read(&self, path: &str) -> Option<PathValues> {
        let count = self.parts.len();
        let texts = self.exact.split(path, count).or_else(|| self.lenient.split(path, count))?;
        let mut reader = Reader::default();
        for (part, text) in self.parts.iter().zip(texts) {
            if let Part::Token(token) = part {
                reader.take(*token, text)?;
            }
        }
        reader.finish()
    }

    /// As [`read`](Self::read) for the end of a path, as many names as [`depth`](Self::depth) says: the folder
    /// in front of them may be another one.
    pub fn read_end(&self, path: &str) -> Option<PathValues> {
        let mut slashes = path.rmatch_indices('/').map(|(at, _)| at + 1);
        let start = slashes.nth(self.depth().checked_sub(1)?).unwrap_or(0);
        match self.folder() {
            "" => self.read(&path[start..]),
            folder => self.read(&format!("{folder}/{}", &path[start..])),
        }
    }
}

impl Part {
    fn token(&self) -> Option<Token> {
        match self {
            Part::Token(token) => Some(*token),
            Part::Text(_) => None,
        }
    }
}

/// Divides a pattern at its tokens.
fn parts_of(path: &str) -> Result<Vec<Part>, PathError> {
    let mut parts = Vec::new();
    let mut rest = path;
    while let Some(at) = rest.find(['{', '}', '*']) {
        if at > 0 {
            parts.push(Part::Text(rest[..at].to_owned()));
        }
        let after = &rest[at + 1..];
        let (token, after) = match &rest[at..=at] {
            "*" => (Token::Star, after),
            "{" => {
                let (name, after) = after.split_once('}').ok_or(PathError::LoneBrace)?;
                let unknown =
                    || PathError::UnknownToken { name: name.to_owned(), meant: Token::meant_by(name) };
                (Token::from_name(name).ok_or_else(unknown)?, after)
            }
            _ => return Err(PathError::LoneBrace),
        };
        parts.push(Part::Token(token));
        rest = after;
    }
    if !rest.is_empty() {
        parts.push(Part::Text(rest.to_owned()));
    }
    // Without a year of its own, the year beside a week is the one that the week belongs to.
    let has = |token| parts.contains(&Part::Token(token));
    let is_of_week = has(Token::Week)
        && !has(Token::WeekYear)
        && !parts.iter().filter_map(Part::token).any(Token::has_month);
    if is_of_week {
        let years = parts.iter_mut().filter(|part| **part == Part::Token(Token::Year));
        years.for_each(|part| *part = Part::Token(Token::WeekYear));
    }
    Ok(parts)
}

/// Checks that the dates are whole.
fn check_dates(tokens: Vec<Token>) -> Result<(), PathError> {
    let has = |token| tokens.contains(&token);
    let has_whole_date = tokens.iter().any(|token| token.is_whole_date());
    let has_year = has_whole_date || has(Token::Year) || has(Token::ShortYear);
    let has_month = tokens.iter().any(|token| token.has_month());
    if has_month && !has_year {
        return Err(PathError::MonthWithoutYear);
    }
    let has_day = tokens.iter().any(|token| token.is_day());
    if has_day && !has_month {
        return Err(PathError::DayWithoutMonth);
    }
    let has_day = has_whole_date || has_day;
    if has(Token::Week) && !has(Token::WeekYear) && !has_day {
        return Err(PathError::WeekWithoutYear);
    }
    Ok(())
}

impl Pattern {
    /// The path for an issue with this date. A `*` becomes `issue`. Empty if the pattern
    /// [needs more than a date](Self::needs_more_than_date), which profiles may not ask of such paths.
    pub fn for_date(&self, date: Date) -> String {
        self.named(date, "issue")
    }

    /// The path for a file with this date, with `name` in place of `*`.
    pub fn named(&self, date: Date, name: &str) -> String {
        let issue = IssueName { date: Some(date), number: None, slug: name };
        self.write(&issue).unwrap_or_default()
    }

    /// True if all issues have the same path: a draft that becomes the next issue again and again.
    pub fn is_one_file(&self) -> bool {
        self.parts.iter().all(|part| part.token().is_none())
    }

    pub fn has_number(&self) -> bool {
        self.parts.iter().filter_map(Part::token).any(|token| matches!(token, Token::Number { .. }))
    }

    /// True if a path gives a day, a week or a month.
    pub fn has_date(&self) -> bool {
        let mut tokens = self.parts.iter().filter_map(Part::token);
        tokens
            .any(|token| matches!(token, Token::Date | Token::CompactDate | Token::Week) || token.has_month())
    }

    /// How exactly a path says when its issue is published. `None` if it has no date.
    pub fn precision(&self) -> Option<Precision> {
        let tokens: Vec<Token> = self.parts.iter().filter_map(Part::token).collect();
        let has = |is: fn(Token) -> bool| tokens.iter().any(|token| is(*token));
        if has(Token::is_whole_date) || has(Token::is_day) {
            Some(Precision::Day)
        } else if has(Token::has_month) {
            Some(Precision::Month)
        } else if tokens.contains(&Token::Week) {
            Some(Precision::Week)
        } else {
            has(|token| matches!(token, Token::Year | Token::ShortYear)).then_some(Precision::Year)
        }
    }

    /// True if the pattern needs an issue's number, or a name of its own.
    pub fn needs_more_than_date(&self) -> bool {
        let mut tokens = self.parts.iter().filter_map(Part::token);
        tokens.any(|token| matches!(token, Token::Number { .. } | Token::Slug))
    }

    /// The day that the end of a path gives, as many names as [`depth`](Self::depth) says. `None` for a week or
    /// a month: issues may appear after it.
    pub fn date_of(&self, path: &str) -> Option<Date> {
        self.read_end(path)?.period?.exact_day(None)
    }

    /// True if the names after the folder begin with a date.
    pub fn begins_with_date(&self) -> bool {
        let first = self.path[self.folder..].trim_start_matches('/');
        first.starts_with("{date}") || first.starts_with("{yyyy")
    }

    /// Why a name that resembles the pattern does not match it. `None` if it matches, or is a file of another
    /// kind.
    pub fn mismatch(&self, file_name: &str) -> Option<NameMismatch> {
        let first = self.path[self.folder..].trim_start_matches('/');
        if self.depth() > 1 || !self.begins_with_date() {
            return None;
        }
        let digits = file_name.bytes().take_while(u8::is_ascii_digit).count();
        let extension = first.rsplit_once('.').map_or("", |(_, extension)| extension);
        let same_type = extension == "*" || file_name.ends_with(extension);
        if digits < 4 || !same_type || self.date_of(file_name).is_some() {
            return None;
        }
        let dated = file_name.get(..10).and_then(parse_day).is_some();
        Some(if dated { NameMismatch::OtherName } else { NameMismatch::NoDate })
    }
}

/// True if a file in the issues' folder may be an issue: a Markdown file, but no template or README.
pub fn may_be_an_issue(file_name: &str) -> bool {
    let name = file_name.to_ascii_lowercase();
    is_markdown(&name) && !name.starts_with("readme") && !name.contains("template")
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

const DATE: &str = "{date}";
const COMPACT: &str = "{yyyymmdd}";
const YEAR: &str = "{yyyy}";

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

#[cfg(test)]
mod tests;
