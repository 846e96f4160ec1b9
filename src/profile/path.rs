//! Paths in a profile, which must be within the newsletter's folder on every system.

use std::fmt;

use serde::de::{Error, Visitor};
use serde::{Deserialize, Deserializer, Serialize};

/// Why a path of a profile is rejected.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PathError {
    #[error("the path is empty; write one such as _drafts/a.md, or remove the key")]
    Empty,
    #[error("the path is absolute; write it relative to copydesk.yml, such as _drafts/a.md")]
    Absolute,
    #[error("the path has a drive letter; write it relative to copydesk.yml, such as _drafts/a.md")]
    Drive,
    #[error("'..' leads out of the newsletter's folder; write a path below copydesk.yml")]
    Leaves,
    #[error("the path is in git's folder; write one outside of .git")]
    Git,
    #[error("the path has a backslash; separate folders with /")]
    Backslash,
    #[error("the path has a control character; remove it")]
    Control,
    #[error("a part of the path is empty: remove the / at its end, or the second of two")]
    EmptyPart,
    #[error("'.' is not allowed within a path; remove it")]
    Dot,
    #[error(
        "there is no {{{name}}}; {}write {{date}}, {{yyyymmdd}}, {{yyyy}}, {{yy}}, {{mm}}, {{dd}}, {{m}}, {{d}}, {{month}}, \
         {{month:short}}, {{week}}, {{week_year}}, {{number}}, {{number:03}} or {{slug}}", perhaps(*.meant)
    )]
    UnknownToken { name: String, meant: Option<&'static str> },
    #[error("a brace has no other one; write {{ and }} around the name of a token, such as {{{{date}}}}")]
    LoneBrace,
    #[error(
        "the pattern is longer than 255 bytes, or has more than 16 tokens; shorten it, with * for parts that say nothing"
    )]
    TooLong,
    #[error("a path could be read in two ways; separate the tokens, such as {{slug}}-{{number}}")]
    Ambiguous,
    #[error("the month has no year; add {{yyyy}}")]
    MonthWithoutYear,
    #[error("the day has no month; add {{mm}} or {{month}}")]
    DayWithoutMonth,
    #[error("the week has no year; add {{week_year}}")]
    WeekWithoutYear,
    #[error("the path of one file may not contain {{…}} or *; write the whole name")]
    NotOneFile,
    #[error("the path of one folder may not contain {{…}} or *; write the whole name")]
    NotOneFolder,
}

fn perhaps(meant: Option<&str>) -> String {
    meant.map(|name| format!("did you mean {{{name}}}? You can ")).unwrap_or_default()
}

/// Removes a leading `./`, and checks that the path is within the newsletter's folder and not in `.git`.
///
/// # Errors
///
/// The first reason to reject the path.
pub(super) fn relative(path: &str) -> Result<&str, PathError> {
    if path.contains(char::is_control) {
        return Err(PathError::Control);
    }
    if path.contains('\\') {
        return Err(PathError::Backslash);
    }
    let path = path.strip_prefix("./").unwrap_or(path);
    if path.trim().is_empty() {
        return Err(PathError::Empty);
    }
    if path.starts_with('/') {
        return Err(PathError::Absolute);
    }
    let mut start = path.chars();
    if start.next().is_some_and(|c| c.is_ascii_alphabetic()) && start.next() == Some(':') {
        return Err(PathError::Drive);
    }
    for part in path.split('/') {
        // Windows ignores dots and spaces at the end of a name.
        match part.trim_end_matches(['.', ' ']) {
            "" if part.starts_with("..") => return Err(PathError::Leaves),
            "" if part == "." => return Err(PathError::Dot),
            "" => return Err(PathError::EmptyPart),
            part if is_git(part) => return Err(PathError::Git),
            _ => {}
        }
    }
    Ok(path)
}

/// True for names that are `.git` on some file system: HFS+ ignores some characters, NTFS has short names
/// and streams.
fn is_git(part: &str) -> bool {
    let is_ignored = |c: char| matches!(c, '\u{200c}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{206a}'..='\u{206f}' | '\u{feff}');
    let plain: String = part.chars().filter(|c| !is_ignored(*c)).collect();
    let name = plain.split(':').next().unwrap_or("");
    name.eq_ignore_ascii_case(".git") || name.eq_ignore_ascii_case("git~1")
}

/// The path of a folder whose files the site has at its top: with `static`, `/a.png` on the site is `static/a.png` in
/// the newsletter's folder. Tokens and `*` are refused.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct SiteRoot(String);

impl SiteRoot {
    /// The path of the folder from the newsletter's root, without a `/` at its end.
    pub fn path(&self) -> &str {
        &self.0
    }

    /// The path on the site of a file in the folder, or of the folder itself, without a `/` at its start.
    pub fn on_site<'p>(&self, path: &'p str) -> Option<&'p str> {
        let rest = path.strip_prefix(self.0.as_str())?;
        if rest.is_empty() { Some(rest) } else { rest.strip_prefix('/') }
    }
}

impl<'de> Deserialize<'de> for SiteRoot {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        checked(deserializer, |path| match relative(path.strip_suffix('/').unwrap_or(path))? {
            path if path.contains(['*', '{', '}']) => Err(PathError::NotOneFolder),
            path => Ok(SiteRoot(path.to_owned())),
        })
    }
}

/// Deserializes the path of one file; empty for `~`.
pub(super) fn deserialize_file_path<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    struct FilePath(String);

    impl<'de> Deserialize<'de> for FilePath {
        fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            checked(deserializer, |path| match relative(path)? {
                path if path.contains(['*', '{', '}']) => Err(PathError::NotOneFile),
                path => Ok(FilePath(path.to_owned())),
            })
        }
    }

    Ok(Option::<FilePath>::deserialize(deserializer)?.map_or_else(String::new, |path| path.0))
}

/// Deserializes a string with `make`. Its errors have the position of the string; with serde's `try_from`,
/// they would have that of the mapping around it.
pub(super) fn checked<'de, D, T, E, F>(deserializer: D, make: F) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    E: fmt::Display,
    F: FnOnce(&str) -> Result<T, E>,
{
    struct Text<F>(F);

    impl<T, E: fmt::Display, F: FnOnce(&str) -> Result<T, E>> Visitor<'_> for Text<F> {
        type Value = T;

        fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
            out.write_str("a text")
        }

        fn visit_str<X: Error>(self, text: &str) -> Result<T, X> {
            (self.0)(text).map_err(X::custom)
        }
    }

    deserializer.deserialize_str(Text(make))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_paths_below_the_newsletters_folder_are_taken() {
        for (path, result) in [
            ("_drafts/template.md", Ok("_drafts/template.md")),
            ("./_drafts/a.md", Ok("_drafts/a.md")),
            ("a..b/c", Ok("a..b/c")),
            (".github/x", Ok(".github/x")),
            ("", Err(PathError::Empty)),
            ("./", Err(PathError::Empty)),
            ("/etc/passwd", Err(PathError::Absolute)),
            (".//etc/passwd", Err(PathError::Absolute)),
            ("C:/x", Err(PathError::Drive)),
            ("c:x", Err(PathError::Drive)),
            ("../x", Err(PathError::Leaves)),
            ("a/../../x", Err(PathError::Leaves)),
            ("a/..", Err(PathError::Leaves)),
            ("a/.. /x", Err(PathError::Leaves)),
            ("a/./x", Err(PathError::Dot)),
            ("a//x", Err(PathError::EmptyPart)),
            ("a/", Err(PathError::EmptyPart)),
            ("a\\..\\x", Err(PathError::Backslash)),
            ("a\0b", Err(PathError::Control)),
            (".git/config", Err(PathError::Git)),
            ("a/.GIT/x", Err(PathError::Git)),
            (".git./x", Err(PathError::Git)),
            (".gi\u{200c}t/x", Err(PathError::Git)),
            ("GIT~1/x", Err(PathError::Git)),
            (".git::$INDEX_ALLOCATION/x", Err(PathError::Git)),
        ] {
            assert_eq!(relative(path), result, "{path:?}");
        }
    }
}
